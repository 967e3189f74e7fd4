//! Papers, their files and pages.
//!
//! Whatever is asked in somebody's name starts from `grants::visible_to`. The state of a paper is
//! derived from its files with every read.

mod bulk;
mod copies;
mod files;
mod hits;
mod integrity;
mod lists;
mod pages;
mod papers;
mod recognition;
mod replace;
mod rows;
mod suggestions;

pub use bulk::{BulkPaper, insert_bulk};
pub use copies::copy_file;
pub(crate) use files::keep_blob;
pub use files::{
    find_file, find_visible_file, insert_file, list_files, list_files_of_blob, save_reading,
};
pub use hits::{Hit, HitFile, HitPlace, list_hits};
pub use integrity::{blob_is_named, list_blobs_to_check, list_damaged_blobs, mark_blob_checked};
pub use lists::{count_by_state, list_duplicates, list_visible};
pub use pages::{find_page, list_pages, list_texts};
pub use papers::{
    find_visible, hold, insert, list_by_code, list_by_ids, list_ids, list_visible_of,
    set_direction, update_fields, update_registration,
};
pub use recognition::{
    Progress, Recognition, begin_recognition, find_recognition, list_full_pages, list_progress,
    list_recognitions, list_unrecognised, save_recognised, set_reading_state,
};
pub use replace::replace_file;
pub(crate) use rows::blob_hash;
pub use suggestions::{
    LearntValue, Suggestion, learn, list_issuers, list_learnt, list_suggestions, save_suggestions,
};

use time::{Date, OffsetDateTime};
use workflow::documents::{Direction, Fields, ReadingState};
use workflow::{DocumentId, FileId, OrganisationId, PersonId, UnitId};

use crate::blobs::BlobHash;

/// A paper with the state that its files give it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Id.
    pub id: DocumentId,
    /// The agency that keeps it.
    pub organisation: OrganisationId,
    /// The unit it was addressed to, if it was one.
    pub unit: Option<UnitId>,
    /// What is known of it.
    pub fields: Fields,
    /// When it came in.
    pub captured_at: OffsetDateTime,
    /// Who brought it in; none for imports from the shell.
    pub captured_by: Option<PersonId>,
    /// Grows with every change of the fields, from 1.
    pub revision: i64,
    /// `ReadingState::of_paper` of its files.
    pub state: ReadingState,
}

/// What a register gives a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Name of the register; none when the number was cancelled.
    pub register: Option<String>,
    /// The way of the paper.
    pub direction: Option<Direction>,
    /// Number and date, for what goes out; what comes in keeps those of its issuer.
    pub issue: Option<Issue>,
}

/// Number and date of a paper that goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The kind that the symbol names.
    pub kind: Option<String>,
    /// Số, ký hiệu.
    pub code: Option<String>,
    /// Ngày ban hành.
    pub issued_on: Option<Date>,
}

/// A paper to be kept.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// Id.
    pub id: DocumentId,
    /// The agency that keeps it.
    pub organisation: OrganisationId,
    /// The unit it is addressed to.
    pub unit: Option<UnitId>,
    /// What is known of it.
    pub fields: Fields,
    /// Who brought it in.
    pub captured_by: Option<PersonId>,
}

/// One file of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Id.
    pub id: FileId,
    /// The paper.
    pub document: DocumentId,
    /// Its place among the files of the paper, from 0.
    pub ordinal: i32,
    /// Name as shown.
    pub name: String,
    /// Bytes.
    pub blob: BlobHash,
    /// Length.
    pub size_bytes: u64,
    /// What the bytes are, such as `application/pdf`.
    pub media_type: String,
    /// How far it is read.
    pub state: ReadingState,
    /// Stable code of the trouble when it could not be read.
    pub trouble: Option<String>,
    /// Pages, once read.
    pub page_count: Option<i32>,
    /// The file it came out of (attachment of a mail, member of a ZIP).
    pub contained_in: Option<FileId>,
}

/// A file to be kept; starts `Waiting`.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Id.
    pub id: FileId,
    /// The paper.
    pub document: DocumentId,
    /// Name as shown.
    pub name: String,
    /// Bytes; the blob is kept before the row.
    pub blob: BlobHash,
    /// Length.
    pub size_bytes: u64,
    /// What the bytes are.
    pub media_type: String,
    /// The file it came out of.
    pub contained_in: Option<FileId>,
}

/// One page of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// From 1.
    pub number: i32,
    /// Width in points (1/72 inch); 0 where the format has no pages.
    pub width_pt: f32,
    /// Height in points.
    pub height_pt: f32,
    /// Repaired text.
    pub text: String,
    /// Places of the words as JSON of `indexing::reading::Word`; empty where the format has none.
    pub words: String,
}

/// How the reading of a file ended.
#[derive(Debug, Clone)]
pub struct FileReading {
    /// State.
    pub state: ReadingState,
    /// Stable code of the trouble.
    pub trouble: Option<String>,
    /// Type found by the bytes.
    pub media_type: String,
    /// Pages.
    pub pages: Vec<Page>,
}
