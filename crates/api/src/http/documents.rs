//! `/documents`: list, one paper, its fields, its history.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use storage::documents::{Document, File};
use storage::organisations::Unit;
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use workflow::documents::{Direction, Fields, KINDS, ReadingState, Urgency, kind_by_code};
use workflow::{DocumentId, Refusal};

use super::State;
use super::caller::Signed;
use super::exchange::ConsignmentView;
use super::file_view::FileView;
use super::identity::{ActionView, Items, UnitRef};
use super::input::{Ids, IfMatch, Params, Sent};
use super::problem::Problem;
use super::registrations::RegistrationView;
use crate::error::{OpError, Result};
use crate::ops::documents::{self, Edit, Shown, behalf_of};
use crate::ops::organisations::list_units;

/// A paper in a list.
#[derive(Serialize, ToSchema)]
pub struct DocumentSummary {
    id: String,
    /// The subject, or the name of the first file; never empty.
    title: String,
    subject: Option<String>,
    kind: Option<KindRef>,
    /// Số, ký hiệu.
    code: Option<String>,
    issuer: Option<String>,
    signer: Option<String>,
    issued_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    direction: Option<Direction>,
    register: Option<String>,
    #[schema(value_type = String)]
    urgency: Urgency,
    #[schema(value_type = String)]
    state: ReadingState,
    #[serde(with = "time::serde::rfc3339")]
    captured_at: OffsetDateTime,
    unit: Option<UnitRef>,
}

/// A kind by code and name.
#[derive(Serialize, ToSchema)]
pub struct KindRef {
    code: &'static str,
    name: &'static str,
}

impl DocumentSummary {
    /// A paper with the names of its first file and its unit.
    pub fn new(document: Document, first_file: Option<String>, unit: Option<String>) -> Self {
        let fields = document.fields;
        let name = first_file.unwrap_or_else(|| document.id.to_string());
        DocumentSummary {
            id: document.id.to_string(),
            title: fields.subject.clone().unwrap_or(name),
            subject: fields.subject,
            kind: fields
                .kind
                .and_then(|code| kind_by_code(&code))
                .map(|kind| KindRef {
                    code: kind.code,
                    name: kind.name,
                }),
            code: fields.code,
            issuer: fields.issuer,
            signer: fields.signer,
            issued_on: fields.issued_on,
            direction: fields.direction,
            register: fields.register,
            urgency: fields.urgency,
            state: document.state,
            captured_at: document.captured_at,
            unit: document.unit.zip(unit).map(|(id, name)| UnitRef {
                id: id.to_string(),
                name,
            }),
        }
    }

    /// A paper among files and units of several.
    pub fn among(document: Document, files: &[File], units: &[Unit]) -> Self {
        let first_file = files.iter().find(|file| file.document == document.id);
        let unit = units.iter().find(|unit| Some(unit.id) == document.unit);
        Self::new(
            document,
            first_file.map(|file| file.name.clone()),
            unit.map(|unit| unit.name.clone()),
        )
    }
}

/// What to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// Only papers in this reading state.
    #[param(value_type = Option<String>)]
    state: Option<ReadingState>,
    /// Where the last page ended (`next`).
    #[param(value_type = Option<String>)]
    after: Option<DocumentId>,
    /// Papers wanted, at most 100.
    limit: Option<u64>,
}

/// A part of a long list.
#[derive(Serialize, ToSchema)]
pub struct DocumentPage {
    items: Vec<DocumentSummary>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<String>,
}

/// Papers, newest first.
#[utoipa::path(get, path = "/documents", tag = "documents", params(ListParams),
    responses((status = 200, body = DocumentPage), (status = 401, body = Problem)))]
pub async fn list_documents(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<ListParams>,
) -> Result<Json<DocumentPage>> {
    let caller = signed.caller();
    let limit = params.limit.unwrap_or(50);
    let (slice, files) =
        documents::list(&state.app, caller, params.state, params.after, limit).await?;
    let units = list_units(&state.app, caller.organisation).await?;
    let items = slice
        .items
        .into_iter()
        .map(|item| DocumentSummary::among(item, &files, &units));
    let next = slice.next.map(|id| DocumentId(id).to_string());
    Ok(Json(DocumentPage {
        items: items.collect(),
        next,
    }))
}

/// A paper with everything its page shows.
#[derive(Serialize, ToSchema)]
pub struct DocumentView {
    #[serde(flatten)]
    summary: DocumentSummary,
    captured_by: Option<String>,
    /// Where it stands in a register.
    registration: Option<RegistrationView>,
    /// How it came from another agency of the installation, if it did.
    came_by: Option<ConsignmentView>,
    /// Whether its sender took it back: its files are not read any more.
    withheld: bool,
    /// Grows with every edit; also the ETag.
    revision: i64,
    files: Vec<FileView>,
    /// The file to open first: of a draft the first of its present version; null leaves the choice.
    first_file: Option<String>,
    /// Other papers with the same bytes.
    duplicates: Vec<DocumentSummary>,
    actions: Vec<ActionView>,
}

