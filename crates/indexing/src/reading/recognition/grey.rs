//! Grey pictures of pages: made smaller, told into ink and paper, evened where light fell unevenly, freed
//! of specks. All in dots; what a dot is in points, the caller knows.

use image::{GrayImage, Luma, RgbImage};

/// Grey of the eye from colours.
pub fn of(picture: &RgbImage) -> GrayImage {
    let grey = |[r, g, b]: [u8; 3]| {
        let sum = u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29;
        u8::try_from(sum >> 8).unwrap_or(255)
    };
    let dots = picture
        .as_raw()
        .chunks_exact(3)
        .map(|dot| grey([dot[0], dot[1], dot[2]]))
        .collect();
    GrayImage::from_raw(picture.width(), picture.height(), dots).unwrap_or_default()
}

/// How much redder each dot is than green or blue.
pub fn redness(colour: &RgbImage) -> GrayImage {
    let dots = colour
        .as_raw()
        .chunks_exact(3)
        .map(|dot| dot[0].saturating_sub(dot[1].max(dot[2])))
        .collect();
    GrayImage::from_raw(colour.width(), colour.height(), dots).unwrap_or_default()
}

/// Each dot the mean of a square of `by` dots.
pub fn reduced(picture: &GrayImage, by: u32) -> GrayImage {
    let (width, height) = (picture.width() / by, picture.height() / by);
    if by <= 1 || width == 0 || height == 0 {
        return picture.clone();
    }
    let stride = picture.width() as usize;
    let (raw, step) = (picture.as_raw(), by as usize);
    let mut sums = vec![0_u32; width as usize];
    let mut dots = Vec::with_capacity(width as usize * height as usize);
    for row in 0..height as usize {
        sums.fill(0);
        for line in 0..step {
            let from = (row * step + line) * stride;
            let line = &raw[from..from + width as usize * step];
            for (sum, square) in sums.iter_mut().zip(line.chunks_exact(step)) {
                *sum += square.iter().map(|dot| u32::from(*dot)).sum::<u32>();
            }
        }
        let area = by * by;
        dots.extend(
            sums.iter()
                .map(|sum| u8::try_from(sum / area).unwrap_or(255)),
        );
    }
    GrayImage::from_raw(width, height, dots).unwrap_or_default()
}

/// How many dots have each grey. Dots beside each other are much alike, so neighbours are counted apart and
/// no count waits for the one before.
fn histogram(picture: &GrayImage) -> [u64; 256] {
    let mut counts = [[0_u32; 256]; 4];
    let fours = picture.as_raw().chunks_exact(4);
    for dot in fours.remainder() {
        counts[0][usize::from(*dot)] += 1;
    }
    for four in fours {
        for (counts, dot) in counts.iter_mut().zip(four) {
            counts[usize::from(*dot)] += 1;
        }
    }
    std::array::from_fn(|grey| counts.iter().map(|counts| u64::from(counts[grey])).sum())
}

/// The grey below which `share` of the dots are.
pub fn percentile(picture: &GrayImage, share: f64) -> u8 {
    percentile_of(&histogram(picture), share)
}

fn percentile_of(counts: &[u64; 256], share: f64) -> u8 {
    #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
    let wanted = counts.iter().sum::<u64>() as f64 * share;
    let mut sum = 0.0;
    for (grey, count) in (0..=255).zip(counts) {
        #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
        let count = *count as f64;
        sum += count;
        if sum >= wanted {
            return grey;
        }
    }
    255
}

/// The grey that parts the dots best into two classes (N. Otsu, 1979).
pub fn parting(picture: &GrayImage) -> u8 {
    parting_of(&histogram(picture))
}

#[expect(clippy::cast_precision_loss, reason = "dots of a page")]
fn parting_of(counts: &[u64; 256]) -> u8 {
    let all: f64 = counts.iter().map(|count| *count as f64).sum();
    let weighed = |(grey, count): (usize, &u64)| grey as f64 * *count as f64;
    let total: f64 = counts.iter().enumerate().map(weighed).sum();
    let (mut below, mut sum, mut best, mut found) = (0.0, 0.0, -1.0, 127_u8);
    for (grey, count) in (0..255_u8).zip(counts) {
        below += *count as f64;
        sum += f64::from(grey) * *count as f64;
        let above = all - below;
        if below > 0.0 && above > 0.0 {
            let apart = sum / below - (total - sum) / above;
            let between = below * above * apart * apart;
            if between > best {
                (best, found) = (between, grey);
            }
        }
    }
    found
}

