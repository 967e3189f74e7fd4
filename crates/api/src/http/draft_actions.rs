//! `POST /drafts/{id}/actions`: acting on an outgoing paper.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State as Shared;
use serde::Deserialize;
use utoipa::ToSchema;
use workflow::work::outgoing::{Action, Recipient, ReturnTo};
use workflow::{DocumentId, FileId, PersonId, Refusal, RouteId, TaskId};

use super::State;
use super::actions::Party;
use super::caller::Signed;
use super::dates::ByBody;
use super::drafts::DraftView;
use super::input::{Ids, IfMatch, Sent};
use super::problem::Problem;
use crate::error::{OpError, Result};
use crate::ops::outgoing::{self, Wish};

/// Something to be done with an outgoing paper.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum DraftActionBody {
    /// Make files of the paper its next version.
    AddVersion {
        #[schema(value_type = Vec<String>)]
        files: Vec<FileId>,
        note: Option<String>,
    },
    /// Submit it; without a route, or with the one it runs on, it stays on its version.
    Submit {
        #[schema(value_type = Option<String>)]
        route: Option<RouteId>,
        /// People named for steps that ask for it, by the key of the step.
        #[serde(default)]
        #[schema(value_type = BTreeMap<String, String>)]
        chosen: BTreeMap<String, PersonId>,
        note: Option<String>,
    },
    /// Ask people what they think of it.
    AskOpinions {
        people: Vec<Party>,
        #[serde(flatten)]
        by: ByBody,
        words: String,
    },
    /// Say whether one agrees with it; why not is needed.
    GiveOpinion {
        #[schema(value_type = String)]
        task: TaskId,
        agrees: bool,
        #[serde(default)]
        words: String,
    },
    /// Go on without an opinion that was asked for.
    GoOnWithout {
        #[schema(value_type = String)]
        task: TaskId,
        reason: String,
    },
    /// Approve it.
    Approve {
        #[schema(value_type = String)]
        task: TaskId,
        note: Option<String>,
    },
    /// Send it back: `previous_stage` or `drafter`.
    Return {
        #[schema(value_type = String)]
        task: TaskId,
        #[schema(value_type = String)]
        to: ReturnTo,
        reason: String,
    },
    /// Take it back before it is finally approved.
    Withdraw { reason: String },
    /// Give it up.
    Abandon { reason: String },
    /// Have number and date written into its file, again where that failed.
    Stamp {
        #[schema(value_type = String)]
        task: TaskId,
    },
    /// Put in a file of the paper that has number and date.
    StampByHand {
        #[schema(value_type = String)]
        task: TaskId,
        #[schema(value_type = String)]
        file: FileId,
    },
    /// Let it go out without number and date on its file.
    GoUnstamped {
        #[schema(value_type = String)]
        task: TaskId,
        reason: String,
    },
    /// Issue it.
    Issue {
        #[schema(value_type = String)]
        task: TaskId,
    },
    /// Send it.
    Dispatch {
        #[schema(value_type = Vec<Object>)]
        recipients: Vec<Recipient>,
    },
    /// Recall what was issued.
    Recall { reason: String },
    /// Put another paper of the same kind in its place.
    Replace {
        #[schema(value_type = String)]
        by: DocumentId,
    },
    /// Correct its form by a letter.
    CorrectByLetter {
        #[schema(value_type = String)]
        by: DocumentId,
    },
    /// Leave it at that when it came back from an agency.
    NoteReturn {
        #[schema(value_type = String)]
        task: TaskId,
        note: Option<String>,
    },
}

impl TryFrom<DraftActionBody> for Wish {
    type Error = Refusal;

    fn try_from(body: DraftActionBody) -> std::result::Result<Wish, Refusal> {
        Ok(Wish::Act(match body {
            DraftActionBody::AddVersion { files, note } => {
                return Ok(Wish::AddVersion(files, note));
            }
            DraftActionBody::Submit {
                route,
                chosen,
                note,
            } => return Ok(Wish::Submit(route, chosen, note)),
            DraftActionBody::Replace { by } => return Ok(Wish::Replace(by)),
            DraftActionBody::CorrectByLetter { by } => return Ok(Wish::CorrectByLetter(by)),
            DraftActionBody::AskOpinions { people, by, words } => {
                let people = people.into_iter().map(Into::into).collect();
                Action::AskOpinions(people, by.read()?, words)
            }
            DraftActionBody::GiveOpinion {
                task,
                agrees,
                words,
            } => Action::GiveOpinion(task, agrees, words),
            DraftActionBody::GoOnWithout { task, reason } => Action::GoOnWithout(task, reason),
            DraftActionBody::Approve { task, note } => Action::Approve(task, note),
            DraftActionBody::Return { task, to, reason } => Action::Return(task, to, reason),
            DraftActionBody::Withdraw { reason } => Action::Withdraw(reason),
            DraftActionBody::Abandon { reason } => Action::Abandon(reason),
            DraftActionBody::StampByHand { task, file } => {
                return Ok(Wish::StampByHand(task, file));
            }
            DraftActionBody::Stamp { task } => Action::Stamp(task),
            DraftActionBody::GoUnstamped { task, reason } => Action::GoUnstamped(task, reason),
            DraftActionBody::Issue { task } => Action::Issue(task),
            DraftActionBody::Dispatch { recipients } => Action::Dispatch(recipients),
            DraftActionBody::NoteReturn { task, note } => Action::NoteReturn(task, note),
            DraftActionBody::Recall { reason } => Action::Recall(reason),
        }))
    }
}

/// Do something with an outgoing paper; answers how far it is then. With `If-Match`, the revision of the
/// work that the caller saw, only if nobody has acted since.
#[utoipa::path(post, path = "/drafts/{id}/actions", tag = "outgoing", params(("id" = String, Path)),
    request_body = DraftActionBody,
    responses((status = 200, body = DraftView), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn act_on_draft(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
    seen: Option<IfMatch>,
    sent: Sent<DraftActionBody>,
) -> Result<Json<DraftView>> {
    let once = sent.once(signed.caller().person);
    let wish = Wish::try_from(sent.body).map_err(OpError::Invalid)?;
    let seen = seen.map(|IfMatch(revision)| revision);
    outgoing::act(
        &state.app,
        signed.caller(),
        (id, seen),
        &wish,
        once.as_ref(),
    )
    .await?;
    let shown = outgoing::show(&state.app, signed.caller(), id).await?;
    Ok(Json(shown.into()))
}
