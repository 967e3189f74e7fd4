//! Undoing: for ten seconds whoever acted puts a paper back as it was, unless somebody acted since;
//! nothing leaves the house before, and the history tells it.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::post::PushService;
use stories::{Answer, Office, Somebody, both_databases};
use time::Duration;

use super::couriers::with_push;
use super::notices::submitted;

/// The leader's instruction for a paper; answers how far it is then.
async fn distributed(leader: &Somebody, paper: &str) -> Value {
    let parts = json!([
        { "part": "lead", "to": leader.unit("Phòng Kinh tế").await },
        { "part": "inform", "to": leader.party("deputy.a").await },
    ]);
    let give = json!({ "action": "distribute", "parts": parts, "words": "Chủ trì." });
    leader.acts_on(paper, "distribute", give).await;
    leader.sees_work(paper).await
}

async fn undoes(who: &Somebody, paper: &str, revision: &Value) -> Answer {
    let body = json!({ "revision": revision });
    who.posts(&format!("/documents/{paper}/undo"), &body).await
}

async fn kinds(who: &Somebody, paper: &str) -> Vec<String> {
    let path = format!("/documents/{paper}/events");
    let events = who.gets(&path).await.fine().json();
    let items = events["items"].as_array().unwrap().iter();
    let kind = |event: &Value| event["kind"].as_str().unwrap_or_default().to_owned();
    items
        .map(kind)
        .filter(|kind| kind.starts_with("task."))
        .collect()
}

#[test]
fn what_was_just_given_is_undone_and_can_be_given_anew() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let paper = submitted(&office, &clerk, "12/UBND", "normal").await;
        let view = distributed(&leader, &paper).await;
        assert_eq!(view["undo"]["seconds"], 10);
        let revision = &view["undo"]["revision"];
        assert!(head.sees_work(&paper).await["undo"].is_null());
        office.runs_jobs().await;
        assert_eq!(head.gets("/notices/count").await.fine().json()["unseen"], 1);

        // Another person, and another state than the one that was seen.
        let foreign = undoes(&head, &paper, revision).await;
        assert_eq!(
            (foreign.status, foreign.code()),
            (StatusCode::FORBIDDEN, "work.undo_not_yours".into())
        );
        let other = undoes(&leader, &paper, &json!(1)).await;
        assert_eq!(
            (other.status, other.code()),
            (StatusCode::CONFLICT, "work.undo_moved_on".into())
        );

        office.clock.advance(Duration::seconds(9));
        let done = undoes(&leader, &paper, revision).await;
        assert_eq!(done.status, StatusCode::NO_CONTENT);
        office.runs_jobs().await;
        assert_eq!(leader.waiting().await, [("distribute".to_owned(), 1)]);
        assert_eq!(head.waiting().await, []);
        let hidden = head.gets(&format!("/documents/{paper}")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        assert_eq!(head.gets("/notices/count").await.fine().json()["unseen"], 0);
        assert_eq!(
            head.gets("/notices").await.fine().json()["items"],
            json!([])
        );
        let after = leader.sees_work(&paper).await;
        assert!(after["undo"].is_null());
        assert_eq!(after["phase"], "submitted");
        assert_eq!(
            after["remarks"].as_array().unwrap().last().unwrap()["undone"],
            true
        );
        assert_eq!(kinds(&leader, &paper).await.last().unwrap(), "task.undone");

        // Twice is once; then it is given anew.
        let twice = undoes(&leader, &paper, revision).await;
        assert_eq!(twice.code(), "work.undo_moved_on");
        let anew = distributed(&leader, &paper).await;
        assert_eq!(anew["phase"], "in_progress");
        office.clock.advance(Duration::seconds(13));
        let late = undoes(&leader, &paper, &anew["undo"]["revision"]).await;
        assert_eq!(
            (late.status, late.code()),
            (StatusCode::FORBIDDEN, "work.undo_late".into())
        );
        assert_eq!(head.waiting().await, [("lead".to_owned(), 1)]);
    });
}

#[test]
fn after_somebody_acted_nothing_is_undone_and_numbers_are_final() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let paper = submitted(&office, &clerk, "12/UBND", "normal").await;
        let registered = clerk.sees_work(&paper).await;
        assert!(registered["undo"].is_null());
        let last = undoes(&clerk, &paper, &registered["revision"]).await;
        assert_eq!(last.code(), "work.undo_final");
        let view = distributed(&leader, &paper).await;
        head.acts_on(&paper, "lead", json!({ "action": "accept" }))
            .await;
        let beaten = undoes(&leader, &paper, &view["undo"]["revision"]).await;
        assert_eq!(
            (beaten.status, beaten.code()),
            (StatusCode::CONFLICT, "work.undo_moved_on".into())
        );

        // Who gave the paper back may not read it any more, and takes that back all the same.
        let task = head.own_task(&head.sees_work(&paper).await, "lead");
        let back = json!({ "action": "return", "task": task, "reason": "Không thuộc phòng" });
        head.posts(&format!("/documents/{paper}/actions"), &back)
            .await;
        let revision = leader.sees_work(&paper).await["revision"].clone();
        assert_eq!(
            head.gets(&format!("/documents/{paper}")).await.status,
            StatusCode::NOT_FOUND
        );
        let stranger = office.signs_in("specialist.culture").await;
        assert_eq!(
            undoes(&stranger, &paper, &revision).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            undoes(&head, &paper, &revision).await.status,
            StatusCode::NO_CONTENT
        );
        assert_eq!(head.waiting().await, [("lead".to_owned(), 1)]);
        assert_eq!(leader.waiting().await, []);
    });
}

