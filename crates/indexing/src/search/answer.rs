//! What the index answers.

use std::collections::BTreeMap;

use workflow::DocumentId;

use super::passages::Marks;

/// The answer.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// How many papers match, exactly.
    pub total: u64,
    /// The hits of this page.
    pub hits: Vec<Hit>,
    /// Facet name (`kind issuer year register unit state`) to values with counts, largest first.
    pub facets: BTreeMap<&'static str, Vec<(String, u64)>>,
    /// Where the next page begins; none at the end.
    pub next: Option<String>,
    /// What was done to find anything at all.
    pub relaxed: Option<Relaxed>,
    /// What to mark in passages.
    pub marks: Marks,
}

/// Nothing matched what was typed, so something near was searched, and is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relaxed {
    /// Syllables replaced: typed and taken.
    Corrected(Vec<(String, String)>),
    /// Not all words, but most.
    MostWords,
}

/// One paper found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The paper.
    pub id: DocumentId,
    /// Its score.
    pub score: f32,
    /// File and page with the best passage, when words of the query stand in the text.
    pub place: Option<(u32, u32)>,
}

/// A query that cannot be taken, or an index that cannot answer; the code has its Vietnamese sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SearchFault {
    /// The query is wrong: stable code (`search.query_long`, `search.field_unknown`, `search.date_unreadable`,
    /// `search.cursor_unreadable` …) with the piece that is wrong.
    #[error("{code}")]
    Query {
        /// Stable code.
        code: &'static str,
        /// The piece of the query.
        piece: String,
    },
    /// The index failed.
    #[error("index: {0}")]
    Index(String),
}

impl From<tantivy::TantivyError> for SearchFault {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error.to_string())
    }
}
