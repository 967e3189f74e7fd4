//! The list of a shelf (danh mục kệ): what should be in a batch, row by row, beside what is.
//!
//! A row is found by number and symbol, date and issuer in their normal forms; where these say too little, by
//! likeness. What is not certain is told as doubtful and left to a person.

mod matching;
mod rows;
#[cfg(test)]
mod tests;

pub use matching::{Compared, Outcome, ShelfPaper, compare};
pub use rows::{BadRow, MAX_ROWS, Read, ShelfRow, read_rows};
