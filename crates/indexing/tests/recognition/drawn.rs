//! Stamps drawn by code onto pictures of pages: words in the fonts that the project carries, frames of one
//! or two lines, thin, thick or broken, at any angle and in any ink; then the page spoilt as scanners do.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use image::{GrayImage, Rgb, RgbImage, imageops};
use ttf_parser::{Face, OutlineBuilder};

pub const BLACK: [u8; 3] = [25, 25, 28];
pub const RED: [u8; 3] = [205, 32, 40];

/// Fonts for the words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Font {
    Bold,
    Regular,
    Italic,
}

impl Font {
    fn bytes(self) -> &'static [u8] {
        static FILES: OnceLock<BTreeMap<u8, Vec<u8>>> = OnceLock::new();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../printing/fonts");
        let files = FILES.get_or_init(|| {
            let names = ["Bold", "Regular", "BoldItalic"];
            let file = |name| std::fs::read(folder.join(format!("LiberationSerif-{name}.ttf")));
            (0..).zip(names.map(|name| file(name).unwrap())).collect()
        });
        &files[&(self as u8)]
    }
}

/// A stamp.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub words: &'static str,
    pub font: Font,
    pub ink: [u8; 3],
    /// Clockwise.
    pub degrees: f32,
    /// Lines of the frame: none, one or two.
    pub lines: u8,
    /// Thickness of a line.
    pub line_mm: f32,
    /// Height of capitals.
    pub capital_mm: f32,
    /// White between letters and frame; less than nothing lets them touch.
    pub room_mm: f32,
    /// Whether each line is broken here and there.
    pub broken: bool,
}

impl Default for Stamp {
    fn default() -> Self {
        Stamp {
            words: "MẬT",
            font: Font::Bold,
            ink: BLACK,
            degrees: 0.0,
            lines: 1,
            line_mm: 0.5,
            capital_mm: 3.6,
            room_mm: 1.4,
            broken: false,
        }
    }
}

type Point = (f32, f32);

impl Stamp {
    /// Draws it with its middle at a place of the page, in millimetres from its left and top.
    pub fn onto(&self, page: &mut RgbImage, dpi: f32, middle: Point) {
        let dots = dpi / 25.4;
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        let at = |(x, y): Point| {
            let (x, y) = (x * dots, y * dots);
            (
                middle.0 * dots + x * cos - y * sin,
                middle.1 * dots + x * sin + y * cos,
            )
        };
        let (mut outlines, (wide, high)) = self.letters();
        for outline in &mut outlines {
            for point in outline.iter_mut() {
                *point = at(*point);
            }
        }
        fill(page, &outlines, self.ink);
        for line in 0..self.lines {
            let off = self.room_mm + f32::from(line) * (self.line_mm + 0.8);
            let half = (wide / 2.0 + off + 1.0, high / 2.0 + off);
            for side in self.frame(half) {
                fill(page, &[side.map(at).to_vec()], self.ink);
            }
        }
    }

    /// Outlines of the words about their middle, and their width and height with marks.
    fn letters(&self) -> (Vec<Vec<Point>>, Point) {
        let face = Face::parse(self.font.bytes(), 0).unwrap();
        let capital = f32::from(face.capital_height().unwrap_or(1341));
        let scale = self.capital_mm / capital;
        let mut pen = Pen::default();
        for c in self.words.chars() {
            let glyph = face.glyph_index(c).unwrap();
            face.outline_glyph(glyph, &mut pen);
            pen.at += f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * 1.04;
        }
        let points = || pen.outlines.iter().flatten();
        let range = |of: fn(&Point) -> f32| {
            let values = points().map(of);
            values.fold((f32::MAX, f32::MIN), |(low, high), v| {
                (low.min(v), high.max(v))
            })
        };
        let (x, y) = (range(|p| p.0), range(|p| p.1));
        let middle = (f32::midpoint(x.0, x.1), f32::midpoint(y.0, y.1));
        let place = |p: &Point| ((p.0 - middle.0) * scale, (middle.1 - p.1) * scale);
        let outlines = pen
            .outlines
            .iter()
            .map(|outline| outline.iter().map(place).collect());
        (
            outlines.collect(),
            ((x.1 - x.0) * scale, (y.1 - y.0) * scale),
        )
    }

    /// Pieces of the four lines.
    fn frame(&self, (wide, high): Point) -> Vec<[Point; 4]> {
        let thick = self.line_mm / 2.0;
        let corners = [(-wide, -high), (wide, -high), (wide, high), (-wide, high)];
        let mut pieces = Vec::new();
        for n in 0..4 {
            let (from, to): (Point, Point) = (corners[n], corners[(n + 1) % 4]);
            let breaks = if self.broken { 3 } else { 1 };
            for piece in 0..breaks {
                let part = |share: f32| {
                    let share = (f32::from(i16::try_from(piece).unwrap()) + share)
                        / f32::from(i16::try_from(breaks).unwrap());
                    (
                        from.0 + (to.0 - from.0) * share,
                        from.1 + (to.1 - from.1) * share,
                    )
                };
                let length = (to.0 - from.0).hypot(to.1 - from.1)
                    / f32::from(i16::try_from(breaks).unwrap());
                let end = if self.broken { 1.0 - 0.8 / length } else { 1.0 };
                let (a, b) = (part(0.0), part(end));
                let (dx, dy) = (thick, thick);
                pieces.push(if n % 2 == 0 {
                    let (left, right) = (a.0.min(b.0) - dx, a.0.max(b.0) + dx);
                    [
                        (left, a.1 - dy),
                        (right, a.1 - dy),
                        (right, a.1 + dy),
                        (left, a.1 + dy),
                    ]
                } else {
                    let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
                    [
                        (a.0 - dx, top),
                        (a.0 + dx, top),
                        (a.0 + dx, bottom),
                        (a.0 - dx, bottom),
                    ]
                });
            }
        }
        pieces
    }
}

