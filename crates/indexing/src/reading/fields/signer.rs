//! Người ký: the name under the post, level with «Nơi nhận», in the first block of signing of the
//! paper; annexes that follow may bear others.

use super::{folded, is_capitals};
use crate::reading::Page;
use crate::reading::text::syllables::is_syllable;

/// First words of the line of a post, without marks.
const POSTS: [&str; 33] = [
    "TM.",
    "KT.",
    "TL.",
    "TUQ.",
    "Q.",
    "T/M",
    "K/T",
    "TM ",
    "KT ",
    "BO TRUONG",
    "THU TRUONG",
    "CHU TICH",
    "PHO CHU TICH",
    "GIAM DOC",
    "PHO GIAM DOC",
    "THU TUONG",
    "PHO THU TUONG",
    "CHANH VAN PHONG",
    "PHO CHANH VAN PHONG",
    "CUC TRUONG",
    "PHO CUC TRUONG",
    "VU TRUONG",
    "PHO VU TRUONG",
    "TONG CUC TRUONG",
    "PHO TONG CUC TRUONG",
    "TRUONG PHONG",
    "PHO TRUONG PHONG",
    "HIEU TRUONG",
    "PHO HIEU TRUONG",
    "TRUONG BAN",
    "PHO TRUONG BAN",
    "CHANH THANH TRA",
    "TONG GIAM DOC",
];

/// Lines between post and name: «(Đã ký)», a rank, a stamp of signing.
const MAX_BETWEEN: usize = 7;

/// The signer's name.
pub fn of(pages: &[Page]) -> Option<String> {
    let lines: Vec<&str> = pages
        .iter()
        .flat_map(|page| page.text.lines())
        .filter(|line| !line.trim().is_empty())
        .collect();
    (0..lines.len())
        .filter(|at| is_post(lines[*at]))
        .find_map(|at| name_after(&lines[at + 1..]))
}

fn is_post(line: &str) -> bool {
    let line = line.trim();
    if !is_capitals(line) || line.chars().count() > 80 {
        return false;
    }
    let folded = folded(line);
    POSTS.iter().any(|post| folded.starts_with(post))
}

fn name_after(lines: &[&str]) -> Option<String> {
    for line in lines.iter().take(MAX_BETWEEN) {
        let line = line.trim();
        if let Some(name) = name_in(line) {
            return Some(name);
        }
        let words = line.split_whitespace().count();
        let passes = is_capitals(line)
            || line.starts_with(['(', '-'])
            || words <= 3
            || !line.contains(char::is_alphabetic);
        let recipients =
            folded(line).starts_with("NOI NHAN") || line.ends_with(';') || line.starts_with("Lưu");
        if !passes && !recipients {
            return None;
        }
    }
    None
}

/// A line of two to five capitalised syllables, ranks and degrees in front taken off.
fn name_in(line: &str) -> Option<String> {
    const RANKS: [&str; 12] = [
        "Đại tướng",
        "Thượng tướng",
        "Trung tướng",
        "Thiếu tướng",
        "Đại tá",
        "Thượng tá",
        "Trung tá",
        "Thiếu tá",
        "Bác sĩ",
        "Bs",
        "Ths",
        "Ts",
    ];
    let mut name = line.trim_end_matches(['.', ' ', '*']);
    while let Some((degree, rest)) = name.split_once(['.']) {
        if degree.chars().count() > 6 || degree.contains(' ') {
            return None;
        }
        name = rest.trim_start();
    }
    if let Some(rest) = RANKS.iter().find_map(|rank| name.strip_prefix(rank)) {
        name = rest.trim_start();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitalised = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
    };
    let is_name = (2..=5).contains(&words.len())
        && words
            .iter()
            .all(|word| capitalised(word) && is_syllable(word))
        && name.chars().count() <= 50
        && !is_place(&words);
    is_name.then(|| words.join(" "))
}

/// Lines of the same shape that name no person.
fn is_place(words: &[&str]) -> bool {
    let line = folded(&words.join(" "));
    [
        "NOI NHAN", "VIET NAM", "LUU VT", "NHU TREN", "KINH GUI", "HA NOI", "CONG BAO",
    ]
    .contains(&line.as_str())
}
