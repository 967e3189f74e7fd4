//! The agencies of the office as the month needs them: their units, their people, and who somebody
//! is from the point of view of a paper.

use std::collections::BTreeMap;

use workflow::access::{Caller, Principal, Role, Scope};
use workflow::{OrganisationId, PersonId, UnitId};

use super::super::{Agency as Described, Move, Office};
use super::data::{Topic, missing};
use super::ways::Who;
use crate::error::Result;
use crate::ops::App;

/// The day on which somebody moves to another unit and hands over.
pub const MOVE_DAY: u32 = 12;

/// An agency of the office.
pub struct Agency {
    pub slug: String,
    pub name: String,
    pub id: OrganisationId,
    /// Units by abbreviation, in the order of the description.
    pub units: Vec<(String, UnitId)>,
    pub people: Vec<Person>,
    /// Who moves to another unit on [`MOVE_DAY`].
    pub mover: Option<Move>,
}

/// Somebody who works there.
#[derive(Debug, Clone)]
pub struct Person {
    pub login: String,
    pub name: String,
    pub id: PersonId,
    pub role: Role,
    /// Abbreviation of the unit.
    pub unit: Option<String>,
}

/// A paper's view of people.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub topic: &'a Topic,
    /// Turns between people who could do it alike.
    pub turn: u32,
}

impl Agency {
    /// The agency as it was founded.
    pub async fn find(app: &App, described: &Described, id: OrganisationId) -> Result<Agency> {
        let (db, today) = (&app.0.db, app.0.clock.today());
        let known = storage::organisations::list_units(db, id, today).await?;
        let unit = |name: &str| {
            known
                .iter()
                .find(|unit| unit.name == name)
                .map(|unit| unit.id)
        };
        let mut units = Vec::new();
        for section in &described.units {
            let id = unit(&section.name).ok_or_else(|| missing("unit", &section.name))?;
            units.push((section.abbreviation.clone(), id));
        }
        let accounts = storage::organisations::list_people(db, id).await?;
        let mut people = Vec::new();
        for one in &described.people {
            let account = accounts.iter().find(|account| account.login == one.login);
            let account = account.ok_or_else(|| missing("person", &one.login))?;
            let section = described
                .units
                .iter()
                .find(|section| Some(&section.name) == one.unit.as_ref());
            people.push(Person {
                login: one.login.clone(),
                name: one.name.clone(),
                id: account.id,
                role: Role::from_code(&one.role).ok_or_else(|| missing("role", &one.role))?,
                unit: section.map(|section| section.abbreviation.clone()),
            });
        }
        Ok(Agency {
            slug: described.slug.clone(),
            name: described.name.clone(),
            id,
            units,
            people,
            mover: described.mover.clone(),
        })
    }

    /// The agencies of a description.
    pub async fn find_all(app: &App, office: &Office) -> Result<Vec<Agency>> {
        let founded = storage::organisations::list(&app.0.db).await?;
        let mut agencies = Vec::new();
        for described in &office.organisations {
            let id = founded.iter().find(|one| one.slug == described.slug);
            let id = id.ok_or_else(|| missing("agency", &described.slug))?.id;
            agencies.push(Agency::find(app, described, id).await?);
        }
        Ok(agencies)
    }

    /// The unit of an abbreviation.
    pub fn unit(&self, abbreviation: &str) -> Result<UnitId> {
        let found = self.units.iter().find(|(known, _)| known == abbreviation);
        found
            .map(|(_, id)| *id)
            .ok_or_else(|| missing("unit", abbreviation))
    }

    /// The person of a sign-in name.
    pub fn person(&self, login: &str) -> Result<&Person> {
        let found = self.people.iter().find(|person| person.login == login);
        found.ok_or_else(|| missing("person", login))
    }

