//! Bytes, named by their SHA-256, in a folder or in any S3 store.
//!
//! A blob is written whole or not at all and is durable when its name is given back, so a row
//! never names bytes that are not there. Files are streamed: a large one costs a few parts of
//! memory, not its length.

mod config;
mod name;

pub use config::BlobsConfig;
pub use name::{BlobHash, MalformedHash};

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::{
    GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart,
    path::Path as Key,
};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::{Result, StorageError};

/// Files up to this length go up in one piece, longer ones in parts of it.
const PART_BYTES: usize = 8 * 1024 * 1024;
/// Parts on their way at the same time.
const PARTS_UNDER_WAY: usize = 2;
/// Bytes hashed at a time.
const HASH_BUFFER_BYTES: usize = 256 * 1024;

/// A kept blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Its name.
    pub hash: BlobHash,
    /// Its length.
    pub size_bytes: u64,
}

/// The store of bytes. Clones share it.
#[derive(Debug, Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

impl Blobs {
    /// Opens the store.
    pub fn open(config: &BlobsConfig) -> Result<Self> {
        let store = config.store()?;
        Ok(Self { store })
    }

    /// Answers when the store answers.
    pub async fn ping(&self) -> Result<()> {
        match self.store.head(&Key::from("sha256/ping")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps the bytes of a local file, streamed; the blob is durable when this answers. `Stale`
    /// when the file changes meanwhile. Bytes that are kept already are written again: that mends
    /// a damaged blob, and makes it too young for a sweep that finds no row naming it yet.
    pub async fn put_file(&self, path: &Path) -> Result<Blob> {
        let local = path.to_owned();
        let hashing = tokio::task::spawn_blocking(move || hash_file(&local));
        let blob = hashing
            .await
            .map_err(|error| StorageError::Unavailable(error.to_string()))??;
        let mut file = tokio::fs::File::open(path).await?;
        if blob.size_bytes <= PART_BYTES as u64 {
            let bytes = read_part(&mut file).await?;
            if BlobHash::of(&bytes) != blob.hash {
                return Err(StorageError::Stale);
            }
            self.store
                .put(&blob.hash.key(), PutPayload::from_bytes(bytes))
                .await?;
        } else {
            self.put_parts(&blob, &mut file).await?;
        }
        Ok(blob)
    }

    async fn put_parts(&self, blob: &Blob, file: &mut tokio::fs::File) -> Result<()> {
        let upload = self.store.put_multipart(&blob.hash.key()).await?;
        let mut parts = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
        match send_parts(&mut parts, file).await {
            Ok(hash) if hash == blob.hash => {
                parts.finish().await?;
                Ok(())
            }
            sent => {
                // What was sent is of no use; the reason of the failure matters more than this one.
                let _ = parts.abort().await;
                sent.and(Err(StorageError::Stale))
            }
        }
    }

    /// Keeps bytes held in memory.
    pub async fn put_bytes(&self, bytes: Bytes) -> Result<Blob> {
        let blob = Blob {
            hash: BlobHash::of(&bytes),
            size_bytes: bytes.len() as u64,
        };
        self.store
            .put(&blob.hash.key(), PutPayload::from_bytes(bytes))
            .await?;
        Ok(blob)
    }

    /// Streams `range` of a blob, or the whole.
    pub async fn get(
        &self,
        hash: BlobHash,
        range: Option<std::ops::Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes>>> {
        if range.as_ref().is_some_and(std::ops::Range::is_empty) {
            self.store.head(&hash.key()).await?;
            return Ok(futures::stream::empty().boxed());
        }
        let options = GetOptions {
            range: range.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&hash.key(), options).await?;
        Ok(found.into_stream().map_err(StorageError::from).boxed())
    }

    /// Copies a blob into a local file, for a reader that needs one; a failure leaves no file.
    pub async fn copy_to(&self, hash: BlobHash, path: &Path) -> Result<()> {
        let bytes = self.get(hash, None).await?;
        let copied = write_to(path, bytes).await;
        if copied.is_err() {
            // The reason of the failure matters more than a file that is already gone.
            let _ = tokio::fs::remove_file(path).await;
        }
        copied
    }

    /// Reads the blob and compares its hash; `Corrupt` names it when it differs.
    pub async fn verify(&self, hash: BlobHash) -> Result<()> {
        let mut bytes = self.get(hash, None).await?;
        let mut digest = Sha256::new();
        while let Some(part) = bytes.try_next().await? {
            digest.update(&part);
        }
        let found = BlobHash(digest.finalize().into());
        if found == hash {
            return Ok(());
        }
        Err(StorageError::Corrupt(format!(
            "blob {hash} has the bytes of {found}"
        )))
    }

    /// Takes a blob out of the ordinary store and sets it apart, where no reader looks. Doing it
    /// again changes nothing.
    pub async fn quarantine(&self, hash: BlobHash) -> Result<()> {
        let apart = hash.quarantine_key();
        match self.store.rename(&hash.key(), &apart).await {
            Err(object_store::Error::NotFound { .. }) => {
                self.store.head(&apart).await?;
                Ok(())
            }
            moved => Ok(moved?),
        }
    }

    /// Every blob with the time it was written, in no order.
    #[expect(
        clippy::unused_async,
        reason = "asked like everything else of the store"
    )]
    pub async fn list(&self) -> Result<BoxStream<'static, Result<(Blob, time::OffsetDateTime)>>> {
        let objects = self.store.list(Some(&Key::from("sha256")));
        let blobs = objects
            .map_err(StorageError::from)
            .try_filter_map(async |meta| listed(&meta));
        Ok(blobs.boxed())
    }

