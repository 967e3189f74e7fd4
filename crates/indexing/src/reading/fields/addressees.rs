//! Kính gửi and Nơi nhận: who the paper goes to, one name each, without «Như trên» and the copy kept.

use super::found::Found;
use super::furniture::is_blank;
use super::head::is_addressed;
use super::lines::Line;

/// Most names of a paper.
const MOST: usize = 40;

/// Names behind «Kính gửi» on the first page, then those of «Nơi nhận».
pub fn of(pages: &[Vec<Line>]) -> Vec<Found> {
    let mut found = pages
        .first()
        .map(|lines| addressed(lines))
        .unwrap_or_default();
    for lines in pages {
        let recipients = recipients(lines);
        if !recipients.is_empty() {
            found.extend(recipients);
            break;
        }
    }
    found.truncate(MOST);
    found
}

fn addressed(lines: &[Line]) -> Vec<Found> {
    let Some(at) = lines.iter().position(|line| is_addressed(&line.folded)) else {
        return Vec::new();
    };
    let line = &lines[at];
    let colon = line
        .text
        .chars()
        .position(|c| c == ':')
        .map_or(8, |at| at + 1);
    let same_line = line.slice(colon, usize::MAX);
    let below: Vec<&Line> = lines[at + 1..]
        .iter()
        .filter(|line| !is_blank(line))
        .collect();
    let items = items(&below);
    if same_line.chars().any(char::is_alphabetic) {
        let mut name = same_line.trim().to_owned();
        // A long name goes on below: in small letters, or up to its full stop.
        if let Some(next) = below.first()
            && next.text.starts_with(char::is_lowercase)
            && !name.ends_with('.')
        {
            name = format!("{name} {}", next.text);
        }
        return vec![Found::in_lines(tidy(&name), 85, &[line])];
    }
    items
}

/// «- Name;» lines, each with the lines that go on with it.
fn items(lines: &[&Line]) -> Vec<Found> {
    let mut found: Vec<(String, Vec<&Line>)> = Vec::new();
    for line in lines.iter().take(MOST * 2) {
        let text = line.text.as_str();
        let item = text.strip_prefix(['-', '–', '~', '+', '*']);
        let is_open = found
            .last()
            .is_some_and(|(name, _)| !name.ends_with([';', '.']));
        match (item, is_open) {
            (Some(item), _) => {
                found.push((item.trim_start_matches('-').trim().to_owned(), vec![line]));
            }
            (None, true) if line.text.starts_with(char::is_lowercase) => {
                if let Some((name, lines)) = found.last_mut() {
                    name.push(' ');
                    name.push_str(text);
                    lines.push(line);
                }
            }
            _ => break,
        }
        if text.ends_with('.') {
            break;
        }
    }
    let named = found.into_iter().filter(|(name, _)| is_name(name));
    named
        .map(|(name, lines)| Found::in_lines(tidy(&name), 80, &lines))
        .collect()
}

fn recipients(lines: &[Line]) -> Vec<Found> {
    let starts =
        |line: &Line| line.folded.starts_with("NOI NHAN") && line.text.split(' ').count() <= 3;
    let Some(at) = lines.iter().position(starts) else {
        return Vec::new();
    };
    let below: Vec<&Line> = lines[at + 1..]
        .iter()
        .filter(|line| {
            line.may_be_left()
                && !is_blank(line)
                && (!line.is_capitals() || line.text.starts_with('-'))
        })
        .collect();
    items(&below)
}

fn is_name(name: &str) -> bool {
    let key = super::lines::folded(name);
    let kept = [
        "LUU",
        "NHU TREN",
        "NHU DIEU",
        "NHU KINH GUI",
        "NHU MUC",
        "NHU THANH PHAN",
        "NHU TP",
    ];
    key.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !kept.iter().any(|words| key.starts_with(words))
}

fn tidy(name: &str) -> String {
    let name = name.trim().trim_end_matches([';', '.', ',', ':', ' ']);
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
