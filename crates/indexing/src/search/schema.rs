//! The fields of the index and the terms that stand in them.
//!
//! A text field holds every word folded, and at the same position, behind `=`, its exact form where it
//! carries marks: so phrases may mix words typed with and without marks. Neighbouring words stand
//! folded and joined in `pairs` (those of the subject once more behind `^`), counted, without positions.

use tantivy::Index;
use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::analysis::{Joint, Word, words};

/// Raised whenever the fields or the analysis change: an older index is then made anew.
pub(crate) const SCHEMA_VERSION: u32 = 2;

/// Words between the description of a paper and its text, and between two files: no phrase spans it.
pub(crate) const GAP: usize = 100;

const PREPARED: &str = "prepared";
const STEP: char = '\u{1}';

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndexFields {
    pub id: Field,
    pub id_high: Field,
    pub id_low: Field,
    pub text: Field,
    pub pairs: Field,
    pub subject: Field,
    pub code: Field,
    pub issuer: Field,
    pub signer: Field,
    pub register: Field,
    pub reader: Field,
    pub facets: [Field; 6],
    pub day: Field,
    pub issued: Field,
    pub pages: Field,
}

/// Facet names in the order of [`IndexFields::facets`]; also the names of their fields.
pub(crate) const FACETS: [&str; 6] = ["kind", "issuer", "year", "register", "unit", "state"];

/// Makes the schema with its fields.
pub(crate) fn schema() -> (Schema, IndexFields) {
    let mut builder = Schema::builder();
    let facet = || words_as(IndexRecordOption::Basic, "raw", false).set_fast("raw");
    let positions = || words_as(IndexRecordOption::WithFreqsAndPositions, PREPARED, true);
    let number = NumericOptions::default() | FAST;
    let fields = IndexFields {
        id: builder.add_bytes_field("id", BytesOptions::default() | INDEXED),
        id_high: builder.add_u64_field("id_high", number.clone()),
        id_low: builder.add_u64_field("id_low", number.clone()),
        text: builder.add_text_field("text", positions()),
        pairs: builder.add_text_field(
            "pairs",
            words_as(IndexRecordOption::WithFreqs, PREPARED, true),
        ),
        subject: builder.add_text_field("subject", positions()),
        code: builder.add_text_field("code", positions()),
        issuer: builder.add_text_field("issuer_words", positions()),
        signer: builder.add_text_field("signer", positions()),
        register: builder.add_text_field("register_words", positions()),
        reader: builder.add_text_field("reader", words_as(IndexRecordOption::Basic, "raw", false)),
        facets: FACETS.map(|name| builder.add_text_field(name, facet())),
        day: builder.add_i64_field("day", number.clone()),
        issued: builder.add_i64_field("issued", number),
        pages: builder.add_bytes_field("pages", BytesOptions::default().set_stored()),
    };
    (builder.build(), fields)
}

fn words_as(option: IndexRecordOption, tokenizer: &str, with_lengths: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(with_lengths),
    )
}

/// Teaches an index to take prepared text.
pub(crate) fn register_tokenizers(index: &Index) {
    index
        .tokenizers()
        .register(PREPARED, TextAnalyzer::from(PreparedTokenizer::default()));
}

/// The term of an exact form.
pub(crate) fn exact_term(exact: &str) -> String {
    format!("={exact}")
}

/// The term of two neighbouring words.
pub(crate) fn pair_term(left: &str, right: &str) -> String {
    format!("{left}_{right}")
}

/// The term of two neighbouring words of the subject.
pub(crate) fn subject_pair_term(left: &str, right: &str) -> String {
    format!("^{left}_{right}")
}

/// Text ready to be indexed: terms one a line, as [`PreparedTokenizer`] takes them.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    terms: String,
    position: usize,
    previous: Option<String>,
}

impl Prepared {
    /// Adds a text and, where wanted, its pairs.
    pub fn push_text(&mut self, text: &str, mut pairs: Option<&mut Prepared>) {
        for word in words(text) {
            if let (Some(pairs), Some(previous)) = (pairs.as_deref_mut(), &self.previous)
                && word.joint != Joint::Apart
            {
                pairs.push_term(&pair_term(previous, &word.folded));
            }
            self.push_word(&word);
            self.previous = Some(word.folded);
        }
    }

    fn push_word(&mut self, word: &Word) {
        self.push_term(&word.folded);
        if let Some(exact) = &word.exact {
            self.terms.push('=');
            self.terms.push_str(exact);
            self.terms.push('\n');
        }
    }

    /// Adds one term at a position of its own.
    pub fn push_term(&mut self, term: &str) {
        self.terms.push_str(term);
        self.terms.push('\n');
        self.position += 1;
    }

    /// Leaves a gap that no phrase spans.
    pub fn push_gap(&mut self) {
        self.terms.push(STEP);
        self.terms.push('\n');
        self.position += GAP;
        self.previous = None;
    }

    /// The position the next word gets.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The terms, one a line.
    pub fn into_terms(self) -> String {
        self.terms
    }
}

#[derive(Debug, Clone, Default)]
struct PreparedTokenizer {
    token: Token,
}

struct PreparedStream<'a> {
    rest: &'a str,
    next_position: usize,
    token: &'a mut Token,
}

impl Tokenizer for PreparedTokenizer {
    type TokenStream<'a> = PreparedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PreparedStream<'a> {
        self.token.reset();
        PreparedStream {
            rest: text,
            next_position: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for PreparedStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((line, rest)) = self.rest.split_once('\n') {
            self.rest = rest;
            if line.starts_with(STEP) {
                self.next_position += GAP;
                continue;
            }
            if line.starts_with('=') {
                self.token.position = self.next_position.saturating_sub(1);
            } else {
                self.token.position = self.next_position;
                self.next_position += 1;
            }
            self.token.text.clear();
            self.token.text.push_str(line);
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_forms_share_the_position_of_their_word() {
        let mut prepared = Prepared::default();
        let mut pairs = Prepared::default();
        prepared.push_text("Bàn giao", Some(&mut pairs));
        prepared.push_gap();
        prepared.push_text("giao", Some(&mut pairs));
        assert_eq!(prepared.position(), 2 + GAP + 1);
        let terms = prepared.into_terms();
        let mut tokenizer = PreparedTokenizer::default();
        let mut stream = tokenizer.token_stream(&terms);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().text.clone(), stream.token().position));
        }
        let found: Vec<_> = found
            .iter()
            .map(|(term, at)| (term.as_str(), *at))
            .collect();
        assert_eq!(
            found,
            [
                ("ban", 0),
                ("=ban\u{300}", 0),
                ("giao", 1),
                ("giao", 2 + GAP)
            ]
        );
        assert_eq!(pairs.into_terms(), "ban_giao\n");
    }
}
