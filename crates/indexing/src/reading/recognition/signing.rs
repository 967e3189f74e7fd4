//! The block of signing. A seal and the strokes of a pen lie over post and name there, and a recogniser
//! that looks for blocks of text leaves the place out as a picture or reads half a name. Where no whole
//! name was read the lines of print are cut out and read once more, one below the other: as they are, and
//! without what is too large for a letter. Ink in colours is taken away before where the page has any.

use std::time::Instant;

use image::{GrayImage, imageops};

use super::lines::{Row, mean_confidence};
use super::page::Page;
use super::skew;
use super::strips::{self, Stack, Strip, Strips};
use super::tesseract::{self, Manner, Seen};
use crate::reading::fields::likeness::distance_within;
use crate::reading::fields::lines::folded;
use crate::reading::fields::people::{Family, name_in};
use crate::reading::fields::posts::{begins, like_post};

/// Where the block begins across the page, and how high it is, from a little above «Nơi nhận».
const LEFT: f32 = 0.42;
const ABOVE: f32 = 0.05;
const HEIGHT: f32 = 0.35;
/// A whole name read more surely than this is not read again.
const SURE: f32 = 80.0;
/// Points before the first letter found that are read too: a word, or half a name.
const SHORT_PT: f32 = 22.0;
const LONG_PT: f32 = 60.0;

/// Reads posts and names again where the first reading has no whole name, and puts them in its place;
/// in dots of the page as it lies.
pub fn read_again(page: &Page, rows: &mut Vec<Row>, skew_deg: f32, until: Instant) {
    let Some(block) = Block::of(page, rows) else {
        return;
    };
    let mut inside = rows.iter().filter(|row| block.holds(row));
    if inside.clone().any(is_sure_name) && inside.any(is_post) {
        return;
    }
    let picture = block.picture(page, skew_deg);
    let Strips { found, cleaned } = strips::of(&picture, page.dpi);
    if found.is_empty() {
        return;
    }
    let attempts = [
        strips::stacked(&picture, &found, SHORT_PT, page.dpi),
        strips::stacked(&picture, &found, LONG_PT, page.dpi),
        strips::stacked(&cleaned, &found, LONG_PT, page.dpi),
    ];
    let mut best: Vec<Option<Row>> = vec![None; found.len()];
    for attempt in &attempts {
        // What goes wrong here costs only this second look.
        let words = tesseract::words(&attempt.picture, &manner(page), until).unwrap_or_default();
        for (best, row) in best.iter_mut().zip(rows_of(words, attempt)) {
            if worth(&row) > best.as_ref().map_or(0, worth) {
                *best = Some(row);
            }
        }
        if best.iter().flatten().any(is_sure_name) {
            break;
        }
    }
    for (row, strip) in best.into_iter().zip(&found) {
        if let Some(row) = row {
            replace(rows, block.placed(row), &block.place_of(strip));
        }
    }
    if !rows.iter().any(|row| block.holds(row) && is_sure_name(row)) {
        scattered(page, &picture, &block, rows, until);
    }
}

/// Reads the block as scattered words, where its lines could not be told.
fn scattered(page: &Page, picture: &GrayImage, block: &Block, rows: &mut Vec<Row>, until: Instant) {
    let manner = Manner {
        layout: "11",
        ..manner(page)
    };
    let words = tesseract::words(picture, &manner, until).unwrap_or_default();
    let mut found: Vec<Row> = Vec::new();
    for word in words {
        match found.last_mut() {
            Some(row) if row.first().is_some_and(|first| first.line == word.line) => row.push(word),
            _ => found.push(vec![word]),
        }
    }
    for row in found.into_iter().filter(|row| worth(row) > 0) {
        let row = block.placed(row);
        let place = around(&row);
        replace(rows, row, &place);
    }
}

/// The box of a line.
fn around(row: &Row) -> Strip {
    let least = |of: fn(&Seen) -> f32| row.iter().map(of).fold(f32::INFINITY, f32::min);
    let most = |of: fn(&Seen) -> f32| row.iter().map(of).fold(0.0, f32::max);
    Strip {
        left: least(|word| word.x),
        top: least(|word| word.y),
        right: most(|word| word.x + word.width),
        bottom: most(|word| word.y + word.height),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "dots per inch"
)]
fn manner(page: &Page) -> Manner<'static> {
    Manner {
        languages: "vie",
        layout: "6",
        dpi: page.dpi.round() as u32,
        local_threshold: false,
    }
}

