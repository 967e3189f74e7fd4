//! Connections and transactions.
//!
//! On SQLite one connection writes and several read beside it; on PostgreSQL one pool does both,
//! and the disk is waited for after the locks of a transaction are gone, before anybody is told.
//! Statements are never logged: their parameters hold personal data.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::futures::Notified;
use tokio::sync::{Notify, watch};
use workflow::OrganisationId;
use workflow::audit::NewEvent;

use crate::{Result, StorageError, events};

/// How long a follower sleeps at most: other processes may commit to the same database.
const LONGEST_SLEEP: Duration = Duration::from_millis(250);
/// How long a writer queues behind others before it gives up.
const WRITER_PATIENCE: Duration = Duration::from_secs(30);
/// How long a reader waits for a connection.
const READER_PATIENCE: Duration = Duration::from_secs(5);
/// Page cache of the writing connection of SQLite, in KiB.
const WRITER_CACHE_KIB: u32 = 16 * 1024;
/// Page cache of each reading connection; the cache of the operating system stands behind it.
const READER_CACHE_KIB: u32 = 16 * 1024;
/// Any number, the same in all processes, under which PostgreSQL lets one of them migrate.
const MIGRATION_LOCK: i64 = 0x636f_6e67_7661_6e01;

/// Waits until everything committed before is on the disk: the log of PostgreSQL has one order, so
/// a commit that waits for its own record has waited for all earlier ones. Many wait for one write.
const FLUSH: &str = "SELECT set_config('synchronous_commit', 'on', true), \
                     pg_logical_emit_message(true, 'congvan', '')";

/// Where the rows are.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// `sqlite:<path>` or `postgres://…`.
    pub url: String,
    /// Connections for reading.
    pub read_connections: u32,
}

/// The database: on SQLite one connection writes and several read, on PostgreSQL one pool does both.
#[derive(Debug, Clone)]
pub struct Database {
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
    commits: Commits,
    work: Arc<Notify>,
}

/// Counts the commits of this process; each clone remembers how many it has seen, so that a
/// follower that was busy during a commit does not sleep after it.
#[derive(Debug)]
struct Commits {
    counter: watch::Sender<u64>,
    seen: AtomicU64,
}

impl Clone for Commits {
    fn clone(&self) -> Self {
        let seen = AtomicU64::new(self.seen.load(Ordering::Relaxed));
        Self {
            counter: self.counter.clone(),
            seen,
        }
    }
}

impl Database {
    /// Connects; SQLite files are made when missing (WAL, synchronous FULL, foreign keys on).
    pub async fn connect(config: &DatabaseConfig) -> Result<Self> {
        let (writer, reader) = if let Some(path) = config.url.strip_prefix("sqlite:") {
            connect_sqlite(path, config).await?
        } else {
            let pool = connect_postgres(config).await?;
            (pool.clone(), pool)
        };
        let commits = Commits {
            counter: watch::Sender::new(0),
            seen: AtomicU64::new(0),
        };
        Ok(Self {
            writer,
            reader,
            commits,
            work: Arc::default(),
        })
    }

    /// Brings the schema up to date; says how many migrations ran. Safe when several nodes start
    /// at once: one migrates and the others find nothing left to do.
    pub async fn migrate(&self) -> Result<usize> {
        let tx = begin_writing(&self.writer).await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            let lock = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
            tx.execute_unprepared(&lock).await?;
        }
        let pending = Migrator::get_pending_migrations(&tx).await?.len();
        Migrator::up(&tx, None).await?;
        tx.commit().await?;
        flush(&self.writer).await?;
        Ok(pending)
    }

    /// Answers when the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.reader.execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    /// Begins a writing transaction (immediate on SQLite).
    pub async fn begin(&self, now: time::OffsetDateTime) -> Result<Transaction> {
        Ok(Transaction {
            inner: begin_writing(&self.writer).await?,
            staged: Vec::new(),
            now,
            adds_work: AtomicBool::new(false),
            database: self.clone(),
        })
    }

    /// Waits for the next committed transaction of this process or, on PostgreSQL, of any other.
    /// Wakes several times a second so that nothing is missed. A follower keeps its own clone of
    /// the database: a commit since its last wake-up then wakes it at once.
    pub async fn committed(&self) {
        let mut counter = self.commits.counter.subscribe();
        let seen = self.commits.seen.load(Ordering::Relaxed);
        let news = counter.wait_for(|count| *count != seen);
        // Running out of time is the ordinary end of a quiet moment.
        let _ = tokio::time::timeout(LONGEST_SLEEP, news).await;
        let count = *self.commits.counter.borrow();
        self.commits.seen.store(count, Ordering::Relaxed);
    }

    /// Waits until this process commits a job after the call.
    pub fn work_added(&self) -> Notified<'_> {
        self.work.notified()
    }

    /// Begins a short transaction of this crate that records no event. Its commit may be lost with
    /// the server of PostgreSQL in the second after it.
    pub(crate) async fn begin_unrecorded(&self) -> Result<DatabaseTransaction> {
        begin_writing(&self.writer).await
    }
}

