//! Repair of text as files give it, before it is stored: one Unicode form, no invisible characters,
//! look-alikes replaced, old encodings converted, broken syllables joined. The tone's place
//! (hòa or hoà) is left as written; search makes both equal.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::legacy::{self, Tally};
use super::lines::{Line, Token, lines_of};
use super::syllables::{bears_mark, is_syllable};

/// Rounds of repair at most, so that it ends whatever a file gives.
const ROUNDS: usize = 8;

/// Repairs lines in place; places of joined tokens are joined as well. What was mended may show what is
/// still torn, so it goes on until nothing changes. Tells what was converted from old encodings.
pub fn repair_lines(lines: &mut [Line]) -> Tally {
    let mut tally = Tally::default();
    for _ in 0..ROUNDS {
        let before = texts_of(lines);
        repair_once(lines, &mut tally);
        if texts_of(lines) == before {
            break;
        }
    }
    tally
}

fn texts_of(lines: &[Line]) -> Vec<Vec<String>> {
    let texts = |line: &Line| line.iter().map(|token| token.text.clone()).collect();
    lines.iter().map(texts).collect()
}

fn repair_once(lines: &mut [Line], tally: &mut Tally) {
    tally.join(&legacy::convert_lines(lines));
    for line in lines.iter_mut() {
        for token in line.iter_mut() {
            if needs_tidying(&token.text) {
                token.text = tidy_characters(&token.text);
            }
        }
        line.retain(|token| !token.text.is_empty());
        join_broken_syllables(line);
    }
    join_line_ends(lines);
}

/// Repairs plain text.
pub fn repair_text(text: &str) -> String {
    let mut lines = lines_of(text);
    repair_lines(&mut lines);
    super::lines::page_of(1, (0.0, 0.0), &lines).text
}

fn needs_tidying(text: &str) -> bool {
    !text.is_ascii() || text.bytes().any(|b| b.is_ascii_control())
}

/// Characters that are seen by nobody, or only as a place to break a line.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Letters that were typed or recognised in place of the Vietnamese one.
fn replaced(c: char) -> Option<&'static str> {
    Some(match c {
        'Ð' | 'Ɖ' => "Đ",
        'ð' => "đ",
        'ƣ' => "ư",
        'Ƣ' => "Ư",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '\u{340}' => "\u{300}",
        '\u{341}' => "\u{301}",
        _ => return None,
    })
}

/// The Latin letter that looks like a Cyrillic or Greek one.
fn latin_twin(c: char) -> Option<char> {
    const TWINS: &str =
        "АAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅSаaеeоoрpсcхxуyіiјjѕsΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοo";
    let mut pairs = TWINS.chars();
    while let (Some(twin), Some(latin)) = (pairs.next(), pairs.next()) {
        if twin == c {
            return Some(latin);
        }
    }
    None
}

fn tidy_characters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        match replaced(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
    if !is_nfc(&out) {
        out = out.nfc().collect();
    }
    let has_latin = out
        .chars()
        .any(|c| c.is_alphabetic() && c < '\u{370}' || matches!(c, '\u{1e00}'..='\u{1eff}'));
    if has_latin && out.chars().any(|c| latin_twin(c).is_some()) {
        out = out
            .chars()
            .map(|c| latin_twin(c).unwrap_or(c))
            .nfc()
            .collect();
    }
    out
}

/// Joins pieces such as «v ăn», «qu ản», «C Ộ NG», «V /v»: a piece that is no syllable joins its
/// neighbours when, and only when, the whole is one.
fn join_broken_syllables(line: &mut Line) {
    if !line.iter().any(|token| is_fragment(letters(&token.text))) {
        return;
    }
    let is_broken = has_many_pieces(line);
    let mut at = 0;
    while at + 1 < line.len() {
        let before = at.checked_sub(1).map_or("", |at| line[at].text.as_str());
        match pieces_of_syllable(&line[at..]) {
            Some(count) if is_broken || !may_be_a_label(before, &line[at..]) => {
                join(line, at, count);
            }
            _ => at += 1,
        }
    }
}

