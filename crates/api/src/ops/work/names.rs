//! Names of the people, units and posts that tasks speak of, loaded in three queries.

use std::collections::BTreeSet;

use storage::organisations::{Person, Position, Unit};
use workflow::access::Principal;
use workflow::work::Task;
use workflow::{PersonId, PositionId, UnitId};

use crate::error::Result;
use crate::ops::App;

/// Names by id.
#[derive(Debug, Default)]
pub struct Names {
    /// People.
    pub people: Vec<Person>,
    /// Units.
    pub units: Vec<Unit>,
    /// Posts.
    pub positions: Vec<Position>,
}

impl Names {
    /// The names that tasks and further people need.
    pub async fn of(app: &App, tasks: &[&Task], others: Vec<PersonId>) -> Result<Names> {
        let mut people = others;
        for task in tasks {
            let closed = task.closed.as_ref();
            let named = [
                task.holder,
                task.given_by,
                task.given_for,
                closed.and_then(|closed| closed.by),
                closed.and_then(|closed| closed.on_behalf_of),
            ];
            people.extend(named.into_iter().flatten());
        }
        let assignees: Vec<_> = tasks.iter().map(|task| task.assignee).collect();
        Names::of_principals(app, &assignees, people).await
    }

    /// The names of principals and of further people.
    pub(in crate::ops) async fn of_principals(
        app: &App,
        principals: &[Principal],
        others: Vec<PersonId>,
    ) -> Result<Names> {
        let mut people: BTreeSet<PersonId> = others.into_iter().collect();
        let mut units: BTreeSet<UnitId> = BTreeSet::new();
        let mut positions: BTreeSet<PositionId> = BTreeSet::new();
        for principal in principals {
            match *principal {
                Principal::Person(person) => drop(people.insert(person)),
                Principal::Unit(unit) | Principal::Head(unit) => drop(units.insert(unit)),
                Principal::Position(position) => drop(positions.insert(position)),
                Principal::Everyone(_) | Principal::Role(..) => {}
            }
        }
        let db = &app.0.db;
        let people: Vec<_> = people.into_iter().collect();
        let units: Vec<_> = units.into_iter().collect();
        let positions: Vec<_> = positions.into_iter().collect();
        Ok(Names {
            people: storage::organisations::list_people_by_ids(db, &people).await?,
            units: storage::organisations::list_units_by_ids(db, &units).await?,
            positions: storage::organisations::list_positions_by_ids(db, &positions).await?,
        })
    }

    /// The name of a person.
    pub fn person(&self, id: PersonId) -> Option<String> {
        let person = self.people.iter().find(|person| person.id == id)?;
        Some(person.name.clone())
    }

    /// The name under which a principal is shown; roles have theirs in the catalogue of the web.
    pub fn principal(&self, principal: Principal) -> Option<String> {
        match principal {
            Principal::Person(id) => self.person(id),
            Principal::Unit(id) | Principal::Head(id) => {
                let unit = self.units.iter().find(|unit| unit.id == id)?;
                Some(unit.name.clone())
            }
            Principal::Position(id) => {
                let position = self.positions.iter().find(|position| position.id == id)?;
                Some(position.title.clone())
            }
            Principal::Everyone(_) | Principal::Role(..) => None,
        }
    }
}
