//! What stands on the pages, read from the typesetter's own pages and from the finished files.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use calamine::{Data, Reader, Xlsx};
use time::macros::{date, datetime};
use typst::layout::{Frame, FrameItem};
use typst::visualize::Geometry;

use super::pdf::press;
use super::*;
use crate::PrintError;

fn register(rows: Vec<Row>) -> Register {
    Register {
        agency_parent: Some("Ủy ban nhân dân tỉnh Hoàng Liên".into()),
        agency: "Ủy ban nhân dân xã Mường Thanh".into(),
        title: forms::INCOMING_TITLE.into(),
        year: 2026,
        period: (date!(2026 - 01 - 01), date!(2026 - 06 - 30)),
        numbers: Some(("01".into(), "987".into())),
        volume: Some(2),
        columns: forms::incoming(),
        rows,
        totals: vec!["Tổng số: 987 văn bản".into()],
        filter: Some("độ khẩn: Khẩn".into()),
        signatures: vec![Signature {
            post: "Người lập".into(),
            name: Some("Trần Thị Lan".into()),
        }],
        mark: Mark {
            by: "Trần Thị Lan".into(),
            at: datetime!(2026-07-01 08:05 +7),
        },
    }
}

fn row(number: u32, subject: &str) -> Row {
    Row {
        cells: vec![
            date!(2026 - 01 - 05).into(),
            number.into(),
            "Sở Tài chính".into(),
            "12/STC-NS".into(),
            date!(2026 - 01 - 02).into(),
            subject.into(),
            "Văn phòng".into(),
            Cell::Empty,
            Cell::Empty,
            "ghi nhớ".into(),
        ],
        struck: false,
    }
}

/// Words of each page without blanks, and how many straight lines are drawn on it.
fn pages(register: &Register) -> Vec<(String, usize)> {
    fn walk(frame: &Frame, words: &mut String, lines: &mut usize) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => walk(&group.frame, words, lines),
                FrameItem::Text(text) => words.push_str(&text.text),
                FrameItem::Shape(shape, _) if matches!(shape.geometry, Geometry::Line(_)) => {
                    *lines += 1;
                }
                _ => {}
            }
        }
    }
    let document = press(register).unwrap().pages().unwrap();
    let read = |page: &typst_layout::Page| {
        let (mut words, mut lines) = (String::new(), 0);
        walk(&page.frame, &mut words, &mut lines);
        (bare(&words), lines)
    };
    document.pages().iter().map(read).collect()
}

fn bare(words: &str) -> String {
    words
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200b}')
        .collect()
}

#[track_caller]
fn has(page: &str, words: &str) {
    assert!(page.contains(&bare(words)), "«{words}» is not on: {page}");
}

#[test]
fn the_cover_names_agency_book_days_numbers_and_volume() {
    let pages = pages(&register(vec![row(1, "Báo cáo")]));
    let cover = &pages[0].0;
    for words in [
        "ỦY BAN NHÂN DÂN TỈNH HOÀNG LIÊN",
        "ỦY BAN NHÂN DÂN XÃ MƯỜNG THANH",
        "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
        "Năm: 2026",
        "Từ ngày 01/01/2026 đến ngày 30/06/2026",
        "Từ số 01 đến số 987",
        "Quyển số: 2",
        "độ khẩn: Khẩn",
        "In từ hệ thống Congvan ngày 01/07/2026 08:05 bởi Trần Thị Lan",
    ] {
        has(cover, words);
    }
    let last = &pages[1].0;
    for words in ["Tổng số: 987 văn bản", "NGƯỜI LẬP", "Trần Thị Lan"] {
        has(last, words);
    }
}

#[test]
fn headings_mark_and_page_numbers_are_on_every_page_and_no_row_is_lost_or_split() {
    let subject =
        "Kế hoạch triển khai công tác phòng, chống thiên tai và tìm kiếm cứu nạn ".repeat(3);
    let rows: Vec<_> = (1..=30)
        .map(|number| row(number, &format!("đầu{number}. {subject} cuối{number}.")))
        .collect();
    let mut register = register(rows);
    register.totals.clear();
    register.signatures.clear();
    let pages = pages(&register);
    let count = pages.len() - 1;
    assert!(count > 3, "{count} pages");
    for (index, (page, _)) in pages[1..].iter().enumerate() {
        for column in forms::incoming() {
            has(page, &column.heading);
        }
        has(page, "(1)(2)(3)(4)(5)(6)(7)(8)(9)(10)");
        has(page, "Sổ đăng ký văn bản đến – Năm 2026");
        has(
            page,
            "In từ hệ thống Congvan ngày 01/07/2026 08:05 bởi Trần Thị Lan",
        );
        assert!(page.ends_with(&format!("{}/{count}", index + 1)), "{page}");
    }
    for number in 1..=30 {
        let page = pages
            .iter()
            .position(|(page, _)| page.contains(&format!("đầu{number}.")));
        let page = &pages[page.unwrap()].0;
        assert!(
            page.contains(&format!("cuối{number}.")),
            "row {number} is split"
        );
    }
}

#[test]
fn words_that_look_like_commands_stay_words() {
    let hostile = [
        "#panic(\"a\") $x^2$ *đậm* _nghiêng_ `mã` <nhãn> @dẫn = Đề mục",
        "#import \"/etc/passwd\" \\ ~ -- ... //x /* */ https://a.vn",
        "{{}} [] \"'\" \\u{41} &amp; <b>",
    ];
    let rows = hostile.iter().map(|words| row(1, words)).collect();
    let mut register = register(rows);
    register.agency = "#read(\"data.json\")".into();
    let pages = pages(&register);
    for words in hostile {
        has(&pages[1].0, words);
    }
    has(&pages[0].0, "#READ(\"DATA.JSON\")");
}

