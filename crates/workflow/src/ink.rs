//! Pen strokes on a page (nét viết): what a stroke is, who may write and see, and when a paper's history tells of it.
//! They stand beside the file and never in it: its bytes, hash and signatures stay as they came.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::documents::ReadingState;
use crate::{PersonId, Refusal};

/// The right and lower edge of a page in the units of a stroke.
pub const PAGE_EDGE: u16 = 10_000;
/// Most strokes of one person on one page.
pub const STROKES_MAX: usize = 2_000;
/// Most points of one person on one page; with them the largest layer stays below 1 MiB of JSON.
pub const POINTS_MAX: usize = 40_000;
/// Longest id of a stroke, in characters.
const ID_MAX_CHARS: usize = 32;
/// A shared layer that goes on being written is told once in this time.
const TELLS_EVERY: Duration = Duration::hours(1);

/// What a stroke is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// Đỏ.
    Red,
    /// Xanh.
    Blue,
    /// Đen.
    Black,
    /// Vàng, through which the text is read (bút nhớ).
    Yellow,
}

/// A point: shares of width and height of the page from its left upper corner, up to [`PAGE_EDGE`], and the
/// pressure of the pen from 0 to 255. The page is meant as the file holds it, before it is turned to be read.
pub type Point = (u16, u16, u8);

/// One stroke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stroke {
    /// Made by the device that drew it, and by which two devices know that it is the same one.
    pub id: String,
    /// What it is drawn with.
    pub colour: Colour,
    /// 1 fine, 2 medium, 3 broad.
    pub width: u8,
    /// Where the pen went.
    pub points: Vec<Point>,
}

/// What one person has written on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The page, from 1.
    pub page: i32,
    /// Who wrote.
    pub author: PersonId,
    /// Whether whoever may read the paper sees it; else only the author.
    pub shared: bool,
    /// The strokes, in the order in which they were drawn.
    pub strokes: Vec<Stroke>,
    /// Grows with every saving.
    pub revision: i64,
    /// When it was saved last.
    pub saved_at: OffsetDateTime,
}

/// Refuses strokes that are none, or too many for one page.
pub fn check(strokes: &[Stroke]) -> Result<(), Refusal> {
    let points: usize = strokes.iter().map(|stroke| stroke.points.len()).sum();
    if strokes.len() > STROKES_MAX || points > POINTS_MAX {
        return Err(Refusal::new("ink.too_much")
            .with("strokes", STROKES_MAX)
            .with("points", POINTS_MAX));
    }
    let mut ids: Vec<_> = strokes.iter().map(|stroke| stroke.id.as_str()).collect();
    ids.sort_unstable();
    let twice = ids.windows(2).any(|pair| pair[0] == pair[1]);
    if twice || !strokes.iter().all(is_drawn) {
        return Err(Refusal::new("ink.no_stroke"));
    }
    Ok(())
}

fn is_drawn(stroke: &Stroke) -> bool {
    let has_id = (1..=ID_MAX_CHARS).contains(&stroke.id.len())
        && stroke.id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let on_page = |(x, y, _): &Point| *x <= PAGE_EDGE && *y <= PAGE_EDGE;
    has_id
        && (1..=3).contains(&stroke.width)
        && !stroke.points.is_empty()
        && stroke.points.iter().all(on_page)
}

/// Whoever may read a paper may write on its pages, in his own name also where he stands in for somebody; nothing
/// is written on, nor shown of, what is kept apart.
pub fn may_be_written_on(state: ReadingState) -> Result<(), Refusal> {
    if state == ReadingState::Quarantined {
        return Err(Refusal::new("documents.quarantined"));
    }
    Ok(())
}

