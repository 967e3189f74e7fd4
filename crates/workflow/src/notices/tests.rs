#![allow(clippy::unwrap_used)]
//! The rule told as tables: who hears of what, when it rings, and properties of both.

use proptest::prelude::*;
use serde_json::{Value, json};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::*;
use crate::access::{Principal, Role};
use crate::audit::{Event, GENESIS};
use crate::delegation::{Capacity, Delegation, Live, PaperScope};
use crate::documents::Urgency;
use crate::work::{Due, Member, Staff, Task, TaskKind};
use crate::{DelegationId, OrganisationId, PersonId, PositionId, TaskId, UnitId};

const AGENCY: OrganisationId = OrganisationId(Uuid::from_u128(1));
const ECONOMY: UnitId = UnitId(Uuid::from_u128(2));
const NOW: OffsetDateTime = datetime!(2026-11-23 01:00 UTC);

fn person(id: u128) -> PersonId {
    PersonId(Uuid::from_u128(id))
}

const LEADER: u128 = 10;
const CHIEF: u128 = 11;
const HEAD: u128 = 12;
const SPECIALIST: u128 = 13;

fn member(id: u128, post: u128, unit: Option<UnitId>, role: Role) -> Member {
    Member {
        person: person(id),
        position: PositionId(Uuid::from_u128(post)),
        unit,
        role,
    }
}

/// The head of economy also holds the post of a specialist there.
fn staff() -> Staff {
    Staff {
        organisation: Some(AGENCY),
        members: vec![
            member(LEADER, 20, None, Role::Leader),
            member(CHIEF, 21, None, Role::ChiefOfOffice),
            member(HEAD, 22, Some(ECONOMY), Role::HeadOfUnit),
            member(HEAD, 23, Some(ECONOMY), Role::Specialist),
            member(SPECIALIST, 24, Some(ECONOMY), Role::Specialist),
        ],
        units: [(ECONOMY, None)].into(),
    }
}

fn task(id: u128, kind: TaskKind, assignee: Principal, given_by: Option<u128>) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(id)),
        kind,
        parent: None,
        assignee,
        holder: None,
        given_by: given_by.map(person),
        given_for: None,
        remark: None,
        asks_confirmation: false,
        urgency: Urgency::Normal,
        due: Some(Due::at(NOW + Duration::days(1))),
        opened_at: NOW,
        accepted_at: None,
        closed: None,
        stage: None,
    }
}

fn event(kind: &str, actor: Option<u128>, payload: &Value) -> Event {
    Event {
        organisation: AGENCY,
        seq: 1,
        at_us: 0,
        actor: actor.map(person),
        kind: kind.to_owned(),
        subject: "doc".to_owned(),
        payload: payload.to_string(),
        previous: GENESIS,
        hash: GENESIS,
    }
}

fn opened(task: &Task) -> Value {
    json!({ "task": task.id, "kind": task.kind.code(), "to": task.assignee.to_string() })
}

fn closed(task: &Task, outcome: &str) -> Value {
    json!({ "task": task.id, "kind": task.kind.code(), "outcome": outcome })
}

fn told(event: &Event, tasks: &[Task], lives: &[Live]) -> Vec<(PersonId, Code, Option<PersonId>)> {
    let staff = staff();
    let office = Office {
        staff: &staff,
        lives,
        paper: (Some("cong_van"), None),
        urgency: Urgency::Normal,
    };
    people(&tellings(event, tasks), event.actor, &office)
        .into_iter()
        .map(|one| (one.person, one.code, one.on_behalf_of))
        .collect()
}

fn own(id: u128, code: Code) -> (PersonId, Code, Option<PersonId>) {
    (person(id), code, None)
}

