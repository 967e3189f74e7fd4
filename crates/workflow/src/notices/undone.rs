//! What is told of an action that can be undone: open screens hear of it at once, mails and pushes
//! wait until it stands, and what was undone is withdrawn.

use serde::Deserialize;
use time::OffsetDateTime;

use crate::DocumentId;
use crate::audit::Event;
use crate::work::UNDO_HELD;

/// An action that was undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// The paper.
    pub paper: DocumentId,
    /// When the action happened, as its event has it.
    pub at_us: i64,
    /// The place of the event that undid it.
    pub seq: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Facts {
    undoable: bool,
    at_us: Option<i64>,
}

fn facts(event: &Event) -> Facts {
    // A payload without facts of this form is one of another area.
    serde_json::from_str(&event.payload).unwrap_or_default()
}

/// What an event undoes, if it does.
pub fn undone_by(event: &Event) -> Option<Undone> {
    if event.kind != "task.undone" {
        return None;
    }
    Some(Undone {
        paper: event.subject.parse().ok()?,
        at_us: facts(event).at_us?,
        seq: event.seq,
    })
}

/// Until when nothing of an event leaves the house, because it can be undone.
pub fn held_until(event: &Event) -> Option<OffsetDateTime> {
    if !event.kind.starts_with("task.") || !facts(event).undoable {
        return None;
    }
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(event.at_us) * 1000);
    Some(at.ok()? + UNDO_HELD)
}
