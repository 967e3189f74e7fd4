//! The index made anew from the papers; the result is the same as by following.

use indexing::search::{Positions, SearchFault};
use tokio::task::JoinHandle;

use super::load::load_changes;
use crate::error::Result;
use crate::ops::App;

const PAPERS_AT_ONCE: u64 = 500;
const PAPERS_A_COMMIT: usize = 20_000;

type Committing = JoinHandle<std::result::Result<(), SearchFault>>;

/// Rebuilds the index; tells `progress` how many papers are in.
pub async fn rebuild(app: &App, progress: &(dyn Fn(u64) + Send + Sync)) -> Result<u64> {
    // Taken before the papers are read: what changes meanwhile is followed afterwards.
    let heads = storage::events::heads(&app.0.db).await?;
    let positions: Positions = heads.iter().map(|(id, seq, _)| (*id, *seq)).collect();
    let index = app.0.index.clone();
    tokio::task::spawn_blocking(move || index.clear()).await??;
    let mut total = 0;
    let mut waiting = Vec::new();
    let mut committing: Option<Committing> = None;
    for (organisation, ..) in heads {
        let mut after = None;
        loop {
            let ids = storage::documents::list_ids(&app.0.db, organisation, after, PAPERS_AT_ONCE)
                .await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            waiting.extend(load_changes(app, &ids).await?);
            total += ids.len() as u64;
            if waiting.len() >= PAPERS_A_COMMIT {
                finished(committing.take()).await?;
                let (index, changes) = (app.0.index.clone(), std::mem::take(&mut waiting));
                // The next papers are loaded while these are taken in.
                committing = Some(tokio::task::spawn_blocking(move || {
                    index.apply_bulk(changes, &Positions::new())
                }));
            }
            progress(total);
        }
    }
    finished(committing).await?;
    // The ordinary writer first waits for the merges of the one for bulk.
    let index = app.0.index.clone();
    tokio::task::spawn_blocking(move || index.apply(waiting, &positions)).await??;
    Ok(total)
}

async fn finished(committing: Option<Committing>) -> Result<()> {
    if let Some(committing) = committing {
        committing.await??;
    }
    Ok(())
}
