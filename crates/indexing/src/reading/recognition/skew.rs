//! How a page leans: the angle at which its lines of text lie closest together, and the page turned back.
//! Also whether lines run upwards instead of across, which a page laid sideways on the scanner shows.

use image::{GrayImage, Luma};

use super::grey;

/// Dots that are looked at, at most.
const MOST_DOTS: usize = 40_000;
/// Steeper than this nobody lays a page on a scanner.
const STEEPEST_DEG: f32 = 8.0;

/// Ink of a page, thinned out, at about a hundred dots per inch.
pub struct Ink {
    dots: Vec<(f32, f32)>,
    width: f32,
    height: f32,
}

impl Ink {
    /// The ink of a reduced picture. Edges of scans and solid areas tell nothing and are left out: dots
    /// count where ink ends downwards.
    pub fn of(picture: &GrayImage) -> Self {
        let ink = grey::ink(picture);
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let (side, top) = (width / 25, height / 25);
        let at = |x: usize, y: usize| ink[y * width + x];
        let mut dots = Vec::new();
        for y in top..height.saturating_sub(top + 1) {
            for x in side..width.saturating_sub(side) {
                if at(x, y) && !at(x, y + 1) {
                    #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
                    dots.push((x as f32, y as f32));
                }
            }
        }
        let step = dots.len().div_ceil(MOST_DOTS).max(1);
        #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
        Ink {
            dots: dots.into_iter().step_by(step).collect(),
            width: width as f32,
            height: height as f32,
        }
    }

    /// How sharply the dots fall into rows when the page is turned by an angle.
    fn sharpness(&self, degrees: f32) -> f64 {
        let slope = degrees.to_radians().tan();
        let shift = (self.width * slope).abs();
        let mut rows = vec![0.0_f64; index(self.height + 2.0 * shift) + 2];
        for (x, y) in &self.dots {
            rows[index(y - x * slope + shift)] += 1.0;
        }
        rows.iter().map(|count| count * count).sum()
    }

    /// Degrees by which the lines lean clockwise; 0 when nothing tells.
    pub fn skew_deg(&self) -> f32 {
        /// Fewer dots are no text.
        const FEW_DOTS: usize = 200;
        if self.dots.len() < FEW_DOTS {
            return 0.0;
        }
        let (rough, _) = self.best(0.0, STEEPEST_DEG, 0.5);
        let (fine, sharp) = self.best(rough, 0.5, 0.1);
        // Lines of text fall into rows at one angle and at no other.
        let usual = self.sharpness(fine + 3.0).max(self.sharpness(fine - 3.0));
        if sharp > 1.15 * usual && fine.abs() < STEEPEST_DEG - 0.1 {
            fine
        } else {
            0.0
        }
    }

