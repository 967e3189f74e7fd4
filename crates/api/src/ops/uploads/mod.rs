//! Resumable uploads (tus 1.0.0): bytes gather in a staging area, then the file is captured.
//!
//! The protocol is the library's; ours are the owner of an upload, what it becomes, and that an
//! upload whose last byte was acknowledged is never lost: capture is remembered under the upload's
//! id, so it happens once however often it is asked for.

mod finish;
mod part_files;
mod staging;

pub use finish::{Became, Wanted, find_captured, finish, recover};
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

    /// What the sender of a captured upload is told: its size in bytes, and how many other papers
    /// that the sender may see hold the same bytes.
    pub async fn told_of_upload(
        &self,
        caller: &Caller,
        captured: &Captured,
    ) -> Result<(u64, usize)> {
        let (db, principals) = (&self.0.db, caller.principals());
        let found = storage::documents::find_visible_file(db, captured.file, &principals).await?;
        let file = found.ok_or(OpError::NotFound)?;
        let same = storage::documents::list_duplicates(db, captured.document, &principals).await?;
        Ok((file.size_bytes, same.len()))
    }
}
