//! What somebody can do with an outgoing paper.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::DraftFile;
use crate::access::Principal;
use crate::work::By;
use crate::work::routes::Published;
use crate::{DocumentId, OrganisationId, PersonId, TaskId, UnitId};

/// Something somebody wants to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Begin to draft.
    Draft,
    /// Put another version in the place of the present one, with words on what changed.
    AddVersion(Vec<DraftFile>, Option<String>),
    /// Submit it for approval.
    Submit(Submission),
    /// Ask people what they think of it, by a date.
    AskOpinions(Vec<Principal>, Option<By>, String),
    /// Say whether one agrees with it, and why.
    GiveOpinion(TaskId, bool, String),
    /// Go on without an opinion that was asked for.
    GoOnWithout(TaskId, String),
    /// Approve it, with words where they help.
    Approve(TaskId, Option<String>),
    /// Send it back with a reason.
    Return(TaskId, ReturnTo, String),
    /// Take it back before it is finally approved.
    Withdraw(String),
    /// Give it up.
    Abandon(String),
    /// Give it number and date; the register takes them in the same transaction.
    Number(TaskId),
    /// Have number and date written into its file, again where that failed.
    Stamp(TaskId),
    /// Put in a copy of its file that has number and date.
    StampByHand(TaskId, DraftFile),
    /// Let it go out without number and date on its file, for a reason.
    GoUnstamped(TaskId, String),
    /// Issue it.
    Issue(TaskId),
    /// Send it.
    Dispatch(Vec<Recipient>),
    /// Recall what was issued.
    Recall(String),
    /// Put another paper of equal form in its place (Điều 18.3).
    Replace(Other),
    /// Correct its form by a letter (đính chính bằng công văn, Điều 18.3).
    CorrectByLetter(Other),
    /// Leave it at that when it came back from an agency, with words where they help.
    NoteReturn(TaskId, Option<String>),
}

/// A wish for approval.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Submission {
    /// The newest version of the route to go; none stays on the one it runs on.
    pub route: Option<Published>,
    /// The people named for steps that ask for it, by the key of the step.
    pub chosen: BTreeMap<String, PersonId>,
    /// Words to whoever approves.
    pub note: Option<String>,
}

/// Where a paper goes back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnTo {
    /// One stage back; from the first stage to the drafter.
    PreviousStage,
    /// The drafter.
    Drafter,
}

/// Somebody to whom an issued paper is sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Recipient {
    /// An agency of this installation.
    Organisation {
        /// The agency.
        organisation: OrganisationId,
    },
    /// A unit of the own agency.
    Unit {
        /// The unit.
        unit: UnitId,
    },
    /// Somebody outside, by a channel that is recorded.
    Outside {
        /// Whom.
        name: String,
        /// How: by post, by mail, by hand.
        channel: String,
    },
}

impl Recipient {
    /// The agency of this installation that receives it, if it is one.
    pub fn agency(&self) -> Option<OrganisationId> {
        match self {
            Recipient::Organisation { organisation } => Some(*organisation),
            Recipient::Unit { .. } | Recipient::Outside { .. } => None,
        }
    }
}

/// Another outgoing paper of the agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// The paper.
    pub document: DocumentId,
    /// Code of its kind.
    pub kind: Option<String>,
    /// Whether it was issued and not recalled.
    pub is_issued: bool,
}

/// The name of an action, as in JSON and in events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// See [`Action::Draft`].
    Draft,
    /// See [`Action::AddVersion`].
    AddVersion,
    /// See [`Action::Submit`].
    Submit,
    /// See [`Action::AskOpinions`].
    AskOpinions,
    /// See [`Action::GiveOpinion`].
    GiveOpinion,
    /// See [`Action::GoOnWithout`].
    GoOnWithout,
    /// See [`Action::Approve`].
    Approve,
    /// See [`Action::Return`].
    Return,
    /// See [`Action::Withdraw`].
    Withdraw,
    /// See [`Action::Abandon`].
    Abandon,
    /// See [`Action::Number`].
    Number,
    /// See [`Action::Stamp`].
    Stamp,
    /// See [`Action::StampByHand`].
    StampByHand,
    /// See [`Action::GoUnstamped`].
    GoUnstamped,
    /// See [`Action::Issue`].
    Issue,
    /// See [`Action::Dispatch`].
    Dispatch,
    /// See [`Action::Recall`].
    Recall,
    /// See [`Action::Replace`].
    Replace,
    /// See [`Action::CorrectByLetter`].
    CorrectByLetter,
    /// See [`Action::NoteReturn`].
    NoteReturn,
}

