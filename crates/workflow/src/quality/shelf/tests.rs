#![allow(clippy::unwrap_used, clippy::expect_used)]

use time::Date;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::DocumentId;
use crate::documents::Fields;

fn lines(text: &str) -> Vec<(u32, Vec<String>)> {
    let cells = |line: &str| line.split(';').map(str::to_owned).collect();
    (1u32..).zip(text.lines().map(cells)).collect()
}

#[test]
fn headings_are_read_however_an_office_words_them() {
    let read = read_rows(&lines(
        "DANH MỤC KỆ 12;;;;;;;\n\
         STT;Số, ký hiệu VB;Ngày, tháng, năm;Trích yếu nội dung;Tác giả;Số tờ;Hộp số;Hồ sơ số\n\
         1;118/BC-UBND;14/9/2026;Báo cáo tình hình;UBND xã;3;12;05",
    ));
    let read = read.unwrap();
    let row = ShelfRow {
        line: 3,
        code: Some("118/BC-UBND".into()),
        issued_on: Some(date!(2026 - 09 - 14)),
        issuer: Some("UBND xã".into()),
        subject: Some("Báo cáo tình hình".into()),
        sheets: Some(3),
        pages: None,
        container: Some("12".into()),
        dossier: Some("05".into()),
    };
    assert_eq!((read.rows, read.bad), (vec![row], vec![]));
    let none = read_rows(&lines("a;b\n1;2")).unwrap_err();
    assert_eq!(none.code, "quality.shelf_headings");
}

#[test]
fn a_bad_row_is_told_with_its_line_and_loses_no_other() {
    let read = read_rows(&lines(
        "số ký hiệu;ngày;trích yếu;số trang\n\
         1/A;31/02/2026;x;1\n\
         2/A;1.2.2026;x;hai\n\
         ;;;5\n\
         ;;;\n\
         3/A;1/2/2026;x;1;thừa\n\
         4/A;2026-02-01;x;1",
    ));
    let read = read.unwrap();
    let bad: Vec<_> = read
        .bad
        .iter()
        .map(|one| (one.line, one.code.as_str()))
        .collect();
    let expected = [
        (2, "quality.shelf_day"),
        (3, "quality.shelf_number"),
        (4, "quality.shelf_nameless"),
        (6, "quality.shelf_cells"),
    ];
    assert_eq!(bad, expected);
    let good: Vec<_> = read
        .rows
        .iter()
        .map(|row| (row.line, row.issued_on))
        .collect();
    assert_eq!(good, [(7, Some(date!(2026 - 02 - 01)))]);
}

fn paper(id: u128, code: &str, day: Date, subject: &str, pages: u32) -> ShelfPaper {
    ShelfPaper {
        document: DocumentId(Uuid::from_u128(id)),
        fields: Fields {
            code: Some(code.into()),
            issued_on: Some(day),
            issuer: Some("Ủy ban nhân dân xã A".into()),
            subject: Some(subject.into()),
            ..Fields::default()
        },
        pages: Some(pages),
    }
}

fn row(
    code: Option<&str>,
    day: Option<Date>,
    subject: Option<&str>,
    pages: Option<u32>,
) -> ShelfRow {
    ShelfRow {
        code: code.map(str::to_owned),
        issued_on: day,
        subject: subject.map(str::to_owned),
        pages,
        ..ShelfRow::default()
    }
}

#[test]
fn each_row_is_found_missing_or_doubtful_and_the_rest_is_extra() {
    let first = date!(2026 - 01 - 05);
    let other = date!(2026 - 03 - 09);
    let papers = [
        paper(1, "05/QĐ-UBND", first, "Quyết định giao dự toán", 2),
        paper(2, "6/BC-UBND", first, "Báo cáo tình hình thủy lợi", 4),
        paper(3, "17/TB-UBND", other, "Thông báo lịch tiếp công dân", 1),
        paper(4, "17/TB-UBND", first, "Thông báo nghỉ lễ", 1),
        paper(5, "88/KH-UBND", other, "Kế hoạch diễn tập phòng cháy", 9),
    ];
    let id = |number| DocumentId(Uuid::from_u128(number));
    let rows = [
        // Written otherwise, the same.
        row(Some("5/QĐ–UBND"), Some(first), None, Some(2)),
        row(Some("06/BC-UBND"), Some(first), None, Some(5)),
        // Two papers bear it and no day tells them apart.
        row(Some("17/TB-UBND"), None, None, None),
        // Read wrongly on the list or on the scan: alike.
        row(
            Some("88/KH-UBNO"),
            Some(other),
            Some("Kế hoạch diễn tập phòng cháy"),
            None,
        ),
        row(
            Some("99/QĐ-UBND"),
            Some(first),
            Some("Quyết định khen thưởng"),
            None,
        ),
    ];
    let found = compare(&rows, &papers);
    let expected = [
        Outcome::Found(id(1)),
        Outcome::PagesDiffer(id(2), 4),
        Outcome::Doubtful(vec![id(3), id(4)]),
        Outcome::Found(id(5)),
        Outcome::Missing,
    ];
    assert_eq!(found.outcomes, expected);
    assert_eq!(found.extra, []);
    let none = compare(&[], &papers);
    assert_eq!(none.extra.len(), 5);
}

#[test]
fn two_rows_that_mean_one_paper_are_both_doubtful() {
    let day = date!(2026 - 01 - 05);
    let papers = [paper(1, "5/QĐ-UBND", day, "Quyết định", 2)];
    let twice = row(Some("5/QĐ-UBND"), Some(day), None, None);
    let found = compare(&[twice.clone(), twice], &papers);
    let doubtful = Outcome::Doubtful(vec![papers[0].document]);
    assert_eq!(found.outcomes, [doubtful.clone(), doubtful]);
}

#[test]
fn sheets_have_one_or_two_pages() {
    let day = date!(2026 - 01 - 05);
    let papers = [paper(1, "5/QĐ-UBND", day, "Quyết định", 5)];
    for (sheets, fits) in [(2, false), (3, true), (5, true), (6, false)] {
        let mut listed = row(Some("5/QĐ-UBND"), Some(day), None, None);
        listed.sheets = Some(sheets);
        let found = compare(&[listed], &papers);
        assert_eq!(found.outcomes[0].code() == "found", fits, "{sheets}");
    }
}
