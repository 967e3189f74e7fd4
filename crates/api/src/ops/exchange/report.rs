//! What becomes of a received paper is told to the agency that sent it, in the transaction that
//! brings it about; nothing of the people and the words of the receiver goes with it, but the
//! reason of a return or a refusal.

use serde_json::json;
use storage::Transaction;
use workflow::PersonId;
use workflow::audit::NewEvent;
use workflow::documents::Direction;
use workflow::exchange::{Consignment, Reached, Status};
use workflow::work::outgoing::came_back;
use workflow::work::{Case, Change, RemarkKind};

use super::{ask, outside, paper_of};
use crate::error::Result;
use crate::ops::App;
use crate::ops::work::{keep, payload};

/// Who brought a change about, and the reason he gave.
pub(in crate::ops) struct Told {
    /// Who.
    pub by: PersonId,
    /// Why.
    pub reason: Option<String>,
}

impl Told {
    /// What somebody did, with the reason among his words.
    pub fn by(person: PersonId, changes: &[Change]) -> Told {
        let reason = changes.iter().find_map(|change| match change {
            Change::Write(remark) if remark.kind == RemarkKind::Reason => Some(remark.text.clone()),
            _ => None,
        });
        Told { by: person, reason }
    }
}

/// Tells the sender of a paper what its changes mean, if it came from one; says whether there was
/// anything to tell.
pub(in crate::ops) async fn report(
    app: &App,
    tx: &mut Transaction,
    (case, changes): (&Case, &[Change]),
    told: Told,
) -> Result<bool> {
    let found = storage::exchange::find_by_received(tx, case.document).await?;
    let Some(consignment) = found else {
        return Ok(false);
    };
    let mut after = case.clone();
    for change in changes {
        after.apply(change);
    }
    let news = consignment.news(&after);
    for status in news.iter().copied() {
        reach(tx, &consignment, status, &told).await?;
        if status == Status::Refused {
            bring_back(app, tx, &consignment, told.by).await?;
        }
    }
    Ok(!news.is_empty())
}

async fn reach(
    tx: &mut Transaction,
    consignment: &Consignment,
    status: Status,
    told: &Told,
) -> Result<()> {
    let gives_reasons = matches!(
        status,
        Status::Refused | Status::RecallAsked | Status::RecallRefused
    );
    let reached = Reached {
        status,
        at: tx.now(),
        by: (status != Status::Arrived).then_some(told.by),
        reason: told.reason.clone().filter(|_| gives_reasons),
    };
    if !storage::exchange::reach(tx, consignment.id, &reached).await? {
        return Ok(());
    }
    let event = NewEvent {
        actor: None,
        kind: status.event(),
        subject: consignment.sent.to_string(),
        payload: json!({
            "consignment": consignment.id, "to": consignment.to, "status": status.code(),
        }),
    };
    tx.record(consignment.from, event);
    Ok(())
}

/// A returned paper waits for the clerks of its sender.
async fn bring_back(
    app: &App,
    tx: &mut Transaction,
    consignment: &Consignment,
    by: PersonId,
) -> Result<()> {
    let (sent, from) = (consignment.sent, consignment.from);
    let case = storage::work::lock_other_end(tx, sent, from, Direction::Outgoing).await?;
    let (_, changes) = ask(app, tx, from, |context| came_back(&case, context)).await?;
    if changes.is_empty() {
        return Ok(());
    }
    let document = paper_of(tx, sent).await?;
    let standing = outside(by);
    keep(app, tx, (&document, &case), standing, &changes).await?;
    let mut facts = payload(&case, standing, &changes);
    facts["consignment"] = json!(consignment.id);
    let event = NewEvent {
        actor: None,
        kind: "task.came_back",
        subject: sent.to_string(),
        payload: facts,
    };
    tx.record(from, event);
    Ok(())
}
