//! Notices (thông báo): who is told of what happened, why and how urgently, and by which way and
//! at which hour he wants to hear of it.
//!
//! [`tellings`] reads an event; [`people`] turns principals into persons. One event tells a person
//! once, whatever posts he holds, and nobody is told of what he did himself.

mod people;
mod preferences;
mod rule;
mod sending;
#[cfg(test)]
mod tests;
mod undone;

pub use people::{ForPerson, Office, people};
pub use preferences::{MailWay, Plan, Preferences, Quiet, Ways};
pub use rule::{Telling, tellings};
pub use sending::{MOST_ATTEMPTS, pause_after};
pub use undone::{Undone, held_until, undone_by};

use serde::{Deserialize, Serialize};

/// Why somebody is told. Where an event gives several reasons to tell one person, the one that
/// stands first here is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// It is late, and whoever stands above is told.
    Escalated,
    /// It is late.
    Overdue,
    /// It is due soon.
    DueSoon,
    /// Somebody gave back what he was given.
    Returned,
    /// Somebody refused what he was given.
    Refused,
    /// Sent back to be done again.
    SentBack,
    /// Something else was given in place of what was given before.
    Corrected,
    /// Taken back by whoever gave it.
    TakenBack,
    /// More time was granted.
    TimeGranted,
    /// No more time was granted.
    TimeRefused,
    /// Something waits.
    Opened,
    /// Number and date could not be written into a file that waits to go out.
    StampFailed,
    /// An agency does not give a recalled paper back.
    RecallRefused,
    /// A paper was recalled.
    Recalled,
    /// Another paper was put in the place of a paper.
    Replaced,
    /// A paper was corrected by a letter.
    CorrectedByLetter,
    /// Somebody stands in for a colleague from now on.
    Delegated,
}

impl Code {
    /// Every code.
    pub const ALL: [Code; 17] = [
        Code::Escalated,
        Code::Overdue,
        Code::DueSoon,
        Code::Returned,
        Code::Refused,
        Code::SentBack,
        Code::Corrected,
        Code::TakenBack,
        Code::TimeGranted,
        Code::TimeRefused,
        Code::Opened,
        Code::StampFailed,
        Code::RecallRefused,
        Code::Recalled,
        Code::Replaced,
        Code::CorrectedByLetter,
        Code::Delegated,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Code::Escalated => "escalated",
            Code::Overdue => "overdue",
            Code::DueSoon => "due_soon",
            Code::Returned => "returned",
            Code::Refused => "refused",
            Code::SentBack => "sent_back",
            Code::Corrected => "corrected",
            Code::TakenBack => "taken_back",
            Code::TimeGranted => "time_granted",
            Code::TimeRefused => "time_refused",
            Code::Opened => "opened",
            Code::StampFailed => "stamp_failed",
            Code::RecallRefused => "recall_refused",
            Code::Recalled => "recalled",
            Code::Replaced => "replaced",
            Code::CorrectedByLetter => "corrected_by_letter",
            Code::Delegated => "delegated",
        }
    }

    /// The reason of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Code> {
        Code::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Says whether somebody has to act: then it never goes unheard, even where nobody holds the
    /// post it waits for.
    pub fn waits_for_somebody(self) -> bool {
        matches!(
            self,
            Code::Opened | Code::DueSoon | Code::Overdue | Code::Escalated
        )
    }

    /// Says whether it is about time that has run out.
    pub fn is_late(self) -> bool {
        matches!(self, Code::Overdue | Code::Escalated)
    }
}
