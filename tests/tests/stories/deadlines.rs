//! Dates: terms counted on the calendar and moved with it, reminders and those above who are told,
//! what is late with whom and why, and what was done in time.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Answer, Office, Somebody, both_databases};
use time::macros::datetime;

use crate::work::registers;

async fn puts(somebody: &Somebody, path: &str, body: &Value) -> Answer {
    let json = [("content-type", "application/json")];
    somebody
        .sends(Method::PUT, path, &json, body.to_string())
        .await
}

fn days(amount: u32) -> Value {
    json!({ "unit": "working_days", "amount": amount })
}

/// A registered letter that the leader gives to somebody with the parts named.
async fn distributes(clerk: &Somebody, leader: &Somebody, code: &str, parts: Value) -> String {
    let (paper, _) = registers(clerk, code, "normal").await;
    let action = json!({ "action": "distribute", "parts": parts, "words": "Giao thực hiện" });
    leader.acts_on(&paper, "distribute", action).await;
    paper
}

/// The open task of a kind that waits for somebody of a name.
#[track_caller]
fn task_of<'a>(work: &'a Value, kind: &str, name: &str) -> &'a Value {
    let tasks = work["tasks"].as_array().unwrap();
    let found = tasks.iter().find(|task| {
        task["kind"] == kind && task["closed"].is_null() && task["assignee"]["name"] == name
    });
    found.unwrap_or_else(|| panic!("no {kind} of {name}: {work:#}"))
}

/// The payloads of the events of a kind about a paper, oldest first.
async fn told(clerk: &Somebody, paper: &str, kind: &str) -> Vec<Value> {
    let path = format!("/documents/{paper}/events");
    let events = clerk.gets(&path).await.fine().json();
    let events = events["items"].as_array().unwrap().iter();
    let of_kind = events.filter(|event| event["kind"] == kind);
    of_kind.map(|event| event["payload"].clone()).collect()
}

#[test]
fn a_term_is_counted_on_the_calendar_and_moves_with_it() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let head = office.signs_in("head.economy").await;
        let administrator = office.signs_in("administrator.a").await;
        let parts = json!([
            { "part": "lead", "to": leader.unit("Phòng Kinh tế").await, "term": days(5) },
            { "part": "support", "to": leader.unit("Phòng Văn hóa").await, "due_at": "2026-11-30T10:00:00Z" },
        ]);
        let paper = distributes(&clerk, &leader, "1/STC", parts).await;
        let work = head.sees_work(&paper).await;
        let lead = task_of(&work, "lead", "Phòng Kinh tế");
        // Monday 23/11, and 24/11 is a holiday: the fifth working day is Tuesday 1/12.
        assert_eq!(lead["due_at"], "2026-12-01T16:59:59.999999Z");
        assert_eq!(lead["due_term"]["term"], days(5));
        assert_eq!(
            task_of(&work, "support", "Phòng Văn hóa")["due_term"],
            Value::Null
        );

        let inner = async |term: Value, more: Value| {
            let to = head.party("specialist.economy").await;
            let mut part = json!({ "part": "lead", "to": to, "term": term });
            part.as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            let task = lead["id"].clone();
            json!({ "action": "assign_on", "task": task, "parts": [part], "words": "Soạn" })
        };
        head.is_refused(
            &paper,
            inner(days(6), json!({})).await,
            "work.due_beyond_outer",
        )
        .await;
        head.is_refused(
            &paper,
            inner(days(0), json!({})).await,
            "calendar.term_empty",
        )
        .await;
        let past = json!({ "start": "2026-11-02T01:00:00Z" });
        head.is_refused(&paper, inner(days(2), past).await, "work.due_past")
            .await;
        let both = inner(days(2), json!({ "due_at": "2026-11-27T10:00:00Z" })).await;
        let both = head.tries(&paper, &both).await;
        assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(both.code(), "work.due_twice");
        head.acts(&paper, inner(days(5), json!({})).await).await;

        a_storm_comes_and_goes(&office, &administrator, (&clerk, &head), &paper).await;
    });
}

