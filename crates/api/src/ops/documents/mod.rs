//! Papers: bringing them in, reading, correcting, showing.

mod capture;
mod edit;
mod import;
mod list;
mod page_picture;
mod read_file;
mod show;
mod stamp;

pub(in crate::ops) use capture::enqueue_reading;
pub use capture::{Captured, Incoming, Origin, capture, priority_of};
pub use edit::{Edit, edit};
pub use import::{ImportFile, Imported, ManifestRow, import_file, plan, unread_files};
pub use list::list;
pub use page_picture::WIDTHS_PX;
pub use page_picture::page_picture;
pub use read_file::read_file;
pub use show::{OpenFile, Shown, behalf_of, list_pages, open_file, show, show_page, timeline};
pub use stamp::stamped_copy;
