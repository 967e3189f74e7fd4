//! Annotations among the lines of a page: what is written into a blank of a line, such as a number
//! into «Số:     /UBND-KT» or a name into a form, is read in its place; all else stands after the text,
//! so that it parts no sentence.

use crate::reading::text::lines::{Line, Place, Token};

/// A note no further behind the end of a line than this, in its own heights, goes on with it.
const BEHIND: f32 = 0.6;
/// Two tokens closer than this, in heights, are one word.
const JOINED: f32 = 0.16;

/// The lines of a page with its annotations.
pub fn woven(mut lines: Vec<Line>, notes: Vec<Line>) -> Vec<Line> {
    let mut after = Vec::new();
    for note in notes {
        match extent(&note).and_then(|place| room(&lines, place)) {
            Some((line, from, to)) => put(&mut lines[line], (from, to), note),
            None => after.push(note),
        }
    }
    lines.extend(after);
    lines
}

fn extent(line: &Line) -> Option<Place> {
    let places = line.iter().filter_map(|token| token.place);
    places.reduce(Place::joined)
}

/// The line in which there is room for a note, and the tokens whose dots it takes the place of.
fn room(lines: &[Line], note: Place) -> Option<(usize, usize, usize)> {
    lines.iter().enumerate().find_map(|(at, line)| {
        let places: Option<Vec<Place>> = line.iter().map(|token| token.place).collect();
        let places = places?;
        let is_beside = |place: &Place| {
            let middles = (place.y + place.height / 2.0) - (note.y + note.height / 2.0);
            middles.abs() < 0.25 * note.height
        };
        if places.is_empty() || !places.iter().all(is_beside) {
            return None;
        }
        let slack = 0.15 * note.height;
        let ends_behind = |place: &Place| place.x + place.width > note.x + slack;
        let begins_behind = |place: &Place| place.x > note.x + note.width - slack;
        let from = places.iter().position(ends_behind).unwrap_or(places.len());
        let to = places
            .iter()
            .position(begins_behind)
            .unwrap_or(places.len());
        let covered = line.get(from..to)?;
        let before = from.checked_sub(1).map(|before| places[before]);
        let goes_on = match before {
            Some(before) => {
                let gap = note.x - (before.x + before.width);
                to < places.len() || to > from || gap < BEHIND * note.height
            }
            // The word before it may stand in one token with the dots.
            None => around(covered).is_some_and(|(head, _)| !head.is_empty()),
        };
        (goes_on && around(covered).is_some()).then_some((at, from, to))
    })
}

/// What stands before and behind the dots of tokens that a note covers; none where it would cover
/// words. Without tokens nothing stands there.
fn around(covered: &[Token]) -> Option<(String, String)> {
    let (Some(first), Some(last)) = (covered.first(), covered.last()) else {
        return Some((String::new(), String::new()));
    };
    let inner = covered.get(1..covered.len() - 1).unwrap_or_default();
    if !inner.iter().all(|token| token.text.chars().all(is_dot)) {
        return None;
    }
    let begin = first.text.find(is_blank_of_dots(&first.text)?)?;
    let head = &first.text[..begin];
    let last_dots = is_blank_of_dots(&last.text)?;
    let end = last.text.find(last_dots)? + last_dots.len();
    let tail = &last.text[end..];
    let is_split =
        covered.len() > 1 && (begin_of_rest(&first.text) || !last.text.starts_with(is_dot));
    (!is_split).then(|| (head.to_owned(), tail.to_owned()))
}

/// Whether words follow the dots of a token.
fn begin_of_rest(text: &str) -> bool {
    !text.ends_with(is_dot)
}

fn is_dot(letter: char) -> bool {
    matches!(letter, '.' | '…' | '_' | '‥')
}

/// The first run of dots in a text that is a place to write in: a full stop alone is none.
fn is_blank_of_dots(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(begin) = rest.find(is_dot) {
        let from = &rest[begin..];
        let end = from.find(|letter| !is_dot(letter)).unwrap_or(from.len());
        let run = &from[..end];
        if run.chars().count() > 1 || run == "…" {
            return Some(run);
        }
        rest = &from[end..];
    }
    None
}

/// Writes a note in the place of the tokens, joined to what stands close before and behind.
fn put(line: &mut Line, (from, to): (usize, usize), mut note: Line) {
    let Some((head, mut tail)) = around(&line[from..to]) else {
        return;
    };
    let end = extent(&note).map_or(0.0, |place| place.x + place.width);
    let mut to = to;
    if tail.is_empty()
        && let Some(next) = line.get(to)
        && next
            .place
            .is_some_and(|place| place.x - end < JOINED * place.height)
    {
        tail.clone_from(&next.text);
        to += 1;
    }
    if let Some(last) = note.last_mut().filter(|_| !tail.is_empty()) {
        last.text.push_str(&tail);
        let covered = line[to - 1].place.zip(last.place);
        last.place = covered.map(|(covered, place)| Place {
            width: (covered.x + covered.width - place.x).max(place.width),
            ..place
        });
    }
    let begin = line.get(from).and_then(|token| token.place);
    if let (false, Some(begin), Some(place)) = (head.is_empty(), begin, extent(&note)) {
        let place = Place {
            width: (place.x - begin.x).max(1.0),
            ..begin
        };
        let place = Some(place);
        note.insert(
            0,
            Token {
                place,
                ..Token::plain(head)
            },
        );
    }
    line.splice(from..to, note);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(tokens: &[(f32, f32, &str)], y: f32) -> Line {
        let token = |(x, width, text): &(f32, f32, &str)| Token {
            place: Some(Place {
                x: *x,
                y,
                width: *width,
                height: 12.0,
            }),
            ..Token::plain(*text)
        };
        tokens.iter().map(token).collect()
    }

    fn read(lines: &[Line]) -> Vec<String> {
        let text = |line: &Line| {
            let words: Vec<_> = line.iter().map(|token| token.text.as_str()).collect();
            words.join(" ")
        };
        lines.iter().map(text).collect()
    }

    #[test]
    fn a_number_is_read_in_its_blank_and_a_seal_after_the_text() {
        let lines = vec![
            line(&[(100.0, 20.0, "Số:"), (150.0, 60.0, "/UBND-KT")], 100.0),
            line(
                &[
                    (330.0, 60.0, "An Phú, ngày"),
                    (420.0, 30.0, "tháng"),
                    (480.0, 60.0, "năm 2026"),
                ],
                100.0,
            ),
            line(&[(100.0, 20.0, "Số"), (120.0, 60.0, "……/QĐ")], 120.0),
            line(&[(100.0, 120.0, "Số:………/UBND")], 130.0),
            line(&[(85.0, 400.0, "Kính gửi")], 150.0),
        ];
        let notes = vec![
            line(&[(136.0, 13.0, "57")], 100.4),
            line(&[(400.0, 13.0, "05")], 100.0),
            line(&[(455.0, 13.0, "11")], 100.0),
            line(&[(125.0, 13.0, "58")], 120.0),
            line(&[(140.0, 13.0, "59")], 130.0),
            line(&[(300.0, 80.0, "Ký bởi")], 152.0),
        ];
        let expected = [
            "Số: 57/UBND-KT",
            "An Phú, ngày 05 tháng 11 năm 2026",
            "Số 58/QĐ",
            "Số: 59/UBND",
            "Kính gửi",
            "Ký bởi",
        ];
        assert_eq!(read(&woven(lines, notes)), expected);
    }
}
