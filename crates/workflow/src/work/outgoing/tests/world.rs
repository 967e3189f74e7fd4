//! An outgoing paper on its way in the small agency, and people who act on it.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::access::{Cause, Grant, Principal};
use crate::calendar::Calendar;
use crate::documents::{ReadingState, Urgency};
pub use crate::work::agency::*;
use crate::work::outgoing::{
    Acted, Action, ApprovedFile, DraftChange, DraftFile, OpenAction, Other, Paper, Recipient,
    Setting, Stamp, Submission, act, came_back, lose_number, open_actions,
};
use crate::work::routes::{Definition, Published, defaults};
use crate::work::{Actor, Case, Change, Context, Staff, StandIn, Task, TaskKind};
use crate::{DocumentId, FileId, OrganisationId, Refusal, RouteId, TaskId};

pub const PAPER: DocumentId = DocumentId(Uuid::from_u128(7));

/// A paper, with the grants that its changes gave.
pub struct Office {
    pub paper: Paper,
    pub now: OffsetDateTime,
    pub staff: Staff,
    pub calendar: Calendar,
    pub stands_in: HashMap<usize, Vec<StandIn>>,
    pub grants: BTreeSet<(Principal, Cause)>,
    pub number_before_approval: bool,
    /// Whether it ever had a number: from then on it is kept.
    pub was_numbered: bool,
    ids: Cell<u128>,
}

impl Office {
    /// A letter that the specialist of economy is to draft.
    pub fn new() -> Office {
        let case = Case::new(PAPER, AGENCY, Urgency::Normal);
        let kind = Some("cong_van".to_owned());
        Office {
            paper: Paper::new(case, person(SPECIALIST), Some(ECONOMY), kind),
            now: OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap(),
            staff: staff(),
            calendar: Calendar::default(),
            stands_in: HashMap::new(),
            grants: BTreeSet::new(),
            number_before_approval: false,
            was_numbered: false,
            ids: Cell::new(100_000),
        }
    }

    /// Drafted, with a first version.
    pub fn drafted() -> Office {
        let mut office = Office::new();
        office.does(SPECIALIST, &Action::Draft);
        office.does(SPECIALIST, &Action::AddVersion(files(1), None));
        office
    }

    /// Submitted on the ordinary route, for the chairman to sign.
    pub fn submitted() -> Office {
        let mut office = Office::drafted();
        office.does(SPECIALIST, &Action::Submit(letter(CHAIRMAN)));
        office
    }

    /// Approved by everybody.
    pub fn approved() -> Office {
        let mut office = Office::submitted();
        office.approves(HEAD_ECONOMY, TaskKind::Content);
        office.approves(CHIEF, TaskKind::Form);
        office.approves(CHAIRMAN, TaskKind::Final);
        office
    }

    /// Approved and numbered, with number and date on the file.
    pub fn stamped() -> Office {
        let mut office = Office::approved();
        office.does(CLERK, &Action::Number(office.id(TaskKind::Number)));
        assert!(office.is_stamped(Stamp::Stamped(copy(1))));
        office
    }

    /// The office has tried to write number and date into the file; says whether anybody waited.
    pub fn is_stamped(&mut self, stamp: Stamp) -> bool {
        let release = self.paper.draft.release.clone();
        let change = release.and_then(|release| self.paper.draft.stamped(&release.original, stamp));
        let changes: Vec<_> = change.into_iter().collect();
        self.paper.apply(&[], &changes);
        !changes.is_empty()
    }

    /// Approved, numbered and issued.
    pub fn issued() -> Office {
        let mut office = Office::stamped();
        office.does(CLERK, &Action::Issue(office.id(TaskKind::Dispatch)));
        office
    }

    pub fn days(&self, days: i64) -> OffsetDateTime {
        self.now + Duration::days(days)
    }

    fn with_actor<T>(&self, who: usize, then: impl FnOnce(&Actor<'_>, &Setting) -> T) -> T {
        let caller = caller(who);
        let stands_in = self.stands_in.get(&who).cloned().unwrap_or_default();
        let setting = Setting {
            number_before_approval: self.number_before_approval,
        };
        let actor = Actor {
            caller: &caller,
            stands_in: &stands_in,
        };
        then(&actor, &setting)
    }

    fn with_context<T>(&self, then: impl FnOnce(&Context<'_>) -> T) -> T {
        let new_id = || {
            self.ids.set(self.ids.get() + 1);
            Uuid::from_u128(self.ids.get())
        };
        then(&Context {
            now: self.now,
            staff: &self.staff,
            calendar: &self.calendar,
            new_id: &new_id,
        })
    }

    /// What is offered to somebody.
    pub fn offers(&self, who: usize) -> Vec<OpenAction> {
        self.with_actor(who, |actor, setting| {
            open_actions(&self.paper, actor, setting)
        })
    }

    /// Somebody tries to act; on success paper and grants are as the changes say.
    pub fn tries(&mut self, who: usize, action: &Action) -> Result<Acted, Refusal> {
        let acted = self.with_context(|context| {
            self.with_actor(who, |actor, setting| {
                act(&self.paper, actor, action, context, setting)
            })
        })?;
        self.paper.apply(&acted.work, &acted.draft);
        self.was_numbered |= self.paper.draft.numbered_at.is_some();
        self.gives(&acted.work);
        Ok(acted)
    }

    fn gives(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Grant(Grant { principal, cause }) => {
                    self.grants.insert((*principal, *cause));
                }
                Change::EndCause(cause) => self.grants.retain(|(_, given)| given != cause),
                _ => {}
            }
        }
        self.now += Duration::minutes(1);
    }

