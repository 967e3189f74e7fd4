//! The plan: turns a query that was understood into clauses of the index.
//!
//! Every clause keeps what was typed, the field and the manner, so that «why» tells the very clauses
//! that were searched. Here stands what a paper must hold; `scores` says what ranks it.

use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::schema::Field;

use super::terms::{issued_between, longer_than, one_of, starting_with, term, together};
use super::{Parsed, Piece, Target};
use crate::search::analysis::{Joint, Word};
use crate::search::paging::Shape;
use crate::search::ranking::Gain;
use crate::search::schema::{FACETS, IndexFields, pair_term};
use crate::search::settled::Settled;

/// What is asked of papers and what ranks them.
#[derive(Default)]
pub(crate) struct Plan {
    pub clauses: Vec<Clause>,
    pub gains: Vec<Gain>,
}

/// Something a paper must or must not hold, with what it stands for.
pub(crate) struct Clause {
    pub occur: Occur,
    pub query: Box<dyn Query>,
    /// As typed.
    pub text: String,
    pub field: &'static str,
    /// `exact`, `folded`, `adjacent`, `prefix`, `phrase`, `filter`.
    pub how: &'static str,
}

/// Makes the plan of a query.
pub(crate) struct Planner<'a> {
    pub fields: &'a IndexFields,
    pub shape: Shape,
}

/// A word looked for anywhere, with the piece it was typed in.
pub(crate) struct Loose<'a> {
    pub word: &'a Word,
    pub typed: &'a str,
    pub joint: Joint,
    /// Whether it must stand right behind the word before.
    pub is_tied: bool,
}

impl Planner<'_> {
    /// The plan of a query; rights and chosen facets are not in it.
    pub fn plan(&self, parsed: &Parsed) -> Plan {
        let mut plan = Plan::default();
        for piece in &parsed.pieces {
            if piece.is_negated {
                plan.clauses.push(self.negated(piece));
            } else if piece.target != Target::Anywhere {
                let is_open = self.is_prefix_of(parsed, piece);
                plan.clauses.push(self.in_field(piece, is_open));
                self.add_piece_scores(piece, &mut plan.gains);
            } else if piece.is_quoted && piece.words.len() > 1 {
                plan.clauses.push(self.phrase(piece));
                self.add_piece_scores(piece, &mut plan.gains);
            }
        }
        self.add_loose(parsed, &mut plan);
        add_filters(self.fields, parsed, &mut plan.clauses);
        plan
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

    pub fn field(&self, target: Target) -> Field {
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
    fn add_loose(&self, parsed: &Parsed, plan: &mut Plan) {
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
                plan.clauses.push(self.required(&words, place, is_prefix));
            }
            self.add_word_scores(loose, &mut plan.gains);
            if let Some(next) = words
                .get(place + 1)
                .filter(|next| next.joint != Joint::Apart)
            {
                self.add_pair_scores(loose, next, &mut plan.gains);
            }
        }
        if !wanted.is_empty() {
            plan.clauses.push(most_of(wanted));
        }
        self.add_code_scores(&words, &mut plan.gains);
    }

    /// The word must stand in the paper; glued words must stand side by side.
    fn required(&self, words: &[Loose<'_>], place: usize, is_prefix: bool) -> Clause {
        let loose = &words[place];
        let folded = &loose.word.folded;
        let previous = place
            .checked_sub(1)
            .map(|previous| &words[previous].word.folded);
        let tied = previous.filter(|_| loose.is_tied && self.shape != Shape::Loose);
        let (query, how) = match (tied, is_prefix) {
            (Some(previous), true) => (
                starting_with(self.fields.pairs, &pair_term(previous, folded)),
                "prefix",
            ),
            (Some(previous), false) => (
                term(self.fields.pairs, &pair_term(previous, folded)),
                "adjacent",
            ),
            (None, true) => (starting_with(self.fields.text, folded), "prefix"),
            (None, false) => (term(self.fields.text, folded), "folded"),
        };
        Clause {
            occur: Occur::Must,
            query,
            text: loose.typed.to_owned(),
            field: "text",
            how,
        }
    }
}

/// Most of the words: all but one of a few, a third of many, for what ranks first holds more by far.
fn most_of(wanted: Vec<Box<dyn Query>>) -> Clause {
    let least = least_words(wanted.len());
    let query = BooleanQuery::union_with_minimum_required_clauses(wanted, least);
    Clause {
        occur: Occur::Must,
        query: Box::new(query),
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
        _ => count.div_ceil(3).max(3),
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
            field: FACETS[filter.facet],
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

pub(crate) fn target_name(target: Target) -> &'static str {
    match target {
        Target::Anywhere => "text",
        Target::Subject => "subject",
        Target::Code => "code",
        Target::Issuer => "issuer",
        Target::Signer => "signer",
        Target::Register => "register",
    }
}
