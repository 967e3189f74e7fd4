//! The Vietnamese lunar calendar (âm lịch), computed at UTC+7.
//!
//! A month begins on the day of a new moon; month 11 holds the winter solstice; where thirteen
//! months lie between two of them, the first without a principal term of the sun is the leap month.
//! A Chinese table, made at UTC+8, gives other days in some years: Tết 2030 is one.

use time::{Date, Duration, Month};

use super::astronomy::{new_moon, sun_longitude};

/// Years the series are good for.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
/// Vietnam's day begins seven hours before that of universal time.
const OFFSET_DAYS: f64 = 7.0 / 24.0;

/// A day of the lunar calendar (ngày âm lịch).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LunarDate {
    /// Year, numbered like the solar year in which it begins.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Whether it is the second month of that number (tháng nhuận).
    pub is_leap: bool,
    /// Day, 1 to 30.
    pub day: u8,
}

impl LunarDate {
    /// The lunar date of a day; none before the lunar year 1900 and after that of 2199.
    pub fn of(day: Date) -> Option<LunarDate> {
        let this = LunarYear::of(day.year())?;
        let year = if day < this.first_day()? {
            LunarYear::of(day.year() - 1)?
        } else {
            this
        };
        year.find(day)
    }

    /// The day of a lunar date; none when the year has no such month or the month no such day.
    pub fn day(self) -> Option<Date> {
        LunarYear::of(self.year)?.day(self.month, self.is_leap, self.day)
    }
}

/// One month of a lunar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LunarMonth {
    number: u8,
    is_leap: bool,
    first: Date,
    days: u8,
}

/// A lunar year with its twelve or thirteen months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LunarYear {
    year: i32,
    months: Vec<LunarMonth>,
}

impl LunarYear {
    /// The year that begins in a solar year; none outside 1900 to 2199.
    pub fn of(year: i32) -> Option<LunarYear> {
        if !YEARS.contains(&year) {
            return None;
        }
        let before = months_from_eleventh(year)?;
        let after = months_from_eleventh(year + 1)?;
        let is_end_of_year = |month: &LunarMonth| month.number >= 11;
        let own = before.into_iter().skip_while(is_end_of_year);
        let end = after.into_iter().take_while(is_end_of_year);
        let months = own.chain(end).collect();
        Some(LunarYear { year, months })
    }

    /// Mùng 1 Tết.
    pub fn first_day(&self) -> Option<Date> {
        self.months.first().map(|month| month.first)
    }

    /// The number of the month that comes twice, if one does.
    pub fn leap_month(&self) -> Option<u8> {
        let leap = self.months.iter().find(|month| month.is_leap)?;
        Some(leap.number)
    }

    /// The solar day of a day of this year; none when there is no such day.
    pub fn day(&self, number: u8, is_leap: bool, day: u8) -> Option<Date> {
        let mut months = self.months.iter();
        let month = months.find(|month| (month.number, month.is_leap) == (number, is_leap))?;
        if !(1..=month.days).contains(&day) {
            return None;
        }
        month.first.checked_add(Duration::days(i64::from(day) - 1))
    }

    fn find(&self, day: Date) -> Option<LunarDate> {
        let month = self.months.iter().rfind(|month| month.first <= day)?;
        let passed = day.to_julian_day() - month.first.to_julian_day();
        Some(LunarDate {
            year: self.year,
            month: month.number,
            is_leap: month.is_leap,
            day: u8::try_from(passed + 1).ok()?,
        })
    }
}

/// The months from the eleventh of the year before up to, without it, the eleventh of `year`.
fn months_from_eleventh(year: i32) -> Option<Vec<LunarMonth>> {
    let first = eleventh_month(year - 1)?;
    let count = eleventh_month(year)? - first;
    let starts: Vec<_> = (first..=first + count).map(first_day).collect();
    let leap_place = starts
        .windows(2)
        .skip(1)
        .position(|pair| matches!(pair, [from, to] if twelfth(*from) == twelfth(*to)))
        .map(|place| place + 1)
        .filter(|_| count == 13);
    let month = |(place, pair): (usize, &[i32])| {
        let [from, to] = pair else { return None };
        let is_leap = leap_place == Some(place);
        let before = usize::from(leap_place.is_some_and(|leap| leap <= place));
        Some(LunarMonth {
            number: u8::try_from((10 + place - before) % 12 + 1).ok()?,
            is_leap,
            first: Date::from_julian_day(*from).ok()?,
            days: u8::try_from(to - from).ok()?,
        })
    };
    starts.windows(2).enumerate().map(month).collect()
}

/// The lunation that holds the winter solstice of a year.
fn eleventh_month(year: i32) -> Option<i32> {
    let last = Date::from_calendar_date(year, Month::December, 31).ok()?;
    let last = last.to_julian_day();
    // A lunation near the end of the year; the steps below correct it.
    let mut lunation = (year - 1999) * 12_368 / 1000 - 1;
    while first_day(lunation + 1) <= last {
        lunation += 1;
    }
    while first_day(lunation) > last {
        lunation -= 1;
    }
    // The sun has passed 270° before the month began: the solstice was in the month before.
    if twelfth(first_day(lunation)) == 9 {
        lunation -= 1;
    }
    Some(lunation)
}

/// The Julian day number of the day, in Vietnam, of a new moon.
fn first_day(lunation: i32) -> i32 {
    whole(new_moon(lunation) + 0.5 + OFFSET_DAYS)
}

