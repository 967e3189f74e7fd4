//! From an event to the principals that are told of it.

use serde::Deserialize;
use time::OffsetDateTime;

use super::Code;
use crate::access::Principal;
use crate::audit::Event;
use crate::work::{Outcome, Task, TaskKind};
use crate::{PersonId, TaskId};

/// Somebody is to be told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// Whom.
    pub principal: Principal,
    /// Why.
    pub code: Code,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// What that task asks for.
    pub kind: Option<TaskKind>,
    /// By when it is due.
    pub due_at: Option<OffsetDateTime>,
}

/// What the payload of an event says; whatever else it says is of no concern here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Facts {
    opened: Vec<Opened>,
    closed: Vec<Ended>,
    task: Option<TaskId>,
    to: Vec<String>,
    giver: Option<PersonId>,
    receiver: Option<PersonId>,
}

#[derive(Debug, Deserialize)]
struct Opened {
    task: TaskId,
    to: String,
}

#[derive(Debug, Deserialize)]
struct Ended {
    task: TaskId,
    outcome: String,
}

/// Whom an event tells what; `tasks` are those of the paper it is about. Events of kinds that are
/// not known here tell nobody anything.
pub fn tellings(event: &Event, tasks: &[Task]) -> Vec<Telling> {
    // A payload without facts of this form is one of another area.
    let facts: Facts = serde_json::from_str(&event.payload).unwrap_or_default();
    match event.kind.as_str() {
        "task.due_soon" => timed(&facts, Code::DueSoon, tasks),
        "task.overdue" => timed(&facts, Code::Overdue, tasks),
        "task.escalated" => timed(&facts, Code::Escalated, tasks),
        "delegation.begun" => delegated(&facts),
        "task.replaced" => everybody(Code::Replaced, tasks),
        "task.corrected_by_letter" => everybody(Code::CorrectedByLetter, tasks),
        "task.stamp_failed" => whoever_issues(tasks),
        "exchange.recall_refused" => everybody(Code::RecallRefused, tasks),
        "task.recalled" => everybody(Code::Recalled, tasks),
        kind if kind.starts_with("task.") => moved(kind, &facts, tasks),
        _ => Vec::new(),
    }
}

fn telling(code: Code, principal: Principal, task: Option<&Task>) -> Telling {
    Telling {
        principal,
        code,
        task: task.map(|task| task.id),
        kind: task.map(|task| task.kind),
        due_at: task.and_then(|task| task.due.as_ref()).map(|due| due.at),
    }
}

fn find(tasks: &[Task], id: TaskId) -> Option<&Task> {
    tasks.iter().find(|task| task.id == id)
}

/// A date comes near or is past; whom that concerns stands in the event.
fn timed(facts: &Facts, code: Code, tasks: &[Task]) -> Vec<Telling> {
    let task = facts.task.and_then(|id| find(tasks, id));
    let to = facts.to.iter().filter_map(|key| key.parse().ok());
    to.map(|principal| telling(code, principal, task)).collect()
}

fn delegated(facts: &Facts) -> Vec<Telling> {
    let receiver = facts.receiver.filter(|_| facts.giver.is_some());
    let to = receiver.map(Principal::Person);
    to.map(|to| telling(Code::Delegated, to, None))
        .into_iter()
        .collect()
}

/// Those for whom a paper waits to be issued.
fn whoever_issues(tasks: &[Task]) -> Vec<Telling> {
    let mut open = tasks.iter();
    let open = open.find(|task| task.kind == TaskKind::Dispatch && task.is_open());
    open.map(|task| telling(Code::StampFailed, task.assignee, Some(task)))
        .into_iter()
        .collect()
}

/// Everybody who had to do with a paper.
fn everybody(code: Code, tasks: &[Task]) -> Vec<Telling> {
    let had = |task: &&Task| {
        let outcome = task.closed.as_ref().map(|closed| closed.outcome);
        outcome.is_none_or(Outcome::keeps_the_right)
    };
    let whom = |task: &Task| task.holder.map_or(task.assignee, Principal::Person);
    let mut whom: Vec<_> = tasks.iter().filter(had).map(whom).collect();
    whom.sort_unstable();
    whom.dedup();
    whom.into_iter()
        .map(|principal| telling(code, principal, None))
        .collect()
}

/// Somebody acted: what waits from now on, and what became of what was given.
fn moved(kind: &str, facts: &Facts, tasks: &[Task]) -> Vec<Telling> {
    let ended: Vec<_> = facts
        .closed
        .iter()
        .filter_map(|end| Some((find(tasks, end.task)?, Outcome::from_code(&end.outcome)?)))
        .collect();
    let mut told = Vec::new();
    for opened in &facts.opened {
        let Ok(principal) = opened.to.parse() else {
            continue;
        };
        let took_over = ended.iter().any(|(old, _)| old.assignee == principal);
        let code = match kind {
            "task.draft_returned" | "task.sent_back" => Code::SentBack,
            "task.corrected" if took_over => Code::Corrected,
            _ => Code::Opened,
        };
        told.push(telling(code, principal, find(tasks, opened.task)));
    }
    for (task, outcome) in ended {
        told.extend(became(kind, task, outcome));
    }
    told
}

/// What became of a task: its giver hears that it came back, its owner that it was taken from him
/// or that his wish was decided on.
fn became(kind: &str, task: &Task, outcome: Outcome) -> Vec<Telling> {
    let givers = || task.given_by.into_iter().chain(task.given_for);
    let tell = |code: Code, whom: Vec<Principal>| {
        whom.into_iter()
            .map(|principal| telling(code, principal, Some(task)))
            .collect()
    };
    let to_givers = |code| tell(code, givers().map(Principal::Person).collect());
    match outcome {
        Outcome::Returned => to_givers(Code::Returned),
        Outcome::Refused => to_givers(Code::Refused),
        Outcome::TakenBack => tell(Code::TakenBack, vec![task.assignee]),
        Outcome::Granted if kind == "task.time_decided" => to_givers(Code::TimeGranted),
        Outcome::Denied if kind == "task.time_decided" => to_givers(Code::TimeRefused),
        _ => Vec::new(),
    }
}
