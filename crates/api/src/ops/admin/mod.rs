//! What an administrator watches: dead jobs and the state of the installation.

mod revive_job;
mod view_status;

pub use revive_job::{list_dead_jobs, revive_job};
pub use view_status::{Status, view_status};