    /// An agency that received the paper returns it.
    pub fn comes_back(&mut self, from: OrganisationId) {
        assert!(self.paper.draft.lies_with.remove(&from));
        let changes = self.with_context(|context| came_back(&self.paper.case, context));
        self.paper.apply(&changes, &[]);
        self.gives(&changes);
    }

    /// The register cancels its number.
    pub fn loses_number(&mut self) -> Result<Acted, Refusal> {
        let clerk = person(CLERK);
        let acted = self.with_context(|context| {
            self.with_actor(CLERK, |_, setting| {
                lose_number(&self.paper, clerk, context, setting)
            })
        })?;
        self.paper.apply(&acted.work, &acted.draft);
        self.gives(&acted.work);
        Ok(acted)
    }

    #[track_caller]
    pub fn does(&mut self, who: usize, action: &Action) -> Acted {
        match self.tries(who, action) {
            Ok(acted) => acted,
            Err(refusal) => panic!("{action:?}: {refusal:?}"),
        }
    }

    #[track_caller]
    pub fn approves(&mut self, who: usize, kind: TaskKind) {
        let task = self.id(kind);
        self.does(who, &Action::Approve(task, None));
    }

    #[track_caller]
    pub fn is_refused(&mut self, who: usize, action: &Action, code: &str) {
        match self.tries(who, action) {
            Ok(_) => panic!("{action:?} was not refused"),
            Err(refusal) => assert_eq!(refusal.code, code, "{action:?}"),
        }
    }

    /// The newest open task of a kind.
    #[track_caller]
    pub fn open(&self, kind: TaskKind) -> &Task {
        let mut open = self.paper.case.tasks.iter().rev();
        open.find(|task| task.kind == kind && task.is_open())
            .unwrap_or_else(|| panic!("no open {kind:?}"))
    }

    #[track_caller]
    pub fn id(&self, kind: TaskKind) -> TaskId {
        self.open(kind).id
    }

    /// The kinds of the open tasks, sorted by name.
    pub fn waiting(&self) -> Vec<&'static str> {
        let open = self.paper.case.open_tasks();
        let mut kinds: Vec<_> = open.map(|task| task.kind.code()).collect();
        kinds.sort_unstable();
        kinds
    }
}

/// A version with one file, told apart by a number.
pub fn files(number: u128) -> Vec<DraftFile> {
    vec![DraftFile {
        file: FileId(Uuid::from_u128(number)),
        sha256: format!("{number:064x}"),
        state: ReadingState::Read,
    }]
}

/// A copy with number and date, told apart by a number.
pub fn copy(number: u128) -> ApprovedFile {
    ApprovedFile {
        file: FileId(Uuid::from_u128(1000 + number)),
        sha256: format!("{:064x}", 1000 + number),
    }
}

pub fn published(definition: Definition) -> Published {
    Published {
        route: RouteId(Uuid::from_u128(1)),
        version: 1,
        definition,
    }
}

/// The wish to go the ordinary way, with somebody to sign.
pub fn letter(signer: usize) -> Submission {
    Submission {
        route: Some(published(defaults()[0].clone())),
        chosen: BTreeMap::from([("signer".to_owned(), person(signer))]),
        note: None,
    }
}

/// The wish to go the way of decisions.
pub fn decision() -> Submission {
    let chosen = [
        ("initials", HEAD_CULTURE),
        ("first_signer", DEPUTY),
        ("second_signer", DEPUTY),
        ("signer", CHAIRMAN),
    ];
    let chosen = chosen.map(|(key, who)| (key.to_owned(), person(who)));
    Submission {
        route: Some(published(defaults()[1].clone())),
        chosen: BTreeMap::from(chosen),
        note: None,
    }
}

pub fn other(kind: &str) -> Other {
    Other {
        document: DocumentId(Uuid::from_u128(8)),
        kind: Some(kind.to_owned()),
        is_issued: true,
    }
}

/// Another agency of the installation.
pub const NEIGHBOUR: OrganisationId = OrganisationId(Uuid::from_u128(2));

pub fn to_neighbour() -> Recipient {
    Recipient::Organisation {
        organisation: NEIGHBOUR,
    }
}

pub fn by_post(name: &str) -> Recipient {
    Recipient::Outside {
        name: name.to_owned(),
        channel: "Bưu điện".to_owned(),
    }
}

/// The approvals that an action recorded.
pub fn recorded(acted: &Acted) -> usize {
    let approvals = acted.draft.iter();
    approvals
        .filter(|change| matches!(change, DraftChange::Approve(_)))
        .count()
}
