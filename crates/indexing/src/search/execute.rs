//! Executing a request: rights and chosen facets stand inside every query; when the words as typed find
//! nothing, later readings of them are tried, and what was done is said.

use std::collections::BTreeMap;

use tantivy::Searcher;
use tantivy::query::{BooleanQuery, Occur, Query};
use time::Date;

use super::collect::{Collected, Order, Wanted};
use super::correction::{CORRECTED_MIN_CHARS, candidates};
use super::paging::{Cursor, Place, Reading, Shape};
use super::passages::Marks;
use super::places::places;
use super::query::plan::{Clause, Planner, issued_between, one_of};
use super::query::{Parsed, Piece, Target, decode_telex, parse};
use super::schema::{FACETS, IndexFields};
use super::{Answer, Hit, Relaxed, Request, SearchFault, Sort};
use crate::search::analysis::{Joint, Word, words};

/// Fewer hits than this, and an unfinished last word may go on.
const FEW: u64 = 20;
/// From so many words on, a query is taken as a question rather than a list of words.
const QUESTION_WORDS: usize = 9;
/// Most hits of one page.
const LIMIT_MAX: usize = 100;
/// Most values of one facet in an answer.
const FACET_VALUES_MAX: usize = 100;

/// Facet names to their values with counts.
type Facets = BTreeMap<&'static str, Vec<(String, u64)>>;

/// One request on one state of the index.
pub(crate) struct Search<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a IndexFields,
    pub request: &'a Request,
    pub today: Date,
}

/// A reading with what it found.
pub(crate) struct Found {
    pub reading: Reading,
    pub parsed: Parsed,
    pub collected: Collected,
    pub relaxed: Option<Relaxed>,
}

