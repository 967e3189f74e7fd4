//! Where number and date are to be written on the first page of an approved paper: the line «Số:
//! …/UBND-KT» in the left half of the head and the line «An Phú, ngày … tháng … năm 2026» in the right
//! one (NĐ 30/2020 Phụ lục I, ô 3 and 4). Found from the words and their places alone: blanks, dots and
//! underscores are places to write in, digits are written already.

use crate::reading::{Page, Word};

/// Part of the page's height in which the head stands.
const HEAD: f32 = 0.45;
/// A gap in ems that ends the column of the number.
const COLUMN_GAP: f32 = 4.0;
/// Height of a word's box in ems of its font, and of its part above the line.
const BOX_EMS: f32 = 0.97;
const ABOVE_EMS: f32 = 0.75;

/// What the head of a page says of number and date.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Blanks {
    /// The line of the number.
    pub number: Option<NumberLine>,
    /// The line of place and date.
    pub date: Option<DateLine>,
}

/// The line «Số: …/UBND-KT».
#[derive(Debug, Clone, PartialEq)]
pub struct NumberLine {
    /// The number.
    pub number: Part,
    /// What follows it, with its separator and without blanks; empty where nothing follows.
    pub symbol: String,
}

/// The line «An Phú, ngày … tháng … năm 2026».
#[derive(Debug, Clone, PartialEq)]
pub struct DateLine {
    /// The day.
    pub day: Part,
    /// The month.
    pub month: Part,
    /// The year.
    pub year: Part,
}

/// A part of number or date.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// It stands there.
    Written(String),
    /// There is room for it.
    Blank(Gap),
}

/// Room on a line, in points from the upper left corner of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Its left end.
    pub x: f32,
    /// How wide it is.
    pub width: f32,
    /// The line that the letters beside it stand on.
    pub line: f32,
    /// The size of those letters.
    pub size: f32,
    /// Whether dots stand in it.
    pub has_dots: bool,
}

/// Finds them on a page; its words have to have places.
pub fn blanks(page: &Page) -> Blanks {
    let rows = rows(page);
    Blanks {
        number: rows.iter().find_map(|row| number_line(row, page.width_pt)),
        date: rows.iter().find_map(|row| date_line(row, page.width_pt)),
    }
}

/// A letter, or the blank between two words.
#[derive(Debug, Clone, Copy)]
struct Cell {
    written: char,
    x: f32,
    end: f32,
    y: f32,
    size: f32,
}

impl Cell {
    fn is_filler(&self) -> bool {
        matches!(self.written, ' ' | '.' | '…' | '_' | '·' | '‥')
    }

    fn is_dots(&self) -> bool {
        self.is_filler() && self.written != ' '
    }
}

/// The words of the head in rows from above, each from left to right, letter by letter.
fn rows(page: &Page) -> Vec<Vec<Cell>> {
    let mut words: Vec<&Word> = page.words.iter().collect();
    words.retain(|word| word.y < page.height_pt * HEAD && word.height > 1.0);
    words.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<&Word>> = Vec::new();
    for word in words {
        let is_beside = |row: &&mut Vec<&Word>| {
            let middle = row[0].y + row[0].height / 2.0;
            (word.y + word.height / 2.0 - middle).abs() < 0.4 * word.height.max(row[0].height)
        };
        match rows.iter_mut().rev().find(is_beside) {
            Some(row) => row.push(word),
            None => rows.push(vec![word]),
        }
    }
    rows.into_iter()
        .map(|mut row| {
            row.sort_by(|a, b| a.x.total_cmp(&b.x));
            cells(page, &row)
        })
        .collect()
}

fn cells(page: &Page, row: &[&Word]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for word in row {
        let text = page.text.get(word.start as usize..word.end as usize);
        let text = text.unwrap_or_default();
        let (y, size) = (word.y, word.height / BOX_EMS);
        if let Some(before) = cells.last() {
            let (x, end) = (before.end, word.x.max(before.end));
            cells.push(Cell {
                written: ' ',
                x,
                end,
                y,
                size,
            });
        }
        let whole: f32 = text.chars().map(usual_width).sum();
        let mut x = word.x;
        for written in text.chars() {
            let end = x + word.width * usual_width(written) / whole.max(0.01);
            cells.push(Cell {
                written,
                x,
                end,
                y,
                size,
            });
            x = end;
        }
    }
    cells
}

