//! Places on a page as it is shown: points or fractions from its upper left corner.

use serde::{Deserialize, Serialize};

use super::{ARRIVAL_HEIGHT_PT, ARRIVAL_WIDTH_PT};

/// Part of the page that stays free at its edges.
const EDGE: f64 = 0.03;

/// A box on a page, in points from the upper left corner of the page as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Height of the stamp's letters above their line, in ems of its font: its typographic ascender, from which the template
/// measures.
const ABOVE: f64 = 0.693;
/// Depth of the stamp's letters below their line, in ems.
const BELOW: f64 = 0.216;

impl Area {
    /// The box in which letters of a size stand on a line of the page: words beside them of the
    /// same size stand on it, too.
    pub fn on_line(x: f64, width: f64, line: f64, size: f64) -> Area {
        Area {
            x,
            y: line - ABOVE * size,
            width,
            height: (ABOVE + BELOW) * size,
        }
    }

    pub(super) fn is_sound(&self) -> bool {
        let numbers = [self.x, self.y, self.width, self.height];
        numbers.iter().all(|n| n.is_finite() && n.abs() < 20_000.0)
            && self.width >= 1.0
            && self.height >= 1.0
    }

    fn shared_with(&self, other: &Area) -> f64 {
        let across = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let down = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        across.max(0.0) * down.max(0.0)
    }
}

/// Where the upper left corner of a stamp stands, as fractions of the page's width and height.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Of the width, from the left edge.
    pub x: f64,
    /// Of the height, from the upper edge.
    pub y: f64,
}

impl Default for Place {
    /// At the upper right under place and date, where papers of the official layout are blank most often.
    fn default() -> Self {
        Place { x: 0.7, y: 0.13 }
    }
}

impl Place {
    /// The place for «ĐẾN» that covers least of the words, near the usual ones: under place and date, or at the left
    /// under number and symbol. Page and words are in points, the words as the reader of files gives them.
    pub fn clear_of(width: f64, height: f64, words: &[Area]) -> Place {
        let usual = [Place::default(), Place { x: 0.08, y: 0.14 }];
        let most_x = 1.0 - ARRIVAL_WIDTH_PT / width - EDGE;
        let most_y = 1.0 - ARRIVAL_HEIGHT_PT / height - EDGE;
        let candidates = steps(most_y).flat_map(|y| steps(most_x).map(move |x| Place { x, y }));
        let mut best = (f64::INFINITY, usual[0]);
        for place in usual.into_iter().chain(candidates) {
            let area = place.area(width, height, ARRIVAL_WIDTH_PT, ARRIVAL_HEIGHT_PT);
            let covered: f64 = words.iter().map(|word| area.shared_with(word)).sum();
            let away = usual
                .iter()
                .map(|u| (place.x - u.x).hypot(place.y - u.y))
                .fold(f64::INFINITY, f64::min);
            // To cover a word's corner of a square point is worse than to stand ten times as far away.
            let cost = covered * 10.0 + away;
            if cost < best.0 {
                best = (cost, place);
            }
        }
        best.1
    }

    /// The box of a stamp of this size, pushed back onto the page where it would stick out.
    pub(super) fn area(self, page_width: f64, page_height: f64, width: f64, height: f64) -> Area {
        Area {
            x: (self.x * page_width).min(page_width - width).max(0.0),
            y: (self.y * page_height).min(page_height - height).max(0.0),
            width,
            height,
        }
    }

    pub(super) fn is_sound(self) -> bool {
        (0.0..=1.0).contains(&self.x) && (0.0..=1.0).contains(&self.y)
    }
}

fn steps(most: f64) -> impl Iterator<Item = f64> {
    (0..=60).map(move |step| EDGE + (most - EDGE).max(0.0) * f64::from(step) / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stamp_goes_where_no_words_are() {
        let page = (595.0, 842.0);
        assert_eq!(Place::clear_of(page.0, page.1, &[]), Place::default());
        // The upper half is full of words but for a corner at the right.
        let words: Vec<Area> = (0..40)
            .map(|line| Area {
                x: 40.0,
                y: 20.0 + 14.0 * f64::from(line),
                width: if (10..20).contains(&line) {
                    350.0
                } else {
                    520.0
                },
                height: 12.0,
            })
            .collect();
        let place = Place::clear_of(page.0, page.1, &words);
        let area = place.area(page.0, page.1, ARRIVAL_WIDTH_PT, ARRIVAL_HEIGHT_PT);
        let covered: f64 = words.iter().map(|word| area.shared_with(word)).sum();
        assert!(covered <= 0.0, "{place:?}");
        assert!(area.x + area.width <= page.0);
    }

    #[test]
    fn a_stamp_at_the_edge_is_pushed_back() {
        let area = Place { x: 1.0, y: 1.0 }.area(595.0, 842.0, 100.0, 50.0);
        assert!((area.x, area.y) == (495.0, 792.0));
        let small = Place { x: 0.5, y: 0.5 }.area(80.0, 40.0, 100.0, 50.0);
        assert!((small.x, small.y) == (0.0, 0.0));
    }
}
