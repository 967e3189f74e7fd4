//! The spelling of Vietnamese syllables as rules: onset, rhyme and tone. Tells whether letters form a
//! possible syllable, which is what quality tests and repairs of broken text stand on. No word list.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Rhymes that may close without a stop, with every tone.
const OPEN_RHYMES: &str = "a ai am an ang anh ao au ay ă ăm ăn ăng â âm ân âng âu ây \
e em en eng eo ê êm ên ênh êu êng i ia im in inh iu iêm iên iêng iêu \
o oa oai oam oan oang oanh oao oay oăm oăn oăng oe oem oen oeo oi om on ong oong \
ô ôi ôm ôn ông ôông ơ ơi ơm ơn u ua uân uâng uây uê uên uênh ui um un ung uơ uy uya uyn uynh uyu \
uyên uôi uôm uôn uông ư ưa ưi ưm ưn ưng ưu ươi ươm ươn ương ươu y yên yêm yêu yêng ym yn ynh";

/// Rhymes that close with a stop: only the acute and the dot below.
const STOPPED_RHYMES: &str = "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt êc ich ip it ic iêc iêp iêt \
oac oach oap oat oăc oăt oăp oc ooc op ot oet oep ôc ôôc ôp ôt ơp ơt ơc uc up ut uât uâc uêch uêt uych uyp uyt uyêt \
uôc uôt uôp ưc ưt ưp ươc ươp ươt yêt yêp ych yt yp yêc";

/// Onsets; `gi` and `qu` take a rhyme after them.
const ONSETS: [&str; 28] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

struct Rhymes {
    open: HashSet<&'static str>,
    stopped: HashSet<&'static str>,
}

static RHYMES: LazyLock<Rhymes> = LazyLock::new(|| Rhymes {
    open: OPEN_RHYMES.split_whitespace().collect(),
    stopped: STOPPED_RHYMES.split_whitespace().collect(),
});

/// A tone other than the level one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    /// Acute or dot below, the only ones before a stop.
    Checked,
    /// Grave, hook above or tilde.
    Free,
}

/// Takes the tone off the letters; none when there are two tones or a letter of no Vietnamese.
fn split_tone(syllable: &str) -> Option<(String, Option<Tone>)> {
    let mut letters = String::with_capacity(syllable.len());
    let mut tone = None;
    for c in syllable.nfd().flat_map(char::to_lowercase) {
        let found = match c {
            '\u{301}' | '\u{323}' => Tone::Checked,
            '\u{300}' | '\u{303}' | '\u{309}' => Tone::Free,
            'a'..='z' | 'đ' | '\u{302}' | '\u{306}' | '\u{31b}' => {
                letters.push(c);
                continue;
            }
            _ => return None,
        };
        if tone.replace(found).is_some() {
            return None;
        }
    }
    Some((letters.nfc().collect(), tone))
}

/// Answers remembered: a paper repeats its words, and every word is asked for several times.
const REMEMBERED: usize = 20_000;

thread_local! {
    static ANSWERS: RefCell<HashMap<String, bool>> = RefCell::new(HashMap::new());
}

/// Says whether the letters form a possible Vietnamese syllable, in any letter case, composed or not.
pub fn is_syllable(text: &str) -> bool {
    // The longest, «nghiêng», has 7 letters; decomposed with marks 10 characters.
    if text.is_empty() || text.len() > 24 {
        return false;
    }
    ANSWERS.with_borrow_mut(|answers| {
        if let Some(answer) = answers.get(text) {
            return *answer;
        }
        let answer = spells_syllable(text);
        if answers.len() < REMEMBERED {
            answers.insert(text.to_owned(), answer);
        }
        answer
    })
}

fn spells_syllable(text: &str) -> bool {
    let Some((letters, tone)) = split_tone(text) else {
        return false;
    };
    ONSETS
        .iter()
        .filter_map(|onset| letters.strip_prefix(onset).map(|rhyme| (*onset, rhyme)))
        .any(|(onset, rhyme)| fits(onset, rhyme, tone))
}

fn fits(onset: &str, rhyme: &str, tone: Option<Tone>) -> bool {
    let front = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    let onset_fits = match onset {
        "gh" | "ngh" | "k" => front,
        "c" | "ng" => !front,
        "g" => !front || rhyme.starts_with('i'),
        "qu" => !rhyme.starts_with(['o', 'u', 'ư']) || rhyme == "ôc",
        "" | "gi" => true,
        _ => !rhyme.starts_with("yê"),
    };
    // «gì», «gìn», «giêng»: the i of the onset is that of the rhyme.
    let rhyme_fits = |set: &HashSet<&str>| {
        set.contains(rhyme)
            || (onset == "gi" && !rhyme.is_empty() && set.contains(format!("i{rhyme}").as_str()))
    };
    if !onset_fits {
        return false;
    }
    if onset == "gi" && rhyme.is_empty() {
        return true;
    }
    if RHYMES.stopped.contains(rhyme) || (onset == "gi" && rhyme_fits(&RHYMES.stopped)) {
        return tone == Some(Tone::Checked);
    }
    rhyme_fits(&RHYMES.open)
}

/// Says whether a syllable bears a mark that plain ASCII words do not: đ, a tone, a hat, a horn.
pub fn bears_mark(text: &str) -> bool {
    !text.is_ascii() && is_syllable(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_letters() {
        for yes in [
            "văn",
            "bản",
            "NGHIÊNG",
            "gì",
            "giếng",
            "quyết",
            "Đồng",
            "của",
            "oanh",
            "khuya",
            "uỷ",
            "ủy",
            "hòa",
            "hoà",
            "thuở",
            "yêu",
            "ghi",
            "kể",
            "i",
            "ý",
            "quốc",
            "giặt",
            "loong",
            "ke\u{302}\u{301}",
        ] {
            assert!(is_syllable(yes), "{yes}");
        }
        for no in [
            "v", "ăn1", "bac", "cê", "nghà", "strong", "tcác", "ắá", "", "ngh", "ghà", "việc.",
            "ƣớc",
        ] {
            assert!(!is_syllable(no), "{no}");
        }
    }
}
