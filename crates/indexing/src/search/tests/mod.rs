#![allow(clippy::unwrap_used, clippy::expect_used)]
//! The requirements of finding, each as a test over small Vietnamese papers.

mod crash;
mod finding;
mod paging;
mod rights;

use super::*;
use time::macros::datetime;
use uuid::Uuid;
use workflow::access::Principal;

const ORGANISATION: OrganisationId = OrganisationId(Uuid::from_u128(77));

fn id(number: u128) -> DocumentId {
    DocumentId(Uuid::from_u128(number))
}

fn everyone() -> Principal {
    Principal::Everyone(ORGANISATION)
}

/// A paper everyone may read, with one page of text.
fn paper(number: u128, subject: &str, text: &str) -> Paper {
    Paper {
        id: id(number),
        readers: vec![everyone().to_string()],
        fields: Fields {
            subject: Some(subject.to_owned()),
            ..Fields::default()
        },
        unit: None,
        state: ReadingState::Read,
        captured_at: datetime!(2026-11-01 08:00 UTC),
        file_names: Vec::new(),
        pages: vec![PageText {
            file: 0,
            number: 1,
            text: text.to_owned(),
        }],
    }
}

fn coded(number: u128, code: &str, subject: &str) -> Paper {
    let mut paper = paper(number, subject, "");
    paper.fields.code = Some(code.to_owned());
    paper
}

fn index_of(papers: Vec<Paper>) -> SearchIndex {
    let index = SearchIndex::in_memory().unwrap();
    let changes = papers
        .into_iter()
        .map(|paper| Change::Put(Box::new(paper)))
        .collect();
    index.apply(changes, &Positions::new()).unwrap();
    index
}

fn request(query: &str) -> Request {
    Request {
        query: query.to_owned(),
        principals: vec![everyone()],
        limit: 20,
        ..Request::default()
    }
}

fn answer(index: &SearchIndex, query: &str) -> Answer {
    index
        .search_at(&request(query), datetime!(2026-11-22 08:00 UTC))
        .unwrap()
}

/// Numbers of the papers found, best first.
fn found(index: &SearchIndex, query: &str) -> Vec<u128> {
    answer(index, query)
        .hits
        .into_iter()
        .map(|hit| hit.id.0.as_u128())
        .collect()
}

fn found_set(index: &SearchIndex, query: &str) -> Vec<u128> {
    let mut numbers = found(index, query);
    numbers.sort_unstable();
    numbers
}
