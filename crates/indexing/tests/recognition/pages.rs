//! Scans become text with places; pages without text say so.

use image::{ImageFormat, Rgb, RgbImage};
use indexing::reading::{Layer, Limits, Reader};

use crate::desk::{found, paper, picture, places, program, reader, recognised, texts};

const FAX: &str = "so-nnmt/incoming/2026-05-12-57-ubnd-kt-scan.pdf";

#[tokio::test]
async fn a_scan_becomes_text_with_places() {
    let result = reader().recognise(&paper(FAX), 1).await.unwrap();
    let page = &result.page;
    let expected = &texts("2026-05-12-57-ubnd-kt-scan")[0];
    assert!(found(expected, &page.text) > 0.9, "{}", page.text);
    assert!(result.confidence > 85.0, "{}", result.confidence);
    assert_eq!((result.turn, page.layer), (0, Layer::Recognised));
    assert!(!result.blank && !result.secret && result.sheet.is_none());
    assert!((page.width_pt - 595.0).abs() < 4.0 && (page.height_pt - 842.0).abs() < 4.0);
    let words = places(page);
    let country = words.iter().find(|(text, ..)| text == "CỘNG").unwrap();
    assert!(country.1 > 250.0 && country.2 < 160.0, "{country:?}");
    let signed = words.iter().find(|(text, ..)| text == "nhận:").unwrap();
    assert!(signed.1 < 200.0 && signed.2 > 300.0, "{signed:?}");
    assert!(page.words.iter().all(|word| word.confidence.is_some()));
    // The columns of the head stay apart.
    let head = page.text.lines().find(|line| line.contains("CỘNG HÒA"));
    assert!(head.unwrap().starts_with("CỘNG"), "{head:?}");
}

#[tokio::test]
async fn a_turned_page_is_stood_up_and_its_places_with_it() {
    let upright = reader().recognise(&paper(FAX), 1).await.unwrap();
    let date = |page: &indexing::reading::Page| {
        places(page)
            .into_iter()
            .find(|word| word.0 == "ngày")
            .unwrap()
    };
    let expected = date(&upright.page);
    for (lies, turn) in [(180, 180), (90, 270)] {
        let lying = picture(&paper(FAX), 1, lies).await;
        let result = recognised(&lying, ImageFormat::Png).await.unwrap();
        assert_eq!(result.turn, turn);
        let place = date(&result.page);
        let apart = (place.1 - expected.1).hypot(place.2 - expected.2);
        assert!(apart < 6.0, "{lies}: {place:?} {expected:?}");
        assert!(result.page.height_pt > result.page.width_pt);
    }
}

#[tokio::test]
async fn a_page_is_shown_as_turned() {
    let upright = picture(&paper(FAX), 1, 0).await;
    let turned = picture(&paper(FAX), 1, 90).await;
    assert_eq!(turned.width(), 2339);
    assert!(turned.height().abs_diff(1654) < 12, "{}", turned.height());
    let ink = |picture: &RgbImage, rows: std::ops::Range<f64>| {
        let from = f64::from(picture.width());
        let columns = from * rows.start..from * rows.end;
        let dark = picture
            .enumerate_pixels()
            .filter(|(x, _, dot)| columns.contains(&f64::from(*x)) && dot.0[0] < 100);
        dark.count()
    };
    // The head of the page, upright on top, stands on the right after a quarter turn clockwise.
    let by_rows = image::imageops::rotate90(&upright);
    assert!(ink(&turned, 0.85..0.95) * 10 > ink(&by_rows, 0.85..0.95) * 8);
    assert!(ink(&turned, 0.85..0.95) > 2 * ink(&turned, 0.02..0.12));
}

#[tokio::test]
async fn pages_that_wait_for_recognition_say_so() {
    let scratch = tempfile::tempdir().unwrap();
    for (path, layer) in [
        (FAX, Layer::Missing),
        (
            "an-phu/incoming/2026-09-16-64-gm-snnmt-anh.jpg",
            Layer::Missing,
        ),
        // Its only text is a signature block.
        (
            "an-phu/incoming/2026-03-10-566-syt-nvy-scan.pdf",
            Layer::Missing,
        ),
        (
            "an-phu/incoming/2026-04-03-701-snnmt-qldd-nfd.pdf",
            Layer::Drawn,
        ),
    ] {
        let reading = reader().read(&paper(path), scratch.path()).await.unwrap();
        let layers: Vec<Layer> = reading.pages.iter().map(|page| page.layer).collect();
        assert!(
            layers.iter().all(|found| *found == layer),
            "{path} {layers:?}"
        );
    }
}

