//! `/audit`: who did what and when in the agency, and the proof that nothing was altered.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use workflow::audit::Broken;
use workflow::{DocumentId, PersonId};

use super::State;
use super::caller::Signed;
use super::delegations::PersonRef;
use super::documents::DocumentSummary;
use super::input::Params;
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::audit::{self, About, Actor, Line, Proof, Trail, Wish};

/// Which events.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditParams {
    /// Id of who did it, or `none` for the system.
    person: Option<String>,
    /// What happened, such as `document.captured`; may be repeated.
    #[serde(default)]
    kind: Vec<String>,
    /// The paper it happened to.
    #[param(value_type = Option<String>)]
    document: Option<DocumentId>,
    /// The first day, in Vietnam.
    from: Option<Date>,
    /// The last day, in Vietnam.
    to: Option<Date>,
    /// Where the last page ended (`next`).
    after: Option<i64>,
    /// Events wanted, at most 100.
    limit: Option<u64>,
}

impl AuditParams {
    /// The wish; somebody that cannot be is not there.
    fn wish(self) -> Result<Wish> {
        let actor = |text: String| match text.as_str() {
            "none" => Ok(Actor::System),
            id => id
                .parse::<PersonId>()
                .map(Actor::Person)
                .map_err(|_| OpError::NotFound),
        };
        Ok(Wish {
            actor: self.person.map(actor).transpose()?,
            kinds: self.kind,
            document: self.document,
            from: self.from,
            to: self.to,
        })
    }
}

/// What an event happened to, as far as the caller may know it.
#[derive(Serialize, ToSchema)]
pub struct AboutView {
    /// `paper`, `hidden_paper` (outside what the caller may read), `person`, `unit`, `register` or
    /// `other`.
    what: &'static str,
    /// The paper.
    document: Option<DocumentSummary>,
    /// The name of anything else.
    name: Option<String>,
}

/// An event of the log.
#[derive(Serialize, ToSchema)]
pub struct AuditLine {
    /// Place in the chain.
    seq: i64,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Who; null for the system.
    actor: Option<PersonRef>,
    /// On whose behalf, where somebody stood in.
    on_behalf_of: Option<PersonRef>,
    /// Such as `document.captured`.
    kind: String,
    about: AboutView,
}

impl AuditLine {
    fn new(line: Line, trail: &Trail) -> AuditLine {
        let person = |id: PersonId| PersonRef::among(id, &trail.people);
        let name_of = |id: PersonId| trail.people.iter().find(|one| one.id == id);
        let (what, document, name) = match line.about {
            About::Paper(paper) => {
                let summary = DocumentSummary::among(*paper, &trail.files, &[]);
                ("paper", Some(summary), None)
            }
            About::HiddenPaper => ("hidden_paper", None, None),
            About::Person(id) => ("person", None, name_of(id).map(|one| one.name.clone())),
            About::Unit(name) => ("unit", None, Some(name)),
            About::Register(name) => ("register", None, Some(name)),
            About::Other => ("other", None, None),
        };
        AuditLine {
            seq: line.seq,
            at: line.at,
            actor: line.actor.map(person),
            on_behalf_of: line.on_behalf_of.map(person),
            kind: line.kind,
            about: AboutView {
                what,
                document,
                name,
            },
        }
    }
}

/// A part of the log.
#[derive(Serialize, ToSchema)]
pub struct AuditPage {
    items: Vec<AuditLine>,
    /// Give it as `after` for the next part; null at the end.
    next: Option<i64>,
}

/// Events of the agency, the newest first, for an administrator and an archivist.
#[utoipa::path(get, path = "/audit", tag = "admin", params(AuditParams),
    responses((status = 200, body = AuditPage), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn list_audit(
    Shared(state): Shared<State>,
    signed: Signed,
    Params(params): Params<AuditParams>,
) -> Result<Json<AuditPage>> {
    let window = (params.after, params.limit.unwrap_or(50));
    let mut trail = audit::look(&state.app, signed.caller(), params.wish()?, window).await?;
    let lines = std::mem::take(&mut trail.lines).into_iter();
    Ok(Json(AuditPage {
        items: lines.map(|line| AuditLine::new(line, &trail)).collect(),
        next: trail.next,
    }))
}

/// The first fault of the chain.
#[derive(Serialize, ToSchema)]
pub struct BreakView {
    /// `altered`, `missing` or `inserted`.
    what: &'static str,
    /// The place of the event.
    seq: i64,
}

/// What a walk through the chain of the agency found.
#[derive(Serialize, ToSchema)]
pub struct ProofView {
    /// How many events there are, which is the place of the newest.
    events: i64,
    /// Hash of the newest, in hexadecimal digits.
    hash: String,
    #[serde(with = "time::serde::rfc3339")]
    checked_at: OffsetDateTime,
    /// Null when every event follows the one before it unaltered.
    fault: Option<BreakView>,
}

impl From<Proof> for ProofView {
    fn from(proof: Proof) -> Self {
        let fault = |broken: Broken| {
            let (what, seq) = match broken {
                Broken::Altered { seq } => ("altered", seq),
                Broken::Missing { seq } => ("missing", seq),
                Broken::Inserted { seq } => ("inserted", seq),
            };
            BreakView { what, seq }
        };
        ProofView {
            events: proof.seq,
            hash: hex::encode(proof.hash),
            checked_at: proof.checked_at,
            fault: proof.fault.map(fault),
        }
    }
}

/// Prove that no event of the agency was altered, removed or inserted; what was found holds for
/// half a minute.
#[utoipa::path(get, path = "/audit/proof", tag = "admin",
    responses((status = 200, body = ProofView), (status = 403, body = Problem)))]
pub async fn prove_audit(Shared(state): Shared<State>, signed: Signed) -> Result<Json<ProofView>> {
    let proof = audit::prove(&state.app, signed.caller()).await?;
    Ok(Json(proof.into()))
}
