//! The words of a text in order, without marks, each with the line it stands on: what sentences that
//! run over lines are searched in.

use time::Date;

use super::date::calendar;
use super::lines::Line;

/// A word of a sentence.
#[derive(Debug)]
pub struct Word<'a> {
    /// Capitals without marks and without signs around it.
    pub folded: String,
    /// As written.
    pub text: &'a str,
    /// Its line.
    pub line: &'a Line,
}

impl Word<'_> {
    /// Whether a sentence ends with it.
    pub fn ends_sentence(&self) -> bool {
        self.text.ends_with(['.', ';', ':']) || self.text.ends_with("./.")
    }
}

/// The words of some lines.
pub fn words(lines: &[Line]) -> Vec<Word<'_>> {
    let words = lines.iter().flat_map(|line| {
        let pairs = line.text.split(' ').zip(line.folded.split(' '));
        pairs.map(move |(text, folded)| Word {
            folded: folded
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_owned(),
            text,
            line,
        })
    });
    words.collect()
}

/// The day that some words begin with, and how many words tell it: `30/9`, `30/9/2026`, `30 tháng 9 năm
/// 2026`. A year that is not told is that of `around`, or the next one.
pub fn day_at(words: &[Word<'_>], around: Option<Date>) -> Option<(Date, usize)> {
    let first = words.first()?.folded.as_str();
    let parts: Vec<&str> = first.split(['/', '-', '.']).collect();
    if let [day, month, rest @ ..] = parts.as_slice() {
        let (day, month) = (day.parse().ok()?, month.parse().ok()?);
        let date = match rest {
            [year] if year.len() == 4 => calendar(year, month, day)?,
            [] => without_year(month, day, around?)?,
            _ => return None,
        };
        return Some((date, 1));
    }
    let day = first.parse().ok()?;
    let month = words.get(2)?.folded.parse().ok()?;
    if words.get(1)?.folded != "THANG" {
        return None;
    }
    let year = words
        .get(4)
        .filter(|_| words.get(3).is_some_and(|word| word.folded == "NAM"));
    match year {
        Some(year) => Some((calendar(&year.folded, month, day)?, 5)),
        None => Some((without_year(month, day, around?)?, 3)),
    }
}

fn without_year(month: u8, day: u8, around: Date) -> Option<Date> {
    let same = calendar(&around.year().to_string(), month, day)?;
    if same >= around {
        return Some(same);
    }
    calendar(&(around.year() + 1).to_string(), month, day)
}
