//! Agencies, posts, accounts, sessions, tokens, kept answers and searches.

use storage::identity::{self, ApiToken, RememberedAnswer};
use storage::organisations::{self, Organisation};
use storage::searches::{self, SavedSearch};
use storage::{Database, StorageError};
use time::Duration;
use time::macros::date;
use workflow::access::{Role, Scope};
use workflow::identity::{Failures, SignInOutcome};
use workflow::organisations::Validity;
use workflow::{ApiTokenId, PersonId, SavedSearchId, SessionId, UnitId};

use crate::databases::{Fresh, on_both};
use crate::world::{Agency, NOW, TODAY, since};

async fn adds_unit(db: &Database, agency: &Agency, name: &str, parent: Option<UnitId>) -> UnitId {
    let unit = agency.unit(name, parent);
    let tx = db.begin(NOW).await.unwrap();
    organisations::insert_unit(&tx, &unit).await.unwrap();
    tx.commit().await.unwrap();
    unit.id
}

async fn appoints(
    db: &Database,
    agency: &Agency,
    person: PersonId,
    (role, unit): (Role, Option<UnitId>),
    validity: Validity,
) {
    let post = agency.post(role, unit);
    let tx = db.begin(NOW).await.unwrap();
    organisations::insert_position(&tx, &post).await.unwrap();
    organisations::appoint(&tx, person, post.id, validity)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    async fn a_caller_is_what_holds_today(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let top = adds_unit(db, &agency, "Phòng", None).await;
        let middle = adds_unit(db, &agency, "Tổ", Some(top)).await;
        let leaf = adds_unit(db, &agency, "Nhóm", Some(middle)).await;
        let aside = adds_unit(db, &agency, "Phòng khác", None).await;
        let ended = Validity { from: date!(2026 - 01 - 01), to: Some(date!(2026 - 11 - 22)) };
        appoints(db, &agency, agency.person, (Role::HeadOfUnit, Some(top)), since()).await;
        appoints(db, &agency, agency.person, (Role::Specialist, Some(aside)), since()).await;
        appoints(db, &agency, agency.person, (Role::Leader, None), ended).await;
        let caller = identity::find_caller(db, agency.person, &[Scope::Read], TODAY).await.unwrap();
        let caller = caller.unwrap();
        assert_eq!((caller.organisation, caller.scopes.as_slice()), (agency.id, &[Scope::Read][..]));
        assert_eq!(caller.appointments.len(), 2);
        let head = caller.appointments.iter().find(|post| post.role == Role::HeadOfUnit).unwrap();
        let mut below = head.units_below.clone();
        below.sort();
        let mut expected = vec![middle, leaf];
        expected.sort();
        assert_eq!((head.unit, below), (Some(top), expected));
        let other = caller.appointments.iter().find(|post| post.role == Role::Specialist).unwrap();
        assert!(other.units_below.is_empty());
        let yesterday = identity::find_caller(db, agency.person, &[], date!(2026 - 11 - 22)).await;
        assert!(yesterday.unwrap().unwrap().has_role(Role::Leader), "the last day still holds");

        fresh.sql("UPDATE unit SET valid_to = '2026-11-22' WHERE name = 'Tổ'").await;
        let caller = identity::find_caller(db, agency.person, &[], TODAY).await.unwrap().unwrap();
        assert!(caller.appointments.iter().all(|post| post.units_below.is_empty()));
        fresh.sql("UPDATE unit SET valid_to = '2026-11-22' WHERE name = 'Phòng'").await;
        let caller = identity::find_caller(db, agency.person, &[], TODAY).await.unwrap().unwrap();
        assert_eq!(caller.appointments.len(), 1, "a post in a unit that is gone");

        let tx = db.begin(NOW).await.unwrap();
        organisations::end_person(&tx, agency.person, date!(2026 - 11 - 22)).await.unwrap();
        tx.commit().await.unwrap();
        let gone = identity::find_caller(db, agency.person, &[], TODAY).await.unwrap();
        assert_eq!(gone, None);
        assert!(!identity::get_account(db, agency.person, TODAY).await.unwrap().holds);
    }
}

on_both! {
    async fn a_circle_among_units_ends(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let one = adds_unit(db, &agency, "Một", None).await;
        adds_unit(db, &agency, "Hai", Some(one)).await;
        fresh.sql(
            "UPDATE unit SET parent_id = (SELECT id FROM unit WHERE name = 'Hai') WHERE name = 'Một'",
        )
        .await;
        appoints(db, &agency, agency.person, (Role::HeadOfUnit, Some(one)), since()).await;
        let caller = identity::find_caller(db, agency.person, &[], TODAY).await.unwrap().unwrap();
        assert_eq!(caller.appointments[0].units_below.len(), 2);
    }
}