#[test]
fn whoever_stands_in_undoes_what_he_did_and_a_lost_answer_undoes_once() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let deputy = office.signs_in("deputy.a").await;
        let paper = submitted(&office, &clerk, "12/UBND", "normal").await;
        let to = leader.party("deputy.a").await["id"].clone();
        let now = office.clock.now();
        let rfc = |at: time::OffsetDateTime| {
            at.format(&time::format_description::well_known::Rfc3339)
                .unwrap()
        };
        let wish = json!({ "receiver": to, "capacity": "substitute",
            "scope": { "kinds": [], "registers": [] }, "from": rfc(now),
            "to": rfc(now + Duration::days(2)), "reason": "Đi công tác", "paper": null });
        leader.posts("/delegations", &wish).await.fine();
        office.runs_jobs().await;
        let view = distributed(&deputy, &paper).await;
        let revision = view["undo"]["revision"].clone();
        let giver = undoes(&leader, &paper, &revision).await;
        assert_eq!(giver.code(), "work.undo_not_yours");
        let path = format!("/documents/{paper}/undo");
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", "one"),
        ];
        let body = json!({ "revision": revision }).to_string();
        for _ in 0..2 {
            let sent = deputy
                .sends(Method::POST, &path, &headers, body.clone())
                .await;
            assert_eq!(sent.status, StatusCode::NO_CONTENT);
        }
        let undone = kinds(&leader, &paper).await;
        assert_eq!(
            undone.iter().filter(|kind| *kind == "task.undone").count(),
            1
        );
        assert_eq!(leader.waiting().await, [("distribute".to_owned(), 1)]);
    });
}

#[test]
fn several_papers_are_undone_at_once() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let mut items = Vec::new();
        for code in ["1/A", "2/A"] {
            let paper = submitted(&office, &clerk, code, "normal").await;
            let task = leader.own_task(&leader.sees_work(&paper).await, "distribute");
            items.push(json!({ "document": paper, "task": task }));
        }
        let part = json!({ "part": "lead", "to": leader.unit("Phòng Kinh tế").await });
        let order =
            json!({ "action": "distribute", "parts": [part], "words": "Giao.", "items": items });
        let done = leader.posts("/work/bulk", &order).await.fine().json();
        head.acts_on(
            items[1]["document"].as_str().unwrap(),
            "lead",
            json!({ "action": "accept" }),
        )
        .await;
        let back: Vec<_> = done["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| json!({ "document": one["document"], "revision": one["undo"] }))
            .collect();
        let undone = leader
            .posts("/work/bulk", &json!({ "action": "undo", "items": back }))
            .await
            .fine()
            .json();
        assert_eq!(
            (&undone["done"], &undone["refused"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(undone["items"][1]["code"], "work.undo_moved_on");
        assert_eq!(leader.waiting().await, [("distribute".to_owned(), 1)]);
        let nameless = json!({ "action": "undo", "items": [{ "document": items[0]["document"] }] });
        let told = leader.posts("/work/bulk", &nameless).await.fine().json();
        assert_eq!(told["items"][0]["code"], "work.undo_of_what");
    });
}

#[test]
fn a_push_waits_until_the_action_stands_and_is_dropped_when_it_was_undone() {
    both_databases(async |database| {
        let service = PushService::start();
        let office = with_push(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let phone = service.phone("head");
        head.posts("/push/subscriptions", &phone.subscription())
            .await
            .fine();
        let paper = submitted(&office, &clerk, "12/UBND", "flash").await;
        let given = distributed(&leader, &paper).await;
        office.tells().await;
        assert!(service.takes_out().is_empty(), "it rang before it stood");
        office.clock.advance(Duration::seconds(10));
        undoes(&leader, &paper, &given["undo"]["revision"])
            .await
            .fine();
        office.clock.advance(Duration::seconds(10));
        office.tells().await;
        assert!(
            service.takes_out().is_empty(),
            "it rang for what was undone"
        );

        distributed(&leader, &paper).await;
        office.tells().await;
        office.clock.advance(Duration::seconds(16));
        office.tells().await;
        assert_eq!(service.takes_out().len(), 1);
    });
}
