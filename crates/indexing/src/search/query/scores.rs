//! The score: what a paper gains beyond holding the words. Words typed with marks, words side by side,
//! words of the subject and codes each add their part; nothing here decides whether a paper is found.
//! The weights were tuned on judged queries (docs/adr/0004-search-index.md).

use tantivy::query::{ConstScoreQuery, Occur, Query};

use super::plan::{Clause, Loose, Planner};
use super::terms::{scored, term};
use crate::search::analysis::Word;
use crate::search::paging::Shape;
use crate::search::schema::{exact_term, pair_term, subject_pair_term};
use crate::search::writer::whole_code_term;

/// Weights of the score.
pub(crate) struct Weights {
    pub folded: f32,
    exact: f32,
    pair: f32,
    subject: f32,
    subject_pair: f32,
    /// What a word that stands as typed, marks included, gives beside its rarity: where all words must
    /// stand it is more than all other weights of one word together, so that exact papers come first.
    exact_step: f32,
    code: f32,
    whole_code: f32,
}

/// Where all words must stand, the subject tells which paper is about them.
const LIST: Weights = Weights {
    folded: 1.0,
    exact: 1.0,
    pair: 2.0,
    subject: 0.7,
    subject_pair: 0.7,
    exact_step: 50.0,
    code: 1.0,
    whole_code: 20.0,
};

/// A question is ranked by BM25 of its words and of its neighbouring words alone, the marks telling a
/// little. It shares many small words with every subject, and steps would drown what its rare words tell.
const QUESTION: Weights = Weights {
    folded: 1.0,
    exact: 0.3,
    pair: 2.0,
    subject: 0.0,
    subject_pair: 0.0,
    exact_step: 0.0,
    code: 1.0,
    whole_code: 20.0,
};

impl Planner<'_> {
    /// The weights of this reading.
    pub fn weights(&self) -> &'static Weights {
        if self.shape == Shape::Most {
            &QUESTION
        } else {
            &LIST
        }
    }

    pub fn add_word_scores(&self, loose: &Loose<'_>, is_prefix: bool, clauses: &mut Vec<Clause>) {
        let (weights, text, subject) = (self.weights(), self.fields.text, self.fields.subject);
        let folded = &loose.word.folded;
        let mut push = |weight: f32, query: Box<dyn Query>, field, how| {
            if weight > 0.0 {
                clauses.push(optional(query, loose.typed.to_owned(), field, how));
            }
        };
        if is_prefix || loose.is_tied || self.shape == Shape::Most {
            let query = scored(text, folded, weights.folded);
            push(weights.folded, query, "text", "folded");
        }
        let Some(exact) = &loose.word.exact else {
            let query = scored(subject, folded, weights.subject);
            push(weights.subject, query, "subject", "folded");
            return;
        };
        let exact = exact_term(exact);
        let query = scored(text, &exact, weights.exact);
        push(weights.exact, query, "text", "exact");
        let query = scored(subject, &exact, weights.subject);
        push(weights.subject, query, "subject", "exact");
        let query = ConstScoreQuery::new(term(text, &exact), weights.exact_step);
        push(weights.exact_step, Box::new(query), "text", "exact");
    }

    pub fn add_pair_scores(&self, left: &Loose<'_>, right: &Loose<'_>, clauses: &mut Vec<Clause>) {
        let text = if left.typed == right.typed {
            left.typed.to_owned()
        } else {
            format!("{} {}", left.typed, right.typed)
        };
        let (left, right) = (&left.word.folded, &right.word.folded);
        let (pair, in_subject) = (pair_term(left, right), subject_pair_term(left, right));
        for (term, weight, field) in [
            (pair, self.weights().pair, "text"),
            (in_subject, self.weights().subject_pair, "subject"),
        ] {
            if weight > 0.0 {
                let query = scored(self.fields.pairs, &term, weight);
                clauses.push(optional(query, text.clone(), field, "adjacent"));
            }
        }
    }

    /// A run of words that begins with a number may be a code or a part of one.
    pub fn add_code_scores(&self, words: &[Loose<'_>], clauses: &mut Vec<Clause>) {
        let is_number = |word: &Word| word.folded.starts_with(|c: char| c.is_ascii_digit());
        let Some(first) = words.iter().position(|loose| is_number(loose.word)) else {
            return;
        };
        let run = &words[first..words.len().min(first + 8)];
        for loose in run.iter().take(4) {
            clauses.push(Clause {
                occur: Occur::Should,
                query: scored(self.fields.code, &loose.word.folded, self.weights().code),
                text: loose.typed.to_owned(),
                field: "code",
                how: "folded",
            });
        }
        for length in 1..=run.len() {
            let whole =
                whole_code_term(run[..length].iter().map(|loose| loose.word.folded.clone()));
            let query =
                ConstScoreQuery::new(term(self.fields.code, &whole), self.weights().whole_code);
            clauses.push(Clause {
                occur: Occur::Should,
                query: Box::new(query),
                text: run[..length]
                    .iter()
                    .map(|loose| loose.typed)
                    .collect::<Vec<_>>()
                    .join(" "),
                field: "code",
                how: "exact",
            });
        }
    }
}

/// A clause that only ranks.
fn optional(query: Box<dyn Query>, text: String, field: &'static str, how: &'static str) -> Clause {
    Clause {
        occur: Occur::Should,
        query,
        text,
        field,
        how,
    }
}
