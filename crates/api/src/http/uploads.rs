//! `/uploads`: tus 1.0.0 (tus.io). The library speaks the protocol; here the owner is put into the
//! metadata and asked for again, and the answer to the last byte names the paper it became.

use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt;
use tus_protocol::{BodyFrame, Headers, RequestBody, UploadId};
use workflow::Refusal;
use workflow::access::Scope;
use workflow::documents::may_capture;

use super::State;
use super::caller::Signed;
use super::input::Ids;
use super::problem::{Problem, response};
use crate::error::OpError;
use crate::ops::uploads::{Became, Upload, Wanted, find_captured, finish};

/// What the server understands of tus.
#[utoipa::path(options, path = "/uploads", tag = "uploads", responses((status = 204)))]
pub async fn options(Shared(state): Shared<State>, _signed: Signed) -> Response {
    plain(state.app.uploads().tus().options())
}

/// Begin an upload; `Upload-Metadata` holds `filename` and may hold `batch` (the file is
/// a scan of it), `document`, `audience` (`office`, `organisation` or a unit) and `urgency`.
#[utoipa::path(post, path = "/uploads", tag = "uploads",
    responses((status = 201), (status = 401, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    Shared(state): Shared<State>,
    signed: Signed,
    request: Request,
) -> Result<Response, Response> {
    let caller = signed.caller();
    let allowed = caller
        .require_scope(Scope::Write)
        .and_then(|()| may_capture(caller));
    allowed.map_err(|refusal| OpError::Refused(refusal).into_response())?;
    let (mut parts, body) = request.into_parts();
    let metadata = own_metadata(&parts.headers, &caller.person.to_string())?;
    parts.headers.insert("upload-metadata", metadata);
    let headers = Headers::from_headers(&parts.headers).map_err(|error| refused(&error))?;
    let body = if parts.headers.contains_key("content-type") {
        stream(body)
    } else {
        RequestBody::absent()
    };
    let tus = state.app.uploads().tus();
    let answer = tus
        .post(headers, body)
        .await
        .map_err(|error| refused(&error))?;
    let id = answer
        .headers
        .get("location")
        .and_then(|value| value.to_str().ok())
        .and_then(|url| url.rsplit('/').next())
        .unwrap_or_default()
        .to_owned();
    finished(&state, &signed, &id, plain(answer)).await
}

/// Metadata that can be understood, with the sender as owner whatever it said about one.
fn own_metadata(headers: &HeaderMap, owner: &str) -> Result<HeaderValue, Response> {
    let given = headers
        .get("upload-metadata")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let pairs: Vec<(&str, &str)> = given
        .split(',')
        .filter_map(|pair| pair.trim().split_once(' '))
        .filter(|(key, _)| *key != "owner")
        .collect();
    let decoded: Vec<(&str, String)> = pairs
        .iter()
        .filter_map(|(key, value)| {
            Some((
                *key,
                String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?,
            ))
        })
        .collect();
    let value = |key: &str| {
        decoded
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value.as_str())
    };
    Wanted::from_metadata(value).map_err(IntoResponse::into_response)?;
    let kept: Vec<_> = pairs
        .iter()
        .map(|(key, value)| format!("{key} {value}"))
        .collect();
    let text = format!("{},owner {}", kept.join(","), STANDARD.encode(owner));
    HeaderValue::from_str(&text).map_err(|_| {
        OpError::Invalid(Refusal::new("uploads.metadata_unreadable").with("key", "filename"))
            .into_response()
    })
}

/// Bytes of an upload.
#[utoipa::path(patch, path = "/uploads/{id}", tag = "uploads", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn receive(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<String>,
    request: Request,
) -> Result<Response, Response> {
    own_upload(&state, &signed, &id).await?;
    let (parts, body) = request.into_parts();
    let headers = Headers::from_headers(&parts.headers).map_err(|error| refused(&error))?;
    let upload_id: UploadId = id.parse().map_err(|error| refused(&error))?;
    let tus = state.app.uploads().tus();
    let answer = tus
        .patch(headers, &upload_id, stream(body))
        .await
        .map_err(|error| refused(&error))?;
    finished(&state, &signed, &id, plain(answer)).await
}

/// How far an upload is; also tells what it became.
#[utoipa::path(head, path = "/uploads/{id}", tag = "uploads", params(("id" = String, Path)),
    responses((status = 200), (status = 404)))]
