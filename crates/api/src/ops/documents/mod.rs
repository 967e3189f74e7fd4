//! Papers: bringing them in, reading, correcting, showing.

mod capture;
mod edit;
mod import;
mod list;
mod page_picture;
mod show;
mod stamp;

pub use capture::{Captured, Incoming, Origin, capture, priority_of};
pub(in crate::ops) use capture::{add_contained, detect, enqueue_reading};
pub use edit::{Edit, edit};
pub use import::{ImportFile, Imported, ManifestRow, import_file, plan, unread_files};
pub use list::list;
pub use page_picture::{Picture, WIDTHS_PX, first_picture, page_picture};
pub(in crate::ops) use page_picture::{
    draw_first_page, forget_pictures, refuse_odd_picture, shown_picture,
};
pub(in crate::ops) use show::visible_file;
pub use show::{OpenFile, Shown, behalf_of, list_pages, open_file, show, show_page, timeline};
pub use stamp::stamped_copy;
