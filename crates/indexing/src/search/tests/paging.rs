use super::*;
use std::collections::BTreeSet;

fn many(count: u128) -> SearchIndex {
    let papers = (1..=count).map(|number| {
        let words = "chung ".repeat((number % 7) as usize);
        let mut paper = paper(number, "Báo cáo", &format!("tình hình {words}số {number}"));
        paper.captured_at += time::Duration::days((number % 13) as i64);
        paper
    });
    let index = SearchIndex::in_memory().unwrap();
    let papers: Vec<_> = papers.collect();
    for batch in papers.chunks(97) {
        let changes = batch
            .iter()
            .map(|paper| Change::Put(Box::new(paper.clone())))
            .collect();
        index.apply(changes, &Positions::new()).unwrap();
    }
    index
}

fn walk(index: &SearchIndex, first: Request, mut between: impl FnMut(usize)) -> Vec<u128> {
    let mut asked = first;
    let mut seen = Vec::new();
    for page in 0.. {
        let answer = index.search(&asked).unwrap();
        seen.extend(answer.hits.iter().map(|hit| hit.id.0.as_u128()));
        between(page);
        match answer.next {
            Some(next) => asked.after = Some(next),
            None => return seen,
        }
    }
    seen
}

#[test]
fn paging_reaches_every_hit_once_in_every_order() {
    let index = many(500);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        for query in ["tình hình", "", "tinh hinh bao cao"] {
            let seen = walk(
                &index,
                Request {
                    sort,
                    limit: 23,
                    ..request(query)
                },
                |_| {},
            );
            assert_eq!(seen.len(), 500, "{sort:?} {query}");
            assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 500);
        }
    }
}

#[test]
fn the_last_page_has_no_next_even_when_it_is_full() {
    let index = many(46);
    let seen = walk(
        &index,
        Request {
            limit: 23,
            ..request("tình hình")
        },
        |_| {},
    );
    assert_eq!(seen.len(), 46);
    let single = index
        .search(&Request {
            limit: 46,
            ..request("tình hình")
        })
        .unwrap();
    assert!(single.next.is_none());
    assert_eq!(single.total, 46);
}

#[test]
fn pages_by_date_stay_whole_while_the_index_changes() {
    let index = many(200);
    let first = Request {
        sort: Sort::Newest,
        limit: 10,
        ..request("tình hình")
    };
    let seen = walk(&index, first, |page| {
        let number = 1_000 + page as u128;
        let mut newer = paper(number, "Báo cáo", "tình hình mới");
        newer.captured_at += time::Duration::days(900);
        index
            .apply(vec![Change::Put(Box::new(newer))], &Positions::new())
            .unwrap();
    });
    assert_eq!(
        seen.iter()
            .filter(|number| **number <= 200)
            .collect::<BTreeSet<_>>()
            .len(),
        200
    );
    assert_eq!(seen.len(), 200);
}

#[test]
fn a_relaxed_reading_goes_on_over_its_pages() {
    let index = many(60);
    let first = Request {
        limit: 7,
        ..request("tình hình hoàn toàn khác lạ ")
    };
    let answer = index.search(&first).unwrap();
    assert_eq!(answer.total, 0, "two of five words are not most");
    let first = Request {
        limit: 7,
        ..request("tình hình báo cáo lạ ")
    };
    let answer = index.search(&first).unwrap();
    assert_eq!(answer.relaxed, Some(Relaxed::MostWords));
    let second = index
        .search(&Request {
            after: answer.next.clone(),
            ..first.clone()
        })
        .unwrap();
    assert_eq!(second.relaxed, Some(Relaxed::MostWords));
    assert_eq!(second.total, 60);
    assert_eq!(walk(&index, first, |_| {}).len(), 60);
}

#[test]
fn a_cursor_of_another_question_is_refused() {
    let index = many(50);
    let first = Request {
        limit: 7,
        ..request("tình hình")
    };
    let next = index.search(&first).unwrap().next;
    for after in [next, Some("zz".into()), Some(String::new())] {
        let error = index
            .search(&Request {
                after,
                ..request("báo cáo")
            })
            .unwrap_err();
        assert!(matches!(
            error,
            SearchFault::Query {
                code: "search.cursor_unreadable",
                ..
            }
        ));
    }
}
