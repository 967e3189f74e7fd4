//! Whoever a paper waits for is told, once, whatever posts he holds and whatever is killed; open
//! screens hear at once.

use api::clock::pause;
use api::ops::notices;
use axum::http::StatusCode;
use serde_json::{Value, json};
use stories::server::{Client, Server, furnish, until};
use stories::{Office, Somebody, both_databases, own_postgres};
use time::Duration;

/// A letter of this number, read, registered and submitted to the leader.
pub async fn submitted(office: &Office, clerk: &Somebody, code: &str, urgency: &str) -> String {
    let name = format!("{}.txt", code.replace('/', "-"));
    let paper = clerk.uploads(&name, code.as_bytes(), "office").await;
    office.does_jobs().await;
    let registers = clerk.gets("/registers").await.fine().json();
    let registers = registers["items"].as_array().unwrap().clone();
    let incoming = registers.iter().find(|one| one["book"] == "incoming");
    let wish = json!({
        "fields": { "subject": "Trích yếu không được ra ngoài", "kind": "cong_van", "code": code,
            "issuer": "Sở Tài chính", "issued_on": "2026-11-20", "urgency": urgency },
        "register": incoming.unwrap()["id"], "submit_to": clerk.party("leader.a").await,
    });
    let path = format!("/documents/{paper}/registration");
    clerk.posts(&path, &wish).await.fine();
    paper
}

/// What somebody was told: codes, numbers of the papers, on whose behalf.
async fn told(who: &Somebody) -> Vec<(String, String, Value)> {
    let page = who.gets("/notices").await.fine().json();
    let items = page["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|one| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let code = text(&one["code"]);
            (
                code,
                text(&one["document"]["code"]),
                one["on_behalf_of"].clone(),
            )
        })
        .collect()
}

fn one(code: &str, number: &str) -> (String, String, Value) {
    (code.to_owned(), number.to_owned(), Value::Null)
}

#[test]
fn whom_a_paper_waits_for_is_told_once_whatever_posts_he_holds() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let paper = submitted(&office, &clerk, "12/UBND", "normal").await;
        office.runs_jobs().await;
        assert_eq!(told(&leader).await, [one("opened", "12/UBND")]);
        assert!(
            told(&clerk).await.is_empty(),
            "nobody is told of his own deed"
        );

        // The head is given the lead as head of the unit and the support in his own name.
        let parts = json!([
            { "part": "lead", "to": head.unit("Phòng Kinh tế").await, "due_at": "2026-11-30T10:00:00Z" },
            { "part": "support", "to": leader.party("head.economy").await },
            { "part": "inform", "to": leader.party("deputy.a").await },
        ]);
        let give = json!({ "action": "distribute", "parts": parts, "words": "Xử lý" });
        leader.acts_on(&paper, "distribute", give).await;
        office.runs_jobs().await;
        assert_eq!(told(&head).await, [one("opened", "12/UBND")]);
        let counts = head.gets("/notices/count").await.fine().json();
        assert_eq!(counts["unseen"], 1);

        head.acts_on(
            &paper,
            "lead",
            json!({ "action": "return", "reason": "Không thuộc phòng" }),
        )
        .await;
        office.runs_jobs().await;
        let expected = [one("returned", "12/UBND"), one("opened", "12/UBND")];
        assert_eq!(told(&leader).await, expected);
        // Whoever acted on a paper has seen what he was told of it before.
        for (who, unseen) in [(&leader, 1), (&head, 0)] {
            let counts = who.gets("/notices/count").await.fine().json();
            assert_eq!(counts["unseen"], unseen);
        }

        let deputy = office.signs_in("deputy.a").await;
        let work = leader.sees_work(&paper).await;
        let tasks = work["tasks"].as_array().unwrap();
        let inform = tasks.iter().find(|task| task["kind"] == "inform").unwrap();
        let back = json!({ "action": "take_back", "task": inform["id"], "reason": "Nhầm" });
        leader.acts(&paper, back).await;
        office.runs_jobs().await;
        // What he may still read by his post is named; the notice is there in any case.
        let codes: Vec<_> = told(&deputy).await.into_iter().map(|one| one.0).collect();
        assert_eq!(codes, ["taken_back", "opened"]);
        assert!(told(&office.signs_in("leader.b").await).await.is_empty());
    });
}

