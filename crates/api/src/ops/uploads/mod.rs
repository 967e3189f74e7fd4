//! Resumable uploads (tus 1.0.0): bytes gather in a staging area, then the file is captured.
//!
//! The protocol is the library's; ours are the owner of an upload, what it becomes, and that an
//! upload whose last byte was acknowledged is never lost: capture is remembered under the upload's
//! id, so it happens once however often it is asked for.

mod finish;
mod part_files;
mod staging;

pub use finish::{Wanted, find_captured, finish, recover};
pub use staging::{Staging, Upload};

use workflow::access::Caller;

use super::App;
use super::documents::Captured;
use crate::error::{OpError, Result};

impl App {
    /// The staging area.
    pub fn uploads(&self) -> &Staging {
        &self.0.uploads
    }

    /// The size of a captured upload, for a sender that asks again how far it is.
    pub async fn uploads_size(&self, caller: &Caller, captured: &Captured) -> Result<u64> {
        let principals = caller.principals();
        let found =
            storage::documents::find_visible_file(&self.0.db, captured.file, &principals).await?;
        found.map(|file| file.size_bytes).ok_or(OpError::NotFound)
    }
}
