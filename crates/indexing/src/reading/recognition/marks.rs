//! What stamps say: marks of state secrecy and of urgency (NĐ 30/2020/NĐ-CP Phụ lục I, ô 10a and 10b),
//! framed or not, in the upper half of a page. A first reading sees them as nothing or as part of the line
//! beside them, so every place that looks like a stamp is read by itself and held against the closed list.

use std::time::Instant;

use image::imageops;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use workflow::documents::secrecy_mark;

use super::lines::{Row, mean_confidence};
use super::stamps::{self, Look, Stamp, UPPER};
use super::tesseract::{self, Manner, Seen};
use super::{Page, cutout};
use crate::reading::child::Code;
use crate::reading::fields::distance_within;

/// Most stamps that are read.
const MOST_STAMPS: usize = 8;
/// Stands on a line of its own for a stamp that nobody could read.
pub const UNREAD: &str = "[…]";

/// What a stamp says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// A degree of secrecy.
    Secret,
    /// A degree of urgency, in these words.
    Urgent(&'static str),
}

/// Letters of each mark without their marks.
const LIST: [(&str, Says); 7] = [
    ("MAT", Says::Secret),
    ("TOIMAT", Says::Secret),
    ("TUYETMAT", Says::Secret),
    ("KHAN", Says::Urgent("KHẨN")),
    ("THUONGKHAN", Says::Urgent("THƯỢNG KHẨN")),
    ("HOATOC", Says::Urgent("HỎA TỐC")),
    ("HOATOCHENGIO", Says::Urgent("HỎA TỐC HẸN GIỜ")),
];

/// Letters without their marks, in the case they have.
pub fn folded_letters(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c) && c.is_alphabetic())
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

/// What a text says when it is a mark and nothing else, with as many slips as leave it alike to one only.
fn says(text: &str) -> Option<Says> {
    let letters = folded_letters(text).to_uppercase();
    let slips = |name: &str| match name.len() {
        0..=5 => 0,
        6..=8 => 1,
        _ => 2,
    };
    // A side of the frame reads as one of these.
    let side = ['I', 'L', 'J'];
    let bare = [
        letters.as_str(),
        letters.trim_start_matches(side),
        letters.trim_end_matches(side),
        letters.trim_matches(side),
    ];
    let is_like = |name: &str| {
        bare.iter()
            .any(|one| distance_within(one, name, slips(name)).is_some())
    };
    LIST.into_iter()
        .find(|(name, _)| is_like(name))
        .map(|(_, says)| says)
}

/// Whether the page bears a mark of secrecy: as a line of its own, or as a stamp. `rows` are those of the
/// first reading; what stamps of urgency say becomes a row of its own among them, and one that nobody can
/// read becomes [`UNREAD`].
pub fn is_marked(page: &Page, rows: &mut Vec<Row>, until: Instant) -> Result<bool, Code> {
    #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
    let lowest = page.grey.height() as f32 * UPPER;
    let upper = |row: &&Row| row.first().is_some_and(|word| word.y < lowest);
    let is_mark = |row: &Row| secrecy_mark(&text(row)).is_some();
    if rows.iter().filter(upper).any(is_mark) {
        return Ok(true);
    }
    let mut found: Vec<Stamp> = rows
        .iter()
        .filter(upper)
        .flat_map(parts_like_marks)
        .collect();
    let alike = found.len();
    found.extend(stamps::stamps(page, rows));
    for (nth, stamp) in found.into_iter().take(MOST_STAMPS).enumerate() {
        let inside: Row = rows
            .iter()
            .flatten()
            .filter(|word| stamp.holds(word))
            .cloned()
            .collect();
        let said = text(&inside);
        let read = match says(&said) {
            Some(says) if stamp.look != Look::Letters => Read::Says(says),
            None if is_known(&stamp, &inside, &said) => Read::Other,
            first => match (read(page, &stamp, until)?, first) {
                // Nothing speaks against what the first reading made of a line of its own.
                (Read::Unsure, Some(says)) if nth < alike => Read::Says(says),
                (read, _) => read,
            },
        };
        match read {
            Read::Says(Says::Secret) => return Ok(true),
            Read::Says(Says::Urgent(words)) => put(rows, &stamp, words, 90.0),
            Read::Unsure if looks_urgent(page, &stamp, &said) => {
                put(rows, &stamp, UNREAD, 0.0);
            }
            Read::Unsure | Read::Other => {}
        }
    }
    Ok(false)
}

