use super::*;
use workflow::PersonId;

fn person(number: u128) -> Principal {
    Principal::Person(PersonId(Uuid::from_u128(number)))
}

fn asked(index: &SearchIndex, principals: Vec<Principal>, query: &str) -> Answer {
    index
        .search(&Request {
            principals,
            with_facets: true,
            ..request(query)
        })
        .unwrap()
}

/// Paper 1 is for person 1, paper 2 for person 2; both speak of the same thing.
fn two_rooms() -> SearchIndex {
    let mut own = paper(1, "Kế hoạch thanh tra", "thanh tra đất đai");
    own.readers = vec![person(1).to_string()];
    own.fields.issuer = Some("Sở Nội vụ".into());
    let mut other = paper(2, "Kế hoạch thanh tra", "thanh tra đất đai phường Hoằng");
    other.readers = vec![person(2).to_string()];
    other.fields.issuer = Some("Thanh tra tỉnh".into());
    index_of(vec![own, other])
}

#[test]
fn hits_counts_and_facets_know_only_what_may_be_read() {
    let index = two_rooms();
    for query in ["thanh tra", "", "-khác", "thanh tr", "\"đất đai\""] {
        let answer = asked(&index, vec![person(1)], query);
        assert_eq!(answer.total, 1, "{query}");
        assert_eq!(answer.hits[0].id, id(1));
        assert_eq!(answer.facets["issuer"], [("Sở Nội vụ".to_owned(), 1)]);
        assert!(answer.next.is_none());
    }
    assert_eq!(
        asked(&index, vec![person(1), person(2)], "thanh tra").total,
        2
    );
}

#[test]
fn nobody_finds_nothing() {
    let index = two_rooms();
    assert_eq!(asked(&index, vec![], "thanh tra").total, 0);
    assert_eq!(asked(&index, vec![person(3)], "").total, 0);
    assert_eq!(
        index
            .why(
                &Request {
                    principals: vec![],
                    ..request("thanh tra")
                },
                id(1)
            )
            .unwrap(),
        None
    );
}

#[test]
fn why_tells_nothing_of_a_hidden_paper() {
    let index = two_rooms();
    let asked = Request {
        principals: vec![person(1)],
        ..request("thanh tra")
    };
    assert!(index.why(&asked, id(1)).unwrap().is_some());
    assert_eq!(index.why(&asked, id(2)).unwrap(), None);
}

#[test]
fn a_correction_never_names_a_word_of_hidden_papers() {
    let index = two_rooms();
    let answer = asked(&index, vec![person(1)], "hoawng thanh tra");
    assert!(
        !matches!(answer.relaxed, Some(Relaxed::Corrected(_))),
        "{:?}",
        answer.relaxed
    );
    let answer = asked(&index, vec![person(2)], "hoagn thanh tra");
    assert_eq!(
        answer.relaxed,
        Some(Relaxed::Corrected(vec![("hoagn".into(), "hoang".into())]))
    );
}

#[test]
fn chosen_facets_of_hidden_papers_count_nothing() {
    let index = two_rooms();
    let filters = Filters {
        issuers: vec!["Thanh tra tỉnh".into()],
        ..Filters::default()
    };
    let asked = Request {
        principals: vec![person(1)],
        filters,
        with_facets: true,
        ..request("")
    };
    let answer = index.search(&asked).unwrap();
    assert_eq!(answer.total, 0);
    assert_eq!(answer.facets["issuer"], [("Sở Nội vụ".to_owned(), 1)]);
}

#[test]
fn a_cursor_carries_no_rights() {
    let mut papers = Vec::new();
    for number in 1..=10 {
        let mut paper = paper(number, "Kế hoạch", "thanh tra");
        paper.readers = vec![person(number % 2).to_string()];
        papers.push(paper);
    }
    let index = index_of(papers);
    let first = Request {
        principals: vec![person(0)],
        limit: 2,
        ..request("thanh tra")
    };
    let next = index.search(&first).unwrap().next.unwrap();
    let stolen = Request {
        principals: vec![person(1)],
        after: Some(next),
        ..first
    };
    let answer = index.search(&stolen).unwrap();
    assert!(answer.hits.iter().all(|hit| hit.id.0.as_u128() % 2 == 1));
    assert_eq!(answer.total, 5);
}
