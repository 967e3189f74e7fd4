//! What people type: two to four syllables of the compounds, with and without marks, some codes, some phrases.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::words::{Chance, Term, Vocabulary};

/// Syllables of a query with their forms.
#[derive(Debug, Clone)]
pub struct Query {
    /// As typed.
    pub typed: String,
    /// Syllables as written and without marks; none for a code.
    pub syllables: Vec<(String, String)>,
    /// Whether it was typed with marks.
    pub with_marks: bool,
    /// Whether facets are wanted: every third time.
    pub with_facets: bool,
}

impl Query {
    /// The path of the request.
    pub fn path(&self) -> String {
        let typed = utf8_percent_encode(&self.typed, NON_ALPHANUMERIC);
        format!(
            "/api/v1/search?q={typed}&limit=20&facets={}",
            self.with_facets
        )
    }
}

/// Mixed queries: of twenty eight with marks, seven without, three phrases, two codes.
pub fn mixed(vocabulary: &Vocabulary, count: usize) -> Vec<Query> {
    let mut chance = Chance::seeded(7);
    (0..count)
        .map(|place| match place % 20 {
            0..8 => words(vocabulary, &mut chance, place, true),
            8..15 => words(vocabulary, &mut chance, place, false),
            15..18 => phrase(vocabulary, &mut chance, place),
            _ => code(&mut chance, place),
        })
        .collect()
}

/// Only queries of words, as the bare query is shaped.
pub fn plain(vocabulary: &Vocabulary, count: usize) -> Vec<Query> {
    let mut chance = Chance::seeded(7);
    (0..count)
        .map(|place| {
            let mut query = words(vocabulary, &mut chance, place, place.is_multiple_of(2));
            query.with_facets = false;
            query
        })
        .collect()
}

fn words(vocabulary: &Vocabulary, chance: &mut Chance, place: usize, with_marks: bool) -> Query {
    let mut terms = vec![vocabulary.pairs.draw(chance).clone()];
    match place % 3 {
        0 => {}
        1 => terms.push(vocabulary.syllables.draw(chance).clone()),
        _ => terms.push(vocabulary.pairs.draw(chance).clone()),
    }
    let form = |term: &Term| {
        if with_marks {
            term.exact.clone()
        } else {
            term.folded.clone()
        }
    };
    let typed = terms.iter().map(form).collect::<Vec<_>>().join(" ");
    let split = |term: &Term| {
        let exact: Vec<_> = term.exact.split(' ').map(str::to_owned).collect();
        exact
            .into_iter()
            .zip(term.folded.split(' ').map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let syllables = terms.iter().flat_map(split).collect();
    Query {
        typed,
        syllables,
        with_marks,
        with_facets: place.is_multiple_of(3),
    }
}

fn phrase(vocabulary: &Vocabulary, chance: &mut Chance, place: usize) -> Query {
    let mut query = words(vocabulary, chance, 0, place.is_multiple_of(2));
    query.typed = format!("\"{}\"", query.typed);
    query.with_facets = place.is_multiple_of(3);
    query
}

fn code(chance: &mut Chance, place: usize) -> Query {
    let number = 1 + chance.below(6000);
    let typed = match place % 3 {
        0 => format!("{number}/QĐ-UBND"),
        1 => format!("{number}/qd-ubnd"),
        _ => format!("{number}/BC"),
    };
    Query {
        typed,
        syllables: Vec::new(),
        with_marks: false,
        with_facets: place.is_multiple_of(3),
    }
}
