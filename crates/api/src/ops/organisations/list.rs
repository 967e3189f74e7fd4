//! Lists of agencies, units and people.

use storage::organisations::{Holding, Organisation, Person, Unit};
use workflow::OrganisationId;

use crate::error::Result;
use crate::ops::App;

/// Every agency of the installation; for the shell.
pub async fn list(app: &App) -> Result<Vec<Organisation>> {
    Ok(storage::organisations::list(&app.0.db).await?)
}

/// The agency of a short name.
pub async fn find(app: &App, slug: &str) -> Result<Option<Organisation>> {
    Ok(storage::organisations::find_by_slug(&app.0.db, slug).await?)
}

/// Units of an agency today.
pub async fn list_units(app: &App, organisation: OrganisationId) -> Result<Vec<Unit>> {
    let today = app.0.clock.today();
    Ok(storage::organisations::list_units(&app.0.db, organisation, today).await?)
}

/// People of an agency with the posts they hold today.
pub async fn list_people(
    app: &App,
    organisation: OrganisationId,
) -> Result<Vec<(Person, Vec<Holding>)>> {
    let (db, today) = (&app.0.db, app.0.clock.today());
    let people = storage::organisations::list_people(db, organisation).await?;
    let holdings = storage::organisations::list_holdings(db, organisation, today).await?;
    let with_posts = people.into_iter().map(|person| {
        let own = holdings
            .iter()
            .filter(|holding| holding.person == person.id);
        (person.clone(), own.cloned().collect())
    });
    Ok(with_posts.collect())
}
