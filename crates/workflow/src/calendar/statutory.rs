//! The days off of the law (Bộ luật Lao động 45/2019/QH14 Điều 111.3 and 112; Nghị quyết
//! 28/2026/QH16 Điều 2), year by year.
//!
//! Where the notice of a year is known its days hold. Where it is not, they follow from a rule of
//! the house, and their source says that they are a forecast until the notice is out.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use time::{Date, Duration, Month};

use super::published::{Notice, PUBLISHED};
use super::{DayEntry, DayKind, LunarYear, is_weekend};

/// Years that the law of today covers: from the day Bộ luật Lao động 2019 came into force.
pub const STATUTORY_YEARS: RangeInclusive<i32> = 2021..=2100;

/// The first year of Ngày Văn hóa Việt Nam: its resolution is in force from 2026-07-01.
const CULTURE_DAY_SINCE: i32 = 2026;
/// Days of Tết Nguyên đán (Điều 112.1.b).
const TET_DAYS: i64 = 5;

/// The days of the law, all years in one table, computed once.
pub(super) fn table() -> &'static BTreeMap<Date, DayEntry> {
    static TABLE: LazyLock<BTreeMap<Date, DayEntry>> = LazyLock::new(|| {
        let entries = STATUTORY_YEARS.flat_map(statutory);
        entries.map(|entry| (entry.day, entry)).collect()
    });
    &TABLE
}

/// Says whether the notice of a year is known; else the days of Tết and the second day of Quốc
/// khánh are a forecast.
pub fn has_notice(year: i32) -> bool {
    notice(year).is_some()
}

fn notice(year: i32) -> Option<&'static Notice> {
    PUBLISHED.iter().find(|notice| notice.year == year)
}

/// The days of one year that differ from their weekday by law, in order; none outside
/// [`STATUTORY_YEARS`].
pub fn statutory(year: i32) -> Vec<DayEntry> {
    if !STATUTORY_YEARS.contains(&year) {
        return Vec::new();
    }
    let mut days = Days::default();
    days.add_fixed(year);
    match notice(year) {
        Some(notice) => days.add_noticed(notice),
        None => days.add_forecast(year),
    }
    days.compensate();
    // Added after the compensation: Điều 111.3 speaks of the days of Điều 112 only.
    if year >= CULTURE_DAY_SINCE {
        let source = "Điều 2 Nghị quyết 28/2026/QH16";
        days.add_holiday(
            on(year, Month::November, 24),
            "Ngày Văn hóa Việt Nam",
            source,
        );
    }
    days.0.into_values().collect()
}

fn on(year: i32, month: Month, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, month, day).ok()
}

fn point(letter: char) -> String {
    format!("Điểm {letter} khoản 1 Điều 112 Bộ luật Lao động 45/2019/QH14")
}

fn forecast_of(year: i32, letter: char) -> String {
    let point = point(letter);
    format!("{point}; dự kiến của phần mềm, chưa theo thông báo của năm {year}")
}

/// The days of a year as they gather; what came first to a day stays.
#[derive(Default)]
struct Days(BTreeMap<Date, DayEntry>);

impl Days {
    fn add(&mut self, day: Option<Date>, kind: DayKind, name: &str, source: &str) {
        let Some(day) = day else { return };
        let entry = DayEntry {
            day,
            kind,
            name: name.to_owned(),
            source: source.to_owned(),
        };
        self.0.entry(day).or_insert(entry);
    }

    fn add_holiday(&mut self, day: Option<Date>, name: &str, source: &str) {
        self.add(day, DayKind::Holiday, name, source);
    }

    /// The days that need no decision.
    fn add_fixed(&mut self, year: i32) {
        let kings = LunarYear::of(year).and_then(|lunar| lunar.day(3, false, 10));
        for (day, name, letter) in [
            (on(year, Month::January, 1), "Tết Dương lịch", 'a'),
            (kings, "Giỗ Tổ Hùng Vương", 'e'),
            (on(year, Month::April, 30), "Ngày Chiến thắng", 'c'),
            (on(year, Month::May, 1), "Ngày Quốc tế lao động", 'd'),
            (on(year, Month::September, 2), "Quốc khánh", 'đ'),
        ] {
            self.add_holiday(day, name, &point(letter));
        }
    }

