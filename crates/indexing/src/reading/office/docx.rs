//! Word papers: a line for each paragraph, also in the cells of tables, so that heads of two columns
//! read well; pages where Word last broke them.

use quick_xml::events::BytesStart;

use super::fonts::{Styles, word_fonts};
use super::package::Package;
use super::typed::Typed;
use super::xml::{Sink, attribute, walk};
use crate::reading::Page;
use crate::reading::child::Code;
use crate::reading::text::legacy::Legacy;

/// Reads the text of a Word paper, with its headers, footnotes and footers at the end.
pub fn read(bytes: &[u8]) -> Result<Vec<Page>, Code> {
    let mut package = Package::open(bytes)?;
    let main = main_part(&mut package)?;
    let document = package.part(&main)?.ok_or("reading.damaged")?;
    let styles = styles(&mut package)?;
    let mut body = Body::new(&styles);
    walk(&document, &mut body)?;
    body.typed.end_line();
    for name in notes(&package) {
        if let Some(part) = package.part(&name)? {
            walk(&part, &mut body)?;
            body.typed.end_line();
        }
    }
    Ok(body.typed.into_pages())
}

/// The styles of the package; a paper may have none.
pub fn styles(package: &mut Package<'_>) -> Result<Styles, Code> {
    let mut styles = Styles::default();
    if let Some(part) = package.part("word/styles.xml")? {
        walk(&part, &mut styles)?;
    }
    Ok(styles)
}

/// The part that the package names as the document.
pub fn main_part(package: &mut Package<'_>) -> Result<String, Code> {
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

/// Headers, footers and notes.
pub fn notes(package: &Package<'_>) -> Vec<String> {
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

/// The encoding that holds for a run, by the fonts named so far.
pub struct Fonts<'a> {
    styles: &'a Styles,
    paragraph: Option<Legacy>,
    run: Option<Legacy>,
}

impl<'a> Fonts<'a> {
    /// Those of a paper that has not begun.
    pub fn new(styles: &'a Styles) -> Self {
        Fonts {
            styles,
            paragraph: None,
            run: None,
        }
    }

    /// The encoding of the run.
    pub fn of_run(&self) -> Option<Legacy> {
        self.run
    }

    /// An element of the paper begins.
    pub fn start(&mut self, name: &[u8], element: &BytesStart<'_>) {
        match name {
            b"p" => self.paragraph = self.styles.of_paper(),
            b"pStyle" => {
                if let Some(style) = attribute(element, b"val") {
                    self.paragraph = self.styles.of_paragraph(&style);
                }
            }
            b"r" => self.run = self.paragraph,
            b"rStyle" => {
                let style = attribute(element, b"val");
                if let Some(said) = style.and_then(|style| self.styles.of(&style)) {
                    self.run = said;
                }
            }
            b"rFonts" => {
                if let Some(said) = word_fonts(element) {
                    self.run = said;
                }
            }
            _ => {}
        }
    }
}

/// The text while it is gathered.
struct Body<'a> {
    typed: Typed,
    in_text: bool,
    /// Depth of parts that are never shown: deleted text, field codes, fallback drawings.
    hidden: usize,
    fonts: Fonts<'a>,
}

impl<'a> Body<'a> {
    fn new(styles: &'a Styles) -> Self {
        Body {
            typed: Typed::default(),
            in_text: false,
            hidden: 0,
            fonts: Fonts::new(styles),
        }
    }

    fn put(&mut self, text: &str) {
        self.typed.put(self.fonts.of_run(), text);
    }
}

fn is_hidden(name: &[u8]) -> bool {
    matches!(
        name,
        b"del" | b"moveFrom" | b"instrText" | b"Fallback" | b"delText" | b"posOffset"
    )
}

impl Sink for Body<'_> {
    fn start(&mut self, name: &[u8], element: &BytesStart<'_>) {
        if is_hidden(name) {
            self.hidden += 1;
        }
        if self.hidden > 0 {
            return;
        }
        self.fonts.start(name, element);
        match name {
            b"t" => self.in_text = true,
            b"tab" | b"ptab" => self.typed.blank(),
            b"noBreakHyphen" => self.put("-"),
            // The code of ư in TCVN3, which programs take for the mark of where a word may be broken.
            b"softHyphen" => self.put("\u{ad}"),
            b"br" | b"cr" => match attribute(element, b"type").as_deref() {
                Some("page") => self.typed.break_page(),
                _ => self.typed.end_line(),
            },
            b"lastRenderedPageBreak" => self.typed.break_page(),
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
            b"p" if self.hidden == 0 => self.typed.end_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.hidden == 0 {
            self.put(text);
        }
    }
}
