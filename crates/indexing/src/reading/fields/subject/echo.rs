//! The subject said again: a decision approves in its first article what its subject names, a circular
//! opens with «Thông tư này quy định …». Words of the subject that were read unsurely, for a stamp lies
//! over them, are taken from there where the words around them agree.

use crate::reading::fields::likeness::distance_within;
use crate::reading::fields::lines::{Line, folded, is_capitals};
use crate::reading::text::syllables::is_syllable;

/// Words of a subject read less surely are looked for in the text.
const UNSURE: u8 = 75;
/// The same, for words that are no syllables.
const UNSURE_FOREIGN: u8 = 92;
/// Words on either side that must agree.
const FLANK: usize = 2;
/// Most words that the text may say beyond those that were read.
const MORE: usize = 3;
/// Confidence of a word that the text confirms.
const CONFIRMED: u8 = 88;
/// By how many words on either side a doubtful stretch is widened until the text agrees.
const WIDER: [(usize, usize); 8] = [
    (0, 0),
    (0, 1),
    (1, 0),
    (1, 1),
    (0, 2),
    (2, 0),
    (1, 2),
    (2, 2),
];

/// A word with the recogniser's confidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// As read.
    pub text: String,
    /// Percent.
    pub confidence: u8,
    key: String,
}

impl From<(&str, u8)> for Said {
    fn from((text, confidence): (&str, u8)) -> Self {
        Said {
            text: text.to_owned(),
            confidence,
            key: key(text),
        }
    }
}

impl Said {
    /// A word that is known.
    pub fn sure(text: &str) -> Self {
        Said::from((text, 100))
    }

    /// Whether it was misread, most likely.
    fn is_doubtful(&self) -> bool {
        let bare = self.text.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() {
            return self.confidence < UNSURE && self.text.chars().count() > 1;
        }
        let plain = |c: char| c.is_alphanumeric() || "-/.,&()+:%".contains(c);
        let is_code = bare.contains(|c: char| c.is_ascii_digit());
        let is_short_name = is_capitals(bare, false) && bare.chars().count() <= 6;
        let is_word = is_code || is_short_name || bare.split('-').all(is_syllable);
        let letters: Vec<char> = bare.chars().collect();
        let is_odd = letters
            .windows(2)
            .any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase());
        self.confidence < UNSURE
            || is_odd
            || !bare.chars().all(plain)
            || !is_word && self.confidence < UNSURE_FOREIGN
    }
}

