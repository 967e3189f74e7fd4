//! Trích yếu: what stands under the name of the kind, or behind «V/v» in letters.

use workflow::documents::SUBJECT_MAX_CHARS;

use super::casing;
use super::found::Found;
use super::furniture::{is_blank, is_furniture};
use super::head::{Head, is_addressed, is_apart};
use super::kind::Title;
use super::lines::Line;
use super::urgency;
use super::wording;

/// Most lines of a subject.
const MAX_LINES: usize = 12;

/// First words of what follows a subject, without marks.
const FOLLOWING: [&str; 18] = [
    "KINH GUI",
    "CAN CU",
    "THEO ",
    "THUC HIEN ",
    "NGAY ",
    "NHAM ",
    "I. ",
    "1. ",
    "A. ",
    "PHAN ",
    "NOI NHAN",
    "XET ",
    "NGUOI KY",
    "- ",
    "DIEU ",
    "QUOC HOI BAN HANH",
    "TRONG ",
    "NAY ",
];

/// The subject in one line.
pub fn of(head: &Head) -> Option<Found> {
    let lost = head.title.is_none() && head.reference.is_none();
    let title = if lost {
        Some(place_of_title(head)?)
    } else {
        head.title.clone()
    };
    let (lines, first) = match (&title, head.reference) {
        (Some(title), _) => (under_title(head, title), title.rest.clone()),
        (None, Some(reference)) => (behind_reference(head, reference), String::new()),
        (None, None) => return None,
    };
    let mut text = first;
    for line in &lines {
        text.push(' ');
        text.push_str(&without_stamp(line, &lines));
    }
    let recognised = lines.iter().any(|line| line.recognised);
    let text = without_label(&joined_codes(&text));
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
    Some(Found::in_lines(text, score, &lines))
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

/// A line without what a stamp printed over its begin: words of capitals before one in small letters.
fn without_stamp(line: &Line, lines: &[&Line]) -> String {
    let edge = |c: char| c.is_whitespace() || matches!(c, '_' | '|' | '`' | '~');
    let text = line.text.trim_matches(edge);
    let text = text.trim_start_matches("- ").trim_end_matches(" -");
    let others_small = lines
        .iter()
        .any(|other| !std::ptr::eq(*other, line) && !other.is_capitals());
    if !line.recognised || !others_small {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(' ').collect();
    let loud = |word: &&&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 1
            && !word.contains(|c: char| c.is_ascii_digit() || c == '/')
            && super::lines::is_capitals(word, false)
    };
    let run = words.iter().take_while(loud).count();
    if run >= 3 && run < words.len() {
        words[run..].join(" ")
    } else {
        text.to_owned()
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
fn without_label(text: &str) -> String {
    let text =
        text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '“' | '"' | '«'));
    let folded = super::lines::folded(text);
    let label = ["V/V", "V/W"]
        .iter()
        .find(|label| folded.starts_with(*label));
    let Some(label) = label else {
        return text.to_owned();
    };
    let rest: String = text.chars().skip(label.chars().count()).collect();
    rest.trim_start_matches([' ', ':', '.', ',']).to_owned()
}

fn under_title<'a>(head: &'a Head, title: &Title) -> Vec<&'a Line> {
    let start = &head.lines[title.at];
    let mut lines: Vec<&Line> = Vec::new();
    for line in below(head, title.at) {
        if is_blank(line) && (line.recognised || lines.is_empty()) {
            continue;
        }
        // A stamp beside the subject is none of its lines.
        let aside = line.recognised && !is_centred(line, start);
        if aside && (is_furniture(line) || urgency::of_line(line).is_some() || is_narrow(line)) {
            continue;
        }
        let covers =
            line.recognised && line.is_capitals() && lines.iter().any(|line| !line.is_capitals());
        if urgency::of_line(line).is_some() || covers && aside {
            continue;
        }
        if lines.len() >= MAX_LINES || ends_subject(line, &lines, title) {
            break;
        }
        lines.push(line);
    }
    lines
}

/// The lines below a line: by their places where there are any, else in the order of reading.
fn below(head: &Head, at: usize) -> Vec<&Line> {
    let start = &head.lines[at];
    let Some((middle, height)) = start.row().filter(|_| start.recognised) else {
        return head.lines.iter().skip(at + 1).collect();
    };
    let is_below = |line: &&Line| line.row().is_some_and(|(y, _)| y > middle + height * 0.4);
    let mut lines: Vec<&Line> = head.lines.iter().filter(is_below).collect();
    let y = |line: &Line| line.row().map_or(0.0, |(y, _)| y);
    lines.sort_by(|a, b| y(a).total_cmp(&y(b)));
    lines
}

