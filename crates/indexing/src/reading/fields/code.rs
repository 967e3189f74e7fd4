//! Số và ký hiệu: `15/QĐ-BNV`, `12/UBND-VX`, `30/2020/NĐ-CP`, `03-TB/BCĐ`, also with blanks that
//! typing left around `/` and `-` and with letters that a recogniser took for digits. A number that
//! was written by hand and cannot be read stays unknown; its symbol still tells kind and issuer.

use super::lines::Line;

/// Longest code; joint papers name several issuers in it.
const MAX_CHARS: usize = 60;

/// What a line of the number says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Code {
    /// The number, where it can be read.
    pub number: Option<String>,
    /// What follows it, with its separator: `/QĐ-BNV`.
    pub symbol: String,
    /// Letters that were read as digits.
    pub slips: usize,
    /// First character and the one after the last, in the line.
    pub chars: (usize, usize),
    /// The same for the number alone.
    pub number_chars: (usize, usize),
    /// Whether number and symbol stand in one word, as type sets them; a number written or stamped into
    /// the blank of a form stands alone.
    pub is_one_word: bool,
}

impl Code {
    /// Number and symbol together.
    pub fn whole(&self) -> Option<String> {
        let number = self.number.as_ref()?;
        let whole = format!("{number}{}", self.symbol);
        (whole.chars().count() <= MAX_CHARS).then_some(whole)
    }

    /// The groups of the symbol that are no years.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        groups_of(&self.symbol)
    }
}

/// The groups of a symbol that are no years.
fn groups_of(symbol: &str) -> impl Iterator<Item = &str> {
    let groups = symbol.split(['/', '-']);
    groups.filter(|group| !group.is_empty() && !group.chars().all(|c| c.is_ascii_digit()))
}

/// The code of a line that begins with «Số», or with the kind of a law and «số».
pub fn labelled(line: &Line) -> Option<Code> {
    let after = after_label(line)?;
    parse(line, after)
}

/// The code of a line that holds nothing else: its label was lost under a stamp or to a recogniser.
pub fn bare(line: &Line) -> Option<Code> {
    if !line.recognised || line.text.split(' ').count() > 4 || !line.text.contains(['/', '-']) {
        return None;
    }
    let after = line
        .folded
        .find([' ', ':', ';', '.'])
        .map_or(0, |at| at + 1);
    let whole = parse(line, 0).filter(|code| code.number.is_some());
    let code = whole.or_else(|| parse(line, after))?;
    let is_sure = code.symbol.contains('-') && code.groups().count() >= 2;
    is_sure.then_some(code)
}

/// Whether a line is that of the number; «SỞ» without marks is the same as «SỐ».
pub fn is_number_line(line: &Line) -> bool {
    labelled(line).is_some()
        || after_label(line).is_some_and(|after| {
            let rest = line.slice(after, usize::MAX);
            rest.starts_with([':', ' ']) && rest.contains(':')
                || !rest.contains(char::is_alphabetic)
        })
}

/// The character behind the label.
fn after_label(line: &Line) -> Option<usize> {
    const LABELS: [&str; 6] = [
        "BO LUAT SO",
        "LUAT SO",
        "PHAP LENH SO",
        "NGHI QUYET SO",
        "LENH SO",
        "SO",
    ];
    let begin = line
        .folded
        .chars()
        .take_while(|c| !c.is_alphanumeric())
        .count();
    if begin > 3 {
        return None;
    }
    let rest: String = line.folded.chars().skip(begin).collect();
    let label = LABELS.iter().find(|label| rest.starts_with(*label));
    if let Some(label) = label {
        let length = label.chars().count();
        let next = rest.chars().nth(length);
        // «SỞ Y TẾ» and «Số hóa» are no numbers.
        let is_name = next.is_none_or(char::is_alphabetic)
            || next == Some(' ')
                && rest.chars().nth(length + 1).is_none_or(char::is_alphabetic)
                && !(line.recognised && rest.contains('/'));
        return (!is_name).then_some(begin + length);
    }
    // A recogniser's «Sẽ:», «S6:», «Só;», «GIÁ:».
    let colon = rest.chars().take(5).position(|c| matches!(c, ':' | ';'))?;
    let is_slip = line.recognised && rest.starts_with('S') && rest.contains('/');
    is_slip.then_some(begin + colon)
}

