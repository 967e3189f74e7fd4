//! A look at pages from afar, before anything is read: separator sheets, which a QR code fills, and pages
//! without ink. Cheap enough for every page of a large scan, and in parts, so that a look broken off is
//! taken up where it ended.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use super::child::{Code, Source};
use super::detect::media;
use super::recognition::sheet;
use super::{images, pdf, render};

/// Width of the pictures that are looked at: a hundred dots per inch of A4.
const WIDTH_PX: u32 = 827;
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
        let picture = render::picture(source, index, WIDTH_PX, 0).ok()?;
        let grey = image::DynamicImage::ImageRgb8(picture).into_luma8();
        let sheet = sheet::text(&grey);
        let blank = sheet.is_none() && sheet::is_blank(&grey);
        Some((sheet, blank))
    }));
    let (sheet, blank) = seen.ok().flatten().unwrap_or((None, false));
    Glimpse { page, sheet, blank }
}
