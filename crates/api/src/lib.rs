//! Doing: operations, HTTP, jobs and the command line of Congvan.

pub mod background;
pub mod cli;
pub mod clock;
pub mod config;
pub mod error;
pub mod http;
pub mod ops;
