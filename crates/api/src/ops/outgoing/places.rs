//! Number and date on the first page: what is to be written, and where the page has room for it.

use ::printing::{Area, NumberPlaces, NumberStamp};
use indexing::reading::{self, Blanks, Gap, Part, Word};
use storage::documents::Page;
use time::Date;

/// Width of a digit in ems.
const DIGIT_EMS: f32 = 0.5;
/// Width of a letter of number and symbol in ems, about.
const LETTER_EMS: f32 = 0.65;
/// What is written smaller than this part of its line cannot be read.
const LEAST_SIZE: f32 = 0.7;

/// What a page wants.
pub(super) enum Wanted {
    /// Number or date, at these places.
    Places(NumberPlaces),
    /// Nothing: both stand there.
    Nothing,
    /// Something that the office cannot do; its code.
    Trouble(&'static str),
}

/// What is to be written: two digits for days below 10 and for January and February (NĐ 30/2020
/// Phụ lục I, II.4b).
pub(super) fn wanted(code: &str, dated: Date) -> NumberStamp {
    let month = u8::from(dated.month());
    NumberStamp {
        number: number_of(code).to_owned(),
        day: format!("{:02}", dated.day()),
        month: if month < 3 {
            format!("{month:02}")
        } else {
            month.to_string()
        },
        year: dated.year().to_string(),
    }
}

/// The number at the beginning of number and symbol.
fn number_of(code: &str) -> &str {
    let end = code.find(|c: char| !c.is_ascii_digit());
    &code[..end.unwrap_or(code.len())]
}

/// Where the first page has room for them.
pub(super) fn places_on(page: &Page, code: &str, stamp: &NumberStamp) -> Wanted {
    let words: Vec<Word> = serde_json::from_str(&page.words).unwrap_or_default();
    let blanks = reading::blanks(&reading::Page {
        number: 1,
        width_pt: page.width_pt,
        height_pt: page.height_pt,
        text: page.text.clone(),
        words,
        layer: reading::Layer::default(),
        converted: None,
    });
    match find(&blanks, code, stamp) {
        Ok(places) if places == NumberPlaces::default() => Wanted::Nothing,
        Ok(places) => Wanted::Places(places),
        Err(trouble) => Wanted::Trouble(trouble),
    }
}

fn find(blanks: &Blanks, code: &str, stamp: &NumberStamp) -> Result<NumberPlaces, &'static str> {
    let no_number = "outgoing.stamp_no_number";
    let no_date = "outgoing.stamp_no_date";
    let line = blanks.number.as_ref().ok_or(no_number)?;
    let date = blanks.date.as_ref().ok_or(no_date)?;
    let symbol = &code[stamp.number.len()..];
    let mut places = NumberPlaces::default();
    if !line.symbol.is_empty() && !is_same(&line.symbol, symbol) {
        return Err("outgoing.stamp_number_differs");
    }
    match &line.number {
        Part::Written(number) if number.parse::<u32>() == stamp.number.parse() => {}
        Part::Written(_) => return Err("outgoing.stamp_number_differs"),
        Part::Blank(gap) if line.symbol.is_empty() => {
            let area = beginning(gap, code.chars().count(), LETTER_EMS);
            places.number = Some(area.ok_or(no_number)?);
        }
        Part::Blank(gap) => {
            let area = ending(gap, stamp.number.len());
            places.number = Some(area.ok_or(no_number)?);
        }
    }
    for (part, words, place) in [
        (&date.day, &stamp.day, &mut places.day),
        (&date.month, &stamp.month, &mut places.month),
        (&date.year, &stamp.year, &mut places.year),
    ] {
        match part {
            Part::Written(written) if written.parse::<u32>() == words.parse() => {}
            Part::Written(_) => return Err("outgoing.stamp_date_differs"),
            Part::Blank(gap) => {
                let area = middle(gap, words.len());
                *place = Some(area.ok_or(no_date)?);
            }
        }
    }
    let parts = [
        Some(&line.number),
        Some(&date.day),
        Some(&date.month),
        Some(&date.year),
    ];
    places.hides_dots = parts
        .into_iter()
        .flatten()
        .any(|part| matches!(part, Part::Blank(gap) if gap.has_dots));
    Ok(places)
}

/// Letters are compared as they are read: without regard to capitals and blanks.
fn is_same(written: &str, given: &str) -> bool {
    let plain = |text: &str| {
        let letters = text.chars().filter(|c| !c.is_whitespace());
        let one_dash = letters.map(|c| if c == '–' { '-' } else { c });
        one_dash.flat_map(char::to_lowercase).collect::<String>()
    };
    plain(written) == plain(given)
}

/// Room for some letters, in points; none where they would be too small to read.
fn needed(gap: &Gap, letters: usize, ems: f32) -> Option<f32> {
    #[allow(clippy::cast_precision_loss, reason = "a number has few letters")]
    let width = letters as f32 * ems * gap.size;
    (gap.width >= LEAST_SIZE * width).then_some(width)
}

