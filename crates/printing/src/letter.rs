//! A letter on paper: an administrative document set in the layout of NĐ 30/2020/NĐ-CP Phụ lục I.
//!
//! All words are data to the template. What is not known yet, such as the number of a draft, is left blank.

use serde::Serialize;

use crate::press::{Kept, Press};
use crate::{PrintError, words};

/// The words of a letter, each as it is to stand on the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The agency above, in capitals.
    pub superior: Option<String>,
    /// The agency in the head, in capitals.
    pub issuer_line: String,
    /// The agency, for the properties of the file.
    pub issuer: String,
    /// Number and symbol; with a gap where the number is not known.
    pub number: String,
    /// Place and date.
    pub place_and_date: String,
    /// The kind in capitals; none for an official letter (công văn).
    pub kind: Option<String>,
    /// What it is about, under the kind or after «V/v».
    pub about: String,
    /// The subject (trích yếu), for the properties of the file.
    pub subject: String,
    /// The stamp of urgency.
    pub urgency: Option<String>,
    /// To whom it is addressed.
    pub to: Vec<String>,
    /// The text.
    pub paragraphs: Vec<String>,
    /// Who gets a copy.
    pub copies: Vec<String>,
    /// The powers of the signer, a line each.
    pub powers: Vec<String>,
    /// Who signs.
    pub signer: String,
}

impl Letter {
    fn cleaned(&self) -> Letter {
        let clean = |text: &String| words::clean(text);
        let all = |texts: &[String]| texts.iter().map(clean).collect();
        Letter {
            superior: self.superior.as_ref().map(clean),
            issuer_line: clean(&self.issuer_line),
            issuer: clean(&self.issuer),
            number: clean(&self.number),
            place_and_date: clean(&self.place_and_date),
            kind: self.kind.as_ref().map(clean),
            about: clean(&self.about),
            subject: clean(&self.subject),
            urgency: self.urgency.as_ref().map(clean),
            to: all(&self.to),
            paragraphs: all(&self.paragraphs),
            copies: all(&self.copies),
            powers: all(&self.powers),
            signer: clean(&self.signer),
        }
    }
}

/// The letter as PDF on A4, its text to be searched and copied.
pub fn letter_pdf(letter: &Letter) -> Result<Vec<u8>, PrintError> {
    Press::new(include_str!("templates/letter.typ"), &letter.cleaned())?.pdf(&Kept::Part)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn a_letter_becomes_one_page_and_the_same_letter_the_same_bytes() {
        let letter = Letter {
            issuer_line: "ỦY BAN NHÂN DÂN XÃ AN PHÚ".to_owned(),
            issuer: "Ủy ban nhân dân xã An Phú".to_owned(),
            number: "      /UBND-KT".to_owned(),
            place_and_date: "An Phú, ngày      tháng 11 năm 2026".to_owned(),
            about: "nghiệm thu công trình thủy lợi nội đồng".to_owned(),
            subject: "Nghiệm thu công trình thủy lợi nội đồng".to_owned(),
            to: vec!["Sở Tài chính".to_owned()],
            paragraphs: vec!["Căn cứ hồ sơ #import đã nộp.".to_owned()],
            powers: vec!["CHỦ TỊCH".to_owned()],
            signer: "Nguyễn Hữu Khang".to_owned(),
            ..Letter::default()
        };
        let written = letter_pdf(&letter).unwrap();
        let document = lopdf::Document::load_mem(&written).unwrap();
        assert_eq!(document.get_pages().len(), 1);
        assert_eq!(written, letter_pdf(&letter).unwrap());
    }
}
