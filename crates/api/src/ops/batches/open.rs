//! A batch is opened before its scans come in.

use serde_json::json;
use storage::Transaction;
use storage::batches::Batch;
use workflow::access::Caller;
use workflow::batches::checked_name;
use workflow::{BatchId, OrganisationId, PersonId, Refusal, UnitId};

use super::{may_change, record};
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// A batch to be opened.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// Name as shown.
    pub name: String,
    /// The unit its papers go to where no separator sheet says otherwise.
    pub unit: Option<UnitId>,
    /// Whether a blank page begins a paper.
    pub splits_at_blanks: bool,
}

/// Opens a batch.
pub async fn open(
    app: &App,
    caller: &Caller,
    new: NewBatch,
    once: Option<&Once>,
) -> Result<BatchId> {
    may_change(caller)?;
    let name = checked_name(&new.name).map_err(OpError::Invalid)?;
    if let Some(unit) = new.unit {
        refuse_unknown_unit(app, caller.organisation, unit).await?;
    }
    let new = NewBatch { name, ..new };
    app.write_once(once, async |tx| {
        let opener = (caller.organisation, Some(caller.person));
        Ok(begin(app, tx, opener, new).await?.id)
    })
    .await
}

/// Writes down a batch, with who opened it.
pub(super) async fn begin(
    app: &App,
    tx: &mut Transaction,
    (organisation, opened_by): (OrganisationId, Option<PersonId>),
    new: NewBatch,
) -> Result<Batch> {
    let batch = Batch {
        id: BatchId(app.0.clock.new_id()),
        organisation,
        unit: new.unit,
        name: new.name,
        splits_at_blanks: new.splits_at_blanks,
        revision: 0,
        opened_by,
        opened_at: tx.now(),
    };
    storage::batches::insert(tx, &batch).await?;
    let payload = json!({ "unit": batch.unit, "splits_at_blanks": batch.splits_at_blanks });
    record(tx, &batch, (opened_by, "batch.opened"), payload);
    Ok(batch)
}

/// Refuses a unit that the agency does not have today.
pub(super) async fn refuse_unknown_unit(
    app: &App,
    organisation: OrganisationId,
    unit: UnitId,
) -> Result<()> {
    let today = app.0.clock.today();
    let units = storage::organisations::list_units(&app.0.db, organisation, today).await?;
    if units.iter().any(|known| known.id == unit) {
        return Ok(());
    }
    Err(OpError::Invalid(Refusal::new("organisations.unit_unknown")))
}
