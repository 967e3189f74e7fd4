//! The subject said again: a decision approves in its first article what its subject names, a circular
//! opens with «Thông tư này quy định …». Words of the subject that were read unsurely, for a stamp lies
//! over them, are taken from there where the words around them agree.

use std::ops::RangeInclusive;

use super::said::{Said, UNSURE};
use crate::reading::fields::issuer::begins_with_type;
use crate::reading::fields::likeness::distance_within;
use crate::reading::fields::lines::{Line, is_capitals};

/// A trusted word is none that a stamp left: what the text says instead must hold it.
const TRUSTED: u8 = 85;
/// Words on either side that must agree.
const FLANK: usize = 2;
/// Most words that the text may say beyond those that were read.
const MORE: usize = 3;
/// Words that tell where the rest of an agency's name stands, and most words of it that are covered.
const NAME_FLANK: usize = 3;
const NAME_WORDS: usize = 4;
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
        let loud = words.iter().filter(|word| word.is_loud()).count();
        let is_small = loud * 2 < words.len();
        let mut at = 0;
        while at < words.len() {
            if words[at].is_doubtful() {
                let covered = |word: &Said| word.is_doubtful() || is_small && word.is_loud();
                let run = words[at..].iter().take_while(|word| covered(word)).count();
                let stamped = |word: &&Said| word.key.is_empty() || is_small && word.is_loud();
                let before = words[..at].iter().rev().take_while(stamped).count();
                at = self.mend(&mut words, at - before, at + run);
            } else {
                self.mend_one(&mut words, at);
                at += 1;
            }
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
            let read = &words[from..to];
            let left = keys(&words[from.saturating_sub(FLANK)..from]);
            let right = keys(&words[to..words.len().min(to + FLANK)]);
            let said = self
                .between(&left, &right, 0..=read.len() + MORE)
                .filter(|said| holds_trusted(said, read))
                .or_else(|| self.name_before(&words[to..], read));
            if let Some(said) = said {
                if read
                    .iter()
                    .all(|word| said.iter().any(|one| one.key == word.key))
                {
                    return end;
                }
                let said = confirmed(said, read);
                let count = said.len();
                words.splice(from..to, said);
                return from + count;
            }
        }
        end
    }

    /// Mends a word that is nearly right: one letter off, or cut at the end of its line.
    fn mend_one(&self, words: &mut Vec<Said>, at: usize) {
        let word = &words[at];
        if word.confidence >= UNSURE && !word.is_edge || word.key.is_empty() {
            return;
        }
        let left = keys(&words[at.saturating_sub(FLANK)..at]);
        let right = keys(&words[at + 1..words.len().min(at + 1 + FLANK)]);
        let is_cut = |said: &[Said]| {
            let ends = |last: &Said| last.key.ends_with(&word.key) && last.key != word.key;
            let begins = |first: &Said| first.key.starts_with(&word.key) && first.key != word.key;
            word.is_edge && (said.last().is_some_and(ends) || said.first().is_some_and(begins))
        };
        let is_near = |said: &[Said]| {
            word.confidence < UNSURE
                && said.len() == 1
                && distance_within(&said[0].key, &word.key, 1).is_some()
        };
        let longest = if right.is_empty() { 1 } else { 1 + MORE };
        let said = self.between(&left, &right, 1..=longest);
        if let Some(said) = said.filter(|said| is_cut(said) || is_near(said)) {
            let said = confirmed(said, &words[at..=at]);
            words.splice(at..=at, said);
        }
    }

    /// What the text says between some words, where it always says the same.
    fn between(
        &self,
        left: &[&str],
        right: &[&str],
        lengths: RangeInclusive<usize>,
    ) -> Option<&[Said]> {
        let is_end = right.is_empty() && left.len() == FLANK && lengths.end() == &1;
        if left.len() + right.len() <= FLANK && !is_end {
            return None;
        }
        let starts = (0..self.0.len()).filter(|at| self.says(*at, left));
        let stretches = starts.map(|at| at + left.len()).filter_map(|start| {
            lengths
                .clone()
                .filter(|length| self.says(start + length, right))
                .find_map(|length| self.0.get(start..start + length))
        });
        only(stretches)
    }

    /// The begin of an agency's name whose end is read behind a doubtful stretch.
    fn name_before(&self, behind: &[Said], read: &[Said]) -> Option<&[Said]> {
        let flank = keys(behind.get(..NAME_FLANK)?);
        if behind[..NAME_FLANK].iter().any(Said::is_doubtful) {
            return None;
        }
        let starts = (0..self.0.len()).filter(|at| self.says(*at, &flank));
        let names = starts.filter_map(|at| {
            let before = &self.0[at.saturating_sub(NAME_WORDS)..at];
            let is_name = |from: &usize| {
                let words: Vec<&Said> = self.0[at - before.len() + from..].iter().take(5).collect();
                let texts: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
                before[*from].text.starts_with(char::is_uppercase)
                    && begins_with_type(&texts.join(" "))
            };
            let from = (0..before.len()).find(is_name)?;
            Some(&before[from..])
        });
        only(names).filter(|name| holds_trusted(name, read))
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
            let this = before.iter().rposition(|word| word.key == "NAY");
            // «ban hành Nghị định …», «ban hành Thông tư …»
            let is_issuing = |pair: &[Said]| pair[0].key == "BAN" && pair[1].key == "HANH";
            let issued = before.windows(2).rposition(is_issuing).map(|at| at + 3);
            let lost = before.get(this.or(issued)? + 1..)?;
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

/// The stretch that all of them are, if it is whole.
fn only<'a>(mut stretches: impl Iterator<Item = &'a [Said]>) -> Option<&'a [Said]> {
    // Headings of annexes say the same in capitals.
    let is_whole = |said: &&[Said]| {
        let is_other = |word: &Said| word.is_doubtful() || word.is_loud();
        !said.is_empty() && !said.iter().any(is_other)
    };
    let first = stretches.find(is_whole)?;
    let others = stretches.filter(is_whole);
    let mut others = others.map(keys);
    let first_keys = keys(first);
    others.all(|other| other == first_keys).then_some(first)
}

