//! `/search` and kept searches.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use indexing::search::{Filters, Relaxed, Request, Sort, Why};
use serde::{Deserialize, Serialize};
use storage::documents::Hit;
use storage::organisations::Unit;
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use workflow::documents::{ReadingState, kind_by_code};
use workflow::{DocumentId, SavedSearchId, UnitId};

use super::State;
use super::caller::Signed;
use super::documents::{DocumentSummary, note};
use super::identity::Items;
use super::input::{Ids, Params, Sent};
use super::problem::{Problem, sentence};
use crate::error::Result;
use crate::ops::search::{self, FoundPaper, NewSavedSearch};

/// What is searched; lists are written by repeating the name.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SearchParams {
    /// The search box, as typed.
    q: String,
    /// Codes of kinds.
    kind: Vec<String>,
    /// Issuers as written.
    issuer: Vec<String>,
    /// Years of issue.
    year: Vec<i32>,
    /// Registers.
    register: Vec<String>,
    /// Units.
    #[param(value_type = Vec<String>)]
    unit: Vec<UnitId>,
    /// Reading states.
    #[param(value_type = Vec<String>)]
    state: Vec<ReadingState>,
    /// First day of issue.
    from: Option<Date>,
    /// Last day of issue.
    to: Option<Date>,
    /// `relevance`, `newest` or `oldest`.
    #[param(value_type = String)]
    sort: Sort,
    /// Where the last page ended (`next`).
    after: Option<String>,
    /// Hits wanted, at most 100.
    limit: usize,
    /// Whether facets are counted.
    facets: bool,
}

impl Default for SearchParams {
    fn default() -> Self {
        SearchParams {
            q: String::new(),
            kind: Vec::new(),
            issuer: Vec::new(),
            year: Vec::new(),
            register: Vec::new(),
            unit: Vec::new(),
            state: Vec::new(),
            from: None,
            to: None,
            sort: Sort::Relevance,
            after: None,
            limit: 20,
            facets: false,
        }
    }
}

impl From<SearchParams> for Request {
    fn from(params: SearchParams) -> Self {
        Request {
            query: params.q,
            principals: Vec::new(),
            filters: Filters {
                kinds: params.kind,
                issuers: params.issuer,
                years: params.year,
                registers: params.register,
                units: params.unit,
                states: params.state,
                from: params.from,
                to: params.to,
            },
            sort: params.sort,
            after: params.after,
            limit: params.limit.clamp(1, 100),
            with_facets: params.facets,
        }
    }
}

/// A page of results.
#[derive(Serialize, ToSchema)]
pub struct SearchView {
    /// How many papers match, exactly.
    total: u64,
    /// Time on the server in microseconds.
    took_us: u64,
    items: Vec<HitView>,
    facets: Option<FacetsView>,
    /// Give it as `after` for the next page; null at the end.
    next: Option<String>,
    /// What was done to find anything at all.
    note: Option<NoteView>,
}

/// A paper found.
#[derive(Serialize, ToSchema)]
pub struct HitView {
    document: DocumentSummary,
    /// Where the passage stands.
    place: Option<PlaceView>,
    /// The passage in parts.
    passage: Option<Vec<PartView>>,
    score: f32,
}

/// A page of a file.
#[derive(Serialize, ToSchema)]
pub struct PlaceView {
    file_id: String,
    file_name: String,
    ordinal: u32,
    page: u32,
}

/// A part of a passage.
#[derive(Serialize, ToSchema)]
pub struct PartView {
    text: String,
    /// Whether it is a word of the query.
    hit: bool,
}

/// Values with counts, largest first.
#[derive(Serialize, ToSchema, Default)]
pub struct FacetsView {
    kind: Vec<FacetValue>,
    issuer: Vec<FacetValue>,
    year: Vec<FacetValue>,
    register: Vec<FacetValue>,
    unit: Vec<FacetValue>,
    state: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Serialize, ToSchema)]
pub struct FacetValue {
    value: String,
    /// The value in words.
    label: String,
    count: u64,
}

/// A sentence about the search.
#[derive(Serialize, ToSchema)]
pub struct NoteView {
    code: String,
    detail: String,
    #[schema(value_type = Object)]
    params: serde_json::Map<String, serde_json::Value>,
}

/// Search in what the caller may see.
#[utoipa::path(get, path = "/search", tag = "search", params(SearchParams),
    responses((status = 200, body = SearchView), (status = 414, description = "An address above 64 kB; no body"), (status = 422, body = Problem)))]
pub async fn search(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<SearchParams>,
) -> Result<Json<SearchView>> {
    let with_facets = params.facets;
    let found = search::find(&state.app, signed.caller(), params.into()).await?;
    let units = found.units;
    let mut answer = found.answer;
    let facets = with_facets.then(|| {
        let mut take = |name: &str| facet(name, answer.facets.remove(name), &units);
        FacetsView {
            kind: take("kind"),
            issuer: take("issuer"),
            year: take("year"),
            register: take("register"),
            unit: take("unit"),
            state: take("state"),
        }
    });
    let items = found.papers.into_iter().map(hit).collect();
    Ok(Json(SearchView {
        total: answer.total,
        took_us: u64::try_from(found.took.as_micros()).unwrap_or(u64::MAX),
        items,
        facets,
        next: answer.next,
        note: answer.relaxed.map(said),
    }))
}

