//! Writing: papers become documents of the index, and the followed positions travel in the commit.
//!
//! One writer at a time; it is dropped after any failure, so nothing half applied is ever committed.

use serde::{Deserialize, Serialize};
use tantivy::indexer::IndexWriterOptions;
use tantivy::{Index, IndexWriter, TantivyDocument, Term};
use time::{Date, OffsetDateTime};
use workflow::DocumentId;
use workflow::documents::kind_by_code;

use super::analysis::{Joint, words};
use super::pages::{PageStart, encode};
use super::schema::{IndexFields, Prepared, SCHEMA_VERSION, subject_pair_term};
use super::{Change, Paper, Positions, SearchFault};

const EVERYDAY_BUDGET_BYTES: usize = 32_000_000;
const BULK_BUDGET_BYTES: usize = 160_000_000;

/// What a commit says of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Payload {
    /// Version of the schema.
    pub schema: u32,
    /// How far the events are followed.
    pub positions: Positions,
}

/// The writer, made when first needed.
#[derive(Default)]
pub(crate) struct WriterSlot {
    open: Option<(IndexWriter, bool)>,
}

impl WriterSlot {
    /// Applies changes and commits once.
    pub fn apply(
        &mut self,
        index: &Index,
        fields: &IndexFields,
        changes: Vec<Change>,
        positions: &Positions,
        is_bulk: bool,
    ) -> Result<(), SearchFault> {
        self.with_writer(index, is_bulk, |writer| {
            for change in changes {
                match change {
                    Change::Put(paper) => {
                        writer.delete_term(id_term(fields, paper.id));
                        writer.add_document(document(fields, &paper))?;
                    }
                    Change::Remove(id) => {
                        writer.delete_term(id_term(fields, id));
                    }
                }
            }
            commit(writer, positions)
        })
    }

    /// Removes everything and forgets the positions.
    pub fn clear(&mut self, index: &Index) -> Result<(), SearchFault> {
        self.with_writer(index, false, |writer| {
            writer.delete_all_documents()?;
            commit(writer, &Positions::new())
        })
    }

    fn with_writer(
        &mut self,
        index: &Index,
        is_bulk: bool,
        work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>,
    ) -> Result<(), SearchFault> {
        let mut writer = match self.open.take() {
            Some((writer, was_bulk)) if was_bulk == is_bulk => writer,
            other => {
                if let Some((writer, _)) = other {
                    writer.wait_merging_threads()?;
                }
                open_writer(index, is_bulk)?
            }
        };
        work(&mut writer)?;
        self.open = Some((writer, is_bulk));
        Ok(())
    }
}

fn open_writer(index: &Index, is_bulk: bool) -> tantivy::Result<IndexWriter> {
    let budget = if is_bulk {
        BULK_BUDGET_BYTES
    } else {
        EVERYDAY_BUDGET_BYTES
    };
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(budget)
        .build();
    index.writer_with_options(options)
}

fn commit(writer: &mut IndexWriter, positions: &Positions) -> tantivy::Result<()> {
    let payload = Payload {
        schema: SCHEMA_VERSION,
        positions: positions.clone(),
    };
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&serde_json::to_string(&payload).map_err(std::io::Error::from)?);
    prepared.commit()?;
    Ok(())
}

/// The term that names a paper.
pub(crate) fn id_term(fields: &IndexFields, id: DocumentId) -> Term {
    Term::from_field_bytes(fields.id, id.0.as_bytes())
}

/// A day as the index counts it.
pub(crate) fn day_number(date: Date) -> i64 {
    i64::from(date.to_julian_day())
}

/// The day of a moment in Vietnam.
pub(crate) fn day_in_vietnam(moment: OffsetDateTime) -> Date {
    let seven_hours = time::Duration::hours(7);
    moment
        .to_offset(time::UtcOffset::UTC)
        .saturating_add(seven_hours)
        .date()
}

