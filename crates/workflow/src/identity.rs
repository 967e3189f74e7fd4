//! Rules of signing in: when an account locks, how long a session lives, which password is taken.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::Refusal;

/// Wrong passwords in a row before the account locks.
pub const FAILURES_BEFORE_LOCK: i32 = 5;
/// How long a locked account stays locked.
pub const LOCK: Duration = Duration::minutes(15);
/// A session ends this long after sign-in, whatever happens.
pub const SESSION_LIFETIME: Duration = Duration::hours(12);
/// Shortest password, in characters.
pub const PASSWORD_MIN_CHARS: usize = 10;
/// Longest password, in bytes, so that nobody keeps the server hashing.
pub const PASSWORD_MAX_BYTES: usize = 256;

/// How a sign-in ended; every one is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInOutcome {
    /// The person is in.
    Accepted,
    /// No such account, or a wrong password; which of the two is told to nobody.
    WrongCredentials,
    /// The password was right and a code is asked for besides.
    CodeNeeded,
    /// The password was right, the code was not.
    WrongCode,
    /// The account is locked for a while.
    Locked,
    /// The account no longer holds.
    Ended,
}

impl SignInOutcome {
    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            SignInOutcome::Accepted => "accepted",
            SignInOutcome::WrongCredentials => "wrong_credentials",
            SignInOutcome::CodeNeeded => "code_needed",
            SignInOutcome::WrongCode => "wrong_code",
            SignInOutcome::Locked => "locked",
            SignInOutcome::Ended => "ended",
        }
    }
}

/// What the account remembers of failed sign-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// Wrong passwords in a row.
    pub count: i32,
    /// Locked until then.
    pub locked_until: Option<OffsetDateTime>,
}

impl Failures {
    /// Says whether the account is locked at `now`.
    pub fn is_locked(&self, now: OffsetDateTime) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// After one more wrong password; the fifth locks.
    #[must_use]
    pub fn after_wrong_password(self, now: OffsetDateTime) -> Failures {
        let served = self.locked_until.is_some_and(|until| until <= now);
        let count = if served { 1 } else { self.count + 1 };
        let locked_until = (count >= FAILURES_BEFORE_LOCK).then(|| now + LOCK);
        Failures {
            count,
            locked_until,
        }
    }
}

/// Refuses a session that has lived or idled too long.
pub fn session_holds(
    started_at: OffsetDateTime,
    last_seen_at: OffsetDateTime,
    idle_limit: Duration,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    if now - started_at >= SESSION_LIFETIME {
        return Err(Refusal::new("identity.session_ended"));
    }
    if now - last_seen_at >= idle_limit {
        return Err(Refusal::new("identity.session_idle"));
    }
    Ok(())
}

/// Refuses passwords that are too short, too long or made of one character.
pub fn check_password(password: &str) -> Result<(), Refusal> {
    let mut chars = password.chars();
    let first = chars.next();
    if password.chars().count() < PASSWORD_MIN_CHARS {
        return Err(Refusal::new("identity.password_short").with("min", PASSWORD_MIN_CHARS));
    }
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(Refusal::new("identity.password_long").with("max", PASSWORD_MAX_BYTES));
    }
    if chars.all(|c| Some(c) == first) {
        return Err(Refusal::new("identity.password_uniform"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    const NOW: OffsetDateTime = datetime!(2026-11-23 08:00 UTC);

    #[test]
    fn the_fifth_wrong_password_locks_and_time_unlocks() {
        let mut failures = Failures::default();
        for _ in 0..4 {
            failures = failures.after_wrong_password(NOW);
            assert!(!failures.is_locked(NOW));
        }
        failures = failures.after_wrong_password(NOW);
        assert!(failures.is_locked(NOW));
        assert!(!failures.is_locked(NOW + LOCK));
        let later = failures.after_wrong_password(NOW + LOCK);
        assert_eq!(
            later,
            Failures {
                count: 1,
                locked_until: None
            }
        );
    }

    #[test]
    fn a_session_ends_by_age_and_by_idleness() {
        let idle = Duration::minutes(15);
        let holds = |started, seen| session_holds(started, seen, idle, NOW).map_err(|r| r.code);
        assert_eq!(
            holds(NOW - Duration::hours(1), NOW - Duration::minutes(14)),
            Ok(())
        );
        assert_eq!(
            holds(NOW - Duration::hours(1), NOW - Duration::minutes(15)),
            Err("identity.session_idle")
        );
        assert_eq!(
            holds(NOW - SESSION_LIFETIME, NOW),
            Err("identity.session_ended")
        );
    }

    #[test]
    fn weak_passwords_are_refused_with_the_limit() {
        let code = |password: &str| check_password(password).map_err(|refusal| refusal.code);
        assert_eq!(code("ngắn"), Err("identity.password_short"));
        assert_eq!(code("aaaaaaaaaaaa"), Err("identity.password_uniform"));
        assert_eq!(code(&"ab".repeat(200)), Err("identity.password_long"));
        assert_eq!(code("Văn thư 2026!"), Ok(()));
    }
}