/// Where post and name stand, in dots of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Block {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Block {
    /// To the right of «Nơi nhận»; without it below a post in the right half.
    #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
    fn of(page: &Page, rows: &[Row]) -> Option<Block> {
        let (width, height) = page.grey.dimensions();
        let (wide, high) = (width as f32, height as f32);
        let recipients = rows
            .iter()
            .rfind(|row| names_recipients(row, wide * LEFT))
            .and_then(|row| row.first());
        let post = || {
            let is_right = |row: &&Row| {
                let (first, last) = (&row[0], &row[row.len() - 1]);
                let middle = (first.x + last.x + last.width) / 2.0;
                middle > wide * 0.56 && first.y > high * 0.3 && is_post(row)
            };
            let rows = rows.iter().filter(|row| !row.is_empty());
            rows.rev().find(is_right).and_then(|row| row.first())
        };
        let first = recipients.or_else(post)?;
        let top = (first.y - high * ABOVE).max(0.0);
        Some(Block {
            left: (wide * LEFT).floor(),
            top: top.floor(),
            right: wide,
            bottom: (top + high * HEIGHT).min(high),
        })
    }

    fn holds(&self, row: &Row) -> bool {
        row.iter()
            .all(|word| word.x > self.left && word.y > self.top && word.y < self.bottom)
    }

    /// What is seen there: grey, without ink in colours, level.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "dots of a page"
    )]
    fn picture(&self, page: &Page, skew_deg: f32) -> GrayImage {
        /// Less than this is read as it is.
        const LEAST_SKEW_DEG: f32 = 0.4;
        let (left, top) = (self.left as u32, self.top as u32);
        let (width, height) = (
            (self.right - self.left) as u32,
            (self.bottom - self.top) as u32,
        );
        let block = match &page.colour {
            Some(colour) => {
                let block = imageops::crop_imm(colour, left, top, width, height).to_image();
                // Red is as bright as paper in one channel, blue in another; black is in none.
                let brightest = |dot: &[u8]| dot.iter().copied().max().unwrap_or(255);
                let dots = block.as_raw().chunks_exact(3).map(brightest).collect();
                GrayImage::from_raw(width, height, dots).unwrap_or_default()
            }
            None => imageops::crop_imm(&page.grey, left, top, width, height).to_image(),
        };
        if skew_deg.abs() < LEAST_SKEW_DEG {
            return block;
        }
        skew::straightened(&block, skew_deg)
    }

    /// A line of the block in dots of the page.
    fn place_of(&self, strip: &Strip) -> Strip {
        Strip {
            left: strip.left + self.left,
            top: strip.top + self.top,
            right: strip.right + self.left,
            bottom: strip.bottom + self.top,
        }
    }

    fn placed(&self, mut row: Row) -> Row {
        for word in &mut row {
            word.x += self.left;
            word.y += self.top;
        }
        row
    }
}

/// The words of each line of a stack, in dots of the block.
fn rows_of(words: Vec<Seen>, stack: &Stack) -> Vec<Row> {
    let mut rows = vec![Row::new(); stack.lines.len()];
    for word in words {
        let middle = word.y + word.height / 2.0;
        let inside = |line: &strips::Placed| (line.rows.0..line.rows.1).contains(&middle);
        let is_sign = !word.text.contains(char::is_alphabetic);
        let Some(nth) = stack.lines.iter().position(inside).filter(|_| !is_sign) else {
            continue;
        };
        let shift = stack.lines[nth].shift;
        rows[nth].push(Seen {
            x: word.x + shift.0,
            y: word.y + shift.1,
            ..word
        });
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    rows
}

/// Puts a line in the place of what was read there before.
fn replace(rows: &mut Vec<Row>, row: Row, strip: &Strip) {
    let is_there = |word: &Seen| {
        let (x, y) = (word.x + word.width / 2.0, word.y + word.height / 2.0);
        let slack = word.width;
        x > strip.left - slack
            && x < strip.right + slack
            && y > strip.top - 2.0
            && y < strip.bottom + 2.0
    };
    let lies_there = |old: &Row| !old.is_empty() && old.iter().all(is_there);
    let is_better = |old: &Row| worth(old) > worth(&row);
    if rows.iter().any(|old| lies_there(old) && is_better(old)) {
        return;
    }
    rows.retain(|old| !lies_there(old));
    rows.push(row);
}

fn text_of(row: &Row) -> String {
    let words: Vec<&str> = row.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// What a reading is worth: a name with a known family name, a post, a name with a likely one.
fn worth(row: &Row) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "percent"
    )]
    let sure = mean_confidence(row) as u32;
    let name = name_in(&text_of(row), true).filter(|_| !is_post(row));
    let of_name = name.map_or(0, |name| {
        let words = u32::try_from(name.text.split(' ').count()).unwrap_or_default();
        let slips = u32::try_from(name.slips).unwrap_or_default();
        let known = match name.family {
            Family::Known => 300,
            Family::Guessed => 220_u32.saturating_sub(30 * slips),
            Family::Rare => 100,
        };
        known + 25 * words
    });
    let of_post = if is_post(row) { 250 } else { 0 };
    match of_name.max(of_post) {
        0 => 0,
        worth => worth + sure,
    }
}

/// Whether a line is a whole name: three words or more, the first a family name that many bear. «Hoàng»
/// is borne as a middle name as often, which leaves open whether a word is lost before it.
fn is_sure_name(row: &Row) -> bool {
    let name = name_in(&text_of(row), true).filter(|_| !is_post(row));
    name.is_some_and(|name| {
        let words = name.text.split(' ').count();
        let least = if name.text.starts_with("Hoàng ") {
            4
        } else {
            3
        };
        name.family == Family::Known && words >= least
    }) && mean_confidence(row) >= SURE
}

