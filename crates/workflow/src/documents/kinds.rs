//! Kinds of papers as data: the 29 administrative kinds of NĐ 30/2020/NĐ-CP Điều 7 with the
//! abbreviations of its Phụ lục III, and the kinds of legal normative documents that pass through
//! the same registers (Luật BHVBQPPL). Mixed case in QyĐ, CTr, TTr is the decree's own.

/// One kind of paper (tên loại văn bản).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Stable code, the name in lower case without marks.
    pub code: &'static str,
    /// Name in Vietnamese.
    pub name: &'static str,
    /// Abbreviation in the symbol; công văn and thư công have none.
    pub abbreviation: Option<&'static str>,
    /// Whether it is a legal normative document (văn bản quy phạm pháp luật) only.
    pub is_normative: bool,
}

const fn kind(code: &'static str, name: &'static str, abbreviation: &'static str) -> Kind {
    Kind {
        code,
        name,
        abbreviation: Some(abbreviation),
        is_normative: false,
    }
}

const fn plain(code: &'static str, name: &'static str) -> Kind {
    Kind {
        code,
        name,
        abbreviation: None,
        is_normative: false,
    }
}

const fn normative(code: &'static str, name: &'static str, abbreviation: &'static str) -> Kind {
    Kind {
        code,
        name,
        abbreviation: Some(abbreviation),
        is_normative: true,
    }
}

/// Every kind, in the order of the decree, normative ones after.
pub const KINDS: &[Kind] = &[
    kind("nghi_quyet", "Nghị quyết", "NQ"),
    kind("quyet_dinh", "Quyết định", "QĐ"),
    kind("chi_thi", "Chỉ thị", "CT"),
    kind("quy_che", "Quy chế", "QC"),
    kind("quy_dinh", "Quy định", "QyĐ"),
    kind("thong_cao", "Thông cáo", "TC"),
    kind("thong_bao", "Thông báo", "TB"),
    kind("huong_dan", "Hướng dẫn", "HD"),
    kind("chuong_trinh", "Chương trình", "CTr"),
    kind("ke_hoach", "Kế hoạch", "KH"),
    kind("phuong_an", "Phương án", "PA"),
    kind("de_an", "Đề án", "ĐA"),
    kind("du_an", "Dự án", "DA"),
    kind("bao_cao", "Báo cáo", "BC"),
    kind("bien_ban", "Biên bản", "BB"),
    kind("to_trinh", "Tờ trình", "TTr"),
    kind("hop_dong", "Hợp đồng", "HĐ"),
    plain("cong_van", "Công văn"),
    kind("cong_dien", "Công điện", "CĐ"),
    kind("ban_ghi_nho", "Bản ghi nhớ", "BGN"),
    kind("ban_thoa_thuan", "Bản thỏa thuận", "BTT"),
    kind("giay_uy_quyen", "Giấy ủy quyền", "GUQ"),
    kind("giay_moi", "Giấy mời", "GM"),
    kind("giay_gioi_thieu", "Giấy giới thiệu", "GGT"),
    kind("giay_nghi_phep", "Giấy nghỉ phép", "GNP"),
    kind("phieu_gui", "Phiếu gửi", "PG"),
    kind("phieu_chuyen", "Phiếu chuyển", "PC"),
    kind("phieu_bao", "Phiếu báo", "PB"),
    plain("thu_cong", "Thư công"),
    normative("hien_phap", "Hiến pháp", "HP"),
    normative("bo_luat", "Bộ luật", "BL"),
    normative("luat", "Luật", "L"),
    normative("phap_lenh", "Pháp lệnh", "PL"),
    normative("lenh", "Lệnh", "L-CTN"),
    normative("nghi_dinh", "Nghị định", "NĐ"),
    normative("thong_tu_lien_tich", "Thông tư liên tịch", "TTLT"),
    normative("thong_tu", "Thông tư", "TT"),
    normative("van_ban_hop_nhat", "Văn bản hợp nhất", "VBHN"),
];

/// The kind of a code.
pub fn kind_by_code(code: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.code == code)
}

/// The kind of an abbreviation exactly as the decree writes it.
pub fn kind_by_abbreviation(abbreviation: &str) -> Option<&'static Kind> {
    KINDS
        .iter()
        .find(|kind| kind.abbreviation == Some(abbreviation))
}

/// The kind of a name, in any letter case.
pub fn kind_by_name(name: &str) -> Option<&'static Kind> {
    let wanted = name.trim().to_lowercase();
    KINDS.iter().find(|kind| kind.name.to_lowercase() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decree_has_29_kinds_of_which_two_have_no_abbreviation() {
        let administrative: Vec<_> = KINDS.iter().filter(|kind| !kind.is_normative).collect();
        assert_eq!(administrative.len(), 29);
        let bare = administrative
            .iter()
            .filter(|kind| kind.abbreviation.is_none());
        assert_eq!(
            bare.map(|kind| kind.name).collect::<Vec<_>>(),
            ["Công văn", "Thư công"]
        );
    }

    #[test]
    fn codes_and_abbreviations_are_unique() {
        let mut codes: Vec<_> = KINDS.iter().map(|kind| kind.code).collect();
        let mut abbreviations: Vec<_> = KINDS.iter().filter_map(|kind| kind.abbreviation).collect();
        for list in [&mut codes, &mut abbreviations] {
            let count = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), count);
        }
        assert_eq!(
            kind_by_name("TỜ TRÌNH").map(|kind| kind.code),
            Some("to_trinh")
        );
    }
}
