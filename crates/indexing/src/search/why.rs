//! Why a paper matches: the very clauses that were searched, each asked alone what it gave to the paper.

use serde::Serialize;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher};
use workflow::DocumentId;

use super::SearchFault;
use super::collect::{Order, Wanted};
use super::execute::Search;
use super::query::parse;
use super::writer::id_term;

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
    /// `exact`, `folded`, `adjacent`, `prefix`, `phrase`, `filter`.
    pub how: String,
    /// Part of the score.
    pub score: f32,
}

impl Search<'_> {
    /// Why the paper matches; none when it does not match or may not be read.
    pub fn why(&self, id: DocumentId) -> Result<Option<Why>, SearchFault> {
        let parsed = parse(&self.request.query, self.today)?;
        if self.request.principals.is_empty() {
            return Ok(None);
        }
        let found = self.find(&parsed, 0)?;
        let clauses = self.clauses(&found.parsed, found.reading.shape);
        let whole = self.query(self.clauses(&found.parsed, found.reading.shape), None);
        let named = TermQuery::new(id_term(self.fields, id), IndexRecordOption::Basic);
        let both = BooleanQuery::new(vec![
            (Occur::Must, Box::new(whole) as Box<dyn Query>),
            (
                Occur::Must,
                Box::new(tantivy::query::ConstScoreQuery::new(Box::new(named), 0.0)),
            ),
        ]);
        let wanted = Wanted {
            limit: 1,
            after: None,
            order: Order::Score,
            facets: Vec::new(),
        };
        let Some(top) = self.searcher.search(&both, &wanted)?.top.first().copied() else {
            return Ok(None);
        };
        let mut told: Vec<WhyClause> = Vec::new();
        for clause in clauses
            .into_iter()
            .filter(|clause| clause.occur != Occur::MustNot)
        {
            let Some(score) = score_of(self.searcher, clause.query.as_ref(), top.address)? else {
                continue;
            };
            let (field, how) = (clause.field.to_owned(), clause.how.to_owned());
            add(
                &mut told,
                WhyClause {
                    text: clause.text,
                    field,
                    how,
                    score,
                },
            );
        }
        told.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(Some(Why {
            score: top.score,
            clauses: told,
        }))
    }
}

/// Two clauses on the same words are told as one.
fn add(told: &mut Vec<WhyClause>, clause: WhyClause) {
    let is_same = |other: &&mut WhyClause| {
        other.text == clause.text && other.field == clause.field && other.how == clause.how
    };
    match told.iter_mut().find(is_same) {
        Some(same) => same.score += clause.score,
        None => told.push(clause),
    }
}

/// What a clause alone gives to a paper; none when it does not match it.
fn score_of(
    searcher: &Searcher,
    query: &dyn Query,
    address: DocAddress,
) -> tantivy::Result<Option<f32>> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut scorer = weight.scorer(searcher.segment_reader(address.segment_ord), 1.0)?;
    let doc = if scorer.doc() < address.doc_id {
        scorer.seek(address.doc_id)
    } else {
        scorer.doc()
    };
    Ok((doc == address.doc_id).then(|| scorer.score()))
}
