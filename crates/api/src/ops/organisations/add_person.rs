//! A new person with a post.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::organisations::{Person, Position};
use workflow::access::Role;
use workflow::audit::NewEvent;
use workflow::identity::check_password;
use workflow::organisations::Validity;
use workflow::{OrganisationId, PersonId, PositionId, Refusal, UnitId};

use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// A person to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Sign-in name.
    pub login: String,
    /// Family, middle and given name.
    pub name: String,
    /// First password.
    pub password: String,
    /// The post; found again by title, role and unit, or made.
    pub position: NewPosition,
}

/// The post of a new person.
#[derive(Debug, Clone)]
pub struct NewPosition {
    /// Title, such as «Chánh Văn phòng».
    pub title: String,
    /// What it lets its holder do.
    pub role: Role,
    /// The unit; none for posts of the agency itself.
    pub unit: Option<UnitId>,
}

#[derive(Serialize, Deserialize)]
struct Added {
    id: PersonId,
}

/// Adds a person, with a password, in a post; answers the id.
pub async fn add_person(
    app: &App,
    organisation: OrganisationId,
    actor: Option<PersonId>,
    new: NewPerson,
    once: Option<&Once>,
) -> Result<PersonId> {
    let (person, position, is_new) = check(app, organisation, &new).await?;
    let hash = app.hash_password(new.password).await?;
    let added = app
        .write_once(once, async |tx| {
            storage::organisations::insert_person(tx, &person).await?;
            storage::identity::set_password(tx, person.id, &hash).await?;
            if is_new {
                storage::organisations::insert_position(tx, &position).await?;
            }
            storage::organisations::appoint(tx, person.id, position.id, person.validity).await?;
            let event = NewEvent {
                actor,
                kind: "person.added",
                subject: person.id.to_string(),
                payload: json!({ "position": position.id, "role": position.role.code() }),
            };
            tx.record(organisation, event);
            Ok(Added { id: person.id })
        })
        .await?;
    Ok(added.id)
}

async fn check(
    app: &App,
    organisation: OrganisationId,
    new: &NewPerson,
) -> Result<(Person, Position, bool)> {
    let login = new.login.trim().to_lowercase();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    if login.len() < 2 || login.len() > 60 || !login.chars().all(plain) {
        return Err(OpError::Invalid(Refusal::new("organisations.login")));
    }
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 100 || new.position.title.trim().is_empty() {
        return Err(OpError::Invalid(Refusal::new("organisations.name")));
    }
    check_password(&new.password).map_err(OpError::Invalid)?;
    let (db, today) = (&app.0.db, app.0.clock.today());
    if let Some(unit) = new.position.unit {
        let units = storage::organisations::list_units(db, organisation, today).await?;
        if !units.iter().any(|known| known.id == unit) {
            return Err(OpError::Invalid(Refusal::new("organisations.unit_unknown")));
        }
    }
    if storage::organisations::find_person_by_login(db, &login)
        .await?
        .is_some()
    {
        return Err(OpError::Conflict(
            Refusal::new("organisations.login_taken").with("login", login),
        ));
    }
    let validity = Validity::since(today);
    let wanted = &new.position;
    let known = storage::organisations::list_positions(db, organisation, today).await?;
    let found = known.into_iter().find(|position| {
        position.title == wanted.title.trim()
            && position.role == wanted.role
            && position.unit == wanted.unit
    });
    let is_new = found.is_none();
    let position = found.unwrap_or_else(|| Position {
        id: PositionId(app.0.clock.new_id()),
        organisation,
        unit: wanted.unit,
        title: wanted.title.trim().to_owned(),
        role: wanted.role,
        validity,
    });
    let id = PersonId(app.0.clock.new_id());
    Ok((
        Person {
            id,
            organisation,
            login,
            name: name.to_owned(),
            validity,
        },
        position,
        is_new,
    ))
}
