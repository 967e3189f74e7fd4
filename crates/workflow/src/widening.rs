//! Widening a right by hand: one person asks that somebody may read one paper, a second who is
//! entitled confirms; only then it stands (NĐ 30/2020 Phụ lục VI, III.3c).

use time::OffsetDateTime;

use crate::access::{Caller, Cause, Grant, Principal, Role};
use crate::{DocumentId, OrganisationId, PersonId, Refusal, WideningId};

/// Longest reason, in characters.
pub const REASON_MAX_CHARS: usize = 500;

/// A right that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widening {
    /// Its id.
    pub id: WideningId,
    /// The paper.
    pub document: DocumentId,
    /// The agency that keeps it.
    pub organisation: OrganisationId,
    /// Who is to read it: a person or the members of a unit.
    pub reader: Principal,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: OffsetDateTime,
    /// The moment it is over, if one was named.
    pub until: Option<OffsetDateTime>,
    /// What the second person decided.
    pub decision: Option<Decision>,
    /// When it ended: given up, ended, or its time was over.
    pub ended_at: Option<OffsetDateTime>,
}

/// What a second person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: OffsetDateTime,
    /// Whether the right was given.
    pub confirmed: bool,
}

impl Widening {
    /// Says whether it waits for the second person.
    pub fn is_pending(&self) -> bool {
        self.decision.is_none() && self.ended_at.is_none()
    }

    /// Says whether the right stands.
    pub fn stands(&self) -> bool {
        self.ended_at.is_none() && self.decision.is_some_and(|decision| decision.confirmed)
    }

    /// The wish as it can be kept, or what is wrong with it.
    pub fn checked(mut self) -> Result<Widening, Refusal> {
        self.reason = self.reason.trim().to_owned();
        let length = self.reason.chars().count();
        if length == 0 || length > REASON_MAX_CHARS {
            return Err(Refusal::new("people.reason_needed").with("max", REASON_MAX_CHARS));
        }
        if self.until.is_some_and(|until| until <= self.asked_at) {
            return Err(Refusal::new("access.widening_past"));
        }
        Ok(self)
    }

    /// Refuses whoever may not decide: the chief of office and leaders decide, never on what they
    /// asked for themselves.
    pub fn may_decide(&self, caller: &Caller) -> Result<(), Refusal> {
        may_decide_some(caller)?;
        if self.asked_by == caller.person {
            return Err(Refusal::new("access.widening_own"));
        }
        if !self.is_pending() {
            return Err(Refusal::new("access.widening_decided"));
        }
        Ok(())
    }

    /// Refuses whoever may not end it: who asked, who decided, and those who could decide.
    pub fn may_end(&self, caller: &Caller) -> Result<(), Refusal> {
        let decided = self.decision.map(|decision| decision.by);
        if self.asked_by != caller.person && decided != Some(caller.person) {
            may_decide_some(caller)?;
        }
        if self.is_pending() || self.stands() {
            return Ok(());
        }
        Err(Refusal::new("access.widening_over"))
    }

    /// The right, once it is confirmed.
    pub fn grant(&self) -> Grant {
        Grant {
            principal: self.reader,
            cause: Cause::Widened(self.id),
        }
    }
}

/// Refuses whoever never decides.
pub fn may_decide_some(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[Role::ChiefOfOffice, Role::Leader])
}

