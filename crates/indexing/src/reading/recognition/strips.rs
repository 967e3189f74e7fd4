//! Single lines of print in the block of signing, each cut out by itself. Letters are shapes of the size
//! of letters that stand in a row; seals, rules and the strokes of a pen are larger and make no row.

use image::{GrayImage, Luma, imageops};

use super::grey;
use super::shapes::{Shape, shapes};

/// Heights and widths of what may be letters, in points: type of 12 to 15 points, thin letters, and words
/// whose bold letters touch.
const LETTER_HEIGHT_PT: (f32, f32) = (4.5, 16.0);
const LETTER_WIDTH_PT: (f32, f32) = (1.2, 60.0);
/// Letters fill so much of their box; a ring or a long stroke fills less.
const LEAST_FILLED: f32 = 0.12;
/// Letters of a line end within so many points of one height, descenders too.
const SLACK_PT: f32 = 4.0;
/// Widest gap between words, and the widest that a seal or a letter lost in it leaves open.
const WORD_GAP_PT: f32 = 13.0;
const LOST_GAP_PT: f32 = 45.0;
/// Fewer points of letters are no line.
const LEAST_INK_PT: f32 = 16.0;
const LEAST_WIDTH_PT: f32 = 25.0;
/// What is cut out beyond the letters found: those that touch a seal are found as part of it.
const ABOVE_PT: f32 = 5.0;
const RIGHT_PT: f32 = 30.0;
/// Most lines that a block has.
const MOST: usize = 10;

/// A line, in dots of the block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strip {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Bottom edge.
    pub bottom: f32,
}

/// The lines of a block, and the block without what is too large for a letter.
pub struct Strips {
    /// From the top down.
    pub found: Vec<Strip>,
    /// Without seal and pen, and without the letters that touch them.
    pub cleaned: GrayImage,
}

/// Finds the lines of a block.
#[expect(clippy::cast_precision_loss, reason = "dots of a page")]
pub fn of(block: &GrayImage, dpi: f32) -> Strips {
    let pt = dpi / 72.0;
    let ink = grey::ink(block);
    let mut cleaned = block.clone();
    let mut letters = Vec::new();
    for shape in shapes(&ink, block.width(), 4) {
        let (width, height) = (shape.width() as f32 / pt, shape.height() as f32 / pt);
        if width > LETTER_WIDTH_PT.1 || height > LETTER_HEIGHT_PT.1 + SLACK_PT {
            erase(&mut cleaned, &shape);
        }
        let filled = shape.dots.len() as f32 / (shape.width() * shape.height()) as f32;
        if (LETTER_WIDTH_PT.0..=LETTER_WIDTH_PT.1).contains(&width)
            && (LETTER_HEIGHT_PT.0..=LETTER_HEIGHT_PT.1).contains(&height)
            && filled > LEAST_FILLED
        {
            let (left, top, right, bottom) = shape.bounds;
            letters.push(Strip {
                left: left as f32,
                top: top as f32,
                right: right as f32 + 1.0,
                bottom: bottom as f32 + 1.0,
            });
        }
    }
    Strips {
        found: lines(letters, block.width() as f32, pt),
        cleaned,
    }
}

/// Paints a shape, and the grey around it, in the colour of paper.
fn erase(picture: &mut GrayImage, shape: &Shape) {
    let (width, height) = picture.dimensions();
    for (x, y) in &shape.dots {
        for near_y in y.saturating_sub(1)..(y + 2).min(height) {
            for near_x in x.saturating_sub(1)..(x + 2).min(width) {
                picture.put_pixel(near_x, near_y, Luma([255]));
            }
        }
    }
}

