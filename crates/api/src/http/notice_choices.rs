//! `/notices/preferences`: how the caller wants to hear of what concerns him.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use workflow::notices::{MailWay, Preferences, Quiet, Ways};

use super::State;
use super::caller::Signed;
use super::input::Sent;
use super::problem::Problem;
use crate::error::Result;
use crate::ops::notices;

/// The ways for one urgency.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaysBody {
    /// Whether the devices show it.
    push: bool,
    /// `none`, `digest` or `immediate`.
    #[schema(value_type = String)]
    mail: MailWay,
}

/// Hours in which nothing rings, in minutes after midnight; they may span midnight.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietBody {
    from_minute: u16,
    to_minute: u16,
}

/// How somebody wants to hear of what concerns him.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreferencesBody {
    /// Where mail goes; none is sent without one.
    address: Option<String>,
    normal: WaysBody,
    urgent: WaysBody,
    very_urgent: WaysBody,
    flash: WaysBody,
    quiet: Option<QuietBody>,
    /// Whether Hỏa tốc rings in quiet hours.
    flash_breaks_quiet: bool,
    /// The hour of the digest, from 0 to 23.
    digest_hour: u8,
}

impl From<Ways> for WaysBody {
    fn from(ways: Ways) -> Self {
        WaysBody {
            push: ways.push,
            mail: ways.mail,
        }
    }
}

impl From<WaysBody> for Ways {
    fn from(body: WaysBody) -> Self {
        Ways {
            push: body.push,
            mail: body.mail,
        }
    }
}

impl From<Preferences> for PreferencesBody {
    fn from(chosen: Preferences) -> Self {
        PreferencesBody {
            address: chosen.address,
            normal: chosen.normal.into(),
            urgent: chosen.urgent.into(),
            very_urgent: chosen.very_urgent.into(),
            flash: chosen.flash.into(),
            quiet: chosen.quiet.map(|quiet| QuietBody {
                from_minute: quiet.from_minute,
                to_minute: quiet.to_minute,
            }),
            flash_breaks_quiet: chosen.flash_breaks_quiet,
            digest_hour: chosen.digest_hour,
        }
    }
}

impl From<PreferencesBody> for Preferences {
    fn from(body: PreferencesBody) -> Self {
        Preferences {
            address: body.address,
            normal: body.normal.into(),
            urgent: body.urgent.into(),
            very_urgent: body.very_urgent.into(),
            flash: body.flash.into(),
            quiet: body.quiet.map(|quiet| Quiet {
                from_minute: quiet.from_minute,
                to_minute: quiet.to_minute,
            }),
            flash_breaks_quiet: body.flash_breaks_quiet,
            digest_hour: body.digest_hour,
        }
    }
}

/// What was chosen, and what the installation can do.
#[derive(Serialize, ToSchema)]
pub struct PreferencesView {
    chosen: PreferencesBody,
    /// Whether a mail server is set.
    mail_is_on: bool,
    /// Whether pushes can be sent.
    push_is_on: bool,
    /// Domains that an address may belong to; any when empty.
    domains: Vec<String>,
}

impl PreferencesView {
    fn new(state: &State, chosen: Preferences) -> PreferencesView {
        let config = state.app.config();
        PreferencesView {
            chosen: chosen.into(),
            mail_is_on: !config.mail.url.is_empty(),
            push_is_on: config.push_contact().is_some(),
            domains: config.mail.domains.clone(),
        }
    }
}

/// How the caller wants to hear of what concerns him.
#[utoipa::path(get, path = "/notices/preferences", tag = "notices",
    responses((status = 200, body = PreferencesView), (status = 401, body = Problem)))]
pub async fn show_preferences(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<PreferencesView>> {
    let chosen = notices::choices(&state.app, signed.caller()).await?;
    Ok(Json(PreferencesView::new(&state, chosen)))
}

/// Choose how to hear of what concerns one.
#[utoipa::path(put, path = "/notices/preferences", tag = "notices", request_body = PreferencesBody,
    responses((status = 200, body = PreferencesView), (status = 422, body = Problem)))]
pub async fn set_preferences(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<PreferencesBody>,
) -> Result<Json<PreferencesView>> {
    let chosen = notices::choose(&state.app, signed.caller(), sent.body.into()).await?;
    Ok(Json(PreferencesView::new(&state, chosen)))
}
