//! What scans lose under seals, pens and stamps, and where it is found again.

use super::*;

/// The head of a letter, and the block of signing of these lines from the post down.
fn signed(block: &[(f32, f32, &str)]) -> Vec<Suggestion> {
    let head = [
        (90.0, 80.0, "SỞ NỘI VỤ"),
        (280.0, 80.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (80.0, 110.0, "Số: 9/SNV-VP"),
        (80.0, 130.0, "V/v báo cáo biên chế"),
        (180.0, 200.0, "Kính gửi: Các phòng"),
        (80.0, 500.0, "Nơi nhận:"),
        (80.0, 520.0, "- Như trên;"),
    ];
    scan(&[&head, block].concat())
}

fn right_to_sign(found: &[Suggestion]) -> [Option<&str>; 3] {
    [
        FieldName::SignerPrefix,
        FieldName::SignerPost,
        FieldName::Signer,
    ]
    .map(|field| value(found, field))
}

#[test]
fn a_deputy_below_his_head_signs_for_him() {
    let by_hand = signed(&[
        (400.0, 500.0, "GIÁM ĐỐC"),
        (385.0, 516.0, "PHÓ GIÁM ĐỐC"),
        (385.0, 600.0, "Trần Thị Bé"),
    ]);
    assert_eq!(
        right_to_sign(&by_hand),
        [Some("KT."), Some("Phó Giám đốc"), Some("Trần Thị Bé")]
    );
    let under_seal = signed(&[
        (380.0, 500.0, "K1, GIÁM ĐÓC"),
        (385.0, 600.0, "Trần Thị Bé"),
    ]);
    assert_eq!(
        right_to_sign(&under_seal),
        [Some("KT."), Some("Phó Giám đốc"), Some("Trần Thị Bé")]
    );
    let misread = signed(&[
        (380.0, 500.0, "KT. GIÁM ĐỐC"),
        (385.0, 516.0, "¬Ó GIÁM ĐÓC"),
        (385.0, 600.0, "`ần Thị Bé"),
    ]);
    assert_eq!(
        right_to_sign(&misread),
        [Some("KT."), Some("Phó Giám đốc"), Some("Trần Thị Bé")]
    );
    let head = signed(&[(400.0, 500.0, "GIÁM ĐỐC"), (385.0, 600.0, "Trần Thị Bé")]);
    assert_eq!(
        right_to_sign(&head),
        [None, Some("Giám đốc"), Some("Trần Thị Bé")]
    );
}

#[test]
fn a_prefix_alone_tells_no_post() {
    for (line, prefix) in [("TM. ỦY BAN NHÂN DÂN", "TM."), ("TL. GIÁM ĐỐC", "TL.")] {
        let found = signed(&[(370.0, 500.0, line), (385.0, 600.0, "Trần Thị Bé")]);
        assert_eq!(
            right_to_sign(&found),
            [Some(prefix), None, Some("Trần Thị Bé")]
        );
    }
}

#[test]
fn what_is_left_of_a_name_is_less_sure_than_a_whole_one() {
    let confidence = |name: &str| {
        let found = signed(&[(400.0, 500.0, "GIÁM ĐỐC"), (385.0, 600.0, name)]);
        let signer = found.iter().find(|one| one.field == FieldName::Signer);
        signer.map_or(0, |one| one.confidence)
    };
    let whole = confidence("Trần Thị Bé");
    assert!(whole > 80);
    for part in ["Văn Sáng", "Hoàng Sáng", "`ần Văn Sáng"] {
        let part = confidence(part);
        assert!(part > 0 && part + 10 < whole, "{part} {whole}");
    }
}

#[test]
fn a_stamp_over_the_subject_is_undone_by_the_text() {
    let found = scan(&[
        (90.0, 80.0, "UBND TỈNH AN PHÚ"),
        (280.0, 80.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (80.0, 110.0, "Số: 9/QĐ-UBND"),
        (250.0, 150.0, "QUYẾT ĐỊNH"),
        (160.0, 170.0, "Về việc công nhận kết quả bầu Phó Chủ tịch"),
        (180.0, 186.0, "c#ÍNH PhÙ hân dân xã Bình Lợi nhiệm kỳ mới"),
        (90.0, 300.0, "Căn cứ Luật Tổ chức chính quyền địa phương;"),
        (
            90.0,
            400.0,
            "Điều 1. Công nhận kết quả bầu Phó Chủ tịch Ủy ban",
        ),
        (
            90.0,
            416.0,
            "nhân dân xã Bình Lợi nhiệm kỳ mới đối với bà An.",
        ),
    ]);
    let subject =
        "Về việc công nhận kết quả bầu Phó Chủ tịch Ủy ban nhân dân xã Bình Lợi nhiệm kỳ mới";
    assert_eq!(value(&found, FieldName::Subject), Some(subject));
}

#[test]
fn a_subject_goes_on_with_a_number_alone_on_its_line() {
    let found = scan(&[
        (90.0, 80.0, "BỘ NỘI VỤ"),
        (280.0, 80.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (80.0, 110.0, "Số: 9/2026/TT-BNV"),
        (250.0, 150.0, "THÔNG TƯ"),
        (190.0, 170.0, "Sửa đổi, bổ sung một số điều của Thông tư"),
        (250.0, 186.0, "số 5/2024/TT-BNV"),
        (90.0, 300.0, "Căn cứ Luật Lưu trữ;"),
    ]);
    let subject = "Sửa đổi, bổ sung một số điều của Thông tư số 5/2024/TT-BNV";
    assert_eq!(value(&found, FieldName::Subject), Some(subject));
    assert_eq!(value(&found, FieldName::Code), Some("9/2026/TT-BNV"));
}

#[test]
fn labels_of_the_head_are_known_by_their_strokes() {
    let found = scan(&[
        (90.0, 80.0, "SỞ NỘI VỤ"),
        (280.0, 80.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (80.0, 110.0, "Số: 9/SNV-VP"),
        (80.0, 130.0, "VỈ/v báo cáo biên chế"),
        (180.0, 200.0, "Kinh gưi: Các phòng"),
    ]);
    assert_fields(
        &found,
        &[
            (FieldName::Subject, Some("báo cáo biên chế")),
            (FieldName::Kind, Some("cong_van")),
            (FieldName::Addressees, Some("Các phòng")),
        ],
    );
}

/// The subject of a letter behind «V/v» in these lines of its left column.
fn subject_behind(rest: &[(f32, &str)]) -> Option<String> {
    let mut lines = vec![
        (90.0, 80.0, "SỞ NỘI VỤ"),
        (280.0, 80.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (80.0, 110.0, "Số: 9/SNV-VP"),
    ];
    let below = rest.iter().zip([130.0, 148.0, 166.0]);
    lines.extend(below.map(|((x, text), y)| (*x, y, *text)));
    lines.push((180.0, 200.0, "Kính gửi: Các phòng"));
    value(&scan(&lines), FieldName::Subject).map(str::to_owned)
}

#[test]
fn a_last_line_of_one_short_word_or_number_belongs_to_the_subject() {
    for (rest, expected) in [
        (
            [(80.0, "V/v tiêm chủng mở rộng tại các"), (120.0, "xã")],
            "tiêm chủng mở rộng tại các xã",
        ),
        (
            [(80.0, "V/v tổ chức tuần lễ chuyển đổi"), (120.0, "số")],
            "tổ chức tuần lễ chuyển đổi số",
        ),
        (
            [
                (80.0, "V/v giao dự toán chi ngân sách năm"),
                (120.0, "2027"),
            ],
            "giao dự toán chi ngân sách năm 2027",
        ),
    ] {
        assert_eq!(subject_behind(&rest).as_deref(), Some(expected));
    }
    // A page number or the stroke of a pen is none of it.
    for dirt in ["12", "l."] {
        let rest = [(80.0, "V/v tiêm chủng mở rộng tại các xã"), (120.0, dirt)];
        assert_eq!(
            subject_behind(&rest).as_deref(),
            Some("tiêm chủng mở rộng tại các xã")
        );
    }
}
