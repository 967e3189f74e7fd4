//! `/documents/{id}/readers` and `/documents/{id}/views`: who may read a paper and why, and who
//! has opened it.

use axum::Json;
use axum::extract::State as Shared;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::access::Principal;
use workflow::{DocumentId, PersonId, Refusal};

use super::State;
use super::caller::Signed;
use super::delegations::PersonRef;
use super::identity::Items;
use super::input::Ids;
use super::problem::{Problem, sentence};
use super::words::{day, moment, word};
use super::work::PartyView;
use crate::error::Result;
use crate::ops::access::{self, Reader, Reason, View};
use crate::ops::work::Names;

/// Somebody who may read a paper, with the reason.
#[derive(Serialize, ToSchema)]
pub struct ReaderView {
    who: PartyView,
    /// `task delegated widened captured custody audience`.
    cause: &'static str,
    #[serde(with = "time::serde::rfc3339")]
    since: OffsetDateTime,
    /// Why, in one sentence.
    sentence: String,
}

impl ReaderView {
    fn new(reader: &Reader, who: String, names: &Names) -> ReaderView {
        ReaderView {
            who: PartyView::new(reader.principal, names),
            cause: cause(reader.reason),
            since: reader.since,
            sentence: why(reader, who, names),
        }
    }
}

fn cause(reason: Reason) -> &'static str {
    match reason {
        Reason::Task(_) => "task",
        Reason::Delegated { .. } => "delegated",
        Reason::Widened { .. } => "widened",
        Reason::Captured => "captured",
        Reason::Custody => "custody",
        Reason::Audience => "audience",
    }
}

/// Why somebody may read, in a sentence of the catalogue.
fn why(reader: &Reader, who: String, names: &Names) -> String {
    let person = |id: PersonId| names.person(id).unwrap_or_else(|| id.to_string());
    let refusal = match reader.reason {
        Reason::Task(kind) => Refusal::new("access.reads_task")
            .with("task", word(&format!("task.{}", kind.code())))
            .with("date", day(reader.since)),
        Reason::Delegated { giver, until } => Refusal::new("access.reads_delegated")
            .with("giver", person(giver))
            .with("until", moment(until)),
        Reason::Widened {
            asked_by,
            confirmed_by,
            at,
        } => Refusal::new("access.reads_widened")
            .with("asker", person(asked_by))
            .with("confirmer", person(confirmed_by))
            .with("date", day(at)),
        Reason::Captured => Refusal::new("access.reads_captured").with("date", day(reader.since)),
        Reason::Custody => Refusal::new("access.reads_custody"),
        Reason::Audience => Refusal::new("access.reads_audience").with("date", day(reader.since)),
    };
    sentence(&refusal.with("who", who))
}

/// How a principal is called in a sentence.
fn called(principal: Principal, names: &Names) -> String {
    let name = names.principal(principal).unwrap_or_default();
    match principal {
        Principal::Person(_) | Principal::Position(_) => name,
        Principal::Unit(_) => word("members_of").replace("{unit}", &name),
        Principal::Head(_) => word("head_of").replace("{unit}", &name),
        Principal::Role(_, role) => word(&format!("role.{}", role.code())),
        Principal::Everyone(_) => word("everyone"),
    }
}

/// Everybody who may read a paper, each with one sentence why.
#[utoipa::path(get, path = "/documents/{id}/readers", tag = "people", params(("id" = String, Path)),
    responses((status = 200, body = Items<ReaderView>), (status = 404, body = Problem)))]
pub async fn list_readers(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<Json<Items<ReaderView>>> {
    let (readers, names) = access::readers(&state.app, signed.caller(), id).await?;
    let items = readers.iter().map(|reader| {
        let who = called(reader.principal, &names);
        ReaderView::new(reader, who, &names)
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}

/// Whether one person may read a paper.
#[derive(Serialize, ToSchema)]
pub struct VerdictView {
    person: PersonRef,
    may_read: bool,
    /// Why, or why not, in one sentence.
    sentence: String,
    /// Every reason, the most telling first.
    reasons: Vec<ReaderView>,
}

/// Why one colleague may read a paper, or why not.
#[utoipa::path(get, path = "/documents/{id}/readers/{person}", tag = "people",
    params(("id" = String, Path), ("person" = String, Path)),
    responses((status = 200, body = VerdictView), (status = 404, body = Problem)))]
pub async fn show_reader(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids((id, person)): Ids<(DocumentId, PersonId)>,
) -> Result<Json<VerdictView>> {
    let (verdict, names) = access::reader(&state.app, signed.caller(), id, person).await?;
    let name = names.person(person).unwrap_or_default();
    let reasons: Vec<_> = verdict
        .reasons
        .iter()
        .map(|reader| {
            let who = match reader.principal {
                Principal::Person(_) => name.clone(),
                group => format!("{name} ({})", called(group, &names)),
            };
            ReaderView::new(reader, who, &names)
        })
        .collect();
    let none = if verdict.has_account {
        Refusal::new("access.reads_not")
    } else {
        Refusal::new("access.reads_not_ended")
    };
    let first = reasons.first().map(|reason| reason.sentence.clone());
    Ok(Json(VerdictView {
        may_read: !reasons.is_empty(),
        sentence: first.unwrap_or_else(|| sentence(&none.with("who", name.clone()))),
        person: PersonRef::named(person, name),
        reasons,
    }))
}

/// The looks of one person at a paper.
#[derive(Serialize, ToSchema)]
pub struct OpeningView {
    person: PersonRef,
    /// For whom, where he could read it for that reason only.
    on_behalf_of: Option<PersonRef>,
    #[serde(with = "time::serde::rfc3339")]
    first_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    last_at: OffsetDateTime,
    times: i64,
    /// `paper`, `page`, `file`: what was looked at.
    what: Vec<&'static str>,
}

/// Who has opened a paper.
#[derive(Serialize, ToSchema)]
pub struct ViewsView {
    /// Whether these are the looks of everybody, or one's own.
    of_everybody: bool,
    /// The latest first.
    items: Vec<OpeningView>,
}

/// Who has opened a paper: everybody for those who keep the papers of the agency, oneself for others.
#[utoipa::path(get, path = "/documents/{id}/views", tag = "people", params(("id" = String, Path)),
    responses((status = 200, body = ViewsView), (status = 404, body = Problem)))]
pub async fn list_views(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<Json<ViewsView>> {
    let found = access::views(&state.app, signed.caller(), id).await?;
    let view = |view: &View| OpeningView {
        person: PersonRef::among(view.person, &found.people),
        on_behalf_of: view
            .on_behalf_of
            .map(|giver| PersonRef::among(giver, &found.people)),
        first_at: view.first_at,
        last_at: view.last_at,
        times: view.times,
        what: view.looks.iter().map(|look| look.code()).collect(),
    };
    Ok(Json(ViewsView {
        of_everybody: found.of_everybody,
        items: found.views.iter().map(view).collect(),
    }))
}