pub async fn progress(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<String>,
) -> Result<Response, Response> {
    let captured = find_captured(&state.app, signed.caller(), &id)
        .await
        .map_err(IntoResponse::into_response)?;
    if let Some(captured) = captured {
        let mut answer = StatusCode::OK.into_response();
        let headers = answer.headers_mut();
        headers.insert("tus-resumable", HeaderValue::from_static("1.0.0"));
        headers.insert("cache-control", HeaderValue::from_static("no-store"));
        let size_bytes = name_result(&state, &signed, &captured, headers).await?;
        for name in ["upload-offset", "upload-length"] {
            headers.insert(name, size_bytes.into());
        }
        return Ok(answer);
    }
    own_upload(&state, &signed, &id).await?;
    let upload_id: UploadId = id.parse().map_err(|error| refused(&error))?;
    let answer = state
        .app
        .uploads()
        .tus()
        .head(&upload_id)
        .await
        .map_err(|error| refused(&error))?;
    finished(&state, &signed, &id, plain(answer)).await
}

/// Give an upload up.
#[utoipa::path(delete, path = "/uploads/{id}", tag = "uploads", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn discard(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<String>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    own_upload(&state, &signed, &id).await?;
    let headers = Headers::from_headers(&headers).map_err(|error| refused(&error))?;
    let upload_id: UploadId = id.parse().map_err(|error| refused(&error))?;
    let tus = state.app.uploads().tus();
    let answer = tus
        .delete(headers, &upload_id)
        .await
        .map_err(|error| refused(&error))?;
    Ok(plain(answer))
}

/// The upload, if it is the caller's; somebody else's does not exist.
async fn own_upload(state: &State, signed: &Signed, id: &str) -> Result<Upload, Response> {
    let found = state
        .app
        .uploads()
        .find(id)
        .await
        .map_err(IntoResponse::into_response)?;
    found
        .filter(|upload| upload.owner == signed.caller().person)
        .ok_or_else(|| response(StatusCode::NOT_FOUND, Refusal::new("uploads.unknown")))
}

/// When the last byte is in, captures the file before the answer goes out.
async fn finished(
    state: &State,
    signed: &Signed,
    id: &str,
    answer: Response,
) -> Result<Response, Response> {
    if !answer.status().is_success() {
        return Ok(answer);
    }
    let upload = own_upload(state, signed, id).await?;
    if !upload.is_complete {
        return Ok(answer);
    }
    let captured = finish(&state.app, signed.caller(), &upload)
        .await
        .map_err(IntoResponse::into_response)?;
    let mut answer = answer;
    name_result(state, signed, &captured, answer.headers_mut()).await?;
    Ok(answer)
}

/// Names in the headers what an upload became; answers its size.
async fn name_result(
    state: &State,
    signed: &Signed,
    became: &Became,
    headers: &mut HeaderMap,
) -> Result<u64, Response> {
    let captured = match became {
        Became::Paper(captured) => captured,
        Became::Scan(added) => {
            for (name, id) in [
                ("congvan-batch", added.batch.to_string()),
                ("congvan-scan", added.scan.to_string()),
            ] {
                if let Ok(value) = HeaderValue::from_str(&id) {
                    headers.insert(name, value);
                }
            }
            return Ok(added.size_bytes);
        }
    };
    let told = state.app.told_of_upload(signed.caller(), captured).await;
    let (size_bytes, duplicates) = told.map_err(IntoResponse::into_response)?;
    if let Ok(value) = HeaderValue::from_str(&captured.document.to_string()) {
        headers.insert("congvan-document", value);
    }
    headers.insert("congvan-duplicates", duplicates.into());
    Ok(size_bytes)
}

fn stream(body: Body) -> RequestBody {
    let frames = body.into_data_stream().map(|chunk| match chunk {
        Ok(bytes) => Ok(BodyFrame::Data(bytes)),
        Err(error) => Err(std::io::Error::other(error)),
    });
    RequestBody::from_stream(Box::pin(frames))
}

fn plain(answer: tus_protocol::Response) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

/// The library's refusal with our code. Where the other end went away nobody reads the answer, and
/// nothing failed here.
fn refused(error: &tus_protocol::Error) -> Response {
    use tus_protocol::Error;
    let is_full = matches!(error, Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull);
    let refusal = match error {
        Error::NotFound(_) => Refusal::new("uploads.unknown"),
        Error::SizeExceeded { max, .. } => {
            Refusal::new("uploads.too_large").with("max", format!("{} MB", max / 1_000_000))
        }
        Error::OffsetMismatch { .. } => Refusal::new("uploads.offset_wrong"),
        _ if is_full => Refusal::new("uploads.disk_full"),
        _ => Refusal::new("uploads.refused"),
    };
    let status = if is_full {
        StatusCode::INSUFFICIENT_STORAGE
    } else {
        StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::BAD_REQUEST)
    };
    tracing::debug!(%error, %status, "an upload request was refused");
    let mut answer = response(status, refusal);
    answer
        .headers_mut()
        .insert("tus-resumable", HeaderValue::from_static("1.0.0"));
    answer
}
