#![allow(clippy::unwrap_used, clippy::expect_used)]
//! Papers that were made for these tests, as text without places and as pages with columns.

mod scans;

use super::*;
use crate::reading::plain::page_of_text;
use crate::reading::text::lines::{Place, Token, page_of};
use crate::reading::{Layer, Word};

fn of_text(text: &str) -> Vec<Suggestion> {
    suggest(&[page_of_text(1, text)], &Known::default())
}

fn value(found: &[Suggestion], field: FieldName) -> Option<&str> {
    found
        .iter()
        .find(|one| one.field == field)
        .map(|one| one.value.as_str())
}

fn values(found: &[Suggestion], field: FieldName) -> Vec<&str> {
    let of_field = found.iter().filter(|one| one.field == field);
    of_field.map(|one| one.value.as_str()).collect()
}

fn assert_fields(found: &[Suggestion], wanted: &[(FieldName, Option<&str>)]) {
    for (field, wanted) in wanted {
        assert_eq!(value(found, *field), *wanted, "{field:?}");
    }
}

/// A page of lines at places: x, y and text; words are as wide as their letters, sure to 95 of 100.
fn placed(layer: Layer, lines: &[(f32, f32, &str)]) -> Page {
    let line = |(x, y, text): &(f32, f32, &str)| {
        let mut x = *x;
        let tokens = text.split(' ').map(|word| {
            let count = u16::try_from(word.chars().count()).unwrap();
            let width = 6.5 * f32::from(count);
            let place = Place {
                x,
                y: *y,
                width,
                height: 13.0,
            };
            x += width + 4.0;
            Token {
                place: Some(place),
                ..Token::plain(word)
            }
        });
        tokens.collect()
    };
    let lines: Vec<_> = lines.iter().map(line).collect();
    let mut page = page_of(1, (595.0, 842.0), &lines);
    page.layer = layer;
    if layer == Layer::Recognised {
        page.words
            .iter_mut()
            .for_each(|word: &mut Word| word.confidence = Some(95));
    }
    page
}

fn scan(lines: &[(f32, f32, &str)]) -> Vec<Suggestion> {
    suggest(&[placed(Layer::Recognised, lines)], &Known::default())
}

const DECISION: &str = "ỦY BAN NHÂN DÂN\nTỈNH AN PHÚ\n-------\nSố: 15/QĐ-UBND\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
    Độc lập - Tự do - Hạnh phúc\nAn Phú, ngày 05 tháng 01 năm 2026\nQUYẾT ĐỊNH\nVề việc thành lập Tổ công tác chuyển đổi số\n\
    của tỉnh\n---------\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\n\
    Căn cứ Nghị định số 42/2025/NĐ-CP ngày 27 tháng 02 năm 2025 của Chính phủ;\nĐiều 1. Thành lập\nNơi nhận:\n- Như Điều 3;\n\
    - Sở Nội vụ;\n- Các xã, phường;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Thị Minh Hà\n";

#[test]
fn a_decision_gives_all_its_fields() {
    let found = of_text(DECISION);
    assert_fields(
        &found,
        &[
            (FieldName::Superior, None),
            (FieldName::Issuer, Some("Ủy ban nhân dân tỉnh An Phú")),
            (FieldName::Code, Some("15/QĐ-UBND")),
            (FieldName::Place, Some("An Phú")),
            (FieldName::IssuedOn, Some("2026-01-05")),
            (FieldName::Kind, Some("quyet_dinh")),
            (
                FieldName::Subject,
                Some("Về việc thành lập Tổ công tác chuyển đổi số của tỉnh"),
            ),
            (FieldName::Urgency, Some("normal")),
            (FieldName::SignerPrefix, Some("KT.")),
            (FieldName::SignerPost, Some("Phó Chủ tịch")),
            (FieldName::Signer, Some("Nguyễn Thị Minh Hà")),
            (FieldName::PageCount, Some("1")),
            (FieldName::Due, None),
        ],
    );
    assert_eq!(
        values(&found, FieldName::References),
        ["42/2025/NĐ-CP 2025-02-27"]
    );
    assert_eq!(
        values(&found, FieldName::Addressees),
        ["Sở Nội vụ", "Các xã, phường"]
    );
    let fields = fields_of(&found);
    assert_eq!(fields.code.as_deref(), Some("15/QĐ-UBND"));
    assert_eq!(fields.issued_on, Some(time::macros::date!(2026 - 01 - 05)));
}

