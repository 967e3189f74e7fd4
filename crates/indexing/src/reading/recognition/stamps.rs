//! Places of a page that look like a stamp: something red, a frame, or a few letters by themselves of which
//! the first reading made nothing. What it read surely is no stamp and is looked over, so an ordinary page
//! has none.

use image::RgbImage;

use super::cells::{Area, Cells};
use super::lines::{Row, mean_confidence};
use super::shapes::{self, Shape, Turned};
use super::tesseract::Seen;
use super::{Page, grey, letters};

/// Stamps stand in this share of the page from its top.
pub const UPPER: f32 = 0.55;
/// Resolution at which frames and red things are looked for.
const LOOK_DPI: f32 = 100.0;
/// Red by so much more than green and blue is ink, not a tinge of the scanner.
const RED: u8 = 45;

/// What makes a place look like a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// A frame with something inside.
    Framed,
    /// Red ink.
    Red,
    /// Letters by themselves that nobody has read.
    Letters,
}

/// A place that looks like a stamp, in dots of the page.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Where.
    pub place: Turned,
    /// Why.
    pub look: Look,
}

impl Stamp {
    /// Whether the middle of a word lies in it.
    pub fn holds(&self, word: &Seen) -> bool {
        let middle = (word.x + word.width / 2.0, word.y + word.height / 2.0);
        let (along, across) = self.place.within(middle);
        along.abs() < self.place.width / 2.0 && across.abs() < self.place.height / 2.0
    }

    /// Left, top, right and bottom of the level rectangle around it.
    pub fn bounds(&self) -> (f32, f32, f32, f32) {
        let (wide, high) = (self.place.width / 2.0, self.place.height / 2.0);
        let corners = [(-wide, -high), (wide, -high), (-wide, high), (wide, high)];
        let corners = corners.map(|corner| self.place.outside(corner));
        let least =
            |of: fn(&(f32, f32)) -> f32| corners.iter().map(of).fold(f32::INFINITY, f32::min);
        let most =
            |of: fn(&(f32, f32)) -> f32| corners.iter().map(of).fold(f32::NEG_INFINITY, f32::max);
        let (x, y) = (|at: &(f32, f32)| at.0, |at: &(f32, f32)| at.1);
        (least(x), least(y), most(x), most(y))
    }
}

/// The place of a row, to be read once more by itself.
pub fn around(row: &Row) -> Option<Stamp> {
    let (first, last) = (row.first()?, row.last()?);
    let top = row.iter().map(|word| word.y).fold(f32::INFINITY, f32::min);
    let bottom = row
        .iter()
        .map(|word| word.y + word.height)
        .fold(0.0, f32::max);
    let (left, right, room) = (first.x, last.x + last.width, (bottom - top) * 0.25);
    Some(Stamp {
        place: Turned {
            middle: (f32::midpoint(left, right), f32::midpoint(top, bottom)),
            width: right - left + 2.0 * room,
            height: bottom - top + 2.0 * room,
            degrees: 0.0,
        },
        look: Look::Letters,
    })
}

/// All of a page, those that tell most first. `rows` are those of the first reading.
pub fn stamps(page: &Page, rows: &[Row]) -> Vec<Stamp> {
    let sheet = Sheet::of(page, rows);
    let mut found = sheet.framed();
    found.extend(
        page.colour
            .as_ref()
            .map(|colour| sheet.red(colour))
            .into_iter()
            .flatten(),
    );
    found.extend(sheet.letters());
    let mut kept: Vec<Stamp> = Vec::new();
    for stamp in found {
        if !kept.iter().any(|other| is_part(&stamp.place, &other.place)) {
            kept.push(stamp);
        }
    }
    kept
}

/// Whether a place lies in another that is at least about as large and not much larger.
fn is_part(part: &Turned, whole: &Turned) -> bool {
    let (along, across) = whole.within(part.middle);
    let is_inside = along.abs() < whole.width / 2.0 && across.abs() < whole.height / 2.0;
    let larger = whole.width * whole.height / (part.width * part.height);
    is_inside && (0.7..6.0).contains(&larger)
}

/// The upper part of a page: all its ink, and that which the first reading has not explained.
struct Sheet {
    ink: Vec<bool>,
    left_over: Vec<bool>,
    explained: Vec<Seen>,
    width: usize,
    dpi: f32,
    /// Dots of a cell of [`LOOK_DPI`].
    by: usize,
}

