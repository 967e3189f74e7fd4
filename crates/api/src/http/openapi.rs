//! The description of the API: OpenAPI 3.1 out of the routes themselves, and a readable page of it.

use std::fmt::Write;

use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum::{Json, Router};
use utoipa::OpenApi;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Operation, PathItem};

use super::{State, json_routes, stream_routes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Congvan",
        description = "Document office of Vietnamese agencies. Sign in with `POST /api/v1/session` (cookie) \
            or send `Authorization: Bearer <token>`. Errors are `application/problem+json` with a stable `code`. \
            Writes take an `Idempotency-Key`; edits need `If-Match`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/api/v1"))
)]
struct Description;

/// The description.
pub fn document() -> utoipa::openapi::OpenApi {
    let routes = utoipa_axum::router::OpenApiRouter::with_openapi(Description::openapi());
    routes
        .merge(json_routes())
        .merge(stream_routes())
        .into_openapi()
}

/// Routes of the description.
pub fn routes() -> Router<State> {
    Router::new()
        .route("/api/openapi.json", get(|| async { Json(document()) }))
        .route("/api/docs", get(page))
        .route(
            "/api/docs.css",
            get(|| async { ([(header::CONTENT_TYPE, "text/css")], STYLE) }),
        )
}

const STYLE: &str = "body{font:17px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
    code{background:#8881;padding:.1em .3em}h3 b{display:inline-block;min-width:5rem}\
    table{border-collapse:collapse}td{padding:.1rem 1rem .1rem 0;vertical-align:top}";

/// A page that needs no script: each operation with its parameters, body and answers.
async fn page() -> impl IntoResponse {
    let description = document();
    let mut html = String::from(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Congvan API</title>\
         <meta name=viewport content='width=device-width'><link rel=stylesheet href=/api/docs.css>\
         <main><h1>Congvan API</h1>",
    );
    let intro = description.info.description.clone().unwrap_or_default();
    let _ = write!(
        html,
        "<p>{}</p><p><a href=/api/openapi.json>openapi.json</a></p>",
        escape(&intro)
    );
    for (path, item) in &description.paths.paths {
        for (method, operation) in operations(item) {
            write_operation(&mut html, method, path, operation);
        }
    }
    html.push_str("</main></html>");
    Html(html)
}

fn operations(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    [
        ("GET", &item.get),
        ("HEAD", &item.head),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
        ("OPTIONS", &item.options),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn write_operation(html: &mut String, method: &str, path: &str, operation: &Operation) {
    let _ = write!(
        html,
        "<h3><b>{method}</b> <code>/api/v1{}</code></h3>",
        escape(path)
    );
    if let Some(summary) = &operation.summary {
        let _ = write!(html, "<p>{}</p>", escape(summary));
    }
    if let Some(parameters) = &operation.parameters {
        html.push_str("<table>");
        for parameter in parameters {
            let RefOr::T(parameter) = parameter else {
                continue;
            };
            let text = parameter.description.as_deref().unwrap_or_default();
            let name = escape(&parameter.name);
            let _ = write!(html, "<tr><td><code>{name}</code><td>{}", escape(text));
        }
        html.push_str("</table>");
    }
    let statuses: Vec<_> = operation.responses.responses.keys().cloned().collect();
    let _ = write!(html, "<p>Answers: {}</p>", escape(&statuses.join(", ")));
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
