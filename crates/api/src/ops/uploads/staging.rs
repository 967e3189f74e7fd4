//! The staging area: a folder of half-received files, each with its state.

use std::path::PathBuf;
use std::time::Duration;

use time::OffsetDateTime;
use tus_protocol::chrono::DateTime;
use tus_protocol::locking::memory::MemoryLocker;
use tus_protocol::state::file::FileStateStore;
use tus_protocol::{
    Config as TusConfig, Extension, NoopHookExecutor, ProtocolHandle, StateStore, UploadInventory,
    UploadState, reclaim_expired_uploads,
};
use workflow::PersonId;

use super::part_files::PartFiles;
use crate::config::Config;
use crate::error::{OpError, Result};

/// The library's handle over our folder.
pub type Tus = ProtocolHandle<PartFiles, FileStateStore, MemoryLocker, NoopHookExecutor>;

/// Where uploads gather.
pub struct Staging {
    tus: Tus,
    bytes: PathBuf,
}

/// An upload in the staging area.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its id in the URL.
    pub id: String,
    /// Who sends it.
    pub owner: PersonId,
    /// Where its bytes gather.
    pub path: PathBuf,
    /// Whether the last byte is there.
    pub is_complete: bool,
    state: UploadState,
}

impl Upload {
    /// A value of the metadata the sender gave.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        self.state.metadata().get(key)?.as_str()
    }

    /// Its full length, once known.
    pub fn length(&self) -> Option<u64> {
        self.state.length()
    }
}

impl Staging {
    /// Opens the staging area of the data folder.
    pub async fn open(config: &Config) -> Result<Staging> {
        let folder = config.data.join("uploads");
        let bytes = folder.join("bytes");
        let storage = PartFiles::open(&bytes).await.map_err(failed)?;
        let state = FileStateStore::new(folder.join("state"))
            .await
            .map_err(failed)?;
        let tus = TusConfig::new()
            .with_max_size(config.uploads.max_bytes)
            .with_base_path("/api/v1/uploads")
            .with_extension(Extension::CreationWithUpload)
            .with_extension(Extension::Expiration)
            .without_extension(Extension::CreationDeferLength)
            .with_expiration(Duration::from_secs(config.uploads.expire_hours * 3600))
            .without_download();
        let handle = ProtocolHandle::new(
            tus,
            storage,
            state,
            MemoryLocker::new(),
            NoopHookExecutor::new(),
        );
        Ok(Staging { tus: handle, bytes })
    }

    /// The protocol.
    pub fn tus(&self) -> &Tus {
        &self.tus
    }

    /// The upload of an id, if it is there.
    pub async fn find(&self, id: &str) -> Result<Option<Upload>> {
        let state = self.tus.state_store_arc().get(id).await.map_err(failed)?;
        Ok(state.and_then(|state| self.upload(state)))
    }

    fn upload(&self, state: UploadState) -> Option<Upload> {
        let owner = state.metadata().get("owner")?.as_str()?.parse().ok()?;
        let key = state.storage_handle()?.key().to_owned();
        Some(Upload {
            id: state.id().to_owned(),
            owner,
            path: self.bytes.join(key),
            is_complete: state.is_complete(),
            state,
        })
    }

    /// Uploads whose last byte is there but that were not captured, because the process ended between.
    pub async fn list_complete(&self) -> Result<Vec<Upload>> {
        let store = self.tus.state_store_arc();
        let ids = store.list_upload_ids(usize::MAX, 0).await.map_err(failed)?;
        let mut complete = Vec::new();
        for id in ids {
            complete.extend(self.find(&id).await?.filter(|upload| upload.is_complete));
        }
        Ok(complete)
    }

    /// Removes an upload that was captured.
    pub async fn remove(&self, upload: &Upload) -> Result<()> {
        self.tus
            .state_store_arc()
            .delete(&upload.id)
            .await
            .map_err(failed)?;
        match tokio::fs::remove_file(&upload.path).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Removes broken-off uploads that have expired; says how many.
    pub async fn reclaim_expired(&self, now: OffsetDateTime) -> Result<u64> {
        let now = DateTime::from_timestamp(now.unix_timestamp(), 0).unwrap_or_default();
        let report = reclaim_expired_uploads(
            self.tus.storage_arc().as_ref(),
            self.tus.state_store_arc().as_ref(),
            self.tus.locker_arc().as_ref(),
            now,
        )
        .await
        .map_err(failed)?;
        Ok(report.removed() as u64)
    }
}

fn failed(error: tus_protocol::Error) -> OpError {
    match error {
        tus_protocol::Error::Io(error) => OpError::Io(error),
        other => OpError::Internal(other.to_string()),
    }
}
