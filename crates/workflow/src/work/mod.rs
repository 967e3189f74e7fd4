//! What waits for whom: the tasks of a paper, and the rules by which they open and close.
//!
//! A case is a paper with its tasks; nothing else says how far the paper is. An action is asked
//! of the rules with whoever acts and the staff of the day, and answers with the changes it makes
//! or with the reason why not. Operations save changes; they decide nothing.

mod actor;
#[cfg(test)]
mod agency;
mod case;
mod due;
mod handing;
pub mod incoming;
pub mod instructions;
pub mod late;
mod offer;
pub mod outgoing;
mod remark;
pub mod reminders;
pub mod routes;
mod staff;
mod step;
mod task;
mod undo;

pub use actor::{Actor, StandIn, Standing};
pub use case::{Case, Change, Context, End, Phase};
pub use due::{By, Dated, Due, Moved, recount};
pub use handing::pass_on;
pub use offer::Offer;
pub use remark::{REMARK_MAX_CHARS, Remark, RemarkKind};
pub use staff::{Member, Staff};
pub use task::{Closed, Outcome, Task, TaskKind};
pub use undo::{UNDO_HELD, UNDO_WITHIN, WayBack, may_undo, undo};
