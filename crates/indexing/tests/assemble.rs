//! Papers made of pages of others, and copies whose words can be found, through real child processes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

use image::{GrayImage, ImageFormat, Luma, Rgb, RgbImage};
use indexing::reading::{Assembled, Limits, Page, PagePart, Reader, Reading, TextLayer, Word};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use tempfile::TempDir;

struct Desk {
    folder: TempDir,
    reader: Reader,
}

impl Desk {
    fn new() -> Self {
        let tests = std::env::current_exe().unwrap();
        let built = tests.parent().unwrap().parent().unwrap();
        let program = built.join("examples/read_child");
        assert!(
            program.exists(),
            "build it first: cargo build -p indexing --example read_child"
        );
        Desk {
            folder: tempfile::tempdir().unwrap(),
            reader: Reader {
                command: vec![program.to_str().unwrap().to_owned()],
                limits: Limits::default(),
            },
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    async fn assembles(&self, parts: &[PagePart]) -> Result<(PathBuf, Assembled), String> {
        let target = self.path("made.pdf");
        let made = self.reader.assemble(parts, &target).await;
        made.map(|made| (target, made)).map_err(|it| it.code)
    }

    async fn reads(&self, path: &Path) -> Reading {
        self.reader.read(path, self.folder.path()).await.unwrap()
    }
}

fn part(path: &Path, page: u32, turn: u16) -> PagePart {
    PagePart {
        path: path.to_owned(),
        page,
        turn,
    }
}

/// Pages of 300 by 400 points with a word in Helvetica each; size and font are inherited.
fn pdf(words: &[&str]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" },
    );
    let pages: Vec<Object> = words
        .iter()
        .map(|word| {
            let content = format!("BT /F1 20 Tf 50 350 Td ({word}) Tj ET");
            let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
            let page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content };
            Object::Reference(document.add_object(page))
        })
        .collect();
    let count = i64::try_from(pages.len()).unwrap();
    finished(
        document,
        tree,
        dictionary! {
            "Type" => "Pages", "Kids" => pages, "Count" => count,
            "MediaBox" => vec![0.into(), 0.into(), 300.into(), 400.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        },
    )
}

fn finished(mut document: Document, tree: ObjectId, pages: Dictionary) -> Vec<u8> {
    document.objects.insert(tree, pages.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn encoded(picture: &image::DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

#[tokio::test]
async fn pages_stand_in_the_order_asked_for_and_turned() {
    let desk = Desk::new();
    let first = desk.keep("a.pdf", &pdf(&["one", "two", "three"]));
    let second = desk.keep("b.pdf", &pdf(&["four"]));
    let parts = [
        part(&first, 3, 0),
        part(&second, 1, 90),
        part(&first, 1, 180),
        part(&first, 3, 270),
    ];
    let (path, made) = desk.assembles(&parts).await.unwrap();
    assert_eq!(made.pages, 4);
    assert_eq!(made.size_bytes, std::fs::metadata(&path).unwrap().len());
    let reading = desk.reads(&path).await;
    let seen: Vec<(&str, f32)> = reading
        .pages
        .iter()
        .map(|page| (page.text.as_str(), page.width_pt))
        .collect();
    assert_eq!(
        seen,
        [
            ("three", 300.0),
            ("four", 400.0),
            ("one", 300.0),
            ("three", 400.0)
        ]
    );
    // A turn is added to the one that is there.
    let again = desk.keep("c.pdf", &std::fs::read(&path).unwrap());
    let (path, _) = desk.assembles(&[part(&again, 2, 270)]).await.unwrap();
    assert_eq!(desk.reads(&path).await.pages[0].width_pt, 300.0);
}

#[tokio::test]
async fn pictures_become_pages_of_their_size() {
    let desk = Desk::new();
    let noise = |x: u32, y: u32| u8::try_from((x * 7919 + y * 104_729) % 251).unwrap();
    let colours = RgbImage::from_fn(1654, 2339, |x, y| {
        Rgb([noise(x / 40, 1), noise(1, y / 40), 90])
    });
    let jpeg = encoded(&colours.clone().into(), ImageFormat::Jpeg);
    let black = GrayImage::from_fn(1654, 2339, |x, y| {
        Luma([255 * u8::from((x / 9 + y / 7) % 3 > 0)])
    });
    let photograph = desk.keep("a.jpg", &jpeg);
    let parts = [
        part(&photograph, 1, 90),
        part(
            &desk.keep("b.png", &encoded(&black.clone().into(), ImageFormat::Png)),
            1,
            0,
        ),
        part(
            &desk.keep("c.tif", &encoded(&black.into(), ImageFormat::Tiff)),
            1,
            0,
        ),
        part(
            &desk.keep(
                "d.webp",
                &encoded(&colours.clone().into(), ImageFormat::WebP),
            ),
            1,
            0,
        ),
        part(
            &desk.keep("e.bmp", &encoded(&colours.into(), ImageFormat::Bmp)),
            1,
            0,
        ),
    ];
    let (path, made) = desk.assembles(&parts).await.unwrap();
    let reading = desk.reads(&path).await;
    let sizes: Vec<(f32, f32)> = reading
        .pages
        .iter()
        .map(|page| (page.width_pt.round(), page.height_pt.round()))
        .collect();
    let upright = (595.0, 842.0);
    assert_eq!(sizes, [(842.0, 595.0), upright, upright, upright, upright]);
    let document = Document::load(&path).unwrap();
    let pictures: Vec<&Stream> = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| stream.dict.get(b"Subtype").is_ok())
        .collect();
    assert!(pictures.iter().any(|picture| picture.content == jpeg));
    let one_bit = |picture: &&&Stream| picture.dict.get(b"BitsPerComponent").unwrap() == &1.into();
    assert_eq!(pictures.iter().filter(one_bit).count(), 2);
    assert!(made.size_bytes < 4_000_000, "{}", made.size_bytes);
    // What was packed anew is what was there, seen through the pictures of pages.
    let seen = |page| desk.reader.render(&path, page, 400);
    assert_eq!(seen(4).await.unwrap(), seen(5).await.unwrap());
    assert_eq!(seen(2).await.unwrap(), seen(3).await.unwrap());
}

#[tokio::test]
async fn a_photograph_stands_up_as_the_camera_says() {
    let desk = Desk::new();
    // Left half dark; the camera was held so that the picture has to be turned by a quarter.
    let picture = GrayImage::from_fn(400, 300, |x, _| Luma([if x < 200 { 0 } else { 255 }]));
    let plain = encoded(&picture.into(), ImageFormat::Jpeg);
    let orientation =
        b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&plain[..2], orientation, &plain[2..]].concat();
    let (path, _) = desk
        .assembles(&[part(&desk.keep("a.jpg", &turned), 1, 0)])
        .await
        .unwrap();
    let page = &desk.reads(&path).await.pages[0];
    assert!(page.height_pt > page.width_pt);
    let shown = desk.reader.render(&path, 1, 90).await.unwrap();
    let shown = image::load_from_memory(&shown).unwrap().into_luma8();
    assert!(
        shown.get_pixel(45, 20).0[0] < 60,
        "the left has become the top"
    );
    assert!(shown.get_pixel(45, 100).0[0] > 200);
}

/// A scan as some machines write it: one dictionary with the pictures of all pages, shared by all.
fn scan(pages: usize, picture_bytes: usize) -> Vec<u8> {
    let mut document = Document::with_version("1.4");
    let tree = document.new_object_id();
    let mut pictures = Dictionary::new();
    for at in 0..pages {
        let noise =
            (0..picture_bytes).map(|nth| u8::try_from((nth * nth + at * 31) % 251).unwrap());
        let side = i64::try_from(picture_bytes / 10).unwrap();
        let picture = dictionary! {
            "Subtype" => "Image", "Width" => side, "Height" => 10, "BitsPerComponent" => 8,
            "ColorSpace" => "DeviceGray",
        };
        pictures.set(
            format!("Im{at}"),
            document.add_object(Stream::new(picture, noise.collect())),
        );
    }
    let resources = document.add_object(dictionary! { "XObject" => pictures });
    let kids: Vec<Object> = (0..pages)
        .map(|at| {
            let content = format!("q 595 0 0 842 0 0 cm /Im{at} Do Q");
            let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
            Object::Reference(document.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            }))
        })
        .collect();
    let count = i64::try_from(pages).unwrap();
    let tree_dictionary = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    finished(document, tree, tree_dictionary)
}

