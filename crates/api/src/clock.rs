//! Time and ids of the house: the one place that reads the wall clock and draws random numbers.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use time::{Date, OffsetDateTime};
use uuid::Uuid;

pub use workflow::calendar::VIETNAM;

/// Tells the time; a manual one stands still until it is moved.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that is moved by hand: for tests, and for the month of the demo office.
    Manual(Arc<Mutex<OffsetDateTime>>),
}

impl Clock {
    /// A clock that stands at `now`.
    pub fn manual(now: OffsetDateTime) -> Self {
        Clock::Manual(Arc::new(Mutex::new(now)))
    }

    /// Now, in UTC.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the wall clock"
    )]
    pub fn now(&self) -> OffsetDateTime {
        match self {
            Clock::System => OffsetDateTime::now_utc(),
            Clock::Manual(now) => *now.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Today in Vietnam.
    pub fn today(&self) -> Date {
        self.now().to_offset(VIETNAM).date()
    }

    /// Moves a manual clock; the machine's clock is left alone.
    pub fn advance(&self, by: time::Duration) {
        if let Clock::Manual(now) = self {
            *now.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }

    /// Moves a manual clock forward to a moment; never back, and never the machine's clock.
    pub fn move_to(&self, moment: OffsetDateTime) {
        if let Clock::Manual(now) = self {
            let mut now = now.lock().unwrap_or_else(PoisonError::into_inner);
            *now = (*now).max(moment);
        }
    }

    /// A new id; ids made later sort later.
    #[allow(clippy::disallowed_methods, reason = "the one place that makes ids")]
    pub fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// 32 random bytes from the operating system.
#[allow(
    clippy::disallowed_methods,
    reason = "the one place that draws secrets"
)]
pub fn random_secret() -> Result<[u8; 32], getrandom::Error> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    Ok(secret)
}

/// Waits; background loops pace themselves with it.
#[allow(clippy::disallowed_methods, reason = "the one place that waits")]
pub async fn pause(duration: Duration) {
    tokio::time::sleep(duration).await;
}
