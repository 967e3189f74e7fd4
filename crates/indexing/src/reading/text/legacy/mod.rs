//! Vietnamese before Unicode: TCVN3 (fonts `.Vn…`), VNI (fonts `VNI-…`) and VPS, whose 8-bit letters come
//! out of files as characters of windows-1252, and VIQR in ASCII. A font's name tells the encoding, or the
//! text itself, when it becomes syllables by one table and not by the others.

mod detect;
mod tables;
mod viqr;
mod vni;

use serde::{Deserialize, Serialize};

use super::syllables::is_syllable;

pub use detect::{by_proof, convert_lines, settles};
pub use viqr::proven as proven_viqr;

/// An encoding of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Legacy {
    /// TCVN3 (ABC).
    Tcvn3,
    /// TCVN3 in a font of capitals, whose codes are those of small letters.
    Tcvn3Capitals,
    /// VNI for Windows.
    Vni,
    /// That of the Vietnamese Professionals Society.
    Vps,
    /// ASCII with marks behind the letters.
    Viqr,
}

impl Legacy {
    /// The encoding that a font's name tells, without its subset prefix.
    pub fn of_font(name: &str) -> Option<Self> {
        let name = match name.split_once('+') {
            Some((prefix, rest)) if prefix.len() == 6 => rest,
            _ => name,
        };
        let name = name.trim_matches(['\'', '"', ' ']);
        if begins(name, "VNI") {
            return Some(Self::Vni);
        }
        if begins(name, "VPS") {
            return Some(Self::Vps);
        }
        // Programs that make PDF leave the dot out, and then a capital tells the name from others.
        let is_abc = begins(name, ".Vn")
            || name
                .strip_prefix("Vn")
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        is_abc.then(|| {
            if family(name).ends_with('H') {
                Self::Tcvn3Capitals
            } else {
                Self::Tcvn3
            }
        })
    }

    /// Text of this encoding in Unicode; characters that are none of its letters stay.
    pub fn to_unicode(self, text: &str) -> String {
        self.to_unicode_behind(None, text)
    }

    /// As [`Legacy::to_unicode`], with the last character of the file in front of the text.
    pub fn to_unicode_behind(self, before: Option<char>, text: &str) -> String {
        match self {
            Self::Tcvn3 => {
                let small: String = text.chars().map(tables::tcvn3).collect();
                tables::raised(&small)
            }
            Self::Tcvn3Capitals => text
                .chars()
                .map(tables::tcvn3)
                .flat_map(char::to_uppercase)
                .collect(),
            Self::Vni => vni::to_unicode(before, text),
            Self::Vps => text.chars().map(tables::vps).collect(),
            Self::Viqr => proven_viqr(text).map_or_else(|| text.to_owned(), |(text, _)| text),
        }
    }
}

fn begins(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// A font's name without the words for its style.
fn family(name: &str) -> &str {
    let mut name = name.split(',').next().unwrap_or(name);
    loop {
        let shorter = ["Bold", "Italic", "Oblique", "Regular", "Normal", "-", " "]
            .iter()
            .find_map(|style| name.strip_suffix(style));
        match shorter {
            Some(shorter) => name = shorter,
            None => return name,
        }
    }
}

/// What became of words that were converted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Words of letters that came out otherwise than they stood in the file.
    pub words: usize,
    /// Of them, possible syllables.
    pub syllables: usize,
}

/// That text of a page was converted, and how well that went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Converted {
    /// The encoding of most of it.
    pub from: Legacy,
    /// Words that were converted.
    pub words: u32,
    /// Percent of them that are possible syllables of Vietnamese.
    pub confidence: u8,
}

/// Conversions counted by encoding.
#[derive(Debug, Clone, Default)]
pub struct Tally(Vec<(Legacy, Counted)>);

impl Tally {
    /// Counts a text before and after.
    pub fn add(&mut self, from: Legacy, before: &str, after: &str) {
        let mut counted = Counted::default();
        for (old, new) in before.split_whitespace().zip(after.split_whitespace()) {
            let word = new.trim_matches(|c: char| !c.is_alphanumeric());
            if old != new && !word.is_empty() && word.chars().all(char::is_alphabetic) {
                counted.words += 1;
                counted.syllables += usize::from(is_syllable(word));
            }
        }
        self.count(from, counted);
    }

