//! A month of the demo office, lived: what `tests/data/month` tells is played day by day through the
//! operations that the web calls, by the people of the office, under a clock that is moved along. So
//! events, rights, dates and numbers are what they would be; a step that is refused ends it with the
//! reason. It ends now: the days are the last working days before the time at which it is made.

mod arrange;
mod data;
mod days;
mod founding;
mod incoming;
mod letters;
mod outgoing;
mod paper;
mod plan;
mod play;
mod registering;
mod templates;
mod ways;
mod world;

use time::{Duration, OffsetDateTime};

pub use paper::Files;

use self::data::Month;
use self::days::Days;
use self::play::Play;
use self::world::Agency;
use super::Office;
use crate::error::Result;
use crate::ops::{App, delegations};

/// What was lived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lived {
    /// Papers that came in or were drafted.
    pub papers: usize,
    /// Steps on their way.
    pub steps: usize,
}

/// When the office is to be founded so that it can live the month that ends `now`.
pub fn since(now: OffsetDateTime) -> OffsetDateTime {
    Days::until(now).moment(0, 0) - Duration::hours(1)
}

/// Lives the month in an office founded at the time that [`since`] tells, up to `now`; tells after
/// each step how many of how many are done. The clock of the app has to be a manual one.
pub async fn live(
    app: &App,
    (office, files): (&Office, Files),
    now: OffsetDateTime,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Result<Lived> {
    let days = Days::until(now);
    let month = Month::load()?;
    let agencies = Agency::find_all(app, office).await?;
    let mut play = Play::new(app, (&month, &agencies, &days), files);
    let steps = play.run(told).await?;
    let papers = play.states.iter();
    let papers = papers.map(|state| usize::from(state.incoming.is_some()) + state.drafts.len());
    let lived = Lived {
        papers: papers.sum(),
        steps,
    };
    app.clock().move_to(now);
    delegations::settle(app).await?;
    Ok(lived)
}
