//! Analysis of Vietnamese text: one pass cuts a text into words with two forms each.
//!
//! The *folded* form has no marks at all (`ban` for bàn, bản, bán); the *exact* form keeps them, with
//! the tone at the end of the syllable, so that hòa and hoà, composed and decomposed, are one word.
//! The same pass serves papers, queries and passages; offsets always point into the given text.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Longest word kept; what follows is cut off, in papers and queries alike.
const WORD_MAX_CHARS: usize = 40;

/// How a word follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// After a full stop, a comma with a blank, a new paragraph, or at the beginning.
    Apart,
    /// Beside it.
    Near,
    /// Without a blank between, as in `123/QĐ-UBND`.
    Glued,
}

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case without marks.
    pub folded: String,
    /// Lower case with marks, tone at the end; none where the word carries no mark.
    pub exact: Option<String>,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// How it follows the word before.
    pub joint: Joint,
}

/// Cuts a text into words.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words {
        spans: spans(text),
        last_end: None,
    }
}

/// Where the words of a text stand, without saying what they are: first byte and byte after the last.
pub(crate) fn spans(text: &str) -> Spans<'_> {
    Spans { text, at: 0 }
}

/// The word that a span is; none when nothing visible is left of it.
pub(crate) fn word_at(text: &str, (start, end): (usize, usize), joint: Joint) -> Option<Word> {
    let (folded, exact) = forms(&text[start..end])?;
    Some(Word {
        folded,
        exact,
        start,
        end,
        joint,
    })
}

/// Letter a folded word begins with, told from its span alone; none where that takes a closer look.
pub(crate) fn first_letter(word: &str) -> Option<char> {
    let first = word.chars().next()?;
    if first.is_ascii() {
        return (first != '0').then(|| first.to_ascii_lowercase());
    }
    Some(letter(first)?.folded)
}

/// The text as one line of folded words, for comparing names.
pub(crate) fn fold(text: &str) -> String {
    words(text)
        .map(|word| word.folded)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Spans of words, one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Spans<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Spans<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(is_letter)?;
        let length = self.text[start..].find(|c| !belongs_inside(c));
        let end = length.map_or(self.text.len(), |length| start + length);
        self.at = end;
        Some((start, end))
    }
}

/// The words of a text, one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    spans: Spans<'a>,
    last_end: Option<usize>,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            let (start, end) = self.spans.next()?;
            let text = self.spans.text;
            let joint = self
                .last_end
                .map_or(Joint::Apart, |last| joint(&text[last..start]));
            if let Some(word) = word_at(text, (start, end), joint) {
                self.last_end = Some(end);
                return Some(word);
            }
        }
    }
}

/// Letters and digits; those of Vietnamese and its neighbours are told without a search in tables.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '×' | '÷' => false,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphanumeric(),
    }
}

