//! One task: what waits, for whom, since when and until when.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Due;
use crate::access::Principal;
use crate::documents::Urgency;
use crate::{PersonId, RemarkId, TaskId};

/// What a task asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Check, then register or return to the sender (NĐ 30/2020 Điều 21, 22).
    Register,
    /// Submit to whoever distributes (trình, Điều 23).
    Submit,
    /// Give the instruction: who leads, who supports, by when (phân phối, chỉ đạo, Điều 23).
    Distribute,
    /// Deal with it and answer for the result (chủ trì).
    Lead,
    /// Contribute to it (phối hợp).
    Support,
    /// Take note of it (nhận để biết).
    Inform,
    /// Look at the result that was asked for.
    Confirm,
    /// Decide whether there is more time.
    Extension,
    /// Write the draft, correct it, submit it (soạn thảo, Điều 10).
    Draft,
    /// Say what one thinks of a draft (góp ý).
    Opinion,
    /// Initial the draft (ký nháy).
    Initial,
    /// Answer for the content (Điều 12).
    Content,
    /// Answer for form and layout (thể thức, Điều 12).
    Form,
    /// Approve it as the one entitled to sign (Điều 11, 13).
    Final,
    /// Give it number and date (Điều 15).
    Number,
    /// Issue it and send it (Điều 18); again where it came back from an agency.
    Dispatch,
    /// Say whether the sender may take the paper back (đồng ý hay từ chối thu hồi, Điều 18.4).
    AnswerRecall,
}

impl TaskKind {
    /// Every kind.
    pub const ALL: [TaskKind; 17] = [
        TaskKind::Register,
        TaskKind::Submit,
        TaskKind::Distribute,
        TaskKind::Lead,
        TaskKind::Support,
        TaskKind::Inform,
        TaskKind::Confirm,
        TaskKind::Extension,
        TaskKind::Draft,
        TaskKind::Opinion,
        TaskKind::Initial,
        TaskKind::Content,
        TaskKind::Form,
        TaskKind::Final,
        TaskKind::Number,
        TaskKind::Dispatch,
        TaskKind::AnswerRecall,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            TaskKind::Register => "register",
            TaskKind::Submit => "submit",
            TaskKind::Distribute => "distribute",
            TaskKind::Lead => "lead",
            TaskKind::Support => "support",
            TaskKind::Inform => "inform",
            TaskKind::Confirm => "confirm",
            TaskKind::Extension => "extension",
            TaskKind::Draft => "draft",
            TaskKind::Opinion => "opinion",
            TaskKind::Initial => "initial",
            TaskKind::Content => "content",
            TaskKind::Form => "form",
            TaskKind::Final => "final",
            TaskKind::Number => "number",
            TaskKind::Dispatch => "dispatch",
            TaskKind::AnswerRecall => "answer_recall",
        }
    }

    /// The kind of a code, if there is one.
    pub fn from_code(code: &str) -> Option<TaskKind> {
        TaskKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Says whether a paper with such an open task is still on its way: somebody owes it something.
    pub fn holds_the_paper(self) -> bool {
        matches!(
            self,
            TaskKind::Register
                | TaskKind::Submit
                | TaskKind::Distribute
                | TaskKind::Lead
                | TaskKind::Confirm
                | TaskKind::Draft
                | TaskKind::Initial
                | TaskKind::Content
                | TaskKind::Form
                | TaskKind::Final
                | TaskKind::Number
                | TaskKind::Dispatch
        )
    }

    /// Says whether it approves a draft, recorded with the files approved.
    pub fn is_approval(self) -> bool {
        matches!(
            self,
            TaskKind::Initial | TaskKind::Content | TaskKind::Form | TaskKind::Final
        )
    }

    /// Says whether it is a part in dealing with a paper, given by an instruction.
    pub fn is_part(self) -> bool {
        matches!(self, TaskKind::Lead | TaskKind::Support | TaskKind::Inform)
    }

    /// Says whether it is work that can be late.
    pub fn is_work(self) -> bool {
        matches!(self, TaskKind::Lead | TaskKind::Support)
    }
}

