//! Names of people: the shape of a line that is one, ranks and degrees before it, and the names that
//! nearly everybody bears. A recogniser gets marks wrong, and a seal takes the first letters away: what
//! the rest can only be is put back.

use unicode_normalization::UnicodeNormalization;

use super::casing;
use super::given::{FAMILIES, given};
use super::likeness::distance_within;
use super::lines::{folded, is_capitals};
use super::wording::tone_moved;
use crate::reading::text::syllables::is_syllable;

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

/// So many of the family names are borne by so many that a lost one is guessed to be one of them.
const USUAL: usize = 40;

/// What is known of a family name, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Borne by many.
    Known,
    /// Letters of it were lost, and this is what it most likely was.
    Guessed,
    /// Borne by few, or no family name.
    Rare,
}

/// A name of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonName {
    /// The name.
    pub text: String,
    /// Its family name.
    pub family: Family,
    /// Letters of the family name that were guessed.
    pub slips: usize,
}

/// The name that a line is.
pub fn name_in(line: &str, recognised: bool) -> Option<PersonName> {
    let bare = if recognised {
        without_strokes(line)
    } else {
        line.trim_end_matches(['.', ' ', '*']).to_owned()
    };
    let bare = without_ranks(&bare);
    if bare.chars().count() > 50 || bare.contains(['/', ':', '(', ';']) {
        return None;
    }
    let loud = is_capitals(&bare, false);
    let written = if loud {
        casing::person(&bare)
    } else {
        bare.clone()
    };
    let mut words: Vec<String> = written.split_whitespace().map(str::to_owned).collect();
    // A stroke of the pen before a whole name.
    let is_stroke = |words: &[String]| {
        recognised && words.len() > 2 && !is_name_word(&words[0]) && is_family(&words[1])
    };
    if is_stroke(&words) {
        words.remove(0);
    }
    if !(2..=5).contains(&words.len()) {
        return None;
    }
    let key = folded(&bare);
    if PLACES.iter().any(|place| key.starts_with(place)) {
        return None;
    }
    let (first, rest) = words.split_first_mut()?;
    if recognised {
        rest.iter_mut().for_each(mend_given);
    }
    // «Nguyễn Văn A» is an example.
    let is_example = rest.last().is_none_or(|word| word.chars().count() < 2);
    if is_example || !rest.iter().all(|word| is_name_word(word)) {
        return None;
    }
    let (family, slips) = family(first, rest, recognised)?;
    if loud && family == Family::Rare {
        return None;
    }
    Some(PersonName {
        text: words.join(" "),
        family,
        slips,
    })
}

/// A line without strokes of a pen that were read as signs around and between its words.
fn without_strokes(line: &str) -> String {
    let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | ':' | '(' | '/' | ';');
    let words = line
        .trim_matches(|c: char| !c.is_alphabetic())
        .split_whitespace()
        .map(|word| word.trim_matches(is_sign));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn is_family(word: &str) -> bool {
    let key = folded(word);
    let mut usual = FAMILIES.iter().take(USUAL);
    word != "Hoàng" && word.chars().count() > 1 && usual.any(|name| folded(name) == key)
}

fn is_name_word(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_lowercase)
        && is_syllable(word)
}

/// What is known of the family name that a word is, and how many letters of it were guessed; a
/// recogniser's slips in it are mended.
fn family(word: &mut String, rest: &[String], recognised: bool) -> Option<(Family, usize)> {
    if FAMILIES.contains(&word.as_str()) {
        // «Văn Phúc» is a name whose family name was lost.
        let is_middle = rest.len() == 1 && matches!(word.as_str(), "Văn" | "Danh" | "Kim");
        return Some((
            if is_middle {
                Family::Rare
            } else {
                Family::Known
            },
            0,
        ));
    }
    if recognised && let Some((name, distance)) = nearest_family(word) {
        if distance == 0 {
            name.clone_into(word);
            return Some((Family::Known, 0));
        }
        let is_name = |word: &String| given().any(|listed| is_same(word, listed));
        let may_be = !(is_name_word(word) && is_name(word)) && rest.iter().all(is_name);
        if may_be && rest.len() + word.chars().count() > 3 {
            name.clone_into(word);
            return Some((Family::Guessed, distance));
        }
    }
    is_name_word(word).then_some((Family::Rare, 0))
}

