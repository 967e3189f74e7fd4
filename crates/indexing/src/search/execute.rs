//! Executing a request: rights and chosen facets stand inside every query, count, hits and facets come from
//! one pass, and the page of each hit is read from the positions of its words.

use tantivy::Searcher;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, Query};
use time::Date;

use super::collect::{Collected, Order, Wanted};
use super::paging::{Cursor, Place, Reading, Shape};
use super::passages::Marks;
use super::places::places;
use super::query::plan::{Clause, Plan, Planner};
use super::query::terms::{issued_between, one_of};
use super::query::{Parsed, parse};
use super::ranking::Ranking;
use super::relax::{relaxed, replace};
use super::schema::{FACETS, IndexFields};
use super::{Answer, Hit, Relaxed, Request, SearchFault, Sort};

/// Most hits of one page.
const LIMIT_MAX: usize = 100;
/// One request on one state of the index.
pub(crate) struct Search<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a IndexFields,
    pub request: &'a Request,
    pub today: Date,
}

/// A reading with what it found.
pub(crate) struct Found {
    pub reading: Reading,
    pub parsed: Parsed,
    pub collected: Collected,
    pub relaxed: Option<Relaxed>,
}

impl Search<'_> {
    /// The answer to the request.
    pub fn answer(&self) -> Result<Answer, SearchFault> {
        let parsed = parse(&self.request.query, self.today)?;
        let after = self
            .request
            .after
            .as_deref()
            .map(|text| Cursor::decode(text, self.request))
            .transpose()?;
        if self.request.principals.is_empty() {
            return Ok(Answer::default());
        }
        let limit = self.request.limit.min(LIMIT_MAX);
        let found = match after {
            Some((place, reading)) => self.run(&parsed, reading, limit, Some(place))?,
            None => self.find(&parsed, limit)?,
        };
        self.report(found, limit)
    }

    pub fn count(&self, parsed: &Parsed, shape: Shape) -> Result<u64, SearchFault> {
        let query = self.query(self.plan(parsed, shape).clauses, None);
        Ok(self.searcher.search(&query, &Count)? as u64)
    }

    pub fn run(
        &self,
        typed: &Parsed,
        reading: Reading,
        limit: usize,
        after: Option<Place>,
    ) -> Result<Found, SearchFault> {
        let parsed = replace(typed, &reading.replaced);
        let plan = self.plan(&parsed, reading.shape);
        let query = self.query(plan.clauses, None);
        let order = self.order(&parsed);
        let ranking = (order == Order::Score && limit > 0)
            .then(|| Ranking::of(self.searcher, &plan.gains))
            .transpose()?;
        let facets = if self.request.with_facets {
            self.unchosen_facets()
        } else {
            Vec::new()
        };
        let wanted = Wanted {
            limit,
            after,
            order,
            ranking,
            facets,
        };
        let collected = self.searcher.search(&query, &wanted)?;
        let relaxed = relaxed(&parsed, &reading);
        Ok(Found {
            reading,
            parsed,
            collected,
            relaxed,
        })
    }

    /// The plan of a query read in one shape.
    pub fn plan(&self, parsed: &Parsed, shape: Shape) -> Plan {
        let planner = Planner {
            fields: self.fields,
            shape,
        };
        planner.plan(parsed)
    }

    /// Clauses, rights and chosen facets as one query; one facet may be left out.
    pub fn query(&self, clauses: Vec<Clause>, without: Option<usize>) -> BooleanQuery {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = clauses
            .into_iter()
            .map(|clause| (clause.occur, clause.query))
            .collect();
        let readers: Vec<String> = self
            .request
            .principals
            .iter()
            .map(ToString::to_string)
            .collect();
        parts.push((Occur::Must, one_of(self.fields.reader, &readers)));
        for (facet, values) in self.chosen().into_iter().enumerate() {
            if !values.is_empty() && without != Some(facet) {
                parts.push((Occur::Must, one_of(self.fields.facets[facet], &values)));
            }
        }
        let filters = &self.request.filters;
        if filters.from.is_some() || filters.to.is_some() {
            parts.push((
                Occur::Must,
                issued_between(self.fields, filters.from, filters.to),
            ));
        }
        BooleanQuery::new(parts)
    }

    /// The chosen values of each facet, in the order of [`FACETS`].
    pub fn chosen(&self) -> [Vec<String>; 6] {
        let filters = &self.request.filters;
        [
            filters.kinds.clone(),
            filters.issuers.clone(),
            filters.years.iter().map(ToString::to_string).collect(),
            filters.registers.clone(),
            filters.units.iter().map(ToString::to_string).collect(),
            filters
                .states
                .iter()
                .map(|state| state.code().to_owned())
                .collect(),
        ]
    }

    pub fn unchosen_facets(&self) -> Vec<usize> {
        let chosen = self.chosen();
        (0..FACETS.len())
            .filter(|facet| chosen[*facet].is_empty())
            .collect()
    }

    fn order(&self, parsed: &Parsed) -> Order {
        match self.request.sort {
            Sort::Relevance if parsed.pieces.iter().any(|piece| !piece.is_negated) => Order::Score,
            Sort::Relevance | Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
        }
    }

    fn report(&self, found: Found, limit: usize) -> Result<Answer, SearchFault> {
        let facets = self.facets(&found)?;
        let Found {
            reading,
            parsed,
            collected,
            relaxed,
        } = found;
        let marks = Marks::of(&parsed, reading.shape == Shape::Prefix);
        let shown = &collected.top[..collected.top.len().min(limit)];
        let addresses: Vec<_> = shown.iter().map(|top| top.address).collect();
        let places = places(self.searcher, self.fields, &marks, &addresses)?;
        let is_oldest = self.order(&parsed) == Order::Oldest;
        let hits = shown.iter().zip(places).map(|(top, place)| {
            let id = if is_oldest {
                !top.place.id
            } else {
                top.place.id
            };
            let id = workflow::DocumentId(uuid::Uuid::from_u128(id));
            Hit {
                id,
                score: top.score,
                place,
            }
        });
        let next = shown
            .last()
            .filter(|_| collected.top.len() > limit)
            .map(|last| Cursor::behind(self.request, last.place, reading).encode());
        Ok(Answer {
            total: collected.total,
            hits: hits.collect(),
            facets,
            next,
            relaxed,
            marks,
        })
    }
}
