//! `/session` and what belongs to one's own account.

use axum::Json;
use axum::extract::{ConnectInfo, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::SessionId;
use workflow::access::Role;
use workflow::delegation::may_give;
use workflow::documents::may_capture;
use workflow::identity::SESSION_LIFETIME;
use workflow::registers::may_define;
use workflow::widening::may_decide_some;

use super::State;
use super::caller::{COOKIE, Signed, require_same_origin};
use super::input::{Ids, Sent};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::identity::{self, SignIn, SignedIn};

/// Name and password, and the code of the app when `identity.code_needed` asked for it.
#[derive(Deserialize, ToSchema)]
pub struct Credentials {
    login: String,
    password: String,
    code: Option<String>,
}

/// The signed-in person with what is open to him.
#[derive(Serialize, ToSchema)]
pub struct MeView {
    person: PersonView,
    organisation: OrganisationView,
    positions: Vec<PositionView>,
    /// Seconds without use after which the session locks.
    lock_after_s: i64,
    /// What may be done now, and why the rest may not.
    actions: Vec<ActionView>,
}

#[derive(Serialize, ToSchema)]
pub struct PersonView {
    id: String,
    name: String,
    login: String,
}

#[derive(Serialize, ToSchema)]
pub struct OrganisationView {
    id: String,
    slug: String,
    name: String,
}

#[derive(Serialize, ToSchema)]
pub struct PositionView {
    pub id: String,
    pub title: String,
    pub role: String,
    pub unit: Option<UnitRef>,
}

/// A unit by id and name.
#[derive(Serialize, ToSchema, Clone)]
pub struct UnitRef {
    pub id: String,
    pub name: String,
}

/// An action of a view: open, or refused with a code.
#[derive(Serialize, ToSchema)]
pub struct ActionView {
    name: &'static str,
    open: bool,
    code: Option<&'static str>,
}

impl ActionView {
    /// The action with what its rule answered.
    pub fn new(name: &'static str, rule: std::result::Result<(), workflow::Refusal>) -> Self {
        ActionView {
            name,
            open: rule.is_ok(),
            code: rule.err().map(|refusal| refusal.code),
        }
    }
}

/// Sign in.
#[utoipa::path(post, path = "/session", tag = "identity", request_body = Credentials,
    responses((status = 200, body = MeView), (status = 401, body = Problem), (status = 429, body = Problem)))]
pub async fn sign_in(
    Shared(state): Shared<State>,
    connection: Option<axum::Extension<ConnectInfo<std::net::SocketAddr>>>,
    headers: HeaderMap,
    sent: Sent<Credentials>,
) -> Result<Response, Response> {
    let (address, user_agent) = visitor(&state, connection, &headers)?;
    let attempt = SignIn {
        login: sent.body.login,
        password: sent.body.password,
        code: sent.body.code,
        address,
        user_agent,
    };
    let signed_in = identity::sign_in(&state.app, attempt)
        .await
        .map_err(IntoResponse::into_response)?;
    let_in(&state, signed_in).await
}

/// Where an attempt to sign in comes from; too many from one address are refused.
pub fn visitor(
    state: &State,
    connection: Option<axum::Extension<ConnectInfo<std::net::SocketAddr>>>,
    headers: &HeaderMap,
) -> Result<(String, String), Response> {
    require_same_origin(&Method::POST, headers, &state.app.config().origin())?;
    let peer = connection.map_or(std::net::IpAddr::from([127, 0, 0, 1]), |info| info.0.0.ip());
    let address = state.guards.address(peer, headers);
    state.guards.check_sign_in(address)?;
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let user_agent = agent.unwrap_or_default().chars().take(200).collect();
    Ok((address.to_string(), user_agent))
}

/// The answer to whoever signed in: who it is, and the cookie.
pub async fn let_in(state: &State, signed_in: SignedIn) -> Result<Response, Response> {
    let credential = identity::Credential::Session(signed_in.secret.clone());
    let resolved = identity::resolve(&state.app, &credential)
        .await
        .map_err(IntoResponse::into_response)?;
    let view = me(state, &Signed(resolved))
        .await
        .map_err(IntoResponse::into_response)?;
    let secure = if state.app.config().cookies_are_secure() {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!(
        "{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{secure}",
        signed_in.secret,
        SESSION_LIFETIME.whole_seconds()
    );
    Ok(with_cookie(Json(view).into_response(), &cookie))
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

/// Who is signed in.
#[utoipa::path(get, path = "/session", tag = "identity",
    responses((status = 200, body = MeView), (status = 401, body = Problem)))]
