//! Whoever acts: the caller with everybody he stands in for.

use crate::access::{Caller, Principal};
use crate::{DelegationId, PersonId};

/// Somebody the caller stands in for today, where the paper lies in the scope of the delegation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// The delegation.
    pub delegation: DelegationId,
    /// Who gave it.
    pub giver: PersonId,
    /// What the giver answers for today; the delegate never answers for more.
    pub principals: Vec<Principal>,
}

/// In whose name somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whoever acts.
    pub person: PersonId,
    /// On whose behalf; none in his own name.
    pub on_behalf_of: Option<PersonId>,
}

/// Whoever acts on a paper.
#[derive(Debug, Clone)]
pub struct Actor<'a> {
    /// The caller.
    pub caller: &'a Caller,
    /// Whom he stands in for.
    pub stands_in: &'a [StandIn],
}

impl Actor<'_> {
    /// In whose name the actor answers for a principal, if he does: his own first.
    pub fn answers_for(&self, principal: Principal) -> Option<Standing> {
        let person = self.caller.person;
        if self.caller.principals().contains(&principal) {
            return Some(Standing {
                person,
                on_behalf_of: None,
            });
        }
        let stood_for = self
            .stands_in
            .iter()
            .find(|one| one.principals.contains(&principal))?;
        Some(Standing {
            person,
            on_behalf_of: Some(stood_for.giver),
        })
    }
}
