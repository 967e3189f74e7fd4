//! Delegation (ủy quyền, thay khi vắng mặt): somebody stands in for a colleague for a while.
//!
//! A delegate answers for what the giver answers for today, on the papers of the scope, between
//! two moments, and for nothing beyond: what the giver was himself given by others is not part of
//! it, and neither is what comes with the post of an administrator. Every action names both.

mod reach;
#[cfg(test)]
mod tests;

pub use reach::{Live, Reach, live, on_behalf_of, reaches, stand_ins};

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::access::{Caller, Principal, Role};
use crate::documents::kind_by_code;
use crate::{DelegationId, OrganisationId, PersonId, Refusal};

/// Longest reason, in characters.
pub const REASON_MAX_CHARS: usize = 500;
/// Longest number and symbol of the written authorisation, in characters.
const PAPER_MAX_CHARS: usize = 100;
/// Longest delegation: whoever is away for longer is replaced in the post.
const MOST_DAYS: i64 = 366;
/// Most kinds, and most registers, of a scope.
const SCOPE_MOST: usize = 100;

/// In what capacity the delegate signs and acts (NĐ 30/2020 Điều 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// `KT.`: a deputy for the head (ký thay).
    Deputy,
    /// `TL.`: the head of a unit by order of the head of the agency (ký thừa lệnh).
    Order,
    /// `TUQ.`: by a written authorisation, limited in time, not to be passed on (ký thừa ủy quyền).
    Authorised,
    /// Trực thay: a colleague keeps the desk; no signing prefix comes with it.
    Substitute,
}

impl Capacity {
    /// Every capacity.
    pub const ALL: [Capacity; 4] = [
        Capacity::Deputy,
        Capacity::Order,
        Capacity::Authorised,
        Capacity::Substitute,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Capacity::Deputy => "deputy",
            Capacity::Order => "order",
            Capacity::Authorised => "authorised",
            Capacity::Substitute => "substitute",
        }
    }

    /// The capacity of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Capacity> {
        Capacity::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What stands before the title of whoever signs.
    pub fn prefix(self) -> Option<&'static str> {
        match self {
            Capacity::Deputy => Some("KT."),
            Capacity::Order => Some("TL."),
            Capacity::Authorised => Some("TUQ."),
            Capacity::Substitute => None,
        }
    }
}

/// Which papers a delegation is about; an empty list means all.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct PaperScope {
    /// Codes of kinds of papers.
    pub kinds: Vec<String>,
    /// Registers (sổ) in which they stand.
    pub registers: Vec<String>,
}

impl PaperScope {
    /// Says whether it is about every paper.
    pub fn is_everything(&self) -> bool {
        self.kinds.is_empty() && self.registers.is_empty()
    }

    fn check(&self) -> Result<(), Refusal> {
        if self.kinds.len() > SCOPE_MOST || self.registers.len() > SCOPE_MOST {
            return Err(Refusal::new("people.scope_long").with("max", SCOPE_MOST));
        }
        let unknown = self.kinds.iter().find(|code| kind_by_code(code).is_none());
        match unknown {
            Some(code) => Err(Refusal::new("documents.kind_unknown").with("kind", code.clone())),
            None => Ok(()),
        }
    }

    /// Says whether a paper of this kind in this register belongs to it. A paper whose kind or
    /// register is not known yet belongs to no scope that names some.
    pub fn covers(&self, kind: Option<&str>, register: Option<&str>) -> bool {
        let among = |named: &[String], one: Option<&str>| {
            named.is_empty() || one.is_some_and(|one| named.iter().any(|name| name == one))
        };
        among(&self.kinds, kind) && among(&self.registers, register)
    }
}

/// A delegation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Its id.
    pub id: DelegationId,
    /// The agency of both.
    pub organisation: OrganisationId,
    /// Whose work it is.
    pub giver: PersonId,
    /// Who stands in.
    pub receiver: PersonId,
    /// In what capacity.
    pub capacity: Capacity,
    /// For which papers.
    pub scope: PaperScope,
    /// First moment.
    pub from: OffsetDateTime,
    /// The moment at which it is over.
    pub to: OffsetDateTime,
    /// Why.
    pub reason: String,
    /// Number and symbol of the written authorisation; needed for `TUQ.`
    pub paper: Option<String>,
    /// When it was ended before its time.
    pub ended_at: Option<OffsetDateTime>,
}

