//! Người ký: the name under the post, level with «Nơi nhận», in the first block of signing of the
//! paper, for annexes that follow may bear others; before it the prefix of the right to sign and the
//! post (NĐ 30/2020 Phụ lục I, ô 7).

use super::found::Found;
use super::furniture::is_blank;
use super::lines::Line;
use super::people::name_in;
use super::posts::{begins, post_of, prefix_of};

/// Lines between post and name where the order of reading is all that is known.
const MAX_BETWEEN: usize = 9;
/// Share of the page's height that a signature takes between post and name.
const SIGNATURE_HEIGHT: f32 = 0.36;

/// Prefix, post and name.
#[derive(Debug, Default)]
pub struct Signer {
    /// `KT.`, `TM.`, …
    pub prefix: Option<Found>,
    /// The post.
    pub post: Option<Found>,
    /// The name.
    pub name: Option<Found>,
}

/// Finds the first block of signing.
pub fn of(pages: &[Vec<Line>]) -> Signer {
    for lines in pages {
        let posts: Vec<usize> = (0..lines.len()).filter(|at| is_post(&lines[*at])).collect();
        for at in &posts {
            if let Some(name) = name_under(lines, *at) {
                return block(lines, first_of_block(lines, *at, &posts), &posts, &name);
            }
        }
        if let Some(name) = name_by_recipients(lines) {
            let end = lines[name.at].top().unwrap_or(1.0);
            let is_near = |at: &usize| {
                lines[*at]
                    .top()
                    .is_some_and(|top| end - top < SIGNATURE_HEIGHT && top < end)
            };
            let near = posts.iter().copied().find(is_near);
            return near.map_or_else(
                || Signer {
                    name: Some(found_name(lines, &name, 70)),
                    ..Signer::default()
                },
                |at| block(lines, at, &posts, &name),
            );
        }
    }
    Signer::default()
}

/// A name found, and where.
#[derive(Debug, Clone)]
struct Name {
    at: usize,
    text: String,
    is_known: bool,
}

/// The name that a line is, which is no post.
fn name_of(line: &Line) -> Option<(String, bool)> {
    let text = line
        .folded
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_title = line.is_capitals() && begins(text);
    (!is_title)
        .then(|| name_in(&line.text, line.recognised))
        .flatten()
}

fn is_post(line: &Line) -> bool {
    let text = line
        .folded
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_short = line.text.chars().count() <= 80;
    is_short && line.is_capitals() && line.may_be_right() && begins(text)
}

/// The prefix of a block stands in the lines right above its post.
fn first_of_block(lines: &[Line], at: usize, posts: &[usize]) -> usize {
    let is_above = |above: &&usize| {
        let tops = lines[**above].top().zip(lines[at].top());
        **above < at
            && tops.is_none_or(|(above, post)| (0.0..0.3).contains(&(post - above)))
            && prefix_of(
                lines[**above]
                    .folded
                    .trim_start_matches(|c: char| !c.is_alphanumeric()),
            )
            .is_some()
    };
    posts.iter().find(is_above).copied().unwrap_or(at)
}

/// The name under a post.
fn name_under(lines: &[Line], at: usize) -> Option<Name> {
    let post = &lines[at];
    match post.place {
        Some(_) => name_below(lines, post),
        None => name_after(lines, at + 1),
    }
}

/// By places: the nearest line below in the same column that is a name.
fn name_below(lines: &[Line], post: &Line) -> Option<Name> {
    let top = post.top()?;
    let center = post.center()?;
    let mut best: Option<(f32, Name)> = None;
    for (at, line) in lines.iter().enumerate() {
        let (Some(below), Some(middle)) = (line.top(), line.center()) else {
            continue;
        };
        let is_under =
            below > top && below < top + SIGNATURE_HEIGHT && (middle - center).abs() < 0.17;
        if !is_under || middle < 0.4 {
            continue;
        }
        let Some((text, is_known)) = name_of(line) else {
            continue;
        };
        // Between two names the one with a family name that people bear.
        let rank = below + if is_known { 0.0 } else { 1.0 };
        if best.as_ref().is_none_or(|(least, _)| rank < *least) {
            best = Some((rank, Name { at, text, is_known }));
        }
    }
    let (_, name) = best?;
    let text_between = lines.iter().any(|line| {
        let inside = line.top().zip(lines[name.at].top());
        inside.is_some_and(|(y, end)| y > top && y < end) && is_body(line)
    });
    (!text_between).then_some(name)
}

