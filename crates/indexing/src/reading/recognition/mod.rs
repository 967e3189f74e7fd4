//! A page of a picture becomes text with places: turned upright, straightened, recognised, read in order.
//!
//! The first attempt is the cheapest that serves sound scans: grey, 200 dots per inch, one language. Only
//! where it reads badly a second one is paid for, and the better of both is kept. What is measured and
//! why stands in `docs/adr/0015-recognition.md`.

mod cells;
mod cutout;
pub mod digits;
mod frames;
pub mod grey;
mod letters;
mod lines;
mod marks;
pub mod page;
mod shapes;
pub mod sheet;
mod signing;
mod skew;
mod stamps;
pub mod straighten;
mod strips;
mod tesseract;

use std::time::{Duration, Instant};

use image::GrayImage;

use super::child::{Code, Source};
use super::text::lines::{Line, Place, Token, page_of};
use super::text::quality::Quality;
use super::text::repair::repair_lines;
use super::text::syllables::is_syllable;
use super::{Layer, Page as ReadPage, Recognised};
use lines::Row;
use page::Page;
use tesseract::{Manner, Seen};

/// Resolution of the first attempt; more costs time and brings nothing on sound scans.
const FIRST_DPI: f32 = 200.0;
/// Resolution of the second.
const SECOND_DPI: f32 = 300.0;
/// Less than this the recogniser straightens by itself.
const LEAST_SKEW_DEG: f32 = 0.4;

/// Recognises page `number`, from 1. All attempts together take no longer than `time`.
pub fn recognise(source: &Source<'_>, number: u32, time: Duration) -> Result<Recognised, Code> {
    let until = Instant::now() + time;
    let mut page = Page::load(source, number, FIRST_DPI)?;
    let afar = page.afar();
    if let Some(text) = sheet::text(&afar) {
        let sheet = Some(text);
        return Ok(Recognised {
            sheet,
            ..without_text(&page, number)
        });
    }
    if sheet::is_blank(&afar) {
        return Ok(Recognised {
            blank: true,
            ..without_text(&page, number)
        });
    }
    let (turn, first) = upright(&mut page, &afar, until)?;
    let attempt = match second(source, number, turn, &first, until) {
        Some(second) if second.worth > first.worth => second,
        _ => first,
    };
    let mut rows = attempt.rows(&page);
    if marks::is_marked(&page, &mut rows, until)? {
        return Ok(Recognised {
            secret: true,
            turn,
            ..without_text(&page, number)
        });
    }
    if number == 1 {
        digits::read_again(&page, attempt.skew_deg, &mut rows);
    }
    signing::read_again(&page, &mut rows, attempt.skew_deg, until);
    let confidence = lines::mean_confidence(rows.iter().flatten());
    Ok(Recognised {
        page: written(&rows, &page, number),
        confidence,
        turn,
        skew_deg: attempt.skew_deg,
        ..without_text(&page, number)
    })
}

fn without_text(page: &Page, number: u32) -> Recognised {
    Recognised {
        page: ReadPage {
            layer: Layer::Recognised,
            ..page_of(number, page.size_pt, &[])
        },
        confidence: 0.0,
        turn: 0,
        skew_deg: 0.0,
        sheet: None,
        blank: false,
        secret: false,
        cpu_ms: None,
    }
}

/// Stands the page upright and reads it. The recogniser is asked for the direction only where the lines
/// run upwards or the first attempt reads badly.
fn upright(page: &mut Page, afar: &GrayImage, until: Instant) -> Result<(u16, Attempt), Code> {
    let direction = |page: &Page| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "dots per inch"
        )]
        let dpi = page.dpi.round() as u32;
        tesseract::turn(&page.grey, dpi, until).filter(|turn| *turn != 0)
    };
    let is_sideways = skew::is_sideways(afar);
    let turn = if is_sideways { direction(page) } else { None };
    if let Some(turn) = turn {
        page.turn(turn);
        return Ok((
            turn,
            Attempt::of(page, &page.afar(), &Cleaning::NONE, until)?,
        ));
    }
    let first = Attempt::of(page, afar, &Cleaning::NONE, until)?;
    if is_sideways || !first.is_poor() {
        return Ok((0, first));
    }
    let Some(turn) = direction(page) else {
        return Ok((0, first));
    };
    page.turn(turn);
    match Attempt::of(page, &page.afar(), &Cleaning::NONE, until) {
        Ok(turned) if turned.worth > first.worth => Ok((turn, turned)),
        _ => {
            page.turn(360 - turn);
            Ok((0, first))
        }
    }
}

/// Another attempt where the first reads badly: with English where the words are sure but not Vietnamese,
/// else at a higher resolution and cleaned. What goes wrong here costs only this attempt.
fn second(
    source: &Source<'_>,
    number: u32,
    turn: u16,
    first: &Attempt,
    until: Instant,
) -> Option<Attempt> {
    if !first.is_poor() {
        return None;
    }
    let cleaning = if first.is_foreign() {
        Cleaning::FOREIGN
    } else {
        Cleaning::THOROUGH
    };
    let mut page = Page::load(source, number, SECOND_DPI).ok()?;
    page.turn(turn);
    Attempt::of(&page, &page.afar(), &cleaning, until).ok()
}