impl Search<'_> {
    /// The answer to the request.
    pub fn answer(&self) -> Result<Answer, SearchFault> {
        let parsed = parse(&self.request.query, self.today)?;
        let after = self
            .request
            .after
            .as_deref()
            .map(|text| Cursor::decode(text, self.request))
            .transpose()?;
        if self.request.principals.is_empty() {
            return Ok(Answer::default());
        }
        let limit = self.request.limit.min(LIMIT_MAX);
        let found = match after {
            Some((place, reading)) => self.run(&parsed, reading, limit, Some(place))?,
            None => self.find(&parsed, limit)?,
        };
        self.report(found, limit)
    }

    /// The first reading that finds something.
    pub fn find(&self, parsed: &Parsed, limit: usize) -> Result<Found, SearchFault> {
        let shaped = |shape| Reading {
            shape,
            replaced: Vec::new(),
        };
        let plain = self.run(parsed, shaped(Shape::All), limit, None)?;
        let last_word = parsed.pieces.last().and_then(|piece| piece.words.last());
        if plain.collected.total < FEW
            && parsed.is_open
            && last_word.is_some_and(|word| word.folded.chars().count() > 1)
        {
            let longer = self.run(parsed, shaped(Shape::Prefix), limit, None)?;
            if longer.collected.total > plain.collected.total {
                return Ok(longer);
            }
        }
        if plain.collected.total > 0 {
            return self.widened(parsed, plain, limit);
        }
        self.relaxed(parsed, plain, limit)
    }

    /// A question that few papers answer word for word is answered by most of its words, unless its
    /// words stand side by side somewhere: then it is a sentence somebody copied.
    fn widened(&self, parsed: &Parsed, plain: Found, limit: usize) -> Result<Found, SearchFault> {
        let count: usize = parsed.pieces.iter().map(|piece| piece.words.len()).sum();
        if count < QUESTION_WORDS
            || plain.collected.total >= FEW
            || self.stands_as_sentence(parsed)?
        {
            return Ok(plain);
        }
        self.run(
            parsed,
            Reading {
                shape: Shape::Most,
                replaced: Vec::new(),
            },
            limit,
            None,
        )
    }

    fn stands_as_sentence(&self, parsed: &Parsed) -> Result<bool, SearchFault> {
        let mut whole = parsed.clone();
        let loose: Vec<_> = whole
            .pieces
            .iter()
            .flat_map(|piece| piece.words.clone())
            .collect();
        let Some(first) = whole.pieces.first_mut() else {
            return Ok(false);
        };
        first.words = loose;
        first.is_quoted = true;
        whole.pieces.truncate(1);
        Ok(self.count(&whole, Shape::Loose)? > 0)
    }

    fn relaxed(&self, parsed: &Parsed, nothing: Found, limit: usize) -> Result<Found, SearchFault> {
        if parsed.pieces.is_empty() {
            return Ok(nothing);
        }
        let mut readings = vec![Reading {
            shape: Shape::Loose,
            replaced: Vec::new(),
        }];
        let telex = telex(parsed);
        if !telex.is_empty() {
            readings.push(Reading {
                shape: Shape::All,
                replaced: telex.clone(),
            });
            readings.push(Reading {
                shape: Shape::Loose,
                replaced: telex.clone(),
            });
        }
        for reading in readings {
            let found = self.run(parsed, reading, limit, None)?;
            if found.collected.total > 0 {
                return Ok(found);
            }
        }
        let corrected = self.corrections(parsed)?;
        if !corrected.is_empty() {
            let reading = Reading {
                shape: Shape::Loose,
                replaced: corrected,
            };
            let found = self.run(parsed, reading, limit, None)?;
            if found.collected.total > 0 {
                return Ok(found);
            }
        }
        for replaced in [Vec::new(), telex] {
            let most = self.run(
                parsed,
                Reading {
                    shape: Shape::Most,
                    replaced,
                },
                limit,
                None,
            )?;
            if most.collected.total > 0 {
                return Ok(most);
            }
        }
        Ok(nothing)
    }

    /// Replacements of single words with which all words are found. Whether a word is known is judged by
    /// what the caller may read, so that a correction tells nothing of other papers.
    fn corrections(&self, parsed: &Parsed) -> Result<Vec<(String, String)>, SearchFault> {
        let mut suspects = Vec::new();
        for word in replaceable(parsed) {
            if word.folded.chars().count() >= CORRECTED_MIN_CHARS
                && !suspects.contains(&word.folded)
            {
                suspects.push(word.folded.clone());
            }
        }
        suspects.truncate(8);
        let mut unknown = Vec::new();
        for word in &suspects {
            if self.count(&single(word), Shape::All)? == 0 {
                unknown.push(word.clone());
            }
        }
        if unknown.is_empty() {
            return self.single_correction(parsed, &suspects);
        }
        let mut replaced: Vec<(String, String)> = Vec::new();
        for word in unknown.into_iter().take(3) {
            if let Some(taken) = self.best_candidate(&word, |taken| Ok(single(taken)))? {
                replaced.push((word, taken));
            }
        }
        Ok(replaced)
    }

    /// All words are known, yet never together: one of them may be the slip.
    fn single_correction(
        &self,
        parsed: &Parsed,
        suspects: &[String],
    ) -> Result<Vec<(String, String)>, SearchFault> {
        for word in suspects {
            let with = |taken: &str| Ok(replace(parsed, &[(word.clone(), taken.to_owned())]));
            if let Some(taken) = self.best_candidate(word, with)? {
                return Ok(vec![(word.clone(), taken)]);
            }
        }
        Ok(Vec::new())
    }

    /// The candidate for a word with which the most papers are found.
    fn best_candidate(
        &self,
        word: &str,
        with: impl Fn(&str) -> Result<Parsed, SearchFault>,
    ) -> Result<Option<String>, SearchFault> {
        let mut best: Option<(u64, String)> = None;
        for taken in candidates(self.searcher, self.fields, word)? {
            let count = self.count(&with(&taken)?, Shape::Loose)?;
            if count > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((count, taken));
            }
        }
        Ok(best.map(|(_, taken)| taken))
    }

    fn count(&self, parsed: &Parsed, shape: Shape) -> Result<u64, SearchFault> {
        let query = self.query(self.clauses(parsed, shape)?, None);
        Ok(self
            .searcher
            .search(&query, &wanted(0, None, Order::Newest, Vec::new()))?
            .total)
    }

    fn run(
        &self,
        typed: &Parsed,
        reading: Reading,
        limit: usize,
        after: Option<Place>,
    ) -> Result<Found, SearchFault> {
        let parsed = replace(typed, &reading.replaced);
        let query = self.query(self.clauses(&parsed, reading.shape)?, None);
        let facets = if self.request.with_facets {
            self.unchosen_facets()
        } else {
            Vec::new()
        };
        let wanted = wanted(limit, after, self.order(&parsed), facets);
        let collected = self.searcher.search(&query, &wanted)?;
        let relaxed = relaxed(&parsed, &reading);
        Ok(Found {
            reading,
            parsed,
            collected,
            relaxed,
        })
    }

    /// The clauses of a query read in one shape.
    pub fn clauses(&self, parsed: &Parsed, shape: Shape) -> Result<Vec<Clause>, SearchFault> {
        let planner = Planner {
            searcher: self.searcher,
            fields: self.fields,
            shape,
        };
        Ok(planner.clauses(parsed)?)
    }

    /// Clauses, rights and chosen facets as one query; one facet may be left out.
    pub fn query(&self, clauses: Vec<Clause>, without: Option<usize>) -> BooleanQuery {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = clauses
            .into_iter()
            .map(|clause| (clause.occur, clause.query))
            .collect();
        let readers: Vec<String> = self
            .request
            .principals
            .iter()
            .map(ToString::to_string)
            .collect();
        parts.push((Occur::Must, one_of(self.fields.reader, &readers)));
        for (facet, values) in self.chosen().into_iter().enumerate() {
            if !values.is_empty() && without != Some(facet) {
                parts.push((Occur::Must, one_of(self.fields.facets[facet], &values)));
            }
        }
        let filters = &self.request.filters;
        if filters.from.is_some() || filters.to.is_some() {
            parts.push((
                Occur::Must,
                issued_between(self.fields, filters.from, filters.to),
            ));
        }
        BooleanQuery::new(parts)
    }

    /// The chosen values of each facet, in the order of [`FACETS`].
    fn chosen(&self) -> [Vec<String>; 6] {
        let filters = &self.request.filters;
        [
            filters.kinds.clone(),
            filters.issuers.clone(),
            filters.years.iter().map(ToString::to_string).collect(),
            filters.registers.clone(),
            filters.units.iter().map(ToString::to_string).collect(),
            filters
                .states
                .iter()
                .map(|state| state.code().to_owned())
                .collect(),
        ]
    }

    fn unchosen_facets(&self) -> Vec<usize> {
        let chosen = self.chosen();
        (0..FACETS.len())
            .filter(|facet| chosen[*facet].is_empty())
            .collect()
    }

    fn order(&self, parsed: &Parsed) -> Order {
        match self.request.sort {
            Sort::Relevance if parsed.pieces.iter().any(|piece| !piece.is_negated) => Order::Score,
            Sort::Relevance | Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
        }
    }

    fn report(&self, found: Found, limit: usize) -> Result<Answer, SearchFault> {
        let facets = self.facets(&found)?;
        let Found {
            reading,
            parsed,
            collected,
            relaxed,
        } = found;
        let marks = Marks::of(&parsed, reading.shape == Shape::Prefix);
        let shown = &collected.top[..collected.top.len().min(limit)];
        let addresses: Vec<_> = shown.iter().map(|top| top.address).collect();
        let places = places(self.searcher, self.fields, &marks, &addresses)?;
        let is_oldest = self.order(&parsed) == Order::Oldest;
        let hits = shown.iter().zip(places).map(|(top, place)| {
            let id = if is_oldest {
                !top.place.id
            } else {
                top.place.id
            };
            let id = workflow::DocumentId(uuid::Uuid::from_u128(id));
            Hit {
                id,
                score: top.score,
                place,
            }
        });
        let next = shown
            .last()
            .filter(|_| collected.top.len() > limit)
            .map(|last| Cursor::behind(self.request, last.place, reading).encode());
        Ok(Answer {
            total: collected.total,
            hits: hits.collect(),
            facets,
            next,
            relaxed,
            marks,
        })
    }

    /// Facet values, largest first; a facet with chosen values is counted without its own choice.
    fn facets(&self, found: &Found) -> Result<Facets, SearchFault> {
        let mut facets = BTreeMap::new();
        if !self.request.with_facets {
            return Ok(facets);
        }
        let unchosen = self.unchosen_facets();
        for (facet, counts) in unchosen.iter().zip(&found.collected.facets) {
            facets.insert(FACETS[*facet], largest_first(counts.clone()));
        }
        for facet in (0..FACETS.len()).filter(|facet| !unchosen.contains(facet)) {
            let clauses = self.clauses(&found.parsed, found.reading.shape)?;
            let query = self.query(clauses, Some(facet));
            let counted = self
                .searcher
                .search(&query, &wanted(0, None, Order::Newest, vec![facet]))?;
            let counts = counted.facets.into_iter().next().unwrap_or_default();
            facets.insert(FACETS[facet], largest_first(counts));
        }
        Ok(facets)
    }
}

