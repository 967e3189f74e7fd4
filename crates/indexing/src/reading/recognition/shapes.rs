//! Connected shapes in a picture of ink, and the narrowest turned rectangle around each.

/// Dots that touch each other.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The dots.
    pub dots: Vec<(u32, u32)>,
    /// Left, top, right and bottom dot.
    pub bounds: (u32, u32, u32, u32),
}

impl Shape {
    /// Width in dots.
    pub fn width(&self) -> u32 {
        self.bounds.2 - self.bounds.0 + 1
    }

    /// Height in dots.
    pub fn height(&self) -> u32 {
        self.bounds.3 - self.bounds.1 + 1
    }
}

/// Shapes of at least `least` dots; dots that touch at a corner belong together.
pub fn shapes(ink: &[bool], width: u32, least: usize) -> Vec<Shape> {
    let mut open = ink.to_vec();
    let columns = width as usize;
    let mut found = Vec::new();
    if columns == 0 {
        return found;
    }
    for start in 0..open.len() {
        if !open[start] {
            continue;
        }
        let shape = flood(&mut open, columns, start);
        if shape.dots.len() >= least {
            found.push(shape);
        }
    }
    found
}

fn flood(open: &mut [bool], columns: usize, start: usize) -> Shape {
    let mut shape = Shape {
        dots: Vec::new(),
        bounds: (u32::MAX, u32::MAX, 0, 0),
    };
    let rows = open.len() / columns;
    let mut waiting = vec![start];
    open[start] = false;
    while let Some(at) = waiting.pop() {
        let (x, y) = (at % columns, at / columns);
        #[expect(clippy::cast_possible_truncation, reason = "dots of a page")]
        let (left, top) = (x as u32, y as u32);
        shape.dots.push((left, top));
        let so_far = shape.bounds;
        shape.bounds = (
            so_far.0.min(left),
            so_far.1.min(top),
            so_far.2.max(left),
            so_far.3.max(top),
        );
        for row in y.saturating_sub(1)..(y + 2).min(rows) {
            for column in x.saturating_sub(1)..(x + 2).min(columns) {
                let next = row * columns + column;
                if std::mem::take(&mut open[next]) {
                    waiting.push(next);
                }
            }
        }
    }
    shape
}

/// Ink spread by `by` dots to each side, so that letters and their frame become one shape.
pub fn spread(ink: &[bool], width: u32, by: usize) -> Vec<bool> {
    let columns = width as usize;
    let mut across = vec![false; ink.len()];
    for (from, to) in ink.chunks(columns).zip(across.chunks_mut(columns)) {
        for (x, _) in from.iter().enumerate().filter(|(_, dot)| **dot) {
            let end = (x + by + 1).min(to.len());
            to[x.saturating_sub(by)..end].fill(true);
        }
    }
    let rows = ink.len() / columns.max(1);
    let mut out = vec![false; ink.len()];
    for y in 0..rows {
        for row in y.saturating_sub(by)..(y + by + 1).min(rows) {
            for x in 0..columns {
                out[y * columns + x] |= across[row * columns + x];
            }
        }
    }
    out
}

/// A rectangle turned about its middle; its long side is the width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turned {
    /// Middle.
    pub middle: (f32, f32),
    /// Long side.
    pub width: f32,
    /// Short side.
    pub height: f32,
    /// Degrees of the long side, clockwise from level.
    pub degrees: f32,
}

impl Turned {
    /// A point of the picture as seen from the middle, along and across the long side.
    pub fn within(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        let (x, y) = (x - self.middle.0, y - self.middle.1);
        (x * cos + y * sin, y * cos - x * sin)
    }

    /// The same in a picture so many times as large.
    #[expect(clippy::cast_precision_loss, reason = "a small factor")]
    #[must_use]
    pub fn enlarged(self, by: usize) -> Turned {
        let by = by as f32;
        Turned {
            middle: (self.middle.0 * by, self.middle.1 * by),
            width: self.width * by,
            height: self.height * by,
            ..self
        }
    }

    /// A point seen from the middle as one of the picture.
    pub fn outside(&self, (along, across): (f32, f32)) -> (f32, f32) {
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        (
            self.middle.0 + along * cos - across * sin,
            self.middle.1 + along * sin + across * cos,
        )
    }
}

/// The narrowest rectangle around the dots.
pub fn around(dots: &[(u32, u32)]) -> Turned {
    /// Outlines are told well enough by so many dots.
    const ENOUGH: usize = 3_000;
    let step = dots.len().div_ceil(ENOUGH).max(1);
    #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
    let dots: Vec<(f32, f32)> = dots
        .iter()
        .step_by(step)
        .map(|(x, y)| (*x as f32, *y as f32))
        .collect();
    let angles = (-45_i16..45).map(f32::from);
    angles
        .map(|degrees| at_angle(&dots, degrees))
        .min_by(|a, b| (a.width * a.height).total_cmp(&(b.width * b.height)))
        .unwrap_or_else(|| at_angle(&dots, 0.0))
}

fn at_angle(dots: &[(f32, f32)], degrees: f32) -> Turned {
    let frame = Turned {
        middle: (0.0, 0.0),
        width: 0.0,
        height: 0.0,
        degrees,
    };
    let (mut left, mut right) = (f32::INFINITY, f32::NEG_INFINITY);
    let (mut top, mut bottom) = (f32::INFINITY, f32::NEG_INFINITY);
    for dot in dots {
        let (along, across) = frame.within(*dot);
        (left, right) = (left.min(along), right.max(along));
        (top, bottom) = (top.min(across), bottom.max(across));
    }
    let middle = frame.outside((f32::midpoint(left, right), f32::midpoint(top, bottom)));
    let (width, height) = (right - left + 1.0, bottom - top + 1.0);
    let (width, height, degrees) = if width >= height {
        (width, height, degrees)
    } else {
        (height, width, degrees + 90.0)
    };
    Turned {
        middle,
        width,
        height,
        degrees,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_parted_and_joined_by_spreading() {
        let rows = ["##..#", "##..#", "....."];
        let ink: Vec<bool> = rows.concat().chars().map(|c| c == '#').collect();
        let found = shapes(&ink, 5, 1);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].bounds, (4, 0, 4, 1));
        assert_eq!(shapes(&ink, 5, 3).len(), 1);
        assert_eq!(shapes(&spread(&ink, 5, 1), 5, 1).len(), 1);
    }

    #[test]
    fn a_turned_rectangle_is_measured() {
        let frame = Turned {
            middle: (100.0, 80.0),
            width: 60.0,
            height: 20.0,
            degrees: 20.0,
        };
        let dots: Vec<(u32, u32)> = (0..200_u32)
            .flat_map(|x| (0..160_u32).map(move |y| (x, y)))
            .filter(|(x, y)| {
                #[expect(clippy::cast_precision_loss, reason = "a few dots")]
                let (along, across) = frame.within((*x as f32, *y as f32));
                along.abs() < 30.0 && across.abs() < 10.0
            })
            .collect();
        let found = around(&dots);
        assert!((found.degrees - 20.0).abs() < 2.5, "{found:?}");
        assert!((found.width - 60.0).abs() < 4.0, "{found:?}");
        assert!((found.height - 20.0).abs() < 4.0, "{found:?}");
    }
}
