//! Outgoing papers: begin a draft, act on it, show how far it is, list one's own, compare its versions.

mod act;
mod compare;
mod draft;
mod list;
mod number;
mod places;
mod resolve;
mod settings;
mod show;
mod stamp;

pub use act::{Wish, act};
pub use compare::{Compared, ComparedFile, Op, Paragraph, Text, compare};
pub use draft::{NewDraft, draft};
pub use list::{Drafts, list, list_agencies};
pub use number::Numbering;
pub use settings::set_numbers_before_approval;
pub use show::{Shown, show};
pub use stamp::stamp;
