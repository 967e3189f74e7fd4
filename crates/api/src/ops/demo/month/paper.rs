//! The files of the papers: each is written from its form and topic, and set as a letter.

use std::path::PathBuf;

use printing::{Letter, letter_pdf};
use time::Date;
use workflow::documents::{Fields, Urgency, kind_by_code};

use super::data::{Form, Issuer, Topic};
use crate::error::{OpError, Result};
use crate::ops::App;

/// What the files of the papers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    /// Letters set on A4 (PDF).
    Letters,
    /// The same words as plain text, where no eye looks at them.
    Words,
}

/// What a paper says and who says it.
pub struct Paper<'a> {
    pub issuer: &'a Issuer,
    /// Who signs, where it is not whoever signs for the issuer.
    pub signer: Option<(String, Vec<String>)>,
    /// To whom, by name.
    pub to: String,
    /// The agency that asked, where it is an answer.
    pub sender: &'a str,
    pub topic: &'a Topic,
    pub form: &'a Form,
    pub urgency: Urgency,
    /// Number and symbol; none before they are given.
    pub number: Option<u32>,
    /// Abbreviation of the unit in the symbol.
    pub unit: &'a str,
    pub dated: Date,
    /// Which version, from 1.
    pub version: u32,
}

impl Paper<'_> {
    /// Number and symbol.
    pub fn code(&self) -> String {
        let number = self
            .number
            .map_or_else(|| "      ".to_owned(), |number| format!("{number:02}"));
        let kind = kind_by_code(&self.form.kind).and_then(|kind| kind.abbreviation);
        match kind {
            Some(kind) => format!("{number}/{kind}-{}", self.issuer.agency),
            None => format!("{number}/{}-{}", self.issuer.agency, self.unit),
        }
    }

    /// Trích yếu.
    pub fn subject(&self) -> String {
        self.filled(&self.form.subject)
    }

    /// Who signs.
    pub fn signer(&self) -> &str {
        self.signer
            .as_ref()
            .map_or(&self.issuer.signer, |(name, _)| name)
    }

    /// What is known of it when it comes in.
    pub fn fields(&self) -> Fields {
        Fields {
            subject: Some(self.subject()),
            kind: Some(self.form.kind.clone()),
            code: self.number.map(|_| self.code()),
            issuer: Some(self.issuer.name.clone()),
            signer: Some(self.signer().to_owned()),
            issued_on: Some(self.dated),
            urgency: self.urgency,
            ..Fields::default()
        }
    }

    fn filled(&self, text: &str) -> String {
        text.replace("{about}", &self.topic.about)
            .replace("{ask}", &self.topic.ask)
            .replace("{result}", &self.topic.result)
            .replace("{issuer}", &self.issuer.name)
            .replace("{receiver}", &self.to)
            .replace("{sender}", self.sender)
    }

    fn letter(&self) -> Letter {
        let kind = kind_by_code(&self.form.kind);
        let is_plain = kind.is_none_or(|kind| kind.abbreviation.is_none());
        let subject = self.subject();
        let mut paragraphs: Vec<_> = self
            .form
            .paragraphs
            .iter()
            .map(|text| self.filled(text))
            .collect();
        if self.version > 1 {
            let addition = format!(
                "Số liệu trong văn bản được cập nhật đến hết ngày {:02}/{:02}/{}.",
                self.dated.day(),
                u8::from(self.dated.month()),
                self.dated.year(),
            );
            paragraphs.insert(paragraphs.len().saturating_sub(1), addition);
        }
        let numbered = self.number.is_some();
        let blank = "      ".to_owned();
        let (day, month) = if numbered {
            let month = u8::from(self.dated.month());
            (format!("{:02}", self.dated.day()), format!("{month:02}"))
        } else {
            (blank.clone(), blank)
        };
        Letter {
            superior: self.issuer.above.clone(),
            issuer_line: self.issuer.line.clone(),
            issuer: self.issuer.name.clone(),
            number: self.code(),
            place_and_date: format!(
                "{}, ngày {day} tháng {month} năm {}",
                self.issuer.place,
                self.dated.year(),
            ),
            kind: kind
                .filter(|_| !is_plain)
                .map(|kind| kind.name.to_uppercase()),
            about: if is_plain {
                lowered(&subject)
            } else {
                subject.clone()
            },
            subject,
            urgency: stamp(self.urgency).map(str::to_owned),
            to: is_plain.then(|| self.to.clone()).into_iter().collect(),
            paragraphs,
            copies: vec![
                if is_plain {
                    "Như trên;".to_owned()
                } else {
                    format!("{};", self.to)
                },
                format!("Lưu: VT, {}.", self.unit),
            ],
            powers: self
                .signer
                .as_ref()
                .map_or_else(|| self.issuer.powers.clone(), |(_, powers)| powers.clone()),
            signer: self.signer().to_owned(),
        }
    }

    /// Writes the file; answers its path.
    pub async fn write(&self, app: &App, files: Files, name: &str) -> Result<PathBuf> {
        let letter = self.letter();
        let folder = app.scratch().join("month");
        tokio::fs::create_dir_all(&folder).await?;
        let (bytes, ending) = match files {
            Files::Letters => {
                let set = tokio::task::spawn_blocking(move || letter_pdf(&letter)).await?;
                let set = set.map_err(|error| OpError::Internal(error.to_string()))?;
                (set, "pdf")
            }
            Files::Words => (plain(&letter).into_bytes(), "txt"),
        };
        let path = folder.join(format!("{name}.{ending}"));
        tokio::fs::write(&path, bytes).await?;
        Ok(path)
    }
}

fn plain(letter: &Letter) -> String {
    let mut lines = vec![
        letter.issuer_line.clone(),
        format!("Số: {}", letter.number),
        letter.place_and_date.clone(),
    ];
    lines.extend(letter.kind.clone());
    lines.push(letter.subject.clone());
    lines.extend(letter.paragraphs.iter().cloned());
    lines.push(letter.signer.clone());
    lines.join("\n")
}

/// The first letter small, after «V/v».
fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}

fn stamp(urgency: Urgency) -> Option<&'static str> {
    match urgency {
        Urgency::Normal => None,
        Urgency::Urgent => Some("KHẨN"),
        Urgency::VeryUrgent => Some("THƯỢNG KHẨN"),
        Urgency::Flash => Some("HỎA TỐC"),
    }
}
