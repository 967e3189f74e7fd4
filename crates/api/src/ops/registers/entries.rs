//! The lines of a register: a part for the screen, the whole for printing.

use storage::registers::{Filter, Line, Part};
use workflow::access::{Caller, Scope};
use workflow::registers::{Register, may_read};
use workflow::{Refusal, RegisterId};

use super::own_register;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Most lines of a part.
const MOST_LINES: u64 = 200;
/// Most lines of one book; a year of a province has fewer.
const MOST_TO_PRINT: usize = 200_000;

/// Lines of a register in a year, the running one when not said.
pub async fn entries(
    app: &App,
    caller: &Caller,
    (register, year): (RegisterId, Option<i32>),
    filter: &Filter,
    (after, limit): (Option<i32>, u64),
) -> Result<Part> {
    let register = readable(app, caller, register).await?;
    let year = year.unwrap_or_else(|| app.0.clock.today().year());
    let window = (after, limit.clamp(1, MOST_LINES));
    let principals = caller.principals();
    let place = (register.id, year);
    let part =
        storage::registers::list_entries(&app.0.db, place, filter, &principals, window).await?;
    Ok(part)
}

/// A book ready to be set: what its cover names and every line.
#[derive(Debug, Clone)]
pub struct Printable {
    /// Name of the agency.
    pub agency: String,
    /// The register.
    pub register: Register,
    /// The year.
    pub year: i32,
    /// Its lines in order of numbers.
    pub lines: Vec<Line>,
}

/// Every line that the filter leaves.
pub async fn entries_to_print(
    app: &App,
    caller: &Caller,
    (register, year): (RegisterId, i32),
    filter: &Filter,
) -> Result<Printable> {
    let register = readable(app, caller, register).await?;
    let (db, principals) = (&app.0.db, caller.principals());
    let (mut lines, mut after) = (Vec::new(), None);
    loop {
        let (place, window) = ((register.id, year), (after, MOST_LINES));
        let part = storage::registers::list_entries(db, place, filter, &principals, window).await?;
        lines.extend(part.lines);
        if lines.len() > MOST_TO_PRINT {
            let refusal = Refusal::new("registers.too_long").with("max", MOST_TO_PRINT);
            return Err(OpError::Refused(refusal));
        }
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    let agency = storage::organisations::get(db, caller.organisation).await?;
    Ok(Printable {
        agency: agency.name,
        register,
        year,
        lines,
    })
}

async fn readable(app: &App, caller: &Caller, id: RegisterId) -> Result<Register> {
    let register = own_register(app, caller, id).await?;
    caller
        .require_scope(Scope::Read)
        .and_then(|()| may_read(caller))
        .map_err(OpError::Refused)?;
    Ok(register)
}
