//! Registers (sổ đăng ký) of an agency: which papers each holds, how number and symbol are
//! written, and what may become of a number (NĐ 30/2020/NĐ-CP Điều 15, 16, 22).
//!
//! Numbers run from 1 in each year of each register. A number that left the counter is never given
//! again: it is used, or it stays in the register with the reason why it was not.

mod defaults;
mod form;
mod numbers;
mod reading;
mod rights;

pub use defaults::{DefaultRegister, default_registers};
pub use form::{NumberForm, Part, Symbol, Words, abbreviation, written};
pub use numbers::{Act, EntryState, Reservation, Year, may_close, may_open, use_reserved};
pub use reading::reads_as;
pub use rights::{may_define, may_keep, may_read, may_settle};

use serde::{Deserialize, Serialize};
use time::Date;

use crate::documents::{Direction, Fields, kind_by_code, tidy};
use crate::organisations::Validity;
use crate::{OrganisationId, Refusal, RegisterId};

/// Most characters of the name of a register.
pub const NAME_MAX_CHARS: usize = 100;

/// Which series of numbers a register belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Book {
    /// Sổ đăng ký văn bản đến.
    Incoming,
    /// Sổ đăng ký văn bản đi.
    Outgoing,
    /// Sổ bản sao: one series for sao y, trích sao, sao lục (NĐ 30/2020 Phụ lục I Phần II).
    Copies,
}

impl Book {
    /// Every book.
    pub const ALL: [Book; 3] = [Book::Incoming, Book::Outgoing, Book::Copies];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Book::Incoming => "incoming",
            Book::Outgoing => "outgoing",
            Book::Copies => "copies",
        }
    }

    /// The book of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|book| book.code() == code)
    }

    /// The way of the papers in it; copies are made of papers of either way.
    pub fn direction(self) -> Option<Direction> {
        match self {
            Book::Incoming => Some(Direction::Incoming),
            Book::Outgoing => Some(Direction::Outgoing),
            Book::Copies => None,
        }
    }

    /// Says whether dates have to follow the order of numbers (NĐ 30/2020 Điều 15: in the order
    /// and time of the year). Arrival dates are those on the stamp and may come late.
    pub fn keeps_order_of_dates(self) -> bool {
        self != Book::Incoming
    }
}

/// Kind of a copy (NĐ 30/2020 Phụ lục III).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyKind {
    /// Bản sao y.
    Certified,
    /// Bản trích sao.
    Extract,
    /// Bản sao lục.
    Duplicate,
}

impl CopyKind {
    /// Every kind of copy.
    pub const ALL: [CopyKind; 3] = [CopyKind::Certified, CopyKind::Extract, CopyKind::Duplicate];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            CopyKind::Certified => "certified",
            CopyKind::Extract => "extract",
            CopyKind::Duplicate => "duplicate",
        }
    }

    /// The kind of copy of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|copy| copy.code() == code)
    }

    /// Abbreviation in the symbol, in the letter case of the decree.
    pub fn abbreviation(self) -> &'static str {
        match self {
            CopyKind::Certified => "SY",
            CopyKind::Extract => "TrS",
            CopyKind::Duplicate => "SL",
        }
    }
}

/// A register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// Id.
    pub id: RegisterId,
    /// The agency.
    pub organisation: OrganisationId,
    /// The series it belongs to.
    pub book: Book,
    /// What it holds and how it writes.
    pub definition: Definition,
    /// Days on which it is used.
    pub validity: Validity,
    /// Grows with every change, from 1.
    pub revision: i64,
}

/// What an agency decides about a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Name, such as «Sổ đăng ký văn bản đến».
    pub name: String,
    /// Codes of the kinds it holds; empty: every kind that no other register of the book names.
    pub kinds: Vec<String>,
    /// How number and symbol are written.
    pub form: NumberForm,
    /// The same for kinds without an abbreviation (Công văn, Thư công).
    pub plain_form: Option<NumberForm>,
    /// What stands for the agency in the symbol: a title, or a council that issues under the
    /// agency's seal; none takes the abbreviation of the agency.
    pub abbreviation: Option<String>,
}

impl Definition {
    /// Trims and compares with the decree; refuses what could not be kept or could not number.
    pub fn checked(mut self, book: Book) -> Result<Definition, Refusal> {
        let name = tidy(&self.name).filter(|name| name.chars().count() <= NAME_MAX_CHARS);
        self.name =
            name.ok_or_else(|| Refusal::new("registers.name").with("max", NAME_MAX_CHARS))?;
        for code in &self.kinds {
            if kind_by_code(code).is_none() {
                return Err(Refusal::new("documents.kind_unknown").with("kind", code.clone()));
            }
        }
        self.kinds.sort_unstable();
        self.kinds.dedup();
        if book == Book::Copies && !self.kinds.is_empty() {
            return Err(Refusal::new("registers.kinds_of_copies"));
        }
        self.form.fits(book)?;
        if let Some(plain) = &self.plain_form {
            plain.fits(book)?;
            if plain.has(Part::Kind) {
                return Err(Refusal::new("registers.plain_form"));
            }
        }
        self.abbreviation = self.abbreviation.as_deref().map(abbreviation).transpose()?;
        Ok(self)
    }
}

