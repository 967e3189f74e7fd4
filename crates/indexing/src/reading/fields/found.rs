//! A value with the lines it was read from and a raw score, before it becomes a suggestion.

use super::lines::Line;
use crate::reading::text::lines::Place;

/// A value found on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// In the form of its field.
    pub value: String,
    /// How sure the rule is, from 0 to 100; not yet a share of right values.
    pub score: u8,
    /// The page.
    pub page: u32,
    /// Its lines on that page.
    pub places: Vec<Place>,
    /// Whether a recogniser read it.
    pub recognised: bool,
}

impl Found {
    /// A value read from whole lines; the recogniser's doubt lowers the score.
    pub fn in_lines(value: impl Into<String>, score: u8, lines: &[&Line]) -> Found {
        let doubt = lines.iter().map(|line| line.confidence()).min();
        Found {
            value: value.into(),
            score: scaled(score, doubt.unwrap_or(100)),
            page: lines.first().map_or(1, |line| line.page),
            places: lines.iter().filter_map(|line| line.place).collect(),
            recognised: lines.iter().any(|line| line.recognised),
        }
    }

    /// A value read from some characters of a line.
    pub fn in_part(
        value: impl Into<String>,
        score: u8,
        line: &Line,
        chars: (usize, usize),
    ) -> Found {
        Found {
            value: value.into(),
            score: scaled(score, line.confidence_of(chars.0, chars.1)),
            page: line.page,
            places: line.place_of(chars.0, chars.1).into_iter().collect(),
            recognised: line.recognised,
        }
    }

    /// The same with another score.
    #[must_use]
    pub fn scored(self, score: u8) -> Found {
        Found { score, ..self }
    }
}

/// A score under the recogniser's confidence.
fn scaled(score: u8, confidence: u8) -> u8 {
    let product = u32::from(score) * u32::from(confidence.min(100));
    u8::try_from(product / 100).unwrap_or(score)
}
