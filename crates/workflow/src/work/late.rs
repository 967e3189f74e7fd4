//! What is late: whose lateness somebody oversees, and why a task is late.

use serde::{Deserialize, Serialize};

use super::{Outcome, Staff, Task, TaskKind};
use crate::UnitId;
use crate::access::{Caller, Principal, Role};

/// How far somebody oversees what is late and what was done in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oversight {
    /// The whole agency: leaders, the chief of office, the clerks.
    Agency,
    /// Units with those below: their heads.
    Units(Vec<UnitId>),
    /// What waits for oneself.
    Own,
}

impl Oversight {
    /// How far a caller oversees; of each paper he sees only what he may read anyway.
    pub fn of(caller: &Caller) -> Oversight {
        let agency = [Role::Leader, Role::ChiefOfOffice, Role::Clerk];
        if agency.iter().any(|role| caller.has_role(*role)) {
            return Oversight::Agency;
        }
        let heads = caller.appointments.iter();
        let heads = heads.filter(|post| post.role.heads_a_unit());
        let units: Vec<_> = heads
            .flat_map(|post| {
                post.unit
                    .into_iter()
                    .chain(post.units_below.iter().copied())
            })
            .collect();
        if units.is_empty() {
            Oversight::Own
        } else {
            Oversight::Units(units)
        }
    }

    /// Says whether what waits for a principal lies within.
    pub fn covers(&self, principal: Principal, caller: &Caller, staff: &Staff) -> bool {
        let is_own = || caller.principals().contains(&principal);
        match self {
            Oversight::Agency => true,
            Oversight::Units(units) => {
                let home = staff.home_of(principal);
                home.is_some_and(|unit| units.contains(&unit)) || is_own()
            }
            Oversight::Own => is_own(),
        }
    }
}

/// Why a task is late: what it waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delay {
    /// Nobody has accepted it.
    NotAccepted,
    /// More time was asked for and is not decided.
    ExtensionAsked,
    /// A result inside waits to be looked at.
    WaitsConfirmation,
    /// An opinion was asked for and is not given.
    WaitsOpinion,
    /// Somebody inside the unit deals with a part of it.
    PartOpen,
    /// A part was given back or refused, and nobody has it now.
    PartReturned,
    /// More time was asked for and refused.
    ExtensionRefused,
    /// Nothing was reported or done on it yet.
    NoProgress,
    /// Somebody deals with it and has said how far it is.
    InProgress,
}

