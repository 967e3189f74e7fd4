//! VNI for Windows: a vowel is followed by a letter that stands for its hat and tone.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Marks of VNI that follow a vowel, in lower case; capitals follow capitals.
const MARKS: [(char, &str); 17] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// Letters of VNI that stand alone, in lower case.
const ALONE: [(char, char); 8] = [
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
    ('í', 'í'),
];

static MARK_OF: LazyLock<HashMap<char, &str>> = LazyLock::new(|| MARKS.into_iter().collect());
static LETTER_OF: LazyLock<HashMap<char, char>> = LazyLock::new(|| ALONE.into_iter().collect());

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

/// Whether a mark may follow this letter of the file: hats need an a, e or o, breves an a.
fn takes(base: char, mark: &str) -> bool {
    match lower(base) {
        'a' => true,
        'e' | 'o' => !mark.starts_with('\u{306}'),
        'u' | 'y' | 'ô' | 'ö' => !mark.starts_with(['\u{302}', '\u{306}']),
        _ => false,
    }
}

/// Text in Unicode, composed. `before` is the last character of the file in front of it, where a program
/// parted a vowel from its mark: the mark is then given by itself, to be composed with what stands there.
pub fn to_unicode(before: Option<char>, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = before;
    for c in text.chars() {
        let small = lower(c);
        let mark = MARK_OF
            .get(&small)
            .filter(|mark| last.is_some_and(|last| takes(last, mark)));
        if let Some(mark) = mark {
            out.push_str(mark);
            // One vowel bears one mark.
            last = None;
            continue;
        }
        last = Some(c);
        out.push(match LETTER_OF.get(&small) {
            Some(&letter) if c == small => letter,
            Some(&letter) => upper(letter),
            None => c,
        });
    }
    out.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::super::LETTERS;
    use super::*;

    fn vni(text: &str) -> String {
        to_unicode(None, text)
    }

    #[test]
    fn it_has_134_letters() {
        let mut made = std::collections::HashSet::new();
        let bases: Vec<char> = "aeiouyôöAEIOUYÔÖ".chars().collect();
        for (mark, _) in MARKS {
            for base in &bases {
                let pair = if lower(*base) == *base {
                    format!("{base}{mark}")
                } else {
                    format!("{base}{}", upper(mark))
                };
                let out = vni(&pair);
                if out.chars().count() == 1 {
                    made.insert(out);
                }
            }
        }
        for (alone, _) in ALONE.into_iter().chain([('ì', 'ì')]) {
            made.insert(vni(&alone.to_string()));
            made.insert(vni(&upper(alone).to_string()));
        }
        for letter in LETTERS.chars() {
            assert!(made.contains(&letter.to_string()), "{letter}");
            assert!(
                made.contains(&letter.to_uppercase().to_string()),
                "{letter} capital"
            );
        }
        assert_eq!(made.len(), 134);
    }

    #[test]
    fn sentences_are_read() {
        assert_eq!(
            vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"),
            "Cộng hòa xã hội chủ nghĩa Việt Nam"
        );
        assert_eq!(vni("ÑOÄC LAÄP - TÖÏ DO"), "ĐỘC LẬP - TỰ DO");
    }

    #[test]
    fn a_mark_parted_from_its_vowel_is_composed_with_it() {
        let whole: String = [vni("Co"), to_unicode(Some('o'), "äng")]
            .concat()
            .nfc()
            .collect();
        assert_eq!(whole, "Cộng");
    }
}
