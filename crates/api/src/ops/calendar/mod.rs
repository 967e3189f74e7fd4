//! The working calendar of an agency: looking at a year, entering days, setting the office hours.

mod edit;
mod show;

pub use edit::{put_day, remove_day, set_hours};
pub use show::{Shown, show};
