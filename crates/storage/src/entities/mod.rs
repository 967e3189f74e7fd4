//! One entity per table; they stay inside this crate. Moments are `i64` microseconds since
//! 1970-01-01 UTC, which both databases order and compare alike.

#![allow(
    dead_code,
    reason = "sea-orm derives a nested form of every model, used or not"
)]

pub(crate) mod batches;
pub(crate) mod calendar;
pub(crate) mod exchange;
pub(crate) mod identity;
pub(crate) mod ink;
pub(crate) mod instructions;
pub(crate) mod notices;
pub(crate) mod organisations;
pub(crate) mod outgoing;
pub(crate) mod papers;
pub(crate) mod people;
pub(crate) mod quality;
pub(crate) mod recognition;
pub(crate) mod registers;
pub(crate) mod reminders;
pub(crate) mod samples;
pub(crate) mod shelves;
pub(crate) mod tasks;
pub(crate) mod work;
