//! The file with which a paper goes out (bản phát hành): a copy of the approved one with number and
//! date on it. The office makes it as soon as the paper is approved and numbered; where it cannot,
//! the clerk says how the paper goes out instead. The approved file and its hash stay as they are.

use super::act::Acting;
use super::{ApprovedFile, Draft, DraftChange, DraftFile};
use crate::documents::ReadingState;
use crate::work::RemarkKind;
use crate::{Refusal, RemarkId, TaskId};

/// The file with which a paper goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The approved file that it is made from.
    pub original: ApprovedFile,
    /// How far number and date are on it.
    pub stamp: Stamp,
}

/// How far number and date are on the file that goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stamp {
    /// The office is about to write them in.
    Waiting,
    /// The office wrote them into a copy.
    Stamped(ApprovedFile),
    /// A clerk put in a copy that has them.
    ByHand(ApprovedFile),
    /// The approved file has them already.
    AsApproved,
    /// It goes out without them, for a reason.
    Unstamped(RemarkId),
    /// They could not be written in; the code of what stood in the way.
    Failed(String),
}

impl Stamp {
    /// The code of how far it is.
    pub fn code(&self) -> &'static str {
        match self {
            Stamp::Waiting => "waiting",
            Stamp::Stamped(_) => "stamped",
            Stamp::ByHand(_) => "by_hand",
            Stamp::AsApproved => "as_approved",
            Stamp::Unstamped(_) => "unstamped",
            Stamp::Failed(_) => "failed",
        }
    }

    /// The copy with number and date, where there is one.
    pub fn copy(&self) -> Option<&ApprovedFile> {
        match self {
            Stamp::Stamped(copy) | Stamp::ByHand(copy) => Some(copy),
            _ => None,
        }
    }

    /// Says whether the paper can go out with it.
    pub fn is_settled(&self) -> bool {
        !matches!(self, Stamp::Waiting | Stamp::Failed(_))
    }

    /// Says whether number and date stand on the file and the office need not write them in.
    pub(super) fn is_there(&self) -> bool {
        matches!(self, Stamp::Stamped(_) | Stamp::AsApproved)
    }
}

impl Draft {
    /// Why it cannot be issued as far as its file is concerned.
    pub(super) fn unreleased(&self) -> Option<Refusal> {
        match self.release.as_ref().map(|release| &release.stamp) {
            Some(stamp) if stamp.is_settled() => None,
            Some(Stamp::Waiting) => Some(Refusal::new("outgoing.stamp_waiting")),
            _ => Some(Refusal::new("outgoing.stamp_failed")),
        }
    }

    /// What becomes of the file when the office has tried to write number and date into the
    /// original: nothing where nobody waits for it any more.
    pub fn stamped(&self, original: &ApprovedFile, stamp: Stamp) -> Option<DraftChange> {
        let waits = self.release.as_ref()?;
        let is_awaited = waits.stamp == Stamp::Waiting && waits.original == *original;
        (is_awaited && self.issued_at.is_none()).then(|| {
            DraftChange::Release(Some(Release {
                original: original.clone(),
                stamp,
            }))
        })
    }
}

impl Acting<'_> {
    /// Approved and numbered: number and date are written into the first file, the paper itself;
    /// what is attached goes out as it was approved.
    pub(super) fn begin_release(&mut self) {
        self.put_release(Stamp::Waiting);
    }

    fn put_release(&mut self, stamp: Stamp) {
        if let Some(original) = self.draft.files_to_approve().into_iter().next() {
            self.change(DraftChange::Release(Some(Release { original, stamp })));
        }
    }

    /// The draft is the drafter's again: what was made of the approved file goes out no more.
    pub(super) fn drop_release(&mut self) {
        if self.draft.release.is_some() {
            self.change(DraftChange::Release(None));
        }
    }

    pub(super) fn stamp(&mut self, task: TaskId) {
        self.step.begin(task);
        self.begin_release();
    }

    pub(super) fn stamp_by_hand(&mut self, task: TaskId, copy: &DraftFile) -> Result<(), Refusal> {
        match copy.state {
            ReadingState::Quarantined => return Err(Refusal::new("documents.quarantined")),
            ReadingState::Waiting => return Err(Refusal::new("outgoing.files_waiting")),
            ReadingState::Unreadable => return Err(Refusal::new("outgoing.files_unreadable")),
            ReadingState::Read | ReadingState::NotYetRead => {}
        }
        self.step.begin(task);
        self.put_release(Stamp::ByHand(ApprovedFile {
            file: copy.file,
            sha256: copy.sha256.clone(),
        }));
        Ok(())
    }

    pub(super) fn go_unstamped(&mut self, task: TaskId, reason: &str) -> Result<(), Refusal> {
        let remark = self.step.write(Some(task), RemarkKind::Reason, reason)?;
        self.step.begin(task);
        self.put_release(Stamp::Unstamped(remark));
        Ok(())
    }
}
