//! Agencies, units, posts and people, each with its days.

mod people;
mod structure;

pub use people::{
    appoint, end_holding, end_person, find_person_by_login, insert_person, list_holdings,
    list_people, list_people_by_ids,
};
pub(crate) use structure::holds_on;
pub use structure::{
    find_by_slug, get, insert, insert_position, insert_unit, list, list_positions,
    list_positions_by_ids, list_units, list_units_by_ids,
};

use workflow::access::Role;
use workflow::organisations::Validity;
use workflow::{OrganisationId, PersonId, PositionId, UnitId};

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Id.
    pub id: OrganisationId,
    /// Short name for the command line, unique: letters, digits and hyphens.
    pub slug: String,
    /// Full name.
    pub name: String,
    /// Days it exists.
    pub validity: Validity,
    /// Who took over its papers.
    pub successor: Option<OrganisationId>,
}

/// A unit of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Id.
    pub id: UnitId,
    /// The agency.
    pub organisation: OrganisationId,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Name.
    pub name: String,
    /// Days it exists.
    pub validity: Validity,
}

/// A post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Id.
    pub id: PositionId,
    /// The agency.
    pub organisation: OrganisationId,
    /// The unit; none for posts of the agency itself.
    pub unit: Option<UnitId>,
    /// Title, such as «Chánh Văn phòng».
    pub title: String,
    /// What it lets its holder do.
    pub role: Role,
    /// Days it exists.
    pub validity: Validity,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// The agency whose account it is.
    pub organisation: OrganisationId,
    /// Sign-in name, lower case, unique in the installation.
    pub login: String,
    /// Family, middle and given name.
    pub name: String,
    /// Days the account holds.
    pub validity: Validity,
}

/// A person in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Who.
    pub person: PersonId,
    /// Which post.
    pub position: Position,
    /// Days.
    pub validity: Validity,
}
