//! Reminders of dates: which thresholds a date has, who is told when one is crossed.
//!
//! A threshold is crossed once for each date of a task; another date has its thresholds anew.
//! Whoever is told of a late task may read the paper for its sake; the task stays with whom it
//! waits for.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{Case, Staff, Task, TaskKind};
use crate::Refusal;
use crate::access::{Principal, Role};
use crate::calendar::{Calendar, Term};

/// Longest time before a date, in hours, and after it, in working days.
const LONGEST: u16 = 1000;

/// When an agency reminds of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Hours of the clock before the date.
    pub hours_before: Option<u16>,
    /// Percent of the time that have passed.
    pub percent_passed: Option<u16>,
    /// Whether to remind when the office opens on the day itself.
    pub on_the_day: bool,
    /// Working days late after which the head of the unit is told.
    pub head_days: Option<u16>,
    /// Working days late after which the chief of office is told.
    pub chief_days: Option<u16>,
    /// Working days late after which the leaders are told.
    pub leader_days: Option<u16>,
}

impl Default for Settings {
    /// A day before, on the day, and one, three and five working days after it.
    fn default() -> Self {
        Settings {
            hours_before: Some(24),
            percent_passed: None,
            on_the_day: true,
            head_days: Some(1),
            chief_days: Some(3),
            leader_days: Some(5),
        }
    }
}

impl Settings {
    /// Refuses amounts that make no sense.
    pub fn check(&self) -> Result<(), Refusal> {
        let amounts = [
            self.hours_before,
            self.head_days,
            self.chief_days,
            self.leader_days,
        ];
        if amounts
            .into_iter()
            .flatten()
            .any(|amount| amount == 0 || amount > LONGEST)
        {
            return Err(Refusal::new("calendar.reminder_amount").with("max", LONGEST));
        }
        if self
            .percent_passed
            .is_some_and(|percent| !(1..=99).contains(&percent))
        {
            return Err(Refusal::new("calendar.reminder_percent"));
        }
        Ok(())
    }
}

/// A moment before or after a date at which somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Threshold {
    /// A share of the time has passed.
    Percent,
    /// Some hours are left.
    Hours,
    /// The office opens on the day itself.
    Day,
    /// The date is past.
    Overdue,
    /// So late that the head of the unit is told.
    Head,
    /// So late that the chief of office is told.
    ChiefOfOffice,
    /// So late that the leaders are told.
    Leader,
}

impl Threshold {
    /// Every threshold, in the order in which they are crossed.
    pub const ALL: [Threshold; 7] = [
        Threshold::Percent,
        Threshold::Hours,
        Threshold::Day,
        Threshold::Overdue,
        Threshold::Head,
        Threshold::ChiefOfOffice,
        Threshold::Leader,
    ];

    /// The code kept in the database and in events.
    pub fn code(self) -> &'static str {
        match self {
            Threshold::Percent => "percent",
            Threshold::Hours => "hours",
            Threshold::Day => "day",
            Threshold::Overdue => "overdue",
            Threshold::Head => "head",
            Threshold::ChiefOfOffice => "chief_of_office",
            Threshold::Leader => "leader",
        }
    }

    /// The threshold of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Threshold> {
        Threshold::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What is told when it is crossed.
    pub fn signal(self) -> Signal {
        match self {
            Threshold::Percent | Threshold::Hours | Threshold::Day => Signal::DueSoon,
            Threshold::Overdue => Signal::Overdue,
            Threshold::Head | Threshold::ChiefOfOffice | Threshold::Leader => Signal::Escalated,
        }
    }
}

/// What is told about a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// It comes near.
    DueSoon,
    /// It is past.
    Overdue,
    /// It is so long past that those above are told.
    Escalated,
}

impl Signal {
    /// The kind of event that records it.
    pub fn event(self) -> &'static str {
        match self {
            Signal::DueSoon => "task.due_soon",
            Signal::Overdue => "task.overdue",
            Signal::Escalated => "task.escalated",
        }
    }
}

/// Somebody is told of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What.
    pub signal: Signal,
    /// Who.
    pub to: Vec<Principal>,
}

/// What comes of looking at the date of a task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// Thresholds crossed since the last look that somebody is told of.
    pub crossed: Vec<Threshold>,
    /// What is told for them: one thing of each kind, and not that a date comes near that is past
    /// already.
    pub told: Vec<Told>,
    /// When to look again; none when nothing more can happen.
    pub next: Option<OffsetDateTime>,
}

/// Says whether the date of a task is watched: every open one except the wish for more time.
pub fn is_watched(task: &Task) -> bool {
    task.is_open() && task.due.is_some() && task.kind != TaskKind::Extension
}

