//! Dates that come near, are past, or move with the calendar: each paper is looked at when
//! something about its dates can have happened, under its lock, and what happened is recorded once.

mod look;
mod settings;
mod turn;

pub use settings::{Shown, set, show};
pub use turn::turn;
pub(super) use turn::{count_anew, enqueue_counting};
