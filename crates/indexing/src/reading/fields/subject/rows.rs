//! Which lines of a head bear the subject: those under the name of the kind, or those behind «V/v» in
//! the left column, down to where something else begins.

use crate::reading::fields::furniture::{is_blank, is_furniture};
use crate::reading::fields::head::{Head, is_addressed, is_apart};
use crate::reading::fields::kind::Title;
use crate::reading::fields::lines::Line;
use crate::reading::fields::urgency;

/// Most lines of a subject.
pub const MAX_LINES: usize = 12;

/// First words of what follows a subject, without marks.
const FOLLOWING: [&str; 18] = [
    "KINH GUI",
    "CAN CU",
    "THEO ",
    "THUC HIEN ",
    "NGAY ",
    "NHAM ",
    "I. ",
    "1. ",
    "A. ",
    "PHAN ",
    "NOI NHAN",
    "XET ",
    "NGUOI KY",
    "- ",
    "DIEU ",
    "QUOC HOI BAN HANH",
    "TRONG ",
    "NAY ",
];

/// The lines under the name of the kind.
pub fn under_title<'a>(head: &'a Head, title: &Title) -> Vec<&'a Line> {
    let start = &head.lines[title.at];
    let mut lines: Vec<&Line> = Vec::new();
    for line in below(head, title.at) {
        if is_counted(line, &lines) {
            lines.push(line);
            continue;
        }
        if is_blank(line) && (line.recognised || lines.is_empty()) {
            continue;
        }
        // A stamp beside the subject is none of its lines.
        let aside = line.recognised && !is_centred(line, start);
        if aside && (is_furniture(line) || urgency::of_line(line).is_some() || is_narrow(line)) {
            continue;
        }
        let covers =
            line.recognised && line.is_capitals() && lines.iter().any(|line| !line.is_capitals());
        if urgency::of_line(line).is_some() || covers && aside {
            continue;
        }
        if lines.len() >= MAX_LINES || ends_subject(line, &lines, title) {
            break;
        }
        lines.push(line);
    }
    lines
}

/// Whether a line is nothing but the number that the last word before it announces: «năm» and below it «2027».
fn is_counted(line: &Line, lines: &[&Line]) -> bool {
    const ANNOUNCE: [&str; 14] = [
        "NAM", "DOT", "QUY", "THANG", "SO", "KY", "KHOA", "LAN", "TUAN", "NGAY", "LOP", "CAP",
        "LOAI", "DIEU",
    ];
    /// Percent; strokes that look like digits are read with less.
    const SURE: u8 = 80;
    let Some(last) = lines.last() else {
        return false;
    };
    let digits = line.text.trim_end_matches(['.', ';', ',']);
    let count = digits.chars().count();
    let announced = last.folded.rsplit(' ').next();
    (1..=4).contains(&count)
        && digits.chars().all(|c| c.is_ascii_digit())
        && announced.is_some_and(|word| ANNOUNCE.contains(&word))
        && !is_far(Some(last), line)
        && line.confidence_of(0, count) >= SURE
}

/// The lines below a line: by their places where there are any, else in the order of reading.
fn below(head: &Head, at: usize) -> Vec<&Line> {
    let start = &head.lines[at];
    let Some((middle, height)) = start.row().filter(|_| start.recognised) else {
        return head.lines.iter().skip(at + 1).collect();
    };
    let is_below = |line: &&Line| line.row().is_some_and(|(y, _)| y > middle + height * 0.4);
    let mut lines: Vec<&Line> = head.lines.iter().filter(is_below).collect();
    let y = |line: &Line| line.row().map_or(0.0, |(y, _)| y);
    lines.sort_by(|a, b| y(a).total_cmp(&y(b)));
    lines
}

fn is_centred(line: &Line, title: &Line) -> bool {
    match (line.center(), title.center()) {
        (Some(center), Some(title)) => (center - title).abs() < 0.09,
        _ => true,
    }
}

fn is_narrow(line: &Line) -> bool {
    line.place
        .is_some_and(|place| place.width < line.size.0 * 0.4)
}