impl Delay {
    /// Why a task is late; `has_reported` where progress was told on it. Of several causes the one
    /// that somebody else can end comes first.
    pub fn of(case: &[Task], task: &Task, has_reported: bool) -> Delay {
        let came_out = |other: &&Task| other.parent == Some(task.id);
        let outcome = |other: &Task| other.closed.as_ref().map(|closed| closed.outcome);
        let extension = |wanted: Option<Outcome>| {
            let mut extensions = case
                .iter()
                .filter(came_out)
                .filter(|other| other.kind == TaskKind::Extension);
            extensions.any(|other| outcome(other) == wanted)
        };
        let parts = || {
            case.iter()
                .filter(came_out)
                .filter(|other| other.kind.is_part())
        };
        let confirms_a_part = |other: &Task| {
            other.kind == TaskKind::Confirm
                && other.is_open()
                && parts().any(|part| other.parent == Some(part.id))
        };
        let asks_opinion = |other: &Task| {
            other.kind == TaskKind::Opinion && other.is_open() && other.id != task.id
        };
        if extension(None) {
            return Delay::ExtensionAsked;
        }
        if case.iter().any(confirms_a_part) {
            return Delay::WaitsConfirmation;
        }
        if !task.kind.is_work() && case.iter().any(asks_opinion) {
            return Delay::WaitsOpinion;
        }
        if parts().any(|part| part.is_open() && part.kind.is_work()) {
            return Delay::PartOpen;
        }
        if task.kind.is_work() && !task.is_begun() {
            return Delay::NotAccepted;
        }
        let last = parts().rfind(|part| part.kind == TaskKind::Lead);
        if last
            .is_some_and(|part| matches!(outcome(part), Some(Outcome::Returned | Outcome::Refused)))
        {
            return Delay::PartReturned;
        }
        if extension(Some(Outcome::Denied)) {
            return Delay::ExtensionRefused;
        }
        if has_reported {
            Delay::InProgress
        } else {
            Delay::NoProgress
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::documents::Urgency;
    use crate::work::agency::*;
    use crate::work::{Closed, Due};
    use crate::{PersonId, TaskId};
    use time::OffsetDateTime;
    use uuid::Uuid;

    fn task(id: u128, kind: TaskKind, parent: Option<u128>, outcome: Option<Outcome>) -> Task {
        let at = OffsetDateTime::UNIX_EPOCH;
        Task {
            id: TaskId(Uuid::from_u128(id)),
            kind,
            parent: parent.map(|id| TaskId(Uuid::from_u128(id))),
            assignee: Principal::Person(PersonId(Uuid::nil())),
            holder: None,
            given_by: None,
            given_for: None,
            remark: None,
            asks_confirmation: false,
            urgency: Urgency::Normal,
            due: Some(Due::at(at)),
            opened_at: at,
            accepted_at: Some(at),
            closed: outcome.map(|outcome| Closed {
                at,
                by: None,
                on_behalf_of: None,
                outcome,
            }),
            stage: None,
        }
    }

    #[test]
    fn the_cause_that_others_can_end_comes_first() {
        let mut lead = task(1, TaskKind::Lead, None, None);
        let mut case = Vec::new();
        let mut with = |more: Option<Task>, lead: &Task, reported: bool| {
            case.extend(more);
            Delay::of(&case, lead, reported)
        };
        assert_eq!(with(None, &lead, true), Delay::InProgress);
        assert_eq!(with(None, &lead, false), Delay::NoProgress);
        let denied = task(2, TaskKind::Extension, Some(1), Some(Outcome::Denied));
        assert_eq!(with(Some(denied), &lead, true), Delay::ExtensionRefused);
        let returned = task(3, TaskKind::Lead, Some(1), Some(Outcome::Returned));
        assert_eq!(with(Some(returned), &lead, true), Delay::PartReturned);
        lead.accepted_at = None;
        assert_eq!(with(None, &lead, true), Delay::NotAccepted);
        let inner = task(4, TaskKind::Lead, Some(1), None);
        assert_eq!(with(Some(inner), &lead, true), Delay::PartOpen);
        let confirm = task(5, TaskKind::Confirm, Some(3), None);
        assert_eq!(with(Some(confirm), &lead, true), Delay::WaitsConfirmation);
        let asked = task(6, TaskKind::Extension, Some(1), None);
        assert_eq!(with(Some(asked), &lead, true), Delay::ExtensionAsked);
    }

    #[test]
    fn an_approval_waits_for_the_opinions_asked() {
        let content = task(1, TaskKind::Content, None, None);
        let opinion = task(2, TaskKind::Opinion, None, None);
        let case = [content.clone(), opinion.clone()];
        assert_eq!(Delay::of(&case, &content, false), Delay::WaitsOpinion);
        assert_eq!(Delay::of(&case, &opinion, false), Delay::NoProgress);
    }

    #[test]
    fn leaders_oversee_the_agency_heads_their_units_and_others_themselves() {
        assert_eq!(Oversight::of(&caller(CLERK)), Oversight::Agency);
        let head = Oversight::of(&caller(HEAD_ECONOMY));
        assert_eq!(head, Oversight::Units(vec![ECONOMY, TAXES]));
        let staff = staff();
        let covers = |oversight: &Oversight, who: usize, of: Principal| {
            oversight.covers(of, &caller(who), &staff)
        };
        let tax_officer = Principal::Person(person(TAX_OFFICER));
        assert!(covers(&head, HEAD_ECONOMY, tax_officer));
        assert!(!covers(&head, HEAD_ECONOMY, Principal::Head(CULTURE)));
        let own = Oversight::of(&caller(SPECIALIST));
        assert_eq!(own, Oversight::Own);
        assert!(!covers(&own, SPECIALIST, tax_officer));
        assert!(covers(
            &own,
            SPECIALIST,
            Principal::Person(person(SPECIALIST))
        ));
    }
}
