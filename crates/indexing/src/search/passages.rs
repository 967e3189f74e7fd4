//! Passages: the best window of a text with the words of the query marked in it.
//!
//! The text is cut by the same analysis as the index, so what is marked is what was found. A word typed
//! with marks is marked where it stands so; only where it nowhere does, its other readings are marked.

use super::analysis::{Joint, Word, first_letter, spans, word_at};
use super::query::{Parsed, Target};

/// The words and phrases of a query, ready to mark in any text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    words: Vec<MarkedWord>,
    phrases: Vec<Vec<MarkedWord>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MarkedWord {
    pub folded: String,
    pub exact: Option<String>,
    pub is_prefix: bool,
}

impl MarkedWord {
    fn of(word: &Word) -> Self {
        Self {
            folded: word.folded.clone(),
            exact: word.exact.clone(),
            is_prefix: false,
        }
    }

    fn is_folded_in(&self, word: &Word) -> bool {
        if self.is_prefix {
            word.folded.starts_with(&self.folded)
        } else {
            word.folded == self.folded
        }
    }

    fn is_exact_in(&self, word: &Word) -> bool {
        self.is_folded_in(word) && (self.exact.is_none() || self.exact == word.exact)
    }
}

/// A word of the text; what it is, is known where it may be one that was asked for.
#[derive(Debug)]
struct Spot {
    start: usize,
    end: usize,
    word: Option<Box<Word>>,
}

impl Spot {
    fn is(&self, what: impl FnOnce(&Word) -> bool) -> bool {
        self.word.as_deref().is_some_and(what)
    }
}

/// A word of the text that the query asked for.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// Which word of the query.
    which: usize,
    /// Which word of the text.
    at: usize,
}

