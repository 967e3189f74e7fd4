//! What a month is made of, as `tests/data/month` tells it: topics, forms of papers, issuers, the
//! words people write, and the ways that papers go, step by step.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use workflow::documents::Urgency;
use workflow::work::TaskKind;

use super::super::kept;
use crate::error::{OpError, Result};

/// Everything the month is made of.
pub struct Month {
    pub topics: BTreeMap<String, Vec<Topic>>,
    pub forms: Forms,
    pub issuers: BTreeMap<String, Issuer>,
    pub words: BTreeMap<String, Vec<String>>,
    pub ways: Vec<Way>,
}

/// What papers are about, and who deals with it.
#[derive(Debug, Deserialize)]
pub struct Topic {
    /// Abbreviation of the unit that leads.
    pub unit: String,
    /// Abbreviation of the unit that helps.
    pub with: String,
    /// Key of the agency that writes about it.
    pub from: String,
    pub about: String,
    pub ask: String,
    pub result: String,
}

/// Forms of papers each way.
#[derive(Debug, Deserialize)]
pub struct Forms {
    pub incoming: Vec<Form>,
    pub outgoing: Vec<Form>,
}

/// A form of papers; its text has gaps for the topic.
#[derive(Debug, Deserialize)]
pub struct Form {
    pub key: String,
    /// Only for ways that name it.
    #[serde(default)]
    pub special: bool,
    pub kind: String,
    pub subject: String,
    pub paragraphs: Vec<String>,
}

/// An agency that writes or issues.
#[derive(Debug, Deserialize)]
pub struct Issuer {
    pub name: String,
    /// Its lines in the head of a letter.
    pub line: String,
    pub above: Option<String>,
    pub place: String,
    /// Its abbreviation in symbols.
    pub agency: String,
    /// The unit in the symbols of its official letters.
    pub unit: String,
    /// The number before the first of the month.
    pub first: u32,
    pub powers: Vec<String>,
    pub signer: String,
}

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
    /// The leader of the agency.
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
    Archivist,
    Inspector,
    Administrator,
}

/// A part that an instruction gives.
#[derive(Debug, Clone, Deserialize)]
pub struct Part {
    pub part: TaskKind,
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

impl Month {
    /// Reads what comes with the program.
    pub fn load() -> Result<Month> {
        Ok(Month {
            topics: read("topics")?,
            forms: read("forms")?,
            issuers: read("issuers")?,
            words: read("words")?,
            ways: read("ways")?,
        })
    }

    /// One of the sentences that people write in such a case, always the same for the same turn.
    pub fn words(&self, case: &str, turn: u32) -> Result<String> {
        let sentences = self.words.get(case);
        let sentence = sentences.and_then(|all| all.get(turn as usize % all.len().max(1)));
        sentence.cloned().ok_or_else(|| missing("words", case))
    }

    /// The form of a key, of either way.
    pub fn form<'a>(forms: &'a [Form], key: &str) -> Result<&'a Form> {
        let found = forms.iter().find(|form| form.key == key);
        found.ok_or_else(|| missing("form", key))
    }
}

/// What the data of the month does not have.
pub fn missing(what: &str, key: &str) -> OpError {
    OpError::Internal(format!("the month of the demo office has no {what} {key}"))
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T> {
    let path = format!("month/{name}.json");
    let file = kept(&path).ok_or_else(|| missing("file", &path))?;
    serde_json::from_slice(&file)
        .map_err(|error| OpError::Internal(format!("tests/data/{path}: {error}")))
}
