//! `POST /documents/{id}/actions`: acting on an incoming paper.

use axum::Json;
use axum::extract::State as Shared;
use serde::Deserialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::access::Principal;
use workflow::documents::Urgency;
use workflow::work::TaskKind;
use workflow::work::incoming::{Action, Assignment, Finish};
use workflow::{DocumentId, PersonId, PositionId, Refusal, TaskId, UnitId};

use super::State;
use super::caller::Signed;
use super::dates::ByBody;
use super::input::{Ids, IfMatch, Sent};
use super::problem::Problem;
use super::work::WorkView;
use crate::error::{OpError, Result as Answer};
use crate::ops::work;

/// To whom something is given, as tasks name it.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Party {
    /// A person.
    Person {
        #[schema(value_type = String)]
        id: PersonId,
    },
    /// Whoever holds a post.
    Position {
        #[schema(value_type = String)]
        id: PositionId,
    },
    /// The head of a unit.
    Unit {
        #[schema(value_type = String)]
        id: UnitId,
    },
}

impl From<Party> for Principal {
    fn from(party: Party) -> Principal {
        match party {
            Party::Person { id } => Principal::Person(id),
            Party::Position { id } => Principal::Position(id),
            Party::Unit { id } => Principal::Head(id),
        }
    }
}

/// A part of an instruction.
#[derive(Deserialize, ToSchema)]
pub struct PartBody {
    /// `lead`, `support` or `inform`.
    #[schema(value_type = String)]
    part: TaskKind,
    to: Party,
    #[serde(flatten)]
    by: ByBody,
    #[serde(default)]
    asks_confirmation: bool,
    /// How urgent it is at least; the paper may be more urgent.
    #[serde(default)]
    #[schema(value_type = String)]
    urgency: Urgency,
}

impl TryFrom<PartBody> for Assignment {
    type Error = Refusal;

    fn try_from(body: PartBody) -> Result<Assignment, Refusal> {
        Ok(Assignment {
            part: body.part,
            assignee: body.to.into(),
            by: body.by.read()?,
            asks_confirmation: body.asks_confirmation,
            urgency: body.urgency,
        })
    }
}

/// Something to be done with an incoming paper.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum ActionBody {
    /// A paper has come and waits to be registered.
    Receive {
        #[serde(default)]
        #[schema(value_type = String)]
        urgency: Urgency,
    },
    /// Send it back to the sender.
    ReturnToSender { reason: String },
    /// Submit it to a leader or the chief of office.
    Submit { to: Party, note: Option<String> },
    /// Give it to another leader to distribute.
    Pass {
        #[schema(value_type = String)]
        task: TaskId,
        to: Party,
        note: Option<String>,
    },
    /// Give the instruction: one lead, any support, any inform.
    Distribute {
        #[schema(value_type = String)]
        task: TaskId,
        parts: Vec<PartBody>,
        words: String,
    },
    /// Give a further instruction.
    Add { parts: Vec<PartBody>, words: String },
    /// Take a task on.
    Accept {
        #[schema(value_type = String)]
        task: TaskId,
    },
    /// Give a task back.
    Return {
        #[schema(value_type = String)]
        task: TaskId,
        reason: String,
    },
    /// Refuse a task.
    Refuse {
        #[schema(value_type = String)]
        task: TaskId,
        reason: String,
    },
    /// Assign parts on inside the unit.
    AssignOn {
        #[schema(value_type = String)]
        task: TaskId,
        parts: Vec<PartBody>,
        words: String,
    },
    /// Say how far it is.
    Report {
        #[schema(value_type = String)]
        task: TaskId,
        words: String,
    },
    /// Ask for more time.
    AskTime {
        #[schema(value_type = String)]
        task: TaskId,
        #[serde(with = "time::serde::rfc3339")]
        until: OffsetDateTime,
        reason: String,
    },
    /// Grant time until then, or none.
    DecideTime {
        #[schema(value_type = String)]
        task: TaskId,
        #[serde(default, with = "time::serde::rfc3339::option")]
        until: Option<OffsetDateTime>,
        #[serde(default)]
        reason: String,
    },
    /// Hand a task over to a colleague.
    HandOver {
        #[schema(value_type = String)]
        task: TaskId,
        to: Party,
        reason: String,
    },
    /// Close a task with its result.
    Close {
        #[schema(value_type = String)]
        task: TaskId,
        result: String,
        #[schema(value_type = Option<String>)]
        answered_by: Option<DocumentId>,
        dossier: Option<String>,
    },
    /// Accept a result.
    Confirm {
        #[schema(value_type = String)]
        task: TaskId,
        note: Option<String>,
    },
    /// Send a result back to be done again.
    SendBack {
        #[schema(value_type = String)]
        task: TaskId,
        reason: String,
    },
    /// Take a part back before anybody acted on it.
    TakeBack {
        #[schema(value_type = String)]
        task: TaskId,
        reason: String,
    },
    /// Put another part in the place of one on which nobody has acted.
    Correct {
        #[schema(value_type = String)]
        task: TaskId,
        part: PartBody,
        words: String,
    },
    /// Note that something was read.
    MarkRead {
        #[schema(value_type = String)]
        task: TaskId,
    },
    /// Let the sender take the paper back.
    AgreeRecall {
        #[schema(value_type = String)]
        task: TaskId,
        note: Option<String>,
    },
    /// Keep the paper although the sender asks for it back.
    RefuseRecall {
        #[schema(value_type = String)]
        task: TaskId,
        reason: String,
    },
}

