//! The life of a paper told by hand, and properties over any sequence of actions.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod exchanged;
mod properties;
mod told;
mod undone;
mod world;
