//! What an administrator sees of mail and push: figures and reasons, never to whom or what about.

use storage::notices::{Figure, Trouble};
use time::Duration;
use workflow::access::{Caller, Role};

use crate::error::{OpError, Result};
use crate::ops::App;

/// How far back the figures go.
const LOOK_BACK: Duration = Duration::days(7);
/// Failures shown.
const TROUBLES: u64 = 20;

/// Mail and push of an agency in the last week.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Whether a mail server is set.
    pub mail_is_on: bool,
    /// Whether pushes can be sent.
    pub push_is_on: bool,
    /// Events of the agency that people have still to be told of.
    pub behind: i64,
    /// How many are in which state.
    pub figures: Vec<Figure>,
    /// The last failures.
    pub troubles: Vec<Trouble>,
}

/// The figures, for an administrator.
pub async fn figures(app: &App, caller: &Caller) -> Result<Figures> {
    caller
        .require_role(&[Role::Administrator])
        .map_err(OpError::Refused)?;
    let (db, agency) = (&app.0.db, caller.organisation);
    let told = storage::notices::positions(db).await?;
    let told = told.get(&agency).copied().unwrap_or(0);
    let heads = storage::events::heads(db).await?;
    let head = heads.into_iter().find(|(one, ..)| *one == agency);
    let since = app.0.clock.now() - LOOK_BACK;
    Ok(Figures {
        mail_is_on: app.0.couriers.mail.is_some(),
        push_is_on: app.0.couriers.push.is_some(),
        behind: head.map_or(0, |(_, seq, _)| seq - told),
        figures: storage::notices::count_deliveries(db, agency, since).await?,
        troubles: storage::notices::list_troubles(db, agency, TROUBLES).await?,
    })
}
