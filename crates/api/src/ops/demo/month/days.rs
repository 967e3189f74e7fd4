//! The working days of the month: the last ones before now, so that it always ends today.

use time::{Date, Duration, OffsetDateTime, Time};
use workflow::calendar::{Calendar, VIETNAM};

/// How many working days are lived.
pub const DAYS: u32 = 22;
/// Minutes the office is open on a day.
pub const OPEN_MIN: u32 = 450;

const MORNING: (Time, u32) = (Time::MIDNIGHT, 450);
const NOON_MIN: u32 = 240;
const AFTERNOON_MIN: u32 = 810;
/// A day that has hardly begun is left out.
const LEAST_MIN: u32 = 60;

/// The days with the hours in which something happens.
#[derive(Debug, Clone)]
pub struct Days {
    dates: Vec<Date>,
    /// How much of the last day is over, in open minutes.
    last_open_min: u32,
    calendar: Calendar,
}

impl Days {
    /// The working days that end now.
    pub fn until(now: OffsetDateTime) -> Days {
        let calendar = Calendar::default();
        let local = now.to_offset(VIETNAM);
        let minute = u32::from(local.hour()) * 60 + u32::from(local.minute());
        let open = if minute < AFTERNOON_MIN {
            minute.saturating_sub(MORNING.1).min(NOON_MIN)
        } else {
            (minute - AFTERNOON_MIN + NOON_MIN).min(OPEN_MIN)
        };
        let mut day = local.date();
        let counts = calendar.is_working_day(day) && open >= LEAST_MIN;
        let last_open_min = if counts { open } else { OPEN_MIN };
        let mut dates = Vec::new();
        if counts {
            dates.push(day);
        }
        while dates.len() < DAYS as usize {
            day -= Duration::days(1);
            if calendar.is_working_day(day) {
                dates.push(day);
            }
        }
        dates.reverse();
        Days {
            dates,
            last_open_min,
            calendar,
        }
    }

    /// The moment of an open minute of a day; the last day is lived as far as it has come.
    pub fn moment(&self, day: u32, minute: u32) -> OffsetDateTime {
        let minute = minute.min(OPEN_MIN - 1);
        let minute = if day + 1 == DAYS {
            minute * self.last_open_min / OPEN_MIN
        } else {
            minute
        };
        let of_day = if minute < NOON_MIN {
            MORNING.1 + minute
        } else {
            AFTERNOON_MIN + minute - NOON_MIN
        };
        at(self.date(day), of_day)
    }

    /// The end of office hours some working days after a day.
    pub fn due(&self, day: u32, after: u32) -> OffsetDateTime {
        at(self.date(day + after), AFTERNOON_MIN + OPEN_MIN - NOON_MIN)
    }

    /// The working day of a number, beyond the last one too.
    pub fn date(&self, day: u32) -> Date {
        let last = self.dates.len().saturating_sub(1);
        let known = self.dates.get((day as usize).min(last)).copied();
        let mut date = known.unwrap_or(Date::MIN);
        for _ in last..day as usize {
            date = self.calendar.next_working_day(date).unwrap_or(date);
        }
        date
    }

    /// The last working day some days before.
    pub fn before(&self, date: Date, days: i64) -> Date {
        let mut date = date - Duration::days(days);
        while !self.calendar.is_working_day(date) {
            date -= Duration::days(1);
        }
        date
    }
}

fn at(date: Date, minute: u32) -> OffsetDateTime {
    let midnight = date.with_time(MORNING.0).assume_offset(VIETNAM);
    (midnight + Duration::minutes(i64::from(minute))).to_offset(time::UtcOffset::UTC)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_month_ends_now_and_holds_working_days_only() {
        let monday_morning = datetime!(2026-11-23 10:30 +7);
        let days = Days::until(monday_morning);
        assert_eq!(days.date(DAYS - 1), monday_morning.date());
        let end = days.moment(DAYS - 1, OPEN_MIN);
        assert!(end <= monday_morning && end > monday_morning - Duration::minutes(5));
        assert_eq!(
            days.moment(0, 0).to_offset(VIETNAM).time(),
            time::macros::time!(7:30)
        );
        let sunday = Days::until(datetime!(2026-11-22 10:30 +7));
        assert_eq!(sunday.date(DAYS - 1), time::macros::date!(2026 - 11 - 20));
        assert_eq!(sunday.date(DAYS), time::macros::date!(2026 - 11 - 23));
        let night = Days::until(datetime!(2026-11-23 03:00 +7));
        assert_eq!(night.date(DAYS - 1), time::macros::date!(2026 - 11 - 20));
    }
}
