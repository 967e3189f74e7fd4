//! At the clerks: number and date, issue, send; and what can be done when something was wrong.

use std::collections::BTreeSet;

use super::act::Acting;
use super::{DraftChange, Other, Recipient};
use crate::access::{Audience, Principal, Role, grants_at_capture};
use crate::work::incoming::for_clerks;
use crate::work::step::NewTask;
use crate::work::{Case, Change, Context, Outcome, RemarkKind, TaskKind};
use crate::{Refusal, TaskId};

/// Most recipients told at once.
const MOST_RECIPIENTS: usize = 1000;
/// Longest name of a recipient or a channel, in characters.
const RECIPIENT_MAX_CHARS: usize = 200;

/// An agency returned the paper: the clerks send it again or leave it at that. A paper that was
/// recalled stays with its sender anyway.
pub fn came_back(case: &Case, context: &Context<'_>) -> Vec<Change> {
    if case.is_recalled() || case.waits_for(TaskKind::Dispatch) {
        return Vec::new();
    }
    let reopened = case.end.map(|_| Change::Reopen);
    let opened = for_clerks(case, TaskKind::Dispatch, context);
    opened.into_iter().chain(reopened).collect()
}

impl Acting<'_> {
    pub(super) fn open_for_clerks(&mut self, kind: TaskKind) {
        let clerks = Principal::Role(self.step.case.organisation, Role::Clerk);
        if !self.step.case.waits_for(kind) {
            self.step.open(NewTask::new(kind, None, clerks));
        }
    }

    /// Approved: number and date follow unless they were given before (Điều 15), then the issue.
    pub(super) fn after_approval(&mut self) {
        if self.draft.numbered_at.is_none() {
            self.open_for_clerks(TaskKind::Number);
        } else {
            self.open_for_clerks(TaskKind::Dispatch);
            self.begin_release();
        }
    }

    /// From its number on the paper is kept by those who keep the papers of the agency.
    pub(super) fn number(&mut self, task: TaskId) {
        self.step.begin(task);
        self.step.close(task, Outcome::Done);
        self.change(DraftChange::Number(Some(self.step.context.now)));
        for grant in grants_at_capture(self.step.case.organisation, None, Audience::Office) {
            self.step.change(Change::Grant(grant));
        }
        if self.draft.is_approved() {
            self.open_for_clerks(TaskKind::Dispatch);
            self.begin_release();
        }
    }

    /// Its number does not count any more: it waits for another one as it waited for the first.
    pub(super) fn lose_number(&mut self) {
        self.change(DraftChange::Number(None));
        self.drop_release();
        self.close_all(Outcome::Dropped, |task| task.kind == TaskKind::Dispatch);
        let is_on_its_way = self.draft.stage().is_some() && self.setting.number_before_approval;
        if self.draft.is_approved() || is_on_its_way {
            self.open_for_clerks(TaskKind::Number);
        }
    }

    pub(super) fn issue(&mut self, task: TaskId) -> Result<(), Refusal> {
        self.require_files(true)?;
        self.step.begin(task);
        self.change(DraftChange::Issue(self.step.context.now));
        Ok(())
    }

    pub(super) fn dispatch(&mut self, recipients: &[Recipient]) -> Result<(), Refusal> {
        if recipients.is_empty() || recipients.len() > MOST_RECIPIENTS {
            return Err(Refusal::new("outgoing.recipients_count").with("max", MOST_RECIPIENTS));
        }
        let distinct: BTreeSet<_> = recipients.iter().collect();
        if distinct.len() < recipients.len() {
            return Err(Refusal::new("outgoing.recipient_twice"));
        }
        if !recipients.iter().all(|recipient| self.fits(recipient)) {
            return Err(Refusal::new("outgoing.recipient_unfit").with("max", RECIPIENT_MAX_CHARS));
        }
        let mut agencies = recipients.iter().filter_map(Recipient::agency);
        if agencies.any(|agency| self.draft.lies_with.contains(&agency)) {
            return Err(Refusal::new("outgoing.sent_already"));
        }
        self.change(DraftChange::Send(recipients.to_vec()));
        self.close_all(Outcome::Done, |task| task.kind == TaskKind::Dispatch);
        Ok(())
    }

    /// It came back and is not sent again: wrongly addressed, or settled another way.
    pub(super) fn note_return(&mut self, task: TaskId, note: Option<&str>) -> Result<(), Refusal> {
        self.step.write_if_any(Some(task), RemarkKind::Note, note)?;
        self.step.begin(task);
        self.step.close(task, Outcome::Done);
        Ok(())
    }

    fn fits(&self, recipient: &Recipient) -> bool {
        let is_line = |text: &str| {
            let length = text.trim().chars().count();
            (1..=RECIPIENT_MAX_CHARS).contains(&length) && !text.chars().any(char::is_control)
        };
        match recipient {
            Recipient::Organisation { organisation } => {
                *organisation != self.step.case.organisation
            }
            Recipient::Unit { unit } => self.step.context.staff.units.contains_key(unit),
            Recipient::Outside { name, channel } => is_line(name) && is_line(channel),
        }
    }

    /// Frozen here; what was sent is cancelled there, and the traces are kept (Điều 18.4).
    pub(super) fn recall(&mut self, reason: &str) -> Result<(), Refusal> {
        let remark = self.step.write(None, RemarkKind::Reason, reason)?;
        self.change(DraftChange::Recall(self.step.context.now, remark));
        self.step.end(Outcome::Recalled);
        Ok(())
    }

    /// A faulty content is replaced by a paper of equal form (Điều 18.3).
    pub(super) fn replace(&mut self, other: &Other) -> Result<(), Refusal> {
        self.require_other(other)?;
        if other.kind != self.draft.kind {
            return Err(Refusal::new("outgoing.replace_kind"));
        }
        self.change(DraftChange::ReplacedBy(other.document));
        Ok(())
    }

    /// A faulty form is corrected by a letter (Điều 18.3).
    pub(super) fn correct_by_letter(&mut self, other: &Other) -> Result<(), Refusal> {
        self.require_other(other)?;
        if other.kind.as_deref() != Some("cong_van") {
            return Err(Refusal::new("outgoing.correct_kind"));
        }
        self.change(DraftChange::CorrectedBy(other.document));
        Ok(())
    }

    fn require_other(&self, other: &Other) -> Result<(), Refusal> {
        if other.document == self.step.case.document || !other.is_issued {
            return Err(Refusal::new("outgoing.other_unfit"));
        }
        Ok(())
    }
}
