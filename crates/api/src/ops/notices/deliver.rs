//! One mail or push on its way: is it still wanted, what does it say, what became of it, when again.
//!
//! The sending stands outside the transaction that writes down what became of it. A kill between
//! the two sends a second time: the mail with the same Message-ID, the push with the same tag.

use storage::Transaction;
use storage::notices::{Channel, Delivery, DeliveryState, Notice};
use time::Duration;
use workflow::access::Caller;
use workflow::documents::Urgency;
use workflow::notices::{MOST_ATTEMPTS, Plan, pause_after};
use workflow::{DeliveryId, JobId};

use super::follow::send_later;
use super::letter::lines;
use super::mail::{Mail, MailCourier};
use super::push::{self, Message, PushCourier};
use crate::config::Config;
use crate::error::Result;
use crate::ops::App;

/// Longest pause a push service may ask for.
const LONGEST_PAUSE: Duration = Duration::hours(12);

/// Whoever brings notices out of the house, as far as the settings name them.
pub struct Couriers {
    pub(super) mail: Option<MailCourier>,
    pub(super) push: Option<PushCourier>,
}

impl Couriers {
    /// The couriers of the settings.
    pub fn new(config: &Config) -> Result<Couriers> {
        Ok(Couriers {
            mail: MailCourier::new(config)?,
            push: PushCourier::new(config),
        })
    }

    /// What of a plan can be done.
    pub(super) fn able(&self, plan: Plan) -> Plan {
        Plan {
            push_at: plan.push_at.filter(|_| self.push.is_some()),
            mail_at: plan.mail_at.filter(|_| self.mail.is_some()),
            digest_at: plan.digest_at.filter(|_| self.mail.is_some()),
        }
    }
}

/// What became of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tried {
    /// Taken.
    Sent,
    /// Not needed any more.
    Dropped,
    /// The device is no more.
    Gone,
    /// It failed with a code; tried again, after the pause that was asked for, or never.
    Failed {
        /// The code.
        code: &'static str,
        /// Whether another try makes sense.
        again: bool,
        /// The pause that was asked for.
        pause: Option<Duration>,
    },
}

impl Tried {
    pub fn never(code: &'static str) -> Tried {
        Tried::Failed {
            code,
            again: false,
            pause: None,
        }
    }

    pub fn later(code: &'static str, pause: Option<Duration>) -> Tried {
        Tried::Failed {
            code,
            again: true,
            pause,
        }
    }
}

/// Takes a delivery on its way, for the job that a worker holds.
pub async fn deliver(app: &App, id: DeliveryId, job: JobId, owner: &str) -> Result<()> {
    let found = storage::notices::find_delivery(&app.0.db, id).await?;
    let Some(delivery) = found.filter(|delivery| delivery.state.is_open()) else {
        return app
            .write(async |tx| Ok(storage::jobs::complete(tx, job, owner).await?))
            .await;
    };
    let notices = match delivery.notice {
        Some(notice) => storage::notices::list_by_ids(&app.0.db, &[notice]).await?,
        None => storage::notices::list_of_digest(&app.0.db, id).await?,
    };
    let tried = attempt(app, &delivery, &notices).await?;
    let urgency = notices.iter().map(|one| one.urgency).max();
    app.write(async |tx| {
        storage::jobs::complete(tx, job, owner).await?;
        settle(app, tx, delivery, &tried, urgency.unwrap_or_default()).await
    })
    .await
}

async fn attempt(app: &App, delivery: &Delivery, notices: &[Notice]) -> Result<Tried> {
    let unseen: Vec<_> = notices
        .iter()
        .filter(|one| one.seen_at.is_none() && one.withdrawn_by.is_none())
        .cloned()
        .collect();
    let today = app.0.clock.today();
    let person = delivery.person;
    let caller = storage::identity::find_caller(&app.0.db, person, &[], today).await?;
    let Some(caller) = caller.filter(|_| !unseen.is_empty()) else {
        return Ok(Tried::Dropped);
    };
    match delivery.channel {
        Channel::Mail => mail(app, delivery, &caller, &unseen).await,
        Channel::Push => push_to(app, delivery, &caller, &unseen).await,
    }
}

