//! Templates of instructions (mẫu bút phê): what is often written, to whom and by when, with the
//! papers they are meant for. They are offered, never applied by themselves: whoever distributes
//! sees what is given before he gives it.

mod check;
mod fit;
mod past;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use check::{may_keep_own, may_keep_shared};
pub use fit::Fit;
pub use past::{Given, Way, phrases, ways};

use super::{By, Staff, TaskKind};
use crate::access::Principal;
use crate::calendar::Term;
use crate::documents::Urgency;
use crate::work::incoming::Assignment;
use crate::{PersonId, PositionId, UnitId};

/// What a template says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name, such as «Báo cáo tài chính».
    pub name: String,
    /// The text of the instruction.
    pub words: String,
    /// Who is given what.
    pub parts: Vec<TemplatePart>,
    /// How long they have, counted from the day of the instruction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// How urgent what is given is at least; the paper may be more urgent.
    #[serde(default)]
    pub urgency: Urgency,
    /// Whether the result of the lead is to be looked at.
    #[serde(default)]
    pub asks_confirmation: bool,
    /// Codes of the kinds of papers it is meant for; none for every kind.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Beginnings of the names of issuers it is meant for; none for every issuer.
    #[serde(default)]
    pub issuers: Vec<String>,
}

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplatePart {
    /// `Lead`, `Support` or `Inform`.
    pub part: TaskKind,
    /// To whom.
    pub to: Recipient,
}

/// To whom a template gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Recipient {
    /// A person.
    Person {
        /// Who.
        id: PersonId,
    },
    /// Whoever holds a post.
    Position {
        /// The post.
        id: PositionId,
    },
    /// The head of a unit.
    Unit {
        /// The unit.
        id: UnitId,
    },
}

impl From<Recipient> for Principal {
    fn from(recipient: Recipient) -> Principal {
        match recipient {
            Recipient::Person { id } => Principal::Person(id),
            Recipient::Position { id } => Principal::Position(id),
            Recipient::Unit { id } => Principal::Head(id),
        }
    }
}

impl Template {
    /// The parts as an instruction gives them; their term is counted when it is given.
    pub fn assignments(&self) -> Vec<Assignment> {
        let assignment = |one: &TemplatePart| Assignment {
            part: one.part,
            assignee: one.to.into(),
            by: self
                .term
                .filter(|_| one.part.is_work())
                .map(|term| By::Within(term, None)),
            asks_confirmation: self.asks_confirmation && one.part == TaskKind::Lead,
            urgency: self.urgency,
        };
        self.parts.iter().map(assignment).collect()
    }

    /// The recipients for whom nobody answers today: they left, or their unit or post ended.
    pub fn gone(&self, staff: &Staff) -> Vec<Recipient> {
        let recipients = self.parts.iter().map(|one| one.to);
        recipients
            .filter(|to| !staff.has_somebody((*to).into()))
            .collect()
    }
}
