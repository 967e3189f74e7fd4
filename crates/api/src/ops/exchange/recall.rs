//! A recall reaches every agency that the paper lies with: what is in no register yet ends there at
//! once, elsewhere the clerks are asked (NĐ 30/2020 Điều 18.4).

use serde_json::json;
use storage::Transaction;
use workflow::DocumentId;
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::documents::Direction;
use workflow::exchange::Consignment;
use workflow::work::incoming;

use super::{Told, ask, outside, paper_of, report};
use crate::error::Result;
use crate::ops::App;
use crate::ops::work::{keep, payload};

/// Calls a paper back from everywhere, in the transaction that recalls it at its sender, which
/// holds its consignments.
pub(super) async fn recall(
    app: &App,
    tx: &mut Transaction,
    caller: &Caller,
    sent: DocumentId,
    reason: Option<String>,
) -> Result<()> {
    for consignment in storage::exchange::list_by_sent(tx, sent).await? {
        if consignment.is_there() {
            call_back(app, tx, caller, &consignment, reason.clone()).await?;
        }
    }
    Ok(())
}

async fn call_back(
    app: &App,
    tx: &mut Transaction,
    caller: &Caller,
    consignment: &Consignment,
    reason: Option<String>,
) -> Result<()> {
    let (received, to) = (consignment.received, consignment.to);
    let case = storage::work::lock_other_end(tx, received, to, Direction::Incoming).await?;
    let (_, changes) = ask(app, tx, to, |context| incoming::recall(&case, context)).await?;
    if changes.is_empty() {
        return Ok(());
    }
    let document = paper_of(tx, received).await?;
    let standing = outside(caller.person);
    keep(app, tx, (&document, &case), standing, &changes).await?;
    let mut facts = payload(&case, standing, &changes);
    facts["consignment"] = json!(consignment.id);
    let is_asked = case.is_registered();
    let event = NewEvent {
        actor: None,
        kind: if is_asked {
            "task.recall_asked"
        } else {
            "task.recalled"
        },
        subject: received.to_string(),
        payload: facts,
    };
    tx.record(to, event);
    let by = caller.person;
    report(app, tx, (&case, &changes), Told { by, reason }).await?;
    Ok(())
}
