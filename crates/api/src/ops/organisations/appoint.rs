//! Moving people: a further post from a day on, the end of one. What waits for a post waits for
//! whoever holds it, so rights follow by themselves.

use serde_json::json;
use storage::organisations::{Holding, Position};
use time::Date;
use workflow::audit::NewEvent;
use workflow::organisations::Validity;
use workflow::{OrganisationId, PersonId, PositionId, Refusal};

use super::NewPosition;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Puts a person into a post, found again by title, role and unit, or made; answers its id.
pub async fn appoint(
    app: &App,
    (organisation, actor): (OrganisationId, Option<PersonId>),
    person: PersonId,
    wanted: NewPosition,
    (from, to): (Option<Date>, Option<Date>),
) -> Result<PositionId> {
    let from = from.unwrap_or_else(|| app.0.clock.today());
    let validity = Validity { from, to };
    if to.is_some_and(|to| to < from) {
        return Err(OpError::Invalid(Refusal::new("organisations.validity")));
    }
    require_account(app, organisation, person).await?;
    let (position, is_new) = post(app, organisation, &wanted, from).await?;
    let held = storage::organisations::list_holdings(&app.0.db, organisation, from).await?;
    if held.iter().any(|one| is_of(one, person, position.id)) {
        return Err(OpError::Conflict(Refusal::new(
            "organisations.held_already",
        )));
    }
    app.write(async |tx| {
        if is_new {
            storage::organisations::insert_position(tx, &position).await?;
        }
        storage::organisations::appoint(tx, person, position.id, validity).await?;
        let event = NewEvent {
            actor,
            kind: "person.appointed",
            subject: person.to_string(),
            payload: json!({
                "position": position.id, "role": position.role.code(),
                "from": from.to_string(), "to": to.map(|to| to.to_string()),
            }),
        };
        tx.record(organisation, event);
        Ok(())
    })
    .await?;
    app.0.callers.forget(person);
    Ok(position.id)
}

/// Ends a post of a person with the given last day, or at once.
pub async fn end_holding(
    app: &App,
    (organisation, actor): (OrganisationId, Option<PersonId>),
    (person, position): (PersonId, PositionId),
    last_day: Option<Date>,
) -> Result<()> {
    let today = app.0.clock.today();
    let last_day = last_day.unwrap_or_else(|| today - time::Duration::days(1));
    let held = storage::organisations::list_holdings(&app.0.db, organisation, today).await?;
    let holding = held.iter().find(|one| is_of(one, person, position));
    let holding = holding.ok_or(OpError::NotFound)?;
    app.write(async |tx| {
        let since = holding.validity.from;
        storage::organisations::end_holding(tx, (person, position), since, last_day).await?;
        let event = NewEvent {
            actor,
            kind: "person.post_ended",
            subject: person.to_string(),
            payload: json!({ "position": position, "last_day": last_day.to_string() }),
        };
        tx.record(organisation, event);
        Ok(())
    })
    .await?;
    app.0.callers.forget(person);
    Ok(())
}

fn is_of(holding: &Holding, person: PersonId, position: PositionId) -> bool {
    holding.person == person && holding.position.id == position
}

async fn require_account(app: &App, organisation: OrganisationId, person: PersonId) -> Result<()> {
    let people = storage::organisations::list_people_by_ids(&app.0.db, &[person]).await?;
    let today = app.0.clock.today();
    let holds = |one: &storage::organisations::Person| {
        one.organisation == organisation && one.validity.covers(today)
    };
    if people.iter().any(holds) {
        return Ok(());
    }
    Err(OpError::NotFound)
}

async fn post(
    app: &App,
    organisation: OrganisationId,
    wanted: &NewPosition,
    from: Date,
) -> Result<(Position, bool)> {
    let db = &app.0.db;
    let title = wanted.title.trim();
    if title.is_empty() || title.chars().count() > 100 {
        return Err(OpError::Invalid(Refusal::new("organisations.name")));
    }
    if let Some(unit) = wanted.unit {
        let units = storage::organisations::list_units(db, organisation, from).await?;
        if !units.iter().any(|known| known.id == unit) {
            return Err(OpError::Invalid(Refusal::new("organisations.unit_unknown")));
        }
    }
    let known = storage::organisations::list_positions(db, organisation, from).await?;
    let found = known.into_iter().find(|position| {
        position.title == title && position.role == wanted.role && position.unit == wanted.unit
    });
    if let Some(found) = found {
        return Ok((found, false));
    }
    let new = Position {
        id: PositionId(app.0.clock.new_id()),
        organisation,
        unit: wanted.unit,
        title: title.to_owned(),
        role: wanted.role,
        validity: Validity::since(from),
    };
    Ok((new, true))
}