fn wanted(limit: usize, after: Option<Place>, order: Order, facets: Vec<usize>) -> Wanted {
    Wanted {
        limit,
        after,
        order,
        facets,
    }
}

fn largest_first(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(FACET_VALUES_MAX);
    counts
}

/// What has to be said of a reading.
fn relaxed(parsed: &Parsed, reading: &Reading) -> Option<Relaxed> {
    if reading.shape == Shape::Most {
        return Some(Relaxed::MostWords);
    }
    let mut corrected = reading.replaced.clone();
    if reading.shape == Shape::Loose {
        for piece in parsed
            .pieces
            .iter()
            .filter(|piece| !piece.is_negated && piece.is_quoted)
        {
            if piece.words.iter().any(|word| word.exact.is_some()) {
                let folded = piece.words.iter().map(|word| word.folded.as_str());
                corrected.push((piece.typed.clone(), folded.collect::<Vec<_>>().join(" ")));
            }
        }
    }
    (!corrected.is_empty()).then_some(Relaxed::Corrected(corrected))
}

/// The query with words replaced.
fn replace(parsed: &Parsed, replaced: &[(String, String)]) -> Parsed {
    let mut parsed = parsed.clone();
    if replaced.is_empty() {
        return parsed;
    }
    let pieces = parsed
        .pieces
        .iter_mut()
        .filter(|piece| is_replaceable(piece));
    for word in pieces.flat_map(|piece| &mut piece.words) {
        let taken = replaced
            .iter()
            .find(|(typed, _)| *typed == word.folded)
            .map(|(_, taken)| taken);
        if let Some(taken) = taken.and_then(|taken| words(taken).next()) {
            word.folded = taken.folded;
            word.exact = taken.exact;
        }
    }
    parsed
}

/// Words in quotes and words left out are meant as typed.
fn is_replaceable(piece: &Piece) -> bool {
    !piece.is_negated && !piece.is_quoted
}

fn replaceable(parsed: &Parsed) -> impl Iterator<Item = &Word> {
    parsed
        .pieces
        .iter()
        .filter(|piece| is_replaceable(piece))
        .flat_map(|piece| &piece.words)
}

fn single(word: &str) -> Parsed {
    let piece = Piece {
        typed: word.to_owned(),
        words: words(word).take(1).collect(),
        is_quoted: false,
        is_negated: false,
        target: Target::Anywhere,
        joint: Joint::Apart,
    };
    Parsed {
        pieces: vec![piece],
        ..Parsed::default()
    }
}

/// Words that can be read as Telex keys, with what they stand for.
fn telex(parsed: &Parsed) -> Vec<(String, String)> {
    let mut decoded: Vec<(String, String)> = Vec::new();
    for word in replaceable(parsed).filter(|word| word.exact.is_none()) {
        if let Some(meant) = decode_telex(&word.folded)
            && decoded.iter().all(|(typed, _)| *typed != word.folded)
        {
            decoded.push((word.folded.clone(), meant));
        }
    }
    decoded
}
