//! Registers through a year and over its end: numbers given, kept, given up and cancelled.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Answer, Office, Somebody, both_databases};

/// An agency with its registers, whose papers can be numbered.
struct Desk {
    office: Office,
    clerk: Somebody,
    incoming: String,
    outgoing: String,
    decisions: String,
    copies: String,
    economy: String,
}

impl Desk {
    async fn set_up(database: stories::Database) -> Desk {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let listed = clerk.gets("/registers").await.fine().json();
        let id = |name: &str| {
            let items = listed["items"].as_array().unwrap();
            let found = items.iter().find(|one| one["name"] == name).unwrap();
            found["id"].as_str().unwrap().to_owned()
        };
        let units = clerk.gets("/units").await.fine().json();
        let economy = units["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|unit| unit["name"] == "Phòng Kinh tế")
            .unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        Desk {
            incoming: id("Sổ đăng ký văn bản đến"),
            outgoing: id("Sổ đăng ký văn bản đi"),
            decisions: id("Sổ đăng ký quyết định (cá biệt)"),
            copies: id("Sổ đăng ký bản sao"),
            economy,
            office,
            clerk,
        }
    }

    async fn abbreviates(&self) {
        let administrator = self.office.signs_in("administrator.a").await;
        for (path, text) in [
            ("/organisation".to_owned(), "UBND"),
            (format!("/units/{}", self.economy), "KT"),
        ] {
            let body = json!({ "abbreviation": text });
            patches(&administrator, &path, &[], &body).await.fine();
        }
    }

    /// A captured paper with these fields.
    async fn paper(&self, name: &str, fields: &Value) -> String {
        let text = format!("Văn bản {name}");
        let paper = self.clerk.uploads(name, text.as_bytes(), "office").await;
        self.office.runs_jobs().await;
        self.edits(&paper, fields).await.fine();
        paper
    }

    async fn edits(&self, paper: &str, fields: &Value) -> Answer {
        let path = format!("/documents/{paper}");
        let shown = self.clerk.gets(&path).await.fine().json();
        let mut body = json!({});
        for name in [
            "subject",
            "code",
            "issuer",
            "signer",
            "issued_on",
            "direction",
            "urgency",
        ] {
            body[name] = shown[name].clone();
        }
        body["kind"] = shown["kind"]["code"].clone();
        for (name, value) in fields.as_object().unwrap() {
            body[name] = value.clone();
        }
        let tag = format!("\"{}\"", shown["revision"]);
        patches(&self.clerk, &path, &[("if-match", &tag)], &body).await
    }

    async fn registers(&self, paper: &str, wish: &Value) -> Answer {
        self.clerk
            .posts(&format!("/documents/{paper}/registration"), wish)
            .await
    }

    async fn shows(&self, paper: &str) -> Value {
        let path = format!("/documents/{paper}");
        self.clerk.gets(&path).await.fine().json()
    }

    /// Number, state and code of every line.
    async fn lines(&self, register: &str, query: &str) -> Vec<(i64, String, Option<String>)> {
        let path = format!("/registers/{register}/entries?limit=100{query}");
        let page = self.clerk.gets(&path).await.fine().json();
        let line = |item: &Value| {
            (
                item["number"].as_i64().unwrap(),
                item["state"].as_str().unwrap().to_owned(),
                item["code"].as_str().map(str::to_owned),
            )
        };
        page["items"].as_array().unwrap().iter().map(line).collect()
    }
}

async fn patches(who: &Somebody, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    let headers = [&[("content-type", "application/json")], headers].concat();
    who.sends(Method::PATCH, path, &headers, body.to_string())
        .await
}

#[track_caller]
fn refused(answer: &Answer, status: StatusCode, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code));
    let problem = answer.json();
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.ends_with('.') && detail.contains(". "), "{detail}");
}

fn line(number: i64, state: &str, code: Option<&str>) -> (i64, String, Option<String>) {
    (number, state.to_owned(), code.map(str::to_owned))
}

