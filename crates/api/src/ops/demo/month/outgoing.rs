//! Steps on what goes out: drafts, their versions, opinions, approvals, issue and what comes after.

use std::collections::BTreeMap;

use workflow::documents::Fields;
use workflow::work::TaskKind;
use workflow::work::outgoing::{Action, Recipient, ReturnTo};
use workflow::{DocumentId, PersonId, RouteId, TaskId};

use super::data::{Month, missing};
use super::incoming::within;
use super::play::{Play, Taken};
use super::ways::{Act, Sent, Who};
use crate::error::{OpError, Result};
use crate::ops::outgoing::{NewDraft, Wish, act, draft};
use crate::ops::routes;

const APPROVALS: [TaskKind; 4] = [
    TaskKind::Initial,
    TaskKind::Content,
    TaskKind::Form,
    TaskKind::Final,
];
const ORDINARY: &str = "Công văn thường";

impl Play<'_> {
    /// A step on the draft.
    pub async fn outgoing(&mut self, taken: &Taken<'_>) -> Result<()> {
        let words = |case: &str| self.month.words(case, taken.turn);
        let wish = match &taken.step.act {
            Act::Draft { form, answers } => {
                return self.begin_draft(taken, (form.as_deref(), *answers)).await;
            }
            Act::Version => return self.add_version(taken).await,
            Act::Number { reserved } => return self.number(taken, *reserved).await,
            Act::SendUp { route } => self.submission(taken, route.as_deref()).await?,
            Act::AskOpinions { of, days } => {
                let mut asked = Vec::new();
                for who in of {
                    asked.extend(self.principal(taken.life, *who)?);
                }
                Wish::Act(Action::AskOpinions(
                    asked,
                    Some(within(*days)),
                    words("ask_opinions")?,
                ))
            }
            Act::Opinion { agrees } => {
                let case = if *agrees { "agree" } else { "disagree" };
                let task = self.step_of(taken, &[TaskKind::Opinion]).await?;
                Wish::Act(Action::GiveOpinion(task, *agrees, words(case)?))
            }
            Act::Approve => {
                let task = self.step_of(taken, &APPROVALS).await?;
                Wish::Act(Action::Approve(task, Some(words("approve")?)))
            }
            Act::SendDown { to_drafter } => {
                let to = if *to_drafter {
                    ReturnTo::Drafter
                } else {
                    ReturnTo::PreviousStage
                };
                let task = self.step_of(taken, &APPROVALS).await?;
                Wish::Act(Action::Return(task, to, words("send_down")?))
            }
            Act::Withdraw => Wish::Act(Action::Withdraw(words("withdraw")?)),
            Act::Abandon => Wish::Act(Action::Abandon(words("abandon")?)),
            Act::Issue => {
                let task = self.step_of(taken, &[TaskKind::Dispatch]).await?;
                self.settle_file(taken, task).await?;
                Wish::Act(Action::Issue(task))
            }
            Act::Dispatch { to } => Wish::Act(Action::Dispatch(self.recipients(taken, *to)?)),
            Act::Recall => Wish::Act(Action::Recall(words("recall")?)),
            Act::Replace => Wish::Replace(self.last(taken)?),
            Act::CorrectByLetter => Wish::CorrectByLetter(self.last(taken)?),
            _ => return Err(missing("step", &format!("{:?}", taken.step.act))),
        };
        let mends = matches!(taken.step.act, Act::Replace | Act::CorrectByLetter);
        let first = self.states[taken.life].drafts.first().copied();
        let document = if mends { first } else { None };
        let document = document.map_or_else(|| self.last(taken), Ok)?;
        act(self.app, &taken.doer.caller, (document, None), &wish, None).await?;
        if matches!(wish, Wish::Submit(..)) {
            self.states[taken.life].submitted = true;
        }
        Ok(())
    }

    /// Where the office cannot write number and date into the file, the clerk lets it go without.
    async fn settle_file(&self, taken: &Taken<'_>, task: TaskId) -> Result<()> {
        let document = self.last(taken)?;
        let draft = storage::outgoing::find_draft(&self.app.0.db, document).await?;
        let release = draft.and_then(|draft| draft.release);
        if release.is_some_and(|release| release.stamp.is_settled()) {
            return Ok(());
        }
        let reason = self.month.words("unstamped", taken.turn)?;
        let wish = Wish::Act(Action::GoUnstamped(task, reason));
        act(self.app, &taken.doer.caller, (document, None), &wish, None).await
    }

    /// The draft that a life is at.
    pub fn last(&self, taken: &Taken<'_>) -> Result<DocumentId> {
        let last = self.states[taken.life].drafts.last().copied();
        last.ok_or_else(|| missing("draft", &self.lives[taken.life].way.key))
    }

    async fn step_of(&self, taken: &Taken<'_>, kinds: &[TaskKind]) -> Result<TaskId> {
        Ok(self
            .task(self.last(taken)?, &taken.doer.place, kinds)
            .await?
            .id)
    }

    async fn begin_draft(
        &mut self,
        taken: &Taken<'_>,
        (form, answers): (Option<&str>, bool),
    ) -> Result<()> {
        let life = &self.lives[taken.life];
        let form = match form {
            Some(key) => Month::form(&self.month.forms.outgoing, key)?,
            None => life.form,
        };
        let subject = form.subject.replace("{about}", &life.topic.about);
        let new = NewDraft {
            subject: Some(subject),
            kind: Some(form.kind.clone()),
            urgency: life.urgency,
            unit: None,
            answers: self.states[taken.life].incoming.filter(|_| answers),
        };
        let document = draft(self.app, &taken.doer.caller, new, None).await?;
        let state = &mut self.states[taken.life];
        state.drafts.push(document);
        (state.versions, state.submitted) = (0, false);
        Ok(())
    }

    async fn add_version(&mut self, taken: &Taken<'_>) -> Result<()> {
        let (document, version) = (self.last(taken)?, self.states[taken.life].versions + 1);
        let paper = self.paper_out(taken.life, version)?;
        let name = format!("du-thao-{}-{version}", taken.life);
        let path = paper.write(self.app, self.files, &name).await?;
        let name = format!("Dự thảo lần {version}");
        let place = (Some(document), Fields::default());
        let (_, file) = self.keep(taken, (&path, &name), place).await?;
        let note = self.month.words("version", version - 1)?;
        let wish = Wish::AddVersion(vec![file], Some(note));
        act(self.app, &taken.doer.caller, (document, None), &wish, None).await?;
        self.states[taken.life].versions = version;
        Ok(())
    }

    async fn submission(&self, taken: &Taken<'_>, route: Option<&str>) -> Result<Wish> {
        let note = Some(self.month.words("send_up", taken.turn)?);
        if self.states[taken.life].submitted {
            return Ok(Wish::Submit(None, BTreeMap::new(), note));
        }
        let name = route.unwrap_or(ORDINARY);
        let named: &[(&str, Who)] = match name {
            ORDINARY => &[("signer", Who::Leader)],
            "Quyết định" => &[
                ("initials", Who::Initialling),
                ("first_signer", Who::Leader),
                ("second_signer", Who::Deputy),
                ("signer", Who::Chairman),
            ],
            _ => &[("opinion", Who::Initialling), ("signer", Who::Leader)],
        };
        let mut chosen: BTreeMap<String, PersonId> = BTreeMap::new();
        for (key, who) in named {
            let person = self.agency(taken.life).resolve(*who, self.view(taken.life));
            let person = person.ok_or_else(|| missing("person", &format!("{who:?}")))?;
            chosen.insert((*key).to_owned(), person.id);
        }
        let route = self.route(taken, name).await?;
        Ok(Wish::Submit(Some(route), chosen, note))
    }

    async fn route(&self, taken: &Taken<'_>, name: &str) -> Result<RouteId> {
        let listed = routes::list(self.app, &taken.doer.caller).await?;
        let mut published = listed
            .versions
            .iter()
            .filter(|one| one.published_at.is_some());
        let found = published.find(|one| one.definition.name == name);
        Ok(found.ok_or_else(|| missing("route", name))?.route)
    }

    fn recipients(&self, taken: &Taken<'_>, to: Sent) -> Result<Vec<Recipient>> {
        let own = self.agency(taken.life);
        let outside = |turn: u32| {
            Ok::<_, OpError>(Recipient::Outside {
                name: self.month.words("outside", turn)?,
                channel: self.month.words("channel", turn)?,
            })
        };
        Ok(match to {
            Sent::Other => {
                let others = self.agencies.iter().filter(|agency| agency.id != own.id);
                let other = others.map(|agency| Recipient::Organisation {
                    organisation: agency.id,
                });
                other.chain([outside(taken.turn)?]).collect()
            }
            Sent::Outside => vec![outside(taken.turn)?, outside(taken.turn + 1)?],
            Sent::Inside => {
                let units = own.units.iter();
                units
                    .map(|(_, unit)| Recipient::Unit { unit: *unit })
                    .collect()
            }
        })
    }
}
