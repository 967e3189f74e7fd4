//! An action on an incoming paper: guarded, done on a copy of the case, answered as changes.

use time::OffsetDateTime;

use super::Action;
use super::open::may;
use crate::access::{Cause, Grant, Principal};
use crate::work::{
    Actor, Case, Change, Closed, Context, Due, End, Outcome, Remark, RemarkKind, Standing, Task,
    TaskKind,
};
use crate::{Refusal, RemarkId, TaskId};

/// Does an action, or says why not.
pub fn act(
    case: &Case,
    actor: &Actor<'_>,
    action: &Action,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    let standing = may(case, actor, action.verb(), action.task())?;
    let mut step = Step {
        case: case.clone(),
        context,
        standing,
        changes: Vec::new(),
    };
    step.act(action)?;
    step.settle();
    debug_assert_eq!(step.case.fault(), None, "{action:?}");
    Ok(step.changes)
}

/// The case as it becomes, and the changes that make it so.
pub(super) struct Step<'a> {
    pub case: Case,
    pub context: &'a Context<'a>,
    pub standing: Standing,
    changes: Vec<Change>,
}

/// A task about to be opened.
pub(super) struct NewTask {
    pub kind: TaskKind,
    pub parent: Option<TaskId>,
    pub assignee: Principal,
    pub remark: Option<RemarkId>,
    pub due: Option<Due>,
    pub asks_confirmation: bool,
}

impl NewTask {
    pub fn new(kind: TaskKind, parent: Option<TaskId>, assignee: Principal) -> NewTask {
        NewTask {
            kind,
            parent,
            assignee,
            remark: None,
            due: None,
            asks_confirmation: false,
        }
    }

    pub fn with_words(self, remark: Option<RemarkId>) -> NewTask {
        NewTask { remark, ..self }
    }

    pub fn due(self, at: Option<OffsetDateTime>) -> NewTask {
        NewTask {
            due: at.map(|at| Due { at }),
            ..self
        }
    }
}

