//! The search index: Vietnamese analysis, the query language, rights inside the query, passages.
//!
//! `writer` follows the papers, `query` understands the box, `execute` answers, `passages` marks texts.
//! The index keeps no text: the caller loads the page of a hit and asks [`Marks::passage`].

mod analysis;
mod answer;
mod any_of;
mod collect;
mod correction;
mod execute;
mod facets;
mod pages;
mod paging;
mod passages;
mod places;
mod query;
mod ranking;
mod relax;
mod request;
mod schema;
mod settled;
mod store;
mod why;
mod writer;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Hit, Relaxed, SearchFault};
pub use passages::Marks;
pub use request::{Filters, Request, Sort};
pub use why::{Why, WhyClause};

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use time::OffsetDateTime;
use workflow::documents::{Fields, ReadingState};
use workflow::{DocumentId, OrganisationId, UnitId};

use execute::Search;
use store::Opened;
use writer::WriterSlot;

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

/// The index. Clones share it.
#[derive(Clone)]
pub struct SearchIndex {
    opened: Arc<Opened>,
    writer: Arc<Mutex<WriterSlot>>,
}

impl SearchIndex {
    /// Opens or makes the index in a folder. An index of another schema or one that cannot be opened is
    /// put away and a new, empty one is made; the caller sees it by `positions()` being empty.
    pub fn open(folder: &Path) -> Result<Self, SearchFault> {
        Ok(Self::of(store::open(folder)?))
    }

    /// An index in memory, for tests.
    pub fn in_memory() -> Result<Self, SearchFault> {
        Ok(Self::of(store::in_memory()?))
    }

    fn of(opened: Opened) -> Self {
        Self {
            opened: Arc::new(opened),
            writer: Arc::default(),
        }
    }

    /// How far the last commit has followed.
    pub fn positions(&self) -> Positions {
        store::positions(&self.opened.index)
    }

    /// Applies changes and commits once with the positions as payload; what was applied is found by the
    /// next search. Blocking: call from a blocking thread.
    pub fn apply(&self, changes: Vec<Change>, positions: &Positions) -> Result<(), SearchFault> {
        self.write(changes, positions, false)
    }

    /// The same with more memory, for a rebuild or a large import.
    pub fn apply_bulk(
        &self,
        changes: Vec<Change>,
        positions: &Positions,
    ) -> Result<(), SearchFault> {
        self.write(changes, positions, true)
    }

    fn write(
        &self,
        changes: Vec<Change>,
        positions: &Positions,
        is_bulk: bool,
    ) -> Result<(), SearchFault> {
        let Opened {
            index,
            reader,
            fields,
        } = &*self.opened;
        // A writer that panicked is gone with its slot's content, so the lock can be taken over.
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        slot.apply(index, fields, changes, positions, is_bulk)?;
        Ok(reader.reload()?)
    }

    /// Searches. Blocking: call from a blocking thread.
    pub fn search(&self, request: &Request) -> Result<Answer, SearchFault> {
        self.search_at(request, now())
    }

    /// Searches at a given moment, which gives a date typed as `dd/MM` its year.
    pub fn search_at(&self, request: &Request, now: OffsetDateTime) -> Result<Answer, SearchFault> {
        let searcher = self.opened.reader.searcher();
        self.asked(&searcher, request, now).answer()
    }

    /// Why a paper that the principals may read matches; none when it does not match or may not be read.
    pub fn why(&self, request: &Request, id: DocumentId) -> Result<Option<Why>, SearchFault> {
        let searcher = self.opened.reader.searcher();
        self.asked(&searcher, request, now()).why(id)
    }

    fn asked<'a>(
        &'a self,
        searcher: &'a tantivy::Searcher,
        request: &'a Request,
        now: OffsetDateTime,
    ) -> Search<'a> {
        let today = writer::day_in_vietnam(now);
        Search {
            searcher,
            fields: &self.opened.fields,
            request,
            today,
        }
    }

    /// Papers in the index.
    pub fn count(&self) -> u64 {
        self.opened.reader.searcher().num_docs()
    }

    /// Removes everything, for a rebuild.
    pub fn clear(&self) -> Result<(), SearchFault> {
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        slot.clear(&self.opened.index)?;
        Ok(self.opened.reader.reload()?)
    }
}

/// The moment for callers that bring none; it only gives a date typed as `dd/MM` its year.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place; `search_at` takes the moment as given"
)]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
