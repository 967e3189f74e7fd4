//! Operations: each loads, asks the rule, saves and records. HTTP, jobs and the command line call
//! them; only they can open a transaction, for the parts of [`App`] are private to this module.

pub mod access;
pub mod admin;
pub mod audit;
pub mod batches;
pub mod calendar;
pub mod delegations;
pub mod demo;
pub mod documents;
pub mod exchange;
pub mod identity;
pub mod index;
pub mod ink;
pub mod instructions;
pub mod jobs;
pub mod maintenance;
pub mod notices;
pub mod organisations;
pub mod outgoing;
mod printing;
pub mod quality;
pub mod reading;
pub mod registers;
pub mod reminders;
pub mod routes;
pub mod search;
pub mod statistics;
pub mod uploads;
pub mod work;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use indexing::reading::{Limits, Reader};
use indexing::search::SearchIndex;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use storage::blobs::BlobsConfig;
use storage::identity::RememberedAnswer;
use storage::{Blobs, Database, DatabaseConfig, Transaction};
use tokio::sync::futures::Notified;
use tokio::sync::{Semaphore, broadcast};
use workflow::documents::ReadingState;
use workflow::{DocumentId, PersonId, Refusal};

use crate::clock::Clock;
use crate::config::Config;
use crate::error::{OpError, Result};

/// The running office. Clones share it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    config: Config,
    clock: Clock,
    db: Database,
    blobs: Blobs,
    index: SearchIndex,
    reader: Reader,
    printer: printing::Printer,
    uploads: uploads::Staging,
    callers: identity::Callers,
    openings: access::Openings,
    proofs: audit::Proofs,
    notices: broadcast::Sender<Notice>,
    bell: notices::Bell,
    couriers: notices::Couriers,
    searching: Semaphore,
    hashing: Semaphore,
    rendering: Semaphore,
}

/// What the open screens of those who may see the paper are told.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The paper.
    pub document: DocumentId,
    /// How far it is read now.
    pub state: ReadingState,
    /// Keys of the principals that may read it.
    pub readers: Arc<[String]>,
}

/// Parts that tests exchange.
pub struct Parts {
    /// Time and ids.
    pub clock: Clock,
    /// Where the index is: a folder, or in memory.
    pub index_in_memory: bool,
    /// The program that reads files, with its first arguments.
    pub reader_command: Vec<String>,
    /// The program that prints and stamps, with its first arguments.
    pub printer_command: Vec<String>,
}

impl Parts {
    /// The parts of the real program.
    pub fn of_this_program() -> Result<Parts> {
        let program = std::env::current_exe()?.to_string_lossy().into_owned();
        Ok(Parts {
            clock: Clock::System,
            index_in_memory: false,
            reader_command: vec![program.clone(), "read-file".to_owned()],
            printer_command: vec![program, "print-file".to_owned()],
        })
    }
}

impl App {
    /// Opens database (and brings its schema up to date), blobs, index and staging area.
    pub async fn open(config: Config, parts: Parts) -> Result<App> {
        tokio::fs::create_dir_all(&config.data).await?;
        let db = Database::connect(&DatabaseConfig {
            url: config.database_url(),
            read_connections: config.database.read_connections,
        })
        .await?;
        db.migrate().await?;
        let blobs = Blobs::open(&blobs_config(&config))?;
        let index = if parts.index_in_memory {
            SearchIndex::in_memory()?
        } else {
            let folder = config.data.join("index");
            tokio::task::spawn_blocking(move || SearchIndex::open(&folder)).await??
        };
        let uploads = uploads::Staging::open(&config).await?;
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let searching = match config.search.concurrent {
            0 => cores * 2,
            chosen => chosen,
        };
        let scratch = config.data.join("scratch");
        let limits = Limits {
            memory_bytes: config.reading.memory_mb << 20,
            cpu: Duration::from_secs(config.reading.cpu_s),
            wall: Duration::from_secs(config.reading.wall_s),
            output_bytes: config.reading.output_mb << 20,
        };
        Ok(App(Arc::new(Inner {
            reader: Reader {
                command: parts.reader_command,
                limits,
            },
            printer: printing::Printer::new(parts.printer_command, scratch),
            bell: notices::Bell::new(db.clone()),
            couriers: notices::Couriers::new(&config)?,
            clock: parts.clock,
            db,
            blobs,
            index,
            uploads,
            callers: identity::Callers::default(),
            openings: access::Openings::default(),
            proofs: audit::Proofs::default(),
            notices: broadcast::channel(1024).0,
            searching: Semaphore::new(searching),
            hashing: Semaphore::new(cores),
            rendering: Semaphore::new(cores),
            config,
        })))
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Time and ids.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Where files lie while they are read.
    pub fn scratch(&self) -> PathBuf {
        self.0.config.data.join("scratch")
    }

    /// What open screens are told.
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.0.notices.subscribe()
    }

