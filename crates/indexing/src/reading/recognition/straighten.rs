//! Photographs of paper: the edges of the sheet are found, its perspective is undone, and its light is
//! evened. A picture whose sheet fills it, as scanners give, stays as it is.

use image::{GrayImage, Rgb, RgbImage, imageops};

use super::grey;
use super::shapes::{Shape, shapes};

/// Longest side of the picture in which edges are looked for.
const LOOK: u32 = 480;
/// Longest side of the straightened sheet: A4 at 300 dots per inch.
const LONGEST: f32 = 3508.0;
/// The sheet covers at least this share of the picture.
const LEAST_SHARE: f32 = 0.2;
/// How well four straight edges fit the outline of the sheet, at least.
const LEAST_FIT: f32 = 0.93;

type Point = (f32, f32);

/// Corners of a sheet: top left, top right, bottom right, bottom left.
pub type Corners = [Point; 4];

/// The sheet on a photograph, upright as photographed; none when no sheet stands out.
pub fn sheet(photograph: &RgbImage) -> Option<RgbImage> {
    let corners = corners(photograph)?;
    let flat = flattened(photograph, &corners)?;
    Some(evened(&flat))
}

/// The corners of the sheet.
#[expect(clippy::cast_precision_loss, reason = "dots of a picture")]
pub fn corners(photograph: &RgbImage) -> Option<Corners> {
    let longest = photograph.width().max(photograph.height());
    let by = longest.div_ceil(LOOK).max(1);
    let (width, height) = (photograph.width() / by, photograph.height() / by);
    if width < 60 || height < 60 {
        return None;
    }
    let small = imageops::resize(photograph, width, height, imageops::FilterType::Triangle);
    let area = (width * height) as f32;
    let looks = [grey::of(&small), paleness(&small)].map(|look| imageops::blur(&look, 1.5));
    let mut best: Option<(f32, Corners)> = None;
    for look in &looks {
        for level in levels(look) {
            for shape in bright(look, level, area) {
                let Some((fit, share, corners)) = quadrangle(&shape, area) else {
                    continue;
                };
                if fills(&corners, width, height) || !is_surrounded(look, level, &corners) {
                    continue;
                }
                let score = fit + 0.15 * share;
                if best.is_none_or(|(known, _)| score > known) {
                    best = Some((score, corners));
                }
            }
        }
    }
    let (_, corners) = best?;
    let scale = (
        photograph.width() as f32 / width as f32,
        photograph.height() as f32 / height as f32,
    );
    Some(corners.map(|(x, y)| ((x + 0.5) * scale.0, (y + 0.5) * scale.1)))
}

/// How little colour each dot has, times its light: paper is pale, tables are not.
fn paleness(picture: &RgbImage) -> GrayImage {
    let dots = picture.as_raw().chunks_exact(3).map(|dot| {
        let most = dot[0].max(dot[1]).max(dot[2]);
        let least = dot[0].min(dot[1]).min(dot[2]);
        255 - (most - least).saturating_mul(2)
    });
    GrayImage::from_raw(picture.width(), picture.height(), dots.collect()).unwrap_or_default()
}

/// Greys at which paper may part from what lies around: shadows move it.
fn levels(look: &GrayImage) -> Vec<u8> {
    let parting = grey::parting(look);
    let mut levels: Vec<u8> = vec![parting];
    levels.extend(
        [-45_i16, -30, -15, 15, 30].map(|shift| {
            u8::try_from((i16::from(parting) + shift).clamp(5, 250)).unwrap_or(parting)
        }),
    );
    levels
}

/// Large shapes brighter than a level.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of the picture"
)]
fn bright(look: &GrayImage, level: u8, area: f32) -> Vec<Shape> {
    let ink: Vec<bool> = look.as_raw().iter().map(|dot| *dot > level).collect();
    shapes(&ink, look.width(), (area * LEAST_SHARE * 0.7) as usize)
}

/// The four corners of a shape, how well they fit it, and the share of the picture within.
fn quadrangle(shape: &Shape, area: f32) -> Option<(f32, f32, Corners)> {
    let rim = hull(&shape.dots);
    let whole = surface(&rim);
    let corners = ordered(&four_corners(rim)?);
    let inside = surface(&corners);
    let covered = inside / area;
    #[expect(clippy::cast_precision_loss, reason = "dots of a picture")]
    let filled = (shape.dots.len() as f32 / inside).min(1.0);
    // Print makes holes; what is cut off or added at the edges speaks against a sheet.
    let fit = (whole / inside).min(inside / whole.max(1.0));
    let sound = covered > LEAST_SHARE && filled > 0.7 && fit > LEAST_FIT && is_sheet(&corners);
    sound.then_some((fit, covered, corners))
}

