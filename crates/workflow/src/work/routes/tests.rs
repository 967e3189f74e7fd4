//! What can be published, and how it is written.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use uuid::Uuid;

use super::*;
use crate::access::Role;
use crate::calendar::Term;
use crate::work::agency::{CHAIRMAN, ECONOMY, TAXES, person, staff};
use crate::{PersonId, PositionId};

fn codes(change: impl FnOnce(&mut Definition)) -> Vec<&'static str> {
    let mut definition = defaults().remove(1);
    change(&mut definition);
    let faults = check(&definition, &staff());
    faults.into_iter().map(|fault| fault.code).collect()
}

fn asked(change: impl FnOnce(&mut RouteStep)) -> Vec<&'static str> {
    codes(|definition| change(&mut definition.stages[0].steps[0]))
}

#[test]
fn what_an_agency_begins_with_can_be_published() {
    for definition in defaults() {
        assert_eq!(check(&definition, &staff()), [], "{}", definition.name);
    }
}

#[test]
fn every_fault_keeps_a_route_from_being_published() {
    assert_eq!(
        codes(|route| route.stages.clear()),
        [
            "routes.stages_count",
            "routes.content_needed",
            "routes.form_needed",
            "routes.final_last"
        ]
    );
    assert_eq!(
        codes(|route| route.name = " ".into()),
        ["routes.name_needed"]
    );
    assert_eq!(
        codes(|route| route.kinds.push("novel".into())),
        ["documents.kind_unknown"]
    );
    assert_eq!(
        codes(|route| route.stages[2].steps.clear()),
        ["routes.steps_count"]
    );
    assert_eq!(
        codes(|route| {
            let last = route.stages.pop().unwrap();
            route.stages.insert(0, last);
        }),
        ["routes.final_last"]
    );
    assert_eq!(
        codes(|route| route.stages[4].steps[0].kind = StepKind::Form),
        ["routes.final_last"]
    );
    assert_eq!(
        codes(|route| {
            let beside = route.stages[2].steps[0].clone();
            route.stages[4].steps.push(beside);
        }),
        ["routes.key_twice", "routes.final_last"]
    );
    assert_eq!(
        asked(|step| step.kind = StepKind::Initial),
        ["routes.content_needed"]
    );
    assert_eq!(
        asked(|step| step.key = "Trưởng phòng".into()),
        ["routes.key_unfit"]
    );
    assert_eq!(
        asked(|step| step.due = Some(Term::WorkingHours { amount: 0 })),
        ["routes.term_unfit"]
    );
}

#[test]
fn everybody_asked_answers_today() {
    let nobody = PersonId(Uuid::from_u128(5));
    let position = PositionId(Uuid::from_u128(5));
    for who in [
        Who::Person { person: nobody },
        Who::Position { position },
        Who::UnitHead { unit: TAXES },
        Who::Role {
            role: Role::Administrator,
        },
        Who::ChosenAtSubmission {
            role: Role::Archivist,
        },
    ] {
        assert_eq!(
            asked(|step| step.who = who),
            ["routes.nobody_there"],
            "{who:?}"
        );
    }
    let person = person(CHAIRMAN);
    for who in [Who::Person { person }, Who::UnitHead { unit: ECONOMY }] {
        assert_eq!(asked(|step| step.who = who), [""; 0], "{who:?}");
    }
}

#[test]
fn a_route_reads_back_what_it_wrote_and_refuses_what_it_does_not_know() {
    for definition in defaults() {
        let text = serde_json::to_string(&definition).unwrap();
        assert_eq!(
            serde_json::from_str::<Definition>(&text).unwrap(),
            definition
        );
    }
    let step = serde_json::json!({
        "key": "a", "kind": "content", "who": {"is": "drafter_unit_head"},
        "due": {"unit": "working_days", "amount": 2}
    });
    let read: RouteStep = serde_json::from_value(step.clone()).unwrap();
    assert_eq!(read.due, Some(Term::WorkingDays { amount: 2 }));
    let mut odd = step.clone();
    odd["who"] = serde_json::json!({"is": "everybody"});
    assert!(serde_json::from_value::<RouteStep>(odd).is_err());
    let mut more = step;
    more["skip"] = true.into();
    assert!(serde_json::from_value::<RouteStep>(more).is_err());
}
