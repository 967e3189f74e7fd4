//! A paper with its tasks, the changes an action makes to it, and what must always hold.

use time::OffsetDateTime;
use uuid::Uuid;

use super::{Closed, Due, Outcome, Remark, Staff, Task, TaskKind};
use crate::access::{Cause, Grant, Principal, Role};
use crate::calendar::Calendar;
use crate::documents::Urgency;
use crate::{DocumentId, OrganisationId, PersonId, RemarkId, TaskId};

/// The end of the way of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct End {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// `Done`, `Returned` to the sender, `Recalled`, or `TakenBack` by whoever drafted it.
    pub outcome: Outcome,
}

/// How far a paper is, in one word; derived from its tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Waits to be registered.
    Received,
    /// Registered, waits to be submitted.
    Registered,
    /// Waits for an instruction.
    Submitted,
    /// Somebody deals with it.
    InProgress,
    /// Its result waits to be looked at.
    ToConfirm,
    /// Done.
    Finished,
    /// Went back to the sender.
    ReturnedToSender,
    /// Lies with its drafter.
    Drafting,
    /// Waits for those who approve it.
    InApproval,
    /// Approved, waits for number and date.
    ToNumber,
    /// Numbered, waits to be issued and sent.
    ToDispatch,
    /// Recalled after it was issued: by this agency, or by the one that sent it.
    Recalled,
    /// Given up before it was issued.
    Abandoned,
}

/// A paper with its tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The paper.
    pub document: DocumentId,
    /// The agency that keeps it.
    pub organisation: OrganisationId,
    /// Its độ khẩn.
    pub urgency: Urgency,
    /// Grows with every action, from 0 for a paper nobody has acted on.
    pub revision: i64,
    /// Its end.
    pub end: Option<End>,
    /// Its tasks, oldest first.
    pub tasks: Vec<Task>,
}

/// One change that an action makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A task begins to wait.
    Open(Task),
    /// Somebody takes a task on.
    Accept {
        /// The task.
        task: TaskId,
        /// Who holds it now.
        holder: PersonId,
        /// When.
        at: OffsetDateTime,
    },
    /// A task ends.
    Close(TaskId, Closed),
    /// A task waits again as it did before an action that is undone.
    Restore {
        /// The task.
        task: TaskId,
        /// Who held it.
        holder: Option<PersonId>,
        /// Since when.
        accepted_at: Option<OffsetDateTime>,
    },
    /// A task hangs on another one, which took the place of the one it came out of.
    Hang {
        /// The task.
        task: TaskId,
        /// What it hangs on now.
        on: TaskId,
    },
    /// A task is due at another time.
    SetDue {
        /// The task.
        task: TaskId,
        /// The new time.
        due: Option<Due>,
        /// The words it was asked for or decided with.
        because: Option<RemarkId>,
    },
    /// Something is written.
    Write(Remark),
    /// What was written belongs to an action that is undone.
    Unsay(RemarkId),
    /// Somebody may read the paper.
    Grant(Grant),
    /// What a cause gave ends.
    EndCause(Cause),
    /// The way of the paper ends.
    End(End),
    /// The way of the paper goes on after its end.
    Reopen,
    /// The paper is more, or less, urgent.
    SetUrgency(Urgency),
    /// The dossier it is kept in; empty for none.
    SetDossier(String),
    /// The outgoing paper that answers it.
    AnsweredBy(DocumentId),
    /// A paper does not answer it after all.
    NotAnsweredBy(DocumentId),
}

/// What the rules are told of the world.
pub struct Context<'a> {
    /// The time of the action.
    pub now: OffsetDateTime,
    /// Who holds which post today.
    pub staff: &'a Staff,
    /// On which days the agency works, for terms.
    pub calendar: &'a Calendar,
    /// Gives a new id each time.
    pub new_id: &'a dyn Fn() -> Uuid,
}

impl Case {
    /// A paper on which nobody has acted.
    pub fn new(document: DocumentId, organisation: OrganisationId, urgency: Urgency) -> Case {
        Case {
            document,
            organisation,
            urgency,
            revision: 0,
            end: None,
            tasks: Vec::new(),
        }
    }

    /// The task of an id.
    pub fn task(&self, id: TaskId) -> Option<&Task> {
        self.tasks.iter().find(|task| task.id == id)
    }

