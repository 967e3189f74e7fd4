//! The working calendar: what the law gives, what the agency enters above it, who may.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Answer, Office, Somebody, both_databases};

async fn puts(somebody: &Somebody, path: &str, body: &Value) -> Answer {
    let json = [("content-type", "application/json")];
    somebody
        .sends(Method::PUT, path, &json, body.to_string())
        .await
}

fn day<'a>(calendar: &'a Value, day: &str) -> Option<&'a Value> {
    let days = calendar["days"].as_array().unwrap();
    days.iter().find(|entry| entry["day"] == day)
}

#[test]
fn the_administrator_enters_a_day_and_takes_it_back() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let administrator = office.signs_in("administrator.a").await;
        let clerk = office.signs_in("clerk.a").await;
        let before = clerk.gets("/calendar?year=2026").await.fine().json();
        assert_eq!(
            (&before["version"], &before["has_notice"]),
            (&json!(0), &json!(true))
        );
        let law = day(&before, "2026-11-24").unwrap();
        assert_eq!(
            (&law["kind"], &law["own"]),
            (&json!("holiday"), &json!(false))
        );
        assert_eq!(
            before["hours"]["morning"],
            json!({ "from": "07:30", "to": "11:30" })
        );
        let edit = |name: &str, open: bool, code: Value| json!([{ "name": name, "open": open, "code": code }]);
        assert_eq!(
            before["actions"],
            edit("edit", false, json!("access.role_needed"))
        );

        let wish = json!({ "kind": "compensatory_off", "name": "Nghỉ phòng chống bão",
            "source": "Công điện 12/CĐ-UBND" });
        let refused = puts(&clerk, "/calendar/days/2026-11-25", &wish).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::FORBIDDEN, "access.role_needed")
        );
        let entered = puts(&administrator, "/calendar/days/2026-11-25", &wish).await;
        assert_eq!(entered.status, StatusCode::NO_CONTENT);
        let worked =
            json!({ "kind": "working_day", "name": "Trực", "source": "Kế hoạch 5/KH-UBND" });
        puts(&administrator, "/calendar/days/2026-11-24", &worked)
            .await
            .fine();
        let after = administrator.gets("/calendar").await.fine().json();
        assert_eq!(
            (&after["year"], &after["version"]),
            (&json!(2026), &json!(2))
        );
        assert_eq!(day(&after, "2026-11-25").unwrap()["own"], json!(true));
        assert_eq!(
            day(&after, "2026-11-24").unwrap()["kind"],
            json!("working_day")
        );
        assert_eq!(after["actions"], edit("edit", true, Value::Null));
        let elsewhere = office.signs_in("administrator.b").await;
        let theirs = elsewhere.gets("/calendar").await.fine().json();
        assert_eq!(
            theirs["days"], before["days"],
            "another agency has its own calendar"
        );
        let foreign = elsewhere.deletes("/calendar/days/2026-11-25").await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);

        for path in ["/calendar/days/2026-11-25", "/calendar/days/2026-11-24"] {
            assert_eq!(clerk.deletes(path).await.code(), "access.role_needed");
            administrator.deletes(path).await.fine();
            assert_eq!(
                administrator.deletes(path).await.status,
                StatusCode::NOT_FOUND
            );
        }
        let back = clerk.gets("/calendar?year=2026").await.json();
        assert_eq!(
            (&back["days"], &back["version"]),
            (&before["days"], &json!(4))
        );
        office.runs_jobs().await;
    });
}

#[test]
fn what_does_not_fit_the_calendar_is_told() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let administrator = office.signs_in("administrator.a").await;
        let wish =
            |name: &str, source: &str| json!({ "kind": "holiday", "name": name, "source": source });
        let path = "/calendar/days/2026-12-24";
        for (path, body, code) in [
            (path, wish(" ", "Thông báo 1"), "calendar.day_name"),
            (path, wish("Nghỉ", ""), "calendar.day_source"),
            (
                "/calendar/days/2201-01-01",
                wish("Nghỉ", "Thông báo 1"),
                "calendar.year",
            ),
            (
                "/calendar/days/2026-02-30",
                wish("Nghỉ", "Thông báo 1"),
                "http.not_found",
            ),
            (
                path,
                json!({ "kind": "siesta", "name": "a", "source": "b" }),
                "http.malformed",
            ),
        ] {
            assert_eq!(
                puts(&administrator, path, &body).await.code(),
                code,
                "{body}"
            );
        }
        assert_eq!(
            administrator.gets("/calendar?year=1900").await.code(),
            "calendar.year"
        );
        let forecast = administrator
            .gets("/calendar?year=2027")
            .await
            .fine()
            .json();
        assert_eq!(forecast["has_notice"], json!(false));
        let tet = day(&forecast, "2027-02-05").unwrap();
        assert!(tet["source"].as_str().unwrap().contains("dự kiến"), "{tet}");
    });
}

#[test]
fn office_hours_are_the_agencys_own() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let administrator = office.signs_in("administrator.a").await;
        let hours = |from: &str, to: &str| json!({ "morning": { "from": from, "to": "11:30" }, "afternoon": { "from": "13:00", "to": to } });
        for (from, to) in [
            ("12:00", "17:00"),
            ("07:00", "24:00"),
            ("07:60", "17:00"),
            ("+7:00", "17:00"),
            ("", "17:00"),
        ] {
            let refused = puts(&administrator, "/calendar/hours", &hours(from, to)).await;
            assert_eq!(refused.code(), "calendar.hours_wrong", "{from} {to}");
        }
        let clerk = office.signs_in("clerk.a").await;
        let set = hours("07:00", "16:30");
        assert_eq!(
            puts(&clerk, "/calendar/hours", &set).await.code(),
            "access.role_needed"
        );
        puts(&administrator, "/calendar/hours", &set).await.fine();
        let shown = clerk.gets("/calendar").await.fine().json();
        assert_eq!((&shown["hours"], &shown["version"]), (&set, &json!(1)));
        office.runs_jobs().await;
    });
}
