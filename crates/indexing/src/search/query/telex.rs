//! Telex keys typed where no input method was on: `vawn banr` for «văn bản».

/// The syllable that Telex keys stand for; none when the keys stand for nothing else.
pub(crate) fn decode(typed: &str) -> Option<String> {
    if typed.len() < 2 || typed.len() > 10 || !typed.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let mut letters: Vec<char> = Vec::new();
    let mut tone = None;
    for key in typed.to_ascii_lowercase().chars() {
        let has_vowel = letters.iter().copied().any(is_vowel);
        match key {
            's' | 'f' | 'r' | 'x' | 'j' if has_vowel => tone = Some(key),
            'z' if has_vowel => tone = None,
            'w' => add_horn_or_breve(&mut letters),
            'd' if letters.first() == Some(&'d') && !letters.contains(&'đ') => letters[0] = 'đ',
            'a' | 'e' | 'o' => add_vowel(&mut letters, key),
            other => letters.push(other),
        }
    }
    if let Some(tone) = tone {
        let mark = tone_mark(tone);
        let at = letters.iter().rposition(|c| is_vowel(*c))?;
        letters.insert(at + 1, mark);
    }
    let decoded: String = letters.into_iter().collect();
    let is_same = decoded == typed.to_ascii_lowercase();
    (!is_same).then_some(decoded)
}

fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
    )
}

fn tone_mark(key: char) -> char {
    match key {
        's' => '\u{301}',
        'f' => '\u{300}',
        'r' => '\u{309}',
        'x' => '\u{303}',
        _ => '\u{323}',
    }
}

/// A second `a`, `e` or `o` puts the roof on the first, also behind the consonants after it.
fn add_vowel(letters: &mut Vec<char>, key: char) {
    let roofed = match key {
        'a' => 'â',
        'e' => 'ê',
        _ => 'ô',
    };
    match letters.iter().rposition(|c| *c == key) {
        Some(at) => letters[at] = roofed,
        None => letters.push(key),
    }
}

/// `w` turns `uo` into ươ, `u` into ư, `o` into ơ and `a` into ă.
fn add_horn_or_breve(letters: &mut Vec<char>) {
    let Some(at) = letters
        .iter()
        .rposition(|c| matches!(c, 'a' | 'o' | 'u' | 'ô'))
    else {
        letters.push('ư');
        return;
    };
    match letters[at] {
        'a' => {
            // «ưa» takes its horn on the first of the two vowels.
            if at > 0 && letters[at - 1] == 'u' && letters.first() != Some(&'q') {
                letters[at - 1] = 'ư';
            } else {
                letters[at] = 'ă';
            }
        }
        'u' => letters[at] = 'ư',
        _ => {
            letters[at] = 'ơ';
            if at > 0 && letters[at - 1] == 'u' && letters.first() != Some(&'q') {
                letters[at - 1] = 'ư';
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::search::analysis::words;
    use proptest::prelude::*;

    #[test]
    fn telex_keys_become_the_syllable() {
        let exact = |text: &str| words(text).next().and_then(|word| word.exact);
        for (typed, meant) in [
            ("vawn", "văn"),
            ("banr", "bản"),
            ("thoongs", "thống"),
            ("nhaats", "nhất"),
            ("ddoois", "đối"),
            ("tuwowngj", "tượng"),
            ("dduwowcj", "được"),
            ("nuwowcs", "nước"),
            ("sanr", "sản"),
            ("uyr", "ủy"),
            ("xax", "xã"),
            ("tieeps", "tiếp"),
            ("hoaf", "hòa"),
            ("ddaats", "đất"),
            ("duongwf", "dường"),
        ] {
            assert_eq!(exact(&decode(typed).unwrap()), exact(meant), "{typed}");
        }
        for plain in ["ban", "nhan", "tinh", "ubnd", "q1", "báo"] {
            assert_eq!(decode(plain), None, "{plain}");
        }
    }

    proptest! {
        #[test]
        fn any_keys_are_taken_without_panic(typed in "[a-zA-Z]{0,12}") {
            decode(&typed);
        }
    }
}
