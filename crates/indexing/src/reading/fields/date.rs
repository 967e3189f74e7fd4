//! Place and date: «Hà Nội, ngày 05 tháng 01 năm 2020».

use time::{Date, Month};

use super::code::like_digit;
use super::lines::Line;

/// Longest name of a place, in words: «Phường Điện Biên Phủ, Thành phố …».
const MAX_PLACE_WORDS: usize = 8;

/// What a line of place and date says.
#[derive(Debug, Clone, PartialEq)]
pub struct DateLine {
    /// The place and its characters in the line.
    pub place: Option<(String, (usize, usize))>,
    /// The day, where all of it can be read.
    pub date: Option<Date>,
    /// Characters of the date, from its day on.
    pub chars: (usize, usize),
    /// Letters that were read as digits.
    pub slips: usize,
    /// Whether the day has one digit.
    pub is_short_day: bool,
}

/// What a line says that is a line of place and date, even where its day cannot be read.
pub fn in_line(line: &Line) -> Option<DateLine> {
    let day = find(line, "NGAY", 0)?;
    let month = find(line, "THANG", day)?;
    let year = find(line, "NAM", month)?;
    let place = place_before(line, day)?;
    let after = year + 3;
    let rest = line.slice(after, usize::MAX);
    let rest = rest.trim_start_matches([' ', '.', ':']);
    let year_text: String = rest.chars().take_while(char::is_ascii_digit).collect();
    // A date in a sentence goes on behind the year.
    let tail = rest[year_text.len()..].split_whitespace().count();
    if tail > 1 + usize::from(line.recognised) {
        return None;
    }
    let end = line.text.chars().count();
    let begin = day + 4;
    let day_text = line.slice(begin, month);
    let (day, day_slips) = digits(&day_text, line.recognised);
    let (month, month_slips) = digits(&line.slice(month + 5, year), line.recognised);
    let date = (year_text.len() == 4)
        .then(|| calendar(&year_text, month?, day?))
        .flatten();
    Some(DateLine {
        place,
        date,
        chars: (begin, end),
        slips: day_slips + month_slips,
        is_short_day: day_text.trim().chars().count() < 2,
    })
}

/// The characters before a folded word.
fn find(line: &Line, word: &str, from: usize) -> Option<usize> {
    let rest: String = line.folded.chars().skip(from).collect();
    let at = rest.find(word)?;
    Some(from + rest[..at].chars().count())
}

/// What a line says before «ngày»: a place, nothing, or that it is no such line.
#[expect(
    clippy::option_option,
    reason = "no place, and no line of a date, are two things"
)]
fn place_before(line: &Line, day: usize) -> Option<Option<(String, (usize, usize))>> {
    let before = line.slice(0, day);
    // On a page without columns the number may stand before the place.
    let begin = match before.rfind(['/', ':']) {
        Some(at) => at + before[at..].find(' ').unwrap_or(before.len() - at),
        None => 0,
    };
    let text = before[begin..]
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ',' | '.' | ')'));
    if text.chars().filter(|c| c.is_alphabetic()).count() == 0 {
        return Some(None).filter(|_| before.trim().len() < 4);
    }
    let ends = text.ends_with(',') || line.recognised;
    let name = text.trim_end_matches([',', '.', ' ']);
    let is_place = ends
        && name.split_whitespace().count() <= MAX_PLACE_WORDS
        && name.starts_with(char::is_uppercase)
        && !name.contains(|c: char| c.is_ascii_digit());
    let from = before[..before.find(name)?].chars().count();
    let chars = (from, from + name.chars().count());
    is_place.then(|| Some((name.to_owned(), chars)))
}

fn digits(text: &str, recognised: bool) -> (Option<u8>, usize) {
    let text: String = text.split_whitespace().collect();
    if !recognised || text.chars().all(|c| c.is_ascii_digit()) {
        return (text.parse().ok(), 0);
    }
    let text = text.trim_matches([',', '.', '\'', '`', '_', '-']);
    let mapped: String = text.chars().map(like_digit).collect();
    let slips = text
        .chars()
        .zip(mapped.chars())
        .filter(|(a, b)| a != b)
        .count();
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    (mapped.parse().ok().filter(|_| has_digit), slips)
}

/// A day of the calendar.
pub fn calendar(year: &str, month: u8, day: u8) -> Option<Date> {
    let month = Month::try_from(month).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day).ok()
}