/// Whether pieces are so many that none of them stands for itself; those in front of a comma may.
fn has_many_pieces(line: &Line) -> bool {
    let pieces: Vec<&str> = line
        .iter()
        .map(|token| token.text.as_str())
        .filter(|piece| is_fragment(piece))
        .collect();
    pieces.len() > 2
        || pieces
            .iter()
            .filter(|piece| !is_capital_letter(piece))
            .count()
            > 1
}

fn is_capital_letter(piece: &str) -> bool {
    piece.chars().count() == 1 && piece.chars().all(char::is_uppercase)
}

/// Whether the first token may be a letter that stands for itself, as in «nhóm C ở xã»: a capital, or
/// the letter of a point of law, in front of a whole syllable. A line with more pieces leaves no doubt.
fn may_be_a_label(before: &str, tokens: &[Token]) -> bool {
    const NAMED_BY_LETTERS: [&str; 10] = [
        "điểm", "nhóm", "loại", "hạng", "hình", "bảng", "lớp", "khu", "lô", "và",
    ];
    let letter = tokens[0].text.as_str();
    let alone = letter.chars().count() == 1 && is_syllable(letters(&tokens[1].text));
    alone
        && (letter.chars().all(char::is_uppercase)
            || NAMED_BY_LETTERS.contains(&before.to_lowercase().as_str()))
}

fn join(line: &mut Line, at: usize, count: usize) {
    let pieces: Vec<Token> = line.drain(at + 1..at + count).collect();
    let token = &mut line[at];
    for piece in pieces {
        token.text.push_str(&piece.text);
        token.place = match (token.place, piece.place) {
            (Some(a), Some(b)) => Some(a.joined(b)),
            (place, other) => place.or(other),
        };
        token.confidence = token.confidence.min(piece.confidence);
    }
}

/// A piece without punctuation at its end.
fn letters(text: &str) -> &str {
    text.trim_end_matches(|c: char| !c.is_alphanumeric())
}

fn is_fragment(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphabetic) && !is_syllable(text)
}

/// How many of the first tokens are pieces of one syllable; none when they stand for themselves.
fn pieces_of_syllable(tokens: &[Token]) -> Option<usize> {
    let first = tokens[0].text.as_str();
    if matches!(first, "V" | "v") && tokens[1].text.starts_with("/v") {
        return Some(2);
    }
    let mut whole = String::new();
    let mut has_fragment = false;
    let most = tokens.len().min(4);
    for (count, token) in tokens.iter().take(most).enumerate() {
        let last_piece = letters(&token.text);
        if last_piece.is_empty() || !last_piece.chars().all(char::is_alphabetic) {
            return None;
        }
        // Case tells a new word: «T ổ» goes together, «A Bàn» does not.
        if count > 0 && !case_continues(&whole, last_piece) {
            return None;
        }
        // «nhà n ước»: files break after the first letters, so a piece goes to the right if it can.
        if count == 1 && !has_fragment && goes_right(&tokens[1..]) {
            return None;
        }
        whole.push_str(last_piece);
        has_fragment |= is_fragment(last_piece);
        let closes = last_piece.len() < token.text.len();
        if count > 0
            && has_fragment
            && bears_mark(&whole)
            && !starts_better(&tokens[count + 1..], &whole)
        {
            return Some(count + 1);
        }
        if closes || whole.chars().count() > 7 {
            return None;
        }
    }
    None
}

/// Whether the first piece forms a syllable with the next one.
fn goes_right(tokens: &[Token]) -> bool {
    let [piece, next, ..] = tokens else {
        return false;
    };
    let next = letters(&next.text);
    case_continues(&piece.text, next) && is_syllable(&format!("{}{next}", piece.text))
}

/// Whether a following piece goes on with the same word by its letter case.
fn case_continues(whole: &str, piece: &str) -> bool {
    let small = piece.chars().all(char::is_lowercase);
    let capitals = whole.chars().chain(piece.chars()).all(char::is_uppercase);
    small || capitals
}