#[test]
fn a_letter_gives_what_stands_behind_its_reference() {
    let found = of_text(
        "UBND TỈNH AN PHÚ\nSỞ Y TẾ\nSố: 1987 /SYT - NVY\nV/v tập huấn công tác điều trị\nmột số bệnh dịch\n\
         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nAn Phú, ngày 17 tháng 10 năm 2025\nHỎA TỐC\n\
         Kính gửi:\n- Các bệnh viện tỉnh;\n- Trung tâm Y tế các xã.\n\
         Phúc đáp Công văn số 12/BYT-DP ngày 01 tháng 10 năm 2025 của Bộ Y tế, đề nghị các đơn vị gửi báo cáo\n\
         trước ngày 30/11 về Sở.\nTL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG\n(Đã ký)\nBS. Trần Văn Bình\n",
    );
    assert_fields(
        &found,
        &[
            (FieldName::Superior, Some("UBND tỉnh An Phú")),
            (FieldName::Issuer, Some("Sở Y tế")),
            (FieldName::Code, Some("1987/SYT-NVY")),
            (FieldName::Kind, Some("cong_van")),
            (
                FieldName::Subject,
                Some("tập huấn công tác điều trị một số bệnh dịch"),
            ),
            (FieldName::Urgency, Some("flash")),
            (FieldName::SignerPrefix, Some("TL.")),
            (FieldName::SignerPost, Some("Chánh Văn phòng")),
            (FieldName::Signer, Some("Trần Văn Bình")),
            (FieldName::Due, Some("2025-11-30")),
        ],
    );
    assert_eq!(
        values(&found, FieldName::Addressees),
        ["Các bệnh viện tỉnh", "Trung tâm Y tế các xã"]
    );
    assert_eq!(
        values(&found, FieldName::References),
        ["12/BYT-DP 2025-10-01"]
    );
}

#[test]
fn the_columns_of_a_scanned_head_are_read_apart_and_slips_are_mended() {
    let found = scan(&[
        (
            60.0,
            40.0,
            "UBND TỈNH AN PHÚ CỌNG HOÀẢ XÃ HỘI CHỦ NGIĨA VIỆT NAM",
        ),
        (90.0, 56.0, "SỞ Y TẺ"),
        (330.0, 56.0, "Độc lập - Tự do - Hạnh phúc"),
        (70.0, 86.0, "Số: 45/QÐ-SYT"),
        (320.0, 86.0, "An Phú, ngày 05 tháng 01 năm 2026"),
        (230.0, 130.0, "QUYÉT ĐỊNH"),
        (150.0, 150.0, "Về việc bỗ sung kê hoạch kiểm tra"),
        (40.0, 165.0, "CÔNG VĂN ĐẾN"),
        (220.0, 180.0, "GIÁM ĐỐC SỞ Y TẾ"),
        (
            100.0,
            210.0,
            "Căn cứ Quyết định số 7/QĐ-UBND ngày 02/01/2026;",
        ),
        (60.0, 600.0, "Nơi nhận:"),
        (380.0, 600.0, "KT. GIÁM ĐỐC"),
        (380.0, 616.0, "PHÓ GIÁM ĐỐC"),
        (60.0, 616.0, "- Như Điều 2;"),
        (380.0, 700.0, "Nguyên Văn Hùng `"),
    ]);
    assert_fields(
        &found,
        &[
            (FieldName::Superior, Some("UBND tỉnh An Phú")),
            (FieldName::Issuer, Some("Sở Y tế")),
            (FieldName::Code, Some("45/QĐ-SYT")),
            (FieldName::IssuedOn, Some("2026-01-05")),
            (FieldName::Kind, Some("quyet_dinh")),
            (
                FieldName::Subject,
                Some("Về việc bổ sung kế hoạch kiểm tra"),
            ),
            (FieldName::SignerPrefix, Some("KT.")),
            (FieldName::SignerPost, Some("Phó Giám đốc")),
            (FieldName::Signer, Some("Nguyễn Văn Hùng")),
        ],
    );
    let code = found
        .iter()
        .find(|one| one.field == FieldName::Code)
        .unwrap();
    assert!(
        code.places[0].x > 90.0 && (code.places[0].y - 86.0).abs() < 1.0,
        "{:?}",
        code.places
    );
}

