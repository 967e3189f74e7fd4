//! `/inbox`: what waits for the caller.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use workflow::TaskId;
use workflow::work::TaskKind;

use super::State;
use super::caller::Signed;
use super::documents::DocumentSummary;
use super::identity::Items;
use super::input::Params;
use super::problem::Problem;
use super::work::TaskView;
use crate::error::Result;
use crate::ops::access;
use crate::ops::work::{self, InboxBox};

/// What to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InboxParams {
    /// `waiting` (the default), `given` or `done`.
    #[serde(default, rename = "box")]
    #[param(value_type = Option<String>, rename = "box")]
    which: InboxBox,
    /// Only tasks of these kinds; of the box `waiting`.
    #[serde(default)]
    #[param(value_type = Vec<String>)]
    kind: Vec<TaskKind>,
    /// Where the last page ended (`next`).
    #[param(value_type = Option<String>)]
    after: Option<TaskId>,
    /// Tasks wanted, at most 100.
    limit: Option<u64>,
}

/// A task with its paper.
#[derive(Serialize, ToSchema)]
pub struct InboxItem {
    task: TaskView,
    document: DocumentSummary,
    /// The instruction, note or reason it was given with.
    words: Option<String>,
    /// Whose it is, where it waits for the caller because he stands in.
    on_behalf_of: Option<String>,
}

/// A part of a list of tasks.
#[derive(Serialize, ToSchema)]
pub struct InboxPage {
    items: Vec<InboxItem>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<String>,
}

/// Tasks, the most urgent and soonest due first; those done, the latest first.
#[utoipa::path(get, path = "/inbox", tag = "work", params(InboxParams),
    responses((status = 200, body = InboxPage), (status = 401, body = Problem)))]
pub async fn list_inbox(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<InboxParams>,
) -> Result<Json<InboxPage>> {
    let window = (params.after, params.limit.unwrap_or(50));
    let caller = signed.caller();
    let inbox = work::inbox(&state.app, caller, params.which, &params.kind, window).await?;
    let items = inbox.items.into_iter().map(|waiting| InboxItem {
        task: TaskView::new(&waiting.entry.task, &inbox.names),
        document: DocumentSummary::among(waiting.document, &inbox.files, &inbox.units),
        words: waiting.entry.words,
        on_behalf_of: waiting.on_behalf_of.and_then(|id| inbox.names.person(id)),
    });
    Ok(Json(InboxPage {
        items: items.collect(),
        next: inbox.next.map(|id| id.to_string()),
    }))
}

/// How many tasks of a kind wait.
#[derive(Serialize, ToSchema)]
pub struct CountView {
    /// The kind of a task, or `widening`: a right to read that waits to be confirmed.
    kind: &'static str,
    waiting: u64,
    late: u64,
}

/// How much waits for the caller, by kind.
#[utoipa::path(get, path = "/inbox/counts", tag = "work",
    responses((status = 200, body = Items<CountView>), (status = 401, body = Problem)))]
pub async fn count_inbox(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<CountView>>> {
    let counts = work::count(&state.app, signed.caller()).await?;
    let widenings = access::count_pending(&state.app, signed.caller()).await?;
    let tasks = counts.into_iter().map(|count| CountView {
        kind: count.kind.code(),
        waiting: count.waiting,
        late: count.late,
    });
    let widenings = (widenings > 0).then_some(CountView {
        kind: "widening",
        waiting: widenings,
        late: 0,
    });
    Ok(Json(Items {
        items: tasks.chain(widenings).collect(),
    }))
}