fn area(gap: &Gap, x: f32, width: f32) -> Area {
    Area::on_line(x.into(), width.into(), gap.line.into(), gap.size.into())
}

/// Close to what follows, as «57/UBND» is written; all of the gap where dots are to be hidden.
fn ending(gap: &Gap, digits: usize) -> Option<Area> {
    let width = needed(gap, digits, DIGIT_EMS)?.min(gap.width);
    if gap.has_dots {
        return Some(area(gap, gap.x, gap.width));
    }
    Some(area(gap, gap.x + gap.width - width, width))
}

/// In the middle of the gap.
fn middle(gap: &Gap, digits: usize) -> Option<Area> {
    needed(gap, digits, DIGIT_EMS)?;
    Some(area(gap, gap.x, gap.width))
}

/// Close to what stands before.
fn beginning(gap: &Gap, letters: usize, ems: f32) -> Option<Area> {
    let width = needed(gap, letters, ems)?.min(gap.width);
    Some(area(gap, gap.x, width))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn gap(width: f32) -> Gap {
        Gap {
            x: 140.0,
            width,
            line: 110.0,
            size: 13.0,
            has_dots: false,
        }
    }

    fn head(number: Part, symbol: &str, day: Part, month: Part) -> Blanks {
        Blanks {
            number: Some(reading::NumberLine {
                number,
                symbol: symbol.to_owned(),
            }),
            date: Some(reading::DateLine {
                day,
                month,
                year: Part::Written("2026".to_owned()),
            }),
        }
    }

    fn written(text: &str) -> Part {
        Part::Written(text.to_owned())
    }

    #[test]
    fn days_have_two_digits_and_of_the_months_the_first_two() {
        let stamp = wanted("05/UBND-KT", date!(2026 - 2 - 5));
        assert_eq!(
            (
                stamp.number.as_str(),
                stamp.day.as_str(),
                stamp.month.as_str()
            ),
            ("05", "05", "02")
        );
        let stamp = wanted("112/2026/QĐ-UBND", date!(2026 - 3 - 29));
        assert_eq!(
            (
                stamp.number.as_str(),
                stamp.day.as_str(),
                stamp.month.as_str()
            ),
            ("112", "29", "3")
        );
    }

    #[test]
    fn the_number_stands_close_to_its_symbol_on_their_line() {
        let stamp = wanted("57/UBND-KT", date!(2026 - 11 - 5));
        let blank = head(
            Part::Blank(gap(30.0)),
            "/UBND-KT",
            Part::Blank(gap(20.0)),
            written("11"),
        );
        let places = find(&blank, "57/UBND-KT", &stamp);
        let Ok(NumberPlaces {
            number: Some(number),
            day: Some(day),
            month: None,
            year: None,
            ..
        }) = places
        else {
            panic!("{places:?}");
        };
        assert!(
            (number.x + number.width - 170.0).abs() < 0.01 && number.width < 14.0,
            "{number:?}"
        );
        assert!((day.width - 20.0).abs() < 0.01, "{day:?}");
        assert!(
            number.y < 102.0 && number.y + number.height > 110.0,
            "{number:?}"
        );
    }

    #[test]
    fn what_differs_or_has_no_room_is_told() {
        let stamp = wanted("57/UBND-KT", date!(2026 - 11 - 5));
        let told = |blanks: &Blanks| find(blanks, "57/UBND-KT", &stamp).map(|_| ());
        let there = head(written("057"), "/ubnd – kt", written("5"), written("11"));
        assert_eq!(
            find(&there, "57/UBND-KT", &stamp),
            Ok(NumberPlaces::default())
        );
        let day = || Part::Blank(gap(20.0));
        for (blanks, code) in [
            (
                head(Part::Blank(gap(5.0)), "/UBND-KT", day(), day()),
                "outgoing.stamp_no_number",
            ),
            (
                head(Part::Blank(gap(30.0)), "/UBND-VX", day(), day()),
                "outgoing.stamp_number_differs",
            ),
            (
                head(written("58"), "/UBND-KT", day(), day()),
                "outgoing.stamp_number_differs",
            ),
            (
                head(Part::Blank(gap(30.0)), "/UBND-KT", written("6"), day()),
                "outgoing.stamp_date_differs",
            ),
            (
                head(Part::Blank(gap(30.0)), "", Part::Blank(gap(4.0)), day()),
                "outgoing.stamp_no_number",
            ),
            (
                head(Part::Blank(gap(90.0)), "", Part::Blank(gap(4.0)), day()),
                "outgoing.stamp_no_date",
            ),
            (Blanks::default(), "outgoing.stamp_no_number"),
        ] {
            assert_eq!(told(&blanks), Err(code), "{blanks:?}");
        }
    }
}