impl TryFrom<ActionBody> for Action {
    type Error = Refusal;

    fn try_from(body: ActionBody) -> Result<Action, Refusal> {
        Ok(match body {
            ActionBody::Receive { urgency } => Action::Receive(urgency),
            ActionBody::ReturnToSender { reason } => Action::ReturnToSender(reason),
            ActionBody::Submit { to, note } => Action::Submit(to.into(), note),
            ActionBody::Pass { task, to, note } => Action::Pass(task, to.into(), note),
            ActionBody::Distribute {
                task,
                parts: given,
                words,
            } => Action::Distribute(task, parts_of(given)?, words),
            ActionBody::Add {
                parts: given,
                words,
            } => Action::Add(parts_of(given)?, words),
            ActionBody::Accept { task } => Action::Accept(task),
            ActionBody::Return { task, reason } => Action::Return(task, reason),
            ActionBody::Refuse { task, reason } => Action::Refuse(task, reason),
            ActionBody::AssignOn {
                task,
                parts: given,
                words,
            } => Action::AssignOn(task, parts_of(given)?, words),
            ActionBody::Report { task, words } => Action::Report(task, words),
            ActionBody::AskTime {
                task,
                until,
                reason,
            } => Action::AskTime(task, until, reason),
            ActionBody::DecideTime {
                task,
                until,
                reason,
            } => Action::DecideTime(task, until, reason),
            ActionBody::HandOver { task, to, reason } => Action::HandOver(task, to.into(), reason),
            ActionBody::Close {
                task,
                result,
                answered_by,
                dossier,
            } => Action::Close(
                task,
                Finish {
                    result,
                    answered_by,
                    dossier,
                },
            ),
            ActionBody::Confirm { task, note } => Action::Confirm(task, note),
            ActionBody::SendBack { task, reason } => Action::SendBack(task, reason),
            ActionBody::TakeBack { task, reason } => Action::TakeBack(task, reason),
            ActionBody::Correct { task, part, words } => {
                Action::Correct(task, part.try_into()?, words)
            }
            ActionBody::MarkRead { task } => Action::MarkRead(task),
            ActionBody::AgreeRecall { task, note } => Action::AgreeRecall(task, note),
            ActionBody::RefuseRecall { task, reason } => Action::RefuseRecall(task, reason),
        })
    }
}

/// The parts of an instruction; refuses what cannot be read.
pub fn parts_of(parts: Vec<PartBody>) -> Result<Vec<Assignment>, Refusal> {
    parts.into_iter().map(Assignment::try_from).collect()
}

/// Do something with an incoming paper; answers how far it is then. With `If-Match`, the revision of the
/// work that the caller saw, only if nobody has acted since.
#[utoipa::path(post, path = "/documents/{id}/actions", tag = "work", params(("id" = String, Path)),
    request_body = ActionBody,
    responses((status = 200, body = WorkView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem)))]
pub async fn act(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
    seen: Option<IfMatch>,
    sent: Sent<ActionBody>,
) -> Answer<Json<WorkView>> {
    let once = sent.once(signed.caller().person);
    let action = Action::try_from(sent.body).map_err(OpError::Invalid)?;
    let seen = seen.map(|IfMatch(revision)| revision);
    work::act(
        &state.app,
        signed.caller(),
        (id, seen),
        &action,
        once.as_ref(),
    )
    .await?;
    let shown = work::show(&state.app, signed.caller(), id).await?;
    Ok(Json(shown.into()))
}
