//! Where number and date stand in the lines of a head, by the words that are printed around them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::lines::Row;
use super::super::tesseract::Seen;

/// Share of the page in which the head stands.
const HEAD: f32 = 0.4;
/// The number stands left of this, the date right of that, as shares of the width.
const NUMBER_ENDS: f32 = 0.55;
const DATE_BEGINS: f32 = 0.35;
/// Widest blank for a number, and widest one behind its separator, in heights of the line.
const BLANK: f32 = 6.0;
const BEHIND: f32 = 1.2;

/// The words of a line of the number, from its label on, left to right, and where they stand in the rows.
pub struct Number {
    /// The words.
    pub words: Vec<Seen>,
    /// Row and place in it of each.
    pub at: Vec<(usize, usize)>,
}

/// The words of a date: from «ngày» to «năm» and what follows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Date {
    /// The row.
    pub row: usize,
    /// «ngày», «tháng» if it was read, and «năm», as places in the row.
    pub day: usize,
    /// The word «tháng».
    pub month: Option<usize>,
    /// The word «năm».
    pub year: usize,
}

impl Date {
    /// From «ngày» to the year.
    pub fn words(&self, rows: &[Row]) -> Vec<Seen> {
        let row = &rows[self.row];
        row[self.day..row.len().min(self.year + 2)].to_vec()
    }
}

/// The line that says «ngày … tháng … năm …» in the right half of the head.
#[expect(clippy::cast_precision_loss, reason = "dots of a page")]
pub fn date(rows: &[Row], (width, height): (u32, u32)) -> Option<Date> {
    rows.iter().enumerate().find_map(|(at, row)| {
        let is_day = |word: &Seen| {
            word.x > width as f32 * DATE_BEGINS
                && word.y < height as f32 * HEAD
                && is_day_word(&folded(&word.text))
        };
        let day = row.iter().position(is_day)?;
        let behind = |test: fn(&str) -> bool| {
            let found = row
                .iter()
                .skip(day)
                .position(|word| test(&folded(&word.text)));
            found.map(|place| day + place)
        };
        let year = behind(|text| text.trim_start_matches('.').starts_with("NAM"))?;
        let month = behind(|text| text.contains("THANG") || text.contains("HANG"));
        // A sentence goes on behind its date.
        let is_end = row.len() <= year + 3;
        let is_sentence = row
            .first()
            .is_some_and(|word| folded(&word.text).starts_with("CAN"));
        (is_end && !is_sentence).then_some(Date {
            row: at,
            day,
            month,
            year,
        })
    })
}

/// «ngày», also with what a recogniser made of digits that touch it.
fn is_day_word(text: &str) -> bool {
    text.starts_with("NGAY") || text.starts_with("NGA") && text.len() <= 5
}

/// The line that begins with «Số» in the left half of the head and has a separator.
#[expect(clippy::cast_precision_loss, reason = "dots of a page")]
pub fn number(rows: &[Row], (width, height): (u32, u32)) -> Option<Number> {
    let (wide, high) = (width as f32, height as f32);
    let is_label = |word: &Seen| word.x < wide / 2.0 && word.y < high * HEAD && is_label_word(word);
    rows.iter().enumerate().find_map(|(at, row)| {
        let label = row.iter().take(2).position(is_label)?;
        let is_first = row[..label]
            .iter()
            .all(|word| !word.text.contains(char::is_alphanumeric));
        let number = is_first.then(|| line_of(rows, (at, label), wide * NUMBER_ENDS))?;
        // «SỞ Y TẾ - CÔNG ĐOÀN NGÀNH» has neither.
        let has = |marks: &[char]| number.words.iter().any(|word| word.text.contains(marks));
        (has(&['/']) || has(&['-']) && has(&[':', ';'])).then_some(number)
    })
}

/// Whether a word is «Số:», or begins with it, but for slips; the second reading tells for sure.
fn is_label_word(word: &Seen) -> bool {
    let text = folded(&word.text);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut letters = text.chars();
    let is_so =
        letters.next() == Some('S') && matches!(letters.next(), Some('O' | 'E' | '6' | '0'));
    let ends = letters.next().is_none_or(|next| !next.is_alphabetic());
    let is_torn = text.chars().count() <= 4 && text.ends_with([':', ';']);
    is_so && (ends || text.contains('/')) || is_torn
}

/// Words at the height of a label, from it on, as far as they belong to the number and its symbol.
fn line_of(rows: &[Row], label: (usize, usize), ends: f32) -> Number {
    let first = &rows[label.0][label.1];
    let (middle, height) = (
        first.y + first.height / 2.0,
        first.line_height.max(first.height),
    );
    let is_date = |row: &Row| row.iter().any(|word| is_day_word(&folded(&word.text)));
    let mut found: Vec<((usize, usize), &Seen)> = Vec::new();
    for (at, row) in rows
        .iter()
        .enumerate()
        .filter(|(at, row)| *at == label.0 || !is_date(row))
    {
        for (place, word) in row.iter().enumerate() {
            let is_level = (word.y + word.height / 2.0 - middle).abs() < height / 2.0;
            if is_level && word.x >= first.x && word.x < ends {
                found.push(((at, place), word));
            }
        }
    }
    found.sort_by(|(_, a), (_, b)| a.x.total_cmp(&b.x));
    let mut number = Number {
        words: Vec::new(),
        at: Vec::new(),
    };
    for (at, word) in found {
        if let Some(last) = number.words.last() {
            let gap = (word.x - last.x - last.width) / height;
            let is_separated = number.words.iter().any(|word| word.text.contains('/'));
            let goes_on = is_mark(last.text.chars().last()) || is_mark(word.text.chars().next());
            let is_symbol = gap < BEHIND && goes_on && word.text.chars().count() > 1;
            if gap > BLANK || is_separated && !is_symbol || is_day_word(&folded(&word.text)) {
                break;
            }
        }
        number.words.push(word.clone());
        number.at.push(at);
    }
    number
}

/// Whether a symbol goes on there.
fn is_mark(letter: Option<char>) -> bool {
    matches!(letter, Some('/' | '-' | '–'))
}

/// Capitals without marks.
pub fn folded(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c));
    let capitals = plain.flat_map(char::to_uppercase);
    let told = |c: char| {
        if matches!(c, 'Đ' | 'Ð' | 'Ɖ') {
            'D'
        } else {
            c
        }
    };
    capitals.map(told).collect()
}
