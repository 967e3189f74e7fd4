//! The picture of a page to be recognised, grey, with its colours beside where it has any.

use image::imageops::{self, FilterType};
use image::{GrayImage, RgbImage};

use super::grey;
use crate::reading::child::{Code, Source};
use crate::reading::detect::media;
use crate::reading::{images, pdf, render};

/// Largest picture that is recognised: A3 at 300 dots per inch has 17 million dots.
const MOST_DOTS: f32 = 24_000_000.0;
/// Longest side that the recogniser takes, with room for rounding.
const LONGEST_SIDE: f32 = 29_000.0;
/// Channels further apart than this are a colour, not a tinge of the scanner.
const COLOUR_SPREAD: u8 = 50;
/// One dot in so many must be coloured: a stamp has more.
const COLOURED_ONE_IN: usize = 10_000;

/// A page as the recogniser sees it.
pub struct Page {
    /// Its light.
    pub grey: GrayImage,
    /// Its colours, unless it has none.
    pub colour: Option<RgbImage>,
    /// Dots per inch.
    pub dpi: f32,
    /// Width and height in points.
    pub size_pt: (f32, f32),
}

impl Page {
    /// Page `number`, from 1, at about `dpi` dots per inch; oversized ones at fewer.
    pub fn load(source: &Source<'_>, number: u32, dpi: f32) -> Result<Self, Code> {
        let index = number.checked_sub(1).ok_or("reading.page_missing")? as usize;
        match source.media_type {
            media::PDF => Self::of_pdf(&source.bytes, index, dpi),
            media::HEIC => Err("reading.heic"),
            kind if images::format(kind).is_some() => {
                let picture = images::page(&source.bytes, kind, index)?;
                Ok(Self::of_picture(picture, dpi))
            }
            _ => Err("reading.no_picture"),
        }
    }

    fn of_pdf(bytes: &[u8], index: usize, dpi: f32) -> Result<Self, Code> {
        let pdf = pdf::open(bytes.to_vec())?;
        let page = pdf.pages().get(index).ok_or("reading.page_missing")?;
        let size_pt = page.render_dimensions();
        let dpi = affordable(size_pt, dpi);
        let picture = render::drawn(page, dots(size_pt.0, dpi), dots(size_pt.1, dpi))?;
        Ok(Self::new(picture, dpi, size_pt))
    }

    fn of_picture(picture: RgbImage, dpi: f32) -> Self {
        let size_pt = images::size_pt(picture.dimensions());
        let width = picture.width();
        let dpi = affordable(size_pt, dpi);
        let (wide, high) = (dots(size_pt.0, dpi), dots(size_pt.1, dpi));
        // Close to what is there is good enough, and sharper than what is made of it.
        let is_close = wide.abs_diff(width) * 10 < width;
        if is_close {
            #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
            let dpi = width as f32 * 72.0 / size_pt.0;
            return Self::new(picture, dpi, size_pt);
        }
        // Of far larger pictures each dot is a mean; the finer way takes minutes for a plan.
        if width / 3 >= wide && picture.height() / 3 >= high {
            return Self::new(imageops::thumbnail(&picture, wide, high), dpi, size_pt);
        }
        let filter = if wide < width {
            FilterType::Triangle
        } else {
            FilterType::CatmullRom
        };
        let scaled = imageops::resize(&picture, wide, high, filter);
        Self::new(scaled, dpi, size_pt)
    }

    fn new(picture: RgbImage, dpi: f32, size_pt: (f32, f32)) -> Self {
        Page {
            grey: grey::of(&picture),
            colour: is_coloured(&picture).then_some(picture),
            dpi,
            size_pt,
        }
    }

    /// Turns it clockwise by a quarter, a half or three quarters.
    pub fn turn(&mut self, degrees: u16) {
        self.grey = match degrees {
            90 => imageops::rotate90(&self.grey),
            180 => imageops::rotate180(&self.grey),
            270 => imageops::rotate270(&self.grey),
            _ => return,
        };
        self.colour = self.colour.take().map(|colour| turned(colour, degrees));
        if degrees != 180 {
            self.size_pt = (self.size_pt.1, self.size_pt.0);
        }
    }

    /// As small as is enough for what is seen from afar: about a hundred dots per inch.
    pub fn afar(&self) -> GrayImage {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small factor"
        )]
        grey::reduced(&self.grey, (self.dpi / 100.0).round().max(1.0) as u32)
    }
}

/// A picture turned clockwise.
pub fn turned(picture: RgbImage, degrees: u16) -> RgbImage {
    match degrees {
        90 => imageops::rotate90(&picture),
        180 => imageops::rotate180(&picture),
        270 => imageops::rotate270(&picture),
        _ => picture,
    }
}

fn affordable((width, height): (f32, f32), dpi: f32) -> f32 {
    let square_inches = (width / 72.0) * (height / 72.0);
    let longest_inches = width.max(height) / 72.0;
    dpi.min((MOST_DOTS / square_inches.max(0.01)).sqrt())
        .min(LONGEST_SIDE / longest_inches.max(0.01))
        .max(1.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounded by the caller"
)]
fn dots(points: f32, dpi: f32) -> u32 {
    (points * dpi / 72.0).round().max(1.0) as u32
}

fn is_coloured(picture: &RgbImage) -> bool {
    let dots = picture.as_raw().chunks_exact(3);
    let all = dots.len();
    let spread = |dot: &[u8]| dot[0].max(dot[1]).max(dot[2]) - dot[0].min(dot[1]).min(dot[2]);
    dots.filter(|dot| spread(dot) > COLOUR_SPREAD).count() * COLOURED_ONE_IN > all
}
