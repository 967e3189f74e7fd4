//! Relaxing: when the words as typed find nothing, later readings of them are tried in a fixed order, and
//! what was done is said. Whatever is tried is searched with the rights of the caller, so that neither a
//! correction nor its absence tells of papers he may not read. Words in quotes are never replaced.

use super::correction::{CORRECTED_MIN_CHARS, candidates};
use super::execute::{Found, Search};
use super::paging::{Reading, Shape};
use super::query::{Parsed, Piece, Target, decode_telex};
use super::{Relaxed, SearchFault};
use crate::search::analysis::{Joint, Word, words};

/// Fewer hits than this, and an unfinished last word may go on.
const FEW: u64 = 20;
/// From so many words on, a query is taken as a question rather than a list of words.
const QUESTION_WORDS: usize = 9;
/// From so many on where it ends with a question mark.
const ASKED_WORDS: usize = 4;

impl Search<'_> {
    /// The first reading that finds something.
    pub fn find(&self, parsed: &Parsed, limit: usize) -> Result<Found, SearchFault> {
        let is_question = is_question(parsed);
        if is_question && is_plain(parsed) && !self.stands_as_sentence(parsed)? {
            let most = self.run(parsed, shaped(Shape::Most), limit, None)?;
            if most.collected.total > 0 {
                return Ok(most);
            }
        }
        let plain = self.run(parsed, shaped(Shape::All), limit, None)?;
        let last_word = parsed.pieces.last().and_then(|piece| piece.words.last());
        if plain.collected.total < FEW
            && !is_question
            && parsed.is_open
            && last_word.is_some_and(|word| word.folded.chars().count() > 1)
        {
            let longer = self.run(parsed, shaped(Shape::Prefix), limit, None)?;
            if longer.collected.total > plain.collected.total {
                return Ok(longer);
            }
        }
        if plain.collected.total == 0 {
            return self.relaxed(parsed, plain, limit);
        }
        // Phrases, fields and words left out say more precisely what is wanted than a question does.
        if is_question && !is_plain(parsed) && plain.collected.total < FEW {
            return self.run(parsed, shaped(Shape::Most), limit, None);
        }
        Ok(plain)
    }

    /// Whether the words stand side by side somewhere: then a question is a sentence that was copied, else
    /// it is answered by most of its words, however many papers happen to hold all of them.
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
        let mut readings = vec![shaped(Shape::Loose)];
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
        // One slip spoils a few words, but not a question, of which most words are enough.
        let corrected = if is_question(parsed) {
            Vec::new()
        } else {
            self.corrections(parsed)?
        };
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

    /// All words are known, yet never together: one of them may be the slip. Whoever sets the marks of a known word
    /// means that word.
    fn single_correction(
        &self,
        parsed: &Parsed,
        suspects: &[String],
    ) -> Result<Vec<(String, String)>, SearchFault> {
        let is_marked = |folded: &String| {
            replaceable(parsed).any(|word| word.folded == *folded && word.exact.is_some())
        };
        for word in suspects.iter().filter(|word| !is_marked(word)) {
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
}

/// What has to be said of a reading.
pub(crate) fn relaxed(parsed: &Parsed, reading: &Reading) -> Option<Relaxed> {
    if reading.shape == Shape::Most {
        return Some(Relaxed::MostWords);
    }
    let typed = |folded: &String| {
        let marked = replaceable(parsed).find(|word| word.folded == *folded);
        marked
            .and_then(|word| word.exact.clone())
            .unwrap_or_else(|| folded.clone())
    };
    let said = |(folded, taken): &(String, String)| (typed(folded), taken.clone());
    let mut corrected: Vec<_> = reading.replaced.iter().map(said).collect();
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
pub(crate) fn replace(parsed: &Parsed, replaced: &[(String, String)]) -> Parsed {
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

/// Nothing but words: no phrase, no field, nothing left out.
fn is_plain(parsed: &Parsed) -> bool {
    parsed
        .pieces
        .iter()
        .all(|piece| is_replaceable(piece) && piece.target == Target::Anywhere)
}

fn is_question(parsed: &Parsed) -> bool {
    let words: usize = parsed.pieces.iter().map(|piece| piece.words.len()).sum();
    words >= QUESTION_WORDS || (parsed.is_asked && words >= ASKED_WORDS)
}

/// A reading that replaces nothing.
fn shaped(shape: Shape) -> Reading {
    Reading {
        shape,
        replaced: Vec::new(),
    }
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