#[test]
fn a_part_tells_whom_it_waits_for_once_whatever_posts_he_holds() {
    let unit = task(1, TaskKind::Support, Principal::Unit(ECONOMY), Some(LEADER));
    let head = task(2, TaskKind::Lead, Principal::Head(ECONOMY), Some(LEADER));
    let post = Principal::Position(PositionId(Uuid::from_u128(23)));
    let post = task(3, TaskKind::Inform, post, Some(LEADER));
    let all = [unit, head, post];
    let payload = json!({ "opened": all.iter().map(opened).collect::<Vec<_>>() });
    let given = event("task.distributed", Some(LEADER), &payload);
    let expected = [own(HEAD, Code::Opened), own(SPECIALIST, Code::Opened)];
    assert_eq!(told(&given, &all, &[]), expected);
    let by_head = event("task.assigned_on", Some(HEAD), &payload);
    assert_eq!(told(&by_head, &all, &[]), [own(SPECIALIST, Code::Opened)]);
}

#[test]
fn whoever_gave_hears_what_came_back_and_whoever_had_hears_what_was_taken() {
    let lead = task(
        1,
        TaskKind::Lead,
        Principal::Person(person(HEAD)),
        Some(LEADER),
    );
    let again = task(
        2,
        TaskKind::Distribute,
        Principal::Person(person(LEADER)),
        None,
    );
    let wish = task(
        3,
        TaskKind::Extension,
        Principal::Person(person(LEADER)),
        Some(HEAD),
    );
    let tasks = [lead.clone(), again.clone(), wish.clone()];
    let back = |outcome| json!({ "opened": [opened(&again)], "closed": [closed(&lead, outcome)] });
    let taken = json!({ "closed": [closed(&lead, "taken_back")] });
    let same = json!({ "opened": [opened(&lead)], "closed": [closed(&lead, "taken_back")] });
    let decided = |outcome| json!({ "closed": [closed(&wish, outcome)] });
    let anew = json!({ "opened": [opened(&lead)], "closed": [closed(&again, "denied")] });
    for (kind, actor, payload, to, code) in [
        (
            "task.returned",
            HEAD,
            back("returned"),
            LEADER,
            Code::Returned,
        ),
        ("task.refused", HEAD, back("refused"), LEADER, Code::Refused),
        ("task.taken_back", LEADER, taken, HEAD, Code::TakenBack),
        ("task.corrected", LEADER, same, HEAD, Code::Corrected),
        (
            "task.time_decided",
            LEADER,
            decided("granted"),
            HEAD,
            Code::TimeGranted,
        ),
        (
            "task.time_decided",
            LEADER,
            decided("denied"),
            HEAD,
            Code::TimeRefused,
        ),
        ("task.sent_back", LEADER, anew.clone(), HEAD, Code::SentBack),
        ("task.draft_returned", LEADER, anew, HEAD, Code::SentBack),
    ] {
        let happened = event(kind, Some(actor), &payload);
        assert_eq!(told(&happened, &tasks, &[]), [own(to, code)], "{kind}");
    }
}

#[test]
fn time_tells_those_it_names_and_everybody_hears_of_a_recall() {
    let lead = task(1, TaskKind::Lead, Principal::Head(ECONOMY), Some(LEADER));
    let mut draft = task(2, TaskKind::Draft, Principal::Unit(ECONOMY), None);
    draft.holder = Some(person(SPECIALIST));
    let tasks = [lead.clone(), draft];
    let late = json!({ "task": lead.id, "to": [lead.assignee.to_string()], "due_at": 1 });
    for (kind, code) in [
        ("task.due_soon", Code::DueSoon),
        ("task.overdue", Code::Overdue),
        ("task.escalated", Code::Escalated),
    ] {
        let happened = event(kind, None, &late);
        assert_eq!(told(&happened, &tasks, &[]), [own(HEAD, code)]);
        assert_eq!(
            tellings(&happened, &tasks)[0].due_at,
            Some(NOW + Duration::days(1))
        );
    }
    let recalled = event("task.recalled", Some(LEADER), &json!({ "closed": [] }));
    let expected = [own(HEAD, Code::Recalled), own(SPECIALIST, Code::Recalled)];
    assert_eq!(told(&recalled, &tasks, &[]), expected);
    let refused = event("exchange.recall_refused", None, &json!({ "status": "16" }));
    let expected = [
        own(HEAD, Code::RecallRefused),
        own(SPECIALIST, Code::RecallRefused),
    ];
    assert_eq!(told(&refused, &tasks, &[]), expected);
    let failed = event("task.stamp_failed", None, &json!({ "trouble": "x" }));
    assert!(told(&failed, &tasks, &[]).is_empty(), "nobody issues it");
    let unknown = event("document.edited", None, &json!({ "opened": "?" }));
    assert!(told(&unknown, &tasks, &[]).is_empty());
}

