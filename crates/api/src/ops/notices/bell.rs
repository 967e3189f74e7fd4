//! The bell: open screens of this process hear for whom there is something new. Which process has
//! told the people makes no difference: the bell looks at the positions in the database.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use storage::Database;
use tokio::sync::broadcast;
use workflow::{OrganisationId, PersonId};

use crate::error::Result;
use crate::ops::App;

/// Rings kept for a screen that is slow to listen; after more it reads what it has missed.
const RINGS_KEPT: usize = 256;

/// People for whom something has changed.
pub type Rung = Arc<[PersonId]>;

/// The bell of a process.
pub struct Bell {
    /// A clone of its own, so that no commit is slept over.
    db: Database,
    rings: broadcast::Sender<Rung>,
    heard: Mutex<Option<BTreeMap<OrganisationId, i64>>>,
}

impl Bell {
    /// A bell that has rung for nobody.
    pub fn new(db: Database) -> Bell {
        Bell {
            db,
            rings: broadcast::channel(RINGS_KEPT).0,
            heard: Mutex::default(),
        }
    }
}

/// Waits until something was committed by any process; wakes several times a second.
pub async fn committed(app: &App) {
    app.0.bell.db.committed().await;
}

/// For whom there is something new, from now on.
pub fn rung(app: &App) -> broadcast::Receiver<Rung> {
    app.0.bell.rings.subscribe()
}

/// Rings for these people.
pub(super) fn ring_for(app: &App, people: Vec<PersonId>) {
    if !people.is_empty() {
        // Nobody listening is no failure.
        let _ = app.0.bell.rings.send(people.into());
    }
}

/// Rings for everybody who was told something since the last time, by whichever process, or acted: he has seen what he
/// was told.
pub(super) async fn ring(app: &App) -> Result<()> {
    let positions = storage::notices::positions(&app.0.db).await?;
    let before = {
        let mut heard = lock(&app.0.bell);
        heard.replace(positions.clone())
    };
    // What was told before this process began is read by whoever opens a screen.
    let Some(before) = before else { return Ok(()) };
    for (organisation, seq) in positions {
        let after = before.get(&organisation).copied().unwrap_or(0);
        if seq > after {
            let between = (after, seq);
            let db = &app.0.db;
            let mut people = storage::notices::people_between(db, organisation, between).await?;
            people.extend(storage::events::list_actors(db, organisation, between).await?);
            ring_for(app, people);
        }
    }
    Ok(())
}

fn lock(bell: &Bell) -> std::sync::MutexGuard<'_, Option<BTreeMap<OrganisationId, i64>>> {
    bell.heard.lock().unwrap_or_else(PoisonError::into_inner)
}
