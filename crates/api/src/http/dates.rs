//! Dates as requests set them and answers show them: a moment, or a term counted on the calendar
//! of the agency.

use serde::{Deserialize, Serialize};
use storage::work::DateChange;
use time::OffsetDateTime;
use utoipa::ToSchema;
use workflow::Refusal;
use workflow::calendar::Term;
use workflow::work::{By, Due};

use crate::ops::work::Names;

/// By when something is wanted: a moment or a term, or neither.
#[derive(Deserialize, ToSchema)]
pub struct ByBody {
    #[serde(default, with = "time::serde::rfc3339::option")]
    due_at: Option<OffsetDateTime>,
    /// Such as `{"unit":"working_days","amount":5}`.
    #[serde(default)]
    #[schema(value_type = Option<TermBody>)]
    term: Option<Term>,
    /// From when the term is counted; from now on when it is missing.
    #[serde(default, with = "time::serde::rfc3339::option")]
    start: Option<OffsetDateTime>,
}

impl ByBody {
    /// The wish; refuses a moment beside a term.
    pub fn read(self) -> Result<Option<By>, Refusal> {
        match (self.due_at, self.term) {
            (Some(_), Some(_)) => Err(Refusal::new("work.due_twice")),
            (Some(at), None) => Ok(Some(By::Moment(at))),
            (None, Some(term)) => Ok(Some(By::Within(term, self.start))),
            (None, None) => Ok(None),
        }
    }
}

/// How long somebody has.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the JSON of a term")]
pub struct TermBody {
    /// `minutes working_hours working_days calendar_days months years date end_of_next_working_day
    /// noon_of_next_working_day`.
    unit: String,
    /// How many; not of `date` and of the last two.
    amount: Option<u32>,
    /// The last day; of `date` only.
    date: Option<time::Date>,
}

/// From what a date was counted.
#[derive(Serialize, ToSchema)]
pub struct TermView {
    #[serde(with = "time::serde::rfc3339")]
    start: OffsetDateTime,
    #[schema(value_type = TermBody)]
    term: Term,
}

impl TermView {
    /// The term of a date that was counted.
    pub fn of(due: &Due) -> Option<TermView> {
        let counted = due.counted?;
        Some(TermView {
            start: counted.start,
            term: counted.term,
        })
    }
}

/// A date that was set anew.
#[derive(Serialize, ToSchema)]
pub struct DateChangeView {
    task: String,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Who; null when the calendar changed.
    by: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    before: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339::option")]
    after: Option<OffsetDateTime>,
    /// `granted` or `calendar`.
    cause: String,
}

impl DateChangeView {
    /// A change with the name of whoever made it.
    pub fn new(change: DateChange, names: &Names) -> DateChangeView {
        DateChangeView {
            task: change.task.to_string(),
            at: change.at,
            by: change.by.and_then(|person| names.person(person)),
            before: change.before,
            after: change.after,
            cause: change.cause,
        }
    }
}
