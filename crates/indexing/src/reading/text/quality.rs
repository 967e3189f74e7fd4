//! How good a text is: the share of Vietnamese syllables, the share of stray letters, and the
//! character error against a reference.

use unicode_normalization::UnicodeNormalization;

use super::syllables::is_syllable;

/// What was counted in a text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Quality {
    /// Tokens that consist of letters only.
    pub tokens: usize,
    /// Of them, possible Vietnamese syllables.
    pub syllables: usize,
    /// Of the syllables, those with a mark: đ, a hat, a horn, a tone.
    pub marked: usize,
    /// Tokens of letters in one case or with one capital in front.
    pub regular: usize,
    /// Tokens of any kind.
    pub words: usize,
    /// Of them, single consonants, which Vietnamese words never are.
    pub stray_letters: usize,
    /// Characters that stand for «unknown»: U+FFFD, private use, controls.
    pub unknown_characters: usize,
    /// Visible characters.
    pub characters: usize,
}

impl Quality {
    /// Counts a text.
    pub fn of(text: &str) -> Self {
        let mut quality = Quality::default();
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            quality.characters += 1;
            let unknown = c.is_control() || matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
            quality.unknown_characters += usize::from(unknown);
        }
        for token in text.split_whitespace() {
            quality.words += 1;
            let token = token.trim_matches(|c: char| !c.is_alphanumeric());
            if token.is_empty() || !token.chars().all(char::is_alphabetic) {
                continue;
            }
            quality.tokens += 1;
            quality.regular += usize::from(is_regular(token));
            if is_syllable(token) {
                quality.syllables += 1;
                quality.marked += usize::from(!token.is_ascii());
            } else if token.chars().count() == 1 {
                quality.stray_letters += 1;
            }
        }
        quality
    }

    /// Share of tokens that are syllables; 0 without tokens.
    pub fn syllable_share(&self) -> f64 {
        share(self.syllables, self.tokens)
    }

    /// Says whether the text is of a language: Vietnamese with its marks, which three words of four
    /// bear, or words of another language in regular letters. Vietnamese that lost its marks is none.
    pub fn is_language(&self) -> bool {
        let vietnamese = self.syllable_share() > 0.6 && share(self.marked, self.tokens) > 0.35;
        let foreign = self.syllable_share() < 0.5 && share(self.regular, self.words) > 0.85;
        vietnamese || foreign
    }

    /// Says whether the letters are of no language at all: tables and lists of codes are not meant, only
    /// what old or missing maps of characters leave.
    pub fn is_gibberish(&self) -> bool {
        let unknown = share(self.unknown_characters, self.characters) > 0.05;
        unknown || self.syllable_share() < 0.4 && share(self.regular, self.tokens) < 0.7
    }

    /// One figure from 0 to 1: syllables, less stray letters and unknown characters.
    pub fn score(&self) -> f64 {
        let lost = share(self.stray_letters, self.tokens)
            + share(self.unknown_characters, self.characters);
        (self.syllable_share() - lost).max(0.0)
    }
}

fn is_regular(token: &str) -> bool {
    let mut rest = token.chars();
    rest.next();
    rest.as_str().chars().all(char::is_lowercase) || token.chars().all(char::is_uppercase)
}

#[expect(clippy::cast_precision_loss, reason = "counts of tokens of one text")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Character error rate: edit distance over the length of the reference, both NFC with every run of
/// blanks as one. The distance is banded; texts that differ by more than the band count the whole of
/// the longer one at most, so the result never exceeds that of the full table by more than the band.
pub fn character_error_rate(reference: &str, got: &str) -> f64 {
    let reference = tidy(reference);
    let got = tidy(got);
    if reference.is_empty() {
        return if got.is_empty() { 0.0 } else { 1.0 };
    }
    let mut band = 64.max(reference.len().abs_diff(got.len()) + 1);
    let longest = reference.len().max(got.len());
    loop {
        let distance = banded_distance(&reference, &got, band);
        // A path of this cost cannot leave a band at least as wide, so the distance is exact.
        if distance <= band || band >= longest || band >= MAX_BAND {
            return share(distance.min(longest), reference.len());
        }
        band *= 2;
    }
}

