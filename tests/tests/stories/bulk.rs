//! The same instruction for many papers: each by its own rules, what one is refused stops no other,
//! a request sent again does nothing twice, and all of it can be taken back while nobody has acted.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use stories::{Answer, Office, Somebody, both_databases};

use super::work::registers;

/// Papers that wait for the leader, each with its task.
async fn waiting(clerk: &Somebody, leader: &Somebody, count: usize) -> Vec<(String, String)> {
    let mut papers = Vec::new();
    for number in 0..count {
        let (paper, _) = registers(clerk, &format!("{}/STC-NS", number + 1), "normal").await;
        let task = leader.own_task(&leader.sees_work(&paper).await, "distribute");
        papers.push((paper, task));
    }
    papers
}

fn items(papers: &[(String, String)]) -> Value {
    let item = |(document, task): &(String, String)| json!({ "document": document, "task": task });
    papers.iter().map(item).collect()
}

async fn sends(who: &Somebody, order: &Value, key: &str) -> Answer {
    let headers = [
        ("content-type", "application/json"),
        ("idempotency-key", key),
    ];
    who.sends(Method::POST, "/work/bulk", &headers, order.to_string())
        .await
}

/// What became of each paper: its code, or nothing where it was done.
fn told(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            assert_eq!(item["done"] == true, item["code"].is_null());
            item["code"].as_str().unwrap_or_default().to_owned()
        })
        .collect()
}

async fn events(who: &Somebody, paper: &str, kind: &str) -> usize {
    let path = format!("/documents/{paper}/events");
    let events = who.gets(&path).await.fine().json();
    let items = events["items"].as_array().unwrap().iter();
    items.filter(|event| event["kind"] == kind).count()
}

#[test]
fn papers_are_distributed_at_once_and_one_that_went_on_meanwhile_stops_no_other() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let papers = waiting(&clerk, &leader, 5).await;
        let unit = leader.unit("Phòng Kinh tế").await;
        let part = json!({ "part": "lead", "to": unit, "urgency": "urgent",
            "term": { "unit": "working_days", "amount": 3 } });
        // The third is given on from another screen before the others are.
        let deputy = leader.party("deputy.a").await;
        let pass = json!({ "action": "pass", "task": papers[2].1, "to": deputy });
        leader.acts(&papers[2].0, pass).await;
        let order = json!({ "action": "distribute", "parts": [part],
            "words": "Giao Phòng Kinh tế chủ trì.", "items": items(&papers) });
        let answer = sends(&leader, &order, "once").await.fine().json();
        assert_eq!(told(&answer), ["", "", "work.task_closed", "", ""]);
        assert_eq!(
            (&answer["done"], &answer["refused"]),
            (&json!(4), &json!(1))
        );
        let reason = answer["items"][2]["reason"].as_str().unwrap();
        assert!(!reason.is_ascii() && !reason.contains('{'), "{reason}");
        assert_eq!(head.waiting().await, [("lead".to_owned(), 4)]);
        // More urgent than the paper itself, the paper stays as it came.
        let inbox = head.gets("/inbox").await.fine().json();
        assert_eq!(inbox["items"][0]["task"]["urgency"], "urgent");
        assert_eq!(inbox["items"][0]["document"]["urgency"], "normal");
        // The same request again: nobody is given anything twice.
        let again = sends(&leader, &order, "once").await.fine().json();
        assert_eq!(told(&again), told(&answer));
        for (paper, _) in papers.iter().filter(|one| *one != &papers[2]) {
            assert_eq!(events(&leader, paper, "task.distributed").await, 1);
        }
        // Under the same key another request is refused, paper by paper.
        let mut other = order.clone();
        other["words"] = json!("Việc khác.");
        let mixed = sends(&leader, &other, "once").await.fine().json();
        assert_eq!(told(&mixed)[0], "http.idempotency_mismatch");
        // Without a key the rule itself says that it was done.
        let late = leader.posts("/work/bulk", &order).await.fine().json();
        assert_eq!(told(&late), ["work.task_closed"; 5]);
    });
}

