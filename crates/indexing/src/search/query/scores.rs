//! The score: what a paper gains beyond holding the words. Words typed with marks, words side by side,
//! words of the subject and codes each add their part; nothing here decides whether a paper is found.
//! The weights were tuned on judged queries (docs/adr/0004-search-index.md).

use tantivy::schema::Field;

use super::plan::{Loose, Planner, target_name};
use super::{Piece, Target};
use crate::search::analysis::Word;
use crate::search::paging::Shape;
use crate::search::ranking::Gain;
use crate::search::schema::{exact_term, pair_term, subject_pair_term};
use crate::search::writer::whole_code_term;

/// Weights of the score.
pub(crate) struct Weights {
    folded: f32,
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
    pair: 1.0,
    subject: 0.0,
    subject_pair: 0.0,
    exact_step: 0.0,
    code: 1.0,
    whole_code: 20.0,
};

impl Planner<'_> {
    fn weights(&self) -> &'static Weights {
        if self.shape == Shape::Most {
            &QUESTION
        } else {
            &LIST
        }
    }

    pub fn add_word_scores(&self, loose: &Loose<'_>, gains: &mut Vec<Gain>) {
        let weights = self.weights();
        let (text, subject) = ((self.fields.text, "text"), (self.fields.subject, "subject"));
        let folded = &loose.word.folded;
        let mut push =
            |(field, field_name): (Field, &'static str), term: &str, how, weight, step| {
                if weight > 0.0 || step > 0.0 {
                    gains.push(Gain {
                        field,
                        term: term.to_owned(),
                        weight,
                        step,
                        text: loose.typed.to_owned(),
                        field_name,
                        how,
                    });
                }
            };
        push(text, folded, "folded", weights.folded, 0.0);
        let Some(exact) = &loose.word.exact else {
            push(subject, folded, "folded", weights.subject, 0.0);
            return;
        };
        let exact = exact_term(exact);
        push(text, &exact, "exact", weights.exact, weights.exact_step);
        push(subject, &exact, "exact", weights.subject, 0.0);
    }

    /// Words of a phrase or a field; which of them must stand exactly so is the clause's to say.
    pub fn add_piece_scores(&self, piece: &Piece, gains: &mut Vec<Gain>) {
        let how = if piece.target == Target::Anywhere {
            "phrase"
        } else {
            "exact"
        };
        gains.extend(piece.words.iter().map(|word| Gain {
            field: self.field(piece.target),
            term: word.folded.clone(),
            weight: self.weights().folded,
            step: 0.0,
            text: piece.typed.clone(),
            field_name: target_name(piece.target),
            how,
        }));
    }

    pub fn add_pair_scores(&self, left: &Loose<'_>, right: &Loose<'_>, gains: &mut Vec<Gain>) {
        let text = if left.typed == right.typed {
            left.typed.to_owned()
        } else {
            format!("{} {}", left.typed, right.typed)
        };
        let (left, right) = (&left.word.folded, &right.word.folded);
        let (pair, in_subject) = (pair_term(left, right), subject_pair_term(left, right));
        for (term, weight, field_name) in [
            (pair, self.weights().pair, "text"),
            (in_subject, self.weights().subject_pair, "subject"),
        ] {
            if weight > 0.0 {
                gains.push(Gain {
                    field: self.fields.pairs,
                    term,
                    weight,
                    step: 0.0,
                    text: text.clone(),
                    field_name,
                    how: "adjacent",
                });
            }
        }
    }

    /// A run of words that begins with a number may be a code or a part of one.
    pub fn add_code_scores(&self, words: &[Loose<'_>], gains: &mut Vec<Gain>) {
        let is_number = |word: &Word| word.folded.starts_with(|c: char| c.is_ascii_digit());
        let Some(first) = words.iter().position(|loose| is_number(loose.word)) else {
            return;
        };
        let run = &words[first..words.len().min(first + 8)];
        let in_code = |term: String, text: String, how, weight, step| Gain {
            field: self.fields.code,
            term,
            weight,
            step,
            text,
            field_name: "code",
            how,
        };
        for loose in run.iter().take(4) {
            let (term, text) = (loose.word.folded.clone(), loose.typed.to_owned());
            gains.push(in_code(term, text, "folded", self.weights().code, 0.0));
        }
        for length in 1..=run.len() {
            let whole =
                whole_code_term(run[..length].iter().map(|loose| loose.word.folded.clone()));
            let typed: Vec<_> = run[..length].iter().map(|loose| loose.typed).collect();
            let step = self.weights().whole_code;
            gains.push(in_code(whole, typed.join(" "), "exact", 0.0, step));
        }
    }
}
