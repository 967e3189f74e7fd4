//! Agencies, units, posts and people, each with its days.

use time::Date;
use workflow::access::Role;
use workflow::organisations::Validity;
use workflow::{OrganisationId, PersonId, PositionId, UnitId};

use crate::{Executor, Result, Transaction};

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

/// Adds an agency with the head of its event chain.
pub async fn insert(tx: &Transaction, organisation: &Organisation) -> Result<()> {
    todo!()
}

/// Every agency, by name.
pub async fn list(ex: &impl Executor) -> Result<Vec<Organisation>> {
    todo!()
}

/// The agency of a short name.
pub async fn find_by_slug(ex: &impl Executor, slug: &str) -> Result<Option<Organisation>> {
    todo!()
}

/// The agency.
pub async fn get(ex: &impl Executor, id: OrganisationId) -> Result<Organisation> {
    todo!()
}

/// Adds a unit.
pub async fn insert_unit(tx: &Transaction, unit: &Unit) -> Result<()> {
    todo!()
}

/// Units of an agency that exist on a day.
pub async fn list_units(ex: &impl Executor, organisation: OrganisationId, on: Date) -> Result<Vec<Unit>> {
    todo!()
}

/// Adds a post.
pub async fn insert_position(tx: &Transaction, position: &Position) -> Result<()> {
    todo!()
}

/// Posts of an agency that exist on a day.
pub async fn list_positions(ex: &impl Executor, organisation: OrganisationId, on: Date) -> Result<Vec<Position>> {
    todo!()
}

/// Adds a person; `Conflict` when the login is taken.
pub async fn insert_person(tx: &Transaction, person: &Person) -> Result<()> {
    todo!()
}

/// Ends an account with the given last day.
pub async fn end_person(tx: &Transaction, person: PersonId, last_day: Date) -> Result<()> {
    todo!()
}

/// People of an agency, by login.
pub async fn list_people(ex: &impl Executor, organisation: OrganisationId) -> Result<Vec<Person>> {
    todo!()
}

/// People of many ids.
pub async fn list_people_by_ids(ex: &impl Executor, ids: &[PersonId]) -> Result<Vec<Person>> {
    todo!()
}

/// The person of a login.
pub async fn find_person_by_login(ex: &impl Executor, login: &str) -> Result<Option<Person>> {
    todo!()
}

/// Puts a person into a post.
pub async fn appoint(tx: &Transaction, person: PersonId, position: PositionId, validity: Validity) -> Result<()> {
    todo!()
}

/// The posts that people of an agency hold on a day.
pub async fn list_holdings(ex: &impl Executor, organisation: OrganisationId, on: Date) -> Result<Vec<Holding>> {
    todo!()
}
