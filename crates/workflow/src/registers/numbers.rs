//! The years of a register and what may become of each number.

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use super::Book;
use crate::{Refusal, UnitId};

/// What has become of a number that left the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// A paper bears it.
    Used,
    /// Kept for a day or a unit.
    Reserved,
    /// Was reserved, is borne by no paper.
    GivenUp,
    /// Its paper was not issued; the entry still names it.
    Cancelled,
}

/// What can be done with a number that left the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A paper takes a reserved number.
    Use,
    /// A reservation ends without a paper.
    GiveUp,
    /// The paper is not issued.
    Cancel,
}

impl EntryState {
    /// Every state.
    pub const ALL: [EntryState; 4] = [
        EntryState::Used,
        EntryState::Reserved,
        EntryState::GivenUp,
        EntryState::Cancelled,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            EntryState::Used => "used",
            EntryState::Reserved => "reserved",
            EntryState::GivenUp => "given_up",
            EntryState::Cancelled => "cancelled",
        }
    }

    /// The state of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state after an act; what was given up or cancelled stays so.
    pub fn after(self, act: Act) -> Result<EntryState, Refusal> {
        match (self, act) {
            (EntryState::Reserved, Act::Use) => Ok(EntryState::Used),
            (EntryState::Reserved, Act::GiveUp) => Ok(EntryState::GivenUp),
            (EntryState::Used, Act::Cancel) => Ok(EntryState::Cancelled),
            (_, Act::Use | Act::GiveUp) => Err(Refusal::new("registers.not_reserved")),
            (_, Act::Cancel) => Err(Refusal::new("registers.not_used")),
        }
    }
}

/// For whom a number is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reservation {
    /// Only for papers of this day.
    pub day: Option<Date>,
    /// Only for papers of this unit.
    pub unit: Option<UnitId>,
}

impl Reservation {
    /// Refuses a reservation for nobody, or for a day outside the year.
    pub fn checked(self, year: i32) -> Result<Reservation, Refusal> {
        if self.day.is_none() && self.unit.is_none() {
            return Err(Refusal::new("registers.reservation_for"));
        }
        match self.day {
            Some(day) if day.year() != year => {
                Err(Refusal::new("registers.other_year").with("year", year))
            }
            _ => Ok(self),
        }
    }
}

/// Refuses to use a number for a paper it was not kept for.
pub fn use_reserved(
    state: EntryState,
    kept: Reservation,
    dated: Date,
    unit: Option<UnitId>,
) -> Result<EntryState, Refusal> {
    let after = state.after(Act::Use)?;
    if let Some(day) = kept.day.filter(|day| *day != dated) {
        return Err(Refusal::new("registers.reserved_day").with("day", day.to_string()));
    }
    if kept.unit.is_some() && kept.unit != unit {
        return Err(Refusal::new("registers.reserved_unit"));
    }
    Ok(after)
}

/// A year of a register. Its numbers run from 1 on 1 January (NĐ 30/2020 Điều 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Last number taken; 0 before the first.
    pub last: i32,
    /// Latest date of a paper numbered from the counter.
    pub last_on: Option<Date>,
    /// Whether it was closed.
    pub closed: bool,
    /// Reserved numbers that are neither used nor given up.
    pub reserved: i32,
}

impl Year {
    /// A year without numbers.
    pub fn opened(year: i32) -> Year {
        Year {
            year,
            last: 0,
            last_on: None,
            closed: false,
            reserved: 0,
        }
    }

    /// The next number, for a paper of a date or, without one, for a reservation.
    pub fn next(&self, book: Book, dated: Option<Date>) -> Result<i32, Refusal> {
        if self.closed {
            return Err(Refusal::new("registers.year_closed").with("year", self.year));
        }
        if dated.is_some_and(|dated| dated.year() != self.year) {
            return Err(Refusal::new("registers.other_year").with("year", self.year));
        }
        let late = self
            .last_on
            .filter(|last| book.keeps_order_of_dates() && dated.is_some_and(|dated| dated < *last));
        match late {
            Some(last) => {
                Err(Refusal::new("registers.date_before_last").with("last_on", last.to_string()))
            }
            None => Ok(self.last + 1),
        }
    }
}

/// Refuses to open a year that is neither this one nor a neighbour of it.
pub fn may_open(year: i32, today: Date) -> Result<(), Refusal> {
    if (today.year() - 1..=today.year() + 1).contains(&year) {
        return Ok(());
    }
    Err(Refusal::new("registers.year_far").with("year", year))
}

/// Refuses to close a year that runs, or in which numbers are still kept for somebody.
pub fn may_close(year: &Year, register_holds: bool, today: Date) -> Result<(), Refusal> {
    if year.closed {
        return Err(Refusal::new("registers.year_closed").with("year", year.year));
    }
    let last_day = Date::from_calendar_date(year.year, Month::December, 31);
    let runs = last_day.is_ok_and(|last| today < last);
    if runs && register_holds {
        return Err(Refusal::new("registers.year_runs").with("year", year.year));
    }
    if year.reserved > 0 {
        return Err(Refusal::new("registers.still_reserved").with("count", year.reserved));
    }
    Ok(())
}
