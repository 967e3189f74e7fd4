//! The search itself: rights inside the query, hits put in words from the database.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use indexing::search::{Answer, Request, Why};
use storage::documents::{Hit, HitPlace};
use storage::organisations::Unit;
use workflow::access::{Caller, Principal, Role, Scope};
use workflow::{DocumentId, UnitId};

use crate::error::{OpError, Result};
use crate::ops::App;

/// Longest passage of a hit, in characters.
const PASSAGE_CHARS: usize = 240;

/// The answer with everything a page of results shows.
#[derive(Debug)]
pub struct Found {
    /// The index's answer.
    pub answer: Answer,
    /// The hits in order.
    pub papers: Vec<FoundPaper>,
    /// The units that facets name.
    pub units: Vec<Unit>,
    /// Time from asking to answering.
    pub took: Duration,
}

/// A hit in words.
#[derive(Debug)]
pub struct FoundPaper {
    /// The paper with its files; the text of the page has become the passage.
    pub hit: Hit,
    /// File (place in the paper) and page of the passage.
    pub place: Option<(u32, u32)>,
    /// The passage: parts in order, each with «is a hit».
    pub passage: Option<Vec<(String, bool)>>,
    /// Score.
    pub score: f32,
}

/// Searches in the caller's name.
pub async fn find(app: &App, caller: &Caller, request: Request) -> Result<Found> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    find_as(
        app,
        Request {
            principals: caller.principals(),
            ..request
        },
    )
    .await
}

/// Searches from the shell, where whoever may read the data folder stands for the archivist of
/// every agency in it.
pub async fn find_from_shell(app: &App, request: Request) -> Result<Found> {
    let agencies = storage::organisations::list(&app.0.db).await?;
    let archivists = agencies
        .iter()
        .map(|agency| Principal::Role(agency.id, Role::Archivist));
    find_as(
        app,
        Request {
            principals: archivists.collect(),
            ..request
        },
    )
    .await
}

async fn find_as(app: &App, request: Request) -> Result<Found> {
    let since = Instant::now();
    let answer = ask(app, request.clone()).await?;
    let places: Vec<_> = answer.hits.iter().map(place_of).collect();
    // The index may be a moment behind a right that has just ended; what is shown is asked again.
    let hits = storage::documents::list_hits(&app.0.db, &places, &request.principals).await?;
    let units = units_counted(app, &answer).await?;
    let papers = assemble(&answer, hits);
    metrics::histogram!("congvan_search_seconds").record(since.elapsed().as_secs_f64());
    Ok(Found {
        answer,
        papers,
        units,
        took: since.elapsed(),
    })
}

fn place_of(hit: &indexing::search::Hit) -> (DocumentId, HitPlace) {
    let place = hit
        .place
        .and_then(|(file, page)| Some((i32::try_from(file).ok()?, i32::try_from(page).ok()?)));
    (hit.id, place)
}

/// Only the units that are shown: a large agency has thousands.
async fn units_counted(app: &App, answer: &Answer) -> Result<Vec<Unit>> {
    let counted = answer.facets.get("unit").into_iter().flatten();
    let ids: Vec<UnitId> = counted
        .filter_map(|(value, _)| value.parse().ok())
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(storage::organisations::list_units_by_ids(&app.0.db, &ids).await?)
}

/// Why a paper matches; not found when it does not, or may not be seen.
pub async fn why(app: &App, caller: &Caller, mut request: Request, id: DocumentId) -> Result<Why> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    request.principals = caller.principals();
    let _turn = app
        .0
        .searching
        .acquire()
        .await
        .map_err(|e| OpError::Internal(e.to_string()))?;
    let index = app.0.index.clone();
    let why = tokio::task::spawn_blocking(move || index.why(&request, id)).await??;
    why.ok_or(OpError::NotFound)
}

/// Asks the index, in turn with others.
pub(crate) async fn ask(app: &App, request: Request) -> Result<Answer> {
    let _turn = app
        .0
        .searching
        .acquire()
        .await
        .map_err(|e| OpError::Internal(e.to_string()))?;
    let index = app.0.index.clone();
    Ok(tokio::task::spawn_blocking(move || index.search(&request)).await??)
}

fn assemble(answer: &Answer, hits: Vec<Hit>) -> Vec<FoundPaper> {
    let mut hits: HashMap<_, _> = hits.into_iter().map(|hit| (hit.document.id, hit)).collect();
    let papers = answer.hits.iter().filter_map(|found| {
        let mut hit = hits.remove(&found.id)?;
        let text = hit.text.take();
        Some(FoundPaper {
            hit,
            place: found.place,
            passage: text.and_then(|text| answer.marks.passage(&text, PASSAGE_CHARS)),
            score: found.score,
        })
    });
    papers.collect()
}
