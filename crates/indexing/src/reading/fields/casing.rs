//! Names and subjects printed in capitals, written as registers write them (NĐ 30/2020 Phụ lục II): the
//! type of an agency and its field of work begin with a capital, names of places in every word,
//! abbreviations stay.

use super::lines::{folded, is_capitals};
use super::names::{AGENCIES, INNER, PROVINCES, TYPES, UNITS};
use crate::reading::text::syllables::is_syllable;

/// A name of an agency in normal writing; what is not in capitals stays as it is.
pub fn agency(name: &str) -> String {
    if !is_capitals(name, true) {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut out: Vec<String> = words.iter().map(|word| lowered(word)).collect();
    let mut begins = true;
    let mut is_place = false;
    let mut skip_to = 0;
    for at in 0..out.len() {
        if at < skip_to {
            continue;
        }
        let type_length = type_at(&out, at);
        let unit_length = unit_at(&out, at);
        if begins && type_length > 0 {
            out[at] = capitalised(&out[at]);
            skip_to = at + type_length;
            is_place = is_school(&out[at..skip_to]);
            continue;
        }
        if unit_length > 0 && at > 0 {
            skip_to = at + unit_length;
            is_place = true;
            begins = false;
            continue;
        }
        let joins = matches!(out[at].as_str(), "và" | "-" | "–");
        let is_word = out[at].chars().next().is_some_and(char::is_alphabetic);
        if !joins && is_word && (begins || is_place) {
            out[at] = capitalised(&out[at]);
        }
        begins = joins || out[at].ends_with(',') || !is_word;
        // The first word behind a type begins the field of work.
        if !joins && skip_to == at + 1 {
            begins = false;
        }
    }
    let out = field_capitals(&words, out);
    restored(&out.join(" "))
}

/// The word right behind the type at the begin begins the field of work.
fn field_capitals(words: &[&str], mut out: Vec<String>) -> Vec<String> {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut at = 0;
    while at < out.len() {
        let length = type_at(&lower, at);
        let begins = at == 0 || matches!(lower[at - 1].as_str(), "-" | "–");
        let next = at + length;
        if length > 0 && begins && next < out.len() && unit_at(&lower, next) == 0 {
            out[next] = capitalised(&out[next]);
        }
        at += length.max(1);
    }
    out
}

fn is_school(words: &[String]) -> bool {
    let last = words.last().map(String::as_str);
    matches!(
        last,
        Some("thpt" | "THPT" | "thcs" | "THCS" | "học" | "non")
    ) && words.len() > 1
        && words[0].eq_ignore_ascii_case("Trường") | words[0].starts_with("Trường")
        && !words.iter().any(|word| word == "đại")
}

/// How many words at a place are a type of agency.
fn type_at(words: &[String], at: usize) -> usize {
    longest(TYPES, words, at)
}

fn unit_at(words: &[String], at: usize) -> usize {
    longest(UNITS, words, at)
}

fn longest(list: &[&str], words: &[String], at: usize) -> usize {
    let matches = |name: &&&str| {
        let mut wanted = name.split(' ');
        let mut given = words[at..].iter();
        wanted.all(|want| given.next().is_some_and(|word| word.to_lowercase() == want))
    };
    let lengths = list
        .iter()
        .filter(matches)
        .map(|name| name.split(' ').count());
    lengths.max().unwrap_or(0)
}

/// A subject printed in capitals as a sentence; what is not in capitals stays as it is.
pub fn sentence(text: &str) -> String {
    if !is_capitals(text, true) {
        return text.to_owned();
    }
    let words: Vec<String> = text.split_whitespace().map(lowered).collect();
    let sentence = restored(&words.join(" "));
    let mut letters = sentence.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// A post in normal writing: «Phó Giám đốc», «Chánh Văn phòng», «Thứ trưởng».
pub fn post(text: &str) -> String {
    const BEFORE: [&str; 4] = ["phó", "quyền", "chánh", "nguyên"];
    if !is_capitals(text, true) {
        return text.to_owned();
    }
    let mut out: Vec<String> = text.split_whitespace().map(lowered).collect();
    let mut begins = true;
    let mut skip_to = 0;
    for at in 0..out.len() {
        if at < skip_to {
            continue;
        }
        let length = type_at(&out, at);
        let is_rank = BEFORE.contains(&out[at].as_str());
        if begins || length > 0 && !is_rank {
            out[at] = capitalised(&out[at]);
            skip_to = at + length;
        }
        begins = is_rank || out[at].ends_with(',');
    }
    restored(&out.join(" "))
}

/// A name of a person in normal writing.
pub fn person(name: &str) -> String {
    let words = name.split_whitespace();
    words
        .map(|word| capitalised(&word.to_lowercase()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A word in small letters, unless it is an abbreviation, a code or holds digits.
fn lowered(word: &str) -> String {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let low = bare.to_lowercase();
    let is_code = bare
        .chars()
        .any(|c| c.is_ascii_digit() || matches!(c, '/' | '&' | '.'));
    let parts = bare
        .split('-')
        .all(|part| is_syllable(&part.to_lowercase()));
    if is_code || bare.is_empty() || !parts && !is_syllable(&low) && !is_foreign(&low) {
        word.to_owned()
    } else {
        word.to_lowercase()
    }
}

/// Long words with a vowel that are no syllables come from other languages and are no abbreviations.
fn is_foreign(low: &str) -> bool {
    low.chars().count() > 5 && low.contains(['a', 'e', 'i', 'o', 'u'])
}

fn capitalised(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut is_done = false;
    for c in word.chars() {
        if is_done || !c.is_alphabetic() {
            out.push(c);
        } else {
            out.extend(c.to_uppercase());
            is_done = true;
        }
    }
    out
}

/// Known names get their capitals back.
fn restored(text: &str) -> String {
    let mut out = text.to_owned();
    for name in INNER
        .iter()
        .chain(PROVINCES)
        .chain(AGENCIES.iter().filter(|name| name.contains(' ')))
    {
        out = with_name(&out, name);
    }
    if AGENCIES.iter().any(|name| folded(name) == folded(&out)) {
        let same = AGENCIES
            .iter()
            .find(|name| name.to_lowercase() == out.to_lowercase());
        out = same.map_or(out, |name| (*name).to_owned());
    }
    out
}

/// Replaces a name in any letter case, at word borders.
fn with_name(text: &str, name: &str) -> String {
    let low = text.to_lowercase();
    let wanted = name.to_lowercase();
    if low.len() != text.len() || wanted.len() != name.len() {
        return text.to_owned();
    }
    let mut out = text.to_owned();
    let mut from = 0;
    while let Some(found) = low[from..].find(&wanted) {
        let (begin, end) = (from + found, from + found + wanted.len());
        let before = low[..begin].chars().next_back();
        let after = low[end..].chars().next();
        let is_whole =
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric);
        if is_whole {
            out.replace_range(begin..end, name);
        }
        from = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_registers_write_them() {
        for (printed, written) in [
            ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
            ("ỦY BAN NHÂN DÂN TỈNH AN PHÚ", "Ủy ban nhân dân tỉnh An Phú"),
            ("UBND TỈNH AN GIANG", "UBND tỉnh An Giang"),
            (
                "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
                "Bộ Lao động - Thương binh và Xã hội",
            ),
            ("VĂN PHÒNG CHÍNH PHỦ", "Văn phòng Chính phủ"),
            ("TRƯỜNG THPT LÊ LỢI", "Trường THPT Lê Lợi"),
            ("SỞ CÔNG THƯƠNG", "Sở Công Thương"),
            ("Sở Y tế", "Sở Y tế"),
            (
                "BỆNH VIỆN ĐA KHOA TỈNH BẾN TRE",
                "Bệnh viện Đa khoa tỉnh Bến Tre",
            ),
        ] {
            assert_eq!(agency(printed), written);
        }
    }

    #[test]
    fn subjects_and_posts_lose_their_capitals() {
        assert_eq!(
            sentence(
                "VỀ VIỆC HỖ TRỢ GẠO CHO TỈNH LÀO CAI THEO NGHỊ ĐỊNH SỐ 12/2020/NĐ-CP CỦA CHÍNH PHỦ"
            ),
            "Về việc hỗ trợ gạo cho tỉnh Lào Cai theo Nghị định số 12/2020/NĐ-CP của Chính phủ"
        );
        assert_eq!(sentence("Về HIV/AIDS"), "Về HIV/AIDS");
        for (printed, written) in [
            ("PHÓ GIÁM ĐỐC", "Phó Giám đốc"),
            ("THỨ TRƯỞNG", "Thứ trưởng"),
            ("CHÁNH VĂN PHÒNG", "Chánh Văn phòng"),
            ("PHÓ THỦ TƯỚNG", "Phó Thủ tướng"),
        ] {
            assert_eq!(post(printed), written);
        }
    }
}
