//! Exchange between agencies (liên thông): a consignment is one paper on its way from one agency to
//! another, with the history of what became of it there.
//!
//! The statuses are those of QĐ 28/2018/QĐ-TTg Điều 10 under the codes of the national axis. They
//! follow from the tasks of the received paper; each is told once and nothing takes it back. The
//! sender learns them and the reason of a return or a refusal, and nothing else of the receiver.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::work::{Case, Outcome, Task, TaskKind};
use crate::{ConsignmentId, DocumentId, OrganisationId, PersonId};

/// What became of a paper at its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Đã đến: there, and nobody has acted on it.
    Arrived,
    /// Từ chối tiếp nhận: returned with a reason (NĐ 30/2020 Điều 21.2).
    Refused,
    /// Đã tiếp nhận: in the register of what comes in.
    Registered,
    /// Phân công xử lý: an instruction was given.
    Assigned,
    /// Đang xử lý: somebody took it on.
    InProgress,
    /// Hoàn thành.
    Done,
    /// Lấy lại: the sender asks for it back, with a reason (NĐ 30/2020 Điều 18.4).
    RecallAsked,
    /// Đồng ý lấy lại: it is taken back.
    RecallAgreed,
    /// Từ chối lấy lại, with a reason.
    RecallRefused,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 9] = [
        Status::Arrived,
        Status::Refused,
        Status::Registered,
        Status::Assigned,
        Status::InProgress,
        Status::Done,
        Status::RecallAsked,
        Status::RecallAgreed,
        Status::RecallRefused,
    ];

    /// The code of the national axis, kept in the database and shown in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Status::Arrived => "01",
            Status::Refused => "02",
            Status::Registered => "03",
            Status::Assigned => "04",
            Status::InProgress => "05",
            Status::Done => "06",
            Status::RecallAsked => "13",
            Status::RecallAgreed => "15",
            Status::RecallRefused => "16",
        }
    }

    /// The status of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The kind of event by which the sender learns of it.
    pub fn event(self) -> &'static str {
        match self {
            Status::Arrived => "exchange.arrived",
            Status::Refused => "exchange.refused",
            Status::Registered => "exchange.registered",
            Status::Assigned => "exchange.assigned",
            Status::InProgress => "exchange.in_progress",
            Status::Done => "exchange.done",
            Status::RecallAsked => "exchange.recall_asked",
            Status::RecallAgreed => "exchange.recall_agreed",
            Status::RecallRefused => "exchange.recall_refused",
        }
    }
}

/// A status that was reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Which.
    pub status: Status,
    /// When.
    pub at: OffsetDateTime,
    /// Who brought it about; known to his own agency only.
    pub by: Option<PersonId>,
    /// Why, where it was refused or asked back.
    pub reason: Option<String>,
}

/// One paper on its way from one agency to another (lượt gửi).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consignment {
    /// Its id.
    pub id: ConsignmentId,
    /// Who sent it.
    pub from: OrganisationId,
    /// The paper of the sender.
    pub sent: DocumentId,
    /// Who received it.
    pub to: OrganisationId,
    /// The paper of the receiver.
    pub received: DocumentId,
    /// When it was sent.
    pub sent_at: OffsetDateTime,
    /// Who sent it; known to his own agency only.
    pub sent_by: PersonId,
    /// What became of it, oldest first.
    pub history: Vec<Reached>,
}

impl Consignment {
    /// Says whether a status was reached.
    pub fn has(&self, status: Status) -> bool {
        self.history.iter().any(|reached| reached.status == status)
    }

    /// Says whether the paper lies with the receiver: neither returned nor taken back.
    pub fn is_there(&self) -> bool {
        !self.has(Status::Refused) && !self.has(Status::RecallAgreed)
    }

    /// Says whether the receiver's copy is not his any more: taken back by its sender (NĐ 30/2020
    /// Điều 18.4) or returned to him (Điều 21.2). Its contents are read no more, its number and its
    /// history stay.
    pub fn is_withheld(&self) -> bool {
        !self.is_there()
    }

    /// The statuses that the received paper shows and that were not told yet.
    pub fn news(&self, received: &Case) -> Vec<Status> {
        let mut shown = shown_by(received);
        shown.retain(|status| !self.has(*status));
        shown
    }
}

/// The statuses that the tasks of a received paper show, in the order in which they are told.
fn shown_by(case: &Case) -> Vec<Status> {
    let ended = |outcome: Outcome| case.end.is_some_and(|end| end.outcome == outcome);
    let closed = |kind: TaskKind, outcome: Outcome| {
        let mut tasks = case.tasks.iter().filter(|task| task.kind == kind);
        tasks.any(|task| outcome_of(task) == Some(outcome))
    };
    let asked = |task: &Task| task.kind == TaskKind::AnswerRecall;
    [
        (Status::Arrived, !case.tasks.is_empty()),
        (Status::Refused, ended(Outcome::Returned)),
        (Status::Registered, case.is_registered()),
        (
            Status::Assigned,
            closed(TaskKind::Distribute, Outcome::Done),
        ),
        (Status::InProgress, case.tasks.iter().any(is_dealt_with)),
        (Status::Done, ended(Outcome::Done)),
        (
            Status::RecallAsked,
            case.is_recalled() || case.tasks.iter().any(asked),
        ),
        (Status::RecallAgreed, case.is_recalled()),
        (
            Status::RecallRefused,
            closed(TaskKind::AnswerRecall, Outcome::Denied),
        ),
    ]
    .into_iter()
    .filter_map(|(status, is_shown)| is_shown.then_some(status))
    .collect()
}

fn outcome_of(task: &Task) -> Option<Outcome> {
    task.closed.as_ref().map(|closed| closed.outcome)
}

/// A part that somebody acted on and did not give back.
fn is_dealt_with(task: &Task) -> bool {
    let is_kept = outcome_of(task).is_none_or(Outcome::keeps_the_right);
    task.kind.is_work() && task.is_begun() && is_kept
}