/// Whether the next piece is a fragment that still belongs here: «quy» + «ế» + «t» is not done at «quyế».
fn starts_better(rest: &[Token], whole: &str) -> bool {
    let Some(next) = rest.first() else {
        return false;
    };
    let piece = letters(&next.text);
    let longer = format!("{whole}{piece}");
    let belongs = is_fragment(piece) || piece.chars().count() == 1;
    belongs && case_continues(whole, piece) && is_syllable(&longer)
}

/// Joins what a line's end tore: hyphenated words of other languages, and numbers of papers such as
/// «123/QĐ-» + «UBND».
fn join_line_ends(lines: &mut [Line]) {
    for at in 0..lines.len().saturating_sub(1) {
        let (head, tail) = lines.split_at_mut(at + 1);
        let (Some(last), Some(next)) = (head[at].last_mut(), tail[0].first()) else {
            continue;
        };
        let Some(stem) = last.text.strip_suffix('-').filter(|stem| !stem.is_empty()) else {
            continue;
        };
        let word_goes_on = stem.chars().count() > 2
            && stem.chars().all(|c| c.is_ascii_alphabetic())
            && !is_syllable(stem)
            && next.text.starts_with(|c: char| c.is_ascii_lowercase());
        let code_goes_on = stem.contains('/') && next.text.starts_with(|c: char| c.is_uppercase());
        if word_goes_on {
            last.text = format!("{stem}{}", next.text);
        } else if code_goes_on {
            last.text.push_str(&next.text);
        } else {
            continue;
        }
        tail[0].remove(0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_damage_is_mended() {
        for (damaged, mended) in [
            ("v ăn b ản", "văn bản"),
            ("V /v đề nghị", "V/v đề nghị"),
            ("G iám đốc", "Giám đốc"),
            ("C Ộ NG HÒA XÃ H Ộ I", "CỘNG HÒA XÃ HỘI"),
            ("qu ản lý nhà n ước", "quản lý nhà nước"),
            ("Qu yế t đị nh", "Quyết định"),
            ("QÐ-UBND", "QĐ-UBND"),
            ("TT-BTС", "TT-BTC"),
            ("hƣớng dẫn", "hướng dẫn"),
            ("đi\u{ad}ều\u{200b} kiện", "điều kiện"),
            ("ke\u{302}\u{301} hoa\u{323}ch", "kế hoạch"),
            ("văn phòng ﬁle", "văn phòng file"),
            ("Số: 123/QĐ-\nUBND", "Số: 123/QĐ-UBND"),
            ("an infor-\nmation", "an information"),
            ("\u{1}a\u{7f}", "a"),
        ] {
            assert_eq!(repair_text(damaged), mended, "{damaged:?}");
        }
    }

    #[test]
    fn sound_text_stays() {
        for text in [
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
            "a) Tổ chức; b) Cá nhân; c) Ủy ban",
            "kinh tế -\nxã hội",
            "điểm đ khoản 1; điểm g và h",
            "vitamin A và B, nhóm C ở xã",
            "Ông Nguyễn Văn A ở số 5",
            "Москва và Λόγος",
            "x + y = z",
            "Phụ lục I ở trang",
            "hòa hoà thúy thuý",
        ] {
            assert_eq!(repair_text(text), text, "{text:?}");
        }
    }

    #[test]
    fn old_encodings_are_converted_by_proof() {
        assert_eq!(
            repair_text("Céng hßa x· héi chñ nghÜa ViÖt Nam n\u{ad}íc"),
            "Cộng hòa xã hội chủ nghĩa Việt Nam nước"
        );
        assert_eq!(
            repair_text("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"),
            "Cộng hòa xã hội chủ nghĩa Việt Nam"
        );
    }

    #[test]
    fn what_would_be_converted_twice_is_not_converted() {
        assert_eq!(repair_text("CÐ Ð A-Ð"), "CĐ Đ A-Đ");
    }

    proptest! {
        #[test]
        fn repair_is_idempotent(text in "[a-zA-Zà-ỹđƣÐС\u{ad}\u{300}\u{323} \n/.-]{0,60}") {
            let once = repair_text(&text);
            prop_assert_eq!(repair_text(&once), once);
        }

        #[test]
        fn repair_never_panics(text in "\\PC{0,80}") {
            let _ = repair_text(&text);
        }
    }
}