#[test]
fn a_request_has_its_bounds_and_the_rights_of_each_paper() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let papers = waiting(&clerk, &leader, 1).await;
        let one = items(&papers)[0].clone();
        for count in [0, 201] {
            let order = json!({ "action": "mark_read", "items": vec![one.clone(); count] });
            let refused = leader.posts("/work/bulk", &order).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(refused.code(), "work.bulk_count");
        }
        let order = json!({ "action": "mark_read", "items": [one] });
        let told_to = async |login: &str| {
            let who = office.signs_in(login).await;
            told(&who.posts("/work/bulk", &order).await.fine().json())
        };
        assert_eq!(told_to("leader.a").await, ["work.not_with_this_task"]);
        assert_eq!(told_to("chief.a").await, ["work.not_yours"]);
        assert_eq!(told_to("specialist.economy").await, ["http.not_found"]);
        assert_eq!(told_to("leader.b").await, ["http.not_found"]);
        let nameless = json!({ "action": "mark_read", "items": [{ "document": papers[0].0 }] });
        let answer = leader.posts("/work/bulk", &nameless).await.fine().json();
        assert_eq!(told(&answer), ["work.task_unknown"]);
    });
}

#[test]
fn what_was_given_at_once_is_taken_back_at_once_while_nobody_has_acted() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let papers = waiting(&clerk, &leader, 3).await;
        let unit = leader.unit("Phòng Kinh tế").await;
        let culture = leader.unit("Phòng Văn hóa").await;
        let parts = json!([{ "part": "lead", "to": unit }, { "part": "support", "to": culture }]);
        let order = json!({ "action": "distribute", "parts": parts, "words": "Chủ trì.",
            "items": items(&papers[..2]) });
        leader.posts("/work/bulk", &order).await.fine();
        let to_know = json!({ "action": "distribute", "words": "Để biết.",
            "parts": [{ "part": "inform", "to": unit }], "items": items(&papers[2..]) });
        leader.posts("/work/bulk", &to_know).await.fine();
        assert_eq!(leader.waiting().await, []);
        // One was taken on before the leader thought better of it.
        let accept = json!({ "action": "accept" });
        head.acts_on(&papers[1].0, "lead", accept).await;
        let back =
            json!({ "action": "take_back", "reason": "Chuyển nhầm.", "items": items(&papers) });
        let answer = leader.posts("/work/bulk", &back).await.fine().json();
        assert_eq!(told(&answer), ["", "work.acted_on_already", ""]);
        // Also what only was to be known waits for its giver again.
        assert_eq!(leader.waiting().await, [("distribute".to_owned(), 2)]);
        assert_eq!(head.waiting().await, [("lead".to_owned(), 1)]);
        let denied = head.gets(&format!("/documents/{}", papers[0].0)).await;
        assert_eq!(denied.status, StatusCode::NOT_FOUND);
        let again = leader.posts("/work/bulk", &back).await.fine().json();
        assert_eq!(told(&again), ["work.acted_on_already"; 3]);
    });
}

