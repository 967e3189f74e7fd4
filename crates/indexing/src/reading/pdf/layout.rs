//! Letters to words and lines. Lines keep the order in which the file draws them, which in papers
//! made by office programs is the order of reading, also in heads of two columns; letters join a line
//! by their places, so that a change of font inside a word does not part it. A program whose font lacks some
//! letters draws the others first and then fills the gaps from another font; those take their places too.

use hayro_interpret::kurbo::{Point, Vec2};

use crate::reading::text::legacy::Legacy;
use crate::reading::text::lines::{Line, Place, Token};

/// One glyph with the text it stands for, in points from the top left of the page.
#[derive(Debug, Clone)]
pub struct Letter {
    /// What it stands for.
    pub text: String,
    /// Where its base line begins.
    pub origin: Point,
    /// To the next letter.
    pub advance: Vec2,
    /// One em upwards.
    pub up: Vec2,
    /// The encoding of its font.
    pub legacy: Option<Legacy>,
}

/// A letter in the frame of its own writing direction: `x` along, `y` down across.
struct Placed<'a> {
    letter: &'a Letter,
    x: f64,
    y: f64,
    width: f64,
    size: f64,
    direction: u8,
    blank: bool,
}

/// Gap in ems that parts words; type set in justified lines goes down to about 0.2.
const WORD_GAP: f64 = 0.16;
/// Gap in ems that parts columns.
const COLUMN_GAP: f64 = 2.4;

/// Lines in reading order.
pub fn lines(letters: &[Letter]) -> Vec<Line> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for letter in letters {
        let Some(placed) = place(letter) else {
            continue;
        };
        if !placed.blank && runs.last().is_some_and(|run| run.repeats(&placed)) {
            continue;
        }
        if let Some(run) = runs.last_mut()
            && let Some(at) = run.gap_for(&placed)
        {
            run.letters.insert(at, placed);
            continue;
        }
        match run_for(&mut runs, &placed) {
            Some(at) => runs[at].push(placed),
            None => runs.push(Run::new(placed)),
        }
    }
    runs.retain(|run| run.letters.iter().any(|letter| !letter.blank));
    runs.iter_mut().map(Run::tokens).collect()
}

fn place(letter: &Letter) -> Option<Placed<'_>> {
    let size = letter.up.hypot();
    if !(0.5..2000.0).contains(&size) {
        return None;
    }
    // Quarter turns only: slanted stamps read well enough in the nearest direction.
    let along = if letter.advance.hypot() > 1e-6 {
        letter.advance
    } else {
        Vec2::new(-letter.up.y, letter.up.x)
    };
    let (direction, x, y) = if along.x.abs() >= along.y.abs() {
        if along.x >= 0.0 {
            (0, letter.origin.x, letter.origin.y)
        } else {
            (2, -letter.origin.x, -letter.origin.y)
        }
    } else if along.y >= 0.0 {
        (1, letter.origin.y, -letter.origin.x)
    } else {
        (3, -letter.origin.y, letter.origin.x)
    };
    let blank = letter.text.chars().all(char::is_whitespace);
    Some(Placed {
        letter,
        x,
        y,
        width: letter.advance.hypot(),
        size,
        direction,
        blank,
    })
}

/// Letters on one base line without a wide gap.
struct Run<'a> {
    letters: Vec<Placed<'a>>,
    /// End of the last letter that is seen.
    end: f64,
    /// End with trailing blanks.
    blank_end: f64,
    y: f64,
    size: f64,
    direction: u8,
}

impl<'a> Run<'a> {
    fn new(first: Placed<'a>) -> Self {
        let end = if first.blank {
            first.x
        } else {
            first.x + first.width
        };
        Run {
            end,
            blank_end: first.x + first.width,
            y: first.y,
            size: first.size,
            direction: first.direction,
            letters: vec![first],
        }
    }

    /// Whether the letter goes on with this run; superscripts and subscripts do.
    fn takes(&self, next: &Placed<'_>) -> bool {
        if self.direction != next.direction {
            return false;
        }
        let size = self.size.max(next.size);
        let shift = (next.y - self.y).abs();
        let same_size = self.size.min(next.size) > 0.75 * size;
        if shift > if same_size { 0.25 * size } else { 0.6 * size } {
            return false;
        }
        let gap = next.x - self.end;
        if next.blank {
            return gap > -0.5 * size && next.x - self.blank_end < COLUMN_GAP * size;
        }
        gap > -0.3 * size && gap < COLUMN_GAP * size
    }

