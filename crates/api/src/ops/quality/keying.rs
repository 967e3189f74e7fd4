//! Keying papers of a sample: whoever keys sees pictures and nothing else, neither which paper it is nor what
//! is registered or was suggested, and is told nothing of how the two compare.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::documents::{Document, File};
use storage::openings::Look;
use storage::quality::{Item, KeyedValue, Sample};
use time::Duration;
use workflow::access::{Caller, Scope};
use workflow::documents::ReadingState;
use workflow::quality::{Field, keyed_text, may_look, same};
use workflow::{Refusal, SampleId};

use super::samples::{event, own_sample};
use crate::error::{OpError, Result};
use crate::ops::access::{flush_openings, opened};
use crate::ops::documents::{Picture, refuse_odd_picture, shown_picture};
use crate::ops::{App, Once};

/// After so long a paper that was taken and not keyed is somebody else's.
const TAKEN_FOR: Duration = Duration::HOUR;

/// A paper to be keyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Its number in the sample.
    pub number: u32,
    /// Pages of its first file.
    pub pages: u32,
}

/// Refuses whoever may not key.
fn keys(caller: &Caller, scope: Scope) -> Result<()> {
    let allowed = caller.require_scope(scope).and_then(|()| may_look(caller));
    allowed.map_err(OpError::Refused)
}

/// Takes the next paper of a sample; none when nothing is left for the caller.
pub async fn take(app: &App, caller: &Caller, id: SampleId) -> Result<Option<Taken>> {
    keys(caller, Scope::Write)?;
    own_sample(app, caller, id).await?;
    // Who has opened a paper with its fields cannot key it blind: looks of a moment ago count.
    flush_openings(app).await?;
    let (now, principals) = (app.0.clock.now(), caller.principals());
    let whose = (caller.person, principals.as_slice());
    let mut tx = app.0.db.begin(now).await?;
    let sample = storage::quality::lock_sample(&tx, id).await?;
    let found = storage::quality::find_next_item(&tx, id, whose, now - TAKEN_FOR).await?;
    let Some(item) = found else {
        return Ok(None);
    };
    if item.taken_by != Some(caller.person) {
        storage::quality::take_item(&tx, id, item.number, caller.person).await?;
        let payload = json!({ "number": item.number });
        let event = event(&sample, caller.person, "sample.taken", payload);
        tx.record(sample.organisation, event);
        tx.commit().await?;
    }
    let (_, file) = paper(app, caller, &item).await?;
    let pages = file.page_count.and_then(|count| u32::try_from(count).ok());
    Ok(Some(Taken {
        number: item.number,
        pages: pages.unwrap_or(1),
    }))
}

/// The paper of an item with its first file, if the caller may read it.
async fn paper(app: &App, caller: &Caller, item: &Item) -> Result<(Document, File)> {
    let (db, principals) = (&app.0.db, caller.principals());
    let found = storage::documents::find_visible(db, item.document, &principals).await?;
    let document = found.ok_or(OpError::NotFound)?;
    let files = storage::documents::list_files(db, &[document.id]).await?;
    let file = files.into_iter().find(|file| file.ordinal == 0);
    let file = file.filter(|file| file.state != ReadingState::Quarantined);
    Ok((document, file.ok_or(OpError::NotFound)?))
}

/// An item that the caller took and has not keyed yet.
async fn own_item(
    app: &App,
    caller: &Caller,
    (id, number): (SampleId, u32),
) -> Result<(Sample, Item)> {
    let sample = own_sample(app, caller, id).await?;
    let found = storage::quality::find_item(&app.0.db, id, number).await?;
    let item = found.ok_or(OpError::NotFound)?;
    if item.taken_by != Some(caller.person) || item.keyed_at.is_some() {
        return Err(OpError::Refused(Refusal::new("quality.not_taken")));
    }
    Ok((sample, item))
}

/// The picture of a page of a paper that the caller took.
pub async fn keying_picture(
    app: &App,
    caller: &Caller,
    place: (SampleId, u32),
    wanted: Picture,
) -> Result<Vec<u8>> {
    keys(caller, Scope::Read)?;
    refuse_odd_picture(wanted)?;
    let (_, item) = own_item(app, caller, place).await?;
    let (document, file) = paper(app, caller, &item).await?;
    let is_there = file
        .page_count
        .is_none_or(|count| i64::from(wanted.page) <= i64::from(count));
    if wanted.page == 0 || !is_there {
        return Err(OpError::NotFound);
    }
    opened(app, caller, document.id, Look::Page);
    shown_picture(app, file.blob, wanted).await
}

/// Keeps what was keyed beside what is registered now.
pub async fn key(
    app: &App,
    caller: &Caller,
    place: (SampleId, u32),
    mut keyed: BTreeMap<Field, Option<String>>,
    once: Option<&Once>,
) -> Result<()> {
    keys(caller, Scope::Write)?;
    let (sample, item) = own_item(app, caller, place).await?;
    let (document, _) = paper(app, caller, &item).await?;
    let mut values = Vec::with_capacity(Field::ALL.len());
    for field in Field::ALL {
        let keyed = keyed.remove(&field).flatten();
        let keyed = keyed_text(keyed.as_deref()).map_err(OpError::Invalid)?;
        let registered = field.of(&document.fields);
        values.push(KeyedValue {
            field,
            differs: !same(field, registered.as_deref(), keyed.as_deref()),
            registered,
            keyed,
        });
    }
    app.write_once(once, async |tx| {
        storage::quality::lock_sample(tx, sample.id).await?;
        let now = storage::quality::find_item(tx, sample.id, item.number).await?;
        if now.as_ref() != Some(&item) {
            return Err(OpError::Stale);
        }
        storage::quality::save_keyed(tx, sample.id, item.number, &values).await?;
        let payload = json!({ "number": item.number });
        let event = event(&sample, caller.person, "sample.keyed", payload);
        tx.record(sample.organisation, event);
        Ok(())
    })
    .await
}
