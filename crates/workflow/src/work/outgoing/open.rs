//! Who may do what now with an outgoing paper. The same guards answer the web page and the action.

use super::act::Setting;
use super::{Action, Draft, Paper, Place, Verb};
use crate::access::{Caller, Principal, Role};
use crate::work::{Actor, Offer, Outcome, Standing, Task, TaskKind};
use crate::{Refusal, TaskId};

/// What is offered to whoever looks at an outgoing paper.
pub type OpenAction = Offer<Verb>;

/// Refuses whoever may not draft: every post but the administrator's may.
pub fn may_draft(caller: &Caller) -> Result<(), Refusal> {
    crate::documents::may_capture(caller)
}

/// Every action on the paper that concerns the actor: those open to him, and those that only the
/// state of the paper keeps from him.
pub fn open_actions(paper: &Paper, actor: &Actor<'_>, setting: &Setting) -> Vec<OpenAction> {
    let on_paper = [
        Verb::Draft,
        Verb::AddVersion,
        Verb::Submit,
        Verb::AskOpinions,
        Verb::Withdraw,
        Verb::Abandon,
        Verb::Dispatch,
        Verb::Recall,
        Verb::Replace,
        Verb::CorrectByLetter,
    ]
    .map(|verb| (verb, None));
    let on_tasks = paper.case.open_tasks().flat_map(|task| {
        verbs_of(task.kind)
            .iter()
            .map(move |verb| (*verb, Some(task.id)))
    });
    let told = |(verb, task): (Verb, Option<TaskId>)| {
        let refusal = may(paper, actor, *setting, verb, task).err();
        let offer = Offer::told(verb, task, refusal)?;
        let is_worth_showing = match &offer.refusal {
            Some(refusal) if task.is_none() => tells_more(verb, refusal),
            Some(refusal) => task_tells_more(verb, refusal),
            None => true,
        };
        is_worth_showing.then_some(offer)
    };
    on_paper
        .into_iter()
        .chain(on_tasks)
        .filter_map(told)
        .collect()
}

/// Says whether a refusal tells more than the state of the paper shows already.
fn tells_more(verb: Verb, refusal: &Refusal) -> bool {
    matches!(
        (verb, refusal.code),
        (Verb::AddVersion, "outgoing.issued_already")
            | (Verb::Withdraw, "outgoing.approved_already")
            | (Verb::Abandon, "outgoing.numbered_already")
    )
}

/// Says whether a refusal on a task tells more than the state of the paper shows already.
fn task_tells_more(verb: Verb, refusal: &Refusal) -> bool {
    let is_about_the_file = matches!(verb, Verb::Stamp | Verb::StampByHand | Verb::GoUnstamped);
    refusal.code != "outgoing.nothing_returned" && !is_about_the_file
}

fn verbs_of(kind: TaskKind) -> &'static [Verb] {
    match kind {
        TaskKind::Opinion => &[Verb::GiveOpinion, Verb::GoOnWithout],
        TaskKind::Initial | TaskKind::Content | TaskKind::Form | TaskKind::Final => {
            &[Verb::Approve, Verb::Return]
        }
        TaskKind::Number => &[Verb::Number],
        TaskKind::Dispatch => &[
            Verb::Issue,
            Verb::Stamp,
            Verb::StampByHand,
            Verb::GoUnstamped,
            Verb::NoteReturn,
        ],
        _ => &[],
    }
}

/// In whose name the actor does it, or why he may not.
pub fn standing(
    paper: &Paper,
    actor: &Actor<'_>,
    action: &Action,
    setting: &Setting,
) -> Result<Standing, Refusal> {
    may(paper, actor, *setting, action.verb(), action.task())
}

/// In whose name the actor may do it, or why he may not.
pub(super) fn may(
    paper: &Paper,
    actor: &Actor<'_>,
    setting: Setting,
    verb: Verb,
    task: Option<TaskId>,
) -> Result<Standing, Refusal> {
    match verb {
        Verb::Draft => may_begin(paper, actor),
        Verb::AddVersion | Verb::Submit | Verb::AskOpinions | Verb::Withdraw | Verb::Abandon => {
            may_as_owner(paper, actor, verb)
        }
        Verb::Dispatch | Verb::Recall | Verb::Replace | Verb::CorrectByLetter => {
            may_after_issue(paper, actor, verb)
        }
        _ => may_with_task(paper, actor, setting, verb, task),
    }
}

fn own_name(actor: &Actor<'_>) -> Standing {
    Standing {
        person: actor.caller.person,
        on_behalf_of: None,
    }
}

fn may_begin(paper: &Paper, actor: &Actor<'_>) -> Result<Standing, Refusal> {
    may_draft(actor.caller)?;
    if actor.caller.person != paper.draft.drafter {
        return Err(Refusal::new("work.not_yours"));
    }
    if !paper.case.tasks.is_empty() {
        return Err(Refusal::new("work.begun_already"));
    }
    let mut posts = actor.caller.appointments.iter();
    if !posts.any(|post| post.role != Role::Administrator && post.unit == paper.draft.unit) {
        return Err(Refusal::new("outgoing.unit_not_yours"));
    }
    Ok(own_name(actor))
}

