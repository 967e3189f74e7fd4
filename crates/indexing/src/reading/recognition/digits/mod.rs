//! Number and day that a pen or a stamp put into the head of a page. The recogniser of print reads them
//! as nothing or wrongly, so a second one that knows digits of all hands reads these two places again:
//! number, day and month are what the lines say with it, silence where it cannot tell. Without its model,
//! or where print was read surely, everything stays as it was. Why and how well: `docs/adr/0018-digits.md`.

mod belief;
mod date;
mod letters;
mod model;
mod number;
mod place;
mod strip;
#[cfg(test)]
mod tests;

use super::lines::Row;
use super::page::Page;
use model::Model;
use strip::Strip;

pub use model::path as model_path;

/// Under this belief what was read is kept to itself.
const LEAST_BELIEF: f64 = 0.35;
/// What stands for what cannot be told.
const UNKNOWN: char = '…';

/// Reads number and date of a head again and writes them into its lines, in dots of the page as it lies.
pub fn read_again(page: &Page, skew_deg: f32, rows: &mut Vec<Row>) {
    let date =
        place::date(rows, page.grey.dimensions()).filter(|place| !date::is_sure(rows, place));
    let number =
        place::number(rows, page.grey.dimensions()).filter(|place| !number::is_sure(place));
    if date.is_none() && number.is_none() {
        return;
    }
    let Some(model) = Model::load() else {
        return;
    };
    if let Some(place) = date {
        let strip = Strip::of(page, skew_deg, &place.words(rows));
        if let Some(read) = model
            .letters(&strip)
            .and_then(|letters| date::read(&letters))
        {
            date::write(rows, &place, &read);
        }
    }
    if let Some(place) = number {
        let strip = Strip::of(page, skew_deg, &place.words);
        if let Some(read) = model
            .letters(&strip)
            .and_then(|letters| number::read(&letters, &place, &strip))
        {
            number::write(rows, &place, &read);
        }
    }
    rows.retain(|row| !row.is_empty());
}

/// What a belief is worth in the measure of the recogniser of print, in percent. Never so much that a
/// form passes over it.
fn confidence(belief: f64) -> f32 {
    /// Belief and percent, counted on the labelled scans.
    const MEASURED: [(f64, f64); 5] = [
        (0.0, 0.0),
        (0.35, 45.0),
        (0.5, 60.0),
        (0.7, 78.0),
        (1.0, 82.0),
    ];
    let upper = MEASURED
        .iter()
        .position(|(at, _)| *at >= belief)
        .unwrap_or(MEASURED.len() - 1);
    let (high, most) = MEASURED[upper];
    let (low, least) = MEASURED[upper.saturating_sub(1)];
    let share = if high > low {
        (belief - low) / (high - low)
    } else {
        1.0
    };
    #[expect(clippy::cast_possible_truncation, reason = "percent")]
    let percent = (least + (most - least) * share) as f32;
    percent.clamp(0.0, 82.0)
}