/// Whether a line of capitals is a post, maybe without a letter or two.
fn is_post(row: &Row) -> bool {
    let text = text_of(row);
    let (capitals, letters) = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .fold((0, 0), |(capitals, all), c| {
            (capitals + u32::from(c.is_uppercase()), all + 1)
        });
    let text = folded(&text);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    capitals >= 6 && capitals * 10 >= letters * 8 && (begins(text) || like_post(text).is_some())
}

/// Whether a line at the left says «Nơi nhận», but for a slip or two.
fn names_recipients(row: &Row, before: f32) -> bool {
    let is_left = row.first().is_some_and(|word| word.x < before);
    let letters: String = folded(&text_of(row))
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    is_left && row.len() <= 4 && distance_within(&letters, "NOINHAN", 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(y: f32, words: &[(f32, &str)]) -> Row {
        let word = |(x, text): &(f32, &str)| Seen {
            line: (1, 1, 1),
            x: *x,
            y,
            width: 40.0,
            height: 20.0,
            line_height: 20.0,
            confidence: 90.0,
            text: (*text).to_owned(),
        };
        words.iter().map(word).collect()
    }

    fn said(text: &str) -> Row {
        let words: Vec<(f32, &str)> = text.split(' ').map(|word| (10.0, word)).collect();
        row(10.0, &words)
    }

    #[test]
    fn whole_names_and_posts_are_told_from_parts_and_strokes() {
        assert!(is_sure_name(&said("Lê Hoàng Nam")) && is_sure_name(&said("“Trần Thị Bé,")));
        assert!(!is_sure_name(&said("HÓ GIÁM ĐỐC")));
        assert!(is_post(&said("PHÓ GIÁM ĐỐC")) && is_post(&said("_ HỨ TRƯỞNG")));
        for part in [
            "Hoàng Nam",
            "Hoàng Văn Nam",
            "Văn Phong",
            "`uyễn Văn Hai",
            "- Lưu: VT",
        ] {
            assert!(!is_sure_name(&said(part)), "{part}");
        }
        for dirt in ["AM", "/ ⁄ S", "Y TẾ", "TỈNH AN PHÚ"] {
            assert!(!is_post(&said(dirt)), "{dirt}");
        }
        assert!(
            worth(&said("Trần Văn Hai")) > worth(&said("`ần Văn Hai"))
                && worth(&said("`ần Văn Hai")) > worth(&said("Văn Hai"))
        );
    }

    #[test]
    fn recipients_tell_where_the_block_is() {
        assert!(
            ["Nơi nhận:", "Noi nhận :", "Nơi nhậm:"]
                .iter()
                .all(|label| names_recipients(&said(label), 100.0))
        );
        assert!(
            !names_recipients(&said("Nơi nhận:"), 5.0)
                && !names_recipients(&said("Người nhận đơn"), 100.0)
        );
    }

    #[test]
    fn what_is_read_better_stands_in_the_place_of_what_was_there() {
        let strip = Strip {
            left: 100.0,
            top: 200.0,
            right: 300.0,
            bottom: 224.0,
        };
        let whole = row(202.0, &[(100.0, "Hà"), (150.0, "Văn"), (200.0, "Sáng")]);
        let mut rows = vec![
            row(202.0, &[(150.0, "Văn"), (200.0, "Sáng")]),
            row(202.0, &[(10.0, "-"), (60.0, "Lưu:")]),
            row(260.0, &[(150.0, "2")]),
        ];
        replace(&mut rows, whole.clone(), &strip);
        let texts: Vec<String> = rows.iter().map(text_of).collect();
        assert_eq!(texts, ["- Lưu:", "2", "Hà Văn Sáng"]);
        replace(&mut rows, row(202.0, &[(200.0, "Sáng")]), &strip);
        assert!(rows.contains(&whole));
    }

    #[test]
    fn words_of_a_stack_go_back_to_their_lines() {
        let line = |top: f32, x: f32| strips::Placed {
            rows: (top, top + 40.0),
            shift: (x, 300.0),
        };
        let stack = Stack {
            picture: GrayImage::new(1, 1),
            lines: vec![line(30.0, 5.0), line(100.0, 7.0)],
        };
        let words = [
            row(110.0, &[(90.0, "Văn"), (40.0, "Lê")]),
            row(40.0, &[(50.0, "—"), (60.0, "GIÁM")]),
            row(75.0, &[(50.0, "between")]),
        ]
        .concat();
        let rows = rows_of(words, &stack);
        let texts: Vec<String> = rows.iter().map(text_of).collect();
        assert_eq!(texts, ["GIÁM", "Lê Văn"]);
        assert_eq!((rows[1][0].x, rows[1][0].y), (47.0, 410.0));
    }
}