#[test]
fn the_clerk_submits_and_a_reader_marks_many_at_once() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.culture").await;
        let registers = clerk.gets("/registers").await.fine().json();
        let mut books = registers["items"].as_array().unwrap().iter();
        let book = books.find(|one| one["book"] == "incoming").unwrap()["id"].clone();
        let mut papers = Vec::new();
        for number in 0..3 {
            let name = format!("{number}.txt");
            let paper = clerk.uploads(&name, name.as_bytes(), "office").await;
            let path = format!("/documents/{paper}/registration");
            let wish = json!({ "register": book, "fields": { "subject": name } });
            clerk.posts(&path, &wish).await.fine();
            papers.push(json!({ "document": paper }));
        }
        let to = clerk.party("leader.a").await;
        let wrong = clerk.party("head.culture").await;
        let mut order =
            json!({ "action": "submit", "to": wrong, "note": "Kính trình", "items": papers });
        let answer = clerk.posts("/work/bulk", &order).await.fine().json();
        assert_eq!(told(&answer), ["work.submit_to_leader"; 3]);
        order["to"] = to;
        let answer = sends(&clerk, &order, "submitting").await.fine().json();
        assert_eq!(answer["done"], 3);
        let again = sends(&clerk, &order, "submitting").await.fine().json();
        assert_eq!(again["done"], 3);
        assert_eq!(leader.waiting().await, [("distribute".to_owned(), 3)]);
        let mut tasks = Vec::new();
        for paper in &papers {
            let id = paper["document"].as_str().unwrap();
            let task = leader.own_task(&leader.sees_work(id).await, "distribute");
            tasks.push((id.to_owned(), task));
        }
        let unit = leader.unit("Phòng Văn hóa").await;
        let to_know = json!({ "action": "distribute", "words": "Để biết.",
            "parts": [{ "part": "inform", "to": unit }], "items": items(&tasks) });
        leader.posts("/work/bulk", &to_know).await.fine();
        let inbox = head.gets("/inbox").await.fine().json();
        let waits = inbox["items"].as_array().unwrap().iter();
        let read: Vec<_> = waits
            .map(|one| json!({ "document": one["document"]["id"], "task": one["task"]["id"] }))
            .collect();
        let order = json!({ "action": "mark_read", "items": read });
        let answer = head.posts("/work/bulk", &order).await.fine().json();
        assert_eq!(told(&answer), ["", "", ""]);
        assert_eq!(head.waiting().await, []);
    });
}

#[test]
fn each_paper_is_distributed_by_its_own_template_as_it_was_seen() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let papers = waiting(&clerk, &leader, 3).await;
        let mut templates = Vec::new();
        for (name, unit) in [("Kinh tế", "Phòng Kinh tế"), ("Văn hóa", "Phòng Văn hóa")] {
            let parts = json!([{ "part": "lead", "to": leader.unit(unit).await }]);
            let new = json!({ "name": name, "words": format!("Giao {unit}."), "parts": parts,
                "term": { "unit": "working_days", "amount": 4 } });
            let kept = leader.posts("/instructions", &new).await.fine().json();
            templates.push(kept["id"].clone());
        }
        let item = |at: usize, template: &Value, revision: i64| {
            json!({ "document": papers[at].0, "task": papers[at].1,
                "template": { "id": template, "revision": revision } })
        };
        let order = json!({ "action": "distribute_by_template", "items": [
            item(0, &templates[0], 1), item(1, &templates[1], 1), item(2, &templates[1], 7) ] });
        let answer = leader.posts("/work/bulk", &order).await.fine().json();
        assert_eq!(told(&answer), ["", "", "instructions.changed"]);
        for (login, words) in [
            ("head.economy", "Giao Phòng Kinh tế."),
            ("head.culture", "Giao Phòng Văn hóa."),
        ] {
            let inbox = office
                .signs_in(login)
                .await
                .gets("/inbox")
                .await
                .fine()
                .json();
            assert_eq!(inbox["items"].as_array().unwrap().len(), 1);
            assert_eq!(inbox["items"][0]["words"], words);
            assert!(inbox["items"][0]["task"]["due_at"].is_string());
        }
        let path = format!("/instructions/{}", templates[1].as_str().unwrap());
        leader.deletes(&path).await.fine();
        let order =
            json!({ "action": "distribute_by_template", "items": [item(2, &templates[1], 1)] });
        let answer = leader.posts("/work/bulk", &order).await.fine().json();
        assert_eq!(told(&answer), ["instructions.ended"]);
        let bare = json!({ "action": "distribute_by_template", "items": items(&papers[2..]) });
        let answer = leader.posts("/work/bulk", &bare).await.fine().json();
        assert_eq!(told(&answer), ["instructions.none_named"]);
    });
}