    /// Adds what was counted already.
    pub fn count(&mut self, from: Legacy, counted: Counted) {
        // Capitals are a matter of the font; the encoding is the same.
        let from = if from == Legacy::Tcvn3Capitals {
            Legacy::Tcvn3
        } else {
            from
        };
        match self.0.iter_mut().find(|(known, _)| *known == from) {
            Some((_, sum)) => {
                sum.words += counted.words;
                sum.syllables += counted.syllables;
            }
            None => self.0.push((from, counted)),
        }
    }

    /// Adds another one.
    pub fn join(&mut self, other: &Tally) {
        for (from, counted) in &other.0 {
            self.count(*from, *counted);
        }
    }

    /// What to say of the page; none when nothing was converted.
    pub fn converted(&self) -> Option<Converted> {
        let words: usize = self.0.iter().map(|(_, counted)| counted.words).sum();
        let syllables: usize = self.0.iter().map(|(_, counted)| counted.syllables).sum();
        let (from, _) = self.0.iter().max_by_key(|(_, counted)| counted.words)?;
        (words > 0).then(|| Converted {
            from: *from,
            words: u32::try_from(words).unwrap_or(u32::MAX),
            confidence: u8::try_from(syllables * 100 / words).unwrap_or(100),
        })
    }
}

#[cfg(test)]
const LETTERS: &str = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn letters_are_those_of_the_fonts() {
        assert_eq!(
            Legacy::Tcvn3.to_unicode("C«ng hßa x· héi"),
            "Công hòa xã hội"
        );
        assert_eq!(Legacy::Tcvn3.to_unicode("n\u{ad}íc"), "nước");
        assert_eq!(Legacy::Tcvn3Capitals.to_unicode("quyÕt ®Þnh"), "QUYẾT ĐỊNH");
        assert_eq!(
            Legacy::Vps.to_unicode("C¶ng hòa xã h¶i n\u{dc}\u{a7}c Vi\u{152}t Nam"),
            "Cộng hòa xã hội nước Việt Nam"
        );
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
            let converted: String = encoding_rs::WINDOWS_1252
                .decode(&bytes)
                .0
                .chars()
                .map(tables::tcvn3)
                .collect();
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
    fn fonts_tell_the_encoding() {
        for (font, legacy) in [
            (".VnTime", Some(Legacy::Tcvn3)),
            ("'.VnTime'", Some(Legacy::Tcvn3)),
            ("VnTime", Some(Legacy::Tcvn3)),
            ("ABCDEF+.VnTimeH", Some(Legacy::Tcvn3Capitals)),
            (".VnArialH,Bold", Some(Legacy::Tcvn3Capitals)),
            (".VnArialH-BoldItalic", Some(Legacy::Tcvn3Capitals)),
            (".VnBook-AntiquaH", Some(Legacy::Tcvn3Capitals)),
            (".VnBook-Antiqua", Some(Legacy::Tcvn3)),
            ("VNI-Times", Some(Legacy::Vni)),
            ("VNI Helve", Some(Legacy::Vni)),
            ("VPS Times", Some(Legacy::Vps)),
            ("TimesNewRomanPSMT", None),
            ("Vntage", None),
            ("Helvetica", None),
        ] {
            assert_eq!(Legacy::of_font(font), legacy, "{font}");
        }
    }

    #[test]
    fn the_tally_tells_how_well_it_went() {
        let mut tally = Tally::default();
        assert_eq!(tally.converted(), None);
        tally.add(Legacy::Tcvn3Capitals, "tØnh xyz\u{ad}", "TỈNH XYZƯ");
        tally.add(Legacy::Tcvn3, "tØnh nam", "tỉnh nam");
        let converted = tally.converted().unwrap();
        assert_eq!(
            (converted.from, converted.words, converted.confidence),
            (Legacy::Tcvn3, 3, 66)
        );
    }
}
