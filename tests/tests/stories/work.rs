//! The day of an incoming paper: registered, submitted, distributed, dealt with, closed; returned,
//! refused, extended, taken back; and what each person sees of it.

use axum::http::StatusCode;
use serde_json::{Value, json};
use stories::{Office, Somebody, both_databases};

/// A letter with every field a clerk fills.
fn fields(code: &str, urgency: &str) -> Value {
    json!({
        "subject": "Về việc báo cáo tình hình giải ngân vốn đầu tư công", "kind": "cong_van",
        "code": code, "issuer": "Sở Tài chính", "signer": "Trần Thị Bình",
        "issued_on": "2026-11-20", "urgency": urgency,
    })
}

/// The clerk registers a letter and submits it to the leader.
pub async fn registers(clerk: &Somebody, code: &str, urgency: &str) -> (String, Value) {
    let name = format!("{}.txt", code.replace('/', "-"));
    let paper = clerk.uploads(&name, code.as_bytes(), "office").await;
    let wish = json!({
        "fields": fields(code, urgency), "register": incoming(clerk).await,
        "submit_to": clerk.party("leader.a").await,
    });
    let path = format!("/documents/{paper}/registration");
    let registered = clerk.posts(&path, &wish).await.fine().json();
    (paper, registered)
}

async fn incoming(clerk: &Somebody) -> Value {
    let registers = clerk.gets("/registers").await.fine().json();
    let items = registers["items"].as_array().unwrap().clone();
    let found = items.iter().find(|register| register["book"] == "incoming");
    found.unwrap()["id"].clone()
}

/// Each action is one event, in order, and none holds a word that people wrote.
async fn events_tell_the_day(clerk: &Somebody, paper: &str) {
    let events = clerk
        .gets(&format!("/documents/{paper}/events"))
        .await
        .fine()
        .json();
    let kinds: Vec<_> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].as_str().unwrap().to_owned())
        .filter(|kind| kind.starts_with("task."))
        .collect();
    assert_eq!(
        kinds,
        [
            "task.registered",
            "task.distributed",
            "task.assigned_on",
            "task.reported",
            "task.time_asked",
            "task.time_decided",
            "task.closed",
            "task.closed",
            "task.confirmed",
            "task.read",
        ]
    );
    let whole = events.to_string();
    assert!(
        !whole.contains("tham mưu"),
        "events hold no words of people"
    );
}

/// The first task of the inbox is of the paper, with the leader's words.
async fn finds_it_in_the_inbox(head: &Somebody, paper: &str, words: &str) {
    let inbox = head.gets("/inbox").await.fine().json();
    assert_eq!(inbox["items"][0]["words"], words);
    assert_eq!(inbox["items"][0]["document"]["id"], paper);
    assert_eq!(inbox["items"][0]["task"]["given_by"], "Người leader.a");
}

