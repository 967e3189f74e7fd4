//! PRINTING: rows become registers on paper (PDF/A) and sheets (XLSX), words become letters, and copies of files get
//! their stamps.
//!
//! The crate knows no database and no other crate of the house. Whatever it prints is data to it: words reach the
//! typesetter as JSON and never as its source, so no subject of a paper can be read as a command. What it is given
//! as a file is hostile; [`child`] is the door for a process of its own with limits.

mod cell;
pub mod child;
mod error;
mod letter;
mod press;
mod register;
mod separator;
mod sheet;
mod stamp;
mod words;

pub use cell::Cell;
pub use error::PrintError;
pub use letter::{Letter, letter_pdf};
pub use register::{
    Align, Column, MAX_ROWS, Mark, Register, Row, Signature, forms, register_pdf, register_xlsx,
};
pub use separator::{MOST_SHEETS, Separator, separator_pdf};
pub use sheet::{Table, book_xlsx, table_xlsx};
pub use stamp::{
    Area, ArrivalStamp, NumberPlaces, NumberStamp, Place, Stamped, Way, stamp_arrival, stamp_number,
};