/// Where ink is: darker than the parting and clearly darker than the paper.
pub fn ink(picture: &GrayImage) -> Vec<bool> {
    /// What shines through from the back is less dark than this.
    const DARKER: u8 = 60;
    let counts = histogram(picture);
    let paper = percentile_of(&counts, 0.9);
    let level = parting_of(&counts).min(paper.saturating_sub(DARKER));
    picture.as_raw().iter().map(|dot| *dot <= level).collect()
}

/// Evens the light: each dot over the paper around it. Nothing where the light is even already.
pub fn evened(picture: &GrayImage) -> Option<GrayImage> {
    /// Paper that differs by less is what scanners give.
    const UNEVEN: u8 = 45;
    let block = (picture.width().min(picture.height()) / 40).max(8);
    let paper = paper_of(picture, block);
    let (dark, light) = (percentile(&paper, 0.05), percentile(&paper, 0.95));
    if light.saturating_sub(dark) < UNEVEN || dark < 25 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
    let at = |dot: u32| (dot as f32 / block as f32 - 0.5).max(0.0);
    let mut out = picture.clone();
    for (x, y, dot) in out.enumerate_pixels_mut() {
        let around = between(&paper, at(x), at(y)).max(1.0);
        let value = f32::from(dot.0[0]) * 235.0 / around;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped"
        )]
        let value = value.clamp(0.0, 255.0) as u8;
        *dot = Luma([value]);
    }
    Some(out)
}

/// The light of the paper in each block: what most of its lighter dots have, smoothed.
fn paper_of(picture: &GrayImage, block: u32) -> GrayImage {
    let (columns, rows) = (
        picture.width().div_ceil(block),
        picture.height().div_ceil(block),
    );
    let light = GrayImage::from_fn(columns, rows, |column, row| {
        let (x, y) = (column * block, row * block);
        let width = block.min(picture.width() - x);
        let height = block.min(picture.height() - y);
        let mut dots: Vec<u8> = (y..y + height)
            .step_by(2)
            .flat_map(|y| (x..x + width).step_by(2).map(move |x| (x, y)))
            .map(|(x, y)| picture.get_pixel(x, y).0[0])
            .collect();
        dots.sort_unstable();
        Luma([dots.get(dots.len() * 17 / 20).copied().unwrap_or(255)])
    });
    image::imageops::blur(&light, 1.2)
}

/// The value between dots.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a page"
)]
pub fn between(picture: &GrayImage, x: f32, y: f32) -> f32 {
    let (right, bottom) = (picture.width() - 1, picture.height() - 1);
    let (x, y) = (x.clamp(0.0, right as f32), y.clamp(0.0, bottom as f32));
    let (left, top) = (x as u32, y as u32);
    let (dx, dy) = (x - left as f32, y - top as f32);
    let raw = picture.as_raw();
    let row = |y: u32| {
        let from = (y.min(bottom) * picture.width() + left) as usize;
        let beside = from + usize::from(left < right);
        f32::from(raw[from]) * (1.0 - dx) + f32::from(raw[beside]) * dx
    };
    row(top) * (1.0 - dy) + row(top + 1) * dy
}

/// The middle one of the nine dots around each: specks of salt and pepper go, letters stay.
pub fn despeckled(picture: &GrayImage) -> GrayImage {
    let (width, height) = picture.dimensions();
    if width < 3 || height < 3 {
        return picture.clone();
    }
    let mut out = picture.clone();
    let (raw, stride) = (picture.as_raw(), width as usize);
    for y in 1..height as usize - 1 {
        for x in 1..stride - 1 {
            let mut nine = [0; 9];
            for (row, three) in nine.chunks_exact_mut(3).enumerate() {
                let from = (y + row - 1) * stride + x - 1;
                three.copy_from_slice(&raw[from..from + 3]);
            }
            let (_, middle, _) = nine.select_nth_unstable(4);
            out.as_mut()[y * stride + x] = *middle;
        }
    }
    out
}
