//! Standing in for somebody who is away, leaving and moving.

use api::ops::{delegations, work};
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
pub(super) struct World {
    pub(super) office: Office,
    pub(super) clerk: Somebody,
    pub(super) administrator: Somebody,
}

impl World {
    pub(super) async fn open(database: stories::Database) -> World {
        let office = Office::open(database).await;
        World {
            clerk: office.signs_in("clerk.a").await,
            administrator: office.signs_in("administrator.a").await,
            office,
        }
    }

    pub(super) async fn person(&self, login: &str) -> String {
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
    pub(super) async fn paper(&self, words: &str, kind: Option<&str>) -> String {
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
    pub(super) async fn submitted(&self, words: &str, kind: Option<&str>, to: &str) -> String {
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

    pub(super) fn after(&self, hours: i64) -> String {
        let at = self.office.clock.now() + Duration::hours(hours);
        at.format(&time::format_description::well_known::Rfc3339)
            .unwrap()
    }

    pub(super) async fn delegates(&self, giver: &Somebody, to: &str, wish: Value) -> Answer {
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

pub(super) async fn waiting(who: &Somebody) -> u64 {
    let counts = who.gets("/inbox/counts").await.fine().json()["items"].clone();
    let counts = counts.as_array().unwrap().iter();
    counts.map(|count| count["waiting"].as_u64().unwrap()).sum()
}

pub(super) async fn sees(who: &Somebody, paper: &str) -> bool {
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