impl Marks {
    pub(crate) fn of(parsed: &Parsed, is_prefix: bool) -> Self {
        let mut marks = Self::default();
        for piece in &parsed.pieces {
            if piece.is_negated || matches!(piece.target, Target::Register | Target::Signer) {
                continue;
            }
            let words = piece.words.iter().map(MarkedWord::of);
            if piece.is_quoted && piece.words.len() > 1 {
                marks.phrases.push(words.collect());
            } else {
                marks.words.extend(words);
            }
        }
        if let Some(last) = marks.words.last_mut().filter(|_| is_prefix) {
            last.is_prefix = true;
        }
        marks
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &MarkedWord> {
        self.words.iter().chain(self.phrases.iter().flatten())
    }

    /// The best passage of at most `max_chars` characters, cut at word ends: parts in order, each
    /// with a flag «is a hit». None when nothing of the query stands in the text.
    pub fn passage(&self, text: &str, max_chars: usize) -> Option<Vec<(String, bool)>> {
        let words = self.spots(text);
        let found = self.find(&words);
        let window = best_window(text, &words, &found, max_chars)?;
        Some(parts(text, &words, &found, window))
    }

    /// Where the words of a text stand; what they are is looked up only where the first letter fits.
    fn spots(&self, text: &str) -> Vec<Spot> {
        let wanted: Vec<_> = self
            .words()
            .filter_map(|word| word.folded.chars().next())
            .collect();
        let may_fit = |(start, end)| {
            first_letter(&text[start..end]).is_none_or(|first| wanted.contains(&first))
        };
        spans(text)
            .map(|(start, end)| Spot {
                start,
                end,
                word: may_fit((start, end))
                    .then(|| word_at(text, (start, end), Joint::Near).map(Box::new))
                    .flatten(),
            })
            .collect()
    }

    /// Words of the text that are to be marked, in their order.
    fn find(&self, words: &[Spot]) -> Vec<Found> {
        let mut found = Vec::new();
        for (which, wanted) in self.words.iter().enumerate() {
            let places = |is_in: &dyn Fn(&Word) -> bool| -> Vec<Found> {
                let hits = words.iter().enumerate().filter(|(_, spot)| spot.is(is_in));
                hits.map(|(at, _)| Found { which, at }).collect()
            };
            let exact = places(&|word| wanted.is_exact_in(word));
            found.extend(if exact.is_empty() {
                places(&|word| wanted.is_folded_in(word))
            } else {
                exact
            });
        }
        for (which, phrase) in self.phrases.iter().enumerate() {
            let which = self.words.len() + which;
            for start in phrase_starts(phrase, words) {
                found.extend((start..start + phrase.len()).map(|at| Found { which, at }));
            }
        }
        found.sort_by_key(|found| (found.at, found.which));
        found.dedup_by_key(|found| (found.at, found.which));
        found
    }
}

fn phrase_starts(phrase: &[MarkedWord], words: &[Spot]) -> Vec<usize> {
    let starts = |is_in: &dyn Fn(&MarkedWord, &Word) -> bool| -> Vec<usize> {
        let fits = |window: &[Spot]| {
            phrase
                .iter()
                .zip(window)
                .all(|(wanted, spot)| spot.is(|word| is_in(wanted, word)))
        };
        words
            .windows(phrase.len())
            .enumerate()
            .filter(|(_, window)| fits(window))
            .map(|(at, _)| at)
            .collect()
    };
    let exact = starts(&MarkedWord::is_exact_in);
    if exact.is_empty() {
        starts(&MarkedWord::is_folded_in)
    } else {
        exact
    }
}

/// First and last byte of the window with the most different words, closest together.
fn best_window(
    text: &str,
    words: &[Spot],
    found: &[Found],
    max_chars: usize,
) -> Option<(usize, usize)> {
    let chars_before = char_counts(text, words);
    let width = |from: usize, to: usize| chars_before[to].1 - chars_before[from].0;
    let mut best: Option<(i64, usize, usize)> = None;
    let mut first = 0;
    for last in 0..found.len() {
        while width(found[first].at, found[last].at) > max_chars {
            first += 1;
            if first > last {
                break;
            }
        }
        if first > last {
            continue;
        }
        let score = window_score(&found[first..=last]);
        if best.is_none_or(|(top, ..)| score > top) {
            best = Some((score, found[first].at, found[last].at));
        }
    }
    let (_, from, to) = best?;
    Some(widen(text, words, (from, to), max_chars, &chars_before))
}

fn window_score(found: &[Found]) -> i64 {
    let mut seen = [0u64; 4];
    let mut distinct = 0i64;
    let mut neighbours = 0i64;
    for (place, hit) in found.iter().enumerate() {
        let (slot, bit) = ((hit.which / 64) % 4, 1u64 << (hit.which % 64));
        if seen[slot] & bit == 0 {
            seen[slot] |= bit;
            distinct += 1;
        }
        if place > 0 && found[place - 1].at + 1 == hit.at && found[place - 1].which + 1 == hit.which
        {
            neighbours += 1;
        }
    }
    let span = found.last().map_or(0, |last| last.at) - found.first().map_or(0, |first| first.at);
    distinct * 1_000 + neighbours.min(50) * 100 - i64::try_from(span.min(90)).unwrap_or(0)
}

/// Characters before the beginning and before the end of each word.
fn char_counts(text: &str, words: &[Spot]) -> Vec<(usize, usize)> {
    let mut counts = Vec::with_capacity(words.len());
    let (mut at, mut chars) = (0, 0);
    for word in words {
        chars += char_count(&text.as_bytes()[at..word.start]);
        let start = chars;
        chars += char_count(&text.as_bytes()[word.start..word.end]);
        at = word.end;
        counts.push((start, chars));
    }
    counts
}

/// Characters of a piece of UTF-8: all bytes but those that go on with one. For pieces of a few bytes this
/// takes a fraction of what the general way does.
fn char_count(piece: &[u8]) -> usize {
    let is_first = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    piece.iter().filter(is_first).count()
}

/// Adds whole words on both sides as long as there is room, a third of it before.
fn widen(
    text: &str,
    words: &[Spot],
    (mut from, mut to): (usize, usize),
    max_chars: usize,
    counts: &[(usize, usize)],
) -> (usize, usize) {
    let width = |from: usize, to: usize| counts[to].1 - counts[from].0;
    let before = max_chars.saturating_sub(width(from, to)) / 3;
    let anchor = counts[from].0;
    while from > 0 && anchor - counts[from - 1].0 <= before && width(from - 1, to) <= max_chars {
        from -= 1;
    }
    while to + 1 < words.len() && width(from, to + 1) <= max_chars {
        to += 1;
    }
    while from > 0 && width(from - 1, to) <= max_chars {
        from -= 1;
    }
    let start = words[from].start;
    let end = words[to].end;
    if width(from, to) <= max_chars {
        return (start, end);
    }
    // A single word longer than the room: cut inside it.
    let cut = text[start..end]
        .char_indices()
        .nth(max_chars)
        .map_or(end, |(at, _)| start + at);
    (start, cut)
}

fn parts(
    text: &str,
    words: &[Spot],
    found: &[Found],
    (start, end): (usize, usize),
) -> Vec<(String, bool)> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut at = start;
    for hit in found {
        let word = &words[hit.at];
        if word.start < at || word.start >= end {
            continue;
        }
        push(&mut parts, &text[at..word.start], false);
        at = word.end.min(end);
        push(&mut parts, &text[word.start..at], true);
    }
    push(&mut parts, &text[at..end], false);
    parts
}

