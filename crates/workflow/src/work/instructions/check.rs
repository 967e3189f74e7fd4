//! Who keeps templates, and what a template cannot be.

use std::collections::BTreeSet;

use super::fit::words;
use super::{Recipient, Template};
use crate::access::{Caller, Role};
use crate::calendar::{LONGEST_TERM, Term};
use crate::documents::kind_by_code;
use crate::work::remark::tidy;
use crate::work::{REMARK_MAX_CHARS, TaskKind};
use crate::{PersonId, Refusal};

/// Longest name of a template, in characters.
const NAME_MAX_CHARS: usize = 100;
/// Longest name of an issuer, as papers keep it, in characters.
const ISSUER_MAX_CHARS: usize = 200;
/// Most parts of a template.
const MOST_PARTS: usize = 50;
/// Most kinds and most issuers of a template.
const MOST_NAMED: usize = 100;

/// Refuses whoever may not keep the templates of the whole agency: they are the administrator's, as
/// other settings are, and the chief of office's, who distributes for the leaders (Điều 23).
pub fn may_keep_shared(caller: &Caller) -> Result<(), Refusal> {
    caller.require_role(&[Role::Administrator, Role::ChiefOfOffice])
}

/// Refuses whoever has no use for templates of his own, or wants to change those of another.
pub fn may_keep_own(caller: &Caller, owner: PersonId) -> Result<(), Refusal> {
    caller.require_role(&[Role::Leader, Role::ChiefOfOffice])?;
    if owner == caller.person {
        return Ok(());
    }
    Err(Refusal::new("instructions.not_yours"))
}

impl Template {
    /// The template with its texts tidied; refuses what could not be given.
    pub fn checked(mut self) -> Result<Template, Refusal> {
        self.name = one_line(&self.name);
        if self.name.is_empty() || self.name.chars().count() > NAME_MAX_CHARS {
            return Err(Refusal::new("instructions.name_needed").with("max", NAME_MAX_CHARS));
        }
        self.words = tidy(&self.words);
        if self.words.is_empty() {
            return Err(Refusal::new("work.text_needed").with("kind", "instruction"));
        }
        if self.words.chars().count() > REMARK_MAX_CHARS {
            return Err(Refusal::new("work.text_long").with("max", REMARK_MAX_CHARS));
        }
        self.check_parts()?;
        // A template serves many papers: a day of the calendar fits none of the later ones.
        let fits = |term: Term| !matches!(term, Term::Date { .. }) && term.check().is_ok();
        if !self.term.is_none_or(fits) {
            return Err(Refusal::new("instructions.term_unfit").with("max", LONGEST_TERM));
        }
        self.check_named()?;
        Ok(self)
    }

    fn check_parts(&self) -> Result<(), Refusal> {
        if self.parts.is_empty() || self.parts.len() > MOST_PARTS {
            return Err(Refusal::new("work.parts_needed").with("max", MOST_PARTS));
        }
        if self.parts.iter().any(|one| !one.part.is_part()) {
            return Err(Refusal::new("work.part_unfit"));
        }
        let leads = self.parts.iter().filter(|one| one.part == TaskKind::Lead);
        let leads = leads.count();
        if leads > 1 {
            return Err(Refusal::new("work.lead_once"));
        }
        if leads == 0 && self.parts.iter().any(|one| one.part.is_work()) {
            return Err(Refusal::new("work.lead_needed"));
        }
        let different: BTreeSet<Recipient> = self.parts.iter().map(|one| one.to).collect();
        if different.len() < self.parts.len() {
            return Err(Refusal::new("work.assignee_twice"));
        }
        Ok(())
    }

    fn check_named(&mut self) -> Result<(), Refusal> {
        if let Some(kind) = self.kinds.iter().find(|kind| kind_by_code(kind).is_none()) {
            return Err(Refusal::new("documents.kind_unknown").with("kind", kind.clone()));
        }
        self.kinds.sort_unstable();
        self.kinds.dedup();
        for issuer in &mut self.issuers {
            *issuer = one_line(issuer);
        }
        let fits = |issuer: &String| {
            !words(issuer).is_empty() && issuer.chars().count() <= ISSUER_MAX_CHARS
        };
        if !self.issuers.iter().all(fits) || self.issuers.len() > MOST_NAMED {
            let refusal = Refusal::new("instructions.issuer_unfit").with("max", ISSUER_MAX_CHARS);
            return Err(refusal.with("most", MOST_NAMED));
        }
        Ok(())
    }
}

fn one_line(text: &str) -> String {
    tidy(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
