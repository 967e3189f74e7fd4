//! Templates of instructions: kept by the office and by leaders for themselves, offered with the
//! reason, never applied by themselves, and honest about recipients who left.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Office, Somebody, both_databases};

use super::work::registers;

/// A template for reports of the department of finance, given to a unit and a person.
async fn template(who: &Somebody, name: &str, kinds: &[&str], issuers: &[&str]) -> Value {
    json!({
        "name": name, "words": "Giao Phòng Kinh tế chủ trì tham mưu.",
        "parts": [
            { "part": "lead", "to": who.unit("Phòng Kinh tế").await },
            { "part": "inform", "to": who.party("specialist.culture").await },
        ],
        "term": { "unit": "working_days", "amount": 5 }, "urgency": "urgent",
        "asks_confirmation": true, "kinds": kinds, "issuers": issuers,
    })
}

async fn keeps(who: &Somebody, mut template: Value, shared: bool) -> String {
    template["shared"] = json!(shared);
    let kept = who.posts("/instructions", &template).await.fine();
    assert_eq!(kept.status, StatusCode::CREATED);
    kept.json()["id"].as_str().unwrap().to_owned()
}

async fn writes(who: &Somebody, id: &str, tag: &str, template: &Value) -> (StatusCode, String) {
    let headers = [("content-type", "application/json"), ("if-match", tag)];
    let path = format!("/instructions/{id}");
    let answer = who.sends(Method::PUT, &path, &headers, template.to_string());
    let answer = answer.await;
    let code = match answer.status {
        StatusCode::NO_CONTENT => String::new(),
        _ => answer.code(),
    };
    (answer.status, code)
}

/// The names of the templates offered for a paper, the best first, and the offers.
async fn offered(who: &Somebody, paper: &str) -> (Vec<String>, Value) {
    let asked = json!({ "documents": [paper] });
    let answer = who.posts("/instructions/offers", &asked).await;
    let answer = answer.fine().json();
    let templates = answer["templates"].as_array().unwrap();
    let offers = answer["items"][0]["offers"].clone();
    let name = |offer: &Value| {
        let found = templates.iter().find(|one| one["id"] == offer["template"]);
        found.unwrap()["name"].as_str().unwrap().to_owned()
    };
    let names = offers.as_array().unwrap().iter().map(name).collect();
    (names, offers)
}

#[test]
fn the_template_that_names_most_of_a_paper_is_offered_first_and_says_why() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let chief = office.signs_in("chief.a").await;
        for (name, kinds, issuers) in [
            ("Mọi văn bản", &[][..], &[][..]),
            ("Công văn", &["cong_van"], &[]),
            ("Sở Tài chính", &[], &["so tai chinh"]),
            ("Công văn tài chính", &["cong_van"], &["Sở Tài chính"]),
            ("Giấy mời", &["giay_moi"], &[]),
            ("Sở khác", &[], &["Sở Nội vụ"]),
        ] {
            keeps(&chief, template(&chief, name, kinds, issuers).await, true).await;
        }
        let own = template(&leader, "Riêng", &["cong_van"], &["Sở Tài chính"]).await;
        keeps(&leader, own, false).await;
        let (paper, _) = registers(&clerk, "812/STC-NS", "normal").await;
        let (names, offers) = offered(&leader, &paper).await;
        assert_eq!(
            names,
            [
                "Riêng",
                "Công văn tài chính",
                "Sở Tài chính",
                "Công văn",
                "Mọi văn bản"
            ]
        );
        assert_eq!(offers[1]["kind"], "cong_van");
        assert_eq!(offers[1]["issuer"], "Sở Tài chính");
        assert_eq!(
            (&offers[4]["kind"], &offers[4]["issuer"]),
            (&Value::Null, &Value::Null)
        );
        // What the leader keeps for himself is nobody else's, and nothing was given by itself.
        let (names, _) = offered(&chief, &paper).await;
        assert_eq!(names[0], "Công văn tài chính");
        assert_eq!(leader.sees_work(&paper).await["phase"], "submitted");
        // Of papers that somebody may not read nothing is said.
        let stranger = office.signs_in("leader.b").await;
        let asked = json!({ "documents": [paper] });
        let answer = stranger.posts("/instructions/offers", &asked).await;
        assert_eq!(answer.fine().json()["items"], json!([]));
        let many = json!({ "documents": vec![paper; 201] });
        let answer = leader.posts("/instructions/offers", &many).await;
        assert_eq!(answer.code(), "work.bulk_count");
    });
}

