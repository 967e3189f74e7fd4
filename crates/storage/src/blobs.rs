//! Bytes, named by their SHA-256, in a folder or in any S3 store.

use std::path::Path;

use bytes::Bytes;
use futures::stream::BoxStream;

use crate::Result;

/// SHA-256 of a blob; shown in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash(pub [u8; 32]);

/// Where the blobs are.
#[derive(Debug, Clone)]
pub enum BlobsConfig {
    /// A folder; made when missing, every write is synced to the disk.
    Folder(std::path::PathBuf),
    /// An S3 store.
    S3 {
        /// `https://…` or `http://…` of the store.
        endpoint: String,
        /// Bucket.
        bucket: String,
        /// Region name.
        region: String,
        /// Access key.
        access_key: String,
        /// Secret key.
        secret_key: String,
    },
    /// Memory, for tests.
    Memory,
}

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
    store: std::sync::Arc<dyn object_store::ObjectStore>,
}

impl Blobs {
    /// Opens the store.
    pub fn open(config: &BlobsConfig) -> Result<Self> {
        todo!()
    }

    /// Keeps the bytes of a local file, streamed; the blob is durable when this answers.
    pub async fn put_file(&self, path: &Path) -> Result<Blob> {
        todo!()
    }

    /// Keeps bytes held in memory.
    pub async fn put_bytes(&self, bytes: Bytes) -> Result<Blob> {
        todo!()
    }

    /// Streams `range` of a blob, or the whole.
    pub async fn get(&self, hash: BlobHash, range: Option<std::ops::Range<u64>>) -> Result<BoxStream<'static, Result<Bytes>>> {
        todo!()
    }

    /// Copies a blob into a local file, for a reader that needs one.
    pub async fn copy_to(&self, hash: BlobHash, path: &Path) -> Result<()> {
        todo!()
    }

    /// Reads the blob and compares its hash; `Corrupt` names it when it differs.
    pub async fn verify(&self, hash: BlobHash) -> Result<()> {
        todo!()
    }

    /// Takes a blob out of the ordinary store and sets it apart, where no reader looks.
    pub async fn quarantine(&self, hash: BlobHash) -> Result<()> {
        todo!()
    }

    /// Every blob with the time it was written, in no order.
    pub async fn list(&self) -> Result<BoxStream<'static, Result<(Blob, time::OffsetDateTime)>>> {
        todo!()
    }

    /// Removes a blob that nothing names.
    pub async fn remove(&self, hash: BlobHash) -> Result<()> {
        todo!()
    }
}
