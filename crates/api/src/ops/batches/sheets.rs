//! Separator sheets to print: made when asked for, never kept.

use printing::Separator;
use printing::child::Request;
use workflow::access::Caller;
use workflow::batches::Sheet;
use workflow::{Refusal, RegisterId, UnitId};

use super::may_see;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Which sheets, and how many.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The unit the papers behind them go to.
    pub unit: Option<UnitId>,
    /// The register they are entered in.
    pub register: Option<RegisterId>,
    /// How many.
    pub count: u16,
}

/// Separator sheets as PDF.
pub async fn sheets(app: &App, caller: &Caller, wanted: Wanted) -> Result<Vec<u8>> {
    may_see(caller)?;
    if wanted.count == 0 || wanted.count > printing::MOST_SHEETS {
        let refusal = Refusal::new("batches.sheet_count").with("most", printing::MOST_SHEETS);
        return Err(OpError::Invalid(refusal));
    }
    let db = &app.0.db;
    let agency = storage::organisations::get(db, caller.organisation).await?;
    let unit = match wanted.unit {
        None => None,
        Some(id) => Some(unit_name(app, caller, id).await?),
    };
    let register = match wanted.register {
        None => None,
        Some(id) => {
            let found = storage::registers::find(db, caller.organisation, id).await?;
            let unknown = || OpError::Invalid(Refusal::new("batches.register_unknown"));
            Some(found.ok_or_else(unknown)?.definition.name)
        }
    };
    let sheet = Sheet {
        unit: wanted.unit,
        register: wanted.register,
    };
    let separator = Separator {
        agency: agency.name,
        unit,
        register,
        code: sheet.to_string(),
    };
    let request = Request::Separators(separator, wanted.count);
    app.0.printer.print(request, None).await
}

async fn unit_name(app: &App, caller: &Caller, id: UnitId) -> Result<String> {
    let today = app.0.clock.today();
    let units = storage::organisations::list_units(&app.0.db, caller.organisation, today).await?;
    let found = units.into_iter().find(|unit| unit.id == id);
    let unknown = || OpError::Invalid(Refusal::new("organisations.unit_unknown"));
    Ok(found.ok_or_else(unknown)?.name)
}
