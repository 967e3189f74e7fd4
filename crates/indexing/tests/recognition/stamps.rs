//! Marks of secrecy as stamps are seen whatever their colour and angle; other stamps and the same words in
//! the text are none. Letters are drawn here by strokes.

use image::{ImageFormat, Rgb, RgbImage};

use crate::desk::{paper, picture, recognised};

const RED: [u8; 3] = [205, 32, 40];

type Stroke = [(f32, f32); 2];

/// Strokes of a letter in a square of 1 by 1, marks above 0 and below 1, and its width.
fn letter(c: char) -> (Vec<Stroke>, f32) {
    let strokes = |points: &[(f32, f32, f32, f32)]| {
        points
            .iter()
            .map(|(a, b, c, d)| [(*a, *b), (*c, *d)])
            .collect::<Vec<Stroke>>()
    };
    let hat = strokes(&[(0.15, -0.12, 0.35, -0.3), (0.35, -0.3, 0.55, -0.12)]);
    let a = strokes(&[
        (0.0, 1.0, 0.35, 0.0),
        (0.35, 0.0, 0.7, 1.0),
        (0.13, 0.65, 0.57, 0.65),
    ]);
    let o = strokes(&[
        (0.2, 0.0, 0.5, 0.0),
        (0.5, 0.0, 0.7, 0.25),
        (0.7, 0.25, 0.7, 0.75),
        (0.7, 0.75, 0.5, 1.0),
        (0.5, 1.0, 0.2, 1.0),
        (0.2, 1.0, 0.0, 0.75),
        (0.0, 0.75, 0.0, 0.25),
        (0.0, 0.25, 0.2, 0.0),
    ]);
    match c {
        'M' => (
            strokes(&[
                (0.0, 1.0, 0.0, 0.0),
                (0.0, 0.0, 0.4, 0.8),
                (0.4, 0.8, 0.8, 0.0),
                (0.8, 0.0, 0.8, 1.0),
            ]),
            0.8,
        ),
        'Ậ' => ([a, hat, strokes(&[(0.34, 1.2, 0.36, 1.22)])].concat(), 0.7),
        'Ẩ' => (
            [
                a,
                hat,
                strokes(&[(0.6, -0.38, 0.7, -0.3), (0.7, -0.3, 0.62, -0.2)]),
            ]
            .concat(),
            0.7,
        ),
        'T' => (
            strokes(&[(0.0, 0.0, 0.7, 0.0), (0.35, 0.0, 0.35, 1.0)]),
            0.7,
        ),
        'I' => (strokes(&[(0.0, 0.0, 0.0, 1.0)]), 0.05),
        'Ố' => ([o, hat, strokes(&[(0.6, -0.2, 0.75, -0.4)])].concat(), 0.7),
        'K' => (
            strokes(&[
                (0.0, 0.0, 0.0, 1.0),
                (0.65, 0.0, 0.0, 0.6),
                (0.2, 0.45, 0.68, 1.0),
            ]),
            0.68,
        ),
        'H' => (
            strokes(&[
                (0.0, 0.0, 0.0, 1.0),
                (0.65, 0.0, 0.65, 1.0),
                (0.0, 0.5, 0.65, 0.5),
            ]),
            0.65,
        ),
        'N' => (
            strokes(&[
                (0.0, 1.0, 0.0, 0.0),
                (0.0, 0.0, 0.65, 1.0),
                (0.65, 1.0, 0.65, 0.0),
            ]),
            0.65,
        ),
        _ => (Vec::new(), 0.35),
    }
}

/// A stamp: its words, ink, degrees clockwise, and whether it has a frame.
struct Stamp {
    words: &'static str,
    ink: [u8; 3],
    degrees: f32,
    framed: bool,
}

/// Height of capitals: 4 millimetres at 200 dots per inch.
const CAPITAL: f32 = 32.0;

