//! What a route is made of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::access::{Principal, Role};
use crate::calendar::Term;
use crate::work::{Staff, TaskKind};
use crate::{OrganisationId, PersonId, PositionId, RouteId, UnitId};

/// A route as its administrator writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Its name, such as «Công văn thường».
    pub name: String,
    /// Codes of the kinds of papers it serves; none for every kind.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// One after another.
    pub stages: Vec<Stage>,
}

/// Steps that are taken side by side; the next stage begins when all are done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name, such as «Duyệt nội dung».
    pub name: String,
    /// Its steps.
    pub steps: Vec<RouteStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteStep {
    /// Names the step inside the route, such as `leader`.
    pub key: String,
    /// What it asks for.
    pub kind: StepKind,
    /// Of whom.
    pub who: Who,
    /// How long they have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Term>,
}

/// What a step asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Say what one thinks of it.
    Opinion,
    /// Initial it (ký nháy).
    Initial,
    /// Answer for the content (Điều 12).
    Content,
    /// Answer for form and layout (Điều 12).
    Form,
    /// Approve it as the one entitled to sign (Điều 13).
    Final,
}

impl StepKind {
    /// The kind of the task with which the step waits.
    pub fn task(self) -> TaskKind {
        match self {
            StepKind::Opinion => TaskKind::Opinion,
            StepKind::Initial => TaskKind::Initial,
            StepKind::Content => TaskKind::Content,
            StepKind::Form => TaskKind::Form,
            StepKind::Final => TaskKind::Final,
        }
    }

    /// The step of a task of a kind, if it is one.
    pub fn of_task(kind: TaskKind) -> Option<StepKind> {
        Some(match kind {
            TaskKind::Opinion => StepKind::Opinion,
            TaskKind::Initial => StepKind::Initial,
            TaskKind::Content => StepKind::Content,
            TaskKind::Form => StepKind::Form,
            TaskKind::Final => StepKind::Final,
            _ => return None,
        })
    }
}

/// Whom a step waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Who {
    /// One person.
    Person {
        /// Who.
        person: PersonId,
    },
    /// The holders of a post.
    Position {
        /// The post.
        position: PositionId,
    },
    /// The heads of a unit.
    UnitHead {
        /// The unit.
        unit: UnitId,
    },
    /// The heads of the unit the paper is drafted in, else of the nearest unit above it.
    DrafterUnitHead,
    /// The holders of a role.
    Role {
        /// The role.
        role: Role,
    },
    /// A holder of a role, named by whoever submits, such as the leader who signs.
    ChosenAtSubmission {
        /// The role.
        role: Role,
    },
}

/// A published version of a route, on which papers run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The route.
    pub route: RouteId,
    /// Its version, from 1.
    pub version: u32,
    /// What it says.
    pub definition: Definition,
}

impl Definition {
    /// Every step with the number of its stage, from 0.
    pub fn steps(&self) -> impl Iterator<Item = (usize, &RouteStep)> {
        self.stages
            .iter()
            .enumerate()
            .flat_map(|(number, stage)| stage.steps.iter().map(move |step| (number, step)))
    }

    /// The steps whose people are named at submission, with the role these must hold.
    pub fn chosen_steps(&self) -> impl Iterator<Item = (&str, Role)> {
        self.steps().filter_map(|(_, step)| match step.who {
            Who::ChosenAtSubmission { role } => Some((step.key.as_str(), role)),
            _ => None,
        })
    }

    /// Says whether papers of a kind go this way.
    pub fn serves(&self, kind: Option<&str>) -> bool {
        self.kinds.is_empty() || kind.is_some_and(|kind| self.kinds.iter().any(|one| one == kind))
    }
}

impl RouteStep {
    /// Whom the step waits for, for a paper drafted in a unit with these people chosen; none where
    /// nobody was chosen or there is no unit.
    pub fn principal(
        &self,
        organisation: OrganisationId,
        unit: Option<UnitId>,
        chosen: &BTreeMap<String, PersonId>,
        staff: &Staff,
    ) -> Option<Principal> {
        Some(match self.who {
            Who::Person { person } => Principal::Person(person),
            Who::Position { position } => Principal::Position(position),
            Who::UnitHead { unit } => Principal::Head(unit),
            Who::DrafterUnitHead => Principal::Head(staff.nearest_headed(unit?)),
            Who::Role { role } => Principal::Role(organisation, role),
            Who::ChosenAtSubmission { .. } => Principal::Person(*chosen.get(&self.key)?),
        })
    }
}
