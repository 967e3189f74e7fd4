//! Why a paper matches: the very clauses that were searched, each asked alone what it gave to the paper.

use serde::Serialize;
use tantivy::DocAddress;
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;
use workflow::DocumentId;

use super::SearchFault;
use super::execute::Search;
use super::query::parse;
use super::query::plan::Plan;
use super::ranking::Ranking;
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
        let Plan { clauses, gains } = self.plan(&found.parsed, found.reading.shape);
        let asked: Vec<_> = clauses
            .iter()
            .filter(|clause| clause.occur == Occur::Must)
            .map(|clause| (clause.text.clone(), clause.field, clause.how, 0.0))
            .collect();
        let Some(address) = self.one(self.query(clauses, None), id)? else {
            return Ok(None);
        };
        let reader = self.searcher.segment_reader(address.segment_ord);
        let ranking =
            Ranking::of(self.searcher, &gains)?.in_segment(address.segment_ord, reader)?;
        let gained = ranking
            .parts(address.doc_id)
            .into_iter()
            .map(|(gain, score)| {
                let gain = &gains[gain];
                (gain.text.clone(), gain.field_name, gain.how, score)
            });
        let mut told: Vec<WhyClause> = Vec::new();
        for (text, field, how, score) in asked.into_iter().chain(gained) {
            let (field, how) = (field.to_owned(), how.to_owned());
            add(
                &mut told,
                WhyClause {
                    text,
                    field,
                    how,
                    score,
                },
            );
        }
        told.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(Some(Why {
            score: told.iter().map(|clause| clause.score).sum(),
            clauses: told,
        }))
    }

    /// Where one paper stands, if the query finds it.
    fn one(&self, query: BooleanQuery, id: DocumentId) -> Result<Option<DocAddress>, SearchFault> {
        let named = TermQuery::new(id_term(self.fields, id), IndexRecordOption::Basic);
        let both = BooleanQuery::intersection(vec![Box::new(query), Box::new(named)]);
        let found = self.searcher.search(&both, &DocSetCollector)?;
        Ok(found.into_iter().next())
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
