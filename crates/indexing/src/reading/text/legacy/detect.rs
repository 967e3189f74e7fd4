//! Which text is of an old encoding, told by the text: conversion has to turn many words into syllables that
//! were none. A line that proves itself speaks for the doubtful ones of its page, such as «§iÒu 1»; Unicode
//! and other languages stay as they are.

use super::{Legacy, Tally};
use crate::reading::text::lines::Line;
use crate::reading::text::quality::Quality;
use crate::reading::text::syllables::{bears_mark, is_syllable};

/// Encodings that are told by their text.
const TOLD: [Legacy; 3] = [Legacy::Tcvn3, Legacy::Vni, Legacy::Vps];
/// Characters of old letters that a line needs to prove itself.
const LEAST_FOREIGN: usize = 3;
/// Text with more syllables than this is Vietnamese already.
const SOUND: f64 = 0.75;
/// What the share of syllables has to gain.
const LEAST_GAIN: f64 = 0.25;
/// Words of two letters or more that have to become syllables; signs alone become many a vowel.
const LEAST_GAINED: usize = 2;
/// Words of a line in two encodings that have to become syllables.
const LEAST_MIXED: usize = 3;

/// Whether text in a font of an old encoding is in it: people set Unicode in such fonts too, and programs
/// write Unicode into PDF whatever the font is called.
pub fn settles(before: &str, after: &str) -> bool {
    before != after
        && !before.contains(is_unicode_letter)
        && Quality::of(after).syllables >= Quality::of(before).syllables
}

/// Converts tokens of old fonts and lines that prove to be old, and tells what was done.
pub fn convert_lines(lines: &mut [Line]) -> Tally {
    let mut tally = Tally::default();
    for line in lines.iter_mut() {
        by_fonts(line, &mut tally);
    }
    if !lines.iter().flatten().any(|token| has_foreign(&token.text)) {
        return tally;
    }
    let mut votes = [0_usize; TOLD.len()];
    let mut doubtful = Vec::new();
    let mut has_unicode = false;
    for (at, line) in lines.iter_mut().enumerate() {
        let text = joined(line);
        if !has_foreign(&text) {
            continue;
        }
        has_unicode |= text.contains(is_unicode_letter);
        match by_proof(&text) {
            Some((from, converted)) => {
                votes[TOLD.iter().position(|told| *told == from).unwrap_or(0)] += 1;
                put(line, &text, &converted, from, &mut tally);
            }
            None => doubtful.push(at),
        }
    }
    let usual = TOLD.into_iter().zip(votes).max_by_key(|(_, votes)| *votes);
    let usual = usual.filter(|(_, votes)| *votes > 0).map(|(told, _)| told);
    for at in doubtful {
        by_company(&mut lines[at], usual, has_unicode, &mut tally);
    }
    tally
}

