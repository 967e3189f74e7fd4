//! Rows of a list of a shelf: headings in the words of the offices, and each row that cannot be read with its
//! reason, without losing the others.

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use crate::Refusal;
use crate::documents::{name_key, tidy};

/// Rows of one list.
pub const MAX_ROWS: usize = 20_000;

/// A row of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShelfRow {
    /// Line of the file, from 1.
    pub line: u32,
    /// Số, ký hiệu.
    pub code: Option<String>,
    /// Ngày ban hành.
    pub issued_on: Option<Date>,
    /// Tác giả.
    pub issuer: Option<String>,
    /// Trích yếu.
    pub subject: Option<String>,
    /// Số tờ.
    pub sheets: Option<u32>,
    /// Số trang.
    pub pages: Option<u32>,
    /// Hộp.
    pub container: Option<String>,
    /// Hồ sơ.
    pub dossier: Option<String>,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    /// Line of the file, from 1.
    pub line: u32,
    /// Stable code of why.
    pub code: String,
    /// What stands there.
    pub value: String,
}

/// A list as far as it can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// Rows in order.
    pub rows: Vec<ShelfRow>,
    /// Rows that cannot be read.
    pub bad: Vec<BadRow>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Code,
    IssuedOn,
    Issuer,
    Subject,
    Sheets,
    Pages,
    Container,
    Dossier,
}

/// What a heading means; none for columns that say nothing here.
fn column(heading: &str) -> Option<Column> {
    let plain = name_key(heading).replace(['.', ',', ';', '-', '/', '_'], " ");
    let key = format!(
        " {} ",
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    );
    let says = |words: &[&str]| words.iter().any(|word| key.contains(&format!(" {word} ")));
    // The narrower words first: «Số, ký hiệu hồ sơ» names the dossier and «Số trang» no number and symbol.
    Some(if says(&["HO SO", "DVBQ"]) {
        Column::Dossier
    } else if says(&["HOP", "CAP", "BO HOP"]) {
        Column::Container
    } else if says(&["SO TO", "SO LUONG TO"]) {
        Column::Sheets
    } else if says(&["SO TRANG", "SO LUONG TRANG", "TRANG"]) {
        Column::Pages
    } else if says(&["KY HIEU", "SO VAN BAN", "SO KH"]) {
        Column::Code
    } else if says(&["NGAY", "THOI GIAN"]) {
        Column::IssuedOn
    } else if says(&["TAC GIA", "CO QUAN BAN HANH", "NOI BAN HANH", "CO QUAN"]) {
        Column::Issuer
    } else if says(&["TRICH YEU", "NOI DUNG", "TIEU DE"]) {
        Column::Subject
    } else {
        return None;
    })
}

/// Reads a table: lines with their numbers, the first one that names number and symbol or subject being the
/// headings. What stands above it is a title.
pub fn read_rows(lines: &[(u32, Vec<String>)]) -> Result<Read, Refusal> {
    let headings = lines.iter().position(|(_, cells)| {
        let known: Vec<_> = cells.iter().filter_map(|cell| column(cell)).collect();
        known.len() >= 2 && (known.contains(&Column::Code) || known.contains(&Column::Subject))
    });
    let Some(at) = headings else {
        return Err(Refusal::new("quality.shelf_headings"));
    };
    let columns: Vec<_> = lines[at].1.iter().map(|cell| column(cell)).collect();
    let rest = &lines[at + 1..];
    if rest.len() > MAX_ROWS {
        return Err(Refusal::new("quality.shelf_long").with("most", MAX_ROWS));
    }
    let mut read = Read::default();
    for (line, cells) in rest {
        if cells.iter().all(|cell| tidy(cell).is_none()) {
            continue;
        }
        match row(*line, cells, &columns) {
            Ok(row) => read.rows.push(row),
            Err(bad) => read.bad.push(bad),
        }
    }
    Ok(read)
}

fn row(line: u32, cells: &[String], columns: &[Option<Column>]) -> Result<ShelfRow, BadRow> {
    let mut row = ShelfRow {
        line,
        ..ShelfRow::default()
    };
    let bad = |code: &str, value: &str| BadRow {
        line,
        code: code.to_owned(),
        value: value.chars().take(100).collect(),
    };
    if cells.len() > columns.len() {
        let beyond = cells[columns.len()..].join(" ");
        if tidy(&beyond).is_some() {
            return Err(bad("quality.shelf_cells", &beyond));
        }
    }
    for (cell, column) in cells.iter().zip(columns) {
        let (Some(column), Some(value)) = (column, tidy(cell)) else {
            continue;
        };
        match column {
            Column::IssuedOn => {
                let read = day(&value).ok_or_else(|| bad("quality.shelf_day", &value))?;
                row.issued_on = Some(read);
            }
            Column::Sheets | Column::Pages => {
                let read = value.parse().ok();
                let read = read.ok_or_else(|| bad("quality.shelf_number", &value))?;
                if *column == Column::Sheets {
                    row.sheets = Some(read);
                } else {
                    row.pages = Some(read);
                }
            }
            Column::Code => row.code = Some(value),
            Column::Issuer => row.issuer = Some(value),
            Column::Subject => row.subject = Some(value),
            Column::Container => row.container = Some(value),
            Column::Dossier => row.dossier = Some(value),
        }
    }
    if row.code.is_none() && row.subject.is_none() {
        return Err(bad("quality.shelf_nameless", &cells.join(" ")));
    }
    Ok(row)
}

/// A day as offices write it, or as yyyy-MM-dd.
fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    let year: i32 = year
        .parse()
        .ok()
        .filter(|year| (1900..=2100).contains(year))?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year, month, day.parse().ok()?).ok()
}
