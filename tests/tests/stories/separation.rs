//! What somebody may not see does not exist for him: not in lists, by id, as file or page, in
//! search, in counts, in events, in the words of an error.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use stories::{Answer, Office, Somebody, both_databases};

const SECRETIVE: &str = "Quyết định điều động cán bộ Nguyễn Văn Kín";

async fn every_way(who: &Somebody, paper: &str, file: &str) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for path in [
        format!("/documents/{paper}"),
        format!("/documents/{paper}/events"),
        format!("/files/{file}/content"),
        format!("/files/{file}/pages"),
        format!("/files/{file}/pages/1"),
        format!("/files/{file}/pages/1/image"),
        format!("/search/why?q=dieu&document={paper}"),
    ] {
        let answer = who.gets(&path).await;
        answers.push((path, answer));
    }
    let headers = [("if-match", "\"1\""), ("content-type", "application/json")];
    let path = format!("/documents/{paper}");
    let edit = who
        .sends(Method::PATCH, &path, &headers, Body::from("{}"))
        .await;
    answers.push((format!("PATCH {path}"), edit));
    let add = who
        .tries_to_upload("them.txt", b"them", &[("document", paper)])
        .await;
    answers.push(("add a file".into(), add));
    answers
}

#[test]
fn another_agency_sees_nothing() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let paper = clerk
            .uploads("kin.txt", SECRETIVE.as_bytes(), "organisation")
            .await;
        office.runs_jobs().await;
        let shown = clerk.sees_paper(&paper).await;
        let file = shown["files"][0]["id"].as_str().unwrap().to_owned();
        let nowhere_paper = format!("doc_{}", "7".repeat(32));
        let nowhere_file = format!("file_{}", "7".repeat(32));
        for login in ["clerk.b", "archivist.b"] {
            let stranger = office.signs_in(login).await;
            assert!(
                stranger
                    .gets("/documents")
                    .await
                    .fine()
                    .documents()
                    .is_empty()
            );
            let real = every_way(&stranger, &paper, &file).await;
            let none = every_way(&stranger, &nowhere_paper, &nowhere_file).await;
            for ((path, given), (_, absent)) in real.iter().zip(&none) {
                assert_eq!(given.status, absent.status, "{path}");
                assert_eq!(
                    given.bytes, absent.bytes,
                    "{path}: an existing paper answers differently"
                );
                assert!(!given.status.is_success(), "{path}");
            }
            for typed in [
                "điều động cán bộ",
                "kín",
                "",
                "dieu dong can bo nguyen van kin",
            ] {
                let answer = stranger.searches(typed).await;
                let text = String::from_utf8_lossy(&answer.bytes).into_owned();
                assert_eq!(answer.json()["total"], 0, "{typed}");
                assert!(
                    !text.contains("\"count\""),
                    "{typed}: a facet counts: {text}"
                );
                assert!(!text.contains("Kín"), "{typed}: {text}");
            }
        }
    });
}

#[test]
fn within_an_agency_the_audience_decides() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let units = clerk.gets("/units").await.json();
        let economy = units["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|unit| unit["name"] == "Phòng Kinh tế")
            .unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let for_office = clerk.uploads("1.txt", b"van ban mot", "office").await;
        let for_unit = clerk.uploads("2.txt", b"van ban hai", &economy).await;
        let for_all = clerk.uploads("3.txt", b"van ban ba", "organisation").await;
        office.runs_jobs().await;
        for (login, mut expected) in [
            ("leader.a", vec![&for_office, &for_unit, &for_all]),
            ("specialist.economy", vec![&for_unit, &for_all]),
            ("head.economy", vec![&for_unit, &for_all]),
            ("specialist.culture", vec![&for_all]),
            ("administrator.a", vec![&for_all]),
            ("clerk.b", vec![]),
        ] {
            let who = office.signs_in(login).await;
            expected.sort_unstable();
            let mut listed = who.gets("/documents").await.fine().documents();
            listed.sort_unstable();
            assert_eq!(
                listed.iter().collect::<Vec<_>>(),
                expected,
                "list of {login}"
            );
            let found = who.searches("van ban").await;
            assert_eq!(found.json()["total"], expected.len(), "search of {login}");
            let counted: u64 = found.json()["facets"]["state"]
                .as_array()
                .unwrap()
                .iter()
                .map(|value| value["count"].as_u64().unwrap())
                .sum();
            assert_eq!(counted, expected.len() as u64, "facets of {login}");
        }
    });
}

#[test]
fn every_route_demands_a_caller() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let stranger = office.stranger();
        let description = serde_json::to_value(api::http::openapi_document()).unwrap();
        for (path, methods) in description["paths"].as_object().unwrap() {
            for method in methods.as_object().unwrap().keys() {
                let method = method.to_uppercase();
                // Signing in is the only thing a stranger may try.
                let signs_in = ["/session", "/session/passkey", "/session/passkey/options"];
                if method == "POST" && signs_in.contains(&path.as_str()) {
                    continue;
                }
                let filled = path.replace("{id}", "doc_0").replace("{number}", "1");
                let filled = filled.replace("{year}", "2026");
                let method: Method = method.parse().unwrap();
                let answer = stranger
                    .sends(method.clone(), &filled, &[], Body::from("{}"))
                    .await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}");
            }
        }
    });
}
