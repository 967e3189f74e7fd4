//! On the route: stage after stage, approve, return.

use super::act::Acting;
use super::draft::steps_of;
use super::{Approval, DraftChange, Place, ReturnTo, Run};
use crate::access::{Principal, Role};
use crate::work::routes::{RouteStep, StepKind};
use crate::work::step::NewTask;
use crate::work::{Due, Outcome, RemarkKind, Task, TaskKind};
use crate::{Refusal, RemarkId, TaskId};

impl Acting<'_> {
    /// Opens every step of a stage; where nobody is left who may take one, the draft is the
    /// drafter's again, who chooses somebody else.
    pub(super) fn open_stage(&mut self, stage: u16, words: Option<RemarkId>) {
        let Some(steps) = self.steps_with_people(stage) else {
            self.back_to_drafter(Outcome::Dropped, words);
            return;
        };
        for (step, who) in steps {
            let (calendar, now) = (self.step.context.calendar, self.step.context.now);
            // A route stays passable where the calendar cannot count its term.
            let due = step
                .due
                .and_then(|term| Due::within(calendar, now, term).ok());
            let new = NewTask::new(step.kind.task(), None, who)
                .with_words(words)
                .due(due);
            self.step.open(NewTask {
                stage: Some(stage),
                ..new
            });
        }
    }

    /// The steps of a stage with whom each waits for; none where one of them has nobody.
    pub(super) fn steps_with_people(&self, stage: u16) -> Option<Vec<(RouteStep, Principal)>> {
        let run = self.draft.run.as_ref()?;
        let stage = run.route.definition.stages.get(usize::from(stage))?;
        let steps = stage.steps.iter();
        steps
            .map(|step| Some((step.clone(), self.entitled(run, step)?)))
            .collect()
    }

    /// Whom a step waits for: where nobody answers for it today, the chief of office or a leader,
    /// for the final approval only a leader, for nobody else is entitled to sign (Điều 13).
    fn entitled(&self, run: &Run, step: &RouteStep) -> Option<Principal> {
        let (organisation, staff) = (self.step.case.organisation, self.step.context.staff);
        let wanted = step.principal(organisation, self.draft.unit, &run.chosen, staff);
        let instead: &[Role] = match step.kind {
            StepKind::Final => &[Role::Leader],
            _ => &[Role::ChiefOfOffice, Role::Leader],
        };
        let instead = instead
            .iter()
            .map(|role| Principal::Role(organisation, *role));
        wanted
            .into_iter()
            .chain(instead)
            .find(|who| staff.has_somebody(*who))
    }

    /// When all steps of a stage are done the next begins; after the last the paper is approved.
    pub(super) fn after_step(&mut self, stage: Option<u16>) {
        let (Some(stage), Some(run)) = (stage, &self.draft.run) else {
            return;
        };
        if steps_of(&self.step.case, stage).next().is_some() {
            return;
        }
        let next = stage + 1;
        if usize::from(next) < run.route.definition.stages.len() {
            self.change(DraftChange::Move(Place::At(next)));
            self.open_stage(next, None);
        } else {
            self.change(DraftChange::Move(Place::Approved));
            self.close_all(Outcome::Dropped, |task| task.kind == TaskKind::Opinion);
            self.after_approval();
        }
    }

    pub(super) fn approve(&mut self, task: TaskId, note: Option<&str>) -> Result<(), Refusal> {
        self.require_files(true)?;
        let unfit = || Refusal::new("work.not_with_this_task");
        let approved = self.known(task)?;
        let stage = approved.stage.ok_or_else(unfit)?;
        let step = StepKind::of_task(approved.kind).ok_or_else(unfit)?;
        self.step.write_if_any(Some(task), RemarkKind::Note, note)?;
        self.step.begin(task);
        self.step.close(task, Outcome::Granted);
        self.change(DraftChange::Approve(Approval {
            task,
            step,
            stage,
            version: self.draft.version,
            files: self.draft.files_to_approve(),
            at: self.step.context.now,
            by: self.step.standing.person,
            on_behalf_of: self.step.standing.on_behalf_of,
            voided_at: None,
        }));
        self.after_step(Some(stage));
        Ok(())
    }

    pub(super) fn give_back(
        &mut self,
        task: TaskId,
        to: ReturnTo,
        reason: &str,
    ) -> Result<(), Refusal> {
        let remark = self.step.write(Some(task), RemarkKind::Reason, reason)?;
        let stage = self.known(task)?.stage.unwrap_or_default();
        self.step.begin(task);
        self.step.close(task, Outcome::Denied);
        match (to, stage.checked_sub(1)) {
            (ReturnTo::PreviousStage, Some(before)) => {
                self.void_from(before);
                self.close_all(Outcome::Dropped, |task: &Task| task.stage.is_some());
                self.change(DraftChange::Move(Place::At(before)));
                self.open_stage(before, Some(remark));
            }
            _ => self.back_to_drafter(Outcome::Dropped, Some(remark)),
        }
        Ok(())
    }
}
