//! Vietnamese words by their frequency, and chance that repeats itself.

use std::path::Path;

/// Xorshift: the same seed gives the same papers on every machine.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Chance that begins at a seed.
    pub fn seeded(seed: u64) -> Self {
        let mut chance = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            chance.next();
        }
        chance
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// True so often of a hundred times.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

/// Things drawn by weight.
#[derive(Debug)]
pub struct Urn<T> {
    things: Vec<T>,
    up_to: Vec<u64>,
}

impl<T> Urn<T> {
    /// An urn of things with weights.
    pub fn new(weighted: impl IntoIterator<Item = (T, u64)>) -> Self {
        let mut total = 0;
        let (things, up_to) = weighted
            .into_iter()
            .map(|(thing, weight)| {
                total += weight.max(1);
                (thing, total)
            })
            .unzip();
        Self { things, up_to }
    }

    /// Draws one; an urn is never empty.
    pub fn draw(&self, chance: &mut Chance) -> &T {
        let total = self.up_to.last().copied().unwrap_or(1);
        let at = chance.below(total as usize) as u64;
        &self.things[self.up_to.partition_point(|up_to| *up_to <= at)]
    }
}

/// An urn of the numbers below `count`, the first drawn most (Zipf).
pub fn zipf(count: usize, exponent: f64) -> Urn<usize> {
    Urn::new((0..count).map(|rank| (rank, (1e9 / ((rank + 1) as f64).powf(exponent)) as u64)))
}

/// A word or pair of words with its form without marks.
#[derive(Debug, Clone)]
pub struct Term {
    /// As written.
    pub exact: String,
    /// Without marks.
    pub folded: String,
}

/// Syllables and pairs with their frequencies.
pub struct Vocabulary {
    /// Single syllables.
    pub syllables: Urn<Term>,
    /// Two-syllable compounds.
    pub pairs: Urn<Term>,
}

/// Where the lists are not there: enough to run, too few to compare.
const BUILT_IN: &str = "quy định\tquy dinh\nthực hiện\tthuc hien\ncơ quan\tco quan\ntổ chức\tto chuc\n\
    báo cáo\tbao cao\nkế hoạch\tke hoach\nnhân dân\tnhan dan\nban hành\tban hanh\nquyết định\tquyet dinh\n\
    đất đai\tdat dai\nxây dựng\txay dung\nđầu tư\tdau tu\ngiáo dục\tgiao duc\ny tế\ty te\ntài chính\ttai chinh\n\
    công chức\tcong chuc\nhướng dẫn\thuong dan\nkiểm tra\tkiem tra\nthanh tra\tthanh tra\nbàn giao\tban giao\n\
    văn bản\tvan ban\nchuyển đổi\tchuyen doi\nmôi trường\tmoi truong\ngiao thông\tgiao thong\nan ninh\tan ninh";

impl Vocabulary {
    /// The lists beside the project, else a short built-in one.
    pub fn load(root: &Path) -> Self {
        let lists = root.join("../shared/data/vi-words");
        let pairs = terms(&lists.join("bigrams.tsv"), 40_000);
        let syllables = terms(&lists.join("syllables.tsv"), 5_000);
        if let (Some(pairs), Some(syllables)) = (pairs, syllables) {
            return Self {
                syllables: Urn::new(syllables),
                pairs: Urn::new(pairs),
            };
        }
        eprintln!(
            "bench: no word lists beside the project; a short built-in list makes the papers"
        );
        let mut pairs = Vec::new();
        let mut syllables = Vec::new();
        for (rank, line) in BUILT_IN.lines().enumerate() {
            let (exact, folded) = line.trim().split_once('\t').unwrap_or((line, line));
            let weight = 1000 / (rank as u64 + 1);
            pairs.push((
                Term {
                    exact: exact.into(),
                    folded: folded.into(),
                },
                weight,
            ));
            for (exact, folded) in exact.split(' ').zip(folded.split(' ')) {
                syllables.push((
                    Term {
                        exact: exact.into(),
                        folded: folded.into(),
                    },
                    weight,
                ));
            }
        }
        Self {
            syllables: Urn::new(syllables),
            pairs: Urn::new(pairs),
        }
    }

    /// How many words there are.
    pub fn size(&self) -> usize {
        self.syllables.things.len() + self.pairs.things.len()
    }

    /// More than half of what is said are compounds.
    pub fn draw(&self, chance: &mut Chance) -> &Term {
        if chance.percent(55) {
            self.pairs.draw(chance)
        } else {
            self.syllables.draw(chance)
        }
    }
}

/// Lines of word, frequency, form without marks; the first line names the columns.
fn terms(path: &Path, most: usize) -> Option<Vec<(Term, u64)>> {
    let text = std::fs::read_to_string(path).ok()?;
    let lines = text.lines().skip(1).filter_map(|line| {
        let mut columns = line.split('\t');
        let exact = columns.next()?.to_owned();
        let weight = columns.next()?.parse().ok()?;
        let folded = columns.next()?.to_owned();
        Some((Term { exact, folded }, weight))
    });
    let terms: Vec<_> = lines.take(most).collect();
    (!terms.is_empty()).then_some(terms)
}
