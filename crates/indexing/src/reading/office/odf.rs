//! OpenDocument text and presentations: a page at each soft page break, or for each slide.

use quick_xml::events::BytesStart;

use super::fonts::Styles;
use super::package::Package;
use super::typed::Typed;
use super::xml::{Sink, attribute, walk};
use crate::reading::Page;
use crate::reading::child::Code;
use crate::reading::text::legacy::Legacy;

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
    let mut styles = Styles::default();
    if let Some(part) = package.part("styles.xml")? {
        walk(&part, &mut styles)?;
    }
    // Styles of the text stand in front of it in the same part.
    walk(&content, &mut styles)?;
    let mut body = Body {
        typed: Typed::default(),
        styles: &styles,
        paragraphs: Vec::new(),
        spans: Vec::new(),
        hidden: 0,
    };
    walk(&content, &mut body)?;
    Ok(body.typed.into_pages())
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

struct Body<'a> {
    typed: Typed,
    styles: &'a Styles,
    /// Encodings of the paragraphs around: a frame stands inside one.
    paragraphs: Vec<Option<Legacy>>,
    spans: Vec<Option<Legacy>>,
    hidden: usize,
}

impl Body<'_> {
    fn legacy(&self) -> Option<Legacy> {
        let innermost = self.spans.last().or(self.paragraphs.last());
        innermost.copied().flatten()
    }

    fn begin_paragraph(&mut self, element: &BytesStart<'_>) {
        let style = attribute(element, b"style-name");
        let legacy = style.map_or_else(
            || self.styles.of_paper(),
            |style| self.styles.of_paragraph(&style),
        );
        self.paragraphs.push(legacy);
    }

    fn begin_span(&mut self, element: &BytesStart<'_>) {
        let style = attribute(element, b"style-name");
        let said = style.and_then(|style| self.styles.of(&style));
        self.spans.push(said.unwrap_or_else(|| self.legacy()));
    }
}

impl Sink for Body<'_> {
    fn start(&mut self, name: &[u8], element: &BytesStart<'_>) {
        match name {
            b"p" | b"h" => self.begin_paragraph(element),
            b"span" => self.begin_span(element),
            b"tracked-changes" => self.hidden += 1,
            b"soft-page-break" | b"page" => self.typed.break_page(),
            b"tab" => self.typed.blank(),
            b"line-break" => self.typed.break_line(),
            b"s" => {
                let count = attribute(element, b"c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                let blanks = " ".repeat(std::cmp::min(count, MAX_BLANKS));
                self.typed.put(self.legacy(), &blanks);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"p" | b"h" => {
                self.paragraphs.pop();
                self.typed.break_line();
            }
            b"span" => {
                self.spans.pop();
            }
            b"tracked-changes" => self.hidden = self.hidden.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.paragraphs.is_empty() && self.hidden == 0 {
            self.typed.put(self.legacy(), text);
        }
    }
}
