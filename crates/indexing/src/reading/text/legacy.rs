//! Vietnamese before Unicode: TCVN3 (fonts `.Vn…`) and VNI (fonts `VNI-…`), whose 8-bit letters
//! come out of files as Latin-1 or Windows-1252 characters. Sources of the tables: TCVN 5712:1993
//! (VN3) and the VNI for Windows code page.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::quality::Quality;

/// An encoding of letters by font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Legacy {
    /// TCVN3 (ABC).
    Tcvn3,
    /// TCVN3 in a font of capitals, whose codes are those of small letters.
    Tcvn3Capitals,
    /// VNI for Windows.
    Vni,
}

impl Legacy {
    /// The encoding that a font's name tells, without its subset prefix.
    pub fn of_font(name: &str) -> Option<Self> {
        let name = match name.split_once('+') {
            Some((prefix, rest)) if prefix.len() == 6 => rest,
            _ => name,
        };
        let family = name.split([',', '-']).next().unwrap_or(name);
        if let Some(rest) = name.strip_prefix('.').filter(|rest| rest.starts_with("Vn")) {
            let family = rest.split([',', '-', ' ']).next().unwrap_or(rest);
            let capitals = family
                .trim_end_matches("Bold")
                .trim_end_matches("Italic")
                .ends_with('H');
            return Some(if capitals {
                Self::Tcvn3Capitals
            } else {
                Self::Tcvn3
            });
        }
        (family == "VNI").then_some(Self::Vni)
    }

    /// Text of this encoding in Unicode; characters that are none of its letters stay.
    pub fn to_unicode(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text.chars().map(tcvn3).collect(),
            Self::Tcvn3Capitals => text
                .chars()
                .map(tcvn3)
                .flat_map(char::to_uppercase)
                .collect(),
            Self::Vni => vni(text),
        }
    }
}

/// TCVN3 letters by code from 0xA1; `·` where the code is no letter.
const TCVN3_FROM_A1: &str = "ĂÂÊÔƠƯĐăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ";

static TCVN3: LazyLock<Vec<char>> = LazyLock::new(|| TCVN3_FROM_A1.chars().collect());

fn tcvn3(c: char) -> char {
    let code = u32::from(c);
    let letter = code
        .checked_sub(0xA1)
        .and_then(|at| usize::try_from(at).ok())
        .and_then(|at| TCVN3.get(at));
    match letter {
        Some(&letter) if letter != '·' => letter,
        _ => c,
    }
}

/// Marks of VNI that follow a vowel, in lower case; capitals follow capitals.
const VNI_MARKS: [(char, &str); 18] = [
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
    ('\u{0}', ""),
];

/// Letters of VNI that stand alone, in lower case.
const VNI_ALONE: [(char, char); 8] = [
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
    ('í', 'í'),
];

struct VniTables {
    marks: HashMap<char, &'static str>,
    alone: HashMap<char, char>,
}

static VNI: LazyLock<VniTables> = LazyLock::new(|| VniTables {
    marks: VNI_MARKS
        .iter()
        .copied()
        .filter(|(c, _)| *c != '\u{0}')
        .collect(),
    alone: VNI_ALONE.iter().copied().collect(),
});

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

/// Whether a VNI mark may follow this letter of the file: hats need a, e or o, breves an a.
fn takes(base: char, mark: &str) -> bool {
    match lower(base) {
        'a' => true,
        'e' | 'o' => !mark.starts_with('\u{306}'),
        'u' | 'y' | 'ô' | 'ö' => !mark.starts_with(['\u{302}', '\u{306}']),
        _ => false,
    }
}

fn vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let small = lower(c);
        let letter = match VNI.alone.get(&small) {
            Some(&letter) if c == small => letter,
            Some(&letter) => upper(letter),
            None => c,
        };
        out.push(letter);
        if let Some(mark) = characters
            .peek()
            .and_then(|next| VNI.marks.get(&lower(*next)))
            && takes(c, mark)
        {
            out.push_str(mark);
            characters.next();
        }
    }
    out.nfc().collect()
}

/// The text in Unicode when it is written in TCVN3 or VNI and the conversion proves itself: many more
/// of its words become syllables, and what comes out does not look like old text again.
pub fn proven(text: &str) -> Option<String> {
    let converted = clearly_better(text)?;
    clearly_better(&converted).is_none().then_some(converted)
}