/// A day off is entered and taken back; what was counted moves there and back, with its history.
async fn a_storm_comes_and_goes(
    office: &Office,
    administrator: &Somebody,
    (clerk, head): (&Somebody, &Somebody),
    paper: &str,
) {
    let dates = async || {
        let work = head.sees_work(paper).await;
        let date = |kind: &str, name: &str| task_of(&work, kind, name)["due_at"].clone();
        [
            date("lead", "Phòng Kinh tế"),
            date("lead", "Người specialist.economy"),
            date("support", "Phòng Văn hóa"),
        ]
    };
    let before = dates().await;
    let storm = json!({ "kind": "compensatory_off", "name": "Nghỉ bão", "source": "Công điện 12" });
    let day = "/calendar/days/2026-11-26";
    puts(administrator, day, &storm).await.fine();
    assert_eq!(dates().await, before, "the job has not run");
    office.runs_jobs().await;
    let moved = json!("2026-12-02T16:59:59.999999Z");
    let by_hand = before[2].clone();
    assert_eq!(dates().await, [moved.clone(), moved, by_hand]);
    office.looks_at_dates().await;
    assert_eq!(told(clerk, paper, "task.due_moved").await.len(), 1);

    administrator.deletes(day).await.fine();
    office.runs_jobs().await;
    assert_eq!(dates().await, before);
    let events = told(clerk, paper, "task.due_moved").await;
    assert_eq!(events.len(), 2);
    assert_eq!(events[1]["moved"].as_array().unwrap().len(), 2);
    let work = head.sees_work(paper).await;
    let changes = work["date_changes"].as_array().unwrap();
    assert_eq!(changes.len(), 4);
    for change in changes {
        assert_eq!(
            (&change["cause"], &change["by"]),
            (&json!("calendar"), &Value::Null)
        );
    }
    assert_eq!(changes[0]["before"], changes[2]["after"]);
    office.runs_jobs().await;
}

#[test]
fn a_date_that_comes_near_and_passes_is_told_once_at_each_threshold() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let to = leader.party("specialist.economy").await;
        let parts = json!([{ "part": "lead", "to": to, "term": days(3) }]);
        let paper = distributes(&clerk, &leader, "2/STC", parts).await;
        let counts = async || {
            let clerk = office.signs_in("clerk.a").await;
            let mut counts = Vec::new();
            for kind in ["task.due_soon", "task.overdue", "task.escalated"] {
                counts.push(told(&clerk, &paper, kind).await.len());
            }
            counts
        };
        // Due at the end of Friday 27/11.
        for (moment, expected) in [
            (datetime!(2026-11-23 8:01 +7), [0, 0, 0]),
            (datetime!(2026-11-27 0:30 +7), [1, 0, 0]),
            (datetime!(2026-11-27 8:00 +7), [2, 0, 0]),
            (datetime!(2026-11-28 0:30 +7), [2, 1, 0]),
            (datetime!(2026-11-30 20:00 +7), [2, 1, 0]),
            (datetime!(2026-12-01 1:00 +7), [2, 1, 1]),
            (datetime!(2026-12-03 1:00 +7), [2, 1, 2]),
            (datetime!(2026-12-05 1:00 +7), [2, 1, 3]),
        ] {
            office.waits_until(moment);
            // Several servers look at the same time, and again.
            let turns = (
                office.looks_at_dates(),
                office.looks_at_dates(),
                office.looks_at_dates(),
            );
            tokio::join!(turns.0, turns.1, turns.2);
            office.looks_at_dates().await;
            assert_eq!(counts().await, expected, "{moment}");
        }
        let clerk = office.signs_in("clerk.a").await;
        let above = told(&clerk, &paper, "task.escalated").await;
        let levels: Vec<_> = above
            .iter()
            .map(|one| one["thresholds"][0].as_str().unwrap())
            .collect();
        assert_eq!(levels, ["head", "chief_of_office", "leader"]);
        assert!(above[0]["to"][0].as_str().unwrap().starts_with("head:"));
        assert!(
            above[2]["to"][0].as_str().unwrap().starts_with("per:"),
            "the leader who gave it"
        );
        let overdue = &told(&clerk, &paper, "task.overdue").await[0];
        assert_eq!(overdue["due_at"], 1_795_798_799);
        more_time_arms_it_again(&office, &paper).await;
    });
}

