//! The number of a paper, read again: «Số: 1987/SYT-NVY».

use super::super::lines::Row;
use super::super::tesseract::Seen;
use super::belief::Digits;
use super::letters::{Letter, Letters};
use super::place::{self, Number};
use super::strip::Strip;
use super::{LEAST_BELIEF, UNKNOWN, confidence};

/// A number that print was surely read as is not read again, in percent.
const SURE: f32 = 90.0;
/// A symbol under this is taken from the second reading.
const SURE_SYMBOL: f32 = 60.0;

/// What was read.
pub struct Read {
    /// The number, if one can be believed.
    number: Option<String>,
    /// How much.
    belief: f64,
    /// What follows it, from its separator on.
    symbol: String,
}

/// Whether number and symbol were read surely as one printed word.
pub fn is_sure(place: &Number) -> bool {
    place.words.iter().any(|word| {
        let text = word.text.rsplit([':', ';']).next().unwrap_or_default();
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let symbol = text.chars().nth(digits).is_some_and(|c| c == '/');
        digits > 0 && symbol && word.confidence >= SURE
    })
}

/// The number between label and separator.
pub fn read(letters: &Letters, place: &Number, strip: &Strip) -> Option<Read> {
    let surest = letters.surest();
    let begin = begin(letters, place, strip)?;
    let separator = separator(surest, begin)?;
    let (number, belief) = Digits::of(letters, begin..surest[separator].from).number()?;
    let behind: String = surest[separator..]
        .iter()
        .map(|letter| letter.glyph)
        .collect();
    let symbol = symbol(place, &behind.replace(' ', ""));
    let is_believed = belief >= LEAST_BELIEF;
    Some(Read {
        number: is_believed.then_some(number),
        belief,
        symbol,
    })
}

/// The step behind the label: behind its colon, else where the first reading saw its end.
fn begin(letters: &Letters, place: &Number, strip: &Strip) -> Option<usize> {
    let surest = letters.surest();
    surest
        .first()
        .filter(|first| matches!(first.glyph, 'S' | 's' | '5'))?;
    let colon = surest
        .iter()
        .take(6)
        .find(|letter| matches!(letter.glyph, ':' | ';'));
    if let Some(colon) = colon {
        return Some(colon.to);
    }
    let label = place.words.first()?;
    let is_alone = label.text.chars().filter(|c| c.is_alphanumeric()).count() == 2;
    let behind = |word: &Seen| letters.step(strip.column(word.x + word.width));
    is_alone.then(|| behind(label))
}

/// The stroke before capitals or a year; one inside a number is a one.
fn separator(surest: &[Letter], begin: usize) -> Option<usize> {
    let text: Vec<char> = surest.iter().map(|letter| letter.glyph).collect();
    (0..surest.len()).find(|at| surest[*at].from > begin && separates(&text[*at..]))
}

/// Whether a symbol begins here.
fn separates(text: &[char]) -> bool {
    let mut behind = text.iter().skip(1).copied().filter(|c| *c != ' ');
    let Some(first) = behind.next().filter(|_| text.first() == Some(&'/')) else {
        return false;
    };
    let year: String = std::iter::once(first).chain(behind.take(4)).collect();
    first.is_uppercase()
        || (year.starts_with("19") || year.starts_with("20")) && year.ends_with('/')
}

/// The symbol as print was read, unless that was unsure and reads otherwise.
fn symbol(place: &Number, again: &str) -> String {
    let mut text = Vec::new();
    let mut doubt = f32::INFINITY;
    for word in &place.words {
        text.extend(word.text.chars());
        doubt = if word.text.contains('/') {
            word.confidence
        } else {
            doubt.min(word.confidence)
        };
    }
    let begins = (0..text.len()).find(|at| separates(&text[*at..]));
    let first: String = text[begins.unwrap_or(text.len())..].iter().collect();
    let is_complete = first.chars().filter(|c| c.is_uppercase()).count() >= 2;
    let is_same = place::folded(&first) == place::folded(again);
    if is_complete && (is_same || doubt >= SURE_SYMBOL) {
        first
    } else {
        again.to_owned()
    }
}

/// Writes number and symbol as one word behind the label.
pub fn write(rows: &mut [Row], place: &Number, read: &Read) {
    let (Some(first), Some(at)) = (place.words.first(), place.at.first()) else {
        return;
    };
    let label_ends = first.x + first.width.min(first.height * 1.6);
    let right = place
        .words
        .iter()
        .map(|word| word.x + word.width)
        .fold(0.0, f32::max);
    let number = read.number.clone().unwrap_or_else(|| UNKNOWN.to_string());
    let label = Seen {
        width: label_ends - first.x,
        text: "Số:".to_owned(),
        ..first.clone()
    };
    let text = format!("{number}{}", read.symbol);
    let again = confidence(read.belief);
    let agreed = place
        .words
        .iter()
        .find(|word| word.text == text)
        .map(|word| word.confidence);
    let code = Seen {
        x: label_ends,
        width: (right - label_ends).max(1.0),
        text,
        confidence: agreed.map_or(again, |sure| sure.max(again)),
        ..first.clone()
    };
    let mut others: Vec<(usize, usize)> = place.at[1..].to_vec();
    others.sort_unstable_by(|a, b| b.cmp(a));
    let mut label_at = at.1;
    for (row, word) in others {
        rows[row].remove(word);
        if row == at.0 && word < label_at {
            label_at -= 1;
        }
    }
    rows[at.0].splice(label_at..=label_at, [label, code]);
}
