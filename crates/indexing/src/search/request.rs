//! What is asked of the index.

use serde::{Deserialize, Serialize};
use time::Date;
use workflow::UnitId;
use workflow::access::Principal;
use workflow::documents::ReadingState;

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