impl Verb {
    /// Every action.
    pub const ALL: [Verb; 20] = [
        Verb::Draft,
        Verb::AddVersion,
        Verb::Submit,
        Verb::AskOpinions,
        Verb::GiveOpinion,
        Verb::GoOnWithout,
        Verb::Approve,
        Verb::Return,
        Verb::Withdraw,
        Verb::Abandon,
        Verb::Number,
        Verb::Stamp,
        Verb::StampByHand,
        Verb::GoUnstamped,
        Verb::Issue,
        Verb::Dispatch,
        Verb::Recall,
        Verb::Replace,
        Verb::CorrectByLetter,
        Verb::NoteReturn,
    ];

    /// The kind of event that records it.
    pub fn event(self) -> &'static str {
        match self {
            Verb::Draft => "task.drafted",
            Verb::AddVersion => "task.version_added",
            Verb::Submit => "task.draft_submitted",
            Verb::AskOpinions => "task.opinions_asked",
            Verb::GiveOpinion => "task.opinion_given",
            Verb::GoOnWithout => "task.opinion_waived",
            Verb::Approve => "task.approved",
            Verb::Return => "task.draft_returned",
            Verb::Withdraw => "task.withdrawn",
            Verb::Abandon => "task.abandoned",
            Verb::Number => "task.numbered",
            Verb::Stamp => "task.stamp_asked",
            Verb::StampByHand => "task.stamped_by_hand",
            Verb::GoUnstamped => "task.stamp_waived",
            Verb::Issue => "task.issued",
            Verb::Dispatch => "task.dispatched",
            Verb::Recall => "task.recalled",
            Verb::Replace => "task.replaced",
            Verb::CorrectByLetter => "task.corrected_by_letter",
            Verb::NoteReturn => "task.return_noted",
        }
    }
}

impl Action {
    /// Its name.
    pub fn verb(&self) -> Verb {
        match self {
            Action::Draft => Verb::Draft,
            Action::AddVersion(..) => Verb::AddVersion,
            Action::Submit(_) => Verb::Submit,
            Action::AskOpinions(..) => Verb::AskOpinions,
            Action::GiveOpinion(..) => Verb::GiveOpinion,
            Action::GoOnWithout(..) => Verb::GoOnWithout,
            Action::Approve(..) => Verb::Approve,
            Action::Return(..) => Verb::Return,
            Action::Withdraw(_) => Verb::Withdraw,
            Action::Abandon(_) => Verb::Abandon,
            Action::Number(_) => Verb::Number,
            Action::Stamp(_) => Verb::Stamp,
            Action::StampByHand(..) => Verb::StampByHand,
            Action::GoUnstamped(..) => Verb::GoUnstamped,
            Action::Issue(_) => Verb::Issue,
            Action::Dispatch(_) => Verb::Dispatch,
            Action::Recall(_) => Verb::Recall,
            Action::Replace(_) => Verb::Replace,
            Action::CorrectByLetter(_) => Verb::CorrectByLetter,
            Action::NoteReturn(..) => Verb::NoteReturn,
        }
    }

    /// The task it is about, if it is about one.
    pub fn task(&self) -> Option<TaskId> {
        match self {
            Action::GiveOpinion(task, ..)
            | Action::GoOnWithout(task, _)
            | Action::Approve(task, _)
            | Action::Return(task, ..)
            | Action::Number(task)
            | Action::Stamp(task)
            | Action::StampByHand(task, _)
            | Action::GoUnstamped(task, _)
            | Action::NoteReturn(task, _)
            | Action::Issue(task) => Some(*task),
            _ => None,
        }
    }
}
