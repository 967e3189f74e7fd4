//! Samples of a digitisation: drawn so that the draw can be repeated, keyed without being seen, judged by a
//! third person; what a sample says, and how long the rest of a job takes.

use axum::http::StatusCode;
use serde_json::{Value, json};
use stories::quality::{settles, two_scans};
use stories::{Office, Somebody, both_databases};
use workflow::DocumentId;
use workflow::quality::draw;

const PERIOD: &str = "from=2026-11-01&to=2026-11-30";

fn frame(more: &Value) -> Value {
    let mut body = json!({ "from": "2026-11-01", "to": "2026-11-30" });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn archivist(office: &Office) -> Somebody {
    let administrator = office.signs_in("administrator.a").await;
    let post = json!({ "title": "Lưu trữ", "role": "archivist", "unit": null });
    let new = json!({ "login": "archivist.a", "name": "Người archivist.a",
        "password": "mat-khau-thu-2026", "position": post });
    administrator.posts("/people", &new).await.fine();
    office.signs_in("archivist.a").await
}

/// A sample as the list shows it.
async fn sample(somebody: &Somebody, id: &str) -> Value {
    let listed = somebody.gets("/quality/samples").await.fine().json();
    let mut items = listed["items"].as_array().unwrap().iter();
    items.find(|one| one["id"] == id).unwrap().clone()
}

async fn takes(somebody: &Somebody, id: &str) -> Value {
    let path = format!("/quality/samples/{id}/take");
    somebody.posts(&path, &json!({})).await.fine().json()["item"].clone()
}

#[test]
fn a_sample_is_keyed_unseen_and_judged_by_a_third() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let (clerk, chief) = (
            office.signs_in("clerk.a").await,
            office.signs_in("chief.a").await,
        );
        let archivist = archivist(&office).await;
        let (_, papers) = two_scans(&office, &clerk).await;
        let empty = archivist
            .posts("/quality/samples", &frame(&json!({})))
            .await;
        assert_eq!(empty.code(), "quality.nothing_to_draw");
        for paper in &papers {
            let code = json!({ "code": "7/BC-UBND", "subject": "Về việc hoà giải" });
            settles(&chief, paper, &code).await.fine();
        }
        office.clock.advance(time::Duration::minutes(1));
        let size = format!("/quality/sample-size?{PERIOD}&certainty=99");
        let size = archivist.gets(&size).await.fine().json();
        assert_eq!(size, json!({ "population": 2, "size": 2 }));
        for (wrong, code) in [
            (json!({ "margin": 0.1 }), "quality.margin"),
            (json!({ "size": 0 }), "quality.size"),
        ] {
            let refused = archivist.posts("/quality/samples", &frame(&wrong)).await;
            assert_eq!(refused.code(), code);
        }
        let refused = clerk.posts("/quality/samples", &frame(&json!({}))).await;
        assert_eq!(refused.code(), "access.role_needed");
        let drawn = archivist
            .posts("/quality/samples", &frame(&json!({})))
            .await;
        let id = drawn.fine().json()["id"].as_str().unwrap().to_owned();

        // The draw repeats itself from what is kept of it.
        let kept = sample(&archivist, &id).await;
        assert_eq!((&kept["population"], &kept["size"]), (&json!(2), &json!(2)));
        let seed: u64 = kept["seed"].as_str().unwrap().parse().unwrap();
        let ids: Vec<DocumentId> = papers.iter().map(|id| id.parse().unwrap()).collect();
        let order: Vec<String> = draw(seed, &ids, 2)
            .iter()
            .map(ToString::to_string)
            .collect();

        // Whoever settled or opened a paper is not given it.
        assert_eq!(takes(&chief, &id).await, Value::Null);
        let first = takes(&archivist, &id).await;
        assert_eq!(first["number"], json!(1));
        assert_eq!(takes(&archivist, &id).await, first, "he has it already");
        let fields: Vec<_> = first.as_object().unwrap().keys().cloned().collect();
        assert_eq!(
            fields,
            ["number", "pages"],
            "nothing says which paper it is"
        );
        let item = format!("/quality/samples/{id}/items/1");
        let image = format!("{item}/pages/1/image?width=910");
        assert!(
            archivist
                .gets(&image)
                .await
                .fine()
                .bytes
                .starts_with(b"RIFF")
        );
        assert_eq!(clerk.gets(&image).await.code(), "quality.not_taken");
        let beyond = archivist.gets(&format!("{item}/pages/99/image")).await;
        assert_eq!(beyond.status, StatusCode::NOT_FOUND);

        let keyed = json!({ "code": "7/BC–UBND", "subject": "về việc  hòa giải", "issuer": "Sai" });
        let sent = archivist
            .posts(&format!("{item}/keying"), &keyed)
            .await
            .fine();
        assert!(sent.bytes.is_empty(), "how it compares is not told");
        let again = archivist.posts(&format!("{item}/keying"), &keyed).await;
        assert_eq!(again.code(), "quality.not_taken");
        judges(&office, (&id, &order[0]), (&clerk, &chief, &archivist)).await;
    });
}

