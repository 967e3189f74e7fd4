//! The plan: turns a query that was understood into clauses of the index.
//!
//! Every clause keeps what was typed, the field and the manner, so that «why» tells the very clauses
//! that were searched. Words are looked for folded; what is typed with marks, stands side by side or in
//! the subject only adds to the score. The weights were tuned on judged queries (ADR 0004).

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, InvertedIndexRangeQuery, Occur,
    PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::{Parsed, Piece, Target};
use crate::search::analysis::{Joint, Word};
use crate::search::paging::Shape;
use crate::search::schema::{IndexFields, exact_term, pair_term, subject_pair_term};
use crate::search::settled::Settled;
use crate::search::writer::{day_number, whole_code_term};

/// Weights of the score.
struct Weights {
    folded: f32,
    exact: f32,
    pair: f32,
    subject: f32,
    subject_pair: f32,
    code: f32,
    whole_code: f32,
    exact_step: f32,
}

const WEIGHTS: Weights = Weights {
    folded: 1.0,
    exact: 1.0,
    pair: 1.0,
    subject: 0.7,
    subject_pair: 0.7,
    code: 1.0,
    whole_code: 20.0,
    exact_step: 2.0,
};

/// What a word that stands as typed, marks included, gives where all words must stand: more than all
/// other weights of one word together, so that exact papers come first.
const EXACT_FIRST: f32 = 50.0;

/// One clause with what it stands for.
pub(crate) struct Clause {
    pub occur: Occur,
    pub query: Box<dyn Query>,
    /// As typed.
    pub text: String,
    pub field: &'static str,
    /// `exact`, `folded`, `adjacent`, `prefix`, `phrase`, `filter`.
    pub how: &'static str,
}

/// Makes clauses of a query.
pub(crate) struct Planner<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a IndexFields,
    pub shape: Shape,
}

/// A word looked for anywhere, with the piece it was typed in.
struct Loose<'a> {
    word: &'a Word,
    typed: &'a str,
    joint: Joint,
    /// Whether it must stand right behind the word before.
    is_tied: bool,
}