#[tokio::test]
async fn twenty_papers_of_a_scan_are_together_as_large_as_the_scan() {
    let desk = Desk::new();
    let whole = scan(300, 20_000);
    let path = desk.keep("scan.pdf", &whole);
    let mut together = 0;
    for paper in 0..20 {
        let parts: Vec<PagePart> = (1..=15)
            .map(|nth| part(&path, paper * 15 + nth, 0))
            .collect();
        let (_, made) = desk.assembles(&parts).await.unwrap();
        assert_eq!(made.pages, 15);
        together += made.size_bytes;
    }
    let whole = whole.len() as u64;
    assert!(together < whole + whole / 20, "{together} of {whole}");
    // And back again, one page twice: pictures are not doubled.
    let parts: Vec<PagePart> = (1..=300)
        .chain([7, 7])
        .map(|page| part(&path, page, 0))
        .collect();
    let (_, made) = desk.assembles(&parts).await.unwrap();
    assert!(made.size_bytes < whole + whole / 20);
}

#[tokio::test]
async fn what_stands_on_a_page_comes_along_and_what_acts_does_not() {
    let desk = Desk::new();
    let mut document = Document::load_mem(&pdf(&["one", "two"])).unwrap();
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let form = document.add_object(Stream::new(
        dictionary! { "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 100.into(), 50.into()], "Resources" => dictionary! {} },
        b"0 0 100 50 re f".to_vec(),
    ));
    let seal = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "P" => pages[0], "F" => 4,
        "Rect" => vec![100.into(), 100.into(), 200.into(), 150.into()],
        "AP" => dictionary! { "N" => form },
        "V" => dictionary! { "Type" => "Sig", "Contents" => Object::string_literal("signed") },
    });
    let link = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "Dest" => vec![pages[1].into(), "Fit".into()],
        "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        "A" => dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("alert") },
    });
    let page = document.get_dictionary_mut(pages[0]).unwrap();
    page.set("Annots", vec![seal.into(), link.into()]);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let path = desk.keep("a.pdf", &bytes);
    let (made, _) = desk.assembles(&[part(&path, 1, 0)]).await.unwrap();
    let text = std::fs::read(&made).unwrap();
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("0 0 100 50 re f"));
    for gone in ["signed", "alert", "JavaScript", "two"] {
        assert!(!text.contains(gone), "{gone}");
    }
    let shown = desk.reader.render(&made, 1, 300).await.unwrap();
    let shown = image::load_from_memory(&shown).unwrap().into_luma8();
    assert!(shown.get_pixel(150, 275).0[0] < 60, "the seal is drawn");
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_and_leaves_nothing() {
    let desk = Desk::new();
    let good = desk.keep("a.pdf", &pdf(&["one"]));
    let text = desk.keep("b.txt", b"words");
    let empty = desk.keep("c.pdf", b"");
    let torn = desk.keep("d.pdf", b"%PDF-1.5\nnothing of a paper");
    let torn_jpeg = desk.keep("e.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0");
    let gone = desk.path("gone.pdf");
    for (parts, code) in [
        (vec![], "reading.page_missing"),
        (vec![part(&good, 0, 0)], "reading.page_missing"),
        (
            vec![part(&good, 1, 0), part(&good, 2, 0)],
            "reading.page_missing",
        ),
        (vec![part(&good, 1, 45)], "reading.page_shape"),
        (vec![part(&text, 1, 0)], "reading.unsupported"),
        (vec![part(&empty, 1, 0)], "reading.empty"),
        (vec![part(&torn, 1, 0)], "reading.damaged"),
        (vec![part(&torn_jpeg, 1, 0)], "reading.damaged"),
        (vec![part(&gone, 1, 0)], "reading.missing"),
    ] {
        assert_eq!(desk.assembles(&parts).await.unwrap_err(), code);
        assert!(!desk.path("made.pdf").exists());
    }
    let nowhere = desk.path("no/folder/made.pdf");
    let trouble = desk.reader.assemble(&[part(&good, 1, 0)], &nowhere).await;
    assert_eq!(trouble.unwrap_err().code, "reading.output");
}

