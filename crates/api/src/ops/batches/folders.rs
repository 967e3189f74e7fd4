//! Watched folders: a file that a scanner dropped is taken when it stands still and is whole, kept as a
//! batch of its own, and only then moved aside into `da-nhan`. What can never be taken goes to `loi`, with a
//! text beside it that says why.
//!
//! Killed between any two steps it is begun again: what tells a kept file from every other is its folder,
//! its name and its content, so it is neither lost nor taken twice.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use storage::StorageError;
use storage::blobs::Blob;
use time::{Duration, OffsetDateTime};
use workflow::{OrganisationId, UnitId};

use super::add_scan::take_in;
use super::open::{NewBatch, begin};
use super::whole::{Found, is_passing, look_at_copy};
use crate::config::ScanFolder;
use crate::error::{OpError, Result};
use crate::ops::App;

/// Where taken files go, below the watched folder.
const TAKEN: &str = "da-nhan";
/// Where files go that cannot be taken.
const REFUSED: &str = "loi";

/// What was seen of the files at the last look; it may be forgotten at any time.
#[derive(Debug)]
pub struct Watch {
    files: HashMap<PathBuf, Still>,
    words: fn(&str) -> String,
}

impl Watch {
    /// Nothing was seen yet; `words` says a code as a sentence.
    pub fn new(words: fn(&str) -> String) -> Watch {
        Watch {
            files: HashMap::new(),
            words,
        }
    }
}

/// A file as it was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Still {
    size_bytes: u64,
    modified: SystemTime,
    since: OffsetDateTime,
    /// Whether it was told that it cannot be moved.
    told: bool,
}

/// Whose files a folder holds.
struct Owner {
    organisation: OrganisationId,
    unit: Option<UnitId>,
}

/// Looks into every watched folder once; says how many files were moved aside.
pub async fn look_into_folders(app: &App, watch: &mut Watch) -> Result<usize> {
    let mut moved = 0;
    let mut seen = HashMap::new();
    for folder in &app.config().scanning.folders {
        let looked = look_into(app, folder, (watch, &mut seen)).await;
        match looked {
            Ok(count) => moved += count,
            Err(error) => {
                let path = folder.path.display();
                tracing::error!(%error, %path, "a watched folder could not be looked into");
            }
        }
    }
    watch.files = seen;
    Ok(moved)
}

async fn look_into(
    app: &App,
    folder: &ScanFolder,
    (watch, seen): (&Watch, &mut HashMap<PathBuf, Still>),
) -> Result<usize> {
    let owner = owner_of(app, folder).await?;
    let mut moved = 0;
    let mut entries = tokio::fs::read_dir(&folder.path).await?;
    while let Some(entry) = entries.next_entry().await? {
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_passing(&name) || !entry.file_type().await?.is_file() {
            continue;
        }
        let path = entry.path();
        let Some(now) = still(app, &path, watch.files.get(&path)).await else {
            continue;
        };
        let stood = watch
            .files
            .get(&path)
            .is_some_and(|before| before.since == now.since);
        seen.insert(path.clone(), now);
        if !stood {
            continue;
        }
        match deal_with(app, (folder, watch.words), (&owner, &path, &name), now).await {
            Ok(true) => moved += 1,
            Ok(false) => {}
            Err(error) => {
                if !now.told {
                    tracing::error!(%error, path = %path.display(), "a scanned file could not be taken");
                }
                seen.insert(path, Still { told: true, ..now });
            }
        }
    }
    Ok(moved)
}

async fn owner_of(app: &App, folder: &ScanFolder) -> Result<Owner> {
    let db = &app.0.db;
    let agency = storage::organisations::find_by_slug(db, &folder.agency).await?;
    let unknown = |what: &str| OpError::Internal(format!("scanning.folders: no {what}"));
    let organisation = agency.ok_or_else(|| unknown("such agency"))?.id;
    if folder.unit.is_empty() {
        let unit = None;
        return Ok(Owner { organisation, unit });
    }
    let today = app.0.clock.today();
    let units = storage::organisations::list_units(db, organisation, today).await?;
    let unit = units.into_iter().find(|unit| unit.name == folder.unit);
    let unit = Some(unit.ok_or_else(|| unknown("such unit"))?.id);
    Ok(Owner { organisation, unit })
}

