//! Marks of secrecy as stamps are seen whatever their ink, frame and angle, and stamps of urgency become lines
//! of the page; other stamps and the same words in the text are none of these.

use image::{ImageFormat, RgbImage};
use indexing::reading::{Known, Recognised, suggest};

use crate::desk::{paper, picture, recognised};
use crate::drawn::{Font, RED, Spoil, Stamp, head_only, spoilt};

const LETTER: &str = "an-phu/incoming/2026-04-03-701-snnmt-qldd-nfd.pdf";
/// Under the head on the left, in millimetres; a leaning stamp touches the lines around.
const PLACE: (f32, f32) = (48.0, 65.0);

async fn stamped(stamps: &[(Stamp, (f32, f32))], spoil: Spoil) -> Recognised {
    let mut page: RgbImage = head_only(&picture(&paper(LETTER), 1, 0).await);
    for (stamp, place) in stamps {
        stamp.onto(&mut page, 200.0, *place);
    }
    let page = spoilt(&page, spoil);
    let result = recognised(&page, ImageFormat::Png).await.unwrap();
    assert!(
        !result.secret || result.page.text.is_empty(),
        "a secret page keeps no text"
    );
    result
}

fn stamp(words: &'static str, degrees: f32) -> Stamp {
    Stamp {
        words,
        degrees,
        ..Stamp::default()
    }
}

#[tokio::test]
async fn stamps_of_secrecy_are_seen() {
    let red = |words, degrees, lines| Stamp {
        ink: RED,
        lines,
        ..stamp(words, degrees)
    };
    let thin = Stamp {
        font: Font::Italic,
        line_mm: 0.2,
        broken: true,
        ..stamp("TỐI MẬT", -6.0)
    };
    let double = Stamp {
        lines: 2,
        font: Font::Regular,
        ..stamp("TUYỆT MẬT", 15.0)
    };
    let tight = Stamp {
        room_mm: 0.3,
        line_mm: 0.9,
        ..stamp("MẬT", 0.0)
    };
    for (stamp, place, spoil) in [
        (red("MẬT", 0.0, 1), PLACE, Spoil::Nothing),
        (red("TỐI MẬT", -14.0, 1), PLACE, Spoil::Nothing),
        (red("MẬT", 9.0, 2), (40.0, 12.0), Spoil::Nothing),
        (red("MẬT", 0.0, 0), PLACE, Spoil::Nothing),
        (red("TỐI MẬT", 90.0, 1), (14.0, 60.0), Spoil::Nothing),
        (stamp("MẬT", 0.0), PLACE, Spoil::Nothing),
        (stamp("TỐI MẬT", -14.0), PLACE, Spoil::Bilevel),
        (thin, PLACE, Spoil::PoorBilevel),
        (double, PLACE, Spoil::Blurred),
        (tight, PLACE, Spoil::Bilevel),
    ] {
        let result = stamped(&[(stamp.clone(), place)], spoil).await;
        assert!(result.secret, "{stamp:?} {spoil:?} {}", result.page.text);
    }
}

#[tokio::test]
async fn stamps_of_urgency_become_lines_of_the_page() {
    let arrow = Stamp {
        lines: 0,
        ..stamp("HỎA TỐC", -36.0)
    };
    let bare = Stamp {
        ink: RED,
        lines: 0,
        ..stamp("THƯỢNG KHẨN", 7.0)
    };
    for (stamp, urgency) in [
        (stamp("HỎA TỐC", -4.0), "flash"),
        (arrow, "flash"),
        (bare, "very_urgent"),
        (stamp("KHẨN", 11.0), "urgent"),
    ] {
        let place = if stamp.degrees < -30.0 {
            (24.0, 66.0)
        } else {
            PLACE
        };
        let result = stamped(&[(stamp.clone(), place)], Spoil::Bilevel).await;
        let text = &result.page.text;
        assert!(
            !result.secret && text.lines().any(|line| line == stamp.words),
            "{stamp:?} {text}"
        );
        let suggested = suggest(std::slice::from_ref(&result.page), &Known::default());
        let found = suggested.iter().find(|one| one.field.code() == "urgency");
        assert_eq!(found.unwrap().value, urgency, "{text}");
    }
}

#[tokio::test]
async fn other_stamps_are_no_secret_and_not_urgent() {
    let other = |words, ink| Stamp {
        ink,
        ..stamp(words, 3.0)
    };
    for words in ["ĐẾN", "BẢO MẬT", "MẶT TRẬN", "KHẨN TRƯƠNG"] {
        for ink in [RED, crate::drawn::BLACK] {
            let result = stamped(&[(other(words, ink), PLACE)], Spoil::Nothing).await;
            let marks = ["KHẨN", "HỎA TỐC", "THƯỢNG KHẨN"];
            let is_urgent = result.page.text.lines().any(|line| marks.contains(&line));
            assert!(!result.secret && !is_urgent, "{words} {}", result.page.text);
        }
    }
}
