//! What a delegation can be, and that a delegate never gets farther than the giver.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::*;
use crate::access::{Appointment, Scope};
use crate::work::{Actor, StandIn};
use crate::{PositionId, UnitId};

const AGENCY: OrganisationId = OrganisationId(Uuid::from_u128(1));
const UNIT: UnitId = UnitId(Uuid::from_u128(10));

fn caller(person: u128, posts: &[(Role, Option<UnitId>)]) -> Caller {
    let appointments = posts
        .iter()
        .enumerate()
        .map(|(place, (role, unit))| Appointment {
            position: PositionId(Uuid::from_u128(person * 100 + place as u128)),
            unit: *unit,
            units_below: Vec::new(),
            role: *role,
        });
    Caller {
        person: PersonId(Uuid::from_u128(person)),
        organisation: AGENCY,
        appointments: appointments.collect(),
        scopes: Scope::ALL.to_vec(),
    }
}

fn now() -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::days(20_000)
}

fn between(giver: &Caller, receiver: &Caller, capacity: Capacity) -> Delegation {
    Delegation {
        id: DelegationId(Uuid::from_u128(900)),
        organisation: AGENCY,
        giver: giver.person,
        receiver: receiver.person,
        capacity,
        scope: PaperScope::default(),
        from: now(),
        to: now() + Duration::days(3),
        reason: " Đi công tác ".to_owned(),
        paper: None,
        ended_at: None,
    }
}

fn refusal(giver: &Caller, receiver: &Caller, delegation: Delegation) -> &'static str {
    let checked = delegation.checked(giver, receiver, now());
    checked.map_or_else(|refusal| refusal.code, |_| "")
}

#[test]
fn the_capacity_fits_both_posts() {
    let leader = caller(1, &[(Role::Leader, None)]);
    let deputy = caller(2, &[(Role::Leader, None)]);
    let chief = caller(3, &[(Role::ChiefOfOffice, None)]);
    let head = caller(4, &[(Role::HeadOfUnit, Some(UNIT))]);
    let specialist = caller(5, &[(Role::Specialist, Some(UNIT))]);
    let elsewhere = caller(6, &[(Role::Specialist, Some(UnitId(Uuid::from_u128(11))))]);
    let administrator = caller(7, &[(Role::Administrator, None)]);
    let unfit = "people.capacity_unfit";
    for (giver, receiver, capacity, code) in [
        (&leader, &deputy, Capacity::Deputy, ""),
        (&leader, &chief, Capacity::Deputy, unfit),
        (&leader, &chief, Capacity::Order, ""),
        (&leader, &head, Capacity::Order, ""),
        (&leader, &specialist, Capacity::Order, unfit),
        (
            &leader,
            &head,
            Capacity::Authorised,
            "people.authorisation_needed",
        ),
        (&head, &specialist, Capacity::Deputy, ""),
        (&head, &elsewhere, Capacity::Deputy, unfit),
        (&head, &specialist, Capacity::Order, unfit),
        (&specialist, &elsewhere, Capacity::Substitute, ""),
        (
            &specialist,
            &specialist,
            Capacity::Substitute,
            "people.delegate_self",
        ),
        (
            &administrator,
            &specialist,
            Capacity::Substitute,
            "people.nothing_to_delegate",
        ),
        (
            &specialist,
            &administrator,
            Capacity::Substitute,
            "people.delegate_without_post",
        ),
    ] {
        assert_eq!(
            refusal(giver, receiver, between(giver, receiver, capacity)),
            code,
            "{capacity:?}"
        );
    }
    let written = Delegation {
        paper: Some(" 12/GUQ-UBND ".into()),
        ..between(&leader, &head, Capacity::Authorised)
    };
    let written = written
        .checked(&leader, &head, now())
        .map(|kept| (kept.paper, kept.reason));
    assert_eq!(
        written,
        Ok((Some("12/GUQ-UBND".into()), "Đi công tác".into()))
    );
}

#[test]
fn a_delegation_is_bounded_and_says_why() {
    let (giver, receiver) = (
        caller(1, &[(Role::Clerk, None)]),
        caller(2, &[(Role::Clerk, None)]),
    );
    let plain = between(&giver, &receiver, Capacity::Substitute);
    let kinds = |kinds: &[&str]| PaperScope {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        registers: Vec::new(),
    };
    for (delegation, code) in [
        (
            Delegation {
                to: now(),
                ..plain.clone()
            },
            "people.delegation_period",
        ),
        (
            Delegation {
                from: now() + Duration::days(4),
                ..plain.clone()
            },
            "people.delegation_period",
        ),
        (
            Delegation {
                to: now() + Duration::days(400),
                ..plain.clone()
            },
            "people.delegation_long",
        ),
        (
            Delegation {
                reason: " ".into(),
                ..plain.clone()
            },
            "people.reason_needed",
        ),
        (
            Delegation {
                scope: kinds(&["sach"]),
                ..plain.clone()
            },
            "documents.kind_unknown",
        ),
        (
            Delegation {
                scope: kinds(&["cong_van"; 101]),
                ..plain.clone()
            },
            "people.scope_long",
        ),
    ] {
        assert_eq!(refusal(&giver, &receiver, delegation), code);
    }
    let stranger = Caller {
        organisation: OrganisationId(Uuid::from_u128(2)),
        ..receiver
    };
    assert_eq!(refusal(&giver, &stranger, plain), "people.unknown");
}

