//! Following a paper: a list of one's own that opens nothing.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Answer, Office, Somebody, both_databases};

async fn follows(who: &Somebody, paper: &str) -> Answer {
    let path = format!("/documents/{paper}/follow");
    who.sends(Method::PUT, &path, &[], Body::empty()).await
}

async fn followed(who: &Somebody, query: &str) -> Value {
    let path = format!("/follows{query}");
    who.gets(&path).await.fine().json()
}

#[test]
fn what_is_followed_stays_in_view_while_it_may_be_read() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let head = office.signs_in("head.economy").await;
        let mut papers = Vec::new();
        for name in ["mot.txt", "hai.txt", "ba.txt"] {
            papers.push(clerk.uploads(name, name.as_bytes(), "organisation").await);
            office.runs_jobs().await;
        }
        for paper in &papers {
            follows(&head, paper).await.fine();
            office.clock.advance(time::Duration::minutes(1));
        }
        let again = follows(&head, &papers[0]).await;
        assert_eq!(again.status, StatusCode::NO_CONTENT);
        let newest_first: Vec<_> = papers.iter().rev().cloned().collect();
        assert_eq!(head.gets("/follows").await.documents(), newest_first);
        assert_eq!(followed(&clerk, "").await["items"], json!([]));

        // In parts, and with how far each paper is.
        let action = json!({ "action": "receive", "urgency": "urgent" });
        clerk.acts(&papers[2], action).await;
        let first = followed(&head, "?limit=2").await;
        assert_eq!(first["items"][0]["phase"], "received");
        assert_eq!(first["items"][1]["phase"], Value::Null);
        let next = format!("?limit=2&after={}", first["next"].as_str().unwrap());
        let rest = followed(&head, &next).await;
        assert_eq!(rest["items"][0]["document"]["id"], papers[0].as_str());
        assert_eq!(rest["next"], Value::Null);

        let work = head.sees_work(&papers[2]).await;
        assert_eq!(work["followed"], true);
        let path = format!("/documents/{}/follow", papers[2]);
        head.deletes(&path).await.fine();
        head.deletes(&path).await.fine();
        assert_eq!(head.sees_work(&papers[2]).await["followed"], false);

        // What is not open to somebody cannot be followed, and leaves the list when it is closed to him.
        let hidden = clerk.uploads("kin.txt", b"kin", "office").await;
        office.runs_jobs().await;
        let refused = follows(&head, &hidden).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let stranger = office.signs_in("clerk.b").await;
        let refused = follows(&stranger, &papers[0]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    });
}
