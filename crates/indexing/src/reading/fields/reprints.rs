//! Papers as collections of law reprint them: the head is one title, «QUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ
//! SỐ … NGÀY …», a law has its number in a line of its own and its day in the last sentence, and a
//! consolidated text has number, day and signer under «XÁC THỰC VĂN BẢN HỢP NHẤT».

use time::Date;

use super::casing;
use super::code;
use super::found::Found;
use super::head::Head;
use super::lines::Line;
use super::words::{day_at, words};

/// What such a title tells.
#[derive(Debug, Default)]
pub struct Reprint {
    /// The issuer.
    pub issuer: Option<Found>,
    /// Number and symbol.
    pub code: Option<Found>,
    /// The day.
    pub issued_on: Option<(Date, Found)>,
}

/// Reads «CỦA … SỐ … NGÀY …» under the name of the kind and takes those lines out of the head.
pub fn of_title(head: &mut Head) -> Option<Reprint> {
    let at = head.title.as_ref()?.at + 1;
    let first = head.lines.get(at)?;
    if head.code.is_some() || !first.folded.starts_with("CUA ") {
        return None;
    }
    let end =
        (at..head.lines.len().min(at + 4)).find(|end| head.lines[*end].folded.contains(" NAM "))?;
    let lines: Vec<Line> = head.lines[at..=end].to_vec();
    let words = words(&lines);
    let number = words.iter().position(|word| word.folded == "SO")?;
    let code = code::in_text(words.get(number + 1)?.text)?.whole()?;
    let day = words.iter().position(|word| word.folded == "NGAY")?;
    let (date, _) = day_at(words.get(day + 1..)?, None)?;
    let name: Vec<&str> = words[1..number].iter().map(|word| word.text).collect();
    let all: Vec<&Line> = lines.iter().collect();
    let reprint = Reprint {
        issuer: Some(Found::in_lines(
            casing::agency(&name.join(" ")),
            92,
            &all[..1],
        )),
        code: Some(Found::in_lines(code, 95, &all)),
        issued_on: Some((date, Found::in_lines(date.to_string(), 95, &all))),
    };
    head.lines.drain(at..=end);
    Some(reprint)
}

/// A line above the title that names a law with its number: «Luật … số 32/2018/QH14».
pub fn of_law(head: &Head) -> Option<Found> {
    let end = head
        .title
        .as_ref()
        .map_or(head.lines.len(), |title| title.at);
    head.lines[..end].iter().find_map(|line| {
        let is_law = ["LUAT ", "BO LUAT ", "PHAP LENH "]
            .iter()
            .any(|kind| line.folded.starts_with(kind));
        let at = line.folded.rfind(" SO ").filter(|_| is_law)?;
        let begin = line.folded[..at].chars().count() + 4;
        let text = line.slice(begin, usize::MAX);
        let code = code::in_text(text.trim())?;
        Some(Found::in_part(code.whole()?, 93, line, (begin, usize::MAX)))
    })
}

/// The day on which the last sentence says that a law was passed.
pub fn passed_on(pages: &[Vec<Line>]) -> Option<Found> {
    pages.iter().rev().find_map(|lines| {
        let words = words(lines);
        let at = (0..words.len().saturating_sub(3)).rev().find(|at| {
            words[*at].folded == "THONG"
                && words[at + 1].folded == "QUA"
                && words[at + 2].folded == "NGAY"
        })?;
        let (date, _) = day_at(&words[at + 3..], None)?;
        Some(Found::in_lines(date.to_string(), 88, &[words[at + 2].line]))
    })
}

/// The lines around «XÁC THỰC VĂN BẢN HỢP NHẤT», which are the head of a consolidated text.
pub fn certified(pages: &[Vec<Line>]) -> Option<Vec<Line>> {
    pages.iter().find_map(|lines| {
        let at = lines
            .iter()
            .position(|line| line.folded.starts_with("XAC THUC VAN BAN HOP NHAT"))?;
        let last = lines.len().min(at + 4);
        Some(lines[at.saturating_sub(4)..last].to_vec())
    })
}