#[test]
fn a_letter_comes_in_and_papers_go_out() {
    both_databases(async |database| {
        let desk = Desk::set_up(database).await;
        let letter = desk
            .paper(
                "cong-van.txt",
                &json!({ "code": "12/STC-VP", "issuer": "Sở Tài chính" }),
            )
            .await;
        let first = desk
            .registers(&letter, &json!({ "register": desk.incoming }))
            .await;
        assert_eq!(first.status, StatusCode::CREATED);
        assert_eq!(first.json()["code"], "01");
        assert_eq!(first.json()["dated"], "2026-11-23");
        let shown = desk.shows(&letter).await;
        assert_eq!(
            shown["code"], "12/STC-VP",
            "what came in keeps the number of its issuer"
        );
        assert_eq!(shown["register"], "Sổ đăng ký văn bản đến");
        assert_eq!(shown["direction"], "incoming");
        assert_eq!(shown["registration"]["number"], 1);
        let again = desk
            .registers(&letter, &json!({ "register": desk.incoming }))
            .await;
        refused(&again, StatusCode::CONFLICT, "registers.already");

        let report = desk
            .paper("bao-cao.txt", &json!({ "kind": "bao_cao" }))
            .await;
        let wish = json!({ "register": desk.outgoing });
        let nameless = desk.registers(&report, &wish).await;
        refused(
            &nameless,
            StatusCode::FORBIDDEN,
            "registers.agency_abbreviation",
        );
        desk.abbreviates().await;
        assert_eq!(
            desk.registers(&report, &wish).await.fine().json()["code"],
            "01/BC-UBND"
        );
        let shown = desk.shows(&report).await;
        assert_eq!(shown["code"], "01/BC-UBND");
        assert_eq!(shown["issued_on"], "2026-11-23");

        let reply = json!({ "kind": "cong_van", "direction": "outgoing" });
        let reply = desk.paper("tra-loi.txt", &reply).await;
        let unitless = desk.registers(&reply, &json!({})).await;
        refused(
            &unitless,
            StatusCode::FORBIDDEN,
            "registers.unit_abbreviation",
        );
        let wish = json!({ "unit": desk.economy });
        assert_eq!(
            desk.registers(&reply, &wish).await.fine().json()["code"],
            "02/UBND-KT"
        );

        let wrong_way = desk
            .registers(&letter, &json!({ "register": desk.outgoing }))
            .await;
        refused(&wrong_way, StatusCode::FORBIDDEN, "registers.direction");

        desk.office.runs_jobs().await;
        let found = desk.clerk.searches("").await.json();
        let facets = found["facets"]["register"].as_array().unwrap();
        assert_eq!(facets.len(), 2, "{facets:?}");
        let events = desk
            .clerk
            .gets(&format!("/documents/{report}/events"))
            .await
            .json();
        let last = events["items"].as_array().unwrap().last().unwrap();
        assert_eq!(last["kind"], "register.number_taken");
        assert_eq!(last["payload"]["code"], "01/BC-UBND");
    });
}

#[test]
fn decisions_and_copies_have_series_of_their_own() {
    both_databases(async |database| {
        let desk = Desk::set_up(database).await;
        desk.abbreviates().await;
        let decision = desk
            .paper("quyet-dinh.txt", &json!({ "kind": "quyet_dinh" }))
            .await;
        let elsewhere = desk
            .registers(&decision, &json!({ "register": desk.outgoing }))
            .await;
        refused(
            &elsewhere,
            StatusCode::FORBIDDEN,
            "registers.kind_elsewhere",
        );
        assert_eq!(
            elsewhere.json()["params"]["register"],
            "Sổ đăng ký quyết định (cá biệt)"
        );
        let wish = json!({ "register": desk.decisions });
        assert_eq!(
            desk.registers(&decision, &wish).await.fine().json()["code"],
            "01/QĐ-UBND"
        );
        let wish = json!({ "register": desk.copies, "copy": "extract" });
        assert_eq!(
            desk.registers(&decision, &wish).await.fine().json()["code"],
            "01/TrS-UBND"
        );
        assert_eq!(
            desk.shows(&decision).await["code"],
            "01/QĐ-UBND",
            "a copy changes nothing"
        );
    });
}

