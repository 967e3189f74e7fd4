//! Ink of a page in coarse cells, and an area of it turned level by some degrees, with sums from which the
//! ink along any row or down any column is told at once.

use std::cell::OnceCell;

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
    ink: Vec<bool>,
    /// Ink before each cell of a row, with the rows beside counted too.
    along: Vec<u32>,
    /// Ink above each cell of a column, with the columns beside counted too. Most areas are never asked.
    down: OnceCell<Vec<u32>>,
    /// Ink before each cell of a row, as it is.
    plain: OnceCell<Vec<u32>>,
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
        // Whole steps of 65,536ths of a cell are many times as fast as fractions.
        let fixed = |cells: f32| (cells * 65_536.0) as i32;
        let (step_x, step_y) = (fixed(cos), fixed(sin));
        let left = width as f32 / 2.0;
        let mut ink = vec![false; width * height];
        for (v, row) in ink.chunks_exact_mut(width).enumerate() {
            let across = v as f32 - height as f32 / 2.0;
            let mut x = fixed(middle.0 - left * cos - across * sin);
            let mut y = fixed(middle.1 - left * sin + across * cos);
            for cell in row {
                // What is left of or above the page is beyond it as a number without sign.
                let (column, line) = ((x >> 16) as usize, (y >> 16) as usize);
                *cell = column < cells.width
                    && line < cells.height
                    && cells.ink[line * cells.width + column];
                x += step_x;
                y += step_y;
            }
        }
        let row = |y: usize| &ink[y * width..(y + 1) * width];
        let mut along = Vec::with_capacity((width + 1) * height);
        for y in 0..height {
            let (above, below) = (row(y.saturating_sub(1)), row((y + 1).min(height - 1)));
            let mut sum = 0;
            along.push(sum);
            along.extend(
                row(y)
                    .iter()
                    .zip(above)
                    .zip(below)
                    .map(|((here, above), below)| {
                        sum += u32::from(*here || *above || *below);
                        sum
                    }),
            );
        }
        Level {
            middle,
            degrees,
            width,
            height,
            cells_per_mm: cells.dpi / 25.4,
            ink,
            along,
            down: OnceCell::new(),
            plain: OnceCell::new(),
        }
    }

    fn down(&self) -> &[u32] {
        self.down.get_or_init(|| {
            let width = self.width;
            let mut down = vec![0; width * (self.height + 1)];
            for (y, row) in self.ink.chunks_exact(width).enumerate() {
                let (above, here) = down[y * width..(y + 2) * width].split_at_mut(width);
                for (x, (sum, above)) in here.iter_mut().zip(above).enumerate() {
                    let beside = row[x.saturating_sub(1)] || row[(x + 1).min(width - 1)];
                    *sum = *above + u32::from(row[x] || beside);
                }
            }
            down
        })
    }

    fn plain(&self) -> &[u32] {
        self.plain.get_or_init(|| {
            let mut plain = Vec::with_capacity(self.along.len());
            for row in self.ink.chunks_exact(self.width) {
                let mut sum = 0;
                plain.push(sum);
                plain.extend(row.iter().map(|ink| {
                    sum += u32::from(*ink);
                    sum
                }));
            }
            plain
        })
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
            self.plain()[at + run.to] - self.plain()[at + run.from],
            run.to - run.from,
        )
    }

    /// Share of ink down a column, the columns beside counted too.
    pub fn column_ink(&self, column: usize, (top, bottom): (usize, usize)) -> f32 {
        let down = self.down();
        let ink = down[bottom * self.width + column] - down[top * self.width + column];
        share(ink, bottom - top)
    }

    /// Share of ink within, a millimetre off the sides.
    pub fn inside_ink(&self, (left, right): (usize, usize), (top, bottom): (usize, usize)) -> f32 {
        let off = self.cells(1.0);
        let (from, to) = (left + off, right.saturating_sub(off));
        let rows = top + off..bottom.saturating_sub(off);
        let count = rows.len();
        let (stride, plain) = (self.width + 1, self.plain());
        let ink: u32 = rows
            .map(|row| plain[row * stride + to] - plain[row * stride + from])
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
