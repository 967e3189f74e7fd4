//! The score: what a paper gains beyond holding the words. Words typed with marks, words side by side,
//! words of the subject and codes each add their part; nothing here decides whether a paper is found.
//! The weights were tuned on judged queries (docs/adr/0004-search-index.md).

use tantivy::Term;
use tantivy::query::{ConstScoreQuery, Occur};

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
    code: 1.0,
    whole_code: 20.0,
};

/// A question shares many small words with every subject; its neighbouring words tell more.
const QUESTION: Weights = Weights {
    folded: 1.0,
    exact: 0.3,
    pair: 2.0,
    subject: 0.05,
    subject_pair: 0.1,
    code: 1.0,
    whole_code: 20.0,
};

/// What a word that stands exactly as typed gives where not all words must stand, times its rarity.
const EXACT_STEP: f32 = 0.3;

/// What a word that stands as typed, marks included, gives where all words must stand: more than all
/// other weights of one word together, so that exact papers come first.
const EXACT_FIRST: f32 = 50.0;

impl Planner<'_> {
    /// The weights of this reading.
    pub fn weights(&self) -> &'static Weights {
        if self.shape == Shape::Most {
            &QUESTION
        } else {
            &LIST
        }
    }

    pub fn add_word_scores(
        &self,
        loose: &Loose<'_>,
        is_prefix: bool,
        clauses: &mut Vec<Clause>,
    ) -> tantivy::Result<()> {
        let mut push = |query, field, how| {
            clauses.push(Clause {
                occur: Occur::Should,
                query,
                text: loose.typed.to_owned(),
                field,
                how,
            });
        };
        if is_prefix || loose.is_tied || self.shape == Shape::Most {
            push(
                scored(self.fields.text, &loose.word.folded, self.weights().folded),
                "text",
                "folded",
            );
        }
        let Some(exact) = &loose.word.exact else {
            push(
                scored(
                    self.fields.subject,
                    &loose.word.folded,
                    self.weights().subject,
                ),
                "subject",
                "folded",
            );
            return Ok(());
        };
        let exact = exact_term(exact);
        push(
            scored(self.fields.text, &exact, self.weights().exact),
            "text",
            "exact",
        );
        push(
            scored(self.fields.subject, &exact, self.weights().subject),
            "subject",
            "exact",
        );
        let step = if self.shape == Shape::Most {
            EXACT_STEP * self.rarity(&loose.word.folded)?
        } else {
            EXACT_FIRST
        };
        let query = Box::new(ConstScoreQuery::new(term(self.fields.text, &exact), step));
        push(query, "text", "exact");
        Ok(())
    }

    /// How much a word tells: the logarithm BM25 uses.
    fn rarity(&self, folded: &str) -> tantivy::Result<f32> {
        let with = self
            .searcher
            .doc_freq(&Term::from_field_text(self.fields.text, folded))?;
        let all = self.searcher.num_docs().max(with);
        #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
        let ratio = ((all - with) as f32 + 0.5) / (with as f32 + 0.5);
        Ok(ratio.ln_1p())
    }

    pub fn add_pair_scores(&self, left: &Loose<'_>, right: &Loose<'_>, clauses: &mut Vec<Clause>) {
        let text = if left.typed == right.typed {
            left.typed.to_owned()
        } else {
            format!("{} {}", left.typed, right.typed)
        };
        let (left, right) = (&left.word.folded, &right.word.folded);
        for (term, weight, field) in [
            (pair_term(left, right), self.weights().pair, "text"),
            (
                subject_pair_term(left, right),
                self.weights().subject_pair,
                "subject",
            ),
        ] {
            clauses.push(Clause {
                occur: Occur::Should,
                query: scored(self.fields.pairs, &term, weight),
                text: text.clone(),
                field,
                how: "adjacent",
            });
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