    /// Removes a blob that nothing names, unless it was written again since `before`; says whether
    /// it went. One that is gone already is no failure.
    pub async fn remove_older(&self, hash: BlobHash, before: time::OffsetDateTime) -> Result<bool> {
        let written = match self.store.head(&hash.key()).await {
            Ok(meta) => meta.last_modified.timestamp(),
            Err(object_store::Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        if written >= before.unix_timestamp() {
            return Ok(false);
        }
        match self.store.delete(&hash.key()).await {
            Ok(()) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

fn hash_file(path: &Path) -> Result<Blob> {
    let mut file = std::fs::File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; HASH_BUFFER_BYTES];
    let mut size_bytes = 0;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(Blob {
                hash: BlobHash(digest.finalize().into()),
                size_bytes,
            });
        }
        digest.update(&buffer[..count]);
        size_bytes += count as u64;
    }
}

/// The next bytes of a file, a whole part unless the file ends; read to its end by the exact
/// length, so that a part never moves while it grows.
async fn read_part(file: &mut tokio::fs::File) -> Result<Bytes> {
    let mut part = bytes::BytesMut::with_capacity(PART_BYTES);
    while part.len() < PART_BYTES {
        let mut rest = (&mut *file).take((PART_BYTES - part.len()) as u64);
        if rest.read_buf(&mut part).await? == 0 {
            break;
        }
    }
    Ok(part.freeze())
}

/// Sends the file in parts and hashes what is sent.
async fn send_parts(parts: &mut WriteMultipart, file: &mut tokio::fs::File) -> Result<BlobHash> {
    let mut digest = Sha256::new();
    loop {
        let part = read_part(file).await?;
        if part.is_empty() {
            return Ok(BlobHash(digest.finalize().into()));
        }
        digest.update(&part);
        parts.wait_for_capacity(PARTS_UNDER_WAY).await?;
        parts.put(part);
    }
}

async fn write_to(path: &Path, mut bytes: BoxStream<'static, Result<Bytes>>) -> Result<()> {
    let mut file = tokio::fs::File::create(path).await?;
    while let Some(part) = bytes.try_next().await? {
        file.write_all(&part).await?;
    }
    Ok(file.flush().await?)
}

fn listed(meta: &ObjectMeta) -> Result<Option<(Blob, time::OffsetDateTime)>> {
    let Some(hash) = BlobHash::of_key(&meta.location) else {
        return Ok(None);
    };
    let written_at = crate::moments::moment(meta.last_modified.timestamp_micros())?;
    Ok(Some((
        Blob {
            hash,
            size_bytes: meta.size,
        },
        written_at,
    )))
}
