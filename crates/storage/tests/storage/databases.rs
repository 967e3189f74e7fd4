//! A fresh database for every test: a file for SQLite, a database in a cluster of the tests for
//! PostgreSQL. Without PostgreSQL the tests fail, unless CONGVAN_TEST_WITHOUT_POSTGRES says that
//! this is known.

use std::path::PathBuf;
use std::sync::OnceLock;

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};
use storage::{Database, DatabaseConfig};
use tempfile::TempDir;

use crate::services;

/// A database of one test.
pub struct Fresh {
    pub db: Database,
    /// Another way in, for what only a hand with SQL can do.
    pub raw: DatabaseConnection,
    pub url: String,
    drop_with: Option<(DatabaseConnection, String)>,
    _folder: Option<TempDir>,
}

impl Fresh {
    /// Runs a statement beside the crate.
    pub async fn sql(&self, statement: &str) -> u64 {
        self.raw
            .execute_unprepared(statement)
            .await
            .unwrap()
            .rows_affected()
    }

    /// A second process, as far as the database can tell.
    pub async fn another(&self) -> Database {
        connect(&self.url).await
    }

    /// Removes what the test leaves in a cluster that others share.
    pub async fn end(self) {
        let Some((admin, name)) = self.drop_with else {
            return;
        };
        let drop = format!("DROP DATABASE {name} WITH (FORCE)");
        admin.execute_unprepared(&drop).await.unwrap();
    }
}

/// An empty SQLite file with the schema; its path has whatever a path may have.
pub async fn sqlite() -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Hồ sơ").join("a b%20#.db");
    let url = format!("sqlite:{}", path.display());
    let db = connect(&url).await;
    let raw = open_file(path).await;
    Fresh {
        db,
        raw,
        url,
        drop_with: None,
        _folder: Some(folder),
    }
}

/// An empty database with the schema in the cluster of the tests.
pub async fn postgres() -> Option<Fresh> {
    static OWN: OnceLock<Option<services::Held>> = OnceLock::new();
    let Some(admin_url) = services::setting("CONGVAN_TEST_POSTGRES_URL", "postgres", &OWN) else {
        let known = std::env::var_os("CONGVAN_TEST_WITHOUT_POSTGRES").is_some();
        assert!(
            known,
            "no PostgreSQL: scripts/setup test, or CONGVAN_TEST_WITHOUT_POSTGRES=1"
        );
        return None;
    };
    Some(postgres_in(&admin_url).await)
}

/// An empty database with the schema in any cluster.
pub async fn postgres_in(admin_url: &str) -> Fresh {
    let admin = sea_orm::Database::connect(admin_url).await.unwrap();
    let name = format!("t_{}", uuid::Uuid::now_v7().simple());
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let (server, _) = admin_url.rsplit_once('/').unwrap();
    let url = format!("{server}/{name}");
    let db = connect(&url).await;
    let raw = sea_orm::Database::connect(&url).await.unwrap();
    Fresh {
        db,
        raw,
        url,
        drop_with: Some((admin, name)),
        _folder: None,
    }
}

/// Connects and migrates.
pub async fn connect(url: &str) -> Database {
    let config = DatabaseConfig {
        url: url.to_owned(),
        read_connections: 8,
    };
    let db = Database::connect(&config).await.unwrap();
    db.migrate().await.unwrap();
    db
}

async fn open_file(path: PathBuf) -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite:file");
    options.map_sqlx_sqlite_opts(move |defaults| {
        defaults
            .filename(&path)
            .foreign_keys(false)
            .busy_timeout(std::time::Duration::from_secs(5))
    });
    sea_orm::Database::connect(options).await.unwrap()
}

/// The same test on both databases.
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($fresh:ident: &Fresh) $body:block) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($fresh: &Fresh) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_sqlite() {
                story(&$crate::databases::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_postgres() {
                if let Some(fresh) = $crate::databases::postgres().await {
                    story(&fresh).await;
                    fresh.end().await;
                }
            }
        }
    };
}
pub(crate) use on_both;
