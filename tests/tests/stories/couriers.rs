//! What people are told goes out by mail and Web Push, at the hours of their choice; what could not
//! be sent is tried again and seen, and no paper tells more than its number.

use api::ops::notices;
use axum::http::{Method, StatusCode};
use mail_parser::MessageParser;
use serde_json::{Value, json};
use stories::post::{Mail, MailServer, PushService, claims};
use stories::{Answer, Database, Office, Somebody, both_databases};
use time::Duration;

use super::notices::submitted;

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

pub async fn with_push(database: Database) -> Office {
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
        let other = submitted(&office, &clerk, "2/A", "urgent").await;
        // It is registered before it was read; then its mark is seen.
        let marked = clerk
            .uploads("mat.txt", "UBND TỈNH\nMẬT\nSố: 12/QĐ".as_bytes(), "office")
            .await;
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
