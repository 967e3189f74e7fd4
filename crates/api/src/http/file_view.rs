//! A file of a paper as views show it.

use serde::Serialize;
use storage::documents::{File, Progress};
use utoipa::ToSchema;
use workflow::documents::ReadingState;

use super::problem::sentence_of_code;

/// A file of a paper.
#[derive(Serialize, ToSchema)]
pub struct FileView {
    id: String,
    ordinal: i32,
    name: String,
    media_type: String,
    size_bytes: u64,
    sha256: String,
    #[schema(value_type = String)]
    state: ReadingState,
    trouble: Option<TroubleView>,
    page_count: Option<i32>,
    /// The file it came out of.
    contained_in: Option<String>,
    /// How far the recognition of its pages is; null where the file has its text itself.
    recognition: Option<ProgressView>,
}

/// Why a file could not be read.
#[derive(Serialize, ToSchema)]
pub struct TroubleView {
    code: String,
    detail: String,
}

impl From<String> for TroubleView {
    /// The trouble of a code, with its sentence.
    fn from(code: String) -> Self {
        let detail = sentence_of_code(&code);
        TroubleView { code, detail }
    }
}

/// How far the pages of a file are.
#[derive(Serialize, ToSchema)]
pub struct ProgressView {
    /// Pages that have to be recognised.
    total: u32,
    /// Of them, those that wait.
    waiting: u32,
    /// Of them, those that could not be recognised.
    failed: u32,
}

impl FileView {
    /// A file with how far its pages are.
    pub fn new(file: File, progress: Option<Progress>) -> Self {
        let trouble = file.trouble.map(TroubleView::from);
        FileView {
            id: file.id.to_string(),
            ordinal: file.ordinal,
            name: file.name,
            media_type: file.media_type,
            size_bytes: file.size_bytes,
            sha256: hex::encode(file.blob.0),
            state: file.state,
            trouble,
            page_count: file.page_count,
            contained_in: file.contained_in.map(|id| id.to_string()),
            recognition: progress.map(|progress| ProgressView {
                total: progress.total,
                waiting: progress.waiting,
                failed: progress.failed,
            }),
        }
    }
}