fn is_centred(line: &Line, title: &Line) -> bool {
    match (line.center(), title.center()) {
        (Some(center), Some(title)) => (center - title).abs() < 0.09,
        _ => true,
    }
}

fn is_narrow(line: &Line) -> bool {
    line.place
        .is_some_and(|place| place.width < line.size.0 * 0.4)
}

/// Whether a line is the first below the subject.
fn ends_subject(line: &Line, lines: &[&Line], title: &Title) -> bool {
    let first = line
        .text
        .chars()
        .find(|c| c.is_alphanumeric() || *c == '-')
        .unwrap_or(' ');
    let text = line
        .folded
        .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '-');
    let all_loud = line.is_capitals() && lines.iter().all(|line| line.is_capitals());
    let follows =
        FOLLOWING.iter().any(|words| text.starts_with(words)) || line.text.starts_with("Để ");
    let new_start = follows && !first.is_lowercase() && !all_loud;
    // The dots of a form.
    if line.text.contains("....") || line.text.contains("……") {
        return true;
    }
    let has_text = !lines.is_empty() || !title.rest.is_empty();
    let parted = lines
        .last()
        .is_some_and(|last| is_parted(last, line, lines));
    // The issuer's title in capitals opens the text of decisions.
    let in_small = lines.iter().any(|line| !line.is_capitals());
    let opens = line.is_capitals() && has_text && (in_small || opens_decision(line));
    is_apart(line)
        || new_start && has_text
        || parted
        || opens
        || is_addressed(&line.folded)
        || is_blank(line) && has_text
        || is_indented_text(line, lines)
}

/// «THỦ TƯỚNG CHÍNH PHỦ», «BỘ TRƯỞNG BỘ …», «CHÍNH PHỦ» alone on a line.
fn opens_decision(line: &Line) -> bool {
    const FIRST_WORDS: [&str; 12] = [
        "CHINH PHU",
        "THU TUONG CHINH PHU",
        "BO TRUONG ",
        "CHU TICH ",
        "UY BAN NHAN DAN ",
        "HOI DONG NHAN DAN ",
        "GIAM DOC ",
        "THONG DOC ",
        "TONG GIAM DOC ",
        "CUC TRUONG ",
        "CHANH AN ",
        "HIEU TRUONG ",
    ];
    FIRST_WORDS.iter().any(|words| {
        let rest = line.folded.strip_prefix(words);
        rest.is_some_and(|rest| words.ends_with(' ') || rest.is_empty())
    })
}

/// Text begins with an indent and runs to the right edge; subjects are centred.
fn is_indented_text(line: &Line, lines: &[&Line]) -> bool {
    let Some(place) = line.place.filter(|_| !lines.is_empty()) else {
        return false;
    };
    let width = line.size.0;
    let ends_sentence = line.text.split_whitespace().count() > 6;
    let is_full = place.width > width * 0.66 && place.x + place.width > width * 0.86;
    let is_off = line.center().is_some_and(|center| center > 0.555);
    is_full && is_off && ends_sentence
}

/// Whether a wider gap than between the lines before, or the end of a sentence, parts two lines.
fn is_parted(last: &Line, next: &Line, lines: &[&Line]) -> bool {
    let (Some((a, height)), Some((b, _))) = (last.row(), next.row()) else {
        return last.text.ends_with(['.', ':']) && !lines.is_empty();
    };
    let slack = if next.recognised { 1.7 } else { 1.5 };
    let height = height.min(18.0);
    let usual = match lines {
        [.., before, _] => before.row().map_or(height * 1.3, |(y, _)| a - y),
        _ => height * 1.3,
    };
    b - a > usual.max(height) * slack || b < a - height
}

fn behind_reference(head: &Head, reference: usize) -> Vec<&Line> {
    let start = &head.lines[reference];
    let mut lines = vec![start];
    for line in below(head, reference) {
        if is_blank(line) && line.recognised {
            continue;
        }
        let is_column = line.place.is_none() || head.is_in_left_column(line);
        if !is_column && line.place.is_some() && !is_addressed(&line.folded) {
            continue;
        }
        let ends = is_apart(line)
            || is_addressed(&line.folded)
            || urgency::of_line(line).is_some()
            || line.text.starts_with("- ")
            || is_far(lines.last(), line);
        if ends || lines.len() >= MAX_LINES {
            break;
        }
        lines.push(line);
    }
    lines
}

/// Whether a line stands more than two lines below the last.
fn is_far(last: Option<&&Line>, next: &Line) -> bool {
    let rows = last.and_then(|last| last.row()).zip(next.row());
    rows.is_some_and(|((last, height), (next, _))| next - last > height.clamp(9.0, 16.0) * 2.4)
}