/// Says whether a saving belongs to the history of the paper, which its readers see: when a layer begins or ceases
/// to be shown, and now and then while a shown one goes on. Of private strokes the paper tells nothing.
pub fn is_told(before: Option<&Layer>, shared: bool, now: OffsetDateTime) -> bool {
    let was_shared = before.is_some_and(|layer| layer.shared);
    let long_ago = before.is_none_or(|layer| now - layer.saved_at >= TELLS_EVERY);
    shared != was_shared || (shared && long_ago)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;

    fn stroke(id: &str, points: Vec<Point>) -> Stroke {
        Stroke {
            id: id.to_owned(),
            colour: Colour::Red,
            width: 2,
            points,
        }
    }

    #[test]
    fn strokes_lie_on_the_page_and_have_ids_of_their_own() {
        let good = stroke("a1", vec![(0, 0, 0), (10_000, 10_000, 255)]);
        assert_eq!(check(&[]), Ok(()));
        assert_eq!(
            check(&[good.clone(), stroke("a2", vec![(1, 1, 1)])]),
            Ok(())
        );
        let bad = [
            stroke("a", vec![(10_001, 0, 9)]),
            stroke("a", vec![(0, 10_001, 9)]),
            stroke("a", vec![]),
            stroke("", vec![(1, 1, 1)]),
            stroke("a b", vec![(1, 1, 1)]),
            stroke(&"a".repeat(33), vec![(1, 1, 1)]),
            Stroke {
                width: 0,
                ..good.clone()
            },
            Stroke {
                width: 4,
                ..good.clone()
            },
        ];
        for one in bad {
            let refused = check(std::slice::from_ref(&one)).map_err(|refusal| refusal.code);
            assert_eq!(refused, Err("ink.no_stroke"), "{one:?}");
        }
        let twice = check(&[good.clone(), good]).map_err(|refusal| refusal.code);
        assert_eq!(twice, Err("ink.no_stroke"));
    }

    #[test]
    fn a_page_holds_so_much_and_no_more() {
        let many = |count: usize, points: usize| {
            let one = |number| stroke(&format!("s{number}"), vec![(1, 1, 1); points]);
            check(&(0..count).map(one).collect::<Vec<_>>()).map_err(|refusal| refusal.code)
        };
        assert_eq!(many(STROKES_MAX, 20), Ok(()));
        assert_eq!(many(STROKES_MAX + 1, 1), Err("ink.too_much"));
        assert_eq!(many(STROKES_MAX, 21), Err("ink.too_much"));
    }

    #[test]
    fn the_largest_layer_can_be_sent() {
        let points = vec![(PAGE_EDGE, PAGE_EDGE, 255); POINTS_MAX / STROKES_MAX];
        let one = |number| Stroke {
            colour: Colour::Yellow,
            ..stroke(&format!("{number:032}"), points.clone())
        };
        let all: Vec<_> = (0..STROKES_MAX).map(one).collect();
        assert!(serde_json::to_string(&all).unwrap().len() < (1 << 20) - 1_000);
    }

    #[test]
    fn what_is_kept_apart_is_not_written_on() {
        let refused = may_be_written_on(ReadingState::Quarantined).map_err(|refusal| refusal.code);
        assert_eq!(refused, Err("documents.quarantined"));
        assert_eq!(may_be_written_on(ReadingState::Read), Ok(()));
    }

    #[test]
    fn a_paper_tells_of_shared_strokes_once_and_never_of_private_ones() {
        let now = datetime!(2026-11-23 08:00 UTC);
        let saved = |shared, saved_at| Layer {
            page: 1,
            author: PersonId(Uuid::nil()),
            shared,
            strokes: Vec::new(),
            revision: 1,
            saved_at,
        };
        let minute = Duration::minutes(1);
        let before = saved(true, now - minute);
        assert!(!is_told(None, false, now));
        assert!(is_told(None, true, now));
        assert!(!is_told(Some(&before), true, now));
        assert!(is_told(Some(&before), false, now));
        assert!(is_told(Some(&saved(true, now - TELLS_EVERY)), true, now));
        assert!(!is_told(Some(&saved(false, now - TELLS_EVERY)), false, now));
    }
}
