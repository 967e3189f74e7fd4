//! Callers resolved a moment ago, so that a burst of requests asks the database once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use workflow::PersonId;

use super::Resolved;

/// How long a resolved caller is believed; an ending made by another process is seen after it.
const BELIEVED: Duration = Duration::from_secs(2);
const MOST: usize = 10_000;

/// Callers by the hash of their secret.
#[derive(Debug, Default)]
pub struct Callers {
    by_secret: Mutex<HashMap<[u8; 32], (Instant, Resolved)>>,
}

impl Callers {
    /// The caller resolved a moment ago.
    pub fn find(&self, secret: &[u8; 32]) -> Option<Resolved> {
        let known = self
            .by_secret
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (since, resolved) = known.get(secret)?;
        (since.elapsed() < BELIEVED).then(|| resolved.clone())
    }

    /// Remembers a caller.
    pub fn keep(&self, secret: [u8; 32], resolved: Resolved) {
        let mut known = self
            .by_secret
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, (since, _)| since.elapsed() < BELIEVED);
        }
        if known.len() < MOST {
            known.insert(secret, (Instant::now(), resolved));
        }
    }

    /// Forgets everything about a person, because rights or sessions changed.
    pub fn forget(&self, person: PersonId) {
        let mut known = self
            .by_secret
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (_, resolved)| resolved.caller.person != person);
    }
}