/// Outlines as polygons, in units of the font.
#[derive(Default)]
struct Pen {
    outlines: Vec<Vec<Point>>,
    at: f32,
    last: Point,
}

impl Pen {
    fn point(&mut self, x: f32, y: f32) {
        let at = self.at;
        self.outlines.last_mut().unwrap().push((x + at, y));
        self.last = (x, y);
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.outlines.push(Vec::new());
        self.point(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.point(x, y);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let from = self.last;
        for step in 1..=6_u8 {
            let t = f32::from(step) / 6.0;
            let mix = |a: f32, b: f32, c: f32| {
                (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c
            };
            self.point(mix(from.0, x1, x), mix(from.1, y1, y));
        }
    }
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
        self.point(x, y);
    }
    fn close(&mut self) {}
}

/// Fills what lies inside the outlines, with soft edges: each dot is looked at in four rows.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "dots"
)]
fn fill(page: &mut RgbImage, outlines: &[Vec<Point>], ink: [u8; 3]) {
    const ROWS: u16 = 4;
    let heights = || outlines.iter().flatten().map(|point| point.1);
    let top = heights().fold(f32::MAX, f32::min).max(0.0) as u32;
    let bottom = heights().fold(f32::MIN, f32::max).max(0.0) as u32;
    for y in top..=bottom.min(page.height() - 1) {
        let mut covered = vec![0.0_f32; page.width() as usize];
        for row in 0..ROWS {
            let level = as_f32(y) + (f32::from(row) + 0.5) / f32::from(ROWS);
            for (from, to) in spans(outlines, level) {
                let mut x = from.max(0.0);
                while x < to.min(as_f32(page.width())) {
                    let next = (x.floor() + 1.0).min(to);
                    covered[x as usize] += (next - x) / f32::from(ROWS);
                    x = next.max(x + 1e-4);
                }
            }
        }
        for (x, share) in (0..).zip(covered).filter(|(_, share)| *share > 0.0) {
            let dot = page.get_pixel_mut(x, y);
            let share = share.min(1.0);
            for (channel, ink) in dot.0.iter_mut().zip(ink) {
                let inked = f32::from(*channel) * (1.0 - share) + f32::from(ink) * share;
                *channel = (*channel).min(inked as u8);
            }
        }
    }
}

fn as_f32(dots: u32) -> f32 {
    f32::from(u16::try_from(dots).unwrap())
}

/// Where a row is inside: by the turns of the outlines around it.
fn spans(outlines: &[Vec<Point>], y: f32) -> Vec<Point> {
    let mut crossings: Vec<(f32, i8)> = Vec::new();
    for outline in outlines {
        for (n, from) in outline.iter().enumerate() {
            let to = outline[(n + 1) % outline.len()];
            if (from.1 <= y) != (to.1 <= y) {
                let x = from.0 + (y - from.1) / (to.1 - from.1) * (to.0 - from.0);
                crossings.push((x, if from.1 < to.1 { 1 } else { -1 }));
            }
        }
    }
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut winding = 0;
    let mut spans = Vec::new();
    for pair in crossings.windows(2) {
        winding += pair[0].1;
        if winding != 0 {
            spans.push((pair[0].0, pair[1].0));
        }
    }
    spans
}

/// What a scanner does to a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spoil {
    Nothing,
    /// Black and white, nothing between.
    Bilevel,
    /// Black and white from a light copy with specks.
    PoorBilevel,
    /// Soft and noisy grey.
    Blurred,
}

pub fn spoilt(page: &RgbImage, spoil: Spoil) -> RgbImage {
    let mut chance = 7_u64;
    let mut next = || {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u8::try_from(chance >> 56).unwrap()
    };
    let mut bilevel = |grey: &GrayImage, level: u8, noise: u8| {
        let dots = grey.pixels().map(|dot| {
            let shaken = dot.0[0]
                .saturating_add(next() % (noise + 1))
                .saturating_sub(next() % (noise + 1));
            let speck = noise > 0 && next() == 0 && next() < 40;
            [if (shaken <= level) ^ speck { 0 } else { 255 }; 3]
        });
        RgbImage::from_raw(grey.width(), grey.height(), dots.flatten().collect()).unwrap()
    };
    match spoil {
        Spoil::Nothing => page.clone(),
        Spoil::Bilevel => bilevel(&imageops::grayscale(page), 150, 0),
        Spoil::PoorBilevel => bilevel(&imageops::blur(&imageops::grayscale(page), 0.9), 135, 50),
        Spoil::Blurred => {
            let mut soft = imageops::blur(page, 1.1);
            for dot in soft.pixels_mut() {
                let shake = i16::from(next() % 30) - 15;
                *dot = Rgb(dot.0.map(|c| {
                    u8::try_from((i16::from(c) * 9 / 10 + 12 + shake).clamp(0, 255)).unwrap()
                }));
            }
            soft
        }
    }
}

/// A page without the lower part of its text, which costs time and says nothing of stamps.
pub fn head_only(page: &RgbImage) -> RgbImage {
    let mut head = page.clone();
    let from = page.height() * 2 / 5;
    for y in from..page.height() {
        for x in 0..page.width() {
            head.put_pixel(x, y, Rgb([255; 3]));
        }
    }
    head
}