fn document(fields: &IndexFields, paper: &Paper) -> TantivyDocument {
    let mut doc = TantivyDocument::new();
    let (high, low) = paper.id.0.as_u64_pair();
    doc.add_bytes(fields.id, paper.id.0.as_bytes());
    doc.add_u64(fields.id_high, high);
    doc.add_u64(fields.id_low, low);
    for reader in &paper.readers {
        doc.add_text(fields.reader, reader);
    }
    add_texts(&mut doc, fields, paper);
    add_fields(&mut doc, fields, paper);
    doc
}

/// Everything that a word without a field name is looked for in: description first, then the pages.
fn add_texts(doc: &mut TantivyDocument, fields: &IndexFields, paper: &Paper) {
    let (mut text, mut pairs) = (Prepared::default(), Prepared::default());
    let kind = paper
        .fields
        .kind
        .as_deref()
        .and_then(kind_by_code)
        .map(|kind| kind.name);
    let known = &paper.fields;
    for part in [
        kind,
        known.code.as_deref(),
        known.subject.as_deref(),
        known.issuer.as_deref(),
    ]
    .into_iter()
    .chain([known.signer.as_deref(), known.register.as_deref()])
    .flatten()
    .chain(paper.file_names.iter().map(String::as_str))
    {
        text.push_text(part, Some(&mut pairs));
        text.push_gap();
    }
    let mut starts = Vec::with_capacity(paper.pages.len());
    let mut file = None;
    for page in &paper.pages {
        if file.is_some_and(|file| file != page.file) {
            text.push_gap();
        }
        file = Some(page.file);
        let position = u32::try_from(text.position()).unwrap_or(u32::MAX);
        starts.push(PageStart {
            file: page.file,
            number: page.number,
            position,
        });
        text.push_text(&page.text, Some(&mut pairs));
    }
    push_subject_pairs(&mut pairs, known.subject.as_deref().unwrap_or_default());
    doc.add_text(fields.text, text.into_terms());
    doc.add_text(fields.pairs, pairs.into_terms());
    doc.add_bytes(fields.pages, &encode(&starts));
}

fn push_subject_pairs(pairs: &mut Prepared, subject: &str) {
    let mut previous: Option<String> = None;
    for word in words(subject) {
        if let Some(previous) = previous.filter(|_| word.joint != Joint::Apart) {
            pairs.push_term(&subject_pair_term(&previous, &word.folded));
        }
        previous = Some(word.folded);
    }
}

fn add_fields(doc: &mut TantivyDocument, fields: &IndexFields, paper: &Paper) {
    let known = &paper.fields;
    for (field, value) in [
        (fields.subject, &known.subject),
        (fields.issuer, &known.issuer),
        (fields.signer, &known.signer),
        (fields.register, &known.register),
    ] {
        if let Some(value) = value {
            doc.add_text(field, prepared(value).into_terms());
        }
    }
    if let Some(code) = &known.code {
        let mut terms = prepared(code);
        terms.push_gap();
        terms.push_term(&whole_code_term(words(code).map(|word| word.folded)));
        doc.add_text(fields.code, terms.into_terms());
    }
    let facets = [
        known.kind.clone(),
        known.issuer.clone(),
        known.issued_on.map(|date| date.year().to_string()),
        known.register.clone(),
        paper.unit.map(|unit| unit.to_string()),
        Some(paper.state.code().to_owned()),
    ];
    for (field, value) in fields.facets.iter().zip(facets) {
        if let Some(value) = value {
            doc.add_text(*field, value);
        }
    }
    let day = known
        .issued_on
        .unwrap_or_else(|| day_in_vietnam(paper.captured_at));
    doc.add_i64(fields.day, day_number(day));
    if let Some(issued) = known.issued_on {
        doc.add_i64(fields.issued, day_number(issued));
    }
}

fn prepared(text: &str) -> Prepared {
    let mut prepared = Prepared::default();
    prepared.push_text(text, None);
    prepared
}

/// The term of a whole code: its words joined, so that the code itself is told from its parts.
pub(crate) fn whole_code_term(words: impl Iterator<Item = String>) -> String {
    let mut term = String::from("#");
    for word in words {
        term.push_str(&word);
        term.push('-');
    }
    term
}
