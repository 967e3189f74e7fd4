//! What somebody can do with an incoming paper.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::access::Principal;
use crate::documents::Urgency;
use crate::work::{By, TaskKind};
use crate::{DocumentId, TaskId};

/// A part given to somebody by an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// `Lead`, `Support` or `Inform`.
    pub part: TaskKind,
    /// To whom: a person, a post, or the head of a unit.
    pub assignee: Principal,
    /// By when.
    pub by: Option<By>,
    /// Whether the result is to be looked at.
    pub asks_confirmation: bool,
    /// How urgent it is at least; the paper, or what it comes out of, may be more urgent.
    pub urgency: Urgency,
}

/// Something somebody wants to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A paper has come and waits to be registered.
    Receive(Urgency),
    /// Send it back to the sender: faulty, or sent to the wrong place (Điều 21).
    ReturnToSender(String),
    /// Register it; the number is taken in the same transaction. It may be submitted at once.
    Register(Urgency, Option<Principal>),
    /// Submit it to a leader or the chief of office.
    Submit(Principal, Option<String>),
    /// Give it to another leader to distribute.
    Pass(TaskId, Principal, Option<String>),
    /// Give the instruction.
    Distribute(TaskId, Vec<Assignment>, String),
    /// Give a further instruction.
    Add(Vec<Assignment>, String),
    /// Take a task on.
    Accept(TaskId),
    /// Give a task back: it belongs elsewhere.
    Return(TaskId, String),
    /// Refuse a task.
    Refuse(TaskId, String),
    /// Assign parts on inside the unit.
    AssignOn(TaskId, Vec<Assignment>, String),
    /// Say how far it is.
    Report(TaskId, String),
    /// Ask for more time.
    AskTime(TaskId, OffsetDateTime, String),
    /// Grant time until then, or none.
    DecideTime(TaskId, Option<OffsetDateTime>, String),
    /// Hand a task over to a colleague.
    HandOver(TaskId, Principal, String),
    /// Close a task with its result.
    Close(TaskId, Finish),
    /// Accept a result.
    Confirm(TaskId, Option<String>),
    /// Send a result back to be done again.
    SendBack(TaskId, String),
    /// Take a part back before anybody acted on it.
    TakeBack(TaskId, String),
    /// Put another part in the place of one on which nobody has acted.
    Correct(TaskId, Assignment, String),
    /// Note that something was read.
    MarkRead(TaskId),
    /// Let the sender take the paper back (Điều 18.4).
    AgreeRecall(TaskId, Option<String>),
    /// Keep the paper although the sender asks for it back.
    RefuseRecall(TaskId, String),
}

/// The result with which a task is closed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finish {
    /// What came out of it.
    pub result: String,
    /// The outgoing paper that answers it.
    pub answered_by: Option<DocumentId>,
    /// The dossier it is kept in.
    pub dossier: Option<String>,
}

/// The name of an action, as in JSON and in events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// See [`Action::Receive`].
    Receive,
    /// See [`Action::ReturnToSender`].
    ReturnToSender,
    /// See [`Action::Register`].
    Register,
    /// See [`Action::Submit`].
    Submit,
    /// See [`Action::Pass`].
    Pass,
    /// See [`Action::Distribute`].
    Distribute,
    /// See [`Action::Add`].
    Add,
    /// See [`Action::Accept`].
    Accept,
    /// See [`Action::Return`].
    Return,
    /// See [`Action::Refuse`].
    Refuse,
    /// See [`Action::AssignOn`].
    AssignOn,
    /// See [`Action::Report`].
    Report,
    /// See [`Action::AskTime`].
    AskTime,
    /// See [`Action::DecideTime`].
    DecideTime,
    /// See [`Action::HandOver`].
    HandOver,
    /// See [`Action::Close`].
    Close,
    /// See [`Action::Confirm`].
    Confirm,
    /// See [`Action::SendBack`].
    SendBack,
    /// See [`Action::TakeBack`].
    TakeBack,
    /// See [`Action::Correct`].
    Correct,
    /// See [`Action::MarkRead`].
    MarkRead,
    /// See [`Action::AgreeRecall`].
    AgreeRecall,
    /// See [`Action::RefuseRecall`].
    RefuseRecall,
}