impl Step<'_> {
    fn act(&mut self, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::Receive(urgency) => {
                self.receive(*urgency);
                Ok(())
            }
            Action::ReturnToSender(reason) => self.return_to_sender(reason),
            Action::Register(urgency, to) => self.register(*urgency, *to),
            Action::Submit(to, note) => self.submit(*to, note.as_deref()),
            Action::Pass(task, to, note) => self.pass(*task, *to, note.as_deref()),
            Action::Distribute(task, parts, words) => self.distribute(*task, parts, words),
            Action::Add(parts, words) => self.add(parts, words),
            Action::Accept(task) => {
                self.begin(*task);
                Ok(())
            }
            Action::Return(task, reason) => self.give_back(*task, Outcome::Returned, reason),
            Action::Refuse(task, reason) => self.give_back(*task, Outcome::Refused, reason),
            Action::AssignOn(task, parts, words) => self.assign_on(*task, parts, words),
            Action::Report(task, text) => self.report(*task, text),
            Action::AskTime(task, until, reason) => self.ask_time(*task, *until, reason),
            Action::DecideTime(task, until, reason) => self.decide_time(*task, *until, reason),
            Action::HandOver(task, to, reason) => self.hand_over(*task, *to, reason),
            Action::Close(task, finish) => self.finish(*task, finish),
            Action::Confirm(task, note) => self.confirm(*task, note.as_deref()),
            Action::SendBack(task, reason) => self.send_back(*task, reason),
            Action::TakeBack(task, reason) => self.take_back(*task, reason),
            Action::Correct(task, part, words) => self.correct(*task, part, words),
            Action::MarkRead(task) => {
                self.begin(*task);
                self.close(*task, Outcome::Done);
                Ok(())
            }
        }
    }

    /// Makes a change.
    pub fn change(&mut self, change: Change) {
        self.case.apply(&change);
        self.changes.push(change);
    }

    /// Opens a task and gives whom it waits for the right to read.
    pub fn open(&mut self, new: NewTask) -> TaskId {
        let id = TaskId((self.context.new_id)());
        let assignee = self.case.living(new.assignee, self.context.staff);
        let task = Task {
            id,
            kind: new.kind,
            parent: new.parent,
            assignee,
            holder: None,
            given_by: Some(self.standing.person),
            given_for: self.standing.on_behalf_of,
            remark: new.remark,
            asks_confirmation: new.asks_confirmation,
            urgency: self.case.urgency,
            due: new.due,
            opened_at: self.context.now,
            accepted_at: None,
            closed: None,
        };
        self.change(Change::Open(task));
        // What a unit is given its members may read, before the head has named one of them.
        let members = match assignee {
            Principal::Head(unit) => Some(Principal::Unit(unit)),
            _ => None,
        };
        for principal in std::iter::once(assignee).chain(members) {
            self.change(Change::Grant(Grant {
                principal,
                cause: Cause::Task(id),
            }));
        }
        id
    }

    /// Whoever acts on a task holds it from then on.
    pub fn begin(&mut self, task: TaskId) {
        if self.case.task(task).is_some_and(|task| !task.is_begun()) {
            let (holder, at) = (self.standing.person, self.context.now);
            self.change(Change::Accept { task, holder, at });
        }
    }

    /// Closes a task and what hangs on it.
    pub fn close(&mut self, task: TaskId, outcome: Outcome) {
        let closed = Closed {
            at: self.context.now,
            by: Some(self.standing.person),
            on_behalf_of: self.standing.on_behalf_of,
            outcome,
        };
        self.change(Change::Close(task, closed));
        if !outcome.keeps_the_right() {
            self.change(Change::EndCause(Cause::Task(task)));
        }
        let hanging: Vec<_> = self
            .case
            .open_tasks()
            .filter(|other| self.hangs_on(other, task))
            .map(|other| other.id)
            .collect();
        for other in hanging {
            self.close(other, Outcome::Dropped);
        }
    }

    /// What came out of an instruction outlives it; what came out of a part does not, and neither
    /// does a wish for time or a look at the result of an inner part.
    fn hangs_on(&self, other: &Task, task: TaskId) -> bool {
        let came_out_of = other.parent == Some(task);
        match other.kind {
            TaskKind::Extension => came_out_of,
            TaskKind::Lead | TaskKind::Support => {
                let outer = self.case.task(task);
                came_out_of && outer.is_some_and(|outer| outer.kind.is_work())
            }
            TaskKind::Confirm => {
                let done = other.parent.and_then(|done| self.case.task(done));
                let outer = self.case.task(task);
                outer.is_some_and(|outer| outer.kind.is_work())
                    && done.and_then(|done| done.parent) == Some(task)
            }
            _ => false,
        }
    }

    /// Writes words that are needed.
    pub fn write(
        &mut self,
        task: Option<TaskId>,
        kind: RemarkKind,
        text: &str,
    ) -> Result<RemarkId, Refusal> {
        let id = RemarkId((self.context.new_id)());
        let remark = Remark::new(id, task, kind, text)?;
        self.change(Change::Write(remark));
        Ok(id)
    }

    /// Writes words that may be left out.
    pub fn write_if_any(
        &mut self,
        task: Option<TaskId>,
        kind: RemarkKind,
        text: Option<&str>,
    ) -> Result<Option<RemarkId>, Refusal> {
        match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => self.write(task, kind, text).map(Some),
            None => Ok(None),
        }
    }

    /// The end of the paper follows from its tasks.
    fn settle(&mut self) {
        let holds = self
            .case
            .open_tasks()
            .any(|task| task.kind.holds_the_paper());
        match self.case.end {
            None if !holds => self.end(Outcome::Done),
            Some(_) if holds => self.change(Change::Reopen),
            _ => {}
        }
    }

    /// Ends the way of the paper; who was to know of it still reads it.
    pub fn end(&mut self, outcome: Outcome) {
        let left: Vec<_> = self
            .case
            .open_tasks()
            .filter(|task| task.kind != TaskKind::Inform)
            .map(|task| task.id)
            .collect();
        for task in left {
            if self.case.task(task).is_some_and(Task::is_open) {
                self.close(task, Outcome::Dropped);
            }
        }
        let at = self.context.now;
        self.change(Change::End(End { at, outcome }));
    }
}
