//! How often sending is tried, and when again.

use time::Duration;

/// How often a mail or a push is tried before it is given up and shown as such: over some eight
/// hours, so that a mail server that is mended within the working day still gets it.
pub const MOST_ATTEMPTS: i32 = 8;

/// The pause after the given failed attempt (from 1): 1, 3, 9, 27, 81 minutes … at most two hours.
pub fn pause_after(attempt: i32) -> Duration {
    let triples = u32::try_from(attempt.clamp(1, 6) - 1).unwrap_or(0);
    Duration::minutes(3_i64.pow(triples)).min(Duration::hours(2))
}
