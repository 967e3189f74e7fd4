//! Ký hiệu: its groups, and how what else the head says mends them.

use workflow::documents::kind_by_code;

use super::likeness::distance_within;
use super::lines::{folded, folded_char};

/// The symbol with a recogniser's slips mended by what else the head says: the abbreviation of the kind
/// and that of the issuer.
pub fn mended(symbol: &str, kind: Option<&str>, issuer: Option<&str>) -> String {
    let abbreviation = kind
        .and_then(kind_by_code)
        .and_then(|kind| kind.abbreviation);
    let initials = issuer.map(initials).unwrap_or_default();
    let mut out = String::new();
    let mut is_first = true;
    for part in symbol.split_inclusive(['/', '-']) {
        let separator = part.chars().last().filter(|c| matches!(c, '/' | '-'));
        let group = part.trim_end_matches(['/', '-']);
        if group.is_empty() || group.chars().all(|c| c.is_ascii_digit()) {
            out.push_str(part);
            continue;
        }
        let kind = abbreviation.filter(|_| is_first);
        out.push_str(&mended_group(group, kind, &initials));
        out.extend(separator);
        is_first = false;
    }
    out
}

fn mended_group(group: &str, kind: Option<&str>, initials: &str) -> String {
    let is_near = |wanted: &str| distance_within(group, wanted, 1).is_some();
    if let Some(kind) = kind.filter(|kind| is_near(kind)) {
        return kind.to_owned();
    }
    let prime = group
        .strip_prefix("TT")
        .filter(|rest| rest.chars().count() <= 2);
    if initials == "TTg" && prime.is_some_and(|rest| rest.starts_with(char::is_lowercase)) {
        return "TTg".to_owned();
    }
    if initials.chars().count() >= 3 && is_near(initials) {
        return initials.to_owned();
    }
    group.to_owned()
}

/// The letters that a name is abbreviated by: «Bộ Giáo dục và Đào tạo» is BGDĐT.
pub fn initials(name: &str) -> String {
    if folded(name) == "THU TUONG CHINH PHU" {
        return "TTg".to_owned();
    }
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words =
        words.filter(|word| !matches!(word.to_lowercase().as_str(), "" | "và" | "tỉnh" | "của"));
    let letter = |word: &str| {
        let is_short = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
        let first = word.chars().next().into_iter().flat_map(char::to_uppercase);
        if is_short && word.chars().count() <= 5 && !name.chars().all(|c| !c.is_lowercase()) {
            word.to_owned()
        } else {
            first.map(plain_capital).collect()
        }
    };
    words.map(letter).collect()
}

/// Ủ is abbreviated as U, Đ stays.
fn plain_capital(c: char) -> char {
    if c == 'Đ' { c } else { folded_char(c) }
}