pub async fn view_me(Shared(state): Shared<State>, signed: Signed) -> Result<Json<MeView>> {
    Ok(Json(me(&state, &signed).await?))
}

async fn me(state: &State, signed: &Signed) -> Result<MeView> {
    let me = identity::view_me(&state.app, signed.caller()).await?;
    let positions = me.holdings.into_iter().map(|holding| PositionView {
        unit: holding.position.unit.and_then(|id| {
            let unit = me.units.iter().find(|unit| unit.id == id)?;
            Some(UnitRef {
                id: id.to_string(),
                name: unit.name.clone(),
            })
        }),
        id: holding.position.id.to_string(),
        title: holding.position.title,
        role: holding.position.role.code().to_owned(),
    });
    Ok(MeView {
        person: PersonView {
            id: me.person.id.to_string(),
            name: me.person.name,
            login: me.person.login,
        },
        organisation: OrganisationView {
            id: me.organisation.id.to_string(),
            slug: me.organisation.slug,
            name: me.organisation.name,
        },
        positions: positions.collect(),
        lock_after_s: state.app.config().sessions.lock_after_minutes * 60,
        actions: vec![
            ActionView::new("capture", may_capture(signed.caller())),
            ActionView::new(
                "administer",
                signed.caller().require_role(&[Role::Administrator]),
            ),
            ActionView::new("delegate", may_give(signed.caller())),
            ActionView::new("confirm_widenings", may_decide_some(signed.caller())),
            ActionView::new("define_registers", may_define(signed.caller())),
        ],
    })
}

/// Sign out of this browser.
#[utoipa::path(delete, path = "/session", tag = "identity", responses((status = 204)))]
pub async fn sign_out(Shared(state): Shared<State>, signed: Signed) -> Result<Response> {
    identity::sign_out(&state.app, &signed.0).await?;
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    let mut response = with_cookie(StatusCode::NO_CONTENT.into_response(), &gone);
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert("clear-site-data", clear);
    Ok(response)
}

/// A new password beside the present one.
#[derive(Deserialize, ToSchema)]
pub struct PasswordChange {
    current: String,
    new: String,
}

/// Change one's own password; other sessions end.
#[utoipa::path(put, path = "/session/password", tag = "identity", request_body = PasswordChange,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn change_password(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<PasswordChange>,
) -> Result<StatusCode> {
    let PasswordChange { current, new } = sent.body;
    identity::change_password(&state.app, &signed.0, current, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A signed-in browser.
#[derive(Serialize, ToSchema)]
pub struct SessionView {
    id: String,
    #[serde(with = "time::serde::rfc3339")]
    started_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    last_seen_at: OffsetDateTime,
    user_agent: String,
    /// Whether it is the one asking.
    current: bool,
}

/// A list that is given whole.
#[derive(Serialize, ToSchema)]
pub struct Items<T: ToSchema> {
    /// Everything there is.
    pub items: Vec<T>,
}

/// One's own sessions.
#[utoipa::path(get, path = "/sessions", tag = "identity", responses((status = 200, body = Items<SessionView>)))]
pub async fn list_sessions(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<SessionView>>> {
    let sessions = identity::list_sessions(&state.app, signed.caller()).await?;
    let items = sessions.into_iter().map(|session| SessionView {
        id: session.id.to_string(),
        started_at: session.started_at,
        last_seen_at: session.last_seen_at,
        user_agent: session.user_agent,
        current: Some(session.id) == signed.0.session,
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// End one of one's own sessions.
#[utoipa::path(delete, path = "/sessions/{id}", tag = "identity", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn revoke_session(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<SessionId>,
) -> Result<StatusCode> {
    identity::revoke_session(&state.app, signed.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A recorded sign-in.
#[derive(Serialize, ToSchema)]
pub struct SignInView {
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    outcome: String,
    address: String,
}

/// The latest sign-ins to one's own account, accepted or not.
#[utoipa::path(get, path = "/sign-ins", tag = "identity", responses((status = 200, body = Items<SignInView>)))]
pub async fn list_sign_ins(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<SignInView>>> {
    let sign_ins = identity::list_sign_ins(&state.app, signed.caller()).await?;
    let items = sign_ins.into_iter().map(|entry| SignInView {
        at: entry.at,
        outcome: entry.outcome,
        address: entry.address,
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}
