//! Cơ quan ban hành: the lines of capitals in the left column of the head, above the number; the
//! lines above the last name are the superior agency (cơ quan chủ quản).

use super::head::{Head, Row, is_furniture, is_number_line};
use super::{code, is_capitals};

/// First words of names of agencies, without marks.
const FIRST_WORDS: &[&str] = &[
    "BAN",
    "BAO HIEM",
    "BAU CU",
    "BENH VIEN",
    "BO",
    "BUU DIEN",
    "CHI CUC",
    "CHI NHANH",
    "CHINH PHU",
    "CHU TICH",
    "CONG AN",
    "CONG DOAN",
    "CONG TY",
    "CUC",
    "DAI",
    "DAI HOC",
    "DANG",
    "DANG UY",
    "DOAN",
    "HAI QUAN",
    "HAT",
    "HOC VIEN",
    "HOI",
    "HOI DONG",
    "HUYEN UY",
    "KHO BAC",
    "KIEM TOAN",
    "LIEN DOAN",
    "LIEN HIEP",
    "MAT TRAN",
    "NGAN HANG",
    "NHA XUAT BAN",
    "PHONG",
    "QUAN KHU",
    "QUAN UY",
    "QUOC HOI",
    "SO",
    "TAP DOAN",
    "THANH TRA",
    "THANH UY",
    "THUE",
    "THU TUONG",
    "TINH DOAN",
    "TINH UY",
    "TOA AN",
    "TONG CONG TY",
    "TONG CUC",
    "TONG LIEN DOAN",
    "TRAM",
    "TRUNG TAM",
    "TRUNG UONG",
    "TRUONG",
    "TU PHAP",
    "UBND",
    "UY BAN",
    "VAN PHONG",
    "VIEN",
    "XI NGHIEP",
    "HDND",
];

/// Most lines of the block with both names.
const MAX_LINES: usize = 7;

/// The issuer's name as written, in one line.
pub fn of(head: &Head, code: Option<&str>) -> Option<String> {
    let number = head
        .rows
        .iter()
        .position(|row| code::in_line(&row.text).is_some())
        .or_else(|| head.rows.iter().position(is_number_line));
    let end = number.or(head.country)?;
    let above: Vec<&Row> = head.rows[..end]
        .iter()
        .filter(|row| may_name(head, row))
        .collect();
    let block = &above[above.len().saturating_sub(MAX_LINES)..];
    let starts: Vec<usize> = (0..block.len())
        .filter(|at| begins_name(block, *at))
        .collect();
    let joint = code.and_then(code::abbreviation) == Some("TTLT");
    let first = if joint { starts.first() } else { starts.last() };
    let lines = &block[*first?..];
    let name = lines
        .iter()
        .map(|row| row.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let name = name
        .trim_matches(|c: char| !c.is_alphanumeric() && c != ')')
        .to_owned();
    (2..=200).contains(&name.chars().count()).then_some(name)
}

/// Whether a line may be one of a name: capitals, in the left column, not above the country's name,
/// where gazettes put their own headings.
fn may_name(head: &Head, row: &Row) -> bool {
    if is_furniture(row) || !is_capitals(&row.text) {
        return false;
    }
    let country = head.country.and_then(|at| head.rows[at].place);
    match (row.place, country) {
        (Some((x, y, height)), Some((country_x, country_y, _)))
            if country_x > head.middle * 0.6 =>
        {
            y > country_y - height * 1.2 && x < head.middle
        }
        _ => true,
    }
}

/// Whether a line is the first of a name; not when the line before goes on into it.
fn begins_name(block: &[&Row], at: usize) -> bool {
    let text = block[at].folded.as_str();
    let goes_on = at > 0 && block[at - 1].folded.ends_with(['-', ',']);
    let names = |words: &str| {
        text.strip_prefix(words)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    !goes_on && FIRST_WORDS.iter().any(|words| names(words))
}
