//! Signing in with a passkey and with codes, and every way in which that has to fail.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::{Answer, Authenticator, Database, Office, Somebody, both_databases, code_now};
use time::Duration;

const ORIGIN: &str = "https://congvan.xa-a.gov.vn";
const PASSWORD: &str = "mat-khau-thu-2026";

/// A way of a device to lie.
type Lie = fn(&mut Authenticator);

async fn office(database: Database) -> Office {
    let settings = [
        ("CONGVAN_SERVER_PUBLIC_URL", ORIGIN),
        ("CONGVAN_LIMITS_SIGN_INS_PER_MINUTE_PER_ADDRESS", "1000"),
    ];
    Office::open_with(database, &settings).await
}

async fn adds(somebody: &Somebody, device: &mut Authenticator) -> Answer {
    let options = somebody.posts("/passkeys/options", &json!({})).await.fine();
    let made = device.makes(&options.json(), "Điện thoại");
    somebody.posts("/passkeys", &made).await
}

async fn is_asked(stranger: &Somebody) -> Value {
    let options = stranger.posts("/session/passkey/options", &json!({})).await;
    options.fine().json()
}

async fn signs_in(stranger: &Somebody, device: &mut Authenticator) -> Answer {
    let options = is_asked(stranger).await;
    stranger
        .posts("/session/passkey", &device.answers(&options))
        .await
}

#[test]
fn a_passkey_signs_its_person_in_until_it_is_removed() {
    both_databases(async |database| {
        let office = office(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let mut phone = Authenticator::new(1, ORIGIN);
        let added = adds(&clerk, &mut phone).await.fine().json();
        assert_eq!(added["name"], "Điện thoại");
        assert_eq!(added["point"], phone.point());
        assert_eq!(
            adds(&clerk, &mut phone).await.code(),
            "identity.passkey_known"
        );

        let stranger = office.stranger();
        let inside = signs_in(&stranger, &mut phone).await.fine();
        assert_eq!(inside.json()["person"]["login"], "clerk.a");
        assert!(inside.header("set-cookie").starts_with("congvan_session="));
        let kept = clerk.gets("/passkeys").await.json();
        assert!(kept["items"][0]["last_used_at"].is_string());

        let path = format!("/passkeys/{}", added["id"].as_str().unwrap());
        let head = office.signs_in("head.economy").await;
        assert_eq!(head.deletes(&path).await.status, StatusCode::NOT_FOUND);
        clerk.deletes(&path).await.fine();
        let gone = signs_in(&stranger, &mut phone).await;
        assert_eq!(gone.code(), "identity.passkey_unknown");
    });
}

#[test]
fn what_a_passkey_may_not_say_is_refused() {
    both_databases(async |database| {
        let office = office(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let mut phone = Authenticator::new(1, ORIGIN);
        adds(&clerk, &mut phone).await.fine();
        let stranger = office.stranger();

        // The same answer twice, an answer to a challenge nobody gave, one that came too late.
        let options = is_asked(&stranger).await;
        let answer = phone.answers(&options);
        stranger.posts("/session/passkey", &answer).await.fine();
        let replayed = stranger.posts("/session/passkey", &answer).await;
        assert_eq!(replayed.code(), "identity.challenge_gone");
        let mut invented = options.clone();
        invented["challenge"] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        let answer = phone.answers(&invented);
        let answer = stranger.posts("/session/passkey", &answer).await;
        assert_eq!(answer.code(), "identity.challenge_gone");
        let late = is_asked(&stranger).await;
        office.clock.advance(Duration::minutes(6));
        let answer = stranger
            .posts("/session/passkey", &phone.answers(&late))
            .await;
        assert_eq!(answer.code(), "identity.challenge_gone");

        // A challenge for adding a key opens no session.
        let adding = clerk.posts("/passkeys/options", &json!({})).await.json();
        let answer = phone.answers(&adding);
        let answer = stranger.posts("/session/passkey", &answer).await;
        assert_eq!(answer.code(), "identity.challenge_gone");

        // Another page, another site, nobody recognised, another key under this name, another person.
        let lies: [(&str, Lie); 4] = [
            ("origin", |device| {
                device.origin = "https://congvan.evil.vn".to_owned();
            }),
            ("site", |device| device.rp_id = "congvan.evil.vn".to_owned()),
            ("user verification", |device| device.verifies = false),
            ("signature", |device| device.takes_key(2)),
        ];
        for (why, lie) in lies {
            let mut liar = phone.clone();
            lie(&mut liar);
            let refused = signs_in(&stranger, &mut liar).await;
            assert_eq!(refused.code(), "identity.passkey_invalid", "{why}");
            assert_eq!(refused.json()["params"]["why"], why);
        }
        let mut elsewhere = phone.clone();
        elsewhere.user_handle = "AAAAAAAAAAAAAAAAAAAAAA".to_owned();
        let refused = signs_in(&stranger, &mut elsewhere).await;
        assert_eq!(refused.code(), "identity.passkey_unknown");

        // A copy that has counted less than the server saw.
        let mut copy = phone.clone();
        signs_in(&stranger, &mut phone).await.fine();
        let refused = signs_in(&stranger, &mut copy).await;
        assert_eq!(refused.code(), "identity.passkey_copied");
        signs_in(&stranger, &mut phone).await.fine();
    });
}

#[test]
fn nobody_adds_a_passkey_to_another_account() {
    both_databases(async |database| {
        let office = office(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let head = office.signs_in("head.economy").await;
        let mut phone = Authenticator::new(1, ORIGIN);
        let options = clerk.posts("/passkeys/options", &json!({})).await.json();
        let made = phone.makes(&options, "Điện thoại");
        let refused = head.posts("/passkeys", &made).await;
        assert_eq!(refused.code(), "identity.challenge_gone");
        // It is the clerk's still, and used by nobody.
        clerk.posts("/passkeys", &made).await.fine();
        let wish =
            json!({ "name": "máy", "scopes": ["read", "write"], "expires_on": "2027-01-31" });
        let token = clerk.posts("/tokens", &wish).await.fine().json();
        let program = clerk.with_token(token["secret"].as_str().unwrap());
        let refused = program.posts("/passkeys/options", &json!({})).await;
        assert_eq!(refused.code(), "identity.session_only");
    });
}

#[test]
fn without_https_passkeys_are_for_this_very_machine() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let office = Office::open(Database::Sqlite).await;
        let stranger = office.stranger();
        let path = "/session/passkey/options";
        let refused = stranger.posts(path, &json!({})).await;
        assert_eq!(refused.code(), "identity.no_passkeys_here");
        let host = [
            ("host", "localhost:8080"),
            ("content-type", "application/json"),
        ];
        let given = stranger.sends(Method::POST, path, &host, "{}").await;
        assert_eq!(given.fine().json()["rp_id"], "localhost");
    });
}

