//! A deadline that the text sets: «báo cáo trước ngày 30/9/2026», «chậm nhất ngày …», «trong 5 ngày làm
//! việc». Rules of law speak of terms on every page and set none, so they are not asked.

use time::{Date, Duration};
use workflow::documents::kind_by_code;

use super::found::Found;
use super::lines::Line;
use super::words::{Word, day_at, words};

/// Words of a duty that has a deadline.
const DUTIES: [&str; 14] = [
    "GUI", "BAO", "HOAN", "NOP", "TRA", "DANG", "PHAN", "GOP", "TRINH", "CUNG", "CHUYEN", "THAM",
    "XONG", "THONG",
];

/// How far before a day its «trước» stands, and before that the duty.
const BEFORE: usize = 6;
const SENTENCE: usize = 45;

/// The first deadline of a paper of some kind and day.
pub fn of(pages: &[Vec<Line>], kind: Option<&str>, issued_on: Option<Date>) -> Option<Found> {
    let is_law = kind
        .and_then(kind_by_code)
        .is_some_and(|kind| kind.is_normative);
    if is_law
        || matches!(
            kind,
            Some("nghi_quyet" | "quy_che" | "quy_dinh" | "hop_dong")
        )
    {
        return None;
    }
    pages.iter().take(10).find_map(|lines| {
        let words = words(lines);
        (0..words.len()).find_map(|at| day(&words, at, issued_on).or_else(|| term(&words, at)))
    })
}

/// «trước ngày 30/9», «chậm nhất là ngày 30 tháng 9 năm 2026», «trước 30/9/2026».
fn day(words: &[Word<'_>], at: usize, issued_on: Option<Date>) -> Option<Found> {
    let from = if words[at].folded == "NGAY" {
        at + 1
    } else {
        at
    };
    let (date, count) = day_at(words.get(from..)?, issued_on)?;
    let before = &words[at.saturating_sub(BEFORE)..at];
    let says = |word: &str| before.iter().any(|before| before.folded == word);
    let latest =
        says("CHAM") && says("NHAT") || says("MUON") && says("NHAT") || says("HAN") && says("CUOI");
    let earlier = before
        .iter()
        .rev()
        .take(3)
        .any(|word| word.folded == "TRUOC")
        || says("DEN") && says("HET");
    let named = from > at || before.last().is_some_and(|word| word.folded == "TRUOC");
    if !named || !(latest || earlier && has_duty(words, at)) {
        return None;
    }
    let is_near =
        issued_on.is_none_or(|issued| date >= issued && date - issued < Duration::days(500));
    is_near.then(|| found(&date.to_string(), 80, &words[from..from + count]))
}

/// «trong 5 ngày làm việc», «trong thời hạn 10 ngày», «trong vòng 02 tháng».
fn term(words: &[Word<'_>], at: usize) -> Option<Found> {
    if words[at].folded != "TRONG" {
        return None;
    }
    let rest = words.get(at + 1..)?;
    let skipped = rest
        .iter()
        .take(2)
        .take_while(|word| matches!(word.folded.as_str(), "THOI" | "HAN" | "VONG" | "THOIHAN"));
    let rest = &rest[skipped.count()..];
    let amount: u32 = rest
        .first()?
        .folded
        .parse()
        .ok()
        .filter(|amount| (1..=365).contains(amount))?;
    let unit = match (&*rest.get(1)?.folded, rest.get(2).map(|word| &*word.folded)) {
        ("NGAY", Some("LAM")) => "wd",
        ("NGAY", _) => "d",
        ("THANG", _) => "m",
        _ => return None,
    };
    let count = if unit == "wd" { 4 } else { 2 };
    let whole = words.get(at..)?.iter().take(count + 2).count();
    let told = sentence(words, at).any(|word| matches!(word.folded.as_str(), "NGHI" | "CAU"));
    (told && has_duty(words, at))
        .then(|| found(&format!("{amount}{unit}"), 65, &words[at..at + whole]))
}

fn sentence<'a>(words: &'a [Word<'a>], at: usize) -> impl Iterator<Item = &'a Word<'a>> {
    let before = words[at.saturating_sub(SENTENCE)..at].iter().rev();
    let after = words[at..].iter().take(SENTENCE / 2);
    before
        .take_while(|word| !word.ends_sentence())
        .chain(after.take_while(|word| !word.ends_sentence()))
}

fn has_duty(words: &[Word<'_>], at: usize) -> bool {
    sentence(words, at).any(|word| DUTIES.contains(&word.folded.as_str()))
}

fn found(value: &str, score: u8, words: &[Word<'_>]) -> Found {
    let mut lines: Vec<&Line> = Vec::new();
    for word in words {
        if !lines.iter().any(|line| std::ptr::eq(*line, word.line)) {
            lines.push(word.line);
        }
    }
    Found::in_lines(value, score, &lines)
}
