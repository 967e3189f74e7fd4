//! Papers are found however they are typed, at once, page by page to the last one.

use axum::http::StatusCode;
use serde_json::json;
use stories::{Office, both_databases};

#[test]
fn a_paper_is_found_with_full_half_and_no_diacritics() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let handover = "Biên bản bàn giao tài sản và hồ sơ của đơn vị".as_bytes();
        let sale = "Hợp đồng bán giao khoán vườn cây hòa bình".as_bytes();
        let (handover, sale) = (
            clerk.uploads("1.txt", handover, "office").await,
            clerk.uploads("2.txt", sale, "office").await,
        );
        office.runs_jobs().await;
        for typed in [
            "bàn giao tài sản",
            "ban giao tai san",
            "bàn giao tai san",
            "ba\u{300}n giao",
            "HO SO don vi",
        ] {
            assert_eq!(
                clerk.searches(typed).await.documents()[0],
                handover,
                "{typed}"
            );
        }
        assert_eq!(
            clerk.searches("\"bán giao\"").await.documents(),
            [sale.as_str()]
        );
        assert_eq!(
            clerk.searches("hoà bình").await.documents(),
            [sale.as_str()],
            "old tone placement"
        );
        let both = clerk.searches("ban giao").await.documents();
        assert_eq!(both.len(), 2);
        assert_eq!(
            clerk.searches("bán giao").await.documents()[0],
            sale,
            "exact typing first"
        );
        let answer = clerk.searches("ban giao tai san").await.json();
        let hit = &answer["items"][0];
        assert_eq!(hit["place"]["page"], json!(1));
        let marked: String = hit["passage"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|part| part["hit"] == true)
            .map(|part| part["text"].as_str().unwrap())
            .collect();
        assert!(marked.contains("bàn"), "{marked}");
        let id = hit["document"]["id"].as_str().unwrap();
        let why = clerk
            .gets(&format!("/search/why?q=ban%20giao&document={id}"))
            .await
            .fine()
            .json();
        assert!(!why["clauses"].as_array().unwrap().is_empty());
    });
}

#[test]
fn pages_of_results_reach_the_last_hit_without_repeats() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let mut expected = Vec::new();
        for number in 0..23 {
            let text = format!("Thông báo số {number} về lịch trực");
            expected.push(
                clerk
                    .uploads(&format!("{number}.txt"), text.as_bytes(), "office")
                    .await,
            );
        }
        office.runs_jobs().await;
        for sort in ["relevance", "newest", "oldest"] {
            let (mut seen, mut after) = (Vec::new(), String::new());
            loop {
                let path = format!("/search?q=lich%20truc&limit=5&sort={sort}{after}");
                let page = clerk.gets(&path).await.fine();
                assert_eq!(page.json()["total"], json!(23));
                seen.extend(page.documents());
                let Some(next) = page.json()["next"].as_str().map(str::to_owned) else {
                    break;
                };
                after = format!("&after={next}");
            }
            seen.sort_unstable();
            let mut wanted = expected.clone();
            wanted.sort_unstable();
            assert_eq!(seen, wanted, "{sort}");
        }
        let broken = clerk.gets("/search?q=x&after=@@@").await;
        assert_eq!(broken.code(), "search.cursor_unreadable");
    });
}

#[test]
fn a_query_of_60_kilobytes_is_refused_with_a_sentence() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let answer = clerk
            .gets(&format!("/search?q={}", "a+".repeat(30_000)))
            .await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "search.query_long")
        );
        for odd in [
            "\"", "-", "-\"", "loại:", "số:\"", "((((", "\u{202e}", "%00",
        ] {
            clerk.searches(odd).await;
        }
    });
}

#[test]
fn kept_searches_are_ones_own() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let (clerk, leader) = (
            office.signs_in("clerk.a").await,
            office.signs_in("leader.a").await,
        );
        let wish = json!({ "name": "Lụt bão", "query": "q=lut+bao&year=2026" });
        let kept = clerk.posts("/saved-searches", &wish).await.fine().json();
        assert_eq!(
            clerk.gets("/saved-searches").await.json()["items"][0]["name"],
            json!("Lụt bão")
        );
        assert_eq!(
            leader.gets("/saved-searches").await.json()["items"],
            json!([])
        );
        let path = format!("/saved-searches/{}", kept["id"].as_str().unwrap());
        assert_eq!(leader.deletes(&path).await.status, StatusCode::NOT_FOUND);
        clerk.deletes(&path).await.fine();
    });
}