/// About how wide a letter is among its neighbours: a word has one box for all of its letters.
fn usual_width(letter: char) -> f32 {
    match letter {
        '.' | ',' | '·' => 0.25,
        '/' | ':' | '‥' => 0.28,
        '-' => 0.33,
        '…' => 1.0,
        letter if letter.is_uppercase() => 0.7,
        letter if letter.is_alphabetic() => 0.45,
        _ => 0.5,
    }
}

/// Says whether small letters stand at a place of a row, as a word of their own.
fn word_at(row: &[Cell], at: usize, word: &str) -> bool {
    let count = word.chars().count();
    let begins = at == 0 || !row[at - 1].written.is_alphabetic();
    let ends = row
        .get(at + count)
        .is_none_or(|next| !next.written.is_alphabetic());
    let is_same = |(cell, letter): (&Cell, char)| cell.written.to_lowercase().eq([letter]);
    begins && ends && row.len() >= at + count && row[at..].iter().zip(word.chars()).all(is_same)
}

fn find(row: &[Cell], from: usize, word: &str) -> Option<usize> {
    (from..row.len()).find(|at| word_at(row, *at, word))
}

fn number_line(row: &[Cell], page_width: f32) -> Option<NumberLine> {
    let middle = page_width / 2.0;
    let at = find(row, 0, "số")?;
    // In a sentence something stands before it, and on the right nothing is numbered.
    let stands_alone = row[..at].iter().all(Cell::is_filler);
    if !stands_alone || row[at].x > middle {
        return None;
    }
    let after = at + 2;
    let colon = row[after..].iter().position(|cell| cell.written != ' ');
    let colon = colon.filter(|colon| row[after + colon].written == ':');
    let from = colon.map_or(after, |colon| after + colon + 1);
    let column = column(&row[from..], middle);
    let before = &row[from - 1];
    let Some(first) = column.iter().position(|cell| !cell.is_filler()) else {
        let end = column.last().map_or(before.end, |last| last.end);
        let number = Part::Blank(gap(before, end.max(middle - before.size), column));
        let symbol = String::new();
        return Some(NumberLine { number, symbol });
    };
    let (blank, rest) = column.split_at(first);
    let digits = rest.iter().take_while(|cell| cell.written.is_ascii_digit());
    let number: String = digits.map(|cell| cell.written).collect();
    let symbol = rest[number.len()..].iter().map(|cell| cell.written);
    let symbol: String = symbol.filter(|written| *written != ' ').collect();
    if !symbol.is_empty() && !symbol.starts_with(['/', '-', '–']) {
        return None;
    }
    let number = if number.is_empty() {
        Part::Blank(gap(before, rest[0].x, blank))
    } else {
        Part::Written(number)
    };
    Some(NumberLine { number, symbol })
}

/// The cells up to the middle of the page, or to the gap before the next column.
fn column(cells: &[Cell], middle: f32) -> &[Cell] {
    let mut has_begun = false;
    let end = cells.iter().position(|cell| {
        has_begun |= !cell.is_filler();
        let is_wide = cell.end - cell.x > COLUMN_GAP * cell.size;
        cell.x > middle || has_begun && cell.written == ' ' && is_wide
    });
    let cells = &cells[..end.unwrap_or(cells.len())];
    // The blank before the date belongs to nobody.
    let is_cut = end.is_some();
    match cells.last() {
        Some(last) if is_cut && last.written == ' ' => &cells[..cells.len() - 1],
        _ => cells,
    }
}

fn date_line(row: &[Cell], page_width: f32) -> Option<DateLine> {
    let day = find(row, 0, "ngày")?;
    let month = find(row, day, "tháng")?;
    let year = find(row, month, "năm")?;
    let place = row[..day].iter().rev().find(|cell| cell.written != ' ');
    // Without a place it begins its column.
    let begins = |cell: &Cell| row[day].x - cell.end > COLUMN_GAP * cell.size;
    let follows_a_place = place.is_none_or(|cell| cell.written == ',' || begins(cell));
    if !follows_a_place || row[day].x < page_width * 0.4 {
        return None;
    }
    let (after_day, after_month) = (
        day + "ngày".chars().count(),
        month + "tháng".chars().count(),
    );
    Some(DateLine {
        day: between(row, after_day, month)?,
        month: between(row, after_month, year)?,
        year: year_part(row, year + "năm".chars().count(), page_width)?,
    })
}

