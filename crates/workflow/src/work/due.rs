//! By when something is due: the moment, and the term from which it was counted, so that open work
//! is counted anew when the calendar changes.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Case, Task};
use crate::calendar::{Calendar, Term};
use crate::{Refusal, TaskId};

/// A term with its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// From when it is counted.
    #[serde(with = "time::serde::rfc3339")]
    pub start: OffsetDateTime,
    /// How long somebody has.
    pub term: Term,
}

/// By when something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The moment.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// From what it was counted; none where somebody set the moment by hand.
    pub counted: Option<Dated>,
}

impl Due {
    /// A moment set by hand.
    pub fn at(at: OffsetDateTime) -> Due {
        Due { at, counted: None }
    }

    /// The end of a term. The start is kept to the microsecond, as dates are, so that counting it
    /// again gives the same moment.
    pub fn within(calendar: &Calendar, start: OffsetDateTime, term: Term) -> Result<Due, Refusal> {
        let micros = start.microsecond();
        let start = start.replace_microsecond(micros).unwrap_or(start);
        Ok(Due {
            at: calendar.due(start, term)?,
            counted: Some(Dated { start, term }),
        })
    }
}

/// By when somebody wants something, before it is counted on the calendar of the agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Until a moment.
    Moment(OffsetDateTime),
    /// Within a term, from a start; from the action itself where none is given.
    Within(Term, Option<OffsetDateTime>),
}

impl By {
    /// The date it makes on a calendar, for an action at `now`.
    pub fn due(self, calendar: &Calendar, now: OffsetDateTime) -> Result<Due, Refusal> {
        match self {
            By::Moment(at) => Ok(Due::at(at)),
            By::Within(term, start) => Due::within(calendar, start.unwrap_or(now), term),
        }
    }
}

/// A date that a change of the calendar moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The task.
    pub task: TaskId,
    /// Due until then.
    pub before: Due,
    /// Due from then on.
    pub after: Due,
}

/// The dates of open tasks that a calendar moves, the outer before the inner ones.
///
/// What was counted from a term is counted anew; what was set by hand stays. An inner date that
/// would then be later than its outer one ends with the outer one, be it set by hand: nobody can
/// answer for the whole before its parts. A term that the calendar cannot count any more leaves its
/// date as it was.
pub fn recount(case: &Case, calendar: &Calendar) -> Vec<Moved> {
    let mut moved: Vec<Moved> = Vec::new();
    // Tasks stand in the order in which they were opened, except those that took the place of
    // another: an outer one may follow its inner ones.
    let mut waiting: Vec<_> = case.open_tasks().collect();
    while !waiting.is_empty() {
        let (inner, outer): (Vec<&Task>, Vec<&Task>) =
            waiting.iter().copied().partition(|task: &&Task| {
                let parent = task.parent;
                waiting.iter().any(|other| Some(other.id) == parent)
            });
        if outer.is_empty() {
            break;
        }
        for task in outer {
            let Some(before) = &task.due else { continue };
            let mut after = anew(before, calendar);
            if let Some(limit) = outer_date(case, task, &moved)
                && after.at > limit
            {
                after.at = limit;
            }
            if after.at != before.at {
                moved.push(Moved {
                    task: task.id,
                    before: before.clone(),
                    after,
                });
            }
        }
        waiting = inner;
    }
    moved
}

fn anew(due: &Due, calendar: &Calendar) -> Due {
    let counted = due
        .counted
        .and_then(|dated| Due::within(calendar, dated.start, dated.term).ok());
    counted.unwrap_or_else(|| due.clone())
}

