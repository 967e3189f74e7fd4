//! Who may read beside those whom a paper is for: rights widened by two, why somebody may read, and who has
//! opened what.

use api::ops::access;
use axum::http::StatusCode;
use serde_json::{Value, json};
use stories::{Answer, Somebody, both_databases};
use time::Duration;

use super::people::{World, sees, waiting};

async fn asks(who: &Somebody, paper: &str, reader: &str, until: Option<String>) -> Answer {
    let body = json!({ "reader": { "kind": "person", "id": reader }, "reason": "Cùng giải quyết", "until": until });
    who.posts(&format!("/documents/{paper}/widenings"), &body)
        .await
}

async fn decides(who: &Somebody, id: &str, confirmed: bool) -> Answer {
    let path = format!("/widenings/{id}/decision");
    who.posts(&path, &json!({ "confirmed": confirmed })).await
}

fn id(answer: Answer) -> String {
    answer.fine().json()["id"].as_str().unwrap().to_owned()
}

/// The view of what was asked for says whether more may be asked.
async fn may_ask(who: &Somebody, paper: &str) {
    let path = format!("/documents/{paper}/widenings");
    assert_eq!(
        who.gets(&path).await.fine().json()["actions"][0],
        json!({ "name": "ask", "open": true, "code": null })
    );
}