#[test]
fn notices_are_paged_seen_and_counted() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        for (code, urgency) in [("1/A", "normal"), ("2/A", "flash"), ("3/A", "normal")] {
            submitted(&office, &clerk, code, urgency).await;
        }
        office.runs_jobs().await;
        let numbers = ["2/A", "3/A", "1/A"].map(|number| one("opened", number));
        assert_eq!(told(&leader).await, numbers);
        let first = leader.gets("/notices?limit=2").await.fine().json();
        let next = first["next"].as_str().unwrap();
        let seen = json!({ "ids": [first["items"][0]["id"]] });
        let left = leader.posts("/notices/seen", &seen).await.fine().json();
        assert_eq!(left["unseen"], 2);
        assert_eq!(
            left["by_urgency"][0],
            json!({ "urgency": "flash", "unseen": 0 })
        );
        // The page goes on where it ended, and what was seen meanwhile comes at its end.
        let rest = leader
            .gets(&format!("/notices?after={next}"))
            .await
            .fine()
            .json();
        let codes: Vec<_> = rest["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["document"]["code"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(codes, ["1/A", "2/A"]);
        let deputy = office.signs_in("deputy.a").await;
        deputy.posts("/notices/seen", &seen).await.fine();
        leader.posts("/notices/seen", &json!({})).await.fine();
        let counts = leader.gets("/notices/count").await.fine().json();
        assert_eq!(counts["unseen"], 0);
    });
}

#[test]
fn a_delegate_hears_on_behalf_of_the_giver() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let at = |hours| {
            let at = office.clock.now() + Duration::hours(hours);
            at.format(&time::format_description::well_known::Rfc3339)
                .unwrap()
        };
        let receiver = leader.party("head.economy").await["id"].clone();
        let wish = json!({ "receiver": receiver, "capacity": "substitute", "from": at(0),
            "to": at(8), "reason": "Đi họp" });
        leader.posts("/delegations", &wish).await.fine();
        office.runs_jobs().await;
        assert_eq!(told(&head).await, [one("delegated", "")]);
        submitted(&office, &clerk, "5/A", "normal").await;
        office.runs_jobs().await;
        let behalf = (
            "opened".to_owned(),
            "5/A".to_owned(),
            json!("Người leader.a"),
        );
        assert_eq!(told(&head).await, [behalf, one("delegated", "")]);
    });
}

#[test]
fn an_open_screen_hears_at_once_and_goes_on_after_a_break() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        notices::tell_once(&office.app).await.unwrap();
        let mut screen = leader.listens("/notices/stream", &[]).await;
        let counts = screen.hears().await.unwrap();
        assert_eq!(
            (counts.name.as_str(), &counts.data["unseen"]),
            ("counts", &json!(0))
        );

        submitted(&office, &clerk, "7/A", "urgent").await;
        office.tells().await;
        let notice = screen.hears().await.unwrap();
        assert_eq!(notice.name, "notice");
        assert_eq!(notice.data["document"]["code"], "7/A");
        assert_eq!(screen.hears().await.unwrap().data["unseen"], 1);
        drop(screen);

        submitted(&office, &clerk, "8/A", "normal").await;
        office.tells().await;
        let from = [("last-event-id", notice.id.as_str())];
        let mut again = leader.listens("/notices/stream", &from).await;
        assert_eq!(again.hears().await.unwrap().data["document"]["code"], "8/A");
        assert_eq!(again.hears().await.unwrap().data["unseen"], 2);
        leader.posts("/notices/seen", &json!({})).await.fine();
        assert_eq!(again.hears().await.unwrap().data["unseen"], 0);

        leader.deletes("/session").await.fine();
        assert_eq!(again.hears().await.unwrap().name, "end");
        assert_eq!(again.hears().await, None);
        let stranger = office.stranger().gets("/notices/stream").await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn several_followers_and_broken_ones_tell_each_person_exactly_once() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let mut others = Vec::new();
        for _ in 0..2 {
            let app = office.app.clone();
            others.push(tokio::spawn(async move {
                // Turns are broken off anywhere on their way, as by a kill.
                for patience_ms in (0..50).cycle() {
                    let patience = std::time::Duration::from_millis(patience_ms);
                    let turn = notices::follow_once(&app);
                    let _ = tokio::time::timeout(patience, turn).await;
                    pause(std::time::Duration::from_millis(5)).await;
                }
            }));
        }
        for number in 0..8 {
            submitted(&office, &clerk, &format!("{number}/A"), "normal").await;
        }
        for other in &others {
            other.abort();
        }
        office.runs_jobs().await;
        let mut numbers: Vec<_> = told(&leader).await.into_iter().map(|one| one.1).collect();
        numbers.sort();
        let mut expected: Vec<_> = (0..8).map(|number| format!("{number}/A")).collect();
        expected.sort();
        assert_eq!(numbers, expected);
    });
}

