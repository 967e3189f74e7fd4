//! People and rights: standing in for somebody who is away, leaving and moving, rights widened by
//! two, why somebody may read, and who has opened what.

use api::ops::{access, delegations, work};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Answer, Office, Somebody, both_databases};
use time::Duration;
use workflow::PersonId;
use workflow::access::{Appointment, Caller, Principal, Role, Scope};
use workflow::documents::Urgency;
use workflow::work::incoming::Action;

const PASSWORD: &str = "mat-khau-thu-2026";

/// The office of the story.
struct World {
    office: Office,
    clerk: Somebody,
    administrator: Somebody,
}

impl World {
    async fn open(database: stories::Database) -> World {
        let office = Office::open(database).await;
        World {
            clerk: office.signs_in("clerk.a").await,
            administrator: office.signs_in("administrator.a").await,
            office,
        }
    }

    async fn person(&self, login: &str) -> String {
        let colleagues = self.clerk.gets("/colleagues").await.fine().json();
        let name = format!("Người {login}");
        let found = colleagues["items"].as_array().unwrap().iter();
        let found = found.clone().find(|one| one["name"] == name.as_str());
        found.unwrap_or_else(|| panic!("no {login}"))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// A paper of a kind, read.
    async fn paper(&self, words: &str, kind: Option<&str>) -> String {
        let name = format!("{words}.txt");
        let paper = self.clerk.uploads(&name, words.as_bytes(), "office").await;
        self.office.runs_jobs().await;
        if let Some(kind) = kind {
            let path = format!("/documents/{paper}");
            let shown = self.clerk.gets(&path).await.fine();
            let tag = shown.header("etag").to_owned();
            let headers = [
                ("if-match", tag.as_str()),
                ("content-type", "application/json"),
            ];
            let fields = json!({ "kind": kind, "subject": words }).to_string();
            self.clerk
                .sends(Method::PATCH, &path, &headers, fields)
                .await
                .fine();
        }
        paper
    }

    /// A paper registered and submitted to somebody.
    async fn submitted(&self, words: &str, kind: Option<&str>, to: &str) -> String {
        let paper = self.paper(words, kind).await;
        let me = self.clerk.gets("/session").await.fine().json();
        let id = |value: &Value| value.as_str().unwrap().to_owned();
        let clerk = Caller {
            person: id(&me["person"]["id"]).parse().unwrap(),
            organisation: id(&me["organisation"]["id"]).parse().unwrap(),
            appointments: vec![Appointment {
                position: id(&me["positions"][0]["id"]).parse().unwrap(),
                unit: None,
                units_below: Vec::new(),
                role: Role::Clerk,
            }],
            scopes: Scope::ALL.to_vec(),
        };
        let to: PersonId = self.person(to).await.parse().unwrap();
        let action = Action::Register(Urgency::Normal, Some(Principal::Person(to)));
        work::act(
            &self.office.app,
            &clerk,
            (paper.parse().unwrap(), None),
            &action,
            None,
        )
        .await
        .unwrap();
        paper
    }

    fn after(&self, hours: i64) -> String {
        let at = self.office.clock.now() + Duration::hours(hours);
        at.format(&time::format_description::well_known::Rfc3339)
            .unwrap()
    }

    async fn delegates(&self, giver: &Somebody, to: &str, wish: Value) -> Answer {
        let mut body = json!({ "receiver": self.person(to).await, "capacity": "substitute",
            "from": self.after(0), "to": self.after(8), "reason": "Đi công tác" });
        for (key, value) in wish.as_object().unwrap() {
            body[key] = value.clone();
        }
        giver.posts("/delegations", &body).await
    }
}

async fn inbox(who: &Somebody) -> Vec<(String, Value)> {
    let items = who.gets("/inbox").await.fine().json()["items"].clone();
    let items = items.as_array().unwrap().iter();
    items
        .map(|item| {
            let paper = item["document"]["id"].as_str().unwrap().to_owned();
            (paper, item["on_behalf_of"].clone())
        })
        .collect()
}

async fn waiting(who: &Somebody) -> u64 {
    let counts = who.gets("/inbox/counts").await.fine().json()["items"].clone();
    let counts = counts.as_array().unwrap().iter();
    counts.map(|count| count["waiting"].as_u64().unwrap()).sum()
}

async fn sees(who: &Somebody, paper: &str) -> bool {
    let answer = who.gets(&format!("/documents/{paper}")).await;
    assert!(
        [StatusCode::OK, StatusCode::NOT_FOUND].contains(&answer.status),
        "{}",
        answer.status
    );
    answer.status == StatusCode::OK
}

/// The first task of a kind that is open on a paper.
async fn task(who: &Somebody, paper: &str, kind: &str) -> String {
    let work = who
        .gets(&format!("/documents/{paper}/work"))
        .await
        .fine()
        .json();
    let tasks = work["tasks"].as_array().unwrap().iter();
    let open = tasks
        .clone()
        .find(|task| task["kind"] == kind && task["closed"].is_null());
    open.unwrap_or_else(|| panic!("no open {kind}: {work}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn distributes(world: &World, who: &Somebody, paper: &str, to: &str) -> Answer {
    let body = json!({ "action": "distribute", "task": task(&world.clerk, paper, "distribute").await,
        "words": "Xử lý theo quy định",
        "parts": [{ "part": "lead", "to": { "kind": "person", "id": world.person(to).await } }] });
    who.posts(&format!("/documents/{paper}/actions"), &body)
        .await
}

#[test]
fn somebody_stands_in_within_the_scope_and_until_the_end() {
    both_databases(async |database| {
        let world = World::open(database).await;
        let office = &world.office;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let letter = world
            .submitted("phong chong bao", Some("cong_van"), "leader.a")
            .await;
        let other = world
            .submitted("giay moi hop", Some("quyet_dinh"), "leader.a")
            .await;
        assert!(!sees(&head, &letter).await);

        let scope = json!({ "kinds": ["cong_van"] });
        let wish = json!({ "capacity": "order", "scope": scope });
        let given = world
            .delegates(&leader, "head.economy", wish)
            .await
            .fine()
            .json();
        assert_eq!(
            inbox(&head).await,
            [(letter.clone(), json!("Người leader.a"))]
        );
        assert_eq!(waiting(&head).await, 1);
        assert_eq!(waiting(&leader).await, 2, "the giver keeps what is his");
        assert!(sees(&head, &letter).await && !sees(&head, &other).await);
        let shown = head
            .gets(&format!("/documents/{letter}/work"))
            .await
            .fine()
            .json();
        assert_eq!(shown["stands_in"][0]["on_behalf_of"], "Người leader.a");

        // What begins to wait while it lives is open at once, and found once the index has followed.
        let second = world
            .submitted("phong chong lut", Some("cong_van"), "leader.a")
            .await;
        assert!(sees(&head, &second).await);
        office.runs_jobs().await;
        assert_eq!(head.searches("phong chong").await.json()["total"], 2);
        assert_eq!(head.searches("giay moi").await.json()["total"], 0);

        // Nothing that was received goes on to a third.
        world
            .delegates(&head, "specialist.economy", json!({}))
            .await
            .fine();
        let specialist = office.signs_in("specialist.economy").await;
        assert!(inbox(&specialist).await.is_empty() && !sees(&specialist, &letter).await);

        distributes(&world, &head, &letter, "specialist.culture")
            .await
            .fine();
        let shown = leader
            .gets(&format!("/documents/{letter}/work"))
            .await
            .fine()
            .json();
        let remark = &shown["remarks"][0];
        assert_eq!(
            (&remark["author"], &remark["on_behalf_of"]),
            (&json!("Người head.economy"), &json!("Người leader.a"))
        );
        let events = leader
            .gets(&format!("/documents/{letter}/events"))
            .await
            .fine()
            .json();
        let acted = events["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|event| event["kind"] == "task.distributed");
        assert_eq!(acted.unwrap()["on_behalf_of"], "Người leader.a");
        let refused = distributes(&world, &head, &other, "specialist.culture").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);

        // Its time is over: nobody acts any more, even before anything was taken away.
        office.clock.advance(Duration::hours(9));
        let (leader, head) = (
            office.signs_in("leader.a").await,
            office.signs_in("head.economy").await,
        );
        assert!(inbox(&head).await.is_empty());
        let world = World {
            clerk: office.signs_in("clerk.a").await,
            ..world
        };
        let refused = distributes(&world, &head, &second, "specialist.culture").await;
        assert_eq!(refused.code(), "work.not_yours");
        assert!(
            delegations::settle(&world.office.app)
                .await
                .unwrap()
                .is_none()
        );
        assert!(!sees(&head, &second).await && !sees(&head, &letter).await);
        world.office.runs_jobs().await;
        assert_eq!(head.searches("phong chong").await.json()["total"], 0);
        let id = given["id"].as_str().unwrap();
        let again = leader
            .posts(&format!("/delegations/{id}/end"), &json!({}))
            .await;
        assert_eq!(again.code(), "people.delegation_over");
    });
}

/// Each way in which a delegation could be more than the giver may give is refused.
async fn refuses_what_is_wider(world: &World, leader: &Somebody) {
    for (giver, to, wish, code) in [
        (
            leader,
            "chief.a",
            json!({ "capacity": "deputy" }),
            "people.capacity_unfit",
        ),
        (
            leader,
            "chief.a",
            json!({ "capacity": "authorised" }),
            "people.authorisation_needed",
        ),
        (leader, "leader.a", json!({}), "people.delegate_self"),
        (
            leader,
            "deputy.a",
            json!({ "to": world.after(-1) }),
            "people.delegation_period",
        ),
        (
            leader,
            "deputy.a",
            json!({ "to": world.after(24 * 400) }),
            "people.delegation_long",
        ),
        (
            leader,
            "deputy.a",
            json!({ "reason": " " }),
            "people.reason_needed",
        ),
        (
            leader,
            "deputy.a",
            json!({ "receiver": format!("per_{}", "7".repeat(32)) }),
            "people.unknown",
        ),
        (
            leader,
            "administrator.a",
            json!({}),
            "people.delegate_without_post",
        ),
        (
            &world.administrator,
            "deputy.a",
            json!({}),
            "people.nothing_to_delegate",
        ),
    ] {
        let refused = world.delegates(giver, to, wish).await;
        assert_eq!(refused.code(), code, "to {to}");
    }
}

#[test]
fn a_delegation_is_never_wider_and_ended_by_those_who_may() {
    both_databases(async |database| {
        let world = World::open(database).await;
        let office = &world.office;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let letter = world
            .submitted("de nghi bo tri von", None, "leader.a")
            .await;
        refuses_what_is_wider(&world, &leader).await;
        // Later: nothing yet. It begins by itself, and ends when the chief of office says so.
        let wish = json!({ "from": world.after(1), "to": world.after(6) });
        let given = world
            .delegates(&leader, "head.economy", wish)
            .await
            .fine()
            .json();
        assert!(!sees(&head, &letter).await);
        let next = delegations::settle(&office.app).await.unwrap();
        assert_eq!(next, Some(office.clock.now() + Duration::hours(1)));
        office.clock.advance(Duration::hours(1));
        delegations::settle(&office.app).await.unwrap();
        let (head, chief_again) = (
            office.signs_in("head.economy").await,
            office.signs_in("chief.a").await,
        );
        assert!(sees(&head, &letter).await);
        assert_eq!(inbox(&head).await.len(), 1);
        let path = format!("/delegations/{}/end", given["id"].as_str().unwrap());
        let elsewhere = office.signs_in("administrator.b").await;
        assert_eq!(
            elsewhere.posts(&path, &json!({})).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            head.posts(&path, &json!({})).await.code(),
            "access.role_needed"
        );
        let listed = chief_again
            .gets("/delegations?agency=true")
            .await
            .fine()
            .json();
        assert_eq!(
            (
                &listed["items"][0]["live"],
                &listed["items"][0]["actions"][0]["open"]
            ),
            (&json!(true), &json!(true))
        );
        assert_eq!(
            head.gets("/delegations?agency=true").await.code(),
            "access.role_needed"
        );
        assert!(
            elsewhere.gets("/delegations").await.fine().json()["items"]
                .as_array()
                .unwrap()
                .is_empty()
        );
        chief_again.posts(&path, &json!({})).await.fine();
        assert!(!sees(&head, &letter).await && inbox(&head).await.is_empty());
        office.runs_jobs().await;
    });
}

/// What would be handed over is told to those who order it.
async fn tells_what_waits(world: &World, over: &str) {
    assert_eq!(world.clerk.gets(over).await.code(), "access.role_needed");
    let elsewhere = world.office.signs_in("administrator.b").await;
    assert_eq!(elsewhere.gets(over).await.code(), "http.not_found");
    assert_eq!(
        world.administrator.gets(over).await.fine().json(),
        json!({ "tasks": 2, "delegations": 1 })
    );
}

#[test]
fn whoever_leaves_hands_everything_over() {
    both_databases(async |database| {
        let world = World::open(database).await;
        let office = &world.office;
        let leader = office.signs_in("leader.a").await;
        let deputy = office.signs_in("deputy.a").await;
        let mut papers = Vec::new();
        for number in 0..3 {
            papers.push(
                world
                    .submitted(&format!("to trinh {number}"), None, "leader.a")
                    .await,
            );
        }
        world
            .delegates(&leader, "chief.a", json!({ "capacity": "order" }))
            .await
            .fine();
        distributes(&world, &leader, &papers[0], "specialist.economy")
            .await
            .fine();
        let (going, staying) = (
            world.person("leader.a").await,
            world.person("deputy.a").await,
        );
        let end = format!("/people/{going}/end");
        let refused = world.administrator.posts(&end, &json!({})).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::CONFLICT, "organisations.open_work")
        );
        assert_eq!(refused.json()["params"]["count"], 2);

        let over = format!("/people/{going}/hand-over");
        tells_what_waits(&world, &over).await;
        for (who, to, code) in [
            (&world.clerk, &staying, "access.role_needed"),
            (&world.administrator, &going, "people.successor_self"),
            (
                &world.administrator,
                &world.person("administrator.a").await,
                "people.successor_without_post",
            ),
            (
                &office.signs_in("administrator.b").await,
                &staying,
                "http.not_found",
            ),
        ] {
            assert_eq!(who.posts(&over, &json!({ "to": to })).await.code(), code);
        }
        let chief = office.signs_in("chief.a").await;
        let done = chief
            .posts(&over, &json!({ "to": staying }))
            .await
            .fine()
            .json();
        assert_eq!(
            done,
            json!({ "papers": 2, "tasks": 2, "delegations": 1, "left": 0 })
        );
        assert_eq!(
            (
                waiting(&leader).await,
                waiting(&deputy).await,
                waiting(&chief).await
            ),
            (0, 2, 0)
        );
        let work = deputy
            .gets(&format!("/documents/{}/work", papers[1]))
            .await
            .fine()
            .json();
        let open: Vec<_> = work["tasks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|task| task["closed"].is_null())
            .collect();
        assert_eq!(open[0]["assignee"]["name"], "Người deputy.a");
        distributes(&world, &deputy, &papers[1], "specialist.culture")
            .await
            .fine();

        let specialist = world.person("specialist.economy").await;
        let end_specialist = format!("/people/{specialist}/end");
        let successor = json!({ "successor": world.person("head.economy").await });
        world
            .administrator
            .posts(&end_specialist, &successor)
            .await
            .fine();
        let head = office.signs_in("head.economy").await;
        assert_eq!(inbox(&head).await, [(papers[0].clone(), Value::Null)]);
        let gone = office
            .stranger()
            .tries_to_sign_in("specialist.economy", PASSWORD)
            .await;
        assert!(!gone.status.is_success());
        world.administrator.posts(&end, &json!({})).await.fine();
        office.runs_jobs().await;
    });
}

#[test]
fn what_waits_for_a_post_follows_the_post() {
    both_databases(async |database| {
        let world = World::open(database).await;
        let office = &world.office;
        let administrator = &world.administrator;
        let paper = world.paper("cong van cho van thu", None).await;
        world
            .clerk
            .posts(
                &format!("/documents/{paper}/actions"),
                &json!({ "action": "receive" }),
            )
            .await
            .fine();
        let mover = world.person("specialist.culture").await;
        let posts = format!("/people/{mover}/positions");
        let post = json!({ "title": "clerk", "role": "clerk" });
        let upside_down =
            json!({ "title": "clerk", "role": "clerk", "from": "2026-11-24", "to": "2026-11-23" });
        assert_eq!(
            administrator.posts(&posts, &upside_down).await.code(),
            "organisations.validity"
        );
        assert_eq!(
            world.clerk.posts(&posts, &post).await.code(),
            "access.role_needed"
        );
        let made = administrator.posts(&posts, &post).await.fine().json();
        assert_eq!(
            administrator.posts(&posts, &post).await.code(),
            "organisations.held_already"
        );
        let somebody = office.signs_in("specialist.culture").await;
        assert_eq!(inbox(&somebody).await, [(paper.clone(), Value::Null)]);
        let held = made["id"].as_str().unwrap();
        let end = format!("{posts}/{held}/end");
        let elsewhere = office.signs_in("administrator.b").await;
        assert_eq!(
            elsewhere.posts(&end, &json!({})).await.status,
            StatusCode::NOT_FOUND
        );
        administrator.posts(&end, &json!({})).await.fine();
        assert!(inbox(&somebody).await.is_empty() && !sees(&somebody, &paper).await);
        assert_eq!(
            administrator.posts(&end, &json!({})).await.status,
            StatusCode::NOT_FOUND
        );
        office.runs_jobs().await;
    });
}

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
        let shown = head
            .gets(&format!("/documents/{paper}"))
            .await
            .fine()
            .json();
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
