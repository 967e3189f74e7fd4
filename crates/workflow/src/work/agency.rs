//! A small agency for the tests of the rules: its units, its staff, and callers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;

use uuid::Uuid;

use super::{Member, Staff};
use crate::access::{Appointment, Caller, Role, Scope};
use crate::{OrganisationId, PersonId, PositionId, UnitId};

pub const AGENCY: OrganisationId = OrganisationId(Uuid::from_u128(1));
pub const ECONOMY: UnitId = UnitId(Uuid::from_u128(10));
pub const CULTURE: UnitId = UnitId(Uuid::from_u128(11));
pub const TAXES: UnitId = UnitId(Uuid::from_u128(12));

/// Who: number, role, unit.
const STAFF: [(u128, Role, Option<UnitId>); 9] = [
    (101, Role::Clerk, None),
    (102, Role::Leader, None),
    (103, Role::Leader, None),
    (104, Role::ChiefOfOffice, None),
    (105, Role::HeadOfUnit, Some(ECONOMY)),
    (106, Role::HeadOfUnit, Some(CULTURE)),
    (107, Role::Specialist, Some(ECONOMY)),
    (108, Role::Specialist, Some(TAXES)),
    (109, Role::Specialist, Some(CULTURE)),
];

pub const CLERK: usize = 0;
pub const CHAIRMAN: usize = 1;
pub const DEPUTY: usize = 2;
pub const CHIEF: usize = 3;
pub const HEAD_ECONOMY: usize = 4;
pub const HEAD_CULTURE: usize = 5;
pub const SPECIALIST: usize = 6;
pub const TAX_OFFICER: usize = 7;
pub const CULTURE_OFFICER: usize = 8;
pub const PEOPLE: usize = STAFF.len();

pub fn person(who: usize) -> PersonId {
    PersonId(Uuid::from_u128(STAFF[who].0))
}

fn position(who: usize) -> PositionId {
    PositionId(Uuid::from_u128(STAFF[who].0 + 1000))
}

pub fn caller(who: usize) -> Caller {
    let (_, role, unit) = STAFF[who];
    let below = unit.filter(|unit| *unit == ECONOMY && role == Role::HeadOfUnit);
    Caller {
        person: person(who),
        organisation: AGENCY,
        appointments: vec![Appointment {
            position: position(who),
            unit,
            units_below: below.map(|_| TAXES).into_iter().collect(),
            role,
        }],
        scopes: Scope::ALL.to_vec(),
    }
}

pub fn staff() -> Staff {
    let members = (0..PEOPLE).map(|who| Member {
        person: person(who),
        position: position(who),
        unit: STAFF[who].2,
        role: STAFF[who].1,
    });
    Staff {
        organisation: Some(AGENCY),
        members: members.collect(),
        units: HashMap::from([(ECONOMY, None), (CULTURE, None), (TAXES, Some(ECONOMY))]),
    }
}
