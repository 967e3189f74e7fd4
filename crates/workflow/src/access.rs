//! Who may see and do what: roles, principals, grants with their cause, and the caller.
//!
//! A paper names the principals that may read it; a person resolves to the principals he has
//! today. So a change of staff touches no paper, and a grant ends together with its cause.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    DelegationId, OrganisationId, PersonId, PositionId, Refusal, TaskId, UnitId, WideningId,
};

/// What a post lets its holder do (vai trò).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Văn thư.
    Clerk,
    /// Chánh văn phòng.
    ChiefOfOffice,
    /// Lãnh đạo.
    Leader,
    /// Trưởng phòng.
    HeadOfUnit,
    /// Chuyên viên.
    Specialist,
    /// Lưu trữ, thanh tra.
    Archivist,
    /// Quản trị; reads no paper merely by being it.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 7] = [
        Role::Clerk,
        Role::ChiefOfOffice,
        Role::Leader,
        Role::HeadOfUnit,
        Role::Specialist,
        Role::Archivist,
        Role::Administrator,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::ChiefOfOffice => "chief_of_office",
            Role::Leader => "leader",
            Role::HeadOfUnit => "head_of_unit",
            Role::Specialist => "specialist",
            Role::Archivist => "archivist",
            Role::Administrator => "administrator",
        }
    }

    /// Says whether whoever holds a post of a unit with this role heads the unit: the chief of
    /// office heads the office (văn phòng).
    pub fn heads_a_unit(self) -> bool {
        matches!(self, Role::HeadOfUnit | Role::ChiefOfOffice)
    }

    /// The role of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Somebody or some group that a right can be granted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// Everybody with an account in the organisation.
    Everyone(OrganisationId),
    /// The holders of a role in the organisation.
    Role(OrganisationId, Role),
    /// The members of a unit, and the heads of the units above it.
    Unit(UnitId),
    /// The heads of a unit.
    Head(UnitId),
    /// The holders of a post.
    Position(PositionId),
    /// One person.
    Person(PersonId),
}

impl fmt::Display for Principal {
    /// The key under which the database and the index know the principal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Principal::Everyone(organisation) => write!(f, "all:{}", organisation.0.simple()),
            Principal::Role(organisation, role) => {
                write!(f, "role:{}:{}", organisation.0.simple(), role.code())
            }
            Principal::Unit(unit) => write!(f, "unit:{}", unit.0.simple()),
            Principal::Head(unit) => write!(f, "head:{}", unit.0.simple()),
            Principal::Position(position) => write!(f, "pos:{}", position.0.simple()),
            Principal::Person(person) => write!(f, "per:{}", person.0.simple()),
        }
    }
}

/// A text that is not the key of a principal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the key of a principal")]
pub struct MalformedPrincipal;

impl FromStr for Principal {
    type Err = MalformedPrincipal;

    fn from_str(key: &str) -> Result<Self, MalformedPrincipal> {
        let (kind, rest) = key.split_once(':').ok_or(MalformedPrincipal)?;
        let id = |text: &str| Uuid::try_parse(text).map_err(|_| MalformedPrincipal);
        Ok(match kind {
            "all" => Principal::Everyone(OrganisationId(id(rest)?)),
            "role" => {
                let (organisation, role) = rest.split_once(':').ok_or(MalformedPrincipal)?;
                let role = Role::from_code(role).ok_or(MalformedPrincipal)?;
                Principal::Role(OrganisationId(id(organisation)?), role)
            }
            "unit" => Principal::Unit(UnitId(id(rest)?)),
            "head" => Principal::Head(UnitId(id(rest)?)),
            "pos" => Principal::Position(PositionId(id(rest)?)),
            "per" => Principal::Person(PersonId(id(rest)?)),
            _ => return Err(MalformedPrincipal),
        })
    }
}

/// Why a right was given, and what it is about; when the cause ends the grant ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The person brought the paper in.
    Captured,
    /// The post keeps the papers of the agency (văn thư, lưu trữ, chánh văn phòng, lãnh đạo).
    Custody,
    /// Whoever brought the paper in addressed it to this audience.
    Audience,
    /// The paper was given to somebody to deal with; ends when it is taken back, returned or refused.
    Task(TaskId),
    /// Somebody stands in for whom the paper waits for; ends with the delegation.
    Delegated(DelegationId),
    /// One person asked that it may be read and a second confirmed (NĐ 30/2020 Phụ lục VI).
    Widened(WideningId),
}

