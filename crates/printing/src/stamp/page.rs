//! The first page as it is shown: its box and turn, and the way from there to the page's own coordinates.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::Area;

/// Levels of the tree of pages that values are inherited over.
const MAX_DEPTH: usize = 64;

/// Frame of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
    /// Quarters that the page is turned clockwise when shown.
    quarters: u8,
}

impl Frame {
    /// Of a page; what is missing or senseless becomes A4 upright, as viewers do.
    pub fn of(document: &Document, page: ObjectId) -> Frame {
        let media = inherited(document, page, b"MediaBox").and_then(|o| rectangle(document, o));
        let media = media.unwrap_or([0.0, 0.0, 595.0, 842.0]);
        let crop = inherited(document, page, b"CropBox")
            .and_then(|o| rectangle(document, o))
            .map(|crop| {
                [
                    crop[0].max(media[0]),
                    crop[1].max(media[1]),
                    crop[2].min(media[2]),
                    crop[3].min(media[3]),
                ]
            })
            .filter(|crop| crop[2] - crop[0] > 1.0 && crop[3] - crop[1] > 1.0);
        let [left, bottom, right, top] = crop.unwrap_or(media);
        let turn = inherited(document, page, b"Rotate")
            .and_then(|turn| turn.as_float().ok())
            .unwrap_or_default();
        // Multiples of 90 by the standard; the remainder is between 0 and 3.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let quarters = (f64::from(turn) / 90.0).round().rem_euclid(4.0) as u8;
        Frame {
            left,
            bottom,
            right,
            top,
            quarters,
        }
    }

    /// Width and height as shown.
    pub fn shown(&self) -> (f64, f64) {
        let (width, height) = (self.right - self.left, self.top - self.bottom);
        if self.quarters % 2 == 1 {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// A box as shown, in the page's coordinates: left, bottom, right, top.
    pub fn inside(&self, area: &Area) -> [f64; 4] {
        let (a, b) = (
            self.point(area.x, area.y),
            self.point(area.x + area.width, area.y + area.height),
        );
        [a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)]
    }

    /// The turn of what is to stand upright on the page as shown.
    pub fn matrix(&self) -> [i64; 6] {
        match self.quarters {
            1 => [0, 1, -1, 0, 0, 0],
            2 => [-1, 0, 0, -1, 0, 0],
            3 => [0, -1, 1, 0, 0, 0],
            _ => [1, 0, 0, 1, 0, 0],
        }
    }

    fn point(&self, x: f64, y: f64) -> (f64, f64) {
        match self.quarters {
            1 => (self.left + y, self.bottom + x),
            2 => (self.right - x, self.bottom + y),
            3 => (self.right - y, self.top - x),
            _ => (self.left + x, self.top - y),
        }
    }
}

/// A value of the page or of the nodes above it.
pub fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node: &Dictionary = document.get_dictionary(page).ok()?;
    for _ in 0..MAX_DEPTH {
        if let Ok(value) = node.get(key) {
            return document.dereference(value).ok().map(|(_, value)| value);
        }
        node = document
            .dereference(node.get(b"Parent").ok()?)
            .ok()?
            .1
            .as_dict()
            .ok()?;
    }
    None
}

fn rectangle(document: &Document, object: &Object) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = object
        .as_array()
        .ok()?
        .iter()
        .filter_map(|number| document.dereference(number).ok()?.1.as_float().ok())
        .map(f64::from)
        .collect();
    let [a, b, c, d] = numbers[..] else {
        return None;
    };
    let corners = [a.min(c), b.min(d), a.max(c), b.max(d)];
    let is_sound = corners.iter().all(|n| n.abs() < 20_000.0)
        && corners[2] - corners[0] > 1.0
        && corners[3] - corners[1] > 1.0;
    is_sound.then_some(corners)
}