const MAX_BAND: usize = 8192;

fn tidy(text: &str) -> Vec<char> {
    let composed: String = text.nfc().collect();
    composed
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .collect()
}

/// Levenshtein distance along paths that stay within `band` of the diagonal.
fn banded_distance(a: &[char], b: &[char], band: usize) -> usize {
    let far = a.len() + b.len() + 1;
    let mut previous = vec![far; b.len() + 1];
    let mut current = vec![far; b.len() + 1];
    for (column, cell) in previous.iter_mut().enumerate().take(band + 1) {
        *cell = column;
    }
    for (row, left) in a.iter().enumerate() {
        let row = row + 1;
        let first = row.saturating_sub(band);
        let last = (row + band).min(b.len());
        if first > b.len() {
            return far;
        }
        current[first..=last].fill(far);
        if first > 0 {
            current[first - 1] = far;
        } else {
            current[0] = row;
        }
        for column in first.max(1)..=last {
            let replaced = previous[column - 1] + usize::from(*left != b[column - 1]);
            let removed = if column < row + band {
                previous[column] + 1
            } else {
                far
            };
            current[column] = replaced.min(removed).min(current[column - 1] + 1);
        }
        std::mem::swap(&mut previous, &mut current);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use proptest::prelude::*;

    use super::*;

    fn full_distance(a: &[char], b: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, left) in a.iter().enumerate() {
            let mut corner = row[0];
            row[0] = i + 1;
            for (j, right) in b.iter().enumerate() {
                let next = (corner + usize::from(left != right))
                    .min(row[j] + 1)
                    .min(row[j + 1] + 1);
                corner = row[j + 1];
                row[j + 1] = next;
            }
        }
        row[b.len()]
    }

    #[test]
    fn error_rate_of_known_pairs() {
        for (reference, got, rate) in [
            ("văn bản", "văn  bản\n", 0.0),
            ("abcd", "abed", 0.25),
            ("abcd", "", 1.0),
            ("", "", 0.0),
            ("", "x", 1.0),
            ("ho\u{300}a", "hòa", 0.0),
        ] {
            assert!(
                (character_error_rate(reference, got) - rate).abs() < 1e-9,
                "{reference} {got}"
            );
        }
    }

    #[test]
    fn letters_of_no_language_are_told_from_tables() {
        let gibberish = Quality::of(
            "QuyÕt ®Þnh vÒ viÖc Lvt ChxN qXyRn đmd QqWt ZkVb thUcH hIện bản n{m \u{fffd}\u{fffd}",
        );
        assert!(gibberish.is_gibberish());
        for table in [
            "STT Họ và tên Đơn vị Số tiền 1 Nguyễn Văn A KT-01 12.000 2 Trần Thị B UBND 3.500",
            "Invoice number and date of the contract between both parties",
            "BTC BTP VKSNDTC TANDTC NHNN BKHCN UBND HĐND",
        ] {
            assert!(!Quality::of(table).is_gibberish(), "{table}");
        }
    }

    #[test]
    fn broken_text_scores_lower_than_whole_text() {
        let whole = Quality::of("Căn cứ Luật Tổ chức chính quyền địa phương").score();
        let broken = Quality::of("C ăn c ứ Lu ật T ổ ch ức chính quy ền địa ph ương").score();
        assert!(whole > 0.9, "{whole}");
        assert!(broken < 0.6, "{broken}");
    }

    proptest! {
        #[test]
        fn banded_equals_full_when_the_band_is_wide_enough(a in "[ab ]{0,40}", b in "[ab ]{0,40}") {
            let (x, y) = (tidy(&a), tidy(&b));
            let expected = full_distance(&x, &y);
            prop_assert_eq!(banded_distance(&x, &y, expected.max(1)), expected);
        }
    }
}
