//! Readings by a network that is made up: what it says of a line, letter by letter.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::belief::Digits;
use super::letters::{CLASSES, Letters, NOTHING};
use super::strip::Strip;
use super::*;
use crate::reading::recognition::tesseract::Seen;

/// Each letter for a step with a pause behind, as sure as its share; the rest is for what it is
/// taken for.
fn letters(line: &[(char, f32, char)]) -> Letters {
    let mut shares = Vec::new();
    for (letter, share, other) in line {
        let mut step = vec![0.0; CLASSES];
        step[class(*letter)] += share;
        step[class(*other)] += 1.0 - share;
        shares.extend(step);
        let mut pause = vec![0.0; CLASSES];
        pause[NOTHING] = 1.0;
        shares.extend(pause);
    }
    Letters::of(&shares, line.len() * 16)
}

fn sure(text: &str) -> Letters {
    let line: Vec<(char, f32, char)> = text.chars().map(|c| (c, 0.95, '#')).collect();
    letters(&line)
}

/// Its place in the dictionary; letters with marks stand far behind.
fn class(letter: char) -> usize {
    match letter {
        ' ' => CLASSES - 1,
        'Đ' => 204,
        _ => letters::class_of(letter).unwrap_or(5_000),
    }
}

fn digits(letters: &Letters) -> Digits {
    Digits::of(letters, 0..letters.steps())
}

fn word(x: f32, text: &str, confidence: f32) -> Seen {
    Seen {
        line: (1, 1, 1),
        x,
        y: 300.0,
        #[expect(clippy::cast_precision_loss, reason = "a few letters")]
        width: text.chars().count() as f32 * 12.0,
        height: 24.0,
        line_height: 24.0,
        confidence,
        text: text.to_owned(),
    }
}

fn higher(word: Seen) -> Seen {
    Seen { y: 200.0, ..word }
}