/// Whether what the text says holds the words that were read surely, maybe without a letter at the
/// border of what is covered.
fn holds_trusted(said: &[Said], read: &[Said]) -> bool {
    read.iter().enumerate().all(|(at, word)| {
        let is_border = at == 0 || at + 1 == read.len();
        let within = |one: &Said| {
            one.key == word.key || is_border && word.key.len() > 1 && one.key.contains(&word.key)
        };
        word.confidence < TRUSTED || word.is_doubtful() || word.is_loud() || said.iter().any(within)
    })
}

/// Words of the text in the letter case of those that were read.
fn confirmed(said: &[Said], read: &[Said]) -> Vec<Said> {
    let is_loud = read.len() > 1 && read.iter().all(|word| is_capitals(&word.text, true));
    let confirmed = said.iter().map(|word| Said {
        text: if is_loud {
            word.text.to_uppercase()
        } else {
            word.text.clone()
        },
        confidence: CONFIRMED,
        ..word.clone()
    });
    confirmed.collect()
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
            "Về việc công nhận kết quả bầu bổ sung Phó Chủ tịch chi? Ủ]Y? ân dân xã An Phú nhiệm kỳ mới",
        ] {
            assert_eq!(
                mended(&body, read),
                "Về việc công nhận kết quả bầu bổ sung Phó Chủ tịch Ủy ban nhân dân xã An Phú nhiệm kỳ mới"
            );
        }
    }

    #[test]
    fn the_begin_of_an_agency_is_taken_from_its_name_elsewhere() {
        let body = body("Xét đề nghị của Ủy ban nhân dân tỉnh An Phú tại tờ trình số 5");
        assert_eq!(
            mended(
                &body,
                "Phê chuẩn kết quả bầu Thành viên PH)úI? TIN ân dân tỉnh An Phú"
            ),
            "Phê chuẩn kết quả bầu Thành viên Ủy ban nhân dân tỉnh An Phú"
        );
    }

    #[test]
    fn words_that_were_read_surely_stay() {
        let body =
            body("Sửa đổi, bổ sung Quyết định số 5 về mức phí và phụ phí Chlorine cho kho dự trữ");
        for read in [
            "Sửa đổi? Quyết định số 5 về mức phí",
            "Quy định phụ phí Chlorine? dự trữ",
            "Quy định mức phí nước dự trữ",
        ] {
            assert_eq!(mended(&body, read), read.replace('?', ""));
        }
    }

    #[test]
    fn words_cut_at_the_edge_of_a_line_are_whole_again() {
        let body = body("Phê duyệt Đề án phục vụ hội nhập kinh tế quốc tế của ông Lê Hữu Trọng.");
        let mut words = said("Phê duyệt Đề án phục vụ hội nhập uốc tế của ông Lê Hữu Trọn");
        for at in [7, 8, 14] {
            words[at].is_edge = true;
        }
        let words = body.mended(words, true);
        let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(
            words.join(" "),
            "Phê duyệt Đề án phục vụ hội nhập kinh tế quốc tế của ông Lê Hữu Trọng."
        );
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
        let issued = self::body("Bộ trưởng ban hành Thông tư hướng dẫn việc nộp lưu hồ sơ");
        assert_eq!(
            mended(&issued, "việc nộp lưu hồ sơ"),
            "Hướng dẫn việc nộp lưu hồ sơ"
        );
    }
}
