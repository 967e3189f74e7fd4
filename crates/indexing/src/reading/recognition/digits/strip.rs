//! A line of a page cut out as the model wants it: 48 dots high, level, and leaning back as far as
//! hands lean forward.

use super::super::grey;
use super::super::page::Page;
use super::super::tesseract::Seen;

/// Height that the model was trained for, in dots.
pub const HEIGHT: usize = 48;
/// Half the height of what is cut out, in inches: a line of 14 points with what rises above it.
const HALF_HEIGHT_IN: f32 = 0.12;
/// Left of the first word and right of the last one, in inches.
const MARGIN_IN: f32 = 0.03;
/// By how much of its height the top is moved to the right.
const LEAN: f32 = 0.2;
/// Widest strip, in dots: half a page with large margins.
const MOST_WIDTH: f32 = 1600.0;

/// A line cut out.
pub struct Strip {
    /// Light from 0 to 255, row by row.
    pub dots: Vec<f32>,
    /// Its width.
    pub width: usize,
    /// Where it begins on the page.
    x: f32,
    /// Dots of the strip for one of the page.
    scale: f32,
}

impl Strip {
    /// The line in which words stand, on a page that leans by some degrees.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "dots of a line"
    )]
    pub fn of(page: &Page, skew_deg: f32, words: &[Seen]) -> Self {
        let (sin, cos) = skew_deg.to_radians().sin_cos();
        let margin = MARGIN_IN * page.dpi;
        let left = words
            .iter()
            .map(|word| word.x)
            .fold(f32::INFINITY, f32::min)
            - margin;
        let right = words
            .iter()
            .map(|word| word.x + word.width)
            .fold(0.0, f32::max)
            + margin;
        let mut heights: Vec<f32> = words.iter().map(|word| level(word, left, sin)).collect();
        heights.sort_unstable_by(f32::total_cmp);
        let middle = heights.get(heights.len() / 2).copied().unwrap_or_default();
        let scale = HEIGHT as f32 / (2.0 * HALF_HEIGHT_IN * page.dpi);
        let width = ((right - left) * scale).clamp(16.0, MOST_WIDTH) as usize;
        let mut dots = Vec::with_capacity(width * HEIGHT);
        for row in 0..HEIGHT {
            let down = (row as f32 - (HEIGHT - 1) as f32 / 2.0) / scale;
            for column in 0..width {
                let along = column as f32 / scale + LEAN * down;
                let (x, y) = (
                    left + along * cos - down * sin,
                    middle + along * sin + down * cos,
                );
                dots.push(grey::between(&page.grey, x, y));
            }
        }
        Strip {
            dots,
            width,
            x: left,
            scale,
        }
    }

    /// The column at which something of the page stands.
    pub fn column(&self, x: f32) -> f32 {
        (x - self.x) * self.scale
    }
}

/// The height of a word's middle, were the line level.
fn level(word: &Seen, left: f32, sin: f32) -> f32 {
    word.y + word.height / 2.0 - (word.x + word.width / 2.0 - left) * sin
}