#[tokio::test]
async fn a_page_that_refers_to_itself_is_copied() {
    let desk = Desk::new();
    let mut document = Document::load_mem(&pdf(&["one"])).unwrap();
    let page = document.page_iter().next().unwrap();
    let ring = document.new_object_id();
    document
        .objects
        .insert(ring, vec![Object::Reference(ring), page.into()].into());
    let dictionary = document.get_dictionary_mut(page).unwrap();
    dictionary.set("Odd", ring);
    let mut deep = Object::Null;
    for _ in 0..90 {
        deep = vec![deep].into();
    }
    dictionary.set("Deep", deep);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let path = desk.keep("a.pdf", &bytes);
    let (made, _) = desk.assembles(&[part(&path, 1, 0)]).await.unwrap();
    assert_eq!(desk.reads(&made).await.pages[0].text, "one");
}

/// Where the folder of hostile files exists: every one of them gives a paper or a code, in time.
#[tokio::test]
async fn hostile_files_give_a_paper_or_a_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/hostile-pdf");
    let Ok(files) = std::fs::read_dir(folder) else {
        println!("skipped: no folder of hostile files beside the project");
        return;
    };
    let desk = Desk::new();
    let mut codes = std::collections::BTreeMap::<String, u32>::new();
    for file in files.map(|file| file.unwrap().path()) {
        let started = std::time::Instant::now();
        let code = match desk.assembles(&[part(&file, 1, 0)]).await {
            Ok(_) => "made".to_owned(),
            Err(code) => code,
        };
        assert!(started.elapsed() < Limits::default().wall + std::time::Duration::from_secs(5));
        assert!(
            !matches!(code.as_str(), "reading.crashed" | "reading.not_started"),
            "{} {code}",
            file.display()
        );
        *codes.entry(code).or_default() += 1;
    }
    println!("{codes:?}");
}

