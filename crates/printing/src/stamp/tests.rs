//! Stamped copies, read back.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use time::macros::date;

use super::*;

/// A PDF of some pages with a word on each; `more` changes the first page before it is written.
fn paper(pages: u32, more: impl Fn(&mut Document, ObjectId)) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" },
    );
    let mut kids = Vec::new();
    for page in 1..=pages {
        let words = format!("BT /F1 20 Tf 100 700 Td (original page {page}) Tj ET");
        let content = document.add_object(Stream::new(dictionary! {}, words.into_bytes()));
        kids.push(document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "Contents" => content,
        }));
    }
    let first = kids[0];
    document.objects.insert(
        tree,
        Object::Dictionary(dictionary! {
            "Type" => "Pages",
            "Count" => i64::from(pages),
            "Kids" => kids.into_iter().map(Object::Reference).collect::<Vec<_>>(),
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        }),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    more(&mut document, first);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn arrival() -> ArrivalStamp {
    ArrivalStamp {
        agency: "Ủy ban nhân dân xã Mường Thanh".into(),
        number: "1204".into(),
        day: date!(2026 - 11 - 20),
        forwarded_to: Some("Phòng Kinh tế".into()),
        dossier: None,
    }
}

fn annotations(pdf: &[u8]) -> (Document, Vec<lopdf::Dictionary>) {
    let document = Document::load_mem(pdf).unwrap();
    let page = document.page_iter().next().unwrap();
    let found = document.get_page_annotations(page).unwrap();
    let found = found.into_iter().cloned().collect();
    (document, found)
}

fn rect(annotation: &lopdf::Dictionary) -> Vec<f32> {
    let numbers = annotation.get(b"Rect").unwrap().as_array().unwrap();
    numbers
        .iter()
        .map(|n| n.as_float().unwrap().round())
        .collect()
}

#[test]
fn the_copy_keeps_every_byte_page_and_word_of_the_original() {
    let original = paper(3, |_, _| {});
    let copy = stamp_arrival(&original, &arrival(), Place::default()).unwrap();
    assert_eq!(copy.way, Way::Appended);
    assert!(copy.pdf.starts_with(&original));
    let (document, annotations) = annotations(&copy.pdf);
    assert_eq!(document.get_pages().len(), 3);
    for page in 1..=3 {
        let words = document.extract_text(&[page]).unwrap();
        assert!(words.contains(&format!("original page {page}")), "{words}");
    }
    assert_eq!(annotations.len(), 1);
    // 50 mm × 35 mm are 142 × 99 points, 70 % from the left and 13 % from the top.
    assert_eq!(rect(&annotations[0]), [417.0, 633.0, 558.0, 733.0]);
    assert_eq!(annotations[0].get(b"F").unwrap().as_i64().unwrap() & 4, 4);
    assert!(copy.pdf.len() - original.len() < 60_000);
}

#[test]
fn annotations_that_were_there_stay() {
    for in_an_object in [false, true] {
        let original = paper(1, |document, page| {
            let seal =
                document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Widget" });
            let list = vec![Object::Reference(seal)];
            let entry = if in_an_object {
                Object::Reference(document.add_object(list))
            } else {
                Object::Array(list)
            };
            document
                .get_dictionary_mut(page)
                .unwrap()
                .set("Annots", entry);
        });
        let copy = stamp_arrival(&original, &arrival(), Place::default()).unwrap();
        let (_, annotations) = annotations(&copy.pdf);
        let kinds: Vec<_> = annotations
            .iter()
            .map(|a| a.get(b"Subtype").unwrap().as_name().unwrap().to_vec())
            .collect();
        assert_eq!(kinds, [b"Widget".to_vec(), b"Stamp".to_vec()]);
        // Stamped again: what is there already stays once more.
        let twice = stamp_arrival(&copy.pdf, &arrival(), Place { x: 0.1, y: 0.1 }).unwrap();
        assert_eq!(self::annotations(&twice.pdf).1.len(), 3);
        assert!(twice.pdf.starts_with(&copy.pdf));
    }
}

#[test]
fn a_turned_page_is_stamped_where_it_is_seen() {
    let corner = Place { x: 0.0, y: 0.0 };
    for (turn, expected) in [
        (0, [0.0, 743.0, 142.0, 842.0]),
        (90, [0.0, 0.0, 99.0, 142.0]),
        (180, [453.0, 0.0, 595.0, 99.0]),
        (-90, [496.0, 700.0, 595.0, 842.0]),
    ] {
        let original = paper(1, |document, page| {
            document
                .get_dictionary_mut(page)
                .unwrap()
                .set("Rotate", turn);
        });
        let copy = stamp_arrival(&original, &arrival(), corner).unwrap();
        assert_eq!(rect(&annotations(&copy.pdf).1[0]), expected, "{turn}");
    }
}

#[test]
fn number_and_date_are_written_at_their_places() {
    let original = paper(2, |_, _| {});
    let stamp = NumberStamp {
        number: "57/UBND-KT".into(),
        day: "05".into(),
        month: "01".into(),
        year: "2026".into(),
    };
    let area = |x, y, width| {
        Some(Area {
            x,
            y,
            width,
            height: 18.0,
        })
    };
    let places = NumberPlaces {
        number: area(120.0, 90.0, 90.0),
        day: area(380.0, 90.0, 20.0),
        month: area(440.0, 90.0, 20.0),
        year: None,
        hides_dots: true,
    };
    let copy = stamp_number(&original, &stamp, &places).unwrap();
    assert!(copy.pdf.starts_with(&original));
    let (document, annotations) = annotations(&copy.pdf);
    assert_eq!(annotations.len(), 3);
    assert_eq!(rect(&annotations[0]), [120.0, 734.0, 210.0, 752.0]);
    let contents = lopdf::decode_text_string(annotations[0].get(b"Contents").unwrap()).unwrap();
    assert_eq!(contents, "57/UBND-KT");
    let form = annotations[0].get(b"AP").unwrap().as_dict().unwrap();
    let form = document.dereference(form.get(b"N").unwrap()).unwrap().1;
    let drawn = form.as_stream().unwrap().decompressed_content().unwrap();
    assert!(
        String::from_utf8_lossy(&drawn).contains("BT"),
        "no words are drawn"
    );
}

/// Size of the letters of an annotation and how far their line is from the lower edge of the page, in points.
fn drawn(document: &Document, annotation: &lopdf::Dictionary) -> (f32, f32) {
    let form = annotation.get(b"AP").unwrap().as_dict().unwrap();
    let form = document.dereference(form.get(b"N").unwrap()).unwrap().1;
    let form = form.as_stream().unwrap().decompressed_content().unwrap();
    // Upright letters: of each matrix the scale and the shift of y are enough.
    let (mut here, mut saved) = ((1.0, 0.0), Vec::new());
    let (mut size, mut line) = (0.0, 0.0);
    for operation in lopdf::content::Content::decode(&form).unwrap().operations {
        let number = |at: usize| operation.operands[at].as_float().unwrap();
        match operation.operator.as_str() {
            "q" => saved.push(here),
            "Q" => here = saved.pop().unwrap(),
            "cm" => here = (here.0 * number(3), here.0 * number(5) + here.1),
            "Tf" => size = number(1),
            "Tm" => line = here.0 * number(5) + here.1,
            _ => {}
        }
    }
    let rect = annotation.get(b"Rect").unwrap().as_array().unwrap();
    (size, rect[1].as_float().unwrap() + line)
}

#[test]
fn letters_of_the_stamp_stand_on_the_line_of_their_neighbours() {
    let stamp = NumberStamp {
        number: "57".into(),
        day: "05".into(),
        month: "11".into(),
        year: "2026".into(),
    };
    let places = NumberPlaces {
        number: Some(Area::on_line(100.0, 40.0, 300.0, 13.0)),
        day: Some(Area::on_line(380.0, 40.0, 302.0, 12.0)),
        ..NumberPlaces::default()
    };
    let copy = stamp_number(&paper(1, |_, _| {}), &stamp, &places).unwrap();
    let (document, annotations) = annotations(&copy.pdf);
    let found = annotations.iter().map(|one| drawn(&document, one));
    for ((size, line), wanted) in found.zip([(13.0, 842.0 - 300.0), (12.0, 842.0 - 302.0)]) {
        let is_near = (size - wanted.0).abs() < 0.05 && (line - wanted.1).abs() < 0.05;
        assert!(is_near, "{size} {line} for {wanted:?}");
    }
}

#[test]
fn a_signed_file_gets_no_number() {
    let places = NumberPlaces {
        number: Some(Area::on_line(120.0, 40.0, 100.0, 13.0)),
        ..NumberPlaces::default()
    };
    let stamp = NumberStamp {
        number: "57".into(),
        day: "05".into(),
        month: "01".into(),
        year: "2026".into(),
    };
    let signed = |is_filled: bool| {
        paper(1, move |document, page| {
            let mut field = dictionary! { "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig" };
            if is_filled {
                let signature = document.add_object(dictionary! { "Type" => "Sig" });
                field.set("V", signature);
            }
            let field = document.add_object(field);
            let page = document.get_dictionary_mut(page).unwrap();
            page.set("Annots", vec![Object::Reference(field)]);
        })
    };
    assert!(
        stamp_number(&signed(false), &stamp, &places).is_ok(),
        "a place to sign is no signature"
    );
    assert_eq!(
        stamp_number(&signed(true), &stamp, &places),
        Err(PrintError::Signed)
    );
    assert!(stamp_arrival(&signed(true), &arrival(), Place::default()).is_ok());
}

#[test]
fn what_cannot_be_stamped_is_refused_with_its_reason() {
    let stamp = |bytes: &[u8], place| stamp_arrival(bytes, &arrival(), place).unwrap_err();
    let usual = Place::default();
    assert_eq!(stamp(b"", usual), PrintError::Unreadable);
    assert_eq!(
        stamp(b"%PDF-1.7 and nothing else", usual),
        PrintError::Unreadable
    );
    let original = paper(1, |_, _| {});
    let nowhere = Place {
        x: f64::NAN,
        y: 0.0,
    };
    assert_eq!(stamp(&original, nowhere), PrintError::OffPage);
    let number = NumberStamp {
        number: "1".into(),
        day: "1".into(),
        month: "1".into(),
        year: "1".into(),
    };
    let outside = NumberPlaces {
        number: Some(Area {
            x: 590.0,
            y: 0.0,
            width: 90.0,
            height: 18.0,
        }),
        ..NumberPlaces::default()
    };
    let refused = stamp_number(&original, &number, &outside).unwrap_err();
    assert_eq!(refused, PrintError::OffPage);
}

#[test]
fn a_file_with_a_damaged_directory_is_written_anew() {
    let mut original = paper(2, |_, _| {});
    let at = original
        .windows(9)
        .rposition(|part| part == b"startxref")
        .unwrap();
    original.truncate(at);
    let copy = stamp_arrival(&original, &arrival(), Place::default()).unwrap();
    assert_eq!(copy.way, Way::Rewritten);
    let (document, annotations) = annotations(&copy.pdf);
    assert_eq!((document.get_pages().len(), annotations.len()), (2, 1));
    assert!(
        document
            .extract_text(&[2])
            .unwrap()
            .contains("original page 2")
    );
}

#[test]
fn words_of_any_length_fit_into_the_stamp() {
    let original = paper(1, |_, _| {});
    let long = ArrivalStamp {
        agency: "Ủy ban nhân dân xã ".repeat(30),
        number: "9".repeat(300),
        forwarded_to: Some("#panic() Phòng ".repeat(80)),
        dossier: Some(String::new()),
        ..arrival()
    };
    assert!(stamp_arrival(&original, &long, Place::default()).is_ok());
}
