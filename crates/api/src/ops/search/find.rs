//! The search itself: rights inside the query, hits put in words from the database.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use indexing::search::{Answer, Marks, Request, Why};
use storage::documents::{Document, File};
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
    /// The units that hits and facets name.
    pub units: Vec<Unit>,
    /// Time from asking to answering.
    pub took: Duration,
}

/// A hit in words.
#[derive(Debug)]
pub struct FoundPaper {
    /// The paper.
    pub document: Document,
    /// Its files.
    pub files: Vec<File>,
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
    let ids: Vec<_> = answer.hits.iter().map(|hit| hit.id).collect();
    let db = &app.0.db;
    // The index may be a moment behind a right that has just ended; what is shown is asked again.
    let documents = storage::documents::list_visible_of(db, &ids, &request.principals).await?;
    let files = storage::documents::list_files(db, &ids).await?;
    let texts = page_texts(app, &answer).await?;
    let units = units_named(app, &answer, &documents).await?;
    let papers = assemble(&answer, documents, files, &texts);
    metrics::histogram!("congvan_search_seconds").record(since.elapsed().as_secs_f64());
    Ok(Found {
        answer,
        papers,
        units,
        took: since.elapsed(),
    })
}

/// Only the units that are shown: a large agency has thousands.
async fn units_named(app: &App, answer: &Answer, documents: &[Document]) -> Result<Vec<Unit>> {
    let counted = answer.facets.get("unit").into_iter().flatten();
    let mut ids: Vec<UnitId> = counted
        .filter_map(|(value, _)| value.parse().ok())
        .chain(documents.iter().filter_map(|document| document.unit))
        .collect();
    ids.sort_unstable();
    ids.dedup();
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

async fn ask(app: &App, request: Request) -> Result<Answer> {
    let _turn = app
        .0
        .searching
        .acquire()
        .await
        .map_err(|e| OpError::Internal(e.to_string()))?;
    let index = app.0.index.clone();
    Ok(tokio::task::spawn_blocking(move || index.search(&request)).await??)
}

type Texts = HashMap<(DocumentId, u32, u32), String>;

async fn page_texts(app: &App, answer: &Answer) -> Result<Texts> {
    let places: Vec<_> = answer
        .hits
        .iter()
        .filter_map(|hit| {
            let (file, page) = hit.place?;
            Some((hit.id, i32::try_from(file).ok()?, i32::try_from(page).ok()?))
        })
        .collect();
    let texts = storage::documents::list_page_texts(&app.0.db, &places).await?;
    let keyed = texts.into_iter().filter_map(|(id, file, page, text)| {
        Some((
            (id, u32::try_from(file).ok()?, u32::try_from(page).ok()?),
            text,
        ))
    });
    Ok(keyed.collect())
}

fn assemble(
    answer: &Answer,
    documents: Vec<Document>,
    files: Vec<File>,
    texts: &Texts,
) -> Vec<FoundPaper> {
    let mut documents: HashMap<_, _> = documents.into_iter().map(|d| (d.id, d)).collect();
    let mut files_of: HashMap<DocumentId, Vec<File>> = HashMap::new();
    for file in files {
        files_of.entry(file.document).or_default().push(file);
    }
    let hits = answer.hits.iter().filter_map(|hit| {
        let document = documents.remove(&hit.id)?;
        let passage = hit
            .place
            .and_then(|(file, page)| passage_of(&answer.marks, texts.get(&(hit.id, file, page))?));
        Some(FoundPaper {
            files: files_of.remove(&hit.id).unwrap_or_default(),
            place: hit.place,
            score: hit.score,
            passage,
            document,
        })
    });
    hits.collect()
}

fn passage_of(marks: &Marks, text: &str) -> Option<Vec<(String, bool)>> {
    marks.passage(text, PASSAGE_CHARS)
}
