//! The quality of a digitisation: what wants looking at, what became of suggestions, samples that are keyed
//! unseen, the report of a batch, and how long a job will take.

mod forecast;
mod judging;
mod keying;
mod rates;
mod report;
mod samples;
mod shelf;
mod table;
mod work_list;

pub use forecast::{Outlook, forecast};
pub use judging::{NewJudgement, SampleRates, ShownDifference, differences, judge, sample_rates};
pub use keying::{Taken, key, keying_picture, take};
pub use rates::{Period, Rate, Rates, suggestion_rates};
pub use report::report;
pub use samples::{NewSample, draw, measure, samples};
pub use shelf::{Shelf, put_shelf_list, shelf, shelf_csv, shelf_sheet};
pub use table::MAX_BYTES as SHELF_LIST_MAX_BYTES;
pub use work_list::{Listed, Wanted, WorkPage, work_list};

use std::collections::HashMap;

use workflow::access::{Caller, Scope};
use workflow::quality::{may_inspect, may_look};
use workflow::{BatchId, PersonId, Refusal};

use super::App;
use crate::error::{OpError, Result};

/// Refuses whoever may not see what wants looking at.
fn looks(caller: &Caller) -> Result<()> {
    let allowed = caller
        .require_scope(Scope::Read)
        .and_then(|()| may_look(caller));
    allowed.map_err(OpError::Refused)
}

/// Refuses whoever may not see rates.
fn inspects(caller: &Caller) -> Result<()> {
    let allowed = caller
        .require_scope(Scope::Read)
        .and_then(|()| may_inspect(caller));
    allowed.map_err(OpError::Refused)
}

/// Names of the batches of the caller's agency; one that is not of it has none.
async fn batch_names(
    app: &App,
    caller: &Caller,
    ids: impl Iterator<Item = BatchId>,
) -> Result<HashMap<BatchId, String>> {
    let mut names = HashMap::new();
    for id in ids {
        if names.contains_key(&id) {
            continue;
        }
        let found = storage::batches::find(&app.0.db, id).await?;
        let own = found.filter(|batch| batch.organisation == caller.organisation);
        names.extend(own.map(|batch| (id, batch.name)));
    }
    Ok(names)
}

/// Names of people.
async fn person_names(app: &App, ids: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    let people = storage::organisations::list_people_by_ids(&app.0.db, ids).await?;
    let named = people.into_iter().map(|person| (person.id, person.name));
    Ok(named.collect())
}

/// Refuses a batch that the agency does not have.
async fn own_batch(app: &App, caller: &Caller, id: BatchId) -> Result<storage::batches::Batch> {
    let found = storage::batches::find(&app.0.db, id).await?;
    found
        .filter(|batch| batch.organisation == caller.organisation)
        .ok_or_else(|| OpError::Invalid(Refusal::new("quality.batch_unknown")))
}