    fn best(&self, around: f32, reach: f32, step: f32) -> (f32, f64) {
        let steps = index(2.0 * reach / step);
        #[expect(clippy::cast_precision_loss, reason = "some dozen steps")]
        let angles = (0..=steps).map(|nth| around - reach + nth as f32 * step);
        angles
            .map(|angle| (angle, self.sharpness(angle)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((0.0, 0.0))
    }
}

/// Whether the lines of a picture seem to run upwards or downwards.
pub fn is_sideways(picture: &GrayImage) -> bool {
    // The same ink in fewer rows is sharper; what counts is by how much it exceeds even spreading.
    let sharpness = |picture: &GrayImage| {
        let ink = Ink::of(picture);
        #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
        let dots = ink.dots.len().max(1) as f64;
        ink.best(0.0, 3.0, 0.5).1 * f64::from(ink.height) / (dots * dots)
    };
    sharpness(&image::imageops::rotate90(picture)) > 1.1 * sharpness(picture)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "negative counts as nothing"
)]
fn index(value: f32) -> usize {
    value.max(0.0) as usize
}

/// The picture turned back by the degrees it leans, about its middle; corners become white. Places are counted
/// in 65,536ths of a dot: a whole page is turned in a few milliseconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a page"
)]
pub fn straightened(picture: &GrayImage, skew_deg: f32) -> GrayImage {
    let (width, height) = picture.dimensions();
    let middle = (width as f32 / 2.0, height as f32 / 2.0);
    let fixed = |dots: f32| (dots * 65_536.0) as i64;
    let (sin, cos) = skew_deg.to_radians().sin_cos();
    let (raw, stride) = (picture.as_raw(), width as usize);
    let last = (
        stride.saturating_sub(1),
        (height as usize).saturating_sub(1),
    );
    let mut out = GrayImage::from_pixel(width, height, Luma([255]));
    for (row, dots) in out.chunks_exact_mut(stride.max(1)).enumerate() {
        let first = leaning((0.0, row as f32), middle, skew_deg);
        let (mut x, mut y) = (fixed(first.0), fixed(first.1));
        for dot in dots {
            // What is left of or above the page is beyond it as a number without sign.
            let (column, line) = ((x >> 16) as usize, (y >> 16) as usize);
            if column < last.0 && line < last.1 {
                let (beside, below) = ((x >> 8 & 0xff) as u32, (y >> 8 & 0xff) as u32);
                let at = line * stride + column;
                let between = |at: usize| {
                    u32::from(raw[at]) * (256 - beside) + u32::from(raw[at + 1]) * beside
                };
                let sum = between(at) * (256 - below) + between(at + stride) * below;
                *dot = ((sum + (1 << 15)) >> 16) as u8;
            }
            x += fixed(cos);
            y += fixed(sin);
        }
    }
    out
}

/// Where a point of the straightened picture lies on the leaning one.
pub fn leaning((x, y): (f32, f32), middle: (f32, f32), skew_deg: f32) -> (f32, f32) {
    let (sin, cos) = skew_deg.to_radians().sin_cos();
    let (x, y) = (x - middle.0, y - middle.1);
    (middle.0 + x * cos - y * sin, middle.1 + x * sin + y * cos)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of bars as words are, in lines.
    fn lines() -> GrayImage {
        GrayImage::from_fn(800, 1100, |x, y| {
            let along = x + y / 24 * 37 % 101;
            let is_word = y % 24 < 11 && along % 60 < 47 && (along / 60 + y / 24) % 7 != 0;
            let inside = (90..710).contains(&x) && (100..1000).contains(&y);
            Luma([if is_word && inside && (x * y) % 5 != 0 {
                20
            } else {
                240
            }])
        })
    }

    #[test]
    fn the_angle_of_lines_is_found_and_taken_back() {
        for angle in [-4.0_f32, -1.3, 0.0, 0.6, 2.5] {
            let leans = straightened(&lines(), -angle);
            let found = Ink::of(&leans).skew_deg();
            assert!((found - angle).abs() < 0.16, "{angle} {found}");
            let back = Ink::of(&straightened(&leans, found)).skew_deg();
            assert!(back.abs() < 0.16, "{angle} {back}");
        }
    }

    #[test]
    fn lines_that_run_upwards_are_seen() {
        assert!(!is_sideways(&lines()));
        assert!(is_sideways(&image::imageops::rotate90(&lines())));
    }

    #[test]
    fn a_page_without_lines_does_not_lean() {
        let mut specks = GrayImage::from_pixel(800, 1100, Luma([255]));
        let mut chance = 1_u64;
        for _ in 0..6000 {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = u32::try_from(chance >> 33).unwrap_or_default();
            specks.put_pixel(at % 800, at / 800 % 1100, Luma([0]));
        }
        assert!(Ink::of(&specks).skew_deg().abs() < 0.01);
        assert!(
            Ink::of(&GrayImage::from_pixel(9, 9, Luma([255])))
                .skew_deg()
                .abs()
                < 0.01
        );
    }
}
