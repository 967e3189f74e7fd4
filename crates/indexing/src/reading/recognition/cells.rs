//! Ink of a page in coarse cells, and an area of it turned level by some degrees, with sums from which the
//! ink along any row or down any column is told at once.

use super::shapes::Turned;

/// Ink in cells of about a hundred to the inch.
pub struct Cells {
    ink: Vec<bool>,
    width: usize,
    height: usize,
    dpi: f32,
}

/// Left, top, right and bottom, the last two behind the end.
pub type Area = (usize, usize, usize, usize);

impl Cells {
    /// Cells of `by` dots each way of a picture so wide; a cell has ink where one of its dots has.
    pub fn of(ink: &[bool], columns: usize, by: usize, dpi: f32) -> Self {
        let width = columns.div_ceil(by.max(1));
        let height = ink
            .len()
            .checked_div(columns)
            .unwrap_or(0)
            .div_ceil(by.max(1));
        let mut cells = vec![false; width * height];
        for (y, row) in ink.chunks(columns.max(1)).enumerate() {
            let to = &mut cells[y / by * width..][..width];
            for (cell, dots) in to.iter_mut().zip(row.chunks(by)) {
                *cell |= dots.contains(&true);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a small factor")]
        let dpi = dpi / by as f32;
        Cells {
            ink: cells,
            width,
            height,
            dpi,
        }
    }
}

/// An area turned level by some degrees, with sums of ink from which any run is counted at once.
pub struct Level {
    middle: (f32, f32),
    degrees: f32,
    /// Cells of a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    cells_per_mm: f32,
    /// Ink before each cell of a row, with the rows beside counted too.
    along: Vec<u32>,
    /// Ink above each cell of a column, with the columns beside counted too.
    down: Vec<u32>,
    /// Ink before each cell of a row, as it is.
    plain: Vec<u32>,
}

/// A run of ink along a row.
#[derive(Clone, Copy)]
pub struct Run {
    /// The row.
    pub row: usize,
    /// Its first cell.
    pub from: usize,
    /// The cell behind its last.
    pub to: usize,
}

impl Level {
    /// An area as it is when turned back by so many degrees about its middle.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "cells of a page"
    )]
    pub fn of(cells: &Cells, area: Area, degrees: f32) -> Self {
        let (wide, high) = (area.2 - area.0, area.3 - area.1);
        let (sin, cos) = degrees.to_radians().sin_cos();
        let middle = (
            area.0 as f32 + wide as f32 / 2.0,
            area.1 as f32 + high as f32 / 2.0,
        );
        let (width, height) = (wide + 1, high + 1);
        let mut ink = vec![false; width * height];
        for v in 0..height {
            let across = v as f32 - height as f32 / 2.0;
            for u in 0..width {
                let along = u as f32 - width as f32 / 2.0;
                let x = middle.0 + along * cos - across * sin;
                let y = middle.1 + along * sin + across * cos;
                let is_inside = x >= 0.0 && y >= 0.0;
                let (x, y) = (x as usize, y as usize);
                ink[v * width + u] = is_inside
                    && x < cells.width
                    && y < cells.height
                    && cells.ink[y * cells.width + x];
            }
        }
        Level::summed(&ink, (width, height), middle, degrees, cells.dpi / 25.4)
    }

    fn summed(
        ink: &[bool],
        (width, height): (usize, usize),
        middle: (f32, f32),
        degrees: f32,
        cells_per_mm: f32,
    ) -> Self {
        let stride = width + 1;
        let mut along = vec![0; stride * height];
        let mut plain = vec![0; stride * height];
        let mut down = vec![0; width * (height + 1)];
        for y in 0..height {
            for x in 0..width {
                let at = y * width + x;
                let here = ink[at];
                let in_rows = here || y > 0 && ink[at - width] || y + 1 < height && ink[at + width];
                let in_columns = here || x > 0 && ink[at - 1] || x + 1 < width && ink[at + 1];
                along[y * stride + x + 1] = along[y * stride + x] + u32::from(in_rows);
                plain[y * stride + x + 1] = plain[y * stride + x] + u32::from(here);
                down[at + width] = down[at] + u32::from(in_columns);
            }
        }
        Level {
            middle,
            degrees,
            width,
            height,
            cells_per_mm,
            along,
            down,
            plain,
        }
    }

    /// Millimetres in cells.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few cells"
    )]
    pub fn cells(&self, mm: f32) -> usize {
        (mm * self.cells_per_mm).round() as usize
    }

    /// Whether a cell of a row or one of those beside it has ink.
    pub fn is_ink(&self, row: usize, column: usize) -> bool {
        let at = row * (self.width + 1) + column;
        self.along[at + 1] > self.along[at]
    }

    /// Share of ink along a row, the rows beside counted too, since a line is seldom quite level.
    pub fn row_ink(&self, run: Run) -> f32 {
        let at = run.row * (self.width + 1);
        share(
            self.along[at + run.to] - self.along[at + run.from],
            run.to - run.from,
        )
    }

    /// The same without the rows beside.
    pub fn plain_ink(&self, run: Run) -> f32 {
        let at = run.row * (self.width + 1);
        share(
            self.plain[at + run.to] - self.plain[at + run.from],
            run.to - run.from,
        )
    }

    /// Share of ink down a column, the columns beside counted too.
    pub fn column_ink(&self, column: usize, (top, bottom): (usize, usize)) -> f32 {
        let ink = self.down[bottom * self.width + column] - self.down[top * self.width + column];
        share(ink, bottom - top)
    }

    /// Share of ink within, a millimetre off the sides.
    pub fn inside_ink(&self, (left, right): (usize, usize), (top, bottom): (usize, usize)) -> f32 {
        let off = self.cells(1.0);
        let (from, to) = (left + off, right.saturating_sub(off));
        let rows = top + off..bottom.saturating_sub(off);
        let count = rows.len();
        let stride = self.width + 1;
        let ink: u32 = rows
            .map(|row| self.plain[row * stride + to] - self.plain[row * stride + from])
            .sum();
        share(ink, count * (to - from))
    }

    /// The rectangle between two columns and two rows, in cells of the page.
    #[expect(clippy::cast_precision_loss, reason = "cells of a page")]
    pub fn place(&self, (left, right): (usize, usize), (top, bottom): (usize, usize)) -> Turned {
        let level = Turned {
            middle: self.middle,
            width: (right - left + 1) as f32,
            height: (bottom - top + 1) as f32,
            degrees: self.degrees,
        };
        let along = (left + right + 1) as f32 / 2.0 - self.width as f32 / 2.0;
        let across = (top + bottom + 1) as f32 / 2.0 - self.height as f32 / 2.0;
        Turned {
            middle: level.outside((along, across)),
            ..level
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "cells of a page")]
fn share(part: u32, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaning_line_is_level_when_its_area_is_turned_back() {
        let mut ink = vec![false; 200 * 120];
        for x in 20..180_usize {
            ink[(30 + x / 4) * 200 + x] = true;
        }
        let cells = Cells::of(&ink, 200, 1, 100.0);
        let most = |degrees: f32| {
            let level = Level::of(&cells, (0, 0, 200, 120), degrees);
            let run = |row| Run {
                row,
                from: 30,
                to: 170,
            };
            let rows = (0..level.height).map(|row| level.row_ink(run(row)));
            rows.fold(0.0, f32::max)
        };
        assert!(most(14.0) > 0.9, "{}", most(14.0));
        assert!(most(0.0) < 0.2, "{}", most(0.0));
    }
}