/// The part between two words of the date.
fn between(row: &[Cell], from: usize, to: usize) -> Option<Part> {
    let cells = &row[from..to];
    let written: String = cells
        .iter()
        .filter(|cell| !cell.is_filler())
        .map(|cell| cell.written)
        .collect();
    if written.is_empty() {
        return Some(Part::Blank(gap(&row[from - 1], row[to].x, cells)));
    }
    let is_number = written.chars().all(|digit| digit.is_ascii_digit());
    is_number.then_some(Part::Written(written))
}

/// The year ends the line: «năm 2026», «năm 20…», «năm».
fn year_part(row: &[Cell], from: usize, page_width: f32) -> Option<Part> {
    let cells = &row[from..];
    let written: String = cells
        .iter()
        .filter(|cell| !cell.is_filler())
        .map(|cell| cell.written)
        .collect();
    if !written.chars().all(|digit| digit.is_ascii_digit()) || written.len() > 4 {
        return None;
    }
    if written.len() == 4 {
        return Some(Part::Written(written));
    }
    let before = &row[from - 1];
    let needed = before.end + 2.6 * before.size;
    let end = cells.last().map_or(needed, |last| last.end.max(needed));
    let mut gap = gap(before, end.min(page_width - before.size), cells);
    gap.has_dots |= !written.is_empty();
    Some(Part::Blank(gap))
}