/// Refuses whoever may not ask for a paper with these rights: clerks, the chief of office and
/// leaders may, and the head of a unit for what was given to his unit.
pub fn may_ask(caller: &Caller, standing: &[Grant]) -> Result<(), Refusal> {
    let headed = |principal: Principal| {
        caller.appointments.iter().any(|post| {
            post.role == Role::HeadOfUnit
                && post.unit.is_some_and(|unit| {
                    principal == Principal::Unit(unit) || principal == Principal::Head(unit)
                })
        })
    };
    if standing.iter().any(|grant| headed(grant.principal)) {
        return Ok(());
    }
    caller.require_role(&[Role::Clerk, Role::ChiefOfOffice, Role::Leader])
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use uuid::Uuid;

    use super::*;
    use crate::access::{Appointment, Scope};
    use crate::{PositionId, TaskId, UnitId};

    const UNIT: UnitId = UnitId(Uuid::from_u128(10));

    fn caller(person: u128, role: Role, unit: Option<UnitId>) -> Caller {
        Caller {
            person: PersonId(Uuid::from_u128(person)),
            organisation: OrganisationId(Uuid::from_u128(1)),
            appointments: vec![Appointment {
                position: PositionId(Uuid::from_u128(person + 100)),
                unit,
                units_below: Vec::new(),
                role,
            }],
            scopes: Scope::ALL.to_vec(),
        }
    }

    fn asked_by(caller: &Caller) -> Widening {
        Widening {
            id: WideningId(Uuid::from_u128(5)),
            document: DocumentId(Uuid::from_u128(6)),
            organisation: caller.organisation,
            reader: Principal::Person(PersonId(Uuid::from_u128(9))),
            reason: "Cùng giải quyết".to_owned(),
            asked_by: caller.person,
            asked_at: OffsetDateTime::UNIX_EPOCH,
            until: None,
            decision: None,
            ended_at: None,
        }
    }

    fn code(answer: Result<(), Refusal>) -> &'static str {
        answer.map_or_else(|refusal| refusal.code, |()| "")
    }

    #[test]
    fn nobody_confirms_what_he_asked_for_and_nothing_is_decided_twice() {
        let (leader, chief) = (
            caller(1, Role::Leader, None),
            caller(2, Role::ChiefOfOffice, None),
        );
        let clerk = caller(3, Role::Clerk, None);
        let wish = asked_by(&leader);
        assert_eq!(code(wish.may_decide(&leader)), "access.widening_own");
        assert_eq!(code(wish.may_decide(&clerk)), "access.role_needed");
        assert_eq!(code(wish.may_decide(&chief)), "");
        let decision = |confirmed| Decision {
            by: chief.person,
            at: OffsetDateTime::UNIX_EPOCH,
            confirmed,
        };
        for (confirmed, end) in [(true, ""), (false, "access.widening_over")] {
            let decided = Widening {
                decision: Some(decision(confirmed)),
                ..wish.clone()
            };
            assert_eq!(code(decided.may_decide(&chief)), "access.widening_decided");
            assert_eq!(
                (decided.stands(), code(decided.may_end(&leader))),
                (confirmed, end)
            );
            assert_eq!(code(decided.may_end(&clerk)), "access.role_needed");
            let ended = Widening {
                ended_at: Some(OffsetDateTime::UNIX_EPOCH),
                ..decided
            };
            assert!(!ended.stands());
        }
        let past = Widening {
            until: Some(wish.asked_at - Duration::hours(1)),
            ..wish.clone()
        };
        assert_eq!(code(past.checked().map(drop)), "access.widening_past");
        let silent = Widening {
            reason: " ".into(),
            ..wish
        };
        assert_eq!(code(silent.checked().map(drop)), "people.reason_needed");
    }

    #[test]
    fn the_head_of_a_unit_asks_for_what_his_unit_was_given() {
        let head = caller(1, Role::HeadOfUnit, Some(UNIT));
        let grant = |principal| Grant {
            principal,
            cause: Cause::Task(TaskId(Uuid::from_u128(7))),
        };
        let elsewhere = Principal::Unit(UnitId(Uuid::from_u128(11)));
        assert_eq!(code(may_ask(&head, &[grant(Principal::Head(UNIT))])), "");
        assert_eq!(
            code(may_ask(&head, &[grant(elsewhere)])),
            "access.role_needed"
        );
        let specialist = caller(2, Role::Specialist, Some(UNIT));
        assert_eq!(
            code(may_ask(&specialist, &[grant(Principal::Unit(UNIT))])),
            "access.role_needed"
        );
        assert_eq!(code(may_ask(&caller(3, Role::Clerk, None), &[])), "");
    }
}
