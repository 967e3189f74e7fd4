//! Who the caller is, in words.

use storage::organisations::{Holding, Organisation, Person, Unit};
use workflow::access::Caller;

use crate::error::{OpError, Result};
use crate::ops::App;

/// The caller with names.
#[derive(Debug)]
pub struct Me {
    /// The person.
    pub person: Person,
    /// The agency.
    pub organisation: Organisation,
    /// Posts held today.
    pub holdings: Vec<Holding>,
    /// Units of the agency today.
    pub units: Vec<Unit>,
}

/// The caller with names.
pub async fn view_me(app: &App, caller: &Caller) -> Result<Me> {
    let (db, today) = (&app.0.db, app.0.clock.today());
    let mut people = storage::organisations::list_people_by_ids(db, &[caller.person]).await?;
    let person = people.pop().ok_or(OpError::NotFound)?;
    let mut holdings =
        storage::organisations::list_holdings(db, caller.organisation, today).await?;
    holdings.retain(|holding| holding.person == caller.person);
    Ok(Me {
        person,
        organisation: storage::organisations::get(db, caller.organisation).await?,
        holdings,
        units: storage::organisations::list_units(db, caller.organisation, today).await?,
    })
}
