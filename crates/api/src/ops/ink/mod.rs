//! Pen strokes on pages: reading what is written on a file, and saving what one writes oneself.

mod save;
mod show;

pub use save::{Saved, Writing, save};
pub use show::{Shown, show};
