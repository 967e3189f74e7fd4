//! The registers of an agency and their years.

use workflow::RegisterId;
use workflow::access::{Caller, Scope};
use workflow::registers::{Register, Year};

use super::own_register;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Every register of the caller's agency; definitions are no secret inside it.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Register>> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    Ok(storage::registers::list(&app.0.db, caller.organisation).await?)
}

/// One register.
pub async fn show(app: &App, caller: &Caller, id: RegisterId) -> Result<Register> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    own_register(app, caller, id).await
}

/// The years of a register, latest first.
pub async fn list_years(app: &App, caller: &Caller, id: RegisterId) -> Result<Vec<Year>> {
    let register = show(app, caller, id).await?;
    Ok(storage::registers::list_years(&app.0.db, register.id).await?)
}