#[test]
fn a_scope_that_names_kinds_or_registers_covers_nothing_unknown() {
    let scope = PaperScope {
        kinds: vec!["cong_van".into()],
        registers: vec!["Đến".into()],
    };
    assert!(scope.covers(Some("cong_van"), Some("Đến")));
    assert!(!scope.covers(Some("cong_van"), None));
    assert!(!scope.covers(None, Some("Đến")));
    assert!(!scope.covers(Some("quyet_dinh"), Some("Đến")));
    assert!(PaperScope::default().covers(None, None));
}

/// Raw numbers of a delegation: giver, receiver, scope, first and last hour, hour of an early end.
type Dice = (usize, usize, usize, i64, i64, Option<i64>);

const ROLES: [Role; 5] = [
    Role::Clerk,
    Role::Leader,
    Role::HeadOfUnit,
    Role::Specialist,
    Role::Administrator,
];

fn person(number: usize) -> Caller {
    let unit = number.is_multiple_of(2).then_some(UNIT);
    caller(number as u128 + 1, &[(ROLES[number % ROLES.len()], unit)])
}

fn scope(number: usize) -> PaperScope {
    let named = |name: &str, bit: usize| {
        if number & bit > 0 {
            vec![name.to_owned()]
        } else {
            Vec::new()
        }
    };
    PaperScope {
        kinds: named("cong_van", 1),
        registers: named("Đến", 2),
    }
}

fn made((giver, receiver, papers, from, hours, ended): Dice) -> Delegation {
    let (giver, receiver) = (person(giver), person(receiver));
    let from = now() + Duration::hours(from);
    Delegation {
        id: DelegationId(Uuid::from_u128(1000)),
        scope: scope(papers),
        from,
        to: from + Duration::hours(hours),
        ended_at: ended.map(|hour| now() + Duration::hours(hour)),
        ..between(&giver, &receiver, Capacity::Substitute)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever delegations there are: somebody answers only for what is his own or the giver's
    /// own, in the scope, while it lives; lists reach exactly as far as actions do, each principal
    /// once.
    #[test]
    fn a_delegate_never_gets_farther_than_the_giver(
        dice in prop::collection::vec((0..8_usize, 0..8_usize, 0..4_usize, -30_i64..30, 0_i64..40, prop::option::of(-20_i64..40)), 0..8),
        who in 0..8_usize,
        hour in -40_i64..60,
        (has_kind, has_register) in (any::<bool>(), any::<bool>()),
    ) {
        let at = now() + Duration::hours(hour);
        let me = person(who);
        let all: Vec<_> = dice.into_iter().map(made).collect();
        let received = all.iter().filter(|one| one.receiver == me.person && one.giver != me.person);
        let givers: Vec<_> = (0..8).map(person).collect();
        let lives: Vec<_> = received.clone().filter_map(|one| {
            let giver = givers.iter().find(|giver| giver.person == one.giver);
            live(one.clone(), giver, at)
        }).collect();
        let (kind, register) = (has_kind.then_some("cong_van"), has_register.then_some("Đến"));
        let standing: Vec<StandIn> = stand_ins(&lives, kind, register);
        let actor = Actor { caller: &me, stands_in: &standing };
        let own = me.principals();
        let reached = reaches(&own, &lives);
        let mut everything: Vec<_> = givers.iter().flat_map(Caller::principals).collect();
        everything.sort_unstable();
        everything.dedup();
        for principal in everything {
            let answers = actor.answers_for(principal);
            let allowed = received.clone().any(|one| {
                let giver = givers.iter().find(|giver| giver.person == one.giver).unwrap();
                let is_time = one.from <= at && at < one.to && one.ended_at.is_none_or(|end| at < end);
                is_time && one.scope.covers(kind, register) && own_principals(giver).contains(&principal)
            });
            prop_assert_eq!(answers.is_some(), own.contains(&principal) || allowed);
            let listed = reached.iter().filter(|reach| {
                let covers = |scope: &PaperScope| scope.covers(kind, register);
                reach.principals.contains(&principal)
                    && (reach.scopes.is_empty() || reach.scopes.iter().any(covers))
            }).count();
            prop_assert_eq!(listed, usize::from(answers.is_some()));
            let behalf = on_behalf_of(&own, &lives, principal, (kind, register));
            prop_assert_eq!(behalf, answers.and_then(|standing| standing.on_behalf_of));
        }
        let everyone = |live: &Live| live.principals.iter().any(|one| matches!(one, Principal::Everyone(_) | Principal::Role(_, Role::Administrator)));
        prop_assert!(!lives.iter().any(everyone));
    }
}
