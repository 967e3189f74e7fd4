//! Tên loại: a line of capitals with the name of a kind, else what the symbol says, else the marks of
//! a letter: «V/v», «Kính gửi» and no name of a kind.

use workflow::documents::{KINDS, Kind, kind_by_code};

use super::head::{Head, is_apart};
use super::likeness::distance_within;
use super::lines::{Line, folded};

/// What may follow the name of a kind and is no subject.
const QUALIFIERS: [&str; 7] = [
    "PHOI HOP",
    "LIEN TICH",
    "LIEN NGANH",
    "KET LUAN",
    "KHAN",
    "CONG TAC",
    "KET QUA",
];

/// Names that offices use beside those of the decree.
const ALIASES: [(&str, &str); 5] = [
    ("THU MOI", "giay_moi"),
    ("GIAY TRIEU TAP", "giay_moi"),
    ("THONG BAO KET LUAN", "thong_bao"),
    ("NGHI QUYET LIEN TICH", "nghi_quyet"),
    ("CHUONG TRINH PHOI HOP", "chuong_trinh"),
];

/// Abbreviations of symbols beside those of the decree.
const ABBREVIATIONS: [(&str, &str); 9] = [
    ("TM", "giay_moi"),
    ("CTPH", "chuong_trinh"),
    ("NQLT", "nghi_quyet"),
    ("KHLT", "ke_hoach"),
    ("KHLN", "ke_hoach"),
    ("KHPH", "ke_hoach"),
    ("TBKL", "thong_bao"),
    ("CV", "cong_van"),
    ("THM", "giay_moi"),
];

/// The line with the name of the kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Title {
    /// Which line.
    pub at: usize,
    /// Code of the kind.
    pub kind: &'static str,
    /// What stands on the same line behind the name and is the begin of the subject.
    pub rest: String,
    /// Whether the line spells the name and nothing else.
    pub is_exact: bool,
}

/// The line with the name of the kind, below the name of the country.
pub fn title(head: &Head) -> Option<Title> {
    let from = head.country.map_or(0, |at| at + 1);
    let below = |line: &Line| {
        let country = head.country.and_then(|at| head.lines[at].place);
        let place = line.place;
        place
            .zip(country)
            .is_none_or(|(place, country)| place.y > country.y)
    };
    let lines = || {
        let lines = head.lines.iter().enumerate();
        lines.filter(move |(at, line)| (*at >= from || line.place.is_some()) && below(line))
    };
    let whole = lines().find_map(|(at, line)| {
        let kind = of_line(line)?;
        let is_exact = folded(kind.name) == name_in(line);
        Some(Title {
            at,
            kind: kind.code,
            rest: String::new(),
            is_exact,
        })
    });
    whole.or_else(|| lines().find_map(|(at, line)| begun(at, line)))
}

/// The letters of a line without what frames them.
fn name_in(line: &Line) -> &str {
    line.folded.trim_matches(|c: char| !c.is_alphabetic())
}

/// The kind whose name a line of capitals is, but for a recogniser's slips.
pub fn of_line(line: &Line) -> Option<&'static Kind> {
    if !line.is_capitals()
        || line
            .center()
            .is_some_and(|center| !(0.25..0.75).contains(&center))
    {
        return None;
    }
    let name = name_in(line);
    if let Some((_, code)) = ALIASES.iter().find(|(alias, _)| *alias == name) {
        return kind_by_code(code);
    }
    let squeezed: String = name.split(' ').collect();
    let mut best: Option<(usize, &'static Kind)> = None;
    for kind in KINDS {
        let wanted: String = folded(kind.name).split(' ').collect();
        let most = if line.recognised { wanted.len() / 4 } else { 0 };
        if let Some(distance) = distance_within(&squeezed, &wanted, most)
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, kind));
        }
    }
    // Marks part «ĐỀ ÁN» from «DỰ ÁN» and nothing else does.
    best.map(|(_, kind)| kind)
}

/// A line of capitals that begins with the name of a kind: «LUẬT THANH TRA», «KẾ HOẠCH PHỐI HỢP».
fn begun(at: usize, line: &Line) -> Option<Title> {
    if !line.is_capitals() || is_apart(line) {
        return None;
    }
    let begins = |kind: &&Kind| {
        let name = folded(kind.name);
        let is_law = matches!(kind.code, "luat" | "bo_luat" | "phap_lenh");
        let rest = name_in(line).strip_prefix(name.as_str());
        rest.is_some_and(|rest| rest.starts_with([' ', ':']) || is_law && !rest.is_empty())
    };
    let longest = |kind: &&Kind| kind.name.chars().count();
    let kind = KINDS.iter().filter(begins).max_by_key(longest)?;
    let before = line
        .folded
        .chars()
        .take_while(|c| !c.is_alphabetic())
        .count();
    let skip = before + kind.name.chars().count();
    let rest = line.slice(skip, usize::MAX);
    let rest = rest.trim_start_matches([' ', ':', '-']);
    let is_qualifier = QUALIFIERS.contains(&folded(rest).as_str());
    let rest = if is_qualifier {
        String::new()
    } else {
        rest.to_owned()
    };
    Some(Title {
        at,
        kind: kind.code,
        rest,
        is_exact: false,
    })
}

/// The kind that the first group of a symbol abbreviates.
pub fn of_symbol<'a>(mut groups: impl Iterator<Item = &'a str>) -> Option<&'static Kind> {
    let first = groups.next()?;
    if first.starts_with("QH") || first.starts_with("UBTVQH") {
        return None;
    }
    let is_same = |kind: &&Kind| {
        kind.abbreviation
            .is_some_and(|short| folded(short) == folded(first))
    };
    let exact = |kind: &&Kind| kind.abbreviation == Some(first);
    let listed = || ABBREVIATIONS.iter().find(|(short, _)| *short == first);
    let kind = KINDS
        .iter()
        .find(exact)
        .or_else(|| KINDS.iter().find(is_same));
    kind.or_else(|| kind_by_code(listed()?.1))
}

/// The kind of a paper with its score, and the line that tells it.
pub fn of(head: &Head) -> Option<(&'static str, u8, Option<usize>)> {
    let code = head.code.as_ref();
    let by_symbol = code.and_then(|(_, code)| of_symbol(code.groups()));
    let symbol_line = code.map(|(at, _)| *at);
    // A consolidated text bears the title of what it consolidates.
    if let Some(kind) = by_symbol.filter(|kind| kind.code == "van_ban_hop_nhat") {
        return Some((kind.code, 95, symbol_line));
    }
    if let Some(title) = &head.title {
        let agrees = by_symbol.is_some_and(|kind| kind.code == title.kind);
        let disagrees = by_symbol.is_some() && !agrees;
        let score = match (title.is_exact, agrees, disagrees) {
            (true, true, _) => 99,
            (_, true, _) => 97,
            (true, false, false) => 93,
            (true, false, true) => 85,
            _ => 70,
        };
        return Some((title.kind, score, Some(title.at)));
    }
    if let Some(reference) = head.reference {
        return Some(("cong_van", 95, Some(reference)));
    }
    if let Some(kind) = by_symbol {
        return Some((kind.code, 80, symbol_line));
    }
    let addressed = head.addressed.filter(|_| code.is_some())?;
    Some(("cong_van", 80, Some(addressed)))
}