impl Planner<'_> {
    /// The clauses of a query; rights and chosen facets are not among them.
    pub fn clauses(&self, parsed: &Parsed) -> tantivy::Result<Vec<Clause>> {
        let mut clauses = Vec::new();
        for piece in &parsed.pieces {
            if piece.is_negated {
                clauses.push(self.negated(piece));
            } else if piece.target != Target::Anywhere {
                let is_open = self.is_prefix_of(parsed, piece);
                clauses.push(self.in_field(piece, is_open));
            } else if piece.is_quoted && piece.words.len() > 1 {
                clauses.push(self.phrase(piece));
            }
        }
        self.add_loose(parsed, &mut clauses)?;
        add_filters(self.fields, parsed, &mut clauses);
        Ok(clauses)
    }

    fn is_prefix_of(&self, parsed: &Parsed, piece: &Piece) -> bool {
        self.shape == Shape::Prefix
            && parsed
                .pieces
                .last()
                .is_some_and(|last| std::ptr::eq(last, piece))
    }

    fn negated(&self, piece: &Piece) -> Clause {
        let field = self.field(piece.target);
        Clause {
            occur: Occur::MustNot,
            query: Box::new(Settled(together(field, &piece.words, false))),
            text: piece.typed.clone(),
            field: target_name(piece.target),
            how: "filter",
        }
    }

    fn in_field(&self, piece: &Piece, is_open: bool) -> Clause {
        let field = self.field(piece.target);
        let (last, head) = match piece.words.split_last() {
            Some((last, head)) if is_open => (Some(last), head),
            _ => (None, piece.words.as_slice()),
        };
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        if !head.is_empty() {
            parts.push(together(field, head, self.shape == Shape::Loose));
        }
        if let Some(last) = last {
            let whole = together(
                field,
                std::slice::from_ref(last),
                self.shape == Shape::Loose,
            );
            parts.push(Box::new(BooleanQuery::union(vec![
                whole,
                longer_than(field, &last.folded),
            ])));
        }
        Clause {
            occur: Occur::Must,
            query: Box::new(BooleanQuery::intersection(parts)),
            text: piece.typed.clone(),
            field: target_name(piece.target),
            how: if is_open { "prefix" } else { "exact" },
        }
    }

    fn phrase(&self, piece: &Piece) -> Clause {
        Clause {
            occur: Occur::Must,
            query: together(self.fields.text, &piece.words, self.shape >= Shape::Loose),
            text: piece.typed.clone(),
            field: "text",
            how: "phrase",
        }
    }

    fn field(&self, target: Target) -> Field {
        match target {
            Target::Anywhere => self.fields.text,
            Target::Subject => self.fields.subject,
            Target::Code => self.fields.code,
            Target::Issuer => self.fields.issuer,
            Target::Signer => self.fields.signer,
            Target::Register => self.fields.register,
        }
    }

    /// Clauses of the words that may stand anywhere.
    fn add_loose(&self, parsed: &Parsed, clauses: &mut Vec<Clause>) -> tantivy::Result<()> {
        let words = loose_words(parsed);
        let is_open = self.shape == Shape::Prefix
            && parsed
                .pieces
                .last()
                .is_some_and(|last| last.target == Target::Anywhere);
        let mut wanted: Vec<Box<dyn Query>> = Vec::new();
        for (place, loose) in words.iter().enumerate() {
            let is_prefix = is_open && place + 1 == words.len();
            if self.shape == Shape::Most {
                wanted.push(term(self.fields.text, &loose.word.folded));
            } else {
                self.require(&words, place, is_prefix, clauses);
            }
            self.add_word_scores(loose, is_prefix, clauses)?;
            if let Some(next) = words
                .get(place + 1)
                .filter(|next| next.joint != Joint::Apart)
            {
                self.add_pair_scores(loose, next, clauses);
            }
        }
        if !wanted.is_empty() {
            clauses.push(most_of(wanted));
        }
        self.add_code_scores(&words, clauses);
        Ok(())
    }

    /// The word must stand in the paper; glued words must stand side by side.
    fn require(
        &self,
        words: &[Loose<'_>],
        place: usize,
        is_prefix: bool,
        clauses: &mut Vec<Clause>,
    ) {
        let loose = &words[place];
        let folded = &loose.word.folded;
        let previous = place
            .checked_sub(1)
            .map(|previous| &words[previous].word.folded);
        let (query, how) = match previous.filter(|_| loose.is_tied && self.shape != Shape::Loose) {
            Some(previous) if is_prefix => (
                starting_with(self.fields.pairs, &pair_term(previous, folded)),
                "prefix",
            ),
            Some(previous) => (
                term(self.fields.pairs, &pair_term(previous, folded)),
                "adjacent",
            ),
            None if is_prefix => (starting_with(self.fields.text, folded), "prefix"),
            None => {
                clauses.push(Clause {
                    occur: Occur::Must,
                    query: scored(self.fields.text, folded, WEIGHTS.folded),
                    text: loose.typed.to_owned(),
                    field: "text",
                    how: "folded",
                });
                return;
            }
        };
        clauses.push(Clause {
            occur: Occur::Must,
            query: Box::new(ConstScoreQuery::new(query, 0.0)),
            text: loose.typed.to_owned(),
            field: "text",
            how,
        });
    }

    fn add_word_scores(
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
                scored(self.fields.text, &loose.word.folded, WEIGHTS.folded),
                "text",
                "folded",
            );
        }
        let Some(exact) = &loose.word.exact else {
            push(
                scored(self.fields.subject, &loose.word.folded, WEIGHTS.subject),
                "subject",
                "folded",
            );
            return Ok(());
        };
        let exact = exact_term(exact);
        push(
            scored(self.fields.text, &exact, WEIGHTS.exact),
            "text",
            "exact",
        );
        push(
            scored(self.fields.subject, &exact, WEIGHTS.subject),
            "subject",
            "exact",
        );
        let step = if self.shape == Shape::Most {
            WEIGHTS.exact_step * self.rarity(&loose.word.folded)?
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

    fn add_pair_scores(&self, left: &Loose<'_>, right: &Loose<'_>, clauses: &mut Vec<Clause>) {
        let text = if left.typed == right.typed {
            left.typed.to_owned()
        } else {
            format!("{} {}", left.typed, right.typed)
        };
        let (left, right) = (&left.word.folded, &right.word.folded);
        for (term, weight, field) in [
            (pair_term(left, right), WEIGHTS.pair, "text"),
            (
                subject_pair_term(left, right),
                WEIGHTS.subject_pair,
                "subject",
            ),
        ] {
            clauses.push(Clause {
                occur: Occur::Should,
                query: boosted(basic(self.fields.pairs, &term), weight),
                text: text.clone(),
                field,
                how: "adjacent",
            });
        }
    }

    /// A run of words that begins with a number may be a code or a part of one.
    fn add_code_scores(&self, words: &[Loose<'_>], clauses: &mut Vec<Clause>) {
        let is_number = |word: &Word| word.folded.starts_with(|c: char| c.is_ascii_digit());
        let Some(first) = words.iter().position(|loose| is_number(loose.word)) else {
            return;
        };
        let run = &words[first..words.len().min(first + 8)];
        for loose in run.iter().take(4) {
            clauses.push(Clause {
                occur: Occur::Should,
                query: scored(self.fields.code, &loose.word.folded, WEIGHTS.code),
                text: loose.typed.to_owned(),
                field: "code",
                how: "folded",
            });
        }
        for length in 1..=run.len() {
            let whole =
                whole_code_term(run[..length].iter().map(|loose| loose.word.folded.clone()));
            let query = ConstScoreQuery::new(term(self.fields.code, &whole), WEIGHTS.whole_code);
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

/// Most of the words: all but one of a few, more than half of many.
fn most_of(wanted: Vec<Box<dyn Query>>) -> Clause {
    let least = least_words(wanted.len());
    let query = BooleanQuery::union_with_minimum_required_clauses(wanted, least);
    Clause {
        occur: Occur::Must,
        query: Box::new(ConstScoreQuery::new(Box::new(query), 0.0)),
        text: String::new(),
        field: "text",
        how: "filter",
    }
}

/// How many of so many words must stand in a paper when not all can.
pub(crate) fn least_words(count: usize) -> usize {
    match count {
        0..=2 => 1,
        3..=4 => count - 1,
        _ => count.div_ceil(2),
    }
}

fn loose_words(parsed: &Parsed) -> Vec<Loose<'_>> {
    let mut loose = Vec::new();
    for piece in &parsed.pieces {
        if piece.is_negated
            || piece.target != Target::Anywhere
            || (piece.is_quoted && piece.words.len() > 1)
        {
            continue;
        }
        for (place, word) in piece.words.iter().enumerate() {
            let joint = if place == 0 { piece.joint } else { word.joint };
            let is_tied = place > 0 && joint != Joint::Apart;
            loose.push(Loose {
                word,
                typed: &piece.typed,
                joint,
                is_tied,
            });
        }
    }
    loose
}

fn add_filters(fields: &IndexFields, parsed: &Parsed, clauses: &mut Vec<Clause>) {
    for filter in &parsed.values {
        clauses.push(Clause {
            occur: if filter.is_negated {
                Occur::MustNot
            } else {
                Occur::Must
            },
            query: one_of(fields.facets[filter.facet], &filter.values),
            text: filter.typed.clone(),
            field: crate::search::schema::FACETS[filter.facet],
            how: "filter",
        });
    }
    for (typed, from, to) in [
        parsed
            .from
            .as_ref()
            .map(|(typed, day)| (typed, Some(*day), None)),
        parsed
            .to
            .as_ref()
            .map(|(typed, day)| (typed, None, Some(*day))),
    ]
    .into_iter()
    .flatten()
    {
        clauses.push(Clause {
            occur: Occur::Must,
            query: issued_between(fields, from, to),
            text: typed.clone(),
            field: "issued",
            how: "filter",
        });
    }
}

/// Papers with one of these values.
pub(crate) fn one_of(field: Field, values: &[String]) -> Box<dyn Query> {
    let terms = values
        .iter()
        .map(|value| Term::from_field_text(field, value));
    Box::new(ConstScoreQuery::new(
        Box::new(TermSetQuery::new(terms)),
        0.0,
    ))
}

/// Papers issued between two days, both included.
pub(crate) fn issued_between(
    fields: &IndexFields,
    from: Option<time::Date>,
    to: Option<time::Date>,
) -> Box<dyn Query> {
    let bound = |day: Option<time::Date>| {
        day.map_or(Bound::Unbounded, |day| {
            Bound::Included(Term::from_field_i64(fields.issued, day_number(day)))
        })
    };
    if from.is_none() && to.is_none() {
        return Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0));
    }
    Box::new(ConstScoreQuery::new(
        Box::new(RangeQuery::new(bound(from), bound(to))),
        0.0,
    ))
}

/// Words side by side in a field: those typed with marks exactly so, unless `is_folded`.
pub(crate) fn together(field: Field, words: &[Word], is_folded: bool) -> Box<dyn Query> {
    let terms: Vec<Term> = words
        .iter()
        .map(|word| match &word.exact {
            Some(exact) if !is_folded => Term::from_field_text(field, &exact_term(exact)),
            _ => Term::from_field_text(field, &word.folded),
        })
        .collect();
    match terms.as_slice() {
        [only] => Box::new(TermQuery::new(only.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    ))
}

fn basic(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::Basic,
    ))
}

fn scored(field: Field, text: &str, weight: f32) -> Box<dyn Query> {
    boosted(term(field, text), weight)
}

fn boosted(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, weight))
}

/// Terms that begin so, itself among them.
fn starting_with(field: Field, beginning: &str) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(vec![
        term(field, beginning),
        longer_than(field, beginning),
    ]))
}

/// Terms that begin so and go on.
fn longer_than(field: Field, beginning: &str) -> Box<dyn Query> {
    let after = format!("{beginning}{}", char::MAX);
    Box::new(InvertedIndexRangeQuery::new(
        Bound::Excluded(Term::from_field_text(field, beginning)),
        Bound::Excluded(Term::from_field_text(field, &after)),
    ))
}

fn target_name(target: Target) -> &'static str {
    match target {
        Target::Anywhere => "text",
        Target::Subject => "subject",
        Target::Code => "code",
        Target::Issuer => "issuer",
        Target::Signer => "signer",
        Target::Register => "register",
    }
}
