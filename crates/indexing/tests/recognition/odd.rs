//! Odd and hostile pictures made by code: far too large, far too many, torn, in colours nobody expects.

use std::io::{Cursor, Write};

use image::{DynamicImage, Frame, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage, RgbaImage};

/// A made file, the page that is asked for, and what must come of it.
pub struct Odd {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub page: u32,
    pub outcome: &'static str,
}

/// What is said of a page that was recognised.
pub const READ: &str = "recognised";

pub fn files() -> Vec<Odd> {
    let odd = |name, bytes, page, outcome| Odd {
        name,
        bytes,
        page,
        outcome,
    };
    let damaged = "reading.damaged";
    let mut files = vec![
        odd("one dot", png(&DynamicImage::new_rgb8(1, 1)), 1, READ),
        odd(
            "a thread",
            png(&DynamicImage::new_luma8(30_000, 10)),
            1,
            READ,
        ),
        odd("a hair", png(&DynamicImage::new_luma8(3, 40_000)), 1, READ),
        odd(
            "black all over",
            png(&DynamicImage::new_luma8(2480, 3508)),
            1,
            READ,
        ),
        odd("squares like letters", png(&squares()), 1, READ),
        odd("torn JPEG", torn_jpeg(), 1, damaged),
        odd("JPEG in inks", inks_jpeg(640, 480), 1, READ),
        odd(
            "JPEG that claims too much",
            inks_jpeg(65_500, 65_500),
            1,
            "reading.archive_bomb",
        ),
        odd("PNG of 16 bits", png(&deep()), 1, READ),
        odd(
            "PNG that claims too much",
            claims_too_much(),
            1,
            "reading.archive_bomb",
        ),
        odd(
            "TIFF bomb",
            tiff((20_000, 20_000), 1),
            1,
            "reading.archive_bomb",
        ),
        odd("large TIFF", tiff((9_900, 14_000), 1), 1, READ),
        odd("TIFF of 500 pages", tiff((800, 600), 500), 500, READ),
        odd(
            "behind its last page",
            tiff((800, 600), 500),
            501,
            "reading.page_missing",
        ),
        odd(
            "torn TIFF",
            torn(tiff((800, 600), 3)),
            3,
            "reading.page_missing",
        ),
        odd("GIF that moves", moving_gif(), 1, READ),
        odd(
            "its second picture",
            moving_gif(),
            2,
            "reading.page_missing",
        ),
        odd("torn WebP", torn(webp()), 1, damaged),
        odd(
            "BMP that claims too much",
            bmp_that_claims(),
            1,
            "reading.archive_bomb",
        ),
        odd(
            "page before the first",
            png(&DynamicImage::new_rgb8(9, 9)),
            0,
            "reading.page_missing",
        ),
    ];
    let pages = [
        ("page of ten metres", "0 0 28346 842", READ),
        ("page of a hundred metres", "0 0 283460 842", READ),
        ("page without width", "0 0 0 842", READ),
        ("page inside out", "595 842 0 0", READ),
        ("page of no number", "0 0 1e39 -1e39", damaged),
    ];
    files.extend(pages.map(|(name, size, outcome)| odd(name, pdf(size, 16, 16), 1, outcome)));
    let wrong = pdf("0 0 595 842", 60_000, 60_000);
    files.push(odd("picture larger than its bytes", wrong, 1, READ));
    files
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn torn(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() / 2);
    bytes
}

/// A page full of squares of the size of letters, of which none is one.
fn squares() -> DynamicImage {
    let dot = |x: u32, y: u32| x % 24 < 16 && y % 24 < 16;
    let page = ImageBuffer::from_fn(1654, 2339, |x, y| {
        Luma([if dot(x, y) { 0_u8 } else { 255 }])
    });
    DynamicImage::ImageLuma8(page)
}

fn deep() -> DynamicImage {
    let dot = |x: u32, y: u32| u16::try_from((x * 977 + y * 31) % 65_536).unwrap();
    DynamicImage::ImageLuma16(ImageBuffer::from_fn(640, 480, |x, y| Luma([dot(x, y)])))
}

fn torn_jpeg() -> Vec<u8> {
    let page = RgbImage::from_fn(1240, 1754, |x, y| Rgb([(x * y % 251) as u8; 3]));
    let mut bytes = Cursor::new(Vec::new());
    page.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    // The head stays whole; what is behind it ends after a few bytes.
    let mut bytes = bytes.into_inner();
    bytes.truncate(400);
    bytes
}