fn push(parts: &mut Vec<(String, bool)>, text: &str, is_hit: bool) {
    if !text.is_empty() {
        parts.push((text.to_owned(), is_hit));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::search::query::parse;
    use proptest::prelude::*;
    use time::macros::date;

    fn marks(query: &str) -> Marks {
        Marks::of(&parse(query, date!(2026 - 11 - 22)).unwrap(), false)
    }

    fn hits(query: &str, text: &str) -> Vec<String> {
        let passage = marks(query).passage(text, 200).unwrap_or_default();
        passage
            .into_iter()
            .filter(|part| part.1)
            .map(|part| part.0)
            .collect()
    }

    #[test]
    fn the_original_text_is_marked() {
        assert_eq!(hits("ban giao", "Về việc BÀN giao đất"), ["BÀN", "giao"]);
        assert_eq!(hits("hoà", "Huyện Phong Ho\u{300}a và hoa"), ["Ho\u{300}a"]);
        assert_eq!(hits("123/qd", "Số 0123/QĐ-UBND"), ["0123", "QĐ"]);
        assert_eq!(marks("xyz").passage("không có", 100), None);
    }

    #[test]
    fn typed_marks_choose_what_is_marked_where_it_stands() {
        assert_eq!(hits("bàn", "Ban hành, bàn giao, bản đồ"), ["bàn"]);
        assert_eq!(hits("bàn", "Ban hành, bản đồ"), ["Ban", "bản"]);
    }

    #[test]
    fn a_phrase_is_marked_only_as_a_whole() {
        assert_eq!(hits("\"bàn giao\"", "giao ban, bàn giao"), ["bàn", "giao"]);
    }

    #[test]
    fn the_window_holds_the_most_words_and_keeps_its_length() {
        let filler = "chữ khác ".repeat(60);
        let text = format!("kế toán {filler} kế hoạch đầu tư công {filler}");
        let passage = marks("kế hoạch đầu tư").passage(&text, 80).unwrap();
        let whole: String = passage.iter().map(|part| part.0.as_str()).collect();
        assert!(whole.contains("kế hoạch đầu tư công"), "{whole}");
        assert!(
            whole.chars().count() <= 80 && whole.chars().count() > 60,
            "{whole}"
        );
        assert!(text.contains(&whole));
    }

    proptest! {
        #[test]
        fn any_text_keeps_the_length_and_stays_a_piece_of_itself(
            text in any::<String>(),
            words in "[abcđê ]{1,12}",
            max_chars in 1usize..60,
        ) {
            let text = format!("{text} {words}");
            if let Some(parts) = marks(&words).passage(&text, max_chars) {
                let whole: String = parts.iter().map(|part| part.0.as_str()).collect();
                prop_assert!(whole.chars().count() <= max_chars);
                prop_assert!(text.contains(&whole));
                prop_assert!(parts.iter().any(|part| part.1));
            }
        }
    }
}
