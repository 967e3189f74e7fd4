//! Bringing in a folder of files: what is there is found by its bytes, so an import can be broken
//! off and repeated at will.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use storage::blobs::BlobHash;
use time::Date;
use tokio::io::AsyncReadExt;
use walkdir::WalkDir;
use workflow::access::Audience;
use workflow::documents::{Direction, Fields, ReadingState, Urgency};
use workflow::jobs::Priority;
use workflow::{DocumentId, OrganisationId, Refusal};

use super::capture::{Incoming, Origin, capture};
use crate::error::{OpError, Result};
use crate::ops::App;

/// What a manifest says of one file. Every column but the path may be missing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the columns of `workflow::documents::Fields`")]
pub struct ManifestRow {
    /// Path below the imported folder.
    pub path: String,
    pub subject: Option<String>,
    pub kind: Option<String>,
    pub code: Option<String>,
    pub issuer: Option<String>,
    pub signer: Option<String>,
    pub issued_on: Option<Date>,
    pub direction: Option<Direction>,
    pub register: Option<String>,
    pub urgency: Option<Urgency>,
    /// Short name of the agency; rows of other agencies are left out.
    pub organisation: Option<String>,
    /// Name of the unit it is addressed to.
    pub unit: Option<String>,
    /// `office`, `unit` or `organisation`.
    pub audience: Option<String>,
}

/// A file to be imported.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path below the imported folder, for reports.
    pub shown: String,
    /// What the manifest says of it.
    pub row: ManifestRow,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// A new paper.
    New(DocumentId),
    /// Its bytes are there already, in this paper.
    Known(DocumentId),
}

/// Lists the files below `folder` in order of their names; hidden ones, links and the manifest are
/// left out. A row that names no file is a mistake.
pub fn plan(folder: &Path, manifest: Option<&Path>, agency: &str) -> Result<Vec<ImportFile>> {
    let mut rows = match manifest {
        Some(path) => read_manifest(path)?,
        None => HashMap::new(),
    };
    let is_hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
    let entries = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(std::io::Error::from)?;
        let is_manifest = manifest.is_some_and(|manifest| same_file(manifest, entry.path()));
        if !entry.file_type().is_file() || is_manifest {
            continue;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let shown = below.to_string_lossy().replace('\\', "/");
        let row = rows.remove(&shown);
        let is_ours = row.as_ref().is_none_or(|row| {
            row.organisation
                .as_ref()
                .is_none_or(|organisation| organisation == agency)
        });
        // With a manifest only what it names is brought in.
        if is_ours && (manifest.is_none() || row.is_some()) {
            let row = row.unwrap_or_default();
            files.push(ImportFile {
                path: entry.path().to_owned(),
                shown,
                row,
            });
        }
    }
    match rows.keys().min() {
        Some(path) => Err(wrong(
            Refusal::new("import.file_missing").with("path", path.clone()),
        )),
        None => Ok(files),
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn wrong(refusal: Refusal) -> OpError {
    OpError::Invalid(refusal)
}

fn read_manifest(path: &Path) -> Result<HashMap<String, ManifestRow>> {
    let unreadable = |line: u64, why: String| {
        wrong(
            Refusal::new("import.manifest_unreadable")
                .with("line", line)
                .with("why", why),
        )
    };
    let mut rows = HashMap::new();
    if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
    {
        let mut reader = csv::Reader::from_path(path).map_err(|e| unreadable(1, e.to_string()))?;
        for (line, row) in reader.deserialize::<HashMap<String, String>>().enumerate() {
            let line = line as u64 + 2;
            let cells = row.map_err(|error| unreadable(line, error.to_string()))?;
            let known = cells.into_iter().filter(|(_, value)| !value.is_empty());
            let value = known.map(|(name, value)| (name, value.into())).collect();
            let row: ManifestRow = serde_json::from_value(serde_json::Value::Object(value))
                .map_err(|error| unreadable(line, error.to_string()))?;
            rows.insert(row.path.clone(), row);
        }
    } else {
        for (line, text) in std::fs::read_to_string(path)?.lines().enumerate() {
            if text.trim().is_empty() {
                continue;
            }
            let row: ManifestRow = serde_json::from_str(text)
                .map_err(|error| unreadable(line as u64 + 1, error.to_string()))?;
            rows.insert(row.path.clone(), row);
        }
    }
    Ok(rows)
}

/// Keeps one file of an import, unless its bytes are there already.
pub async fn import_file(
    app: &App,
    organisation: OrganisationId,
    file: &ImportFile,
) -> Result<Imported> {
    let hash = hash_of(&file.path).await?;
    let known =
        storage::documents::list_files_of_blob(&app.0.db, organisation, BlobHash(hash)).await?;
    if let Some(known) = known.iter().find(|known| known.contained_in.is_none()) {
        return Ok(Imported::Known(known.document));
    }
    let audience = audience_of(app, organisation, &file.row).await?;
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    let row = file.row.clone();
    let incoming = Incoming {
        path: &file.path,
        name: &name,
        document: None,
        audience,
        fields: Fields {
            subject: row.subject,
            kind: row.kind,
            code: row.code,
            issuer: row.issuer,
            signer: row.signer,
            issued_on: row.issued_on,
            direction: row.direction,
            register: row.register,
            urgency: row.urgency.unwrap_or_default(),
        },
        priority: Priority::Low,
    };
    let captured = capture(app, Origin::Shell(organisation), incoming, None).await?;
    Ok(Imported::New(captured.document))
}

async fn audience_of(
    app: &App,
    organisation: OrganisationId,
    row: &ManifestRow,
) -> Result<Audience> {
    match (row.audience.as_deref(), &row.unit) {
        (Some("organisation"), _) => Ok(Audience::Organisation),
        (None | Some("office"), _) => Ok(Audience::Office),
        (Some("unit"), Some(name)) => {
            let today = app.0.clock.today();
            let units = storage::organisations::list_units(&app.0.db, organisation, today).await?;
            let unit = units.iter().find(|unit| unit.name == *name);
            unit.map(|unit| Audience::Unit(unit.id)).ok_or_else(|| {
                wrong(Refusal::new("organisations.unit_unknown").with("unit", name.clone()))
            })
        }
        (Some(other), _) => Err(wrong(
            Refusal::new("import.audience_unknown").with("audience", other),
        )),
    }
}

async fn hash_of(path: &Path) -> Result<[u8; 32]> {
    let mut file = tokio::fs::File::open(path).await?;
    let mut digest = Sha256::new();
    let mut part = vec![0; 1 << 18];
    loop {
        let length = file.read(&mut part).await?;
        if length == 0 {
            return Ok(digest.finalize().into());
        }
        digest.update(&part[..length]);
    }
}

/// Of these papers the files that are not fully read, with the state and the trouble of each.
pub async fn unread_files(
    app: &App,
    documents: &[DocumentId],
) -> Result<Vec<(String, ReadingState, Option<String>)>> {
    let mut unread = Vec::new();
    for part in documents.chunks(500) {
        for file in storage::documents::list_files(&app.0.db, part).await? {
            if file.state != ReadingState::Read {
                unread.push((file.name, file.state, file.trouble));
            }
        }
    }
    Ok(unread)
}