impl Delegation {
    /// Says whether the receiver may stand in at a moment.
    pub fn is_live(&self, now: OffsetDateTime) -> bool {
        self.from <= now && !self.is_over(now)
    }

    /// Says whether it never stands again.
    pub fn is_over(&self, now: OffsetDateTime) -> bool {
        self.to <= now || self.ended_at.is_some_and(|ended| ended <= now)
    }

    /// The delegation as it can be kept, or what is wrong with it: both callers as they are today.
    pub fn checked(
        mut self,
        giver: &Caller,
        receiver: &Caller,
        now: OffsetDateTime,
    ) -> Result<Delegation, Refusal> {
        if self.giver == self.receiver {
            return Err(Refusal::new("people.delegate_self"));
        }
        if giver.organisation != receiver.organisation {
            return Err(Refusal::new("people.unknown"));
        }
        if self.from >= self.to || self.to <= now {
            return Err(Refusal::new("people.delegation_period"));
        }
        if self.to - self.from > Duration::days(MOST_DAYS) {
            return Err(Refusal::new("people.delegation_long").with("days", MOST_DAYS));
        }
        self.reason = self.reason.trim().to_owned();
        let length = self.reason.chars().count();
        if length == 0 || length > REASON_MAX_CHARS {
            return Err(Refusal::new("people.reason_needed").with("max", REASON_MAX_CHARS));
        }
        let paper = self.paper.take().map(|paper| paper.trim().to_owned());
        self.paper = paper.filter(|paper| !paper.is_empty());
        self.scope.check()?;
        self.check_capacity(giver, receiver)?;
        Ok(self)
    }

    /// Who may stand in for whom (Điều 13): a deputy for the head; by order or by authorisation
    /// the head of a unit for a leader; in plain substitution any colleague with a post.
    fn check_capacity(&self, giver: &Caller, receiver: &Caller) -> Result<(), Refusal> {
        may_give(giver)?;
        if own_principals(receiver).len() <= 1 {
            return Err(Refusal::new("people.delegate_without_post"));
        }
        let leads = giver.has_role(Role::Leader);
        let fits = match self.capacity {
            Capacity::Deputy if leads => receiver.has_role(Role::Leader),
            Capacity::Deputy => shares_headed_unit(giver, receiver),
            Capacity::Order | Capacity::Authorised => {
                leads
                    && (receiver.has_role(Role::HeadOfUnit)
                        || receiver.has_role(Role::ChiefOfOffice))
            }
            Capacity::Substitute => true,
        };
        if !fits {
            let capacity = self.capacity.prefix().unwrap_or_default();
            return Err(Refusal::new("people.capacity_unfit").with("capacity", capacity));
        }
        let paper_fits = |paper: &String| paper.chars().count() <= PAPER_MAX_CHARS;
        let has_paper = self.paper.as_ref().is_some_and(paper_fits);
        if (self.capacity == Capacity::Authorised || self.paper.is_some()) && !has_paper {
            return Err(Refusal::new("people.authorisation_needed").with("max", PAPER_MAX_CHARS));
        }
        Ok(())
    }
}

/// What somebody answers for by himself today, without what everybody in the agency has: the most
/// he can give on.
pub fn own_principals(giver: &Caller) -> Vec<Principal> {
    let mut principals = giver.principals();
    principals.retain(|principal| !matches!(principal, Principal::Everyone(_)));
    principals
}

/// Refuses whoever has nothing to delegate: he holds no post that answers for papers.
pub fn may_give(giver: &Caller) -> Result<(), Refusal> {
    if own_principals(giver).len() <= 1 {
        return Err(Refusal::new("people.nothing_to_delegate"));
    }
    Ok(())
}

fn shares_headed_unit(giver: &Caller, receiver: &Caller) -> bool {
    giver
        .appointments
        .iter()
        .filter(|post| post.role == Role::HeadOfUnit)
        .any(|post| {
            receiver
                .appointments
                .iter()
                .any(|own| own.unit.is_some() && own.unit == post.unit)
        })
}

/// Refuses whoever may not end a delegation: the giver may, and those who order the office.
pub fn may_end(
    caller: &Caller,
    delegation: &Delegation,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    if delegation.giver != caller.person {
        caller.require_role(&[Role::ChiefOfOffice, Role::Administrator])?;
    }
    if delegation.is_over(now) {
        return Err(Refusal::new("people.delegation_over"));
    }
    Ok(())
}