const LETTERS: &str =
    "àảãáạ ăằẳẵắặ âầẩẫấậ đèẻẽéẹ êềểễếệ ìỉĩíị òỏõóọ ôồổỗốộ ơờởỡớợ ùủũúụ ưừửữứự ỳỷỹýỵ";

/// Words in lines of three, with their places on a page of this size.
fn words(width_pt: f32, height_pt: f32) -> Page {
    let all = format!(
        "{LETTERS} {} Căn cứ Nghị định số 30/2020/NĐ-CP;",
        LETTERS.to_uppercase()
    );
    let (mut text, mut words) = (String::new(), Vec::new());
    for (at, word) in all.split(' ').enumerate() {
        if at > 0 {
            text.push(if at % 3 == 0 { '\n' } else { ' ' });
        }
        let (row, column) = (
            f32::from(u8::try_from(at / 3).unwrap()),
            f32::from(u8::try_from(at % 3).unwrap()),
        );
        let start = text.len();
        text.push_str(word);
        words.push(Word {
            start: u32::try_from(start).unwrap(),
            end: u32::try_from(text.len()).unwrap(),
            x: 40.0 + 150.0 * column,
            y: 50.0 + 30.0 * row,
            width: 100.0,
            height: 14.0,
        });
    }
    Page {
        number: 1,
        width_pt,
        height_pt,
        text,
        words,
        converted: None,
    }
}

