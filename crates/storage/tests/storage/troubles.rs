//! A full disk, a database gone away, several nodes at once.

use std::process::Command;

use sea_orm::{ConnectionTrait, Statement, TransactionTrait};
use storage::{Database, DatabaseConfig, StorageError};

use crate::databases::{self, Fresh, on_both};
use crate::services;
use crate::world::{Agency, NOW, event};

on_both! {
    async fn nodes_that_start_together_migrate_once(fresh: &Fresh) {
        assert_eq!(fresh.db.migrate().await.unwrap(), 0);
        fresh.db.ping().await.unwrap();
        let mut nodes = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let db = fresh.another().await;
            nodes.spawn(async move { db.migrate().await.unwrap() });
        }
        assert!(nodes.join_all().await.into_iter().all(|ran| ran == 0));
    }
}

#[tokio::test]
async fn a_full_sqlite_disk_is_told_and_what_was_written_stays() {
    let fresh = databases::sqlite().await;
    Agency::found(&fresh.db, "a").await;
    let tx = fresh.raw.begin().await.unwrap();
    tx.execute_unprepared("PRAGMA max_page_count = 1")
        .await
        .unwrap();
    let filling =
        "INSERT INTO sign_in (at_us, outcome, address) VALUES (1, 'x', zeroblob(9000000))";
    let full = tx.execute_unprepared(filling).await.unwrap_err();
    assert!(matches!(StorageError::from(full), StorageError::Full));
    drop(tx);
    assert_eq!(
        storage::organisations::list(&fresh.db).await.unwrap().len(),
        1
    );
}

#[test]
fn a_full_disk_under_the_blobs_is_told() {
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    assert!(matches!(StorageError::from(full), StorageError::Full));
    let wrapped = object_store::Error::Generic {
        store: "folder",
        source: Box::new(std::io::Error::other(std::io::Error::from_raw_os_error(28))),
    };
    assert!(matches!(StorageError::from(wrapped), StorageError::Full));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_comes_back_without_a_restart() {
    let Some(fresh) = databases::postgres().await else {
        return;
    };
    let agency = Agency::found(&fresh.db, "a").await;
    let tx = fresh.db.begin(NOW).await.unwrap();
    agency.inserts_paper(&tx, "Kế hoạch").await;
    fresh
        .sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await;
    let cut = tx.commit().await;
    assert!(matches!(cut, Err(StorageError::Unavailable(_))), "{cut:?}");
    // Connections that died are found out one by one.
    let mut back = fresh.db.ping().await;
    for _ in 0..10 {
        if back.is_ok() {
            break;
        }
        assert!(
            matches!(back, Err(StorageError::Unavailable(_))),
            "{back:?}"
        );
        back = fresh.db.ping().await;
    }
    back.unwrap();
    let mut tx = fresh.db.begin(NOW).await.unwrap();
    tx.record(agency.id, event("document.captured", "doc_1"));
    assert_eq!(tx.commit().await.unwrap(), [(agency.id, 1)]);
    fresh.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_crash_of_postgres() {
    if databases::postgres().await.is_none() {
        return;
    }
    // A crash takes the whole cluster down: it is not the one that other tests share.
    let held = services::hold("postgres").unwrap();
    let url = held.setting("CONGVAN_TEST_POSTGRES_URL").unwrap();
    let fresh = databases::postgres_in(&url).await;
    let agency = Agency::found(&fresh.db, "a").await;
    for round in 1..=5 {
        let raw = sea_orm::Database::connect(&fresh.url).await.unwrap();
        let asked = Statement::from_string(raw.get_database_backend(), "SELECT pg_backend_pid()");
        let backend = raw.query_one_raw(asked).await.unwrap().unwrap();
        let backend: i32 = backend.try_get_by_index(0).unwrap();
        let db = databases::connect(&fresh.url).await;
        let mut tx = db.begin(NOW).await.unwrap();
        tx.record(agency.id, event("document.captured", "doc_1"));
        assert_eq!(tx.commit().await.unwrap(), [(agency.id, round)]);
        // What lies in its memory only is gone with the first process that ends so.
        let mut kill = Command::new("kill");
        kill.args(["-9", &backend.to_string()]);
        assert!(kill.status().unwrap().success());
        wait_until_back(&fresh.url, backend).await;
        let again = databases::connect(&fresh.url).await;
        let heads = storage::events::heads(&again).await.unwrap();
        let known: Vec<_> = heads.into_iter().map(|(id, seq, _)| (id, seq)).collect();
        assert_eq!(known, [(agency.id, round)]);
    }
}

/// Waits until the cluster has begun anew: it knows nothing of the process that was killed.
async fn wait_until_back(url: &str, killed: i32) {
    let gone = format!("SELECT 1 WHERE {killed} NOT IN (SELECT pid FROM pg_stat_activity)");
    for _ in 0..1000 {
        let asked = Statement::from_string(sea_orm::DbBackend::Postgres, gone.as_str());
        if let Ok(raw) = sea_orm::Database::connect(url).await
            && let Ok(Some(_)) = raw.query_one_raw(asked).await
        {
            return;
        }
        // Nothing tells when a server has begun anew: it is asked again.
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("PostgreSQL did not come back");
}

#[tokio::test]
async fn what_cannot_be_opened_is_unavailable() {
    for url in [
        "postgres://nobody@127.0.0.1:9/x",
        "sqlite:/proc/none/x.db",
        "sqlite::memory:",
        "mysql://x",
    ] {
        let config = DatabaseConfig {
            url: url.to_owned(),
            read_connections: 1,
        };
        let refused = Database::connect(&config).await;
        assert!(refused.is_err(), "{url}");
    }
}
