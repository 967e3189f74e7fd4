//! Failures as `application/problem+json` (RFC 9457), each with a stable code and a sentence from
//! the one table that the web app uses too.

use std::any::Any;
use std::collections::HashMap;
use std::sync::LazyLock;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use storage::StorageError;
use utoipa::ToSchema;
use workflow::Refusal;

use crate::error::OpError;

/// The media type of a failure.
const PROBLEM_JSON: &str = "application/problem+json";

/// Code to sentence, Vietnamese and English.
#[derive(Debug, Deserialize)]
pub struct Sentence {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// The table.
pub static SENTENCES: LazyLock<HashMap<String, Sentence>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../web/src/messages/problems.json"))
        .unwrap_or_default()
});

/// A failure as the caller sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the code says which problem it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable code, such as `documents.stale`.
    pub code: String,
    /// What is wrong and how to mend it, in Vietnamese.
    pub detail: String,
    /// Values for the sentence.
    #[schema(value_type = Object)]
    pub params: Map<String, Value>,
}

/// The Vietnamese sentence of a code, with its values filled in; the code itself where there is none.
pub fn sentence(refusal: &Refusal) -> String {
    let Some(sentence) = SENTENCES.get(refusal.code) else {
        return refusal.code.to_owned();
    };
    refusal
        .params
        .iter()
        .fold(sentence.vi.clone(), |text, (name, value)| {
            let shown = match value {
                Value::String(text) => text.clone(),
                Value::Array(values) => {
                    let parts: Vec<_> = values.iter().filter_map(Value::as_str).collect();
                    parts.join(", ")
                }
                other => other.to_string(),
            };
            text.replace(&format!("{{{name}}}"), &shown)
        })
}

/// The Vietnamese sentence of a code that needs no values.
pub fn sentence_of_code(code: &str) -> String {
    SENTENCES
        .get(code)
        .map_or_else(|| code.to_owned(), |sentence| sentence.vi.clone())
}

/// The answer for a status and a refusal.
pub fn response(status: StatusCode, refusal: Refusal) -> Response {
    let problem = Problem {
        kind: "about:blank".to_owned(),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: status.as_u16(),
        detail: sentence(&refusal),
        code: refusal.code.to_owned(),
        params: refusal.params,
    };
    let mut response = (status, Json(problem)).into_response();
    let kind = HeaderValue::from_static(PROBLEM_JSON);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

impl IntoResponse for OpError {
    fn into_response(self) -> Response {
        let (status, refusal) = told(self);
        response(status, refusal)
    }
}

/// A failure as the caller is told it: its status, and the refusal that has its sentence.
pub fn told(error: OpError) -> (StatusCode, Refusal) {
    match error {
        OpError::SignIn(refusal) => (StatusCode::UNAUTHORIZED, refusal),
        OpError::Refused(refusal) => (StatusCode::FORBIDDEN, refusal),
        OpError::Invalid(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, refusal),
        OpError::NotFound => (StatusCode::NOT_FOUND, Refusal::new("http.not_found")),
        OpError::Conflict(refusal) => (StatusCode::CONFLICT, refusal),
        OpError::Stale => (
            StatusCode::PRECONDITION_FAILED,
            Refusal::new("documents.stale"),
        ),
        OpError::MovedOn => (
            StatusCode::PRECONDITION_FAILED,
            Refusal::new("work.moved_on"),
        ),
        OpError::TooMany(refusal) => (StatusCode::TOO_MANY_REQUESTS, refusal),
        failure => below(&failure),
    }
}

/// Failures below the operations: logged here, told to the caller without inner details.
fn below(failure: &OpError) -> (StatusCode, Refusal) {
    tracing::error!(error = %failure, "a request failed");
    match failure {
        OpError::Storage(StorageError::NotFound(_)) => {
            (StatusCode::NOT_FOUND, Refusal::new("http.not_found"))
        }
        OpError::Storage(StorageError::Conflict(_)) => {
            (StatusCode::CONFLICT, Refusal::new("http.conflict"))
        }
        OpError::Storage(StorageError::Unavailable(_)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Refusal::new("http.unavailable"),
        ),
        OpError::Storage(StorageError::Full) => (
            StatusCode::INSUFFICIENT_STORAGE,
            Refusal::new("uploads.disk_full"),
        ),
        OpError::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => (
            StatusCode::INSUFFICIENT_STORAGE,
            Refusal::new("uploads.disk_full"),
        ),
        _ => (
            StatusCode::INTERNAL_SERVER_ERROR,
            Refusal::new("http.internal"),
        ),
    }
}

/// A path of the API that is none.
pub async fn unknown_route() -> Response {
    response(StatusCode::NOT_FOUND, Refusal::new("http.not_found"))
}

/// Gives a failure that a layer or the router answered by itself (a method that is none, a body or a
/// time beyond its limit) the shape of all others. Its headers, such as `Allow`, stay.
pub async fn complete(answer: Response) -> Response {
    let status = answer.status();
    let is_failure = status.is_client_error() || status.is_server_error();
    let kind = answer.headers().get(header::CONTENT_TYPE);
    if !is_failure || kind.is_some_and(|kind| kind == PROBLEM_JSON) {
        return answer;
    }
    let code = match status {
        StatusCode::NOT_FOUND => "http.not_found",
        StatusCode::METHOD_NOT_ALLOWED => "http.method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "http.body_too_large",
        StatusCode::SERVICE_UNAVAILABLE => "http.unavailable",
        status if status.is_client_error() => "http.malformed",
        _ => "http.internal",
    };
    let mut complete = response(status, Refusal::new(code));
    for (name, value) in answer.headers() {
        let about_the_body = [header::CONTENT_TYPE, header::CONTENT_LENGTH];
        if !about_the_body.contains(name) {
            complete.headers_mut().append(name, value.clone());
        }
    }
    complete
}

/// A handler that broke: told as a problem, the message goes to the log only.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape the layer asks for"
)]
pub fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(message, "a handler panicked");
    response(
        StatusCode::INTERNAL_SERVER_ERROR,
        Refusal::new("http.internal"),
    )
}
