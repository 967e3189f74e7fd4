//! Between agencies of the installation: a paper that is sent arrives in the same transaction, what
//! becomes of it is told to its sender in the transaction that brings it about, and a recall
//! reaches every agency it lies with.

mod recall;
mod report;
mod send;
mod show;

pub(in crate::ops) use report::{Told, report};
pub use show::Carried;
pub(in crate::ops) use show::{came_by, reasons, sent_by};

use storage::Transaction;
use storage::documents::Document;
use time::OffsetDateTime;
use workflow::access::Caller;
use workflow::calendar::Calendar;
use workflow::work::outgoing::{Acted, DraftChange, Paper, Recipient};
use workflow::work::{Change, Context, Staff, Standing};
use workflow::{DocumentId, OrganisationId, PersonId, RemarkId};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::work::staff_in;

/// Does at other agencies what an action on an outgoing paper means for them.
pub(in crate::ops) async fn carry(
    app: &App,
    tx: &mut Transaction,
    caller: &Caller,
    (paper, acted): (&Paper, &Acted),
) -> Result<()> {
    for change in &acted.draft {
        match change {
            DraftChange::Send(recipients) => {
                let to = recipients.iter().filter_map(Recipient::agency);
                send::send(app, tx, caller, paper, to.collect()).await?;
            }
            DraftChange::Recall(_, remark) => {
                let reason = text_of(&acted.work, *remark);
                recall::recall(app, tx, caller, paper.case.document, reason).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn text_of(changes: &[Change], id: RemarkId) -> Option<String> {
    changes.iter().find_map(|change| match change {
        Change::Write(remark) if remark.id == id => Some(remark.text.clone()),
        _ => None,
    })
}

async fn paper_of(tx: &Transaction, id: DocumentId) -> Result<Document> {
    let found = storage::documents::list_by_ids(tx, &[id]).await?;
    found.into_iter().next().ok_or(OpError::NotFound)
}

/// Asks a rule what follows at an agency where nobody acts.
async fn ask<T>(
    app: &App,
    tx: &Transaction,
    organisation: OrganisationId,
    rule: impl FnOnce(&Context<'_>) -> T,
) -> Result<(Staff, T)> {
    let staff = staff_in(tx, organisation, app.0.clock.today()).await?;
    let now: OffsetDateTime = tx.now();
    let new_id = || app.0.clock.new_id();
    let answer = rule(&Context {
        now,
        staff: &staff,
        // What follows at the other end sets no dates: its own people do.
        calendar: &Calendar::default(),
        new_id: &new_id,
    });
    Ok((staff, answer))
}

/// Nothing is written in anybody's words at the other agency: who acted stands in the events of his
/// own.
fn outside(person: PersonId) -> Standing {
    Standing {
        person,
        on_behalf_of: None,
    }
}
