//! A new agency in the installation.

use serde_json::json;
use storage::organisations::Organisation;
use workflow::audit::NewEvent;
use workflow::organisations::Validity;
use workflow::{OrganisationId, Refusal};

use crate::error::{OpError, Result};
use crate::ops::App;
use crate::ops::registers::found_registers;
use crate::ops::routes::begin_routes;

/// Founds an agency under a short name of letters, digits and hyphens, with the registers that
/// agencies begin with.
pub async fn found(app: &App, slug: &str, name: &str) -> Result<Organisation> {
    let slug_is_plain = !slug.is_empty()
        && slug.len() <= 40
        && slug
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !slug_is_plain {
        return Err(OpError::Invalid(Refusal::new("organisations.slug")));
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(OpError::Invalid(Refusal::new("organisations.name")));
    }
    if storage::organisations::find_by_slug(&app.0.db, slug)
        .await?
        .is_some()
    {
        return Err(OpError::Conflict(
            Refusal::new("organisations.slug_taken").with("slug", slug),
        ));
    }
    let organisation = Organisation {
        id: OrganisationId(app.0.clock.new_id()),
        slug: slug.to_owned(),
        name: name.to_owned(),
        validity: Validity::since(app.0.clock.today()),
        successor: None,
    };
    app.write(async |tx| {
        storage::organisations::insert(tx, &organisation).await?;
        begin_routes(app, tx, organisation.id).await?;
        let event = NewEvent {
            actor: None,
            kind: "organisation.founded",
            subject: organisation.id.to_string(),
            payload: json!({ "slug": organisation.slug }),
        };
        tx.record(organisation.id, event);
        found_registers(app, tx, organisation.id).await
    })
    .await?;
    Ok(organisation)
}
