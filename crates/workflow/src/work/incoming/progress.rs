//! How far it is and what came out of it: report, close, confirm, send back.

use super::action::Finish;
use crate::work::step::{NewTask, Step};
use crate::work::{Change, Outcome, RemarkKind, Task, TaskKind};
use crate::{Refusal, TaskId};

/// Longest reference of a dossier, in characters: with its title it fits the forms of Phụ lục V.
const DOSSIER_MAX_CHARS: usize = 200;

impl Step<'_> {
    pub(super) fn report(&mut self, task: TaskId, text: &str) -> Result<(), Refusal> {
        self.begin(task);
        self.write(Some(task), RemarkKind::Progress, text)?;
        Ok(())
    }

    pub(super) fn finish(&mut self, task: TaskId, finish: &Finish) -> Result<(), Refusal> {
        self.write(Some(task), RemarkKind::Result, &finish.result)?;
        self.begin(task);
        if let Some(dossier) = finish.dossier.as_deref().map(str::trim) {
            if dossier.chars().count() > DOSSIER_MAX_CHARS {
                return Err(Refusal::new("work.dossier_long").with("max", DOSSIER_MAX_CHARS));
            }
            if !dossier.is_empty() {
                self.change(Change::SetDossier(dossier.to_owned()));
            }
        }
        if let Some(answer) = finish.answered_by {
            self.change(Change::AnsweredBy(answer));
        }
        self.close(task, Outcome::Done);
        let Some(done) = self.case.task(task).cloned() else {
            return Ok(());
        };
        if done.kind == TaskKind::Lead {
            self.after_lead(&done);
        }
        Ok(())
    }

    /// The supports of a lead that is done are not waited for any more; where a result was asked
    /// for, whoever asked looks at it.
    fn after_lead(&mut self, done: &Task) {
        let supports: Vec<_> = self
            .case
            .open_tasks()
            .filter(|task| task.kind == TaskKind::Support && task.parent == done.parent)
            .map(|task| task.id)
            .collect();
        for support in supports {
            self.close(support, Outcome::Dropped);
        }
        let giver = done.parent.and_then(|parent| self.case.task(parent));
        if let Some(giver) = giver.filter(|_| done.asks_confirmation) {
            let new = NewTask::new(TaskKind::Confirm, Some(done.id), giver.assignee);
            self.open(new);
        }
    }

    pub(super) fn confirm(&mut self, task: TaskId, note: Option<&str>) -> Result<(), Refusal> {
        self.write_if_any(Some(task), RemarkKind::Note, note)?;
        self.begin(task);
        self.close(task, Outcome::Granted);
        Ok(())
    }

    /// The same part is opened anew for whom it was, with the reason as its words.
    pub(super) fn send_back(&mut self, task: TaskId, reason: &str) -> Result<(), Refusal> {
        let remark = self.write(Some(task), RemarkKind::Reason, reason)?;
        self.begin(task);
        self.close(task, Outcome::Denied);
        let done = self.case.task(task).and_then(|confirm| confirm.parent);
        let Some(done) = done.and_then(|done| self.case.task(done)).cloned() else {
            return Ok(());
        };
        let new = NewTask {
            due: done.due,
            asks_confirmation: true,
            ..NewTask::new(done.kind, done.parent, done.assignee).with_words(Some(remark))
        };
        self.open(new);
        Ok(())
    }
}
