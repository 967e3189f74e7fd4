//! Names of people: the shape of a line that is one, ranks and degrees before it, and the family
//! names that nearly everybody bears, whose marks a recogniser gets wrong.

use super::casing;
use super::lines::{folded, is_capitals};
use crate::reading::text::syllables::is_syllable;

/// Family names; together they are borne by nine people of ten.
const FAMILIES: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý", "Đào", "Đoàn", "Vương", "Trịnh", "Trương", "Đinh", "Lâm", "Phùng",
    "Mai", "Tô", "Hà", "Tạ", "Lương", "Lưu", "Châu", "Cao", "Thái", "Quách", "Đồng", "Nông", "Hứa",
    "Triệu", "La", "Chu", "Kiều", "Tống", "Ninh", "Nghiêm", "Diệp", "Bế", "Bạch", "Lò", "Vi",
    "Mạc", "Thạch", "Danh", "Lại", "Lục", "Mã", "Ma", "Giang", "Tăng", "Khương", "Từ", "Âu", "Cù",
    "Thân", "Viên", "Khuất", "Giàng", "Điểu", "Sơn", "Kim", "Phí", "Quản", "Trang", "Tôn", "Văn",
    "Hàng", "Bàng", "Cấn", "Đàm", "Đậu", "Hầu", "Ngọ", "Sầm", "Thiều",
];

/// Ranks and degrees before a name.
const RANKS: [&str; 20] = [
    "DAI TUONG",
    "THUONG TUONG",
    "TRUNG TUONG",
    "THIEU TUONG",
    "DAI TA",
    "THUONG TA",
    "TRUNG TA",
    "THIEU TA",
    "BAC SI",
    "BAC SY",
    "TIEN SI",
    "TIEN SY",
    "THAC SI",
    "THAC SY",
    "BS",
    "THS",
    "TS",
    "GS",
    "PGS",
    "LUAT SU",
];

/// Lines of the same shape that name no person.
const PLACES: [&str; 12] = [
    "NOI NHAN",
    "VIET NAM",
    "LUU VT",
    "NHU TREN",
    "KINH GUI",
    "HA NOI",
    "CONG BAO",
    "DA KY",
    "CHU KY",
    "HO VA TEN",
    "KY TEN",
    "NGUOI KY",
];

/// The name that a line is, and whether its family name is a known one.
pub fn name_in(line: &str, recognised: bool) -> Option<(String, bool)> {
    let bare = if recognised {
        line.trim_matches(|c: char| !c.is_alphabetic())
    } else {
        line.trim_end_matches(['.', ' ', '*'])
    };
    let bare = without_ranks(bare);
    let words: Vec<&str> = bare.split_whitespace().collect();
    if !(2..=5).contains(&words.len())
        || bare.chars().count() > 50
        || bare.contains(['/', ':', '(', ';'])
    {
        return None;
    }
    let loud = is_capitals(&bare, false);
    let words: Vec<String> = if loud {
        casing::person(&bare)
            .split(' ')
            .map(str::to_owned)
            .collect()
    } else {
        words.iter().map(|word| (*word).to_owned()).collect()
    };
    let capitalised = |word: &String| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
    };
    if !words
        .iter()
        .all(|word| capitalised(word) && is_syllable(word))
    {
        return None;
    }
    // «Nguyễn Văn A» is an example.
    if words.last().is_none_or(|word| word.chars().count() < 2) {
        return None;
    }
    let family = family(&words[0], recognised);
    let key = folded(&bare);
    if PLACES.iter().any(|place| key.starts_with(place)) || loud && family.is_none() {
        return None;
    }
    let mut words = words;
    let is_known = family.is_some();
    if let Some(family) = family {
        family.clone_into(&mut words[0]);
    }
    if recognised && words.len() > 2 {
        let last = words.len() - 1;
        for word in &mut words[1..last] {
            mend_middle(word);
        }
    }
    Some((words.join(" "), is_known))
}

/// The known family name that a word is; a recogniser's slips in its marks are forgiven.
fn family(word: &str, recognised: bool) -> Option<&'static str> {
    let exact = FAMILIES.iter().find(|name| **name == word);
    let key = folded(word);
    let mut same = FAMILIES.iter().filter(|name| folded(name) == key);
    let alike = same.next().filter(|_| recognised && same.next().is_none());
    exact.or(alike).copied()
}

/// «Văn» and «Thị» stand in most names and are spelt like nothing else there.
fn mend_middle(word: &mut String) {
    match folded(word).as_str() {
        "VAN" if !matches!(word.as_str(), "Văn" | "Vân" | "Vạn") => "Văn".clone_into(word),
        "THI" if word != "Thi" => "Thị".clone_into(word),
        _ => {}
    }
}

fn without_ranks(line: &str) -> String {
    let mut name = line.trim();
    loop {
        let key = folded(name);
        let dotted = name.split_once('.').filter(|(degree, rest)| {
            degree.chars().count() <= 7 && !degree.contains(' ') && rest.contains(' ')
        });
        if let Some((_, rest)) = dotted {
            name = rest.trim_start();
            continue;
        }
        let rank = RANKS.iter().find(|rank| {
            key.strip_prefix(*rank)
                .is_some_and(|rest| rest.starts_with(' '))
        });
        let Some(rank) = rank else {
            return name.to_owned();
        };
        let skip = rank.chars().count();
        let at = name
            .char_indices()
            .nth(skip)
            .map_or(name.len(), |(at, _)| at);
        name = name[at..].trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_lines() {
        for (line, name) in [
            ("Nguyễn Thị Minh Hà", Some("Nguyễn Thị Minh Hà")),
            ("BS. CKII. Trần Văn Bình", Some("Trần Văn Bình")),
            ("Thượng tá Lê Quốc Hưng", Some("Lê Quốc Hưng")),
            ("ĐỖ QUANG HIỂN", Some("Đỗ Quang Hiển")),
            ("Sở Y tế", None),
            ("PHÓ GIÁM ĐỐC", None),
            ("Nơi nhận", None),
            ("Nguyễn Văn A1", None),
        ] {
            assert_eq!(
                name_in(line, false).map(|(name, _)| name).as_deref(),
                name,
                "{line}"
            );
        }
        assert_eq!(
            name_in("'Nguyên Vẫn Hùng `", true),
            Some(("Nguyễn Văn Hùng".to_owned(), true))
        );
    }
}