async fn begin_writing(writer: &DatabaseConnection) -> Result<DatabaseTransaction> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(writer.begin_with_options(options).await?)
}

/// Waits for the disk where a commit has not done so.
async fn flush(writer: &DatabaseConnection) -> Result<()> {
    if writer.get_database_backend() == DbBackend::Postgres {
        writer.execute_unprepared(FLUSH).await?;
    }
    Ok(())
}

async fn connect_sqlite(
    path: &str,
    config: &DatabaseConfig,
) -> Result<(DatabaseConnection, DatabaseConnection)> {
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path
        .split_once('?')
        .map_or(path, |(path, _)| path)
        .to_owned();
    if path.is_empty() || path == ":memory:" {
        return Err(StorageError::Unavailable("SQLite needs a file".to_owned()));
    }
    if let Some(folder) = Path::new(&path).parent() {
        std::fs::create_dir_all(folder)?;
    }
    let writer = open_sqlite(&path, WRITER_CACHE_KIB, false, 1, WRITER_PATIENCE).await?;
    let readers = config.read_connections.max(1);
    let reader = open_sqlite(&path, READER_CACHE_KIB, true, readers, READER_PATIENCE).await?;
    Ok((writer, reader))
}

async fn open_sqlite(
    path: &str,
    cache_kib: u32,
    only_reads: bool,
    connections: u32,
    patience: Duration,
) -> Result<DatabaseConnection> {
    let file = path.to_owned();
    // The true path goes in below: inside a URL some characters of a path would be read as syntax.
    let mut options = quiet("sqlite:file".to_owned(), connections, patience);
    options
        .test_before_acquire(false)
        .max_lifetime(None)
        .idle_timeout(None);
    options.map_sqlx_sqlite_opts(move |defaults: SqliteConnectOptions| {
        defaults
            .filename(&file)
            .create_if_missing(!only_reads)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("cache_size", format!("-{cache_kib}"))
            .pragma("journal_size_limit", "67108864")
            .pragma("mmap_size", "0")
            .pragma("query_only", if only_reads { "on" } else { "off" })
    });
    Ok(sea_orm::Database::connect(options).await?)
}

async fn connect_postgres(config: &DatabaseConfig) -> Result<DatabaseConnection> {
    let mut options = quiet(
        config.url.clone(),
        config.read_connections.max(2),
        READER_PATIENCE,
    );
    options.test_before_acquire_if_idle_for(Duration::from_secs(1));
    options.set_application_name("congvan");
    options.map_sqlx_postgres_opts(|options| options.options([("synchronous_commit", "off")]));
    Ok(sea_orm::Database::connect(options).await?)
}

fn quiet(url: String, connections: u32, patience: Duration) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(patience)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

/// A writing transaction; what is not committed is rolled back when it is dropped.
pub struct Transaction {
    pub(crate) inner: DatabaseTransaction,
    pub(crate) staged: Vec<(OrganisationId, NewEvent)>,
    pub(crate) now: time::OffsetDateTime,
    adds_work: AtomicBool,
    database: Database,
}

impl Transaction {
    /// The time of the transaction.
    pub fn now(&self) -> time::OffsetDateTime {
        self.now
    }

    /// Stages an event; it takes its place in the chain when the transaction commits.
    pub fn record(&mut self, organisation: OrganisationId, event: NewEvent) {
        self.staged.push((organisation, event));
    }

    /// Says that a job was added, so that workers look for it after the commit.
    pub(crate) fn adds_work(&self) {
        self.adds_work.store(true, Ordering::Relaxed);
    }

    /// Appends the staged events under the head rows of their organisations (in order of id),
    /// commits and waits for the disk; answers with the last sequence number of each organisation.
    /// The locks end with the commit: others go on while this one waits, and what they wrote after
    /// it reaches the disk after it.
    pub async fn commit(mut self) -> Result<Vec<(OrganisationId, i64)>> {
        let staged = std::mem::take(&mut self.staged);
        let heads = events::append(&self.inner, staged, self.now).await?;
        self.inner.commit().await?;
        flush(&self.database.writer).await?;
        self.database
            .commits
            .counter
            .send_modify(|count| *count += 1);
        if self.adds_work.into_inner() {
            self.database.work.notify_waiters();
        }
        Ok(heads)
    }
}

/// What queries run on: the database (reading) or a transaction (reading and writing).
pub trait Executor: sealed::Raw + Sync {}

impl<T: sealed::Raw + Sync> Executor for T {}

pub(crate) mod sealed {
    /// The connection underneath, known to this crate only.
    pub trait Raw {
        type Connection: sea_orm::ConnectionTrait + sea_orm::StreamTrait;
        fn raw(&self) -> &Self::Connection;
    }

    impl Raw for super::Database {
        type Connection = sea_orm::DatabaseConnection;
        fn raw(&self) -> &Self::Connection {
            &self.reader
        }
    }

    impl Raw for super::Transaction {
        type Connection = sea_orm::DatabaseTransaction;
        fn raw(&self) -> &Self::Connection {
            &self.inner
        }
    }
}
