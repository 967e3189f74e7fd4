//! Frames of stamps: rectangles of the size of a stamp drawn by straight lines, thin or thick, single or
//! double, level or leaning. They are looked for by how far ink runs along four sides, not by ink that hangs
//! together, so a side may be broken, touch letters, or cross a line of text.

use super::cells::{Area, Cells, Level, Run};
use super::shapes::Turned;

/// Frames lean by no more.
const STEEPEST_DEG: i16 = 17;
/// Width and height, in millimetres: 20 to 40 by 8 are prescribed (NĐ 30/2020 Phụ lục I, ô 10b).
const WIDTH_MM: (f32, f32) = (9.0, 80.0);
const HEIGHT_MM: (f32, f32) = (4.5, 24.0);
/// White in a side that is still a small break.
const BREAK_MM: f32 = 1.6;
/// A line with its soft edges is no thicker.
const THICKEST_MM: f32 = 2.5;
/// More lines than these are a drawing.
const MOST_RUNS: usize = 150;
/// Shares of a side that must be ink. Upright sides are short, and letters stand close to them.
const LEVEL_INK: f32 = 0.82;
const UPRIGHT_INK: f32 = 0.68;
/// Shares of what is inside that may be ink: less is an empty box, more a picture.
const INSIDE_INK: (f32, f32) = (0.03, 0.62);

impl Cells {
    /// Frames that stand in an area, the best drawn first, in cells.
    pub fn frames(&self, area: Area) -> Vec<Turned> {
        let mut found: Vec<(f32, Turned)> = Vec::new();
        for degrees in -STEEPEST_DEG..=STEEPEST_DEG {
            let level = Level::of(self, area, f32::from(degrees));
            found.extend(level.frames());
        }
        found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut best: Vec<Turned> = Vec::new();
        for (drawn, frame) in &found {
            if best.iter().all(|kept| !holds_middle(kept, frame)) {
                best.push(amid_its_like(&found, *drawn, frame));
            }
        }
        best
    }
}

/// Whether the middle of one rectangle lies in the other, either way.
fn holds_middle(a: &Turned, b: &Turned) -> bool {
    let inside = |a: &Turned, b: &Turned| {
        let (along, across) = a.within(b.middle);
        along.abs() < a.width / 2.0 && across.abs() < a.height / 2.0
    };
    inside(a, b) || inside(b, a)
}

/// A thick frame is drawn as well at angles to both sides of its own: the one in the middle of them.
fn amid_its_like(found: &[(f32, Turned)], drawn: f32, frame: &Turned) -> Turned {
    /// As well drawn as the best.
    const AS_WELL: f32 = 0.93;
    let near = frame.height / 4.0;
    let is_like = |other: &&(f32, Turned)| {
        let apart = (other.1.middle.0 - frame.middle.0).hypot(other.1.middle.1 - frame.middle.1);
        other.0 >= drawn * AS_WELL && apart < near
    };
    let degrees = || found.iter().filter(is_like).map(|like| like.1.degrees);
    let least = degrees().fold(frame.degrees, f32::min);
    let most = degrees().fold(frame.degrees, f32::max);
    Turned {
        degrees: f32::midpoint(least, most),
        ..*frame
    }
}

impl Level {
    /// Long runs of ink along each row.
    fn runs(&self) -> Vec<Run> {
        let mut runs = Vec::new();
        let shortest = self.cells(WIDTH_MM.0);
        #[expect(clippy::cast_precision_loss, reason = "cells of a row")]
        let least = shortest as f32 / self.width as f32 * LEVEL_INK;
        let whole = |row| Run {
            row,
            from: 0,
            to: self.width,
        };
        for row in (0..self.height).filter(|row| self.row_ink(whole(*row)) >= least) {
            let is_line = |run: &Run| self.row_ink(*run) >= LEVEL_INK && self.is_thin(*run);
            runs.extend(self.runs_in(row).into_iter().filter(is_line));
            if runs.len() >= MOST_RUNS {
                break;
            }
        }
        runs
    }

    /// Runs of a row that are long enough, breaks and all.
    fn runs_in(&self, row: usize) -> Vec<Run> {
        let (shortest, most_white) = (self.cells(WIDTH_MM.0), self.cells(BREAK_MM));
        let mut runs: Vec<Run> = Vec::new();
        for x in (0..self.width).filter(|x| self.is_ink(row, *x)) {
            match runs.last_mut() {
                Some(run) if x - run.to <= most_white => run.to = x + 1,
                _ => runs.push(Run {
                    row,
                    from: x,
                    to: x + 1,
                }),
            }
        }
        runs.retain(|run| run.to - run.from >= shortest);
        runs
    }

