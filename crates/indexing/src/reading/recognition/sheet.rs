//! Pages that bear no text: separator sheets, which a QR code fills, and blank ones.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::GrayImage;
use workflow::batches::Sheet;

use super::grey;

/// The code of a separator sheet is at least this wide, as a share of the page; those that letters bear
/// are smaller.
const WIDE: f64 = 0.2;

/// Text of the QR code that fills the page, where it is that of a separator sheet; letters bear codes of
/// their own.
pub fn text(picture: &GrayImage) -> Option<String> {
    // The decoder is not ours, and its end must not be that of the page.
    let text = catch_unwind(AssertUnwindSafe(|| decoded(picture))).ok()?;
    text.filter(|text| Sheet::parse(text).is_some())
}

fn decoded(picture: &GrayImage) -> Option<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let raw = picture.as_raw();
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| raw[y * width + x]);
    let wide = f64::from(picture.width().min(picture.height())) * WIDE;
    prepared.detect_grids().into_iter().find_map(|grid| {
        let [a, b, ..] = grid.bounds;
        let (dx, dy) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
        if dx.hypot(dy) < wide {
            return None;
        }
        grid.decode().ok().map(|(_, text)| text)
    })
}

/// Whether there is no ink to speak of: less than a few letters, edges left out.
pub fn is_blank(picture: &GrayImage) -> bool {
    /// One dot in so many; four letters of a letter's size have more.
    const ONE_IN: usize = 12_000;
    let ink = grey::ink(picture);
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let (side, top) = (width / 20, height / 20);
    let mut dots = 0;
    for y in top..height.saturating_sub(top).max(top) {
        for x in side..width.saturating_sub(side).max(side) {
            let at = y * width + x;
            // A speck has no neighbour.
            let beside = x + 1 < width && ink[at + 1] || y + 1 < height && ink[at + width];
            dots += usize::from(ink[at] && beside);
        }
    }
    dots * ONE_IN < width * height
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    #[test]
    fn specks_and_a_shadow_at_the_edge_are_no_ink() {
        let mut page = GrayImage::from_fn(827, 1169, |x, y| {
            Luma([if x < 20 || (x * 7919 + y * 104_729) % 9973 == 0 {
                30
            } else {
                236
            }])
        });
        assert!(is_blank(&page));
        for (x, y) in (0..40).flat_map(|x| (0..6).map(move |y| (x, y))) {
            page.put_pixel(300 + x, 500 + y, Luma([40]));
        }
        assert!(!is_blank(&page));
    }
}
