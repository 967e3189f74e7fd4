//! Whoever a paper waits for is told, once, by the ways and at the hours of his choice; what could
//! not be sent is tried again and seen.

use api::ops::notices;
use axum::http::{Method, StatusCode};
use mail_parser::MessageParser;
use serde_json::{Value, json};
use stories::post::{Mail, MailServer, PushService, claims};
use stories::server::{Client, Server, furnish, until};
use stories::{Answer, Database, Office, Somebody, both_databases, own_postgres};
use time::Duration;

/// A letter of this number, read, registered and submitted to the leader.
async fn submitted(office: &Office, clerk: &Somebody, code: &str, urgency: &str) -> String {
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

async fn puts(who: &Somebody, path: &str, body: &Value) -> Answer {
    let json = [("content-type", "application/json")];
    who.sends(Method::PUT, path, &json, body.to_string()).await
}

/// Chooses, beginning with what holds where nothing is chosen.
async fn chooses(who: &Somebody, changes: Value) -> Answer {
    let shown = who.gets("/notices/preferences").await.fine().json();
    let mut wish = shown["chosen"].clone();
    for (key, value) in changes.as_object().unwrap() {
        wish[key] = value.clone();
    }
    puts(who, "/notices/preferences", &wish).await
}

/// The states of what was sent of the newest notice.
async fn states(who: &Somebody) -> Vec<(String, String, Value)> {
    let page = who.gets("/notices").await.fine().json();
    let deliveries = page["items"][0]["deliveries"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let state = |one: &Value| {
        (
            text(&one["channel"]),
            text(&one["state"]),
            one["error"].clone(),
        )
    };
    deliveries.iter().map(state).collect()
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
            json!({ "action": "return", "words": "Không thuộc phòng" }),
        )
        .await;
        office.runs_jobs().await;
        let expected = [one("returned", "12/UBND"), one("opened", "12/UBND")];
        assert_eq!(told(&leader).await, expected);

        let deputy = office.signs_in("deputy.a").await;
        let work = leader.sees_work(&paper).await;
        let tasks = work["tasks"].as_array().unwrap();
        let inform = tasks.iter().find(|task| task["kind"] == "inform").unwrap();
        let back = json!({ "action": "take_back", "task": inform["id"], "words": "Nhầm" });
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

async fn with_mail(database: Database, server: &MailServer) -> Office {
    let settings = [
        ("CONGVAN_MAIL_URL", server.url()),
        (
            "CONGVAN_MAIL_FROM",
            "Congvan <congvan@xa-a.gov.vn>".to_owned(),
        ),
        ("CONGVAN_MAIL_DOMAINS", "xa-a.gov.vn".to_owned()),
        (
            "CONGVAN_SERVER_PUBLIC_URL",
            "https://congvan.xa-a.gov.vn".to_owned(),
        ),
    ];
    let settings: Vec<_> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Office::open_with(database, &settings).await
}

/// Subject, plain text and HTML.
fn read(mail: &Mail) -> (String, String, String) {
    let message = MessageParser::default().parse(&mail.message).unwrap();
    (
        message.subject().unwrap().to_owned(),
        message.body_text(0).unwrap().replace("\r\n", "\n"),
        message.body_html(0).unwrap().into_owned(),
    )
}

fn message_id(mail: &Mail) -> String {
    let message = MessageParser::default().parse(&mail.message).unwrap();
    message.message_id().unwrap().to_owned()
}

#[test]
fn a_mail_is_sent_tried_again_or_given_up_and_all_of_it_is_seen() {
    both_databases(async |database| {
        let server = MailServer::start();
        let office = with_mail(database, &server).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let foreign = chooses(&leader, json!({ "address": "a@mail.vn" })).await;
        assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(foreign.code(), "notices.address_foreign");
        chooses(&leader, json!({ "address": "leader@xa-a.gov.vn" }))
            .await
            .fine();

        let paper = submitted(&office, &clerk, "12/UBND", "urgent").await;
        office.tells().await;
        let mails = server.takes_out();
        assert_eq!(mails.len(), 1);
        assert_eq!(
            (mails[0].from.as_str(), mails[0].to.as_str()),
            ("congvan@xa-a.gov.vn", "leader@xa-a.gov.vn")
        );
        let (subject, text, html) = read(&mails[0]);
        assert_eq!(
            subject,
            "[KHẨN] Bạn có 1 văn bản mới chờ xử lý — số 12/UBND"
        );
        let link = format!("https://congvan.xa-a.gov.vn/vb/{paper}");
        assert!(text.contains(&link) && html.contains(&link), "{text}{html}");
        assert!(!text.contains("Trích yếu") && !html.contains("Trích yếu"));
        assert_eq!(
            states(&leader).await,
            [("mail".into(), "sent".into(), Value::Null)]
        );

        server.will_say("451 busy");
        submitted(&office, &clerk, "13/UBND", "urgent").await;
        office.tells().await;
        let busy = ("mail".into(), "failed".into(), json!("mail.busy"));
        assert_eq!(states(&leader).await, [busy]);
        let page = leader.gets("/notices").await.fine().json();
        assert_eq!(
            page["items"][0]["deliveries"][0]["next_at"],
            "2026-11-23T01:01:00Z"
        );
        office.tells().await;
        assert!(server.takes_out().is_empty(), "it waits for its time");
        office.clock.advance(Duration::minutes(1));
        office.tells().await;
        assert_eq!(server.takes_out().len(), 1);
        assert_eq!(
            states(&leader).await,
            [("mail".into(), "sent".into(), Value::Null)]
        );

        server.will_say("550 no such user");
        submitted(&office, &clerk, "14/UBND", "urgent").await;
        office.tells().await;
        let refused = ("mail".into(), "given_up".into(), json!("mail.refused"));
        assert_eq!(states(&leader).await, [refused]);
        office.clock.advance(Duration::days(1));
        office.runs_jobs().await;
        assert!(server.takes_out().is_empty());

        let administrator = office.signs_in("administrator.a").await;
        let figures = administrator.gets("/status/notices").await.fine().json();
        let sent = json!({ "channel": "mail", "state": "sent", "count": 2 });
        assert!(
            figures["deliveries"].as_array().unwrap().contains(&sent),
            "{figures}"
        );
        assert_eq!(figures["troubles"][0]["error"], "mail.refused");
        let whole = figures.to_string();
        assert!(
            !whole.contains("leader") && !whole.contains("UBND"),
            "{whole}"
        );
        let other = office.signs_in("administrator.b").await;
        let others = other.gets("/status/notices").await.fine().json();
        assert_eq!(others["troubles"], json!([]));
        assert!(others["behind"].as_i64().unwrap() < 5, "{others}");
        let leader = office.signs_in("leader.a").await;
        let figures = leader.gets("/status/notices").await;
        assert_eq!(figures.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_mail_that_never_goes_is_given_up_after_growing_pauses() {
    both_databases(async |database| {
        let server = MailServer::start();
        let office = with_mail(database, &server).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        chooses(
            &leader,
            json!({ "address": "leader@xa-a.gov.vn", "quiet": null }),
        )
        .await
        .fine();
        submitted(&office, &clerk, "1/A", "urgent").await;
        for _ in 0..=workflow::notices::MOST_ATTEMPTS {
            server.will_say("451 busy");
        }
        for _ in 0..=workflow::notices::MOST_ATTEMPTS {
            office.tells().await;
            office.clock.advance(Duration::hours(2));
        }
        assert_eq!(server.left_to_say(), 1, "it was tried so often and no more");
        let leader = office.signs_in("leader.a").await;
        let given_up = ("mail".into(), "given_up".into(), json!("mail.busy"));
        assert_eq!(states(&leader).await, [given_up]);
        office.runs_jobs().await;
        assert!(server.takes_out().is_empty());
    });
}

#[test]
fn quiet_hours_hold_all_but_hoa_toc_and_the_day_ends_in_one_digest() {
    both_databases(async |database| {
        let server = MailServer::start();
        let office = with_mail(database, &server).await;
        office.clock.advance(Duration::hours(15)); // 23:00 in Vietnam.
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        chooses(&leader, json!({ "address": "leader@xa-a.gov.vn" }))
            .await
            .fine();
        for (code, urgency) in [
            ("1/A", "normal"),
            ("2/A", "urgent"),
            ("3/A", "flash"),
            ("4/A", "normal"),
            ("5/A", "normal"),
        ] {
            submitted(&office, &clerk, code, urgency).await;
        }
        office.tells().await;
        let night = server.takes_out();
        assert_eq!(night.len(), 1);
        assert_eq!(
            read(&night[0]).0,
            "[HỎA TỐC] Bạn có 1 văn bản mới chờ xử lý — số 3/A"
        );

        office.clock.advance(Duration::hours(7)); // 06:00, the quiet hours are over.
        office.tells().await;
        let morning = server.takes_out();
        assert_eq!(morning.len(), 1);
        assert_eq!(
            read(&morning[0]).0,
            "[KHẨN] Bạn có 1 văn bản mới chờ xử lý — số 2/A"
        );

        // What was seen meanwhile is not told again.
        let leader = office.signs_in("leader.a").await;
        let page = leader.gets("/notices").await.fine().json();
        let items = page["items"].as_array().unwrap();
        let seen = items
            .iter()
            .find(|one| one["document"]["code"] == "4/A")
            .unwrap();
        leader
            .posts("/notices/seen", &json!({ "ids": [seen["id"]] }))
            .await
            .fine();
        office.clock.advance(Duration::hours(1)); // 07:00, the hour of the digest.
        office.runs_jobs().await;
        let digest = server.takes_out();
        assert_eq!(digest.len(), 1);
        let (subject, text, _) = read(&digest[0]);
        assert_eq!(subject, "2 thông báo công việc ngày 24/11/2026");
        assert!(
            text.contains("Thường") && text.contains("số 1/A") && text.contains("số 5/A"),
            "{text}"
        );
        assert!(!text.contains("4/A"), "{text}");
        assert!(message_id(&digest[0]).ends_with("@xa-a.gov.vn"));
    });
}

async fn with_push(database: Database) -> Office {
    let settings = [
        ("CONGVAN_PUSH_CONTACT", "mailto:quantri@xa-a.gov.vn"),
        ("CONGVAN_PUSH_PRIVATE_ENDPOINTS", "true"),
        ("CONGVAN_SERVER_PUBLIC_URL", "https://congvan.xa-a.gov.vn"),
    ];
    Office::open_with(database, &settings).await
}

#[test]
fn a_phone_shows_the_number_and_nothing_else_of_a_paper() {
    both_databases(async |database| {
        let service = PushService::start();
        let office = with_push(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let phone = service.phone("leader");
        let key = leader.gets("/push/key").await.fine().json()["key"].clone();
        let none = leader.posts("/push/test", &json!({})).await;
        assert_eq!(
            (none.status, none.code()),
            (StatusCode::CONFLICT, "push.no_device".into())
        );
        for _ in 0..2 {
            leader
                .posts("/push/subscriptions", &phone.subscription())
                .await
                .fine();
        }
        let devices = leader.gets("/push/subscriptions").await.fine().json();
        assert_eq!(devices["items"].as_array().unwrap().len(), 1);

        let tested = leader.posts("/push/test", &json!({})).await.fine().json();
        assert_eq!(tested["items"][0]["error"], Value::Null);
        let test = service.takes_out().remove(0);
        assert_eq!(phone.reads(&test)["web_push"], 8030);

        let paper = submitted(&office, &clerk, "12/UBND", "flash").await;
        office.tells().await;
        let pushed = service.takes_out().remove(0);
        assert_eq!(pushed.path, "/push/leader");
        assert_eq!(pushed.header("content-encoding"), "aes128gcm");
        assert_eq!(
            (pushed.header("urgency"), pushed.header("ttl")),
            ("high", "86400")
        );
        assert!(pushed.body.len() < 4096);
        let shown = phone.reads(&pushed);
        let notification = &shown["notification"];
        assert_eq!(
            notification["body"],
            "Bạn có 1 văn bản mới chờ xử lý — số 12/UBND"
        );
        let link = format!("https://congvan.xa-a.gov.vn/vb/{paper}");
        assert_eq!(notification["navigate"], json!(link));
        assert_eq!(notification["app_badge"], "1");
        assert!(!shown.to_string().contains("Trích yếu"));
        let claims = claims(&pushed);
        assert_eq!(claims["sub"], "mailto:quantri@xa-a.gov.vn");
        assert_eq!(claims["aud"], json!(format!("http://{}", service.address)));
        assert_eq!(
            leader.gets("/push/key").await.fine().json()["key"],
            key,
            "made once"
        );

        // Whoever signs in on the same device next is not shown what was meant for the first.
        let deputy = office.signs_in("deputy.a").await;
        deputy
            .posts("/push/subscriptions", &phone.subscription())
            .await
            .fine();
        submitted(&office, &clerk, "13/UBND", "flash").await;
        office.tells().await;
        assert!(service.takes_out().is_empty());
        let endpoint = json!({ "endpoint": phone.endpoint }).to_string();
        let json_body = [("content-type", "application/json")];
        let removes = |who: Somebody| {
            let endpoint = endpoint.clone();
            async move {
                who.sends(Method::DELETE, "/push/subscriptions", &json_body, endpoint)
                    .await
                    .status
            }
        };
        assert_eq!(removes(leader).await, StatusCode::NOT_FOUND);
        assert_eq!(removes(deputy).await, StatusCode::NO_CONTENT);
    });
}

#[test]
fn a_push_that_fails_is_tried_again_and_a_device_that_is_gone_is_forgotten() {
    both_databases(async |database| {
        let service = PushService::start();
        let office = with_push(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let phone = service.phone("leader");
        leader
            .posts("/push/subscriptions", &phone.subscription())
            .await
            .fine();
        let push = |state: &str, error: Value| [("push".to_owned(), state.to_owned(), error)];

        service.will_say("429 Too Many Requests\r\nretry-after: 600");
        submitted(&office, &clerk, "1/A", "normal").await;
        office.tells().await;
        assert_eq!(states(&leader).await, push("failed", json!("push.busy")));
        let page = leader.gets("/notices").await.fine().json();
        assert_eq!(
            page["items"][0]["deliveries"][0]["next_at"],
            "2026-11-23T01:10:00Z"
        );
        office.clock.advance(Duration::minutes(10));
        office.tells().await;
        assert_eq!(states(&leader).await, push("sent", Value::Null));

        service.will_say("503 Service Unavailable");
        service.will_say("413 Payload Too Large");
        submitted(&office, &clerk, "2/A", "normal").await;
        office.tells().await;
        assert_eq!(states(&leader).await, push("failed", json!("push.busy")));
        office.clock.advance(Duration::minutes(1));
        office.tells().await;
        assert_eq!(
            states(&leader).await,
            push("given_up", json!("push.too_large"))
        );

        service.will_say("410 Gone");
        submitted(&office, &clerk, "3/A", "normal").await;
        office.runs_jobs().await;
        assert_eq!(states(&leader).await, push("given_up", json!("push.gone")));
        let devices = leader.gets("/push/subscriptions").await.fine().json();
        assert_eq!(devices["items"], json!([]));
        submitted(&office, &clerk, "4/A", "normal").await;
        office.runs_jobs().await;
        assert!(states(&leader).await.is_empty());
    });
}

#[test]
fn a_subscription_is_no_way_into_the_own_network() {
    both_databases(async |database| {
        let settings = [("CONGVAN_PUSH_CONTACT", "mailto:quantri@xa-a.gov.vn")];
        let office = Office::open_with(database, &settings).await;
        let leader = office.signs_in("leader.a").await;
        let service = PushService::start();
        let mut subscription = service.phone("leader").subscription();
        let local = format!("https://localhost:{}/x", service.address.port());
        for endpoint in [
            service.phone("leader").endpoint.as_str(),
            "https://127.0.0.1/x",
            "https://10.0.0.7/x",
            "https://[::ffff:169.254.169.254]/latest",
            local.as_str(),
        ] {
            subscription["endpoint"] = json!(endpoint);
            let answer = leader.posts("/push/subscriptions", &subscription).await;
            assert_eq!(answer.code(), "push.place", "{endpoint}");
        }
        // A name may lead anywhere: it is looked up, and judged, when something is sent.
        subscription["endpoint"] = json!("https://localhost/x");
        leader
            .posts("/push/subscriptions", &subscription)
            .await
            .fine();
        let tested = leader.posts("/push/test", &json!({})).await.fine().json();
        assert_eq!(tested["items"][0]["error"], "push.place");
        subscription["keys"]["auth"] = json!("AAAA");
        let answer = leader.posts("/push/subscriptions", &subscription).await;
        assert_eq!(answer.code(), "push.key_unfit");

        let plain = Office::open(database).await;
        let leader = plain.signs_in("leader.a").await;
        let off = leader.gets("/push/key").await;
        assert_eq!(
            (off.status, off.code()),
            (StatusCode::CONFLICT, "push.off".into())
        );
    });
}

#[test]
fn of_a_paper_kept_apart_nothing_is_said() {
    both_databases(async |database| {
        let server = MailServer::start();
        let office = with_mail(database, &server).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        chooses(&leader, json!({ "address": "leader@xa-a.gov.vn" }))
            .await
            .fine();
        // It is registered before it was read; then its mark is seen.
        let marked = clerk
            .uploads("mat.txt", "UBND TỈNH\nMẬT\nSố: 12/QĐ".as_bytes(), "office")
            .await;
        let other = submitted(&office, &clerk, "2/A", "urgent").await;
        let registers = clerk.gets("/registers").await.fine().json();
        let registers = registers["items"].as_array().unwrap().clone();
        let incoming = registers
            .iter()
            .find(|one| one["book"] == "incoming")
            .unwrap();
        let wish = json!({ "fields": { "subject": "x", "code": "99/QĐ", "issuer": "y", "kind": "cong_van",
                "issued_on": "2026-11-20", "urgency": "urgent" },
            "register": incoming["id"], "submit_to": clerk.party("leader.a").await });
        let path = format!("/documents/{marked}/registration");
        clerk.posts(&path, &wish).await.fine();
        notices::tell_once(&office.app).await.unwrap();
        office.runs_jobs().await;
        let mails = server.takes_out();
        let all: Vec<_> = mails.iter().map(|mail| read(mail).1).collect();
        assert!(all.iter().any(|text| text.contains(&other)), "{all:?}");
        assert!(
            all.iter()
                .all(|text| !text.contains("99/QĐ") && !text.contains(&marked)),
            "{all:?}"
        );
        let page = leader.gets("/notices").await.fine().json().to_string();
        assert!(!page.contains("99/QĐ") && !page.contains(&marked), "{page}");
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
                loop {
                    // Most turns are broken off somewhere on their way, as by a kill.
                    let turn = notices::follow_once(&app);
                    let _ = tokio::time::timeout(std::time::Duration::from_millis(3), turn).await;
                    tokio::task::yield_now().await;
                }
            }));
        }
        for number in 0..20 {
            submitted(&office, &clerk, &format!("{number}/A"), "normal").await;
        }
        for other in &others {
            other.abort();
        }
        office.runs_jobs().await;
        let mut numbers: Vec<_> = told(&leader).await.into_iter().map(|one| one.1).collect();
        numbers.sort();
        let mut expected: Vec<_> = (0..20).map(|number| format!("{number}/A")).collect();
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
