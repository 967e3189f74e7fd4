//! People of a story: values that act through the router and say what they got.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

/// What somebody got for an answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&self.bytes));
        })
    }

    /// The stable code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The answer, which has to be a success.
    #[track_caller]
    pub fn fine(self) -> Answer {
        assert!(
            self.status.is_success(),
            "{}: {}",
            self.status,
            String::from_utf8_lossy(&self.bytes)
        );
        self
    }

    /// The ids of the papers in a list or a page of results.
    pub fn documents(&self) -> Vec<String> {
        let items = self.json()["items"].as_array().cloned().unwrap_or_default();
        let id = |item: &Value| {
            let holder = if item["document"].is_object() {
                &item["document"]
            } else {
                item
            };
            holder["id"].as_str().map(str::to_owned)
        };
        items.iter().filter_map(id).collect()
    }
}

/// Somebody with a browser or a token.
#[derive(Clone)]
pub struct Somebody {
    router: Router,
    credential: Option<(header::HeaderName, String)>,
}

impl Somebody {
    pub fn stranger(router: Router) -> Somebody {
        Somebody {
            router,
            credential: None,
        }
    }

    /// Signs in; it has to succeed.
    pub async fn signs_in(&self, login: &str, password: &str) -> Somebody {
        let answer = self.tries_to_sign_in(login, password).await.fine();
        self.with_cookie(answer.header("set-cookie"))
    }

    /// Tries to sign in.
    pub async fn tries_to_sign_in(&self, login: &str, password: &str) -> Answer {
        self.posts("/session", &json!({ "login": login, "password": password }))
            .await
    }

    /// The same person, with the same session, at another office.
    pub fn at(&self, router: Router) -> Somebody {
        Somebody {
            router,
            credential: self.credential.clone(),
        }
    }

    /// Whoever was given this cookie.
    pub fn with_cookie(&self, set_cookie: &str) -> Somebody {
        let cookie = set_cookie.split(';').next().unwrap().to_owned();
        Somebody {
            router: self.router.clone(),
            credential: Some((header::COOKIE, cookie)),
        }
    }

    /// The same person through an API token.
    pub fn with_token(&self, secret: &str) -> Somebody {
        let bearer = format!("Bearer {secret}");
        Somebody {
            router: self.router.clone(),
            credential: Some((header::AUTHORIZATION, bearer)),
        }
    }

    /// Sends a request as it is; the path is below `/api/v1`.
    pub async fn sends(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let response = self.asks(method, path, headers, body).await;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    /// The head of an answer whose body may never end.
    pub async fn begins_to_listen(&self, path: &str) -> StatusCode {
        let response = self.asks(Method::GET, path, &[], Body::empty()).await;
        response.status()
    }

    async fn asks(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Response {
        let address = format!("/api/v1{path}");
        self.asks_at(method, &address, headers, body).await
    }

    /// The page of the app at an address, as a browser opens it.
    pub async fn opens(&self, address: &str) -> String {
        let response = self.asks_at(Method::GET, address, &[], Body::empty()).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    async fn asks_at(
        &self,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Response {
        let mut request = Request::builder().method(method).uri(address);
        request = request.header("sec-fetch-site", "same-origin");
        if let Some((name, value)) = &self.credential {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Listens to a stream of server-sent events.
    pub async fn listens(&self, path: &str, headers: &[(&str, &str)]) -> Listening {
        let response = self.asks(Method::GET, path, headers, Body::empty()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Listening {
            body: response.into_body(),
            heard: String::new(),
        }
    }

    pub async fn gets(&self, path: &str) -> Answer {
        self.sends(Method::GET, path, &[], Body::empty()).await
    }

    /// A paper as it is shown.
    pub async fn sees_paper(&self, paper: &str) -> Value {
        self.gets(&format!("/documents/{paper}"))
            .await
            .fine()
            .json()
    }

    pub async fn deletes(&self, path: &str) -> Answer {
        self.sends(Method::DELETE, path, &[], Body::empty()).await
    }

    pub async fn posts(&self, path: &str, body: &Value) -> Answer {
        let json = [("content-type", "application/json")];
        self.sends(Method::POST, path, &json, body.to_string())
            .await
    }

    pub async fn puts(&self, path: &str, body: &Value) -> Answer {
        let json = [("content-type", "application/json")];
        self.sends(Method::PUT, path, &json, body.to_string()).await
    }

    /// Uploads a file whole; answers the id of the paper.
    pub async fn uploads(&self, name: &str, bytes: &[u8], audience: &str) -> String {
        let answer = self
            .tries_to_upload(name, bytes, &[("audience", audience)])
            .await
            .fine();
        answer.header("congvan-document").to_owned()
    }

    /// Tries to upload a file whole (creation with upload).
    pub async fn tries_to_upload(
        &self,
        name: &str,
        bytes: &[u8],
        metadata: &[(&str, &str)],
    ) -> Answer {
        let pairs: Vec<_> = [("filename", name)]
            .iter()
            .chain(metadata)
            .map(|(key, value)| format!("{key} {}", STANDARD.encode(value)))
            .collect();
        let (metadata, length) = (pairs.join(","), bytes.len().to_string());
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("upload-length", length.as_str()),
            ("content-length", length.as_str()),
            ("upload-metadata", metadata.as_str()),
            ("content-type", "application/offset+octet-stream"),
        ];
        self.sends(Method::POST, "/uploads", &headers, bytes.to_vec())
            .await
    }

    /// Searches; what is typed is put into the address as browsers do.
    pub async fn searches(&self, typed: &str) -> Answer {
        self.gets(&format!("/search?facets=true&q={}", encoded(typed)))
            .await
            .fine()
    }
}

/// How long a stream may be silent before its story fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stream of server-sent events.
pub struct Listening {
    body: Body,
    heard: String,
}

/// An event of a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    pub name: String,
    pub id: String,
    pub data: Value,
}

impl Listening {
    /// The next event that is no heartbeat; none when the stream has ended.
    pub async fn hears(&mut self) -> Option<Heard> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.heard = rest;
                let field = |name: &str| {
                    let lines = event.lines().filter_map(|line| line.split_once(": "));
                    let mut found = lines.filter(|(given, _)| *given == name);
                    found.next().map(|(_, value)| value.to_owned())
                };
                let Some(data) = field("data") else { continue };
                return Some(Heard {
                    name: field("event").unwrap_or_default(),
                    id: field("id").unwrap_or_default(),
                    data: serde_json::from_str(&data).unwrap(),
                });
            }
            let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await;
            let frame = frame.expect("nothing was heard")?.unwrap();
            let bytes = frame.into_data().unwrap_or_default();
            self.heard.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }
}

/// A text as it stands in an address.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
