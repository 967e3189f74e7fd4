//! `/files/{id}/ink`: pen strokes on the pages of a file, beside its bytes.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::FileId;
use workflow::ink::{Colour, Stroke};

use super::State;
use super::caller::Signed;
use super::input::{Ids, IfMatch, Sent};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::ink::{self, Writing};

/// One stroke.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct StrokeBody {
    /// Letters and digits, at most 32, made by the device that drew it.
    id: String,
    /// `red`, `blue`, `black` or `yellow`.
    #[schema(value_type = String)]
    colour: Colour,
    /// 1 fine, 2 medium, 3 broad.
    width: u8,
    /// Shares of width and height of the page, up to 10000, and the pressure of the pen, up to 255.
    points: Vec<(u16, u16, u8)>,
}

impl From<Stroke> for StrokeBody {
    fn from(stroke: Stroke) -> StrokeBody {
        let Stroke {
            id,
            colour,
            width,
            points,
        } = stroke;
        StrokeBody {
            id,
            colour,
            width,
            points,
        }
    }
}

impl From<StrokeBody> for Stroke {
    fn from(body: StrokeBody) -> Stroke {
        let StrokeBody {
            id,
            colour,
            width,
            points,
        } = body;
        Stroke {
            id,
            colour,
            width,
            points,
        }
    }
}

/// What one person has written on one page.
#[derive(Serialize, ToSchema)]
pub struct LayerView {
    page: i32,
    /// Who wrote.
    author: String,
    /// Whether the caller wrote it.
    own: bool,
    /// Whether whoever may read the paper sees it.
    shared: bool,
    /// To be named when one's own is saved.
    revision: i64,
    #[serde(with = "time::serde::rfc3339")]
    saved_at: OffsetDateTime,
    strokes: Vec<StrokeBody>,
}

/// What is written on a file.
#[derive(Serialize, ToSchema)]
pub struct InkView {
    /// The bytes that are written on.
    sha256: String,
    items: Vec<LayerView>,
}

/// The strokes on a file: the caller's own, and those that others share.
#[utoipa::path(get, path = "/files/{id}/ink", tag = "files", params(("id" = String, Path)),
    responses((status = 200, body = InkView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn list_ink(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<FileId>,
) -> Result<Json<InkView>> {
    let shown = ink::show(&state.app, signed.caller(), id).await?;
    let authors = shown.authors;
    let items = shown.layers.into_iter().map(|layer| LayerView {
        page: layer.page,
        author: authors
            .iter()
            .find(|person| person.id == layer.author)
            .map_or_else(String::new, |person| person.name.clone()),
        own: layer.author == signed.caller().person,
        shared: layer.shared,
        revision: layer.revision,
        saved_at: layer.saved_at,
        strokes: layer.strokes.into_iter().map(StrokeBody::from).collect(),
    });
    Ok(Json(InkView {
        sha256: hex::encode(shown.blob.0),
        items: items.collect(),
    }))
}

/// All that the caller has written on a page.
#[derive(Deserialize, ToSchema)]
pub struct InkBody {
    /// The bytes that were written on.
    sha256: String,
    /// Whether whoever may read the paper sees it; else only the caller.
    shared: bool,
    /// None takes all away.
    strokes: Vec<StrokeBody>,
}

/// How it is kept now.
#[derive(Serialize, ToSchema)]
pub struct InkSaved {
    /// Also the ETag.
    revision: i64,
    #[serde(with = "time::serde::rfc3339")]
    saved_at: OffsetDateTime,
}

/// Save one's own strokes on a page in the place of those before; `If-Match: "0"` where there were none.
#[utoipa::path(put, path = "/files/{id}/pages/{number}/ink", tag = "files",
    params(("id" = String, Path), ("number" = i32, Path)), request_body = InkBody,
    responses((status = 200, body = InkSaved), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem)))]
pub async fn save_ink(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids((file, page)): Ids<(FileId, i32)>,
    IfMatch(revision): IfMatch,
    sent: Sent<InkBody>,
) -> Result<Response> {
    let once = sent.once(signed.caller().person);
    let InkBody {
        sha256,
        shared,
        strokes,
    } = sent.body;
    let writing = Writing {
        file,
        page,
        revision,
        sha256,
        shared,
        strokes: strokes.into_iter().map(Stroke::from).collect(),
    };
    let saved = ink::save(&state.app, signed.caller(), writing, once.as_ref()).await?;
    let tag = format!("\"{}\"", saved.revision);
    let view = InkSaved {
        revision: saved.revision,
        saved_at: saved.saved_at,
    };
    Ok(([(header::ETAG, tag)], Json(view)).into_response())
}
