//! The follower: events after the position become notices, deliveries and jobs, together with the
//! new position. Several servers may follow; the position lets only one of them tell.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use storage::Transaction;
use storage::jobs::NewJob;
use storage::notices::{Channel, Delivery, DeliveryState, Device, Notice};
use time::OffsetDateTime;
use workflow::audit::Event;
use workflow::documents::Urgency;
use workflow::jobs::Priority;
use workflow::notices::{Plan, Preferences, Undone, held_until, undone_by};
use workflow::{DeliveryId, DocumentId, JobId, OrganisationId, PersonId, SubscriptionId};

use super::bell;
use super::scene::Scene;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Most events followed in one transaction.
const MOST_EVENTS: u64 = 500;

/// Follows and rings; says how many events were followed.
pub async fn tell_once(app: &App) -> Result<usize> {
    let followed = follow_once(app).await?;
    bell::ring(app).await?;
    Ok(followed)
}

/// Tells people what was committed since; says how many events that were. Zero means: in step.
pub async fn follow_once(app: &App) -> Result<usize> {
    let db = &app.0.db;
    let positions = storage::notices::positions(db).await?;
    let mut followed = 0;
    for (organisation, head, _) in storage::events::heads(db).await? {
        let from = positions.get(&organisation).copied().unwrap_or(0);
        if from < head {
            followed += follow(app, organisation, from).await?;
        }
    }
    Ok(followed)
}

async fn follow(app: &App, organisation: OrganisationId, from: i64) -> Result<usize> {
    let events = storage::events::list_after(&app.0.db, organisation, from, MOST_EVENTS).await?;
    let Some(last) = events.last() else {
        return Ok(0);
    };
    let told = tell(app, organisation, &events).await?;
    let span = (from, last.seq);
    let written = app
        .write(async |tx| {
            storage::notices::advance(tx, organisation, span).await?;
            write(app, tx, &told).await
        })
        .await;
    match written {
        Ok(()) => Ok(events.len()),
        // Another process was quicker: what was to be told is told.
        Err(OpError::Stale) => Ok(0),
        Err(error) => Err(error),
    }
}

/// What an agency is told, with the choices of those who are told it.
struct Told {
    /// Who acted on which paper, and where in the chain last.
    acted: BTreeMap<(PersonId, DocumentId), i64>,
    undone: Vec<Undone>,
    /// Until when what an event tells stays in the house.
    held: HashMap<i64, OffsetDateTime>,
    notices: Vec<Notice>,
    choices: HashMap<PersonId, Preferences>,
    devices: Vec<Device>,
}

async fn tell(app: &App, organisation: OrganisationId, events: &[Event]) -> Result<Told> {
    let mut scene = Scene::default();
    let mut notices: Vec<Notice> = Vec::new();
    let undone: Vec<_> = events.iter().filter_map(undone_by).collect();
    for event in events {
        if event.kind.starts_with("task.") || event.kind == "delegation.begun" {
            notices.extend(scene.notices_of(app, organisation, event).await?);
        }
    }
    let is_undone = |notice: &Notice| {
        let at_us = notice.at.unix_timestamp_nanos() / 1000;
        let is = |one: &Undone| {
            Some(one.paper) == notice.document
                && i128::from(one.at_us) == at_us
                && notice.seq < one.seq
        };
        undone.iter().any(is)
    };
    notices.retain(|notice| !is_undone(notice));
    let acted = events
        .iter()
        .filter(|event| event.kind.starts_with("task."))
        .filter_map(|event| Some(((event.actor?, event.subject.parse().ok()?), event.seq)));
    let held = events.iter();
    let held = held.filter_map(|event| Some((event.seq, held_until(event)?)));
    let mut told: Vec<_> = notices.iter().map(|notice| notice.person).collect();
    told.sort_unstable();
    told.dedup();
    Ok(Told {
        acted: acted.collect(),
        held: held.collect(),
        undone,
        choices: storage::notices::list_choices(&app.0.db, &told).await?,
        devices: storage::notices::list_devices(&app.0.db, &told).await?,
        notices,
    })
}