fn same_places(found: &Page, expected: &Page) {
    assert_eq!(found.text, expected.text);
    assert_eq!(found.words.len(), expected.words.len());
    for (found, expected) in found.words.iter().zip(&expected.words) {
        for (found, expected) in [
            (found.x, expected.x),
            (found.y, expected.y),
            (found.width, expected.width),
            (found.height, expected.height),
        ] {
            assert!((found - expected).abs() < 1.5, "{found} {expected}");
        }
    }
}

#[tokio::test]
async fn words_of_a_scan_are_found_at_their_places() {
    let desk = Desk::new();
    let scan = desk.keep("scan.pdf", &scan(2, 2_000));
    let before = std::fs::read(&scan).unwrap();
    for turn in [0, 90, 180, 270] {
        let (width, height) = if turn % 180 == 0 {
            (595.0, 842.0)
        } else {
            (842.0, 595.0)
        };
        let page = words(width, height);
        let layer = TextLayer {
            page: page.clone(),
            turn,
        };
        let target = desk.path("found.pdf");
        let made = desk
            .reader
            .searchable(&scan, &[layer], &target)
            .await
            .unwrap();
        assert_eq!(made.pages, 2);
        let mut reading = desk.reads(&target).await;
        reading.pages[0].number = 1;
        same_places(&reading.pages[0], &page);
        assert!(reading.pages[1].text.is_empty());
        // Nothing of it is seen.
        let bare = desk.path("bare.pdf");
        let whole = [part(&scan, 1, turn)];
        desk.reader.assemble(&whole, &bare).await.unwrap();
        assert_eq!(
            desk.reader.render(&target, 1, 500).await.unwrap(),
            desk.reader.render(&bare, 1, 500).await.unwrap()
        );
        told_by_poppler(&target, &page);
    }
    assert_eq!(std::fs::read(&scan).unwrap(), before);
}

/// The same by another program, where it is installed.
fn told_by_poppler(path: &Path, page: &Page) {
    let told = Command::new("pdftotext")
        .args(["-f", "1", "-l", "1", "-bbox"])
        .arg(path)
        .arg("-")
        .output();
    let Ok(told) = told else {
        println!("skipped: pdftotext is not installed");
        return;
    };
    let told = String::from_utf8(told.stdout).unwrap();
    let mut lines = told.lines().filter(|line| line.contains("<word "));
    for word in &page.words {
        let line = lines.next().expect("a word for each");
        let text = &page.text[word.start as usize..word.end as usize];
        assert!(line.contains(&format!(">{text}</word>")), "{line} {text}");
        let left: f32 = line
            .split("xMin=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!((left - word.x).abs() < 1.5, "{line} {}", word.x);
    }
    assert!(lines.next().is_none());
}

#[tokio::test]
async fn a_picture_gets_its_words_too() {
    let desk = Desk::new();
    let picture = GrayImage::from_pixel(1654, 2339, Luma([250]));
    let picture = desk.keep("a.png", &encoded(&picture.into(), ImageFormat::Png));
    // Measured by a page of half the size.
    let mut page = words(297.6, 421.0);
    for word in &mut page.words {
        (word.x, word.y) = (word.x / 2.0, word.y / 2.0);
        (word.width, word.height) = (word.width / 2.0, word.height / 2.0);
    }
    let target = desk.path("found.pdf");
    let layer = TextLayer { page, turn: 0 };
    desk.reader
        .searchable(&picture, &[layer], &target)
        .await
        .unwrap();
    same_places(&desk.reads(&target).await.pages[0], &words(595.3, 842.0));
}
