//! Where in a paper the best passage stands: read from the positions of the query's words for the few
//! hits of a page, without the text.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use super::pages::{PageStart, decode};
use super::passages::Marks;
use super::schema::{IndexFields, exact_term};

/// Words between two hits of one passage.
const REACH: u32 = 40;
/// Positions of one word looked at in one paper.
const POSITIONS_MAX: usize = 5_000;
/// Words of a query looked at.
const WORDS_MAX: usize = 24;

/// File and page of the best passage of each hit.
pub(crate) fn places(
    searcher: &Searcher,
    fields: &IndexFields,
    marks: &Marks,
    hits: &[DocAddress],
) -> tantivy::Result<Vec<Option<(u32, u32)>>> {
    let mut order: Vec<usize> = (0..hits.len()).collect();
    order.sort_by_key(|at| hits[*at]);
    let mut places = vec![None; hits.len()];
    let mut segment = None;
    let mut postings: Vec<(usize, u32, SegmentPostings)> = Vec::new();
    for at in order {
        let hit = hits[at];
        if segment != Some(hit.segment_ord) {
            segment = Some(hit.segment_ord);
            postings = open(searcher, fields, marks, hit.segment_ord)?;
        }
        let document: TantivyDocument = searcher.doc(hit)?;
        let bytes = document
            .get_first(fields.pages)
            .and_then(|value| value.as_bytes());
        let starts = decode(bytes.unwrap_or_default());
        let Some(body) = starts.first().map(|start| start.position) else {
            continue;
        };
        let found = positions(&mut postings, hit.doc_id, body);
        places[at] = best_position(&found).and_then(|position| page_of(&starts, position));
    }
    Ok(places)
}

/// The postings of each word in a segment, with its weight: its marks count more than its letters.
fn open(
    searcher: &Searcher,
    fields: &IndexFields,
    marks: &Marks,
    segment: u32,
) -> tantivy::Result<Vec<(usize, u32, SegmentPostings)>> {
    let inverted = searcher
        .segment_reader(segment)
        .inverted_index(fields.text)?;
    let mut postings = Vec::new();
    for (which, word) in marks.words().take(WORDS_MAX).enumerate() {
        let exact = word.exact.as_deref().map(exact_term);
        for (term, weight) in [(Some(word.folded.clone()), 1), (exact, 2)] {
            let Some(term) = term else { continue };
            let term = Term::from_field_text(fields.text, &term);
            let option = IndexRecordOption::WithFreqsAndPositions;
            if let Some(opened) = inverted.read_postings(&term, option)? {
                postings.push((which, weight, opened));
            }
        }
    }
    Ok(postings)
}

/// Position, word and weight of everything found in the text of a paper, in order.
fn positions(
    postings: &mut [(usize, u32, SegmentPostings)],
    doc: DocId,
    body: u32,
) -> Vec<(u32, usize, u32)> {
    let mut found = Vec::new();
    let mut here = Vec::new();
    for (which, weight, postings) in postings {
        let at = if postings.doc() < doc {
            postings.seek(doc)
        } else {
            postings.doc()
        };
        if at != doc || at == TERMINATED {
            continue;
        }
        postings.positions(&mut here);
        let inside = here
            .iter()
            .filter(|position| **position >= body)
            .take(POSITIONS_MAX);
        found.extend(inside.map(|position| (*position, *which, *weight)));
    }
    found.sort_unstable();
    found
}

/// The beginning of the window with the most different words, side by side before scattered.
fn best_position(found: &[(u32, usize, u32)]) -> Option<u32> {
    let is_neighbour: Vec<bool> = (0..found.len()).map(|at| is_neighbour(found, at)).collect();
    let mut counts = [[0u32; 3]; WORDS_MAX];
    let mut best: Option<(u32, u32)> = None;
    let mut first = 0;
    let mut neighbours = 0u32;
    for (last, &(position, which, weight)) in found.iter().enumerate() {
        counts[which][weight as usize] += 1;
        neighbours += u32::from(is_neighbour[last]);
        while first < last {
            let (begins, which, weight) = found[first];
            let is_far = position - begins > REACH;
            let is_spare = counts[which][weight as usize] > 1 && !is_neighbour[first + 1];
            if !is_far && !is_spare {
                break;
            }
            counts[which][weight as usize] -= 1;
            first += 1;
            neighbours = neighbours.saturating_sub(u32::from(is_neighbour[first]));
        }
        let weigh = |count: &[u32; 3]| u32::from(count[1] > 0) + 2 * u32::from(count[2] > 0);
        let score = counts.iter().map(weigh).sum::<u32>() * 4 + neighbours.min(40);
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, found[first].0));
        }
    }
    best.map(|(_, position)| position)
}

/// Whether the word before it in the query stands right before it in the text.
fn is_neighbour(found: &[(u32, usize, u32)], at: usize) -> bool {
    let (position, which, _) = found[at];
    found[..at]
        .iter()
        .rev()
        .take_while(|before| before.0 + 1 >= position)
        .any(|before| before.0 + 1 == position && before.1 + 1 == which)
}

fn page_of(starts: &[PageStart], position: u32) -> Option<(u32, u32)> {
    let after = starts.partition_point(|start| start.position <= position);
    after
        .checked_sub(1)
        .map(|at| (starts[at].file, starts[at].number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_with_most_words_wins_and_neighbours_break_the_tie() {
        let scattered = [
            (10, 0, 1),
            (200, 1, 1),
            (500, 0, 1),
            (520, 1, 1),
            (900, 0, 1),
            (901, 1, 1),
        ];
        assert_eq!(best_position(&scattered), Some(900));
        assert_eq!(best_position(&[(7, 0, 1), (90, 0, 2)]), Some(90));
        assert_eq!(best_position(&[]), None);
    }

    #[test]
    fn a_position_belongs_to_the_last_page_that_began() {
        let starts = [
            PageStart {
                file: 0,
                number: 1,
                position: 5,
            },
            PageStart {
                file: 0,
                number: 2,
                position: 9,
            },
            PageStart {
                file: 1,
                number: 1,
                position: 9,
            },
        ];
        assert_eq!(page_of(&starts, 8), Some((0, 1)));
        assert_eq!(page_of(&starts, 9), Some((1, 1)));
        assert_eq!(page_of(&starts, 4), None);
    }
}
