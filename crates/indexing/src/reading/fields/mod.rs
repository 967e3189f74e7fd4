//! Fields of a paper suggested from its text, by the layout of NĐ 30/2020 Phụ lục I: issuer, number
//! and symbol in the left column of the head, place and date in the right one, kind and subject under
//! them, the signer at the end. A wrong guess costs the clerk more than a gap, so what is not clear
//! stays unknown.

mod blanks;
mod code;
mod date;
mod head;
mod issuer;
mod signer;
mod subject;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use workflow::documents::{Fields, Urgency, kind_by_abbreviation, kind_by_name};

pub use blanks::{Blanks, DateLine, Gap, NumberLine, Part, blanks};

use super::Page;
use head::{Head, Row};

/// Suggests fields from the pages of a paper.
pub fn suggest(pages: &[Page]) -> Fields {
    let Some(first) = pages.iter().find(|page| !page.text.trim().is_empty()) else {
        return Fields::default();
    };
    let head = Head::of(first);
    let code = head.rows.iter().find_map(|row| code::in_line(&row.text));
    let title = head
        .title
        .and_then(|at| kind_by_name(name_of_title(&head.rows[at])));
    let by_code = code
        .as_deref()
        .and_then(code::abbreviation)
        .and_then(kind_by_abbreviation);
    let kind = title
        .or(by_code)
        .map(|kind| kind.code)
        .or_else(|| letter_kind(&head, code.as_deref()));
    Fields {
        subject: subject::of(&head),
        kind: kind.map(str::to_owned),
        issuer: issuer::of(&head, code.as_deref()),
        issued_on: head.rows.iter().find_map(|row| date::in_line(&row.text)),
        signer: signer::of(pages),
        urgency: urgency(&head),
        code,
        ..Fields::default()
    }
}

fn name_of_title(row: &Row) -> &str {
    row.text.trim_matches(|c: char| !c.is_alphabetic())
}

/// A paper with a number, no kind above its text and a recipient is a letter (công văn).
fn letter_kind(head: &Head, code: Option<&str>) -> Option<&'static str> {
    let addressed = head
        .rows
        .iter()
        .any(|row| row.folded.starts_with("KINH GUI"));
    (code.is_some() && (head.reference.is_some() || addressed)).then_some("cong_van")
}

fn urgency(head: &Head) -> Urgency {
    let stamps = head
        .rows
        .iter()
        .map(|row| row.folded.trim_matches(|c: char| !c.is_alphabetic()));
    stamps
        .map(|stamp| match stamp {
            "HOA TOC" | "HOA TOC HEN GIO" => Urgency::Flash,
            "THUONG KHAN" => Urgency::VeryUrgent,
            "KHAN" => Urgency::Urgent,
            _ => Urgency::Normal,
        })
        .max()
        .unwrap_or_default()
}

/// Capitals without marks, blanks joined: what lines are compared by, since marks are what typing,
/// old fonts and recognition get wrong.
fn folded(text: &str) -> String {
    let plain = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' | 'Đ' => 'D',
            other => other,
        });
    let capitals: String = plain.flat_map(char::to_uppercase).collect();
    capitals.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether every letter is a capital, and there are some.
fn is_capitals(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

#[cfg(test)]
mod tests;
