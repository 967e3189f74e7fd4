//! A stamp cut out of its page: upright, black on white, without the lines of its frame.

use image::{GrayImage, Luma, RgbImage, imageops};

use super::Page;
use super::grey;
use super::shapes::{self, Shape};
use super::stamps::{Look, Stamp};

/// Resolution of what is cut out.
pub const DPI: u16 = 300;
/// The frame stands in so many millimetres from the edge, both lines of a double one.
const RIM_MM: f32 = 3.2;
/// Ink that runs so far, in millimetres, is a line of the frame and no stroke of a letter.
const LEVEL_RUN_MM: f32 = 5.0;
const UPRIGHT_RUN_MM: f32 = 5.6;
/// Room left around a frame, for what its place is inexact.
const ROOM_MM: f32 = 1.0;
/// Dots of white around what is given.
const MARGIN: u32 = 24;

/// The stamp, with as much white around it as a recogniser wants.
pub fn upright(page: &Page, stamp: &Stamp) -> GrayImage {
    let cut = level(page, stamp);
    let threshold = grey::parting(&cut);
    let mut picture = Picture::of(&cut, threshold);
    match stamp.look {
        Look::Framed | Look::Red => picture.free_of_frame(),
        Look::Letters => picture.free_of_edges(),
    }
    let whitened = picture.over(cut);
    let white = Luma([255]);
    let (width, height) = whitened.dimensions();
    let mut out = GrayImage::from_pixel(width + 2 * MARGIN, height + 2 * MARGIN, white);
    imageops::replace(&mut out, &whitened, i64::from(MARGIN), i64::from(MARGIN));
    out
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a stamp"
)]
fn level(page: &Page, stamp: &Stamp) -> GrayImage {
    let red = match (&page.colour, stamp.look) {
        (Some(colour), Look::Red) => Some(red_as_black(colour)),
        _ => None,
    };
    let source = red.as_ref().unwrap_or(&page.grey);
    let scale = (f32::from(DPI) / page.dpi).max(1.0);
    let room = match stamp.look {
        Look::Framed => ROOM_MM * page.dpi / 25.4,
        Look::Red | Look::Letters => 0.0,
    };
    let (wide, high) = (
        stamp.place.width + 2.0 * room,
        stamp.place.height + 2.0 * room,
    );
    let (width, height) = ((wide * scale) as u32, (high * scale) as u32);
    GrayImage::from_fn(width.max(1), height.max(1), |x, y| {
        let along = x as f32 / scale - wide / 2.0;
        let across = y as f32 / scale - high / 2.0;
        let (x, y) = stamp.place.outside((along, across));
        Luma([grey::between(source, x, y) as u8])
    })
}

/// What is red becomes black and all else white.
fn red_as_black(colour: &RgbImage) -> GrayImage {
    let mut red = grey::redness(colour);
    for dot in red.iter_mut() {
        *dot = 255 - dot.saturating_mul(2);
    }
    red
}

/// Ink of a cut, and which of it is to go.
struct Picture {
    ink: Vec<bool>,
    gone: Vec<bool>,
    width: usize,
    height: usize,
}

impl Picture {
    fn of(cut: &GrayImage, threshold: u8) -> Self {
        let ink: Vec<bool> = cut.as_raw().iter().map(|dot| *dot <= threshold).collect();
        Picture {
            gone: vec![false; ink.len()],
            ink,
            width: cut.width() as usize,
            height: cut.height() as usize,
        }
    }

    /// Marks the lines around: long runs near the edges, and what little is left between them.
    fn free_of_frame(&mut self) {
        let rim = self.rim();
        for y in 0..self.height {
            let is_rim = y < rim || y + rim >= self.height;
            if is_rim {
                self.mark_runs(y * self.width, 1, self.width, dots(LEVEL_RUN_MM));
            }
        }
        for x in 0..self.width {
            let is_rim = x < rim || x + rim >= self.width;
            if is_rim {
                self.mark_runs(x, self.width, self.height, dots(UPRIGHT_RUN_MM));
            }
        }
        self.take_marked();
        let (width, height) = (self.width, self.height);
        self.mark_shapes(|shape| {
            let (left, top, right, bottom) = bounds(shape);
            let is_in_rim =
                right < rim || bottom < rim || left + rim >= width || top + rim >= height;
            let is_long = right - left > dots(LEVEL_RUN_MM) * 2 || bottom - top > height * 4 / 5;
            let is_at_edge = left < 3 || top < 3 || right + 4 > width || bottom + 4 > height;
            is_in_rim || is_at_edge && is_long
        });
    }

    /// Marks what comes in from outside.
    fn free_of_edges(&mut self) {
        let (width, height) = (self.width, self.height);
        self.mark_shapes(|shape| {
            let (left, top, right, bottom) = bounds(shape);
            left == 0 || top == 0 || right + 1 == width || bottom + 1 == height
        });
    }

    /// Dots from the edge in which a frame stands; never so many that letters stand there too.
    fn rim(&self) -> usize {
        dots(RIM_MM).min(self.height * 3 / 10).min(self.width / 5)
    }

    /// Marks ink that runs on for `least` dots from `from` in steps.
    fn mark_runs(&mut self, from: usize, step: usize, count: usize, least: usize) {
        let mut run = 0;
        for at in 0..=count {
            if at < count && self.ink[from + at * step] {
                run += 1;
                continue;
            }
            if run >= least {
                for back in at - run..at {
                    self.gone[from + back * step] = true;
                }
            }
            run = 0;
        }
    }

    fn mark_shapes(&mut self, goes: impl Fn(&Shape) -> bool) {
        let width = u32::try_from(self.width).unwrap_or(u32::MAX);
        for shape in shapes::shapes(&self.ink, width, 1) {
            if goes(&shape) {
                for (x, y) in shape.dots {
                    self.gone[y as usize * self.width + x as usize] = true;
                }
            }
        }
    }

    /// What is marked is ink no more, so what it held together falls apart.
    fn take_marked(&mut self) {
        for (ink, gone) in self.ink.iter_mut().zip(&self.gone) {
            *ink &= !gone;
        }
    }

    /// The cut with the marked dots and their soft edges whitened.
    fn over(&self, mut cut: GrayImage) -> GrayImage {
        for (at, _) in self.gone.iter().enumerate().filter(|(_, gone)| **gone) {
            let (x, y) = (at % self.width, at / self.width);
            for row in y.saturating_sub(2)..(y + 3).min(self.height) {
                for column in x.saturating_sub(2)..(x + 3).min(self.width) {
                    let beside = row * self.width + column;
                    if !self.ink[beside] || self.gone[beside] {
                        cut.as_mut()[beside] = 255;
                    }
                }
            }
        }
        cut
    }
}

fn bounds(shape: &Shape) -> (usize, usize, usize, usize) {
    let (left, top, right, bottom) = shape.bounds;
    (left as usize, top as usize, right as usize, bottom as usize)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few millimetres"
)]
fn dots(mm: f32) -> usize {
    (mm * f32::from(DPI) / 25.4) as usize
}
