//! Templates of instructions (mẫu bút phê): keeping them, and offering for a paper those that are
//! meant for it.

mod edit;
mod list;
mod offer;
mod past;

pub use edit::{NewTemplate, begin, end, rewrite};
pub use list::{Listed, ListedTemplate, list};
pub(in crate::ops) use offer::given_by;
pub use offer::{Offered, OfferedFor, offer};