fn webp() -> Vec<u8> {
    let page = RgbImage::from_fn(640, 480, |x, y| Rgb([(x * y % 251) as u8; 3]));
    let mut bytes = Cursor::new(Vec::new());
    page.write_to(&mut bytes, ImageFormat::WebP).unwrap();
    bytes.into_inner()
}

fn moving_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for grey in [0, 90, 180, 255] {
        let picture = RgbaImage::from_pixel(300, 200, image::Rgba([grey, grey, grey, 255]));
        encoder.encode_frame(Frame::new(picture)).unwrap();
    }
    drop(encoder);
    bytes
}

/// A JPEG of four inks without subsampling: each block says «nothing» in two bits.
fn inks_jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
    bytes.extend([1; 64]);
    bytes.extend([0xff, 0xc0, 0, 20, 8]);
    bytes.extend(height.to_be_bytes().into_iter().chain(width.to_be_bytes()));
    bytes.push(4);
    bytes.extend((1..=4).flat_map(|ink| [ink, 0x11, 0]));
    for class in [0x00, 0x10] {
        bytes.extend([0xff, 0xc4, 0, 20, class, 1]);
        bytes.extend([0; 15]);
        bytes.push(0);
    }
    bytes.extend([0xff, 0xda, 0, 14, 4]);
    bytes.extend((1..=4).flat_map(|ink| [ink, 0]));
    bytes.extend([0, 63, 0]);
    let blocks = usize::from(width).div_ceil(8) * usize::from(height).div_ceil(8);
    bytes.extend(vec![0; blocks.min(100_000)]);
    bytes.extend([0xff, 0xd9]);
    bytes
}

fn claims_too_much() -> Vec<u8> {
    let mut bytes = png(&DynamicImage::new_luma8(8, 8));
    let size = 60_000_u32.to_be_bytes();
    bytes[16..20].copy_from_slice(&size);
    bytes[20..24].copy_from_slice(&size);
    let sum = checksum(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    bytes
}

/// The checksum of a part of a PNG.
fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn bmp_that_claims() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::new_rgb8(8, 8);
    picture.write_to(&mut bytes, ImageFormat::Bmp).unwrap();
    let mut bytes = bytes.into_inner();
    bytes[18..22].copy_from_slice(&40_000_u32.to_le_bytes());
    bytes[22..26].copy_from_slice(&40_000_u32.to_le_bytes());
    bytes
}

/// A TIFF in black and white, deflated, so many pages of one white picture.
fn tiff((width, height): (u32, u32), pages: u32) -> Vec<u8> {
    let mut strip = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let row = vec![255_u8; (width as usize).div_ceil(8)];
    for _ in 0..height {
        strip.write_all(&row).unwrap();
    }
    let strip = strip.finish().unwrap();
    let length = u32::try_from(strip.len()).unwrap();
    let mut bytes = b"II*\0".to_vec();
    let first = 8 + length.next_multiple_of(2);
    bytes.extend(first.to_le_bytes());
    bytes.extend(&strip);
    bytes.resize(first as usize, 0);
    for page in 1..=pages {
        let tags: [(u16, u16, u32); 9] = [
            (256, 4, width),
            (257, 4, height),
            (258, 3, 1),
            (259, 3, 8),
            (262, 3, 1),
            (273, 4, 8),
            (277, 3, 1),
            (278, 4, height),
            (279, 4, length),
        ];
        bytes.extend(9_u16.to_le_bytes());
        for (tag, kind, value) in tags {
            bytes.extend(tag.to_le_bytes().into_iter().chain(kind.to_le_bytes()));
            bytes.extend(1_u32.to_le_bytes().into_iter().chain(value.to_le_bytes()));
        }
        let next = u32::try_from(bytes.len()).unwrap() + 4;
        let next = if page == pages { 0 } else { next };
        bytes.extend(next.to_le_bytes());
    }
    bytes
}

/// A PDF of one page of a size with a picture that says it is so large, and has a few bytes.
fn pdf(size: &str, width: u32, height: u32) -> Vec<u8> {
    let picture = vec![120_u8; 256];
    let content = "q 400 0 0 400 20 20 cm /P Do Q";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [{size}] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>"
        ),
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
    ];
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    places.push(bytes.len());
    let head = format!(
        "5 0 obj\n<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray \
         /BitsPerComponent 8 /Length {} >>\nstream\n",
        picture.len()
    );
    bytes.extend(
        head.bytes()
            .chain(picture)
            .chain("\nendstream\nendobj\n".bytes()),
    );
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    for place in &places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let end = format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        places.len() + 1
    );
    bytes.extend(end.bytes());
    bytes
}