fn by_fonts(line: &mut Line, tally: &mut Tally) {
    while let Some(from) = line.iter().find_map(|token| token.legacy) {
        let of_font = || line.iter().filter(|token| token.legacy == Some(from));
        let text = of_font()
            .map(|token| token.text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let converted = from.to_unicode(&text);
        let settled = settles(&text, &converted);
        if settled {
            tally.add(from, &text, &converted);
        }
        let tokens = line.iter_mut().filter(|token| token.legacy == Some(from));
        for (token, text) in tokens.zip(converted.split(' ')) {
            token.legacy = None;
            if settled {
                text.clone_into(&mut token.text);
            }
        }
    }
}

/// The text in Unicode when it is old and the conversion proves itself: many more of its words become
/// syllables, and what comes out does not look like old text again.
pub fn by_proof(text: &str) -> Option<(Legacy, String)> {
    if text.contains(is_unicode_letter) {
        return None;
    }
    let (from, converted) = clearly_better(text)?;
    clearly_better(&converted)
        .is_none()
        .then_some((from, converted))
}

fn clearly_better(text: &str) -> Option<(Legacy, String)> {
    if text.chars().filter(|c| is_foreign(*c)).count() < LEAST_FOREIGN {
        return None;
    }
    let before = Quality::of(text).syllable_share();
    if before > SOUND {
        return None;
    }
    TOLD.into_iter()
        .map(|from| (from, from.to_unicode(text)))
        .map(|(from, converted)| (Quality::of(&converted), from, converted))
        .filter(|(after, _, converted)| {
            after.syllable_share() > before + LEAST_GAIN && gained(text, converted) >= LEAST_GAINED
        })
        .max_by(|(a, ..), (b, ..)| a.syllable_share().total_cmp(&b.syllable_share()))
        .map(|(_, from, converted)| (from, converted))
}

fn letters(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Words that became syllables with marks.
fn gained(before: &str, after: &str) -> usize {
    let pairs = before.split(' ').zip(after.split(' '));
    pairs
        .filter(|(old, new)| old != new && !is_syllable(letters(old)))
        .map(|(_, new)| letters(new))
        .filter(|new| is_word(new))
        .count()
}

fn is_word(text: &str) -> bool {
    let behind: Vec<char> = text.chars().skip(1).collect();
    let is_regular =
        behind.iter().all(|c| c.is_lowercase()) || text.chars().all(char::is_uppercase);
    !behind.is_empty() && is_regular && bears_mark(text)
}

/// A line that proves nothing alone: whole by the usual encoding of its page, or word by word where
/// Unicode stands in it.
fn by_company(line: &mut Line, usual: Option<Legacy>, has_unicode: bool, tally: &mut Tally) {
    let text = joined(line);
    if let Some(from) = usual.filter(|_| !text.contains(is_unicode_letter)) {
        let converted = from.to_unicode(&text);
        let (before, after) = (Quality::of(&text), Quality::of(&converted));
        let gains = after.syllables > before.syllables;
        let holds = after.syllables == before.syllables && !has_unicode;
        if gains || holds {
            put(line, &text, &converted, from, tally);
        }
        return;
    }
    let candidates = usual.map_or(TOLD.to_vec(), |usual| vec![usual]);
    let best = candidates
        .into_iter()
        .map(|from| (mended(&text, from), from))
        .max_by_key(|((mended, _), _)| *mended);
    let Some(((mended, converted), from)) = best else {
        return;
    };
    if mended >= LEAST_MIXED || (usual.is_some() && mended > 0) {
        put(line, &text, &converted, from, tally);
    }
}

/// The line with those words converted that are no syllables and become ones, and their number.
fn mended(text: &str, from: Legacy) -> (usize, String) {
    let mut count = 0;
    let words = text.split(' ').map(|word| {
        if !has_foreign(word) || word.contains(is_unicode_letter) || is_syllable(letters(word)) {
            return word.to_owned();
        }
        let converted = from.to_unicode(word);
        if is_word(letters(&converted)) {
            count += 1;
            converted
        } else {
            word.to_owned()
        }
    });
    let line = words.collect::<Vec<_>>().join(" ");
    (count, line)
}

fn joined(line: &Line) -> String {
    let texts: Vec<&str> = line.iter().map(|token| token.text.as_str()).collect();
    texts.join(" ")
}

/// No table maps a letter to a blank or back, so the tokens stay the same in number.
fn put(line: &mut Line, before: &str, after: &str, from: Legacy, tally: &mut Tally) {
    tally.add(from, before, after);
    for (token, text) in line.iter_mut().zip(after.split(' ')) {
        text.clone_into(&mut token.text);
    }
}

fn has_foreign(text: &str) -> bool {
    !text.is_ascii() && text.contains(is_foreign)
}

/// Characters that stand for letters in files of eight bits.
fn is_foreign(c: char) -> bool {
    matches!(c, '\u{a1}'..='\u{ff}')
}

/// Letters of Vietnamese that windows-1252 lacks.
fn is_unicode_letter(c: char) -> bool {
    matches!(c, '\u{102}' | '\u{103}' | '\u{110}' | '\u{111}' | '\u{128}' | '\u{129}' | '\u{168}' | '\u{169}'
        | '\u{1a0}'..='\u{1b0}' | '\u{300}'..='\u{323}' | '\u{1ea0}'..='\u{1ef9}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::Converted;
    use super::*;
    use crate::reading::text::lines::{Token, lines_of, page_of};

    fn read(text: &str) -> (String, Option<Converted>) {
        let mut lines = lines_of(text);
        let tally = convert_lines(&mut lines);
        (page_of(1, (0.0, 0.0), &lines).text, tally.converted())
    }

    #[test]
    fn unicode_and_other_languages_stay() {
        for text in [
            "Uỷ ban nhân dân tỉnh",
            "résumé café naïve",
            "hòa bình, tháng năm, có vài bà già, và là nhà",
            "Các hãng Müller, São Paulo, Citroën và Škoda ở Orléans",
            "Le garçon a mangé des pâtes à l'école près de la forêt où il a été élevé",
            "Die Größe der Räume überschreitet für Gäste den üblichen Maßstab",
            "O português é falado em três regiões; não há situação igual à nossa",
            "«Café» §5: 25 °C ± 2 µm, 30 m² × 4 m³, ½ l, £5, ¥7, © ® «»",
            "Det är en värld på många språk, så får vi höra både åäö och øæ",
        ] {
            assert_eq!(read(text), (text.to_owned(), None));
        }
    }

    #[test]
    fn a_proven_line_speaks_for_its_page() {
        let (text, converted) =
            read("§iÒu 1\nUû ban nh©n d©n tØnh ban hµnh quyÕt ®Þnh\nSè: 12/Q§-UB\nN¬i nhËn");
        assert_eq!(
            text,
            "Điều 1\nUỷ ban nhân dân tỉnh ban hành quyết định\nSố: 12/QĐ-UB\nNơi nhận"
        );
        let converted = converted.unwrap();
        assert_eq!((converted.from, converted.confidence), (Legacy::Tcvn3, 100));
        assert_eq!(read("§ 1\nSè: 12/Q§-UB").1, None);
    }

    #[test]
    fn lines_in_two_encodings_are_read_word_by_word() {
        assert_eq!(
            read("Kính gửi: Uû ban nh©n d©n tØnh §ång Nai").0,
            "Kính gửi: Uỷ ban nhân dân tỉnh Đồng Nai"
        );
        let page =
            "Kính gửi: Sở Y tế\nUÛy ban nhaân daân tænh ñeà nghò caùc sôû\nNơi nhận: nhö treân";
        let read = read(page).0;
        assert_eq!(
            read,
            "Kính gửi: Sở Y tế\nỦy ban nhân dân tỉnh đề nghị các sở\nNơi nhận: như trên"
        );
    }

    #[test]
    fn a_font_is_believed_unless_the_text_speaks_against_it() {
        let of_font = |text: &str| {
            let mut line: Line = text.split(' ').map(Token::plain).collect();
            for token in &mut line {
                token.legacy = Some(Legacy::Tcvn3);
            }
            let mut lines = [line];
            convert_lines(&mut lines);
            joined(&lines[0])
        };
        assert_eq!(of_font("Sè 5"), "Số 5");
        assert_eq!(of_font("§"), "Đ");
        assert_eq!(of_font("Cộng hòa"), "Cộng hòa");
        assert_eq!(of_font("hòa bình"), "hòa bình");
    }
}
