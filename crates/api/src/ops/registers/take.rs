//! A paper is entered in a register and gets its number.
//!
//! `prepare` reads and asks the rules before anything is held; `enter` is one step for the end of
//! any transaction, since the counter row is held from there on.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::documents::{Document, Issue, Registration};
use storage::registers::{Entry, Taken};
use storage::{StorageError, Transaction};
use time::Date;
use workflow::access::Caller;
use workflow::audit::NewEvent;
use workflow::documents::ReadingState;
use workflow::registers::{
    Book, CopyKind, Part, Register, Symbol, Words, abbreviation, choose, holds, may_keep,
    use_reserved,
};
use workflow::{Refusal, RegisterId, UnitId};

use super::open_year::open;
use crate::error::{OpError, Result};
use crate::ops::App;

/// How a paper is to be registered.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// In which register; the one that holds the kind of the paper when not said.
    pub register: Option<RegisterId>,
    /// Its date in the register; today when not said.
    pub dated: Option<Date>,
    /// A reserved number instead of the next one.
    pub number: Option<i32>,
    /// The unit that drafted it; the one it was addressed to when not said.
    pub unit: Option<UnitId>,
    /// Abbreviation of the field, in place of that of the unit.
    pub field: Option<String>,
    /// Kind of copy, in the book of copies.
    pub copy: Option<CopyKind>,
}

/// Where a paper was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The register.
    pub register: RegisterId,
    /// The year.
    pub year: i32,
    /// The number.
    pub number: i32,
    /// Number and symbol as written.
    pub code: String,
    /// The date in the register.
    pub dated: Date,
}

/// Everything that is known before the number is taken.
#[derive(Debug, Clone)]
pub struct Prepared {
    document: Document,
    register: Register,
    dated: Date,
    today: Date,
    symbol: Symbol,
    copy: Option<CopyKind>,
    unit: Option<UnitId>,
    reserved: Option<i32>,
}

impl Prepared {
    /// The book it is entered in.
    pub fn book(&self) -> Book {
        self.register.book
    }
}

/// Refuses whoever may not register a paper, and papers that cannot be registered.
pub fn may_take(caller: &Caller, state: ReadingState, stands: bool) -> Result<(), Refusal> {
    may_keep(caller)?;
    if state == ReadingState::Quarantined {
        return Err(Refusal::new("documents.quarantined"));
    }
    if stands {
        return Err(Refusal::new("registers.already"));
    }
    Ok(())
}

/// Finds the register and fills everything but the number into the symbol.
pub async fn prepare(
    app: &App,
    caller: &Caller,
    document: Document,
    wish: Wish,
) -> Result<Prepared> {
    may_take(caller, document.state, false).map_err(OpError::Refused)?;
    let today = app.0.clock.today();
    let dated = wish.dated.unwrap_or(today);
    if dated > today {
        return Err(OpError::Invalid(Refusal::new("registers.date_ahead")));
    }
    let register = find_register(app, caller, &document, (wish.register, dated)).await?;
    let kind = document.fields.kind.as_deref();
    let unit = wish.unit.or(document.unit);
    let field = wish.field.as_deref().map(abbreviation).transpose();
    let mut words = Words {
        agency: None,
        unit: field.map_err(OpError::Invalid)?,
        copy: wish.copy,
    };
    let db = &app.0.db;
    if register.writes(Part::Agency, kind) && register.definition.abbreviation.is_none() {
        words.agency = storage::registers::find_abbreviation(db, caller.organisation).await?;
    }
    if register.writes(Part::Unit, kind) && words.unit.is_none() {
        let known = storage::registers::list_unit_abbreviations(db, caller.organisation).await?;
        words.unit = unit.and_then(|unit| known.get(&unit).cloned());
    }
    let symbol = register.symbol(kind, dated.year(), &words);
    Ok(Prepared {
        symbol: symbol.map_err(OpError::Refused)?,
        copy: wish.copy.filter(|_| register.book == Book::Copies),
        document,
        register,
        dated,
        today,
        unit,
        reserved: wish.number,
    })
}

async fn find_register(
    app: &App,
    caller: &Caller,
    document: &Document,
    (wanted, on): (Option<RegisterId>, Date),
) -> Result<Register> {
    let registers = storage::registers::list(&app.0.db, caller.organisation).await?;
    let kind = document.fields.kind.as_deref();
    let Some(wanted) = wanted else {
        let direction = document.fields.direction;
        let book = Book::ALL
            .into_iter()
            .find(|book| direction.is_some() && book.direction() == direction);
        let chosen = book.and_then(|book| choose(&registers, book, kind, on));
        let none = || OpError::Invalid(Refusal::new("registers.register_needed"));
        return chosen.cloned().ok_or_else(none);
    };
    let register = registers.iter().find(|one| one.id == wanted);
    let register = register.ok_or(OpError::NotFound)?;
    register
        .takes(document.fields.direction)
        .map_err(OpError::Refused)?;
    // A copy is of whatever kind the paper is.
    let kind = kind.filter(|_| register.book != Book::Copies);
    holds(&registers, register, kind, on).map_err(OpError::Refused)?;
    Ok(register.clone())
}