#[test]
fn a_letter_comes_in_and_is_dealt_with() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let specialist = office.signs_in("specialist.economy").await;
        let culture = office.signs_in("head.culture").await;

        let (paper, registered) = registers(&clerk, "1042/STC-NS", "normal").await;
        assert_eq!(registered["number"], 1);
        assert_eq!(registered["year"], 2026);
        let view = format!("/documents/{paper}");
        assert_eq!(head.gets(&view).await.status, StatusCode::NOT_FOUND);
        assert_eq!(leader.waiting().await, [("distribute".to_owned(), 1)]);

        let parts = json!([
            { "part": "lead", "to": head.unit("Phòng Kinh tế").await, "due_at": "2026-11-30T10:00:00Z",
              "asks_confirmation": true },
            { "part": "support", "to": head.unit("Phòng Văn hóa").await },
            { "part": "inform", "to": leader.party("deputy.a").await },
        ]);
        let words = "Giao Phòng Kinh tế chủ trì tham mưu báo cáo";
        let work = leader
            .acts_on(
                &paper,
                "distribute",
                json!({ "action": "distribute", "parts": parts, "words": words }),
            )
            .await;
        assert_eq!(work["phase"], "in_progress");
        assert_eq!(head.waiting().await, [("lead".to_owned(), 1)]);
        finds_it_in_the_inbox(&head, &paper, words).await;

        // Members of the unit read what the unit was given; whoever was not given it does not.
        specialist.gets(&view).await.fine();
        let stranger = office.signs_in("specialist.culture").await;
        stranger.gets(&view).await.fine();
        let to_specialist = json!([{ "part": "lead", "to": head.party("specialist.economy").await,
            "due_at": "2026-11-27T10:00:00Z" }]);
        head.acts_on(
            &paper,
            "lead",
            json!({ "action": "assign_on", "parts": to_specialist, "words": "Soạn báo cáo" }),
        )
        .await;
        specialist
            .acts_on(
                &paper,
                "lead",
                json!({ "action": "report", "words": "Đã thu thập số liệu" }),
            )
            .await;
        let asked = specialist
            .acts_on(&paper, "lead", json!({ "action": "ask_time", "until": "2026-11-28T10:00:00Z", "reason": "Chờ số liệu" }))
            .await;
        assert!(
            asked["tasks"]
                .as_array()
                .unwrap()
                .iter()
                .any(|task| task["kind"] == "extension")
        );
        head.acts_on(
            &paper,
            "extension",
            json!({ "action": "decide_time", "until": "2026-11-28T10:00:00Z" }),
        )
        .await;
        specialist
            .acts_on(
                &paper,
                "lead",
                json!({ "action": "close", "result": "Đã soạn báo cáo" }),
            )
            .await;
        let closed = head
            .acts_on(
                &paper,
                "lead",
                json!({ "action": "close", "result": "Đã trình báo cáo", "dossier": "01.KT" }),
            )
            .await;
        assert_eq!(
            (&closed["phase"], &closed["dossier"]),
            (&json!("to_confirm"), &json!("01.KT"))
        );
        let confirmed = leader
            .acts_on(&paper, "confirm", json!({ "action": "confirm" }))
            .await;
        assert_eq!(confirmed["phase"], "finished");
        assert!(
            culture.waiting().await.is_empty(),
            "the support is not waited for any more"
        );
        let deputy = office.signs_in("deputy.a").await;
        deputy
            .acts_on(&paper, "inform", json!({ "action": "mark_read" }))
            .await;

        let done = specialist.gets("/inbox?box=done").await.fine().json();
        assert_eq!(done["items"].as_array().unwrap().len(), 1);
        events_tell_the_day(&clerk, &paper).await;
        office.runs_jobs().await;
    });
}

#[test]
fn what_is_returned_refused_or_taken_back_finds_its_giver_again() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let (paper, _) = registers(&clerk, "7/STC-NS", "normal").await;
        let view = format!("/documents/{paper}");
        let give = async |unit: &str| {
            let parts = json!([{ "part": "lead", "to": leader.unit(unit).await }]);
            leader
                .acts_on(
                    &paper,
                    "distribute",
                    json!({ "action": "distribute", "parts": parts, "words": "Giao" }),
                )
                .await
        };
        let work = give("Phòng Kinh tế").await;
        let task = head.own_task(&head.sees_work(&paper).await, "lead");
        head.is_refused(
            &paper,
            json!({ "action": "return", "task": task, "reason": " " }),
            "work.text_needed",
        )
        .await;
        clerk
            .is_refused(
                &paper,
                json!({ "action": "accept", "task": task }),
                "work.not_yours",
            )
            .await;
        assert!(
            work["actions"]
                .as_array()
                .unwrap()
                .iter()
                .any(|action| action["action"] == "take_back")
        );
        head.tries(
            &paper,
            &json!({ "action": "return", "task": task, "reason": "Việc của Phòng Văn hóa" }),
        )
        .await;
        assert_eq!(
            head.gets(&view).await.status,
            StatusCode::NOT_FOUND,
            "the right ended with its cause"
        );
        let work = give("Phòng Văn hóa").await;
        let task = work["tasks"].as_array().unwrap().last().unwrap()["id"].clone();
        leader
            .acts(
                &paper,
                json!({ "action": "take_back", "task": task, "reason": "Giao nhầm" }),
            )
            .await;
        give("Phòng Kinh tế").await;
        head.acts_on(&paper, "lead", json!({ "action": "accept" }))
            .await;
        let task = head.own_task(&head.sees_work(&paper).await, "lead");
        leader
            .is_refused(
                &paper,
                json!({ "action": "take_back", "task": task, "reason": "Nhầm" }),
                "work.acted_on_already",
            )
            .await;
        let offered = leader.sees_work(&paper).await;
        let take_back = offered["actions"]
            .as_array()
            .unwrap()
            .iter()
            .find(|action| action["action"] == "take_back")
            .unwrap()
            .clone();
        assert_eq!(take_back["open"], false);
        assert!(
            !take_back["reason"].as_str().unwrap().is_ascii(),
            "{take_back}"
        );
    });
}

