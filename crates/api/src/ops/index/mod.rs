//! Keeping the index in step with the events: following, rebuilding, knowing how far it is.

mod follow;
mod load;
mod rebuild;

pub use follow::{catch_up, events_behind, events_behind_of, follow_once};
pub use rebuild::rebuild;