/// How a task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What it asked for was done; for a piece of information: read.
    Done,
    /// Given back with a reason: wrongly addressed.
    Returned,
    /// Refused with a reason.
    Refused,
    /// Taken back by whoever gave it, before anybody acted.
    TakenBack,
    /// Passed to somebody else, who has a task of his own for it.
    HandedOver,
    /// More time was granted, the result accepted, the draft approved or agreed to.
    Granted,
    /// No more time was granted, the result or the draft sent back, or not agreed to.
    Denied,
    /// Not needed any more: what it belonged to has ended.
    Dropped,
    /// Recalled after it was issued (thu hồi, Điều 18).
    Recalled,
    /// Opened by an action that was undone a moment later (hoàn tác).
    Undone,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 10] = [
        Outcome::Done,
        Outcome::Returned,
        Outcome::Refused,
        Outcome::TakenBack,
        Outcome::HandedOver,
        Outcome::Granted,
        Outcome::Denied,
        Outcome::Dropped,
        Outcome::Recalled,
        Outcome::Undone,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Returned => "returned",
            Outcome::Refused => "refused",
            Outcome::TakenBack => "taken_back",
            Outcome::HandedOver => "handed_over",
            Outcome::Granted => "granted",
            Outcome::Denied => "denied",
            Outcome::Dropped => "dropped",
            Outcome::Recalled => "recalled",
            Outcome::Undone => "undone",
        }
    }

    /// The outcome of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Outcome> {
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.code() == code)
    }

    /// Says whether whoever had the task keeps the right to read the paper for its sake.
    pub fn keeps_the_right(self) -> bool {
        !matches!(
            self,
            Outcome::Returned
                | Outcome::Refused
                | Outcome::TakenBack
                | Outcome::HandedOver
                | Outcome::Undone
        )
    }
}

/// The end of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: OffsetDateTime,
    /// By whom; none by the system.
    pub by: Option<PersonId>,
    /// On whose behalf, where somebody stood in.
    pub on_behalf_of: Option<PersonId>,
    /// How.
    pub outcome: Outcome,
}

/// A task of a paper (việc).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What it asks for.
    pub kind: TaskKind,
    /// The task it came out of: the instruction of a part, the part of an inner part.
    pub parent: Option<TaskId>,
    /// For whom it waits.
    pub assignee: Principal,
    /// Who accepted it, or acted on it first.
    pub holder: Option<PersonId>,
    /// Who gave it; none for the system.
    pub given_by: Option<PersonId>,
    /// On whose behalf it was given.
    pub given_for: Option<PersonId>,
    /// The words it was given with.
    pub remark: Option<RemarkId>,
    /// Whether whoever gave it wants to look at the result.
    pub asks_confirmation: bool,
    /// What jumps the queue.
    pub urgency: Urgency,
    /// By when it is due; for an extension: until when time is asked for.
    pub due: Option<Due>,
    /// When it began to wait.
    pub opened_at: OffsetDateTime,
    /// When it was accepted or first acted on.
    pub accepted_at: Option<OffsetDateTime>,
    /// Its end.
    pub closed: Option<Closed>,
    /// The stage of the route it belongs to, from 0.
    pub stage: Option<u16>,
}

impl Task {
    /// Says whether it still waits.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Says whether the paper is on its way while this is open: somebody owes it something. An
    /// opinion does where the route asks for it.
    pub fn holds_the_paper(&self) -> bool {
        self.kind.holds_the_paper() || (self.kind == TaskKind::Opinion && self.stage.is_some())
    }

    /// Says whether somebody has acted on it.
    pub fn is_begun(&self) -> bool {
        self.accepted_at.is_some()
    }
}