/// Takes the number, tells the paper, records it: the last step of a transaction before its events.
pub async fn enter(
    tx: &mut Transaction,
    caller: &Caller,
    prepared: &Prepared,
) -> Result<Registered> {
    let year = prepared.dated.year();
    let taken = match prepared.reserved {
        Some(number) => take_reserved(tx, caller, prepared, number).await?,
        None => take_next(tx, caller, prepared).await?,
    };
    let registered = Registered {
        register: prepared.register.id,
        year,
        number: taken.number,
        code: taken.code,
        dated: prepared.dated,
    };
    tell_paper(tx, prepared, &registered.code).await?;
    let event = NewEvent {
        actor: Some(caller.person),
        kind: "register.number_taken",
        subject: prepared.document.id.to_string(),
        payload: json!(registered),
    };
    tx.record(caller.organisation, event);
    Ok(registered)
}

fn entry_of(caller: &Caller, prepared: &Prepared) -> Entry {
    Entry {
        document: prepared.document.id,
        dated: prepared.dated,
        by: caller.person,
        symbol: prepared.symbol.clone(),
        copy: prepared.copy,
    }
}

async fn take_next(tx: &mut Transaction, caller: &Caller, prepared: &Prepared) -> Result<Taken> {
    let (register, year) = (&prepared.register, prepared.dated.year());
    let entry = entry_of(caller, prepared);
    match storage::registers::take_number(tx, register, year, entry.clone()).await {
        Err(StorageError::Stale) => {
            let wanted = (year, Some(prepared.dated));
            open_if_new(tx, caller, register, wanted, prepared.today).await?;
            Ok(storage::registers::take_number(tx, register, year, entry).await?)
        }
        other => Ok(other?),
    }
}

/// Opens the running year for its first number; says of any other year why it gives none.
pub(super) async fn open_if_new(
    tx: &mut Transaction,
    caller: &Caller,
    register: &Register,
    (year, dated): (i32, Option<Date>),
    today: Date,
) -> Result<()> {
    let known = storage::registers::find_year(tx, register.id, year).await?;
    if let Some(known) = known {
        // Where it has a next number after all, somebody else has just opened it.
        known.next(register.book, dated).map_err(OpError::Refused)?;
        return Ok(());
    }
    if year != today.year() {
        let refusal = Refusal::new("registers.year_not_open").with("year", year);
        return Err(OpError::Refused(refusal));
    }
    open(tx, caller, register, year).await?;
    Ok(())
}

async fn take_reserved(
    tx: &Transaction,
    caller: &Caller,
    prepared: &Prepared,
    number: i32,
) -> Result<Taken> {
    let place = storage::registers::Place {
        register: prepared.register.id,
        year: prepared.dated.year(),
        number,
    };
    let kept = storage::registers::find_entry(tx, place).await?;
    let kept = kept.ok_or(OpError::NotFound)?;
    let reservation = kept.reservation;
    let reservation =
        reservation.ok_or_else(|| OpError::Refused(Refusal::new("registers.not_reserved")))?;
    use_reserved(kept.state, reservation, prepared.dated, prepared.unit)
        .map_err(OpError::Refused)?;
    let at = (place.year, number);
    let entry = entry_of(caller, prepared);
    Ok(storage::registers::use_reserved(tx, &prepared.register, at, entry).await?)
}

/// The paper says in which register it stands; what goes out gets number and date.
async fn tell_paper(tx: &Transaction, prepared: &Prepared, code: &str) -> Result<()> {
    let Some(direction) = prepared.register.book.direction() else {
        return Ok(());
    };
    let issue = Issue {
        kind: prepared.document.fields.kind.clone(),
        code: Some(code.to_owned()),
        issued_on: Some(prepared.dated),
    };
    let registration = Registration {
        register: Some(prepared.register.definition.name.clone()),
        direction: Some(direction),
        issue: (prepared.register.book == Book::Outgoing).then_some(issue),
    };
    storage::documents::update_registration(tx, prepared.document.id, &registration).await?;
    Ok(())
}

/// Says of a unique index that refused an entry what it stands for.
pub fn why_not(error: OpError) -> OpError {
    match error {
        OpError::Storage(StorageError::Conflict(on)) if on.contains("symbol") => {
            OpError::Conflict(Refusal::new("registers.code_taken"))
        }
        OpError::Storage(StorageError::Conflict(on)) if on.contains("document") => {
            OpError::Conflict(Refusal::new("registers.already"))
        }
        other => other,
    }
}