impl Verb {
    /// The kind of event that records it.
    pub fn event(self) -> &'static str {
        match self {
            Verb::Receive => "task.received",
            Verb::ReturnToSender => "task.returned_to_sender",
            Verb::Register => "task.registered",
            Verb::Submit => "task.submitted",
            Verb::Pass => "task.passed",
            Verb::Distribute => "task.distributed",
            Verb::Add => "task.added",
            Verb::Accept => "task.accepted",
            Verb::Return => "task.returned",
            Verb::Refuse => "task.refused",
            Verb::AssignOn => "task.assigned_on",
            Verb::Report => "task.reported",
            Verb::AskTime => "task.time_asked",
            Verb::DecideTime => "task.time_decided",
            Verb::HandOver => "task.handed_over",
            Verb::Close => "task.closed",
            Verb::Confirm => "task.confirmed",
            Verb::SendBack => "task.sent_back",
            Verb::TakeBack => "task.taken_back",
            Verb::Correct => "task.corrected",
            Verb::MarkRead => "task.read",
            Verb::AgreeRecall => "task.recall_agreed",
            Verb::RefuseRecall => "task.recall_refused",
        }
    }

    /// Says whether it cannot be undone: it takes a number, begins or ends the way of a paper, or
    /// answers another agency.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Verb::Receive
                | Verb::ReturnToSender
                | Verb::Register
                | Verb::AgreeRecall
                | Verb::RefuseRecall
        )
    }
}

impl Action {
    /// Its name.
    pub fn verb(&self) -> Verb {
        match self {
            Action::Receive(_) => Verb::Receive,
            Action::ReturnToSender(_) => Verb::ReturnToSender,
            Action::Register(..) => Verb::Register,
            Action::Submit(..) => Verb::Submit,
            Action::Pass(..) => Verb::Pass,
            Action::Distribute(..) => Verb::Distribute,
            Action::Add(..) => Verb::Add,
            Action::Accept(_) => Verb::Accept,
            Action::Return(..) => Verb::Return,
            Action::Refuse(..) => Verb::Refuse,
            Action::AssignOn(..) => Verb::AssignOn,
            Action::Report(..) => Verb::Report,
            Action::AskTime(..) => Verb::AskTime,
            Action::DecideTime(..) => Verb::DecideTime,
            Action::HandOver(..) => Verb::HandOver,
            Action::Close(..) => Verb::Close,
            Action::Confirm(..) => Verb::Confirm,
            Action::SendBack(..) => Verb::SendBack,
            Action::TakeBack(..) => Verb::TakeBack,
            Action::Correct(..) => Verb::Correct,
            Action::MarkRead(_) => Verb::MarkRead,
            Action::AgreeRecall(..) => Verb::AgreeRecall,
            Action::RefuseRecall(..) => Verb::RefuseRecall,
        }
    }

    /// Says whether a term is to be counted on the calendar.
    pub fn counts_days(&self) -> bool {
        let counts = |part: &Assignment| matches!(part.by, Some(By::Within(..)));
        match self {
            Action::Distribute(_, parts, _)
            | Action::Add(parts, _)
            | Action::AssignOn(_, parts, _) => parts.iter().any(counts),
            Action::Correct(_, part, _) => counts(part),
            _ => false,
        }
    }

    /// The task it is about, if it is about one.
    pub fn task(&self) -> Option<TaskId> {
        match self {
            Action::Receive(_)
            | Action::ReturnToSender(_)
            | Action::Register(..)
            | Action::Submit(..)
            | Action::Add(..) => None,
            Action::Accept(task)
            | Action::MarkRead(task)
            | Action::Pass(task, ..)
            | Action::Distribute(task, ..)
            | Action::Return(task, _)
            | Action::Refuse(task, _)
            | Action::AssignOn(task, ..)
            | Action::Report(task, _)
            | Action::AskTime(task, ..)
            | Action::DecideTime(task, ..)
            | Action::HandOver(task, ..)
            | Action::Close(task, _)
            | Action::Confirm(task, _)
            | Action::SendBack(task, _)
            | Action::TakeBack(task, _)
            | Action::AgreeRecall(task, _)
            | Action::RefuseRecall(task, _)
            | Action::Correct(task, ..) => Some(*task),
        }
    }
}
