//! Numbers are kept for a day or a unit.

use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::StorageError;
use storage::registers::Reserving;
use workflow::access::Caller;
use workflow::registers::{Reservation, may_keep, reason};
use workflow::{Refusal, RegisterId};

use super::take::open_if_new;
use super::{may_write, own_register, record};
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Most numbers of one reservation.
const MOST_AT_ONCE: i32 = 50;

/// A reservation to be made.
#[derive(Debug, Clone)]
pub struct Reserve {
    /// In which register.
    pub register: RegisterId,
    /// Of which year; the running one when not said.
    pub year: Option<i32>,
    /// How many numbers.
    pub count: i32,
    /// For whom.
    pub kept_for: Reservation,
    /// Why.
    pub purpose: String,
}

#[derive(Serialize, Deserialize)]
struct Reserved {
    numbers: Vec<i32>,
}

/// Reserves the next numbers; answers them.
pub async fn reserve(
    app: &App,
    caller: &Caller,
    wish: Reserve,
    once: Option<&Once>,
) -> Result<Vec<i32>> {
    may_write(caller, may_keep)?;
    let register = own_register(app, caller, wish.register).await?;
    let today = app.0.clock.today();
    let year = wish.year.unwrap_or_else(|| today.year());
    if !register.validity.covers(today) {
        let name = register.definition.name;
        let refusal = Refusal::new("registers.not_valid").with("register", name);
        return Err(OpError::Refused(refusal));
    }
    if !(1..=MOST_AT_ONCE).contains(&wish.count) {
        let refusal = Refusal::new("registers.reservation_count").with("max", MOST_AT_ONCE);
        return Err(OpError::Invalid(refusal));
    }
    let reserving = Reserving {
        kept_for: wish.kept_for.checked(year).map_err(OpError::Invalid)?,
        purpose: reason(&wish.purpose).map_err(OpError::Invalid)?,
        by: caller.person,
    };
    if let Some(unit) = reserving.kept_for.unit {
        let units =
            storage::organisations::list_units(&app.0.db, caller.organisation, today).await?;
        if !units.iter().any(|known| known.id == unit) {
            return Err(OpError::Invalid(Refusal::new("organisations.unit_unknown")));
        }
    }
    let reserved = app
        .write_once(once, async |tx| {
            let mut numbers = Vec::new();
            for _ in 0..wish.count {
                let first = storage::registers::reserve_number(tx, &register, year, &reserving);
                let number = match first.await {
                    Err(StorageError::Stale) => {
                        open_if_new(tx, caller, &register, (year, None), today).await?;
                        storage::registers::reserve_number(tx, &register, year, &reserving).await?
                    }
                    other => other?,
                };
                numbers.push(number);
            }
            let payload = json!({
                "year": year, "numbers": numbers,
                "day": reserving.kept_for.day, "unit": reserving.kept_for.unit,
            });
            record(tx, caller, register.id, "register.number_reserved", payload);
            Ok(Reserved { numbers })
        })
        .await?;
    Ok(reserved.numbers)
}
