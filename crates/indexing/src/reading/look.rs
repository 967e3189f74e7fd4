//! A look at pages from afar, before anything is read: separator sheets, which a QR code fills, and pages
//! without ink. Cheap enough for every page of a large scan, and in parts, so that a look broken off is
//! taken up where it ended.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::GrayImage;
use serde::{Deserialize, Serialize};

use super::child::{Code, Source};
use super::detect::media;
use super::{images, pdf, render};

/// Width of the pictures that are looked at: a hundred dots per inch of A4.
const WIDTH_PX: u32 = 827;
/// The code of a separator sheet is at least this wide, as a share of the page; those that letters bear
/// are smaller.
const WIDE: f64 = 0.2;
/// One dot in so many has to be ink; four letters of a letter's size have more.
const INK_ONE_IN: usize = 12_000;
/// What shines through from the back is less dark, compared with the paper.
const DARKER: u8 = 60;

/// What was seen on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glimpse {
    /// From 1.
    pub page: u32,
    /// Text of the QR code that fills it.
    pub sheet: Option<String>,
    /// Whether there is no ink to speak of.
    pub blank: bool,
}

/// What was seen on some pages of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glimpses {
    /// Pages of the whole file.
    pub page_count: u32,
    /// Those asked for, as far as there are so many.
    pub pages: Vec<Glimpse>,
}

/// Looks at `count` pages from `first` on. A page that cannot be drawn is taken for one with ink.
pub fn look(source: &Source<'_>, first: u32, count: u32) -> Result<Glimpses, Code> {
    let page_count = match source.media_type {
        media::PDF => pdf::open(source.bytes.clone())?.pages().len(),
        kind if images::format(kind).is_some() => images::read(&source.bytes, kind)?.len(),
        _ => return Err("reading.no_scan"),
    };
    let page_count = u32::try_from(page_count).unwrap_or(u32::MAX);
    let last = first
        .saturating_add(count)
        .min(page_count.saturating_add(1));
    let pages = (first.max(1)..last).map(|page| glimpse(source, page));
    Ok(Glimpses {
        page_count,
        pages: pages.collect(),
    })
}

fn glimpse(source: &Source<'_>, page: u32) -> Glimpse {
    let index = page.saturating_sub(1) as usize;
    // Neither the drawing nor the decoder is ours, and the end of either must not be that of the look.
    let seen = catch_unwind(AssertUnwindSafe(|| {
        let picture = render::picture(source, index, WIDTH_PX).ok()?;
        let grey = image::DynamicImage::ImageRgb8(picture).into_luma8();
        let sheet = sheet(&grey);
        let blank = sheet.is_none() && is_blank(&grey);
        Some((sheet, blank))
    }));
    let (sheet, blank) = seen.ok().flatten().unwrap_or((None, false));
    Glimpse { page, sheet, blank }
}

fn sheet(picture: &GrayImage) -> Option<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let raw = picture.as_raw();
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| raw[y * width + x]);
    let wide = f64::from(picture.width().min(picture.height())) * WIDE;
    prepared.detect_grids().into_iter().find_map(|grid| {
        let [a, b, ..] = grid.bounds;
        let (dx, dy) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
        let fills = dx.hypot(dy) >= wide;
        fills
            .then(|| grid.decode().ok())
            .flatten()
            .map(|(_, text)| text)
    })
}

/// Whether there is less ink than a few letters have, edges and specks left out.
fn is_blank(picture: &GrayImage) -> bool {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut sorted = picture.as_raw().clone();
    if sorted.is_empty() {
        return true;
    }
    let paper_at = sorted.len() * 9 / 10;
    let (_, paper, _) = sorted.select_nth_unstable(paper_at);
    let level = paper.saturating_sub(DARKER);
    let dark = |x: usize, y: usize| picture.as_raw()[y * width + x] <= level;
    let (side, top) = (width / 20, height / 20);
    let mut dots = 0;
    for y in top..height.saturating_sub(top) {
        for x in side..width.saturating_sub(side) {
            // A speck has no neighbour.
            let beside = x + 1 < width && dark(x + 1, y) || y + 1 < height && dark(x, y + 1);
            dots += usize::from(dark(x, y) && beside);
        }
    }
    dots * INK_ONE_IN < width * height
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    #[test]
    fn specks_and_a_shadow_at_the_edge_are_no_ink() {
        let mut page = GrayImage::from_fn(827, 1169, |x, y| {
            let is_dark = x < 20 || (x * 7919 + y * 104_729) % 9973 == 0;
            Luma([if is_dark { 30 } else { 236 }])
        });
        assert!(is_blank(&page));
        for (x, y) in (0..40).flat_map(|x| (0..6).map(move |y| (x, y))) {
            page.put_pixel(300 + x, 500 + y, Luma([40]));
        }
        assert!(!is_blank(&page));
        assert_eq!(sheet(&page), None);
    }
}
