//! A register of papers (sổ) as it is printed: a cover, rows under repeated headings, totals, places to sign.
//!
//! Source: Nghị định 30/2020/NĐ-CP, Annex IV for cover and columns, Annex VI part I, III.6 for the mark of printing.

pub mod forms;
mod pdf;
mod xlsx;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::Cell;
use crate::cell::printed_day;

pub use pdf::register_pdf;
pub use xlsx::register_xlsx;

/// Most rows of one printout, about 3 GB of memory while it is set; larger registers are printed in volumes.
pub const MAX_ROWS: usize = 20_000;

/// Where the words of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// At the left, for sentences.
    Left,
    /// In the middle, for days, codes and counts.
    Centre,
    /// At the right, for sums.
    Right,
}

/// A column of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Words above it.
    pub heading: String,
    /// Its share of the width, relative to the other columns.
    pub weight: f64,
    /// Where its words stand.
    pub align: Align,
}

/// A row of a register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// One value for each column.
    pub cells: Vec<Cell>,
    /// The number was cancelled: the row stays and is struck out, but for the last column, the remarks, where the
    /// reason stands.
    pub struck: bool,
}

/// A place to sign at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The post, as «Người lập».
    pub post: String,
    /// The name below, when it is known.
    pub name: Option<String>,
}

/// Who printed and when; stands on every page (Annex VI part I, III.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The person's name.
    pub by: String,
    /// The moment, in the offset of the agency.
    pub at: OffsetDateTime,
}

impl Mark {
    /// «In từ hệ thống Congvan ngày 05/01/2026 08:30 bởi Trần Thị Lan».
    pub fn sentence(&self) -> String {
        format!(
            "In từ hệ thống Congvan ngày {} {:02}:{:02} bởi {}",
            printed_day(self.at.date()),
            self.at.hour(),
            self.at.minute(),
            self.by
        )
    }
}

/// A register to be printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// The agency above (cơ quan chủ quản), when there is one.
    pub agency_parent: Option<String>,
    /// The agency.
    pub agency: String,
    /// As «Sổ đăng ký văn bản đến».
    pub title: String,
    /// The year of the register.
    pub year: i32,
    /// First and last day.
    pub period: (Date, Date),
    /// First and last number as written; none for an empty register.
    pub numbers: Option<(String, String)>,
    /// The volume (quyển số).
    pub volume: Option<u32>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows in order.
    pub rows: Vec<Row>,
    /// Lines of totals at the end.
    pub totals: Vec<String>,
    /// The filter in words, when not everything is printed.
    pub filter: Option<String>,
    /// Who signs at the end, from left to right.
    pub signatures: Vec<Signature>,
    /// The mark of printing.
    pub mark: Mark,
}

impl Register {
    fn check(&self) -> Result<(), crate::PrintError> {
        if self.rows.len() > MAX_ROWS {
            return Err(crate::PrintError::TooManyRows {
                rows: self.rows.len(),
                most: MAX_ROWS,
            });
        }
        match self
            .rows
            .iter()
            .position(|row| row.cells.len() != self.columns.len())
        {
            Some(index) => Err(crate::PrintError::Uneven { row: index + 1 }),
            None => Ok(()),
        }
    }
}