#[test]
fn an_urgent_letter_at_night_jumps_every_queue() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        for code in ["1/A", "2/A", "3/A"] {
            registers(&clerk, code, "normal").await;
        }
        let (flash, _) = registers(&clerk, "4/HT", "flash").await;
        let (urgent, _) = registers(&clerk, "5/K", "urgent").await;
        let inbox = leader.gets("/inbox?limit=3").await.fine().json();
        let first = |place: usize| {
            inbox["items"][place]["document"]["id"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!((first(0), first(1)), (flash, urgent));
        let next = inbox["next"].as_str().unwrap();
        let rest = leader
            .gets(&format!("/inbox?limit=3&after={next}"))
            .await
            .fine()
            .json();
        assert_eq!(rest["items"].as_array().unwrap().len(), 2);
        assert_eq!(rest["next"], Value::Null);
    });
}

#[test]
fn a_letter_that_comes_twice_is_told_and_one_to_the_wrong_place_goes_back() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        registers(&clerk, "88/TTr-SXD", "normal").await;
        let again = clerk.uploads("lai.txt", b"again", "office").await;
        let path = format!("/documents/{again}/registration");
        let mut wish =
            json!({ "fields": fields("88/TTr-SXD", "normal"), "register": incoming(&clerk).await });
        let told = clerk
            .posts(&format!("/documents/{again}/doubles"), &wish["fields"])
            .await
            .fine();
        assert_eq!(told.documents().len(), 1);
        let refused = clerk.posts(&path, &wish).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::CONFLICT, "registers.duplicate")
        );
        wish["accepts_duplicate"] = json!(true);
        assert_eq!(clerk.posts(&path, &wish).await.fine().json()["number"], 2);
        assert_eq!(clerk.waiting().await, [("submit".to_owned(), 1)]);
        let specialist = clerk.party("specialist.economy").await;
        clerk
            .is_refused(
                &again,
                json!({ "action": "submit", "to": specialist }),
                "work.submit_to_leader",
            )
            .await;
        let chief = clerk.party("chief.a").await;
        clerk
            .acts(
                &again,
                json!({ "action": "submit", "to": chief, "note": "Kính trình" }),
            )
            .await;

        let wrong = clerk.uploads("nham.txt", b"wrong", "office").await;
        clerk.acts(&wrong, json!({ "action": "receive" })).await;
        let back = clerk
            .acts(
                &wrong,
                json!({ "action": "return_to_sender", "reason": "Gửi nhầm nơi nhận" }),
            )
            .await;
        assert_eq!(back["phase"], "returned_to_sender");
        wish["fields"]["code"] = json!("89/TTr-SXD");
        let refused = clerk
            .posts(&format!("/documents/{wrong}/registration"), &wish)
            .await;
        assert_eq!(refused.code(), "work.ended");
        let numbers = clerk.uploads("so.txt", b"third", "office").await;
        let path = format!("/documents/{numbers}/registration");
        assert_eq!(
            clerk.posts(&path, &wish).await.fine().json()["number"],
            3,
            "no number was lost"
        );
    });
}

#[test]
fn the_same_request_twice_acts_once() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let (paper, _) = registers(&clerk, "9/STC", "normal").await;
        let task = leader.own_task(&leader.sees_work(&paper).await, "distribute");
        let parts = json!([{ "part": "lead", "to": leader.unit("Phòng Kinh tế").await }]);
        let body = json!({ "action": "distribute", "task": task, "parts": parts, "words": "Giao" })
            .to_string();
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", "k1"),
        ];
        let path = format!("/documents/{paper}/actions");
        let send = async || {
            leader
                .sends(axum::http::Method::POST, &path, &headers, body.clone())
                .await
        };
        let (first, second) = (send().await.fine().json(), send().await.fine().json());
        assert_eq!(first["revision"], second["revision"]);
        assert_eq!(second["tasks"].as_array().unwrap().len(), 3);
    });
}
