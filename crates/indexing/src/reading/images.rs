//! Pictures: a page for each frame with its size and no text, so that it waits for recognition.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

use super::child::Code;
use super::recognition::straighten;
use super::text::lines::page_of;
use super::{Layer, Page};

/// Largest picture that is decoded: A0 at 300 dots per inch has 140 million.
pub const MAX_PIXELS: u64 = 150_000_000;
/// Most bytes that decoding may take.
const MAX_DECODED_BYTES: u64 = 900_000_000;
/// Most frames of one file.
const MAX_FRAMES: usize = 5_000;
/// Resolution of pictures that tell none; scans of offices are made at 200 or 300.
const DOTS_PER_INCH: f32 = 200.0;

/// The pages of a picture.
pub fn read(bytes: &[u8], media_type: &str) -> Result<Vec<Page>, Code> {
    let sizes = match format(media_type) {
        Some(ImageFormat::Tiff) => tiff_sizes(bytes)?,
        Some(format) => vec![decoder_size(bytes, format)?],
        None => vec![(0, 0)],
    };
    Ok(sizes
        .into_iter()
        .zip(1..)
        .map(|(size, number)| Page {
            layer: Layer::Missing,
            ..page_of(number, size_pt(size), &[])
        })
        .collect())
}

/// Size in points. What has the shape and the dots of a scanned sheet is taken for one of A4.
#[expect(clippy::cast_precision_loss, reason = "pixels of a page")]
pub fn size_pt((width, height): (u32, u32)) -> (f32, f32) {
    const A4_LONG_PT: f32 = 841.89;
    let (width, height) = (width as f32, height as f32);
    let (long, short) = (width.max(height), width.min(height));
    let is_sheet = long >= 1000.0 && (1.2..1.7).contains(&(long / short));
    let points = if is_sheet {
        A4_LONG_PT / long
    } else {
        72.0 / DOTS_PER_INCH
    };
    (width * points, height * points)
}

/// A page as it is shown: stood up as the camera says, and the sheet cut out of a photograph.
pub fn page(bytes: &[u8], media_type: &str, index: usize) -> Result<RgbImage, Code> {
    let format = format(media_type).ok_or("reading.unsupported")?;
    if format == ImageFormat::Tiff {
        return tiff_page(bytes, index);
    }
    if index > 0 {
        return Err("reading.page_missing");
    }
    let mut decoder = decoder(bytes, format)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| "reading.damaged")?;
    picture.apply_orientation(orientation);
    let picture = picture.into_rgb8();
    Ok(straighten::sheet(&picture).unwrap_or(picture))
}

/// The decoder for a type; none for HEIC, which is kept and shown by the reader's own device.
pub fn format(media_type: &str) -> Option<ImageFormat> {
    Some(match media_type {
        "image/png" => ImageFormat::Png,
        "image/jpeg" => ImageFormat::Jpeg,
        "image/tiff" => ImageFormat::Tiff,
        "image/gif" => ImageFormat::Gif,
        "image/bmp" => ImageFormat::Bmp,
        "image/webp" => ImageFormat::WebP,
        _ => return None,
    })
}

/// A decoder under limits, refused before any pixel is decoded when it claims too many.
pub fn decoder(bytes: &[u8], format: ImageFormat) -> Result<impl ImageDecoder + '_, Code> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| "reading.damaged")?;
    check(decoder.dimensions())?;
    Ok(decoder)
}

fn decoder_size(bytes: &[u8], format: ImageFormat) -> Result<(u32, u32), Code> {
    let mut decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let lies = matches!(
        decoder.orientation(),
        Ok(Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH)
    );
    Ok(if lies {
        (height, width)
    } else {
        (width, height)
    })
}

fn check((width, height): (u32, u32)) -> Result<(), Code> {
    if width == 0 || height == 0 {
        return Err("reading.damaged");
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        Err("reading.archive_bomb")
    } else {
        Ok(())
    }
}

/// A TIFF holds many pages, which the general decoder does not show.
fn tiff_sizes(bytes: &[u8]) -> Result<Vec<(u32, u32)>, Code> {
    let mut decoder =
        tiff::decoder::Decoder::new(Cursor::new(bytes)).map_err(|_| "reading.damaged")?;
    let mut sizes = Vec::new();
    loop {
        let size = decoder.dimensions().map_err(|_| "reading.damaged")?;
        check(size)?;
        sizes.push(size);
        // A page behind a broken one cannot be reached; what stands before is kept.
        if sizes.len() >= MAX_FRAMES || !decoder.more_images() || decoder.next_image().is_err() {
            return Ok(sizes);
        }
    }
}

/// A page of a TIFF, in colours of 8 bits.
pub fn tiff_page(bytes: &[u8], page: usize) -> Result<RgbImage, Code> {
    use tiff::ColorType;
    use tiff::decoder::DecodingResult;
    let mut limits = tiff::decoder::Limits::default();
    limits.decoding_buffer_size = usize::try_from(MAX_DECODED_BYTES).unwrap_or(usize::MAX);
    let decoder = tiff::decoder::Decoder::new(Cursor::new(bytes)).map_err(|_| "reading.damaged")?;
    let mut decoder = decoder.with_limits(limits);
    decoder
        .seek_to_image(page)
        .map_err(|_| "reading.page_missing")?;
    let (width, height) = decoder.dimensions().map_err(|_| "reading.damaged")?;
    check((width, height))?;
    let color = decoder.colortype().map_err(|_| "reading.damaged")?;
    let DecodingResult::U8(samples) = decoder.read_image().map_err(|_| "reading.damaged")? else {
        return Err("reading.unsupported");
    };
    let grey = |value: u8| [value; 3];
    let pixels: Vec<u8> = match color {
        ColorType::Gray(1) => bits(&samples, width, height).flat_map(grey).collect(),
        ColorType::Gray(8) => samples.into_iter().flat_map(grey).collect(),
        ColorType::GrayA(8) => samples
            .chunks_exact(2)
            .flat_map(|pixel| grey(pixel[0]))
            .collect(),
        ColorType::RGB(8) => samples,
        ColorType::RGBA(8) => samples
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
            .collect(),
        _ => return Err("reading.unsupported"),
    };
    RgbImage::from_raw(width, height, pixels).ok_or("reading.damaged")
}

/// Pixels of one bit each, rows padded to whole bytes.
fn bits(samples: &[u8], width: u32, height: u32) -> impl Iterator<Item = u8> + '_ {
    let row_bytes = (width as usize).div_ceil(8);
    let pixel = move |at: usize, x: usize| {
        samples.get(at * row_bytes + x / 8).map_or(255, |byte| {
            if byte >> (7 - x % 8) & 1 == 1 { 255 } else { 0 }
        })
    };
    (0..height as usize).flat_map(move |at| (0..width as usize).map(move |x| pixel(at, x)))
}
