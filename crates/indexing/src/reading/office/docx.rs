//! Word papers: a line for each paragraph, also in the cells of tables, so that heads of two columns
//! read well; pages where Word last broke them.

use quick_xml::events::BytesStart;

use super::package::Package;
use super::xml::{Sink, attribute, walk};
use crate::reading::Page;
use crate::reading::child::Code;
use crate::reading::plain::page_of_text;
use crate::reading::text::legacy::Legacy;

/// Reads the text of a Word paper, with its headers, footnotes and footers at the end.
pub fn read(bytes: &[u8]) -> Result<Vec<Page>, Code> {
    let mut package = Package::open(bytes)?;
    let main = main_part(&mut package)?;
    let document = package.part(&main)?.ok_or("reading.damaged")?;
    let mut body = Body::default();
    walk(&document, &mut body)?;
    body.end_line();
    for name in notes(&package) {
        if let Some(part) = package.part(&name)? {
            walk(&part, &mut body)?;
            body.end_line();
        }
    }
    let mut texts = body.pages;
    texts.push(body.text);
    let blank = |text: &String| text.trim().is_empty();
    while texts.len() > 1 && texts.last().is_some_and(blank) {
        texts.pop();
    }
    Ok(texts
        .iter()
        .zip(1..)
        .map(|(text, number)| page_of_text(number, text))
        .collect())
}

/// The part that the package names as the document.
fn main_part(package: &mut Package<'_>) -> Result<String, Code> {
    struct Target(Option<String>);
    impl Sink for Target {
        fn start(&mut self, _: &[u8], element: &BytesStart<'_>) {
            let kind = attribute(element, b"Type").unwrap_or_default();
            if kind.ends_with("/officeDocument") && self.0.is_none() {
                self.0 = attribute(element, b"Target");
            }
        }
        fn end(&mut self, _: &[u8]) {}
        fn text(&mut self, _: &str) {}
    }
    let mut target = Target(None);
    if let Some(part) = package.part("_rels/.rels")? {
        walk(&part, &mut target)?;
    }
    let named = target.0.map(|name| name.trim_start_matches('/').to_owned());
    let known = package.names();
    Ok(named
        .filter(|name| known.contains(name))
        .unwrap_or_else(|| "word/document.xml".to_owned()))
}

fn notes(package: &Package<'_>) -> Vec<String> {
    let mut names: Vec<String> = package
        .names()
        .into_iter()
        .filter(|name| {
            let part = name
                .strip_prefix("word/")
                .and_then(|part| part.strip_suffix(".xml"));
            let part = part.unwrap_or_default();
            ["footnotes", "endnotes", "header", "footer"]
                .iter()
                .any(|kind| part.starts_with(kind))
        })
        .collect();
    names.sort();
    names
}

/// The text while it is gathered.
#[derive(Default)]
struct Body {
    pages: Vec<String>,
    text: String,
    in_text: bool,
    /// Depth of parts that are never shown: deleted text, field codes, fallback drawings.
    hidden: usize,
    legacy: Option<Legacy>,
}

impl Body {
    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn blank(&mut self) {
        if !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn break_page(&mut self) {
        // Several marks in a row are one break.
        if !self.text.trim().is_empty() {
            self.pages.push(std::mem::take(&mut self.text));
        }
    }

    fn put(&mut self, text: &str) {
        match self.legacy {
            Some(legacy) => self.text.push_str(&legacy.to_unicode(text)),
            None => self.text.push_str(text),
        }
    }

    fn font(&mut self, element: &BytesStart<'_>) {
        let legacy = [b"ascii".as_slice(), b"hAnsi"]
            .into_iter()
            .find_map(|name| Legacy::of_font(&attribute(element, name)?));
        self.legacy = legacy;
    }
}

fn is_hidden(name: &[u8]) -> bool {
    matches!(
        name,
        b"del" | b"moveFrom" | b"instrText" | b"Fallback" | b"delText" | b"posOffset"
    )
}

impl Sink for Body {
    fn start(&mut self, name: &[u8], element: &BytesStart<'_>) {
        if is_hidden(name) {
            self.hidden += 1;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            b"t" => self.in_text = true,
            b"tab" | b"ptab" => self.blank(),
            b"noBreakHyphen" => self.text.push('-'),
            // The code of ư in TCVN3, which programs take for the mark of where a word may be broken.
            b"softHyphen" => self.put("\u{ad}"),
            b"br" | b"cr" => match attribute(element, b"type").as_deref() {
                Some("page") => self.break_page(),
                _ => self.end_line(),
            },
            b"lastRenderedPageBreak" => self.break_page(),
            b"r" => self.legacy = None,
            b"rFonts" => self.font(element),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if is_hidden(name) {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        match name {
            b"t" => self.in_text = false,
            b"p" if self.hidden == 0 => self.end_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.hidden == 0 {
            self.put(text);
        }
    }
}