/// In which twelfth of its circle the sun stands when a day begins in Vietnam; 9 begins at the
/// winter solstice.
fn twelfth(julian_day: i32) -> i32 {
    whole(sun_longitude(f64::from(julian_day) - 0.5 - OFFSET_DAYS) / 30.0)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "Julian days and twelfths of a circle fit by far"
)]
fn whole(number: f64) -> i32 {
    number.floor() as i32
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    /// Year, mùng 1 Tết, 10/3.
    const ANCHORS: [(i32, Date, Date); 10] = [
        (2025, date!(2025 - 01 - 29), date!(2025 - 04 - 07)),
        (2026, date!(2026 - 02 - 17), date!(2026 - 04 - 26)),
        (2027, date!(2027 - 02 - 06), date!(2027 - 04 - 16)),
        (2028, date!(2028 - 01 - 26), date!(2028 - 04 - 04)),
        (2029, date!(2029 - 02 - 13), date!(2029 - 04 - 23)),
        (2030, date!(2030 - 02 - 02), date!(2030 - 04 - 12)),
        (2031, date!(2031 - 01 - 23), date!(2031 - 04 - 01)),
        (2032, date!(2032 - 02 - 11), date!(2032 - 04 - 19)),
        (2033, date!(2033 - 01 - 31), date!(2033 - 04 - 09)),
        (2034, date!(2034 - 02 - 19), date!(2034 - 04 - 28)),
    ];

    #[test]
    fn tet_and_the_hung_kings_fall_on_the_known_days() {
        for (year, tet, kings) in ANCHORS {
            let lunar = LunarYear::of(year).unwrap();
            assert_eq!(lunar.first_day(), Some(tet));
            assert_eq!(lunar.day(3, false, 10), Some(kings));
            let kings_date = LunarDate {
                year,
                month: 3,
                is_leap: false,
                day: 10,
            };
            assert_eq!(LunarDate::of(kings), Some(kings_date));
            assert_eq!(kings_date.day(), Some(kings));
        }
    }

    #[test]
    fn vietnam_parts_from_china_where_a_new_moon_falls_between_the_midnights() {
        // China kept 30/01/1968, 20/02/1985, 18/02/2007 and 03/02/2030.
        for (year, tet) in [
            (1968, date!(1968 - 01 - 29)),
            (1985, date!(1985 - 01 - 21)),
            (2007, date!(2007 - 02 - 17)),
            (2030, date!(2030 - 02 - 02)),
        ] {
            assert_eq!(
                LunarYear::of(year).unwrap().first_day(),
                Some(tet),
                "{year}"
            );
        }
    }

    #[test]
    fn leap_months_are_the_known_ones() {
        let known = [
            (2001, 4),
            (2004, 2),
            (2006, 7),
            (2009, 5),
            (2012, 4),
            (2014, 9),
            (2017, 6),
            (2020, 4),
            (2023, 2),
            (2025, 6),
            (2028, 5),
            (2031, 3),
            (2033, 11),
            (2036, 6),
        ];
        for year in 2001..=2036 {
            let expected = known.iter().find(|(leap, _)| *leap == year);
            let expected = expected.map(|(_, month)| *month);
            assert_eq!(
                LunarYear::of(year).unwrap().leap_month(),
                expected,
                "{year}"
            );
        }
    }

    #[test]
    fn years_follow_one_another_without_gap_and_each_day_comes_back() {
        let mut day = LunarYear::of(1970).unwrap().first_day().unwrap();
        for year in 1970..=2099 {
            let lunar = LunarYear::of(year).unwrap();
            assert_eq!(lunar.first_day(), Some(day), "{year}");
            assert!((12..=13).contains(&lunar.months.len()));
            assert_eq!(lunar.months.len() == 13, lunar.leap_month().is_some());
            for month in &lunar.months {
                assert!((29..=30).contains(&month.days), "{year}/{}", month.number);
                assert_eq!(month.first, day);
                for number in 1..=month.days {
                    let found = lunar.find(day).unwrap();
                    assert_eq!(
                        (found.month, found.is_leap, found.day),
                        (month.number, month.is_leap, number)
                    );
                    assert_eq!(lunar.day(found.month, found.is_leap, found.day), Some(day));
                    day = day.next_day().unwrap();
                }
                assert_eq!(lunar.day(month.number, month.is_leap, month.days + 1), None);
            }
        }
    }

    #[test]
    fn what_lies_outside_is_not_guessed() {
        assert_eq!(LunarYear::of(1899), None);
        assert_eq!(LunarYear::of(2200), None);
        assert_eq!(LunarDate::of(date!(1900 - 01 - 01)), None);
        assert_eq!(LunarDate::of(Date::MAX), None);
        let none = LunarDate {
            year: 2026,
            month: 3,
            is_leap: true,
            day: 1,
        };
        assert_eq!(none.day(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_day_comes_back_from_the_lunar_calendar(julian in 2_440_588_i32..2_488_070) {
            let day = Date::from_julian_day(julian).unwrap();
            let lunar = LunarDate::of(day).unwrap();
            prop_assert_eq!(lunar.day(), Some(day));
            let next = LunarDate::of(day.next_day().unwrap()).unwrap();
            prop_assert!(next.day == lunar.day + 1 || next.day == 1 && lunar.day >= 29);
        }
    }
}