async fn write(app: &App, tx: &Transaction, told: &Told) -> Result<()> {
    let mut notices = Vec::with_capacity(told.notices.len());
    let mut deliveries = Vec::new();
    for notice in &told.notices {
        let mut notice = notice.clone();
        let chosen = told
            .choices
            .get(&notice.person)
            .cloned()
            .unwrap_or_default();
        let now = tx.now();
        let from = told
            .held
            .get(&notice.seq)
            .map_or(now, |until| now.max(*until));
        let plan = app.0.couriers.able(chosen.plan(notice.urgency, from));
        if let Some(at) = plan.digest_at {
            notice.digest = Some(digest(app, tx, &notice, at).await?);
        }
        let devices = told
            .devices
            .iter()
            .filter(|device| device.person == notice.person)
            .map(|device| device.id);
        deliveries.extend(deliveries_of(app, tx, (&notice, plan), devices));
        notices.push(notice);
    }
    storage::notices::insert(tx, &notices).await?;
    for ((person, document), seq) in &told.acted {
        storage::notices::mark_acted(tx, *person, (*document, *seq)).await?;
    }
    for one in &told.undone {
        storage::notices::withdraw(tx, one.paper, (one.at_us, one.seq)).await?;
    }
    storage::notices::insert_deliveries(tx, &deliveries).await?;
    let urgencies: HashMap<_, _> = notices.iter().map(|one| (one.id, one.urgency)).collect();
    for delivery in &deliveries {
        let urgency = delivery.notice.and_then(|id| urgencies.get(&id)).copied();
        send_later(app, tx, delivery, urgency.unwrap_or_default()).await?;
    }
    Ok(())
}

/// Joins the digest of a person.
async fn digest(
    app: &App,
    tx: &Transaction,
    notice: &Notice,
    at: OffsetDateTime,
) -> Result<DeliveryId> {
    let mut new = delivery(app, tx, notice, (Channel::Mail, None), at);
    new.notice = None;
    new.digest_at = Some(at);
    let (digest, is_new) = storage::notices::join_digest(tx, new).await?;
    if is_new {
        send_later(app, tx, &digest, Urgency::Normal).await?;
    }
    Ok(digest.id)
}

fn deliveries_of(
    app: &App,
    tx: &Transaction,
    (notice, plan): (&Notice, Plan),
    devices: impl Iterator<Item = SubscriptionId>,
) -> Vec<Delivery> {
    let mail = plan
        .mail_at
        .map(|at| delivery(app, tx, notice, (Channel::Mail, None), at));
    let pushes = plan.push_at.into_iter().flat_map({
        let devices: Vec<_> = devices.collect();
        move |at| {
            let of = |device| delivery(app, tx, notice, (Channel::Push, Some(device)), at);
            devices.iter().copied().map(of).collect::<Vec<_>>()
        }
    });
    mail.into_iter().chain(pushes).collect()
}

fn delivery(
    app: &App,
    tx: &Transaction,
    notice: &Notice,
    (channel, device): (Channel, Option<SubscriptionId>),
    at: OffsetDateTime,
) -> Delivery {
    Delivery {
        id: DeliveryId(app.0.clock.new_id()),
        organisation: notice.organisation,
        person: notice.person,
        notice: Some(notice.id),
        channel,
        device,
        digest_at: None,
        state: DeliveryState::Waiting,
        attempts: 0,
        next_at: Some(at),
        error: None,
        changed_at: tx.now(),
    }
}

/// The job that takes a delivery on its way at its time.
pub(super) async fn send_later(
    app: &App,
    tx: &Transaction,
    delivery: &Delivery,
    urgency: Urgency,
) -> Result<()> {
    let job = NewJob {
        id: JobId(app.0.clock.new_id()),
        organisation: Some(delivery.organisation),
        kind: "deliver",
        payload: json!({ "delivery": delivery.id }),
        priority: if urgency == Urgency::Normal {
            Priority::Normal
        } else {
            Priority::Urgent
        },
        run_at: delivery.next_at.unwrap_or(tx.now()),
        key: Some(delivery.id.to_string()),
    };
    storage::jobs::enqueue(tx, job).await?;
    Ok(())
}
