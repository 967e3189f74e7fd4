//! How much a stretch of steps speaks for a row of digits: the sum over all ways of writing it with
//! pauses and repeats, as the network was trained (A. Graves, Connectionist temporal classification, 2006).
//! Letters that digits of a hand are taken for count for these digits in part.

use std::collections::BTreeMap;
use std::ops::Range;

use super::letters::Letters;

/// Longest number.
const MOST_DIGITS: usize = 5;
/// Readings followed side by side.
const WIDTH: usize = 24;
/// Nothing is impossible.
const FLOOR: f64 = 1e-5;
/// Symbols that are told apart: a pause, ten digits, two ones that run together.
const SYMBOLS: usize = 12;
const PAUSE: u8 = 0;
const TWO_ONES: u8 = 11;

/// For each digit the letters that it is taken for, and how often it is meant by them. A one that begins
/// with a long stroke upwards, as hands here write it, looks like A, M, N or 4.
const MEANT: [(char, &[(char, f64)]); 10] = [
    (
        '0',
        &[('O', 0.9), ('o', 0.9), ('D', 0.6), ('Q', 0.5), ('U', 0.3)],
    ),
    (
        '1',
        &[
            ('I', 0.9),
            ('l', 0.9),
            ('A', 0.8),
            ('|', 0.8),
            ('i', 0.8),
            ('J', 0.5),
            ('M', 0.4),
            ('/', 0.3),
            ('N', 0.3),
            ('4', 0.3),
            ('T', 0.2),
        ],
    ),
    (
        '2',
        &[('Z', 0.8), ('z', 0.8), ('L', 0.2), ('a', 0.2), ('d', 0.2)],
    ),
    ('3', &[('B', 0.1)]),
    ('4', &[('H', 0.2), ('y', 0.2), ('Y', 0.2)]),
    ('5', &[('S', 0.8), ('s', 0.8)]),
    ('6', &[('b', 0.8), ('G', 0.4), ('C', 0.1)]),
    (
        '7',
        &[('T', 0.4), ('F', 0.3), ('f', 0.3), ('?', 0.3), ('Y', 0.2)],
    ),
    ('8', &[('B', 0.7), ('&', 0.4)]),
    ('9', &[('g', 0.8), ('q', 0.8), ('y', 0.2)]),
];

/// A stretch of steps, asked for digits only.
pub struct Digits(Vec<[f64; SYMBOLS]>);

impl Digits {
    /// The steps of a range.
    pub fn of(letters: &Letters, steps: Range<usize>) -> Self {
        let symbols = |step: usize| {
            let share = |letter: char| letters.share(step, letter);
            let mut symbols = [FLOOR; SYMBOLS];
            symbols[usize::from(PAUSE)] +=
                letters.nothing(step) + share(' ') + 0.5 * (share('.') + share(':'));
            for (symbol, (digit, others)) in symbols[1..].iter_mut().zip(MEANT) {
                let meant: f64 = others
                    .iter()
                    .map(|(letter, part)| part * share(*letter))
                    .sum();
                *symbol += share(digit) + meant;
            }
            symbols[usize::from(TWO_ONES)] += 0.4 * share('M');
            symbols
        };
        Digits(steps.map(symbols).collect())
    }

    /// How much they speak for one row of digits.
    fn speak_for(&self, symbols: &[u8]) -> f64 {
        let mut path = vec![PAUSE];
        for symbol in symbols {
            path.extend([*symbol, PAUSE]);
        }
        let mut shares = vec![0.0; path.len()];
        shares[0] = 1.0;
        for step in &self.0 {
            let mut next = vec![0.0; path.len()];
            for (to, symbol) in path.iter().enumerate() {
                let skips = to > 1 && *symbol != PAUSE && *symbol != path[to - 2];
                let before = if to > 0 { shares[to - 1] } else { 0.0 };
                let skipped = if skips { shares[to - 2] } else { 0.0 };
                next[to] = (shares[to] + before + skipped) * step[usize::from(*symbol)];
            }
            shares = next;
        }
        shares.iter().rev().take(2).sum()
    }

    /// The most likely of some values, and the belief in it. Each comes with the digits that it is written
    /// with and how usual they are; what is unusual is believed less.
    pub fn best_of<T: Copy>(&self, values: &[(T, Vec<(String, f64)>)]) -> Option<(T, f64)> {
        let mut all = 0.0;
        let mut best: Option<(T, f64)> = None;
        for (value, texts) in values {
            let mut sum = 0.0;
            for (text, usual) in texts {
                let share: f64 = ways(text).iter().map(|way| self.speak_for(way)).sum();
                all += share;
                sum += usual * share;
            }
            if best.is_none_or(|(_, most)| sum > most) {
                best = Some((*value, sum));
            }
        }
        let (value, sum) = best.filter(|_| all > 0.0)?;
        Some((value, sum / all))
    }

    /// The most likely number of one to five digits, and the belief in it.
    pub fn number(&self) -> Option<(String, f64)> {
        let mut texts = BTreeMap::<String, f64>::new();
        for (symbols, share) in self.searched() {
            *texts.entry(text_of(&symbols)).or_default() += share;
        }
        texts.retain(|text, _| (1..=MOST_DIGITS).contains(&text.len()));
        let all: f64 = texts.values().sum();
        let best = texts.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (all > 0.0).then(|| (best.0, best.1 / all))
    }

    /// The likeliest rows of symbols, followed from step to step.
    fn searched(&self) -> Vec<(Vec<u8>, f64)> {
        // Of each row the share of ways that end in a pause, and of those that do not.
        let mut rows = vec![(Vec::new(), (1.0, 0.0))];
        for step in &self.0 {
            let mut next = BTreeMap::<Vec<u8>, (f64, f64)>::new();
            for (row, (paused, open)) in &rows {
                let row: &Vec<u8> = row;
                let share = |symbol: u8| step[usize::from(symbol)];
                next.entry(row.clone()).or_default().0 += (paused + open) * share(PAUSE);
                if let Some(last) = row.last() {
                    next.entry(row.clone()).or_default().1 += open * share(*last);
                }
                for symbol in (1..=TWO_ONES).filter(|_| row.len() < MOST_DIGITS) {
                    let from = if row.last() == Some(&symbol) {
                        *paused
                    } else {
                        paused + open
                    };
                    let longer = [row.as_slice(), &[symbol]].concat();
                    next.entry(longer).or_default().1 += from * share(symbol);
                }
            }
            rows = next.into_iter().collect();
            rows.sort_by(|(_, a), (_, b)| (b.0 + b.1).total_cmp(&(a.0 + a.1)));
            rows.truncate(WIDTH);
        }
        rows.into_iter()
            .map(|(row, (paused, open))| (row, paused + open))
            .collect()
    }
}

fn text_of(symbols: &[u8]) -> String {
    let text = |symbol: &u8| match *symbol {
        TWO_ONES => "11".to_owned(),
        digit => digit.saturating_sub(1).to_string(),
    };
    symbols.iter().map(text).collect()
}

/// The symbols of a text, also with its first two ones running together.
fn ways(text: &str) -> Vec<Vec<u8>> {
    let plain = |text: &str| -> Vec<u8> { text.bytes().map(|digit| digit - b'0' + 1).collect() };
    let joined = text
        .split_once("11")
        .map(|(before, behind)| [plain(before), vec![TWO_ONES], plain(behind)].concat());
    std::iter::once(plain(text)).chain(joined).collect()
}
