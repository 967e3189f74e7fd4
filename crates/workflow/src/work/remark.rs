//! Texts that people write on the way of a paper.

use serde::{Deserialize, Serialize};

use crate::{Refusal, RemarkId, TaskId};

/// Longest text of a remark, in characters.
pub const REMARK_MAX_CHARS: usize = 4000;

/// What a remark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// What somebody is to do with the paper (bút phê, ý kiến chỉ đạo).
    Instruction,
    /// Words to whoever receives a submission.
    Note,
    /// Why something was returned, refused, taken back, passed on or asked for.
    Reason,
    /// How far the work is.
    Progress,
    /// What came out of it.
    Result,
    /// What somebody thinks of a draft (góp ý).
    Opinion,
}

impl RemarkKind {
    /// Every kind.
    pub const ALL: [RemarkKind; 6] = [
        RemarkKind::Instruction,
        RemarkKind::Note,
        RemarkKind::Reason,
        RemarkKind::Progress,
        RemarkKind::Result,
        RemarkKind::Opinion,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            RemarkKind::Instruction => "instruction",
            RemarkKind::Note => "note",
            RemarkKind::Reason => "reason",
            RemarkKind::Progress => "progress",
            RemarkKind::Result => "result",
            RemarkKind::Opinion => "opinion",
        }
    }

    /// The kind of a code, if there is one.
    pub fn from_code(code: &str) -> Option<RemarkKind> {
        RemarkKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A text of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its id.
    pub id: RemarkId,
    /// The task it was written for.
    pub task: Option<TaskId>,
    /// What it is.
    pub kind: RemarkKind,
    /// The text: visible characters and line breaks.
    pub text: String,
}

impl Remark {
    /// A remark with its text tidied; refuses one that is empty or too long.
    pub fn new(
        id: RemarkId,
        task: Option<TaskId>,
        kind: RemarkKind,
        text: &str,
    ) -> Result<Remark, Refusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(Refusal::new("work.text_needed").with("kind", kind.code()));
        }
        if text.chars().count() > REMARK_MAX_CHARS {
            return Err(Refusal::new("work.text_long").with("max", REMARK_MAX_CHARS));
        }
        Ok(Remark {
            id,
            task,
            kind,
            text,
        })
    }
}

/// Composed, without control characters other than line breaks, trimmed.
pub(in crate::work) fn tidy(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let visible: String = text
        .nfc()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    visible.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_remark_needs_words_and_keeps_its_lines() {
        let new = |text: &str| {
            let id = RemarkId(Uuid::from_u128(1));
            Remark::new(id, None, RemarkKind::Reason, text).map(|remark| remark.text)
        };
        assert_eq!(new(" a\r\nb\u{7} ").as_deref(), Ok("a\nb"));
        assert_eq!(new(" \n ").map_err(|r| r.code), Err("work.text_needed"));
        let long = "ă".repeat(REMARK_MAX_CHARS + 1);
        assert_eq!(new(&long).map_err(|r| r.code), Err("work.text_long"));
    }
}