/// Looks at a task of a case; `told_before` are the thresholds crossed already for its date.
pub fn look(
    (case, task): (&Case, &Task),
    settings: &Settings,
    (calendar, staff): (&Calendar, &Staff),
    told_before: &[Threshold],
    now: OffsetDateTime,
) -> Look {
    let moments = thresholds(task, settings, calendar);
    let (past, to_come): (Vec<_>, Vec<_>) = moments.into_iter().partition(|(_, at)| *at <= now);
    let is_late = task.due.as_ref().is_some_and(|due| due.at < now);
    let mut crossed = Vec::new();
    let mut told: Vec<Told> = Vec::new();
    for (threshold, _) in past {
        let signal = threshold.signal();
        if told_before.contains(&threshold) || (is_late && signal == Signal::DueSoon) {
            continue;
        }
        let to = told_of(threshold, case, task, staff);
        if to.is_empty() {
            continue;
        }
        crossed.push(threshold);
        match told.iter_mut().find(|one| one.signal == signal) {
            Some(one) => one.to.extend(to),
            None => told.push(Told { signal, to }),
        }
    }
    for one in &mut told {
        one.to.sort_unstable();
        one.to.dedup();
    }
    Look {
        crossed,
        told,
        next: to_come.into_iter().map(|(_, at)| at).min(),
    }
}

/// The thresholds of a task with their moments. What would have come before the task began to wait
/// is left out: whoever was given it just then knows.
fn thresholds(
    task: &Task,
    settings: &Settings,
    calendar: &Calendar,
) -> Vec<(Threshold, OffsetDateTime)> {
    let Some(due) = task.due.as_ref().map(|due| due.at) else {
        return Vec::new();
    };
    let hours = settings
        .hours_before
        .map(|hours| due - Duration::hours(hours.into()));
    let share = settings.percent_passed.map(|percent| {
        let time = (due - task.opened_at).max(Duration::ZERO);
        task.opened_at + time * i32::from(percent) / 100
    });
    let day = settings
        .on_the_day
        .then(|| calendar.opens_at(due))
        .flatten();
    let soon = [
        (Threshold::Percent, share),
        (Threshold::Hours, hours),
        (Threshold::Day, day),
    ];
    let soon = soon.into_iter().filter_map(|(threshold, at)| {
        let at = at.filter(|at| *at > task.opened_at && *at < due)?;
        Some((threshold, at))
    });
    // A date is past a moment after it.
    let past = due + Duration::MICROSECOND;
    let late = |days: Option<u16>| {
        let amount = days?.into();
        calendar.due(due, Term::WorkingDays { amount }).ok()
    };
    let above = [
        (Threshold::Head, late(settings.head_days)),
        (Threshold::ChiefOfOffice, late(settings.chief_days)),
        (Threshold::Leader, late(settings.leader_days)),
    ];
    let above = above
        .into_iter()
        .filter(|_| goes_up(task))
        .filter_map(|(threshold, at)| Some((threshold, at?)));
    soon.chain([(Threshold::Overdue, past)])
        .chain(above)
        .collect()
}

/// An opinion that somebody asked for on a draft of his own is nobody else's concern: the draft is
/// open to few.
fn goes_up(task: &Task) -> bool {
    task.kind != TaskKind::Opinion || task.stage.is_some()
}

fn told_of(threshold: Threshold, case: &Case, task: &Task, staff: &Staff) -> Vec<Principal> {
    let holder = task.holder.map(Principal::Person);
    let role = |role: Role| vec![Principal::Role(case.organisation, role)];
    let wanted = match threshold {
        Threshold::Percent | Threshold::Hours | Threshold::Day => {
            return std::iter::once(task.assignee).chain(holder).collect();
        }
        Threshold::Overdue => {
            let giver = task.given_for.or(task.given_by).map(Principal::Person);
            let concerned = std::iter::once(task.assignee).chain(holder).chain(giver);
            return concerned
                .filter(|principal| staff.has_somebody(*principal))
                .collect();
        }
        Threshold::Head => heads_above(task, staff),
        Threshold::ChiefOfOffice => role(Role::ChiefOfOffice),
        Threshold::Leader => match leader_who_gave(case, task, staff) {
            Some(leader) => vec![leader],
            None => role(Role::Leader),
        },
    };
    let own = staff.people_of(task.assignee);
    let is_above = |principal: &Principal| {
        let people = staff.people_of(*principal);
        people.iter().any(|person| !own.contains(person))
    };
    wanted.into_iter().filter(is_above).collect()
}

/// The nearest head above: of the own unit, or of the unit above it where the own head is whom the
/// task waits for.
fn heads_above(task: &Task, staff: &Staff) -> Vec<Principal> {
    let own = staff.people_of(task.assignee);
    let mut heads = Vec::new();
    for unit in staff.units_of(task.assignee) {
        let mut at = Some(unit);
        for _ in 0..=staff.units.len() {
            let Some(here) = at else { break };
            let people = staff.people_of(Principal::Head(here));
            if people.iter().any(|person| !own.contains(person)) {
                heads.push(Principal::Head(here));
                break;
            }
            at = staff.units.get(&here).copied().flatten();
        }
    }
    heads
}

/// The leader who gave the instruction that the task came out of, if he leads today.
fn leader_who_gave(case: &Case, task: &Task, staff: &Staff) -> Option<Principal> {
    let mut outer = task;
    // Parts hang on parts at most as often as there are tasks.
    for _ in 0..case.tasks.len() {
        match outer.parent.and_then(|parent| case.task(parent)) {
            Some(parent) if parent.kind.is_work() => outer = parent,
            _ => break,
        }
    }
    let giver = outer.given_for.or(outer.given_by)?;
    let leads = staff
        .members
        .iter()
        .any(|member| member.person == giver && member.role == Role::Leader);
    leads.then_some(Principal::Person(giver))
}

#[cfg(test)]
mod tests;
