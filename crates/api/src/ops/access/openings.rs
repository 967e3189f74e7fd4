//! Who opens what, gathered in memory and written a moment later, off the path of the request.
//!
//! Looking at a paper changes nothing, so it is no event: the chain would grow a hundred times as
//! fast and every look would wait for its head. The first look within an hour makes a row, the
//! others count it up; a picture too small to be read is no look, so that a list that is scrolled
//! through writes nothing. An orderly end writes what is gathered; a crash loses the last seconds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use storage::openings::{Look, Opening, hour_of};
use tokio::sync::Notify;
use workflow::access::{Caller, Cause, Principal};
use workflow::{DocumentId, PersonId};

use crate::error::Result;
use crate::ops::App;

/// Looks gathered at which they are written without waiting for the next turn.
const MANY: usize = 1000;

/// Looks that are not written yet.
#[derive(Debug, Default)]
pub(in crate::ops) struct Openings {
    gathered: Mutex<Gathered>,
    many: Notify,
}

type Gathered = HashMap<(DocumentId, PersonId, i64, Look), Gather>;

#[derive(Debug, Clone)]
struct Gather {
    opening: Opening,
    principals: Vec<Principal>,
}

/// Notes that the caller has opened a paper.
pub(in crate::ops) fn opened(app: &App, caller: &Caller, document: DocumentId, look: Look) {
    let (now, openings) = (app.0.clock.now(), &app.0.openings);
    let opening = Opening {
        document,
        person: caller.person,
        on_behalf_of: None,
        look,
        first_at: now,
        last_at: now,
        times: 1,
    };
    let gather = Gather {
        opening,
        principals: caller.principals(),
    };
    if openings.add(gather) >= MANY {
        openings.many.notify_one();
    }
}

/// Waits until so many looks are gathered that they should be written.
pub async fn openings_wait(app: &App) {
    app.0.openings.many.notified().await;
}

/// Writes what is gathered; what could not be written stays gathered.
pub async fn flush_openings(app: &App) -> Result<()> {
    let gathered = app.0.openings.take();
    if gathered.is_empty() {
        return Ok(());
    }
    let written = write(app, &gathered).await;
    if written.is_err() {
        for gather in gathered {
            app.0.openings.add(gather);
        }
    }
    written
}

async fn write(app: &App, gathered: &[Gather]) -> Result<()> {
    let mut givers: HashMap<PersonId, bool> = HashMap::new();
    let mut openings = Vec::with_capacity(gathered.len());
    for gather in gathered {
        let person = gather.opening.person;
        let stands_in = if let Some(known) = givers.get(&person) {
            *known
        } else {
            let at = gather.opening.first_at;
            let lives = storage::delegations::list_live_for(&app.0.db, person, at).await?;
            *givers.entry(person).or_insert(!lives.is_empty())
        };
        let mut opening = gather.opening.clone();
        if stands_in {
            opening.on_behalf_of = behalf(app, gather).await?;
        }
        openings.push(opening);
    }
    Ok(storage::openings::add(&app.0.db, &openings).await?)
}

/// For whom somebody looks at a paper that he could not read for another reason.
async fn behalf(app: &App, gather: &Gather) -> Result<Option<PersonId>> {
    let document = gather.opening.document;
    let causes = storage::grants::list_causes(&app.0.db, document, &gather.principals).await?;
    let delegated: Vec<_> = causes
        .iter()
        .filter_map(|cause| match cause {
            Cause::Delegated(id) => Some(*id),
            _ => None,
        })
        .collect();
    if delegated.is_empty() || delegated.len() < causes.len() {
        return Ok(None);
    }
    let delegations = storage::delegations::list_by_ids(&app.0.db, &delegated[..1]).await?;
    Ok(delegations.first().map(|delegation| delegation.giver))
}

impl Openings {
    /// Adds a look; answers how many rows are gathered.
    fn add(&self, gather: Gather) -> usize {
        let opening = &gather.opening;
        let key = (
            opening.document,
            opening.person,
            hour_of(opening.first_at),
            opening.look,
        );
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        match gathered.get_mut(&key) {
            Some(known) => {
                known.opening.first_at = known.opening.first_at.min(gather.opening.first_at);
                known.opening.last_at = known.opening.last_at.max(gather.opening.last_at);
                known.opening.times += gather.opening.times;
            }
            None => drop(gathered.insert(key, gather)),
        }
        gathered.len()
    }

    fn take(&self) -> Vec<Gather> {
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *gathered).into_values().collect()
    }
}
