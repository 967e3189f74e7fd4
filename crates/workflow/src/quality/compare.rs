//! When two people wrote the same: Unicode composed, the place of the tone, letter case, blanks and the
//! forms of strokes aside.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Field;

/// Says whether two values of a field are the same.
pub fn same(field: Field, one: Option<&str>, other: Option<&str>) -> bool {
    let form = |value: Option<&str>| normal(field, value.unwrap_or_default());
    form(one) == form(other)
}

/// The form in which values of a field are compared; empty for a value that says nothing.
pub fn normal(field: Field, value: &str) -> String {
    match field {
        Field::Code => code(value),
        Field::IssuedOn => day(value),
        Field::Issuer | Field::Kind | Field::Subject => words(value),
    }
}

/// Words with each tone at the end of its syllable, so that «hòa» and «hoà» are one.
fn words(value: &str) -> String {
    let lower = value.to_lowercase();
    let split = lower.split(|c: char| c.is_whitespace() || is_invisible(c));
    let syllables = split.filter(|word| !word.is_empty()).map(tone_last);
    let joined = syllables.collect::<Vec<_>>().join(" ");
    let plain: String = joined.chars().map(plain_stroke).collect();
    plain
        .trim_matches(|c: char| c.is_whitespace() || c == '.')
        .to_owned()
}

/// The tones: grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

fn tone_last(word: &str) -> String {
    let mut done = String::new();
    let mut tones = String::new();
    // A tone belongs to the letters that stand together, not to what is written after a hyphen.
    for c in word.nfd() {
        if TONES.contains(&c) {
            tones.push(c);
        } else {
            if !c.is_alphabetic() && !is_combining_mark(c) {
                done.push_str(&std::mem::take(&mut tones));
            }
            done.push(c);
        }
    }
    done.push_str(&tones);
    done.nfc().collect()
}

/// Number and symbol: capitals, no blanks, «05» as «5» (Phụ lục I writes it either way up to nine).
fn code(value: &str) -> String {
    let seen = value
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c));
    let capitals = seen.nfc().flat_map(char::to_uppercase).nfc();
    let plain: String = capitals
        .map(plain_stroke)
        // The Icelandic letter looks like the Vietnamese one.
        .map(|c| if matches!(c, 'Ð' | 'Ɖ') { 'Đ' } else { c })
        .collect();
    plain.trim_start_matches('0').to_owned()
}

/// A day as yyyy-MM-dd, whether it was written so or as d/M/yyyy.
fn day(value: &str) -> String {
    let plain: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let is_number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<&str> = plain.split(['/', '.', '-']).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] => (*year, *month, *day),
        _ => return plain,
    };
    if is_number(year, 4) && is_number(month, 2) && is_number(day, 2) {
        format!("{year:0>4}-{month:0>2}-{day:0>2}")
    } else {
        plain
    }
}

fn plain_stroke(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '“' | '”' | '«' | '»' => '"',
        '‘' | '’' => '\'',
        other => other,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
