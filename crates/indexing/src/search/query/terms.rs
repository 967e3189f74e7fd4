//! The small queries that clauses are made of.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, InvertedIndexRangeQuery, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::search::analysis::Word;
use crate::search::any_of::AnyOf;
use crate::search::schema::{IndexFields, exact_term};
use crate::search::writer::day_number;

/// Papers with one of these values.
pub(crate) fn one_of(field: Field, values: &[String]) -> Box<dyn Query> {
    Box::new(AnyOf::new(field, values))
}

/// Papers issued between two days, both included.
pub(crate) fn issued_between(
    fields: &IndexFields,
    from: Option<time::Date>,
    to: Option<time::Date>,
) -> Box<dyn Query> {
    let bound = |day: Option<time::Date>| {
        day.map_or(Bound::Unbounded, |day| {
            Bound::Included(Term::from_field_i64(fields.issued, day_number(day)))
        })
    };
    if from.is_none() && to.is_none() {
        return Box::new(AllQuery);
    }
    Box::new(RangeQuery::new(bound(from), bound(to)))
}

/// Words side by side in a field: those typed with marks exactly so, unless `is_folded`.
pub(crate) fn together(field: Field, words: &[Word], is_folded: bool) -> Box<dyn Query> {
    let terms: Vec<Term> = words
        .iter()
        .map(|word| match &word.exact {
            Some(exact) if !is_folded => Term::from_field_text(field, &exact_term(exact)),
            _ => Term::from_field_text(field, &word.folded),
        })
        .collect();
    match terms.as_slice() {
        [only] => Box::new(TermQuery::new(only.clone(), IndexRecordOption::Basic)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

pub(crate) fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}

/// Terms that begin so, itself among them.
pub(crate) fn starting_with(field: Field, beginning: &str) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(vec![
        term(field, beginning),
        longer_than(field, beginning),
    ]))
}

/// Terms that begin so and go on.
pub(crate) fn longer_than(field: Field, beginning: &str) -> Box<dyn Query> {
    let after = format!("{beginning}{}", char::MAX);
    Box::new(InvertedIndexRangeQuery::new(
        Bound::Excluded(Term::from_field_text(field, beginning)),
        Bound::Excluded(Term::from_field_text(field, &after)),
    ))
}