#[test]
fn what_nobody_answers_for_is_told_to_whoever_orders_the_office() {
    let gone = UnitId(Uuid::from_u128(99));
    let lead = task(1, TaskKind::Lead, Principal::Head(gone), Some(LEADER));
    let payload = json!({ "opened": [opened(&lead)] });
    let given = event("task.distributed", Some(LEADER), &payload);
    assert_eq!(
        told(&given, std::slice::from_ref(&lead), &[]),
        [own(CHIEF, Code::Opened)]
    );
    let taken = json!({ "closed": [closed(&lead, "taken_back")] });
    let taken = event("task.taken_back", Some(LEADER), &taken);
    assert!(told(&taken, &[lead], &[]).is_empty());
}

fn stands_in(receiver: u128, giver: u128, principals: Vec<Principal>, kinds: &[&str]) -> Live {
    Live {
        delegation: Delegation {
            id: DelegationId(Uuid::from_u128(70)),
            organisation: AGENCY,
            giver: person(giver),
            receiver: person(receiver),
            capacity: Capacity::Substitute,
            scope: PaperScope {
                kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
                registers: Vec::new(),
            },
            from: NOW,
            to: NOW + Duration::days(1),
            reason: "x".to_owned(),
            paper: None,
            ended_at: None,
        },
        principals,
    }
}

#[test]
fn delegates_hear_on_behalf_of_the_giver_within_the_scope() {
    let leader = Principal::Person(person(LEADER));
    let waits = task(1, TaskKind::Distribute, leader, None);
    let payload = json!({ "opened": [opened(&waits)] });
    let submitted = event("task.submitted", Some(CHIEF), &payload);
    let within = stands_in(HEAD, LEADER, vec![leader], &["cong_van"]);
    let beyond = stands_in(SPECIALIST, LEADER, vec![leader], &["quyet_dinh"]);
    let expected = [
        own(LEADER, Code::Opened),
        (person(HEAD), Code::Opened, Some(person(LEADER))),
    ];
    assert_eq!(told(&submitted, &[waits], &[within, beyond]), expected);
    let begun = json!({ "giver": person(LEADER), "receiver": person(HEAD) });
    let begun = event("delegation.begun", None, &begun);
    assert_eq!(told(&begun, &[], &[]), [own(HEAD, Code::Delegated)]);
}

#[test]
fn it_rings_outside_the_quiet_hours_and_hoa_toc_rings_always() {
    let mut wish = Preferences {
        address: Some("a@xa.gov.vn".into()),
        ..Preferences::default()
    };
    let night = datetime!(2026-11-23 22:30 +7);
    let morning = datetime!(2026-11-24 06:00 +7);
    let early = datetime!(2026-11-24 05:59 +7);
    let day = datetime!(2026-11-24 06:00 +7);
    for (now, urgency, rings) in [
        (night, Urgency::Urgent, morning),
        (early, Urgency::VeryUrgent, morning),
        (day, Urgency::Urgent, day),
        (night, Urgency::Flash, night),
    ] {
        let plan = wish.plan(urgency, now);
        assert_eq!(
            (plan.push_at, plan.mail_at),
            (Some(rings), Some(rings)),
            "{now}"
        );
        assert_eq!(plan.digest_at, None);
    }
    wish.flash_breaks_quiet = false;
    assert_eq!(wish.plan(Urgency::Flash, night).push_at, Some(morning));
    let plain = wish.plan(Urgency::Normal, night);
    assert_eq!(plain.digest_at, Some(datetime!(2026-11-24 07:00 +7)));
    assert_eq!((plain.mail_at, plain.push_at), (None, Some(morning)));
    wish.address = None;
    let unreachable = wish.plan(Urgency::Normal, night);
    assert_eq!((unreachable.mail_at, unreachable.digest_at), (None, None));
}

