//! Pictures of pages as the reader on a phone wants them: eight greys, or sixteen colours where there
//! is a seal, levels that clean the background of scans, lossless WebP.

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use image::imageops::FilterType;
use image::{RgbImage, imageops};
use webp::{Encoder, WebPConfig};

use super::child::{Code, Source};
use super::detect::media;
use super::recognition::page::turned;
use super::{images, pdf};

/// Widest picture that is made.
const MAX_WIDTH: u32 = 4_000;
/// WebP knows no taller ones.
const MAX_HEIGHT: u32 = 16_383;

/// At and below this level ink is black, at and above the other paper is white.
const BLACK: u16 = 60;
const WHITE_FROM: u16 = 215;
/// Channels further apart than this are a colour, not a tinge of the scanner.
const COLOUR_SPREAD: u8 = 60;
/// How hard libwebp tries: half the bytes of a plain lossless encoder in some forty milliseconds; trying harder gains
/// nothing on few colours.
const METHOD: i32 = 1;
const EFFORT: f32 = 75.0;
/// One pixel in so many must be coloured for a page to be shown in colours.
const COLOURED_ONE_IN: usize = 2_000;

/// A picture of a page, from 1, turned clockwise by `turn` degrees and then `width_px` wide, as WebP.
pub fn page(source: &Source<'_>, page: u32, width_px: u32, turn: u16) -> Result<Vec<u8>, Code> {
    let width = width_px.clamp(16, MAX_WIDTH);
    let index = page.checked_sub(1).ok_or("reading.page_missing")? as usize;
    encode(&self::picture(source, index, width, turn)?)
}

/// The dots of a page, from 0, turned clockwise by `turn` degrees and then so wide.
pub fn picture(source: &Source<'_>, index: usize, width: u32, turn: u16) -> Result<RgbImage, Code> {
    let picture = match source.media_type {
        media::PDF => pdf_page(&source.bytes, index, width, turn)?,
        media::HEIC => return Err("reading.heic"),
        kind => image_page(&source.bytes, kind, index, width, turn)?,
    };
    Ok(turned(picture, turn))
}

fn pdf_page(bytes: &[u8], index: usize, width: u32, turn: u16) -> Result<RgbImage, Code> {
    let pdf = pdf::open(bytes.to_vec())?;
    let page = pdf.pages().get(index).ok_or("reading.page_missing")?;
    let (page_width, page_height) = page.render_dimensions();
    let size = (f64::from(page_width), f64::from(page_height));
    let (width, height) = before_turn(width, turn, size)?;
    drawn(page, width, height)
}

/// A page drawn `width` by `height` dots large.
pub fn drawn(page: &PdfPage<'_>, width: u32, height: u32) -> Result<RgbImage, Code> {
    if width.max(height) > u32::from(u16::MAX) {
        return Err("reading.page_shape");
    }
    let (page_width, page_height) = page.render_dimensions();
    #[expect(clippy::cast_precision_loss, reason = "pixels of a page")]
    // Half a pixel more, so that truncation does not take one off.
    let scale = |pixels: u32, points: f32| (pixels as f32 + 0.5) / points;
    let settings = PixmapSettings {
        x_scale: scale(width, page_width),
        y_scale: scale(height, page_height),
        bg_color: WHITE,
    };
    let cache = RenderCache::new();
    let interpreter = InterpreterSettings::default();
    let pixmap = hayro::render(
        page,
        &cache,
        &interpreter,
        &RenderSettings::default(),
        &settings,
    );
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let pixels = pixmap
        .data()
        .iter()
        .flat_map(|pixel| [pixel.r, pixel.g, pixel.b])
        .collect();
    RgbImage::from_raw(width, height, pixels).ok_or("reading.damaged")
}

fn image_page(
    bytes: &[u8],
    media_type: &str,
    index: usize,
    width: u32,
    turn: u16,
) -> Result<RgbImage, Code> {
    let whole = images::page(bytes, media_type, index)?;
    let size = (f64::from(whole.width()), f64::from(whole.height()));
    let (width, height) = before_turn(width, turn, size)?;
    Ok(imageops::resize(
        &whole,
        width,
        height,
        FilterType::Triangle,
    ))
}

/// Width and height of a picture that is `width` wide when it has been turned.
fn before_turn(width: u32, turn: u16, size: (f64, f64)) -> Result<(u32, u32), Code> {
    if turn.is_multiple_of(180) {
        Ok((width, height_for(width, size.0, size.1)?))
    } else {
        Ok((height_for(width, size.1, size.0)?, width))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked before"
)]
fn height_for(width: u32, page_width: f64, page_height: f64) -> Result<u32, Code> {
    let height = (f64::from(width) * page_height / page_width)
        .round()
        .max(1.0);
    if height > f64::from(MAX_HEIGHT) {
        Err("reading.page_shape")
    } else {
        Ok(height as u32)
    }
}

fn encode(picture: &RgbImage) -> Result<Vec<u8>, Code> {
    let coloured = picture
        .pixels()
        .filter(|pixel| spread(pixel.0) > COLOUR_SPREAD)
        .count();
    let in_colours = coloured * COLOURED_ONE_IN > picture.pixels().len();
    let few = if in_colours {
        sixteen_colours
    } else {
        |pixel| [eight_greys(pixel); 3]
    };
    let dots: Vec<u8> = picture.pixels().flat_map(|pixel| few(pixel.0)).collect();
    let mut config = WebPConfig::new().map_err(|()| "reading.page_shape")?;
    config.lossless = 1;
    config.method = METHOD;
    config.quality = EFFORT;
    let packed = Encoder::from_rgb(&dots, picture.width(), picture.height())
        .encode_advanced(&config)
        .map_err(|_| "reading.page_shape")?;
    Ok(packed.to_vec())
}

fn spread([r, g, b]: [u8; 3]) -> u8 {
    r.max(g).max(b) - r.min(g).min(b)
}

fn level(value: u16) -> u16 {
    (value.clamp(BLACK, WHITE_FROM) - BLACK) * 255 / (WHITE_FROM - BLACK)
}

#[expect(clippy::cast_possible_truncation, reason = "at most 255")]
fn eight_greys([r, g, b]: [u8; 3]) -> u8 {
    let grey = (u16::from(r) * 77 + u16::from(g) * 150 + u16::from(b) * 29) >> 8;
    let step = (level(grey) * 7 + 127) / 255;
    (step * 255 / 7) as u8
}

/// Eight greys and eight colours: the corners of the cube and their darker halves.
#[expect(clippy::cast_possible_truncation, reason = "at most 255")]
fn sixteen_colours(pixel: [u8; 3]) -> [u8; 3] {
    if spread(pixel) <= COLOUR_SPREAD {
        return [eight_greys(pixel); 3];
    }
    let most = u16::from(pixel[0].max(pixel[1]).max(pixel[2]));
    let least = u16::from(pixel[0].min(pixel[1]).min(pixel[2]));
    let middle = u16::midpoint(most, least);
    // A pale colour is ink thinned by the paper: it keeps some white.
    let floor = if least > 128 { 170 } else { 0 };
    pixel
        .map(|channel| {
            if u16::from(channel) > middle {
                level(most).max(200) as u8
            } else {
                floor
            }
        })
        .map(|channel| {
            if channel >= 200 {
                (channel / 55) * 51
            } else {
                channel
            }
        })
}
