//! Outgoing papers beyond their tasks: versions with their files, the route they run on, approvals,
//! where they were sent. The row of `work` is the lock, as for every paper on its way.

mod drafts;
mod lists;
mod releases;
mod saves;
mod settings;

pub use drafts::{
    Mended, Sent, Version, find_draft, list_mended, list_sent, list_sent_of, list_superseded,
    list_version_files, list_versions,
};
pub use lists::{DraftEntry, DraftsAt, list_drafts};
pub use releases::{list_copies, list_stamped_copies, put_release};
pub use saves::{insert_draft, link_answer, save};
pub use settings::{numbers_before_approval, set_numbers_before_approval};
