//! From principals to persons: who holds what today, who stands in, and nobody twice.

use std::collections::BTreeMap;

use time::OffsetDateTime;

use super::{Code, Telling};
use crate::PersonId;
use crate::TaskId;
use crate::access::{Principal, Role};
use crate::delegation::Live;
use crate::documents::Urgency;
use crate::work::{Staff, TaskKind};

/// Whoever can be told, at the time of an event.
#[derive(Debug, Clone)]
pub struct Office<'a> {
    /// Who holds which post.
    pub staff: &'a Staff,
    /// The delegations that live.
    pub lives: &'a [Live],
    /// Kind and register of the paper, for the scope of delegations.
    pub paper: (Option<&'a str>, Option<&'a str>),
    /// How urgent the paper is.
    pub urgency: Urgency,
}

/// One person is told one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForPerson {
    /// Whom.
    pub person: PersonId,
    /// Why.
    pub code: Code,
    /// How urgently.
    pub urgency: Urgency,
    /// For whom he stands in, where it is not for himself.
    pub on_behalf_of: Option<PersonId>,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// What that task asks for.
    pub kind: Option<TaskKind>,
    /// By when it is due.
    pub due_at: Option<OffsetDateTime>,
}

/// Who is told what, each person once: what he is told for himself goes before what he is told on
/// behalf of somebody, and of several reasons the first in the order of [`Code`]. `actor` did it
/// and is told nothing.
pub fn people(
    tellings: &[Telling],
    actor: Option<PersonId>,
    office: &Office<'_>,
) -> Vec<ForPerson> {
    let mut told: BTreeMap<PersonId, ForPerson> = BTreeMap::new();
    for telling in tellings {
        for (person, on_behalf_of) in reached(telling, office) {
            if Some(person) == actor {
                continue;
            }
            let new = for_person(telling, person, on_behalf_of, office.urgency);
            let rank = |one: &ForPerson| (one.on_behalf_of.is_some(), one.code);
            match told.get(&person) {
                Some(known) if rank(known) <= rank(&new) => {}
                _ => drop(told.insert(person, new)),
            }
        }
    }
    told.into_values().collect()
}

fn for_person(
    telling: &Telling,
    person: PersonId,
    on_behalf_of: Option<PersonId>,
    urgency: Urgency,
) -> ForPerson {
    // What is late is urgent, whatever the paper says.
    let least = if telling.code.is_late() {
        Urgency::Urgent
    } else {
        Urgency::Normal
    };
    ForPerson {
        person,
        code: telling.code,
        urgency: urgency.max(least),
        on_behalf_of,
        task: telling.task,
        kind: telling.kind,
        due_at: telling.due_at,
    }
}

/// The people whom a telling reaches, each with whom he stands in for.
fn reached(telling: &Telling, office: &Office<'_>) -> Vec<(PersonId, Option<PersonId>)> {
    let mut own = office.staff.people_of(telling.principal);
    if own.is_empty() && telling.code.waits_for_somebody() {
        own = in_their_place(office.staff);
    }
    let mut reached: Vec<_> = own.into_iter().map(|person| (person, None)).collect();
    if telling.code != Code::Delegated {
        let (kind, register) = office.paper;
        let stands = |live: &&Live| {
            live.principals.contains(&telling.principal)
                && live.delegation.scope.covers(kind, register)
        };
        let delegates = office.lives.iter().filter(stands);
        reached
            .extend(delegates.map(|live| (live.delegation.receiver, Some(live.delegation.giver))));
    }
    reached
}

/// Nobody holds the post something waits for: whoever orders the office is told instead.
fn in_their_place(staff: &Staff) -> Vec<PersonId> {
    let Some(organisation) = staff.organisation else {
        return Vec::new();
    };
    [Role::ChiefOfOffice, Role::Leader, Role::Clerk]
        .into_iter()
        .map(|role| staff.people_of(Principal::Role(organisation, role)))
        .find(|people| !people.is_empty())
        .unwrap_or_default()
}
