//! Place and date: «Hà Nội, ngày 05 tháng 01 năm 2020».

use time::{Date, Month};

/// Longest name of a place, in words: «Phường Điện Biên Phủ, Thành phố …».
const MAX_PLACE_WORDS: usize = 8;

/// The date of a line that is a line of place and date.
pub fn in_line(line: &str) -> Option<Date> {
    let low = line.to_lowercase();
    let at = low.find("ngày")?;
    let place = low[..at].trim();
    let is_head = place.is_empty()
        || place.ends_with(',') && place.split_whitespace().count() <= MAX_PLACE_WORDS;
    if !is_head {
        return None;
    }
    let (day, rest) = low[at + "ngày".len()..].split_once("tháng")?;
    let (month, rest) = rest.split_once("năm")?;
    let rest = rest.trim_start();
    let year: String = rest.chars().take_while(char::is_ascii_digit).collect();
    // A date in a sentence goes on behind the year.
    if year.len() != 4 || rest[year.len()..].split_whitespace().count() > 1 {
        return None;
    }
    let month = Month::try_from(digits(month)?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, digits(day)?).ok()
}

fn digits(text: &str) -> Option<u8> {
    text.split_whitespace().collect::<String>().parse().ok()
}
