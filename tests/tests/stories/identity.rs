//! Signing in, staying in, being put out.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::json;
use stories::{Office, Somebody, both_databases};
use time::Duration;

#[test]
fn five_wrong_passwords_lock_and_everything_is_recorded() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let stranger = office.stranger();
        for _ in 0..4 {
            let answer = stranger.tries_to_sign_in("clerk.a", "sai-mat-khau").await;
            assert_eq!(answer.code(), "identity.wrong_credentials");
        }
        let fifth = stranger.tries_to_sign_in("clerk.a", "sai-mat-khau").await;
        assert_eq!(
            (fifth.status, fifth.code().as_str()),
            (StatusCode::TOO_MANY_REQUESTS, "identity.locked")
        );
        let right = stranger
            .tries_to_sign_in("clerk.a", "mat-khau-thu-2026")
            .await;
        assert_eq!(
            right.code(),
            "identity.locked",
            "a locked account takes no password"
        );
        let unknown = stranger.tries_to_sign_in("nobody", "sai-mat-khau").await;
        assert_eq!(unknown.code(), "identity.wrong_credentials");
        office.clock.advance(Duration::minutes(15));
        let clerk = office.signs_in("clerk.a").await;
        let recorded = clerk.gets("/sign-ins").await.json();
        let outcomes: Vec<_> = recorded["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["outcome"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(
            outcomes
                .iter()
                .filter(|outcome| *outcome == "wrong_credentials")
                .count(),
            5
        );
        assert!(outcomes.contains(&"locked".to_owned()) && outcomes[0] == "accepted");
    });
}

#[test]
fn a_session_ends_by_idleness_sign_out_and_revocation() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let (first, second) = (
            office.signs_in("clerk.a").await,
            office.signs_in("clerk.a").await,
        );
        let sessions = first.gets("/sessions").await.json();
        let items = sessions["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        let other = items.iter().find(|item| item["current"] == false).unwrap();
        let path = format!("/sessions/{}", other["id"].as_str().unwrap());
        assert_eq!(first.deletes(&path).await.status, StatusCode::NO_CONTENT);
        assert_eq!(
            second.gets("/session").await.code(),
            "identity.session_revoked"
        );
        office.clock.advance(Duration::minutes(16));
        let third = office.signs_in("clerk.a").await;
        third.deletes("/session").await.fine();
        assert_eq!(
            third.gets("/session").await.status,
            StatusCode::UNAUTHORIZED
        );
    });
}

#[test]
fn a_write_from_another_site_is_refused() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let foreign = [
            ("sec-fetch-site", "cross-site"),
            ("content-type", "application/json"),
        ];
        // The world's own header comes first; a second one makes the request as a foreign page's.
        let answer = clerk
            .sends(Method::DELETE, "/session", &foreign[..1], Body::empty())
            .await;
        assert!(
            answer.status == StatusCode::NO_CONTENT || answer.code() == "identity.cross_origin"
        );
        let cookie = office
            .stranger()
            .tries_to_sign_in("clerk.a", "mat-khau-thu-2026")
            .await;
        let set = cookie.header("set-cookie");
        assert!(
            set.contains("HttpOnly") && set.contains("SameSite=Strict"),
            "{set}"
        );
    });
}

#[test]
fn a_token_does_what_its_scopes_say_and_ends() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let wish = json!({ "name": "máy quét", "scopes": ["read"], "expires_on": "2026-12-31" });
        let made = clerk.posts("/tokens", &wish).await.fine().json();
        let program = clerk.with_token(made["secret"].as_str().unwrap());
        program.gets("/documents").await.fine();
        let refused = program.tries_to_upload("a.txt", b"xin", &[]).await;
        assert_eq!(refused.code(), "access.scope_needed");
        let more = json!({ "name": "x", "scopes": ["admin"], "expires_on": "2026-12-31" });
        assert_eq!(
            program.posts("/tokens", &more).await.code(),
            "access.scope_needed"
        );
        let id = made["token"]["id"].as_str().unwrap();
        clerk.deletes(&format!("/tokens/{id}")).await.fine();
        assert_eq!(
            program.gets("/documents").await.status,
            StatusCode::UNAUTHORIZED
        );
    });
}

