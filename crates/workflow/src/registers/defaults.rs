//! The registers an agency begins with, as data; it changes them as its head decides
//! (NĐ 30/2020 Điều 15: the layout of the series is for the head of the agency to decide).

use super::{Book, Definition, NumberForm};
use crate::Refusal;

/// A register to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultRegister {
    /// The series.
    pub book: Book,
    /// Name.
    pub name: &'static str,
    /// Kinds it holds.
    pub kinds: &'static [&'static str],
    /// Form.
    pub form: &'static str,
    /// Form for kinds without an abbreviation.
    pub plain_form: Option<&'static str>,
}

/// One series for all that comes in, one for decisions, one for every other paper that goes out, and
/// one for copies.
const DEFAULTS: &[DefaultRegister] = &[
    DefaultRegister {
        book: Book::Incoming,
        name: "Sổ đăng ký văn bản đến",
        kinds: &[],
        form: "{number}",
        plain_form: None,
    },
    DefaultRegister {
        book: Book::Outgoing,
        name: "Sổ đăng ký văn bản đi",
        kinds: &[],
        form: "{number}/{kind}-{agency}",
        plain_form: Some("{number}/{agency}-{unit}"),
    },
    DefaultRegister {
        book: Book::Outgoing,
        name: "Sổ đăng ký quyết định (cá biệt)",
        kinds: &["quyet_dinh"],
        form: "{number}/{kind}-{agency}",
        plain_form: None,
    },
    DefaultRegister {
        book: Book::Copies,
        name: "Sổ đăng ký bản sao",
        kinds: &[],
        form: "{number}/{copy}-{agency}",
        plain_form: None,
    },
];

/// The definitions a new agency begins with.
pub fn default_registers() -> Result<Vec<(Book, Definition)>, Refusal> {
    let defined = DEFAULTS.iter().map(|one| {
        let definition = Definition {
            name: one.name.to_owned(),
            kinds: one.kinds.iter().map(|&kind| kind.to_owned()).collect(),
            form: NumberForm::parse(one.form)?,
            plain_form: one.plain_form.map(NumberForm::parse).transpose()?,
            abbreviation: None,
        };
        Ok((one.book, definition.checked(one.book)?))
    });
    defined.collect()
}