#[test]
fn odd_letters_and_endless_words_are_printed_too() {
    let mut register = register(vec![
        row(1, "a\0b\u{202e}c 漢"),
        row(2, &"x".repeat(2_500)),
        row(3, &"dài ".repeat(2_500)),
    ]);
    register.mark.by = "\u{7}Lan 😀".into();
    let text: String = pages(&register).into_iter().map(|page| page.0).collect();
    has(&text, "abc□");
    assert!(text.matches('x').count() >= 2_500);
    assert_eq!(text.matches("dài").count(), 2_500);
    assert!(register_pdf(&register).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn a_cancelled_row_stays_and_is_struck_but_for_its_reason() {
    let plain = register(vec![row(7, "Giấy mời")]);
    let mut cancelled = plain.clone();
    cancelled.rows[0].struck = true;
    let (plain, cancelled) = (pages(&plain), pages(&cancelled));
    assert_eq!(plain[1].0, cancelled[1].0);
    // Seven cells have words; the remarks are not struck.
    assert_eq!(cancelled[1].1 - plain[1].1, 7);
}

#[test]
fn an_empty_register_says_so() {
    let pages = pages(&register(Vec::new()));
    assert_eq!(pages.len(), 2);
    has(&pages[1].0, "Không có văn bản nào.");
}

#[test]
fn the_finished_file_is_an_archive_and_gives_its_words_back() {
    let subject = "Nghị quyết về Quy định chế độ đặc thù, NFD: Ngo\u{323}\u{302} ữ Ẵ ỵ";
    let file = register_pdf(&register(vec![row(31, subject)])).unwrap();
    let document = lopdf::Document::load_mem(&file).unwrap();
    assert_eq!(document.get_pages().len(), 2);
    let words = document.extract_text(&[2]).unwrap();
    has(
        &bare(&words),
        "Nghị quyết về Quy định chế độ đặc thù, NFD: Ngộ ữ Ẵ ỵ",
    );
    assert!(String::from_utf8_lossy(&file).contains("pdfaid:part>2<"));
}

#[test]
fn the_forms_have_the_columns_of_the_annex() {
    let counts = [
        forms::outgoing().len(),
        forms::incoming().len(),
        forms::follow_up().len(),
        forms::post().len(),
    ];
    assert_eq!(counts, [10, 10, 7, 6]);
    for columns in [forms::outgoing(), forms::follow_up(), forms::post()] {
        let mut register = register(Vec::new());
        register.columns = columns.clone();
        let page = &pages(&register)[1].0;
        let mut from = 0;
        for column in columns {
            let found = page[from..].find(&bare(&column.heading));
            from += found.unwrap_or_else(|| panic!("{} is not in its order", column.heading));
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut uneven = register(vec![row(1, "a"), row(2, "b")]);
    uneven.rows[1].cells.pop();
    assert_eq!(register_pdf(&uneven), Err(PrintError::Uneven { row: 2 }));
    assert_eq!(register_xlsx(&uneven), Err(PrintError::Uneven { row: 2 }));
    let large = register(vec![row(1, "a"); MAX_ROWS + 1]);
    let refused = register_pdf(&large).unwrap_err();
    assert_eq!(refused.code(), "printing.too_many_rows");
}

#[test]
fn the_sheet_has_the_same_rows_with_days_and_numbers_as_such() {
    let mut rows = vec![row(1, "Báo cáo quý"), row(2, "=HYPERLINK(\"x\")")];
    rows[1].struck = true;
    let file = register_xlsx(&register(rows)).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(&file)).unwrap();
    let range = book.worksheet_range(forms::INCOMING_TITLE).unwrap();
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    let heading = rows
        .iter()
        .position(|row| row[0] == Data::String("Ngày đến".into()))
        .unwrap();
    let headings: Vec<_> = rows[heading].iter().map(ToString::to_string).collect();
    let expected: Vec<_> = forms::incoming().into_iter().map(|c| c.heading).collect();
    assert_eq!(headings, expected);
    assert_eq!(rows[heading + 1][9], Data::String("(10)".into()));
    let first = &rows[heading + 2];
    let Data::DateTime(day) = first[0] else {
        panic!("{:?} is no day", first[0]);
    };
    // Excel counts days from the end of 1899.
    assert!((day.as_f64() - 46_027.0).abs() < 1e-9, "{day:?}");
    assert_eq!(first[1], Data::Float(1.0));
    assert_eq!(first[5], Data::String("Báo cáo quý".into()));
    // A subject that looks like a formula stays words.
    assert_eq!(
        rows[heading + 3][5],
        Data::String("=HYPERLINK(\"x\")".into())
    );

    let part = |name: &str| {
        let mut parts = zip::ZipArchive::new(std::io::Cursor::new(&file)).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut parts.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    for words in [
        "state=\"frozen\"",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "In từ hệ thống Congvan ngày 01/07/2026 08:05 bởi Trần Thị Lan",
    ] {
        assert!(sheet.contains(words), "{words}");
    }
    assert!(part("xl/workbook.xml").contains("_xlnm.Print_Titles"));
    assert!(part("xl/styles.xml").contains("<strike/>"));
}