    /// Waits until a job was committed by this process after the call.
    pub fn work_added(&self) -> Notified<'_> {
        self.0.db.work_added()
    }

    /// Waits until something was committed by any process; wakes at least once a second.
    pub async fn committed(&self) {
        self.0.db.committed().await;
    }

    /// Runs `work` in one transaction: Ok commits with at least one event, Err rolls back.
    async fn write<T>(&self, work: impl AsyncFnOnce(&mut Transaction) -> Result<T>) -> Result<T> {
        let mut tx = self.0.db.begin(self.0.clock.now()).await?;
        let answer = work(&mut tx).await?;
        tx.commit().await?;
        Ok(answer)
    }

    /// Like [`App::write`], but under an idempotency key: the same request again is answered with
    /// the first answer, another request under the same key is refused.
    async fn write_once<T: Serialize + DeserializeOwned>(
        &self,
        once: Option<&Once>,
        work: impl AsyncFnOnce(&mut Transaction) -> Result<T>,
    ) -> Result<T> {
        let Some(once) = once else {
            return self.write(work).await;
        };
        if let Some(answer) = self.remembered(once).await? {
            return Ok(answer);
        }
        let written = self
            .write(async |tx| {
                let answer = work(tx).await?;
                let body = serde_json::to_string(&answer)
                    .map_err(|error| OpError::Internal(error.to_string()))?;
                let remembered = RememberedAnswer {
                    request_hash: once.request_hash,
                    status: 200,
                    body,
                };
                storage::identity::remember_answer(tx, once.person, &once.key, &remembered).await?;
                Ok(answer)
            })
            .await;
        match written {
            Ok(answer) => Ok(answer),
            // Two of the same request ran side by side: the one that came second is refused by
            // what the first has done, and answers like it.
            Err(error) => self.remembered(once).await?.ok_or(error),
        }
    }

    async fn remembered<T: DeserializeOwned>(&self, once: &Once) -> Result<Option<T>> {
        let found = storage::identity::find_answer(&self.0.db, once.person, &once.key).await?;
        let Some(answer) = found else { return Ok(None) };
        if answer.request_hash != once.request_hash {
            return Err(OpError::Conflict(Refusal::new("http.idempotency_mismatch")));
        }
        serde_json::from_str(&answer.body)
            .map(Some)
            .map_err(|error| OpError::Internal(error.to_string()))
    }
}

/// An idempotency key with the request it belongs to.
#[derive(Debug, Clone)]
pub struct Once {
    /// Whose key.
    pub person: PersonId,
    /// As sent, at most 200 characters.
    pub key: String,
    /// SHA-256 of what was asked.
    pub request_hash: [u8; 32],
}

impl Once {
    /// A key for a request made of these parts.
    pub fn new(person: PersonId, key: &str, request: &[&[u8]]) -> Once {
        let mut digest = Sha256::new();
        for part in request {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        Once {
            person,
            key: key.to_owned(),
            request_hash: digest.finalize().into(),
        }
    }
}

fn blobs_config(config: &Config) -> BlobsConfig {
    if config.blobs.kind == "s3" {
        BlobsConfig::S3 {
            endpoint: config.blobs.endpoint.clone(),
            bucket: config.blobs.bucket.clone(),
            region: config.blobs.region.clone(),
            access_key: config.blobs.access_key.clone(),
            secret_key: config.blobs.secret_key.clone(),
        }
    } else {
        BlobsConfig::Folder(config.data.join("blobs"))
    }
}
