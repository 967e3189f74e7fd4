//! A picture as a page: a JPEG as it is packed, all else packed anew without loss, black and white with one
//! bit for each pixel.

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, RgbImage};
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::jpeg;
use super::writer::Writer;
use crate::reading::child::Code;
use crate::reading::images;

/// Resolution of pictures that tell none.
const DOTS_PER_INCH: f32 = 200.0;
/// A sheet, in points: what is smaller or larger by its dots is a photograph whose dots say nothing.
const SHORT_SIDE: std::ops::Range<f32> = 200.0..900.0;
const LONG_SIDE: std::ops::Range<f32> = 280.0..1260.0;
/// A4.
const A4: (f32, f32) = (595.28, 841.89);

/// The page of a picture's frame, from 0.
pub fn page(
    writer: &mut Writer,
    bytes: &[u8],
    media_type: &str,
    index: usize,
    turn: u16,
) -> Result<ObjectId, Code> {
    let format = images::format(media_type).ok_or("reading.unsupported")?;
    let (picture, size, dots, orientation) = if format == ImageFormat::Tiff {
        let picture = images::tiff_page(bytes, index)?;
        let dots = tiff_dots(bytes, index);
        let size = picture.dimensions();
        (
            packed(writer, &picture),
            size,
            dots,
            Orientation::NoTransforms,
        )
    } else if index > 0 {
        return Err("reading.page_missing");
    } else {
        let mut decoder = images::decoder(bytes, format)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let size = decoder.dimensions();
        let head = jpeg::head(bytes).filter(|_| format == ImageFormat::Jpeg);
        if let Some(head) = head {
            let picture = as_it_is(writer, bytes, &head);
            (picture, size, head.dots, orientation)
        } else {
            let picture = DynamicImage::from_decoder(decoder).map_err(|_| "reading.damaged")?;
            let dots = png_dots(bytes).filter(|_| format == ImageFormat::Png);
            (packed(writer, &on_white(picture)), size, dots, orientation)
        }
    };
    Ok(add_page(writer, picture, (size, dots), orientation, turn))
}

fn add_page(
    writer: &mut Writer,
    picture: ObjectId,
    (size, dots): ((u32, u32), Option<f32>),
    orientation: Orientation,
    turn: u16,
) -> ObjectId {
    let (width, height) = match placed(orientation, 1.0, 1.0) {
        [0.0, ..] => (size.1, size.0),
        _ => size,
    };
    let (width, height) = sheet((width, height), dots);
    let matrix = placed(orientation, width, height).map(|number| number.to_string());
    let content = format!("q {} cm /P Do Q", matrix.join(" "));
    let content = writer.add_packed(Dictionary::new(), content.as_bytes());
    writer.add_page(dictionary! {
        "MediaBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)],
        "Rotate" => i64::from(turn),
        "Resources" => dictionary! { "XObject" => dictionary! { "P" => picture } },
        "Contents" => content,
    })
}

/// Width and height in points of a picture of so many pixels.
#[expect(clippy::cast_precision_loss, reason = "pixels of a page")]
fn sheet((width, height): (u32, u32), dots: Option<f32>) -> (f32, f32) {
    let (width, height) = (width as f32, height as f32);
    for dots in dots.into_iter().chain([DOTS_PER_INCH]) {
        let (across, down) = (width * 72.0 / dots, height * 72.0 / dots);
        if SHORT_SIDE.contains(&across.min(down)) && LONG_SIDE.contains(&across.max(down)) {
            return (across, down);
        }
    }
    let (room_across, room_down) = if width > height { (A4.1, A4.0) } else { A4 };
    let scale = (room_across / width).min(room_down / height);
    ((width * scale).max(3.0), (height * scale).max(3.0))
}

/// The matrix that draws a picture upright, filling a page of this size.
fn placed(orientation: Orientation, w: f32, h: f32) -> [f32; 6] {
    match orientation {
        Orientation::NoTransforms => [w, 0.0, 0.0, h, 0.0, 0.0],
        Orientation::Rotate180 => [-w, 0.0, 0.0, -h, w, h],
        Orientation::FlipHorizontal => [-w, 0.0, 0.0, h, w, 0.0],
        Orientation::FlipVertical => [w, 0.0, 0.0, -h, 0.0, h],
        Orientation::Rotate90 => [0.0, -h, w, 0.0, 0.0, h],
        Orientation::Rotate270 => [0.0, h, -w, 0.0, w, 0.0],
        Orientation::Rotate90FlipH => [0.0, -h, -w, 0.0, w, h],
        Orientation::Rotate270FlipH => [0.0, h, w, 0.0, 0.0, 0.0],
    }
}

fn picture(size: (u32, u32), bits: i64, space: &str) -> Dictionary {
    dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(size.0),
        "Height" => i64::from(size.1),
        "BitsPerComponent" => bits,
        "ColorSpace" => Object::Name(space.as_bytes().to_vec()),
    }
}