async fn tries(office: &Office, code: Option<&str>) -> Answer {
    let body = json!({ "login": "clerk.a", "password": PASSWORD, "code": code });
    office.stranger().posts("/session", &body).await
}

#[test]
fn codes_are_asked_for_once_confirmed_and_taken_once() {
    both_databases(async |database| {
        let office = office(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let begun = clerk.posts("/totp", &json!({})).await.fine().json();
        let secret = &begun["secret"];
        assert!(
            begun["uri"]
                .as_str()
                .unwrap()
                .starts_with("otpauth://totp/")
        );
        assert!(
            begun["qr_path"]
                .as_str()
                .unwrap()
                .starts_with("M0 0h1v1h-1z")
        );
        tries(&office, None).await.fine();

        let wrong = clerk.puts("/totp", &json!({ "code": "000000" })).await;
        assert_eq!(wrong.code(), "identity.wrong_code_now");
        let right = json!({ "code": code_now(secret, &office) });
        clerk.puts("/totp", &right).await.fine();
        assert!(clerk.gets("/totp").await.json()["since"].is_string());
        let again = clerk.posts("/totp", &json!({})).await;
        assert_eq!(again.code(), "identity.code_on");

        assert_eq!(tries(&office, None).await.code(), "identity.code_needed");
        let confirmed = code_now(secret, &office);
        let used = tries(&office, Some(&confirmed)).await;
        assert_eq!(used.code(), "identity.wrong_code", "it confirmed already");
        office.clock.advance(Duration::seconds(60));
        let fresh = code_now(secret, &office);
        tries(&office, Some(&fresh)).await.fine();
        let twice = tries(&office, Some(&fresh)).await;
        assert_eq!(twice.code(), "identity.wrong_code");

        for _ in 0..3 {
            assert_eq!(
                tries(&office, Some("000000")).await.code(),
                "identity.wrong_code"
            );
        }
        assert_eq!(
            tries(&office, Some("000000")).await.code(),
            "identity.locked"
        );
        office.clock.advance(Duration::minutes(16));
        let clerk = office.stranger();
        let body =
            json!({ "login": "clerk.a", "password": PASSWORD, "code": code_now(secret, &office) });
        let inside = clerk.posts("/session", &body).await.fine();
        let clerk = clerk.with_cookie(inside.header("set-cookie"));
        let wrong = json!({ "password": "sai-mat-khau-2026" });
        let refused = clerk.posts("/totp/removal", &wrong).await;
        assert_eq!(refused.code(), "identity.wrong_password");
        let right = json!({ "password": PASSWORD });
        clerk.posts("/totp/removal", &right).await.fine();
        tries(&office, None).await.fine();
    });
}

#[test]
fn an_administrator_lets_somebody_back_in_who_lost_the_phone() {
    both_databases(async |database| {
        let office = office(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let mut phone = Authenticator::new(1, ORIGIN);
        adds(&clerk, &mut phone).await.fine();
        let begun = clerk.posts("/totp", &json!({})).await.fine().json();
        let right = json!({ "code": code_now(&begun["secret"], &office) });
        clerk.puts("/totp", &right).await.fine();

        let me = clerk.gets("/session").await.json();
        let path = format!("/people/{}/factors", me["person"]["id"].as_str().unwrap());
        let refused = clerk.deletes(&path).await;
        assert_eq!(refused.code(), "access.role_needed");
        let other = office.signs_in("administrator.b").await;
        assert_eq!(other.deletes(&path).await.status, StatusCode::NOT_FOUND);
        let administrator = office.signs_in("administrator.a").await;
        administrator.deletes(&path).await.fine();
        assert_eq!(
            administrator.deletes(&path).await.code(),
            "identity.no_factors"
        );
        assert_eq!(
            clerk.gets("/session").await.status,
            StatusCode::UNAUTHORIZED
        );
        tries(&office, None).await.fine();
        let gone = signs_in(&office.stranger(), &mut phone).await;
        assert_eq!(gone.code(), "identity.passkey_unknown");
    });
}