/// Registers a paper at a server and submits it to the leader.
fn registers_at(clerk: &Client, code: &str, leader: &Value) {
    let paper = clerk.uploads(&format!("{}.txt", code.replace('/', "-")), code.as_bytes());
    let registers = clerk.gets("/registers").fine().json();
    let registers = registers["items"].as_array().unwrap().clone();
    let incoming = registers.iter().find(|one| one["book"] == "incoming");
    let wish = json!({
        "fields": { "subject": "x", "kind": "cong_van", "code": code, "issuer": "y",
            "issued_on": "2026-11-20", "urgency": "normal" },
        "register": incoming.unwrap()["id"], "submit_to": { "kind": "person", "id": leader },
    });
    let path = format!("/api/v1/documents/{paper}/registration");
    let json = [("content-type", "application/json")];
    let body = wish.to_string();
    clerk
        .asks("POST", &path, &json, body.as_bytes())
        .unwrap()
        .fine();
}

#[test]
fn two_servers_killed_in_turn_tell_each_person_exactly_once() {
    if std::env::var_os("CONGVAN_TEST_WITHOUT_POSTGRES").is_some() {
        eprintln!("not told on PostgreSQL: CONGVAN_TEST_WITHOUT_POSTGRES is set");
        return;
    }
    let url = own_postgres();
    let settings = [("CONGVAN_DATABASE_URL", url.as_str())];
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    furnish(folders[0].path(), &settings);
    let start = |at: usize| Some(Server::start(folders[at].path(), &settings));
    let mut servers = [start(0), start(1)];
    let clerk = servers[0].as_ref().unwrap().signs_in("clerk");
    let leader = servers[1].as_ref().unwrap().signs_in("leader");
    let leader_id = leader.gets("/session").fine().json()["person"]["id"].clone();

    // What one server told is heard at the other.
    let mut screen = leader
        .begins(("GET", "/api/v1/notices/stream"), &[], 0)
        .unwrap();
    registers_at(&clerk, "0/A", &leader_id);
    let mut heard = String::new();
    while !heard.contains("event: notice") {
        let mut bytes = [0; 4096];
        let length = std::io::Read::read(&mut screen, &mut bytes).unwrap();
        assert!(length > 0, "the stream ended: {heard}");
        heard.push_str(&String::from_utf8_lossy(&bytes[..length]));
    }
    assert!(heard.contains("0/A"), "{heard}");

    for (round, wait_ms) in [0, 2, 5, 10, 20, 50, 100, 200].into_iter().enumerate() {
        let at = round % 2;
        let server = servers[at].as_ref().unwrap();
        registers_at(&clerk.at(server), &format!("{}/A", round + 1), &leader_id);
        std::thread::park_timeout(std::time::Duration::from_millis(wait_ms));
        servers[at] = None;
        servers[at] = start(at);
    }
    let leader = leader.at(servers[0].as_ref().unwrap());
    let numbers = until("all is told", || {
        let page = leader.gets("/notices").fine().json();
        let items = page["items"].as_array()?.clone();
        let number = |one: &Value| {
            one["document"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        let mut numbers: Vec<_> = items.iter().map(number).collect();
        numbers.sort();
        (numbers.len() >= 9).then_some(numbers)
    });
    let expected: Vec<_> = (0..9).map(|number| format!("{number}/A")).collect();
    assert_eq!(numbers, expected);
}
