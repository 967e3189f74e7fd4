//! Encodings of one byte a letter: TCVN3 of TCVN 5712:1993, and that of the Vietnamese Professionals
//! Society (VPS). Files give their bytes as the characters of windows-1252.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;

/// TCVN3 letters by code from 0xA1; `·` where the code is no letter.
const TCVN3_FROM_A1: &str = "ĂÂÊÔƠƯĐăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ";

/// VPS letters by code from 0x80; `·` where the code is none.
const VPS_FROM_80: &str = "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ··ỀỂỄỐỒỔỖýỷỵỚỜỞ·ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕựầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ·àáâãảạă·èéêẽìí·ĩẴĐòóôõ·Ơụùúủ·ỶẼỳ";

/// VPS letters among the control codes.
const VPS_CONTROLS: [(u8, char); 14] = [
    (0x02, 'Ạ'),
    (0x03, 'Ậ'),
    (0x04, 'Ặ'),
    (0x05, 'Ẹ'),
    (0x06, 'Ệ'),
    (0x10, 'Ị'),
    (0x11, 'Ọ'),
    (0x12, 'Ộ'),
    (0x13, 'Ợ'),
    (0x14, 'Ụ'),
    (0x15, 'Ự'),
    (0x19, 'Ỵ'),
    (0x1c, 'Ẫ'),
    (0x1d, 'Ữ'),
];

static TCVN3: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let codes = 0xa1..=0xff_u8;
    named(codes.zip(TCVN3_FROM_A1.chars()))
});

static VPS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let codes = 0x80..=0xff_u8;
    named(codes.zip(VPS_FROM_80.chars()).chain(VPS_CONTROLS))
});

/// Letters by the character of windows-1252 that their code is read as.
fn named(letters: impl Iterator<Item = (u8, char)>) -> HashMap<char, char> {
    letters
        .filter(|(_, letter)| *letter != '·')
        .filter_map(|(code, letter)| {
            let bytes = [code];
            let character = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            Some((character.chars().next()?, letter))
        })
        .collect()
}

/// The letter of TCVN3 that a character of a file stands for.
pub fn tcvn3(c: char) -> char {
    TCVN3.get(&c).copied().unwrap_or(c)
}

/// The letter of VPS that a character of a file stands for.
pub fn vps(c: char) -> char {
    VPS.get(&c).copied().unwrap_or(c)
}

/// Small letters of TCVN3 that were drawn as capitals by their font, in text whose fonts are not known: the
/// letters of ASCII around them tell, for the encoding has no capitals with tones.
pub fn raised(text: &str) -> String {
    text.split_inclusive('\n').map(raised_line).collect()
}

fn raised_line(line: &str) -> String {
    let has_small = line.contains(|c: char| c.is_ascii_lowercase());
    let is_heading = !has_small && words(line).any(|(_, word)| is_half_raised(word));
    words(line)
        .flat_map(|(between, word)| {
            let raised = is_heading || is_half_raised(word);
            let word = if raised {
                word.to_uppercase()
            } else {
                word.to_owned()
            };
            [between.to_owned(), word]
        })
        .collect()
}

/// The runs of letters of a line, each with what stands in front of it.
fn words(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let begin = rest.find(char::is_alphabetic).unwrap_or(rest.len());
        let (between, tail) = rest.split_at(begin);
        let end = tail
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(tail.len());
        rest = &tail[end..];
        Some((between, &tail[..end]))
    })
}

/// Whether a word has capitals of ASCII and no small letter but those with marks.
fn is_half_raised(word: &str) -> bool {
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    let goes_on = word
        .chars()
        .skip(1)
        .any(|letter| letter.is_ascii_uppercase());
    let has_small = word.contains(|c: char| c.is_ascii_lowercase());
    !has_small && (capitals >= 2 || goes_on) && word.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::LETTERS;
    use super::*;

    #[test]
    fn tcvn3_has_67_small_letters_and_7_capitals() {
        assert_eq!(TCVN3_FROM_A1.chars().count(), 94);
        assert_eq!(TCVN3.len(), 74);
        for letter in LETTERS.chars() {
            let codes = TCVN3.values().filter(|other| **other == letter);
            assert_eq!(codes.count(), 1, "{letter}");
        }
    }

    #[test]
    fn vps_has_every_letter_in_both_cases() {
        assert_eq!(VPS_FROM_80.chars().count(), 128);
        let capitals: String = LETTERS.to_uppercase();
        for letter in LETTERS.chars().chain(capitals.chars()) {
            let codes = VPS.values().filter(|other| **other == letter);
            // The small ý has a code of its own and that of windows-1252.
            assert!(codes.count() >= 1, "{letter}");
        }
    }

    #[test]
    fn small_letters_of_fonts_of_capitals_are_raised() {
        for (read, meant) in [
            ("SắC LệNH", "SẮC LỆNH"),
            ("CủA CHủ TịCH CHíNH PHủ Số 4", "CỦA CHỦ TỊCH CHÍNH PHỦ SỐ 4"),
            ("Số 4 và điểm A", "Số 4 và điểm A"),
            ("QĐ-UB ngày 5", "QĐ-UB ngày 5"),
            ("Ở đây, ở UBND xã", "Ở đây, ở UBND xã"),
            ("BàN GIAO\nbàn giao", "BÀN GIAO\nbàn giao"),
        ] {
            assert_eq!(raised(read), meant);
        }
    }
}