#[tokio::test]
async fn a_blank_page_is_blank_and_a_separator_sheet_says_its_text() {
    let mut page = RgbImage::from_fn(1654, 2339, |x, y| {
        Rgb([if (x * 7919 + y * 104_729) % 99_991 == 0 {
            40
        } else {
            238
        }; 3])
    });
    let blank = recognised(&page, ImageFormat::Png).await.unwrap();
    assert!(blank.blank && blank.page.text.is_empty());
    let side = 24;
    for (row, dots) in (0..).zip(SHEET) {
        for (column, _) in (0..).zip(dots.chars()).filter(|(_, dot)| *dot == '#') {
            for (x, y) in (0..side).flat_map(|x| (0..side).map(move |y| (x, y))) {
                page.put_pixel(520 + column * side + x, 800 + row * side + y, Rgb([20; 3]));
            }
        }
    }
    let sheet = recognised(&page, ImageFormat::Png).await.unwrap();
    assert_eq!(sheet.sheet.as_deref(), Some("congvan:sheet:1:-:-"));
    let upside_down = image::imageops::rotate180(&page);
    let sheet = recognised(&upside_down, ImageFormat::Jpeg).await.unwrap();
    assert_eq!(sheet.sheet.as_deref(), Some("congvan:sheet:1:-:-"));
}

#[tokio::test]
async fn what_cannot_be_recognised_says_why() {
    let code = |reader: Reader, bytes: &'static [u8], page| async move {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, bytes).unwrap();
        reader.recognise(&path, page).await.unwrap_err().code
    };
    assert_eq!(
        code(reader(), b"%PDF-1.7\nnothing", 1).await,
        "reading.damaged"
    );
    assert_eq!(code(reader(), b"plain text", 1).await, "reading.no_picture");
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    assert_eq!(code(reader(), heic, 1).await, "reading.heic");
    let behind = reader().recognise(&paper(FAX), 99).await.unwrap_err();
    assert_eq!(behind.code, "reading.page_missing");
}

#[tokio::test]
async fn a_missing_recogniser_or_language_is_named() {
    for environment in ["PATH=/nowhere", "TESSDATA_PREFIX=/nowhere"] {
        let reader = Reader {
            command: vec!["/usr/bin/env".into(), environment.into(), program()],
            limits: Limits::default(),
        };
        let trouble = reader.recognise(&paper(FAX), 1).await.unwrap_err();
        assert_eq!(trouble.code, "reading.recogniser_missing", "{environment}");
    }
}

const SHEET: [&str; 25] = [
    "#######.#.#.....#.#######",
    "#.....#...#.##..#.#.....#",
    "#.###.#.#...####..#.###.#",
    "#.###.#...#..#.#..#.###.#",
    "#.###.#..###..#.#.#.###.#",
    "#.....#.#...#.#...#.....#",
    "#######.#.#.#.#.#.#######",
    ".........#..#.##.........",
    "#.#...##.##.###....#..#.#",
    "....#..###..##.#..##.##.#",
    "#.#.###...#....#.#...#..#",
    "#####..#.#...#.......#.##",
    ".#..###...####.#..#..#...",
    ".###.#..##..#..#..##.#..#",
    "##.#.####...#####.##....#",
    "..#.#..#.####.##.#..##.##",
    "#####.##.....##.#####..##",
    "........##...####...##..#",
    "#######.#..#....#.#.##..#",
    "#.....#..#...#..#...##.##",
    "#.###.#..#.###.#######.##",
    "#.###.#...#.#....#.##..#.",
    "#.###.#.#...###.##.##.###",
    "#.....#..#.##.####..##...",
    "#######.#.#..##.#.#..#..#",
];
