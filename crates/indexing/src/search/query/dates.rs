//! Dates as people type them: `dd/MM/yyyy`, `dd/MM` (of this year), `MM/yyyy`, `yyyy`, `yyyy-MM-dd`.

use time::{Date, Month};

/// First and last day of what was typed.
pub(crate) fn day_range(typed: &str, today: Date) -> Option<(Date, Date)> {
    let parts: Vec<&str> = typed.split(['/', '-', '.']).collect();
    let numbers: Option<Vec<u16>> = parts.iter().map(|part| number(part)).collect();
    let is_year = |index: usize| parts.get(index).is_some_and(|part| part.len() == 4);
    match numbers?.as_slice() {
        [year] if is_year(0) => Some((day(1, 1, *year)?, day(31, 12, *year)?)),
        [first, year] if is_year(1) => month_range(*first, *year),
        [first, second] => {
            let date = day(*first, *second, u16::try_from(today.year()).ok()?)?;
            Some((date, date))
        }
        [year, month, date] if is_year(0) => single(day(*date, *month, *year)),
        [date, month, year] if is_year(2) => single(day(*date, *month, *year)),
        _ => None,
    }
}

fn number(part: &str) -> Option<u16> {
    (!part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
        .then(|| part.parse().ok())
        .flatten()
}

fn single(date: Option<Date>) -> Option<(Date, Date)> {
    date.map(|date| (date, date))
}

fn day(day: u16, month: u16, year: u16) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
}

fn month_range(month: u16, year: u16) -> Option<(Date, Date)> {
    let first = day(1, month, year)?;
    let last = first.replace_day(first.month().length(first.year())).ok()?;
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let today = date!(2026 - 11 - 22);
        for (typed, expected) in [
            (
                "02/09/2024",
                Some((date!(2024 - 09 - 02), date!(2024 - 09 - 02))),
            ),
            (
                "2/9/2024",
                Some((date!(2024 - 09 - 02), date!(2024 - 09 - 02))),
            ),
            (
                "2-9-2024",
                Some((date!(2024 - 09 - 02), date!(2024 - 09 - 02))),
            ),
            (
                "2024-09-02",
                Some((date!(2024 - 09 - 02), date!(2024 - 09 - 02))),
            ),
            ("2/9", Some((date!(2026 - 09 - 02), date!(2026 - 09 - 02)))),
            (
                "02/2024",
                Some((date!(2024 - 02 - 01), date!(2024 - 02 - 29))),
            ),
            ("2024", Some((date!(2024 - 01 - 01), date!(2024 - 12 - 31)))),
            ("31/02/2024", None),
            ("hôm qua", None),
            ("24", None),
            ("1/2/3/4", None),
            ("99999999999", None),
        ] {
            assert_eq!(day_range(typed, today), expected, "{typed}");
        }
    }
}
