//! Quyền hạn, chức vụ: prefixes of the right to sign and posts, as lines of capitals bear them (NĐ 30/2020
//! Phụ lục I, ô 7a), whatever a stroke of ink put before them.

use super::casing;
use super::found::Found;
use super::likeness::distance_within;
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
        .find(|(written, _)| text.starts_with(written));
    found
        .map(|found| (found.1, found.0.len()))
        .or_else(|| misread_prefix(text))
}

/// A prefix whose letters or point a recogniser took for others, before a post: «K1, GIÁM ĐỐC».
fn misread_prefix(text: &str) -> Option<(&'static str, usize)> {
    let joined = [("KT", "KT."), ("TL", "TL."), ("TM", "TM.")];
    let begins = |(letters, _): &&(&str, &str)| {
        let rest = text.strip_prefix(letters);
        rest.is_some_and(|rest| post_at(rest) == Some(0))
    };
    if let Some((letters, prefix)) = joined.iter().find(begins) {
        return Some((prefix, letters.len()));
    }
    let end = text.find([' ', ',', ':', '„']).filter(|end| *end <= 4)?;
    let rest = text[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
    post_at(rest).filter(|at| *at == 0)?;
    let letters: String = text[..end]
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| if matches!(c, '1' | 'I' | ']') { 'T' } else { c })
        .collect();
    let prefix = match letters.as_str() {
        "KT" | "XT" | "RT" => "KT.",
        "TM" => "TM.",
        "TL" => "TL.",
        "TUQ" => "TUQ.",
        _ => return None,
    };
    Some((prefix, text.chars().count() - rest.chars().count()))
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

/// The post on a line, without its prefix. «TM. ỦY BAN NHÂN DÂN» names no post.
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
    if !line.recognised {
        let value = known_post(printed).unwrap_or_else(|| casing::post(printed));
        return (value.chars().count() > 3).then(|| Found::in_lines(value, 90, &[line]));
    }
    let mended = super::wording::mended(printed);
    if let Some(value) = known_post(&mended) {
        return Some(Found::in_lines(value, 90, &[line]));
    }
    if let Some(value) = like_post(&text) {
        return Some(Found::in_lines(value, 78, &[line]));
    }
    let value = casing::post(&mended);
    (value.chars().count() > 3 && post_at(&folded(&value)).is_some())
        .then(|| Found::in_lines(value, 85, &[line]))
}

/// Posts as they are written.
const WRITTEN: [&str; 42] = [
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
    "Phó Chánh Thanh tra",
    "Chủ nhiệm",
    "Phó Chủ nhiệm",
    "Tổng cục trưởng",
    "Phó Tổng cục trưởng",
    "Tổng Giám đốc",
    "Phó Tổng Giám đốc",
    "Thống đốc",
    "Phó Thống đốc",
    "Viện trưởng",
    "Phó Viện trưởng",
    "Chánh án",
    "Phó Chánh án",
    "Tổng Thanh tra",
    "Phó Tổng Thanh tra",
    "Chi cục trưởng",
    "Phó Chi cục trưởng",
    "Trưởng ban",
    "Phó Trưởng ban",
    "Trưởng đoàn",
    "Phó Trưởng đoàn",
    "Bí thư",
    "Phó Bí thư",
];

/// Posts whose marks a recogniser lost.
fn known_post(text: &str) -> Option<String> {
    let key = folded(text);
    WRITTEN
        .iter()
        .find(|post| folded(post) == key)
        .map(|post| (*post).to_owned())
}

/// The post that a folded line most likely is, where a seal took letters of it.
pub fn like_post(text: &str) -> Option<&'static str> {
    /// Fewer letters are alike by chance.
    const LEAST_LETTERS: usize = 7;
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphabetic()).collect() };
    let read = letters(text);
    if read.len() < LEAST_LETTERS {
        return None;
    }
    let distance = |post: &&'static str| {
        let wanted = letters(&folded(post));
        let distance = distance_within(&read, &wanted, wanted.len() / 4)?;
        Some((distance * 100 / wanted.len(), *post))
    };
    let nearest = WRITTEN.iter().filter_map(distance);
    nearest
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, post)| post)
}

/// Whether a post is that of somebody who stands in for the head.
pub fn is_deputy(post: &str) -> bool {
    post.starts_with("Phó ") || post == "Thứ trưởng"
}

/// The post of whoever signs «KT.» the head: a deputy, by what the prefix means (NĐ 30/2020 Phụ lục I, ô 7a).
pub fn deputy_of(head: &str) -> Option<String> {
    // A minister may head an office besides, which the paper comes from.
    let own = head.rsplit(", ").next().unwrap_or(head);
    if is_deputy(own) {
        return Some(own.to_owned());
    }
    if own == "Bộ trưởng" {
        return Some("Thứ trưởng".to_owned());
    }
    WRITTEN.contains(&own).then(|| format!("Phó {own}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_known_without_some_of_their_letters() {
        for (line, post) in [
            ("GIAM DOC", Some("Giám đốc")),
            ("_HU TRUONG", Some("Thứ trưởng")),
            ("PHO GIAM DQC", Some("Phó Giám đốc")),
            ("THU TUONI", Some("Thủ tướng")),
            ("PHONG TAI CHINH", None),
            ("TRUONG", None),
        ] {
            assert_eq!(like_post(line), post, "{line}");
        }
        for (line, prefix) in [
            ("KT. GIAM DOC", Some(("KT.", 3))),
            ("K1, GIAM DOC", Some(("KT.", 4))),
            ("KTGIAM DOC", Some(("KT.", 2))),
            ("A, GIAM DOC", None),
            ("KTV TRUONG", None),
        ] {
            assert_eq!(prefix_of(line), prefix, "{line}");
        }
    }

    #[test]
    fn a_deputy_signs_for_the_head() {
        for (head, deputy) in [
            ("Bộ trưởng", Some("Thứ trưởng")),
            ("Giám đốc", Some("Phó Giám đốc")),
            ("Bộ trưởng, Chủ nhiệm", Some("Phó Chủ nhiệm")),
            ("Thứ trưởng", Some("Thứ trưởng")),
            ("Chính phủ", None),
        ] {
            assert_eq!(deputy_of(head).as_deref(), deputy, "{head}");
        }
    }
}
