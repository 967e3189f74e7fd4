//! Number and day written by a pen into a printed head, drawn here stroke by stroke.

use std::path::PathBuf;

use image::{ImageFormat, Rgb, RgbImage};
use indexing::reading::{FieldName, Known, Reader, Recognised, Word, suggest};

use crate::desk::{paper, picture, program, reader};

const FAX: &str = "so-nnmt/incoming/2026-05-12-57-ubnd-kt-scan.pdf";
/// Dots per point of the picture.
const SCALE: f32 = 1654.0 / 595.0;
const INK: Rgb<u8> = Rgb([40, 50, 150]);

/// A stroke in a box of one by one, leaning as a hand does.
type Stroke = &'static [(f32, f32)];

fn strokes(digit: char) -> &'static [Stroke] {
    match digit {
        '2' => &[&[
            (0.1, 0.25),
            (0.3, 0.03),
            (0.65, 0.02),
            (0.8, 0.25),
            (0.6, 0.55),
            (0.1, 0.97),
            (0.85, 0.95),
        ]],
        '3' => &[&[
            (0.15, 0.12),
            (0.45, 0.0),
            (0.75, 0.12),
            (0.7, 0.35),
            (0.4, 0.47),
            (0.72, 0.58),
            (0.78, 0.8),
            (0.45, 1.0),
            (0.1, 0.88),
        ]],
        '5' => &[
            &[
                (0.3, 0.02),
                (0.2, 0.42),
                (0.5, 0.36),
                (0.75, 0.55),
                (0.72, 0.85),
                (0.4, 1.0),
                (0.08, 0.9),
            ],
            &[(0.3, 0.03), (0.85, 0.0)],
        ],
        '6' => &[&[
            (0.7, 0.0),
            (0.35, 0.3),
            (0.15, 0.7),
            (0.3, 0.98),
            (0.6, 0.95),
            (0.72, 0.72),
            (0.5, 0.55),
            (0.2, 0.68),
        ]],
        '7' => &[&[(0.1, 0.05), (0.85, 0.03), (0.5, 0.5), (0.35, 1.0)]],
        _ => panic!("no strokes for {digit}"),
    }
}

/// A page of the project with its printed number and day painted over and others written there.
async fn written(number: &str, day: &str) -> RgbImage {
    let printed = without_model().recognise(&paper(FAX), 1).await.unwrap();
    let mut page = picture(&paper(FAX), 1, 0).await;
    let (text, words) = (&printed.page.text, &printed.page.words);
    let of = |word: &Word| &text[word.start as usize..word.end as usize];
    let code = words
        .iter()
        .position(|word| of(word).contains("/UBND-"))
        .unwrap();
    let digits = of(&words[code]).find('/').unwrap();
    let share = |count: usize| f32::from(u8::try_from(count).unwrap());
    let letters = share(of(&words[code]).chars().count());
    // The separator leans into its neighbour's place.
    let end = words[code].x + words[code].width * share(digits) / letters - 1.5;
    let day_at = 1 + words.iter().position(|word| of(word) == "ngày").unwrap();
    write(&mut page, (words[code].x, end), words[code].y, number);
    let (from, to) = (words[day_at].x, words[day_at].x + words[day_at].width);
    write(&mut page, (from, to), words[day_at].y, day);
    page
}

/// Digits of a pen between two edges, a little larger than print.
fn write(page: &mut RgbImage, (from, to): (f32, f32), top: f32, digits: &str) {
    let (from, to, top) = (from * SCALE, to * SCALE, top * SCALE - 6.0);
    let high = 36.0;
    fill(page, (from - 1.0, to + 1.0), (top - 2.0, top + high + 4.0));
    let wide = (to - from) / f32::from(u8::try_from(digits.len()).unwrap());
    for (at, digit) in (0_u8..).zip(digits.chars()) {
        let left = from + wide * f32::from(at);
        for stroke in strokes(digit) {
            for pair in stroke.windows(2) {
                let place = |(x, y): (f32, f32)| {
                    (left + (x * 0.8 + 0.18 * (1.0 - y)) * wide, top + y * high)
                };
                line(page, place(pair[0]), place(pair[1]));
            }
        }
    }
}