on_both! {
    async fn two_agencies_never_mix(fresh: &Fresh) {
        let db = &fresh.db;
        let a = Agency::found(db, "a").await;
        let b = Agency::found(db, "b").await;
        let unit_of_b = adds_unit(db, &b, "Phòng", None).await;
        let post_of_b = b.post(Role::Leader, None);
        let tx = db.begin(NOW).await.unwrap();
        organisations::insert_position(&tx, &post_of_b).await.unwrap();
        tx.commit().await.unwrap();
        let conflict = |refused: storage::Result<()>| {
            assert!(matches!(refused, Err(StorageError::Conflict(_))), "{refused:?}");
        };
        let tx = db.begin(NOW).await.unwrap();
        conflict(organisations::appoint(&tx, a.person, post_of_b.id, since()).await);
        drop(tx);
        let tx = db.begin(NOW).await.unwrap();
        conflict(organisations::insert_unit(&tx, &a.unit("Tổ", Some(unit_of_b))).await);
        drop(tx);
        let tx = db.begin(NOW).await.unwrap();
        let post = a.post(Role::Leader, Some(unit_of_b));
        conflict(organisations::insert_position(&tx, &post).await);
        drop(tx);
        let tx = db.begin(NOW).await.unwrap();
        conflict(organisations::insert_person(&tx, &b.somebody("A.An")).await);
        drop(tx);
        assert_eq!(organisations::list_people(db, b.id).await.unwrap().len(), 1);
        assert_eq!(organisations::list_units(db, a.id, TODAY).await.unwrap(), []);
        assert_eq!(organisations::list_positions(db, b.id, TODAY).await.unwrap(), [post_of_b]);
    }
}

on_both! {
    async fn agencies_and_people_are_found(fresh: &Fresh) {
        let db = &fresh.db;
        let a = Agency::found(db, "an-phu").await;
        let row = organisations::find_by_slug(db, "an-phu").await.unwrap().unwrap();
        assert_eq!(organisations::get(db, a.id).await.unwrap(), row);
        assert_eq!(organisations::list(db).await.unwrap(), std::slice::from_ref(&row));
        assert_eq!(organisations::find_by_slug(db, "khac").await.unwrap(), None);
        let tx = db.begin(NOW).await.unwrap();
        let twin = Organisation { id: workflow::OrganisationId(uuid::Uuid::now_v7()), ..row };
        let refused = organisations::insert(&tx, &twin).await;
        match refused {
            Err(StorageError::Conflict(on)) => assert!(on.contains("slug"), "{on}"),
            other => panic!("{other:?}"),
        }
        drop(tx);
        let person = organisations::find_person_by_login(db, "AN-PHU.an").await.unwrap().unwrap();
        assert_eq!(person.id, a.person);
        let many = organisations::list_people_by_ids(db, &[a.person]).await.unwrap();
        assert_eq!(many, [person]);
        appoints(db, &a, a.person, (Role::Clerk, None), since()).await;
        let holdings = organisations::list_holdings(db, a.id, TODAY).await.unwrap();
        assert_eq!(holdings[0].position.role, Role::Clerk);
        let before = date!(2025 - 12 - 31);
        assert!(organisations::list_holdings(db, a.id, before).await.unwrap().is_empty());
    }
}

on_both! {
    async fn accounts_remember_passwords_failures_and_sign_ins(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let failures = Failures { count: 5, locked_until: Some(NOW + Duration::minutes(15)) };
        let tx = db.begin(NOW).await.unwrap();
        identity::set_password(&tx, agency.person, "$argon2id$x").await.unwrap();
        identity::save_failures(&tx, agency.person, failures).await.unwrap();
        let who = Some(agency.person);
        identity::record_sign_in(&tx, who, SignInOutcome::Locked, "127.0.0.1").await.unwrap();
        identity::record_sign_in(&tx, who, SignInOutcome::Accepted, "127.0.0.1").await.unwrap();
        identity::record_sign_in(&tx, None, SignInOutcome::WrongCredentials, "::1").await.unwrap();
        tx.commit().await.unwrap();
        let account = identity::find_account(db, "A.AN", TODAY).await.unwrap().unwrap();
        assert_eq!(account.password_hash.as_deref(), Some("$argon2id$x"));
        assert_eq!((account.failures, account.holds), (failures, true));
        assert!(identity::find_account(db, "a.binh", TODAY).await.unwrap().is_none());
        let sign_ins = identity::list_sign_ins(db, agency.person, 9).await.unwrap();
        let outcomes: Vec<_> = sign_ins.iter().map(|one| one.outcome.as_str()).collect();
        assert_eq!(outcomes, ["accepted", "locked"]);
        assert_eq!(sign_ins[0].at, NOW);
    }
}