impl Stamp {
    fn strokes(&self) -> Vec<Stroke> {
        let mut at = 0.0;
        let mut strokes: Vec<Stroke> = Vec::new();
        for c in self.words.chars() {
            let (letter, width) = letter(c);
            let moved = letter.iter().map(|ends| ends.map(|(x, y)| (x + at, y)));
            strokes.extend(moved);
            at += width + 0.28;
        }
        let (right, top, bottom) = (at + 0.35, -0.75, 1.6);
        if self.framed {
            let corners = [(-0.6, top), (right, top), (right, bottom), (-0.6, bottom)];
            strokes.extend((0..4).map(|n| [corners[n], corners[(n + 1) % 4]]));
        }
        strokes
    }

    /// Draws it with its first letter near a place of the page.
    fn onto(&self, page: &mut RgbImage, (x, y): (f32, f32)) {
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        for [from, to] in self.strokes() {
            let steps = 120;
            for step in 0..=steps {
                #[expect(clippy::cast_precision_loss, reason = "steps of a stroke")]
                let part = step as f32 / steps as f32;
                let (a, b) = (
                    (from.0 + (to.0 - from.0) * part) * CAPITAL,
                    (from.1 + (to.1 - from.1) * part) * CAPITAL,
                );
                dab(
                    page,
                    (x + a * cos - b * sin, y + a * sin + b * cos),
                    self.ink,
                );
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "dots"
)]
fn dab(page: &mut RgbImage, (x, y): (f32, f32), ink: [u8; 3]) {
    for (dx, dy) in (-2..=2_i16).flat_map(|dx| (-2..=2_i16).map(move |dy| (dx, dy))) {
        if dx * dx + dy * dy < 6 {
            let (x, y) = ((x + f32::from(dx)) as u32, (y + f32::from(dy)) as u32);
            if x < page.width() && y < page.height() {
                page.put_pixel(x, y, Rgb(ink));
            }
        }
    }
}

/// A letter of the project; under its head on the left a stamp has room.
async fn letter_page() -> RgbImage {
    let path = paper("an-phu/incoming/2026-04-03-701-snnmt-qldd-nfd.pdf");
    picture(&path, 1, 0).await
}

async fn is_secret(stamps: &[(Stamp, (f32, f32))]) -> bool {
    let mut page = letter_page().await;
    for (stamp, place) in stamps {
        stamp.onto(&mut page, *place);
    }
    let result = recognised(&page, ImageFormat::Png).await.unwrap();
    assert!(
        !result.secret || result.page.text.is_empty(),
        "a secret page keeps no text"
    );
    result.secret
}

#[tokio::test]
async fn stamps_of_secrecy_are_seen() {
    let stamp = |words, ink, degrees, framed| Stamp {
        words,
        ink,
        degrees,
        framed,
    };
    for (stamp, place) in [
        (stamp("MẬT", RED, 0.0, true), (250.0, 560.0)),
        (stamp("TỐI MẬT", RED, -14.0, true), (250.0, 600.0)),
        (stamp("MẬT", RED, 9.0, true), (240.0, 60.0)),
        (stamp("MẬT", RED, 0.0, false), (250.0, 560.0)),
        (stamp("TỐI MẬT", RED, 90.0, true), (120.0, 420.0)),
    ] {
        let (words, degrees) = (stamp.words, stamp.degrees);
        let (ink, framed) = (stamp.ink, stamp.framed);
        assert!(
            is_secret(&[(stamp, place)]).await,
            "{words} {degrees} {ink:?} {framed}"
        );
    }
}

#[tokio::test]
async fn other_stamps_are_no_secret() {
    let stamp = |words, degrees| Stamp {
        words,
        ink: RED,
        degrees,
        framed: true,
    };
    assert!(!is_secret(&[(stamp("KHẨN", 0.0), (250.0, 560.0))]).await);
    assert!(
        !is_secret(&[
            (stamp("HOẢ TỐ", 7.0), (250.0, 560.0)),
            (stamp("MI", 0.0), (240.0, 70.0))
        ])
        .await
    );
}
