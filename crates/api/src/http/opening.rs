//! The page of the app with what its first screen asks for: the answers stand inside it, and the picture of a paper's
//! first page is named in its head. On a slow network a leader so waits for two answers in a row instead of five.
//! Whatever cannot be given beforehand is left out, and the app asks for it as ever.

use axum::body::to_bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

use super::caller::Signed;
use super::input::{Ids, Params};
use super::{State, assets, documents, files, identity, inbox};
use crate::ops::documents::Picture;

/// Longest answer that is put into a page, in bytes: the pages of a bundle of a thousand.
const MOST_BYTES: usize = 256 << 10;
/// The width in pixels in which readers show a page.
const WIDTH_PX: u32 = 910;

/// Serves a file of the app, or its page, for those signed in with what its first screen needs.
pub async fn serve(
    Shared(state): Shared<State>,
    uri: Uri,
    signed: Result<Signed, Response>,
    headers: HeaderMap,
) -> Response {
    if !assets::is_file(&uri)
        && let Ok(signed) = signed
        && let Some(page) = opened(&state, signed, &uri).await
    {
        return page;
    }
    assets::serve(&uri, &headers)
}

/// What a screen asks for first, by the path of the question.
#[derive(Default)]
struct Given {
    answers: serde_json::Map<String, Value>,
    /// The address of the picture that will be looked at.
    picture: Option<String>,
    /// The screen, whose files are named too.
    screen: &'static str,
}

async fn opened(state: &State, signed: Signed, uri: &Uri) -> Option<Response> {
    let shell = assets::page()?;
    let mut given = Given::default();
    match uri.path().split('/').collect::<Vec<_>>()[..] {
        ["", "" | "viec"] => {
            given.screen = "work";
            given.inbox(state, &signed).await?;
        }
        ["", "vb", paper] => {
            given.screen = "reader";
            given.paper(state, &signed, paper, uri).await?;
        }
        _ => return None,
    }
    let me = identity::view_me(Shared(state.clone()), signed).await;
    given.keep("/session", me).await?;
    let mut response = Html(given.written_into(&shell)?).into_response();
    let cache = HeaderValue::from_static("private, no-cache");
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, cache);
    headers.insert(header::CONTENT_SECURITY_POLICY, assets::policy_of(&shell));
    Some(response)
}

impl Given {
    async fn inbox(&mut self, state: &State, signed: &Signed) -> Option<()> {
        let query: Uri = "/inbox?box=waiting&limit=50".parse().ok()?;
        let wish = Params::of(&query).ok()?;
        let list = inbox::list_inbox(Shared(state.clone()), signed.clone(), wish).await;
        self.keep("/inbox?box=waiting&limit=50", list).await?;
        let counts = inbox::count_inbox(Shared(state.clone()), signed.clone()).await;
        self.keep("/inbox/counts", counts).await?;
        Some(())
    }

    /// The paper, the pages of the file that the reader opens, and the picture of the page it opens at.
    async fn paper(&mut self, state: &State, signed: &Signed, id: &str, uri: &Uri) -> Option<()> {
        let state = || Shared(state.clone());
        let paper = documents::show_document(state(), signed.clone(), Ids(id.parse().ok()?)).await;
        let paper = self.keep(&format!("/documents/{id}"), paper).await?;
        let place: Vec<(String, String)> =
            serde_html_form::from_str(uri.query().unwrap_or_default()).ok()?;
        if place.iter().any(|(name, _)| name == "tep") {
            return Some(());
        }
        let Some(file) = paper["first_file"].as_str() else {
            return Some(());
        };
        let pages = files::list_pages(state(), signed.clone(), Ids(file.parse().ok()?)).await;
        let pages = self.keep(&format!("/files/{file}/pages"), pages).await?;
        let asked = place.iter().find(|(name, _)| name == "trang");
        let number: usize = asked.map_or(Some(1), |(_, value)| value.parse().ok())?;
        let Some(page) = pages["items"].get(number.checked_sub(1)?) else {
            return Some(());
        };
        let picture = Picture {
            page: u32::try_from(number).ok()?,
            width_px: WIDTH_PX,
            turn: page["turn"]
                .as_u64()
                .map_or(Some(0), |turn| u16::try_from(turn).ok())?,
        };
        let address = files::address_of(file, picture);
        self.picture = Some(address.replace('&', "&amp;"));
        Some(())
    }

    /// Keeps an answer that went well, with its tag; gives its body.
    async fn keep(&mut self, path: &str, answer: impl IntoResponse) -> Option<Value> {
        let response = answer.into_response();
        if !response.status().is_success() {
            return None;
        }
        let tag = response.headers().get(header::ETAG).cloned();
        let bytes = to_bytes(response.into_body(), MOST_BYTES).await.ok()?;
        let data: Value = serde_json::from_slice(&bytes).ok()?;
        let etag = tag.as_ref().and_then(|tag| tag.to_str().ok());
        let given = json!({ "data": data.clone(), "etag": etag });
        self.answers.insert(path.to_owned(), given);
        Some(data)
    }

    /// The page with all of it at the end of its head: data only, which no browser runs.
    fn written_into(self, shell: &str) -> Option<String> {
        let answers = Value::Object(self.answers)
            .to_string()
            .replace('<', "\\u003c");
        let picture = self.picture.map_or_else(String::new, |address| {
            format!("<link rel=\"preload\" as=\"image\" fetchpriority=\"high\" href=\"{address}\">")
        });
        let files = assets::named_beforehand(self.screen);
        let links = files
            .iter()
            .filter(|file| {
                std::path::Path::new(file)
                    .extension()
                    .is_some_and(|kind| kind == "js")
            })
            .map(|file| format!("<link rel=\"modulepreload\" crossorigin href=\"/{file}\">"));
        let links: String = links.collect();
        let (head, body) = shell.split_once("</head>")?;
        Some(format!(
            "{head}{picture}{links}<script type=\"application/json\" id=\"given\">{answers}</script></head>{body}"
        ))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_people_wrote_stays_data() {
        let mut given = Given::default();
        let data = json!({ "subject": "</script><script>alert(1)</script>" });
        given.answers.insert("/documents/1".to_owned(), data);
        let page = given
            .written_into("<html><head><title>x</title></head><body></body></html>")
            .unwrap();
        assert_eq!(page.matches("</script>").count(), 1);
        assert!(page.contains(r"\u003c/script>\u003cscript>alert(1)"));
    }
}
