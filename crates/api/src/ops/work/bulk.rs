//! The same action on several papers: each in a transaction of its own, by the rules of one paper.
//!
//! What is refused for one paper stops no other. Under an idempotency key each paper has a key of
//! its own, so that a request that was cut off can be sent again: what was done is not done twice,
//! what was not done is tried.

use serde::{Deserialize, Serialize};
use storage::Transaction;
use workflow::access::{Caller, Principal};
use workflow::documents::Direction;
use workflow::work::incoming::{Action, Assignment};
use workflow::work::{Case, TaskKind};
use workflow::{DocumentId, Refusal, TaskId, TemplateId};

use super::act::Scene;
use super::undo::undo;
use crate::error::{OpError, Result};
use crate::ops::instructions::given_by;
use crate::ops::{App, Once};

/// Most papers of one request.
pub const MOST_AT_ONCE: usize = 200;

/// What is to be done with each paper.
#[derive(Debug, Clone)]
pub enum Batch {
    /// Give the same instruction.
    Distribute(Vec<Assignment>, String),
    /// Give the instruction of a template, named for each paper.
    DistributeByTemplate,
    /// Note that it was read.
    MarkRead,
    /// Submit it to a leader or the chief of office.
    Submit(Principal, Option<String>),
    /// Take back everything given by an instruction, while nobody has acted on it.
    TakeBack(String),
    /// Undo what was just done.
    Undo,
}

/// One of the papers.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The paper.
    pub document: DocumentId,
    /// The task; of a submission none.
    pub task: Option<TaskId>,
    /// The template and its revision as the caller saw it.
    pub template: Option<(TemplateId, i64)>,
    /// Of an undoing: the revision that the action left.
    pub revision: Option<i64>,
}

/// What became of one of the papers.
#[derive(Debug)]
pub struct Told {
    /// Which.
    pub target: Target,
    /// Why nothing was done, if nothing was.
    pub refused: Option<OpError>,
    /// By which revision it can be undone for a moment.
    pub undo: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct Done {
    #[serde(default)]
    undo: Option<i64>,
}

/// Does the same with every paper; answers what became of each, in the same order.
pub async fn act_on_all(
    app: &App,
    caller: &Caller,
    (batch, targets): (&Batch, &[Target]),
    once: Option<&Once>,
) -> Result<Vec<Told>> {
    if targets.is_empty() || targets.len() > MOST_AT_ONCE {
        let refusal = Refusal::new("work.bulk_count").with("max", MOST_AT_ONCE);
        return Err(OpError::Invalid(refusal));
    }
    let mut told = Vec::with_capacity(targets.len());
    for target in targets {
        let own = once.map(|once| of_one(once, target));
        let done = act_on_one(app, caller, (batch, *target), own.as_ref()).await;
        let undo = done.as_ref().ok().and_then(|done| done.undo);
        told.push(Told {
            target: *target,
            refused: done.err(),
            undo,
        });
    }
    Ok(told)
}

/// The key of one paper under the key of the whole request.
fn of_one(once: &Once, target: &Target) -> Once {
    let about = target
        .task
        .map_or_else(|| target.document.to_string(), |task| task.to_string());
    Once {
        key: format!("{} {about}", once.key),
        ..once.clone()
    }
}

async fn act_on_one(
    app: &App,
    caller: &Caller,
    (batch, target): (&Batch, Target),
    once: Option<&Once>,
) -> Result<Done> {
    if matches!(batch, Batch::Undo) {
        let unknown = || OpError::Invalid(Refusal::new("work.undo_of_what"));
        let revision = target.revision.ok_or_else(unknown)?;
        undo(app, caller, (target.document, revision), once).await?;
        return Ok(Done { undo: None });
    }
    let scene = Scene::open(app, caller, target.document).await?;
    app.write_once(once, async |tx| {
        let actions = actions(app, tx, caller, (&scene, batch, target)).await?;
        let mut left = None;
        for action in &actions {
            left = Some(scene.act(app, tx, caller, action).await?);
        }
        // Of several actions on one paper the last alone would be undone.
        if actions.len() > 1 {
            storage::work::keep_way_back(tx, target.document, None).await?;
            left = None;
        }
        let left = left.filter(|left| left.undoable);
        Ok(Done {
            undo: left.map(|left| left.revision),
        })
    })
    .await
}

async fn actions(
    app: &App,
    tx: &Transaction,
    caller: &Caller,
    (scene, batch, target): (&Scene, &Batch, Target),
) -> Result<Vec<Action>> {
    let unknown = || OpError::Refused(Refusal::new("work.task_unknown"));
    let task = target.task.ok_or_else(unknown);
    Ok(match batch {
        Batch::Distribute(parts, words) => {
            vec![Action::Distribute(task?, parts.clone(), words.clone())]
        }
        Batch::DistributeByTemplate => {
            let none = || OpError::Invalid(Refusal::new("instructions.none_named"));
            let template = target.template.ok_or_else(none)?;
            let (parts, words) = given_by(app, tx, caller, template).await?;
            vec![Action::Distribute(task?, parts, words)]
        }
        Batch::MarkRead => vec![Action::MarkRead(task?)],
        Batch::Submit(to, note) => vec![Action::Submit(*to, note.clone())],
        Batch::TakeBack(reason) => {
            let (id, organisation) = (target.document, scene.document.organisation);
            let case = storage::work::lock_case(tx, id, organisation, Direction::Incoming).await?;
            taking_back(&case, task?, reason).map_err(OpError::Refused)?
        }
        Batch::Undo => Vec::new(),
    })
}

/// Everything that an instruction gave, the lead last: with it the instruction waits again.
fn taking_back(case: &Case, instruction: TaskId, reason: &str) -> Result<Vec<Action>, Refusal> {
    let given = case
        .tasks
        .iter()
        .filter(|task| task.parent == Some(instruction) && task.kind.is_part());
    let mut given: Vec<_> = given.collect();
    if given.is_empty() {
        return Err(Refusal::new("work.task_unknown"));
    }
    if !given.iter().all(|task| task.is_open() && !task.is_begun()) {
        return Err(Refusal::new("work.acted_on_already"));
    }
    given.sort_by_key(|task| task.kind == TaskKind::Lead);
    let back = given.iter();
    Ok(back
        .map(|task| Action::TakeBack(task.id, reason.to_owned()))
        .collect())
}