/// Whether a line is the first below the subject.
fn ends_subject(line: &Line, lines: &[&Line], title: &Title) -> bool {
    let first = line
        .text
        .chars()
        .find(|c| c.is_alphanumeric() || *c == '-')
        .unwrap_or(' ');
    let text = line
        .folded
        .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '-');
    let all_loud = line.is_capitals() && lines.iter().all(|line| line.is_capitals());
    let follows =
        FOLLOWING.iter().any(|words| text.starts_with(words)) || line.text.starts_with("Để ");
    let new_start = follows && !first.is_lowercase() && !all_loud;
    // The dots of a form.
    if line.text.contains("....") || line.text.contains("……") {
        return true;
    }
    let has_text = !lines.is_empty() || !title.rest.is_empty();
    let parted = lines
        .last()
        .is_some_and(|last| is_parted(last, line, lines));
    // The issuer's title in capitals opens the text of decisions.
    let in_small = lines.iter().any(|line| !line.is_capitals());
    let opens = line.is_capitals() && has_text && (in_small || opens_decision(line));
    is_other(line, lines)
        || new_start && has_text
        || parted
        || opens
        || is_addressed(&line.folded)
        || is_blank(line) && has_text
        || is_indented_text(line, lines)
}

/// Whether a line is one of the form. Number and day of a paper that the subject names may stand alone
/// on a line; it goes on in small letters.
fn is_other(line: &Line, lines: &[&Line]) -> bool {
    let goes_on = !lines.is_empty() && line.text.starts_with(char::is_lowercase);
    if goes_on {
        is_furniture(line)
    } else {
        is_apart(line)
    }
}

/// «THỦ TƯỚNG CHÍNH PHỦ», «BỘ TRƯỞNG BỘ …», «CHÍNH PHỦ» alone on a line.
fn opens_decision(line: &Line) -> bool {
    const FIRST_WORDS: [&str; 12] = [
        "CHINH PHU",
        "THU TUONG CHINH PHU",
        "BO TRUONG ",
        "CHU TICH ",
        "UY BAN NHAN DAN ",
        "HOI DONG NHAN DAN ",
        "GIAM DOC ",
        "THONG DOC ",
        "TONG GIAM DOC ",
        "CUC TRUONG ",
        "CHANH AN ",
        "HIEU TRUONG ",
    ];
    FIRST_WORDS.iter().any(|words| {
        let rest = line.folded.strip_prefix(words);
        rest.is_some_and(|rest| words.ends_with(' ') || rest.is_empty())
    })
}

/// Text begins with an indent and runs to the right edge; subjects are centred.
fn is_indented_text(line: &Line, lines: &[&Line]) -> bool {
    let Some(place) = line.place.filter(|_| !lines.is_empty()) else {
        return false;
    };
    let width = line.size.0;
    let ends_sentence = line.text.split_whitespace().count() > 6;
    let is_full = place.width > width * 0.66 && place.x + place.width > width * 0.86;
    let is_off = line.center().is_some_and(|center| center > 0.555);
    is_full && is_off && ends_sentence
}

/// Whether a wider gap than between the lines before, or the end of a sentence, parts two lines.
fn is_parted(last: &Line, next: &Line, lines: &[&Line]) -> bool {
    let (Some((a, height)), Some((b, _))) = (last.row(), next.row()) else {
        return last.text.ends_with(['.', ':']) && !lines.is_empty();
    };
    let slack = if next.recognised { 1.7 } else { 1.5 };
    let height = height.min(18.0);
    let usual = match lines {
        [.., before, _] => before.row().map_or(height * 1.3, |(y, _)| a - y),
        _ => height * 1.3,
    };
    b - a > usual.max(height) * slack || b < a - height
}

/// The lines of «V/v».
pub fn behind_reference(head: &Head, reference: usize) -> Vec<&Line> {
    let start = &head.lines[reference];
    let mut lines = vec![start];
    for line in below(head, reference) {
        if is_counted(line, &lines) {
            lines.push(line);
            continue;
        }
        if is_blank(line) && line.recognised {
            continue;
        }
        let is_column = line.place.is_none() || head.is_in_left_column(line);
        if !is_column && line.place.is_some() && !is_addressed(&line.folded) {
            continue;
        }
        let ends = is_other(line, &lines)
            || is_addressed(&line.folded)
            || urgency::of_line(line).is_some()
            || line.text.starts_with("- ")
            || is_far(lines.last(), line);
        if ends || lines.len() >= MAX_LINES {
            break;
        }
        lines.push(line);
    }
    lines
}

/// Whether a line stands more than two lines below the last.
fn is_far(last: Option<&&Line>, next: &Line) -> bool {
    let rows = last.and_then(|last| last.row()).zip(next.row());
    rows.is_some_and(|((last, height), (next, _))| next - last > height.clamp(9.0, 16.0) * 2.4)
}
