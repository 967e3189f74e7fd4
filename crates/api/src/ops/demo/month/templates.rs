//! The instructions that the agencies of the demo office keep as templates, as
//! `tests/data/month/templates.json` tells them. One gives to a post that nobody holds any more
//! after the month: whoever looks at it is told so.

use serde::Deserialize;
use workflow::calendar::Term;
use workflow::documents::Urgency;
use workflow::work::TaskKind;
use workflow::work::instructions::{Recipient, Template, TemplatePart};

use super::data::missing;
use super::play::Play;
use super::world::Agency;
use crate::error::Result;
use crate::ops::instructions::{NewTemplate, begin};

/// A template as the data of the month has it.
#[derive(Debug, Clone, Deserialize)]
pub struct KeptTemplate {
    /// Who keeps it, by sign-in name.
    by: String,
    shared: bool,
    name: String,
    words: String,
    kinds: Vec<String>,
    issuers: Vec<String>,
    /// Working days.
    days: Option<u32>,
    #[serde(default)]
    urgency: Urgency,
    #[serde(default)]
    confirm: bool,
    parts: Vec<KeptPart>,
}

/// A part of it: to a unit by abbreviation, or to a person or his post by sign-in name.
#[derive(Debug, Clone, Deserialize)]
struct KeptPart {
    part: TaskKind,
    unit: Option<String>,
    person: Option<String>,
    post_of: Option<String>,
}

/// The agency keeps its templates.
pub async fn keep(play: &mut Play<'_>, at: usize) -> Result<()> {
    let agency = &play.agencies[at];
    let kept = play.month.templates.get(&agency.slug);
    for one in kept.cloned().unwrap_or_default() {
        let agency = &play.agencies[at];
        let says = says(play, agency, &one).await?;
        let by = agency.person(&one.by)?.id;
        let caller = play.callers.of(play.app, by).await?;
        let shared = one.shared;
        begin(play.app, &caller, NewTemplate { shared, says }, None).await?;
    }
    Ok(())
}

async fn says(play: &Play<'_>, agency: &Agency, kept: &KeptTemplate) -> Result<Template> {
    let mut parts = Vec::new();
    for one in &kept.parts {
        let to = recipient(play, agency, one).await?;
        parts.push(TemplatePart { part: one.part, to });
    }
    Ok(Template {
        name: kept.name.clone(),
        words: kept.words.clone(),
        parts,
        term: kept.days.map(|amount| Term::WorkingDays { amount }),
        urgency: kept.urgency,
        asks_confirmation: kept.confirm,
        kinds: kept.kinds.clone(),
        issuers: kept.issuers.clone(),
    })
}

async fn recipient(play: &Play<'_>, agency: &Agency, part: &KeptPart) -> Result<Recipient> {
    if let Some(unit) = &part.unit {
        let id = agency.unit(unit)?;
        return Ok(Recipient::Unit { id });
    }
    if let Some(login) = &part.person {
        let id = agency.person(login)?.id;
        return Ok(Recipient::Person { id });
    }
    let login = part.post_of.as_deref().unwrap_or_default();
    let holder = agency.person(login)?.id;
    let (db, today) = (&play.app.0.db, play.app.0.clock.today());
    let held = storage::organisations::list_holdings(db, agency.id, today).await?;
    let post = held.into_iter().find(|one| one.person == holder);
    let id = post.ok_or_else(|| missing("post of", login))?.position.id;
    Ok(Recipient::Position { id })
}