fn clearly_better(text: &str) -> Option<String> {
    let foreign = text
        .chars()
        .filter(|c| matches!(c, '\u{a1}'..='\u{ff}'))
        .count();
    if foreign < 3 {
        return None;
    }
    let before = Quality::of(text).syllable_share();
    if before > 0.75 {
        return None;
    }
    [Legacy::Tcvn3, Legacy::Vni]
        .into_iter()
        .map(|legacy| legacy.to_unicode(text))
        .map(|converted| (Quality::of(&converted), converted))
        .filter(|(after, _)| after.tokens >= 2 && after.syllable_share() > before + 0.25)
        .max_by(|(a, _), (b, _)| a.syllable_share().total_cmp(&b.syllable_share()))
        .map(|(_, converted)| converted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const LETTERS: &str = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";

    #[test]
    fn tcvn3_has_67_small_letters_and_7_capitals() {
        let table: String = TCVN3.iter().filter(|c| **c != '·').collect();
        assert_eq!(table.chars().count(), 74);
        for letter in LETTERS.chars() {
            assert_eq!(table.matches(letter).count(), 1, "{letter}");
        }
        assert_eq!(
            Legacy::Tcvn3.to_unicode("C«ng hßa x· héi"),
            "Công hòa xã hội"
        );
        assert_eq!(Legacy::Tcvn3.to_unicode("n\u{ad}íc"), "nước");
        assert_eq!(Legacy::Tcvn3Capitals.to_unicode("quyÕt ®Þnh"), "QUYẾT ĐỊNH");
    }

    /// Where the folder of real papers exists: their bytes hold the expected lines in this table.
    #[test]
    fn tcvn3_is_that_of_real_papers() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/tcvn3-doc");
        let Ok(expected) = std::fs::read(folder.join("expected.json")) else {
            println!("skipped: no folder of real papers beside the project");
            return;
        };
        let papers: Vec<serde_json::Value> = serde_json::from_slice(&expected).unwrap();
        let (mut found, mut lines) = (0, 0);
        for paper in papers {
            let bytes = std::fs::read(folder.join(paper["file"].as_str().unwrap())).unwrap();
            let converted = Legacy::Tcvn3.to_unicode(&encoding_rs::WINDOWS_1252.decode(&bytes).0);
            let expected: Vec<&str> = paper["text"]
                .as_str()
                .unwrap()
                .lines()
                .map(str::trim)
                .collect();
            let long: Vec<_> = expected
                .iter()
                .filter(|line| line.chars().count() > 30)
                .collect();
            let hits = long
                .iter()
                .filter(|line| converted.contains(**line))
                .count();
            // Word kept some of them as UTF-16, which shows in no line at all.
            if hits > 0 {
                lines += long.len();
                found += hits;
            }
        }
        println!("{found} of {lines} lines");
        assert!(lines > 50 && found == lines, "{found} of {lines}");
    }

    #[test]
    fn vni_has_134_letters() {
        let mut made = std::collections::HashSet::new();
        let bases: Vec<char> = "aeiouyôöAEIOUYÔÖ".chars().collect();
        for (mark, _) in VNI_MARKS.iter().filter(|(c, _)| *c != '\u{0}') {
            for base in &bases {
                let pair = if lower(*base) == *base {
                    format!("{base}{mark}")
                } else {
                    format!("{base}{}", upper(*mark))
                };
                let out = vni(&pair);
                if out.chars().count() == 1 {
                    made.insert(out);
                }
            }
        }
        for (alone, _) in VNI_ALONE.into_iter().chain([('ì', 'ì')]) {
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
        assert_eq!(
            vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"),
            "Cộng hòa xã hội chủ nghĩa Việt Nam"
        );
        assert_eq!(vni("ÑOÄC LAÄP - TÖÏ DO"), "ĐỘC LẬP - TỰ DO");
    }

    #[test]
    fn fonts_tell_the_encoding() {
        for (font, legacy) in [
            (".VnTime", Some(Legacy::Tcvn3)),
            ("ABCDEF+.VnTimeH", Some(Legacy::Tcvn3Capitals)),
            (".VnArialH,Bold", Some(Legacy::Tcvn3Capitals)),
            ("VNI-Times", Some(Legacy::Vni)),
            ("TimesNewRomanPSMT", None),
            ("VnTime", None),
        ] {
            assert_eq!(Legacy::of_font(font), legacy, "{font}");
        }
    }

    #[test]
    fn unicode_text_is_left_alone() {
        assert_eq!(proven("Uỷ ban nhân dân tỉnh"), None);
        assert_eq!(proven("résumé café naïve"), None);
        assert_eq!(
            proven("Uû ban nh©n d©n tØnh §ång Nai").as_deref(),
            Some("Uỷ ban nhân dân tỉnh Đồng Nai")
        );
    }
}