/// Another date has its reminders anew, and what is not late any more is in no list.
async fn more_time_arms_it_again(office: &Office, paper: &str) {
    let specialist = office.signs_in("specialist.economy").await;
    let until = "2026-12-18T10:00:00Z";
    let wish = json!({ "action": "ask_time", "until": until, "reason": "Chờ số liệu" });
    specialist.acts_on(paper, "lead", wish).await;
    let leader = office.signs_in("leader.a").await;
    let late = leader.gets("/late").await.fine().json();
    assert_eq!(late["items"][0]["delay"], "extension_asked");
    let grant = json!({ "action": "decide_time", "until": until });
    leader.acts_on(paper, "extension", grant).await;
    assert_eq!(leader.gets("/late").await.fine().documents().len(), 0);
    office.waits_until(datetime!(2026-12-17 18:00 +7));
    office.looks_at_dates().await;
    let clerk = office.signs_in("clerk.a").await;
    assert_eq!(told(&clerk, paper, "task.due_soon").await.len(), 3);
    assert_eq!(told(&clerk, paper, "task.overdue").await.len(), 1);
    office.runs_jobs().await;
}

#[test]
fn what_is_late_is_seen_by_whoever_answers_for_it() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let specialist = leader.party("specialist.economy").await;
        let lead =
            |to: &Value, amount: u32| json!([{ "part": "lead", "to": to, "term": days(amount) }]);
        let economy = leader.unit("Phòng Kinh tế").await;
        let culture = leader.unit("Phòng Văn hóa").await;
        let own = distributes(&clerk, &leader, "1/A", lead(&specialist, 1)).await;
        let unit = distributes(&clerk, &leader, "2/A", lead(&economy, 2)).await;
        distributes(&clerk, &leader, "3/A", lead(&culture, 3)).await;
        distributes(&clerk, &leader, "4/A", lead(&culture, 60)).await;
        let head = office.signs_in("head.economy").await;
        let inner = json!([{ "part": "lead", "to": head.party("specialist.economy").await }]);
        let action = json!({ "action": "assign_on", "parts": inner, "words": "Soạn" });
        head.acts_on(&unit, "lead", action).await;

        // Three dates are past; the fourth is far.
        office.waits_until(datetime!(2026-12-01 8:00 +7));
        let head = office.signs_in("head.economy").await;
        let seen = head.gets("/late").await.fine().documents();
        assert_eq!(
            seen,
            [unit.clone(), unit.clone()],
            "the paper of his specialist is not his to read"
        );
        office.looks_at_dates().await;
        office.runs_jobs().await;
        let told = head.gets("/late?escalated=true").await.fine().json();
        let items = told["items"].as_array().unwrap();
        assert_eq!(items.len(), 2, "{told:#}");
        assert_eq!(items[0]["document"]["id"], own.as_str());
        let above = json!(["head", "chief_of_office"]);
        assert_eq!(items[0]["escalated_to"], above);
        assert_eq!(
            (&items[0]["delay"], &items[0]["working_days_late"]),
            (&json!("not_accepted"), &json!(4))
        );
        head.gets(&format!("/documents/{own}")).await.fine();
        assert_eq!(
            head.waiting().await,
            [("lead".to_owned(), 1)],
            "no second owner"
        );

        each_group_opens_its_tasks(&office).await;
        let specialist = office.signs_in("specialist.economy").await;
        let late = specialist.gets("/late").await.fine().json();
        assert_eq!(late["items"].as_array().unwrap().len(), 2);
        assert_eq!(late["items"][1]["delay"], "not_accepted");
        let outer = head.gets("/late").await.fine().json();
        let delays: Vec<_> = outer["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["delay"].clone())
            .collect();
        assert!(delays.contains(&json!("part_open")), "{delays:?}");
        let elsewhere = office.signs_in("leader.b").await;
        assert_eq!(elsewhere.gets("/late").await.fine().documents().len(), 0);
        for nobody in ["/late?unit=unit-x", "/late?assignee=per:x"] {
            assert_eq!(elsewhere.gets(nobody).await.status, StatusCode::NOT_FOUND);
        }
    });
}

