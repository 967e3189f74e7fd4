//! Agencies, units and posts, each with the days on which it holds.
//!
//! Organisations are history: nothing is renamed in place, a validity ends and a successor begins.

use serde::{Deserialize, Serialize};
use time::Date;

/// The days on which something holds; both ends belong to it, an open end holds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day.
    pub from: Date,
    /// Last day, if one is known.
    pub to: Option<Date>,
}

impl Validity {
    /// Holds from `from` on, without a known end.
    pub fn since(from: Date) -> Self {
        Self { from, to: None }
    }

    /// Says whether the thing holds on `day`.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|last| day <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn both_ends_of_a_validity_belong_to_it() {
        let validity = Validity {
            from: date!(2026 - 01 - 01),
            to: Some(date!(2026 - 06 - 30)),
        };
        for (day, expected) in [
            (date!(2025 - 12 - 31), false),
            (date!(2026 - 01 - 01), true),
            (date!(2026 - 06 - 30), true),
            (date!(2026 - 07 - 01), false),
        ] {
            assert_eq!(validity.covers(day), expected, "{day}");
        }
        assert!(Validity::since(date!(2026 - 01 - 01)).covers(date!(2099 - 01 - 01)));
    }
}
