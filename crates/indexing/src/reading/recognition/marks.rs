//! Marks of state secrecy as stamps (NĐ 30/2020/NĐ-CP Phụ lục I, ô 10a): red, boxed, turned or upright, in
//! the upper half of a page. A first reading of the page may see them as nothing or as part of the line
//! beside them, so every place that looks like a stamp is read by itself.

use std::time::Instant;

use image::{GrayImage, Luma, RgbImage};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use workflow::documents::secrecy_mark;

use super::lines::Row;
use super::shapes::{self, Shape, Turned};
use super::tesseract::{self, Manner, Seen};
use super::{Page, grey};
use crate::reading::child::Code;

/// Marks stand in this share of the page from its top.
const UPPER: f32 = 0.55;
/// Resolution at which stamps are looked for.
const LOOK_DPI: f32 = 100.0;
/// Most stamps that are read.
const MOST_STAMPS: usize = 6;
/// Red by so much more than green and blue is ink, not a tinge of the scanner.
const RED: u8 = 45;

/// Letters without their marks, in the case they have.
pub fn folded_letters(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c) && c.is_alphabetic())
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

fn is_mark(text: &str) -> bool {
    matches!(folded_letters(text).as_str(), "MAT" | "TOIMAT" | "TUYETMAT")
}

/// Whether the page bears a mark: a line of its own, or a stamp. `rows` are those of the first reading.
pub fn is_marked(page: &Page, rows: &[Row], until: Instant) -> Result<bool, Code> {
    #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
    let lowest = page.grey.height() as f32 * UPPER;
    let upper = |row: &&Row| row.first().is_some_and(|word| word.y < lowest);
    let text = |row: &Row| {
        let words: Vec<&str> = row.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    };
    if rows
        .iter()
        .filter(upper)
        .any(|row| secrecy_mark(&text(row)).is_some())
    {
        return Ok(true);
    }
    let words: Vec<&Seen> = rows.iter().flatten().collect();
    for stamp in stamps(page).into_iter().take(MOST_STAMPS) {
        let inside: Vec<&&Seen> = words.iter().filter(|word| stamp.holds(word)).collect();
        // The whole stamp: in red capitals «BẢO MẬT» is a heading.
        if is_mark(
            &inside
                .iter()
                .map(|word| word.text.as_str())
                .collect::<String>(),
        ) {
            return Ok(true);
        }
        if !is_explained(&inside) && is_mark_by_itself(page, &stamp, until)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the first reading was sure of what stands there.
fn is_explained(words: &[&&Seen]) -> bool {
    /// Words of stamps are read with more.
    const SURE: f32 = 80.0;
    let letters: usize = words.iter().map(|word| word.text.chars().count()).sum();
    letters > 2 && words.iter().all(|word| word.confidence > SURE)
}

/// A place that looks like a stamp, in dots of the page.
struct Stamp {
    place: Turned,
    is_red: bool,
}

impl Stamp {
    fn holds(&self, word: &Seen) -> bool {
        let middle = (word.x + word.width / 2.0, word.y + word.height / 2.0);
        let (along, across) = self.place.within(middle);
        along.abs() < self.place.width / 2.0 && across.abs() < self.place.height / 2.0
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a few dots"
)]
fn stamps(page: &Page) -> Vec<Stamp> {
    let by = (page.dpi / LOOK_DPI).round().max(1.0) as u32;
    let dpi = page.dpi / as_f32(by);
    let upper = |ink: Vec<bool>, width: u32| {
        let rows = ink.len() / (width.max(1) as usize);
        let kept = (rows as f64 * f64::from(UPPER)) as usize * width as usize;
        ink[..kept].to_vec()
    };
    let mut found = Vec::new();
    if let Some(colour) = &page.colour {
        let red = grey::reduced(&redness(colour), by);
        let ink: Vec<bool> = red.as_raw().iter().map(|dot| *dot > RED).collect();
        let near = (dpi / 25.4) as usize;
        let ink = shapes::spread(&upper(ink, red.width()), red.width(), near.max(1));
        let shapes = shapes::shapes(&ink, red.width(), 60);
        found.extend(
            shapes
                .iter()
                .filter_map(|shape| stamp(shape, dpi, by, true)),
        );
    }
    let small = grey::reduced(&page.grey, by);
    let ink = upper(grey::ink(&small), small.width());
    let shapes = shapes::shapes(&ink, small.width(), 60);
    found.extend(
        shapes
            .iter()
            .filter_map(|shape| stamp(shape, dpi, by, false)),
    );
    found
}

#[expect(clippy::cast_precision_loss, reason = "a small factor")]
fn as_f32(by: u32) -> f32 {
    by as f32
}

/// How much redder each dot is than green or blue.
fn redness(colour: &RgbImage) -> GrayImage {
    let dots = colour
        .as_raw()
        .chunks_exact(3)
        .map(|dot| dot[0].saturating_sub(dot[1].max(dot[2])))
        .collect();
    GrayImage::from_raw(colour.width(), colour.height(), dots).unwrap_or_default()
}

/// The shape as a stamp, when it has the size of one: 20 to 40 millimetres by 8 are usual. Black shapes
/// must be frames besides.
fn stamp(shape: &Shape, dpi: f32, by: u32, is_red: bool) -> Option<Stamp> {
    let mm = |dots: f32| dots * 25.4 / dpi;
    #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
    let largest = shape.width().max(shape.height()) as f32;
    if !(8.0..120.0).contains(&mm(largest)) {
        return None;
    }
    let place = shapes::around(&shape.dots);
    let (long, short) = (mm(place.width), mm(place.height));
    let fits = (8.0..90.0).contains(&long) && (4.0..24.0).contains(&short) && long > 1.25 * short;
    if !fits || !is_red && !is_frame(shape, &place, dpi) {
        return None;
    }
    let by = as_f32(by);
    let place = Turned {
        middle: ((place.middle.0 + 0.5) * by, (place.middle.1 + 0.5) * by),
        width: place.width * by,
        height: place.height * by,
        ..place
    };
    Some(Stamp { place, is_red })
}

/// Whether the dots run along all four sides and leave room inside.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a stamp"
)]
fn is_frame(shape: &Shape, place: &Turned, dpi: f32) -> bool {
    /// Share of a side that must be drawn.
    const DRAWN: f32 = 0.75;
    if shape.dots.len() as f32 > 0.45 * place.width * place.height {
        return false;
    }
    let near = 1.2 * dpi / 25.4;
    let bins = |length: f32| vec![false; (length / near).ceil().max(1.0) as usize];
    let mut sides = [
        bins(place.width),
        bins(place.width),
        bins(place.height),
        bins(place.height),
    ];
    for (x, y) in &shape.dots {
        let (along, across) = place.within((*x as f32, *y as f32));
        let (along, across) = (along + place.width / 2.0, across + place.height / 2.0);
        let edges = [
            (across, along),
            (place.height - across, along),
            (along, across),
            (place.width - along, across),
        ];
        for (side, (distance, at)) in sides.iter_mut().zip(edges) {
            if distance < near {
                let at = ((at / near) as usize).min(side.len() - 1);
                side[at] = true;
            }
        }
    }
    sides.iter().all(|side| {
        let drawn = side.iter().filter(|bin| **bin).count();
        drawn as f32 > DRAWN * side.len() as f32
    })
}

