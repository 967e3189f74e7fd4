//! Papers of the office: their fields, kinds, urgency, secrecy marks and reading states.

mod kinds;
mod recognition;
mod secrecy;

pub use kinds::{KINDS, Kind, kind_by_abbreviation, kind_by_code, kind_by_name};
pub use recognition::{PageState, priority_of_page, state_of_file};
pub use secrecy::secrecy_mark;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::Refusal;
use crate::access::{Caller, Role};

/// Longest trích yếu, in characters (NĐ 30/2020 Phụ lục VI).
pub const SUBJECT_MAX_CHARS: usize = 500;

/// Which way a paper goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Văn bản đến.
    Incoming,
    /// Văn bản đi.
    Outgoing,
}

impl Direction {
    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Direction::Incoming => "incoming",
            Direction::Outgoing => "outgoing",
        }
    }

    /// The direction of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Incoming, Self::Outgoing]
            .into_iter()
            .find(|direction| direction.code() == code)
    }
}

/// Độ khẩn (NĐ 30/2020 Điều 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// No mark.
    #[default]
    Normal,
    /// Khẩn.
    Urgent,
    /// Thượng khẩn.
    VeryUrgent,
    /// Hỏa tốc.
    Flash,
}

impl Urgency {
    const ALL: [Urgency; 4] = [
        Urgency::Normal,
        Urgency::Urgent,
        Urgency::VeryUrgent,
        Urgency::Flash,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Urgency::Normal => "normal",
            Urgency::Urgent => "urgent",
            Urgency::VeryUrgent => "very_urgent",
            Urgency::Flash => "flash",
        }
    }

    /// The urgency of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.code() == code)
    }
}

/// The fields that describe a paper; all may be unknown at first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fields {
    /// Trích yếu.
    pub subject: Option<String>,
    /// Code of [`KINDS`].
    pub kind: Option<String>,
    /// Số and ký hiệu as written, such as `123/QĐ-UBND`.
    pub code: Option<String>,
    /// Cơ quan ban hành.
    pub issuer: Option<String>,
    /// Người ký.
    pub signer: Option<String>,
    /// Ngày ban hành.
    pub issued_on: Option<Date>,
    /// Văn bản đến or đi, once known.
    pub direction: Option<Direction>,
    /// Sổ in which it stands.
    pub register: Option<String>,
    /// Độ khẩn.
    pub urgency: Urgency,
}

impl Fields {
    /// Trims every text, turns blank into unknown and refuses what cannot be kept.
    pub fn checked(mut self) -> Result<Fields, Refusal> {
        for (name, text, max) in [
            ("subject", &mut self.subject, SUBJECT_MAX_CHARS),
            ("code", &mut self.code, 100),
            ("issuer", &mut self.issuer, 200),
            ("signer", &mut self.signer, 50),
            ("register", &mut self.register, 100),
        ] {
            *text = text.take().and_then(|value| tidy(&value));
            if text
                .as_ref()
                .is_some_and(|value| value.chars().count() > max)
            {
                return Err(Refusal::new("documents.field_long")
                    .with("field", name)
                    .with("max", max));
            }
        }
        if let Some(kind) = &self.kind
            && kind_by_code(kind).is_none()
        {
            return Err(Refusal::new("documents.kind_unknown").with("kind", kind.clone()));
        }
        Ok(self)
    }

    /// These fields, with the gaps filled from `suggested`.
    #[must_use]
    pub fn filled_from(self, suggested: Fields) -> Fields {
        Fields {
            subject: self.subject.or(suggested.subject),
            kind: self.kind.or(suggested.kind),
            code: self.code.or(suggested.code),
            issuer: self.issuer.or(suggested.issuer),
            signer: self.signer.or(suggested.signer),
            issued_on: self.issued_on.or(suggested.issued_on),
            direction: self.direction.or(suggested.direction),
            register: self.register.or(suggested.register),
            urgency: self.urgency.max(suggested.urgency),
        }
    }
}

/// One line of visible text: control and direction-override characters out, blanks joined.
pub(crate) fn tidy(text: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let visible: String = text
        .nfc()
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .collect();
    let joined = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    (!joined.is_empty()).then_some(joined)
}

/// By what names of agencies and people are compared: capitals without marks, blanks joined.
pub fn name_key(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let plain = name.nfd().filter(|c| !is_combining_mark(*c));
    let plain = plain.map(|c| if matches!(c, 'đ' | 'Đ') { 'D' } else { c });
    let capitals: String = plain.flat_map(char::to_uppercase).collect();
    capitals.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of an uploaded file as it may be shown and kept: the last part of the path, visible
/// characters, at most 200 characters with its ending.
pub fn tidy_file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible = tidy(last).unwrap_or_default();
    let kept = visible.trim_matches(['.', ' ']);
    if kept.is_empty() {
        return "khong-ten".to_owned();
    }
    let length = kept.chars().count();
    if length <= 200 {
        return kept.to_owned();
    }
    let head: String = kept.chars().take(180).collect();
    let tail: String = kept.chars().skip(length - 19).collect();
    format!("{head}…{tail}")
}

