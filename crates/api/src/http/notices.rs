//! `/notices`: what the caller was told, and how he wants to hear of it.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use storage::notices::Place;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use workflow::NoticeId;
use workflow::documents::Urgency;
use workflow::notices::{MailWay, Preferences, Quiet, Ways};

use super::State;
use super::caller::Signed;
use super::input::{Params, Sent};
use super::problem::Problem;
use crate::error::Result;
use crate::ops::notices::{self, Counts, Shown};

/// Which part of the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NoticeParams {
    /// Where the last page ended (`next`).
    after: Option<String>,
    /// Notices wanted, at most 100.
    limit: Option<u64>,
}

/// Something the caller was told.
#[derive(Serialize, ToSchema)]
pub struct NoticeView {
    id: String,
    /// Why: `opened`, `due_soon`, `overdue`, `escalated`, `returned`, `refused`, `sent_back`,
    /// `corrected`, `taken_back`, `time_granted`, `time_refused`, `recalled`, `replaced`,
    /// `corrected_by_letter`, `delegated`.
    code: &'static str,
    /// What the task asks for, such as `lead`.
    kind: Option<&'static str>,
    #[schema(value_type = String)]
    urgency: Urgency,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    due_at: Option<OffsetDateTime>,
    seen: bool,
    /// Whose it is, where the caller stands in.
    on_behalf_of: Option<String>,
    /// The paper, where the caller may read it.
    document: Option<NoticePaper>,
    deliveries: Vec<DeliveryView>,
}

/// The paper of a notice.
#[derive(Serialize, ToSchema)]
pub struct NoticePaper {
    id: String,
    /// Số, ký hiệu.
    code: Option<String>,
    subject: Option<String>,
}

/// What became of a mail or a push.
#[derive(Serialize, ToSchema)]
pub struct DeliveryView {
    /// `mail` or `push`.
    channel: &'static str,
    /// Whether the mail gathers the notices of a day.
    digest: bool,
    /// `waiting`, `failed` (tried again), `sent`, `given_up` or `dropped` (not needed any more).
    state: &'static str,
    /// When it is tried next.
    #[serde(with = "time::serde::rfc3339::option")]
    next_at: Option<OffsetDateTime>,
    /// Code of the last failure.
    error: Option<String>,
}

impl NoticeView {
    /// A notice as it is shown.
    pub fn new(shown: Shown) -> NoticeView {
        let notice = shown.notice;
        let deliveries = shown.deliveries.into_iter().map(|one| DeliveryView {
            channel: one.channel.code(),
            digest: one.digest_at.is_some(),
            state: one.state.code(),
            next_at: one.next_at,
            error: one.error,
        });
        NoticeView {
            id: notice.id.to_string(),
            code: notice.code.code(),
            kind: notice.kind.map(workflow::work::TaskKind::code),
            urgency: notice.urgency,
            at: notice.at,
            due_at: notice.due_at,
            seen: notice.seen_at.is_some(),
            on_behalf_of: shown.on_behalf_of,
            document: shown.document.map(|paper| NoticePaper {
                id: paper.id.to_string(),
                code: paper.fields.code,
                subject: paper.fields.subject,
            }),
            deliveries: deliveries.collect(),
        }
    }
}

/// A part of the list.
#[derive(Serialize, ToSchema)]
pub struct NoticePage {
    items: Vec<NoticeView>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<String>,
}

/// What the caller was told: not seen first, by urgency, the latest first.
#[utoipa::path(get, path = "/notices", tag = "notices", params(NoticeParams),
    responses((status = 200, body = NoticePage), (status = 401, body = Problem)))]
pub async fn list_notices(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<NoticeParams>,
) -> Result<Json<NoticePage>> {
    let after = params.after.as_deref().and_then(notices::parse_place);
    let limit = params.limit.unwrap_or(50);
    let page = notices::list(&state.app, signed.caller(), after, limit).await?;
    let next = page.next.map(|place| match place {
        Place::Unseen(urgency, id) => format!("{}.{id}", urgency.code()),
        Place::Seen(id) => format!("seen.{id}"),
    });
    Ok(Json(NoticePage {
        items: page.items.into_iter().map(NoticeView::new).collect(),
        next,
    }))
}

/// How much the caller has not seen.
#[derive(Serialize, ToSchema)]
pub struct NoticeCounts {
    unseen: u64,
    by_urgency: Vec<UrgencyCount>,
}

/// Notices of an urgency.
#[derive(Serialize, ToSchema)]
pub struct UrgencyCount {
    #[schema(value_type = String)]
    urgency: Urgency,
    unseen: u64,
}

impl NoticeCounts {
    /// Counts as they are shown.
    pub fn new(counts: Counts) -> NoticeCounts {
        NoticeCounts {
            unseen: counts.iter().map(|(_, count)| count).sum(),
            by_urgency: counts
                .into_iter()
                .map(|(urgency, unseen)| UrgencyCount { urgency, unseen })
                .collect(),
        }
    }
}

/// How much the caller has not seen, by urgency.
#[utoipa::path(get, path = "/notices/count", tag = "notices",
    responses((status = 200, body = NoticeCounts), (status = 401, body = Problem)))]
pub async fn count_notices(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<NoticeCounts>> {
    let counts = notices::count(&state.app, signed.caller()).await?;
    Ok(Json(NoticeCounts::new(counts)))
}

/// What was seen.
#[derive(Deserialize, ToSchema)]
pub struct SeenBody {
    /// The notices; all when left out.
    #[schema(value_type = Option<Vec<String>>)]
    ids: Option<Vec<NoticeId>>,
}

/// Mark notices as seen; answers with how much is left.
#[utoipa::path(post, path = "/notices/seen", tag = "notices", request_body = SeenBody,
    responses((status = 200, body = NoticeCounts), (status = 401, body = Problem)))]
pub async fn see_notices(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<SeenBody>,
) -> Result<Json<NoticeCounts>> {
    let ids = sent.body.ids.as_deref();
    let counts = notices::see(&state.app, signed.caller(), ids).await?;
    Ok(Json(NoticeCounts::new(counts)))
}

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

/// Mail and push of the last week, without to whom and what about.
#[derive(Serialize, ToSchema)]
pub struct NoticeFigures {
    mail_is_on: bool,
    push_is_on: bool,
    deliveries: Vec<FigureView>,
    troubles: Vec<TroubleView>,
}

/// How many are in a state.
#[derive(Serialize, ToSchema)]
pub struct FigureView {
    channel: &'static str,
    state: &'static str,
    count: u64,
}

/// A failure.
#[derive(Serialize, ToSchema)]
pub struct TroubleView {
    channel: &'static str,
    state: &'static str,
    error: String,
    attempts: i32,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
}

/// Figures and the last failures of mail and push, for an administrator.
#[utoipa::path(get, path = "/status/notices", tag = "admin",
    responses((status = 200, body = NoticeFigures), (status = 403, body = Problem)))]
pub async fn view_figures(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<NoticeFigures>> {
    let figures = notices::figures(&state.app, signed.caller()).await?;
    let deliveries = figures.figures.into_iter().map(|one| FigureView {
        channel: one.channel.code(),
        state: one.state.code(),
        count: one.count,
    });
    let troubles = figures.troubles.into_iter().map(|one| TroubleView {
        channel: one.channel.code(),
        state: one.state.code(),
        error: one.error,
        attempts: one.attempts,
        at: one.at,
    });
    Ok(Json(NoticeFigures {
        mail_is_on: figures.mail_is_on,
        push_is_on: figures.push_is_on,
        deliveries: deliveries.collect(),
        troubles: troubles.collect(),
    }))
}