    /// Where among the letters this one fills a gap, or stands close before the first.
    fn gap_for(&self, next: &Placed<'_>) -> Option<usize> {
        let size = next.size;
        let is_beside = self.direction == next.direction && (next.y - self.y).abs() < 0.05 * size;
        if next.blank || !is_beside {
            return None;
        }
        let slack = 0.1 * size;
        let at = self.letters.iter().rposition(|letter| letter.x <= next.x);
        let at = at.map_or(0, |before| before + 1);
        let after = self.letters.get(at)?;
        // A line may go on in another size; the letter is of the size of those around it.
        let around = at.checked_sub(1).map(|before| &self.letters[before]);
        let fits = |letter: &Placed<'_>| (next.size - letter.size).abs() < 0.05 * size;
        if !fits(after) && !around.is_some_and(fits) {
            return None;
        }
        let (begin, end) = (next.x, next.x + next.width);
        let is_free = end < after.x + slack
            && match at.checked_sub(1) {
                Some(before) => {
                    let before = &self.letters[before];
                    before.x + before.width < begin + slack
                }
                None => after.x < end + slack,
            };
        is_free.then_some(at)
    }

    fn push(&mut self, next: Placed<'a>) {
        let end = next.x + next.width;
        self.blank_end = self.blank_end.max(end);
        if !next.blank {
            self.end = self.end.max(end);
            // A superscript does not move the line it stands on.
            if next.size >= self.size || self.letters.iter().all(|letter| letter.blank) {
                self.y = next.y;
                self.size = next.size;
            }
        }
        self.letters.push(next);
    }

    /// Bold type made by drawing the same letter twice.
    fn repeats(&self, next: &Placed<'_>) -> bool {
        self.letters.iter().rev().take(3).any(|letter| {
            letter.letter.text == next.letter.text
                && (letter.x - next.x).abs() < 0.12 * next.size
                && (letter.y - next.y).abs() < 0.12 * next.size
        })
    }

    /// The gap from which on two letters belong to two words: wider in letter-spaced type.
    fn word_gap(&self) -> f64 {
        let mut gaps: Vec<f64> = self
            .letters
            .windows(2)
            .filter(|pair| !pair[0].blank && !pair[1].blank)
            .map(|pair| (pair[1].x - pair[0].x - pair[0].width) / pair[1].size.max(pair[0].size))
            .collect();
        if gaps.len() < 6 {
            return WORD_GAP;
        }
        gaps.sort_unstable_by(f64::total_cmp);
        let usual = gaps[gaps.len() / 2];
        if usual > 0.08 {
            usual * 1.6 + 0.05
        } else {
            WORD_GAP
        }
    }

    fn tokens(&mut self) -> Line {
        let word_gap = self.word_gap();
        let mut line: Line = Vec::new();
        let mut end: Option<f64> = None;
        for placed in &self.letters {
            if placed.blank {
                end = None;
                continue;
            }
            let gap = end.map(|end| (placed.x - end) / placed.size.max(self.size * 0.5));
            end = Some(placed.x + placed.width);
            let joins = gap.is_some_and(|gap| gap < word_gap);
            let box_of = box_of(placed);
            for (nth, piece) in placed.letter.text.split(char::is_whitespace).enumerate() {
                match line.last_mut().filter(|_| joins && nth == 0) {
                    Some(token) if token.legacy == placed.letter.legacy => {
                        token.text.push_str(piece);
                        token.place = token.place.map(|place| place.joined(box_of));
                    }
                    Some(token) => {
                        convert(token);
                        let mut added = Token {
                            legacy: placed.letter.legacy,
                            ..Token::plain(piece)
                        };
                        convert(&mut added);
                        token.text.push_str(&added.text);
                        token.place = token.place.map(|place| place.joined(box_of));
                    }
                    None => line.push(Token {
                        place: Some(box_of),
                        legacy: placed.letter.legacy,
                        ..Token::plain(piece)
                    }),
                }
            }
        }
        line
    }
}

fn convert(token: &mut Token) {
    if let Some(legacy) = token.legacy.take() {
        token.text = legacy.to_unicode(&token.text);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "points on a page")]
fn box_of(placed: &Placed<'_>) -> Place {
    let letter = placed.letter;
    let top = letter.up * 0.75;
    let bottom = letter.up * -0.22;
    let corners = [
        letter.origin + top,
        letter.origin + bottom,
        letter.origin + letter.advance + top,
        letter.origin + letter.advance + bottom,
    ];
    let least = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (left, top) = (least(|p| p.x), least(|p| p.y));
    Place {
        x: left as f32,
        y: top as f32,
        width: (most(|p| p.x) - left) as f32,
        height: (most(|p| p.y) - top) as f32,
    }
}

/// The run that a letter goes on with: the last one in most cases, else one that ends just before it.
fn run_for(runs: &mut [Run<'_>], next: &Placed<'_>) -> Option<usize> {
    let last = runs.len().checked_sub(1)?;
    if runs[last].takes(next) {
        return Some(last);
    }
    if next.blank {
        return None;
    }
    let near = |run: &Run<'_>| (next.x - run.end).abs() < 0.3 * next.size;
    let first = runs.len().saturating_sub(60);
    (first..last)
        .rev()
        .find(|at| runs[*at].takes(next) && near(&runs[*at]))
}
