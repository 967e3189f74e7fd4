//! Cơ quan ban hành and cơ quan chủ quản: the names in capitals in the left column of the head, above
//! the number; the lines above the last name are the superior agency.

use super::casing;
use super::code::is_number_line;
use super::found::Found;
use super::head::{Head, is_apart};
use super::likeness::is_like;
use super::lines::{Line, folded};
use super::names::{AGENCIES, BARE, PROVINCES, TYPES};
use super::suggestion::Known;
use super::wording;

/// Most lines of the block with both names.
const MAX_LINES: usize = 7;

/// The issuer and the agency above it.
pub fn of(head: &Head, known: &Known) -> (Option<Found>, Option<Found>) {
    let block = block(head);
    let starts: Vec<usize> = (0..block.len())
        .filter(|at| begins_name(&block, *at))
        .collect();
    let joint = head
        .code
        .as_ref()
        .is_some_and(|(_, code)| code.groups().any(|group| group == "TTLT"));
    let Some(first) = (if joint { starts.first() } else { starts.last() }) else {
        return (by_symbol(head), None);
    };
    let issuer = named(&block[*first..], known);
    let superior = starts.iter().rev().find(|at| *at < first);
    let superior = superior.and_then(|at| named(&block[*at..*first], known));
    let issuer = issuer.map(|found| weighed(found, head));
    // A gazette prints the name of the issuer as a heading of its own.
    let superior = superior.filter(|found| {
        issuer
            .as_ref()
            .is_none_or(|issuer| folded(&issuer.value) != folded(&found.value))
    });
    (issuer.or_else(|| by_symbol(head)), superior)
}

/// Lines that may hold the names.
fn block(head: &Head) -> Vec<&Line> {
    let labelled = head.code.as_ref().map(|(at, _)| *at);
    let number = labelled.or_else(|| head.lines.iter().position(is_number_line));
    let Some(end) = number
        .or(head.country)
        .or(head.date.as_ref().map(|(at, _)| *at))
    else {
        return Vec::new();
    };
    let limit = head.lines[end].row();
    let has_places = limit.is_some() && number.is_some();
    let mut lines: Vec<&Line> = if has_places {
        let above = |line: &&Line| {
            let rows = line.row().zip(limit);
            rows.is_some_and(|((y, _), (limit, height))| y < limit - height * 0.4)
        };
        let mut lines: Vec<&Line> = head.lines.iter().filter(above).collect();
        let top = |line: &Line| line.row().map_or(0.0, |(y, _)| y);
        lines.sort_by(|a, b| top(a).total_cmp(&top(b)));
        lines
    } else {
        head.lines[..end].iter().collect()
    };
    lines.retain(|line| !is_apart(line) && line.is_capitals() && head.is_in_left_column(line));
    let skip = lines.len().saturating_sub(MAX_LINES);
    lines.split_off(skip)
}

/// Whether a line is the first of a name; not when the line before goes on into it.
fn begins_name(block: &[&Line], at: usize) -> bool {
    let goes_on = at > 0 && {
        let before = block[at - 1].folded.trim_end_matches([' ', '.', '_']);
        before.ends_with(['-', ','])
            || BARE.contains(&before) && !is_unit(&block[at].folded)
            || before.ends_with(" VA")
            || before.ends_with(" CUA")
    };
    !goes_on && begins_with_type(&block[at].folded)
}

fn is_unit(folded: &str) -> bool {
    ["SO ", "PHONG ", "BAN ", "CHI CUC ", "TRUNG TAM "]
        .iter()
        .any(|unit| folded.starts_with(unit))
}

/// Whether a folded line begins with a type of agency.
pub fn begins_with_type(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    TYPES.iter().any(|name| {
        let rest = text.strip_prefix(folded(name).as_str());
        let is_joined = text.starts_with("UBND") && *name == "ubnd";
        rest.is_some_and(|rest| {
            is_joined || !rest.starts_with(|c: char| c.is_alphanumeric() || c == ',')
        })
    })
}