/// Reads a stamp by itself, both ways up when it stands on its side or says nothing.
fn is_mark_by_itself(page: &Page, stamp: &Stamp, until: Instant) -> Result<bool, Code> {
    let picture = cut_out(page, stamp);
    let is_tall = stamp.place.height > 15.0 * page.dpi / 25.4;
    let manner = Manner {
        languages: "vie",
        layout: if is_tall { "6" } else { "7" },
        dpi: 300,
        local_threshold: false,
    };
    let words = tesseract::words(&picture, &manner, until)?;
    if says_mark(&words) {
        return Ok(true);
    }
    let is_level = stamp.place.degrees < 40.0;
    let is_sure = words.iter().any(|word| word.confidence > 60.0);
    if is_level && is_sure {
        return Ok(false);
    }
    let turned = image::imageops::rotate180(&picture);
    Ok(says_mark(&tesseract::words(&turned, &manner, until)?))
}

fn says_mark(words: &[Seen]) -> bool {
    let all: String = words.iter().map(|word| word.text.as_str()).collect();
    is_mark(&all)
}

/// The stamp upright on white, its letters some 40 dots high, without its frame.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a stamp"
)]
fn cut_out(page: &Page, stamp: &Stamp) -> GrayImage {
    /// Dots of white around.
    const MARGIN: u32 = 24;
    let source = match (&page.colour, stamp.is_red) {
        (Some(colour), true) => red_as_black(colour),
        _ => page.grey.clone(),
    };
    let scale = (300.0 / page.dpi).max(1.0);
    let (width, height) = (
        (stamp.place.width * scale) as u32,
        (stamp.place.height * scale) as u32,
    );
    let mut cut = GrayImage::from_fn(width.max(1), height.max(1), |x, y| {
        let along = x as f32 / scale - stamp.place.width / 2.0;
        let across = y as f32 / scale - stamp.place.height / 2.0;
        let (x, y) = stamp.place.outside((along, across));
        Luma([grey::between(&source, x, y) as u8])
    });
    erase_frame(&mut cut);
    let white = Luma([255]);
    let mut out = GrayImage::from_pixel(width + 2 * MARGIN, height + 2 * MARGIN, white);
    image::imageops::replace(&mut out, &cut, i64::from(MARGIN), i64::from(MARGIN));
    out
}

/// What is red becomes black and all else white.
fn red_as_black(colour: &RgbImage) -> GrayImage {
    let mut red = redness(colour);
    for dot in red.iter_mut() {
        *dot = 255 - dot.saturating_mul(2);
    }
    red
}

/// Whitens shapes that span the cut: the frame, not the letters.
fn erase_frame(cut: &mut GrayImage) {
    let level = grey::parting(cut);
    let ink: Vec<bool> = cut.as_raw().iter().map(|dot| *dot <= level).collect();
    let (width, height) = cut.dimensions();
    for shape in shapes::shapes(&ink, width, 8) {
        let is_side = shape.height() * 20 > height * 17 && shape.width() * 12 < width;
        let spans = shape.width() * 10 > width * 7 || is_side;
        let at_edge = shape.bounds.0 < 3
            || shape.bounds.1 < 3
            || shape.bounds.2 + 4 > width
            || shape.bounds.3 + 4 > height;
        if spans && at_edge || shape.width() * 10 > width * 9 {
            for (x, y) in shape.dots {
                whiten(cut, x, y);
            }
        }
    }
}

/// Whitens a dot and the soft edge around it.
fn whiten(cut: &mut GrayImage, x: u32, y: u32) {
    for row in y.saturating_sub(1)..(y + 2).min(cut.height()) {
        for column in x.saturating_sub(1)..(x + 2).min(cut.width()) {
            cut.put_pixel(column, row, Luma([255]));
        }
    }
}