/// Refuses an edit of what the register gave a paper: its way, and for what goes out kind, number
/// and date. They change only by cancelling the number.
pub fn leaves_number(before: &Fields, after: &Fields) -> Result<(), Refusal> {
    let goes_out = before.direction == Some(Direction::Outgoing);
    let fixed = [
        ("direction", before.direction != after.direction),
        ("kind", goes_out && before.kind != after.kind),
        ("code", goes_out && before.code != after.code),
        ("issued_on", goes_out && before.issued_on != after.issued_on),
    ];
    match fixed.into_iter().find(|(_, differs)| *differs) {
        Some((field, _)) => Err(Refusal::new("registers.field_fixed").with("field", field)),
        None => Ok(()),
    }
}

/// Most characters of a reason or a purpose.
const REASON_MAX_CHARS: usize = 500;

/// Why a number is reserved, given up or cancelled: has to be said.
pub fn reason(text: &str) -> Result<String, Refusal> {
    let reason = tidy(text).filter(|text| text.chars().count() <= REASON_MAX_CHARS);
    reason.ok_or_else(|| Refusal::new("registers.reason").with("max", REASON_MAX_CHARS))
}

impl Register {
    /// Says whether the form for a kind has a part.
    pub fn writes(&self, part: Part, kind: Option<&str>) -> bool {
        self.form_of(kind).has(part)
    }

    /// Refuses a paper that goes the other way.
    pub fn takes(&self, direction: Option<Direction>) -> Result<(), Refusal> {
        match (self.book.direction(), direction) {
            (Some(own), Some(given)) if own != given => {
                let name = self.definition.name.clone();
                Err(Refusal::new("registers.direction").with("register", name))
            }
            _ => Ok(()),
        }
    }

    /// The form for a kind: the plain one where the kind has no abbreviation.
    fn form_of(&self, kind: Option<&str>) -> &NumberForm {
        let abbreviated = kind
            .and_then(kind_by_code)
            .is_some_and(|kind| kind.abbreviation.is_some());
        match &self.definition.plain_form {
            Some(plain) if kind.is_some() && !abbreviated => plain,
            _ => &self.definition.form,
        }
    }

    /// Number and symbol with everything but the number filled in.
    pub fn symbol(&self, kind: Option<&str>, year: i32, words: &Words) -> Result<Symbol, Refusal> {
        let own = self.definition.abbreviation.as_ref();
        let agency = own.or(words.agency.as_ref()).cloned();
        let kind = kind.and_then(kind_by_code);
        let form = self.form_of(kind.map(|kind| kind.code));
        form.filled(
            kind,
            year,
            &Words {
                agency,
                ..words.clone()
            },
        )
    }
}

/// The register that holds a kind on a day: the one that names the fewest kinds besides it, else
/// the one that names none.
pub fn choose<'a>(
    registers: &'a [Register],
    book: Book,
    kind: Option<&str>,
    on: Date,
) -> Option<&'a Register> {
    let lists_it = |register: &&Register| {
        let kinds = &register.definition.kinds;
        kind.is_some_and(|kind| kinds.iter().any(|named| named == kind))
    };
    let open = || {
        let of_book = registers.iter().filter(move |one| one.book == book);
        of_book.filter(move |one| one.validity.covers(on))
    };
    let named = open()
        .filter(lists_it)
        .min_by_key(|one| (one.definition.kinds.len(), one.id));
    let rest = || {
        let unnamed = open().filter(|one| one.definition.kinds.is_empty());
        unnamed.min_by_key(|one| one.id)
    };
    named.or_else(rest)
}

/// Refuses a register that does not hold the kind on the day, and names the one that does.
pub fn holds(
    registers: &[Register],
    register: &Register,
    kind: Option<&str>,
    on: Date,
) -> Result<(), Refusal> {
    if !register.validity.covers(on) {
        let name = register.definition.name.clone();
        return Err(Refusal::new("registers.not_valid").with("register", name));
    }
    let kinds = &register.definition.kinds;
    let named = kind.is_some_and(|kind| kinds.iter().any(|one| one == kind));
    let right = choose(registers, register.book, kind, on);
    // Several registers may take whatever the others do not name.
    let unnamed = kinds.is_empty() && right.is_none_or(|one| one.definition.kinds.is_empty());
    if named || unnamed {
        return Ok(());
    }
    let kind = kind.and_then(kind_by_code).map_or("?", |kind| kind.name);
    Err(match right {
        Some(right) => Refusal::new("registers.kind_elsewhere")
            .with("kind", kind)
            .with("register", right.definition.name.clone()),
        None => Refusal::new("registers.kind_nowhere").with("kind", kind),
    })
}

#[cfg(test)]
mod tests;
