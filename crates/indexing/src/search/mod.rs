//! The search index: Vietnamese analysis, the query language, rights inside the query, passages.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use workflow::access::Principal;
use workflow::documents::{Fields, ReadingState};
use workflow::{DocumentId, OrganisationId, UnitId};

/// A paper as the index takes it.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Id.
    pub id: DocumentId,
    /// Keys of the principals that may read it (`Principal` as text).
    pub readers: Vec<String>,
    /// What is known of it.
    pub fields: Fields,
    /// The unit it is addressed to.
    pub unit: Option<UnitId>,
    /// How far it is read.
    pub state: ReadingState,
    /// When it came in.
    pub captured_at: OffsetDateTime,
    /// Names of its files.
    pub file_names: Vec<String>,
    /// Texts of all pages in order.
    pub pages: Vec<PageText>,
}

/// The text of one page.
#[derive(Debug, Clone)]
pub struct PageText {
    /// Place of the file in the paper, from 0.
    pub file: u32,
    /// Page of the file, from 1.
    pub number: u32,
    /// Repaired text.
    pub text: String,
}

/// A change to be followed.
#[derive(Debug, Clone)]
pub enum Change {
    /// The paper as it is now.
    Put(Box<Paper>),
    /// The paper is not to be found any more.
    Remove(DocumentId),
}

/// How far the index has followed the events of each organisation.
pub type Positions = BTreeMap<OrganisationId, i64>;

/// What a person asks.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The search box, as typed.
    pub query: String,
    /// Who asks; no principals, no hits.
    pub principals: Vec<Principal>,
    /// Facets chosen.
    pub filters: Filters,
    /// Order.
    pub sort: Sort,
    /// Where the last page ended, from [`Answer::next`].
    pub after: Option<String>,
    /// Hits wanted, at most 100.
    pub limit: usize,
    /// Whether to count facets.
    pub with_facets: bool,
}

/// Facets chosen; values of one facet are ORed, facets are ANDed.
#[derive(Debug, Clone, Default)]
pub struct Filters {
    /// Codes of kinds.
    pub kinds: Vec<String>,
    /// Issuers as written.
    pub issuers: Vec<String>,
    /// Years of issue.
    pub years: Vec<i32>,
    /// Registers.
    pub registers: Vec<String>,
    /// Units.
    pub units: Vec<UnitId>,
    /// Reading states.
    pub states: Vec<ReadingState>,
    /// First day of issue.
    pub from: Option<Date>,
    /// Last day of issue.
    pub to: Option<Date>,
}

/// Order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest date of issue first (date of capture where it is unknown).
    Newest,
    /// Oldest first.
    Oldest,
}

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

/// The words and phrases of a query, ready to mark in any text.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    _private: (),
}

impl Marks {
    /// The best passage of at most `max_chars` characters, cut at word ends: parts in order, each
    /// with a flag «is a hit». None when nothing of the query stands in the text.
    pub fn passage(&self, text: &str, max_chars: usize) -> Option<Vec<(String, bool)>> {
        todo!()
    }
}

/// Why a paper matches.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Why {
    /// Its score for this query.
    pub score: f32,
    /// Each clause with what it gave: what was typed, the field it was found in, its part of the score.
    pub clauses: Vec<WhyClause>,
}

/// One clause of an explanation.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct WhyClause {
    /// As typed.
    pub text: String,
    /// `subject`, `text`, `code`, `issuer` …
    pub field: String,
    /// `exact`, `folded`, `adjacent`, `prefix`, `filter`.
    pub how: String,
    /// Part of the score.
    pub score: f32,
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

/// The index. Clones share it.
#[derive(Clone)]
pub struct SearchIndex {
    _private: (),
}

impl SearchIndex {
    /// Opens or makes the index in a folder. An index of another schema or one that cannot be opened is
    /// put away and a new, empty one is made; the caller sees it by `positions()` being empty.
    pub fn open(folder: &Path) -> Result<Self, SearchFault> {
        todo!()
    }

    /// An index in memory, for tests.
    pub fn in_memory() -> Result<Self, SearchFault> {
        todo!()
    }

    /// How far the last commit has followed.
    pub fn positions(&self) -> Positions {
        todo!()
    }

    /// Applies changes and commits once with the positions as payload; what was applied is found by the
    /// next search. Blocking: call from a blocking thread.
    pub fn apply(&self, changes: Vec<Change>, positions: &Positions) -> Result<(), SearchFault> {
        todo!()
    }

    /// Searches. Blocking: call from a blocking thread.
    pub fn search(&self, request: &Request) -> Result<Answer, SearchFault> {
        todo!()
    }

    /// Why a paper that the principals may read matches; none when it does not match or may not be read.
    pub fn why(&self, request: &Request, id: DocumentId) -> Result<Option<Why>, SearchFault> {
        todo!()
    }

    /// Papers in the index.
    pub fn count(&self) -> u64 {
        todo!()
    }

    /// Removes everything, for a rebuild.
    pub fn clear(&self) -> Result<(), SearchFault> {
        todo!()
    }
}
