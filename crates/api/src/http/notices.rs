//! `/notices`: what the caller was told, and what became of each mail and push.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use storage::notices::Place;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use workflow::NoticeId;
use workflow::documents::Urgency;

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
    /// `corrected_by_letter`, `delegated`, `stamp_failed`, `recall_refused`.
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
