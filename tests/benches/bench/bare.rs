//! What stands beside: the same index asked through tantivy alone, and through the product's engine alone.
//!
//! The bare query has the shape of the product's: every syllable without marks has to be there, exact
//! forms and neighbouring pairs score, rights stand inside; twenty best, exact count, twenty passages.
//! The index keeps no texts, so the passages are cut from twenty texts of the same generator.

use std::collections::BTreeMap;
use std::time::Instant;

use indexing::search::{Request, SearchIndex};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query as TantivyQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{Index, ReloadPolicy, Searcher, TantivyDocument, Term};
use time::OffsetDateTime;
use tokio::runtime::Runtime;
use unicode_normalization::UnicodeNormalization;

use crate::Result;
use crate::office::{HEAD, Office};
use crate::papers::Maker;
use crate::queries::Query;
use crate::report::percentile;
use crate::words::Vocabulary;

/// How the bare query is called where it stands beside a figure.
pub const NAME: &str = "bare tantivy query on the same index, one thread";
const HITS: usize = 20;

/// Times of asking without server.
pub struct Bare {
    /// Half of the queries were answered within.
    pub p50: f64,
    /// 99 of 100 were.
    pub p99: f64,
}

impl Bare {
    fn of(mut ms: Vec<f64>) -> Self {
        Self {
            p50: percentile(&mut ms, 0.5),
            p99: percentile(&mut ms, 0.99),
        }
    }
}

/// Asks tantivy alone, after one round to warm up.
pub fn measure(
    runtime: &Runtime,
    office: &Office,
    vocabulary: &Vocabulary,
    queries: &[Query],
) -> Result<Bare> {
    let principals = office.principals(runtime, HEAD)?;
    let readers: Vec<_> = principals.iter().map(ToString::to_string).collect();
    let index = Index::open_in_dir(office.index())?;
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    let searcher = reader.searcher();
    let schema = index.schema();
    let raw = Raw {
        searcher: &searcher,
        text: schema.get_field("text")?,
        pairs: schema.get_field("pairs")?,
        reader: schema.get_field("reader")?,
        readers,
        samples: samples(vocabulary),
    };
    let mut ms = Vec::new();
    for round in 0..3 {
        for query in queries {
            let since = Instant::now();
            raw.ask(query)?;
            if round > 0 {
                ms.push(since.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    Ok(Bare::of(ms))
}

/// Asks the product's engine with the mixed queries, facets and passages included.
pub fn engine(
    runtime: &Runtime,
    office: &Office,
    vocabulary: &Vocabulary,
    queries: &[Query],
) -> Result<Bare> {
    let principals = office.principals(runtime, HEAD)?;
    let index = SearchIndex::open(&office.index())?;
    let samples = samples(vocabulary);
    let mut ms = Vec::new();
    for round in 0..2 {
        for query in queries {
            let request = Request {
                query: query.typed.clone(),
                principals: principals.clone(),
                limit: HITS,
                with_facets: query.with_facets,
                ..Request::default()
            };
            let since = Instant::now();
            let answer = index.search(&request)?;
            for (_, text) in answer.hits.iter().zip(&samples) {
                std::hint::black_box(answer.marks.passage(text, 240));
            }
            if round > 0 {
                ms.push(since.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    Ok(Bare::of(ms))
}

fn samples(vocabulary: &Vocabulary) -> Vec<String> {
    let mut maker = Maker::new(vocabulary, 1, OffsetDateTime::now_utc().date());
    (0..HITS).map(|_| maker.text(1500)).collect()
}

struct Raw<'a> {
    searcher: &'a Searcher,
    text: Field,
    pairs: Field,
    reader: Field,
    readers: Vec<String>,
    samples: Vec<String>,
}

impl Raw<'_> {
    fn ask(&self, query: &Query) -> Result<()> {
        let asked = self.query(query);
        let collector = (TopDocs::with_limit(HITS).order_by_score(), Count);
        let (top, count) = self.searcher.search(&asked, &collector)?;
        let mut folded = BTreeMap::new();
        for (_, syllable) in &query.syllables {
            folded.insert(syllable.clone(), 1.0);
        }
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .build();
        let snippets = SnippetGenerator::new(folded, analyzer, self.text, 200);
        for ((_, address), text) in top.iter().zip(&self.samples) {
            let kept: TantivyDocument = self.searcher.doc(*address)?;
            std::hint::black_box((kept, snippets.snippet(text)));
        }
        std::hint::black_box(count);
        Ok(())
    }

    fn query(&self, query: &Query) -> BooleanQuery {
        let mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)> = Vec::new();
        let term = |field: Field, text: &str, option: IndexRecordOption| {
            TermQuery::new(Term::from_field_text(field, text), option)
        };
        for (exact, folded) in &query.syllables {
            let must = term(self.text, folded, IndexRecordOption::WithFreqs);
            clauses.push((Occur::Must, Box::new(must)));
            if query.with_marks && exact != folded {
                let exact = term(self.text, &exact_form(exact), IndexRecordOption::WithFreqs);
                clauses.push((
                    Occur::Should,
                    Box::new(BoostQuery::new(Box::new(exact), 1.5)),
                ));
            }
        }
        for neighbours in query.syllables.windows(2) {
            let pair = format!("{}_{}", neighbours[0].1, neighbours[1].1);
            let pair = term(self.pairs, &pair, IndexRecordOption::Basic);
            clauses.push((
                Occur::Should,
                Box::new(BoostQuery::new(Box::new(pair), 2.0)),
            ));
        }
        let readers = self
            .readers
            .iter()
            .map(|key| Term::from_field_text(self.reader, key));
        let rights = ConstScoreQuery::new(Box::new(TermSetQuery::new(readers)), 0.0);
        clauses.push((Occur::Must, Box::new(rights)));
        BooleanQuery::new(clauses)
    }
}

/// The exact form as the index writes it: decomposed, the tone at the end.
fn exact_form(syllable: &str) -> String {
    let is_tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let (tones, letters): (Vec<_>, Vec<_>) = syllable.nfd().partition(is_tone);
    letters
        .into_iter()
        .chain(tones)
        .fold(String::from("="), |mut form, c| {
            form.push(c);
            form
        })
}
