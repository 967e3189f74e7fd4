#![allow(clippy::unwrap_used, clippy::expect_used)]
use time::macros::date;
use workflow::documents::Urgency;

use super::*;
use crate::reading::plain::page_of_text;

fn suggested(text: &str) -> Fields {
    suggest(&[page_of_text(1, text)])
}

#[test]
fn a_decision_gives_all_its_fields() {
    let fields = suggested(
        "ỦY BAN NHÂN DÂN\nTỈNH AN PHÚ\n-------\nSố: 15/QĐ-UBND\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
         An Phú, ngày 05 tháng 01 năm 2026\nQUYẾT ĐỊNH\nVề việc thành lập Tổ công tác chuyển đổi số\ncủa tỉnh\n---------\n\
         CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;\nĐiều 1. Thành lập\n\
         Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Thị Minh Hà\n",
    );
    assert_eq!(fields.code.as_deref(), Some("15/QĐ-UBND"));
    assert_eq!(fields.kind.as_deref(), Some("quyet_dinh"));
    assert_eq!(
        fields.issuer.as_deref(),
        Some("ỦY BAN NHÂN DÂN TỈNH AN PHÚ")
    );
    assert_eq!(fields.issued_on, Some(date!(2026 - 01 - 05)));
    assert_eq!(
        fields.subject.as_deref(),
        Some("Về việc thành lập Tổ công tác chuyển đổi số của tỉnh")
    );
    assert_eq!(fields.signer.as_deref(), Some("Nguyễn Thị Minh Hà"));
}

#[test]
fn a_letter_gives_what_stands_behind_its_reference() {
    let fields = suggested(
        "UBND TỈNH AN PHÚ\nSỞ Y TẾ\nSố: 1987 /SYT - NVY\nV/v tập huấn công tác điều trị\nmột số bệnh dịch\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
         Độc lập - Tự do - Hạnh phúc\nAn Phú, ngày 17 tháng 10 năm 2025\nHỎA TỐC\nKính gửi: Các bệnh viện\nThực hiện Công văn số 12/BYT-DP ngày 01 tháng 10 năm 2025 của Bộ Y tế\n\
         TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG\n(Đã ký)\nBS. Trần Văn Bình\n",
    );
    assert_eq!(fields.code.as_deref(), Some("1987/SYT-NVY"));
    assert_eq!(fields.kind.as_deref(), Some("cong_van"));
    assert_eq!(fields.issuer.as_deref(), Some("SỞ Y TẾ"));
    assert_eq!(fields.issued_on, Some(date!(2025 - 10 - 17)));
    assert_eq!(
        fields.subject.as_deref(),
        Some("V/v tập huấn công tác điều trị một số bệnh dịch")
    );
    assert_eq!(fields.signer.as_deref(), Some("Trần Văn Bình"));
    assert_eq!(fields.urgency, Urgency::Flash);
}

#[test]
fn a_subject_may_name_the_country() {
    let fields = suggested(
        "BỘ CÔNG AN\nSố: 1/2026/TT-BCA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTHÔNG TƯ\nHướng dẫn Thỏa thuận giữa nước\n\
         Cộng hòa xã hội chủ nghĩa Việt Nam và các nước\nCăn cứ Luật Thỏa thuận quốc tế;\n",
    );
    let subject = "Hướng dẫn Thỏa thuận giữa nước Cộng hòa xã hội chủ nghĩa Việt Nam và các nước";
    assert_eq!(fields.subject.as_deref(), Some(subject));
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
        ("Số:       /QĐ-BNV", None),
        ("Số 603 + 604/Ngày 20-7-2022", None),
        ("Số điện thoại: 0123", None),
        ("Căn cứ số 12/QĐ-UBND", None),
    ] {
        assert_eq!(code::in_line(line).as_deref(), code, "{line}");
    }
}

#[test]
fn dates_of_the_head_are_told_from_dates_in_sentences() {
    assert_eq!(
        date::in_line("TP. Hồ Chí Minh, ngày 17 tháng 11 năm 2010"),
        Some(date!(2010 - 11 - 17))
    );
    for line in [
        "Căn cứ Luật Ban hành ngày 22 tháng 6 năm 2015;",
        "Hà Nội, ngày tháng năm 2025",
        "Hà Nội, ngày 31 tháng 02 năm 2025",
        "Theo đề nghị, ngày 05 tháng 01 năm 2020 Ủy ban đã họp",
    ] {
        assert_eq!(date::in_line(line), None, "{line}");
    }
}

#[test]
fn a_page_of_no_paper_gives_nothing() {
    assert_eq!(
        suggested("Danh sách học sinh lớp 9A\n1. Nguyễn Văn An\n2. Trần Thị Bé"),
        Fields::default()
    );
    assert_eq!(suggest(&[]), Fields::default());
}