    /// Whether paper is close above and below: a line, not the edge of something dark.
    fn is_thin(&self, run: Run) -> bool {
        /// A row with less ink is paper with letters on it.
        const PAPER: f32 = 0.6;
        let near = self.cells(THICKEST_MM);
        let is_paper = |row: usize| self.plain_ink(Run { row, ..run }) < PAPER;
        let above = (run.row.saturating_sub(near)..run.row).any(is_paper);
        let below = (run.row + 1..(run.row + near + 1).min(self.height)).any(is_paper);
        (above || run.row < near) && (below || run.row + near >= self.height)
    }

    /// Rectangles between two runs, each with how well it is drawn.
    fn frames(&self) -> Vec<(f32, Turned)> {
        let runs = self.runs();
        let (low, high) = (self.cells(HEIGHT_MM.0), self.cells(HEIGHT_MM.1));
        let mut found = Vec::new();
        for (at, top) in runs.iter().enumerate() {
            let below = runs[at + 1..]
                .iter()
                .take_while(|run| run.row - top.row <= high);
            for bottom in below.filter(|run| run.row - top.row >= low) {
                found.extend(self.between(*top, *bottom));
            }
        }
        found
    }

    /// The rectangle that two runs and the upright lines between them make.
    fn between(&self, top: Run, bottom: Run) -> Option<(f32, Turned)> {
        let slack = self.cells(1.0);
        let from = top.from.max(bottom.from).saturating_sub(slack);
        let to = (top.to.min(bottom.to) + slack).min(self.width);
        if to <= from + self.cells(WIDTH_MM.0) {
            return None;
        }
        let rows = (top.row, bottom.row + 1);
        let is_side = |x: &usize| self.column_ink(*x, rows) >= UPRIGHT_INK;
        let left = (from..to).find(is_side)?;
        let right = (left..to).rev().find(is_side)?;
        let wide = right - left;
        if wide < self.cells(WIDTH_MM.0) || wide > self.cells(WIDTH_MM.1) {
            return None;
        }
        let drawn = |row| {
            let (from, to) = (left, right + 1);
            self.row_ink(Run { row, from, to })
        };
        let level = drawn(top.row).min(drawn(bottom.row));
        let inside = self.inside_ink((left, right), (top.row, bottom.row));
        let is_frame = level >= LEVEL_INK && (INSIDE_INK.0..INSIDE_INK.1).contains(&inside);
        let upright = self
            .column_ink(left, rows)
            .min(self.column_ink(right, rows));
        let place = self.place((left, right), (top.row, bottom.row));
        let drawn = (f32::midpoint(level, upright)).powi(3) * (place.width + place.height);
        is_frame.then_some((drawn, place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of cells with a frame about its middle, turned, with a break in each line, and something inside.
    fn page(degrees: f32, thick: f32) -> Vec<bool> {
        let frame = Turned {
            middle: (150.0, 110.0),
            width: 120.0,
            height: 34.0,
            degrees,
        };
        let mut ink = vec![false; 300 * 220];
        for (at, dot) in ink.iter_mut().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a few cells")]
            let (along, across) = frame.within(((at % 300) as f32, (at / 300) as f32));
            let (beside, above) = (60.0 - along.abs(), 17.0 - across.abs());
            let is_line = beside.min(above) < thick && beside > 0.0 && above > 0.0;
            let is_break = (20.0..24.0).contains(&along) || (3.0..6.0).contains(&across);
            let is_letter =
                along.abs() < 40.0 && across.abs() < 8.0 && along.rem_euclid(14.0) < 5.0;
            *dot = is_line && !is_break || is_letter;
        }
        ink
    }

    #[test]
    fn frames_are_found_whatever_their_angle_and_thickness() {
        for (degrees, thick) in [
            (0.0, 1.2),
            (-15.0, 1.2),
            (7.5, 3.0),
            (12.0, 4.0),
            (-3.0, 1.5),
        ] {
            let cells = Cells::of(&page(degrees, thick), 300, 1, 100.0);
            let found = cells.frames((0, 0, 300, 220));
            let best = found.first().copied();
            let is_right = best.is_some_and(|best| {
                let apart = (best.middle.0 - 150.0).hypot(best.middle.1 - 110.0);
                apart < 5.0
                    && (best.degrees - degrees).abs() < 2.6
                    && (best.width - 120.0).abs() < 9.0
                    && (best.height - 34.0).abs() < 9.0
            });
            assert!(is_right, "{degrees} {thick} {best:?}");
        }
    }

    #[test]
    fn lines_of_text_and_black_areas_are_no_frames() {
        let text = |at: usize| at / 300 % 16 < 7 && at % 300 % 9 < 6 && at % 300 % 61 > 5;
        let black = |at: usize| (40..260).contains(&(at % 300)) && (30..200).contains(&(at / 300));
        for ink in [
            (0..66_000).map(text).collect::<Vec<_>>(),
            (0..66_000).map(black).collect(),
        ] {
            let cells = Cells::of(&ink, 300, 1, 100.0);
            assert_eq!(cells.frames((0, 0, 300, 220)), []);
        }
    }
}
