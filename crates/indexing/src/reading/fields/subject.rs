//! Trích yếu: what stands under the name of the kind, or behind «V/v» in letters.

use workflow::documents::SUBJECT_MAX_CHARS;

use super::head::{Head, Row, begins_text, is_furniture};
use super::is_capitals;

/// Most lines of a subject.
const MAX_LINES: usize = 10;

/// First words of what follows a subject, without marks.
const FOLLOWING: [&str; 16] = [
    "KINH GUI",
    "CAN CU",
    "THEO ",
    "THUC HIEN ",
    "NGAY ",
    "DE ",
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
];

/// The subject in one line.
pub fn of(head: &Head) -> Option<String> {
    let text = match (head.title, head.reference) {
        (Some(title), _) => under_title(head, title),
        (None, Some(reference)) => behind_reference(head, reference),
        (None, None) => return None,
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text
        .trim_end_matches(['.', '_', '-', '*', ' ', ';', ':', '/'])
        .to_owned();
    let long_enough = text.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    (long_enough && text.chars().count() <= SUBJECT_MAX_CHARS).then_some(text)
}

fn under_title(head: &Head, title: usize) -> String {
    let mut lines: Vec<&Row> = Vec::new();
    for row in head.rows.iter().skip(title + 1).take(MAX_LINES) {
        if is_rule(row) && lines.is_empty() {
            continue;
        }
        let first = row.text.chars().next().unwrap_or(' ');
        let new_start =
            FOLLOWING.iter().any(|words| row.folded.starts_with(words)) && !first.is_lowercase();
        let parted = lines
            .last()
            .is_some_and(|last| is_parted(last, row, &lines));
        if is_furniture(row) || begins_text(row) || (new_start && !lines.is_empty()) || parted {
            break;
        }
        // The issuer's title in capitals opens the text of decisions.
        if is_capitals(&row.text)
            && !lines.is_empty()
            && lines.iter().any(|line| !is_capitals(&line.text))
        {
            break;
        }
        lines.push(row);
    }
    lines
        .iter()
        .map(|row| row.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a wider gap than between the lines before, or the end of a sentence, parts two lines.
fn is_parted(last: &Row, next: &Row, lines: &[&Row]) -> bool {
    let (Some((_, last_y, height)), Some((_, next_y, _))) = (last.place, next.place) else {
        return last.text.ends_with(['.', ':']) && !lines.is_empty();
    };
    let usual = match lines {
        [.., before, _] => before.place.map_or(height * 1.3, |(_, y, _)| last_y - y),
        _ => height * 1.3,
    };
    next_y - last_y > usual.max(height) * 1.5 || next_y < last_y - height
}

fn behind_reference(head: &Head, reference: usize) -> String {
    let mut text = String::new();
    for (nth, row) in head.rows.iter().skip(reference).take(MAX_LINES).enumerate() {
        let ends =
            nth > 0 && (is_furniture(row) || row.folded.starts_with("KINH GUI") || is_stamp(row));
        if ends {
            break;
        }
        text.push_str(&row.text);
        text.push(' ');
    }
    text
}

fn is_rule(row: &Row) -> bool {
    !row.text.contains(char::is_alphanumeric)
}

fn is_stamp(row: &Row) -> bool {
    matches!(
        row.folded.as_str(),
        "HOA TOC" | "THUONG KHAN" | "KHAN" | "DEN" | "CONG VAN DEN"
    )
}