/// How far a file has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingState {
    /// Its turn has not come.
    Waiting,
    /// Pages and text are there.
    Read,
    /// Pages without text: kept, waits for recognition.
    NotYetRead,
    /// Cannot be read; the code beside it says why. The original is kept.
    Unreadable,
    /// Bears a mark of state secrecy and is kept apart.
    Quarantined,
}

impl ReadingState {
    /// Every state.
    pub const ALL: [ReadingState; 5] = [
        Self::Waiting,
        Self::Read,
        Self::NotYetRead,
        Self::Unreadable,
        Self::Quarantined,
    ];

    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            ReadingState::Waiting => "waiting",
            ReadingState::Read => "read",
            ReadingState::NotYetRead => "not_yet_read",
            ReadingState::Unreadable => "unreadable",
            ReadingState::Quarantined => "quarantined",
        }
    }

    /// The state of a code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state of a paper with files in these states: what still needs attention wins.
    pub fn of_paper(files: impl IntoIterator<Item = ReadingState>) -> ReadingState {
        let rank = |state: &ReadingState| match state {
            ReadingState::Quarantined => 0,
            ReadingState::Waiting => 1,
            ReadingState::NotYetRead => 2,
            ReadingState::Unreadable => 3,
            ReadingState::Read => 4,
        };
        files
            .into_iter()
            .min_by_key(rank)
            .unwrap_or(ReadingState::Read)
    }
}

/// Refuses whoever may not bring papers in: every post but the administrator's may.
pub fn may_capture(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[
        Role::Clerk,
        Role::ChiefOfOffice,
        Role::Leader,
        Role::HeadOfUnit,
        Role::Specialist,
        Role::Archivist,
    ])
}

/// Refuses whoever may not correct the fields of a paper: the clerk, the chief of office, the
/// archivist, and whoever captured it may. Nothing may be added to a paper that is kept apart.
pub fn may_edit(
    caller: &Caller,
    captured_by: Option<crate::PersonId>,
    state: ReadingState,
) -> Result<(), Refusal> {
    if state == ReadingState::Quarantined {
        return Err(Refusal::new("documents.quarantined"));
    }
    if captured_by == Some(caller.person) {
        return Ok(());
    }
    caller.require_role(&[Role::Clerk, Role::ChiefOfOffice, Role::Archivist])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_lose_paths_overrides_and_length() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Van ban\\cv 12.pdf", "cv 12.pdf"),
            ("gpj.\u{202e}fdp.exe", "gpj.fdp.exe"),
            ("a\u{0}b\n.pdf", "a b .pdf"),
            ("...", "khong-ten"),
            ("", "khong-ten"),
        ] {
            assert_eq!(tidy_file_name(given), kept, "{given:?}");
        }
        let long = format!("{}.pdf", "ă".repeat(5000));
        assert!(tidy_file_name(&long).chars().count() <= 200);
        assert!(tidy_file_name(&long).ends_with("ă.pdf"));
    }

    #[test]
    fn fields_are_trimmed_composed_and_limited() {
        let fields = Fields {
            subject: Some("  Ke\u{302}\u{301} hoạch\n năm ".into()),
            signer: Some("   ".into()),
            ..Fields::default()
        };
        let checked = fields.checked().unwrap_or_default();
        assert_eq!(checked.subject.as_deref(), Some("Kế hoạch năm"));
        assert_eq!(checked.signer, None);
        let long = Fields {
            subject: Some("a".repeat(501)),
            ..Fields::default()
        };
        assert_eq!(
            long.checked().map_err(|r| r.code),
            Err("documents.field_long")
        );
        let odd = Fields {
            kind: Some("novel".into()),
            ..Fields::default()
        };
        assert_eq!(
            odd.checked().map_err(|r| r.code),
            Err("documents.kind_unknown")
        );
    }

    #[test]
    fn a_paper_shows_the_state_that_needs_attention() {
        use ReadingState::{NotYetRead, Quarantined, Read, Unreadable, Waiting};
        for (files, state) in [
            (vec![Read, Read], Read),
            (vec![Read, NotYetRead], NotYetRead),
            (vec![Unreadable, Read], Unreadable),
            (vec![NotYetRead, Waiting], Waiting),
            (vec![Read, Quarantined], Quarantined),
            (vec![], Read),
        ] {
            assert_eq!(ReadingState::of_paper(files), state);
        }
    }
}
