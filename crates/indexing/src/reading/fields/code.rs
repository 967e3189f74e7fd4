//! Số and ký hiệu: `15/QĐ-BNV`, `12/UBND-VX`, `30/2020/NĐ-CP`, `03-TB/BCĐ`, also with blanks that
//! typing left around `/` and `-`.

use super::folded;

/// Longest code; joint papers name several issuers in it.
const MAX_CHARS: usize = 60;

/// The code in a line that begins with «Số».
pub fn in_line(line: &str) -> Option<String> {
    let rest = after_label(line.trim())?;
    let rest = rest.trim_start_matches([':', '.', ' ', '\u{a0}']);
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut code = String::new();
    for token in rest.split_whitespace() {
        // «1830 QĐ-UBND»: the number alone goes on with a symbol in capitals.
        let number_only = code.chars().all(|c| c.is_ascii_digit());
        let symbol =
            number_only && token.contains(['-', '/']) && token.starts_with(char::is_uppercase);
        let joined = code.is_empty() || code.ends_with(['/', '-']) || token.starts_with(['/', '-']);
        if !(joined || symbol) {
            break;
        }
        if symbol && !joined {
            code.push('/');
        }
        code.push_str(token);
    }
    let code = code
        .trim_end_matches([',', ';', '.', ':', '-', '/'])
        .to_owned();
    is_code(&code).then_some(code)
}

fn after_label(line: &str) -> Option<&str> {
    const LABELS: [&str; 5] = [
        "SO",
        "LUAT SO",
        "BO LUAT SO",
        "PHAP LENH SO",
        "NGHI QUYET SO",
    ];
    let colon = line.find(':').unwrap_or(usize::MAX);
    let digit = line.find(|c: char| c.is_ascii_digit())?;
    let label = folded(line.get(..colon.min(digit))?);
    LABELS
        .contains(&label.trim_end_matches('.'))
        .then(|| &line[digit..])
        .filter(|_| digit < colon.saturating_add(8) || colon == usize::MAX)
}

/// A number, one or two separators, a symbol with capitals.
fn is_code(code: &str) -> bool {
    let Some(cut) = code.find(['/', '-']) else {
        return false;
    };
    let (number, symbol) = code.split_at(cut);
    let digits = number.trim_end_matches(|c: char| c.is_alphabetic());
    !digits.is_empty()
        && digits.len() <= 6
        && digits.chars().all(|c| c.is_ascii_digit())
        && symbol.chars().any(char::is_uppercase)
        && symbol.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '&' | '(' | ')' | ',' | '_')
        })
        && code.chars().count() <= MAX_CHARS
}

/// The abbreviation of the kind in a code: the first group of its symbol that is no year.
pub fn abbreviation(code: &str) -> Option<&str> {
    let symbol = &code[code.find(['/', '-'])? + 1..];
    let mut groups = symbol
        .split(['/', '-'])
        .filter(|group| !group.chars().all(|c| c.is_ascii_digit()));
    let first = groups.next()?;
    // A symbol of one group is an issuer, but for laws of the National Assembly.
    if first.starts_with("QH") {
        None
    } else {
        Some(first)
    }
}
