//! Papers, their files and pages.

use time::OffsetDateTime;
use workflow::access::Principal;
use workflow::documents::{Fields, ReadingState};
use workflow::{DocumentId, FileId, OrganisationId, PersonId, UnitId};

use crate::blobs::BlobHash;
use crate::{Executor, Result, Slice, Transaction};

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

/// Keeps a paper.
pub async fn insert(tx: &Transaction, document: NewDocument) -> Result<()> {
    todo!()
}

/// Keeps a file of a paper, after the ones it has; answers its ordinal.
pub async fn insert_file(tx: &Transaction, file: NewFile) -> Result<i32> {
    todo!()
}

/// Replaces the fields when the revision is still `revision`, else `Stale`.
pub async fn update_fields(tx: &Transaction, id: DocumentId, revision: i64, fields: &Fields) -> Result<i64> {
    todo!()
}

/// Writes the outcome of reading, replacing pages of an earlier reading.
pub async fn save_reading(tx: &Transaction, id: FileId, reading: &FileReading) -> Result<()> {
    todo!()
}

/// The paper, if one of the principals may read it.
pub async fn find_visible(ex: &impl Executor, id: DocumentId, principals: &[Principal]) -> Result<Option<Document>> {
    todo!()
}

/// Those of the papers that one of the principals may read, in no order; one query.
pub async fn list_visible_of(ex: &impl Executor, ids: &[DocumentId], principals: &[Principal]) -> Result<Vec<Document>> {
    todo!()
}

/// Papers that one of the principals may read, newest first, after `after`; `state` keeps only papers in that state.
pub async fn list_visible(ex: &impl Executor, principals: &[Principal], state: Option<ReadingState>, after: Option<DocumentId>, limit: u64) -> Result<Slice<Document>> {
    todo!()
}

/// Papers that one of the principals may read and that hold the same bytes as a file of `id`, without itself.
pub async fn list_duplicates(ex: &impl Executor, id: DocumentId, principals: &[Principal]) -> Result<Vec<Document>> {
    todo!()
}

/// The papers themselves, whoever asks: for the follower and for jobs.
pub async fn list_by_ids(ex: &impl Executor, ids: &[DocumentId]) -> Result<Vec<Document>> {
    todo!()
}

/// Ids of all papers of an organisation in order, in parts: for rebuilding the index.
pub async fn list_ids(ex: &impl Executor, organisation: OrganisationId, after: Option<DocumentId>, limit: u64) -> Result<Vec<DocumentId>> {
    todo!()
}

/// Files of the papers, by paper and ordinal.
pub async fn list_files(ex: &impl Executor, documents: &[DocumentId]) -> Result<Vec<File>> {
    todo!()
}

/// A file with its paper, if one of the principals may read it.
pub async fn find_visible_file(ex: &impl Executor, id: FileId, principals: &[Principal]) -> Result<Option<File>> {
    todo!()
}

/// A file, whoever asks: for jobs.
pub async fn find_file(ex: &impl Executor, id: FileId) -> Result<Option<File>> {
    todo!()
}

/// Files of the organisation that hold these bytes (content hash), oldest first.
pub async fn list_files_of_blob(ex: &impl Executor, organisation: OrganisationId, blob: BlobHash) -> Result<Vec<File>> {
    todo!()
}

/// Pages of a file without words, in order.
pub async fn list_pages(ex: &impl Executor, file: FileId) -> Result<Vec<Page>> {
    todo!()
}

/// One page with its words.
pub async fn find_page(ex: &impl Executor, file: FileId, number: i32) -> Result<Option<Page>> {
    todo!()
}

/// The texts of many pages in one query, for passages of search hits: (document, file ordinal, page number).
pub async fn list_page_texts(ex: &impl Executor, places: &[(DocumentId, i32, i32)]) -> Result<Vec<(DocumentId, i32, i32, String)>> {
    todo!()
}

/// Every page text of the papers, by paper, file ordinal and number: for the index.
pub async fn list_texts(ex: &impl Executor, documents: &[DocumentId]) -> Result<Vec<(DocumentId, i32, i32, String)>> {
    todo!()
}

/// How many papers and files there are in each reading state of an organisation.
pub async fn count_by_state(ex: &impl Executor, organisation: OrganisationId) -> Result<Vec<(ReadingState, u64)>> {
    todo!()
}

/// Says whether any file names the blob.
pub async fn blob_is_named(ex: &impl Executor, blob: BlobHash) -> Result<bool> {
    todo!()
}

/// Blobs named by files whose integrity was checked longest ago, at most `limit`.
pub async fn list_blobs_to_check(ex: &impl Executor, checked_before: OffsetDateTime, limit: u64) -> Result<Vec<BlobHash>> {
    todo!()
}

/// Remembers that a blob was checked.
pub async fn mark_blob_checked(tx: &Transaction, blob: BlobHash, trouble: Option<&str>) -> Result<()> {
    todo!()
}