async fn mail(
    app: &App,
    delivery: &Delivery,
    caller: &Caller,
    notices: &[Notice],
) -> Result<Tried> {
    let db = &app.0.db;
    let mut choices = storage::notices::list_choices(db, &[caller.person]).await?;
    let address = choices
        .remove(&caller.person)
        .and_then(|choice| choice.address);
    let lines = lines(app, caller, notices).await?;
    let (Some(address), false) = (address, lines.is_empty()) else {
        return Ok(Tried::Dropped);
    };
    let Some(courier) = &app.0.couriers.mail else {
        return Ok(Tried::later("mail.off", None));
    };
    let people = storage::organisations::list_people_by_ids(db, &[caller.person]).await?;
    let mail = Mail {
        id: delivery.id,
        address: &address,
        name: people.first().map_or("", |person| person.name.as_str()),
        lines: &lines,
        is_digest: delivery.digest_at.is_some(),
        now: app.0.clock.now(),
    };
    Ok(courier.send(&mail).await)
}

async fn push_to(
    app: &App,
    delivery: &Delivery,
    caller: &Caller,
    notices: &[Notice],
) -> Result<Tried> {
    let db = &app.0.db;
    let device = match delivery.device {
        Some(device) => storage::notices::find_device(db, device).await?,
        None => None,
    };
    // A device that somebody else uses now shows him nothing of this person.
    let Some(device) = device.filter(|device| device.person == caller.person) else {
        return Ok(Tried::Dropped);
    };
    let lines = lines(app, caller, notices).await?;
    let (Some(line), Some(notice)) = (lines.first(), notices.first()) else {
        return Ok(Tried::Dropped);
    };
    let Some(courier) = &app.0.couriers.push else {
        return Ok(Tried::later("push.off", None));
    };
    let counts = storage::notices::count_unseen(db, caller.person).await?;
    let message = Message {
        text: &line.text,
        link: &line.link,
        tag: &notice.id.to_string(),
        urgency: line.urgency,
        unseen: counts.iter().map(|(_, count)| count).sum(),
    };
    let key = push::key(app).await?;
    Ok(courier
        .send(&key, &device, &message, app.0.clock.now())
        .await)
}

/// Writes down what became of a try; the next one follows by a job of its own.
async fn settle(
    app: &App,
    tx: &Transaction,
    mut delivery: Delivery,
    tried: &Tried,
    urgency: Urgency,
) -> Result<()> {
    delivery.attempts += 1;
    delivery.next_at = None;
    let device = delivery.device;
    match tried {
        Tried::Sent => {
            delivery.state = DeliveryState::Sent;
            delivery.error = None;
            if let Some(device) = device {
                storage::notices::mark_sent(tx, device).await?;
            }
        }
        Tried::Dropped => delivery.state = DeliveryState::Dropped,
        Tried::Gone => {
            delivery.state = DeliveryState::GivenUp;
            delivery.error = Some("push.gone".to_owned());
            if let Some(device) = device {
                storage::notices::remove_device(tx, device).await?;
            }
        }
        Tried::Failed { code, again, pause } => {
            delivery.error = Some((*code).to_owned());
            if *again && delivery.attempts < MOST_ATTEMPTS {
                let asked = pause.unwrap_or(Duration::ZERO).min(LONGEST_PAUSE);
                delivery.state = DeliveryState::Failed;
                delivery.next_at = Some(tx.now() + pause_after(delivery.attempts).max(asked));
            } else {
                delivery.state = DeliveryState::GivenUp;
            }
        }
    }
    storage::notices::settle_delivery(tx, &delivery).await?;
    metrics::counter!("congvan_deliveries_total", "channel" => delivery.channel.code(), "state" => delivery.state.code())
        .increment(1);
    if delivery.state == DeliveryState::Failed {
        send_later(app, tx, &delivery, urgency).await?;
    }
    Ok(())
}