fn key(text: &str) -> String {
    let text = folded(text);
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// A score under the doubt in the words, those above all that nothing confirmed.
pub fn weighed(score: u8, words: &[Said]) -> u8 {
    let sum: usize = words.iter().map(|word| usize::from(word.confidence)).sum();
    let mean = sum.checked_div(words.len()).unwrap_or(100);
    let doubtful = words.iter().filter(|word| word.is_doubtful()).count();
    let score = usize::from(score) * mean / 100;
    u8::try_from(score.saturating_sub(doubtful.min(3) * 12)).unwrap_or_default()
}

/// The words of a paper below its subject.
pub struct Body(Vec<Said>);

impl Body {
    /// The words of the pages that stand below some lines of the first.
    pub fn below(subject: &[&Line], pages: &[Vec<Line>]) -> Body {
        let end = subject.iter().filter_map(|line| line.row());
        let end = end.map(|(y, _)| y).fold(0.0, f32::max);
        let page = subject.first().map_or(1, |line| line.page);
        let is_below = |line: &&Line| {
            line.page > page || line.row().is_some_and(|(y, height)| y > end + height * 0.5)
        };
        let lines = pages.iter().flatten().filter(is_below);
        let words = lines.flat_map(|line| line.words().map(Said::from).collect::<Vec<_>>());
        Body(words.filter(|word| !word.key.is_empty()).collect())
    }

    /// The words with those that were read unsurely as the text says them.
    pub fn mended(&self, mut words: Vec<Said>, titled: bool) -> Vec<Said> {
        if titled {
            self.put_begin(&mut words);
        }
        let mut at = 0;
        while at < words.len() {
            if !words[at].is_doubtful() {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < words.len() && words[end].is_doubtful() {
                end += 1;
            }
            at = self.mend(&mut words, at, end);
        }
        words
    }

    /// Mends one doubtful stretch and says where to go on.
    fn mend(&self, words: &mut Vec<Said>, begin: usize, end: usize) -> usize {
        for (before, behind) in WIDER {
            let (Some(from), to) = (begin.checked_sub(before), end + behind) else {
                continue;
            };
            if to > words.len() {
                continue;
            }
            let left: Vec<&str> = keys(&words[from.saturating_sub(FLANK)..from]);
            let right: Vec<&str> = keys(&words[to..words.len().min(to + FLANK)]);
            let Some(said) = self.between(&left, &right, &words[from..to]) else {
                continue;
            };
            let count = said.len();
            words.splice(from..to, said);
            return from + count;
        }
        end
    }

    /// What the text says between some words, where it always says the same.
    fn between(&self, left: &[&str], right: &[&str], read: &[Said]) -> Option<Vec<Said>> {
        if left.len() + right.len() < FLANK + 1 && !(right.is_empty() && left.len() == FLANK) {
            return None;
        }
        let starts = (0..self.0.len().saturating_sub(left.len()))
            .filter(|at| self.says(*at, left))
            .map(|at| at + left.len());
        let mut found: Option<&[Said]> = None;
        for start in starts {
            let lengths = if right.is_empty() {
                read.len()..=read.len()
            } else {
                0..=read.len() + MORE
            };
            let Some(said) = lengths
                .filter(|length| self.says(start + length, right))
                .find_map(|length| self.0.get(start..start + length))
            else {
                continue;
            };
            let is_whole = !said.is_empty() && !said.iter().any(Said::is_doubtful);
            if !is_whole || right.is_empty() && !is_alike(said, read) {
                continue;
            }
            match found {
                Some(other) if keys(other) != keys(said) => return None,
                _ => found = Some(said),
            }
        }
        let is_loud = read.iter().all(|word| is_capitals(&word.text, true));
        let confirmed = |word: &Said| Said {
            text: if is_loud && read.len() > 1 {
                word.text.to_uppercase()
            } else {
                word.text.clone()
            },
            confidence: CONFIRMED,
            key: word.key.clone(),
        };
        found.map(|said| said.iter().map(confirmed).collect())
    }

    /// Puts the lost begin of a subject before it: «Nghị định này …» goes on with the same words.
    fn put_begin(&self, words: &mut Vec<Said>) {
        /// Words that tell the place, and most words that may be lost.
        const ENOUGH: usize = 3;
        const MOST: usize = 6;
        let is_lost = words
            .first()
            .is_some_and(|word| word.text.starts_with(char::is_lowercase));
        if !is_lost || words.len() < ENOUGH {
            return;
        }
        let first = keys(&words[..ENOUGH]);
        let starts = (0..self.0.len()).filter(|at| self.says(*at, &first));
        let lost = starts.filter_map(|at| {
            let before = &self.0[at.saturating_sub(MOST + 1)..at];
            let this = before.iter().rposition(|word| word.key == "NAY")?;
            let lost = &before[this + 1..];
            let is_one_sentence = !lost.iter().any(|word| word.text.ends_with(['.', ';', ':']));
            is_one_sentence.then_some(lost)
        });
        let Some(lost) = lost
            .filter(|lost| !lost.is_empty())
            .min_by_key(|lost| lost.len())
        else {
            return;
        };
        let mut lost: Vec<Said> = lost.to_vec();
        let mut letters = lost[0].text.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        lost[0].text = first + letters.as_str();
        words.splice(0..0, lost);
    }

    fn says(&self, at: usize, keys: &[&str]) -> bool {
        self.0
            .get(at..at + keys.len())
            .is_some_and(|words| words.iter().zip(keys).all(|(word, key)| word.key == *key))
    }
}

fn keys(words: &[Said]) -> Vec<&str> {
    words.iter().map(|word| word.key.as_str()).collect()
}

/// Whether words may be a misreading of others: half of their letters are there.
fn is_alike(said: &[Said], read: &[Said]) -> bool {
    let (said, read) = (keys(said).join(" "), keys(read).join(" "));
    distance_within(&said, &read, said.chars().count() / 2).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Body {
        Body(text.split(' ').map(Said::sure).collect())
    }

    /// Words, those with a `?` behind read unsurely.
    fn said(text: &str) -> Vec<Said> {
        let word = |word: &str| match word.strip_suffix('?') {
            Some(word) => Said::from((word, 30)),
            None => Said::from((word, 95)),
        };
        text.split(' ').map(word).collect()
    }

    fn mended(body: &Body, text: &str) -> String {
        let words = body.mended(said(text), true);
        let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    #[test]
    fn covered_words_are_taken_from_the_text() {
        let body = body(
            "Điều 1. Công nhận kết quả bầu bổ sung Phó Chủ tịch Ủy ban nhân dân xã An Phú nhiệm kỳ mới",
        );
        for read in [
            "Về việc công nhận kết quả bầu bổ sung Phó Chủ tịch ỐNG? TIÊN?t ân? dân xã An Phú nhiệm kỳ mới",
            "Về việc công nhận kết quả bầu bổ sung Phó Chủ tịch chi? Ủ]Y? nhân? xã An Phú nhiệm kỳ mới",
        ] {
            assert_eq!(
                mended(&body, read),
                "Về việc công nhận kết quả bầu bổ sung Phó Chủ tịch Ủy ban nhân dân xã An Phú nhiệm kỳ mới"
            );
        }
    }

    #[test]
    fn what_the_text_says_in_two_ways_stays_as_read() {
        let two = body("kiểm tra công tác Hội nông dân tỉnh và kiểm tra công tác Hội phụ nữ tỉnh");
        let read = "Về kiểm tra công tác x}? dân? tỉnh";
        assert_eq!(mended(&two, read), read.replace('?', ""));
        assert_eq!(weighed(100, &said("Về kiểm tra")), 95);
        assert!(weighed(100, &said(read)) < 70);
    }

    #[test]
    fn a_lost_begin_follows_the_name_of_the_kind() {
        let body = body("Thông tư này hướng dẫn việc nộp lưu hồ sơ của cơ quan");
        assert_eq!(
            mended(&body, "việc nộp lưu hồ sơ"),
            "Hướng dẫn việc nộp lưu hồ sơ"
        );
        assert_eq!(mended(&body, "Việc nộp lưu hồ sơ"), "Việc nộp lưu hồ sơ");
    }
}
