//! Lines of a first page that belong to its form and to no field: the name of the country with its
//! motto, rules, page numbers, headings of the gazette, stamps of receipt, blocks of signatures.

use super::lines::Line;
use crate::reading::text::syllables::is_syllable;

const COUNTRY: [&str; 8] = ["CONG", "HOA", "XA", "HOI", "CHU", "NGHIA", "VIET", "NAM"];
const PARTY: [&str; 6] = ["DANG", "CONG", "SAN", "VIET", "NAM", ""];
const MOTTO: [&str; 6] = ["DOC", "LAP", "TU", "DO", "HANH", "PHUC"];

/// Where in a folded line the name of the country, or of the Party in its papers, begins as a line of
/// the head: with most of its words, whatever a recogniser made of the others.
pub fn country_starts(folded: &str) -> Option<usize> {
    let words: Vec<&str> = folded.split(' ').collect();
    let place = |at: usize| {
        words[..at]
            .iter()
            .map(|word| word.chars().count() + 1)
            .sum()
    };
    let agree = |at: usize, name: &[&str]| {
        let pairs = words[at..].iter().zip(name);
        pairs.filter(|(word, name)| same_word(word, name)).count()
    };
    for at in 0..words.len() {
        let rest = words.len() - at;
        let begins = same_word(words[at], COUNTRY[0]) || at == 0;
        if begins && rest <= 11 && agree(at, &COUNTRY) >= 6 {
            return Some(place(at));
        }
        if rest <= 6 && agree(at, &PARTY) >= 5 {
            return Some(place(at));
        }
    }
    None
}

/// Equal but for one letter in four.
fn same_word(word: &str, name: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let most = name.len() / 4;
    !name.is_empty() && super::likeness::distance_within(word, name, most).is_some()
}

/// Whether a line is the name of the country in capitals; subjects name it in small letters.
pub fn names_country(line: &Line) -> bool {
    line.is_capitals() && country_starts(&line.folded) == Some(0)
}

/// Whether a line is the motto under the name of the country.
pub fn is_motto(line: &Line) -> bool {
    let words: Vec<&str> = line
        .folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let found = MOTTO.iter().filter(|name| words.contains(name)).count();
    (5..=9).contains(&words.len()) && found >= 4
}

/// Whether a line is a heading or number of the gazette, which reprints papers.
pub fn is_gazette(line: &Line) -> bool {
    let text = line.folded.as_str();
    text.starts_with("CONG BAO/")
        || text.starts_with("VAN BAN QUY PHAM PHAP LUAT")
        || text.starts_with("VAN BAN PHAP LUAT KHAC")
        || text.starts_with("VAN BAN HOP NHAT")
        || text.starts_with("DIEU UOC QUOC TE") && line.is_capitals()
}

/// Whether a line belongs to the block that a signing program draws.
pub fn is_signature_block(line: &Line) -> bool {
    const FIRST_WORDS: [&str; 7] = [
        "NGUOI KY",
        "KY BOI",
        "EMAIL",
        "CO QUAN:",
        "THOI GIAN KY",
        "NGAY KY",
        "KY SO BOI",
    ];
    let text = line.folded.as_str();
    let has_colon = text.contains(':');
    has_colon
        && (FIRST_WORDS.iter().any(|words| text.starts_with(words))
            || text.contains("THOI GIAN KY:")
            || text.contains("G THONG TIN DIEN TU") && text.contains("KY:"))
}

/// Whether a line holds no letter to speak of: a rule, a page number, the dirt of a scan.
pub fn is_blank(line: &Line) -> bool {
    let letters = line.text.chars().filter(|c| c.is_alphabetic()).count();
    let is_dirt = || letters < 3 && !line.text.contains(|c: char| c.is_ascii_digit());
    letters == 0 || line.recognised && is_dirt() && !is_one_word(line)
}

/// Whether a line is a single word of two small letters that was read surely, such as the «xã» that is left of
/// a subject for its last line.
fn is_one_word(line: &Line) -> bool {
    /// Percent; dirt is read with less.
    const SURE: u8 = 80;
    let word = line.text.trim_end_matches([',', ';', '.']);
    word.chars().count() == 2
        && word.chars().all(char::is_lowercase)
        && is_syllable(word)
        && line.confidence_of(0, 2) >= SURE
}

/// Whether a line is part of the stamp that a receiving office sets, «ĐẾN» with number and day.
pub fn is_receipt_stamp(line: &Line) -> bool {
    let text = line.folded.trim_matches(|c: char| !c.is_alphabetic());
    text == "DEN"
        || text == "CONG VAN DEN"
        || text == "VAN BAN DEN"
        || text.starts_with("KINH CHUYEN")
        || text.starts_with("LUU HO SO SO")
        || text.ends_with("VAN DEN") && line.is_capitals()
        || text.starts_with("CONG THONG TIN DIEN TU") && line.is_capitals() && line.may_be_left()
        || text.starts_with("DEN ") && text.contains("NGAY")
        || line.text.contains("...") && (text.contains("NGAY") || text.starts_with("SO"))
}

/// Whether a line belongs to the form of the page and to no field.
pub fn is_furniture(line: &Line) -> bool {
    is_blank(line)
        || names_country(line)
        || is_motto(line)
        || is_gazette(line)
        || is_signature_block(line)
        || is_receipt_stamp(line)
}
