//! A drawing device that keeps the glyphs and forgets the drawing, except how much of the page is
//! covered by pictures.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};

use super::layout::{self, Letter};
use crate::reading::text::legacy::Legacy;
use crate::reading::text::lines::Line;

/// A page of five columns of 1 pt type has fewer.
const MAX_LETTERS: usize = 400_000;

/// Collects letters in the order in which they are drawn.
pub struct TextDevice {
    letters: Vec<Letter>,
    pictures: Vec<Rect>,
    paths: usize,
    asks_fonts: bool,
}

impl TextDevice {
    /// An empty one; `asks_fonts` when the page has fonts of old encodings.
    pub fn new(asks_fonts: bool) -> Self {
        TextDevice {
            letters: Vec::new(),
            pictures: Vec::new(),
            paths: 0,
            asks_fonts,
        }
    }

    /// The lines of the page.
    pub fn lines(&self) -> Vec<Line> {
        layout::lines(&self.letters)
    }

    /// Whether anything is drawn that may show text: letters, a picture, or enough shapes to be letters
    /// turned into outlines.
    pub fn shows_something(&self) -> bool {
        /// Rules, frames and fields of forms are fewer.
        const SHAPES_OF_WORDS: usize = 100;
        let is_seen = |letter: &Letter| !letter.text.trim().is_empty();
        !self.pictures.is_empty()
            || self.paths >= SHAPES_OF_WORDS
            || self.letters.iter().any(is_seen)
    }

    /// Share of the page that pictures cover; strips of one scan are added up.
    pub fn image_share(&self, (width, height): (f32, f32)) -> f64 {
        let page = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let covered: f64 = self
            .pictures
            .iter()
            .map(|picture| picture.intersect(page).area())
            .sum();
        if page.area() > 0.0 {
            (covered / page.area()).min(1.0)
        } else {
            0.0
        }
    }

    fn keep(&mut self, glyph: &Glyph<'_>, transform: Affine, legacy: Option<Legacy>) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => '\u{fffd}'.to_string(),
        };
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let origin = transform * Point::ZERO;
        let along = vector(transform, 1.0, 0.0);
        let up = vector(transform, 0.0, 1000.0);
        let advance = along * f64::from(advance.unwrap_or(500.0));
        if !(origin.is_finite() && advance.is_finite() && up.is_finite()) {
            return;
        }
        self.letters.push(Letter {
            text,
            origin,
            advance,
            up,
            legacy,
        });
    }
}

fn vector(transform: Affine, x: f64, y: f64) -> Vec2 {
    transform * Point::new(x, y) - transform * Point::ZERO
}

impl Device<'_> for TextDevice {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        let legacy = run
            .glyphs()
            .first()
            .filter(|_| self.asks_fonts)
            .and_then(|glyph| match &**glyph {
                Glyph::Outline(outline) => Legacy::of_font(&outline.font_data()?.postscript_name?),
                Glyph::Type3(_) => None,
            });
        for glyph in run.glyphs() {
            if self.letters.len() >= MAX_LETTERS {
                return;
            }
            self.keep(glyph, props.transform * glyph.transform(), legacy);
        }
    }

    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        let pixels = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        self.pictures
            .push(props.transform.transform_rect_bbox(pixels));
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.paths += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