fn hit(paper: FoundPaper) -> HitView {
    let Hit {
        document,
        unit,
        files,
        ..
    } = paper.hit;
    let place = paper.place.and_then(|(ordinal, page)| {
        let file = files
            .iter()
            .find(|file| u32::try_from(file.ordinal) == Ok(ordinal))?;
        Some(PlaceView {
            file_id: file.id.to_string(),
            file_name: file.name.clone(),
            ordinal,
            page,
        })
    });
    let passage = paper.passage.map(|parts| {
        parts
            .into_iter()
            .map(|(text, hit)| PartView { text, hit })
            .collect()
    });
    let first_file = files.into_iter().next().map(|file| file.name);
    HitView {
        document: DocumentSummary::new(document, first_file, unit),
        place,
        passage,
        score: paper.score,
    }
}

fn facet(name: &str, counts: Option<Vec<(String, u64)>>, units: &[Unit]) -> Vec<FacetValue> {
    let label = |value: &str| match name {
        "kind" => kind_by_code(value).map(|kind| kind.name.to_owned()),
        "unit" => {
            let id = value.parse::<UnitId>().ok();
            units
                .iter()
                .find(|unit| Some(unit.id) == id)
                .map(|unit| unit.name.clone())
        }
        _ => None,
    };
    let values = counts
        .unwrap_or_default()
        .into_iter()
        .map(|(value, count)| FacetValue {
            label: label(&value).unwrap_or_else(|| value.clone()),
            value,
            count,
        });
    values.collect()
}

fn said(relaxed: Relaxed) -> NoteView {
    let refusal = match relaxed {
        Relaxed::Corrected(pairs) => {
            let (typed, taken): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
            let words = vec![
                ("typed", typed.join(" ").into()),
                ("taken", taken.join(" ").into()),
            ];
            note("search.corrected", words)
        }
        Relaxed::MostWords => note("search.most_words", Vec::new()),
    };
    let detail = sentence(&refusal);
    NoteView {
        code: refusal.code.to_owned(),
        detail,
        params: refusal.params,
    }
}

/// Which paper to explain.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhyParams {
    /// The search box, as typed.
    #[serde(default)]
    q: String,
    /// The paper.
    #[param(value_type = String)]
    document: DocumentId,
}

/// Why a paper matches.
#[derive(Serialize, ToSchema)]
pub struct WhyView {
    score: f32,
    clauses: Vec<WhyClauseView>,
}

/// A clause of the query with what it gave.
#[derive(Serialize, ToSchema)]
pub struct WhyClauseView {
    text: String,
    /// `subject`, `text`, `code`, `issuer` …
    field: String,
    /// `exact`, `folded`, `adjacent`, `prefix`, `filter`.
    how: String,
    score: f32,
}

/// Explain a hit.
#[utoipa::path(get, path = "/search/why", tag = "search", params(WhyParams),
    responses((status = 200, body = WhyView), (status = 404, body = Problem)))]
pub async fn why(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<WhyParams>,
) -> Result<Json<WhyView>> {
    let request = Request {
        query: params.q,
        limit: 1,
        ..Request::default()
    };
    let Why { score, clauses } =
        search::why(&state.app, signed.caller(), request, params.document).await?;
    let clauses = clauses.into_iter().map(|clause| WhyClauseView {
        text: clause.text,
        field: clause.field,
        how: clause.how,
        score: clause.score,
    });
    Ok(Json(WhyView {
        score,
        clauses: clauses.collect(),
    }))
}

/// A kept search.
#[derive(Serialize, ToSchema)]
pub struct SavedSearchView {
    id: String,
    name: String,
    /// Query string of the search page.
    query: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

impl From<storage::searches::SavedSearch> for SavedSearchView {
    fn from(search: storage::searches::SavedSearch) -> Self {
        SavedSearchView {
            id: search.id.to_string(),
            name: search.name,
            query: search.query,
            created_at: search.created_at,
        }
    }
}

/// One's own kept searches.
#[utoipa::path(get, path = "/saved-searches", tag = "search", responses((status = 200, body = Items<SavedSearchView>)))]
pub async fn list_saved(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<SavedSearchView>>> {
    let searches = search::list_searches(&state.app, signed.caller()).await?;
    Ok(Json(Items {
        items: searches.into_iter().map(SavedSearchView::from).collect(),
    }))
}

/// A search to be kept.
#[derive(Deserialize, ToSchema)]
pub struct SavedSearchWish {
    name: String,
    query: String,
}

/// Keep a search.
#[utoipa::path(post, path = "/saved-searches", tag = "search", request_body = SavedSearchWish,
    responses((status = 201, body = SavedSearchView), (status = 422, body = Problem)))]
pub async fn save(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<SavedSearchWish>,
) -> Result<(StatusCode, Json<SavedSearchView>)> {
    let once = sent.once(signed.caller().person);
    let SavedSearchWish { name, query } = sent.body;
    let wish = NewSavedSearch { name, query };
    let saved = search::save_search(&state.app, signed.caller(), wish, once.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// Forget a kept search.
#[utoipa::path(delete, path = "/saved-searches/{id}", tag = "search", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn forget(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<SavedSearchId>,
) -> Result<StatusCode> {
    search::forget_search(&state.app, signed.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
