//! At the register: arrival numbers, numbers of drafts, copies, and a number that is cancelled.

use workflow::documents::{Direction, Fields};
use workflow::registers::{Book, CopyKind};
use workflow::{DocumentId, RegisterId};

use super::data::missing;
use super::play::{Play, Taken};
use super::ways::Act;
use crate::error::Result;
use crate::ops::registers::{self, Registered, Wish};
use crate::ops::work::{Registration, register};

impl Play<'_> {
    /// The number of a draft, one that was kept for it or the next.
    pub async fn number(&mut self, taken: &Taken<'_>, reserved: bool) -> Result<()> {
        let agency = self.lives[taken.life].agency;
        let kept = self
            .reserved
            .iter()
            .position(|(of, _)| *of == agency && reserved);
        let number = kept.map(|at| self.reserved.remove(at).1);
        let place = Wish {
            unit: Some(
                self.agency(taken.life)
                    .unit(&self.lives[taken.life].topic.unit)?,
            ),
            number,
            ..Wish::default()
        };
        let document = self.last(taken)?;
        // Number and date are written into the file before it is issued.
        self.unread = true;
        self.enter(taken, document, place).await.map(drop)
    }

    async fn enter(
        &self,
        taken: &Taken<'_>,
        document: DocumentId,
        wish: Wish,
    ) -> Result<Registered> {
        let registration = Registration {
            document,
            fields: None,
            wish,
            submit_to: None,
            accepts_duplicate: false,
        };
        register(self.app, &taken.doer.caller, registration, None).await
    }

    /// Numbers of what comes in and of copies, and of what was signed before it came here.
    pub async fn at_the_register(&mut self, taken: &Taken<'_>) -> Result<()> {
        let state = &self.states[taken.life];
        let none = || missing("paper", &self.lives[taken.life].way.key);
        match &taken.step.act {
            Act::Register { to } => {
                let submit_to = match to {
                    Some(to) => self.principal(taken.life, *to)?,
                    None => None,
                };
                let registration = Registration {
                    document: state.incoming.ok_or_else(none)?,
                    fields: Some(Fields {
                        direction: Some(Direction::Incoming),
                        ..self.paper_in(taken.life)?.fields()
                    }),
                    wish: Wish::default(),
                    submit_to,
                    accepts_duplicate: false,
                };
                register(self.app, &taken.doer.caller, registration, None).await?;
            }
            Act::Copy => {
                let place = Wish {
                    register: Some(self.copies(taken).await?),
                    copy: Some(CopyKind::Certified),
                    ..Wish::default()
                };
                self.enter(taken, state.incoming.ok_or_else(none)?, place)
                    .await?;
            }
            Act::Signed => self.bring_signed(taken).await?,
            Act::Enter => {
                let document = state.drafts.last().copied().ok_or_else(none)?;
                let unit = self
                    .agency(taken.life)
                    .unit(&self.lives[taken.life].topic.unit)?;
                let place = Wish {
                    unit: Some(unit),
                    ..Wish::default()
                };
                let entered = self.enter(taken, document, place).await?;
                self.states[taken.life].entered = Some(entered);
            }
            _ => {
                let entered = state.entered.clone().ok_or_else(none)?;
                let place = storage::registers::Place {
                    register: entered.register,
                    year: entered.year,
                    number: entered.number,
                };
                let because = self.month.words("cancel", taken.turn)?;
                registers::cancel(self.app, &taken.doer.caller, place, &because, None).await?;
            }
        }
        Ok(())
    }

    async fn copies(&self, taken: &Taken<'_>) -> Result<RegisterId> {
        let known = registers::list(self.app, &taken.doer.caller).await?;
        let copies = known.iter().find(|one| one.book == Book::Copies);
        Ok(copies.ok_or_else(|| missing("register", "copies"))?.id)
    }

    /// A paper that was signed by hand and never was a draft here.
    async fn bring_signed(&mut self, taken: &Taken<'_>) -> Result<()> {
        let paper = self.paper_out(taken.life, 1)?;
        let path = paper
            .write(self.app, self.files, &format!("out-{}", taken.life))
            .await?;
        let fields = Fields {
            direction: Some(Direction::Outgoing),
            issued_on: None,
            ..paper.fields()
        };
        let name = format!("{}-ban-ky-giay", paper.dated);
        let (document, _) = self.keep(taken, (&path, &name), (None, fields)).await?;
        self.states[taken.life].drafts.push(document);
        Ok(())
    }
}