fn text(row: &Row) -> String {
    let words: Vec<&str> = row.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// Parts of a line that are marks but for a slip, with white beside them: to be looked at more closely. The
/// first reading takes a stamp for the begin of the line that it stands beside.
fn parts_like_marks(row: &Row) -> Vec<Stamp> {
    /// White beside a stamp, in heights of the line; blanks between words are narrower.
    const GAP: f32 = 1.2;
    let mut parts: Vec<Row> = Vec::new();
    for word in row {
        let gap = |last: &Seen| word.x - last.x - last.width;
        match parts.last_mut() {
            Some(part)
                if part.last().is_some_and(|last| {
                    gap(last) < GAP * word.line_height.min(2.0 * word.height)
                }) =>
            {
                part.push(word.clone());
            }
            _ => parts.push(vec![word.clone()]),
        }
    }
    let is_read = |part: &Row| {
        let text = text(part);
        LIST.iter()
            .any(|(_, says)| matches!(says, Says::Urgent(words) if *words == text))
    };
    let is_like = |part: &Row| {
        let text = text(part);
        says(&text).is_some() && !text.chars().any(char::is_lowercase)
    };
    parts.retain(|part| is_like(part) && (part.len() < row.len() || !is_read(part)));
    parts.iter().filter_map(stamps::around).collect()
}

/// Whether what stands there is known to be no mark: words of which the first reading was sure, or the
/// line of the number, which a pen wrote into.
fn is_known(stamp: &Stamp, inside: &Row, said: &str) -> bool {
    /// Words of stamps are read with more.
    const SURE: f32 = 80.0;
    const LEVEL_DEG: f32 = 25.0;
    if stamp.look == Look::Letters {
        return said.contains(['/', ':']);
    }
    // What it takes for words of a stamp that stands on its side are none.
    let is_level = stamp.place.degrees.abs() < LEVEL_DEG;
    let letters: usize = inside.iter().map(|word| word.text.chars().count()).sum();
    is_level && letters > 2 && inside.iter().all(|word| word.confidence > SURE)
}

/// What came of reading a stamp.
enum Read {
    /// A mark.
    Says(Says),
    /// Something else, surely.
    Other,
    /// Nobody knows.
    Unsure,
}

/// Reads a stamp by itself, both ways up when it stands on its side or says nothing.
fn read(page: &Page, stamp: &Stamp, until: Instant) -> Result<Read, Code> {
    /// Other words of which the recogniser is as sure are no mark.
    const SURE: f32 = 60.0;
    let picture = cutout::upright(page, stamp);
    let is_tall = stamp.place.height > 15.0 * page.dpi / 25.4;
    let manner = Manner {
        languages: "vie",
        layout: if is_tall { "6" } else { "7" },
        dpi: u32::from(cutout::DPI),
        local_threshold: false,
    };
    let words = tesseract::words(&picture, &manner, until)?;
    if let Some(says) = says(&text(&words)) {
        return Ok(Read::Says(says));
    }
    let letters: usize = words
        .iter()
        .map(|word| folded_letters(&word.text).len())
        .sum();
    let is_sure = letters > 2 && mean_confidence(&words) > SURE;
    let is_level = stamp.place.degrees < 40.0;
    if is_level && is_sure {
        return Ok(Read::Other);
    }
    if !is_level {
        let turned = imageops::rotate180(&picture);
        let words = tesseract::words(&turned, &manner, until)?;
        if let Some(says) = says(&text(&words)) {
            return Ok(Read::Says(says));
        }
    }
    Ok(Read::Unsure)
}

/// Whether a stamp that nobody could read stands where marks of urgency stand and has their size; one of
/// receipt has more letters.
#[expect(clippy::cast_precision_loss, reason = "dots of a page")]
fn looks_urgent(page: &Page, stamp: &Stamp, said: &str) -> bool {
    /// Letters and signs of the longest mark, with what the frame reads as.
    const LONGEST: usize = 20;
    let mm = |dots: f32| dots * 25.4 / page.dpi;
    stamp.look != Look::Letters
        && said.chars().count() <= LONGEST
        && stamp.place.middle.0 < page.grey.width() as f32 * 0.45
        && (15.0..50.0).contains(&mm(stamp.place.width))
        && (5.5..11.8).contains(&mm(stamp.place.height))
}

/// Puts what a stamp says among the rows as one of its own, in place of what was made of it before; what was
/// made of one that nobody can read stays.
fn put(rows: &mut Vec<Row>, stamp: &Stamp, words: &str, confidence: f32) {
    for row in rows.iter_mut().filter(|_| words != UNREAD) {
        row.retain(|word| !stamp.holds(word));
    }
    rows.retain(|row| !row.is_empty());
    let (left, top, right, bottom) = stamp.bounds();
    let letters = words.chars().count();
    let mut before = 0;
    let mut row = Row::new();
    for word in words.split(' ') {
        let count = word.chars().count();
        #[expect(clippy::cast_precision_loss, reason = "a few letters")]
        let part =
            |letters_before: usize| left + (right - left) * letters_before as f32 / letters as f32;
        row.push(Seen {
            line: (0, 0, 0),
            x: part(before),
            y: top,
            width: part(before + count) - part(before),
            height: bottom - top,
            line_height: bottom - top,
            confidence,
            text: word.to_owned(),
        });
        before += count + 1;
    }
    let is_below = |other: &Row| other.first().is_some_and(|word| word.y > top);
    let at = rows.iter().position(is_below).unwrap_or(rows.len());
    rows.insert(at, row);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_other_words_whatever_slips_reading_makes() {
        for text in [
            "MẬT",
            "MẠT",
            "| MẬT |",
            "IMẬT",
            "MẬT I",
            "TÔI MẬT",
            "TỐI MẠI",
            "TUYẾT MẬT",
            "TUYỆT MAT",
        ] {
            assert_eq!(says(text), Some(Says::Secret), "{text}");
        }
        for (text, words) in [
            ("HỎA TỐC", "HỎA TỐC"),
            ("HÓA TÔC", "HỎA TỐC"),
            ("HOẢ TỘ", "HỎA TỐC"),
            ("[THƯỢNG KHẨN]", "THƯỢNG KHẨN"),
            ("THƯƠNG KHÂM", "THƯỢNG KHẨN"),
            ("KHẨN", "KHẨN"),
            ("HỎA TỐC HẸN GIỜ", "HỎA TỐC HẸN GIỜ"),
            ("HOA TỐC HẸN GIO", "HỎA TỐC HẸN GIỜ"),
        ] {
            assert_eq!(says(text), Some(Says::Urgent(words)), "{text}");
        }
        for text in [
            "",
            "BẢO MẬT",
            "MẶT TRẬN",
            "KHẨN TRƯƠNG",
            "HỌA",
            "ĐẾN",
            "SỞ Y TẾ",
            "THÔNG TƯ",
            "MA",
            "HOÀ",
        ] {
            assert_eq!(says(text), None, "{text}");
        }
    }
}
