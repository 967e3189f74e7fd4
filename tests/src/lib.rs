//! The narrated world of the stories: two agencies, their posts, one working day under a clock that
//! is moved by hand. Everything is built through operations and asked through the router.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::return_self_not_must_use,
    missing_docs,
    reason = "a world that cannot be built fails its story"
)]

mod authenticator;
pub mod batches;
pub mod exchange;
pub mod numbers;
mod office;
mod people;
pub mod post;
pub mod program;
pub mod quality;
pub mod server;
mod work;

pub use authenticator::{Authenticator, code_now};
pub use office::{Database, Office, both_databases, own_postgres};
pub use people::{Answer, Listening, Somebody};
