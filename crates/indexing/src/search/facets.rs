//! Facets: the values of the papers found, with exact counts within the rights of the caller.

use std::collections::BTreeMap;

use super::SearchFault;
use super::collect::{Order, Wanted};
use super::execute::{Found, Search};
use super::schema::FACETS;

/// Most values of one facet in an answer.
const FACET_VALUES_MAX: usize = 100;

/// Facet names to their values with counts.
pub(crate) type Facets = BTreeMap<&'static str, Vec<(String, u64)>>;

impl Search<'_> {
    /// Facet values, largest first; a facet with chosen values is counted without its own choice.
    pub fn facets(&self, found: &Found) -> Result<Facets, SearchFault> {
        let mut facets = BTreeMap::new();
        if !self.request.with_facets {
            return Ok(facets);
        }
        let unchosen = self.unchosen_facets();
        for (facet, counts) in unchosen.iter().zip(&found.collected.facets) {
            facets.insert(FACETS[*facet], largest_first(counts.clone()));
        }
        for facet in (0..FACETS.len()).filter(|facet| !unchosen.contains(facet)) {
            let clauses = self.plan(&found.parsed, found.reading.shape).clauses;
            let query = self.query(clauses, Some(facet));
            let counted = self.searcher.search(&query, &counts_of(facet))?;
            let counts = counted.facets.into_iter().next().unwrap_or_default();
            facets.insert(FACETS[facet], largest_first(counts));
        }
        Ok(facets)
    }
}

fn largest_first(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(FACET_VALUES_MAX);
    counts
}

fn counts_of(facet: usize) -> Wanted {
    Wanted {
        limit: 0,
        after: None,
        order: Order::Newest,
        ranking: None,
        facets: vec![facet],
    }
}