/// The file as it is now, with since when it is so; none where it went meanwhile.
async fn still(app: &App, path: &Path, before: Option<&Still>) -> Option<Still> {
    let metadata = tokio::fs::metadata(path).await.ok()?;
    let now = Still {
        size_bytes: metadata.len(),
        modified: metadata.modified().ok()?,
        since: app.0.clock.now(),
        told: false,
    };
    let same = |one: &&Still| (one.size_bytes, one.modified) == (now.size_bytes, now.modified);
    Some(before.filter(same).copied().unwrap_or(now))
}

/// Takes or refuses a file that stands still; false while it is not whole.
async fn deal_with(
    app: &App,
    (folder, words): (&ScanFolder, fn(&str) -> String),
    (owner, path, name): (&Owner, &Path, &str),
    now: Still,
) -> Result<bool> {
    tokio::fs::create_dir_all(app.scratch()).await?;
    let scratch = tempfile::Builder::new()
        .prefix("scan-")
        .tempdir_in(app.scratch())?;
    let copy = scratch.path().join("copy");
    tokio::fs::copy(path, &copy).await?;
    // What grew while it was copied does not stand still.
    let after = still(app, path, Some(&now)).await;
    if after.is_none_or(|after| after.since != now.since) {
        return Ok(false);
    }
    match look_at_copy(app, &copy, name).await? {
        Found::Scan(media_type) => {
            keep(app, folder, (owner, &copy, name), media_type).await?;
            move_aside(&folder.path.join(TAKEN), path, name).await?;
        }
        Found::Unfit(code) => refuse(folder, path, name, reason(words, &code)).await?,
        Found::Broken(code) => {
            let patience = Duration::minutes(app.config().scanning.give_up_minutes);
            if app.0.clock.now() - now.since < patience {
                return Ok(false);
            }
            refuse(folder, path, name, reason(words, &code)).await?;
        }
    }
    Ok(true)
}

/// Keeps the bytes as a batch of its own, once.
async fn keep(
    app: &App,
    folder: &ScanFolder,
    (owner, copy, name): (&Owner, &Path, &str),
    media_type: &str,
) -> Result<()> {
    let blob = app.0.blobs.put_file(copy).await?;
    let source = source_of(folder, name, &blob);
    if storage::batches::find_source(&app.0.db, &source)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let stem = Path::new(name).file_stem().unwrap_or_default();
    let shown: String = stem.to_string_lossy().chars().take(100).collect();
    let kept = app
        .write(async |tx| {
            let new = NewBatch {
                name: shown.clone(),
                unit: owner.unit,
                splits_at_blanks: folder.splits_at_blanks,
            };
            let batch = begin(app, tx, (owner.organisation, None), new).await?;
            let file = (name, media_type, blob.clone());
            take_in(app, tx, &batch, (file, Some(source.clone()), None)).await
        })
        .await;
    match kept {
        // Another process looks into the same folder and was quicker.
        Err(OpError::Storage(StorageError::Conflict(_))) => Ok(()),
        other => other.map(drop),
    }
}

fn source_of(folder: &ScanFolder, name: &str, blob: &Blob) -> String {
    let mut digest = Sha256::new();
    for part in [
        folder.path.as_os_str().as_encoded_bytes(),
        name.as_bytes(),
        &blob.hash.0,
    ] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    hex::encode(digest.finalize())
}

fn reason(words: fn(&str) -> String, code: &str) -> String {
    format!("{}\r\n\r\n({code})\r\n", words(code))
}

/// The text first: a file in the folder of errors always has its reason beside it.
async fn refuse(folder: &ScanFolder, path: &Path, name: &str, reason: String) -> Result<()> {
    let errors = folder.path.join(REFUSED);
    tokio::fs::create_dir_all(&errors).await?;
    let target = free_name(&errors, name).await?;
    let mut beside = target.clone().into_os_string();
    beside.push(".txt");
    tokio::fs::write(beside, reason).await?;
    tokio::fs::rename(path, target).await?;
    Ok(())
}

async fn move_aside(folder: &Path, path: &Path, name: &str) -> Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    tokio::fs::rename(path, free_name(folder, name).await?).await?;
    Ok(())
}

/// A name in the folder that no file has yet: «a.pdf», «a (2).pdf», …
async fn free_name(folder: &Path, name: &str) -> Result<PathBuf> {
    let (stem, ending) = name
        .rsplit_once('.')
        .map_or((name, String::new()), |(stem, ending)| {
            (stem, format!(".{ending}"))
        });
    let mut target = folder.join(name);
    let mut number = 2;
    while tokio::fs::try_exists(&target).await? {
        target = folder.join(format!("{stem} ({number}){ending}"));
        number += 1;
    }
    Ok(target)
}