/// The name that some lines make, as the agency knows it.
fn named(lines: &[&Line], known: &Known) -> Option<Found> {
    let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let text = text.join(" ");
    let is_edge = |c: char| !c.is_alphanumeric() && c != ')';
    let printed = text.trim_matches(is_edge);
    if !(2..=200).contains(&printed.chars().count()) {
        return None;
    }
    let recognised = lines.iter().any(|line| line.recognised);
    let mended = if recognised {
        typed(&wording::mended(&without_dirt(printed)))
    } else {
        printed.to_owned()
    };
    let (value, score) = settled(&mended, recognised, known);
    Some(Found::in_lines(value, score, lines).scored(score))
}

/// Marks that the edge of a scan leaves between words.
fn without_dirt(text: &str) -> String {
    let words = text.split_whitespace();
    let words = words.map(|word| word.trim_matches(['.', '_', '\'', '`', '|', '"', '“', ':']));
    let text = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    // Blanks and commas are lost and found most easily.
    let text = match text.strip_prefix("UBND") {
        Some(rest) if rest.starts_with(char::is_alphabetic) => format!("UBND {rest}"),
        _ => text,
    };
    let plain = text.replace(',', "");
    let names_place = |text: &str| {
        PROVINCES
            .iter()
            .any(|name| folded(text).ends_with(&folded(name)))
    };
    if names_place(&plain) && !names_place(&text) {
        plain
    } else {
        text
    }
}

/// The type of agency at the begin with its own marks: «SƠ Y TE» is a «SỞ».
fn typed(name: &str) -> String {
    let key = folded(name);
    let is_type = |listed: &&&str| {
        let rest = key.strip_prefix(folded(listed).as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let longest = TYPES
        .iter()
        .filter(is_type)
        .max_by_key(|listed| listed.chars().count());
    let Some(listed) = longest.filter(|listed| !matches!(**listed, "bộ" | "tổ")) else {
        return name.to_owned();
    };
    let count = listed.chars().count();
    let rest: String = name.chars().skip(count).collect();
    format!("{}{rest}", listed.to_uppercase())
}

/// The name of a catalogue that this one is, else the name in normal writing.
fn settled(name: &str, recognised: bool, known: &Known) -> (String, u8) {
    let key = folded(name);
    let same = |listed: &&str| folded(listed) == key;
    let agencies = || known.agencies.iter().map(String::as_str);
    if let Some(listed) = agencies().find(same) {
        return (listed.to_owned(), 99);
    }
    if let Some(listed) = AGENCIES.iter().copied().find(same) {
        return (listed.to_owned(), 97);
    }
    if recognised {
        let mut all = agencies().chain(AGENCIES.iter().copied());
        if let Some(listed) = all.find(|listed| is_misread(&folded(listed), &key)) {
            return (listed.to_owned(), 88);
        }
    }
    (casing::agency(name), if recognised { 82 } else { 92 })
}

/// Whether a name is another with a recogniser's slips: the type of agency is the same, for «SỞ» and
/// «BỘ» are one letter apart.
fn is_misread(listed: &str, read: &str) -> bool {
    let begin = |text: &str| text.split(' ').next().map(str::to_owned);
    let is_long = listed.chars().count() >= 8;
    is_long && begin(listed) == begin(read) && is_like(listed, read)
}

/// The symbol abbreviates the issuer, or does not.
fn weighed(found: Found, head: &Head) -> Found {
    let Some((_, code)) = &head.code else {
        let score = found.score.saturating_sub(8);
        return found.scored(score);
    };
    let initials = super::symbol::initials(&found.value);
    let agrees = !initials.is_empty() && code.groups().any(|group| group == initials);
    let score = if agrees {
        found.score.max(95)
    } else {
        found.score
    };
    found.scored(score)
}

/// The issuer that only the symbol tells.
fn by_symbol(head: &Head) -> Option<Found> {
    let (at, code) = head.code.as_ref()?;
    let last = code.groups().last()?;
    let name = match last {
        "CP" => "Chính phủ",
        "TTg" => "Thủ tướng Chính phủ",
        "VPCP" => "Văn phòng Chính phủ",
        "CTN" => "Chủ tịch nước",
        group if group.starts_with("UBTVQH") => "Ủy ban Thường vụ Quốc hội",
        group if group.starts_with("QH") => "Quốc hội",
        _ => return None,
    };
    Some(Found::in_part(name, 85, &head.lines[*at], code.chars))
}
