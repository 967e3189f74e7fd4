//! How number and symbol (số, ký hiệu) are written: a template as data, checked before it is kept.

use serde::{Deserialize, Serialize};

use super::{Book, CopyKind};
use crate::Refusal;
use crate::documents::{Kind, tidy};

/// Most characters of a template.
const FORM_MAX_CHARS: usize = 100;
/// Most characters of an abbreviation (NĐ 30/2020 Phụ lục I: short and clear).
const ABBREVIATION_MAX_CHARS: usize = 30;

/// What stands in a template between the separators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The number.
    Number,
    /// The year of the paper, as legal normative documents bear it.
    Year,
    /// Abbreviation of the kind.
    Kind,
    /// Abbreviation of the kind of copy.
    Copy,
    /// Abbreviation of the agency or of the title.
    Agency,
    /// Abbreviation of the drafting unit or of the field.
    Unit,
}

impl Part {
    const ALL: [Part; 6] = [
        Part::Number,
        Part::Year,
        Part::Kind,
        Part::Copy,
        Part::Agency,
        Part::Unit,
    ];

    fn name(self) -> &'static str {
        match self {
            Part::Number => "number",
            Part::Year => "year",
            Part::Kind => "kind",
            Part::Copy => "copy",
            Part::Agency => "agency",
            Part::Unit => "unit",
        }
    }

    fn fits(self, book: Book) -> bool {
        match self {
            Part::Number | Part::Year => true,
            Part::Agency => book != Book::Incoming,
            Part::Kind | Part::Unit => book == Book::Outgoing,
            Part::Copy => book == Book::Copies,
        }
    }
}

/// A piece of a template: a part or a separator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Part(Part),
    Between(char),
}

/// A template such as `{number}/{kind}-{agency}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberForm(Vec<Piece>);

impl NumberForm {
    /// Reads a template: the number once, known parts once each, one `/` or `-` between two parts,
    /// no blanks (NĐ 30/2020 Phụ lục I.II.3).
    pub fn parse(text: &str) -> Result<NumberForm, Refusal> {
        let wrong = |at: &str| Err(Refusal::new("registers.form").with("at", at.to_owned()));
        if text.chars().count() > FORM_MAX_CHARS {
            return wrong("…");
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let after_part = !pieces.len().is_multiple_of(2);
            if after_part {
                let Some(separator) = rest.chars().next().filter(|c| matches!(c, '/' | '-')) else {
                    return wrong(rest);
                };
                pieces.push(Piece::Between(separator));
                rest = &rest[1..];
                continue;
            }
            let inside = rest.strip_prefix('{').and_then(|tail| tail.split_once('}'));
            let Some((name, tail)) = inside else {
                return wrong(rest);
            };
            let part = Part::ALL.into_iter().find(|part| part.name() == name);
            let Some(part) = part.filter(|part| !pieces.contains(&Piece::Part(*part))) else {
                return wrong(rest);
            };
            pieces.push(Piece::Part(part));
            rest = tail;
        }
        let form = NumberForm(pieces);
        if !form.has(Part::Number) || matches!(form.0.last(), Some(Piece::Between(_))) {
            return wrong(text);
        }
        Ok(form)
    }

    /// Says whether a part stands in the template.
    pub fn has(&self, part: Part) -> bool {
        self.0.contains(&Piece::Part(part))
    }

    /// Refuses a template with parts that papers of the book do not have.
    pub(super) fn fits(&self, book: Book) -> Result<(), Refusal> {
        let stranger = self.parts().find(|part| !part.fits(book));
        match stranger {
            None => Ok(()),
            Some(part) => Err(Refusal::new("registers.form_part")
                .with("part", format!("{{{}}}", part.name()))
                .with("form", self.to_string())),
        }
    }

    fn parts(&self) -> impl Iterator<Item = Part> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Part(part) => Some(*part),
            Piece::Between(_) => None,
        })
    }

    /// Everything but the number filled in; refuses when a word is missing.
    pub(super) fn filled(
        &self,
        kind: Option<&Kind>,
        year: i32,
        words: &Words,
    ) -> Result<Symbol, Refusal> {
        let (mut before, mut after) = (String::new(), None);
        for piece in &self.0 {
            let text = match piece {
                Piece::Between(separator) => separator.to_string(),
                Piece::Part(Part::Number) => {
                    after = Some(String::new());
                    continue;
                }
                Piece::Part(part) => word(*part, kind, year, words)?,
            };
            after.as_mut().unwrap_or(&mut before).push_str(&text);
        }
        Ok(Symbol {
            before,
            after: after.unwrap_or_default(),
        })
    }
}

impl std::fmt::Display for NumberForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Part(part) => write!(f, "{{{}}}", part.name()),
            Piece::Between(separator) => write!(f, "{separator}"),
        })
    }
}

fn word(part: Part, kind: Option<&Kind>, year: i32, words: &Words) -> Result<String, Refusal> {
    let needed = |code: &'static str| Refusal::new(code);
    match part {
        // The number is put in later, by the counter.
        Part::Number => Ok(String::new()),
        Part::Year => Ok(format!("{year:04}")),
        Part::Kind => {
            let kind = kind.ok_or_else(|| needed("registers.kind_needed"))?;
            let missing = || needed("registers.kind_plain").with("kind", kind.name);
            kind.abbreviation.map(str::to_owned).ok_or_else(missing)
        }
        Part::Copy => words
            .copy
            .map(|copy| copy.abbreviation().to_owned())
            .ok_or_else(|| needed("registers.copy_needed")),
        Part::Agency => words
            .agency
            .clone()
            .ok_or_else(|| needed("registers.agency_abbreviation")),
        Part::Unit => words
            .unit
            .clone()
            .ok_or_else(|| needed("registers.unit_abbreviation")),
    }
}

/// What a paper brings to its symbol beside its kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Abbreviation of the agency.
    pub agency: Option<String>,
    /// Abbreviation of the drafting unit or of the field.
    pub unit: Option<String>,
    /// Kind of copy.
    pub copy: Option<CopyKind>,
}

/// Number and symbol that wait for the number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Symbol {
    before: String,
    after: String,
}

impl Symbol {
    /// Number and symbol as written.
    pub fn with(&self, number: i32) -> String {
        format!("{}{}{}", self.before, written(number), self.after)
    }
}

/// A number as written: below 10 with one 0 before it (NĐ 30/2020 Phụ lục I.II.3c).
pub fn written(number: i32) -> String {
    format!("{number:02}")
}

/// An abbreviation of an agency, a unit or a field as it may stand in a symbol: letters, digits
/// and `&.()-` inside, in the letter case given, without blanks and `/`.
pub fn abbreviation(text: &str) -> Result<String, Refusal> {
    let refusal = || Refusal::new("registers.abbreviation").with("max", ABBREVIATION_MAX_CHARS);
    let text = tidy(text).ok_or_else(refusal)?;
    let plain = |c: char| c.is_alphanumeric() || "&.()-".contains(c);
    let starts = text.starts_with(char::is_alphanumeric);
    let ends = text.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let short = text.chars().count() <= ABBREVIATION_MAX_CHARS;
    if starts && ends && short && text.chars().all(plain) {
        Ok(text)
    } else {
        Err(refusal())
    }
}
