//! Stories across the whole system: through the router on both databases, and through the program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "tests"
)]
#![allow(
    clippy::too_many_lines,
    reason = "a story is told from morning to evening without a break"
)]

mod calendar;
mod capture;
mod care;
mod faults;
mod identity;
mod numbers;
mod outgoing;
mod people;
mod printing;
mod processes;
mod program;
mod registers;
mod search;
mod separation;
mod walls;
mod work;
