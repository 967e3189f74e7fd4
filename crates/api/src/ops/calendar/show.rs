//! One year of the calendar.

use workflow::Refusal;
use workflow::access::Caller;
use workflow::calendar::{Calendar, may_edit, require_year};

use crate::error::{OpError, Result};
use crate::ops::App;

/// A year of the calendar with what the caller may do.
#[derive(Debug)]
pub struct Shown {
    /// The year.
    pub year: i32,
    /// The whole calendar.
    pub calendar: Calendar,
    /// How often it was changed.
    pub version: i64,
    /// Whether the caller may change it.
    pub may_edit: std::result::Result<(), Refusal>,
}

/// A year of the calendar of the caller's agency; this year when none is given.
pub async fn show(app: &App, caller: &Caller, year: Option<i32>) -> Result<Shown> {
    let year = year.unwrap_or_else(|| app.0.clock.today().year());
    require_year(year).map_err(OpError::Invalid)?;
    let version = storage::calendar::version(&app.0.db, caller.organisation).await?;
    Ok(Shown {
        year,
        calendar: storage::calendar::load(&app.0.db, caller.organisation).await?,
        version,
        may_edit: may_edit(caller),
    })
}
