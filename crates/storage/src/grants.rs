//! Who may read which paper: grants with their cause, and the condition every query starts from.

use workflow::access::{Grant, Principal};
use workflow::DocumentId;

use crate::{Executor, Result, Transaction};

/// Gives rights; a grant that stands already is left as it is.
pub async fn give(tx: &Transaction, document: DocumentId, grants: &[Grant]) -> Result<()> {
    todo!()
}

/// Ends every grant of a paper, because it is kept apart.
pub async fn end_all(tx: &Transaction, document: DocumentId) -> Result<()> {
    todo!()
}

/// The principals that may read each paper now.
pub async fn list_readers(ex: &impl Executor, documents: &[DocumentId]) -> Result<Vec<(DocumentId, String)>> {
    todo!()
}

/// Says whether one of the principals may read the paper.
pub async fn may_read(ex: &impl Executor, document: DocumentId, principals: &[Principal]) -> Result<bool> {
    todo!()
}
