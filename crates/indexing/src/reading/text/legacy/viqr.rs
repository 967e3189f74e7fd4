//! VIQR (RFC 1456): Vietnamese in ASCII, as mails of the nineties wrote it. «Vie^.t» is «Việt», a
//! backslash says that the next character stands for itself. The same characters are punctuation, so a
//! word is converted only when it becomes a syllable, and a text only when many of its words do.

use unicode_normalization::UnicodeNormalization;

use super::Counted;
use crate::reading::text::syllables::{bears_mark, is_syllable};

/// Words with hats, horns or đ that a text needs at least.
const LEAST_HATS: usize = 3;
/// One word of so many must bear one; in Vietnamese four of ten do.
const ONE_HAT_OF: usize = 6;
/// One word of so many must become one with a mark; in Vietnamese three of four bear one.
const ONE_WORD_OF: usize = 4;

/// The text in Unicode if it is VIQR, and what was counted.
pub fn proven(text: &str) -> Option<(String, Counted)> {
    let marks = text.bytes().filter(|byte| b"^+(*".contains(byte)).count();
    if marks < LEAST_HATS {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let (mut words, mut marked, mut hats) = (0, 0, 0);
    let mut pieces = text.split_inclusive(char::is_whitespace).peekable();
    while let Some(piece) = pieces.next() {
        let token = piece.trim_end();
        let blank = &piece[token.len()..];
        let next = pieces.peek().and_then(|next| next.chars().next());
        // A blank line or a capital behind a full stop: a sentence ends there.
        let ends_sentence = next.is_none_or(|next| next.is_uppercase() || next.is_whitespace());
        let converted = word(token, ends_sentence);
        words += usize::from(token.contains(|c: char| c.is_ascii_alphabetic()));
        if converted != token {
            marked += 1;
            hats += usize::from(has_hat(token) && !is_letter(&converted));
        }
        out.push_str(&converted);
        out.push_str(blank);
    }
    let is_viqr = hats >= LEAST_HATS && hats * ONE_HAT_OF >= words && marked * ONE_WORD_OF >= words;
    let counted = Counted {
        words: marked,
        syllables: marked,
    };
    is_viqr.then_some((out, counted))
}

/// Vowels alone are made by formulas too.
fn is_letter(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() < 2
}

fn has_hat(token: &str) -> bool {
    token.contains(['^', '+', '(', '*']) || token.to_ascii_lowercase().contains("dd")
}

/// A token in Unicode where all its words become syllables; as it is where they do not.
fn word(token: &str, ends_sentence: bool) -> String {
    if !token.is_ascii() {
        return token.to_owned();
    }
    let whole = letters(token);
    let (stem, punctuation) = token.split_at(token.len().saturating_sub(1));
    if matches!(punctuation, "." | "?") && !stem.ends_with('\\') {
        let stem = format!("{}{punctuation}", letters(stem));
        // A heading goes on in capitals.
        let is_heading = stem.chars().nth(2).is_some() && !stem.contains(char::is_lowercase);
        let ends = ends_sentence && !is_heading;
        if stem != whole && (ends || !is_sound(&whole)) && is_sound(&stem) {
            return stem;
        }
    }
    if is_sound(&whole) || is_code(token) {
        whole
    } else {
        token.to_owned()
    }
}

/// Whether every run of letters is a syllable, or ASCII.
fn is_sound(text: &str) -> bool {
    let runs = text.split(|c: char| !c.is_alphabetic());
    runs.filter(|run| !run.is_empty())
        .all(|run| run.is_ascii() || bears_mark(run) && is_syllable(run))
}

/// Symbols of papers: «12/QDD-UBND», «798/QDD-TTg».
fn is_code(token: &str) -> bool {
    let symbol = token.trim_end_matches(['.', ',', ';', ')']);
    let is_symbol = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | ':');
    symbol.contains("DD") && symbol.contains(['/', '-']) && symbol.chars().all(is_symbol)
}

fn letters(token: &str) -> String {
    let mut out = String::with_capacity(token.len());
    let mut characters = token.chars().peekable();
    // A syllable bears one tone.
    let mut has_tone = false;
    while let Some(c) = characters.next() {
        if c == '\\' && characters.peek().is_some() {
            out.extend(characters.next());
            continue;
        }
        if !c.is_ascii_alphabetic() {
            has_tone = false;
            out.push(c);
            continue;
        }
        if c.eq_ignore_ascii_case(&'d')
            && characters
                .next_if(|next| next.eq_ignore_ascii_case(&'d'))
                .is_some()
        {
            out.push(if c == 'D' { 'Đ' } else { 'đ' });
            continue;
        }
        out.push(c);
        if let Some(hat) = characters.peek().and_then(|next| hat(c, *next)) {
            out.push(hat);
            characters.next();
        }
        let is_vowel = "aeiouyAEIOUY".contains(c);
        if let Some(tone) = characters.peek().and_then(|next| tone(*next))
            && is_vowel
            && !has_tone
        {
            has_tone = true;
            out.push(tone);
            characters.next();
        }
    }
    out.nfc().collect()
}

fn hat(base: char, mark: char) -> Option<char> {
    match (base.to_ascii_lowercase(), mark) {
        ('a' | 'e' | 'o', '^') => Some('\u{302}'),
        ('a', '(') => Some('\u{306}'),
        ('o' | 'u', '+' | '*') => Some('\u{31b}'),
        _ => None,
    }
}

fn tone(mark: char) -> Option<char> {
    Some(match mark {
        '\'' => '\u{301}',
        '`' => '\u{300}',
        '?' => '\u{309}',
        '~' => '\u{303}',
        '.' => '\u{323}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn sentences_are_read() {
        let (text, counted) = proven(
            "Cho^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam\nDDo^.c la^.p - Tu+. do - Ha.nh phu'c\n\
             So^': 12/QDD-TTg. Ki'nh gu+?i: Ong A. Ta co' email an@coquan.vn va` ddi ho.c.",
        )
        .unwrap();
        assert_eq!(
            text,
            "Chộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\n\
             Số: 12/QĐ-TTg. Kính gửi: Ong A. Ta có email an@coquan.vn và đi học."
        );
        assert!(counted.words > 15);
    }

    #[test]
    fn a_backslash_keeps_punctuation() {
        let (text, _) =
            proven("THU? TU+O+'NG Vie^.t Nam ta\\. Nu+o+'c ddo^.c la^.p cu?a ta").unwrap();
        assert_eq!(text, "THỦ TƯỚNG Việt Nam ta. Nước độc lập của ta");
    }

    #[test]
    fn other_text_is_none() {
        for text in [
            "Do you go? I do. It's a cat (a dog). x^2 + y^2 = z^2, a^2 + b^2 (a+b)",
            "for (a+b) in ma(n) do. call(a(b)), `ma`, `be`, o+1, u+1, e^x e^y",
            "Ủy ban nhân dân tỉnh (A) + (B) ^ (C) thông báo.",
        ] {
            assert_eq!(proven(text), None, "{text}");
        }
    }
}