/// Whether four corners are those of a sheet seen at an angle: opposite sides alike, no sharp corner.
fn is_sheet(corners: &Corners) -> bool {
    let side = |a: usize, b: usize| distance(corners[a], corners[b]);
    let alike = |a: f32, b: f32| a.min(b) > 0.55 * a.max(b);
    let cosine = |at: usize| {
        let (before, here, after) = (corners[(at + 3) % 4], corners[at], corners[(at + 1) % 4]);
        let (a, b) = (
            (before.0 - here.0, before.1 - here.1),
            (after.0 - here.0, after.1 - here.1),
        );
        (a.0 * b.0 + a.1 * b.1) / (a.0.hypot(a.1) * b.0.hypot(b.1)).max(1.0)
    };
    alike(side(0, 1), side(3, 2))
        && alike(side(0, 3), side(1, 2))
        && (0..4).all(|at| cosine(at).abs() < 0.5)
}

/// Whether the sheet fills the picture: then nothing is to be cut.
#[expect(clippy::cast_precision_loss, reason = "dots of a picture")]
fn fills(corners: &Corners, width: u32, height: u32) -> bool {
    let (width, height) = (width as f32 - 1.0, height as f32 - 1.0);
    let frame = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)];
    let near = 0.025 * width.max(height);
    corners
        .iter()
        .zip(frame)
        .all(|(corner, edge)| distance(*corner, edge) < near)
}

/// Whether what lies around the corners is darker than the level: a table is, paper around a frame that
/// is printed on it is not.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a picture"
)]
fn is_surrounded(look: &GrayImage, level: u8, corners: &Corners) -> bool {
    const STEPS: usize = 40;
    let (width, height) = (look.width() as f32, look.height() as f32);
    let away = 0.02 * width.max(height);
    let (mut inside, mut dark) = (0, 0);
    for at in 0..4 {
        let (from, to) = (corners[at], corners[(at + 1) % 4]);
        let length = distance(from, to).max(1.0);
        let outwards = (
            (to.1 - from.1) / length * away,
            (from.0 - to.0) / length * away,
        );
        for step in 1..STEPS {
            let part = step as f32 / STEPS as f32;
            let x = from.0 + (to.0 - from.0) * part + outwards.0;
            let y = from.1 + (to.1 - from.1) * part + outwards.1;
            if (0.0..width).contains(&x) && (0.0..height).contains(&y) {
                inside += 1;
                dark += usize::from(look.get_pixel(x as u32, y as u32).0[0] <= level);
            }
        }
    }
    inside > 2 * STEPS - 4 && dark * 10 > inside * 8
}

fn distance(a: Point, b: Point) -> f32 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// Twice the signed area of three points: positive when they turn clockwise on the picture.
fn bend(a: Point, b: Point, c: Point) -> f32 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

fn surface(points: &[Point]) -> f32 {
    let next = points.iter().cycle().skip(1);
    let sum: f32 = points
        .iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - a.1 * b.0)
        .sum();
    sum.abs() / 2.0
}