/// A line of text that runs over both columns.
fn is_body(line: &Line) -> bool {
    line.place
        .is_some_and(|place| place.width > line.size.0 * 0.55)
        && !line.is_capitals()
}

/// By the order of reading: the next line that is a name, past recipients and «(Đã ký)».
fn name_after(lines: &[Line], from: usize) -> Option<Name> {
    let mut recipients = false;
    let mut others = 0;
    for (at, line) in lines.iter().enumerate().skip(from) {
        if let Some((text, is_known)) = name_of(line) {
            return Some(Name { at, text, is_known });
        }
        let text = line.text.as_str();
        recipients |= line.folded.starts_with("NOI NHAN");
        if recipients || text.starts_with("- ") {
            continue;
        }
        let words = text.split_whitespace().count();
        let passes =
            line.is_capitals() || text.starts_with(['(', '-', '[']) || words <= 3 || is_blank(line);
        others += 1;
        if !passes || others > MAX_BETWEEN {
            return None;
        }
    }
    None
}

/// Where the post was lost under a stamp: the last name in the right column level with «Nơi nhận».
fn name_by_recipients(lines: &[Line]) -> Option<Name> {
    let recipients = lines
        .iter()
        .find(|line| is_recipients(line) && line.may_be_left())?;
    let top = recipients.top()?;
    let mut names = lines.iter().enumerate().filter_map(|(at, line)| {
        let inside = line.top()? > top - 0.03 && line.top()? < top + SIGNATURE_HEIGHT + 0.06;
        if !inside || line.center()? < 0.55 {
            return None;
        }
        let (text, is_known) = name_of(line)?;
        Some(Name { at, text, is_known })
    });
    names.find(|name| name.is_known)
}

/// «Nơi nhận:», but for a slip of a recogniser.
fn is_recipients(line: &Line) -> bool {
    let text: String = line.folded.chars().filter(|c| c.is_alphabetic()).collect();
    let most = usize::from(line.recognised) * 2;
    super::likeness::distance_within(&text, "NOINHAN", most).is_some()
}

fn found_name(lines: &[Line], name: &Name, score: u8) -> Found {
    let line = &lines[name.at];
    let score = if name.is_known {
        score
    } else {
        score.saturating_sub(25)
    };
    Found::in_lines(name.text.clone(), score, &[line])
}

/// The posts above a name, from the first at or above `at`.
fn block(lines: &[Line], at: usize, posts: &[usize], name: &Name) -> Signer {
    let end = &lines[name.at];
    let is_between = |post: &&usize| {
        let line = &lines[**post];
        match (line.top(), end.top(), lines[at].top()) {
            (Some(y), Some(end), Some(start)) => {
                y >= start - 0.001 && y < end && line.page == lines[at].page
            }
            _ => **post >= at && **post < name.at,
        }
    };
    let above: Vec<usize> = posts.iter().filter(is_between).copied().collect();
    let prefixed = above.iter().rev().find_map(|at| {
        let line = &lines[*at];
        let text = line
            .folded
            .trim_start_matches(|c: char| !c.is_alphanumeric());
        Some((line, prefix_of(text)?))
    });
    let prefix = prefixed.map(|(line, (prefix, _))| Found::in_lines(prefix, 92, &[line]));
    let last = above.last().map(|at| &lines[*at]);
    let post = last.and_then(post_of);
    Signer {
        prefix,
        post,
        name: Some(found_name(lines, name, 95)),
    }
}
