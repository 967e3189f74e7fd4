//! More time: asked for by whoever deals with a part, decided by whoever set the date.

use time::OffsetDateTime;

use crate::work::TaskKind;
use crate::work::step::{NewTask, Step};
use crate::work::{Change, Due, Outcome, RemarkKind};
use crate::{Refusal, TaskId};

impl Step<'_> {
    pub(super) fn ask_time(
        &mut self,
        task: TaskId,
        until: OffsetDateTime,
        reason: &str,
    ) -> Result<(), Refusal> {
        let unknown = || Refusal::new("work.task_unknown");
        let asks = self.case.task(task).cloned().ok_or_else(unknown)?;
        if asks.due.as_ref().is_some_and(|due| until <= due.at) || until <= self.context.now {
            return Err(Refusal::new("work.time_not_more"));
        }
        let giver = asks.parent.and_then(|parent| self.case.task(parent));
        let decides = giver.map(|giver| giver.assignee).ok_or_else(unknown)?;
        let remark = self.write(Some(task), RemarkKind::Reason, reason)?;
        self.begin(task);
        let new = NewTask::new(TaskKind::Extension, Some(task), decides)
            .with_words(Some(remark))
            .due(Some(Due::at(until)));
        self.open(new);
        Ok(())
    }

    /// Never later than the outer date: whoever wants that asks for more time outside first.
    pub(super) fn decide_time(
        &mut self,
        extension: TaskId,
        until: Option<OffsetDateTime>,
        reason: &str,
    ) -> Result<(), Refusal> {
        let asked = self.case.task(extension).and_then(|task| task.parent);
        let asked = asked.and_then(|task| self.case.task(task)).cloned();
        let asked = asked.ok_or_else(|| Refusal::new("work.task_unknown"))?;
        let remark = match until {
            None => Some(self.write(Some(asked.id), RemarkKind::Reason, reason)?),
            Some(_) => self.write_if_any(Some(asked.id), RemarkKind::Reason, Some(reason))?,
        };
        self.begin(extension);
        let Some(until) = until else {
            self.close(extension, Outcome::Denied);
            return Ok(());
        };
        if until <= self.context.now || asked.due.as_ref().is_some_and(|due| until <= due.at) {
            return Err(Refusal::new("work.time_not_more"));
        }
        let outer = asked.parent.and_then(|parent| self.case.task(parent));
        let outer = outer.filter(|outer| outer.kind.is_work());
        let outer_due = outer.and_then(|outer| outer.due.as_ref());
        if outer_due.is_some_and(|due| until > due.at) {
            return Err(Refusal::new("work.due_beyond_outer"));
        }
        self.change(Change::SetDue {
            task: asked.id,
            due: Some(Due::at(until)),
            because: remark,
        });
        self.close(extension, Outcome::Granted);
        Ok(())
    }
}