async fn view(state: &State, signed: &Signed, id: DocumentId) -> Result<Response> {
    let shown = documents::show(&state.app, signed.caller(), id).await?;
    let units = list_units(&state.app, signed.caller().organisation).await?;
    let Shown {
        document,
        files,
        mut progress,
        first_file,
        duplicates,
        captured_by,
        may_edit,
        may_add_file,
        standing,
        may_register,
        came_by,
    } = shown;
    let revision = document.revision;
    let actions = vec![
        ActionView::new("edit", may_edit),
        ActionView::new("add_file", may_add_file),
        ActionView::new("register", may_register),
    ];
    let duplicates = duplicates
        .into_iter()
        .map(|(document, files)| DocumentSummary::among(document, &files, &units));
    let view = DocumentView {
        withheld: came_by
            .as_ref()
            .is_some_and(|carried| carried.consignment.is_withheld()),
        came_by: came_by.map(ConsignmentView::from),
        duplicates: duplicates.collect(),
        summary: DocumentSummary::among(document, &files, &units),
        captured_by: captured_by.map(|person| person.name),
        registration: standing.map(RegistrationView::from),
        revision,
        first_file: first_file.map(|id| id.to_string()),
        files: files
            .into_iter()
            .map(|file| {
                let progress = progress.remove(&file.id);
                FileView::new(file, progress)
            })
            .collect(),
        actions,
    };
    let mut response = Json(view).into_response();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{revision}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// One paper.
#[utoipa::path(get, path = "/documents/{id}", tag = "documents", params(("id" = String, Path)),
    responses((status = 200, body = DocumentView), (status = 404, body = Problem)))]
pub async fn show_document(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<Response> {
    view(&state, &signed, id).await
}

/// All fields of a paper as they are to be; null means unknown. The register is not among them: a
/// paper is entered in one and taken out by its number.
#[derive(Deserialize, ToSchema)]
pub struct FieldsBody {
    subject: Option<String>,
    kind: Option<String>,
    code: Option<String>,
    issuer: Option<String>,
    signer: Option<String>,
    issued_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    direction: Option<Direction>,
    #[serde(default)]
    #[schema(value_type = String)]
    urgency: Urgency,
}

impl From<FieldsBody> for Fields {
    fn from(body: FieldsBody) -> Fields {
        Fields {
            subject: body.subject,
            kind: body.kind,
            code: body.code,
            issuer: body.issuer,
            signer: body.signer,
            issued_on: body.issued_on,
            direction: body.direction,
            register: None,
            urgency: body.urgency,
        }
    }
}

/// Correct the fields; `If-Match` holds the ETag that was seen.
#[utoipa::path(patch, path = "/documents/{id}", tag = "documents", params(("id" = String, Path)),
    request_body = FieldsBody,
    responses((status = 200, body = DocumentView), (status = 412, body = Problem), (status = 428, body = Problem)))]
pub async fn edit_document(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(document): Ids<DocumentId>,
    IfMatch(revision): IfMatch,
    sent: Sent<FieldsBody>,
) -> Result<Response> {
    let once = sent.once(signed.caller().person);
    let fields = Fields::from(sent.body);
    let edit = Edit {
        document,
        revision,
        fields,
    };
    documents::edit(&state.app, signed.caller(), edit, once.as_ref()).await?;
    view(&state, &signed, document).await
}

/// Something that happened to a paper.
#[derive(Serialize, ToSchema)]
pub struct EventView {
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Who; null for the system.
    actor: Option<String>,
    /// On whose behalf, where somebody stood in.
    on_behalf_of: Option<String>,
    /// Such as `document.captured`.
    kind: String,
    #[schema(value_type = Object)]
    payload: serde_json::Value,
}

/// The history of a paper, oldest first.
#[utoipa::path(get, path = "/documents/{id}/events", tag = "documents", params(("id" = String, Path)),
    responses((status = 200, body = Items<EventView>), (status = 404, body = Problem)))]
pub async fn list_events(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<Json<Items<EventView>>> {
    let (events, people) = documents::timeline(&state.app, signed.caller(), id).await?;
    let items = events.into_iter().map(|event| {
        let actor = people.iter().find(|person| Some(person.id) == event.actor);
        let payload: serde_json::Value = serde_json::from_str(&event.payload).unwrap_or_default();
        let behalf = behalf_of(&payload);
        let behalf = people.iter().find(|person| Some(person.id) == behalf);
        let nanoseconds = i128::from(event.at_us) * 1000;
        Ok(EventView {
            at: OffsetDateTime::from_unix_timestamp_nanos(nanoseconds)
                .map_err(|error| OpError::Internal(error.to_string()))?,
            actor: actor.map(|person| person.name.clone()),
            on_behalf_of: behalf.map(|person| person.name.clone()),
            kind: event.kind,
            payload,
        })
    });
    Ok(Json(Items {
        items: items.collect::<Result<_>>()?,
    }))
}

/// A kind of paper.
#[derive(Serialize, ToSchema)]
pub struct KindView {
    code: &'static str,
    name: &'static str,
    abbreviation: Option<&'static str>,
}

/// Kinds of papers, in the order of the decree.
#[utoipa::path(get, path = "/kinds", tag = "documents", responses((status = 200, body = Items<KindView>)))]
pub async fn list_kinds(_signed: Signed) -> Json<Items<KindView>> {
    let items = KINDS.iter().map(|kind| KindView {
        code: kind.code,
        name: kind.name,
        abbreviation: kind.abbreviation,
    });
    Json(Items {
        items: items.collect(),
    })
}

/// The sentence of a refusal, for views that show one beside an action.
pub fn note(code: &'static str, params: Vec<(&str, serde_json::Value)>) -> Refusal {
    params
        .into_iter()
        .fold(Refusal::new(code), |refusal, (name, value)| {
            refusal.with(name, value)
        })
}
