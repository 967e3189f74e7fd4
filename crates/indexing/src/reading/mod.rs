//! From the bytes of a file to pages of repaired text, with places, and suggested fields.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use workflow::documents::Fields;

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
    /// Pages in order. Empty texts on all pages mean: needs recognition.
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

/// Limits on one child.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Address space in bytes.
    pub memory_bytes: u64,
    /// CPU time.
    pub cpu: Duration,
    /// Wall time.
    pub wall: Duration,
    /// Most bytes the child may write: its answer and contained files together.
    pub output_bytes: u64,
}

/// Reads files in child processes: `program args… <verb> …` must run [`run_child`].
#[derive(Debug, Clone)]
pub struct Reader {
    /// The program and its first arguments.
    pub command: Vec<String>,
    /// Limits on each child.
    pub limits: Limits,
}

impl Reader {
    /// Reads the file at `path`; contained files are put into `scratch`.
    pub async fn read(&self, path: &Path, scratch: &Path) -> Result<Reading, Trouble> {
        todo!()
    }

    /// A picture of a page as lossless WebP, `width_px` wide.
    pub async fn render(&self, path: &Path, page: u32, width_px: u32) -> Result<Vec<u8>, Trouble> {
        todo!()
    }
}

/// The media type of a file by its first bytes (at least 8 KiB when it has them) and, only among text
/// formats, its name.
pub fn detect(head: &[u8], name: &str) -> &'static str {
    todo!()
}

/// The child's side: reads its arguments and answers on standard output. Called by the hidden command
/// `congvan read-file …` before anything else starts.
pub fn run_child(args: &[String]) -> std::process::ExitCode {
    todo!()
}