/// What became of the widenings of a paper, in the order they were asked for.
async fn states_of_widenings(chief: &Somebody, paper: &str) -> Vec<String> {
    let told = chief
        .gets(&format!("/documents/{paper}/widenings"))
        .await
        .fine()
        .json();
    told["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_right_is_widened_by_two() {
    both_databases(async |database| {
        let world = World::open(database).await;
        let office = &world.office;
        let (leader, chief) = (
            office.signs_in("leader.a").await,
            office.signs_in("chief.a").await,
        );
        let specialist = office.signs_in("specialist.culture").await;
        let reader = world.person("specialist.culture").await;
        let paper = world.paper("ke hoach bao mat", None).await;
        assert_eq!(
            asks(&specialist, &paper, &reader, None).await.status,
            StatusCode::NOT_FOUND
        );

        let first = id(asks(&chief, &paper, &reader, None).await);
        assert!(!sees(&specialist, &paper).await, "asking opens nothing");
        assert_eq!(
            asks(&world.clerk, &paper, &reader, None).await.code(),
            "access.widening_waits"
        );
        may_ask(&world.clerk, &paper).await;
        assert_eq!(
            decides(&chief, &first, true).await.code(),
            "access.widening_own"
        );
        assert_eq!(
            decides(&world.clerk, &first, true).await.code(),
            "access.role_needed"
        );
        let elsewhere = office.signs_in("clerk.b").await;
        assert_eq!(
            decides(&elsewhere, &first, true).await.status,
            StatusCode::NOT_FOUND
        );
        let waits = leader.gets("/widenings").await.fine().json();
        let waiting_paper = &waits["items"][0]["document"];
        assert_eq!(waiting_paper["id"], paper.as_str());
        assert_ne!(
            waiting_paper["title"],
            paper.as_str(),
            "a paper is told by a name"
        );
        assert_eq!(
            waits["items"][0]["actions"][0],
            json!({ "name": "decide", "open": true, "code": null })
        );
        assert!(
            chief.gets("/widenings").await.fine().json()["items"]
                .as_array()
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            world.clerk.gets("/widenings").await.code(),
            "access.role_needed"
        );
        assert_eq!((waiting(&leader).await, waiting(&chief).await), (1, 0));
        decides(&leader, &first, true).await.fine();
        assert!(sees(&specialist, &paper).await);
        assert_eq!(
            decides(&leader, &first, false).await.code(),
            "access.widening_decided"
        );
        assert_eq!(
            asks(&world.clerk, &paper, &reader, None).await.code(),
            "access.reads_already"
        );
        office.runs_jobs().await;
        assert_eq!(specialist.searches("ke hoach").await.json()["total"], 1);

        let end = |id: &str| format!("/widenings/{id}/end");
        assert_eq!(
            specialist.posts(&end(&first), &json!({})).await.code(),
            "access.role_needed"
        );
        chief.posts(&end(&first), &json!({})).await.fine();
        assert!(!sees(&specialist, &paper).await);
        assert_eq!(
            chief.posts(&end(&first), &json!({})).await.code(),
            "access.widening_over"
        );
        let declined = id(asks(&world.clerk, &paper, &reader, None).await);
        decides(&chief, &declined, false).await.fine();
        assert!(!sees(&specialist, &paper).await);

        // A time that is over ends it by itself.
        let past = asks(&world.clerk, &paper, &reader, Some(world.after(-1))).await;
        assert_eq!(past.code(), "access.widening_past");
        let short = id(asks(&world.clerk, &paper, &reader, Some(world.after(2))).await);
        decides(&chief, &short, true).await.fine();
        let next = access::expire(&office.app).await.unwrap();
        assert_eq!(next, Some(office.clock.now() + Duration::hours(2)));
        office.clock.advance(Duration::hours(2));
        assert!(access::expire(&office.app).await.unwrap().is_none());
        let specialist = office.signs_in("specialist.culture").await;
        assert!(!sees(&specialist, &paper).await);
        let chief = office.signs_in("chief.a").await;
        let states = states_of_widenings(&chief, &paper).await;
        assert_eq!(states, ["ended", "declined", "ended"]);
        office.runs_jobs().await;
        assert_eq!(specialist.searches("ke hoach").await.json()["total"], 0);
    });
}

/// Another agency cannot tell a paper from one that is not there.
async fn is_told_nothing(world: &World, stranger: &Somebody, paper: &str) {
    let none = format!("doc_{}", "7".repeat(32));
    let person = world.person("leader.a").await;
    for tail in [
        "readers",
        "views",
        "widenings",
        &format!("readers/{person}"),
    ] {
        let real = stranger.gets(&format!("/documents/{paper}/{tail}")).await;
        let absent = stranger.gets(&format!("/documents/{none}/{tail}")).await;
        assert_eq!(
            (real.status, real.bytes),
            (StatusCode::NOT_FOUND, absent.bytes),
            "{tail}"
        );
    }
}

#[test]
fn why_somebody_may_read_is_told_in_a_sentence() {
    both_databases(async |database| {
        let world = World::open(database).await;
        let office = &world.office;
        let (leader, chief) = (
            office.signs_in("leader.a").await,
            office.signs_in("chief.a").await,
        );
        let paper = world.submitted("bao cao quy", None, "leader.a").await;
        world
            .delegates(&leader, "head.economy", json!({ "capacity": "order" }))
            .await
            .fine();
        let culture = world.person("specialist.culture").await;
        let wish = id(asks(&world.clerk, &paper, &culture, None).await);
        decides(&chief, &wish, true).await.fine();
        let why = async |who: &Somebody, login: &str| {
            let person = world.person(login).await;
            let told = who
                .gets(&format!("/documents/{paper}/readers/{person}"))
                .await
                .fine()
                .json();
            (
                told["may_read"] == true,
                told["sentence"].as_str().unwrap().to_owned(),
            )
        };
        for (login, may_read, sentence) in [
            (
                "leader.a",
                true,
                "Người leader.a xem được vì được giao việc này ngày 23/11/2026: phân phối, chỉ đạo.",
            ),
            (
                "head.economy",
                true,
                "Người head.economy xem được vì đang thay mặt Người leader.a đến 16:00 ngày 23/11/2026.",
            ),
            (
                "specialist.culture",
                true,
                "Người specialist.culture xem được vì Người clerk.a đề nghị và Người chief.a xác nhận ngày 23/11/2026.",
            ),
            (
                "clerk.a",
                true,
                "Người clerk.a xem được vì đã đưa văn bản này vào hệ thống ngày 23/11/2026.",
            ),
            (
                "chief.a",
                true,
                "Người chief.a (Chánh văn phòng) xem được vì giữ hoặc chỉ đạo việc giữ văn bản của cơ quan (Nghị định 30/2020/NĐ-CP, Điều 6).",
            ),
            (
                "administrator.a",
                false,
                "Người administrator.a không xem được: không giữ văn bản của cơ quan, chưa được giao việc nào và chưa ai mở rộng quyền. Chánh văn phòng hoặc lãnh đạo có thể xác nhận mở rộng quyền.",
            ),
        ] {
            assert_eq!(
                why(&world.clerk, login).await,
                (may_read, sentence.to_owned())
            );
            // The sentence is true: who is said to read does, and nobody else.
            assert_eq!(
                sees(&office.signs_in(login).await, &paper).await,
                may_read,
                "{login}"
            );
        }
        let all = leader
            .gets(&format!("/documents/{paper}/readers"))
            .await
            .fine()
            .json();
        let causes: std::collections::BTreeSet<_> = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["cause"].as_str().unwrap().to_owned())
            .collect();
        let expected = ["captured", "custody", "delegated", "task", "widened"].map(str::to_owned);
        assert_eq!(causes, expected.into());
        let whole = all.to_string();
        assert!(!whole.contains('{') || !whole.contains("{who}"), "{whole}");
        assert!(whole.contains("Văn thư xem được vì giữ"), "{whole}");

        let stranger = office.signs_in("archivist.b").await;
        is_told_nothing(&world, &stranger, &paper).await;
        let foreign = stranger.gets("/session").await.json()["person"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let asked = leader
            .gets(&format!("/documents/{paper}/readers/{foreign}"))
            .await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND);
        office.runs_jobs().await;
    });
}

