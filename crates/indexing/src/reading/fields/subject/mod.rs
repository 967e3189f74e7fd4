//! Trích yếu: what stands under the name of the kind, or behind «V/v» in letters. Where a stamp covers
//! words of it, the text of the paper often says them again.

mod echo;
mod rows;
mod said;

use workflow::documents::SUBJECT_MAX_CHARS;

use super::casing;
use super::found::Found;
use super::head::{Head, reference_label};
use super::kind::Title;
use super::lines::{Line, folded};
use super::wording;
use rows::{MAX_LINES, behind_reference, under_title};
use said::Said;

/// The subject in one line; the text of the pages may mend it.
pub fn of(head: &Head, pages: &[Vec<Line>]) -> Option<Found> {
    let lost = head.title.is_none() && head.reference.is_none();
    let title = if lost {
        Some(place_of_title(head)?)
    } else {
        head.title.clone()
    };
    let (lines, first) = match (&title, head.reference) {
        (Some(title), _) => (under_title(head, title), title.rest.as_str()),
        (None, Some(reference)) => (behind_reference(head, reference), ""),
        (None, None) => return None,
    };
    let mut words: Vec<Said> = first.split_whitespace().map(Said::sure).collect();
    words.extend(lines.iter().flat_map(|line| without_stamp(line, &lines)));
    let recognised = lines.iter().any(|line| line.recognised);
    if recognised {
        let body = echo::Body::below(&lines, pages);
        words = body.mended(words, title.is_some());
    }
    let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let text = without_label(
        &joined_codes(&text.join(" ")),
        recognised && title.is_none(),
    );
    let text = if recognised {
        wording::mended(&text)
    } else {
        text
    };
    let ends = ['.', '_', '-', '*', ' ', ';', ':', '/', '—', ','];
    let text = casing::sentence(text.trim_end_matches(ends));
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 4 || text.chars().count() > SUBJECT_MAX_CHARS {
        return None;
    }
    let score = if lost { 50 } else { score(head, &lines) };
    let weighed = echo::weighed(score, &words);
    Some(Found::in_lines(text, score, &lines).scored(weighed))
}

/// Where the name of the kind stood that a stamp covers: below number and date.
fn place_of_title(head: &Head) -> Option<Title> {
    let (number, code) = head.code.as_ref()?;
    let kind = super::kind::of_symbol(code.groups())?;
    let line = &head.lines[*number];
    if !line.recognised || kind.code == "cong_van" {
        return None;
    }
    let date = head.date.as_ref().map_or(*number, |(at, _)| *at);
    let y = |at: usize| head.lines[at].row().map_or(0.0, |(y, _)| y);
    let at = if y(date) > y(*number) { date } else { *number };
    Some(Title {
        at,
        kind: kind.code,
        rest: String::new(),
        is_exact: false,
    })
}

/// The words of a line without what a stamp printed over its begin: words of capitals, or a day, before
/// words in small letters.
fn without_stamp(line: &Line, lines: &[&Line]) -> Vec<Said> {
    let is_edge = |word: &Said| {
        let edge = |c: char| matches!(c, '_' | '|' | '`' | '~' | '—' | '-');
        let is_sign = |c: char| !c.is_alphanumeric() && !"“”\"«»(&".contains(c);
        word.text.chars().all(edge) || line.recognised && word.text.chars().all(is_sign)
    };
    let mut words: Vec<Said> = line.words().map(Said::from).collect();
    while words.first().is_some_and(is_edge) {
        words.remove(0);
    }
    while words.last().is_some_and(is_edge) {
        words.pop();
    }
    if !line.recognised {
        return words;
    }
    for word in &mut words {
        let bare = word.text.trim_matches(['_', '|', '`', '~', '—']);
        word.text = bare.to_owned();
    }
    words.drain(..stamped(&words, line, lines));
    if let [first, .., last] = words.as_mut_slice() {
        (first.is_edge, last.is_edge) = (true, true);
    }
    words
}

/// How many words at the begin of a line are those of a stamp.
fn stamped(words: &[Said], line: &Line, lines: &[&Line]) -> usize {
    let is_loud = |word: &&Said| {
        let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1
            && !word.text.contains(|c: char| c.is_ascii_digit() || c == '/')
            && super::lines::is_capitals(&word.text, false)
    };
    let others_small = lines
        .iter()
        .any(|other| !std::ptr::eq(*other, line) && !other.is_capitals());
    let run = words.iter().take_while(is_loud).count();
    if others_small && run >= 3 && run < words.len() {
        return run;
    }
    // «Ngày … tháng … năm» of a stamp of receipt.
    let at = |name: &str| {
        words
            .iter()
            .take(8)
            .position(|word| folded(&word.text).trim_matches(|c: char| !c.is_alphabetic()) == name)
    };
    match (at("NGAY"), at("THANG"), at("NAM")) {
        (Some(0), Some(_), Some(year)) if year + 2 < words.len() => year + 1,
        _ => 0,
    }
}

fn score(head: &Head, lines: &[&Line]) -> u8 {
    let titled = head.title.as_ref().is_none_or(|title| title.is_exact);
    let base = if titled { 95 } else { 80 };
    if lines.len() >= MAX_LINES || lines.is_empty() {
        60
    } else {
        base
    }
}

/// Blanks joined; a code that a line end parted is one word again.
fn joined_codes(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        let goes_on = out.ends_with(['/', '-'])
            && !out.ends_with(" -")
            && out.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
        let is_code = word.starts_with(char::is_uppercase);
        let is_one_code = goes_on && is_code;
        if !out.is_empty() && !is_one_code {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Without «V/v», which is no part of the subject.
fn without_label(text: &str, recognised: bool) -> String {
    let text =
        text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '“' | '"' | '«'));
    let Some(length) = reference_label(&folded(text), recognised) else {
        return text.to_owned();
    };
    let rest: String = text.chars().skip(length).collect();
    rest.trim_start_matches([' ', ':', '.', ',']).to_owned()
}