fn parse(line: &Line, after: usize) -> Option<Code> {
    let skipped = |c: &char| matches!(c, ':' | ';' | '.' | ' ' | ',' | '\u{a0}');
    let begin = after + line.text.chars().skip(after).take_while(skipped).count();
    let (raw, end) = joined(line, begin);
    let cut = raw.find(['/', '-', '–'])?;
    let (number, symbol) = raw.split_at(cut);
    let symbol = tidy_symbol(symbol);
    if !is_symbol(&symbol) {
        return None;
    }
    let (read, slips) = digits(number, line.recognised);
    // «2/42/KH-SYT»: a stroke of the pen is no separator.
    let year = symbol
        .split(['/', '-'])
        .find(|group| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit()));
    let read = read.filter(|_| year.is_none_or(|year| year.len() == 4));
    let number_end = begin + number.chars().count();
    Some(Code {
        number: read,
        symbol,
        slips,
        chars: (begin, end),
        number_chars: (begin, number_end.max(begin + 1)),
        is_one_word: line.text.chars().nth(number_end).is_some_and(|c| c != ' '),
    })
}

/// The tokens that make one code, joined, and the character where they end.
fn joined(line: &Line, begin: usize) -> (String, usize) {
    let mut code = String::new();
    let mut end = begin;
    let mut at = begin;
    for token in line.slice(begin, usize::MAX).split(' ') {
        let length = token.chars().count();
        let number_only = !code.is_empty() && !code.contains(['/', '-']);
        let has_separator = token.contains(['/', '-', '–']);
        // «1830 QĐ-UBND»: the number alone goes on with a symbol in capitals.
        let symbol = number_only && has_separator && token.starts_with(char::is_uppercase);
        let begins = token.starts_with(['/', '-', '–']);
        let is_split = line.recognised && number_only && token.find('/').is_some_and(|at| at < 4);
        let goes_on = code.is_empty() || code.ends_with(['/', '-', '–']) || begins || is_split;
        if !(goes_on || symbol) || code.is_empty() && length == 0 {
            break;
        }
        if symbol && !goes_on {
            code.push('/');
        }
        code.push_str(token);
        at += length;
        end = at;
        at += 1;
    }
    (code, end)
}

fn tidy_symbol(symbol: &str) -> String {
    let letters = symbol.chars().map(|c| match c {
        '–' | '—' => '-',
        'Ð' | 'Ɖ' => 'Đ',
        'С' => 'C',
        'Т' => 'T',
        'В' => 'B',
        'Н' => 'H',
        'К' => 'K',
        'А' => 'A',
        'Р' => 'P',
        'О' => 'O',
        'М' => 'M',
        other => other,
    });
    let text: String = letters.collect();
    text.trim_end_matches([',', ';', '.', ':', '-', '/', '_', '\'', '`'])
        .to_owned()
}

/// A separator and letters with capitals among them.
fn is_symbol(symbol: &str) -> bool {
    let letters = symbol.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && symbol.chars().any(char::is_uppercase)
        && symbol.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '&' | '(' | ')' | ',' | '_')
        })
}

/// The digits of a number; a recogniser takes some for letters, which makes it a guess.
fn digits(number: &str, recognised: bool) -> (Option<String>, usize) {
    let number = number.trim_matches(|c: char| !c.is_alphanumeric());
    let plain = number.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let is_plain =
        |text: &str| (1..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    // «66.17/2026/NQ-CP»: a resolution of a series.
    let in_series = plain
        .split_once('.')
        .is_some_and(|(series, nth)| is_plain(series) && is_plain(nth));
    if in_series && !recognised {
        return (Some(number.to_owned()), 0);
    }
    if is_plain(plain) && number.len() <= plain.len() + 1 && (!recognised || number == plain) {
        return (Some(number.to_owned()), 0);
    }
    if !recognised || !number.chars().any(|c| c.is_ascii_digit()) {
        return (None, 0);
    }
    let mapped: String = number.chars().map(like_digit).collect();
    let slips = number
        .chars()
        .zip(mapped.chars())
        .filter(|(a, b)| a != b)
        .count();
    (is_plain(&mapped).then_some(mapped), slips)
}

/// The digit that a recogniser may have taken for a letter.
pub fn like_digit(c: char) -> char {
    match c {
        'O' | 'o' | 'Ð' | 'D' | 'Q' => '0',
        'l' | 'I' | '|' | '!' | 'i' | 'Ì' | 'Í' | 'ì' | 'í' => '1',
        'Z' | 'z' => '2',
        'S' | 's' | 'Š' => '5',
        'B' | '§' => '8',
        other => other,
    }
}

/// The code that a text without blanks is.
pub fn in_text(text: &str) -> Option<Code> {
    let cut = text.find(['/', '-', '–'])?;
    let (number, symbol) = text.split_at(cut);
    let symbol = tidy_symbol(symbol.trim_end_matches([')', '”', '"', '’']));
    let (number, slips) = digits(number, false);
    (is_symbol(&symbol) && number.is_some()).then(|| Code {
        number,
        symbol,
        slips,
        ..Code::default()
    })
}
