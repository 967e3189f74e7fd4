//! One value of a row, typed so that a sheet can reckon with it.

use serde::{Deserialize, Serialize};
use time::Date;

/// A value in a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Words; line breaks are kept.
    Text(String),
    /// A number without unit.
    Number(f64),
    /// A day.
    Date(Date),
    /// Nothing: room for a hand to write in.
    Empty,
}

impl Cell {
    /// As it stands on paper: days as dd/MM/yyyy, numbers with a comma before decimals and no grouping, as number
    /// columns of registers are written.
    pub fn printed(&self) -> String {
        match self {
            Cell::Text(words) => words.clone(),
            Cell::Number(number) => number.to_string().replace('.', ","),
            Cell::Date(day) => printed_day(*day),
            Cell::Empty => String::new(),
        }
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Cell::Text(words.to_owned())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Cell::Text(words)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Cell::Date(day)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Cell::Number(number.into())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// dd/MM/yyyy.
pub(crate) fn printed_day(day: Date) -> String {
    format!(
        "{:02}/{:02}/{}",
        day.day(),
        u8::from(day.month()),
        day.year()
    )
}
