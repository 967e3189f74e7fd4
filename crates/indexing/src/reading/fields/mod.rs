//! Fields of a paper suggested from its first pages, by the layout of NĐ 30/2020 Phụ lục I: number
//! and symbol under the issuer on the left, place and date on the right.

use time::{Date, Month};
use workflow::documents::{Fields, kind_by_abbreviation};

use super::Page;

/// Suggests what the first page tells; wrong guesses cost the clerk more than gaps, so what is not
/// clear stays unknown.
pub fn suggest(pages: &[Page]) -> Fields {
    let Some(first) = pages.iter().find(|page| !page.text.trim().is_empty()) else {
        return Fields::default();
    };
    let code = first.text.lines().take(40).find_map(code_in);
    let kind = code.as_deref().and_then(kind_of_code).map(str::to_owned);
    Fields {
        code,
        kind,
        issued_on: first.text.lines().take(60).find_map(date_in),
        ..Fields::default()
    }
}

fn code_in(line: &str) -> Option<String> {
    let rest = line
        .trim()
        .strip_prefix("Số")?
        .trim_start_matches([':', ' ', '.']);
    let code: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
    let code = code.trim_end_matches([',', ';', '.']);
    (code.starts_with(|c: char| c.is_ascii_digit()) && code.contains(['/', '-']))
        .then(|| code.to_owned())
}

fn kind_of_code(code: &str) -> Option<&'static str> {
    let symbol = code.split('/').next_back()?;
    kind_by_abbreviation(symbol.split('-').next()?).map(|kind| kind.code)
}

/// «ngày 05 tháng 01 năm 2020».
fn date_in(line: &str) -> Option<Date> {
    let low = line.to_lowercase();
    let (_, rest) = low.split_once("ngày")?;
    let (day, rest) = rest.split_once("tháng")?;
    let (month, rest) = rest.split_once("năm")?;
    let year: String = rest
        .trim_start()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let month = Month::try_from(month.trim().parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.trim().parse().ok()?).ok()
}
