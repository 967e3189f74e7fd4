//! The block of signing. A seal and the strokes of a pen lie over post and name there, and a recogniser
//! that looks for blocks of text leaves the place out as a picture; read once more as scattered words,
//! it gives most names back.

use std::time::Instant;

use image::imageops;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::lines::{Row, mean_confidence};
use super::page::Page;
use super::tesseract::{self, Manner, Seen};
use crate::reading::text::syllables::is_syllable;

/// Where the block begins across the page, and how high it is, from a little above «Nơi nhận».
const LEFT: f32 = 0.42;
const ABOVE: f32 = 0.03;
const HEIGHT: f32 = 0.3;
/// Scattered words less sure than this are strokes of the pen.
const SURE: f32 = 45.0;

/// Lines of posts and names that the first reading left out, in dots of the page as it lies.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a page"
)]
pub fn left_out(page: &Page, rows: &[Row], until: Instant) -> Vec<Row> {
    let (width, height) = page.grey.dimensions();
    let (wide, high) = (width as f32, height as f32);
    let recipients = rows.iter().find(|row| names_recipients(row, wide * LEFT));
    let Some(first) = recipients.and_then(|row| row.first()) else {
        return Vec::new();
    };
    let (x, y) = (wide * LEFT, (first.y - high * ABOVE).max(0.0));
    let is_inside = |word: &Seen| word.x > x && word.y > y && word.y < y + high * HEIGHT;
    let is_there = |row: &Row| row.iter().all(is_inside) && is_name(row);
    if rows.iter().any(is_there) {
        return Vec::new();
    }
    let (left, top) = (x as u32, y as u32);
    let tall = (high * HEIGHT) as u32;
    let block = imageops::crop_imm(&page.grey, left, top, width - left, tall.min(height - top));
    let manner = Manner {
        languages: "vie",
        layout: "11",
        dpi: page.dpi.round() as u32,
        local_threshold: false,
    };
    // What goes wrong here costs only this second look.
    let words = tesseract::words(&block.to_image(), &manner, until).unwrap_or_default();
    let mut found: Vec<Row> = Vec::new();
    for word in words {
        let word = Seen {
            x: word.x + left as f32,
            y: word.y + top as f32,
            ..word
        };
        match found.last_mut() {
            Some(row) if row.first().is_some_and(|first| first.line == word.line) => row.push(word),
            _ => found.push(vec![word]),
        }
    }
    let is_new = |row: &Row| {
        !row.iter()
            .any(|word| rows.iter().flatten().any(|old| covers(old, word)))
    };
    found.retain(|row| {
        mean_confidence(row) >= SURE && (is_name(row) || is_post(row)) && is_new(row)
    });
    found
}

/// Whether a line at the left says «Nơi nhận», but for a slip or two.
fn names_recipients(row: &Row, before: f32) -> bool {
    let is_left = row.first().is_some_and(|word| word.x < before);
    let text: String = row.iter().flat_map(|word| word.text.nfd()).collect();
    let letters = text
        .chars()
        .filter(|c| c.is_alphabetic() && !is_combining_mark(*c));
    let letters: String = letters.flat_map(char::to_uppercase).collect();
    is_left
        && row.len() <= 4
        && letters.starts_with('N')
        && letters.ends_with("NHAN")
        && letters.len() <= 8
}

/// Two to five syllables, each with a capital in front.
fn is_name(row: &Row) -> bool {
    let mut words = row
        .iter()
        .map(|word| word.text.trim_matches(|c: char| !c.is_alphabetic()));
    let count = row.len();
    (2..=5).contains(&count)
        && words.all(|word| {
            let mut letters = word.chars();
            is_syllable(word)
                && letters.next().is_some_and(char::is_uppercase)
                && letters.all(char::is_lowercase)
        })
}

/// Two to eight words of capitals.
fn is_post(row: &Row) -> bool {
    let letters: Vec<char> = row.iter().flat_map(|word| word.text.chars()).collect();
    let capitals = letters.iter().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&row.len()) && capitals >= 6 && capitals * 10 >= letters.len() * 8
}

/// Whether the middle of a word lies on another.
fn covers(old: &Seen, new: &Seen) -> bool {
    let (x, y) = (new.x + new.width / 2.0, new.y + new.height / 2.0);
    x > old.x && x < old.x + old.width && y > old.y && y < old.y + old.height
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Row {
        let word = |text: &str| Seen {
            line: (1, 1, 1),
            x: 10.0,
            y: 10.0,
            width: 50.0,
            height: 20.0,
            line_height: 20.0,
            confidence: 90.0,
            text: text.to_owned(),
        };
        text.split(' ').map(word).collect()
    }

    #[test]
    fn names_and_posts_are_told_from_strokes_of_a_pen() {
        assert!(is_name(&row("Lê Hoàng Nam")) && is_name(&row("“Trần Thị Bé,")));
        assert!(is_post(&row("PHÓ GIÁM ĐỐC")));
        for dirt in ["AM", "/ ⁄ S", "Y TẾ", "- Lưu: VT"] {
            assert!(!is_name(&row(dirt)) && !is_post(&row(dirt)), "{dirt}");
        }
        assert!(
            names_recipients(&row("Nơi nhận:"), 100.0)
                && names_recipients(&row("Noi nhận :"), 100.0)
        );
        assert!(
            !names_recipients(&row("Nơi nhận:"), 5.0)
                && !names_recipients(&row("Người nhận đơn"), 100.0)
        );
    }
}
