//! Connections and transactions.

use sea_orm::{DatabaseConnection, DatabaseTransaction};
use workflow::OrganisationId;
use workflow::audit::NewEvent;

use crate::Result;

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
}

impl Database {
    /// Connects; SQLite files are made when missing (WAL, synchronous FULL, foreign keys on).
    pub async fn connect(config: &DatabaseConfig) -> Result<Self> {
        todo!()
    }

    /// Brings the schema up to date; says how many migrations ran.
    pub async fn migrate(&self) -> Result<usize> {
        todo!()
    }

    /// Answers when the database answers.
    pub async fn ping(&self) -> Result<()> {
        todo!()
    }

    /// Begins a writing transaction (immediate on SQLite).
    pub async fn begin(&self, now: time::OffsetDateTime) -> Result<Transaction> {
        todo!()
    }

    /// Waits for the next committed transaction of this process or, on PostgreSQL, of any other.
    /// Wakes at least once a second so that nothing is missed.
    pub async fn committed(&self) {
        todo!()
    }
}

/// A writing transaction; what is not committed is rolled back when it is dropped.
pub struct Transaction {
    pub(crate) inner: DatabaseTransaction,
    pub(crate) staged: Vec<(OrganisationId, NewEvent)>,
    pub(crate) now: time::OffsetDateTime,
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

    /// Appends the staged events under the head rows of their organisations (in order of id) and
    /// commits; answers with the last sequence number of each organisation.
    pub async fn commit(self) -> Result<Vec<(OrganisationId, i64)>> {
        todo!()
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
