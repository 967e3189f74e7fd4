//! One PDF made of pages of others and of pictures, and copies of a PDF with a layer of text. Both are
//! made by the child, for what they are made of is hostile; the files they are made of stay as they are.
//!
//! A page is copied with what it needs and nothing else: pictures as they are packed, resources that its
//! content names. What points elsewhere (other pages, fields, scripts) is left out.

mod font;
mod jpeg;
mod layer;
mod pages;
mod pictures;
mod resources;
mod writer;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::child::Code;
use super::child::protocol::{Job, Request};
use super::detect::{self, media};
use super::{Page, Reader, Trouble};
use font::Font;
use pages::Source;
use writer::Writer;

/// Most pages of one paper.
const MAX_PAGES: usize = 20_000;

/// A page to be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePart {
    /// The file it stands in: a PDF or a picture.
    pub path: PathBuf,
    /// From 1.
    pub page: u32,
    /// Clockwise degrees by which it is turned further: 0, 90, 180, 270.
    pub turn: u16,
}

/// The words of a page, to be found in a copy of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextLayer {
    /// Text and places, in points of the page as it is shown after the turn.
    pub page: Page,
    /// Clockwise degrees by which the page is turned to stand upright: 0, 90, 180, 270.
    pub turn: u16,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assembled {
    /// Pages of the file.
    pub pages: u32,
    /// Its size.
    pub size_bytes: u64,
}

/// What the child is asked to make, in a file that it reads.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Order {
    Assemble {
        parts: Vec<PagePart>,
        target: PathBuf,
    },
    AddText {
        path: PathBuf,
        layers: Vec<TextLayer>,
        target: PathBuf,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Made(Assembled),
    Trouble(Trouble),
}

impl Reader {
    /// Makes one PDF of these parts, in their order, at `target`.
    pub async fn assemble(&self, parts: &[PagePart], target: &Path) -> Result<Assembled, Trouble> {
        let order = Order::Assemble {
            parts: parts.to_vec(),
            target: target.to_owned(),
        };
        self.make(&order, target).await
    }

    /// Makes a copy of a PDF or a picture at `target` in which the words of these pages can be found and
    /// marked: they are drawn invisibly at their places. Pages without a layer are copied as they are.
    pub async fn searchable(
        &self,
        path: &Path,
        layers: &[TextLayer],
        target: &Path,
    ) -> Result<Assembled, Trouble> {
        let order = Order::AddText {
            path: path.to_owned(),
            layers: layers.to_vec(),
            target: target.to_owned(),
        };
        self.make(&order, target).await
    }

    async fn make(&self, order: &Order, target: &Path) -> Result<Assembled, Trouble> {
        let failed = |error: std::io::Error| {
            tracing::error!(%error, "reading: the order for the child was not written");
            Trouble::new("reading.not_started")
        };
        let mut file = tempfile::NamedTempFile::new().map_err(failed)?;
        let json = serde_json::to_vec(order).map_err(|_| Trouble::new("reading.not_started"))?;
        file.write_all(&json).map_err(failed)?;
        let job = Job::order("make", file.path(), &self.limits);
        let made = self
            .run(&job)
            .await
            .and_then(|bytes| match serde_json::from_slice(&bytes) {
                Ok(Outcome::Made(made)) => Ok(made),
                Ok(Outcome::Trouble(trouble)) => Err(trouble),
                Err(_) => Err(Trouble::new("reading.crashed")),
            });
        if made.is_err() {
            // What a child left half done is no paper; it may have left nothing.
            drop(tokio::fs::remove_file(target).await);
        }
        made
    }
}

/// The child's side.
pub fn answer(request: &Request) -> Result<Vec<u8>, ()> {
    let outcome = match order(Path::new(&request.path)).and_then(|order| made(&order)) {
        Ok(made) => Outcome::Made(made),
        Err(code) => Outcome::Trouble(Trouble::new(code)),
    };
    serde_json::to_vec(&outcome).map_err(|_| ())
}

fn order(path: &Path) -> Result<Order, Code> {
    let json = std::fs::read(path).map_err(|_| "reading.missing")?;
    serde_json::from_slice(&json).map_err(|_| "reading.missing")
}