/// The room behind a letter up to an end, a hair away from either.
fn gap(before: &Cell, end: f32, inside: &[Cell]) -> Gap {
    let hair = 0.08 * before.size;
    Gap {
        x: before.end + hair,
        width: (end - before.end - 2.0 * hair).max(0.0),
        line: before.y + ABOVE_EMS * before.size,
        size: before.size,
        has_dots: inside.iter().any(Cell::is_dots),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    /// A page of words at places: x, y and text; each letter is as wide as usual at 13 points.
    fn page(words: &[(f32, f32, &str)]) -> Page {
        let (mut text, mut placed) = (String::new(), Vec::new());
        for (x, y, word) in words {
            let start = u32::try_from(text.len()).unwrap();
            text.push_str(word);
            placed.push(Word {
                start,
                end: u32::try_from(text.len()).unwrap(),
                x: *x,
                y: *y,
                width: 13.0 * word.chars().map(usual_width).sum::<f32>(),
                height: 13.0 * BOX_EMS,
                confidence: None,
            });
            text.push(' ');
        }
        Page {
            number: 1,
            width_pt: 595.0,
            height_pt: 842.0,
            text,
            words: placed,
            layer: crate::reading::Layer::Drawn,
            converted: None,
        }
    }

    fn blank(part: &Part) -> Gap {
        match part {
            Part::Blank(gap) => *gap,
            Part::Written(words) => panic!("{words} stands there"),
        }
    }

    fn date(y: f32) -> Vec<(f32, f32, &'static str)> {
        vec![
            (330.0, y, "An"),
            (350.0, y, "Phú,"),
            (380.0, y, "ngày"),
            (425.0, y, "tháng"),
            (480.0, y, "năm"),
            (510.0, y, "2026"),
        ]
    }

    #[test]
    fn both_lines_with_blanks_on_one_row() {
        let mut words = vec![(120.0, 100.0, "Số:"), (170.0, 100.0, "/UBND-KT")];
        words.extend(date(101.0));
        let found = blanks(&page(&words));
        let number = found.number.unwrap();
        assert_eq!(number.symbol, "/UBND-KT");
        let gap = blank(&number.number);
        assert!(
            gap.x > 135.0 && gap.x + gap.width < 170.0 && gap.width > 15.0,
            "{gap:?}"
        );
        assert!(
            (gap.size - 13.0).abs() < 0.1 && (gap.line - 109.75).abs() < 0.1,
            "{gap:?}"
        );
        assert!(!gap.has_dots);
        let date = found.date.unwrap();
        let (day, month) = (blank(&date.day), blank(&date.month));
        assert!(day.x > 400.0 && day.x + day.width < 425.0, "{day:?}");
        assert!(
            month.x > 450.0 && month.x + month.width < 480.0,
            "{month:?}"
        );
        assert_eq!(date.year, Part::Written("2026".into()));
    }

    #[test]
    fn dots_are_places_whether_they_are_words_or_parts_of_words() {
        for number in [
            vec![
                (120.0, 100.0, "Số:"),
                (140.0, 100.0, "........"),
                (170.0, 100.0, "/QĐ-UBND"),
            ],
            vec![(120.0, 100.0, "Số:"), (140.0, 100.0, "……/QĐ-UBND")],
            vec![(120.0, 100.0, "Số:……/QĐ-UBND")],
            vec![
                (120.0, 100.0, "Số"),
                (134.0, 100.0, ":____/"),
                (172.0, 100.0, "QĐ-UBND"),
            ],
        ] {
            let line = blanks(&page(&number)).number.expect("a line of the number");
            let gap = blank(&line.number);
            assert_eq!(line.symbol, "/QĐ-UBND");
            assert!(gap.has_dots && gap.width > 15.0, "{number:?} {gap:?}");
        }
        let words = [
            (330.0, 100.0, "An"),
            (350.0, 100.0, "Phú,"),
            (380.0, 100.0, "ngày……"),
            (430.0, 100.0, "tháng"),
            (462.0, 100.0, "...."),
            (480.0, 100.0, "năm"),
            (506.0, 100.0, "20…"),
        ];
        let date = blanks(&page(&words)).date.unwrap();
        for part in [&date.day, &date.month, &date.year] {
            assert!(blank(part).has_dots && blank(part).width > 10.0, "{part:?}");
        }
    }

    #[test]
    fn what_is_written_already_is_told() {
        let mut words = vec![(120.0, 100.0, "Số:"), (140.0, 100.0, "57/UBND-KT")];
        words.extend([
            (380.0, 100.0, "ngày"),
            (408.0, 100.0, "05"),
            (425.0, 100.0, "tháng"),
            (460.0, 100.0, "11"),
            (480.0, 100.0, "năm"),
            (510.0, 100.0, "2026"),
        ]);
        let found = blanks(&page(&words));
        let number = found.number.unwrap();
        assert_eq!(number.number, Part::Written("57".into()));
        assert_eq!(number.symbol, "/UBND-KT");
        let date = found.date.unwrap();
        assert_eq!(date.day, Part::Written("05".into()));
        assert_eq!(date.month, Part::Written("11".into()));
    }

    #[test]
    fn a_number_without_symbol_has_room_up_to_the_middle() {
        let found = blanks(&page(&[(120.0, 100.0, "Số:")])).number.unwrap();
        let gap = blank(&found.number);
        assert!(
            found.symbol.is_empty() && gap.width > 100.0 && gap.x + gap.width < 297.5,
            "{gap:?}"
        );
    }

    #[test]
    fn sentences_are_no_lines_of_number_and_date() {
        let sentences: [&[(f32, f32, &str)]; 4] = [
            &[
                (85.0, 300.0, "Căn"),
                (110.0, 300.0, "cứ"),
                (130.0, 300.0, "Số:"),
                (150.0, 300.0, "57/QĐ"),
            ],
            &[
                (85.0, 300.0, "Số"),
                (105.0, 300.0, "lượng"),
                (150.0, 300.0, "hồ"),
            ],
            &[
                (85.0, 300.0, "từ"),
                (100.0, 300.0, "ngày"),
                (130.0, 300.0, "05"),
                (150.0, 300.0, "tháng"),
                (190.0, 300.0, "11"),
                (210.0, 300.0, "năm"),
                (240.0, 300.0, "2026"),
            ],
            &[(120.0, 600.0, "Số:"), (170.0, 600.0, "/UBND-KT")],
        ];
        for sentence in sentences {
            assert_eq!(blanks(&page(sentence)), Blanks::default(), "{sentence:?}");
        }
        assert_eq!(blanks(&page(&[])), Blanks::default());
    }
}
