//! The follower: events since the last commit become changes of the index, then notices.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexing::search::{Change, Positions};
use workflow::audit::Event;
use workflow::{DocumentId, OrganisationId};

use super::load::load_changes;
use crate::error::Result;
use crate::ops::{App, Notice};

/// Most events taken into one commit, of each organisation.
const MOST_EVENTS: u64 = 2000;
/// Papers loaded at once, so that their texts do not fill the memory.
const PAPERS_AT_ONCE: usize = 100;
/// An index further behind than this is rebuilt from the papers instead of the events.
const REBUILD_BEYOND: i64 = 20_000;

/// Follows what was committed since; says how many events that were. Zero means: in step.
pub async fn follow_once(app: &App) -> Result<usize> {
    let mut positions = app.0.index.positions();
    if positions.is_empty() && events_behind(app).await? > REBUILD_BEYOND {
        super::rebuild(app, &|_| ()).await?;
        return Ok(1);
    }
    let mut papers = BTreeSet::new();
    let mut followed = 0;
    for (organisation, head, _) in storage::events::heads(&app.0.db).await? {
        let position = positions.entry(organisation).or_default();
        if *position >= head {
            continue;
        }
        let events =
            storage::events::list_after(&app.0.db, organisation, *position, MOST_EVENTS).await?;
        *position = events.last().map_or(*position, |event| event.seq);
        followed += events.len();
        papers.extend(events.iter().filter_map(paper_of));
    }
    if followed > 0 {
        apply(app, &papers.into_iter().collect::<Vec<_>>(), positions).await?;
    }
    Ok(followed)
}

/// The paper an event is about.
fn paper_of(event: &Event) -> Option<DocumentId> {
    event.subject.parse().ok()
}

async fn apply(app: &App, papers: &[DocumentId], positions: Positions) -> Result<()> {
    let mut notices = Vec::new();
    let mut changes = Vec::new();
    for part in papers.chunks(PAPERS_AT_ONCE) {
        let loaded = load_changes(app, part).await?;
        notices.extend(loaded.iter().filter_map(notice_of));
        changes.extend(loaded);
    }
    let index = app.0.index.clone();
    tokio::task::spawn_blocking(move || index.apply(changes, &positions)).await??;
    for notice in notices {
        // Nobody listening is no failure.
        let _ = app.0.notices.send(notice);
    }
    Ok(())
}

fn notice_of(change: &Change) -> Option<Notice> {
    let Change::Put(paper) = change else {
        return None;
    };
    let readers: Arc<[String]> = paper.readers.clone().into();
    Some(Notice {
        document: paper.id,
        state: paper.state,
        readers,
    })
}

/// How many committed events the index has not followed yet.
pub async fn events_behind(app: &App) -> Result<i64> {
    Ok(behind(app)
        .await?
        .into_iter()
        .map(|(_, events)| events)
        .sum())
}

/// Events of one agency that the index has still to follow.
pub async fn events_behind_of(app: &App, agency: OrganisationId) -> Result<i64> {
    let behind = behind(app).await?;
    let own = behind.into_iter().find(|(one, _)| *one == agency);
    Ok(own.map_or(0, |(_, events)| events))
}

async fn behind(app: &App) -> Result<Vec<(OrganisationId, i64)>> {
    let positions = app.0.index.positions();
    let heads = storage::events::heads(&app.0.db).await?;
    let behind = heads.into_iter().map(|(agency, head, _)| {
        let followed = positions.get(&agency).copied().unwrap_or(0);
        (agency, head - followed)
    });
    Ok(behind.collect())
}

/// Follows until the index is in step; where a running server holds the index, it does that.
pub async fn catch_up(app: &App) -> Result<()> {
    loop {
        match follow_once(app).await {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                tracing::debug!(%error, "another process keeps the index in step");
                return Ok(());
            }
        }
    }
}