/// The convex hull (A. M. Andrew, 1979), clockwise on the picture.
#[expect(clippy::cast_precision_loss, reason = "dots of a picture")]
fn hull(dots: &[(u32, u32)]) -> Vec<Point> {
    let mut points: Vec<Point> = dots.iter().map(|(x, y)| (*x as f32, *y as f32)).collect();
    points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let half = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for point in points {
            while let [.., a, b] = chain[..] {
                if bend(a, b, point) > 0.0 {
                    break;
                }
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut hull = half(&mut points.iter().copied());
    hull.extend(half(&mut points.iter().rev().copied()));
    hull
}

/// Four corners by taking away the edge whose loss adds least, its neighbours drawn on until they meet.
fn four_corners(mut hull: Vec<Point>) -> Option<Vec<Point>> {
    while hull.len() > 4 {
        let count = hull.len();
        let (at, meeting, _) = (0..count)
            .filter_map(|at| {
                let [a, b, c, d] = [0, 1, 2, 3].map(|step| hull[(at + step) % count]);
                let meeting = meeting(a, b, d, c)?;
                Some((at, meeting, surface(&[b, meeting, c])))
            })
            .min_by(|a, b| a.2.total_cmp(&b.2))?;
        hull[(at + 1) % count] = meeting;
        hull.remove((at + 2) % count);
    }
    (hull.len() == 4).then_some(hull)
}

/// Where the line from `a` through `b` meets that from `d` through `c`, beyond both.
fn meeting(a: Point, b: Point, d: Point, c: Point) -> Option<Point> {
    let (along, back) = ((b.0 - a.0, b.1 - a.1), (c.0 - d.0, c.1 - d.1));
    let cross = along.0 * back.1 - along.1 * back.0;
    if cross.abs() < 1e-6 {
        return None;
    }
    let far = ((d.0 - a.0) * back.1 - (d.1 - a.1) * back.0) / cross;
    let other = ((d.0 - a.0) * along.1 - (d.1 - a.1) * along.0) / cross;
    (far >= 1.0 && other >= 1.0).then_some((a.0 + far * along.0, a.1 + far * along.1))
}

/// Top left first, then clockwise.
fn ordered(corners: &[Point]) -> Corners {
    let first = (0..4)
        .min_by(|a, b| {
            let sum = |at: usize| corners[at].0 + corners[at].1;
            sum(*a).total_cmp(&sum(*b))
        })
        .unwrap_or(0);
    [0, 1, 2, 3].map(|step| corners[(first + step) % 4])
}

/// The sheet as seen from above; its shape is that of A4 when it comes near.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a picture"
)]
fn flattened(photograph: &RgbImage, corners: &Corners) -> Option<RgbImage> {
    let side = |a: usize, b: usize| distance(corners[a], corners[b]);
    let (mut width, mut height) = (side(0, 1).max(side(3, 2)), side(0, 3).max(side(1, 2)));
    let shape = width.max(height) / width.min(height).max(1.0);
    if (1.2..1.7).contains(&shape) {
        let long = width.max(height);
        let short = long / std::f32::consts::SQRT_2;
        (width, height) = if width > height {
            (long, short)
        } else {
            (short, long)
        };
    }
    let scale = (LONGEST / width.max(height)).min(1.0);
    let (width, height) = ((width * scale) as u32, (height * scale) as u32);
    let map = Perspective::onto(corners)?;
    let mut out = RgbImage::new(width.max(1), height.max(1));
    for (x, y, dot) in out.enumerate_pixels_mut() {
        let place = (
            (x as f32 + 0.5) / width as f32,
            (y as f32 + 0.5) / height as f32,
        );
        *dot = colour_at(photograph, map.at(place));
    }
    Some(out)
}

/// Takes a place on the sheet, from 0 to 1 each way, to the photograph.
struct Perspective {
    across: (f32, f32, f32),
    down: (f32, f32, f32),
    depth: (f32, f32),
}

impl Perspective {
    /// The map of the unit square onto four corners (P. Heckbert, 1989).
    fn onto(corners: &Corners) -> Option<Self> {
        let [nw, ne, se, sw] = *corners;
        let sum = (nw.0 - ne.0 + se.0 - sw.0, nw.1 - ne.1 + se.1 - sw.1);
        let (one, two) = ((ne.0 - se.0, ne.1 - se.1), (sw.0 - se.0, sw.1 - se.1));
        let cross = one.0 * two.1 - two.0 * one.1;
        if cross.abs() < 1e-3 {
            return None;
        }
        let g = (sum.0 * two.1 - two.0 * sum.1) / cross;
        let h = (one.0 * sum.1 - sum.0 * one.1) / cross;
        Some(Perspective {
            across: (ne.0 - nw.0 + g * ne.0, sw.0 - nw.0 + h * sw.0, nw.0),
            down: (ne.1 - nw.1 + g * ne.1, sw.1 - nw.1 + h * sw.1, nw.1),
            depth: (g, h),
        })
    }

    fn at(&self, (x, y): Point) -> Point {
        let far = self.depth.0 * x + self.depth.1 * y + 1.0;
        let on = |(a, b, c): (f32, f32, f32)| (a * x + b * y + c) / far;
        (on(self.across), on(self.down))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a picture"
)]
fn colour_at(picture: &RgbImage, (x, y): Point) -> Rgb<u8> {
    let (right, bottom) = (picture.width() - 1, picture.height() - 1);
    let (x, y) = (
        (x - 0.5).clamp(0.0, right as f32),
        (y - 0.5).clamp(0.0, bottom as f32),
    );
    let (left, top) = (x as u32, y as u32);
    let (dx, dy) = (x - left as f32, y - top as f32);
    let dot = |x: u32, y: u32| picture.get_pixel(x.min(right), y.min(bottom)).0;
    let upper = (dot(left, top), dot(left + 1, top));
    let lower = (dot(left, top + 1), dot(left + 1, top + 1));
    Rgb([0, 1, 2].map(|at| {
        let above = f32::from(upper.0[at]) * (1.0 - dx) + f32::from(upper.1[at]) * dx;
        let below = f32::from(lower.0[at]) * (1.0 - dx) + f32::from(lower.1[at]) * dx;
        (above * (1.0 - dy) + below * dy + 0.5) as u8
    }))
}

