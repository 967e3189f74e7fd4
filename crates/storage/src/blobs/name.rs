//! The name of a blob and where it stands in the store.

use std::fmt;
use std::str::FromStr;

use object_store::path::Path as Key;
use sha2::{Digest, Sha256};

/// Where blobs of papers with a mark of secrecy are set apart.
const QUARANTINE: &str = "quarantine";

/// SHA-256 of a blob; shown in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash(pub [u8; 32]);

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// A text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 of 64 hexadecimal digits")]
pub struct MalformedHash;

impl FromStr for BlobHash {
    type Err = MalformedHash;

    fn from_str(text: &str) -> Result<Self, MalformedHash> {
        let mut hash = [0; 32];
        hex::decode_to_slice(text, &mut hash).map_err(|_| MalformedHash)?;
        Ok(Self(hash))
    }
}

impl BlobHash {
    /// The hash of bytes held in memory.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    pub(super) fn key(self) -> Key {
        let digits = self.to_string();
        let (folder, rest) = digits.split_at(2);
        Key::from_iter(["sha256", folder, rest])
    }

    pub(super) fn quarantine_key(self) -> Key {
        Key::from_iter([QUARANTINE, &self.to_string()])
    }

    /// The hash that a key names; other files in the store are not blobs.
    pub(super) fn of_key(key: &Key) -> Option<Self> {
        let rest = key.as_ref().strip_prefix("sha256/")?;
        let (folder, digits) = rest.split_once('/')?;
        if folder.len() == 2 {
            format!("{folder}{digits}").parse().ok()
        } else {
            None
        }
    }
}
