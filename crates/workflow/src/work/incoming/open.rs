//! Who may do what now. The same guards answer the web page, which shows them, and the action.

use super::{Action, Verb};
use crate::access::Role;
use crate::work::{Actor, Case, Offer, Outcome, Standing, Task, TaskKind};
use crate::{Refusal, TaskId};

/// What is offered to whoever looks at an incoming paper.
pub type OpenAction = Offer<Verb>;

/// Every action on the paper that concerns the actor: those open to him, and those that only the
/// state of the paper keeps from him.
pub fn open_actions(case: &Case, actor: &Actor<'_>) -> Vec<OpenAction> {
    let on_paper = [
        Verb::Receive,
        Verb::Register,
        Verb::ReturnToSender,
        Verb::Submit,
        Verb::Add,
    ]
    .map(|verb| (verb, None));
    let on_tasks = case.open_tasks().flat_map(|task| {
        verbs_of(task.kind)
            .iter()
            .map(move |verb| (*verb, Some(task.id)))
    });
    let told = |(verb, task): (Verb, Option<TaskId>)| {
        let offer = Offer::told(verb, task, may(case, actor, verb, task).err())?;
        let is_worth_showing = match &offer.refusal {
            Some(refusal) if task.is_none() => {
                refusal.code == "work.not_distributed" || tracked(verb, refusal)
            }
            _ => true,
        };
        is_worth_showing.then_some(offer)
    };
    on_paper
        .into_iter()
        .chain(on_tasks)
        .filter_map(told)
        .collect()
}

/// Says whether a refusal is worth showing beside a paper: that it is in a register already is
/// seen there, that it never began is its ordinary state.
fn tracked(verb: Verb, refusal: &Refusal) -> bool {
    verb == Verb::Register && refusal.code == "work.ended"
}

/// What can be done with a task of a kind.
fn verbs_of(kind: TaskKind) -> &'static [Verb] {
    match kind {
        TaskKind::Distribute => &[Verb::Distribute, Verb::Pass],
        TaskKind::Lead | TaskKind::Support => &[
            Verb::Accept,
            Verb::Return,
            Verb::Refuse,
            Verb::AssignOn,
            Verb::Report,
            Verb::AskTime,
            Verb::HandOver,
            Verb::Close,
            Verb::TakeBack,
            Verb::Correct,
        ],
        TaskKind::Inform => &[Verb::MarkRead, Verb::TakeBack],
        TaskKind::Confirm => &[Verb::Confirm, Verb::SendBack],
        TaskKind::Extension => &[Verb::DecideTime],
        TaskKind::AnswerRecall => &[Verb::AgreeRecall, Verb::RefuseRecall],
        TaskKind::Register
        | TaskKind::Submit
        | TaskKind::Draft
        | TaskKind::Opinion
        | TaskKind::Initial
        | TaskKind::Content
        | TaskKind::Form
        | TaskKind::Final
        | TaskKind::Number
        | TaskKind::Dispatch => &[],
    }
}

/// In whose name the actor does it, or why he may not.
pub fn standing(case: &Case, actor: &Actor<'_>, action: &Action) -> Result<Standing, Refusal> {
    may(case, actor, action.verb(), action.task())
}

/// In whose name the actor may do it, or why he may not.
pub(super) fn may(
    case: &Case,
    actor: &Actor<'_>,
    verb: Verb,
    task: Option<TaskId>,
) -> Result<Standing, Refusal> {
    match verb {
        Verb::Receive => may_begin(case, actor),
        Verb::Register if case.tasks.is_empty() => may_begin(case, actor),
        Verb::Register if case.is_registered() => Err(Refusal::new("work.registered_already")),
        Verb::Register | Verb::ReturnToSender => waiting(case, actor, TaskKind::Register),
        Verb::Submit => waiting(case, actor, TaskKind::Submit),
        Verb::Add => may_add(case, actor),
        _ => may_with_task(case, actor, verb, task),
    }
}

fn own_name(actor: &Actor<'_>) -> Standing {
    Standing {
        person: actor.caller.person,
        on_behalf_of: None,
    }
}

