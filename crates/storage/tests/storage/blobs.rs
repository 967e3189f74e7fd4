//! Blobs in a folder, in memory and in a real S3 store.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use bytes::Bytes;
use futures::TryStreamExt;
use proptest::prelude::*;
use storage::blobs::{Blob, BlobHash, BlobsConfig};
use storage::{Blobs, StorageError};

use crate::services;

/// The store of the environment, else an own one; none means that the test cannot hold.
fn s3() -> BlobsConfig {
    static OWN: OnceLock<Option<services::Held>> = OnceLock::new();
    let setting = |name: &str| {
        services::setting(&format!("CONGVAN_TEST_S3_{name}"), "s3", &OWN)
            .expect("no SeaweedFS: scripts/setup test")
    };
    BlobsConfig::S3 {
        endpoint: setting("ENDPOINT"),
        bucket: setting("BUCKET"),
        region: "us-east-1".to_owned(),
        access_key: setting("KEY"),
        secret_key: setting("SECRET"),
    }
}

/// The same test in every kind of store.
macro_rules! in_every_store {
    (async fn $name:ident($blobs:ident: &Blobs) $body:block) => {
        mod $name {
            use super::*;

            async fn story($blobs: &Blobs) $body

            #[tokio::test]
            async fn in_a_folder() {
                let folder = tempfile::tempdir().unwrap();
                let config = BlobsConfig::Folder(folder.path().join("không có sẵn"));
                story(&Blobs::open(&config).unwrap()).await;
            }

            #[tokio::test]
            async fn in_memory() {
                story(&Blobs::open(&BlobsConfig::Memory).unwrap()).await;
            }

            #[tokio::test]
            async fn in_s3() {
                story(&Blobs::open(&s3()).unwrap()).await;
            }
        }
    };
}

/// Bytes that no other test keeps, so that tests may share a store.
fn own_bytes(size: usize) -> Bytes {
    let seed = uuid::Uuid::now_v7().into_bytes();
    seed.iter()
        .copied()
        .cycle()
        .zip(0_u32..)
        .map(|(byte, place)| byte ^ (place >> 4).to_le_bytes()[0])
        .take(size)
        .collect()
}

async fn read(blobs: &Blobs, hash: BlobHash, range: Option<std::ops::Range<u64>>) -> Vec<u8> {
    let parts: Vec<Bytes> = blobs
        .get(hash, range)
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    parts.concat()
}

fn file_of(folder: &Path, bytes: &[u8]) -> PathBuf {
    let path = folder.join("tệp.pdf");
    std::fs::write(&path, bytes).unwrap();
    path
}

in_every_store! {
    async fn bytes_come_back_whole_and_in_ranges(blobs: &Blobs) {
        let folder = tempfile::tempdir().unwrap();
        blobs.ping().await.unwrap();
        // Empty, small, one part to the byte, and several parts with a rest.
        for size in [0, 1000, 8 << 20, (20 << 20) + 7] {
            let bytes = own_bytes(size);
            let path = file_of(folder.path(), &bytes);
            let blob = blobs.put_file(&path).await.unwrap();
            assert_eq!(blob, Blob { hash: BlobHash::of(&bytes), size_bytes: size as u64 });
            assert_eq!(blobs.put_file(&path).await.unwrap(), blob, "twice is once");
            assert_eq!(blobs.put_bytes(bytes.clone()).await.unwrap(), blob);
            assert!(read(blobs, blob.hash, None).await == bytes, "size {size}");
            blobs.verify(blob.hash).await.unwrap();
            let copy = folder.path().join("copy");
            blobs.copy_to(blob.hash, &copy).await.unwrap();
            assert!(std::fs::read(&copy).unwrap() == bytes);
            let (from, to) = (size / 3, size / 2);
            let part = read(blobs, blob.hash, Some(from as u64..to as u64)).await;
            assert!(part == bytes[from..to], "range of size {size}");
        }
    }
}

in_every_store! {
    async fn what_is_not_kept_is_not_found(blobs: &Blobs) {
        let hash = BlobHash::of(&own_bytes(10));
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy");
        assert!(matches!(blobs.get(hash, None).await.err(), Some(StorageError::NotFound("blob"))));
        assert!(matches!(blobs.get(hash, Some(0..0)).await.err(), Some(StorageError::NotFound(_))));
        assert!(matches!(blobs.verify(hash).await, Err(StorageError::NotFound(_))));
        assert!(matches!(blobs.copy_to(hash, &copy).await, Err(StorageError::NotFound(_))));
        assert!(!copy.exists());
        assert!(matches!(blobs.quarantine(hash).await, Err(StorageError::NotFound(_))));
        let missing = blobs.put_file(&folder.path().join("missing")).await;
        assert!(matches!(missing, Err(StorageError::NotFound("local file"))));
    }
}

