//! Người ký: the name under the post, level with «Nơi nhận», in the first block of signing of the
//! paper, for annexes that follow may bear others; before it the prefix of the right to sign and the
//! post (NĐ 30/2020 Phụ lục I, ô 7).

use super::found::Found;
use super::furniture::is_blank;
use super::lines::Line;
use super::people::{Family, PersonName, name_in};
use super::posts::{begins, deputy_of, is_deputy, like_post, post_of, prefix_of};

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
    person: PersonName,
}

/// The name that a line is, which is no post.
fn name_of(line: &Line) -> Option<PersonName> {
    let text = line
        .folded
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_post = begins(text) || line.recognised && like_post(text).is_some();
    let is_title = line.is_capitals() && is_post;
    (!is_title)
        .then(|| name_in(&line.text, line.recognised))
        .flatten()
}

fn is_post(line: &Line) -> bool {
    let text = line
        .folded
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_short = line.text.chars().count() <= 80;
    let names_post =
        || begins(text) || line.recognised && is_below_head(line) && like_post(text).is_some();
    is_short && line.is_capitals() && line.may_be_right() && names_post()
}

/// The head of a paper names its issuer, whose words are those of posts.
fn is_below_head(line: &Line) -> bool {
    line.page > 1 || line.top().is_none_or(|top| top > 0.3)
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
        let Some(person) = name_of(line) else {
            continue;
        };
        // Of several names the one with a family name that people bear.
        let rank = below
            + match person.family {
                Family::Known => 0.0,
                Family::Guessed => 1.0,
                Family::Rare => 2.0,
            };
        if best.as_ref().is_none_or(|(least, _)| rank < *least) {
            best = Some((rank, Name { at, person }));
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
        if let Some(person) = name_of(line) {
            return Some(Name { at, person });
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
        let person = name_of(line)?;
        Some(Name { at, person })
    });
    names.find(|name| name.person.family != Family::Rare)
}

/// «Nơi nhận:», but for a slip of a recogniser.
fn is_recipients(line: &Line) -> bool {
    let text: String = line.folded.chars().filter(|c| c.is_alphabetic()).collect();
    let most = usize::from(line.recognised) * 2;
    super::likeness::distance_within(&text, "NOINHAN", most).is_some()
}

fn found_name(lines: &[Line], name: &Name, score: u8) -> Found {
    let line = &lines[name.at];
    let doubt = match name.person.family {
        Family::Known => 0,
        Family::Rare => 25,
        Family::Guessed => 40,
    };
    // Two words may be what a seal left of three.
    let is_short = line.recognised && name.person.text.split(' ').count() < 3;
    let score = score.saturating_sub(doubt + if is_short { 25 } else { 0 });
    let found = Found::in_lines(name.person.text.clone(), score, &[line]);
    // One word that was read badly makes the whole name wrong.
    let least = line
        .words()
        .filter(|(word, _)| word.contains(char::is_alphabetic))
        .map(|(_, confidence)| confidence)
        .min()
        .unwrap_or(100);
    let weighed = usize::from(score) * usize::from(least) / 100;
    let weighed = u8::try_from(weighed).unwrap_or(found.score);
    let middle = found.score.midpoint(weighed);
    found.scored(middle)
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
    let mut above: Vec<&Line> = posts
        .iter()
        .filter(is_between)
        .map(|at| &lines[*at])
        .collect();
    above.sort_by(|a, b| a.top().unwrap_or(0.0).total_cmp(&b.top().unwrap_or(0.0)));
    let (prefix, post) = right_to_sign(&above);
    Signer {
        prefix,
        post,
        name: Some(found_name(lines, name, 95)),
    }
}

/// Prefix and post that the lines above a name tell.
fn right_to_sign(above: &[&Line]) -> (Option<Found>, Option<Found>) {
    let prefixed = above.iter().enumerate().rev().find_map(|(nth, line)| {
        let text = line
            .folded
            .trim_start_matches(|c: char| !c.is_alphanumeric());
        Some((nth, prefix_of(text)?.0))
    });
    let prefix = prefixed.map(|(nth, prefix)| Found::in_lines(prefix, 92, &above[nth..=nth]));
    let posts: Vec<Found> = above.iter().filter_map(|line| post_of(line)).collect();
    let Some(last) = posts.last().cloned() else {
        return (prefix, None);
    };
    let recognised = above.iter().any(|line| line.recognised);
    if !recognised {
        return (prefix, Some(last));
    }
    let is_only = prefixed.is_some_and(|(nth, _)| nth + 1 == above.len());
    match prefixed.map(|(_, prefix)| prefix) {
        // What the prefix means tells the post that a seal hides.
        Some("KT.") if !is_deputy(&last.value) => {
            let post = deputy_of(&last.value).map(|value| Found {
                value,
                ..last.clone()
            });
            (prefix, post.map(|post| post.scored(last.score.min(80))))
        }
        Some("TL." | "TUQ." | "TM.") if is_only => (prefix, None),
        // A deputy below his head signs for him, whoever wrote the prefix by hand.
        None if is_deputy(&last.value) => {
            let head = posts.iter().rev().nth(1);
            let head = head.filter(|head| !is_deputy(&head.value));
            let told = head.map(|head| Found {
                value: "KT.".to_owned(),
                ..head.clone()
            });
            (told.map(|told| told.scored(80)), Some(last))
        }
        _ => (prefix, Some(last)),
    }
}
