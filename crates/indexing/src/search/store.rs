//! The folder of the index: opened, recovered, put away and made anew.

use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy};

use super::schema::{IndexFields, SCHEMA_VERSION, register_tokenizers, schema};
use super::writer::Payload;
use super::{Positions, SearchFault};

/// An index that can be searched.
pub(crate) struct Opened {
    pub index: Index,
    pub reader: IndexReader,
    pub fields: IndexFields,
}

/// Opens the index in a folder, or puts away what cannot be used and makes an empty one.
pub(crate) fn open(folder: &Path) -> Result<Opened, SearchFault> {
    std::fs::create_dir_all(folder).map_err(|error| SearchFault::Index(error.to_string()))?;
    if !folder.join("meta.json").exists() {
        return make(folder);
    }
    match open_existing(folder) {
        Ok(opened) => Ok(opened),
        Err(reason) => {
            let away = put_away(folder)?;
            tracing::warn!(%reason, away = %away.display(), "the search index is made anew");
            make(folder)
        }
    }
}

/// An empty index in memory.
pub(crate) fn in_memory() -> Result<Opened, SearchFault> {
    let (schema, fields) = schema();
    opened(Index::create_in_ram(schema), fields)
}

fn open_existing(folder: &Path) -> Result<Opened, SearchFault> {
    let (schema, fields) = schema();
    let index = Index::open_in_dir(folder)?;
    if index.schema() != schema {
        return Err(SearchFault::Index("another schema".to_owned()));
    }
    let metas = index.load_metas()?;
    if !metas.segments.is_empty() && payload(&index)?.is_none() {
        return Err(SearchFault::Index("another schema version".to_owned()));
    }
    opened(index, fields)
}

fn make(folder: &Path) -> Result<Opened, SearchFault> {
    let (schema, fields) = schema();
    std::fs::create_dir_all(folder).map_err(|error| SearchFault::Index(error.to_string()))?;
    let directory =
        MmapDirectory::open(folder).map_err(|error| SearchFault::Index(error.to_string()))?;
    opened(
        Index::create(directory, schema, IndexSettings::default())?,
        fields,
    )
}

fn opened(index: Index, fields: IndexFields) -> Result<Opened, SearchFault> {
    register_tokenizers(&index);
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok(Opened {
        index,
        reader,
        fields,
    })
}

fn put_away(folder: &Path) -> Result<PathBuf, SearchFault> {
    let name = folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let free = (1u32..10_000)
        .map(|count| folder.with_file_name(format!("{name}.old-{count}")))
        .find(|path| !path.exists());
    let away = free.unwrap_or_else(|| folder.with_extension("old"));
    std::fs::rename(folder, &away).map_err(|error| SearchFault::Index(error.to_string()))?;
    Ok(away)
}

/// What the last commit says of itself; none when it is of another schema version.
fn payload(index: &Index) -> Result<Option<Payload>, SearchFault> {
    let text = index.load_metas()?.payload.unwrap_or_default();
    let payload: Option<Payload> = serde_json::from_str(&text).ok();
    Ok(payload.filter(|payload| payload.schema == SCHEMA_VERSION))
}

/// How far the last commit has followed.
pub(crate) fn positions(index: &Index) -> Positions {
    payload(index)
        .ok()
        .flatten()
        .map(|payload| payload.positions)
        .unwrap_or_default()
}
