//! Where the blobs are, and how the store there is opened.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::{ObjectStore, RetryConfig};

use crate::Result;

/// Where the blobs are.
#[derive(Clone)]
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

impl fmt::Debug for BlobsConfig {
    /// Without the keys of the store.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => f.debug_tuple("Folder").field(path).finish(),
            Self::S3 {
                endpoint,
                bucket,
                region,
                ..
            } => f
                .debug_struct("S3")
                .field("endpoint", endpoint)
                .field("bucket", bucket)
                .field("region", region)
                .finish_non_exhaustive(),
            Self::Memory => f.write_str("Memory"),
        }
    }
}

impl BlobsConfig {
    /// Opens the store; a folder syncs every write to the disk.
    pub(super) fn store(&self) -> Result<Arc<dyn ObjectStore>> {
        let store: Arc<dyn ObjectStore> = match self {
            Self::Folder(path) => {
                std::fs::create_dir_all(path)?;
                Arc::new(LocalFileSystem::new_with_prefix(path)?.with_fsync(true))
            }
            Self::S3 {
                endpoint,
                bucket,
                region,
                access_key,
                secret_key,
            } => {
                let builder = AmazonS3Builder::new()
                    .with_endpoint(endpoint)
                    .with_allow_http(endpoint.starts_with("http://"))
                    .with_bucket_name(bucket)
                    .with_region(region)
                    .with_access_key_id(access_key)
                    .with_secret_access_key(secret_key)
                    .with_retry(patience());
                Arc::new(builder.build()?)
            }
            Self::Memory => Arc::new(InMemory::new()),
        };
        Ok(store)
    }
}

/// A store that is away is reported within half a minute instead of three.
fn patience() -> RetryConfig {
    RetryConfig {
        max_retries: 4,
        retry_timeout: Duration::from_secs(30),
        ..RetryConfig::default()
    }
}
