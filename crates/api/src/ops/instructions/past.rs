//! The caller's own past instructions, as the rule that learns from them wants them.

use storage::work::GivenInstruction;
use workflow::access::{Caller, Principal};
use workflow::work::instructions::{Given, Recipient, TemplatePart};
use workflow::work::{Task, TaskKind};

use crate::error::Result;
use crate::ops::App;

/// As many of the latest instructions are looked at.
const LOOKED_AT: u64 = 200;

/// The caller's instructions, the latest first.
pub(super) async fn past_of(app: &App, caller: &Caller) -> Result<Vec<Given>> {
    let found = storage::work::list_instructions_of(&app.0.db, caller.person, LOOKED_AT).await?;
    Ok(found.into_iter().map(given).collect())
}

fn given(one: GivenInstruction) -> Given {
    let lead = one.tasks.iter().find(|task| task.kind == TaskKind::Lead);
    let counted = lead.and_then(|task| task.due.as_ref()?.counted);
    Given {
        term: counted.map(|counted| counted.term),
        parts: one.tasks.iter().filter_map(part).collect(),
        words: one.words,
        issuer: one.issuer,
    }
}

fn part(task: &Task) -> Option<TemplatePart> {
    let to = match task.assignee {
        Principal::Person(id) => Recipient::Person { id },
        Principal::Position(id) => Recipient::Position { id },
        Principal::Head(id) => Recipient::Unit { id },
        Principal::Unit(_) | Principal::Role(..) | Principal::Everyone(_) => return None,
    };
    task.kind.is_part().then_some(TemplatePart {
        part: task.kind,
        to,
    })
}
