//! With the drafter: versions, opinions, submit, withdraw, abandon.

use std::collections::{BTreeMap, BTreeSet};

use super::act::Acting;
use super::{DraftChange, DraftFile, Place, Run, Submission};
use crate::access::Principal;
use crate::work::routes::Published;
use crate::work::step::NewTask;
use crate::work::{By, Outcome, RemarkKind, TaskKind};
use crate::{PersonId, Refusal, TaskId};

/// Most files of a version.
const MOST_FILES: usize = 100;
/// Most people asked at once.
const MOST_ASKED: usize = 50;

impl Acting<'_> {
    /// A change after an approval goes back to who approved (Điều 11): the draft is the drafter's
    /// again, and whoever approved does so anew.
    pub(super) fn add_version(
        &mut self,
        files: &[DraftFile],
        note: Option<&str>,
    ) -> Result<(), Refusal> {
        let distinct: BTreeSet<_> = files.iter().map(|file| file.file).collect();
        if files.is_empty() {
            return Err(Refusal::new("outgoing.no_files"));
        }
        if files.len() > MOST_FILES || distinct.len() < files.len() {
            return Err(Refusal::new("outgoing.files_many").with("max", MOST_FILES));
        }
        let before: Vec<_> = self.draft.files.iter().map(|file| &file.sha256).collect();
        if before == files.iter().map(|file| &file.sha256).collect::<Vec<_>>() {
            return Err(Refusal::new("outgoing.version_same"));
        }
        let note = self.step.write_if_any(None, RemarkKind::Note, note)?;
        self.back_to_drafter(Outcome::Dropped, note);
        self.change(DraftChange::Version {
            version: self.draft.version + 1,
            files: files.to_vec(),
            note,
            at: self.step.context.now,
        });
        Ok(())
    }

    pub(super) fn submit(&mut self, submission: &Submission) -> Result<(), Refusal> {
        self.require_files(false)?;
        let (route, chosen) = self.way(submission)?;
        if !route.definition.serves(self.draft.kind.as_deref()) {
            return Err(Refusal::new("outgoing.route_unfit").with("route", route.definition.name));
        }
        self.check_chosen(&route, &chosen)?;
        let note = submission.note.as_deref();
        let note = self.step.write_if_any(None, RemarkKind::Note, note)?;
        self.close_all(Outcome::Done, |task| task.kind == TaskKind::Draft);
        let place = Place::At(0);
        self.change(DraftChange::Run(Run {
            route,
            chosen,
            place,
        }));
        if self.steps_with_people(0).is_none() {
            return Err(Refusal::new("outgoing.nobody_to_approve"));
        }
        self.open_stage(0, note);
        if self.setting.number_before_approval && self.draft.numbered_at.is_none() {
            self.open_for_clerks(TaskKind::Number);
        }
        Ok(())
    }

    /// The route and the people: a paper on its way stays on its version of the route, and with the
    /// people named before where nobody is named anew.
    fn way(
        &self,
        submission: &Submission,
    ) -> Result<(Published, BTreeMap<String, PersonId>), Refusal> {
        let run = self.draft.run.as_ref();
        match (&submission.route, run) {
            (Some(route), _) => Ok((route.clone(), submission.chosen.clone())),
            (None, Some(run)) if submission.chosen.is_empty() => {
                Ok((run.route.clone(), run.chosen.clone()))
            }
            (None, Some(run)) => Ok((run.route.clone(), submission.chosen.clone())),
            (None, None) => Err(Refusal::new("outgoing.route_needed")),
        }
    }

    fn check_chosen(
        &self,
        route: &Published,
        chosen: &BTreeMap<String, PersonId>,
    ) -> Result<(), Refusal> {
        let wanted: BTreeMap<_, _> = route.definition.chosen_steps().collect();
        if let Some(key) = chosen.keys().find(|key| !wanted.contains_key(key.as_str())) {
            return Err(Refusal::new("outgoing.choice_unfit").with("step", key.clone()));
        }
        let members = &self.step.context.staff.members;
        for (key, role) in wanted {
            let Some(person) = chosen.get(key) else {
                return Err(Refusal::new("outgoing.choice_needed").with("step", key));
            };
            if !members
                .iter()
                .any(|member| member.person == *person && member.role == role)
            {
                return Err(Refusal::new("outgoing.choice_unfit").with("step", key));
            }
        }
        Ok(())
    }

    pub(super) fn withdraw(&mut self, reason: &str) -> Result<(), Refusal> {
        let remark = self.step.write(None, RemarkKind::Reason, reason)?;
        self.back_to_drafter(Outcome::TakenBack, Some(remark));
        Ok(())
    }

    pub(super) fn abandon(&mut self, reason: &str) -> Result<(), Refusal> {
        self.step.write(None, RemarkKind::Reason, reason)?;
        self.step.end(Outcome::TakenBack);
        Ok(())
    }

    pub(super) fn ask_opinions(
        &mut self,
        people: &[Principal],
        by: Option<By>,
        words: &str,
    ) -> Result<(), Refusal> {
        self.require_files(false)?;
        if people.is_empty() || people.len() > MOST_ASKED {
            return Err(Refusal::new("outgoing.asked_count").with("max", MOST_ASKED));
        }
        let due = self.step.counted(by)?;
        let mut seen = BTreeSet::new();
        for person in people {
            self.check_asked(*person)?;
            if !seen.insert(*person) {
                return Err(Refusal::new("work.assignee_twice"));
            }
        }
        let remark = self.step.write(None, RemarkKind::Instruction, words)?;
        for person in people {
            let new = NewTask::new(TaskKind::Opinion, None, *person);
            self.step
                .open(new.with_words(Some(remark)).due(due.clone()));
        }
        Ok(())
    }

    fn check_asked(&self, asked: Principal) -> Result<(), Refusal> {
        let fits = matches!(
            asked,
            Principal::Person(_) | Principal::Position(_) | Principal::Head(_)
        );
        if !fits {
            return Err(Refusal::new("work.part_unfit"));
        }
        if !self.step.context.staff.has_somebody(asked) {
            return Err(Refusal::new("work.nobody_there").with("to", asked.to_string()));
        }
        let mut open = self.step.case.open_tasks();
        if open.any(|task| task.kind == TaskKind::Opinion && task.assignee == asked) {
            return Err(Refusal::new("outgoing.asked_already").with("to", asked.to_string()));
        }
        Ok(())
    }

    pub(super) fn give_opinion(
        &mut self,
        task: TaskId,
        agrees: bool,
        words: &str,
    ) -> Result<(), Refusal> {
        let stage = self.known(task)?.stage;
        if agrees {
            self.step
                .write_if_any(Some(task), RemarkKind::Opinion, Some(words))?;
        } else {
            self.step.write(Some(task), RemarkKind::Opinion, words)?;
        }
        self.step.begin(task);
        let outcome = if agrees {
            Outcome::Granted
        } else {
            Outcome::Denied
        };
        self.step.close(task, outcome);
        self.after_step(stage);
        Ok(())
    }

    pub(super) fn go_on_without(&mut self, task: TaskId, reason: &str) -> Result<(), Refusal> {
        let stage = self.known(task)?.stage;
        self.step.write(Some(task), RemarkKind::Reason, reason)?;
        self.step.close(task, Outcome::Dropped);
        self.after_step(stage);
        Ok(())
    }
}
