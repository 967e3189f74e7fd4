//! The web app, embedded. Names with a hash live for ever, pages are asked for again.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::CONTENT_SECURITY_POLICY;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
#[allow_missing = true]
#[exclude = ".vite/*"]
struct Web;

/// Whether a path names a file; any other is a screen of the app.
pub fn is_file(uri: &Uri) -> bool {
    let name = uri.path().rsplit('/').next();
    name.is_some_and(|name| name.contains('.'))
}

/// The page of the app, where it is part of this build.
pub fn page() -> Option<String> {
    let file = Web::get("index.html")?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// What the web app's own page may load: what any other may, and the scripts inside it, named by their hash (Content
/// Security Policy, level 3, section 2.3.1).
pub fn policy_of(page: &str) -> HeaderValue {
    let hash = |script| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)));
    let mut sources = vec!["script-src 'self'".to_owned()];
    let scripts = page.split("<script>").skip(1);
    let scripts = scripts.filter_map(|rest| rest.split_once("</script>"));
    sources.extend(scripts.map(|(script, _)| hash(script)));
    let own = sources.join(" ");
    let policy = CONTENT_SECURITY_POLICY.replace("script-src 'self'", &own);
    HeaderValue::try_from(policy)
        .unwrap_or_else(|_| HeaderValue::from_static(CONTENT_SECURITY_POLICY))
}

/// The files that a first screen imports, by the name of the screen, as the build of the app wrote them down.
pub fn named_beforehand(screen: &str) -> Vec<String> {
    let written = Web::get("opening.json");
    let screens: Option<HashMap<String, Vec<String>>> =
        written.and_then(|file| serde_json::from_slice(&file.data).ok());
    screens
        .and_then(|mut screens| screens.remove(screen))
        .unwrap_or_default()
}

/// Serves a file of the app, or its page for any other path of the app.
pub fn serve(uri: &Uri, headers: &HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let is_file = is_file(uri);
    let name = if is_file { path } else { "index.html" };
    let accepts_brotli = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("br"));
    if let Some(file) = accepts_brotli
        .then(|| Web::get(&format!("{name}.br")))
        .flatten()
    {
        return answer(name, file, true);
    }
    match Web::get(name) {
        Some(file) => answer(name, file, false),
        None if is_file => StatusCode::NOT_FOUND.into_response(),
        None => (
            StatusCode::NOT_FOUND,
            "the web app is not part of this build\n",
        )
            .into_response(),
    }
}

fn answer(name: &str, file: rust_embed::EmbeddedFile, is_brotli: bool) -> Response {
    let cache = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    let mut put = |name: header::HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    put(header::CONTENT_TYPE, media_type(name));
    put(header::CACHE_CONTROL, cache);
    put(header::VARY, "accept-encoding");
    if is_brotli {
        put(header::CONTENT_ENCODING, "br");
    }
    if name == "index.html"
        && let Some(page) = page()
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy_of(&page));
    }
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "webmanifest" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::policy_of;

    #[test]
    fn the_policy_of_the_page_names_the_scripts_inside_it_only() {
        let page = "<script>alert('x')</script><script type=\"module\" src=\"/a.js\"></script>";
        // printf "alert('x')" | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-JPoFjrDvGjII2ZQr0zVCLdwImped9XUzr7nzeL7Ser0='";
        let policy = policy_of(page);
        let policy = policy.to_str().unwrap();
        assert!(policy.contains(&format!("script-src 'self' {hash}; connect-src")));
        assert_eq!(policy.matches("sha256").count(), 1);
    }
}