/// The family name whose letters are nearest, and how many of them differ.
fn nearest_family(word: &str) -> Option<(&'static str, usize)> {
    let key: String = folded(word).chars().filter(|c| c.is_alphabetic()).collect();
    let same: Vec<&'static str> = FAMILIES
        .iter()
        .copied()
        .filter(|name| folded(name) == key)
        .collect();
    if let Some(name) = likest(word, &same) {
        return Some((name, 0));
    }
    let length = key.chars().count();
    // One letter alone must bear marks to tell anything.
    if length == 0 || length == 1 && word.is_ascii() {
        return None;
    }
    let most = if length >= 4 { 2 } else { 1 };
    let distance = |name: &&'static str| {
        let whole = folded(name);
        let is_end = length >= 2 && whole.ends_with(&key);
        let distance = if is_end {
            Some(1)
        } else {
            distance_within(&key, &whole, most)
        };
        // Consonants are lost under a seal more often than vowels change.
        let other = usize::from(vowels(name) != vowels(word));
        Some((distance? * 2 + other, *name))
    };
    let nearest = FAMILIES.iter().take(USUAL).filter_map(distance);
    let (weight, name) = nearest.min_by_key(|(weight, _)| *weight)?;
    Some((name, weight.max(1)))
}

/// The vowels of a word without their tones.
fn vowels(word: &str) -> String {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let letters = word.nfd().filter(|c| !TONES.contains(c)).nfc();
    let letters = letters.flat_map(char::to_lowercase);
    letters
        .filter(|c| !c.is_ascii() && *c != 'đ' || "aeiouy".contains(*c))
        .collect()
}

/// A middle or given name that nobody bears becomes the one that differs in its marks only.
fn mend_given(word: &mut String) {
    if !is_name_word(word) && !word.chars().all(char::is_alphabetic)
        || given().any(|listed| is_same(word, listed))
    {
        return;
    }
    let key = folded(word);
    let alike: Vec<&'static str> = given().filter(|listed| folded(listed) == key).collect();
    if let Some(name) = likest(word, &alike) {
        name.clone_into(word);
    }
}

fn is_same(word: &str, listed: &str) -> bool {
    word == listed || tone_moved(word, listed)
}

/// Of names that differ in their marks the one with the same tone, else the most usual.
fn likest(word: &str, names: &[&'static str]) -> Option<&'static str> {
    let tone = tone_of(word);
    let same = names.iter().find(|name| tone_of(name) == tone);
    same.or(names.first()).copied()
}

fn tone_of(word: &str) -> Option<char> {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    word.nfd().find(|c| TONES.contains(c))
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

    fn read(line: &str, recognised: bool) -> Option<(String, Family)> {
        name_in(line, recognised).map(|name| (name.text, name.family))
    }

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
                name_in(line, false).map(|name| name.text).as_deref(),
                name,
                "{line}"
            );
        }
    }

    #[test]
    fn slips_of_a_recogniser_are_mended() {
        for (line, name, family) in [
            ("'Nguyên Vẫn Hùng `", "Nguyễn Văn Hùng", Family::Known),
            ("““Ñguyễn Thị Hòa", "Nguyễn Thị Hòa", Family::Known),
            ("~ “Vũ Quốc Bão", "Vũ Quốc Bảo", Family::Known),
            ("Lê Tuần Kiệt", "Lê Tuấn Kiệt", Family::Known),
            ("_ `uyễn Hữu Phước", "Nguyễn Hữu Phước", Family::Guessed),
            ("—zNguyễn Đức Lợi", "Nguyễn Đức Lợi", Family::Guessed),
            ("“Tyẩn Quang Minh", "Trần Quang Minh", Family::Guessed),
            ("mm Lê Đức Thọ", "Lê Đức Thọ", Family::Known),
            ("Minh Khôi", "Minh Khôi", Family::Rare),
            ("Văn Lộc", "Văn Lộc", Family::Rare),
        ] {
            assert_eq!(read(line, true), Some((name.to_owned(), family)), "{line}");
        }
        for line in [
            "Kiên Giang số 5",
            "#f¿c Lộc",
            "Ký, ghi rõ họ tên",
            "o Hoàng",
        ] {
            assert_eq!(read(line, true), None, "{line}");
        }
    }
}
