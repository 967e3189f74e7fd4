//! Who may read a paper and why, rights widened by two people, and who has opened what.

mod openings;
mod readers;
mod views;
mod widen;

pub(in crate::ops) use openings::{Openings, opened};
pub use openings::{flush_openings, openings_wait};
pub use readers::{Reader, Reason, Verdict, reader, readers};
pub use views::{View, Views, views};
pub use widen::{
    OfDocument, Pending, Wish, ask, count_pending, decide, end, expire, list_of_document,
    list_pending,
};
