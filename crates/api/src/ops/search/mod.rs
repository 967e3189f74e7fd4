//! Finding papers, explaining hits, keeping searches.

mod find;
mod save;

pub(crate) use find::ask;
pub use find::{Found, FoundPaper, find, find_from_shell, why};
pub use save::{NewSavedSearch, forget_search, list_searches, save_search};
