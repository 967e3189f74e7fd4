//! What a phone on a bad line leans on: the page that brings its first answers along, and decisions that
//! arrive late or twice.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Answer, Office, Somebody, both_databases};

use crate::work::registers;

/// The answers inside a page, by their address.
fn given(page: &str) -> Value {
    let Some((_, rest)) = page.split_once("<script type=\"application/json\" id=\"given\">") else {
        return Value::Null;
    };
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn a_page_brings_what_its_first_screen_asks_for_and_only_to_whoever_may_see_it() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let (paper, _) = registers(&clerk, "1042/STC-NS", "normal").await;
        office.runs_jobs().await;

        let inbox = given(&leader.opens("/").await);
        let list = &inbox["/inbox?box=waiting&limit=50"]["data"];
        assert_eq!(list["items"][0]["document"]["id"], paper);
        assert_eq!(inbox["/session"]["data"]["person"]["login"], "leader.a");

        let page = leader.opens(&format!("/vb/{paper}")).await;
        let answers = given(&page);
        let shown = &answers[format!("/documents/{paper}")];
        let view = leader.gets(&format!("/documents/{paper}")).await.fine();
        assert_eq!(shown["data"], view.json());
        assert_eq!(shown["etag"], view.header("etag"));
        let file = shown["data"]["files"][0]["id"].as_str().unwrap().to_owned();
        let pages = &answers[format!("/files/{file}/pages")]["data"]["items"];
        assert_eq!(pages[0]["number"], 1);
        let picture = format!("/api/v1/files/{file}/pages/1/image?width=910");
        assert!(
            page.contains(&format!("fetchpriority=\"high\" href=\"{picture}\"")),
            "the picture of the first page is named"
        );

        let head = office.signs_in("head.economy").await;
        let closed = head.opens(&format!("/vb/{paper}")).await;
        assert_eq!(given(&closed), Value::Null, "not for him: the bare app");
        let first = format!("/documents/{paper}/first-picture");
        assert_eq!(head.gets(&first).await.status, StatusCode::NOT_FOUND);
        let stranger = office.stranger().opens(&format!("/vb/{paper}")).await;
        assert_eq!(given(&stranger), Value::Null);
    });
}

async fn decides(
    who: &Somebody,
    paper: &str,
    body: &Value,
    (revision, key): (i64, &str),
) -> Answer {
    let tag = format!("\"{revision}\"");
    let headers = [
        ("content-type", "application/json"),
        ("idempotency-key", key),
        ("if-match", tag.as_str()),
    ];
    let path = format!("/documents/{paper}/actions");
    who.sends(Method::POST, &path, &headers, body.to_string())
        .await
}

#[test]
fn a_decision_that_arrives_late_is_taken_once_and_only_on_the_paper_as_it_was_seen() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let (paper, _) = registers(&clerk, "1042/STC-NS", "normal").await;
        let seen = leader.sees_work(&paper).await;
        let (task, revision) = (
            leader.own_task(&seen, "distribute"),
            seen["revision"].as_i64().unwrap(),
        );
        let unit = leader.unit("Phòng Kinh tế").await;
        let body = json!({ "action": "distribute", "task": task, "words": "Tham mưu",
            "parts": [{ "part": "lead", "to": unit, "due_at": "2026-11-30T10:00:00Z" }] });

        let stale = decides(&leader, &paper, &body, (revision - 1, "a")).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(stale.code(), "work.moved_on");
        for _ in 0..2 {
            decides(&leader, &paper, &body, (revision, "b"))
                .await
                .fine();
        }
        let work = leader.sees_work(&paper).await;
        assert_eq!(work["revision"], revision + 1, "it was done once");
        let late = decides(&leader, &paper, &body, (revision, "c")).await;
        assert_eq!(late.code(), "work.moved_on");
        let spoilt = decides(&leader, &paper, &body, (revision + 1, "b")).await;
        assert_eq!(spoilt.code(), "http.idempotency_mismatch");
    });
}
