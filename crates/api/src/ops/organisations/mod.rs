//! Agencies, units, posts and people: setting them up and listing them.

mod add_person;
mod add_unit;
mod end_person;
mod found;
mod list;

pub use add_person::{NewPerson, NewPosition, add_person};
pub use add_unit::add_unit;
pub use end_person::end_person;
pub use found::found;
pub use list::{find, list, list_people, list_units};