fn may_begin(case: &Case, actor: &Actor<'_>) -> Result<Standing, Refusal> {
    actor.caller.require_role(&[Role::Clerk])?;
    if case.tasks.is_empty() {
        return Ok(own_name(actor));
    }
    Err(Refusal::new("work.begun_already"))
}

/// The one open task of a kind, if the actor answers for it.
fn waiting(case: &Case, actor: &Actor<'_>, kind: TaskKind) -> Result<Standing, Refusal> {
    if case.is_recalled() {
        return Err(Refusal::new("work.recalled"));
    }
    if case.end.is_some() {
        return Err(Refusal::new("work.ended"));
    }
    let task = case.open_tasks().find(|task| task.kind == kind);
    let task =
        task.ok_or_else(|| Refusal::new("work.not_at_this_step").with("step", kind.code()))?;
    actor
        .answers_for(task.assignee)
        .ok_or_else(|| Refusal::new("work.not_yours"))
}

/// A further instruction: whoever distributed it, and leaders and the chief of office.
fn may_add(case: &Case, actor: &Actor<'_>) -> Result<Standing, Refusal> {
    let given = |task: &&Task| {
        let outcome = task.closed.as_ref().map(|closed| closed.outcome);
        task.kind == TaskKind::Distribute && outcome == Some(Outcome::Done)
    };
    let distributed: Vec<_> = case.tasks.iter().filter(given).collect();
    let standing = distributed
        .iter()
        .find_map(|task| actor.answers_for(task.assignee));
    let standing = if let Some(standing) = standing {
        standing
    } else {
        let givers = [Role::Leader, Role::ChiefOfOffice];
        actor.caller.require_role(&givers)?;
        own_name(actor)
    };
    if case.is_recalled() {
        return Err(Refusal::new("work.recalled"));
    }
    if distributed.is_empty() {
        return Err(Refusal::new("work.not_distributed"));
    }
    Ok(standing)
}

fn may_with_task(
    case: &Case,
    actor: &Actor<'_>,
    verb: Verb,
    task: Option<TaskId>,
) -> Result<Standing, Refusal> {
    let unknown = || Refusal::new("work.task_unknown");
    let task = task.and_then(|id| case.task(id)).ok_or_else(unknown)?;
    let standing =
        standing_for(case, actor, verb, task).ok_or_else(|| Refusal::new("work.not_yours"))?;
    if let Some(closed) = &task.closed {
        return Err(Refusal::new("work.task_closed").with("outcome", closed.outcome.code()));
    }
    if !verbs_of(task.kind).contains(&verb) {
        return Err(Refusal::new("work.not_with_this_task").with("kind", task.kind.code()));
    }
    let parts_open = case
        .open_parts_of(task.id)
        .filter(|part| part.kind.is_work());
    let open = parts_open.count();
    match verb {
        Verb::Accept if task.is_begun() => Err(Refusal::new("work.accepted_already")),
        Verb::Return | Verb::Refuse | Verb::Close | Verb::HandOver if open > 0 => {
            Err(Refusal::new("work.parts_open").with("count", open))
        }
        Verb::TakeBack | Verb::Correct if task.is_begun() || open > 0 => {
            Err(Refusal::new("work.acted_on_already"))
        }
        Verb::AskTime if task.due.is_none() => Err(Refusal::new("work.no_due_date")),
        Verb::AskTime if asks_already(case, task.id) => {
            Err(Refusal::new("work.time_asked_already"))
        }
        _ => Ok(standing),
    }
}

/// A part is taken back or corrected by whoever gave it; all else is done by whom it waits for.
fn standing_for(case: &Case, actor: &Actor<'_>, verb: Verb, task: &Task) -> Option<Standing> {
    if !matches!(verb, Verb::TakeBack | Verb::Correct) {
        return actor.answers_for(task.assignee);
    }
    let given_in = task.parent.and_then(|parent| case.task(parent))?;
    let gave = task.given_by == Some(actor.caller.person);
    let own = gave.then(|| own_name(actor));
    actor.answers_for(given_in.assignee).or(own)
}

fn asks_already(case: &Case, task: TaskId) -> bool {
    case.open_tasks()
        .any(|other| other.kind == TaskKind::Extension && other.parent == Some(task))
}