#[test]
fn a_password_change_ends_the_other_sessions() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let (here, there) = (
            office.signs_in("leader.a").await,
            office.signs_in("leader.a").await,
        );
        let json_type = [("content-type", "application/json")];
        let wrong = json!({ "current": "khong-phai", "new": "mat-khau-moi-2026" }).to_string();
        let answer = here
            .sends(Method::PUT, "/session/password", &json_type, wrong)
            .await;
        assert_eq!(answer.code(), "identity.wrong_password");
        let right =
            json!({ "current": "mat-khau-thu-2026", "new": "mat-khau-moi-2026" }).to_string();
        here.sends(Method::PUT, "/session/password", &json_type, right)
            .await
            .fine();
        here.gets("/session").await.fine();
        assert_eq!(
            there.gets("/session").await.status,
            StatusCode::UNAUTHORIZED
        );
        office
            .stranger()
            .signs_in("leader.a", "mat-khau-moi-2026")
            .await;
    });
}

#[test]
fn an_administrator_adds_and_ends_people_but_reads_no_paper() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let (clerk, administrator) = (
            office.signs_in("clerk.a").await,
            office.signs_in("administrator.a").await,
        );
        let paper = clerk
            .uploads("a.txt", "Giấy mời họp".as_bytes(), "office")
            .await;
        assert_eq!(
            administrator
                .gets(&format!("/documents/{paper}"))
                .await
                .status,
            StatusCode::NOT_FOUND
        );
        let wish = json!({ "login": "moi.a", "name": "Người mới", "password": "mat-khau-thu-2026",
            "position": { "title": "Chuyên viên", "role": "specialist", "unit": null } });
        let made = administrator.posts("/people", &wish).await.fine().json();
        assert_eq!(
            administrator.posts("/people", &wish).await.code(),
            "organisations.login_taken"
        );
        assert_eq!(
            clerk.posts("/people", &wish).await.code(),
            "access.role_needed"
        );
        let newcomer = office.signs_in("moi.a").await;
        let path = format!("/people/{}/end", made["id"].as_str().unwrap());
        administrator.posts(&path, &json!({})).await.fine();
        assert_eq!(
            newcomer.gets("/session").await.status,
            StatusCode::UNAUTHORIZED
        );
        let again = office
            .stranger()
            .tries_to_sign_in("moi.a", "mat-khau-thu-2026")
            .await;
        assert_eq!(again.code(), "identity.account_ended");
        office.runs_jobs().await;
    });
}

#[test]
fn an_administrator_sets_a_password_for_who_forgot_it() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let administrator = office.signs_in("administrator.a").await;
        let id = async |somebody: &Somebody| {
            let me = somebody.gets("/session").await.fine().json();
            me["person"]["id"].as_str().unwrap().to_owned()
        };
        let path = format!("/people/{}/password", id(&clerk).await);
        let wish = json!({ "password": "mat-khau-dat-lai" });
        let refused = clerk.puts(&path, &wish).await;
        assert_eq!(refused.code(), "access.role_needed");
        let other = office.signs_in("administrator.b").await;
        let elsewhere = other.puts(&path, &wish).await;
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
        let short = json!({ "password": "ngan" });
        let refused = administrator.puts(&path, &short).await;
        assert_eq!(refused.code(), "identity.password_short");
        let own = format!("/people/{}/password", id(&administrator).await);
        let refused = administrator.puts(&own, &wish).await;
        assert_eq!(refused.code(), "identity.own_password");

        let wrong = json!({ "login": "clerk.a", "password": "quen-mat-roi-2026" });
        for _ in 0..10 {
            office.stranger().posts("/session", &wrong).await;
        }
        administrator.puts(&path, &wish).await.fine();
        let old = clerk.gets("/session").await;
        assert_eq!(old.status, StatusCode::UNAUTHORIZED, "every session ends");
        let anew = json!({ "login": "clerk.a", "password": "mat-khau-dat-lai" });
        office.stranger().posts("/session", &anew).await.fine();
    });
}