/// The light evened in all colours alike.
fn evened(sheet: &RgbImage) -> RgbImage {
    let grey = grey::of(sheet);
    let Some(even) = grey::evened(&grey) else {
        return sheet.clone();
    };
    let mut out = sheet.clone();
    for ((dot, before), after) in out.pixels_mut().zip(grey.pixels()).zip(even.pixels()) {
        let (before, after) = (u32::from(before.0[0]).max(1), u32::from(after.0[0]));
        dot.0 = dot
            .0
            .map(|channel| u8::try_from(u32::from(channel) * after / before).unwrap_or(255));
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const CORNERS: Corners = [
        (210.0, 160.0),
        (800.0, 120.0),
        (860.0, 1010.0),
        (150.0, 960.0),
    ];

    /// A sheet with a black bar across its upper third and a grey shadow on its right, on a brown table.
    fn photograph() -> RgbImage {
        let edges = [0, 1, 2, 3].map(|at| (CORNERS[at], CORNERS[(at + 1) % 4]));
        #[expect(clippy::cast_precision_loss, reason = "a few dots")]
        RgbImage::from_fn(1000, 1200, |x, y| {
            let at = (x as f32, y as f32);
            if !edges.iter().all(|(a, b)| bend(*a, *b, at) > 0.0) {
                return Rgb([120, 84, 50]);
            }
            let light = if x > 560 { 0.68 } else { 1.0 };
            let grey = if (380..410).contains(&y) && (300..720).contains(&x) {
                20.0
            } else {
                236.0
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a grey"
            )]
            Rgb([(grey * light) as u8; 3])
        })
    }

    #[test]
    fn the_edges_of_a_sheet_are_found_in_spite_of_a_shadow() {
        let found = corners(&photograph()).unwrap();
        for (corner, expected) in found.iter().zip(CORNERS) {
            assert!(distance(*corner, expected) < 8.0, "{found:?}");
        }
    }

    #[test]
    fn the_sheet_is_cut_out_even_and_in_the_shape_of_a4() {
        let sheet = sheet(&photograph()).unwrap();
        let (width, height) = (f64::from(sheet.width()), f64::from(sheet.height()));
        assert!((height / width - 1.414).abs() < 0.01, "{width} {height}");
        let at = |x: f64, y: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "dots"
            )]
            sheet.get_pixel((x * width) as u32, (y * height) as u32).0[0]
        };
        for place in [
            (0.02, 0.02),
            (0.98, 0.02),
            (0.98, 0.98),
            (0.02, 0.98),
            (0.8, 0.6),
        ] {
            assert!(
                at(place.0, place.1) > 200,
                "{place:?} {}",
                at(place.0, place.1)
            );
        }
        let dark = (20..40)
            .filter(|y| at(0.4, f64::from(*y) / 100.0) < 80)
            .count();
        assert!((2..6).contains(&dark), "{dark}");
    }

    #[test]
    fn a_frame_printed_on_paper_is_no_sheet() {
        let framed = RgbImage::from_fn(800, 1100, |x, y| {
            let (x, y) = (x.min(800 - x), y.min(1100 - y));
            let is_line = (90..98).contains(&x) && y >= 120 || (120..128).contains(&y) && x >= 90;
            Rgb([if is_line { 25 } else { 238 }; 3])
        });
        assert_eq!(corners(&framed), None);
    }

    #[test]
    fn scans_and_pictures_without_a_sheet_stay() {
        let scan = RgbImage::from_fn(800, 1100, |x, y| {
            let ink = y % 30 < 9 && (100..700).contains(&x) && (x / 13) % 2 == 0;
            Rgb([if ink { 30 } else { 240 }; 3])
        });
        assert_eq!(corners(&scan), None);
        let plain = RgbImage::from_fn(800, 1100, |x, y| {
            let value = u8::try_from((x * 31 + y * 17) % 200).unwrap();
            Rgb([value, 200 - value, 90])
        });
        assert_eq!(corners(&plain), None);
    }
}
