//! Words made fit for paper, and their widths.
//!
//! PDF/A refuses letters that no embedded font can draw and most control characters; direction marks could make a
//! line read differently from what it says. So words are cleaned before they reach the typesetter: composed to NFC,
//! controls dropped, and a letter that the font lacks becomes a visible box.

use std::sync::LazyLock;

use typst::layout::Abs;
use typst::text::{FontInstance, FontVariant, FontVariations};
use unicode_normalization::UnicodeNormalization;

use crate::press;

/// Stands for a letter that the font cannot draw.
const BOX: char = '□';

/// Allows a break inside a word that is wider than its column.
const BREAK: char = '\u{200b}';

static FACE: LazyLock<Option<FontInstance>> = LazyLock::new(|| {
    let font = press::fonts().first()?.clone();
    Some(font.instantiate(
        FontVariant::default(),
        Abs::pt(11.0),
        &FontVariations::default(),
    ))
});

/// The words as they can be printed.
pub fn clean(words: &str) -> String {
    let mut cleaned = String::with_capacity(words.len());
    for letter in words.nfc() {
        match letter {
            '\n' => cleaned.push('\n'),
            '\t' | '\u{2028}' | '\u{2029}' => cleaned.push(' '),
            _ if is_unseen(letter) => {}
            _ if is_drawn(letter) => cleaned.push(letter),
            _ => cleaned.push(BOX),
        }
    }
    cleaned
}

/// Controls, direction marks, joiners, soft hyphens, byte order marks, tags and variation selectors.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

fn is_drawn(letter: char) -> bool {
    FACE.as_ref()
        .is_some_and(|font| font.ttf().glyph_index(letter).is_some())
}

/// Width in points at a size in points.
fn width(letter: char, size_pt: f64) -> f64 {
    let Some(font) = &*FACE else {
        return size_pt;
    };
    let face = font.ttf();
    let units = face
        .glyph_index(letter)
        .and_then(|glyph| face.glyph_hor_advance(glyph))
        .unwrap_or(face.units_per_em());
    f64::from(units) / f64::from(face.units_per_em()) * size_pt
}

/// Lets words that are wider than the column be broken anywhere; all others stay as they are.
pub fn breakable(words: &str, column_pt: f64, size_pt: f64) -> String {
    let mut fitting = String::with_capacity(words.len());
    // After these a line may end anyway.
    for word in words.split_inclusive([' ', '\n', '/', '-']) {
        let whole: f64 = word.trim_end().chars().map(|c| width(c, size_pt)).sum();
        if whole <= column_pt {
            fitting.push_str(word);
            continue;
        }
        for letter in word.chars() {
            fitting.push(letter);
            if !letter.is_whitespace() {
                fitting.push(BREAK);
            }
        }
    }
    fitting
}

/// Lines that the words take in a column, counted upwards: no word is set tighter than this.
pub fn lines(words: &str, column_pt: f64, size_pt: f64) -> usize {
    let space = width(' ', size_pt);
    words
        .split('\n')
        .map(|paragraph| {
            let (mut lines, mut used) = (1, 0.0);
            for word in paragraph.split(' ') {
                let wide: f64 = word.chars().map(|c| width(c, size_pt)).sum();
                if used > 0.0 && used + space + wide > column_pt {
                    lines += 1;
                    used = 0.0;
                }
                let whole = (wide / column_pt).floor();
                // A word over several lines; more than a page of them is as good as endless.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let over = whole.min(10_000.0) as usize;
                lines += over;
                used += wide - whole * column_pt + if used > 0.0 { space } else { 0.0 };
            }
            lines
        })
        .sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn words_keep_their_letters_and_lose_what_cannot_be_seen() {
        assert_eq!(clean("Kế hoạch số 12/KH-UBND"), "Kế hoạch số 12/KH-UBND");
        assert_eq!(clean("Ngo\u{323}\u{302}"), "Ngộ");
        assert_eq!(clean("a\0b\u{202e}c\u{feff}d\te\r\nf"), "abcd e\nf");
        assert_eq!(clean("漢 😀"), "□ □");
        let alphabet = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ";
        assert_eq!(clean(alphabet), alphabet);
        assert_eq!(clean(&alphabet.to_uppercase()), alphabet.to_uppercase());
    }

    #[test]
    fn only_words_wider_than_the_column_may_break_inside() {
        for whole in ["Quyết định", "1392/UBND-VHXH-KTNS"] {
            assert_eq!(breakable(whole, 60.0, 11.0), whole);
        }
        let long = "a".repeat(40);
        let broken = breakable(&format!("ngắn {long}"), 60.0, 11.0);
        assert!(broken.starts_with("ngắn a\u{200b}a"));
        assert_eq!(broken.replace(BREAK, ""), format!("ngắn {long}"));
    }

    #[test]
    fn lines_are_counted_not_below_what_is_set() {
        assert_eq!(lines("một", 100.0, 11.0), 1);
        assert_eq!(lines("một\nhai\nba", 100.0, 11.0), 3);
        assert!(lines(&"chữ ".repeat(100), 100.0, 11.0) >= 18);
        assert!(lines(&"a".repeat(1000), 50.0, 11.0) >= 90);
    }
}