#[test]
fn what_the_register_gave_is_not_edited() {
    both_databases(async |database| {
        let desk = Desk::set_up(database).await;
        desk.abbreviates().await;
        let report = desk
            .paper("bao-cao.txt", &json!({ "kind": "bao_cao" }))
            .await;
        desk.registers(&report, &json!({ "register": desk.outgoing }))
            .await
            .fine();
        for (name, value) in [
            ("code", json!("99/BC-UBND")),
            ("kind", json!("to_trinh")),
            ("issued_on", json!("2026-01-01")),
            ("direction", json!("incoming")),
        ] {
            let answer = desk.edits(&report, &json!({ name: value })).await;
            refused(&answer, StatusCode::FORBIDDEN, "registers.field_fixed");
            assert_eq!(answer.json()["params"]["field"], name);
        }
        let fields = json!({ "subject": "Báo cáo quý", "register": "Sổ khác" });
        desk.edits(&report, &fields).await.fine();
        let shown = desk.shows(&report).await;
        assert_eq!(shown["subject"], "Báo cáo quý");
        assert_eq!(shown["register"], "Sổ đăng ký văn bản đi");
    });
}

#[test]
fn numbers_are_kept_used_given_up_and_cancelled() {
    both_databases(async |database| {
        let desk = Desk::set_up(database).await;
        desk.abbreviates().await;
        let path = format!("/registers/{}/reservations", desk.decisions);
        let wish = json!({ "count": 2, "unit": desk.economy, "purpose": "Đoàn kiểm tra" });
        let kept = desk.clerk.posts(&path, &wish).await.fine().json();
        assert_eq!(kept["numbers"], json!([1, 2]));
        let nobody = desk.clerk.posts(&path, &json!({ "purpose": "x" })).await;
        refused(
            &nobody,
            StatusCode::UNPROCESSABLE_ENTITY,
            "registers.reservation_for",
        );
        let silent = json!({ "unit": desk.economy, "purpose": " " });
        let silent = desk.clerk.posts(&path, &silent).await;
        refused(
            &silent,
            StatusCode::UNPROCESSABLE_ENTITY,
            "registers.reason",
        );

        let mut papers = Vec::new();
        for name in ["mot.txt", "hai.txt", "ba.txt"] {
            papers.push(desk.paper(name, &json!({ "kind": "quyet_dinh" })).await);
        }
        let next = desk
            .registers(&papers[0], &json!({ "register": desk.decisions }))
            .await;
        assert_eq!(
            next.fine().json()["code"],
            "03/QĐ-UBND",
            "kept numbers are passed over"
        );
        let wish = json!({ "register": desk.decisions, "number": 2 });
        let stranger = desk.registers(&papers[1], &wish).await;
        refused(&stranger, StatusCode::FORBIDDEN, "registers.reserved_unit");
        let wish = json!({ "register": desk.decisions, "number": 2, "unit": desk.economy });
        assert_eq!(
            desk.registers(&papers[1], &wish).await.fine().json()["code"],
            "02/QĐ-UBND"
        );
        let used = desk.registers(&papers[2], &wish).await;
        refused(&used, StatusCode::FORBIDDEN, "registers.not_reserved");

        let entry = |number: i32, what: &str| {
            format!(
                "/registers/{}/years/2026/entries/{number}/{what}",
                desk.decisions
            )
        };
        let reason = json!({ "reason": "Không ban hành" });
        desk.clerk
            .posts(&entry(1, "giving-up"), &reason)
            .await
            .fine();
        let twice = desk.clerk.posts(&entry(1, "giving-up"), &reason).await;
        refused(&twice, StatusCode::FORBIDDEN, "registers.not_reserved");
        let absent = desk.clerk.posts(&entry(9, "giving-up"), &reason).await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND);
        desk.clerk
            .posts(&entry(3, "cancellation"), &reason)
            .await
            .fine();
        let twice = desk.clerk.posts(&entry(3, "cancellation"), &reason).await;
        refused(&twice, StatusCode::FORBIDDEN, "registers.not_used");

        let shown = desk.shows(&papers[0]).await;
        assert_eq!(
            (&shown["register"], &shown["code"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(shown["registration"], Value::Null);
        let next = desk
            .registers(&papers[0], &json!({ "register": desk.decisions }))
            .await;
        assert_eq!(
            next.fine().json()["number"],
            4,
            "a cancelled number is not given again"
        );
        assert_eq!(
            desk.lines(&desk.decisions, "").await,
            [
                line(1, "given_up", None),
                line(2, "used", Some("02/QĐ-UBND")),
                line(3, "cancelled", Some("03/QĐ-UBND")),
                line(4, "used", Some("04/QĐ-UBND")),
            ]
        );
        let path = format!("/registers/{}/entries?state=cancelled", desk.decisions);
        let cancelled = desk.clerk.gets(&path).await.fine().json();
        assert_eq!(cancelled["items"][0]["reason"], "Không ban hành");
        assert_eq!(cancelled["items"][0]["document"]["id"], papers[0].as_str());
        assert_eq!(desk.lines(&desk.decisions, "&text=02/qd").await.len(), 1);
        desk.office.runs_jobs().await;
    });
}

#[test]
fn the_year_ends() {
    both_databases(async |database| {
        let desk = Desk::set_up(database).await;
        let mut papers = Vec::new();
        for name in ["a.txt", "b.txt", "c.txt", "d.txt"] {
            papers.push(desk.paper(name, &json!({})).await);
        }
        let wish = json!({ "register": desk.incoming });
        desk.registers(&papers[0], &wish).await.fine();
        let years = format!("/registers/{}/years", desk.incoming);
        let early = desk
            .clerk
            .posts(&format!("{years}/2026/closing"), &json!({}))
            .await;
        refused(&early, StatusCode::FORBIDDEN, "registers.year_runs");
        let far = desk.clerk.posts(&years, &json!({ "year": 2030 })).await;
        refused(&far, StatusCode::FORBIDDEN, "registers.year_far");
        let path = format!("/registers/{}/reservations", desk.incoming);
        let kept = json!({ "day": "2026-12-31", "purpose": "Văn bản đến muộn" });
        desk.clerk.posts(&path, &kept).await.fine();

        // 2 January 2027, 00:30 in Vietnam is still 1 January in UTC.
        desk.office
            .clock
            .advance(time::Duration::hours(40 * 24 - 8) + time::Duration::minutes(30));
        let desk = Desk {
            clerk: desk.office.signs_in("clerk.a").await,
            ..desk
        };
        let new = desk.registers(&papers[1], &wish).await.fine().json();
        assert_eq!((&new["year"], &new["code"]), (&json!(2027), &json!("01")));
        let late = json!({ "register": desk.incoming, "dated": "2026-12-31" });
        let late = desk.registers(&papers[2], &late).await.fine().json();
        assert_eq!((&late["year"], &late["number"]), (&json!(2026), &json!(3)));
        let ahead = json!({ "register": desk.incoming, "dated": "2027-02-01" });
        let ahead = desk.registers(&papers[3], &ahead).await;
        refused(
            &ahead,
            StatusCode::UNPROCESSABLE_ENTITY,
            "registers.date_ahead",
        );
        desk.abbreviates().await;
        let unopened =
            json!({ "register": desk.copies, "dated": "2026-12-31", "copy": "certified" });
        let unopened = desk.registers(&papers[3], &unopened).await;
        refused(&unopened, StatusCode::FORBIDDEN, "registers.year_not_open");

        let closing = format!("{years}/2026/closing");
        let open = desk.clerk.posts(&closing, &json!({})).await;
        refused(&open, StatusCode::FORBIDDEN, "registers.still_reserved");
        let because = json!({ "give_up_because": "Không có văn bản" });
        desk.clerk.posts(&closing, &because).await.fine();
        let twice = desk.clerk.posts(&closing, &because).await;
        refused(&twice, StatusCode::FORBIDDEN, "registers.year_closed");
        let late = json!({ "register": desk.incoming, "dated": "2026-12-31" });
        let late = desk.registers(&papers[3], &late).await;
        refused(&late, StatusCode::FORBIDDEN, "registers.year_closed");
        assert_eq!(
            desk.lines(&desk.incoming, "&year=2026").await,
            [
                line(1, "used", Some("01")),
                line(2, "given_up", None),
                line(3, "used", Some("03"))
            ]
        );
        let years = desk.clerk.gets(&years).await.fine().json();
        assert_eq!(
            years["items"][0],
            json!({ "year": 2027, "last": 1, "closed": false, "reserved": 0 })
        );
        assert_eq!(
            years["items"][1],
            json!({ "year": 2026, "last": 3, "closed": true, "reserved": 0 })
        );
    });
}

#[test]
fn registers_are_defined_by_whom_it_concerns() {
    both_databases(async |database| {
        let desk = Desk::set_up(database).await;
        let administrator = desk.office.signs_in("administrator.a").await;
        let council = json!({
            "book": "outgoing", "name": "Hội đồng thi đua", "kinds": ["bien_ban", "bao_cao"],
            "form": "{number}/{kind}-{agency}", "abbreviation": "HĐTĐKT",
        });
        let made = administrator
            .posts("/registers", &council)
            .await
            .fine()
            .json();
        let id = made["id"].as_str().unwrap().to_owned();
        let twin = administrator.posts("/registers", &council).await;
        refused(&twin, StatusCode::CONFLICT, "registers.name_taken");
        for (form, code) in [
            ("{number} /{kind}", "registers.form"),
            ("{kind}-{agency}", "registers.form"),
            ("{number}/{copy}", "registers.form_part"),
        ] {
            let wish = json!({ "book": "outgoing", "name": "Sổ sai", "form": form });
            let answer = administrator.posts("/registers", &wish).await;
            refused(&answer, StatusCode::UNPROCESSABLE_ENTITY, code);
        }
        let minutes = desk
            .paper("bien-ban.txt", &json!({ "kind": "bien_ban" }))
            .await;
        let numbered = desk
            .registers(&minutes, &json!({ "register": id }))
            .await
            .fine();
        assert_eq!(numbered.json()["code"], "01/BB-HĐTĐKT");

        let path = format!("/registers/{id}");
        let shown = administrator.gets(&path).await.fine();
        let tag = shown.header("etag").to_owned();
        let change = json!({
            "name": "Hội đồng thi đua", "kinds": ["bien_ban"], "form": "{number}/{kind}-{agency}",
            "abbreviation": "HĐTĐ", "valid_to": "2026-11-23",
        });
        let headers = [
            ("content-type", "application/json"),
            ("if-match", tag.as_str()),
        ];
        let changes = || administrator.sends(Method::PUT, &path, &headers, change.to_string());
        assert_eq!(changes().await.fine().json()["abbreviation"], "HĐTĐ");
        assert_eq!(changes().await.status, StatusCode::PRECONDITION_FAILED);
        let lines = desk.lines(&id, "").await;
        assert_eq!(
            lines,
            [line(1, "used", Some("01/BB-HĐTĐKT"))],
            "numbers given stay as they are"
        );

        let leader = desk.office.signs_in("leader.a").await;
        let specialist = desk.office.signs_in("specialist.economy").await;
        for who in [&desk.clerk, &leader, &specialist] {
            let answer = who.posts("/registers", &council).await;
            refused(&answer, StatusCode::FORBIDDEN, "access.role_needed");
        }
        let entries = format!("/registers/{}/entries", desk.incoming);
        leader.gets(&entries).await.fine();
        for who in [&administrator, &specialist] {
            refused(
                &who.gets(&entries).await,
                StatusCode::FORBIDDEN,
                "access.role_needed",
            );
        }
        let wish = json!({ "register": desk.incoming });
        let path = format!("/documents/{minutes}/registration");
        refused(
            &leader.posts(&path, &wish).await,
            StatusCode::FORBIDDEN,
            "access.role_needed",
        );
        let body = json!({ "abbreviation": "X" });
        let unit = format!("/units/{}", desk.economy);
        for path in ["/organisation", &unit] {
            let answer = patches(&desk.clerk, path, &[], &body).await;
            refused(&answer, StatusCode::FORBIDDEN, "access.role_needed");
            let blank = patches(&administrator, path, &[], &json!({ "abbreviation": "U B" })).await;
            refused(
                &blank,
                StatusCode::UNPROCESSABLE_ENTITY,
                "registers.abbreviation",
            );
        }
    });
}

#[test]
fn registers_of_another_agency_do_not_exist() {
    both_databases(async |database| {
        let desk = Desk::set_up(database).await;
        let letter = desk.paper("a.txt", &json!({})).await;
        let wish = json!({ "register": desk.incoming });
        desk.registers(&letter, &wish).await.fine();
        let (clerk, administrator) = (
            desk.office.signs_in("clerk.b").await,
            desk.office.signs_in("administrator.b").await,
        );
        let own = clerk.uploads("b.txt", b"van ban cua so b", "office").await;
        desk.office.runs_jobs().await;
        let register = format!("/registers/{}", desk.incoming);
        let gone = |answer: Answer| assert_eq!(answer.status, StatusCode::NOT_FOUND);
        for path in [
            &register,
            &format!("{register}/years"),
            &format!("{register}/entries"),
        ] {
            gone(clerk.gets(path).await);
        }
        let reason = json!({ "reason": "x" });
        let kept = json!({ "day": "2026-11-23", "purpose": "x" });
        for (path, body) in [
            (format!("{register}/years"), json!({ "year": 2026 })),
            (format!("{register}/years/2026/closing"), json!({})),
            (
                format!("{register}/years/2026/entries/1/cancellation"),
                reason.clone(),
            ),
            (format!("{register}/years/2026/entries/1/giving-up"), reason),
            (format!("{register}/reservations"), kept),
            (format!("/documents/{own}/registration"), wish.clone()),
            (format!("/documents/{letter}/registration"), json!({})),
        ] {
            gone(clerk.posts(&path, &body).await);
        }
        let definition = json!({ "name": "x", "form": "{number}" }).to_string();
        let headers = [("content-type", "application/json"), ("if-match", "\"1\"")];
        gone(
            administrator
                .sends(Method::PUT, &register, &headers, definition)
                .await,
        );
        let unit = format!("/units/{}", desk.economy);
        gone(patches(&administrator, &unit, &[], &json!({ "abbreviation": "X" })).await);
        assert_eq!(desk.lines(&desk.incoming, "").await.len(), 1);
        let listed = clerk.gets("/registers").await.fine().json();
        assert!(!listed.to_string().contains(&desk.incoming));
    });
}

#[test]
fn the_same_request_again_takes_no_second_number() {
    both_databases(async |database| {
        let desk = Desk::set_up(database).await;
        let letter = desk.paper("a.txt", &json!({})).await;
        let body = json!({ "register": desk.incoming }).to_string();
        let path = format!("/documents/{letter}/registration");
        let headers = [
            ("content-type", "application/json"),
            ("idempotency-key", "dang-ky-1"),
        ];
        let sends = || {
            desk.clerk
                .sends(Method::POST, &path, &headers, body.clone())
        };
        let (one, two, three) = tokio::join!(sends(), sends(), sends());
        for answer in [one, two, three, sends().await] {
            assert_eq!(answer.fine().json()["number"], 1);
        }
        assert_eq!(desk.lines(&desk.incoming, "").await.len(), 1);
    });
}

#[test]
fn a_letter_that_came_in_is_entered_under_the_number_that_was_kept_for_it() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let listed = clerk.gets("/registers").await.fine().json();
        let mut books = listed["items"].as_array().unwrap().iter();
        let book = books.find(|one| one["book"] == "incoming").unwrap()["id"].clone();
        let book = book.as_str().unwrap();
        let unit = clerk.unit("Phòng Kinh tế").await["id"].clone();
        for kept_for in [
            json!({ "day": "2026-11-23", "purpose": "Công văn báo trước" }),
            json!({ "unit": unit, "purpose": "Giữ cho Phòng Kinh tế" }),
        ] {
            let path = format!("/registers/{book}/reservations");
            clerk.posts(&path, &kept_for).await.fine();
        }
        // What the form offers: the numbers kept, with why and for whom.
        let path = format!("/registers/{book}/entries?year=2026&state=reserved");
        let kept = clerk.gets(&path).await.fine().json();
        let kept = kept["items"].as_array().unwrap();
        assert_eq!(kept[0]["purpose"], "Công văn báo trước");
        assert_eq!(kept[0]["reserved_day"], "2026-11-23");
        assert_eq!(kept[1]["reserved_unit"], unit);
        let mut numbers = Vec::new();
        for (name, wish) in [
            ("ke-tiep.txt", json!({})),
            ("ngay.txt", json!({ "number": 1, "dated": "2026-11-23" })),
            ("don-vi.txt", json!({ "number": 2, "unit": unit })),
        ] {
            let paper = clerk.uploads(name, name.as_bytes(), "office").await;
            let mut wish = wish;
            wish["register"] = json!(book);
            wish["fields"] = json!({ "subject": name, "direction": "incoming" });
            let path = format!("/documents/{paper}/registration");
            let answer = clerk.posts(&path, &wish).await.fine().json();
            numbers.push(answer["number"].as_i64().unwrap());
        }
        assert_eq!(numbers, [3, 1, 2]);
        let left = clerk.gets(&path).await.fine().json();
        assert_eq!(left["items"], json!([]));
    });
}