fn belongs_inside(c: char) -> bool {
    is_letter(c) || (!c.is_ascii() && (is_combining_mark(c) || is_invisible(c)))
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

fn joint(gap: &str) -> Joint {
    match gap {
        " " => return Joint::Near,
        "" | "/" | "-" => return Joint::Glued,
        _ => {}
    }
    let is_blank = gap.contains(char::is_whitespace);
    let is_stopped = gap.contains(['.', ',', ';', ':', '!', '?', '(', ')', '…', '|']);
    let is_paragraph = gap.matches('\n').count() > 1;
    if is_paragraph || (is_blank && is_stopped) || gap.len() > 12 {
        Joint::Apart
    } else if is_blank {
        Joint::Near
    } else {
        Joint::Glued
    }
}

/// Folded and exact form of a word; none when nothing visible is left.
fn forms(word: &str) -> Option<(String, Option<String>)> {
    if word.is_ascii() {
        let mut folded = word.to_ascii_lowercase();
        folded.truncate(WORD_MAX_CHARS);
        return Some((without_leading_zeros(folded), None));
    }
    let mut forms = Forms::default();
    for c in word.chars() {
        forms.push(c);
    }
    forms.finish()
}

/// A letter of a word taken apart.
#[derive(Debug, Clone, Copy)]
struct Letter {
    folded: char,
    exact: char,
    mark: Option<char>,
    tone: Option<char>,
}

const LETTERS: std::ops::Range<u32> = 0xc0..0x1f00;

/// Every letter up to the Vietnamese ones taken apart once; none where it is more than one with a mark
/// and a tone.
static TAKEN_APART: LazyLock<Vec<Option<Letter>>> = LazyLock::new(|| {
    LETTERS
        .map(|code| take_apart(char::from_u32(code)?))
        .collect()
});

fn take_apart(c: char) -> Option<Letter> {
    if !is_letter(c) {
        return None;
    }
    let mut forms = Forms::default();
    forms.push_slowly(c);
    let single = |text: &str| {
        let mut chars = text.chars();
        (chars.next(), chars.next().is_none())
    };
    let (Some(folded), true) = single(&forms.folded) else {
        return None;
    };
    let mut exact = forms.exact.chars();
    let (base, mark) = (exact.next()?, exact.next());
    let (tone, is_one) = single(&forms.tones);
    let is_plain = forms.is_marked == (mark.is_some() || tone.is_some() || base != folded);
    (is_one && exact.next().is_none() && is_plain).then_some(Letter {
        folded,
        exact: base,
        mark,
        tone,
    })
}

fn letter(c: char) -> Option<&'static Letter> {
    let place = u32::from(c).checked_sub(LETTERS.start)?;
    TAKEN_APART.get(place as usize)?.as_ref()
}

#[derive(Debug, Default)]
struct Forms {
    folded: String,
    exact: String,
    tones: String,
    length: usize,
    is_marked: bool,
}

impl Forms {
    fn push(&mut self, c: char) {
        if c.is_ascii() {
            let lower = c.to_ascii_lowercase();
            self.push_base(lower, lower);
            return;
        }
        let Some(letter) = letter(c) else {
            self.push_slowly(c);
            return;
        };
        self.push_base(letter.folded, letter.exact);
        self.is_marked |= letter.folded != letter.exact;
        if let Some(mark) = letter.mark {
            self.push_mark(mark);
        }
        if let Some(tone) = letter.tone {
            self.push_tone(tone);
        }
    }

    fn push_slowly(&mut self, c: char) {
        if is_invisible(c) {
            return;
        }
        for lower in c.to_lowercase() {
            self.push_parts(look_alike(lower));
        }
    }

    fn push_tone(&mut self, tone: char) {
        self.tones.push(tone);
        self.is_marked = true;
    }

    fn push_mark(&mut self, mark: char) {
        if self.length <= WORD_MAX_CHARS {
            self.exact.push(mark);
        }
        self.is_marked = true;
    }

    fn push_parts(&mut self, c: char) {
        decompose_compatible(c, |part| match part {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => self.push_tone(part),
            mark if is_combining_mark(mark) => self.push_mark(mark),
            base => {
                for base in base
                    .to_lowercase()
                    .map(look_alike)
                    .filter(|base| base.is_alphanumeric())
                {
                    // Rare letters decompose into one that stands for đ.
                    if base == 'đ' {
                        self.is_marked = true;
                        self.push_base('d', base);
                    } else {
                        self.push_base(base, base);
                    }
                }
            }
        });
    }

    fn push_base(&mut self, folded: char, exact: char) {
        self.length += 1;
        if self.length <= WORD_MAX_CHARS {
            self.folded.push(folded);
            self.exact.push(exact);
        }
    }

    fn finish(mut self) -> Option<(String, Option<String>)> {
        if self.folded.is_empty() {
            return None;
        }
        let exact = self.is_marked.then(|| {
            self.exact.extend(self.tones.chars().take(2));
            self.exact
        });
        Some((without_leading_zeros(self.folded), exact))
    }
}

/// `01/TB` and `1/TB` are one number.
fn without_leading_zeros(word: String) -> String {
    if !word.starts_with('0') || word.len() == 1 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return word;
    }
    let kept = word.trim_start_matches('0');
    if kept.is_empty() {
        "0".to_owned()
    } else {
        kept.to_owned()
    }
}

