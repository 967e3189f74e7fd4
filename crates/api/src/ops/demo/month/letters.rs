//! Which paper a life is about: what others wrote, and what the agency itself writes.

use super::data::{Form, Month, missing};
use super::paper::Paper;
use super::play::Play;
use super::ways::{Act, Who};
use crate::error::Result;

impl Play<'_> {
    /// The paper that comes in.
    pub fn paper_in(&self, life: usize) -> Result<Paper<'_>> {
        let (agency, life) = (self.agency(life), &self.lives[life]);
        let from = if life.form.key == "telegram" {
            "tinh"
        } else {
            life.topic.from.as_str()
        };
        let issuer = self
            .month
            .issuers
            .get(from)
            .ok_or_else(|| missing("issuer", from))?;
        let came = self.days.date(life.day);
        Ok(Paper {
            issuer,
            signer: None,
            to: agency.name.clone(),
            sender: &issuer.name,
            topic: life.topic,
            form: life.form,
            urgency: life.urgency,
            number: Some(life.number),
            unit: &issuer.unit,
            dated: self.days.before(came, i64::from(life.turn % 4)),
            version: 1,
        })
    }

    /// The form of the draft that a life is at.
    fn form(&self, life: usize) -> Result<&Form> {
        let (way, at) = (self.lives[life].way, self.states[life].drafts.len().max(1));
        let drafts = way.steps.iter().filter_map(|step| match &step.act {
            Act::Draft { form, .. } => Some(form.as_deref()),
            _ => None,
        });
        match drafts.take(at).last().flatten() {
            Some(key) => Month::form(&self.month.forms.outgoing, key),
            None => Ok(self.lives[life].form),
        }
    }

    /// The paper that goes out, as its drafter writes it.
    pub fn paper_out(&self, life: usize, version: u32) -> Result<Paper<'_>> {
        let (agency, form) = (self.agency(life), self.form(life)?);
        let view = self.view(life);
        let key = agency.slug.as_str();
        let issuer = self
            .month
            .issuers
            .get(key)
            .ok_or_else(|| missing("issuer", key))?;
        let from = self.month.issuers.get(&view.topic.from);
        let sender = from.map_or("", |issuer| &issuer.name);
        let signs = if form.key == "decision" {
            Who::Chairman
        } else {
            Who::Leader
        };
        let signer = agency.resolve(signs, view);
        let is_first =
            agency.resolve(Who::Chairman, view).map(|one| one.id) == signer.map(|one| one.id);
        let powers = if is_first {
            of_the_first(&issuer.powers)
        } else {
            issuer.powers.clone()
        };
        let to = match form.key.as_str() {
            "reply" => sender,
            "propose" => "Ủy ban nhân dân tỉnh Lạc Giang",
            _ => "Các phòng, đơn vị liên quan",
        };
        Ok(Paper {
            issuer,
            signer: signer.map(|person| (person.name.clone(), powers)),
            to: to.to_owned(),
            sender,
            topic: view.topic,
            form,
            urgency: self.lives[life].urgency,
            number: None,
            unit: &view.topic.unit,
            dated: self.days.date(self.day),
            version,
        })
    }
}

/// The powers of the head of the agency, from those of a deputy: without «KT.» and the deputy's post.
fn of_the_first(powers: &[String]) -> Vec<String> {
    let heads = powers.iter().take(powers.len().saturating_sub(1).max(1));
    heads
        .map(|line| line.trim_start_matches("KT. ").to_owned())
        .collect()
}
