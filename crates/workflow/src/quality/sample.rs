//! How large a sample must be, which papers are in it, and what the errors found in it say.
//!
//! The size is that of a simple random sample without replacement at the worst proportion, one half, with
//! the correction for a finite population. The interval is Wilson's, which also holds near zero errors.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{DocumentId, Refusal};

/// How certain a statement about all papers shall be (mức tin cậy).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Certainty {
    /// 90 %.
    Ninety,
    /// 95 %.
    NinetyFive,
    /// 99 %.
    NinetyNine,
}

impl Certainty {
    /// Percent.
    pub fn percent(self) -> u8 {
        match self {
            Certainty::Ninety => 90,
            Certainty::NinetyFive => 95,
            Certainty::NinetyNine => 99,
        }
    }

    /// How many standard deviations the interval reaches to either side.
    fn z(self) -> f64 {
        match self {
            Certainty::Ninety => 1.644_854,
            Certainty::NinetyFive => 1.959_964,
            Certainty::NinetyNine => 2.575_829,
        }
    }
}

impl From<Certainty> for u8 {
    fn from(certainty: Certainty) -> u8 {
        certainty.percent()
    }
}

impl TryFrom<u8> for Certainty {
    type Error = &'static str;

    fn try_from(percent: u8) -> Result<Self, Self::Error> {
        match percent {
            90 => Ok(Certainty::Ninety),
            95 => Ok(Certainty::NinetyFive),
            99 => Ok(Certainty::NinetyNine),
            _ => Err("90, 95 or 99"),
        }
    }
}

/// Least and most points of percent that a statement may be off.
pub const MARGINS: (f64, f64) = (0.5, 20.0);

/// How many papers of a population must be checked so that a rate found is off by no more than `margin`
/// points of percent with that certainty.
pub fn sample_size(population: u32, certainty: Certainty, margin: f64) -> Result<u32, Refusal> {
    if !(MARGINS.0..=MARGINS.1).contains(&margin) {
        let refusal = Refusal::new("quality.margin");
        return Err(refusal.with("least", MARGINS.0).with("most", MARGINS.1));
    }
    if population == 0 {
        return Ok(0);
    }
    let of_infinite = (certainty.z() * 50.0 / margin).powi(2);
    let size = of_infinite / (1.0 + (of_infinite - 1.0) / f64::from(population));
    Ok(whole(size.ceil()).min(population))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between nothing and the population"
)]
fn whole(size: f64) -> u32 {
    size.max(0.0) as u32
}

/// Between which shares the true one lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// From 0.
    pub low: f64,
    /// To 1.
    pub high: f64,
}

/// Wilson's interval for `errors` among `checked`; none when nothing was checked.
pub fn wilson(errors: u32, checked: u32, certainty: Certainty) -> Option<Interval> {
    if checked == 0 {
        return None;
    }
    let (n, z) = (f64::from(checked), certainty.z());
    let share = f64::from(errors.min(checked)) / n;
    let squared = z * z;
    let scale = 1.0 + squared / n;
    let centre = (share + squared / (2.0 * n)) / scale;
    let spread = z * (share * (1.0 - share) / n + squared / (4.0 * n * n)).sqrt() / scale;
    Some(Interval {
        low: (centre - spread).max(0.0),
        high: (centre + spread).min(1.0),
    })
}

/// Draws papers at random. The same seed and the same population, in whatever order, give the same papers
/// in the same order: each paper has its place by the hash of seed and id.
pub fn draw(seed: u64, population: &[DocumentId], size: u32) -> Vec<DocumentId> {
    let place = |id: &DocumentId| {
        let mut hash = Sha256::new();
        hash.update(seed.to_be_bytes());
        hash.update(id.0.as_bytes());
        <[u8; 32]>::from(hash.finalize())
    };
    let mut placed: Vec<_> = population.iter().map(|id| (place(id), *id)).collect();
    placed.sort_unstable();
    placed.dedup();
    let chosen = placed.into_iter().map(|(_, id)| id);
    chosen
        .take(usize::try_from(size).unwrap_or(usize::MAX))
        .collect()
}
