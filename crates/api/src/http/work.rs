//! `/documents/{id}/work` and `/colleagues`: how far a paper is, and to whom it can be given.

use axum::Json;
use axum::extract::State as Shared;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::access::{Principal, Role};
use workflow::documents::Urgency;
use workflow::work::{Offer, Outcome, Phase, RemarkKind, Task, TaskKind};
use workflow::{DocumentId, PersonId, UnitId};

use super::State;
use super::caller::Signed;
use super::dates::{DateChangeView, TermView};
use super::documents::DocumentSummary;
use super::identity::{Items, UnitRef};
use super::input::Ids;
use super::problem::{Problem, sentence};
use crate::error::Result;
use crate::ops::work::{self, Names, Shown};

/// Somebody a task waits for.
#[derive(Serialize, ToSchema)]
pub struct PartyView {
    /// `person`, `position`, `unit` (its head), or `role`.
    kind: &'static str,
    /// Id, or the code of a role.
    id: String,
    /// Name; null for roles, which are named by their code.
    name: Option<String>,
}

impl PartyView {
    /// A principal with its name.
    pub fn new(principal: Principal, names: &Names) -> PartyView {
        let (kind, id) = match principal {
            Principal::Person(id) => ("person", id.to_string()),
            Principal::Position(id) => ("position", id.to_string()),
            Principal::Unit(id) | Principal::Head(id) => ("unit", id.to_string()),
            Principal::Role(_, role) => ("role", role.code().to_owned()),
            Principal::Everyone(id) => ("organisation", id.to_string()),
        };
        PartyView {
            kind,
            id,
            name: names.principal(principal),
        }
    }
}

/// A task of a paper.
#[derive(Serialize, ToSchema)]
pub struct TaskView {
    id: String,
    #[schema(value_type = String)]
    kind: TaskKind,
    /// The task it came out of.
    parent: Option<String>,
    assignee: PartyView,
    /// Who took it on.
    holder: Option<String>,
    given_by: Option<String>,
    /// On whose behalf it was given.
    given_for: Option<String>,
    asks_confirmation: bool,
    #[schema(value_type = String)]
    urgency: Urgency,
    #[serde(with = "time::serde::rfc3339::option")]
    due_at: Option<OffsetDateTime>,
    /// From what the date was counted; null where it was set by hand.
    due_term: Option<TermView>,
    #[serde(with = "time::serde::rfc3339")]
    opened_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    accepted_at: Option<OffsetDateTime>,
    closed: Option<ClosedView>,
}

/// The end of a task.
#[derive(Serialize, ToSchema)]
pub struct ClosedView {
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    by: Option<String>,
    on_behalf_of: Option<String>,
    #[schema(value_type = String)]
    outcome: Outcome,
}

impl TaskView {
    /// A task with the names it speaks of.
    pub fn new(task: &Task, names: &Names) -> TaskView {
        let name = |id: Option<PersonId>| id.and_then(|id| names.person(id));
        TaskView {
            id: task.id.to_string(),
            kind: task.kind,
            parent: task.parent.map(|id| id.to_string()),
            assignee: PartyView::new(task.assignee, names),
            holder: name(task.holder),
            given_by: name(task.given_by),
            given_for: name(task.given_for),
            asks_confirmation: task.asks_confirmation,
            urgency: task.urgency,
            due_at: task.due.as_ref().map(|due| due.at),
            due_term: task.due.as_ref().and_then(TermView::of),
            opened_at: task.opened_at,
            accepted_at: task.accepted_at,
            closed: task.closed.as_ref().map(|closed| ClosedView {
                at: closed.at,
                by: name(closed.by),
                on_behalf_of: name(closed.on_behalf_of),
                outcome: closed.outcome,
            }),
        }
    }
}

/// Words somebody wrote on the way of a paper.
#[derive(Serialize, ToSchema)]
pub struct RemarkView {
    id: String,
    /// The task they were written for.
    task: Option<String>,
    #[schema(value_type = String)]
    kind: RemarkKind,
    text: String,
    author: Option<String>,
    on_behalf_of: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Whether the action they were written with was undone.
    undone: bool,
}

/// Something the caller may do now, or why he may not.
#[derive(Serialize, ToSchema)]
pub struct WorkAction {
    /// The `action` of the request.
    action: String,
    task: Option<String>,
    open: bool,
    /// Why not, as a sentence.
    reason: Option<String>,
}

impl<V: Serialize> From<Offer<V>> for WorkAction {
    fn from(action: Offer<V>) -> WorkAction {
        let verb = serde_json::to_value(action.verb).unwrap_or_default();
        WorkAction {
            action: verb.as_str().unwrap_or_default().to_owned(),
            task: action.task.map(|id| id.to_string()),
            open: action.refusal.is_none(),
            reason: action.refusal.as_ref().map(sentence),
        }
    }
}

