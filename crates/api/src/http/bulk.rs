//! `POST /work/bulk`: the same action on several papers.

use axum::Json;
use axum::extract::State as Shared;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use workflow::{DocumentId, Refusal, TaskId, TemplateId};

use super::State;
use super::actions::{PartBody, Party, parts_of};
use super::caller::Signed;
use super::input::Sent;
use super::problem::{Problem, sentence, told};
use crate::error::{OpError, Result};
use crate::ops::work::{self, Batch, Target, Told};

/// What is to be done with each paper.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum BatchBody {
    /// Give the same instruction; each item names its task.
    Distribute { parts: Vec<PartBody>, words: String },
    /// Give the instruction of the template that each item names.
    DistributeByTemplate,
    /// Note that each was read.
    MarkRead,
    /// Submit each to a leader or the chief of office.
    Submit { to: Party, note: Option<String> },
    /// Take back everything that the instruction of each item gave, while nobody has acted on it.
    TakeBack { reason: String },
    /// Undo what was just done; each item names the revision that it left.
    Undo,
}

impl TryFrom<BatchBody> for Batch {
    type Error = Refusal;

    fn try_from(body: BatchBody) -> Result<Batch, Refusal> {
        Ok(match body {
            BatchBody::Distribute { parts, words } => Batch::Distribute(parts_of(parts)?, words),
            BatchBody::DistributeByTemplate => Batch::DistributeByTemplate,
            BatchBody::MarkRead => Batch::MarkRead,
            BatchBody::Submit { to, note } => Batch::Submit(to.into(), note),
            BatchBody::TakeBack { reason } => Batch::TakeBack(reason),
            BatchBody::Undo => Batch::Undo,
        })
    }
}

/// One of the papers.
#[derive(Deserialize, ToSchema)]
pub struct TargetBody {
    #[schema(value_type = String)]
    document: DocumentId,
    /// The task; not of `submit`.
    #[schema(value_type = Option<String>)]
    task: Option<TaskId>,
    /// Of `distribute_by_template`.
    template: Option<ChosenTemplate>,
    /// Of `undo`.
    revision: Option<i64>,
}

/// A template as it was seen.
#[derive(Deserialize, ToSchema)]
pub struct ChosenTemplate {
    #[schema(value_type = String)]
    id: TemplateId,
    revision: i64,
}

/// The same action on several papers.
#[derive(Deserialize, ToSchema)]
pub struct BulkBody {
    #[serde(flatten)]
    batch: BatchBody,
    /// At most 200.
    items: Vec<TargetBody>,
}

/// What became of one paper.
#[derive(Serialize, ToSchema)]
pub struct BulkItem {
    document: String,
    task: Option<String>,
    done: bool,
    /// Stable code of why not.
    code: Option<&'static str>,
    /// Why not, as a sentence.
    reason: Option<String>,
    /// The revision by which it can be undone for a moment.
    undo: Option<i64>,
}

impl From<Told> for BulkItem {
    fn from(one: Told) -> BulkItem {
        let refusal = one.refused.map(|error| told(error).1);
        BulkItem {
            document: one.target.document.to_string(),
            task: one.target.task.map(|task| task.to_string()),
            done: refusal.is_none(),
            code: refusal.as_ref().map(|refusal| refusal.code),
            reason: refusal.as_ref().map(sentence),
            undo: one.undo,
        }
    }
}

/// What became of each paper.
#[derive(Serialize, ToSchema)]
pub struct BulkView {
    /// In the order in which they were named.
    items: Vec<BulkItem>,
    done: usize,
    refused: usize,
}

/// Do the same with several papers, each by the rules of one paper and whatever becomes of the
/// others; the same request sent again does nothing twice.
#[utoipa::path(post, path = "/work/bulk", tag = "work", request_body = BulkBody,
    responses((status = 200, body = BulkView), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn act_on_all(
    Shared(state): Shared<State>,
    signed: Signed,
    sent: Sent<BulkBody>,
) -> Result<Json<BulkView>> {
    let once = sent.once(signed.caller().person);
    let batch = Batch::try_from(sent.body.batch).map_err(OpError::Invalid)?;
    let targets = sent.body.items.into_iter().map(|item| Target {
        document: item.document,
        task: item.task,
        template: item.template.map(|one| (one.id, one.revision)),
        revision: item.revision,
    });
    let targets: Vec<_> = targets.collect();
    let caller = signed.caller();
    let told = work::act_on_all(&state.app, caller, (&batch, &targets), once.as_ref()).await?;
    let refused = told.iter().filter(|one| one.refused.is_some()).count();
    Ok(Json(BulkView {
        done: told.len() - refused,
        refused,
        items: told.into_iter().map(BulkItem::from).collect(),
    }))
}
