//! `/instructions`: templates of instructions, and which of them are meant for a paper.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::access::Principal;
use workflow::calendar::Term;
use workflow::documents::Urgency;
use workflow::work::TaskKind;
use workflow::work::instructions::{Recipient, Template, TemplatePart, Way};
use workflow::{DocumentId, TemplateId};

use super::State;
use super::actions::Party;
use super::caller::Signed;
use super::dates::TermBody;
use super::identity::ActionView;
use super::input::{Ids, IfMatch, Sent};
use super::problem::Problem;
use super::work::PartyView;
use crate::error::Result;
use crate::ops::instructions::{self, ListedTemplate, NewTemplate};
use crate::ops::work::Names;

/// A part of a template.
#[derive(Deserialize, ToSchema)]
pub struct TemplatePartBody {
    /// `lead`, `support` or `inform`.
    #[schema(value_type = String)]
    part: TaskKind,
    #[schema(value_type = Party)]
    to: Recipient,
}

/// What a template says.
#[derive(Deserialize, ToSchema)]
pub struct TemplateBody {
    name: String,
    /// The text of the instruction.
    words: String,
    parts: Vec<TemplatePartBody>,
    /// How long they have, from the day of the instruction.
    #[serde(default)]
    #[schema(value_type = Option<TermBody>)]
    term: Option<Term>,
    /// How urgent what is given is at least.
    #[serde(default)]
    #[schema(value_type = String)]
    urgency: Urgency,
    #[serde(default)]
    asks_confirmation: bool,
    /// Codes of kinds it is meant for; none for every kind.
    #[serde(default)]
    kinds: Vec<String>,
    /// Beginnings of the names of issuers it is meant for; none for every issuer.
    #[serde(default)]
    issuers: Vec<String>,
}

impl From<TemplateBody> for Template {
    fn from(body: TemplateBody) -> Template {
        let parts = body.parts.into_iter().map(|one| TemplatePart {
            part: one.part,
            to: one.to,
        });
        Template {
            name: body.name,
            words: body.words,
            parts: parts.collect(),
            term: body.term,
            urgency: body.urgency,
            asks_confirmation: body.asks_confirmation,
            kinds: body.kinds,
            issuers: body.issuers,
        }
    }
}

/// A template to be kept.
#[derive(Deserialize, ToSchema)]
pub struct NewTemplateBody {
    /// Whether the whole agency uses it; else it is one's own.
    #[serde(default)]
    shared: bool,
    #[serde(flatten)]
    says: TemplateBody,
}

/// A part of a template with whom it is given to.
#[derive(Serialize, ToSchema)]
pub struct TemplatePartView {
    #[schema(value_type = String)]
    part: TaskKind,
    to: PartyView,
    /// Nobody answers for the recipient today.
    gone: bool,
}

/// A template of an instruction.
#[derive(Serialize, ToSchema)]
pub struct TemplateView {
    id: String,
    revision: i64,
    /// Whether the whole agency uses it; else it is one's own.
    shared: bool,
    name: String,
    words: String,
    parts: Vec<TemplatePartView>,
    #[schema(value_type = Option<TermBody>)]
    term: Option<Term>,
    #[schema(value_type = String)]
    urgency: Urgency,
    asks_confirmation: bool,
    kinds: Vec<String>,
    issuers: Vec<String>,
    #[serde(with = "time::serde::rfc3339")]
    edited_at: OffsetDateTime,
    edited_by: Option<String>,
    actions: Vec<ActionView>,
}

impl TemplateView {
    fn new(listed: ListedTemplate, names: &Names) -> TemplateView {
        let ListedTemplate {
            kept,
            gone,
            may_change,
        } = listed;
        let says = kept.says;
        let parts = says.parts.iter().map(|one| TemplatePartView {
            part: one.part,
            to: PartyView::new(Principal::from(one.to), names),
            gone: gone.contains(&one.to),
        });
        TemplateView {
            id: kept.id.to_string(),
            revision: kept.revision,
            shared: kept.owner.is_none(),
            parts: parts.collect(),
            name: says.name,
            words: says.words,
            term: says.term,
            urgency: says.urgency,
            asks_confirmation: says.asks_confirmation,
            kinds: says.kinds,
            issuers: says.issuers,
            edited_at: kept.edited_at,
            edited_by: names.person(kept.edited_by),
            actions: vec![ActionView::new("edit", may_change)],
        }
    }
}

/// The templates of the agency and one's own.
#[derive(Serialize, ToSchema)]
pub struct TemplatesView {
    items: Vec<TemplateView>,
    /// `share`: keep templates for the whole agency; `keep`: keep one's own.
    actions: Vec<ActionView>,
}

