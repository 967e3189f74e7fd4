//! From arrival to instruction: receive, register, submit, distribute, add.

use super::Assignment;
use crate::access::{Principal, Role};
use crate::documents::Urgency;
use crate::work::step::{NewTask, Step};
use crate::work::{Change, Due, Outcome, RemarkKind, Task, TaskKind};
use crate::{Refusal, RemarkId, TaskId};

/// Most parts of one instruction.
const MOST_PARTS: usize = 200;

impl Step<'_> {
    fn clerks(&self) -> Principal {
        Principal::Role(self.case.organisation, Role::Clerk)
    }

    /// The task of a kind that waits; the guard has seen it.
    fn waiting(&self, kind: TaskKind) -> Option<TaskId> {
        let mut open = self.case.open_tasks();
        open.find(|task| task.kind == kind).map(|task| task.id)
    }

    pub(super) fn receive(&mut self, urgency: Urgency) {
        self.change(Change::SetUrgency(urgency));
        let clerks = self.clerks();
        self.open(NewTask::new(TaskKind::Register, None, clerks));
    }

    pub(super) fn return_to_sender(&mut self, reason: &str) -> Result<(), Refusal> {
        let task = self.waiting(TaskKind::Register);
        self.write(task, RemarkKind::Reason, reason)?;
        if let Some(task) = task {
            self.begin(task);
            self.close(task, Outcome::Returned);
        }
        self.end(Outcome::Returned);
        Ok(())
    }

    pub(super) fn register(
        &mut self,
        urgency: Urgency,
        to: Option<Principal>,
    ) -> Result<(), Refusal> {
        if self.case.tasks.is_empty() {
            self.receive(urgency);
        } else if urgency != self.case.urgency {
            self.change(Change::SetUrgency(urgency));
        }
        if let Some(task) = self.waiting(TaskKind::Register) {
            self.begin(task);
            self.close(task, Outcome::Done);
        }
        if let Some(to) = to {
            self.open_distribute(None, to, None)
        } else {
            let clerks = self.clerks();
            self.open(NewTask::new(TaskKind::Submit, None, clerks));
            Ok(())
        }
    }

    /// Only leaders and the chief of office distribute (Điều 23).
    fn open_distribute(
        &mut self,
        parent: Option<TaskId>,
        to: Principal,
        remark: Option<RemarkId>,
    ) -> Result<(), Refusal> {
        let staff = self.context.staff;
        let distributes = staff.people_of(to).iter().any(|person| {
            staff.members.iter().any(|member| {
                member.person == *person
                    && matches!(member.role, Role::Leader | Role::ChiefOfOffice)
            })
        });
        if !distributes {
            return Err(Refusal::new("work.submit_to_leader"));
        }
        self.open(NewTask::new(TaskKind::Distribute, parent, to).with_words(remark));
        Ok(())
    }

    pub(super) fn submit(&mut self, to: Principal, note: Option<&str>) -> Result<(), Refusal> {
        let task = self.waiting(TaskKind::Submit);
        let remark = self.write_if_any(task, RemarkKind::Note, note)?;
        if let Some(task) = task {
            self.begin(task);
            self.close(task, Outcome::Done);
        }
        self.open_distribute(None, to, remark)
    }

    pub(super) fn pass(
        &mut self,
        task: TaskId,
        to: Principal,
        note: Option<&str>,
    ) -> Result<(), Refusal> {
        if self.case.task(task).map(|task| task.assignee) == Some(to) {
            return Err(Refusal::new("work.to_oneself"));
        }
        let remark = self.write_if_any(Some(task), RemarkKind::Note, note)?;
        self.begin(task);
        self.close(task, Outcome::HandedOver);
        self.open_distribute(None, to, remark)
    }

    pub(super) fn distribute(
        &mut self,
        task: TaskId,
        parts: &[Assignment],
        words: &str,
    ) -> Result<(), Refusal> {
        self.begin(task);
        self.give_parts(task, parts, words)?;
        self.close(task, Outcome::Done);
        Ok(())
    }

    pub(super) fn add(&mut self, parts: &[Assignment], words: &str) -> Result<(), Refusal> {
        let assignee =
            Principal::Person(self.standing.on_behalf_of.unwrap_or(self.standing.person));
        let task = self.open(NewTask::new(TaskKind::Distribute, None, assignee));
        self.distribute(task, parts, words)
    }

    /// Opens the parts of an instruction, all with the same words.
    pub(super) fn give_parts(
        &mut self,
        parent: TaskId,
        parts: &[Assignment],
        words: &str,
    ) -> Result<(), Refusal> {
        let dates = self.check_parts(parent, parts)?;
        let remark = self.write(Some(parent), RemarkKind::Instruction, words)?;
        let outer = self.case.task(parent).filter(|task| task.kind.is_work());
        let outer_due = outer.and_then(|task| task.due.clone());
        let outer_urgency = outer.map(|task| task.urgency).unwrap_or_default();
        for (part, due) in parts.iter().zip(dates) {
            let due = due.or(outer_due.clone()).filter(|_| part.part.is_work());
            let new = NewTask::new(part.part, Some(parent), part.assignee)
                .with_words(Some(remark))
                .due(due);
            self.open(NewTask {
                asks_confirmation: part.asks_confirmation && part.part == TaskKind::Lead,
                urgency: part.urgency.max(outer_urgency),
                ..new
            });
        }
        Ok(())
    }

    /// Refuses parts that do not fit; answers the date of each.
    fn check_parts(
        &self,
        parent: TaskId,
        parts: &[Assignment],
    ) -> Result<Vec<Option<Due>>, Refusal> {
        if parts.is_empty() || parts.len() > MOST_PARTS {
            return Err(Refusal::new("work.parts_needed").with("max", MOST_PARTS));
        }
        let parent = self.case.task(parent);
        let is_inner = parent.is_some_and(|task| task.kind.is_work());
        let leads = parts
            .iter()
            .filter(|part| part.part == TaskKind::Lead)
            .count();
        let leads_already = self.case.open_tasks().any(|task| {
            task.kind == TaskKind::Lead && (!is_inner || task.parent == parent.map(|task| task.id))
        });
        let works = parts.iter().any(|part| part.part.is_work());
        if leads > 1 || (leads == 1 && leads_already) {
            return Err(Refusal::new("work.lead_once"));
        }
        if works && leads == 0 && !leads_already {
            return Err(Refusal::new("work.lead_needed"));
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut dates = Vec::with_capacity(parts.len());
        for part in parts {
            dates.push(self.check_part(parent, part)?);
            if !seen.insert(part.assignee) {
                return Err(Refusal::new("work.assignee_twice"));
            }
        }
        Ok(dates)
    }

    /// Refuses a part that does not fit; answers its date.
    pub(super) fn check_part(
        &self,
        parent: Option<&Task>,
        part: &Assignment,
    ) -> Result<Option<Due>, Refusal> {
        let fits = matches!(
            part.assignee,
            Principal::Person(_) | Principal::Position(_) | Principal::Head(_)
        );
        if !part.part.is_part() || !fits {
            return Err(Refusal::new("work.part_unfit"));
        }
        if !self.context.staff.has_somebody(part.assignee) {
            return Err(Refusal::new("work.nobody_there").with("to", part.assignee.to_string()));
        }
        let due = self.counted(part.by)?;
        let outer = parent.filter(|task| task.kind.is_work());
        let outer_due = outer.and_then(|task| task.due.as_ref());
        let is_later = outer_due
            .zip(due.as_ref())
            .is_some_and(|(outer, due)| due.at > outer.at);
        if is_later {
            return Err(Refusal::new("work.due_beyond_outer"));
        }
        Ok(due)
    }
}