/// The drafter, the head of his unit, and for whom the draft waits when the drafter has left.
fn owner(paper: &Paper, actor: &Actor<'_>) -> Result<Standing, Refusal> {
    let mut drafts = paper.case.tasks.iter().rev();
    let draft = drafts.find(|task| task.kind == TaskKind::Draft);
    let drafter = Principal::Person(paper.draft.drafter);
    std::iter::once(drafter)
        .chain(draft.map(|task| task.assignee))
        .chain(paper.draft.unit.map(Principal::Head))
        .find_map(|principal| actor.answers_for(principal))
        .ok_or_else(|| Refusal::new("work.not_yours"))
}

fn may_as_owner(paper: &Paper, actor: &Actor<'_>, verb: Verb) -> Result<Standing, Refusal> {
    let standing = owner(paper, actor)?;
    let (case, draft) = (&paper.case, &paper.draft);
    if draft.issued_at.is_some() && verb == Verb::AddVersion {
        return Err(Refusal::new("outgoing.issued_already"));
    }
    if case.end.is_some() {
        return Err(Refusal::new("work.ended"));
    }
    let is_drafting = case.waits_for(TaskKind::Draft);
    let not_drafting = || Err(Refusal::new("work.not_at_this_step").with("step", "draft"));
    match verb {
        _ if case.tasks.is_empty() => not_drafting(),
        Verb::AskOpinions | Verb::Withdraw if draft.is_approved() => {
            Err(Refusal::new("outgoing.approved_already"))
        }
        Verb::Withdraw if !matches!(draft.place(), Some(Place::At(_))) => {
            Err(Refusal::new("outgoing.not_submitted"))
        }
        Verb::Submit | Verb::Abandon if !is_drafting => not_drafting(),
        Verb::Abandon if draft.numbered_at.is_some() => {
            Err(Refusal::new("outgoing.numbered_already"))
        }
        _ => Ok(standing),
    }
}

fn may_after_issue(paper: &Paper, actor: &Actor<'_>, verb: Verb) -> Result<Standing, Refusal> {
    let roles: &[Role] = match verb {
        Verb::Dispatch => &[Role::Clerk],
        Verb::Recall => &[Role::Leader, Role::ChiefOfOffice],
        _ => &[Role::Clerk, Role::Leader, Role::ChiefOfOffice],
    };
    actor.caller.require_role(roles)?;
    if paper.draft.issued_at.is_none() {
        return Err(Refusal::new("outgoing.not_issued"));
    }
    if paper.draft.recalled_at.is_some() && verb != Verb::Replace {
        return Err(Refusal::new("outgoing.recalled"));
    }
    Ok(own_name(actor))
}

fn may_with_task(
    paper: &Paper,
    actor: &Actor<'_>,
    setting: Setting,
    verb: Verb,
    task: Option<TaskId>,
) -> Result<Standing, Refusal> {
    let unknown = || Refusal::new("work.task_unknown");
    let task = task
        .and_then(|id| paper.case.task(id))
        .ok_or_else(unknown)?;
    let standing = standing_for(paper, actor, verb, task)?;
    if let Some(closed) = &task.closed {
        return Err(Refusal::new("work.task_closed").with("outcome", closed.outcome.code()));
    }
    if !verbs_of(task.kind).contains(&verb) {
        return Err(Refusal::new("work.not_with_this_task").with("kind", task.kind.code()));
    }
    let draft = &paper.draft;
    match verb {
        Verb::Number if !draft.is_approved() && !setting.number_before_approval => {
            Err(Refusal::new("outgoing.not_approved"))
        }
        Verb::Issue | Verb::Stamp | Verb::StampByHand | Verb::GoUnstamped
            if draft.issued_at.is_some() =>
        {
            Err(Refusal::new("outgoing.issued_already"))
        }
        Verb::Issue => draft.unreleased().map_or(Ok(standing), Err),
        Verb::Stamp if has_its_stamp(draft) => Err(Refusal::new("outgoing.stamped_already")),
        Verb::NoteReturn if !was_sent(paper) => Err(Refusal::new("outgoing.nothing_returned")),
        _ => Ok(standing),
    }
}

fn has_its_stamp(draft: &Draft) -> bool {
    let release = draft.release.as_ref();
    release.is_some_and(|release| release.stamp.is_there())
}

/// What was sent and waits to be sent is what came back.
fn was_sent(paper: &Paper) -> bool {
    paper.case.tasks.iter().any(|task| {
        let outcome = task.closed.as_ref().map(|closed| closed.outcome);
        task.kind == TaskKind::Dispatch && outcome == Some(Outcome::Done)
    })
}

/// Whoever asks for an opinion goes on without it; all else is done by whom the task waits for.
fn standing_for(
    paper: &Paper,
    actor: &Actor<'_>,
    verb: Verb,
    task: &Task,
) -> Result<Standing, Refusal> {
    if verb == Verb::GoOnWithout {
        return owner(paper, actor);
    }
    let standing = actor.answers_for(task.assignee);
    standing.ok_or_else(|| Refusal::new("work.not_yours"))
}
