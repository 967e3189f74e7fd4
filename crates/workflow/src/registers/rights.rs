//! Who may do what with registers: văn thư keeps them, the chief of office and the administrator
//! define them, the custodians of the papers read them (NĐ 30/2020 Điều 6).

use crate::Refusal;
use crate::access::{Caller, Role};

/// Refuses whoever may not define registers.
pub fn may_define(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[Role::ChiefOfOffice, Role::Administrator])
}

/// Refuses whoever may not give numbers to papers or keep numbers for somebody.
pub fn may_keep(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[Role::Clerk])
}

/// Refuses whoever may not open and close years, give numbers up and cancel them.
pub fn may_settle(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[Role::Clerk, Role::ChiefOfOffice])
}

/// Refuses whoever may not read the entries of registers.
pub fn may_read(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[
        Role::Clerk,
        Role::ChiefOfOffice,
        Role::Leader,
        Role::Archivist,
    ])
}
