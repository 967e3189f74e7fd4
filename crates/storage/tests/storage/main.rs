//! Every promise of the crate, on SQLite and on PostgreSQL, in a folder, in memory and in a real
//! S3 store.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(
    clippy::disallowed_methods,
    reason = "stories are told with ids of their own"
)]

mod batches;
mod blobs;
mod calendar;
mod chain;
mod databases;
mod exchange;
mod ink;
mod kill;
mod outgoing;
mod papers;
mod people;
mod recognition;
mod registers;
mod rights;
mod services;
mod tasks;
mod troubles;
mod work;
mod world;
