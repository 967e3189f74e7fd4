//! A year of a register is closed: its counter stands still from then on.

use serde_json::json;
use workflow::RegisterId;
use workflow::access::Caller;
use workflow::registers::{Year, may_close, may_settle, reason};

use super::{Done, may_write, own_register, record};
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Closes a year; with a reason, numbers that are still reserved are given up with it.
pub async fn close_year(
    app: &App,
    caller: &Caller,
    (register, year): (RegisterId, i32),
    give_up_because: Option<&str>,
    once: Option<&Once>,
) -> Result<()> {
    may_write(caller, may_settle)?;
    let register = own_register(app, caller, register).await?;
    let because = give_up_because.map(reason).transpose();
    let because = because.map_err(OpError::Invalid)?;
    let today = app.0.clock.today();
    let refuse = |year: &Year| {
        may_close(year, register.validity.covers(today), today).map_err(OpError::Refused)
    };
    app.write_once(once, async |tx| {
        let before = storage::registers::find_year(tx, register.id, year).await?;
        let before = before.ok_or(OpError::NotFound)?;
        let reserved = if because.is_some() {
            0
        } else {
            before.reserved
        };
        refuse(&Year { reserved, ..before })?;
        storage::registers::close_year(tx, register.id, year, caller.person).await?;
        let mut given_up = Vec::new();
        if let Some(because) = &because {
            let why = (caller.person, because.as_str());
            given_up = storage::registers::give_up_all(tx, &register, year, why).await?;
        }
        // A number may have been reserved between the look and the closing, which holds the counter.
        let after = storage::registers::find_year(tx, register.id, year).await?;
        let after = after.ok_or(OpError::NotFound)?;
        refuse(&Year {
            closed: false,
            ..after
        })?;
        let payload = json!({ "year": year, "last": after.last, "given_up": given_up });
        record(tx, caller, register.id, "register.year_closed", payload);
        Ok(Done {})
    })
    .await?;
    Ok(())
}
