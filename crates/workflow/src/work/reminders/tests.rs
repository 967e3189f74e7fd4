#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use time::macros::datetime;
use uuid::Uuid;

use super::*;
use crate::documents::Urgency;
use crate::work::agency::*;
use crate::work::{Change, Due};
use crate::{DocumentId, TaskId};

const OPENED: OffsetDateTime = datetime!(2026-11-16 9:00 +7);
/// A Thursday.
const DUE: OffsetDateTime = datetime!(2026-11-19 17:00 +7);

fn task(kind: TaskKind, assignee: Principal) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(2)),
        kind,
        parent: Some(TaskId(Uuid::from_u128(1))),
        assignee,
        holder: None,
        given_by: Some(person(CHAIRMAN)),
        given_for: None,
        remark: None,
        asks_confirmation: false,
        urgency: Urgency::Normal,
        due: Some(Due::at(DUE)),
        opened_at: OPENED,
        accepted_at: None,
        closed: None,
        stage: None,
    }
}

fn case_of(task: &Task) -> Case {
    let mut case = Case::new(DocumentId(Uuid::nil()), AGENCY, Urgency::Normal);
    let mut instruction = self::task(TaskKind::Distribute, Principal::Person(person(CHAIRMAN)));
    instruction.id = TaskId(Uuid::from_u128(1));
    instruction.parent = None;
    case.apply(&Change::Open(instruction));
    case.apply(&Change::Open(task.clone()));
    case
}

fn looked(task: &Task, told: &[Threshold], now: OffsetDateTime) -> Look {
    let calendar = Calendar::default();
    let settings = Settings::default();
    let case = case_of(task);
    look((&case, task), &settings, (&calendar, &staff()), told, now)
}

#[test]
fn before_on_and_after_the_date_each_is_told_once() {
    use Threshold::{Day, Hours, Overdue};
    let specialist = Principal::Person(person(SPECIALIST));
    let task = task(TaskKind::Lead, specialist);
    let first = looked(&task, &[], OPENED);
    assert_eq!(first.crossed, []);
    assert_eq!(first.next, Some(datetime!(2026-11-18 17:00 +7)));
    let near = looked(&task, &[], datetime!(2026-11-18 17:00 +7));
    assert_eq!(
        (near.crossed.as_slice(), near.told[0].signal),
        (&[Hours][..], Signal::DueSoon)
    );
    assert_eq!(near.told[0].to, [specialist]);
    assert_eq!(near.next, Some(datetime!(2026-11-19 7:30 +7)));
    let day = looked(&task, &[Hours], datetime!(2026-11-19 8:00 +7));
    assert_eq!(day.crossed, [Day]);
    assert!(
        looked(&task, &[Hours, Day], DUE).crossed.is_empty(),
        "not past yet"
    );
    let late = looked(&task, &[Hours, Day], datetime!(2026-11-19 17:01 +7));
    assert_eq!(late.told.len(), 1);
    assert_eq!(late.told[0].signal, Signal::Overdue);
    assert_eq!(
        late.told[0].to,
        [Principal::Person(person(CHAIRMAN)), specialist]
    );
    // The next working day is over: the head is told. Then Monday, and 24/11 is a holiday.
    let above = looked(&task, &[Hours, Day, Overdue], datetime!(2026-11-21 0:00 +7));
    assert_eq!(above.told[0].to, [Principal::Head(ECONOMY)]);
    let before_next = above.next.unwrap();
    assert_eq!(before_next.date(), time::macros::date!(2026 - 11 - 25));
}

#[test]
fn what_was_missed_is_told_once_and_not_as_coming_near() {
    let task = task(TaskKind::Lead, Principal::Head(TAXES));
    let look = looked(&task, &[], datetime!(2026-12-30 9:00 +7));
    assert_eq!(look.crossed.len(), 4);
    let signals: Vec<_> = look.told.iter().map(|told| told.signal).collect();
    assert_eq!(signals, [Signal::Overdue, Signal::Escalated]);
    // Taxes has no head of its own: the one above, the chief, and the leader who gave it.
    let chief = Principal::Role(AGENCY, Role::ChiefOfOffice);
    let above = [
        chief,
        Principal::Head(ECONOMY),
        Principal::Person(person(CHAIRMAN)),
    ];
    let told = &look.told[1].to;
    assert!(above.iter().all(|one| told.contains(one)), "{told:?}");
    assert_eq!(look.next, None);
}

#[test]
fn nobody_is_told_of_his_own_lateness_as_somebody_above() {
    let task = task(TaskKind::Lead, Principal::Head(ECONOMY));
    let to = told_of(Threshold::Head, &case_of(&task), &task, &staff());
    assert_eq!(to, [], "no unit is above");
    let asked = self::task(TaskKind::Opinion, Principal::Person(person(SPECIALIST)));
    let look = looked(&asked, &[], datetime!(2026-12-30 9:00 +7));
    assert!(
        look.told
            .iter()
            .all(|told| told.signal != Signal::Escalated)
    );
}

#[test]
fn settings_without_sense_are_refused() {
    let with = |change: fn(&mut Settings)| {
        let mut settings = Settings::default();
        change(&mut settings);
        settings.check().err().map(|refusal| refusal.code)
    };
    assert_eq!(with(|_| ()), None);
    assert_eq!(
        with(|settings| settings.head_days = Some(0)),
        Some("calendar.reminder_amount")
    );
    assert_eq!(
        with(|settings| settings.percent_passed = Some(100)),
        Some("calendar.reminder_percent")
    );
}

proptest! {
    /// Whatever the moments at which one looks, each threshold is crossed once, in order, and the
    /// look that follows comes when the last one said.
    #[test]
    fn each_threshold_is_crossed_once(minutes in prop::collection::vec(0_i64..40_000, 1..20)) {
        let task = task(TaskKind::Lead, Principal::Person(person(SPECIALIST)));
        let mut moments: Vec<_> = minutes.iter().map(|one| OPENED + Duration::minutes(*one)).collect();
        moments.sort_unstable();
        let (mut told, mut next) = (Vec::new(), Some(OPENED));
        for now in moments {
            let look = looked(&task, &told, now);
            let is_time = next.is_some_and(|next| next <= now);
            prop_assert!(is_time || look.crossed.is_empty());
            for threshold in look.crossed {
                prop_assert!(!told.contains(&threshold));
                told.push(threshold);
            }
            next = look.next;
            prop_assert!(next.is_none_or(|next| next > now));
        }
        prop_assert!(told.is_sorted());
    }
}
