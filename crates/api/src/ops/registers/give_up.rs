//! A reserved number is given up: no paper will bear it, and the register says why.

use serde_json::json;
use storage::StorageError;
use storage::registers::Place;
use workflow::access::Caller;
use workflow::registers::{Act, may_settle, reason};

use super::{Done, may_write, own_register, record};
use crate::error::{OpError, Result};
use crate::ops::{App, Once};

/// Gives a reserved number up.
pub async fn give_up(
    app: &App,
    caller: &Caller,
    place: Place,
    because: &str,
    once: Option<&Once>,
) -> Result<()> {
    may_write(caller, may_settle)?;
    let register = own_register(app, caller, place.register).await?;
    let because = reason(because).map_err(OpError::Invalid)?;
    app.write_once(once, async |tx| {
        let given_up = storage::registers::give_up(tx, place, caller.person, &because).await;
        if let Err(StorageError::Stale) = given_up {
            let kept = storage::registers::find_entry(tx, place).await?;
            let kept = kept.ok_or(OpError::NotFound)?;
            kept.state.after(Act::GiveUp).map_err(OpError::Refused)?;
        }
        given_up?;
        let payload = json!({ "year": place.year, "number": place.number });
        record(tx, caller, register.id, "register.number_given_up", payload);
        Ok(Done {})
    })
    .await?;
    Ok(())
}
