//! An action at work on a copy of a case: the changes it makes are done on the copy and collected.

use super::{
    By, Case, Change, Closed, Context, Due, End, Outcome, Remark, RemarkKind, Standing, Task,
    TaskKind,
};
use crate::access::{Cause, Grant, Principal};
use crate::documents::Urgency;
use crate::{Refusal, RemarkId, TaskId};

/// The case as it becomes, and the changes that make it so.
pub(in crate::work) struct Step<'a> {
    pub case: Case,
    pub context: &'a Context<'a>,
    pub standing: Standing,
    pub changes: Vec<Change>,
}

/// A task about to be opened.
pub(in crate::work) struct NewTask {
    pub kind: TaskKind,
    pub parent: Option<TaskId>,
    pub assignee: Principal,
    pub remark: Option<RemarkId>,
    pub due: Option<Due>,
    pub asks_confirmation: bool,
    pub urgency: Urgency,
    pub stage: Option<u16>,
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
            urgency: Urgency::Normal,
            stage: None,
        }
    }

    pub fn with_words(self, remark: Option<RemarkId>) -> NewTask {
        NewTask { remark, ..self }
    }

    pub fn due(self, due: Option<Due>) -> NewTask {
        NewTask { due, ..self }
    }
}

impl<'a> Step<'a> {
    /// A step on a copy of the case.
    pub fn new(case: &Case, standing: Standing, context: &'a Context<'a>) -> Step<'a> {
        Step {
            case: case.clone(),
            context,
            standing,
            changes: Vec::new(),
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
            urgency: self.case.urgency.max(new.urgency),
            due: new.due,
            opened_at: self.context.now,
            accepted_at: None,
            closed: None,
            stage: new.stage,
        };
        self.change(Change::Open(task));
        // What a unit is given its members may read, before the head has named one of them; what
        // the head is to approve waits for the head alone.
        let members = match assignee {
            Principal::Head(unit) if !new.kind.is_approval() => Some(Principal::Unit(unit)),
            _ => None,
        };
        for principal in std::iter::once(assignee).chain(members) {
            self.grant(principal, id);
        }
        id
    }

    /// Lets somebody read the paper for the sake of a task.
    pub fn grant(&mut self, principal: Principal, task: TaskId) {
        let cause = Cause::Task(task);
        self.change(Change::Grant(Grant { principal, cause }));
    }

    /// The date that a wish makes on the calendar of the agency.
    pub fn counted(&self, by: Option<By>) -> Result<Option<Due>, Refusal> {
        let count = |by: By| by.due(self.context.calendar, self.context.now);
        let due = by.map(count).transpose()?;
        if due.as_ref().is_some_and(|due| due.at <= self.context.now) {
            return Err(Refusal::new("work.due_past"));
        }
        Ok(due)
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
    pub fn settle(&mut self) {
        let holds = self.case.open_tasks().any(Task::holds_the_paper);
        match self.case.end {
            None if !holds => self.end(Outcome::Done),
            Some(_) if holds => self.change(Change::Reopen),
            _ => {}
        }
    }

    /// Ends the way of the paper; who was to know of it still reads it, and a sender who asks for
    /// it back still gets his answer. Of a paper that was recalled nothing waits any more.
    pub fn end(&mut self, outcome: Outcome) {
        let outlives = [TaskKind::Inform, TaskKind::AnswerRecall];
        let left: Vec<_> = self
            .case
            .open_tasks()
            .filter(|task| outcome == Outcome::Recalled || !outlives.contains(&task.kind))
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