#[test]
fn a_number_written_by_hand_is_a_gap_or_a_doubt() {
    let head = |number: &'static str| {
        scan(&[
            (90.0, 40.0, "BỘ TÀI CHÍNH"),
            (330.0, 40.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (70.0, 86.0, number),
            (320.0, 86.0, "Hà Nội, ngày 12 tháng 01 năm 2026"),
            (230.0, 130.0, "THÔNG BÁO"),
            (150.0, 150.0, "Về việc nghỉ Tết Nguyên đán"),
        ])
    };
    let confidence = |number| {
        let found = head(number);
        let code = found.iter().find(|one| one.field == FieldName::Code);
        assert_eq!(value(&found, FieldName::Kind), Some("thong_bao"));
        code.map_or(0, |one| one.confidence)
    };
    assert_eq!(confidence("Số: ‡#Œ /TB-BTC"), 0);
    assert!(confidence("Số: 442 /TB-BTC") < 50);
    assert!(confidence("Số: 442/TB-BTC") > 80);
}

#[test]
fn a_stamp_that_nobody_could_read_leaves_the_urgency_in_doubt() {
    let urgency = |stamp| {
        let found = scan(&[
            (60.0, 40.0, "UBND TỈNH AN PHÚ"),
            (330.0, 40.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (70.0, 86.0, "Số: 45/UBND-VX"),
            (70.0, 130.0, stamp),
            (200.0, 150.0, "Kính gửi: Sở Y tế."),
        ]);
        let urgency = found
            .into_iter()
            .find(|one| one.field == FieldName::Urgency)
            .unwrap();
        (urgency.value, urgency.confidence)
    };
    assert!(matches!(urgency("V/v họp"), (value, 90..) if value == "normal"));
    assert!(matches!(urgency("[…]"), (value, ..60) if value == "normal"));
    assert!(matches!(urgency("HỎA TỐC HẸN GIỜ"), (value, 90..) if value == "flash"));
}

#[test]
fn codes_are_read_in_every_form() {
    for (line, code) in [
        ("Số: 15/QĐ-BNV", Some("15/QĐ-BNV")),
        ("Số : 05 / BNV - VP", Some("05/BNV-VP")),
        (
            "Số: 30/2020/NĐ-CP Hà Nội, ngày 05 tháng 3 năm 2020",
            Some("30/2020/NĐ-CP"),
        ),
        ("Số 03-TB/BCĐ", Some("03-TB/BCĐ")),
        ("Số: 1830 QĐ-UBND", Some("1830/QĐ-UBND")),
        ("Luật số: 45/2019/QH14", Some("45/2019/QH14")),
        ("Số: 3176B/QĐ-SYT", Some("3176B/QĐ-SYT")),
        (
            "Số: 154/CTPH-LĐLĐ-SVH,TT,DL",
            Some("154/CTPH-LĐLĐ-SVH,TT,DL"),
        ),
        ("Số: 12/TT-BTС", Some("12/TT-BTC")),
        ("Số:       /QĐ-BNV", None),
        ("Số 603 + 604/Ngày 20-7-2022", None),
        ("Số điện thoại: 0123", None),
        ("SỞ Y TẾ", None),
        ("Căn cứ số 12/QĐ-UBND", None),
    ] {
        let found = Line::of(&page_of_text(1, line));
        let read = found.first().and_then(|line| code::labelled(line)?.whole());
        assert_eq!(read.as_deref(), code, "{line}");
    }
}

#[test]
fn dates_of_the_head_are_told_from_dates_in_sentences() {
    let read = |text: &str| {
        let lines = Line::of(&page_of_text(1, text));
        lines.first().and_then(|line| date::in_line(line)?.date)
    };
    let day = time::macros::date!(2010 - 11 - 17);
    assert_eq!(
        read("TP. Hồ Chí Minh, ngày 17 tháng 11 năm 2010"),
        Some(day)
    );
    for line in [
        "Căn cứ Luật Ban hành ngày 22 tháng 6 năm 2015;",
        "Hà Nội, ngày tháng năm 2025",
        "Hà Nội, ngày 31 tháng 02 năm 2025",
        "Theo đề nghị, ngày 05 tháng 01 năm 2020 Ủy ban đã họp",
    ] {
        assert_eq!(read(line), None, "{line}");
    }
}

#[test]
fn deadlines_are_told_from_days_of_law() {
    let due = |sentence: &str| {
        let letter = format!(
            "SỞ NỘI VỤ\nSố: 9/SNV-VP\nV/v báo cáo biên chế\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
             An Phú, ngày 05 tháng 9 năm 2026\nKính gửi: Các phòng\n{sentence}\nGIÁM ĐỐC\nLê Văn Nam\n"
        );
        value(&of_text(&letter), FieldName::Due).map(str::to_owned)
    };
    for (sentence, day) in [
        (
            "Đề nghị các đơn vị gửi báo cáo về Sở trước ngày 30/9.",
            Some("2026-09-30"),
        ),
        (
            "Báo cáo gửi về Sở chậm nhất là ngày 15 tháng 10 năm 2026.",
            Some("2026-10-15"),
        ),
        (
            "Yêu cầu các phòng hoàn thành trước 20/01/2027.",
            Some("2027-01-20"),
        ),
        (
            "Đề nghị trả lời bằng văn bản trong 5 ngày làm việc.",
            Some("5wd"),
        ),
        ("Đề nghị báo cáo trong thời hạn 02 tháng.", Some("2m")),
        ("Nghị định có hiệu lực từ ngày 01/10/2026.", None),
        ("Hồ sơ được xem xét trong 10 ngày.", None),
        ("Người sinh trước ngày 01/01/1970 được hưởng.", None),
    ] {
        assert_eq!(due(sentence).as_deref(), day, "{sentence}");
    }
}

#[test]
fn the_catalogue_and_what_clerks_settled_win() {
    let learnt = |settled: &str, times| Learnt {
        issuer: "UY BAN NHAN DAN TINH AN PHU".to_owned(),
        field: FieldName::Signer,
        read: "Nguyễn Thị Minh Hà".to_owned(),
        settled: settled.to_owned(),
        times,
    };
    let known = |learnt| Known {
        agencies: vec![
            "UBND tỉnh An Phú".to_owned(),
            "Ủy ban nhân dân Tỉnh An Phú".to_owned(),
        ],
        learnt,
    };
    let signer = |learnt| {
        let found = suggest(&[page_of_text(1, DECISION)], &known(learnt));
        assert_eq!(
            value(&found, FieldName::Issuer),
            Some("Ủy ban nhân dân Tỉnh An Phú")
        );
        value(&found, FieldName::Signer).unwrap().to_owned()
    };
    assert_eq!(
        signer(vec![learnt("Nguyễn Thị Minh Hạ", 2)]),
        "Nguyễn Thị Minh Hạ"
    );
    let once = vec![learnt("Nguyễn Thị Minh Hạ", 1)];
    let found = suggest(&[page_of_text(1, DECISION)], &known(once));
    let found = found.iter().find(|one| one.field == FieldName::Signer);
    let found = found.map(|one| (one.value.as_str(), one.confidence < 75));
    assert_eq!(
        found,
        Some(("Nguyễn Thị Minh Hạ", true)),
        "once may be a slip"
    );
    let divided = vec![
        learnt("Nguyễn Thị Minh Hạ", 2),
        learnt("Nguyễn Thị Minh Hà", 3),
    ];
    assert_eq!(signer(divided), "Nguyễn Thị Minh Hà");
}

#[test]
fn reprints_of_collections_tell_their_fields_in_the_title() {
    let found = of_text(
        "QUYẾT ĐỊNH\nCỦA ỦY BAN NHÂN DÂN TỈNH AN PHÚ SỐ 8/2026/QĐ-UBND\nNGÀY 03 THÁNG 02 NĂM 2026\n\
         QUY ĐỊNH MỨC THU PHÍ\nỦY BAN NHÂN DÂN TỈNH AN PHÚ\nCăn cứ Luật Phí và lệ phí;\n",
    );
    assert_fields(
        &found,
        &[
            (FieldName::Issuer, Some("Ủy ban nhân dân tỉnh An Phú")),
            (FieldName::Code, Some("8/2026/QĐ-UBND")),
            (FieldName::IssuedOn, Some("2026-02-03")),
            (FieldName::Subject, Some("Quy định mức thu phí")),
        ],
    );
}

#[test]
fn a_subject_may_name_the_country() {
    let found = of_text(
        "BỘ CÔNG AN\nSố: 1/2026/TT-BCA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTHÔNG TƯ\nHướng dẫn Thỏa thuận giữa nước\n\
         Cộng hòa xã hội chủ nghĩa Việt Nam và các nước\nCăn cứ Luật Thỏa thuận quốc tế;\n",
    );
    let subject = "Hướng dẫn Thỏa thuận giữa nước Cộng hòa xã hội chủ nghĩa Việt Nam và các nước";
    assert_eq!(value(&found, FieldName::Subject), Some(subject));
}

#[test]
fn a_page_of_no_paper_gives_no_field_of_one() {
    let found = of_text("Danh sách học sinh lớp 9A\n1. Nguyễn Văn An\n2. Trần Thị Bé");
    let told = [
        FieldName::Issuer,
        FieldName::Code,
        FieldName::IssuedOn,
        FieldName::Kind,
        FieldName::Subject,
        FieldName::Signer,
    ];
    assert!(
        told.iter().all(|field| value(&found, *field).is_none()),
        "{found:?}"
    );
    assert_eq!(suggest(&[], &Known::default()), []);
}

#[test]
fn field_names_have_stable_codes() {
    for field in [
        FieldName::SignerPost,
        FieldName::IssuedOn,
        FieldName::References,
    ] {
        assert_eq!(FieldName::from_code(field.code()), Some(field));
        assert_eq!(serde_json::to_value(field).unwrap(), field.code());
    }
    assert_eq!(FieldName::from_code("number"), None);
}

#[test]
fn a_place_that_clerks_add_to_an_issuer_holds_under_that_place_only() {
    let issuer_under = |province: &str, settled: &str| {
        let learnt = Learnt {
            issuer: "SO Y TE".to_owned(),
            field: FieldName::Issuer,
            read: "Sở Y tế".to_owned(),
            settled: settled.to_owned(),
            times: 5,
        };
        let known = Known {
            learnt: vec![learnt],
            ..Known::default()
        };
        let text = format!(
            "UBND {province}\nSỞ Y TẾ\n-------\nSố: 15/SYT-NVY\nV/v góp ý dự thảo Thông tư\n\
            CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nngày 05 tháng 01 năm 2026\nKính gửi: Các bệnh viện\n"
        );
        let found = suggest(&[page_of_text(1, &text)], &known);
        value(&found, FieldName::Issuer).map(str::to_owned)
    };
    for (province, settled, expected) in [
        ("TỈNH AN PHÚ", "Sở Y tế tỉnh An Phú", "Sở Y tế tỉnh An Phú"),
        ("TỈNH KIÊN GIANG", "Sở Y tế tỉnh An Phú", "Sở Y tế"),
        ("TỈNH KIÊN GIANG", "Sở Y tế và Dân số", "Sở Y tế và Dân số"),
    ] {
        assert_eq!(issuer_under(province, settled).as_deref(), Some(expected));
    }
}
