//! Registers, their years, and the numbers that left the counters.
//!
//! A number is taken by one statement that moves the counter row on: PostgreSQL holds the row until
//! the transaction ends, SQLite has one writer. What does not commit gives its number back, so
//! there are neither gaps nor repeats; keys and unique indexes stand behind it.

mod definitions;
mod entries;
mod numbers;
mod years;

pub use definitions::{
    find, find_abbreviation, insert, list, list_unit_abbreviations, set_abbreviation,
    set_unit_abbreviation, update,
};
pub use entries::{Filter, find_entry, find_standing, list_entries};
pub use numbers::{
    Entry, Reserving, cancel, give_up, give_up_all, reserve_number, take_number, use_reserved,
};
pub use years::{close_year, find_year, list_years, open_year};

use time::{Date, OffsetDateTime};
use workflow::registers::{CopyKind, EntryState, Reservation};
use workflow::{DocumentId, PersonId, RegisterId};

use crate::documents::Document;

/// Where a number stands: the key of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The register.
    pub register: RegisterId,
    /// The year.
    pub year: i32,
    /// The number.
    pub number: i32,
}

/// A number that a paper has got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The number.
    pub number: i32,
    /// Number and symbol as written.
    pub code: String,
}

/// A number that left the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it stands.
    pub place: Place,
    /// What became of it.
    pub state: EntryState,
    /// The paper that bears it or bore it.
    pub document: Option<DocumentId>,
    /// Date of the paper in the register: of arrival, of issue or of copying.
    pub dated: Option<Date>,
    /// Number and symbol as written.
    pub code: Option<String>,
    /// Kind of copy, in the book of copies.
    pub copy: Option<CopyKind>,
    /// For whom it was reserved, when it was.
    pub reservation: Option<Reservation>,
    /// Why it was reserved.
    pub purpose: Option<String>,
    /// Why it was given up or cancelled.
    pub reason: Option<String>,
    /// When it left the counter.
    pub taken_at: OffsetDateTime,
    /// Who took or reserved it.
    pub taken_by: PersonId,
    /// When it got its state.
    pub changed_at: OffsetDateTime,
    /// Who gave it its state.
    pub changed_by: PersonId,
}

/// A line of a register: the number and, where the reader may see it, the paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The number.
    pub kept: Kept,
    /// The paper; none where there is none or it is hidden from the reader.
    pub document: Option<Document>,
    /// Whether its paper was recalled; the number stays in the register.
    pub is_recalled: bool,
}

/// A part of a register and the number after which the next part begins; none at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The lines in order of numbers.
    pub lines: Vec<Line>,
    /// Give it as `after` for the next part.
    pub next: Option<i32>,
}