impl Sheet {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "dots of a page"
    )]
    fn of(page: &Page, rows: &[Row]) -> Self {
        let width = page.grey.width() as usize;
        let height = (page.grey.height() as f32 * UPPER) as usize;
        let mut ink = grey::ink(&page.grey);
        ink.truncate(width * height);
        let mut left_over = ink.clone();
        let explained: Vec<Seen> = rows.iter().flat_map(explained).cloned().collect();
        for word in &explained {
            let columns = (word.x - 1.0).max(0.0) as usize..(word.x + word.width + 1.0) as usize;
            let lines = (word.y - 1.0).max(0.0) as usize..(word.y + word.height + 1.0) as usize;
            for y in lines.start..lines.end.min(height) {
                let (from, to) = (columns.start.min(width), columns.end.min(width));
                left_over[y * width + from..y * width + to].fill(false);
            }
        }
        Sheet {
            ink,
            left_over,
            explained,
            width,
            dpi: page.dpi,
            by: (page.dpi / LOOK_DPI).round().max(1.0) as usize,
        }
    }

    fn dots(&self, mm: f32) -> f32 {
        mm * self.dpi / 25.4
    }

    /// Frames near ink that is not explained.
    fn framed(&self) -> Vec<Stamp> {
        let cells = Cells::of(&self.ink, self.width, self.by, self.dpi);
        let stamp = |frame: Turned| Stamp {
            place: frame.enlarged(self.by),
            look: Look::Framed,
        };
        let areas = self.areas().into_iter();
        areas
            .flat_map(|area| cells.frames(area))
            .map(stamp)
            .collect()
    }

    /// Where ink that is not explained lies together, in cells of [`LOOK_DPI`], with room around.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "dots of a page"
    )]
    fn areas(&self) -> Vec<Area> {
        /// A millimetre.
        const COARSE_DPI: f32 = 25.4;
        /// Room beside and above, and the least width and height, in millimetres.
        const ROOM: (u32, u32) = (8, 4);
        const LEAST: (u32, u32) = (7, 4);
        /// The edges of a sheet fill less of what they go around.
        const OUTLINE_ONE_IN: usize = 25;
        let by = (self.dpi / COARSE_DPI).round().max(1.0) as usize;
        let columns = self.width.div_ceil(by);
        let mut coarse =
            vec![false; columns * (self.left_over.len() / self.width.max(1)).div_ceil(by)];
        for (at, _) in self.left_over.iter().enumerate().filter(|(_, ink)| **ink) {
            coarse[at / self.width / by * columns + at % self.width / by] = true;
        }
        let wide = columns as u32;
        let spread = shapes::spread(&coarse, wide, 1);
        let scale = by as u32 / self.by.max(1) as u32;
        let area = |shape: Shape| {
            let (left, top, right, bottom) = shape.bounds;
            let from = |at: u32, room| (at.saturating_sub(room) * scale) as usize;
            let to = |at: u32, room| ((at + 1 + room) * scale) as usize;
            (
                from(left, ROOM.0),
                from(top, ROOM.1),
                to(right, ROOM.0),
                to(bottom, ROOM.1),
            )
        };
        let fits = |shape: &Shape| {
            let (wide, high) = (shape.width(), shape.height());
            let is_outline = shape.dots.len() * OUTLINE_ONE_IN < (wide * high) as usize;
            wide >= LEAST.0 + 2 && high >= LEAST.1 + 2 && !is_outline
        };
        let shapes = shapes::shapes(&spread, wide, 12).into_iter();
        shapes.filter(fits).map(area).collect()
    }

    /// Red things of the size of a stamp.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "dots of a page"
    )]
    fn red(&self, colour: &RgbImage) -> Vec<Stamp> {
        let red = grey::reduced(&grey::redness(colour), self.by as u32);
        let width = red.width();
        let height = (red.height() as f32 * UPPER) as usize;
        let dots = red.as_raw().iter().take(height * width as usize);
        let ink: Vec<bool> = dots.map(|dot| *dot > RED).collect();
        let near = (self.dots(1.0) / self.by as f32) as usize;
        let ink = shapes::spread(&ink, width, near.max(1));
        let shapes = shapes::shapes(&ink, width, 60).into_iter();
        let places = shapes.map(|shape| shapes::around(&shape.dots).enlarged(self.by));
        let fits = |place: &Turned| {
            let (long, short) = (place.width, place.height);
            (self.dots(8.0)..self.dots(90.0)).contains(&long)
                && (self.dots(4.0)..self.dots(24.0)).contains(&short)
                && long > 1.25 * short
        };
        let stamp = |place| Stamp {
            place,
            look: Look::Red,
        };
        places.filter(fits).map(stamp).collect()
    }

    /// Letters by themselves that are part of no line.
    fn letters(&self) -> Vec<Stamp> {
        let places = letters::rows(&self.left_over, self.width, self.dpi).into_iter();
        let stamp = |place: Turned| Stamp {
            // Room for marks above and below that hang together with no letter.
            place: Turned {
                width: place.width + self.dots(1.5),
                height: place.height + self.dots(2.0),
                ..place
            },
            look: Look::Letters,
        };
        places
            .filter(|place| self.stands_alone(place))
            .map(stamp)
            .collect()
    }

    /// Whether no word stands beside on the same line: a part of a longer line is no stamp.
    fn stands_alone(&self, place: &Turned) -> bool {
        /// Lines of text lean less.
        const LEVEL_DEG: f32 = 10.0;
        place.degrees.abs() > LEVEL_DEG
            || self.explained.iter().all(|word| {
                let middle = (word.x + word.width / 2.0, word.y + word.height / 2.0);
                let (along, across) = place.within(middle);
                let gap = along.abs() - f32::midpoint(place.width, word.width);
                across.abs() > place.height / 2.0 || gap > 1.2 * place.height
            })
    }
}

/// Words of a row that the first reading was sure of.
fn explained(row: &Row) -> Vec<&Seen> {
    /// Percent, of a word by itself, of one among others, and of a row of which any word may be believed.
    const SURE: f32 = 80.0;
    const SURE_AMONG_OTHERS: f32 = 40.0;
    const BELIEVED: f32 = 65.0;
    let letters = |word: &Seen| word.text.chars().filter(|c| c.is_alphanumeric()).count();
    let row_is_sure = mean_confidence(row);
    let is_text = row.len() >= 3 && row_is_sure > SURE;
    let mut heights: Vec<f32> = row.iter().map(|word| word.height).collect();
    heights.sort_unstable_by(f32::total_cmp);
    // What leans among level words is taller than they are.
    let tall = 1.6 * heights.get(heights.len() / 2).copied().unwrap_or_default();
    let is_sure = |word: &&Seen| {
        row_is_sure > BELIEVED && word.confidence > SURE && letters(word) > 2
            || is_text && word.confidence > SURE_AMONG_OTHERS && word.height < tall
    };
    row.iter().filter(is_sure).collect()
}
