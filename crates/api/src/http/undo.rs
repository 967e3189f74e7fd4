//! `POST /documents/{id}/undo`: putting a paper back as it was before what one just did to it.

use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use workflow::DocumentId;

use super::State;
use super::caller::Signed;
use super::input::{Ids, Sent};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::work;

/// What is to be undone.
#[derive(Deserialize, ToSchema)]
pub struct UndoBody {
    /// The revision that the action left, as `undo` of the paper names it.
    revision: i64,
}

/// Undo what one just did to a paper: within ten seconds, while nobody else has acted.
#[utoipa::path(post, path = "/documents/{id}/undo", tag = "work", params(("id" = String, Path)),
    request_body = UndoBody,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn undo(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
    sent: Sent<UndoBody>,
) -> Result<StatusCode> {
    let once = sent.once(signed.caller().person);
    let revision = sent.body.revision;
    work::undo(&state.app, signed.caller(), (id, revision), once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
