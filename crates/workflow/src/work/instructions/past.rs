//! What somebody's own past instructions say about the next one: to whom papers of an issuer went,
//! and in which words. It is offered with its reason; what went the same way often enough fills the
//! form, and whoever reads it sends it.

use super::fit::words;
use super::{Recipient, TemplatePart};
use crate::calendar::Term;
use crate::documents::Fields;
use crate::work::Staff;

/// Most ways offered for one paper.
const MOST_WAYS: usize = 3;
/// Most phrases offered.
const MOST_PHRASES: usize = 6;
/// As many of the latest papers of an issuer are looked at.
const LOOKED_AT: usize = 8;
/// From so many papers of an issuer on, a way can be sure.
const SURE_FROM: usize = 2;

/// An instruction that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its words.
    pub words: String,
    /// Who was given what.
    pub parts: Vec<TemplatePart>,
    /// How long they had.
    pub term: Option<Term>,
    /// The issuer of the paper.
    pub issuer: Option<String>,
}

/// A way in which papers of an issuer went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Who was given what.
    pub parts: Vec<TemplatePart>,
    /// The words used last.
    pub words: String,
    /// How long they had last.
    pub term: Option<Term>,
    /// How many of the latest papers of the issuer went this way.
    pub times: usize,
    /// How many were looked at.
    pub of: usize,
    /// Whether it fills the form.
    pub sure: bool,
}

/// The ways of the latest papers of an issuer, the most frequent first; `past` has the latest first.
/// What would be given to somebody who left is not offered.
pub fn ways(past: &[Given], fields: &Fields, staff: &Staff) -> Vec<Way> {
    let Some(issuer) = fields.issuer.as_deref().map(words) else {
        return Vec::new();
    };
    let same = |given: &&Given| given.issuer.as_deref().map(words).as_ref() == Some(&issuer);
    let latest: Vec<_> = past.iter().filter(same).take(LOOKED_AT).collect();
    let mut found: Vec<Way> = Vec::new();
    for given in &latest {
        let parts = in_order(&given.parts);
        if let Some(way) = found.iter_mut().find(|way| in_order(&way.parts) == parts) {
            way.times += 1;
            continue;
        }
        let answers = |one: &TemplatePart| staff.has_somebody(one.to.into());
        if given.parts.is_empty() || !given.parts.iter().all(answers) {
            continue;
        }
        found.push(Way {
            parts: given.parts.clone(),
            words: given.words.clone(),
            term: given.term,
            times: 1,
            of: latest.len(),
            sure: false,
        });
    }
    // Equal ones stay as they came: the latest first.
    found.sort_by_key(|way| std::cmp::Reverse(way.times));
    if let Some(first) = found.first_mut() {
        first.sure = first.times >= SURE_FROM && first.times * 3 >= first.of * 2;
    }
    found.truncate(MOST_WAYS);
    found
}

/// The words somebody writes most, those used more than once; the latest first among equals.
pub fn phrases(past: &[Given]) -> Vec<String> {
    let mut counted: Vec<(Vec<String>, &str, usize)> = Vec::new();
    for given in past {
        let plain = words(&given.words);
        match counted.iter_mut().find(|(known, ..)| *known == plain) {
            Some((.., times)) => *times += 1,
            None => counted.push((plain, &given.words, 1)),
        }
    }
    counted.retain(|(.., times)| *times > 1);
    counted.sort_by_key(|(.., times)| std::cmp::Reverse(*times));
    let most = counted.into_iter().take(MOST_PHRASES);
    most.map(|(_, words, _)| words.to_owned()).collect()
}

fn in_order(parts: &[TemplatePart]) -> Vec<(&'static str, Recipient)> {
    let mut all: Vec<_> = parts.iter().map(|one| (one.part.code(), one.to)).collect();
    all.sort_unstable();
    all
}