/// Letters that look like Vietnamese ones and are typed or recognised in their place.
fn look_alike(c: char) -> char {
    match c {
        'ð' | 'ɖ' => 'đ',
        'ƣ' => 'ư',
        'а' => 'a',
        'в' => 'b',
        'е' => 'e',
        'к' => 'k',
        'м' => 'm',
        'н' => 'h',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'т' => 't',
        'у' => 'y',
        'х' => 'x',
        'ı' | 'і' => 'i',
        'ѕ' => 's',
        'ј' => 'j',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn exact(text: &str) -> Vec<String> {
        words(text)
            .map(|word| word.exact.unwrap_or(word.folded))
            .collect()
    }

    #[test]
    fn old_and_new_tone_placement_are_one_word() {
        for (old, new) in [
            ("hòa", "hoà"),
            ("thúy", "thuý"),
            ("khỏe", "khoẻ"),
            ("ủy", "uỷ"),
            ("HÓA", "hoá"),
        ] {
            assert_eq!(exact(old), exact(new), "{old} {new}");
        }
        assert_ne!(exact("bàn"), exact("bán"));
        assert_ne!(exact("ơn"), exact("ôn"));
    }

    #[test]
    fn composed_and_decomposed_are_one_word() {
        let text = "Ủy ban nhân dân tỉnh Đắk Lắk, nghị quyết số 05 về tăng trưởng";
        let decomposed: String = text.nfd().collect();
        assert_eq!(exact(text), exact(&decomposed));
        assert_eq!(fold(text), fold(&decomposed));
        assert_eq!(
            fold(text),
            "uy ban nhan dan tinh dak lak nghi quyet so 5 ve tang truong"
        );
    }

    #[test]
    fn look_alikes_and_leading_zeros_are_one_word() {
        for (odd, plain) in [
            ("QÐ-UBND", "QĐ-UBND"),
            ("TT-BTС", "TT-BTC"),
            ("hƣớng", "hướng"),
            ("01/TB", "1/TB"),
            ("000", "0"),
            ("Ｑ１", "q1"),
            ("quyết\u{ad}định", "quyếtđịnh"),
        ] {
            assert_eq!(exact(odd), exact(plain), "{odd}");
        }
    }

    #[test]
    fn letters_taken_apart_before_are_as_taken_apart_now() {
        for c in (0..0x1_1000).filter_map(char::from_u32) {
            let (mut quick, mut slow) = (Forms::default(), Forms::default());
            quick.push(c);
            slow.push_slowly(c);
            let is_same = quick.folded == slow.folded
                && quick.exact == slow.exact
                && quick.tones == slow.tones
                && quick.is_marked == slow.is_marked
                && quick.length == slow.length;
            assert!(is_same || c.is_ascii(), "{c:?}: {quick:?} {slow:?}");
            assert_eq!(is_letter(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn a_word_without_marks_has_no_exact_form() {
        let forms: Vec<_> = words("ban bàn đi")
            .map(|word| word.exact.is_some())
            .collect();
        assert_eq!(forms, [false, true, true]);
    }

    #[test]
    fn joints_tell_codes_from_sentences() {
        use Joint::{Apart, Glued, Near};
        let joints: Vec<_> = words("Số 123/QĐ-UBND, ngày 3.\n\nĐiều 1")
            .map(|word| word.joint)
            .collect();
        assert_eq!(
            joints,
            [Apart, Near, Glued, Glued, Apart, Near, Apart, Near]
        );
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn offsets_cut_the_text_at_characters(text in any::<String>()) {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start >= last && word.end > word.start);
                let span = text.get(word.start..word.end);
                prop_assert!(span.is_some());
                let first = span.and_then(first_letter);
                prop_assert!(first.is_none_or(|first| word.folded.starts_with(first)));
                prop_assert!(!word.folded.is_empty());
                last = word.end;
            }
        }
    }
}
