//! Agencies, units, posts and people: setting them up and listing them.

mod add_person;
mod add_unit;
mod appoint;
mod end_person;
mod found;
mod hand_over;
mod list;

pub use add_person::{NewPerson, NewPosition, add_person};
pub use add_unit::add_unit;
pub use appoint::{appoint, end_holding};
pub use end_person::end_person;
pub use found::found;
pub use hand_over::{HandedOver, Waiting, hand_over, view_waiting};
pub use list::{find, list, list_people, list_units};