#[test]
fn who_opened_what_is_known_to_those_entitled() {
    both_databases(async |database| {
        let world = World::open(database).await;
        let office = &world.office;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let paper = world.submitted("cong van hoa toc", None, "leader.a").await;
        let events = |shown: &Value| shown["items"].as_array().unwrap().len();
        let history = format!("/documents/{paper}/events");
        world
            .delegates(&leader, "head.economy", json!({ "capacity": "order" }))
            .await
            .fine();
        let before = events(&leader.gets(&history).await.fine().json());
        for _ in 0..3 {
            assert!(sees(&head, &paper).await);
        }
        let shown = head.sees_paper(&paper).await;
        let file = shown["files"][0]["id"].as_str().unwrap().to_owned();
        head.gets(&format!("/files/{file}/pages/1")).await.fine();
        head.gets(&format!("/files/{file}/content")).await.fine();
        head.gets("/inbox").await.fine();
        let views = format!("/documents/{paper}/views");
        let own = head.gets(&views).await.fine().json();
        assert_eq!(own["of_everybody"], json!(false));
        let [mine] = own["items"].as_array().unwrap().as_slice() else {
            panic!("{own}");
        };
        assert_eq!(
            (&mine["person"]["name"], &mine["on_behalf_of"]["name"]),
            (&json!("Người head.economy"), &json!("Người leader.a"))
        );
        assert_eq!(
            (&mine["times"], &mine["what"]),
            (&json!(6), &json!(["paper", "page", "file"]))
        );
        assert!(sees(&leader, &paper).await);
        office.clock.advance(Duration::minutes(20));
        let leader = office.signs_in("leader.a").await;
        assert!(sees(&leader, &paper).await);
        let clerk = office.signs_in("clerk.a").await;
        let all = clerk.gets(&views).await.fine().json();
        assert_eq!(all["of_everybody"], json!(true));
        let of = |name: &str| {
            let items = all["items"].as_array().unwrap();
            items
                .iter()
                .find(|one| one["person"]["name"] == name)
                .cloned()
        };
        let seen = of("Người leader.a").unwrap();
        assert_eq!(
            (&seen["times"], &seen["on_behalf_of"]),
            (&json!(2), &Value::Null)
        );
        assert_ne!(seen["first_at"], seen["last_at"]);
        assert!(of("Người head.economy").is_some() && of("Người chief.a").is_none());
        let after = events(&leader.gets(&history).await.fine().json());
        assert_eq!(before, after, "looking is no event");
        office.runs_jobs().await;
    });
}
