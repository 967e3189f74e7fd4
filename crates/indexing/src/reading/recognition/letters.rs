//! Rows of a few letters at whatever angle: shapes of one height that stand close together and by themselves.

use super::shapes::{self, Shape, Turned};

/// Letters of the shortest and the longest mark, pieces of letters among them.
const COUNT: std::ops::RangeInclusive<usize> = 3..=18;

/// The rectangles around rows of letters in a picture of ink so wide.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "dots of a page"
)]
pub fn rows(ink: &[bool], width: usize, dpi: f32) -> Vec<Turned> {
    let dots = |mm: f32| mm * dpi / 25.4;
    let is_letter = |shape: &Shape| {
        let (wide, high) = (shape.width() as f32, shape.height() as f32);
        (dots(1.8)..dots(10.0)).contains(&wide.max(high)) && high > dots(1.2)
    };
    let fits = |place: &Turned| {
        (dots(7.0)..dots(70.0)).contains(&place.width)
            && (dots(2.2)..dots(11.0)).contains(&place.height)
            && place.width > 1.4 * place.height
    };
    let mut letters = shapes::shapes(ink, width as u32, 12);
    letters.retain(is_letter);
    let groups = groups(&letters).into_iter();
    let around = |group: Vec<usize>| {
        let dots = group.iter().flat_map(|at| &letters[*at].dots).copied();
        shapes::around(&dots.collect::<Vec<_>>())
    };
    groups
        .filter(|group| COUNT.contains(&group.len()))
        .map(around)
        .filter(fits)
        .collect()
}

/// Shapes of about one height that stand close together, as places in the list.
fn groups(letters: &[Shape]) -> Vec<Vec<usize>> {
    let mut group_of: Vec<usize> = (0..letters.len()).collect();
    for (at, letter) in letters.iter().enumerate() {
        for (other_at, other) in letters.iter().enumerate().skip(at + 1) {
            let (from, to) = (group_of[at], group_of[other_at]);
            if from != to && is_beside(letter, other) {
                for group in group_of.iter_mut().filter(|group| **group == to) {
                    *group = from;
                }
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); letters.len()];
    for (at, group) in group_of.into_iter().enumerate() {
        groups[group].push(at);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Whether two shapes may be letters of one word or of two beside each other.
#[expect(clippy::cast_precision_loss, reason = "dots of a page")]
fn is_beside(a: &Shape, b: &Shape) -> bool {
    let middle = |shape: &Shape| {
        let (left, top, right, bottom) = shape.bounds;
        ((left + right) as f32 / 2.0, (top + bottom) as f32 / 2.0)
    };
    let (high, low) = (
        a.height().max(b.height()) as f32,
        a.height().min(b.height()) as f32,
    );
    let ((ax, ay), (bx, by)) = (middle(a), middle(b));
    // Sides facing each other, so that wide letters are no farther apart than narrow ones.
    let across = (ax - bx).abs() - (a.width() + b.width()) as f32 / 2.0;
    high < 1.9 * low && across < 1.0 * high && (ay - by).abs() < 1.3 * high
}
