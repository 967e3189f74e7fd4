//! Presentations of PowerPoint: a page for each slide, its notes after its text.

use quick_xml::events::BytesStart;

use super::package::Package;
use super::typed::Typed;
use super::xml::{Sink, attribute, walk};
use crate::reading::Page;
use crate::reading::child::Code;
use crate::reading::text::legacy::Legacy;

/// Reads the slides in the order of their numbers.
pub fn read(bytes: &[u8]) -> Result<Vec<Page>, Code> {
    let mut package = Package::open(bytes)?;
    let mut numbers: Vec<u32> = package
        .names()
        .iter()
        .filter_map(|name| slide_number(name))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Err("reading.damaged");
    }
    let mut pages = Vec::new();
    for (number, page) in numbers.into_iter().zip(1..) {
        let mut text = Paragraphs::default();
        for name in [
            format!("ppt/slides/slide{number}.xml"),
            format!("ppt/notesSlides/notesSlide{number}.xml"),
        ] {
            if let Some(part) = package.part(&name)? {
                walk(&part, &mut text)?;
            }
        }
        pages.extend(text.typed.into_pages().into_iter().map(|read| Page {
            number: page,
            ..read
        }));
    }
    Ok(pages)
}

fn slide_number(name: &str) -> Option<u32> {
    name.strip_prefix("ppt/slides/slide")?
        .strip_suffix(".xml")?
        .parse()
        .ok()
}

#[derive(Default)]
struct Paragraphs {
    typed: Typed,
    in_text: bool,
    legacy: Option<Legacy>,
}

impl Sink for Paragraphs {
    fn start(&mut self, name: &[u8], element: &BytesStart<'_>) {
        match name {
            b"t" => self.in_text = true,
            b"br" => self.typed.break_line(),
            b"r" => self.legacy = None,
            b"latin" => {
                let font = attribute(element, b"typeface");
                self.legacy = font.and_then(|font| Legacy::of_font(&font));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"t" => self.in_text = false,
            b"p" => self.typed.break_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.typed.put(self.legacy, text);
        }
    }
}