on_both! {
    async fn sessions_are_found_by_secret_until_revoked(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let other = Agency::found(db, "b").await;
        let ids: Vec<_> = (0..3).map(|_| SessionId(uuid::Uuid::now_v7())).collect();
        let tx = db.begin(NOW).await.unwrap();
        for (id, secret) in ids.iter().zip(1..) {
            let agent = "Trình duyệt\n".repeat(50);
            identity::insert_session(&tx, *id, [secret; 32], agency.person, &agent).await.unwrap();
        }
        tx.commit().await.unwrap();
        let later = NOW + Duration::minutes(5);
        let tx = db.begin(later).await.unwrap();
        identity::touch_session(&tx, ids[0]).await.unwrap();
        assert!(!identity::revoke_session(&tx, other.person, ids[1]).await.unwrap());
        assert!(identity::revoke_session(&tx, agency.person, ids[1]).await.unwrap());
        assert!(!identity::revoke_session(&tx, agency.person, ids[1]).await.unwrap());
        tx.commit().await.unwrap();
        let session = identity::find_session(db, [1; 32]).await.unwrap().unwrap();
        assert_eq!((session.started_at, session.last_seen_at), (NOW, later));
        assert_eq!(session.user_agent.chars().count(), 200);
        assert!(identity::find_session(db, [2; 32]).await.unwrap().is_none());
        assert!(identity::find_session(db, [9; 32]).await.unwrap().is_none());
        assert_eq!(identity::list_sessions(db, agency.person).await.unwrap().len(), 2);
        let tx = db.begin(later).await.unwrap();
        let ended = identity::revoke_other_sessions(&tx, agency.person, Some(ids[0])).await;
        assert_eq!(ended.unwrap(), 1);
        tx.commit().await.unwrap();
        let left = identity::list_sessions(db, agency.person).await.unwrap();
        assert_eq!(left.iter().map(|one| one.id).collect::<Vec<_>>(), [ids[0]]);
        let tx = db.begin(later).await.unwrap();
        assert_eq!(identity::sweep(&tx, later + Duration::SECOND).await.unwrap(), 3);
    }
}

on_both! {
    async fn tokens_hold_until_their_last_day(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let token = ApiToken {
            id: ApiTokenId(uuid::Uuid::now_v7()),
            person: agency.person,
            name: "Máy quét".to_owned(),
            scopes: vec![Scope::Read, Scope::Write],
            expires_on: TODAY,
            created_at: NOW,
        };
        let tx = db.begin(NOW).await.unwrap();
        identity::insert_token(&tx, &token, [1; 32]).await.unwrap();
        tx.commit().await.unwrap();
        let found = identity::find_token(db, [1; 32], TODAY).await.unwrap();
        assert_eq!(found.as_ref(), Some(&token));
        let tomorrow = TODAY.next_day().unwrap();
        assert!(identity::find_token(db, [1; 32], tomorrow).await.unwrap().is_none());
        assert_eq!(identity::list_tokens(db, agency.person).await.unwrap(), std::slice::from_ref(&token));
        let tx = db.begin(NOW).await.unwrap();
        assert!(identity::revoke_token(&tx, agency.person, token.id).await.unwrap());
        assert!(!identity::revoke_token(&tx, agency.person, token.id).await.unwrap());
        tx.commit().await.unwrap();
        assert!(identity::find_token(db, [1; 32], TODAY).await.unwrap().is_none());
    }
}

on_both! {
    async fn an_answer_is_remembered_once_under_its_key(fresh: &Fresh) {
        let db = &fresh.db;
        let agency = Agency::found(db, "a").await;
        let answer =
            RememberedAnswer { request_hash: [3; 32], status: 201, body: "{}".to_owned() };
        let tx = db.begin(NOW).await.unwrap();
        identity::remember_answer(&tx, agency.person, "k", &answer).await.unwrap();
        tx.commit().await.unwrap();
        let found = identity::find_answer(db, agency.person, "k").await.unwrap();
        assert_eq!(found.as_ref(), Some(&answer));
        assert_eq!(identity::find_answer(db, agency.person, "l").await.unwrap(), None);
        let tx = db.begin(NOW).await.unwrap();
        let twice = identity::remember_answer(&tx, agency.person, "k", &answer).await;
        assert!(matches!(twice, Err(StorageError::Conflict(_))));
        drop(tx);
        let tx = db.begin(NOW).await.unwrap();
        assert_eq!(identity::sweep(&tx, NOW).await.unwrap(), 0);
        assert_eq!(identity::sweep(&tx, NOW + Duration::SECOND).await.unwrap(), 1);
    }
}

on_both! {
    async fn searches_belong_to_their_person(fresh: &Fresh) {
        let db = &fresh.db;
        let a = Agency::found(db, "a").await;
        let b = Agency::found(db, "b").await;
        let search = |name: &str| SavedSearch {
            id: SavedSearchId(uuid::Uuid::now_v7()),
            person: a.person,
            name: name.to_owned(),
            query: "q=nghi+dinh".to_owned(),
            created_at: NOW,
        };
        let (second, first) = (search("b"), search("a"));
        let tx = db.begin(NOW).await.unwrap();
        searches::insert(&tx, &second).await.unwrap();
        searches::insert(&tx, &first).await.unwrap();
        assert!(!searches::remove(&tx, b.person, first.id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(searches::list(db, a.person).await.unwrap(), [first.clone(), second.clone()]);
        assert!(searches::list(db, b.person).await.unwrap().is_empty());
        let tx = db.begin(NOW).await.unwrap();
        assert!(searches::remove(&tx, a.person, first.id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(searches::list(db, a.person).await.unwrap(), [second]);
    }
}
