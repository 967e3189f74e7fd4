//! An action on an outgoing paper: guarded, done on a copy of the paper, answered as changes.

use super::open::may;
use super::{Action, Draft, DraftChange, Paper, Place};
use crate::access::Principal;
use crate::documents::ReadingState;
use crate::work::step::{NewTask, Step};
use crate::work::{Actor, Change, Context, Outcome, Standing, Task, TaskKind};
use crate::{PersonId, Refusal, RemarkId, TaskId};

/// How the agency goes about its outgoing papers.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Whether number and date may be given before the final approval.
    pub number_before_approval: bool,
}

/// What an action changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acted {
    /// Of the tasks.
    pub work: Vec<Change>,
    /// Of the draft; to be kept after those of the tasks.
    pub draft: Vec<DraftChange>,
}

/// Does an action, or says why not.
pub fn act(
    paper: &Paper,
    actor: &Actor<'_>,
    action: &Action,
    context: &Context<'_>,
    setting: &Setting,
) -> Result<Acted, Refusal> {
    let standing = may(paper, actor, *setting, action.verb(), action.task())?;
    let mut acting = Acting::new(paper, standing, context, setting);
    acting.act(action)?;
    Ok(acting.end())
}

/// The register cancels the number of a paper, because it was the wrong one or is given up: a paper
/// that was not issued waits for another. Refuses where it goes about under it.
pub fn lose_number(
    paper: &Paper,
    clerk: PersonId,
    context: &Context<'_>,
    setting: &Setting,
) -> Result<Acted, Refusal> {
    let draft = &paper.draft;
    if draft.issued_at.is_some() && draft.recalled_at.is_none() {
        return Err(Refusal::new("outgoing.number_in_use"));
    }
    if draft.issued_at.is_some() || draft.numbered_at.is_none() {
        return Ok(Acted::default());
    }
    let standing = Standing {
        person: clerk,
        on_behalf_of: None,
    };
    let mut acting = Acting::new(paper, standing, context, setting);
    acting.lose_number();
    Ok(acting.end())
}

/// The paper as it becomes, and the changes that make it so.
pub(super) struct Acting<'a> {
    pub step: Step<'a>,
    pub draft: Draft,
    changes: Vec<DraftChange>,
    pub setting: &'a Setting,
}

impl<'a> Acting<'a> {
    fn new(
        paper: &Paper,
        standing: Standing,
        context: &'a Context<'a>,
        setting: &'a Setting,
    ) -> Acting<'a> {
        Acting {
            step: Step::new(&paper.case, standing, context),
            draft: paper.draft.clone(),
            changes: Vec::new(),
            setting,
        }
    }

    /// What was done; it leaves a paper with which nothing is wrong.
    fn end(mut self) -> Acted {
        self.step.settle();
        debug_assert_eq!(self.fault(), None);
        Acted {
            work: self.step.changes,
            draft: self.changes,
        }
    }

    fn act(&mut self, action: &Action) -> Result<(), Refusal> {
        match action {
            Action::Draft => {
                self.open_draft(None);
                Ok(())
            }
            Action::AddVersion(files, note) => self.add_version(files, note.as_deref()),
            Action::Submit(submission) => self.submit(submission),
            Action::AskOpinions(people, by, words) => self.ask_opinions(people, *by, words),
            Action::GiveOpinion(task, agrees, words) => self.give_opinion(*task, *agrees, words),
            Action::GoOnWithout(task, reason) => self.go_on_without(*task, reason),
            Action::Approve(task, note) => self.approve(*task, note.as_deref()),
            Action::Return(task, to, reason) => self.give_back(*task, *to, reason),
            Action::Withdraw(reason) => self.withdraw(reason),
            Action::Abandon(reason) => self.abandon(reason),
            Action::Number(task) => {
                self.number(*task);
                Ok(())
            }
            Action::Stamp(task) => {
                self.stamp(*task);
                Ok(())
            }
            Action::StampByHand(task, copy) => self.stamp_by_hand(*task, copy),
            Action::GoUnstamped(task, reason) => self.go_unstamped(*task, reason),
            Action::Issue(task) => self.issue(*task),
            Action::Dispatch(recipients) => self.dispatch(recipients),
            Action::Recall(reason) => self.recall(reason),
            Action::Replace(other) => self.replace(other),
            Action::CorrectByLetter(other) => self.correct_by_letter(other),
            Action::NoteReturn(task, note) => self.note_return(*task, note.as_deref()),
        }
    }

    fn fault(&self) -> Option<&'static str> {
        let paper = Paper {
            case: self.step.case.clone(),
            draft: self.draft.clone(),
        };
        paper.fault()
    }

    /// Makes a change to the draft.
    pub fn change(&mut self, change: DraftChange) {
        self.draft.apply(&change);
        self.changes.push(change);
    }

    /// The task of an id; the guard has seen it.
    pub fn known(&self, task: TaskId) -> Result<Task, Refusal> {
        let found = self.step.case.task(task).cloned();
        found.ok_or_else(|| Refusal::new("work.task_unknown"))
    }

    /// Opens the drafter's task; the head of his unit reads along.
    pub fn open_draft(&mut self, words: Option<RemarkId>) {
        let drafter = Principal::Person(self.draft.drafter);
        let new = NewTask::new(TaskKind::Draft, None, drafter).with_words(words);
        let task = self.step.open(new);
        if let Some(unit) = self.draft.unit {
            self.step.grant(Principal::Head(unit), task);
        }
    }

    /// Closes open tasks that a guard picks.
    pub fn close_all(&mut self, outcome: Outcome, picked: impl Fn(&Task) -> bool) {
        let open = self.step.case.open_tasks().filter(|task| picked(task));
        let open: Vec<_> = open.map(|task| task.id).collect();
        for task in open {
            self.step.close(task, outcome);
        }
    }

    /// Approvals from a stage on do not stand any more; they stay in the history.
    pub fn void_from(&mut self, stage: u16) {
        let at = self.step.context.now;
        let standing = self.draft.standing();
        let void: Vec<_> = standing
            .filter(|approval| approval.stage >= stage)
            .map(|approval| approval.task)
            .collect();
        for task in void {
            self.change(DraftChange::Void(task, at));
        }
    }

    /// The draft is the drafter's again and no approval stands (Điều 11).
    pub fn back_to_drafter(&mut self, outcome: Outcome, words: Option<RemarkId>) {
        self.void_from(0);
        self.drop_release();
        self.close_all(outcome, |task| task.stage.is_some());
        self.close_all(Outcome::Dropped, |task| {
            matches!(task.kind, TaskKind::Number | TaskKind::Dispatch)
        });
        if self.draft.run.is_some() {
            self.change(DraftChange::Move(Place::WithDrafter));
        }
        if !self.step.case.waits_for(TaskKind::Draft) {
            self.open_draft(words);
        }
    }

    /// Refuses files that cannot be shown to whoever is to approve them. Pages without text can.
    pub fn require_files(&self, to_approve: bool) -> Result<(), Refusal> {
        let files = &self.draft.files;
        if files.is_empty() {
            return Err(Refusal::new("outgoing.no_files"));
        }
        let is = |state: ReadingState| files.iter().any(|file| file.state == state);
        if is(ReadingState::Quarantined) {
            return Err(Refusal::new("documents.quarantined"));
        }
        if to_approve && is(ReadingState::Waiting) {
            return Err(Refusal::new("outgoing.files_waiting"));
        }
        if to_approve && is(ReadingState::Unreadable) {
            return Err(Refusal::new("outgoing.files_unreadable"));
        }
        Ok(())
    }
}
