//! Delegations: giving and ending them, what they open and for how long, and whom the caller
//! stands in for.

mod end;
mod give;
mod list;
mod settle;
mod stand_in;

pub use end::end;
pub(in crate::ops) use end::{count_of_person, end_of_person};
pub use give::{Wish, give};
pub use list::{Listed, list};
pub use settle::settle;
pub(in crate::ops) use stand_in::{lives_of, open_to_delegates};
