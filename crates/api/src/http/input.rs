//! What requests carry, with every mistake told as a problem: ids, JSON bodies, query strings,
//! idempotency keys, revisions.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use serde::de::DeserializeOwned;
use workflow::{PersonId, Refusal};

use super::problem::response;
use crate::ops::Once;

/// The ids of a path; a text that is no id of that kind is a thing that does not exist.
pub struct Ids<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Ids<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match <Path<T> as FromRequestParts<S>>::from_request_parts(parts, state).await {
            Ok(Path(ids)) => Ok(Ids(ids)),
            Err(_) => Err(response(
                StatusCode::NOT_FOUND,
                Refusal::new("http.not_found"),
            )),
        }
    }
}

/// A query string; lists are written by repeating a name.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned> Params<T> {
    /// What the query of an address says.
    pub fn of(uri: &Uri) -> Result<Self, Response> {
        serde_html_form::from_str(uri.query().unwrap_or_default())
            .map(Params)
            .map_err(|error| malformed(&error.to_string()))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        Params::of(&parts.uri)
    }
}

/// A JSON body with the idempotency key it came under.
pub struct Sent<T> {
    /// The body.
    pub body: T,
    key: Option<String>,
    request: [Vec<u8>; 3],
}

impl<T> Sent<T> {
    /// The idempotency key of this request for the person who sent it.
    pub fn once(&self, person: PersonId) -> Option<Once> {
        let parts: [&[u8]; 3] = [&self.request[0], &self.request[1], &self.request[2]];
        self.key.as_ref().map(|key| Once::new(person, key, &parts))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let key = idempotency_key(request.headers())?;
        let line = request_line(request.method(), request.uri(), request.headers());
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(too_large)?;
        // A write without arguments may come without a body.
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        let body = serde_json::from_slice(text).map_err(|error| malformed(&error.to_string()))?;
        let [method, path] = line;
        Ok(Sent {
            body,
            key,
            request: [method, path, bytes.to_vec()],
        })
    }
}

fn request_line(method: &Method, uri: &Uri, headers: &HeaderMap) -> [Vec<u8>; 2] {
    let mut place = uri.path().as_bytes().to_vec();
    // An edit of another revision is another request.
    if let Some(revision) = headers.get(header::IF_MATCH) {
        place.push(b' ');
        place.extend_from_slice(revision.as_bytes());
    }
    [method.as_str().as_bytes().to_vec(), place]
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Response> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    value
        .to_str()
        .ok()
        .filter(|key| !key.is_empty() && key.len() <= 200 && !key.starts_with("upload:"))
        .map(|key| Some(key.to_owned()))
        .ok_or_else(|| malformed("Idempotency-Key"))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "used as the function of map_err"
)]
fn too_large(rejection: BytesRejection) -> Response {
    let status = rejection.status();
    let code = if status == StatusCode::PAYLOAD_TOO_LARGE {
        "http.body_too_large"
    } else {
        "http.malformed"
    };
    response(status, Refusal::new(code))
}

fn malformed(what: &str) -> Response {
    response(
        StatusCode::BAD_REQUEST,
        Refusal::new("http.malformed").with("what", what),
    )
}

/// The revision of `If-Match: "n"`. An edit without it is refused (RFC 6585 section 3); where it may be
/// missing, `Option<IfMatch>` is taken.
pub struct IfMatch(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let refusal = || Refusal::new("http.precondition_required");
        revision(&parts.headers)?
            .ok_or_else(|| response(StatusCode::PRECONDITION_REQUIRED, refusal()))
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for IfMatch {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Response> {
        revision(&parts.headers)
    }
}

fn revision(headers: &HeaderMap) -> Result<Option<IfMatch>, Response> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    value
        .to_str()
        .ok()
        .and_then(|text| {
            text.trim()
                .trim_start_matches("W/")
                .trim_matches('"')
                .parse()
                .ok()
        })
        .map(|revision| Some(IfMatch(revision)))
        .ok_or_else(|| malformed("If-Match"))
}
