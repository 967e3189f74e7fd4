//! Who a request comes from: a session cookie or an API token, and for cookies the same origin.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use workflow::Refusal;
use workflow::access::Caller;

use super::State;
use super::problem::response;
use crate::error::OpError;
use crate::ops::identity::{Credential, Resolved, resolve};

/// Name of the session cookie.
pub const COOKIE: &str = "congvan_session";

/// A request of somebody signed in; extracting it is what every route but a few demands.
#[derive(Clone)]
pub struct Signed(pub Resolved);

impl Signed {
    /// The caller.
    pub fn caller(&self) -> &Caller {
        &self.0.caller
    }
}

impl FromRequestParts<State> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Response> {
        let Some(credential) = credential(&parts.headers) else {
            return Err(OpError::SignIn(Refusal::new("identity.sign_in_needed")).into_response());
        };
        if matches!(credential, Credential::Session(_)) {
            require_same_origin(&parts.method, &parts.headers, &state.app.config().origin())?;
        }
        let resolved = resolve(&state.app, &credential)
            .await
            .map_err(IntoResponse::into_response)?;
        state.guards.check_caller(resolved.caller.person)?;
        Ok(Signed(resolved))
    }
}

/// What a request shows to say who it comes from.
pub fn credential(headers: &HeaderMap) -> Option<Credential> {
    let authorization = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    if let Some(token) = authorization.and_then(|value| value.strip_prefix("Bearer ")) {
        return Some(Credential::Token(token.trim().to_owned()));
    }
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, secret)| Credential::Session(secret.to_owned()))
}

/// Writes with a cookie come from our own pages only: browsers say so in `Sec-Fetch-Site`, older
/// ones in `Origin`; a write that says neither is taken for foreign.
pub fn require_same_origin(
    method: &Method,
    headers: &HeaderMap,
    own: &str,
) -> Result<(), Response> {
    if method.is_safe() {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let same = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let host = text("host").unwrap_or_default();
            origin == own
                || origin
                    .split_once("://")
                    .is_some_and(|(_, given)| given == host)
        }
        (None, None) => false,
    };
    if same {
        return Ok(());
    }
    Err(response(
        StatusCode::FORBIDDEN,
        Refusal::new("identity.cross_origin"),
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap()))
            .collect()
    }

    #[test]
    fn foreign_writes_are_told_from_our_own() {
        let own = "https://congvan.example.vn";
        for (given, expected) in [
            (headers(&[("sec-fetch-site", "same-origin")]), true),
            (
                headers(&[("sec-fetch-site", "cross-site"), ("origin", own)]),
                false,
            ),
            (headers(&[("sec-fetch-site", "same-site")]), false),
            (headers(&[("origin", own)]), true),
            (
                headers(&[
                    ("origin", "http://127.0.0.1:8080"),
                    ("host", "127.0.0.1:8080"),
                ]),
                true,
            ),
            (headers(&[("origin", "https://elsewhere.example")]), false),
            (headers(&[]), false),
        ] {
            let is_ours = require_same_origin(&Method::POST, &given, own).is_ok();
            assert_eq!(is_ours, expected, "{given:?}");
            assert!(require_same_origin(&Method::GET, &given, own).is_ok());
        }
    }

    #[test]
    fn a_token_goes_before_a_cookie() {
        let both = headers(&[
            ("authorization", "Bearer cv_1"),
            ("cookie", "congvan_session=2"),
        ]);
        assert!(matches!(credential(&both), Some(Credential::Token(token)) if token == "cv_1"));
        let cookies = headers(&[("cookie", "a=b; congvan_session=2")]);
        assert!(matches!(credential(&cookies), Some(Credential::Session(s)) if s == "2"));
    }
}
