//! How sure the reading of a paper is, and what a person made of it.

use super::{Field, same};
use crate::documents::Fields;

/// From this confidence in percent a clerk need not look at a field.
pub const SURE_FROM: u8 = 90;

/// How sure the required fields of a paper were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sureness {
    /// Percent: the least sure of them; 0 where one was not read at all.
    pub least: u8,
    /// Those that are not sure.
    pub unsure: Vec<Field>,
}

/// How sure the required fields are, of the best confidence that was reached for each.
pub fn sureness(best: impl Fn(Field) -> Option<u8>) -> Sureness {
    let each = Field::ALL.map(|field| (field, best(field).unwrap_or_default()));
    Sureness {
        least: each.iter().map(|(_, sure)| *sure).min().unwrap_or_default(),
        unsure: each
            .into_iter()
            .filter(|(_, sure)| *sure < SURE_FROM)
            .map(|(field, _)| field)
            .collect(),
    }
}

/// What became of the suggestion for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The field.
    pub field: Field,
    /// Percent of the suggestion; none where nothing was suggested.
    pub confidence: Option<u8>,
    /// Whether the person left it as it was suggested.
    pub kept: bool,
}

/// Compares what a person settled with what was suggested first for each field. A field that is empty
/// and for which nothing was suggested says nothing.
pub fn verdicts<'a>(
    settled: &Fields,
    suggested: impl Fn(Field) -> Option<(&'a str, u8)>,
) -> Vec<Verdict> {
    let judge = |field: Field| {
        let (value, suggestion) = (field.of(settled), suggested(field));
        if value.is_none() && suggestion.is_none() {
            return None;
        }
        let kept = suggestion.is_some_and(|(read, _)| same(field, value.as_deref(), Some(read)));
        Some(Verdict {
            field,
            confidence: suggestion.map(|(_, confidence)| confidence),
            kept,
        })
    };
    Field::ALL.into_iter().filter_map(judge).collect()
}