#[test]
fn templates_are_kept_changed_and_ended_by_those_whose_they_are() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let leader = office.signs_in("leader.a").await;
        let chief = office.signs_in("chief.a").await;
        let head = office.signs_in("head.economy").await;
        let says = template(&leader, "Tài chính", &[], &[]).await;
        let shared = keeps(&chief, says.clone(), true).await;
        let own = keeps(&leader, says.clone(), false).await;
        let mut wish = says.clone();
        wish["shared"] = json!(true);
        let refused = leader.posts("/instructions", &wish).await;
        assert_eq!(
            (refused.status, refused.code()),
            (StatusCode::FORBIDDEN, "access.role_needed".to_owned())
        );
        wish["shared"] = json!(false);
        let refused = head.posts("/instructions", &wish).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        // Of another's own ones nobody knows; those of the agency are seen by all of it.
        let seen = async |who: &Somebody| who.gets("/instructions").await.fine().documents();
        assert_eq!(seen(&leader).await, [shared.clone(), own.clone()]);
        assert_eq!(seen(&head).await, std::slice::from_ref(&shared));
        assert!(seen(&office.signs_in("leader.b").await).await.is_empty());
        assert_eq!(
            writes(&chief, &own, "\"1\"", &says).await.0,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            writes(&leader, &shared, "\"1\"", &says).await.0,
            StatusCode::FORBIDDEN
        );
        // Two people who change the same one do not overwrite each other.
        let mut changed = says.clone();
        changed["words"] = json!("Để thực hiện.");
        assert_eq!(
            writes(&chief, &shared, "\"1\"", &changed).await.0,
            StatusCode::NO_CONTENT
        );
        let administrator = office.signs_in("administrator.a").await;
        let late = writes(&administrator, &shared, "\"1\"", &says).await;
        assert_eq!(late.0, StatusCode::PRECONDITION_FAILED);
        for (field, value, code) in [
            ("name", json!(" "), "instructions.name_needed"),
            ("words", json!(""), "work.text_needed"),
            ("parts", json!([]), "work.parts_needed"),
            ("kinds", json!(["thu_tay"]), "documents.kind_unknown"),
            ("issuers", json!(["-"]), "instructions.issuer_unfit"),
            (
                "term",
                json!({ "unit": "date", "date": "2026-12-01" }),
                "instructions.term_unfit",
            ),
        ] {
            let mut unfit = says.clone();
            unfit[field] = value;
            let refused = writes(&chief, &shared, "\"2\"", &unfit).await;
            assert_eq!(refused, (StatusCode::UNPROCESSABLE_ENTITY, code.to_owned()));
        }
        let ended = administrator
            .deletes(&format!("/instructions/{shared}"))
            .await;
        assert_eq!(ended.status, StatusCode::NO_CONTENT);
        assert_eq!(seen(&chief).await, Vec::<String>::new());
        assert_eq!(
            administrator
                .deletes(&format!("/instructions/{shared}"))
                .await
                .status,
            StatusCode::NOT_FOUND
        );
    });
}

#[test]
fn a_recipient_who_left_is_named_and_given_nothing() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let chief = office.signs_in("chief.a").await;
        let leader = office.signs_in("leader.a").await;
        let says = template(&chief, "Tài chính", &[], &["Sở Tài chính"]).await;
        let id = keeps(&chief, says.clone(), true).await;
        let (paper, _) = registers(&clerk, "7/STC", "normal").await;
        let administrator = office.signs_in("administrator.a").await;
        let left = administrator.party("specialist.culture").await;
        let path = format!("/people/{}/end", left["id"].as_str().unwrap());
        administrator.posts(&path, &json!({})).await.fine();
        let asked = json!({ "documents": [paper] });
        let shown = leader
            .posts("/instructions/offers", &asked)
            .await
            .fine()
            .json();
        let parts = shown["templates"][0]["parts"].as_array().unwrap();
        let gone: Vec<_> = parts.iter().map(|part| part["gone"] == true).collect();
        assert_eq!(gone, [false, true]);
        assert_eq!(parts[1]["to"]["name"], "Người specialist.culture");
        let task = leader.own_task(&leader.sees_work(&paper).await, "distribute");
        let item =
            json!({ "document": paper, "task": task, "template": { "id": id, "revision": 1 } });
        let order = json!({ "action": "distribute_by_template", "items": [item] });
        let told = leader.posts("/work/bulk", &order).await.fine().json();
        assert_eq!(told["items"][0]["code"], "instructions.gives_to_nobody");
        assert_eq!(leader.sees_work(&paper).await["phase"], "submitted");
        // Written anew it has to name somebody who is there.
        let refused = writes(&chief, &id, "\"1\"", &says).await;
        assert_eq!(refused.1, "instructions.recipient_gone");
    });
}
