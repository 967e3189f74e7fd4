//! Papers that this one refers to: «Căn cứ Quyết định số …», «Phúc đáp Công văn số … ngày …».

use time::Date;

use super::code::{self, Code};
use super::found::Found;
use super::lines::Line;
use super::words::{Word, day_at, words};

/// Most papers that are suggested, and pages that are asked.
const MOST: usize = 20;
const PAGES: usize = 2;

/// Codes, each with its day where one is told, but not the paper's own.
pub fn of(pages: &[Vec<Line>], own: Option<&str>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for lines in pages.iter().take(PAGES) {
        let words = words(lines);
        for at in 1..words.len() {
            let Some((code, date)) = reference(&words, at) else {
                continue;
            };
            let known = |one: &Found| one.value.split(' ').next() == Some(code.as_str());
            if own == Some(code.as_str()) || found.iter().any(known) || found.len() >= MOST {
                continue;
            }
            let value = date.map_or_else(|| code.clone(), |date| format!("{code} {date}"));
            found.push(Found::in_lines(value, 85, &[words[at].line]));
        }
    }
    found
}

/// The code behind «số» or the name of a kind, and the day behind it.
fn reference(words: &[Word<'_>], at: usize) -> Option<(String, Option<Date>)> {
    const KINDS: [&str; 16] = [
        "SO", "VAN", "DINH", "QUYET", "TU", "THI", "BAO", "HOACH", "TRINH", "DAN", "DIEN", "LUAN",
        "LENH", "MOI", "LUAT", "TICH",
    ];
    let before = &words[at - 1];
    if !KINDS.contains(&before.folded.as_str()) || before.text.ends_with([';', '.']) {
        return None;
    }
    // The number of the paper itself stands at the begin of a line.
    if before.line.folded.starts_with("SO") && std::ptr::eq(before.line, words[at].line) && at < 40
    {
        let starts_line = words[at]
            .line
            .folded
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .starts_with("SO");
        let is_label = starts_line && before.line.text.split(' ').count() <= 4;
        if is_label {
            return None;
        }
    }
    let (code, used) = code_at(words, at)?;
    let next = words.get(at + used)?;
    let from = if next.folded == "NGAY" {
        at + used + 1
    } else {
        return Some((code, None));
    };
    let date = words
        .get(from..)
        .and_then(|words| day_at(words, None))
        .map(|(date, _)| date);
    Some((code, date))
}

/// The code that begins at a word, on one line or parted behind a separator by the end of it.
fn code_at(words: &[Word<'_>], at: usize) -> Option<(String, usize)> {
    let word = &words[at];
    if !word.text.starts_with(|c: char| c.is_ascii_digit()) || !word.text.contains(['/', '-']) {
        return None;
    }
    let mut text = word.text.to_owned();
    let mut used = 1;
    if text.ends_with(['/', '-'])
        && let Some(next) = words.get(at + 1)
    {
        text.push_str(next.text);
        used = 2;
    }
    let code: Code = code::in_text(&text)?;
    Some((code.whole()?, used))
}