#[test]
fn an_address_is_checked_and_kept_to_the_domains_of_the_office() {
    let with = |address: &str| Preferences {
        address: Some(address.to_owned()),
        ..Preferences::default()
    };
    let own = ["xa.gov.vn".to_owned()];
    let kept = with(" an@XA.gov.vn ").checked(&own).unwrap();
    assert_eq!(kept.address.as_deref(), Some("an@xa.gov.vn"));
    for (address, code) in [
        ("an", "notices.address_unfit"),
        ("an@x", "notices.address_unfit"),
        ("a b@xa.gov.vn", "notices.address_unfit"),
        ("a@xa.gov.vn\r\nBcc: b@x.vn", "notices.address_unfit"),
        ("an@mail.vn", "notices.address_foreign"),
    ] {
        let refused = with(address).checked(&own).map_err(|refusal| refusal.code);
        assert_eq!(refused, Err(code), "{address}");
    }
    assert!(with("an@mail.vn").checked(&[]).is_ok());
    assert!(with("  ").checked(&own).unwrap().address.is_none());
    let odd = Preferences {
        digest_hour: 24,
        ..Preferences::default()
    };
    assert_eq!(
        odd.checked(&[]).map_err(|r| r.code),
        Err("notices.hour_unfit")
    );
}

#[test]
fn pauses_grow_and_end() {
    let pauses: Vec<_> = (1..=MOST_ATTEMPTS).map(pause_after).collect();
    assert_eq!(pauses[0], Duration::minutes(1));
    assert!(pauses.windows(2).all(|pair| pair[0] <= pair[1]));
    assert_eq!(pause_after(100), Duration::hours(2));
}

proptest! {
    #[test]
    fn nobody_is_told_twice_and_never_of_his_own_deed(
        whom in prop::collection::vec(0_usize..5, 0..8),
        actor in prop::option::of(LEADER..=SPECIALIST),
    ) {
        let leader = Principal::Person(person(LEADER));
        let principals = [
            Principal::Unit(ECONOMY), Principal::Head(ECONOMY), leader,
            Principal::Role(AGENCY, Role::Specialist), Principal::Everyone(AGENCY),
        ];
        let tasks: Vec<_> = whom.iter().zip(1..)
            .map(|(which, id)| task(id, TaskKind::Lead, principals[*which], None))
            .collect();
        let payload = json!({ "opened": tasks.iter().map(opened).collect::<Vec<_>>() });
        let lives = [stands_in(HEAD, LEADER, vec![leader], &[])];
        let told = told(&event("task.distributed", actor, &payload), &tasks, &lives);
        let mut people: Vec<_> = told.iter().map(|one| one.0).collect();
        prop_assert!(!people.iter().any(|one| Some(*one) == actor.map(person)));
        people.dedup();
        prop_assert_eq!(people.len(), told.len());
    }

    #[test]
    fn nothing_rings_in_quiet_hours_and_never_more_than_a_day_later(
        minutes in 0_i64..5000, from in 0_u16..1440, to in 0_u16..1440,
    ) {
        prop_assume!(from != to);
        let wish = Preferences {
            quiet: Some(Quiet { from_minute: from, to_minute: to }),
            address: Some("a@b.vn".into()),
            ..Preferences::default()
        };
        let now = NOW + Duration::minutes(minutes);
        let plan = wish.plan(Urgency::Urgent, now);
        let rings = plan.push_at.unwrap();
        prop_assert!(rings >= now && rings - now <= Duration::days(1));
        prop_assert_eq!(wish.plan(Urgency::Urgent, rings).push_at, Some(rings));
        let digest = wish.plan(Urgency::Normal, now).digest_at.unwrap();
        prop_assert!(digest > now && digest - now <= Duration::days(1));
    }
}