/// Letters in rows.
fn lines(mut letters: Vec<Strip>, width: f32, pt: f32) -> Vec<Strip> {
    letters.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut runs: Vec<Vec<Strip>> = Vec::new();
    for letter in letters {
        let gap = |run: &Vec<Strip>| {
            let last = run.last()?;
            let gap = (letter.left - last.right) / pt;
            let level = (letter.bottom - last.bottom).abs() < SLACK_PT * pt;
            (level && (-2.0..WORD_GAP_PT).contains(&gap)).then_some(gap)
        };
        let nearest = (0..runs.len())
            .filter_map(|at| Some((at, gap(&runs[at])?)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        match nearest {
            Some((at, _)) => runs[at].push(letter),
            None => runs.push(vec![letter]),
        }
    }
    let mut joined: Vec<Strip> = Vec::new();
    for run in runs.iter().filter_map(|run| around(run, pt)) {
        let goes_on = |line: &&mut Strip| {
            (line.bottom - run.bottom).abs() < SLACK_PT * pt
                && run.left - line.right < LOST_GAP_PT * pt
        };
        match joined.iter_mut().find(goes_on) {
            Some(line) => {
                line.right = line.right.max(run.right);
                line.top = line.top.min(run.top);
            }
            None => joined.push(run),
        }
    }
    // Lines of the text above and of the recipients beside are cut off at the edge of the block.
    joined.retain(|line| {
        let (span, middle) = (line.right - line.left, f32::midpoint(line.left, line.right));
        line.left > 3.0
            && span > LEAST_WIDTH_PT * pt
            && span < width * 0.78
            && middle > width * 0.17
    });
    joined.sort_by(|a, b| a.bottom.total_cmp(&b.bottom));
    joined.truncate(MOST);
    joined
}

/// The box of a run of letters: its base as most letters have it, for some reach below.
fn around(run: &[Strip], pt: f32) -> Option<Strip> {
    let ink: f32 = run.iter().map(|letter| letter.right - letter.left).sum();
    if run.len() < 2 || ink < LEAST_INK_PT * pt {
        return None;
    }
    let nth = |of: fn(&Strip) -> f32, nth: usize| {
        let mut all: Vec<f32> = run.iter().map(of).collect();
        all.sort_by(f32::total_cmp);
        all[nth]
    };
    Some(Strip {
        left: nth(|letter| letter.left, 0),
        top: nth(|letter| letter.top, run.len() / 5),
        right: nth(|letter| letter.right, run.len() - 1),
        bottom: nth(|letter| letter.bottom, run.len() / 2),
    })
}

/// Lines one below the other on white, as a page of their own.
pub struct Stack {
    /// The page.
    pub picture: GrayImage,
    /// For each line where it begins and ends on that page, and by how much it was moved.
    pub lines: Vec<Placed>,
}

/// Where a line stands on the page of lines.
#[derive(Debug, Clone, Copy)]
pub struct Placed {
    /// Top and bottom on that page.
    pub rows: (f32, f32),
    /// What is to be added to a place there for the place in the block.
    pub shift: (f32, f32),
}

/// Lines cut out of a block with `left_pt` points before their first letter.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a page"
)]
pub fn stacked(block: &GrayImage, strips: &[Strip], left_pt: f32, dpi: f32) -> Stack {
    const EDGE: u32 = 30;
    const BETWEEN: u32 = 36;
    let pt = dpi / 72.0;
    let (width, height) = block.dimensions();
    let cut = |strip: &Strip| {
        let left = (strip.left - left_pt * pt).max(0.0) as u32;
        let top = (strip.top - ABOVE_PT * pt).max(0.0) as u32;
        let right = ((strip.right + RIGHT_PT * pt) as u32).min(width);
        let bottom = ((strip.bottom + ABOVE_PT * pt) as u32).min(height);
        (
            left,
            top,
            right.saturating_sub(left),
            bottom.saturating_sub(top),
        )
    };
    let cuts: Vec<(u32, u32, u32, u32)> = strips.iter().map(cut).collect();
    let wide = cuts.iter().map(|cut| cut.2).max().unwrap_or_default();
    let high: u32 = cuts.iter().map(|cut| cut.3 + BETWEEN).sum();
    let mut picture = GrayImage::from_pixel(wide + 2 * EDGE, high + EDGE, Luma([255]));
    let mut y = EDGE;
    let mut lines = Vec::with_capacity(cuts.len());
    for (left, top, width, height) in cuts {
        let line = imageops::crop_imm(block, left, top, width, height).to_image();
        imageops::replace(&mut picture, &line, i64::from(EDGE), i64::from(y));
        lines.push(Placed {
            rows: (y as f32, (y + height) as f32),
            shift: (left as f32 - EDGE as f32, top as f32 - y as f32),
        });
        y += height + BETWEEN;
    }
    Stack { picture, lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of letters of 20 by 24 dots with gaps of 8, at 200 dots per inch.
    fn write(picture: &mut GrayImage, x: u32, y: u32, letters: u32) {
        for nth in 0..letters {
            let left = x + nth * 28;
            for dot in 0..20 * 24 {
                let (dx, dy) = (dot % 20, dot / 20);
                if dx < 6 || dy < 6 {
                    picture.put_pixel(left + dx, y + dy, Luma([0]));
                }
            }
        }
    }

    fn ring(picture: &mut GrayImage, (x, y): (i32, i32), radius: i32) {
        for dy in -radius..=radius {
            for dx in -radius..=radius {
                let far = dx * dx + dy * dy;
                if far <= radius * radius && far >= (radius - 4) * (radius - 4) {
                    let at = (x + dx).cast_unsigned();
                    picture.put_pixel(at, (y + dy).cast_unsigned(), Luma([0]));
                }
            }
        }
    }

    #[test]
    fn lines_are_found_beside_a_seal_that_is_taken_out() {
        let mut block = GrayImage::from_pixel(900, 600, Luma([255]));
        write(&mut block, 400, 60, 10);
        write(&mut block, 420, 440, 9);
        ring(&mut block, (330, 300), 150);
        let strips = of(&block, 200.0);
        let tops: Vec<f32> = strips.found.iter().map(|strip| strip.top).collect();
        assert_eq!(tops, [60.0, 440.0]);
        assert_eq!(strips.cleaned.get_pixel(330, 151), &Luma([255]));
        assert_eq!(strips.cleaned.get_pixel(422, 441), &Luma([0]));
        let stack = stacked(&block, &strips.found, 20.0, 200.0);
        let second = stack.lines[1];
        let letter = (420.0 - second.shift.0 + 2.0, 440.0 - second.shift.1 + 2.0);
        assert!(second.rows.0 < letter.1 && letter.1 < second.rows.1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "dots of a small picture"
        )]
        let dot = stack.picture.get_pixel(letter.0 as u32, letter.1 as u32);
        assert_eq!(dot, &Luma([0]));
    }

    #[test]
    fn a_pen_alone_is_no_line() {
        let mut block = GrayImage::from_pixel(900, 400, Luma([255]));
        for x in 200..800 {
            for y in 0..4 {
                block.put_pixel(x, 200 + x / 20 + y, Luma([0]));
            }
        }
        assert!(of(&block, 200.0).found.is_empty());
    }
}
