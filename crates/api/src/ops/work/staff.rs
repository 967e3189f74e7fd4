//! The staff of an agency today: for the rules, and for whoever gives a paper to somebody.

use std::collections::HashMap;

use storage::Executor;
use storage::organisations::{Holding, Person, Unit};
use time::Date;
use workflow::OrganisationId;
use workflow::access::{Caller, Scope};
use workflow::work::{Member, Staff};

use crate::error::{OpError, Result};
use crate::ops::App;

/// Who holds which post today, as the rules want it.
pub(in crate::ops) async fn staff_of(app: &App, organisation: OrganisationId) -> Result<Staff> {
    staff_in(&app.0.db, organisation, app.0.clock.today()).await
}

/// Who holds which post on a day, asked inside a transaction or outside.
pub(in crate::ops) async fn staff_in(
    ex: &impl Executor,
    organisation: OrganisationId,
    today: Date,
) -> Result<Staff> {
    let units = storage::organisations::list_units(ex, organisation, today).await?;
    let units: HashMap<_, _> = units.iter().map(|unit| (unit.id, unit.parent)).collect();
    let holdings = storage::organisations::list_holdings(ex, organisation, today).await?;
    let members = holdings
        .iter()
        .filter(|holding| {
            let unit = holding.position.unit;
            unit.is_none_or(|unit| units.contains_key(&unit))
        })
        .map(|holding| Member {
            person: holding.person,
            position: holding.position.id,
            unit: holding.position.unit,
            role: holding.position.role,
        });
    Ok(Staff {
        organisation: Some(organisation),
        members: members.collect(),
        units,
    })
}

/// To whom a paper can be given.
#[derive(Debug)]
pub struct Colleagues {
    /// Units that exist today.
    pub units: Vec<Unit>,
    /// People with an account today.
    pub people: Vec<Person>,
    /// The posts they hold today.
    pub holdings: Vec<Holding>,
}

/// The colleagues of the caller.
pub async fn colleagues(app: &App, caller: &Caller) -> Result<Colleagues> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let (db, today) = (&app.0.db, app.0.clock.today());
    let organisation = caller.organisation;
    let mut people = storage::organisations::list_people(db, organisation).await?;
    people.retain(|person| person.validity.covers(today));
    Ok(Colleagues {
        units: storage::organisations::list_units(db, organisation, today).await?,
        holdings: storage::organisations::list_holdings(db, organisation, today).await?,
        people,
    })
}
