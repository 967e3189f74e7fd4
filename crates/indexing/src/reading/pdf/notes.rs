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
        let from = places
            .iter()
            .position(|place| place.x + place.width > note.x + slack);
        let from = from.unwrap_or(places.len());
        let to = places
            .iter()
            .position(|place| place.x > note.x + note.width - slack);
        let to = to.unwrap_or(places.len());
        let before = from.checked_sub(1).map(|before| places[before]);
        let before = before?;
        let is_near =
            to < places.len() || note.x - (before.x + before.width) < BEHIND * note.height;
        let is_free = line
            .get(from..to)?
            .iter()
            .all(|token| rest_of(token).is_some());
        (is_near && is_free).then_some((at, from, to))
    })
}

/// What follows the dots with which a token begins; none where it does not begin with dots.
fn rest_of(token: &Token) -> Option<&str> {
    let rest = token.text.trim_start_matches(['.', '…', '_', '‥']);
    (rest.len() < token.text.len()).then_some(rest)
}

/// Writes a note in the place of the tokens, joined to what follows close behind.
fn put(line: &mut Line, (from, to): (usize, usize), mut note: Line) {
    let rests: String = line[from..to].iter().filter_map(rest_of).collect();
    let end = extent(&note).map_or(0.0, |place| place.x + place.width);
    let mut to = to;
    let mut tail = rests;
    if tail.is_empty()
        && let Some(next) = line.get(to)
        && next
            .place
            .is_some_and(|place| place.x - end < JOINED * place.height)
    {
        tail.clone_from(&next.text);
        to += 1;
    }
    let covered = line[from..to].iter().filter_map(|token| token.place);
    let covered = covered.reduce(Place::joined);
    if let Some(last) = note.last_mut().filter(|_| !tail.is_empty()) {
        last.text.push_str(&tail);
        last.place = match (last.place, covered) {
            (Some(place), Some(covered)) => Some(place.joined(covered)),
            (place, _) => place,
        };
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
            line(&[(85.0, 400.0, "Kính gửi")], 150.0),
        ];
        let notes = vec![
            line(&[(136.0, 13.0, "57")], 100.4),
            line(&[(400.0, 13.0, "05")], 100.0),
            line(&[(455.0, 13.0, "11")], 100.0),
            line(&[(125.0, 13.0, "58")], 120.0),
            line(&[(300.0, 80.0, "Ký bởi")], 152.0),
        ];
        let expected = [
            "Số: 57/UBND-KT",
            "An Phú, ngày 05 tháng 11 năm 2026",
            "Số 58/QĐ",
            "Kính gửi",
            "Ký bởi",
        ];
        assert_eq!(read(&woven(lines, notes)), expected);
    }
}
