//! The bytes of uploads under way: the library's files, with two of its habits mended (ADR 5).
//!
//! What came before a connection was lost stays, and the sender goes on from there. A part counts
//! as received only when the file has grown by it: a full disk shows nowhere else.

use std::io::{Error as IoError, ErrorKind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::{StreamExt, future, stream};
use tus_protocol::async_trait::async_trait;
use tus_protocol::storage::file::FileStorage;
use tus_protocol::storage::{
    AppendRequest, ByteStream, ChunkStream, ConcatRequest, Storage, StorageHandle,
};
use tus_protocol::{Error, Result};

/// Files of uploads under way, in one folder.
#[derive(Debug)]
pub struct PartFiles {
    files: FileStorage,
}

impl PartFiles {
    /// Opens the folder; makes it when missing.
    pub async fn open(folder: &Path) -> Result<Self> {
        Ok(Self {
            files: FileStorage::new(folder).await?,
        })
    }
}

#[async_trait]
impl Storage for PartFiles {
    fn name(&self) -> &'static str {
        "part-files"
    }

    async fn create(&self, upload_id: &str) -> Result<StorageHandle> {
        self.files.create(upload_id).await
    }

    async fn append(&self, request: AppendRequest) -> Result<StorageHandle> {
        let AppendRequest {
            handle,
            expected_offset,
            data,
            completes_upload,
            ..
        } = request;
        let received = Arc::new(AtomicU64::new(0));
        let data = ChunkStream::from_stream(what_came(data, Arc::clone(&received)));
        let request = AppendRequest::new(handle, expected_offset, data, completes_upload);
        let handle = self.files.append(request).await?;
        let wanted_bytes = expected_offset + received.load(Ordering::Relaxed);
        match self.files.size(&handle).await? {
            Some(size_bytes) if size_bytes == wanted_bytes => Ok(handle),
            _ => Err(Error::Io(IoError::from(ErrorKind::StorageFull))),
        }
    }

    async fn concat(&self, request: ConcatRequest) -> Result<StorageHandle> {
        self.files.concat(request).await
    }

    async fn delete(&self, handle: &StorageHandle) -> Result<()> {
        self.files.delete(handle).await
    }

    async fn size(&self, handle: &StorageHandle) -> Result<Option<u64>> {
        self.files.size(handle).await
    }
}

/// The bytes until the connection was lost, counted. The library remembers the loss by itself and
/// answers with it; what it found wrong with the bytes (`InvalidData`) is passed on, and undoes them.
fn what_came(data: ChunkStream, received: Arc<AtomicU64>) -> ByteStream {
    let chunks: ByteStream = match data {
        ChunkStream::Buffered(bytes) => Box::pin(stream::once(future::ready(Ok(bytes)))),
        ChunkStream::Stream(chunks) => chunks,
    };
    Box::pin(
        chunks
            .take_while(|chunk| {
                let lost = chunk
                    .as_ref()
                    .is_err_and(|error| error.kind() != ErrorKind::InvalidData);
                future::ready(!lost)
            })
            .inspect(move |chunk| {
                if let Ok(bytes) = chunk {
                    received.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                }
            }),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn part(
        handle: &StorageHandle,
        offset: u64,
        chunks: Vec<std::io::Result<&'static str>>,
    ) -> AppendRequest {
        let chunks = chunks
            .into_iter()
            .map(|chunk| chunk.map(|text| text.as_bytes().into()));
        let data = ChunkStream::from_stream(Box::pin(stream::iter(chunks.collect::<Vec<_>>())));
        AppendRequest::new(handle.clone(), offset, data, false)
    }

    #[tokio::test]
    async fn what_came_before_the_connection_was_lost_stays() {
        let folder = tempfile::tempdir().unwrap();
        let files = PartFiles::open(folder.path()).await.unwrap();
        let handle = files.create("one").await.unwrap();
        let lost = Err(IoError::from(ErrorKind::ConnectionReset));
        files
            .append(part(&handle, 0, vec![Ok("công "), lost, Ok("?")]))
            .await
            .unwrap();
        assert_eq!(files.size(&handle).await.unwrap(), Some(6));
        files
            .append(part(&handle, 6, vec![Ok("văn")]))
            .await
            .unwrap();
        assert_eq!(files.size(&handle).await.unwrap(), Some(10));
    }

    #[tokio::test]
    async fn bytes_that_are_wrong_are_undone() {
        let folder = tempfile::tempdir().unwrap();
        let files = PartFiles::open(folder.path()).await.unwrap();
        let handle = files.create("one").await.unwrap();
        let wrong = Err(IoError::from(ErrorKind::InvalidData));
        files
            .append(part(&handle, 0, vec![Ok("too much"), wrong]))
            .await
            .unwrap_err();
        assert_eq!(files.size(&handle).await.unwrap(), Some(0));
    }
}
