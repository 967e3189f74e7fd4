//! What differs between two versions of a draft, paragraph by paragraph, word by word.
//!
//! Texts come from the pages as they were read. Lines of a page are joined into paragraphs first,
//! so that a word more does not make every line after it differ.

use serde::Serialize;
use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices};
use storage::documents::File;
use utoipa::ToSchema;
use workflow::access::{Caller, Scope};
use workflow::{DocumentId, Refusal};

use crate::error::{OpError, Result};
use crate::ops::App;

/// Most paragraphs of a file that are compared, and most words of a paragraph.
const MOST_PIECES: usize = 5000;
/// Of paragraphs that share less of their words than this, one is a new one, not another wording.
const ALIKE: f32 = 0.4;

/// What happened to a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// It is in both.
    Equal,
    /// It is new.
    Inserted,
    /// It is gone.
    Deleted,
}

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Text {
    /// What happened to it.
    pub op: Op,
    /// The words.
    pub text: String,
}

/// A paragraph as runs of words in both, new, or gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Paragraph {
    /// In order of reading.
    pub runs: Vec<Text>,
}

/// The difference between two files in the same place of their versions.
#[derive(Debug)]
pub struct ComparedFile {
    /// The file of the older version; none where it is new.
    pub before: Option<File>,
    /// The file of the newer version; none where it is gone.
    pub after: Option<File>,
    /// The paragraphs.
    pub paragraphs: Vec<Paragraph>,
}

/// The difference between two versions.
#[derive(Debug)]
pub struct Compared {
    /// File by file, in order.
    pub files: Vec<ComparedFile>,
}

/// Compares two versions of a draft.
pub async fn compare(
    app: &App,
    caller: &Caller,
    document: DocumentId,
    (from, to): (u32, u32),
) -> Result<Compared> {
    caller
        .require_scope(Scope::Read)
        .map_err(OpError::Refused)?;
    let db = &app.0.db;
    let visible = storage::documents::find_visible(db, document, &caller.principals()).await?;
    visible.ok_or(OpError::NotFound)?;
    let before = storage::outgoing::list_version_files(db, document, from).await?;
    let after = storage::outgoing::list_version_files(db, document, to).await?;
    if before.is_empty() || after.is_empty() {
        return Err(OpError::NotFound);
    }
    let mut files = Vec::new();
    let (mut before, mut after) = (before.into_iter(), after.into_iter());
    loop {
        let (before, after) = (before.next(), after.next());
        if before.is_none() && after.is_none() {
            return Ok(Compared { files });
        }
        let texts = (
            text_of(app, before.as_ref()).await?,
            text_of(app, after.as_ref()).await?,
        );
        let paragraphs =
            tokio::task::spawn_blocking(move || compare_texts(&texts.0, &texts.1)).await?;
        let paragraphs = paragraphs.map_err(OpError::Refused)?;
        files.push(ComparedFile {
            before,
            after,
            paragraphs,
        });
    }
}

async fn text_of(app: &App, file: Option<&File>) -> Result<String> {
    let Some(file) = file else {
        return Ok(String::new());
    };
    let pages = storage::documents::list_pages(&app.0.db, file.id).await?;
    let pages: Vec<_> = pages.into_iter().map(|page| page.text).collect();
    Ok(pages.join("\n"))
}

/// Lines joined into paragraphs: a paragraph ends at an empty line and at the end of a sentence.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut open = String::new();
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() && !open.is_empty() {
            open.push(' ');
        }
        open.push_str(&line);
        let ends = line.is_empty() || line.ends_with(['.', ';', ':', '!', '?']);
        if ends && !open.is_empty() {
            paragraphs.push(std::mem::take(&mut open));
        }
    }
    if !open.is_empty() {
        paragraphs.push(open);
    }
    paragraphs
}

/// The difference between two texts.
fn compare_texts(before: &str, after: &str) -> std::result::Result<Vec<Paragraph>, Refusal> {
    let (old, new) = (paragraphs(before), paragraphs(after));
    if old.len().max(new.len()) > MOST_PIECES {
        return Err(Refusal::new("outgoing.compare_large").with("max", MOST_PIECES));
    }
    let mut found = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (old, new) = (&old[op.old_range()], &new[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => found.extend(old.iter().map(|text| whole(Op::Equal, text))),
            _ => found.extend(reworded(old, new)),
        }
    }
    Ok(found)
}

