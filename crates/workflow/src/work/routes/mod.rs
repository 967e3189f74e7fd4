//! The way of approval of an outgoing paper as data (quy trình duyệt): stages one after another,
//! each with steps side by side.
//!
//! A definition is checked before it is published. A published version never changes: an edited one
//! is a new version, and papers on their way stay on the version they were submitted on.

mod check;
mod defaults;
mod definition;
#[cfg(test)]
mod tests;

pub use check::{
    MOST_CHOSEN, MOST_STAGES, MOST_STEPS, NAME_MAX_CHARS, check, check_bounds, check_shape,
    may_edit,
};
pub use defaults::defaults;
pub use definition::{Definition, Published, RouteStep, Stage, StepKind, Who};