impl Cause {
    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Cause::Captured => "captured",
            Cause::Custody => "custody",
            Cause::Audience => "audience",
            Cause::Task(_) => "task",
            Cause::Delegated(_) => "delegated",
            Cause::Widened(_) => "widened",
        }
    }

    /// The id of what the cause is about; empty for causes that lie in the paper itself.
    pub fn reference(self) -> String {
        match self {
            Cause::Captured | Cause::Custody | Cause::Audience => String::new(),
            Cause::Task(task) => task.to_string(),
            Cause::Delegated(delegation) => delegation.to_string(),
            Cause::Widened(widening) => widening.to_string(),
        }
    }

    /// The cause of a code and a reference, if they make one.
    pub fn from_parts(code: &str, reference: &str) -> Option<Cause> {
        Some(match code {
            "captured" => Cause::Captured,
            "custody" => Cause::Custody,
            "audience" => Cause::Audience,
            "task" => Cause::Task(reference.parse().ok()?),
            "delegated" => Cause::Delegated(reference.parse().ok()?),
            "widened" => Cause::Widened(reference.parse().ok()?),
            _ => return None,
        })
    }
}

/// Whom a paper is open to beyond its custodians and whoever captured it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// Custodians only.
    #[default]
    Office,
    /// One unit.
    Unit(UnitId),
    /// The whole organisation.
    Organisation,
}

/// What an API token may be used for; a browser session has all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// See lists, papers, files and search.
    Read,
    /// Upload and edit.
    Write,
    /// Units, people, settings.
    Admin,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 3] = [Scope::Read, Scope::Write, Scope::Admin];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Admin => "admin",
        }
    }

    /// The scope of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// A post held today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// The post.
    pub position: PositionId,
    /// The unit of the post; none for posts of the agency itself.
    pub unit: Option<UnitId>,
    /// The units below it, which a head of unit oversees.
    pub units_below: Vec<UnitId>,
    /// What the post lets its holder do.
    pub role: Role,
}

/// Whoever asks: a person of one organisation with the posts held today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub person: PersonId,
    /// The organisation whose account it is.
    pub organisation: OrganisationId,
    /// Posts held today.
    pub appointments: Vec<Appointment>,
    /// What this session or token may be used for.
    pub scopes: Vec<Scope>,
}

impl Caller {
    /// The principals the caller has today, sorted, without repeats; the start of `visible_to`.
    pub fn principals(&self) -> Vec<Principal> {
        let mut principals = vec![
            Principal::Everyone(self.organisation),
            Principal::Person(self.person),
        ];
        for appointment in &self.appointments {
            if appointment.role == Role::Administrator {
                continue;
            }
            principals.push(Principal::Role(self.organisation, appointment.role));
            principals.push(Principal::Position(appointment.position));
            principals.extend(appointment.unit.map(Principal::Unit));
            if appointment.role.heads_a_unit() {
                principals.extend(appointment.unit.map(Principal::Head));
                principals.extend(appointment.units_below.iter().copied().map(Principal::Unit));
            }
        }
        principals.sort_unstable();
        principals.dedup();
        principals
    }

    /// Says whether the caller holds a post with this role today.
    pub fn has_role(&self, role: Role) -> bool {
        self.appointments
            .iter()
            .any(|appointment| appointment.role == role)
    }

    /// Refuses a caller who holds none of the roles.
    pub fn require_role(&self, roles: &[Role]) -> Result<(), Refusal> {
        if roles.iter().any(|role| self.has_role(*role)) {
            return Ok(());
        }
        let needed: Vec<_> = roles.iter().map(|role| role.code()).collect();
        Err(Refusal::new("access.role_needed").with("roles", needed))
    }

    /// Refuses a token that was not made for this use.
    pub fn require_scope(&self, scope: Scope) -> Result<(), Refusal> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        Err(Refusal::new("access.scope_needed").with("scope", scope.code()))
    }
}

/// A right to read one paper, with its cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who may read.
    pub principal: Principal,
    /// Why.
    pub cause: Cause,
}

