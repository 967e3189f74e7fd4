//! Words drawn over a page without being seen, at their places, so that readers of PDF find and mark them.

use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, WIDTH};
use super::writer::Writer;
use crate::reading::child::Code;
use crate::reading::{Page, Word};

/// The size of type for a box of a word, and its base line above the bottom, in parts of the box: as the
/// reader makes boxes of letters.
const SIZE: f32 = 1.0 / 0.97;
const BASE: f32 = 0.22 / 0.97;
/// A line much taller than its words is one that leans.
const LEANS: f32 = 1.6;
const FONT: &str = "CongvanUnseen";

/// Draws the words of a page over a page of the new file.
pub fn add(writer: &mut Writer, id: ObjectId, page: &Page, font: &mut Font) -> Result<(), Code> {
    let frame = Frame::of(&writer.document, id).ok_or("reading.damaged")?;
    let mut content = String::from("Q\nBT 3 Tr\n");
    for line in lines(page) {
        for (word, (top, height)) in boxes(&line) {
            let text = page.text.get(word.start as usize..word.end as usize);
            let Some(text) = text.filter(|text| !text.is_empty()) else {
                continue;
            };
            let place = frame.place(page, word, (top, height));
            draw(&mut content, font, text, &place);
        }
    }
    content.push_str("ET\n");
    let before = writer.add_packed(Dictionary::new(), b"q\n");
    let after = writer.add_packed(Dictionary::new(), content.as_bytes());
    let font = font.id(writer);
    let resources = with_font(&writer.document, id, font);
    let old = contents(&writer.document, id);
    let page = writer.document.get_dictionary_mut(id);
    let page = page.map_err(|_| "reading.damaged")?;
    let all = [before].into_iter().map(Object::Reference);
    let all = all.chain(old).chain([Object::Reference(after)]);
    page.set("Contents", all.collect::<Vec<Object>>());
    page.set("Resources", resources);
    Ok(())
}

/// A place in the coordinates of the page: where the base line begins, its direction, width and size.
struct Place {
    start: (f32, f32),
    along: (f32, f32),
    width: f32,
    size: f32,
}

fn draw(content: &mut String, font: &mut Font, text: &str, place: &Place) {
    let letters = text.chars().count();
    #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
    let natural = letters as f32 * f32::from(WIDTH) / 1000.0 * place.size;
    let stretch = (place.width / natural * 100.0).clamp(1.0, 1000.0);
    let (x, y) = place.along;
    // Writing to memory does not fail.
    let _ = writeln!(
        content,
        "/{FONT} {:.3} Tf {stretch:.3} Tz {x} {y} {} {x} {:.3} {:.3} Tm <{}> Tj",
        place.size,
        -y,
        place.start.0,
        place.start.1,
        font.codes(text)
    );
}

/// Words between two ends of lines in the text.
fn lines(page: &Page) -> Vec<Vec<&Word>> {
    let mut lines: Vec<Vec<&Word>> = Vec::new();
    let mut end = 0;
    for word in &page.words {
        let between = page.text.get(end..word.start as usize).unwrap_or("\n");
        end = word.end as usize;
        match lines.last_mut().filter(|_| !between.contains('\n')) {
            Some(line) => line.push(word),
            None => lines.push(vec![word]),
        }
    }
    lines
}

/// Words with their top and height: those of the line, for a recogniser's box ends with the ink of the word.
fn boxes<'a>(line: &[&'a Word]) -> Vec<(&'a Word, (f32, f32))> {
    let bottom = |word: &&Word| word.y + word.height;
    let top = line.iter().map(|word| word.y).fold(f32::INFINITY, f32::min);
    let end = line.iter().map(bottom).fold(f32::NEG_INFINITY, f32::max);
    let tallest = line.iter().map(|word| word.height).fold(0.0, f32::max);
    let leans = end - top > LEANS * tallest;
    line.iter()
        .map(|word| {
            let own = (word.y, word.height);
            (*word, if leans { own } else { (top, end - top) })
        })
        .collect()
}

/// The page as it is shown.
struct Frame {
    left: f32,
    bottom: f32,
    right: f32,
    top: f32,
    turn: i64,
}

impl Frame {
    fn of(document: &Document, id: ObjectId) -> Option<Self> {
        let page = document.get_dictionary(id).ok()?;
        let media = rectangle(document, page, b"MediaBox").unwrap_or([0.0, 0.0, 595.0, 842.0]);
        let crop = rectangle(document, page, b"CropBox").unwrap_or(media);
        let [left, bottom] = [0, 1].map(|at| crop[at].max(media[at]));
        let [right, top] = [2, 3].map(|at| crop[at].min(media[at]));
        let whole = right - left > 1.0 && top - bottom > 1.0;
        let [left, bottom, right, top] = if whole {
            [left, bottom, right, top]
        } else {
            media
        };
        let turn = page.get(b"Rotate").and_then(Object::as_i64);
        Some(Frame {
            left,
            bottom,
            right,
            top,
            turn: turn.unwrap_or_default(),
        })
    }

    fn place(&self, page: &Page, word: &Word, (top, height): (f32, f32)) -> Place {
        let lies = self.turn % 180 != 0;
        let (across, down) = (self.right - self.left, self.top - self.bottom);
        let (width, shown_height) = if lies { (down, across) } else { (across, down) };
        // Points of a page that was measured otherwise are brought to those of this one.
        let scale = |of: f32, shown: f32| if of > 0.0 { shown / of } else { 1.0 };
        let (kx, ky) = (
            scale(page.width_pt, width),
            scale(page.height_pt, shown_height),
        );
        let x = word.x * kx;
        let y = (top + height * (1.0 - BASE)) * ky;
        let (start, along) = match self.turn {
            90 => ((self.left + y, self.bottom + x), (0.0, 1.0)),
            180 => ((self.right - x, self.bottom + y), (-1.0, 0.0)),
            270 => ((self.right - y, self.top - x), (0.0, -1.0)),
            _ => ((self.left + x, self.top - y), (1.0, 0.0)),
        };
        Place {
            start,
            along,
            width: (word.width * kx).max(0.1),
            size: (height * ky * SIZE).max(0.5),
        }
    }
}

fn rectangle(document: &Document, page: &Dictionary, key: &[u8]) -> Option<[f32; 4]> {
    let numbers = page.get_deref(key, document).ok()?.as_array().ok()?;
    let numbers: Option<Vec<f32>> = numbers
        .iter()
        .map(|number| document.dereference(number).ok()?.1.as_float().ok())
        .collect();
    let [a, b, c, d] = numbers?.try_into().ok()?;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

/// The streams of a page in their order.
fn contents(document: &Document, id: ObjectId) -> Vec<Object> {
    let ids = document.get_page_contents(id).into_iter();
    ids.map(Object::Reference).collect()
}

/// The page's resources with the font.
fn with_font(document: &Document, id: ObjectId, font: ObjectId) -> Dictionary {
    let of = |dictionary: &Dictionary, key: &[u8]| {
        let value = dictionary.get_deref(key, document);
        value.and_then(Object::as_dict).cloned().unwrap_or_default()
    };
    let mut resources = document
        .get_dictionary(id)
        .map(|page| of(page, b"Resources"))
        .unwrap_or_default();
    let mut fonts = of(&resources, b"Font");
    fonts.set(FONT, font);
    resources.set("Font", fonts);
    resources
}
