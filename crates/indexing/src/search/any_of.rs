//! Papers that hold one of several whole values: rights and chosen facets.
//!
//! tantivy's own set of terms builds an automaton for every query, which costs more than it saves for
//! the few values that are asked here; reading their lists into a set of bits does not.

use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TantivyError, Term};

/// The query.
#[derive(Debug, Clone)]
pub(crate) struct AnyOf {
    field: Field,
    terms: Vec<Term>,
}

impl AnyOf {
    /// Papers that hold one of the values in a field that is indexed as it stands.
    pub fn new(field: Field, values: &[String]) -> Self {
        let mut terms: Vec<_> = values
            .iter()
            .map(|value| Term::from_field_text(field, value))
            .collect();
        terms.sort_unstable();
        terms.dedup();
        Self { field, terms }
    }
}

impl Query for AnyOf {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for term in &self.terms {
            visitor(term, false);
        }
    }
}

impl Weight for AnyOf {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inverted = reader.inverted_index(self.field)?;
        let mut lists = Vec::new();
        for term in &self.terms {
            lists.extend(inverted.get_term_info(term)?);
        }
        let option = IndexRecordOption::Basic;
        match lists.as_slice() {
            [] => Ok(Box::new(EmptyScorer)),
            [only] => {
                let postings = inverted.read_postings_from_terminfo(only, option)?;
                Ok(Box::new(ConstScorer::new(postings, boost)))
            }
            several => {
                let mut docs = BitSet::with_max_value(reader.max_doc());
                for info in several {
                    let mut blocks = inverted.read_block_postings_from_terminfo(info, option)?;
                    while !blocks.docs().is_empty() {
                        for doc in blocks.docs() {
                            docs.insert(*doc);
                        }
                        blocks.advance();
                    }
                }
                Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost)))
            }
        }
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            let reason = format!("document {doc} holds none of the values");
            return Err(TantivyError::InvalidArgument(reason));
        }
        Ok(Explanation::new("AnyOf", 1.0))
    }
}