fn fill(page: &mut RgbImage, columns: (f32, f32), rows: (f32, f32)) {
    for (x, y, dot) in page.enumerate_pixels_mut() {
        let (x, y) = (
            f32::from(u16::try_from(x).unwrap()),
            f32::from(u16::try_from(y).unwrap()),
        );
        if (columns.0..columns.1).contains(&x) && (rows.0..rows.1).contains(&y) {
            *dot = Rgb([250; 3]);
        }
    }
}

fn line(page: &mut RgbImage, from: (f32, f32), to: (f32, f32)) {
    for step in 0..=60_u8 {
        let share = f32::from(step) / 60.0;
        let (x, y) = (
            from.0 + (to.0 - from.0) * share,
            from.1 + (to.1 - from.1) * share,
        );
        for (dx, dy) in
            (-2_i8..=2).flat_map(|dx| (-2_i8..=2).map(move |dy| (f32::from(dx), f32::from(dy))))
        {
            if dx.hypot(dy) < 2.1 {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "on the page"
                )]
                page.put_pixel((x + dx) as u32, (y + dy) as u32, INK);
            }
        }
    }
}

fn with_model(path: &str) -> Reader {
    let command = vec![
        "/usr/bin/env".into(),
        format!("DIGITS_MODEL={path}"),
        program(),
    ];
    Reader {
        command,
        ..reader()
    }
}

fn without_model() -> Reader {
    with_model("/nowhere")
}

/// Where `scripts/setup` puts the model.
fn model() -> PathBuf {
    let named = |name: &str| std::env::var_os(name).filter(|path| !path.is_empty());
    let folder = |name: &str| named(name).map(PathBuf::from);
    let cache = || folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")));
    let tools = folder("TOOLS").or_else(|| Some(cache()?.join("congvan/tools")));
    let path = folder("DIGITS_MODEL").unwrap_or_else(|| tools.unwrap().join("digits.onnx"));
    assert!(path.is_file(), "fetch it first: scripts/setup");
    path
}

async fn recognised(reader: &Reader, picture: &RgbImage) -> Recognised {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.png");
    picture.save_with_format(&path, ImageFormat::Png).unwrap();
    reader.recognise(&path, 1).await.unwrap()
}

#[tokio::test]
async fn number_and_day_of_a_pen_are_read_and_never_passed_over() {
    let page = written("36", "26").await;
    let read = recognised(&with_model(model().to_str().unwrap()), &page)
        .await
        .page;
    let found = suggest(&[read], &Known::default());
    let one = |field: FieldName| found.iter().find(|one| one.field == field).unwrap();
    let code = one(FieldName::Code);
    assert!(code.value.starts_with("36/UBND-"), "{code:?}");
    assert_eq!(one(FieldName::IssuedOn).value, "2026-05-26");
    for field in [FieldName::Code, FieldName::IssuedOn] {
        let one = one(field);
        assert!((50..90).contains(&one.confidence), "{one:?}");
        assert_eq!(one.places.len(), 1);
    }
}

#[tokio::test]
async fn print_stays_as_it_was_and_a_missing_model_changes_nothing() {
    let with = with_model(model().to_str().unwrap())
        .recognise(&paper(FAX), 1)
        .await
        .unwrap();
    let without = without_model().recognise(&paper(FAX), 1).await.unwrap();
    let value = |read: &Recognised, field: FieldName| {
        let found = suggest(std::slice::from_ref(&read.page), &Known::default());
        found
            .into_iter()
            .find(|one| one.field == field)
            .map(|one| one.value)
    };
    for field in [FieldName::Code, FieldName::IssuedOn] {
        assert!(value(&with, field).is_some());
        assert_eq!(value(&with, field), value(&without, field));
    }
    let damaged = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(damaged.path(), "no model").unwrap();
    let read = with_model(damaged.path().to_str().unwrap())
        .recognise(&paper(FAX), 1)
        .await
        .unwrap();
    assert_eq!(read.page, without.page);
}
