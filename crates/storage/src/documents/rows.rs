//! Between rows and the types of this crate.

use std::collections::HashMap;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;
use workflow::documents::{Direction, Fields, ReadingState, Urgency};
use workflow::{DocumentId, FileId, OrganisationId, PersonId, UnitId};

use super::{Document, File, NewDocument, Page};
use crate::blobs::BlobHash;
use crate::entities::papers::{blob, document, file, page};
use crate::moments::moment;
use crate::{Executor, Result, StorageError};

/// Papers with the states that their files give them; one query for all of them.
pub(super) async fn documents_of(
    ex: &impl Executor,
    rows: Vec<document::Model>,
) -> Result<Vec<Document>> {
    let states = states_of(ex, rows.iter().map(|row| row.id)).await?;
    rows.into_iter()
        .map(|row| {
            let files = states.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            document_of(row, ReadingState::of_paper(files.iter().copied()))
        })
        .collect()
}

async fn states_of(
    ex: &impl Executor,
    documents: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<ReadingState>>> {
    let rows: Vec<(Uuid, String)> = file::Entity::find()
        .select_only()
        .column(file::Column::DocumentId)
        .column(file::Column::State)
        .filter(file::Column::DocumentId.is_in(documents))
        .group_by(file::Column::DocumentId)
        .group_by(file::Column::State)
        .into_tuple()
        .all(ex.raw())
        .await?;
    let mut states: HashMap<_, Vec<_>> = HashMap::new();
    for (document, state) in rows {
        states.entry(document).or_default().push(state_of(&state)?);
    }
    Ok(states)
}

/// A paper of its row and the state of its files.
pub(super) fn document_of(row: document::Model, state: ReadingState) -> Result<Document> {
    let unknown = |column: &str| StorageError::Corrupt(format!("document {}: {column}", row.id));
    let direction = row.direction.as_deref().map(Direction::from_code);
    let fields = Fields {
        subject: row.subject,
        kind: row.kind,
        code: row.code,
        issuer: row.issuer,
        signer: row.signer,
        issued_on: row.issued_on,
        direction: direction
            .map(|found| found.ok_or_else(|| unknown("direction")))
            .transpose()?,
        register: row.register,
        urgency: Urgency::from_code(&row.urgency).ok_or_else(|| unknown("urgency"))?,
    };
    Ok(Document {
        id: DocumentId(row.id),
        organisation: OrganisationId(row.organisation_id),
        unit: row.unit_id.map(UnitId),
        fields,
        captured_at: moment(row.captured_at_us)?,
        captured_by: row.captured_by.map(PersonId),
        revision: row.revision,
        state,
    })
}

/// The row of a new paper.
pub(super) fn document_row(document: NewDocument, captured_at_us: i64) -> document::ActiveModel {
    document::ActiveModel {
        id: Set(document.id.0),
        organisation_id: Set(document.organisation.0),
        unit_id: Set(document.unit.map(|unit| unit.0)),
        captured_at_us: Set(captured_at_us),
        captured_by: Set(document.captured_by.map(|person| person.0)),
        revision: Set(1),
        ..fields_row(document.fields)
    }
}

/// The columns of the fields, the others not set.
pub(super) fn fields_row(fields: Fields) -> document::ActiveModel {
    document::ActiveModel {
        subject: Set(fields.subject),
        kind: Set(fields.kind),
        code: Set(fields.code),
        issuer: Set(fields.issuer),
        signer: Set(fields.signer),
        issued_on: Set(fields.issued_on),
        direction: Set(fields
            .direction
            .map(|direction| direction.code().to_owned())),
        register: Set(fields.register),
        urgency: Set(fields.urgency.code().to_owned()),
        ..Default::default()
    }
}

/// A file with its blob.
pub(super) fn file_of((row, blob): (file::Model, Option<blob::Model>)) -> Result<File> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("file {}: {what}", row.id));
    let blob = blob.ok_or_else(|| corrupt("blob row missing"))?;
    Ok(File {
        id: FileId(row.id),
        document: DocumentId(row.document_id),
        ordinal: row.ordinal,
        name: row.name,
        blob: blob_hash(&blob.hash)?,
        size_bytes: u64::try_from(blob.size_bytes).map_err(|_| corrupt("size"))?,
        media_type: row.media_type,
        state: state_of(&row.state)?,
        trouble: row.trouble,
        page_count: row.page_count,
        contained_in: row.contained_in.map(FileId),
    })
}

/// The state of a code.
pub(super) fn state_of(code: &str) -> Result<ReadingState> {
    let state = ReadingState::from_code(code);
    state.ok_or_else(|| StorageError::Corrupt(format!("reading state {code}")))
}

/// The hash of a blob row.
pub(crate) fn blob_hash(bytes: &[u8]) -> Result<BlobHash> {
    let hash = bytes.try_into().map(BlobHash);
    hash.map_err(|_| StorageError::Corrupt("blob hash is not 32 bytes long".to_owned()))
}

/// PostgreSQL keeps no NUL in a text, and no reader misses it.
pub(super) fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// The row of a page. The words are deflated: their JSON repeats itself and is many times the text.
pub(super) fn page_row(file: FileId, page: &Page) -> Result<page::ActiveModel> {
    let words = if page.words.is_empty() {
        None
    } else {
        Some(deflated(&page.words)?)
    };
    Ok(page::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        file_id: Set(file.0),
        number: Set(page.number),
        width_pt: Set(page.width_pt),
        height_pt: Set(page.height_pt),
        text: Set(without_nul(&page.text)),
        words: Set(words),
    })
}

/// A page with its words.
pub(super) fn page_of(row: page::Model) -> Result<Page> {
    let words = row.words.as_deref().map(inflated).transpose();
    Ok(Page {
        number: row.number,
        width_pt: row.width_pt,
        height_pt: row.height_pt,
        text: row.text,
        words: words
            .map_err(|_| StorageError::Corrupt(format!("words of page {}", row.id)))?
            .unwrap_or_default(),
    })
}

fn deflated(text: &str) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes())?;
    Ok(encoder.finish()?)
}

fn inflated(bytes: &[u8]) -> std::io::Result<String> {
    let mut text = String::new();
    DeflateDecoder::new(bytes).read_to_string(&mut text)?;
    Ok(text)
}
