//! Stories across the whole system: through the router on both databases, and through the program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "tests"
)]
mod audit;
mod batches;
mod bulk;
mod calendar;
mod capture;
mod care;
mod couriers;
mod deadlines;
mod drafts_undone;
mod exchange;
mod exchange_day;
mod faults;
mod follows;
mod identity;
mod ink;
mod instructions;
mod matrix;
mod month;
mod notices;
mod numbers;
mod opening;
mod outgoing;
mod passkeys;
mod people;
mod printing;
mod processes;
mod program;
mod quality;
mod quality_samples;
mod readers;
mod recognition;
mod registers;
mod search;
mod separation;
mod stamping;
mod undo;
mod walls;
mod work;
