//! The words of a subject as they were read, and which of them were misread, most likely.

use crate::reading::fields::lines::{folded, is_capitals};
use crate::reading::text::syllables::is_syllable;

/// Words of a subject read less surely may be one letter off, and less surely than that anything.
pub const UNSURE: u8 = 92;
const WORTHLESS: u8 = 60;
/// A word with the recogniser's confidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// As read.
    pub text: String,
    /// Percent.
    pub confidence: u8,
    /// Whether it is the first or the last of its line, where a stamp or the edge may cut it.
    pub is_edge: bool,
    /// In capitals without marks and without signs around it.
    pub key: String,
}

impl From<(&str, u8)> for Said {
    fn from((text, confidence): (&str, u8)) -> Self {
        Said {
            text: text.to_owned(),
            confidence,
            is_edge: false,
            key: key(text),
        }
    }
}

impl Said {
    /// A word that is known.
    pub fn sure(text: &str) -> Self {
        Said::from((text, 100))
    }

    /// Whether it was misread, most likely: no word, or one that the recogniser gave up.
    pub fn is_doubtful(&self) -> bool {
        let bare = self.text.trim_matches(|c: char| !c.is_alphanumeric());
        let letters: Vec<char> = bare.chars().collect();
        let [first, ..] = letters.as_slice() else {
            return self.confidence < UNSURE && self.text.chars().count() > 1;
        };
        let plain = |c: &char| c.is_alphanumeric() || "-/.,&()+:%".contains(*c);
        let is_odd = letters
            .windows(2)
            .any(|pair| pair[0].is_lowercase() && pair[1].is_uppercase());
        let is_stroke = letters.len() == 1 && first.is_ascii_lowercase() && *first != 'y';
        let is_code = bare.contains(|c: char| c.is_ascii_digit());
        let is_short_name = is_capitals(bare, false) && letters.len() <= 6;
        let is_word = is_code || is_short_name || bare.split('-').all(is_syllable);
        self.confidence < WORTHLESS
            || is_odd
            || is_stroke
            || !letters.iter().all(plain)
            || !is_word && self.confidence < UNSURE
    }

    /// A word in capitals, such as stamps are set in; abbreviations are no words.
    pub fn is_loud(&self) -> bool {
        let bare = self.text.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().count() > 1 && is_capitals(bare, false) && is_syllable(bare)
    }
}

fn key(text: &str) -> String {
    let text = folded(text);
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}
