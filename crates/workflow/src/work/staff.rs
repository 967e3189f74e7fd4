//! Who holds which post on the day of an action.

use std::collections::HashMap;

use crate::access::{Principal, Role};
use crate::{OrganisationId, PersonId, PositionId, UnitId};

/// A post held by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// The post.
    pub position: PositionId,
    /// Its unit; none for posts of the agency itself.
    pub unit: Option<UnitId>,
    /// What the post lets its holder do.
    pub role: Role,
}

/// The staff of an agency on a day.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    /// The agency.
    pub organisation: Option<OrganisationId>,
    /// Posts held.
    pub members: Vec<Member>,
    /// Each unit that exists with the unit above it.
    pub units: HashMap<UnitId, Option<UnitId>>,
}

impl Staff {
    /// The people who answer for a principal, without repeats.
    pub fn people_of(&self, principal: Principal) -> Vec<PersonId> {
        let mut people: Vec<_> = self
            .members
            .iter()
            .filter(|member| self.answers(member, principal))
            .map(|member| member.person)
            .collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Says whether anybody answers for a principal today.
    pub fn has_somebody(&self, principal: Principal) -> bool {
        self.members
            .iter()
            .any(|member| self.answers(member, principal))
    }

    fn answers(&self, member: &Member, principal: Principal) -> bool {
        match principal {
            Principal::Everyone(organisation) => self.organisation == Some(organisation),
            Principal::Role(organisation, role) => {
                self.organisation == Some(organisation) && member.role == role
            }
            Principal::Unit(unit) => member.unit == Some(unit),
            Principal::Head(unit) => member.unit == Some(unit) && member.role.heads_a_unit(),
            Principal::Position(position) => member.position == position,
            Principal::Person(person) => member.person == person,
        }
    }

    /// The units a principal belongs to.
    pub fn units_of(&self, principal: Principal) -> Vec<UnitId> {
        match principal {
            Principal::Unit(unit) | Principal::Head(unit) => vec![unit],
            Principal::Person(_) | Principal::Position(_) => self
                .members
                .iter()
                .filter(|member| self.answers(member, principal))
                .filter_map(|member| member.unit)
                .collect(),
            Principal::Everyone(_) | Principal::Role(..) => Vec::new(),
        }
    }

    /// The unit whose work it is when something waits for a principal: that of a person's first post
    /// in a unit; none for posts and roles of the agency itself.
    pub fn home_of(&self, principal: Principal) -> Option<UnitId> {
        self.units_of(principal).first().copied()
    }

    /// The unit itself where it has a head today, else the nearest above it that has one, else the
    /// unit itself.
    pub fn nearest_headed(&self, unit: UnitId) -> UnitId {
        let mut at = Some(unit);
        for _ in 0..=self.units.len() {
            match at {
                Some(here) if self.has_somebody(Principal::Head(here)) => return here,
                Some(here) => at = self.units.get(&here).copied().flatten(),
                None => break,
            }
        }
        unit
    }

    /// Says whether `unit` is `above` or lies below it.
    pub fn is_within(&self, unit: UnitId, above: UnitId) -> bool {
        let mut at = Some(unit);
        // A circle among units ends after as many steps as there are units.
        for _ in 0..=self.units.len() {
            match at {
                Some(here) if here == above => return true,
                Some(here) => at = self.units.get(&here).copied().flatten(),
                None => return false,
            }
        }
        false
    }

    /// Says whether a principal works inside one of the units or below.
    pub fn works_within(&self, principal: Principal, units: &[UnitId]) -> bool {
        self.units_of(principal)
            .iter()
            .any(|unit| units.iter().any(|above| self.is_within(*unit, *above)))
    }
}
