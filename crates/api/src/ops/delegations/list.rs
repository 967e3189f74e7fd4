//! Delegations that concern the caller, or the whole agency for those who order the office.

use storage::organisations::Person;
use workflow::access::{Caller, Role, Scope};
use workflow::delegation::{Delegation, may_end};
use workflow::{PersonId, Refusal};

use crate::error::{OpError, Result};
use crate::ops::App;

/// Most delegations of one list.
const MOST: u64 = 200;

/// A delegation as somebody sees it.
#[derive(Debug)]
pub struct Listed {
    /// The delegation.
    pub delegation: Delegation,
    /// Whether it lives now.
    pub is_live: bool,
    /// Whether the caller may end it, or why not.
    pub may_end: std::result::Result<(), Refusal>,
}

/// The newest delegations given or received by the caller, or all of the agency, with the people
/// they name.
pub async fn list(
    app: &App,
    caller: &Caller,
    of_agency: bool,
) -> Result<(Vec<Listed>, Vec<Person>)> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let (db, now) = (&app.0.db, app.0.clock.now());
    let found = if of_agency {
        caller
            .require_role(&[Role::ChiefOfOffice, Role::Administrator])
            .map_err(OpError::Refused)?;
        storage::delegations::list_of_agency(db, caller.organisation, MOST).await?
    } else {
        storage::delegations::list_of_person(db, caller.person, MOST).await?
    };
    let named = found.iter().flat_map(|one| [one.giver, one.receiver]);
    let mut named: Vec<PersonId> = named.collect();
    named.sort_unstable();
    named.dedup();
    let people = storage::organisations::list_people_by_ids(db, &named).await?;
    let listed = found.into_iter().map(|delegation| Listed {
        is_live: delegation.is_live(now),
        may_end: may_end(caller, &delegation, now),
        delegation,
    });
    Ok((listed.collect(), people))
}
