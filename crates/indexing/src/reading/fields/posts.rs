//! Quyền hạn, chức vụ: prefixes of the right to sign and posts, as lines of capitals bear them (NĐ 30/2020
//! Phụ lục I, ô 7a), whatever a stroke of ink put before them.

use super::casing;
use super::found::Found;
use super::lines::{Line, folded};

/// The right to sign, with every way to write it.
const PREFIXES: [(&str, &str); 11] = [
    ("TUQ.", "TUQ."),
    ("TUQ ", "TUQ."),
    ("TM.", "TM."),
    ("T/M", "TM."),
    ("TM ", "TM."),
    ("KT.", "KT."),
    ("K/T", "KT."),
    ("KT ", "KT."),
    ("TL.", "TL."),
    ("TL ", "TL."),
    ("Q.", "Q."),
];

/// First words of the line of a post, without marks.
const POSTS: [&str; 47] = [
    "BO TRUONG",
    "THU TRUONG",
    "CHU TICH",
    "PHO CHU TICH",
    "GIAM DOC",
    "PHO GIAM DOC",
    "THU TUONG",
    "PHO THU TUONG",
    "CHANH VAN PHONG",
    "PHO CHANH VAN PHONG",
    "CUC TRUONG",
    "PHO CUC TRUONG",
    "VU TRUONG",
    "PHO VU TRUONG",
    "TONG CUC TRUONG",
    "PHO TONG CUC TRUONG",
    "TRUONG PHONG",
    "PHO TRUONG PHONG",
    "HIEU TRUONG",
    "PHO HIEU TRUONG",
    "TRUONG BAN",
    "PHO TRUONG BAN",
    "CHANH THANH TRA",
    "PHO CHANH THANH TRA",
    "TONG GIAM DOC",
    "PHO TONG GIAM DOC",
    "THONG DOC",
    "PHO THONG DOC",
    "CHU NHIEM",
    "PHO CHU NHIEM",
    "BI THU",
    "PHO BI THU",
    "CHI CUC TRUONG",
    "PHO CHI CUC TRUONG",
    "VIEN TRUONG",
    "PHO VIEN TRUONG",
    "CHANH AN",
    "PHO CHANH AN",
    "TONG THANH TRA",
    "PHO TONG THANH TRA",
    "TONG KIEM TOAN",
    "TRUONG DOAN",
    "TRUONG CONG AN",
    "VIEN TRUONG",
    "TRUONG TRAM",
    "CHU TOA",
    "DAI DIEN",
];

/// Whether a folded line begins with a prefix or a post.
pub fn begins(text: &str) -> bool {
    prefix_of(text).is_some() || post_at(text).is_some()
}

/// The prefix that a folded line begins with, and its length.
pub fn prefix_of(text: &str) -> Option<(&'static str, usize)> {
    let found = PREFIXES
        .iter()
        .find(|(written, _)| text.starts_with(written))?;
    Some((found.1, found.0.len()))
}

/// Where a post begins in a folded line; a recogniser may have read a stroke of ink before it.
fn post_at(text: &str) -> Option<usize> {
    let starts = |text: &str| {
        POSTS.iter().any(|post| {
            text.strip_prefix(post)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    };
    if starts(text) {
        return Some(0);
    }
    let first = text.find(' ').filter(|at| *at <= 4)? + 1;
    starts(text.get(first..)?).then_some(first)
}

/// The post on a line, without its prefix.
pub fn post_of(line: &Line) -> Option<Found> {
    let before = line
        .folded
        .chars()
        .take_while(|c| !c.is_alphanumeric())
        .count();
    let text: String = line.folded.chars().skip(before).collect();
    let skip =
        prefix_of(&text).map_or_else(|| post_at(&text).unwrap_or_default(), |(_, length)| length);
    let printed = line.slice(before + skip, usize::MAX);
    let printed = printed.trim_matches(|c: char| !c.is_alphabetic());
    let mended = if line.recognised {
        super::wording::mended(printed)
    } else {
        printed.to_owned()
    };
    let value = known_post(&mended).unwrap_or_else(|| casing::post(&mended));
    (value.chars().count() > 3).then(|| Found::in_lines(value, 90, &[line]))
}

/// Posts whose marks a recogniser lost.
fn known_post(text: &str) -> Option<String> {
    const WRITTEN: [&str; 20] = [
        "Bộ trưởng",
        "Thứ trưởng",
        "Chủ tịch",
        "Phó Chủ tịch",
        "Giám đốc",
        "Phó Giám đốc",
        "Thủ tướng",
        "Phó Thủ tướng",
        "Chánh Văn phòng",
        "Phó Chánh Văn phòng",
        "Cục trưởng",
        "Phó Cục trưởng",
        "Vụ trưởng",
        "Phó Vụ trưởng",
        "Trưởng phòng",
        "Phó Trưởng phòng",
        "Hiệu trưởng",
        "Phó Hiệu trưởng",
        "Chánh Thanh tra",
        "Phó Chủ nhiệm",
    ];
    let key = folded(text);
    WRITTEN
        .iter()
        .find(|post| folded(post) == key)
        .map(|post| (*post).to_owned())
}
