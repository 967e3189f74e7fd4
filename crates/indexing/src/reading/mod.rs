//! From the bytes of a file to pages of repaired text, with places, and suggested fields.
//!
//! [`Reader`] is the parent's side: it starts a child per file and trusts nothing but its own limits.
//! [`run_child`] is the child's side: it sets its limits, parses and answers. Formats stand in `pdf`,
//! `office`, `mail`, `archive`, `plain` and `images`; what they find is repaired by `text`.

mod archive;
mod assemble;
mod child;
mod detect;
mod fields;
mod images;
mod look;
mod mail;
mod office;
mod pdf;
mod plain;
mod reader;
mod recognition;
mod render;
pub mod text;

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use workflow::documents::Fields;

pub use assemble::{Assembled, PagePart, TextLayer};
pub use child::run_child;
pub use detect::{detect, ending_differs};
pub use fields::{
    Blanks, DateLine, FieldName, Gap, Known, Learnt, NumberLine, Part, Suggestion, blanks,
    fields_from, fields_of, suggest,
};
pub use look::{Glimpse, Glimpses};
pub use recognition::digits::model_path as digits_model;
pub use text::legacy::{Converted, Legacy};
pub use text::lines::Place;
pub use text::quality::character_error_rate;

/// A word and its place on the page, for highlights over the page picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// First byte in the text of the page.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Left edge in points from the left of the page.
    pub x: f32,
    /// Top edge in points from the top of the page.
    pub y: f32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Percent, by the recogniser; none for drawn text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

/// Where the text of a page comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// From the file itself.
    #[default]
    Drawn,
    /// From nowhere yet: the file has none or a worthless one, so the page waits for recognition.
    Missing,
    /// From its picture, by the recogniser.
    Recognised,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// Width in points; 0 where the format has no pages.
    pub width_pt: f32,
    /// Height in points.
    pub height_pt: f32,
    /// Repaired text: NFC, lines as on the page.
    pub text: String,
    /// Places of the words; empty where the format has none.
    pub words: Vec<Word>,
    /// Text that stood in an encoding older than Unicode, and how well it was converted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted: Option<Converted>,
    /// Where the text comes from.
    #[serde(default)]
    pub layer: Layer,
}

/// A page read from its picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recognised {
    /// Text, and places in points of the page as shown after `turn`.
    pub page: Page,
    /// Mean of the words, weighted by their characters, in percent.
    pub confidence: f32,
    /// Clockwise degrees by which the page is turned to stand upright: 0, 90, 180 or 270.
    pub turn: u16,
    /// Degrees by which the upright page leans clockwise; its places lean with it.
    pub skew_deg: f32,
    /// Text of the QR code that fills a separator sheet.
    pub sheet: Option<String>,
    /// Whether there is no ink to speak of.
    pub blank: bool,
    /// Whether a mark of secrecy was seen; then there is no text.
    pub secret: bool,
    /// Processor time in milliseconds, the recogniser's included; none where the system does not tell.
    pub cpu_ms: Option<u32>,
}

/// A file inside a file: an attachment of a mail, a member of a ZIP.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contained {
    /// Name as given, made safe.
    pub name: String,
    /// Where the child put its bytes.
    pub path: PathBuf,
}

/// What reading found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What the bytes are, such as `application/pdf`.
    pub media_type: String,
    /// Pages in order; those whose layer is missing wait for recognition.
    pub pages: Vec<Page>,
    /// Fields found on the first pages.
    pub suggested: Fields,
    /// Files inside.
    pub contained: Vec<Contained>,
}

impl Reading {
    /// Says whether any page has text worth indexing.
    pub fn has_text(&self) -> bool {
        self.pages.iter().any(|page| !page.text.trim().is_empty())
    }
}

/// Why a file could not be read; the code is stable and has its Vietnamese sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code}")]
pub struct Trouble {
    /// Such as `reading.encrypted`.
    pub code: String,
    /// Type of the bytes, if it was found.
    pub media_type: Option<String>,
}

impl Trouble {
    /// Trouble of a code, the type of the bytes being unknown.
    pub fn new(code: &str) -> Self {
        Trouble {
            code: code.to_owned(),
            media_type: None,
        }
    }
}

/// Limits on one child.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Address space in bytes.
    pub memory_bytes: u64,
    /// CPU time.
    pub cpu: Duration,
    /// Wall time.
    pub wall: Duration,
    /// Most bytes the child may write: its answer and contained files together. The answer alone is
    /// held to 64 MB whatever stands here.
    pub output_bytes: u64,
}

impl Default for Limits {
    /// Measured: no sound paper of some hundred pages needs more.
    fn default() -> Self {
        Limits {
            memory_bytes: 1_500_000_000,
            cpu: Duration::from_secs(30),
            wall: Duration::from_mins(1),
            output_bytes: 2_000_000_000,
        }
    }
}

/// Reads files in child processes: `program args… <verb> …` must run [`run_child`].
#[derive(Debug, Clone)]
pub struct Reader {
    /// The program and its first arguments.
    pub command: Vec<String>,
    /// Limits on each child.
    pub limits: Limits,
}