/// The first paper was keyed by the archivist and settled by the chief.
async fn judges(
    office: &Office,
    (id, paper): (&str, &str),
    (clerk, chief, archivist): (&Somebody, &Somebody, &Somebody),
) {
    let path = format!("/quality/samples/{id}/differences");
    let found = chief.gets(&path).await.fine().json();
    let items = found["items"].as_array().unwrap();
    let of = |field: &str| items.iter().find(|one| one["field"] == field);
    assert!(of("code").is_none() && of("subject").is_none(), "{found}");
    let issuer = of("issuer").unwrap();
    assert_eq!(issuer["document"], json!(paper));
    assert_eq!(issuer["keyed"], json!("Sai"));
    assert_eq!(issuer["actions"][0]["code"], "quality.not_third");
    assert_eq!(clerk.gets(&path).await.code(), "access.role_needed");

    // A third person: neither the chief, who settled it, nor the archivist, who keyed it.
    let judgement = format!("/quality/samples/{id}/items/1/judgement");
    let right = json!({ "field": "issuer", "judgement": "keyed" });
    for somebody in [chief, archivist] {
        let refused = somebody.posts(&judgement, &right).await;
        assert_eq!(refused.code(), "quality.not_third");
    }
    let third = second_chief(office).await;
    let agreed = json!({ "field": "code", "judgement": "keyed" });
    let none = third.posts(&judgement, &agreed).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let same = json!({ "field": "issuer", "judgement": "third", "value": "SAI" });
    assert_eq!(
        third.posts(&judgement, &same).await.code(),
        "quality.third_same"
    );
    let before = third.sees_paper(paper).await;
    third.posts(&judgement, &right).await.fine();
    let twice = third.posts(&judgement, &right).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
    let after = third.sees_paper(paper).await;
    assert_eq!(
        before["issuer"], after["issuer"],
        "the register stays as it is"
    );

    let open = items.len() - 1;
    let kept = sample(archivist, id).await;
    assert_eq!(
        (&kept["keyed"], &kept["open"], &kept["judged"]),
        (&json!(1), &json!(open), &json!(1))
    );
    let of_sample = format!("/quality/rates?{PERIOD}&sample={id}");
    let rates = archivist.gets(&of_sample).await.fine().json();
    let mut rows = rates["rows"].as_array().unwrap().iter();
    let issuer = rows.find(|row| row["key"] == "issuer").unwrap();
    assert_eq!(
        (&issuer["checked"], &issuer["errors"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        (&issuer["needed"], &issuer["missing"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(rates["total"]["checked"], json!(5 - open));
    for by in ["issuer", "operator", "batch"] {
        let path = format!("/quality/rates?{PERIOD}&by={by}");
        let found = archivist.gets(&path).await.fine().json();
        assert_eq!(found["rows"].as_array().unwrap().len(), 1, "{found}");
        assert_eq!(found["rows"][0]["errors"], json!(1), "{found}");
    }
    let elsewhere = office.signs_in("archivist.b").await;
    let theirs = elsewhere.gets(&path).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    assert_eq!(
        clerk.gets(&format!("/quality/rates?{PERIOD}")).await.code(),
        "access.role_needed"
    );
    office.runs_jobs().await;
}

async fn second_chief(office: &Office) -> Somebody {
    let administrator = office.signs_in("administrator.a").await;
    let post = json!({ "title": "Phó chánh văn phòng", "role": "chief_of_office", "unit": null });
    let new = json!({ "login": "chief.two", "name": "Người chief.two",
        "password": "mat-khau-thu-2026", "position": post });
    administrator.posts("/people", &new).await.fine();
    office.signs_in("chief.two").await
}

#[test]
fn whoever_opened_a_paper_cannot_key_it_blind() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let (clerk, chief) = (
            office.signs_in("clerk.a").await,
            office.signs_in("chief.a").await,
        );
        let (_, papers) = two_scans(&office, &clerk).await;
        for paper in &papers {
            settles(&chief, paper, &json!({ "code": "7/BC-UBND" }))
                .await
                .fine();
        }
        office.clock.advance(time::Duration::minutes(1));
        let drawn = chief
            .posts("/quality/samples", &frame(&json!({ "size": 2 })))
            .await;
        let id = drawn.fine().json()["id"].as_str().unwrap().to_owned();
        for paper in &papers {
            clerk.gets(&format!("/documents/{paper}")).await.fine();
        }
        assert_eq!(takes(&clerk, &id).await, Value::Null);
    });
}

#[test]
fn progress_of_days_says_when_the_job_is_done() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let path = "/quality/forecast?pages=1000&days=10&cores=2&hours=8&core_hour=1500";
        let unknown = clerk.gets(path).await.fine().json();
        assert_eq!(unknown["pages_a_day_needed"], json!(100));
        assert_eq!(
            (&unknown["days"], &unknown["cost"]),
            (&json!([]), &Value::Null)
        );
        two_scans(&office, &clerk).await;
        let known = clerk.gets(path).await.fine().json();
        let days = known["days"].as_array().unwrap();
        assert_eq!(days.len(), 1, "{known}");
        assert_eq!(days[0]["day"], "2026-11-23");
        let pages = days[0]["pages"].as_f64().unwrap();
        assert_eq!(known["pages_a_day"], json!(pages));
        let seconds = known["cpu_s_per_page"].as_f64().unwrap();
        assert!(seconds > 0.05, "{known}");
        let hours = known["core_hours"].as_f64().unwrap();
        assert!((hours - seconds * 1000.0 / 3600.0).abs() < 1e-6);
        assert!((known["cost"].as_f64().unwrap() - hours * 1500.0).abs() < 1e-3);
        let elsewhere = office.signs_in("clerk.b").await;
        assert_eq!(elsewhere.gets(path).await.fine().json()["days"], json!([]));
        let refused = office.signs_in("specialist.economy").await.gets(path).await;
        assert_eq!(refused.code(), "access.role_needed");
    });
}
