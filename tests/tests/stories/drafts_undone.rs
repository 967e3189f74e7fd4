//! Undoing what was just done to a draft: approvals, submission and return go back as they were; what has a number
//! does not.

use axum::http::StatusCode;
use serde_json::{Value, json};
use stories::{Answer, Office, Somebody, both_databases};

use super::outgoing::{
    abbreviated, acts, approves, begins, economy, leader, route, shown, submits, task, writes,
};

/// Undoes the last action on a draft as its view offers it.
async fn undoes(who: &Somebody, draft: &str) -> Answer {
    let work = who.sees_work(draft).await;
    assert!(!work["undo"].is_null(), "nothing to undo: {work:#}");
    let body = json!({ "revision": work["undo"]["revision"] });
    who.posts(&format!("/documents/{draft}/undo"), &body).await
}

/// Where it is, how many approvals stand, and how many there ever were.
async fn course(who: &Somebody, draft: &str) -> (Value, Value, usize, usize) {
    let view = shown(who, draft).await;
    let approvals = view["approvals"].as_array().unwrap();
    let standing = approvals.iter().filter(|one| one["voided_at"].is_null());
    (
        view["run"]["place"].clone(),
        view["run"]["stage"].clone(),
        standing.count(),
        approvals.len(),
    )
}

/// A return voids the approval before it; undone, it stands again.
async fn a_return_is_undone(chief: &Somebody, draft: &str) {
    let step = task(chief, draft, "return").await;
    let back =
        json!({ "action": "return", "task": step, "to": "drafter", "reason": "Sai thể thức" });
    acts(chief, draft, back).await.fine();
    assert_eq!(
        course(chief, draft).await,
        (json!("with_drafter"), Value::Null, 0, 1)
    );
    undoes(chief, draft).await.fine();
    assert_eq!(
        course(chief, draft).await,
        (json!("at_stage"), json!(1), 1, 1)
    );
    let words = chief.sees_work(draft).await["remarks"].clone();
    let said = words
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["text"] == "Sai thể thức");
    assert_eq!(said.unwrap()["undone"], true);
}

/// Once there is a number nobody undoes what came before; the history tells what was.
async fn a_number_is_final(office: &Office, chairman: &Somebody, draft: &str) {
    let head = office.signs_in("head.economy").await;
    let clerk = office.signs_in("clerk.a").await;
    let revision = chairman.sees_work(draft).await["undo"]["revision"].clone();
    abbreviated(office, &head).await;
    let unit = json!({ "unit": economy(&head).await });
    let number = format!("/documents/{draft}/registration");
    clerk.posts(&number, &unit).await.fine();
    assert!(
        clerk.sees_work(draft).await["undo"].is_null(),
        "a number is final"
    );
    let undo = format!("/documents/{draft}/undo");
    let late = chairman
        .posts(&undo, &json!({ "revision": revision }))
        .await;
    assert_eq!(
        (late.status, late.code().as_str()),
        (StatusCode::CONFLICT, "work.undo_moved_on")
    );
    let events = chairman
        .gets(&format!("/documents/{draft}/events"))
        .await
        .fine()
        .json();
    let undone = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["kind"] == "task.undone");
    assert_eq!(undone.count(), 4, "the history tells each");
}

#[test]
fn what_was_just_done_to_a_draft_is_undone_and_done_anew() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let drafter = office.signs_in("specialist.economy").await;
        let head = office.signs_in("head.economy").await;
        let chief = office.signs_in("chief.a").await;
        let chairman = office.signs_in("leader.a").await;
        let wish = json!({ "subject": "Trả lời", "kind": "cong_van" });
        let draft = begins(&drafter, &wish).await;
        assert!(drafter.sees_work(&draft).await["undo"].is_null(), "begun");
        writes(&office, &drafter, &draft, "Kính gửi Sở B.").await;
        assert!(
            drafter.sees_work(&draft).await["undo"].is_null(),
            "a version"
        );
        let (way, signer) = (
            route(&drafter, "Công văn thường").await,
            leader(&office).await,
        );

        submits(&drafter, &draft, &way, &signer).await.fine();
        assert_eq!(head.waiting().await, [("content".to_owned(), 1)]);
        assert!(head.sees_work(&draft).await["undo"].is_null(), "not his");
        undoes(&drafter, &draft).await.fine();
        assert_eq!(course(&drafter, &draft).await.0, "with_drafter");
        assert!(head.waiting().await.is_empty());
        assert_eq!(drafter.waiting().await, [("draft".to_owned(), 1)]);
        submits(&drafter, &draft, &way, &signer).await.fine();
        let named = shown(&drafter, &draft).await["run"]["named"].clone();
        assert_eq!(named[2].as_array().map(Vec::len), Some(1), "the signer");

        // An approval, and the same task approved anew.
        approves(&head, &draft).await;
        assert!(drafter.sees_work(&draft).await["undo"].is_null(), "not his");
        undoes(&head, &draft).await.fine();
        assert_eq!(
            course(&head, &draft).await,
            (json!("at_stage"), json!(0), 0, 0)
        );
        assert!(chief.waiting().await.is_empty());
        approves(&head, &draft).await;

        a_return_is_undone(&chief, &draft).await;

        // The last approval, as long as nobody has given a number.
        approves(&chief, &draft).await;
        approves(&chairman, &draft).await;
        assert_eq!(course(&chairman, &draft).await.0, "approved");
        undoes(&chairman, &draft).await.fine();
        assert_eq!(
            course(&chairman, &draft).await,
            (json!("at_stage"), json!(2), 2, 2)
        );
        approves(&chairman, &draft).await;
        a_number_is_final(&office, &chairman, &draft).await;
        office.runs_jobs().await;
    });
}
