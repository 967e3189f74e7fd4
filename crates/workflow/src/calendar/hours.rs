//! Office hours (giờ hành chính): morning and afternoon, which each agency sets for itself.

use serde::Serialize;
use time::Time;

use crate::Refusal;

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// A stretch of one day, its end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// When it begins.
    pub from: Time,
    /// When it ends.
    pub to: Time,
}

/// When an office is open on a whole working day: one morning, then one afternoon, neither empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OfficeHours([Interval; 2]);

impl OfficeHours {
    /// Hours from their four borders in minutes from midnight, which must come one after another;
    /// only the midday rest may be empty.
    pub fn from_minutes(borders: [u16; 4]) -> Result<OfficeHours, Refusal> {
        let [morning, noon, after_noon, evening] = borders;
        let in_order = morning < noon && noon <= after_noon && after_noon < evening;
        if !in_order || evening >= DAY_MINUTES {
            return Err(Refusal::new("calendar.hours_wrong"));
        }
        Ok(OfficeHours([
            interval(morning, noon),
            interval(after_noon, evening),
        ]))
    }

    /// The four borders in minutes from midnight.
    pub fn minutes(self) -> [u16; 4] {
        let [morning, afternoon] = self.0;
        [morning.from, morning.to, afternoon.from, afternoon.to].map(minute_of)
    }

    /// The morning.
    pub fn morning(self) -> Interval {
        self.0[0]
    }

    /// The afternoon.
    pub fn afternoon(self) -> Interval {
        self.0[1]
    }

    pub(super) fn intervals(&self) -> &[Interval] {
        &self.0
    }
}

impl Default for OfficeHours {
    /// 7:30 to 11:30 and 13:30 to 17:00, as many agencies have it.
    fn default() -> Self {
        OfficeHours([interval(450, 690), interval(810, 1020)])
    }
}

fn interval(from: u16, to: u16) -> Interval {
    Interval {
        from: at_minute(from),
        to: at_minute(to),
    }
}

fn at_minute(minute: u16) -> Time {
    Time::MIDNIGHT + time::Duration::minutes(i64::from(minute))
}

fn minute_of(time: Time) -> u16 {
    u16::from(time.hour()) * 60 + u16::from(time.minute())
}
