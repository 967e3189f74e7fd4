//! By when a term ends, and how early or late something was done (Bộ luật Dân sự 91/2015/QH13,
//! Điều 147 and 148).
//!
//! - A term in minutes or hours begins at its start and ends at a moment (Đ147.1).
//! - Of a term in days or more, the day of the event is not counted (Đ147.2) and the end is 24:00
//!   of the last day (Đ148.6), in working days too: the law knows no earlier end.
//! - 24:00 is written 23:59:59.999999, so that a due date carries the day that people call it by.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month, OffsetDateTime, Time};

use super::{Calendar, Interval, LONGEST_REST_DAYS, Term, VIETNAM, no_working_day, term::too_long};
use crate::Refusal;

/// The last moment of a day that the database can tell from the next day.
const DAY_END: Time = match Time::from_hms_micro(23, 59, 59, 999_999) {
    Ok(time) => time,
    Err(_) => Time::MIDNIGHT,
};

/// How something was done, seen from its due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// On a day before that of the due date (trước hạn).
    Early {
        /// Minutes of office hours that were left.
        working_minutes: u64,
    },
    /// On the day of the due date, not after it (đúng hạn).
    OnTime,
    /// After it (quá hạn).
    Late {
        /// Minutes of office hours that passed since.
        working_minutes: u64,
        /// Working days after the day of the due date, that of the deed included.
        working_days: u32,
    },
}

/// How something stands by its date, to the day: what statistics count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Punctuality {
    /// Done on a day before that of the date (trước hạn).
    Early,
    /// Done on the day of the date, not after it (đúng hạn).
    OnTime,
    /// Done after it (quá hạn).
    Late,
    /// Still open, its date to come (đang xử lý, trong hạn).
    Open,
    /// Still open after its date (đang xử lý, quá hạn).
    OpenLate,
}

impl Punctuality {
    /// Every standing, in the order of reports.
    pub const ALL: [Punctuality; 5] = [
        Punctuality::Early,
        Punctuality::OnTime,
        Punctuality::Late,
        Punctuality::Open,
        Punctuality::OpenLate,
    ];

    /// How something stands that was done at a moment, or is open now.
    pub fn of(due: OffsetDateTime, done: Option<OffsetDateTime>, now: OffsetDateTime) -> Self {
        match done {
            None if now > due => Punctuality::OpenLate,
            None => Punctuality::Open,
            Some(done) if done > due => Punctuality::Late,
            Some(done) if day_of(done) < day_of(due) => Punctuality::Early,
            Some(_) => Punctuality::OnTime,
        }
    }
}

fn day_of(moment: OffsetDateTime) -> Date {
    moment.checked_to_offset(VIETNAM).unwrap_or(moment).date()
}

impl Calendar {
    /// When a term that begins at `start` ends; at UTC+7, never before `start`.
    pub fn due(&self, start: OffsetDateTime, term: Term) -> Result<OffsetDateTime, Refusal> {
        term.check()?;
        let start = local(start)?;
        let day = start.date();
        let last_day = match term {
            Term::Minutes { amount } => {
                let due = start.checked_add(Duration::minutes(i64::from(amount)));
                return due.ok_or_else(too_long);
            }
            Term::WorkingHours { amount } => {
                return self.after_open_time(start, Duration::hours(i64::from(amount)));
            }
            Term::NoonOfNextWorkingDay => {
                let next = self.next_working_day(day)?;
                return Ok(at(next, self.hours.morning().to));
            }
            Term::WorkingDays { amount } => self.nth_working_day(day, amount)?,
            Term::EndOfNextWorkingDay => self.next_working_day(day)?,
            // Đ148.5: a last day of rest moves the end to the next working day.
            Term::CalendarDays { amount } => self.working_day_from(days_later(day, amount)?)?,
            Term::Months { amount } => self.working_day_from(months_later(day, amount)?)?,
            Term::Years { amount } => self.working_day_from(months_later(day, amount * 12)?)?,
            // Who names a day means that day, be it a Sunday.
            Term::Date { date } if date < day => {
                return Err(Refusal::new("calendar.date_past").with("date", date.to_string()));
            }
            Term::Date { date } => date,
        };
        Ok(at(last_day, DAY_END))
    }

    /// When to warn before a due date that has a day of its own for it: «trong ngày, chậm nhất ngày
    /// làm việc tiếp theo» warns when the office closes on the day of the event, if it still will.
    pub fn warn_at(
        &self,
        start: OffsetDateTime,
        term: Term,
    ) -> Result<Option<OffsetDateTime>, Refusal> {
        if term != Term::EndOfNextWorkingDay {
            return Ok(None);
        }
        let start = local(start)?;
        let closes = self.open_hours(start.date()).last();
        let closes = closes.map(|hours| at(start.date(), hours.to));
        Ok(closes.filter(|closes| start < *closes))
    }