/// For everybody each figure is the length of the list behind it, in pages of one too.
async fn each_group_opens_its_tasks(office: &Office) {
    for (login, all) in [
        ("leader.a", 4),
        ("chief.a", 4),
        ("clerk.a", 4),
        ("head.economy", 3),
        ("head.culture", 1),
        ("specialist.economy", 2),
        ("specialist.culture", 0),
    ] {
        let who = office.signs_in(login).await;
        let groups = who.gets("/late/groups").await.fine().json();
        let mut sum = 0;
        for group in groups["items"].as_array().unwrap() {
            let (key, unit) = (group["key"].as_str().unwrap(), group["unit"]["id"].as_str());
            let unit = unit.unwrap_or("none");
            let path = format!("/late?assignee={key}&unit={unit}");
            let listed = pages(&who, &path).await;
            assert_eq!(listed, group["tasks"].as_u64().unwrap(), "{login} {path}");
            sum += listed;
        }
        assert_eq!(
            (sum, pages(&who, "/late?limit=1").await),
            (all, all),
            "{login}"
        );
    }
}

/// How many items a list has, page by page.
async fn pages(who: &Somebody, path: &str) -> u64 {
    let (mut count, mut after) = (0, String::new());
    loop {
        let page = who.gets(&format!("{path}{after}")).await.fine().json();
        count += page["items"].as_array().unwrap().len() as u64;
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return count,
        }
    }
}

const PERIOD: &str = "from=2026-11-01&to=2026-12-31";

#[test]
fn each_figure_of_the_statistics_opens_its_papers() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        a_month_of_work(&office).await;
        let leader = office.signs_in("leader.a").await;
        let figures = leader
            .gets(&format!("/statistics/timeliness?{PERIOD}&by=unit"))
            .await
            .fine()
            .json();
        let total = json!({ "early": 1, "on_time": 1, "late": 1, "open": 1, "open_late": 1 });
        assert_eq!(figures["total"], total);
        let names: Vec<_> = figures["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["name"].clone())
            .collect();
        assert_eq!(names, ["Phòng Kinh tế", "Phòng Văn hóa"]);
        for by in ["unit", "month", "kind"] {
            for login in ["leader.a", "head.economy", "specialist.economy"] {
                let who = office.signs_in(login).await;
                let sum = each_cell_opens(&who, by).await;
                let all = match login {
                    "leader.a" => 5,
                    "head.economy" => 4,
                    _ => 0,
                };
                assert_eq!(sum, all, "{login} {by}");
            }
        }
        let sheet = leader
            .gets(&format!("/statistics/timeliness/xlsx?{PERIOD}&by=month"))
            .await
            .fine();
        assert!(sheet.bytes.starts_with(b"PK"), "a sheet is a ZIP");
        for wrong in [
            "from=2026-12-31&to=2026-11-01",
            "from=2025-01-01&to=2026-12-31",
        ] {
            let refused = leader
                .gets(&format!("/statistics/timeliness?{wrong}"))
                .await;
            assert_eq!(refused.code(), "calendar.period");
        }
        office.runs_jobs().await;
    });
}

