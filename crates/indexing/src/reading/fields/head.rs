//! The head of a paper: the lines of its first page down to where its text begins, and which of them
//! bears what.

use super::code::{self, Code};
use super::date::{self, DateLine};
use super::furniture::{
    country_starts, is_furniture, is_receipt_stamp, is_signature_block, names_country,
};
use super::kind::{self, Title};
use super::likeness::distance_within;
use super::lines::Line;
use crate::reading::Page;

/// Lines below this one are text, whatever they look like.
const MAX_LINES: usize = 70;
/// Share of the page's height in which the head stands.
const HEIGHT: f32 = 0.62;

/// The head.
#[derive(Debug, Default)]
pub struct Head {
    /// Lines in the order of reading.
    pub lines: Vec<Line>,
    /// The line with the name of the country.
    pub country: Option<usize>,
    /// The line of the number, and what it says.
    pub code: Option<(usize, Code)>,
    /// The line of place and date.
    pub date: Option<(usize, DateLine)>,
    /// The line with the name of the kind.
    pub title: Option<Title>,
    /// The line in which «V/v» begins.
    pub reference: Option<usize>,
    /// The line with «Kính gửi».
    pub addressed: Option<usize>,
}

impl Head {
    /// Finds the parts of the head on the first page that has text.
    pub fn of(pages: &[Page]) -> Head {
        let first = pages.iter().find(|page| !page.text.trim().is_empty());
        let mut lines = first.map(Line::of).unwrap_or_default();
        lines.retain(|line| line.top().is_none_or(|top| top < HEIGHT) && !is_signature_block(line));
        lines.truncate(text_begins(&lines));
        Head::of_lines(lines)
    }

    /// Finds the parts of the head in its lines.
    pub fn of_lines(lines: Vec<Line>) -> Head {
        let mut head = Head {
            country: country(&lines),
            lines,
            ..Head::default()
        };
        head.code = head.find_code();
        head.date = head.find_date();
        head.reference = head.lines.iter().position(begins_reference);
        head.title = kind::title(&head);
        if let (Some(title), Some(reference)) = (&head.title, head.reference)
            && title.at < reference
        {
            head.reference = None;
        }
        let addressed = |line: &Line| is_addressed(&line.folded);
        head.addressed = head.lines.iter().position(addressed);
        head
    }

    /// The line of the number: with its label in the left column, else with a symbol alone.
    fn find_code(&self) -> Option<(usize, Code)> {
        let title_top = |line: &Line| line.top().is_none_or(|top| top < 0.42);
        let candidates = || {
            let lines = self.lines.iter().enumerate();
            lines.filter(move |(_, line)| {
                line.may_be_left() && title_top(line) && !is_receipt_stamp(line)
            })
        };
        let labelled = candidates().find_map(|(at, line)| Some((at, code::labelled(line)?)));
        labelled.or_else(|| candidates().find_map(|(at, line)| Some((at, code::bare(line)?))))
    }

    fn find_date(&self) -> Option<(usize, DateLine)> {
        let lines = self.lines.iter().enumerate();
        let mut dates = lines
            .filter(|(_, line)| line.may_be_right() && !is_receipt_stamp(line))
            .filter_map(|(at, line)| Some((at, date::in_line(line)?)));
        dates.next()
    }

    /// Whether a line stands in the left column of the head, below the top of the country's name.
    pub fn is_in_left_column(&self, line: &Line) -> bool {
        let country = self
            .country
            .and_then(|at| Some((self.lines[at].place?, self.lines[at].row()?)));
        match (line.place.zip(line.row()), country) {
            (Some((place, (y, _))), Some((country, (top, height))))
                if country.x > line.size.0 * 0.3 =>
            {
                let right = place.x + place.width;
                y > top - height * 1.8
                    && right < country.x + line.size.0 * 0.12
                    && line.may_be_left()
            }
            _ => true,
        }
    }
}

/// The last name of the country before the text: a site that prints its own puts one above.
fn country(lines: &[Line]) -> Option<usize> {
    let named = |line: &Line| names_country(line);
    let first = lines.iter().position(named)?;
    let second = lines.iter().skip(first + 1).position(named);
    let second = second.map(|at| first + 1 + at);
    let untitled = |at: &usize| {
        !lines[first..*at]
            .iter()
            .any(|line| kind::of_line(line).is_some())
    };
    Some(second.filter(untitled).unwrap_or(first))
}

/// The index of the first line of the text proper.
fn text_begins(lines: &[Line]) -> usize {
    const FIRST_WORDS: [&str; 6] = [
        "CAN CU ",
        "DIEU 1.",
        "DIEU 1:",
        "CHUONG I",
        "THEO DE NGHI ",
        "XET DE NGHI ",
    ];
    let begins = |line: &Line| {
        let text = line
            .folded
            .trim_start_matches(|c: char| !c.is_alphanumeric());
        let mixed = !line.is_capitals() || text.starts_with("DIEU");
        mixed && FIRST_WORDS.iter().any(|words| text.starts_with(words))
    };
    let found = lines
        .iter()
        .enumerate()
        .position(|(at, line)| at > 2 && begins(line));
    found.unwrap_or(lines.len()).min(MAX_LINES)
}

/// Whether a line begins with «V/v».
fn begins_reference(line: &Line) -> bool {
    let text = line
        .folded
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_label = reference_label(text, line.recognised && line.may_be_left()).is_some();
    let in_words = text.starts_with("VE VIEC")
        && line.may_be_left()
        && line.center().is_some_and(|c| c < 0.42);
    is_label || in_words
}

/// How many characters «V/v» takes at the begin of a folded text; a recogniser may have made other
/// strokes of it.
pub fn reference_label(text: &str, is_scan: bool) -> Option<usize> {
    if ["V/V", "V/W"].iter().any(|label| text.starts_with(label)) {
        return Some(3);
    }
    let (first, rest) = text.split_once(' ').filter(|_| is_scan)?;
    let strokes: String = first.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_label = matches!(
        strokes.as_str(),
        "VV" | "VN" | "VW" | "WV" | "VIV" | "VLV" | "VJV" | "V1V" | "YV" | "VY"
    );
    (is_label && rest.starts_with(char::is_alphabetic)).then(|| first.chars().count())
}

/// Whether a folded line begins with «Kính gửi», but for a slip or two.
pub fn is_addressed(folded: &str) -> bool {
    let text = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.starts_with("KINH GUI") || text.starts_with("KINHGUI") {
        return true;
    }
    let Some((label, _)) = text.split_once(':') else {
        return false;
    };
    let letters: String = label.chars().filter(|c| c.is_alphabetic()).collect();
    distance_within(&letters, "KINHGUI", 1).is_some()
}

/// Whether a line can be no part of a name or a subject.
pub fn is_apart(line: &Line) -> bool {
    is_furniture(line)
        || code::is_number_line(line)
        || date::in_line(line).is_some()
        || country_starts(&line.folded).is_some() && line.is_capitals()
}
