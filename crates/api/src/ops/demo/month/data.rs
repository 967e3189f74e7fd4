//! What a month is made of, as `tests/data/month` tells it: what papers are about, who writes them,
//! the words people use, and the ways that papers go, step by step.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::kept;
use super::templates::KeptTemplate;
use super::ways::Way;
use crate::error::{OpError, Result};

/// All of it.
pub struct Month {
    pub topics: BTreeMap<String, Vec<Topic>>,
    pub forms: Forms,
    pub issuers: BTreeMap<String, Issuer>,
    pub words: BTreeMap<String, Vec<String>>,
    pub ways: Vec<Way>,
    pub templates: BTreeMap<String, Vec<KeptTemplate>>,
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
    /// Before the first number.
    pub first: u32,
    pub powers: Vec<String>,
    pub signer: String,
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
            templates: read("templates")?,
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
        let mut forms = forms.iter();
        forms
            .find(|form| form.key == key)
            .ok_or_else(|| missing("form", key))
    }
}

/// What the data of the month does not have.
pub fn missing(what: &str, key: &str) -> OpError {
    OpError::Internal(format!("the month of the demo office has no {what} {key}"))
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T> {
    let path = format!("month/{name}.json");
    let file = kept(&path).ok_or_else(|| missing("file", &path))?;
    serde_json::from_slice(&file).map_err(|error| OpError::Internal(format!("{path}: {error}")))
}
