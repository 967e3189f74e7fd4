//! What the model says of a line: for each step from left to right a share for every letter. The dictionary
//! begins with the marks, digits and letters of ASCII; what is behind them is seen as one.

/// Letters of the dictionary, nothing before and a blank behind them.
pub const CLASSES: usize = 18_710;
/// The class that is no letter.
pub const NOTHING: usize = 0;
/// Classes that are told apart: nothing, 94 letters of ASCII, the blank.
const TOLD: usize = 96;
const BLANK: usize = TOLD - 1;
/// The class of Đ.
const D_WITH_STROKE: usize = 204;
/// What stands for any other letter.
pub const OTHER: char = '\u{fffd}';

/// A letter as the surest reading has it, with its first step and the one after the last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Letter {
    /// The letter.
    pub glyph: char,
    /// First step.
    pub from: usize,
    /// The step after the last.
    pub to: usize,
}

/// The steps of a line.
pub struct Letters {
    shares: Vec<[f32; TOLD]>,
    surest: Vec<Letter>,
    /// Dots of the strip for a step.
    stride: f32,
}

impl Letters {
    /// From the shares of all classes, step by step, of a strip so wide.
    #[expect(clippy::cast_precision_loss, reason = "dots of a line")]
    pub fn of(shares: &[f32], width: usize) -> Self {
        let (mut steps, mut surest) = (Vec::new(), Vec::<Letter>::new());
        let mut last = NOTHING;
        for (at, step) in shares.chunks_exact(CLASSES).enumerate() {
            let mut told = [0.0; TOLD];
            told[..BLANK].copy_from_slice(&step[..BLANK]);
            told[BLANK] = step[CLASSES - 1];
            steps.push(told);
            let best = (0..CLASSES)
                .max_by(|a, b| step[*a].total_cmp(&step[*b]))
                .unwrap_or(NOTHING);
            match surest.last_mut() {
                Some(letter) if best == last && best != NOTHING => letter.to = at + 1,
                _ if best != NOTHING => surest.push(Letter {
                    glyph: letter_of(best),
                    from: at,
                    to: at + 1,
                }),
                _ => {}
            }
            last = best;
        }
        let stride = width as f32 / steps.len().max(1) as f32;
        Letters {
            shares: steps,
            surest,
            stride,
        }
    }

    /// The surest reading.
    pub fn surest(&self) -> &[Letter] {
        &self.surest
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.shares.len()
    }

    /// The share of a letter of ASCII, or of the blank, at a step.
    pub fn share(&self, step: usize, letter: char) -> f64 {
        let share = self
            .shares
            .get(step)
            .zip(class_of(letter))
            .map(|(step, class)| step[class]);
        f64::from(share.unwrap_or_default())
    }

    /// The share of no letter at a step.
    pub fn nothing(&self, step: usize) -> f64 {
        self.shares
            .get(step)
            .map_or(0.0, |step| f64::from(step[NOTHING]))
    }

    /// The step at a column.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "dots of a line"
    )]
    pub fn step(&self, column: f32) -> usize {
        (column / self.stride).max(0.0) as usize
    }
}

/// The dictionary has the marks of ASCII first, then the digits and the letters.
pub(super) fn class_of(letter: char) -> Option<usize> {
    let place = |first: char, class: usize| Some(letter as usize - first as usize + class);
    match letter {
        ' ' => Some(BLANK),
        '!'..='/' => place('!', 1),
        '0'..='9' => place('0', 33),
        ':'..='@' => place(':', 16),
        'A'..='Z' => place('A', 43),
        '['..='`' => place('[', 23),
        'a'..='z' => place('a', 69),
        '{'..='~' => place('{', 29),
        _ => None,
    }
}

fn letter_of(class: usize) -> char {
    if class == D_WITH_STROKE {
        return 'Đ';
    }
    if class == CLASSES - 1 {
        return ' ';
    }
    ('!'..='~')
        .find(|letter| class_of(*letter) == Some(class))
        .unwrap_or(OTHER)
}
