//! The steady progress of a job: what each of the last days brought, and how long the rest will take.

use storage::quality::Day;
use time::Duration;
use workflow::access::Caller;
use workflow::quality::{Forecast, Pace, Plan, forecast as reckon};

use super::looks;
use crate::error::Result;
use crate::ops::App;

/// Days that the pace is taken from.
const DAYS: i64 = 14;

/// Progress and outlook.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The last days on which pages were recognised, in order.
    pub days: Vec<Day>,
    /// What comes out of them.
    pub forecast: Forecast,
}

/// Reckons ahead from the last 14 days of the caller's agency.
pub async fn forecast(app: &App, caller: &Caller, plan: &Plan) -> Result<Outlook> {
    looks(caller)?;
    let from = app.0.clock.today() - Duration::days(DAYS - 1);
    let days = storage::quality::list_days(&app.0.db, caller.organisation, from).await?;
    let sum = |of: fn(&Day) -> u64| days.iter().map(of).sum();
    let pace = Pace {
        pages: sum(|day| day.pages.into()),
        days_worked: u32::try_from(days.len()).unwrap_or(u32::MAX),
        measured: sum(|day| day.measured.into()),
        cpu_ms: sum(|day| day.cpu_ms),
    };
    Ok(Outlook {
        forecast: reckon(&pace, plan),
        days,
    })
}