/// What is done to a picture before it is recognised, and in which languages.
struct Cleaning {
    languages: &'static str,
    despeckles: bool,
}

impl Cleaning {
    const NONE: Cleaning = Cleaning {
        languages: "vie",
        despeckles: false,
    };
    const THOROUGH: Cleaning = Cleaning {
        languages: "vie",
        despeckles: true,
    };
    const FOREIGN: Cleaning = Cleaning {
        languages: "vie+eng",
        despeckles: false,
    };
}

/// A page read once.
struct Attempt {
    words: Vec<Seen>,
    /// Degrees by which the page leans, and whether they were taken back before.
    skew_deg: f32,
    is_straightened: bool,
    size: (u32, u32),
    dpi: f32,
    confidence: f32,
    quality: Quality,
    worth: f32,
}

impl Attempt {
    /// Reads a page, of which `afar` is what is seen from afar.
    fn of(
        page: &Page,
        afar: &GrayImage,
        cleaning: &Cleaning,
        until: Instant,
    ) -> Result<Self, Code> {
        let mut picture = grey::evened(&page.grey);
        let skew_deg = skew::Ink::of(afar).skew_deg();
        if cleaning.despeckles {
            picture = Some(grey::despeckled(picture.as_ref().unwrap_or(&page.grey)));
        }
        let is_straightened = skew_deg.abs() >= LEAST_SKEW_DEG;
        if is_straightened {
            let leaning = picture.as_ref().unwrap_or(&page.grey);
            picture = Some(skew::straightened(leaning, skew_deg));
        }
        let picture = picture.as_ref().unwrap_or(&page.grey);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "dots per inch"
        )]
        let manner = Manner {
            languages: cleaning.languages,
            layout: "3",
            dpi: page.dpi.round() as u32,
            local_threshold: cleaning.despeckles,
        };
        let words = tesseract::words(picture, &manner, until)?;
        let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        Ok(Attempt {
            skew_deg,
            is_straightened,
            size: picture.dimensions(),
            dpi: page.dpi,
            confidence: lines::mean_confidence(&words),
            quality: Quality::of(&text.join(" ")),
            worth: words.iter().map(worth).sum(),
            words,
        })
    }

    /// Whether another attempt may pay.
    fn is_poor(&self) -> bool {
        /// Sound scans have more, in percent and as a share.
        const CONFIDENCE: f32 = 75.0;
        const SYLLABLES: f64 = 0.8;
        /// Fewer words tell no language.
        const ENOUGH: usize = 20;
        self.confidence < CONFIDENCE
            || self.quality.tokens >= ENOUGH && self.quality.syllable_share() < SYLLABLES
    }

    /// Whether its words are read surely and are of no Vietnamese.
    fn is_foreign(&self) -> bool {
        self.confidence >= 60.0 && self.quality.syllable_share() < 0.6
    }

    /// Lines in order, in dots of the page as it lies.
    #[expect(clippy::cast_precision_loss, reason = "dots of a page")]
    fn rows(&self, page: &Page) -> Vec<Row> {
        let middle = (self.size.0 as f32 / 2.0, self.size.1 as f32 / 2.0);
        let scale = page.dpi / self.dpi;
        let skew_deg = if self.is_straightened {
            self.skew_deg
        } else {
            0.0
        };
        let mut rows = lines::in_order(self.words.clone());
        for word in rows.iter_mut().flatten() {
            let at = (word.x + word.width / 2.0, word.y + word.height / 2.0);
            let (x, y) = skew::leaning(at, middle, skew_deg);
            word.x = (x - word.width / 2.0) * scale;
            word.y = (y - word.height / 2.0) * scale;
            word.width *= scale;
            word.height *= scale;
            word.line_height *= scale;
        }
        rows
    }
}

/// What a word adds to a reading: its letters, by how sure they are and whether they make a word.
fn worth(word: &Seen) -> f32 {
    let letters = word.text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_word = is_syllable(letters) || letters.chars().all(|c| !c.is_alphabetic());
    #[expect(clippy::cast_precision_loss, reason = "letters of a word")]
    let count = letters.chars().count() as f32;
    let sure = word.confidence / 100.0;
    let doubt = if sure < 0.4 { 0.3 } else { 0.0 };
    count * (sure * sure * if is_word { 1.0 } else { 0.6 } - doubt)
}

/// The page of text with places in points.
fn written(rows: &[Row], page: &Page, number: u32) -> ReadPage {
    let points = 72.0 / page.dpi;
    let token = |word: &Seen| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "percent"
        )]
        let confidence = Some(word.confidence.round() as u8);
        Token {
            place: Some(Place {
                x: word.x * points,
                y: word.y * points,
                width: word.width * points,
                height: word.height * points,
            }),
            confidence,
            ..Token::plain(word.text.as_str())
        }
    };
    let mut lines: Vec<Line> = rows
        .iter()
        .map(|row| row.iter().map(token).collect())
        .collect();
    repair_lines(&mut lines);
    ReadPage {
        layer: Layer::Recognised,
        ..page_of(number, page.size_pt, &lines)
    }
}