    fn holders(&self, role: Role) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.role == role)
    }

    fn head_of(&self, unit: &str) -> Option<&Person> {
        self.people
            .iter()
            .find(|person| person.role.heads_a_unit() && person.unit.as_deref() == Some(unit))
    }

    /// Says whether the unit has specialists of its own.
    pub fn has_specialists(&self, unit: &str) -> bool {
        self.specialist(unit, 0).is_some()
    }

    /// The specialist whose turn it is; who is about to move is given nothing in his turn.
    fn specialist(&self, unit: &str, turn: u32) -> Option<&Person> {
        let moves = self.mover.as_ref().map(|mover| &mover.login);
        let own: Vec<_> = self
            .holders(Role::Specialist)
            .filter(|person| person.unit.as_deref() == Some(unit) && Some(&person.login) != moves)
            .collect();
        own.get(turn as usize % own.len().max(1)).copied()
    }

    fn leader(&self, topic: &Topic) -> Option<&Person> {
        let leaders: Vec<_> = self.holders(Role::Leader).collect();
        let at = self
            .units
            .iter()
            .position(|(unit, _)| *unit == topic.unit)?;
        let field = at % leaders.len().max(1);
        leaders
            .get((leaders.len() - field) % leaders.len().max(1))
            .copied()
    }

    /// Who somebody is from the point of view of a paper; nobody where the agency has none.
    pub fn resolve(&self, who: Who, view: View<'_>) -> Option<&Person> {
        let View { topic, turn } = view;
        match who {
            Who::Clerk => self.holders(Role::Clerk).next(),
            Who::Leader => self.leader(topic),
            Who::Chairman => self.holders(Role::Leader).next(),
            Who::Deputy => {
                let leader = self.leader(topic)?.id;
                self.holders(Role::Leader)
                    .skip(1)
                    .find(|one| one.id != leader)
            }
            Who::Chief => self.holders(Role::ChiefOfOffice).next(),
            Who::Head => self.head_of(&topic.unit),
            Who::Specialist => self.specialist(&topic.unit, turn),
            Who::SpecialistOrHead => self
                .specialist(&topic.unit, turn)
                .or_else(|| self.head_of(&topic.unit)),
            Who::Colleague => {
                let own = self.specialist(&topic.unit, turn)?.id;
                let other = self.specialist(&topic.unit, turn + 1)?;
                (other.id != own).then_some(other)
            }
            Who::WithHead => self.head_of(&topic.with),
            Who::WithSpecialist => self.specialist(&topic.with, turn),
            Who::Initialling => self
                .holders(Role::HeadOfUnit)
                .find(|one| one.unit.as_ref() != Some(&topic.unit)),
            Who::Mover => self.person(&self.mover.as_ref()?.login).ok(),
            Who::Successor => self.person(&self.mover.as_ref()?.successor).ok(),
            Who::Archivist => self.holders(Role::Archivist).next(),
            Who::Inspector => self.holders(Role::Archivist).nth(1),
            Who::Administrator => self.holders(Role::Administrator).next(),
        }
    }

    /// Whom a task given to somebody waits for: heads are given it as heads.
    pub fn principal(&self, who: Who, view: View<'_>) -> Result<Option<Principal>> {
        let unit = match who {
            Who::Head => Some(&view.topic.unit),
            Who::WithHead => Some(&view.topic.with),
            _ => None,
        };
        if let Some(unit) = unit {
            return Ok(Some(Principal::Head(self.unit(unit)?)));
        }
        let person = self.resolve(who, view);
        Ok(person.map(|person| Principal::Person(person.id)))
    }
}

/// The callers of a day, each looked up once.
#[derive(Default)]
pub struct Callers {
    known: BTreeMap<PersonId, Caller>,
}

impl Callers {
    /// Forgets them all: posts have changed, or another day has come.
    pub fn forget(&mut self) {
        self.known.clear();
    }

    /// Those who have been at their desks since they were forgotten.
    pub fn everyone(&self) -> impl Iterator<Item = &Caller> {
        self.known.values()
    }

    /// Somebody at his own desk, with all that his posts let him do today.
    pub async fn of(&mut self, app: &App, person: PersonId) -> Result<Caller> {
        if let Some(known) = self.known.get(&person) {
            return Ok(known.clone());
        }
        let today = app.0.clock.today();
        let found = storage::identity::find_caller(&app.0.db, person, &Scope::ALL, today).await?;
        let found = found.ok_or_else(|| missing("account", &person.to_string()))?;
        self.known.insert(person, found.clone());
        Ok(found)
    }
}
