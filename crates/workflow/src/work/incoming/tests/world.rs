//! A small agency for the tests: its staff, a paper, and people who act on it.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use crate::access::{Cause, Grant, Principal};
use crate::calendar::{Calendar, DayEntry, DayKind, OfficeHours};
use crate::documents::Urgency;
pub use crate::work::agency::*;
use crate::work::incoming::{Action, Assignment, act};
use crate::work::{Actor, By, Case, Change, Context, Staff, StandIn, Task, TaskKind, recount};
use crate::{DocumentId, Refusal, TaskId};

/// A paper on its way, with the grants that its changes gave.
pub struct Office {
    pub case: Case,
    pub now: OffsetDateTime,
    pub staff: Staff,
    pub calendar: Calendar,
    entries: BTreeMap<Date, DayEntry>,
    pub stands_in: HashMap<usize, Vec<StandIn>>,
    pub grants: BTreeSet<(Principal, Cause)>,
    ids: Cell<u128>,
}

impl Office {
    pub fn new() -> Office {
        Office {
            case: Case::new(DocumentId(Uuid::from_u128(7)), AGENCY, Urgency::default()),
            now: OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap(),
            staff: staff(),
            calendar: Calendar::default(),
            entries: BTreeMap::new(),
            stands_in: HashMap::new(),
            grants: BTreeSet::new(),
            ids: Cell::new(100_000),
        }
    }

    pub fn days(&self, days: i64) -> OffsetDateTime {
        self.now + Duration::days(days)
    }

    /// Somebody tries to act; on success the case and the grants are as the changes say.
    pub fn tries(&mut self, who: usize, action: &Action) -> Result<Vec<Change>, Refusal> {
        let caller = caller(who);
        let stands_in = self.stands_in.get(&who).cloned().unwrap_or_default();
        let actor = Actor {
            caller: &caller,
            stands_in: &stands_in,
        };
        let new_id = || {
            self.ids.set(self.ids.get() + 1);
            Uuid::from_u128(self.ids.get())
        };
        let context = Context {
            now: self.now,
            staff: &self.staff,
            calendar: &self.calendar,
            new_id: &new_id,
        };
        let changes = act(&self.case, &actor, action, &context)?;
        self.makes(&changes);
        Ok(changes)
    }

    /// The agency that sent the paper does something to it; answers the changes.
    pub fn sender(&mut self, does: fn(&Case, &Context<'_>) -> Vec<Change>) -> Vec<Change> {
        let new_id = || {
            self.ids.set(self.ids.get() + 1);
            Uuid::from_u128(self.ids.get())
        };
        let context = Context {
            now: self.now,
            staff: &self.staff,
            calendar: &self.calendar,
            new_id: &new_id,
        };
        let changes = does(&self.case, &context);
        self.makes(&changes);
        changes
    }

    fn makes(&mut self, changes: &[Change]) {
        for change in changes {
            self.case.apply(change);
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

    /// A day of the calendar changes its kind, and what is open is counted anew.
    pub fn changes_calendar(&mut self, days: i64, kind: DayKind) {
        let entry = DayEntry {
            day: self.days(days).date(),
            kind,
            name: "Ngày thử".to_owned(),
            source: "Thông báo thử".to_owned(),
        };
        self.entries.insert(entry.day, entry);
        let entries = self.entries.values().cloned();
        self.calendar = Calendar::new(entries, OfficeHours::default());
        self.moves();
    }

    /// Counts what is open anew; answers how many dates moved.
    pub fn moves(&mut self) -> usize {
        let moved = recount(&self.case, &self.calendar);
        for one in &moved {
            self.case.apply(&Change::SetDue {
                task: one.task,
                due: Some(one.after.clone()),
                because: None,
            });
        }
        moved.len()
    }

    #[track_caller]
    pub fn does(&mut self, who: usize, action: &Action) {
        if let Err(refusal) = self.tries(who, action) {
            panic!("{action:?}: {refusal:?}");
        }
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
        let mut open = self.case.tasks.iter().rev();
        open.find(|task| task.kind == kind && task.is_open())
            .unwrap_or_else(|| panic!("no open {kind:?}"))
    }

    pub fn id(&self, kind: TaskKind) -> TaskId {
        self.open(kind).id
    }

    /// Registered and waiting for the chairman.
    pub fn registered() -> Office {
        let mut office = Office::new();
        let to = Principal::Person(person(CHAIRMAN));
        office.does(CLERK, &Action::Register(Urgency::Normal, Some(to)));
        office
    }

    /// Given to the head of economy by the chairman, due in ten days.
    pub fn distributed() -> Office {
        let mut office = Office::registered();
        let parts = vec![
            Assignment {
                asks_confirmation: true,
                ..part(
                    TaskKind::Lead,
                    Principal::Head(ECONOMY),
                    Some(office.days(10)),
                )
            },
            part(
                TaskKind::Support,
                Principal::Head(CULTURE),
                Some(office.days(5)),
            ),
            part(TaskKind::Inform, Principal::Person(person(DEPUTY)), None),
        ];
        let task = office.id(TaskKind::Distribute);
        let words = "Giao phòng Kinh tế chủ trì".to_owned();
        office.does(CHAIRMAN, &Action::Distribute(task, parts, words));
        office
    }
}

pub fn part(kind: TaskKind, assignee: Principal, due_at: Option<OffsetDateTime>) -> Assignment {
    Assignment {
        part: kind,
        assignee,
        by: due_at.map(By::Moment),
        asks_confirmation: false,
        urgency: Urgency::Normal,
    }
}
