//! The Vietnamese working calendar: which days and hours an agency works, and by when a term ends.
//!
//! Beneath lie the days of the law ([`statutory`]), above them what the agency itself has entered;
//! an entry of the agency overrides the day beneath. All arithmetic is local, at UTC+7. Every loop
//! is bounded: a calendar without working days ends in a [`Refusal`], never in a hang.

mod astronomy;
mod counting;
mod days;
mod hours;
mod lunar;
mod published;
mod statutory;
mod term;

use std::collections::BTreeMap;

use time::{Date, UtcOffset, Weekday};

use crate::Refusal;
use crate::access::{Caller, Role, Scope};

pub use counting::{Punctuality, Timeliness};
pub use days::{DayEntry, DayKind, require_year};
pub use hours::{Interval, OfficeHours};
pub use lunar::{LunarDate, LunarYear};
pub use statutory::{STATUTORY_YEARS, has_notice, statutory};
pub use term::{LONGEST_TERM, Term};

/// Vietnam has one time zone, UTC+7, without summer time (Quyết định 121/CP of 1967 as amended 1975).
pub const VIETNAM: UtcOffset = match UtcOffset::from_hms(7, 0, 0) {
    Ok(offset) => offset,
    Err(_) => UtcOffset::UTC,
};

/// More days of rest in a row than this are a mistake in the entries.
const LONGEST_REST_DAYS: u32 = 366;

/// The working calendar of one agency (lịch làm việc).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    own: BTreeMap<Date, DayEntry>,
    hours: OfficeHours,
}

impl Calendar {
    /// The days of the law, with the entries of the agency above them. Of two entries for a day the
    /// later one holds.
    pub fn new(entries: impl IntoIterator<Item = DayEntry>, hours: OfficeHours) -> Calendar {
        let own = entries.into_iter().map(|entry| (entry.day, entry));
        Calendar {
            own: own.collect(),
            hours,
        }
    }

    /// When the office is open on a whole working day.
    pub fn hours(&self) -> OfficeHours {
        self.hours
    }

    /// What makes a day differ from its weekday: the agency's own entry, else that of the law.
    pub fn entry(&self, day: Date) -> Option<&DayEntry> {
        let own = self.own.get(&day);
        own.or_else(|| statutory::table().get(&day))
    }

    /// Says whether the agency itself has entered something for the day.
    pub fn is_own(&self, day: Date) -> bool {
        self.own.contains_key(&day)
    }

    /// Every day of a year that differs from its weekday, in order.
    pub fn entries_of(&self, year: i32) -> Vec<&DayEntry> {
        let of_law = statutory::table().values();
        let merged: BTreeMap<_, _> = of_law
            .chain(self.own.values())
            .filter(|entry| entry.day.year() == year)
            .map(|entry| (entry.day, entry))
            .collect();
        merged.into_values().collect()
    }

    /// Says whether the office works on the day, be it only in the morning. Saturday and Sunday
    /// are days of rest unless an entry says otherwise.
    pub fn is_working_day(&self, day: Date) -> bool {
        !self.open_hours(day).is_empty()
    }

    /// The first working day after a day.
    pub fn next_working_day(&self, day: Date) -> Result<Date, Refusal> {
        let mut next = day;
        for _ in 0..LONGEST_REST_DAYS {
            next = next.next_day().ok_or_else(term::too_long)?;
            if self.is_working_day(next) {
                return Ok(next);
            }
        }
        Err(no_working_day(day))
    }

    /// The day itself when it is worked, else the first working day after it.
    fn working_day_from(&self, day: Date) -> Result<Date, Refusal> {
        if self.is_working_day(day) {
            Ok(day)
        } else {
            self.next_working_day(day)
        }
    }

    /// When the office is open on a day: morning and afternoon, the morning only, or not at all.
    fn open_hours(&self, day: Date) -> &[Interval] {
        let both = self.hours.intervals();
        match self.entry(day).map(|entry| entry.kind) {
            Some(DayKind::Holiday | DayKind::CompensatoryOff) => &[],
            Some(DayKind::HalfDay) => &both[..1],
            None if is_weekend(day) => &[],
            Some(DayKind::WorkingDay) | None => both,
        }
    }
}

/// Says whether the caller may change days and office hours: the administrator and the chief of
/// office (chánh văn phòng).
pub fn may_edit(caller: &Caller) -> Result<(), Refusal> {
    caller.require_scope(Scope::Admin)?;
    caller.require_role(&[Role::Administrator, Role::ChiefOfOffice])
}

/// Saturday and Sunday are the weekly rest of offices (Quyết định 188/1999/QĐ-TTg).
fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn no_working_day(after: Date) -> Refusal {
    Refusal::new("calendar.no_working_day").with("day", after.to_string())
}

#[cfg(test)]
mod tests;