fn whole(op: Op, text: &str) -> Paragraph {
    let text = text.to_owned();
    Paragraph {
        runs: vec![Text { op, text }],
    }
}

/// Old paragraphs beside the new ones in their place: the wording compared where they are alike.
fn reworded(old: &[String], new: &[String]) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut rest = old.iter().peekable();
    for text in new {
        match rest.peek().and_then(|before| words(before, text)) {
            Some(paragraph) => {
                rest.next();
                found.push(paragraph);
            }
            None => found.push(whole(Op::Inserted, text)),
        }
    }
    let gone: Vec<_> = rest.map(|text| whole(Op::Deleted, text)).collect();
    // What is gone is read before what took its place.
    if found
        .iter()
        .all(|one| one.runs.iter().all(|run| run.op == Op::Inserted))
    {
        return gone.into_iter().chain(found).collect();
    }
    found.extend(gone);
    found
}

/// The words of two wordings of a paragraph; none where they are not alike.
fn words(before: &str, after: &str) -> Option<Paragraph> {
    let old: Vec<_> = before.split(' ').collect();
    let new: Vec<_> = after.split(' ').collect();
    if old.len().max(new.len()) > MOST_PIECES {
        return None;
    }
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    if similar::get_diff_ratio(&ops, old.len(), new.len()) < ALIKE {
        return None;
    }
    let mut runs: Vec<Text> = Vec::new();
    for op in &ops {
        for change in op.iter_changes(&old, &new) {
            let op = match change.tag() {
                ChangeTag::Equal => Op::Equal,
                ChangeTag::Insert => Op::Inserted,
                ChangeTag::Delete => Op::Deleted,
            };
            match runs.last_mut().filter(|run| run.op == op) {
                Some(run) => {
                    run.text.push(' ');
                    run.text.push_str(change.value());
                }
                None => runs.push(Text {
                    op,
                    text: change.value().to_owned(),
                }),
            }
        }
    }
    Some(Paragraph { runs })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn told(before: &str, after: &str) -> Vec<String> {
        let sign = |op| match op {
            Op::Equal => "",
            Op::Inserted => "+",
            Op::Deleted => "-",
        };
        let paragraph = |one: &Paragraph| {
            let runs = one.runs.iter();
            let runs = runs.map(|run| format!("{}[{}]", sign(run.op), run.text));
            runs.collect::<String>()
        };
        let found = compare_texts(before, after).unwrap();
        found.iter().map(paragraph).collect()
    }

    #[test]
    fn a_changed_word_is_shown_in_its_sentence() {
        assert_eq!(
            told(
                "Kính gửi: Sở Tài chính\nđề nghị cấp 200 triệu đồng.\nTrân trọng.",
                "Kính gửi: Sở Tài chính đề nghị\ncấp 350 triệu đồng.\nTrân trọng."
            ),
            [
                "[Kính gửi: Sở Tài chính đề nghị cấp]-[200]+[350][triệu đồng.]",
                "[Trân trọng.]"
            ]
        );
    }

    #[test]
    fn paragraphs_come_and_go_whole() {
        assert_eq!(
            told(
                "Một hai ba.\nBốn năm sáu.",
                "Một hai ba.\nHoàn toàn khác hẳn.\n"
            ),
            ["[Một hai ba.]", "-[Bốn năm sáu.]", "+[Hoàn toàn khác hẳn.]"]
        );
        assert_eq!(told("", "Mới."), ["+[Mới.]"]);
        assert_eq!(told("Cũ.", ""), ["-[Cũ.]"]);
        assert_eq!(told(" a\n\n b ", "a\n\nb"), ["[a]", "[b]"]);
    }

    #[test]
    fn nothing_is_lost_or_made_up() {
        let (before, after) = ("a b c. d e f g.\nh i.", "a x c. d e g.\nj k l. h i.");
        let found = compare_texts(before, after).unwrap();
        let side = |gone: Op| {
            let runs = found.iter().flat_map(|one| &one.runs);
            let kept = runs.filter(|run| run.op != gone);
            kept.map(|run| run.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(side(Op::Inserted), flat(before));
        assert_eq!(side(Op::Deleted), flat(after));
    }

    #[test]
    fn a_text_beyond_all_measure_is_refused() {
        let long = "a.\n".repeat(MOST_PIECES + 1);
        let refused = compare_texts(&long, "b").map_err(|refusal| refusal.code);
        assert_eq!(refused, Err("outgoing.compare_large"));
    }
}