/// The date of the part that an inner part came out of, as it is after what has moved.
fn outer_date(case: &Case, task: &Task, moved: &[Moved]) -> Option<OffsetDateTime> {
    let parent = task.parent.and_then(|parent| case.task(parent))?;
    if !task.kind.is_work() || !parent.kind.is_work() {
        return None;
    }
    let anew = moved.iter().find(|one| one.task == parent.id);
    let due = anew.map(|one| &one.after).or(parent.due.as_ref())?;
    Some(due.at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use time::Date;
    use time::macros::{date, datetime};
    use uuid::Uuid;

    use super::*;
    use crate::access::Principal;
    use crate::calendar::{DayEntry, DayKind, OfficeHours};
    use crate::documents::Urgency;
    use crate::work::{Change, TaskKind};
    use crate::{DocumentId, OrganisationId, PersonId};

    const START: OffsetDateTime = datetime!(2026-11-16 9:00 +7);

    fn task(id: u128, parent: Option<u128>, due: Due) -> Change {
        Change::Open(Task {
            id: TaskId(Uuid::from_u128(id)),
            kind: TaskKind::Lead,
            parent: parent.map(|id| TaskId(Uuid::from_u128(id))),
            assignee: Principal::Person(PersonId(Uuid::nil())),
            holder: None,
            given_by: None,
            given_for: None,
            remark: None,
            asks_confirmation: false,
            urgency: Urgency::Normal,
            due: Some(due),
            opened_at: START,
            accepted_at: None,
            closed: None,
            stage: None,
        })
    }

    fn off(day: Date) -> Calendar {
        let kind = DayKind::CompensatoryOff;
        let entry = DayEntry::entered(day, kind, "Nghỉ bão", "Công điện 1").unwrap();
        Calendar::new([entry], OfficeHours::default())
    }

    #[test]
    fn terms_move_with_the_calendar_and_back_and_dates_set_by_hand_stay() {
        let plain = Calendar::default();
        let days = |amount| Term::WorkingDays { amount };
        let hand = Due::at(datetime!(2026-11-19 17:00 +7));
        let mut case = Case::new(
            DocumentId(Uuid::nil()),
            OrganisationId(Uuid::nil()),
            Urgency::Normal,
        );
        // The inner part stands before the outer one, as after a hand-over.
        for change in [
            task(2, Some(1), Due::within(&plain, START, days(3)).unwrap()),
            task(3, Some(1), hand),
            task(1, None, Due::within(&plain, START, days(3)).unwrap()),
        ] {
            case.apply(&change);
        }
        assert!(recount(&case, &plain).is_empty());
        let stormy = off(date!(2026 - 11 - 18));
        let moved = recount(&case, &stormy);
        let ids: Vec<_> = moved.iter().map(|one| one.task.0.as_u128()).collect();
        assert_eq!(
            ids,
            [1, 2],
            "the outer one first, the one by hand not at all"
        );
        for one in &moved {
            assert_eq!(one.before.at.date(), date!(2026 - 11 - 19));
            assert_eq!(one.after.at.date(), date!(2026 - 11 - 20));
            case.apply(&Change::SetDue {
                task: one.task,
                due: Some(one.after.clone()),
                because: None,
            });
        }
        let back = recount(&case, &plain);
        assert_eq!(back.len(), 2);
        assert!(
            back.iter()
                .all(|one| one.after.at.date() == date!(2026 - 11 - 19))
        );
    }

    #[test]
    fn a_start_finer_than_what_is_kept_moves_nothing() {
        let calendar = Calendar::default();
        let start = START + time::Duration::nanoseconds(1_234_567);
        let due = Due::within(&calendar, start, Term::Minutes { amount: 1 }).unwrap();
        assert_eq!(due.at.nanosecond() % 1000, 0);
        let kept = due.counted.unwrap();
        let again = Due::within(&calendar, kept.start, kept.term).unwrap();
        assert_eq!(due, again);
    }

    #[test]
    fn what_is_inside_never_ends_later_than_the_whole() {
        let stormy = off(date!(2026 - 11 - 18));
        let outer = Due::within(&stormy, START, Term::WorkingDays { amount: 2 }).unwrap();
        let mut case = Case::new(
            DocumentId(Uuid::nil()),
            OrganisationId(Uuid::nil()),
            Urgency::Normal,
        );
        case.apply(&task(1, None, outer.clone()));
        case.apply(&task(2, Some(1), Due::at(outer.at)));
        let moved = recount(&case, &Calendar::default());
        let dates: Vec<_> = moved.iter().map(|one| one.after.at.date()).collect();
        assert_eq!(dates, [date!(2026 - 11 - 18); 2]);
    }
}
