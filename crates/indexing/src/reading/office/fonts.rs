//! Which styles of an office paper set their text in fonts of an old encoding. A run that names no font has
//! that of its style, of the style's parents, or of the paper.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::xml::{Sink, attribute};
use crate::reading::text::legacy::Legacy;

/// Parents that are followed at most; styles may name each other in a ring.
const MAX_PARENTS: usize = 20;

/// What a style says of its font: nothing, or the encoding that it tells, which may be none.
pub type Said = Option<Option<Legacy>>;

/// The styles of a paper by name.
#[derive(Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
    /// Of the paper as a whole.
    default: Said,
    /// The paragraph style that holds where none is named.
    usual: Option<String>,
    /// Names of OpenDocument for families of fonts.
    faces: HashMap<String, String>,
    current: Option<String>,
    in_defaults: bool,
}

#[derive(Default)]
struct Style {
    parent: Option<String>,
    font: Said,
}

impl Styles {
    /// What a style says, itself or through its parents.
    pub fn of(&self, name: &str) -> Said {
        let mut name = name;
        for _ in 0..MAX_PARENTS {
            let style = self.styles.get(name)?;
            if style.font.is_some() {
                return style.font;
            }
            name = style.parent.as_deref()?;
        }
        None
    }

    /// The encoding of a paragraph without a style of its own.
    pub fn of_paper(&self) -> Option<Legacy> {
        let usual = self.usual.as_deref().and_then(|usual| self.of(usual));
        usual.or(self.default).flatten()
    }

    /// The encoding of a paragraph of this style.
    pub fn of_paragraph(&self, name: &str) -> Option<Legacy> {
        self.of(name).or(self.default).flatten()
    }

    fn begin(&mut self, name: Option<String>, parent: Option<String>) {
        if let Some(name) = &name {
            let style = self.styles.entry(name.clone()).or_default();
            style.parent = parent;
        }
        self.current = name;
    }

    fn say(&mut self, font: Said) {
        if font.is_none() {
            return;
        }
        match &self.current {
            Some(name) => {
                if let Some(style) = self.styles.get_mut(name) {
                    style.font = font;
                }
            }
            None if self.in_defaults => self.default = font,
            None => {}
        }
    }
}

/// What a `w:rFonts` says. Old letters stand where Latin-1 has its own, which take the font of `hAnsi`.
pub fn word_fonts(element: &BytesStart<'_>) -> Said {
    let fonts: Vec<String> = [b"hAnsi".as_slice(), b"ascii"]
        .into_iter()
        .filter_map(|name| attribute(element, name))
        .collect();
    let is_theme = || attribute(element, b"hAnsiTheme").or(attribute(element, b"asciiTheme"));
    if fonts.is_empty() {
        return is_theme().map(|_| None);
    }
    Some(fonts.iter().find_map(|font| Legacy::of_font(font)))
}

impl Sink for Styles {
    fn start(&mut self, name: &[u8], element: &BytesStart<'_>) {
        match name {
            // `w:style` has an id, `style:style` a name.
            b"style" => {
                let id = attribute(element, b"styleId").or_else(|| attribute(element, b"name"));
                let is_default = attribute(element, b"default").is_some_and(|on| on != "0");
                let of_text = attribute(element, b"type").is_some_and(|kind| kind == "paragraph");
                if is_default && of_text {
                    self.usual.clone_from(&id);
                }
                self.begin(id, attribute(element, b"parent-style-name"));
            }
            b"basedOn" => {
                let parent = attribute(element, b"val");
                if let Some(style) = self.current.as_ref().and_then(|at| self.styles.get_mut(at)) {
                    style.parent = parent;
                }
            }
            b"rPrDefault" | b"default-style" => {
                self.in_defaults = true;
                self.current = None;
            }
            b"rFonts" => self.say(word_fonts(element)),
            b"font-face" => {
                let pair = attribute(element, b"name").zip(attribute(element, b"font-family"));
                self.faces.extend(pair);
            }
            b"text-properties" => {
                let face = attribute(element, b"font-name");
                let family = face.as_ref().and_then(|face| self.faces.get(face)).cloned();
                let named = family
                    .or(face)
                    .or_else(|| attribute(element, b"font-family"));
                self.say(named.map(|font| Legacy::of_font(&font)));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"style" => self.current = None,
            b"rPrDefault" | b"default-style" => self.in_defaults = false,
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}