fn text(row: &[Seen]) -> String {
    let words: Vec<&str> = row.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

const PAGE: (u32, u32) = (1654, 2339);

fn strip(words: &[Seen]) -> Strip {
    let page = Page {
        grey: image::GrayImage::from_pixel(PAGE.0, PAGE.1, image::Luma([255])),
        colour: None,
        dpi: 200.0,
        size_pt: (595.0, 842.0),
    };
    Strip::of(&page, 0.0, words)
}

#[test]
fn letters_are_taken_for_the_digits_that_hands_mean_by_them() {
    for (read, meant) in [
        ("1987", "1987"),
        ("AO5", "105"),
        ("2l4", "214"),
        ("0044", "0044"),
    ] {
        let (number, belief) = digits(&sure(read)).number().unwrap();
        assert_eq!(number, meant);
        assert!(belief > 0.5, "{read} {belief}");
    }
    let torn: Vec<(char, f32, char)> = vec![('3', 0.4, '8'), ('6', 0.4, '0'), ('9', 0.5, '7')];
    assert!(digits(&letters(&torn)).number().unwrap().1 < 0.45);
    assert!(digits(&sure("")).number().is_none());
}

#[test]
fn a_day_that_no_month_has_is_another_one() {
    let line = |day: &str| date::read(&sure(&format!("ngay {day} thang 10 nam 2017")));
    let read = line("45").unwrap();
    assert_eq!((read.day.0, read.month.0), (15, 10));
    assert!(
        read.day.1 > 0.7 && read.month.1 > 0.9,
        "{:?} {:?}",
        read.day,
        read.month
    );
    assert_eq!(read.year.unwrap().0, 2017);
    assert_eq!(line("09").unwrap().day.0, 9);
    // A nought or a ten may have been lost.
    let (day, belief) = line("9").unwrap().day;
    assert!(day == 9 && belief < line("09").unwrap().day.1);
    assert!(date::read(&sure("ngay mai se hop")).is_none());
}

#[test]
fn a_number_is_written_as_one_word_with_its_symbol() {
    let other = vec![word(900.0, "Độc", 95.0)];
    let mut rows = vec![
        vec![
            higher(word(250.0, "SỞ", 96.0)),
            higher(word(290.0, "Y", 96.0)),
            higher(word(310.0, "TẾ", 96.0)),
        ],
        vec![word(250.0, "Só:{f#J", 23.0)],
        vec![word(360.0, "/SYT-NVY", 88.0)],
        other.clone(),
    ];
    let place = place::number(&rows, PAGE).unwrap();
    assert_eq!(text(&place.words), "Só:{f#J /SYT-NVY");
    assert!(!number::is_sure(&place));
    let read = number::read(&sure("So:1987 /SYT-NVY"), &place, &strip(&place.words)).unwrap();
    number::write(&mut rows, &place, &read);
    rows.retain(|row| !row.is_empty());
    assert_eq!(text(&rows[1]), "Số: 1987/SYT-NVY");
    assert!(rows[1][1].confidence > 60.0 && rows[1][1].confidence < 90.0);
    assert_eq!((rows.len(), &rows[2]), (3, &other));
}

#[test]
fn a_number_that_cannot_be_told_stays_unknown() {
    let mut rows = vec![vec![
        word(250.0, "Số:", 90.0),
        word(300.0, "4#7", 31.0),
        word(350.0, "/KH-UBND", 91.0),
    ]];
    let place = place::number(&rows, PAGE).unwrap();
    let blurred = [('3', 0.4, '8'), ('6', 0.4, '0'), ('9', 0.5, '7')];
    let line: Vec<(char, f32, char)> = "So:"
        .chars()
        .map(|c| (c, 0.95, '#'))
        .chain(blurred)
        .chain("/KH-UBND".chars().map(|c| (c, 0.95, '#')))
        .collect();
    let read = number::read(&letters(&line), &place, &strip(&place.words)).unwrap();
    number::write(&mut rows, &place, &read);
    assert_eq!(text(&rows[0]), "Số: …/KH-UBND");
}

#[test]
fn print_that_was_read_surely_is_not_read_again() {
    let rows = vec![vec![
        word(250.0, "Số:", 96.0),
        word(300.0, "123/QĐ-TTg", 93.0),
    ]];
    assert!(number::is_sure(&place::number(&rows, PAGE).unwrap()));
    let line = |day: &str, sure: f32| {
        let words = ["Nội,", "ngày", day, "tháng", "4", "năm", "2024"];
        let words = (0_u16..)
            .zip(words)
            .map(|(at, text)| word(900.0 + f32::from(at) * 80.0, text, sure));
        vec![words.collect::<Row>()]
    };
    for (day, sure, is_sure) in [
        ("12", 95.0, true),
        ("12", 80.0, false),
        ("44", 95.0, false),
        ("2", 95.0, false),
    ] {
        let rows = line(day, sure);
        let place = place::date(&rows, PAGE).unwrap();
        assert_eq!(date::is_sure(&rows, &place), is_sure, "{day} {sure}");
    }
}

#[test]
fn a_date_is_written_between_its_printed_words() {
    let words = [
        (860.0, "Giang,"),
        (940.0, "ngàya8"),
        (1050.0, "tháng"),
        (1130.0, "4b"),
        (1180.0, "năm"),
        (1250.0, "2017"),
    ];
    let mut rows = vec![words.map(|(x, text)| word(x, text, 70.0)).to_vec()];
    let place = place::date(&rows, PAGE).unwrap();
    let read = date::read(&sure("ngay 28 thang 04 nam")).unwrap();
    date::write(&mut rows, &place, &read);
    assert_eq!(text(&rows[0]), "Giang, ngày 28 tháng 4 năm 2017");
    let sentence = [
        (860.0, "Căn"),
        (920.0, "cứ"),
        (960.0, "ngày"),
        (1020.0, "12"),
        (1050.0, "tháng"),
        (1130.0, "4"),
        (1160.0, "năm"),
    ];
    assert!(
        place::date(
            &[sentence.map(|(x, text)| word(x, text, 70.0)).to_vec()],
            PAGE
        )
        .is_none()
    );
}
