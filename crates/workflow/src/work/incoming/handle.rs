//! Dealing with a part: give back, assign on, hand over, take back, correct.

use super::Assignment;
use crate::access::Principal;
use crate::work::step::{NewTask, Step};
use crate::work::{Outcome, RemarkKind, Task, TaskKind};
use crate::{Refusal, TaskId};

impl Step<'_> {
    fn known(&self, task: TaskId) -> Result<Task, Refusal> {
        let found = self.case.task(task).cloned();
        found.ok_or_else(|| Refusal::new("work.task_unknown"))
    }

    /// Returned or refused: whoever gave the lead gives it again; a support is only missed.
    pub(super) fn give_back(
        &mut self,
        task: TaskId,
        outcome: Outcome,
        reason: &str,
    ) -> Result<(), Refusal> {
        self.write(Some(task), RemarkKind::Reason, reason)?;
        self.begin(task);
        self.close(task, outcome);
        self.ask_giver_again(task)
    }

    /// When a lead ends without a result, the instruction it came from waits again. Inside a unit
    /// the outer part is still open and shows it.
    fn ask_giver_again(&mut self, task: TaskId) -> Result<(), Refusal> {
        let task = self.known(task)?;
        if task.kind == TaskKind::Lead {
            self.distribute_again(task.id)?;
        }
        Ok(())
    }

    /// The instruction that a part came from waits again for whoever gave it.
    fn distribute_again(&mut self, part: TaskId) -> Result<(), Refusal> {
        let Some(parent) = self.known(part)?.parent else {
            return Ok(());
        };
        let parent = self.known(parent)?;
        if parent.kind == TaskKind::Distribute {
            self.open(NewTask::new(TaskKind::Distribute, None, parent.assignee));
        }
        Ok(())
    }

    /// Parts given on go to people of the units that the outer part was given to.
    pub(super) fn assign_on(
        &mut self,
        task: TaskId,
        parts: &[Assignment],
        words: &str,
    ) -> Result<(), Refusal> {
        let outer = self.known(task)?;
        self.require_inside(&outer, parts.iter().map(|part| part.assignee))?;
        self.begin(task);
        self.give_parts(task, parts, words)
    }

    fn require_inside(
        &self,
        outer: &Task,
        mut assignees: impl Iterator<Item = Principal>,
    ) -> Result<(), Refusal> {
        let staff = self.context.staff;
        let mut units = staff.units_of(outer.assignee);
        let holder = outer.holder.map(Principal::Person);
        units.extend(holder.into_iter().flat_map(|holder| staff.units_of(holder)));
        if units.is_empty() || assignees.any(|assignee| !staff.works_within(assignee, &units)) {
            return Err(Refusal::new("work.outside_unit"));
        }
        Ok(())
    }

    pub(super) fn hand_over(
        &mut self,
        task: TaskId,
        to: Principal,
        reason: &str,
    ) -> Result<(), Refusal> {
        let given = self.known(task)?;
        if given.assignee == to {
            return Err(Refusal::new("work.to_oneself"));
        }
        if !self.context.staff.has_somebody(to) {
            return Err(Refusal::new("work.nobody_there").with("to", to.to_string()));
        }
        self.require_inside(&given, std::iter::once(to))?;
        self.write(Some(task), RemarkKind::Reason, reason)?;
        self.begin(task);
        self.close(task, Outcome::HandedOver);
        let new = NewTask {
            due: given.due,
            asks_confirmation: given.asks_confirmation,
            urgency: given.urgency,
            ..NewTask::new(given.kind, given.parent, to).with_words(given.remark)
        };
        self.open(new);
        Ok(())
    }

    /// A lead that is taken back waits for its giver again, and so does a paper of which nothing
    /// given is left: it was distributed to nobody.
    pub(super) fn take_back(&mut self, task: TaskId, reason: &str) -> Result<(), Refusal> {
        self.write(Some(task), RemarkKind::Reason, reason)?;
        self.close(task, Outcome::TakenBack);
        self.ask_giver_again(task)?;
        let mut parts = self.case.tasks.iter().filter(|one| one.kind.is_part());
        let nothing_left = parts.all(|one| {
            let closed = one.closed.as_ref();
            closed.is_some_and(|closed| {
                matches!(closed.outcome, Outcome::TakenBack | Outcome::Undone)
            })
        });
        let waits = |one: &Task| one.kind == TaskKind::Distribute && one.is_open();
        if nothing_left && !self.case.tasks.iter().any(waits) {
            self.distribute_again(task)?;
        }
        Ok(())
    }

    /// A new row takes the place of the old one; nothing is overwritten.
    pub(super) fn correct(
        &mut self,
        task: TaskId,
        part: &Assignment,
        words: &str,
    ) -> Result<(), Refusal> {
        let given = self.known(task)?;
        if part.part != given.kind {
            return Err(Refusal::new("work.part_unfit"));
        }
        let parent = given.parent.and_then(|parent| self.case.task(parent));
        let due = self.check_part(parent, part)?;
        let parent = given.parent.map(|parent| self.known(parent)).transpose()?;
        if let Some(outer) = parent.as_ref().filter(|parent| parent.kind.is_work()) {
            self.require_inside(outer, std::iter::once(part.assignee))?;
        }
        let outer = parent.as_ref().filter(|parent| parent.kind.is_work());
        let inherited = outer.and_then(|outer| outer.due.clone());
        let remark = self.write(given.parent, RemarkKind::Instruction, words)?;
        self.close(task, Outcome::TakenBack);
        let new = NewTask::new(given.kind, given.parent, part.assignee)
            .with_words(Some(remark))
            .due(due.or(inherited).filter(|_| given.kind.is_work()));
        self.open(NewTask {
            asks_confirmation: part.asks_confirmation && given.kind == TaskKind::Lead,
            urgency: part
                .urgency
                .max(outer.map(|outer| outer.urgency).unwrap_or_default()),
            ..new
        });
        Ok(())
    }
}