    /// The open tasks.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.is_open())
    }

    /// Says whether a task of a kind waits.
    pub fn waits_for(&self, kind: TaskKind) -> bool {
        self.open_tasks().any(|task| task.kind == kind)
    }

    /// The open tasks that came out of a task.
    pub fn open_parts_of(&self, id: TaskId) -> impl Iterator<Item = &Task> {
        self.open_tasks()
            .filter(move |task| task.parent == Some(id) && task.kind.is_part())
    }

    /// Says whether the paper stands in a register.
    pub fn is_registered(&self) -> bool {
        self.tasks.iter().any(|task| {
            let outcome = task.closed.as_ref().map(|closed| closed.outcome);
            task.kind == TaskKind::Register && outcome == Some(Outcome::Done)
        })
    }

    /// Says whether the sender took the paper back.
    pub fn is_recalled(&self) -> bool {
        self.end.is_some_and(|end| end.outcome == Outcome::Recalled)
    }

    /// How far the paper is; none when nobody has acted on it.
    pub fn phase(&self) -> Option<Phase> {
        if let Some(end) = self.end {
            return Some(match end.outcome {
                Outcome::Returned => Phase::ReturnedToSender,
                Outcome::Recalled => Phase::Recalled,
                Outcome::TakenBack => Phase::Abandoned,
                _ => Phase::Finished,
            });
        }
        let waits = |kind: TaskKind| self.waits_for(kind);
        let in_approval = self.open_tasks().any(|task| task.stage.is_some());
        [
            (waits(TaskKind::Register), Phase::Received),
            (waits(TaskKind::Submit), Phase::Registered),
            (waits(TaskKind::Distribute), Phase::Submitted),
            (waits(TaskKind::Lead), Phase::InProgress),
            (waits(TaskKind::Confirm), Phase::ToConfirm),
            (waits(TaskKind::Draft), Phase::Drafting),
            (in_approval, Phase::InApproval),
            (waits(TaskKind::Number), Phase::ToNumber),
            (waits(TaskKind::Dispatch), Phase::ToDispatch),
        ]
        .into_iter()
        .find_map(|(waits, phase)| waits.then_some(phase))
    }

    /// Makes one change.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Open(task) => self.tasks.push(task.clone()),
            Change::Accept { task, holder, at } => {
                if let Some(task) = self.task_mut(*task) {
                    task.holder = Some(*holder);
                    task.accepted_at = Some(*at);
                }
            }
            Change::Close(task, closed) => {
                if let Some(task) = self.task_mut(*task) {
                    task.closed = Some(closed.clone());
                }
            }
            Change::Restore {
                task,
                holder,
                accepted_at,
            } => {
                if let Some(task) = self.task_mut(*task) {
                    task.holder = *holder;
                    task.accepted_at = *accepted_at;
                    task.closed = None;
                }
            }
            Change::Hang { task, on } => {
                if let Some(task) = self.task_mut(*task) {
                    task.parent = Some(*on);
                }
            }
            Change::SetDue { task, due, .. } => {
                if let Some(task) = self.task_mut(*task) {
                    task.due.clone_from(due);
                }
            }
            Change::End(end) => self.end = Some(*end),
            Change::Reopen => self.end = None,
            Change::SetUrgency(urgency) => {
                self.urgency = *urgency;
                for task in self.tasks.iter_mut().filter(|task| task.is_open()) {
                    task.urgency = *urgency;
                }
            }
            Change::Write(_)
            | Change::Unsay(_)
            | Change::Grant(_)
            | Change::EndCause(_)
            | Change::SetDossier(_)
            | Change::AnsweredBy(_)
            | Change::NotAnsweredBy(_) => {}
        }
    }

    fn task_mut(&mut self, id: TaskId) -> Option<&mut Task> {
        self.tasks.iter_mut().find(|task| task.id == id)
    }

    /// For whom a task waits when it was meant for `wanted`: where nobody answers for that today,
    /// the chief of office, else the clerks. So nothing waits for nobody.
    pub fn living(&self, wanted: Principal, staff: &Staff) -> Principal {
        let chief = Principal::Role(self.organisation, Role::ChiefOfOffice);
        [wanted, chief]
            .into_iter()
            .find(|principal| staff.has_somebody(*principal))
            .unwrap_or(Principal::Role(self.organisation, Role::Clerk))
    }

    /// What is wrong with the case, if anything: the rules never let it come to that.
    pub fn fault(&self) -> Option<&'static str> {
        let holding = self.open_tasks().any(Task::holds_the_paper);
        if self.tasks.is_empty() {
            return None;
        }
        if self.end.is_none() && !holding {
            return Some("the paper has no owner");
        }
        if self.end.is_some() && holding {
            return Some("the paper has ended and somebody still owes it something");
        }
        self.tasks.iter().find_map(|task| self.fault_of(task))
    }

    fn fault_of(&self, task: &Task) -> Option<&'static str> {
        let Some(parent) = task.parent else {
            return (task.kind.is_part() || task.kind == TaskKind::Extension)
                .then_some("a part came out of nothing");
        };
        let Some(parent) = self.task(parent) else {
            return Some("a task came out of a task that is not there");
        };
        let later = |outer: &Due| task.due.as_ref().is_none_or(|inner| inner.at > outer.at);
        let is_inner = task.kind.is_work() && parent.kind.is_work();
        if is_inner && task.is_open() && parent.due.as_ref().is_some_and(later) {
            return Some("an inner date is later than the outer one");
        }
        if is_inner && task.is_open() && !parent.is_open() {
            return Some("an inner part outlived the outer one");
        }
        if task.kind == TaskKind::Extension && task.is_open() && !parent.is_open() {
            return Some("time is asked for what has ended");
        }
        None
    }
}
