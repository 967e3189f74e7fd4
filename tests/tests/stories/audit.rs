//! The log of an agency as its administrator and its inspector look through it, and its proof.

use axum::http::StatusCode;
use serde_json::{Value, json};
use stories::{Office, Somebody, both_databases};
use time::Duration;

/// The archivist of agency A, whom the administrator adds.
async fn inspector(office: &Office, administrator: &Somebody) -> Somebody {
    let post = json!({ "title": "Thanh tra", "role": "archivist", "unit": null });
    let new = json!({ "login": "archivist.a", "name": "Người archivist.a",
        "password": "mat-khau-thu-2026", "position": post });
    administrator.posts("/people", &new).await.fine();
    office.signs_in("archivist.a").await
}

async fn looks(who: &Somebody, query: &str) -> Value {
    who.gets(&format!("/audit{query}")).await.fine().json()
}

fn each<'a>(page: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item.pointer(pointer).unwrap()).collect()
}

#[test]
fn who_did_what_is_found_by_person_kind_paper_and_day() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let administrator = office.signs_in("administrator.a").await;
        inspector(&office, &administrator).await;
        let clerk = office.signs_in("clerk.a").await;
        let letter = clerk.uploads("thu.txt", b"thu", "office").await;
        office.runs_jobs().await;
        // 01:30 in Vietnam, when it is still the day before in Greenwich.
        office.clock.advance(Duration::minutes(17 * 60 + 30));
        let clerk = office.signs_in("clerk.a").await;
        let inspector = office.signs_in("archivist.a").await;
        let administrator = office.signs_in("administrator.a").await;
        let late = clerk.uploads("dem.txt", b"dem", "organisation").await;
        office.runs_jobs().await;

        let all = looks(&inspector, "?limit=100").await;
        let places = each(&all, "/seq");
        assert_eq!(places.last(), Some(&&json!(1)), "from the first");
        assert!(places.is_sorted_by(|a, b| a.as_i64() > b.as_i64()));
        assert_eq!(all["next"], Value::Null);

        // In parts it is the same.
        let (mut parts, mut after) = (Vec::new(), String::new());
        loop {
            let part = looks(&inspector, &format!("?limit=7{after}")).await;
            parts.extend(each(&part, "/seq").into_iter().cloned());
            let Some(next) = part["next"].as_i64() else {
                break;
            };
            after = format!("&after={next}");
        }
        assert_eq!(parts.iter().collect::<Vec<_>>(), places);

        let me = clerk.gets("/session").await.fine().json();
        let id = me["person"]["id"].as_str().unwrap();
        let of = looks(&inspector, &format!("?person={id}&limit=100")).await;
        assert!(of["items"].as_array().unwrap().len() >= 3);
        for name in each(&of, "/actor/name") {
            assert_eq!(name, "Người clerk.a");
        }
        let own = looks(&inspector, "?person=none&kind=file.read").await;
        assert_eq!(each(&own, "/actor"), [&Value::Null, &Value::Null]);

        let two = "?kind=document.captured&kind=file.read&limit=3";
        let kinds = looks(&inspector, two).await;
        assert_eq!(
            each(&kinds, "/kind"),
            ["file.read", "document.captured", "file.read"]
        );
        let rest = format!("{two}&after={}", kinds["next"]);
        let rest = looks(&inspector, &rest).await;
        assert_eq!(each(&rest, "/kind"), ["document.captured"]);
        assert_eq!(rest["next"], Value::Null);

        let of = looks(&inspector, &format!("?document={letter}")).await;
        assert_eq!(each(&of, "/kind"), ["file.read", "document.captured"]);
        assert_eq!(each(&of, "/about/document/id"), [letter.as_str(); 2]);
        assert_eq!(each(&of, "/about/document/title"), ["thu.txt"; 2]);

        let captured = "?kind=document.captured";
        let day = looks(
            &inspector,
            &format!("{captured}&from=2026-11-24&to=2026-11-24"),
        )
        .await;
        assert_eq!(each(&day, "/about/document/id"), [late.as_str()]);
        let day = looks(&inspector, &format!("{captured}&to=2026-11-23")).await;
        assert_eq!(each(&day, "/about/document/id"), [letter.as_str()]);
        let none = looks(&inspector, "?from=2026-11-25").await;
        assert_eq!(none["items"], json!([]));

        // What else there is to it has its name.
        let added = looks(&administrator, "?kind=unit.added").await;
        assert_eq!(
            each(&added, "/about/name"),
            ["Phòng Văn hóa", "Phòng Kinh tế"]
        );
        let people = looks(&administrator, "?kind=person.added&limit=1").await;
        assert_eq!(each(&people, "/about/name"), ["Người archivist.a"]);
    });
}

