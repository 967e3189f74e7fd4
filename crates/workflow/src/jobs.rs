//! Rules of deferred work: urgency and growing pauses between tries.

use serde::{Deserialize, Serialize};
use time::Duration;

/// What is done first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// A paper marked khẩn, thượng khẩn or hỏa tốc.
    Urgent = 0,
    /// Somebody waits for it.
    Normal = 1,
    /// Nobody waits: imports, checks, sweeps.
    Low = 2,
}

impl Priority {
    /// The priority kept as a number; what nobody knows waits.
    pub fn of_rank(rank: i16) -> Self {
        match rank {
            0 => Priority::Urgent,
            1 => Priority::Normal,
            _ => Priority::Low,
        }
    }
}

/// How often a job is tried before it is left for a person to look at.
pub const MAX_ATTEMPTS: i32 = 6;

/// How long a worker may hold a job before others take it over, renewed while it works.
pub const LEASE: Duration = Duration::seconds(60);

/// The pause after the given failed attempt (from 1): 5 s, 20 s, 80 s … at most one hour.
pub fn pause_after(attempt: i32) -> Duration {
    let doublings = u32::try_from(attempt.clamp(1, 8) - 1).unwrap_or(0);
    Duration::seconds(5 * 4_i64.pow(doublings)).min(Duration::hours(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_one_hour() {
        let pauses: Vec<_> = (1..=MAX_ATTEMPTS).map(pause_after).collect();
        assert_eq!(pauses[0], Duration::seconds(5));
        assert!(pauses.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(pause_after(100), Duration::hours(1));
    }
}