    fn add_tet(&mut self, first: Option<Date>, source: &str) {
        for place in 0..TET_DAYS {
            let day = first.and_then(|first| first.checked_add(Duration::days(place)));
            self.add_holiday(day, "Tết Nguyên đán", source);
        }
    }

    fn add_noticed(&mut self, notice: &Notice) {
        let source = |letter| format!("{}; {}", notice.source, point(letter));
        self.add_tet(Some(notice.tet), &source('b'));
        let beside = Some(notice.beside_national_day);
        self.add_holiday(beside, "Quốc khánh (ngày liền kề)", &source('đ'));
        for exchange in notice.exchanges {
            let (off, worked) = (exchange.off, exchange.worked);
            let name = format!("Nghỉ hoán đổi với ngày {}", short(worked));
            self.add(Some(off), DayKind::CompensatoryOff, &name, exchange.source);
            let name = format!("Làm bù ngày {}", short(off));
            self.add(Some(worked), DayKind::WorkingDay, &name, exchange.source);
        }
    }

    /// Tết from two days before mùng 1, and beside 02/9 the day that gives the longer holiday, the
    /// earlier one when both give the same.
    fn add_forecast(&mut self, year: i32) {
        let tet = LunarYear::of(year).and_then(|lunar| lunar.first_day());
        let first = tet.and_then(|day| day.checked_sub(Duration::days(2)));
        self.add_tet(first, &forecast_of(year, 'b'));
        let national_day = on(year, Month::September, 2);
        let before = national_day.and_then(Date::previous_day);
        let after = national_day.and_then(Date::next_day);
        let beside = match (before, after) {
            (Some(before), Some(after)) if self.rest_with(after) > self.rest_with(before) => {
                Some(after)
            }
            _ => before,
        };
        let source = forecast_of(year, 'đ');
        self.add_holiday(beside, "Quốc khánh (ngày liền kề)", &source);
    }

    /// How many days of rest lie in a row around a day when it too is off.
    fn rest_with(&self, day: Date) -> usize {
        let mut days = Days(self.0.clone());
        days.add_holiday(Some(day), "", "");
        days.compensate();
        let rest = |day: &Date| days.is_rest(*day);
        let before = std::iter::successors(day.previous_day(), |day| day.previous_day());
        let after = std::iter::successors(Some(day), |day| day.next_day());
        before.take_while(rest).count() + after.take_while(rest).count()
    }

    fn is_rest(&self, day: Date) -> bool {
        is_weekend(day) || self.0.contains_key(&day)
    }

    /// Điều 111.3: for a holiday on a weekly day of rest the next working day is off.
    fn compensate(&mut self) {
        let lost: Vec<_> = self
            .0
            .values()
            .filter(|entry| entry.kind == DayKind::Holiday && is_weekend(entry.day))
            .map(|entry| (entry.day, entry.name.clone(), entry.source.clone()))
            .collect();
        for (day, name, source) in lost {
            let mut later = std::iter::successors(day.next_day(), |day| day.next_day());
            let free = later.find(|day| !self.is_rest(*day));
            let name = format!("Nghỉ bù {name} ({})", short(day));
            let source = format!("Khoản 3 Điều 111 Bộ luật Lao động 45/2019/QH14; {source}");
            self.add(free, DayKind::CompensatoryOff, &name, &source);
        }
    }
}

fn short(day: Date) -> String {
    format!("{:02}/{:02}", day.day(), u8::from(day.month()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Every day off of a year by the rule alone, as if its notice were not known.
    pub fn forecast(year: i32) -> Vec<Date> {
        let mut days = Days::default();
        days.add_fixed(year);
        days.add_forecast(year);
        days.compensate();
        days.0.into_keys().collect()
    }
}