#[test]
fn the_log_tells_nothing_of_papers_outside_what_one_may_read() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let administrator = office.signs_in("administrator.a").await;
        let inspector = inspector(&office, &administrator).await;
        let clerk = office.signs_in("clerk.a").await;
        let closed = clerk.uploads("kin-dao.txt", b"kin", "office").await;
        let open = clerk.uploads("chung.txt", b"chung", "organisation").await;
        office.runs_jobs().await;

        let seen = looks(&administrator, "?kind=document.captured").await;
        assert_eq!(each(&seen, "/about/what"), ["paper", "hidden_paper"]);
        assert_eq!(seen["items"][0]["about"]["document"]["id"], open.as_str());
        assert_eq!(seen["items"][1]["about"]["document"], Value::Null);
        assert_eq!(seen["items"][1]["actor"]["name"], "Người clerk.a");
        let text = looks(&administrator, "?limit=100").await.to_string();
        assert!(!text.contains(&closed) && !text.contains("kin-dao"));
        let asked = administrator
            .gets(&format!("/audit?document={closed}"))
            .await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND);
        let seen = looks(&inspector, "?kind=document.captured").await;
        assert_eq!(each(&seen, "/about/what"), ["paper", "paper"]);

        // Of another agency there is nothing, and nobody else looks.
        let elsewhere = office.signs_in("administrator.b").await;
        let theirs = looks(&elsewhere, "?limit=100").await.to_string();
        assert!(!theirs.contains("clerk.a") && !theirs.contains(&open));
        let asked = elsewhere.gets(&format!("/audit?document={open}")).await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND);
        for login in ["clerk.a", "leader.a", "chief.a", "specialist.economy"] {
            let somebody = office.signs_in(login).await;
            for path in ["/audit", "/audit/proof"] {
                assert_eq!(somebody.gets(path).await.code(), "access.role_needed");
            }
        }
        let odd = administrator.gets("/audit?person=per_x").await;
        assert_eq!(odd.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_proof_counts_the_events_and_names_the_first_that_was_altered() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let administrator = office.signs_in("administrator.a").await;
        let inspector = inspector(&office, &administrator).await;
        let newest = looks(&inspector, "?limit=1").await;
        let proof = inspector.gets("/audit/proof").await.fine().json();
        assert_eq!(proof["events"], newest["items"][0]["seq"]);
        assert_eq!(proof["hash"].as_str().unwrap().len(), 64);
        assert_eq!(proof["fault"], Value::Null);

        office.alters(
            "update event set kind = 'person.forgotten' where seq = 4 \
             and organisation_id = (select id from organisation where slug = 'a')",
        );
        // What was found is told again for a while, so that nobody keeps the server busy.
        let again = administrator.gets("/audit/proof").await.fine().json();
        assert_eq!(again, proof);
        office.clock.advance(Duration::seconds(31));
        let proof = administrator.gets("/audit/proof").await.fine().json();
        assert_eq!(proof["fault"], json!({ "what": "altered", "seq": 4 }));
        let shown = looks(&inspector, "?kind=person.forgotten").await;
        assert_eq!(
            each(&shown, "/seq"),
            [&json!(4)],
            "and it is shown as it is now"
        );
        let elsewhere = office.signs_in("administrator.b").await;
        let theirs = elsewhere.gets("/audit/proof").await.fine().json();
        assert_eq!(theirs["fault"], Value::Null);
    });
}
