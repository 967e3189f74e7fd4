//! Pen strokes on a page: kept beside the file, one's own or shown to the readers of the paper.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Answer, Office, Somebody, both_databases};

const PDF: &[u8] = include_bytes!("../../data/papers/so-nnmt/incoming/2026-02-06-03-gm-ubnd.pdf");

fn stroke(id: &str) -> Value {
    json!({ "id": id, "colour": "red", "width": 2, "points": [[100, 200, 128], [300, 9000, 255]] })
}

async fn written(who: &Somebody, file: &str) -> Value {
    who.gets(&format!("/files/{file}/ink")).await.fine().json()
}

async fn writes(
    who: &Somebody,
    page: &str,
    seen: i64,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let tag = format!("\"{seen}\"");
    let mut all = vec![("content-type", "application/json"), ("if-match", &tag)];
    all.extend_from_slice(headers);
    who.sends(Method::PUT, page, &all, body.to_string()).await
}

async fn events(who: &Somebody, paper: &str) -> Vec<Value> {
    let path = format!("/documents/{paper}/events");
    let all = who.gets(&path).await.fine().json();
    let all = all["items"].as_array().unwrap().clone();
    all.into_iter()
        .filter(|event| event["kind"] == "ink.saved")
        .collect()
}

#[test]
fn strokes_stand_beside_the_file_and_are_seen_by_whom_they_are_for() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let paper = clerk.uploads("giay-moi.pdf", PDF, "organisation").await;
        office.runs_jobs().await;
        let shown = clerk.sees_paper(&paper).await;
        let file = shown["files"][0]["id"].as_str().unwrap();
        let bytes = &shown["files"][0]["sha256"];
        let page = format!("/files/{file}/pages/1/ink");
        assert_eq!(
            written(&leader, file).await,
            json!({ "sha256": bytes, "items": [] })
        );

        // Private: nobody else sees it, and the paper does not tell of it.
        let mut body = json!({ "sha256": bytes, "shared": false, "strokes": [stroke("a1")] });
        let saved = writes(&leader, &page, 0, &[], &body).await.fine();
        assert_eq!(
            (saved.header("etag"), &saved.json()["revision"]),
            ("\"1\"", &json!(1))
        );
        let mine = written(&leader, file).await;
        assert_eq!(
            (&mine["items"][0]["own"], &mine["items"][0]["strokes"]),
            (&json!(true), &body["strokes"])
        );
        assert_eq!(written(&head, file).await["items"], json!([]));
        assert_eq!(events(&clerk, &paper).await, Vec::<Value>::new());

        // Shown with an opinion: readers see it with its author, and the history tells of it once.
        body["shared"] = json!(true);
        writes(&leader, &page, 1, &[], &body).await.fine();
        body["strokes"] = json!([stroke("a1"), stroke("a2")]);
        writes(&leader, &page, 2, &[], &body).await.fine();
        let theirs = written(&head, file).await;
        assert_eq!(
            (&theirs["items"][0]["own"], &theirs["items"][0]["strokes"]),
            (&json!(false), &body["strokes"])
        );
        assert!(
            theirs["items"][0]["author"]
                .as_str()
                .is_some_and(|name| !name.is_empty())
        );
        let told = events(&clerk, &paper).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["payload"]["strokes"], 1);
        assert!(
            !told[0].to_string().contains("9000"),
            "the event tells no strokes"
        );
        // Nobody writes in another's layer: the head's first saving is his own.
        let own = json!({ "sha256": bytes, "shared": true, "strokes": [stroke("h1")] });
        writes(&head, &page, 0, &[], &own).await.fine();
        assert_eq!(
            written(&leader, file).await["items"]
                .as_array()
                .unwrap()
                .len(),
            2
        );

        // All taken away is seen by nobody.
        body["strokes"] = json!([]);
        writes(&leader, &page, 3, &[], &body).await.fine();
        assert_eq!(
            written(&clerk, file).await["items"]
                .as_array()
                .unwrap()
                .len(),
            1
        );

        let original = clerk.gets(&format!("/files/{file}/content")).await.fine();
        assert_eq!(original.bytes, PDF);
    });
}

#[test]
fn what_another_device_saved_is_not_lost() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let paper = clerk.uploads("giay-moi.pdf", PDF, "office").await;
        office.runs_jobs().await;
        let shown = clerk.sees_paper(&paper).await;
        let file = shown["files"][0]["id"].as_str().unwrap();
        let body = |strokes: Value| json!({ "sha256": shown["files"][0]["sha256"], "shared": false, "strokes": strokes });
        let page = format!("/files/{file}/pages/1/ink");
        let key = [("idempotency-key", "k1")];
        let first = writes(&clerk, &page, 0, &key, &body(json!([stroke("a")])))
            .await
            .fine();
        let again = writes(&clerk, &page, 0, &key, &body(json!([stroke("a")])))
            .await
            .fine();
        assert_eq!(first.bytes, again.bytes);
        let late = writes(&clerk, &page, 0, &[], &body(json!([stroke("b")]))).await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
        assert_eq!(
            written(&clerk, file).await["items"][0]["strokes"][0]["id"],
            "a"
        );
    });
}

#[test]
fn what_cannot_be_written_is_refused() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let stranger = office.signs_in("clerk.b").await;
        let paper = clerk.uploads("giay-moi.pdf", PDF, "office").await;
        let secret = "ỦY BAN NHÂN DÂN\n\nTỐI MẬT\n\nKế hoạch".as_bytes();
        let secret = clerk.uploads("mat.txt", secret, "office").await;
        office.runs_jobs().await;
        let shown = clerk.sees_paper(&paper).await;
        let file = shown["files"][0]["id"].as_str().unwrap();
        let page = format!("/files/{file}/pages/1/ink");
        let good = json!({ "sha256": shown["files"][0]["sha256"], "shared": true, "strokes": [stroke("a")] });
        let changed = |name: &str, value: Value| {
            let mut body = good.clone();
            body[name] = value;
            body
        };
        let off_page =
            json!([{ "id": "a", "colour": "red", "width": 2, "points": [[10_001, 0, 0]] }]);
        for (body, code) in [
            (changed("sha256", json!("00")), "ink.other_bytes"),
            (changed("strokes", off_page), "ink.no_stroke"),
            (
                changed("strokes", json!(vec![stroke("a"); 2_001])),
                "ink.too_much",
            ),
            (changed("strokes", json!([{ "id": "a" }])), "http.malformed"),
        ] {
            assert_eq!(writes(&clerk, &page, 0, &[], &body).await.code(), code);
        }
        for beyond in ["0", "999", "-1"] {
            let page = format!("/files/{file}/pages/{beyond}/ink");
            assert_eq!(
                writes(&clerk, &page, 0, &[], &good).await.status,
                StatusCode::NOT_FOUND
            );
        }
        assert_eq!(
            writes(&stranger, &page, 0, &[], &good).await.status,
            StatusCode::NOT_FOUND
        );
        let asked = stranger.gets(&format!("/files/{file}/ink")).await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND);
        assert_eq!(written(&clerk, file).await["items"], json!([]));

        let shown = clerk.sees_paper(&secret).await;
        let file = shown["files"][0]["id"].as_str().unwrap();
        let refused = writes(&clerk, &format!("/files/{file}/pages/1/ink"), 0, &[], &good).await;
        assert_eq!(refused.code(), "documents.quarantined");
        let refused = clerk.gets(&format!("/files/{file}/ink")).await;
        assert_eq!(refused.code(), "documents.quarantined");
    });
}
