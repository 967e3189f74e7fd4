//! The head of a paper: the lines of its first page down to where its text begins.

use super::{date, folded, is_capitals};
use crate::reading::Page;

/// Lines below this one are text, whatever they look like.
const MAX_ROWS: usize = 60;

/// A line of the head.
pub struct Row {
    /// As written.
    pub text: String,
    /// Capitals without marks.
    pub folded: String,
    /// Left edge, top edge and height in points, where the format tells.
    pub place: Option<(f32, f32, f32)>,
}

/// The head.
pub struct Head {
    /// Lines in the order of reading.
    pub rows: Vec<Row>,
    /// The line with the name of the country.
    pub country: Option<usize>,
    /// The line with the name of the kind.
    pub title: Option<usize>,
    /// The line in which «V/v» begins.
    pub reference: Option<usize>,
    /// Half the width of the page.
    pub middle: f32,
}

impl Head {
    /// Finds the parts of the head on a page.
    pub fn of(page: &Page) -> Self {
        let rows = rows(page);
        let country = rows.iter().position(names_country);
        let from = country.map_or(0, |at| at + 1);
        let title = rows
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, row)| is_title(row))
            .map(|(at, _)| at);
        let reference = rows
            .iter()
            .take(title.unwrap_or(rows.len()))
            .position(|row| {
                row.folded.starts_with("V/V")
                    || row.folded.starts_with("VE VIEC") && country.is_some()
            });
        Head {
            rows,
            country,
            title,
            reference,
            middle: page.width_pt / 2.0,
        }
    }
}

/// Lines up to the first of the text: «Căn cứ …», «Điều 1.», a second name of the country.
fn rows(page: &Page) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut start = 0_usize;
    let mut words = page.words.iter().peekable();
    for line in page.text.split('\n') {
        let end = start + line.len();
        let mut place: Option<(f32, f32, f32)> = None;
        while let Some(word) = words.next_if(|word| (word.start as usize) < end) {
            let first = place.get_or_insert((word.x, word.y, word.height));
            first.1 = first.1.min(word.y);
        }
        start = end + 1;
        if line.trim().is_empty() {
            continue;
        }
        let row = Row {
            text: line.trim().to_owned(),
            folded: folded(line),
            place,
        };
        if rows.len() >= MAX_ROWS || (rows.len() > 2 && begins_text(&row)) {
            break;
        }
        rows.push(row);
    }
    rows
}

/// Whether a line is the first of the text proper.
pub fn begins_text(row: &Row) -> bool {
    const FIRST_WORDS: [&str; 5] = ["CAN CU ", "DIEU 1.", "DIEU 1:", "CHUONG I", "THEO DE NGHI "];
    let mixed_case = !is_capitals(&row.text) || row.folded.starts_with("DIEU");
    mixed_case
        && FIRST_WORDS
            .iter()
            .any(|words| row.folded.starts_with(words))
}

/// A line of capitals that is the name of a kind and nothing else.
fn is_title(row: &Row) -> bool {
    let name = row.text.trim_matches(|c: char| !c.is_alphabetic());
    is_capitals(name) && workflow::documents::kind_by_name(name).is_some()
}

/// The name of the country in capitals; subjects name it in small letters.
fn names_country(row: &Row) -> bool {
    is_capitals(&row.text) && row.folded.contains("CONG HOA XA HOI CHU NGHIA")
}

/// Whether a line is that of the number; «SỞ» without marks is the same as «SỐ».
pub fn is_number_line(row: &Row) -> bool {
    let low = row.text.to_lowercase();
    low.strip_prefix("số")
        .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// Whether a line belongs to the head itself and to no name or subject in it.
pub fn is_furniture(row: &Row) -> bool {
    let text = row.folded.as_str();
    !text.contains(char::is_alphabetic)
        || names_country(row)
        || text.starts_with("DOC LAP")
        || text.contains("DANG CONG SAN VIET NAM")
        || text.starts_with("CONG BAO/")
        || text.starts_with("VAN BAN QUY PHAM PHAP LUAT")
        || is_number_line(row)
        || text.starts_with("LUAT SO")
        || date::in_line(&row.text).is_some()
        || text.contains(", NGAY") && text.contains("THANG")
}