/// The grants a paper starts its life with.
///
/// Văn thư, lưu trữ, chánh văn phòng and lãnh đạo keep the papers of the agency (NĐ 30/2020
/// Điều 6 names their duties); beyond them it is open to whoever brought it in and the audience.
pub fn grants_at_capture(
    organisation: OrganisationId,
    captured_by: Option<PersonId>,
    audience: Audience,
) -> Vec<Grant> {
    let custodians = [
        Role::Clerk,
        Role::ChiefOfOffice,
        Role::Leader,
        Role::Archivist,
    ];
    let mut grants: Vec<_> = custodians
        .into_iter()
        .map(|role| Grant {
            principal: Principal::Role(organisation, role),
            cause: Cause::Custody,
        })
        .collect();
    grants.extend(captured_by.map(|person| Grant {
        principal: Principal::Person(person),
        cause: Cause::Captured,
    }));
    let audience = match audience {
        Audience::Office => None,
        Audience::Unit(unit) => Some(Principal::Unit(unit)),
        Audience::Organisation => Some(Principal::Everyone(organisation)),
    };
    grants.extend(audience.map(|principal| Grant {
        principal,
        cause: Cause::Audience,
    }));
    grants
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(role: Role, unit: Option<u128>, below: &[u128]) -> Caller {
        Caller {
            person: PersonId(Uuid::from_u128(1)),
            organisation: OrganisationId(Uuid::from_u128(2)),
            appointments: vec![Appointment {
                position: PositionId(Uuid::from_u128(3)),
                unit: unit.map(|unit| UnitId(Uuid::from_u128(unit))),
                units_below: below
                    .iter()
                    .map(|unit| UnitId(Uuid::from_u128(*unit)))
                    .collect(),
                role,
            }],
            scopes: Scope::ALL.to_vec(),
        }
    }

    #[test]
    fn only_a_head_oversees_the_units_below() {
        let below = Principal::Unit(UnitId(Uuid::from_u128(9)));
        assert!(
            caller(Role::HeadOfUnit, Some(8), &[9])
                .principals()
                .contains(&below)
        );
        assert!(
            !caller(Role::Specialist, Some(8), &[9])
                .principals()
                .contains(&below)
        );
    }

    #[test]
    fn the_chief_of_office_heads_the_office() {
        let office = Principal::Head(UnitId(Uuid::from_u128(8)));
        for (role, heads) in [
            (Role::ChiefOfOffice, true),
            (Role::HeadOfUnit, true),
            (Role::Clerk, false),
        ] {
            let principals = caller(role, Some(8), &[]).principals();
            assert_eq!(principals.contains(&office), heads, "{role:?}");
        }
    }

    #[test]
    fn an_administrator_gains_no_principal_by_the_post() {
        let administrator = caller(Role::Administrator, Some(8), &[9]);
        assert_eq!(
            administrator.principals(),
            vec![
                Principal::Everyone(administrator.organisation),
                Principal::Person(administrator.person)
            ]
        );
    }

    #[test]
    fn the_office_audience_adds_nobody_to_the_custodians() {
        let clerk = caller(Role::Clerk, None, &[]);
        let office = grants_at_capture(clerk.organisation, Some(clerk.person), Audience::Office);
        assert!(office.iter().all(|grant| grant.cause != Cause::Audience));
        let everyone = grants_at_capture(
            clerk.organisation,
            Some(clerk.person),
            Audience::Organisation,
        );
        assert_eq!(everyone.len(), office.len() + 1);
    }

    #[test]
    fn keys_of_principals_and_causes_read_back() {
        let id = Uuid::from_u128(5);
        for principal in [
            Principal::Everyone(OrganisationId(id)),
            Principal::Role(OrganisationId(id), Role::Clerk),
            Principal::Unit(UnitId(id)),
            Principal::Head(UnitId(id)),
            Principal::Position(PositionId(id)),
            Principal::Person(PersonId(id)),
        ] {
            assert_eq!(principal.to_string().parse(), Ok(principal));
        }
        assert_eq!("per:zz".parse::<Principal>(), Err(MalformedPrincipal));
        for cause in [
            Cause::Captured,
            Cause::Task(TaskId(id)),
            Cause::Delegated(DelegationId(id)),
            Cause::Widened(WideningId(id)),
        ] {
            let read = Cause::from_parts(cause.code(), &cause.reference());
            assert_eq!(read, Some(cause));
        }
    }

    #[test]
    fn codes_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        for scope in Scope::ALL {
            assert_eq!(Scope::from_code(scope.code()), Some(scope));
        }
    }
}
