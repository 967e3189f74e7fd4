//! How far somebody reaches with the delegations that live: for one paper, and for lists.

use std::collections::{BTreeMap, BTreeSet};

use time::OffsetDateTime;

use super::{Delegation, PaperScope, own_principals};
use crate::PersonId;
use crate::access::{Caller, Principal};
use crate::work::StandIn;

/// A delegation that lives now, with what its giver answers for today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The delegation.
    pub delegation: Delegation,
    /// What the giver answers for by himself.
    pub principals: Vec<Principal>,
}

/// The delegation with what it gives at a moment; none when it does not live, or when the giver
/// has no account any more. Nothing that the giver received himself goes into it.
pub fn live(delegation: Delegation, giver: Option<&Caller>, now: OffsetDateTime) -> Option<Live> {
    let giver = giver.filter(|giver| giver.person == delegation.giver)?;
    delegation.is_live(now).then(|| Live {
        principals: own_principals(giver),
        delegation,
    })
}

/// Whom somebody stands in for on a paper of this kind in this register.
pub fn stand_ins(lives: &[Live], kind: Option<&str>, register: Option<&str>) -> Vec<StandIn> {
    lives
        .iter()
        .filter(|live| live.delegation.scope.covers(kind, register))
        .map(|live| StandIn {
            delegation: live.delegation.id,
            giver: live.delegation.giver,
            principals: live.principals.clone(),
        })
        .collect()
}

/// Principals with the papers on which somebody answers for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The principals.
    pub principals: Vec<Principal>,
    /// A paper of one of these scopes; every paper when empty.
    pub scopes: Vec<PaperScope>,
}

/// What somebody answers for, his own and what he stands in for. Each principal stands in one
/// reach only, so that nothing is listed or counted twice.
pub fn reaches(own: &[Principal], lives: &[Live]) -> Vec<Reach> {
    let mut scopes: BTreeMap<Principal, Option<BTreeSet<PaperScope>>> =
        own.iter().map(|principal| (*principal, None)).collect();
    for live in lives {
        let scope = &live.delegation.scope;
        for principal in &live.principals {
            let known = scopes
                .entry(*principal)
                .or_insert_with(|| Some(BTreeSet::new()));
            if scope.is_everything() {
                *known = None;
            } else if let Some(known) = known {
                known.insert(scope.clone());
            }
        }
    }
    let mut reaches: BTreeMap<Option<BTreeSet<PaperScope>>, Vec<Principal>> = BTreeMap::new();
    for (principal, scopes) in scopes {
        reaches.entry(scopes).or_default().push(principal);
    }
    reaches
        .into_iter()
        .map(|(scopes, principals)| Reach {
            principals,
            scopes: scopes.into_iter().flatten().collect(),
        })
        .collect()
}

/// On whose behalf somebody would act on what waits for a principal; none in his own name.
pub fn on_behalf_of(
    own: &[Principal],
    lives: &[Live],
    principal: Principal,
    (kind, register): (Option<&str>, Option<&str>),
) -> Option<PersonId> {
    if own.contains(&principal) {
        return None;
    }
    let stands = |live: &&Live| {
        live.principals.contains(&principal) && live.delegation.scope.covers(kind, register)
    };
    lives.iter().find(stands).map(|live| live.delegation.giver)
}