/// How far a paper is.
#[derive(Serialize, ToSchema)]
pub struct WorkView {
    /// `received registered submitted in_progress to_confirm finished returned_to_sender`; null
    /// when nobody has acted on it.
    #[schema(value_type = Option<String>)]
    phase: Option<Phase>,
    revision: i64,
    /// The dossier it is kept in.
    dossier: Option<String>,
    /// Oldest first.
    tasks: Vec<TaskView>,
    /// Oldest first.
    remarks: Vec<RemarkView>,
    /// Dates of tasks that were set anew, oldest first.
    date_changes: Vec<DateChangeView>,
    /// Papers that answer it.
    answered_by: Vec<DocumentSummary>,
    /// Papers it answers.
    answers: Vec<DocumentSummary>,
    actions: Vec<WorkAction>,
    /// Tasks that wait for the caller.
    waits_for_me: Vec<String>,
    /// Those of them on which he would act for somebody else.
    stands_in: Vec<StandsInView>,
    /// The last action, while the caller may undo it.
    undo: Option<UndoView>,
    /// Whether the caller follows it.
    followed: bool,
}

/// An action that the caller may undo.
#[derive(Serialize, ToSchema)]
pub struct UndoView {
    /// What is named when it is undone.
    revision: i64,
    /// For how long.
    seconds: i64,
}

/// A task on which the caller acts on behalf of somebody.
#[derive(Serialize, ToSchema)]
pub struct StandsInView {
    task: String,
    on_behalf_of: String,
}

impl From<Shown> for WorkView {
    fn from(shown: Shown) -> WorkView {
        let names = shown.names;
        let brief = |document| DocumentSummary::new(document, None, None);
        let remarks = shown.remarks.into_iter().map(|row| RemarkView {
            id: row.remark.id.to_string(),
            task: row.remark.task.map(|id| id.to_string()),
            kind: row.remark.kind,
            text: row.remark.text,
            author: names.person(row.author),
            on_behalf_of: row.on_behalf_of.and_then(|id| names.person(id)),
            at: row.at,
            undone: row.undone_at.is_some(),
        });
        let tasks = shown.case.tasks.iter();
        let mine = shown.waits_for_caller;
        WorkView {
            phase: shown.case.phase(),
            revision: shown.case.revision,
            dossier: shown.dossier,
            tasks: tasks.map(|task| TaskView::new(task, &names)).collect(),
            remarks: remarks.collect(),
            date_changes: shown
                .date_changes
                .into_iter()
                .map(|change| DateChangeView::new(change, &names))
                .collect(),
            answered_by: shown.answered_by.into_iter().map(brief).collect(),
            answers: shown.answers.into_iter().map(brief).collect(),
            actions: shown.actions.into_iter().map(WorkAction::from).collect(),
            stands_in: mine
                .iter()
                .filter_map(|mine| {
                    Some(StandsInView {
                        task: mine.task.to_string(),
                        on_behalf_of: names.person(mine.on_behalf_of?)?,
                    })
                })
                .collect(),
            undo: shown.undo.map(|(back, seconds)| UndoView {
                revision: back.revision,
                seconds,
            }),
            followed: shown.followed,
            waits_for_me: mine.iter().map(|mine| mine.task.to_string()).collect(),
        }
    }
}

/// How far a paper is, with what the caller may do now.
#[utoipa::path(get, path = "/documents/{id}/work", tag = "work", params(("id" = String, Path)),
    responses((status = 200, body = WorkView), (status = 404, body = Problem)))]
pub async fn show_work(
    Shared(state): Shared<State>,
    signed: Signed,
    Ids(id): Ids<DocumentId>,
) -> Result<Json<WorkView>> {
    let shown = work::show(&state.app, signed.caller(), id).await?;
    Ok(Json(shown.into()))
}

/// A colleague to whom a paper can be given.
#[derive(Serialize, ToSchema)]
pub struct ColleagueView {
    id: String,
    name: String,
    posts: Vec<PostView>,
}

/// A post somebody holds today.
#[derive(Serialize, ToSchema)]
pub struct PostView {
    id: String,
    title: String,
    #[schema(value_type = String)]
    role: Role,
    unit: Option<UnitRef>,
}

/// People of the agency with an account today, to whom papers can be given.
#[utoipa::path(get, path = "/colleagues", tag = "work",
    responses((status = 200, body = Items<ColleagueView>)))]
pub async fn list_colleagues(
    Shared(state): Shared<State>,
    signed: Signed,
) -> Result<Json<Items<ColleagueView>>> {
    let found = work::colleagues(&state.app, signed.caller()).await?;
    let unit = |id: UnitId| {
        let unit = found.units.iter().find(|unit| unit.id == id)?;
        Some(UnitRef {
            id: id.to_string(),
            name: unit.name.clone(),
        })
    };
    let items = found.people.iter().map(|person| {
        let held = found
            .holdings
            .iter()
            .filter(|held| held.person == person.id);
        let posts = held.map(|held| PostView {
            id: held.position.id.to_string(),
            title: held.position.title.clone(),
            role: held.position.role,
            unit: held.position.unit.and_then(unit),
        });
        ColleagueView {
            id: person.id.to_string(),
            name: person.name.clone(),
            posts: posts.collect(),
        }
    });
    Ok(Json(Items {
        items: items.collect(),
    }))
}