fn as_it_is(writer: &mut Writer, bytes: &[u8], head: &jpeg::Head) -> ObjectId {
    let space = match head.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    };
    let size = (u32::from(head.width), u32::from(head.height));
    let mut dictionary = picture(size, 8, space);
    dictionary.set("Filter", "DCTDecode");
    if head.is_inverted {
        let pairs: Vec<Object> = [1, 0].repeat(4).into_iter().map(Object::Integer).collect();
        dictionary.set("Decode", pairs);
    }
    let stream = Stream::new(dictionary, bytes.to_vec()).with_compression(false);
    writer.document.add_object(stream)
}

/// Pixels over white paper.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b, alpha] = picture.get_pixel(x, y).0;
        let alpha = u16::from(alpha);
        let over = |channel: u8| (u16::from(channel) * alpha + 255 * (255 - alpha)) / 255;
        image::Rgb([r, g, b].map(|channel| u8::try_from(over(channel)).unwrap_or(255)))
    })
}

fn packed(writer: &mut Writer, pixels: &RgbImage) -> ObjectId {
    let size = pixels.dimensions();
    let is_grey = pixels.pixels().all(|pixel| pixel.0 == [pixel.0[0]; 3]);
    let is_bilevel = is_grey && pixels.pixels().all(|pixel| matches!(pixel.0[0], 0 | 255));
    if is_bilevel {
        let rows = pixels.rows().flat_map(|row| {
            let bits: Vec<bool> = row.map(|pixel| pixel.0[0] == 255).collect();
            let byte = |bits: &[bool]| {
                let set = bits.iter().zip(0..).filter(|(white, _)| **white);
                set.fold(0_u8, |byte, (_, at)| byte | 0x80 >> at)
            };
            bits.chunks(8).map(byte).collect::<Vec<u8>>()
        });
        let bytes: Vec<u8> = rows.collect();
        return writer.add_packed(picture(size, 1, "DeviceGray"), &bytes);
    }
    let (bytes, channels, space) = if is_grey {
        let grey: Vec<u8> = pixels.pixels().map(|pixel| pixel.0[0]).collect();
        (predicted(&grey, size.0 as usize, 1), 1, "DeviceGray")
    } else {
        let row = size.0 as usize * 3;
        (predicted(pixels.as_raw(), row, 3), 3, "DeviceRGB")
    };
    let mut dictionary = picture(size, 8, space);
    let columns = i64::from(size.0);
    dictionary.set(
        "DecodeParms",
        dictionary! { "Predictor" => 15, "Colors" => channels, "Columns" => columns },
    );
    writer.add_packed(dictionary, &bytes)
}

/// Rows as their difference to the row above and the pixel before (PNG's fourth filter), which packs far
/// better.
fn predicted(bytes: &[u8], row_bytes: usize, channels: usize) -> Vec<u8> {
    const PAETH: u8 = 4;
    let zero = vec![0; row_bytes];
    let mut above: &[u8] = &zero;
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / row_bytes.max(1) + 1);
    for row in bytes.chunks(row_bytes.max(1)) {
        out.push(PAETH);
        for (at, value) in row.iter().enumerate() {
            let left = at.checked_sub(channels).map_or(0, |before| row[before]);
            let corner = at.checked_sub(channels).map_or(0, |before| above[before]);
            out.push(value.wrapping_sub(paeth(left, above[at], corner)));
        }
        above = row;
    }
    out
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(above), i16::from(corner));
    let estimate = a + b - c;
    let far = |other: i16| (estimate - other).abs();
    if far(a) <= far(b) && far(a) <= far(c) {
        left
    } else if far(b) <= far(c) {
        above
    } else {
        corner
    }
}

/// Dots per inch of a page of a TIFF.
fn tiff_dots(bytes: &[u8], index: usize) -> Option<f32> {
    use tiff::tags::Tag;
    let mut decoder = tiff::decoder::Decoder::new(std::io::Cursor::new(bytes)).ok()?;
    decoder.seek_to_image(index).ok()?;
    let dots = decoder.get_tag_f32(Tag::XResolution).ok()?;
    let unit = decoder.get_tag_u32(Tag::ResolutionUnit).unwrap_or(2);
    match unit {
        2 => Some(dots),
        3 => Some(dots * 2.54),
        _ => None,
    }
}

/// Dots per inch of a PNG, which counts them by the metre.
fn png_dots(bytes: &[u8]) -> Option<f32> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let at = head.windows(4).position(|window| window == b"pHYs")?;
    let chunk = head.get(at + 4..at + 13)?;
    let metre = u32::from_be_bytes(chunk[..4].try_into().ok()?);
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    (chunk[8] == 1).then_some(metre as f32 * 0.0254)
}
