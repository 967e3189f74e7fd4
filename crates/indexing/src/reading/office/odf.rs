//! OpenDocument text and presentations: a page at each soft page break, or for each slide.

use quick_xml::events::BytesStart;

use super::package::Package;
use super::xml::{Sink, attribute, walk};
use crate::reading::Page;
use crate::reading::child::Code;
use crate::reading::plain::page_of_text;

/// Most blanks that one `text:s` stands for.
const MAX_BLANKS: usize = 100;

/// Reads `content.xml`.
pub fn read(bytes: &[u8]) -> Result<Vec<Page>, Code> {
    let mut package = Package::open(bytes)?;
    if let Some(manifest) = package.part("META-INF/manifest.xml")?
        && is_encrypted(&manifest)?
    {
        return Err("reading.encrypted");
    }
    let content = package.part("content.xml")?.ok_or("reading.damaged")?;
    let mut body = Body::default();
    walk(&content, &mut body)?;
    let mut texts = body.pages;
    texts.push(body.text);
    texts.retain(|text| !text.trim().is_empty());
    if texts.is_empty() {
        texts.push(String::new());
    }
    Ok(texts
        .iter()
        .zip(1..)
        .map(|(text, number)| page_of_text(number, text))
        .collect())
}

fn is_encrypted(manifest: &[u8]) -> Result<bool, Code> {
    struct Found(bool);
    impl Sink for Found {
        fn start(&mut self, name: &[u8], _: &BytesStart<'_>) {
            self.0 |= name == b"encryption-data";
        }
        fn end(&mut self, _: &[u8]) {}
        fn text(&mut self, _: &str) {}
    }
    let mut found = Found(false);
    walk(manifest, &mut found)?;
    Ok(found.0)
}

#[derive(Default)]
struct Body {
    pages: Vec<String>,
    text: String,
    paragraphs: usize,
    hidden: usize,
}

impl Body {
    fn break_page(&mut self) {
        if !self.text.trim().is_empty() {
            self.pages.push(std::mem::take(&mut self.text));
        }
    }
}

fn is_paragraph(name: &[u8]) -> bool {
    matches!(name, b"p" | b"h")
}

impl Sink for Body {
    fn start(&mut self, name: &[u8], element: &BytesStart<'_>) {
        match name {
            b"p" | b"h" => self.paragraphs += 1,
            b"tracked-changes" => self.hidden += 1,
            b"soft-page-break" => self.break_page(),
            b"page" if !self.text.is_empty() => self.break_page(),
            b"tab" => self.text.push(' '),
            b"line-break" => self.text.push('\n'),
            b"s" => {
                let count = attribute(element, b"c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                self.text
                    .extend(std::iter::repeat_n(' ', std::cmp::min(count, MAX_BLANKS)));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if is_paragraph(name) {
            self.paragraphs = self.paragraphs.saturating_sub(1);
            self.text.push('\n');
        }
        if name == b"tracked-changes" {
            self.hidden = self.hidden.saturating_sub(1);
        }
    }

    fn text(&mut self, text: &str) {
        if self.paragraphs > 0 && self.hidden == 0 {
            self.text.push_str(text);
        }
    }
}