/// One paper done early, one on its day, one late; one open in time, one open late.
async fn a_month_of_work(office: &Office) {
    let clerk = office.signs_in("clerk.a").await;
    let leader = office.signs_in("leader.a").await;
    let economy = leader.unit("Phòng Kinh tế").await;
    let culture = leader.unit("Phòng Văn hóa").await;
    let lead =
        |to: &Value, amount: u32| json!([{ "part": "lead", "to": to, "term": days(amount) }]);
    // Due on 25/11, 26/11, 25/11; 25/11 and, in December, 1/12.
    let on_time = distributes(&clerk, &leader, "1/TK", lead(&economy, 1)).await;
    let early = distributes(&clerk, &leader, "2/TK", lead(&economy, 2)).await;
    let late = distributes(&clerk, &leader, "3/TK", lead(&economy, 1)).await;
    distributes(&clerk, &leader, "4/TK", lead(&culture, 1)).await;
    let open = distributes(&clerk, &leader, "5/TK", lead(&culture, 5)).await;
    // Given back and given to another unit: the paper counts once, with the other one.
    let head = office.signs_in("head.culture").await;
    let back = json!({ "action": "return", "reason": "Không thuộc chức năng" });
    head.acts_on_or_loses(&open, "lead", back).await;
    let again = json!({ "action": "distribute", "parts": lead(&economy, 5), "words": "Giao lại" });
    leader.acts_on(&open, "distribute", again).await;
    // A paper without a date is neither early nor late.
    let undated = json!([{ "part": "lead", "to": economy }]);
    distributes(&clerk, &leader, "6/TK", undated).await;
    let close = json!({ "action": "close", "result": "Đã thực hiện" });
    office.waits_until(datetime!(2026-11-25 9:00 +7));
    let head = office.signs_in("head.economy").await;
    head.acts_on(&on_time, "lead", close.clone()).await;
    head.acts_on(&early, "lead", close.clone()).await;
    office.waits_until(datetime!(2026-11-26 9:00 +7));
    let head = office.signs_in("head.economy").await;
    head.acts_on(&late, "lead", close).await;
}

/// Each figure of each row equals its list; answers the sum of all figures.
async fn each_cell_opens(who: &Somebody, by: &str) -> u64 {
    let path = format!("/statistics/timeliness?{PERIOD}&by={by}");
    let figures = who.gets(&path).await.fine().json();
    let mut sum = 0;
    for row in figures["rows"].as_array().unwrap() {
        for (standing, count) in row["counts"].as_object().unwrap() {
            let key = row["key"].as_str().unwrap();
            let path = format!(
                "/statistics/timeliness/papers?{PERIOD}&by={by}&key={key}&standing={standing}&limit=1"
            );
            let listed = pages(who, &path).await;
            assert_eq!(listed, count.as_u64().unwrap(), "{path}");
            let page = who.gets(&path).await.fine().json();
            assert_eq!(page["total"], *count);
            sum += listed;
        }
    }
    let all = format!("/statistics/timeliness/papers?{PERIOD}&by={by}");
    assert_eq!(pages(who, &all).await, sum);
    sum
}

#[test]
fn the_agency_says_when_it_is_reminded() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let chief = office.signs_in("chief.a").await;
        let to = leader.party("specialist.economy").await;
        let parts = json!([{ "part": "lead", "to": to, "due_at": "2026-12-03T01:00:00Z" }]);
        let paper = distributes(&clerk, &leader, "9/STC", parts).await;
        office.looks_at_dates().await;
        let shown = clerk.gets("/calendar/reminders").await.fine().json();
        assert_eq!(shown["settings"]["hours_before"], 24);
        assert_eq!(shown["actions"][0]["open"], json!(false));
        let mut wish = json!({ "hours_before": null, "percent_passed": 50, "on_the_day": false,
            "head_days": null, "chief_days": null, "leader_days": 2 });
        let refused = puts(&clerk, "/calendar/reminders", &wish).await;
        assert_eq!(refused.code(), "access.role_needed");
        puts(&chief, "/calendar/reminders", &wish).await.fine();
        let set = clerk.gets("/calendar/reminders").await.fine().json();
        assert_eq!(set["settings"], wish);
        office.runs_jobs().await;
        office.waits_until(datetime!(2026-11-28 9:00 +7));
        office.looks_at_dates().await;
        let clerk = office.signs_in("clerk.a").await;
        let soon = told(&clerk, &paper, "task.due_soon").await;
        assert_eq!(soon.len(), 1);
        assert_eq!(soon[0]["thresholds"], json!(["percent"]));
        let chief = office.signs_in("chief.a").await;
        for (name, value, code) in [
            ("percent_passed", 100, "calendar.reminder_percent"),
            ("leader_days", 0, "calendar.reminder_amount"),
        ] {
            let before = wish[name].take();
            wish[name] = json!(value);
            let refused = puts(&chief, "/calendar/reminders", &wish).await;
            assert_eq!(refused.code(), code);
            wish[name] = before;
        }
        office.runs_jobs().await;
    });
}