    /// Working days after `from` up to and including `to`: the N for which `to` is the N-th working
    /// day after `from`; 0 when `to` is not later.
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let days = std::iter::successors(from.next_day(), |day| day.next_day());
        let passed = days.take_while(|day| *day <= to);
        let worked = passed.filter(|day| self.is_working_day(*day)).count();
        u32::try_from(worked).unwrap_or(u32::MAX)
    }

    /// Whole minutes of office hours from one moment to a later one; 0 when it is not later.
    pub fn working_minutes_between(&self, from: OffsetDateTime, to: OffsetDateTime) -> u64 {
        let (Ok(from), Ok(to)) = (local(from), local(to)) else {
            return 0;
        };
        let days = std::iter::successors(Some(from.date()), |day| day.next_day());
        let open: Duration = days
            .take_while(|day| *day <= to.date())
            .flat_map(|day| self.open_hours(day).iter().map(move |hours| (day, hours)))
            .map(|(day, hours)| (at(day, hours.from).max(from), at(day, hours.to).min(to)))
            .filter(|(opens, closes)| opens < closes)
            .map(|(opens, closes)| closes - opens)
            .sum();
        u64::try_from(open.whole_minutes()).unwrap_or(0)
    }

    /// How something was done at a moment, or how it stands now, seen from its due date.
    pub fn timeliness(&self, due: OffsetDateTime, done: OffsetDateTime) -> Timeliness {
        match Punctuality::of(due, Some(done), done) {
            Punctuality::Late => Timeliness::Late {
                working_minutes: self.working_minutes_between(due, done),
                working_days: self.working_days_between(day_of(due), day_of(done)),
            },
            Punctuality::Early => Timeliness::Early {
                working_minutes: self.working_minutes_between(done, due),
            },
            Punctuality::OnTime | Punctuality::Open | Punctuality::OpenLate => Timeliness::OnTime,
        }
    }

    /// When the office opens on the day of a moment; none where it stays closed that day.
    pub fn opens_at(&self, moment: OffsetDateTime) -> Option<OffsetDateTime> {
        let day = day_of(moment);
        let first = self.open_hours(day).first()?;
        Some(at(day, first.from))
    }

    fn nth_working_day(&self, after: Date, amount: u32) -> Result<Date, Refusal> {
        (0..amount).try_fold(after, |day, _| self.next_working_day(day))
    }

    /// The moment when the office has been open for `open` since `start`.
    fn after_open_time(
        &self,
        start: OffsetDateTime,
        open: Duration,
    ) -> Result<OffsetDateTime, Refusal> {
        let (mut left, mut day, mut rest_days) = (open, start.date(), 0);
        while rest_days < LONGEST_REST_DAYS {
            let hours = self.open_hours(day);
            for Interval { from, to } in hours {
                let (opens, closes) = (at(day, *from).max(start), at(day, *to));
                let available = closes - opens;
                if available >= left {
                    return Ok(opens + left);
                }
                left -= available.max(Duration::ZERO);
            }
            rest_days = if hours.is_empty() { rest_days + 1 } else { 0 };
            day = day.next_day().ok_or_else(too_long)?;
        }
        Err(no_working_day(start.date()))
    }
}

fn local(moment: OffsetDateTime) -> Result<OffsetDateTime, Refusal> {
    moment.checked_to_offset(VIETNAM).ok_or_else(too_long)
}

fn at(day: Date, time: Time) -> OffsetDateTime {
    day.with_time(time).assume_offset(VIETNAM)
}

fn days_later(day: Date, amount: u32) -> Result<Date, Refusal> {
    let later = day.checked_add(Duration::days(i64::from(amount)));
    later.ok_or_else(too_long)
}

/// The same numbered day some months later, or the last day of that month (Đ148.3 and 148.4).
fn months_later(day: Date, amount: u32) -> Result<Date, Refusal> {
    let months = u32::from(u8::from(day.month())) - 1 + amount;
    let year = i32::try_from(months / 12).map(|years| day.year() + years);
    let month = u8::try_from(months % 12 + 1).map(Month::try_from);
    let (Ok(year), Ok(Ok(month))) = (year, month) else {
        return Err(too_long());
    };
    let number = day.day().min(month.length(year));
    Date::from_calendar_date(year, month, number).map_err(|_| too_long())
}
