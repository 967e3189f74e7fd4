//! The draft of an outgoing paper: its versions, the route it runs on, its approvals, how far it
//! was issued.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Recipient, Release};
use crate::documents::ReadingState;
use crate::work::routes::{Published, StepKind};
use crate::work::{Case, Change, Task};
use crate::{DocumentId, FileId, OrganisationId, PersonId, RemarkId, TaskId, UnitId};

/// An outgoing paper on its way: its tasks and its draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The tasks.
    pub case: Case,
    /// The draft.
    pub draft: Draft,
}

/// What is known of the paper beyond its tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Who drafts it (người soạn thảo).
    pub drafter: PersonId,
    /// The unit it is drafted in; none for posts of the agency itself.
    pub unit: Option<UnitId>,
    /// Code of its kind, once known.
    pub kind: Option<String>,
    /// Its present version; 0 before there is one.
    pub version: u32,
    /// The files of the present version.
    pub files: Vec<DraftFile>,
    /// The route it was last submitted on.
    pub run: Option<Run>,
    /// Approvals, oldest first, those void included.
    pub approvals: Vec<Approval>,
    /// When it was given number and date.
    pub numbered_at: Option<OffsetDateTime>,
    /// The file with which it goes out, once it is approved and numbered.
    pub release: Option<Release>,
    /// When it was issued.
    pub issued_at: Option<OffsetDateTime>,
    /// When it was recalled.
    pub recalled_at: Option<OffsetDateTime>,
    /// The agencies it lies with: sent to, and neither returned nor taken back.
    pub lies_with: BTreeSet<OrganisationId>,
}

/// A file of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFile {
    /// The file.
    pub file: FileId,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How far it has been read.
    pub state: ReadingState,
}

/// A paper on a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The version of the route it stays on.
    pub route: Published,
    /// The people named at submission, by the key of their step.
    pub chosen: BTreeMap<String, PersonId>,
    /// Where it is.
    pub place: Place,
}

/// Where on its route a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// With the drafter.
    WithDrafter,
    /// At a stage, from 0.
    At(u16),
    /// Approved by the one entitled to sign.
    Approved,
}

/// An approval: who stood for exactly which files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The task it answered.
    pub task: TaskId,
    /// What was approved.
    pub step: StepKind,
    /// At which stage, from 0.
    pub stage: u16,
    /// Which version.
    pub version: u32,
    /// Exactly these files.
    pub files: Vec<ApprovedFile>,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: PersonId,
    /// On whose behalf, where somebody stood in.
    pub on_behalf_of: Option<PersonId>,
    /// When it became void: the draft changed or went back.
    pub voided_at: Option<OffsetDateTime>,
}

/// A file as it was approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovedFile {
    /// The file.
    pub file: FileId,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// One change that an action makes to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftChange {
    /// It has a new version.
    Version {
        /// From 1.
        version: u32,
        /// Its files.
        files: Vec<DraftFile>,
        /// What changed, in the drafter's words.
        note: Option<RemarkId>,
        /// When.
        at: OffsetDateTime,
    },
    /// It runs on a route.
    Run(Run),
    /// It is at another place of its route.
    Move(Place),
    /// It was approved.
    Approve(Approval),
    /// The approval of a task is void.
    Void(TaskId, OffsetDateTime),
    /// The approval of a task was given by an action that is undone.
    Unapprove(TaskId),
    /// The approval of a task stands again: what voided it is undone.
    Unvoid(TaskId),
    /// It has number and date, or has them no more.
    Number(Option<OffsetDateTime>),
    /// It goes out with another file, or with none as yet.
    Release(Option<Release>),
    /// It was issued.
    Issue(OffsetDateTime),
    /// It was sent.
    Send(Vec<Recipient>),
    /// It was recalled.
    Recall(OffsetDateTime, RemarkId),
    /// Another paper takes its place.
    ReplacedBy(DocumentId),
    /// A letter corrects it.
    CorrectedBy(DocumentId),
}

impl Paper {
    /// A paper on which nobody has acted.
    pub fn new(case: Case, drafter: PersonId, unit: Option<UnitId>, kind: Option<String>) -> Paper {
        let draft = Draft {
            drafter,
            unit,
            kind,
            version: 0,
            files: Vec::new(),
            run: None,
            approvals: Vec::new(),
            numbered_at: None,
            release: None,
            issued_at: None,
            recalled_at: None,
            lies_with: BTreeSet::new(),
        };
        Paper { case, draft }
    }

    /// Makes changes to the tasks and to the draft.
    pub fn apply(&mut self, work: &[Change], draft: &[DraftChange]) {
        for change in work {
            self.case.apply(change);
        }
        for change in draft {
            self.draft.apply(change);
        }
    }
}

impl Draft {
    /// Where on its route it is, if it was ever submitted.
    pub fn place(&self) -> Option<Place> {
        self.run.as_ref().map(|run| run.place)
    }

    /// The stage it is at, from 0.
    pub fn stage(&self) -> Option<u16> {
        match self.place() {
            Some(Place::At(stage)) => Some(stage),
            _ => None,
        }
    }

    /// Says whether the one entitled to sign has approved it as it is.
    pub fn is_approved(&self) -> bool {
        self.place() == Some(Place::Approved)
    }

    /// The approvals that stand.
    pub fn standing(&self) -> impl Iterator<Item = &Approval> {
        let approvals = self.approvals.iter();
        approvals.filter(|approval| approval.voided_at.is_none())
    }

    /// The present files as an approval names them.
    pub fn files_to_approve(&self) -> Vec<ApprovedFile> {
        let files = self.files.iter();
        files
            .map(|file| ApprovedFile {
                file: file.file,
                sha256: file.sha256.clone(),
            })
            .collect()
    }

    /// Makes one change.
    pub fn apply(&mut self, change: &DraftChange) {
        match change {
            DraftChange::Version { version, files, .. } => {
                self.version = *version;
                self.files.clone_from(files);
            }
            DraftChange::Run(run) => self.run = Some(run.clone()),
            DraftChange::Move(place) => {
                if let Some(run) = &mut self.run {
                    run.place = *place;
                }
            }
            DraftChange::Approve(approval) => self.approvals.push(approval.clone()),
            DraftChange::Void(task, at) => self.set_void(*task, Some(*at)),
            DraftChange::Unapprove(task) => {
                self.approvals.retain(|approval| approval.task != *task);
            }
            DraftChange::Unvoid(task) => self.set_void(*task, None),
            DraftChange::Number(at) => self.numbered_at = *at,
            DraftChange::Release(release) => self.release.clone_from(release),
            DraftChange::Issue(at) => self.issued_at = Some(*at),
            DraftChange::Recall(at, _) => self.recalled_at = Some(*at),
            DraftChange::Send(recipients) => {
                self.lies_with
                    .extend(recipients.iter().filter_map(Recipient::agency));
            }
            DraftChange::ReplacedBy(_) | DraftChange::CorrectedBy(_) => {}
        }
    }

    fn set_void(&mut self, task: TaskId, at: Option<OffsetDateTime>) {
        let mut approvals = self.approvals.iter_mut();
        if let Some(approval) = approvals.find(|approval| approval.task == task) {
            approval.voided_at = at;
        }
    }
}

/// The open step tasks of a stage.
pub(super) fn steps_of(case: &Case, stage: u16) -> impl Iterator<Item = &Task> {
    case.open_tasks()
        .filter(move |task| task.stage == Some(stage))
}
