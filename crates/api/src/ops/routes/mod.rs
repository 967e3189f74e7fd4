//! Routes of approval: writing a version, checking it, publishing it, ending a route.

mod edit;
mod list;

pub(in crate::ops) use edit::begin_routes;
pub use edit::{Written, end, faults, publish, write};
pub use list::{Listed, list};