in_every_store! {
    async fn blobs_are_listed_removed_and_set_apart(blobs: &Blobs) {
        let mut kept = Vec::new();
        for _ in 0..3 {
            kept.push(blobs.put_bytes(own_bytes(100)).await.unwrap());
        }
        let list = async || {
            let all: Vec<_> = blobs.list().await.unwrap().try_collect().await.unwrap();
            let own = all.into_iter().filter(|(blob, _)| kept.contains(blob));
            own.map(|(blob, at)| {
                let age = time::OffsetDateTime::now_utc() - at;
                assert!(age.abs() < time::Duration::minutes(5), "written {age} ago");
                blob.hash
            })
            .collect::<BTreeSet<_>>()
        };
        assert_eq!(list().await.len(), 3);
        blobs.quarantine(kept[0].hash).await.unwrap();
        blobs.quarantine(kept[0].hash).await.unwrap();
        let now = time::OffsetDateTime::now_utc();
        let (earlier, later) = (now - time::Duration::hours(1), now + time::Duration::hours(1));
        assert!(!blobs.remove_older(kept[1].hash, earlier).await.unwrap(), "too young");
        assert!(blobs.remove_older(kept[1].hash, later).await.unwrap());
        assert!(!blobs.remove_older(kept[1].hash, later).await.unwrap(), "gone already");
        assert_eq!(list().await, BTreeSet::from([kept[2].hash]));
        for gone in &kept[..2] {
            assert!(matches!(blobs.get(gone.hash, None).await.err(), Some(StorageError::NotFound(_))));
        }
        blobs.verify(kept[2].hash).await.unwrap();
    }
}

/// The file of a blob in a folder store.
fn inside(folder: &Path, hash: BlobHash) -> PathBuf {
    let digits = hash.to_string();
    folder.join("sha256").join(&digits[..2]).join(&digits[2..])
}

#[tokio::test]
async fn a_flipped_byte_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(&BlobsConfig::Folder(folder.path().to_owned())).unwrap();
    let blob = blobs.put_bytes(own_bytes(5000)).await.unwrap();
    let path = inside(folder.path(), blob.hash);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4321] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    match blobs.verify(blob.hash).await {
        Err(StorageError::Corrupt(text)) => assert!(text.contains(&blob.hash.to_string())),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_torn_or_foreign_file_is_no_blob() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(&BlobsConfig::Folder(folder.path().to_owned())).unwrap();
    let bytes = own_bytes(5000);
    let blob = blobs.put_bytes(bytes.clone()).await.unwrap();
    std::fs::write(inside(folder.path(), blob.hash), b"torn").unwrap();
    std::fs::write(folder.path().join("sha256").join("README"), b"x").unwrap();
    std::fs::create_dir(folder.path().join("sha256/zz")).unwrap();
    std::fs::write(folder.path().join("sha256/zz/notes"), b"x").unwrap();
    let listed: Vec<_> = blobs.list().await.unwrap().try_collect().await.unwrap();
    assert_eq!(listed.len(), 1);
    blobs.put_bytes(bytes).await.unwrap();
    blobs.verify(blob.hash).await.unwrap();
}

#[tokio::test]
async fn a_store_that_is_away_is_unavailable_and_its_keys_stay_out_of_logs() {
    let config = BlobsConfig::S3 {
        endpoint: "http://127.0.0.1:9".to_owned(),
        bucket: "b".to_owned(),
        region: "r".to_owned(),
        access_key: "key-of-store".to_owned(),
        secret_key: "secret-of-store".to_owned(),
    };
    assert!(!format!("{config:?}").contains("of-store"));
    let blobs = Blobs::open(&config).unwrap();
    assert!(!format!("{blobs:?}").contains("secret-of-store"));
    assert!(matches!(
        blobs.ping().await,
        Err(StorageError::Unavailable(_))
    ));
}

proptest! {
    #[test]
    fn a_hash_reads_back_what_it_wrote(bytes: [u8; 32], other in "\\PC{0,70}") {
        let hash = BlobHash(bytes);
        prop_assert_eq!(hash.to_string().parse(), Ok(hash));
        if let Ok(parsed) = other.parse::<BlobHash>() {
            prop_assert_eq!(parsed.to_string(), other.to_lowercase());
        }
    }
}
