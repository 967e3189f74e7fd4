//! A day that differs from its weekday, with the legal notice that makes it so.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::Refusal;

/// Longest name of a day, in characters.
const NAME_MAX: usize = 200;
/// Longest source of a day, in characters.
const SOURCE_MAX: usize = 500;

/// Years whose days can be looked at and entered.
const YEARS: RangeInclusive<i32> = 1970..=2100;

/// Refuses a year far from any work of the office.
pub fn require_year(year: i32) -> Result<(), Refusal> {
    if YEARS.contains(&year) {
        return Ok(());
    }
    let refusal = Refusal::new("calendar.year").with("from", *YEARS.start());
    Err(refusal.with("to", *YEARS.end()))
}

/// What kind of day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Nghỉ lễ, tết.
    Holiday,
    /// Nghỉ bù for a holiday on a day of rest, or nghỉ hoán đổi against a day worked instead.
    CompensatoryOff,
    /// A day of rest that is worked (làm bù), or a holiday of the law that this agency works.
    WorkingDay,
    /// Only the morning is worked.
    HalfDay,
}

impl DayKind {
    /// Every kind.
    pub const ALL: [DayKind; 4] = [
        DayKind::Holiday,
        DayKind::CompensatoryOff,
        DayKind::WorkingDay,
        DayKind::HalfDay,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            DayKind::Holiday => "holiday",
            DayKind::CompensatoryOff => "compensatory_off",
            DayKind::WorkingDay => "working_day",
            DayKind::HalfDay => "half_day",
        }
    }

    /// The kind of a code, if there is one.
    pub fn from_code(code: &str) -> Option<DayKind> {
        DayKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A day of the calendar that differs from its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayEntry {
    /// The day.
    pub day: Date,
    /// What kind of day it is.
    pub kind: DayKind,
    /// Name as shown, in Vietnamese.
    pub name: String,
    /// The law or the notice that makes it so.
    pub source: String,
}

impl DayEntry {
    /// An entry as an agency makes it: it has a name and cites its source, both of sane length.
    pub fn entered(
        day: Date,
        kind: DayKind,
        name: &str,
        source: &str,
    ) -> Result<DayEntry, Refusal> {
        require_year(day.year())?;
        let written = |text: &str, max: usize, code: &'static str| {
            let text = text.trim();
            if text.is_empty() || text.chars().count() > max {
                return Err(Refusal::new(code).with("max", max));
            }
            Ok(text.to_owned())
        };
        Ok(DayEntry {
            day,
            kind,
            name: written(name, NAME_MAX, "calendar.day_name")?,
            source: written(source, SOURCE_MAX, "calendar.day_source")?,
        })
    }
}
