//! The ways that papers go: who does what, how many working days after the step before.

use std::collections::BTreeMap;

use serde::Deserialize;
use workflow::documents::Urgency;
use workflow::work::TaskKind;

/// What becomes of some papers.
#[derive(Debug, Deserialize)]
pub struct Way {
    pub key: String,
    /// How many papers go this way in each agency.
    pub papers: BTreeMap<String, u32>,
    /// First and last day on which one begins.
    pub days: [u32; 2],
    /// The days on which they begin, where they are not to be spread evenly.
    #[serde(default)]
    pub spread: Vec<u32>,
    #[serde(default)]
    pub urgency: Vec<Urgency>,
    /// Keys of the forms; every form that is not special when empty.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Units that lead; every unit when empty.
    #[serde(default)]
    pub units: Vec<String>,
    pub steps: Vec<Step>,
}

/// One step of a way.
#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    /// Working days since the step before.
    #[serde(default)]
    pub wait: u32,
    /// Who does it; the clerk where nobody is named.
    #[serde(default)]
    pub by: Who,
    #[serde(flatten)]
    pub act: Act,
}

/// Somebody, from the point of view of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    #[default]
    Clerk,
    /// The leader whose field it is.
    Leader,
    /// The head of the agency.
    Chairman,
    /// Another leader.
    Deputy,
    Chief,
    /// The head of the unit that leads.
    Head,
    /// A specialist of that unit.
    Specialist,
    /// That specialist, else the head.
    SpecialistOrHead,
    /// Another specialist of that unit.
    Colleague,
    WithHead,
    WithSpecialist,
    /// The head of another unit, who initials decisions.
    Initialling,
    /// Who moves to another unit in the course of the month.
    Mover,
    /// Who goes on with what he had.
    Successor,
    Archivist,
    Inspector,
    Administrator,
}

/// A part that an instruction gives.
#[derive(Debug, Clone, Deserialize)]
pub struct Part {
    #[serde(rename = "part")]
    pub kind: TaskKind,
    pub to: Who,
    /// Working days that it has.
    pub due: Option<u32>,
    #[serde(default)]
    pub confirm: bool,
}

/// Where an issued paper is sent.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sent {
    /// To the other agency of the office.
    Other,
    /// To somebody outside.
    Outside,
    /// To a unit of the agency.
    Inside,
}

/// What is done in a step.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    Capture {
        known: bool,
    },
    Receive,
    ReturnToSender,
    Register {
        to: Option<Who>,
    },
    Copy,
    Submit {
        to: Who,
    },
    Pass {
        to: Who,
    },
    Distribute {
        parts: Vec<Part>,
        #[serde(default)]
        words: Option<String>,
    },
    Add {
        parts: Vec<Part>,
    },
    Accept,
    Return,
    Refuse,
    AssignOn {
        parts: Vec<Part>,
    },
    Report,
    AskTime {
        days: u32,
    },
    DecideTime {
        grant: bool,
    },
    HandOver {
        to: Who,
    },
    Close {
        #[serde(default)]
        answered: bool,
    },
    Confirm,
    SendBack,
    TakeBack {
        of: Who,
    },
    Correct {
        of: Who,
        to: Who,
        days: u32,
    },
    Read,
    Draft {
        form: Option<String>,
        #[serde(default)]
        answers: bool,
    },
    Version,
    SendUp {
        route: Option<String>,
    },
    AskOpinions {
        of: Vec<Who>,
        days: u32,
    },
    Opinion {
        agrees: bool,
    },
    Approve,
    SendDown {
        #[serde(default)]
        to_drafter: bool,
    },
    Withdraw,
    Abandon,
    Number {
        #[serde(default)]
        reserved: bool,
    },
    Issue,
    Dispatch {
        to: Sent,
    },
    Recall,
    Replace,
    CorrectByLetter,
    /// A signed paper is brought in that never was a draft here.
    Signed,
    /// It is entered in the register.
    Enter,
    /// Its number is cancelled.
    Cancel,
}