fn made(order: &Order) -> Result<Assembled, Code> {
    match order {
        Order::Assemble { parts, target } => assembled(parts)?.save(target),
        Order::AddText {
            path,
            layers,
            target,
        } => searchable(path, layers)?.save(target),
    }
}

/// Every file is opened once, however its pages are strewn, and dropped before the next.
fn assembled(parts: &[PagePart]) -> Result<Writer, Code> {
    if parts.is_empty() || parts.len() > MAX_PAGES {
        return Err("reading.page_missing");
    }
    if parts.iter().any(|part| part.turn % 90 != 0) {
        return Err("reading.page_shape");
    }
    let mut writer = Writer::new(parts.len());
    let mut done = vec![false; parts.len()];
    for at in 0..parts.len() {
        if done[at] {
            continue;
        }
        let same_file = |other: &usize| parts[*other].path == parts[at].path;
        let places: Vec<usize> = (at..parts.len()).filter(same_file).collect();
        let mut file = Original::open(&parts[at].path)?;
        let index = |place: &usize| (parts[*place].page as usize).checked_sub(1);
        let indices: Option<Vec<usize>> = places.iter().map(index).collect();
        file.prepare(&indices.ok_or("reading.page_missing")?)?;
        for place in places {
            done[place] = true;
            let part = &parts[place];
            let id = file.page(&mut writer, part.page, part.turn)?;
            writer.place(place, id);
        }
    }
    Ok(writer)
}

fn searchable(path: &Path, layers: &[TextLayer]) -> Result<Writer, Code> {
    let mut file = Original::open(path)?;
    let count = file.pages()?;
    file.prepare(&(0..count).collect::<Vec<_>>())?;
    let mut writer = Writer::new(count);
    let mut font = Font::default();
    for (at, number) in (0..count).zip(1..) {
        let layer = layers.iter().find(|layer| layer.page.number == number);
        let turn = layer.map_or(0, |layer| layer.turn);
        let id = file.page(&mut writer, number, turn)?;
        if let Some(layer) = layer {
            layer::add(&mut writer, id, &layer.page, &mut font)?;
        }
        writer.place(at, id);
    }
    font.write(&mut writer);
    Ok(writer)
}

/// A file that pages are taken of.
enum Original {
    Pdf(Box<Source>),
    Picture(Vec<u8>, &'static str),
}

impl Original {
    fn open(path: &Path) -> Result<Self, Code> {
        let bytes = std::fs::read(path).map_err(|_| "reading.missing")?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match detect::detect(&bytes[..bytes.len().min(8192)], &name) {
            media::PDF => Ok(Original::Pdf(Box::new(Source::open(&bytes)?))),
            media::EMPTY => Err("reading.empty"),
            kind if kind.starts_with("image/") => Ok(Original::Picture(bytes, kind)),
            _ => Err("reading.unsupported"),
        }
    }

    fn prepare(&mut self, indices: &[usize]) -> Result<(), Code> {
        match self {
            Original::Pdf(source) => source.prepare(indices),
            Original::Picture(..) => Ok(()),
        }
    }

    /// Adds a page, from 1.
    fn page(&mut self, writer: &mut Writer, page: u32, turn: u16) -> Result<lopdf::ObjectId, Code> {
        let index = page.checked_sub(1).ok_or("reading.page_missing")? as usize;
        match self {
            Original::Pdf(source) => source.copy(writer, index, turn),
            Original::Picture(bytes, kind) => pictures::page(writer, bytes, kind, index, turn),
        }
    }

    fn pages(&self) -> Result<usize, Code> {
        match self {
            Original::Pdf(source) => Ok(source.pages()),
            Original::Picture(bytes, kind) => Ok(super::images::read(bytes, kind)?.len()),
        }
    }
}

/// The size of a file.
fn size_of(path: &Path) -> Result<u64, Code> {
    let metadata = File::open(path).and_then(|file| file.metadata());
    metadata
        .map(|metadata| metadata.len())
        .map_err(|_| "reading.output")
}