/// The templates of the agency and one's own.
#[utoipa::path(get, path = "/instructions", tag = "work", responses((status = 200, body = TemplatesView)))]
pub async fn list_templates(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<TemplatesView>> {
    let listed = instructions::list(&state.app, signed.caller()).await?;
    let names = listed.names;
    let items = listed.items.into_iter();
    Ok(Json(TemplatesView {
        items: items.map(|one| TemplateView::new(one, &names)).collect(),
        actions: vec![
            ActionView::new("share", listed.may_share),
            ActionView::new("keep", listed.may_keep),
        ],
    }))
}

/// The template that was kept.
#[derive(Serialize, ToSchema)]
pub struct KeptTemplate {
    id: String,
}

/// Keep a template.
#[utoipa::path(post, path = "/instructions", tag = "work", request_body = NewTemplateBody,
    responses((status = 201, body = KeptTemplate), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn keep_template(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<NewTemplateBody>,
) -> Result<(StatusCode, Json<KeptTemplate>)> {
    let (caller, once) = (signed.caller(), sent.once(signed.caller().person));
    let new = NewTemplate {
        shared: sent.body.shared,
        says: sent.body.says.into(),
    };
    let id = instructions::begin(&state.app, caller, new, once.as_ref()).await?;
    let kept = KeptTemplate { id: id.to_string() };
    Ok((StatusCode::CREATED, Json(kept)))
}

/// Write a template anew; `If-Match` names the revision that was seen.
#[utoipa::path(put, path = "/instructions/{id}", tag = "work", params(("id" = String, Path)),
    request_body = TemplateBody,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn rewrite_template(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<TemplateId>,
    IfMatch(revision): IfMatch,
    sent: Sent<TemplateBody>,
) -> Result<StatusCode> {
    let (caller, once) = (signed.caller(), sent.once(signed.caller().person));
    let says = sent.body.into();
    instructions::rewrite(&state.app, caller, (id, revision), says, once.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a template: it is offered no more.
#[utoipa::path(delete, path = "/instructions/{id}", tag = "work", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn end_template(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<TemplateId>,
) -> Result<StatusCode> {
    instructions::end(&state.app, signed.caller(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Papers for which templates are wanted.
#[derive(Deserialize, ToSchema)]
pub struct OfferBody {
    /// At most 200.
    #[schema(value_type = Vec<String>)]
    documents: Vec<DocumentId>,
}

/// A template meant for a paper, and why.
#[derive(Serialize, ToSchema)]
pub struct OfferView {
    template: String,
    /// The code of the kind, where the template names it.
    kind: Option<String>,
    /// The issuer as the template names it.
    issuer: Option<String>,
}

/// A paper with the templates meant for it.
#[derive(Serialize, ToSchema)]
pub struct OffersOfPaper {
    document: String,
    /// The best first.
    offers: Vec<OfferView>,
    /// How the caller dealt with the latest papers of its issuer, the most frequent way first.
    past: Vec<WayView>,
}

/// A way in which papers of an issuer went before.
#[derive(Serialize, ToSchema)]
pub struct WayView {
    parts: Vec<TemplatePartView>,
    words: String,
    #[schema(value_type = Option<TermBody>)]
    term: Option<Term>,
    /// How many of the latest papers of the issuer went this way.
    times: usize,
    of: usize,
    /// Often enough to fill the form.
    sure: bool,
}

impl WayView {
    fn new(way: Way, names: &Names) -> WayView {
        let parts = way.parts.iter().map(|one| TemplatePartView {
            part: one.part,
            to: PartyView::new(Principal::from(one.to), names),
            gone: false,
        });
        WayView {
            parts: parts.collect(),
            words: way.words,
            term: way.term,
            times: way.times,
            of: way.of,
            sure: way.sure,
        }
    }
}

/// Templates meant for papers.
#[derive(Serialize, ToSchema)]
pub struct OffersView {
    /// Papers that the caller may read.
    items: Vec<OffersOfPaper>,
    /// The templates that are offered for any of them.
    templates: Vec<TemplateView>,
    /// What the caller wrote more than once.
    phrases: Vec<String>,
}

/// Which templates are meant for papers, the best first: kind and issuer before issuer before kind
/// before any paper.
#[utoipa::path(post, path = "/instructions/offers", tag = "work", request_body = OfferBody,
    responses((status = 200, body = OffersView), (status = 422, body = Problem)))]
pub async fn offer_templates(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<OfferBody>,
) -> Result<Json<OffersView>> {
    let documents = &sent.body.documents;
    let offered = instructions::offer(&state.app, signed.caller(), documents).await?;
    let items = offered.papers.into_iter().map(|paper| {
        let kind = paper.kind;
        let offers = paper.fits.into_iter().map(|(template, fit)| OfferView {
            template: template.to_string(),
            kind: kind.clone().filter(|_| fit.by_kind),
            issuer: fit.by_issuer,
        });
        OffersOfPaper {
            document: paper.document.to_string(),
            offers: offers.collect(),
            past: paper
                .ways
                .into_iter()
                .map(|way| WayView::new(way, &offered.names))
                .collect(),
        }
    });
    let templates = offered.templates.into_iter();
    Ok(Json(OffersView {
        items: items.collect(),
        phrases: offered.phrases,
        templates: templates
            .map(|one| TemplateView::new(one, &offered.names))
            .collect(),
    }))
}
