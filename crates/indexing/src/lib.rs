//! Reading: bytes to pages to text to suggested fields, and the search index over them.
//!
//! This crate knows no database. Files are hostile: every parse happens in a child process with
//! limits ([`reading::Reader`]); the index ([`search::SearchIndex`]) follows events and remembers how
//! far it has come in its own commits.

pub mod reading;
pub mod search;
