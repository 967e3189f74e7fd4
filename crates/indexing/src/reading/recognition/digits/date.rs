//! Day, month and year of a paper, read again: «ngày 05 tháng 9 năm 2017».

use super::super::lines::Row;
use super::super::tesseract::Seen;
use super::belief::Digits;
use super::letters::{Letter, Letters};
use super::place::Date;
use super::{LEAST_BELIEF, UNKNOWN, confidence};

/// Digits that print was surely read as are not read again, in percent.
const SURE: f32 = 90.0;
/// Days and months under these have a nought in front (NĐ 30/2020, Phụ lục I).
const SHORT_DAYS: u8 = 10;
const SHORT_MONTHS: u8 = 3;
/// A year that print reads otherwise is taken from this belief on.
const SURE_YEAR: f64 = 0.7;
/// A hand forgets the nought now and then, or the digit before was not seen.
const WITHOUT_NOUGHT: f64 = 0.7;
/// Years of papers that are still received.
const YEARS: std::ops::RangeInclusive<u16> = 1945..=2099;

/// What was read: values and how much they can be believed.
pub struct Read {
    pub(super) day: (u8, f64),
    pub(super) month: (u8, f64),
    pub(super) year: Option<(u16, f64)>,
}

/// Whether the first reading has a day of the calendar, surely.
pub fn is_sure(rows: &[Row], place: &Date) -> bool {
    let row = &rows[place.row];
    let Some(month) = place.month else {
        return false;
    };
    let is_one = |words: &[Seen], most: u8, least_digits: usize| {
        let found = printed(words).filter(|(value, _)| (1..=most).contains(value));
        found.is_some_and(|(_, sure)| sure >= SURE) && words[0].text.len() >= least_digits
    };
    place.day < month
        && month < place.year
        && is_one(&row[place.day + 1..month], 31, 2)
        && is_one(&row[month + 1..place.year], 12, 1)
        && year_of(row, place).is_some()
}

/// The number that words are, as print was read, and how sure that was.
fn printed(words: &[Seen]) -> Option<(u8, f32)> {
    match words {
        [word] => Some((word.text.parse().ok()?, word.confidence)),
        _ => None,
    }
}

/// The year that follows «năm», as print was read.
fn year_of(row: &Row, place: &Date) -> Option<u16> {
    let word = row.get(place.year + 1)?;
    let text = word.text.trim_matches(|c: char| !c.is_ascii_digit());
    let year = text.parse().ok().filter(|year| YEARS.contains(year));
    year.filter(|_| text.len() == 4)
}

/// The digits between «ngày», «tháng» and «năm».
pub fn read(letters: &Letters) -> Option<Read> {
    let surest = letters.surest();
    let text: Vec<char> = surest.iter().map(|letter| letter.glyph).collect();
    let day = text.iter().take(6).position(|c| *c == 'y')?;
    let begins = |from: usize, first: char, third: usize, then: char| {
        (from..text.len()).find(|at| text[*at] == first && text.get(at + third) == Some(&then))
    };
    let month = begins(day + 1, 't', 1, 'h')?;
    let month_ends = (month + 2..text.len().min(month + 6)).find(|at| text[*at] == 'g')?;
    let year = begins(month_ends + 1, 'n', 2, 'm')?;
    let between = |from: &Letter, to: Option<&Letter>| {
        let end = to.map_or(letters.steps(), |to| to.from);
        (from.to < end).then(|| Digits::of(letters, from.to..end))
    };
    let day = between(&surest[day], surest.get(month))?;
    let month = between(&surest[month_ends], surest.get(year))?;
    let year = between(&surest[year + 2], None);
    Some(Read {
        day: up_to(&day, 31, SHORT_DAYS)?,
        month: up_to(&month, 12, SHORT_MONTHS)?,
        year: year.and_then(|digits| year_read(&digits)),
    })
}

/// The most likely of the values up to one; those under another are written with a nought.
fn up_to(digits: &Digits, most: u8, noughts_below: u8) -> Option<(u8, f64)> {
    let written = |value: u8| {
        let usual = if value < noughts_below {
            WITHOUT_NOUGHT
        } else {
            1.0
        };
        let long = (format!("{value:02}"), 1.0);
        let short = (value < 10).then(|| (value.to_string(), usual));
        (value, std::iter::once(long).chain(short).collect())
    };
    let values: Vec<(u8, Vec<(String, f64)>)> = (1..=most).map(written).collect();
    digits.best_of(&values)
}

fn year_read(digits: &Digits) -> Option<(u16, f64)> {
    let (text, belief) = digits.number()?;
    let year = text.parse().ok().filter(|year| YEARS.contains(year))?;
    Some((year, belief))
}

/// Writes day, month and year where they were, or that they cannot be told.
pub fn write(rows: &mut [Row], place: &Date, read: &Read) {
    let row = &mut rows[place.row];
    let month = place.month.filter(|at| *at > place.day && *at < place.year);
    let (day_word, year_word) = (row[place.day].clone(), row[place.year].clone());
    let month_word = month.map_or(&day_word, |at| &row[at]).clone();
    let day_ends = month.unwrap_or(place.year);
    let month_begins = month.unwrap_or(place.day);
    let between = |from: &Seen, to: &Seen| Seen {
        x: from.x + from.width,
        width: (to.x - from.x - from.width).max(1.0),
        ..from.clone()
    };
    let day = between(&day_word, &row[day_ends]);
    let words = [
        named(&day_word, "ngày"),
        value(
            read.day,
            SHORT_DAYS,
            printed(&row[place.day + 1..day_ends]),
            &day,
        ),
        named(&month_word, "tháng"),
        value(
            read.month,
            SHORT_MONTHS,
            printed(&row[month_begins + 1..place.year]),
            &between(&month_word, &year_word),
        ),
        named(&year_word, "năm"),
    ];
    let year = year(row, place, read);
    let end = place.year + 1 + usize::from(year.is_some());
    row.splice(place.day..end, words.into_iter().chain(year));
}

fn named(word: &Seen, text: &str) -> Seen {
    Seen {
        text: text.to_owned(),
        ..word.clone()
    }
}

/// A word for what was read, as sure as the surer of both readings where they agree.
fn value(
    (value, belief): (u8, f64),
    noughts_below: u8,
    printed: Option<(u8, f32)>,
    word: &Seen,
) -> Seen {
    let again = confidence(belief);
    let agreed = printed
        .filter(|(first, _)| *first == value)
        .map(|(_, sure)| sure);
    let text = match belief >= LEAST_BELIEF {
        true if value < noughts_below => format!("{value:02}"),
        true => value.to_string(),
        false => UNKNOWN.to_string(),
    };
    Seen {
        text,
        confidence: agreed.map_or(again, |sure| sure.max(again)),
        ..word.clone()
    }
}

/// The word of the year, from the second reading where the first has none or was less sure.
fn year(row: &Row, place: &Date, read: &Read) -> Option<Seen> {
    let word = row.get(place.year + 1)?;
    let printed = year_of(row, place).is_some();
    let least = if printed { SURE_YEAR } else { LEAST_BELIEF };
    let again = read
        .year
        .filter(|(_, belief)| *belief >= least && (!printed || word.confidence < SURE));
    match again {
        Some((year, belief)) => Some(Seen {
            text: year.to_string(),
            confidence: if word.text == year.to_string() {
                word.confidence
            } else {
                confidence(belief)
            },
            ..word.clone()
        }),
        None => printed.then(|| word.clone()),
    }
}
