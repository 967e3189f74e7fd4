//! A term (thời hạn): how much of what, from a start, ends at a due date.
//!
//! Work in progress keeps start and term, so that its due date is computed anew when the calendar
//! changes.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::Refusal;

/// The greatest amount of any unit.
pub const LONGEST_TERM: u32 = 10_000;

/// How long somebody has. In JSON a tagged object, such as `{"unit":"working_days","amount":5}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "unit", rename_all = "snake_case", deny_unknown_fields)]
pub enum Term {
    /// Minutes of the clock, by night and on holidays too: the target of urgent papers.
    Minutes {
        /// How many.
        amount: u32,
    },
    /// Hours while the office is open (giờ làm việc).
    WorkingHours {
        /// How many.
        amount: u32,
    },
    /// Working days (ngày làm việc).
    WorkingDays {
        /// How many.
        amount: u32,
    },
    /// Days of the calendar (ngày).
    CalendarDays {
        /// How many.
        amount: u32,
    },
    /// Months (tháng).
    Months {
        /// How many.
        amount: u32,
    },
    /// Years (năm).
    Years {
        /// How many.
        amount: u32,
    },
    /// A day that somebody chose.
    Date {
        /// The last day.
        date: Date,
    },
    /// Trong ngày, chậm nhất ngày làm việc tiếp theo.
    EndOfNextWorkingDay,
    /// Buổi sáng ngày làm việc tiếp theo.
    NoonOfNextWorkingDay,
}

impl Term {
    /// The code of the unit, as in JSON.
    pub fn unit(self) -> &'static str {
        match self {
            Term::Minutes { .. } => "minutes",
            Term::WorkingHours { .. } => "working_hours",
            Term::WorkingDays { .. } => "working_days",
            Term::CalendarDays { .. } => "calendar_days",
            Term::Months { .. } => "months",
            Term::Years { .. } => "years",
            Term::Date { .. } => "date",
            Term::EndOfNextWorkingDay => "end_of_next_working_day",
            Term::NoonOfNextWorkingDay => "noon_of_next_working_day",
        }
    }

    /// Refuses an amount of nothing and one beyond [`LONGEST_TERM`].
    pub fn check(self) -> Result<(), Refusal> {
        match self {
            Term::Minutes { amount }
            | Term::WorkingHours { amount }
            | Term::WorkingDays { amount }
            | Term::CalendarDays { amount }
            | Term::Months { amount }
            | Term::Years { amount } => match amount {
                0 => Err(Refusal::new("calendar.term_empty")),
                1..=LONGEST_TERM => Ok(()),
                _ => Err(too_long()),
            },
            Term::Date { .. } | Term::EndOfNextWorkingDay | Term::NoonOfNextWorkingDay => Ok(()),
        }
    }
}

/// The refusal of a term that ends beyond what can be counted.
pub(super) fn too_long() -> Refusal {
    Refusal::new("calendar.term_long").with("max", LONGEST_TERM)
}
