//! The numbering step of a draft, done by the register in the transaction that gives the number, and
//! undone in the one that cancels it.

use storage::Transaction;
use storage::documents::Document;
use workflow::Refusal;
use workflow::access::Caller;
use workflow::work::TaskKind;
use workflow::work::outgoing::Action;

use super::act::Scene;
use crate::error::{OpError, Result};
use crate::ops::App;

/// A draft that is about to get its number.
pub struct Numbering(Scene);

impl Numbering {
    /// The paper as a draft; none when it never was one.
    pub async fn find(
        app: &App,
        caller: &Caller,
        document: &Document,
    ) -> Result<Option<Numbering>> {
        let draft = storage::outgoing::find_draft(&app.0.db, document.id).await?;
        if draft.is_none() {
            return Ok(None);
        }
        let scene = Scene::of(app, caller, document.id).await?;
        Ok(Some(Numbering(scene)))
    }

    /// Closes the step; refuses where the paper does not wait for its number.
    pub async fn act(&self, app: &App, tx: &mut Transaction, caller: &Caller) -> Result<()> {
        let paper = self.0.lock(tx).await?;
        let mut open = paper.case.open_tasks();
        let step = open.find(|task| task.kind == TaskKind::Number);
        let waits = || OpError::Refused(Refusal::new("outgoing.not_approved"));
        let action = Action::Number(step.ok_or_else(waits)?.id);
        self.0.act(app, tx, caller, (&paper, &action)).await?;
        Ok(())
    }

    /// The number is cancelled: the paper waits for another; refuses where it goes about under it.
    pub async fn undo(&self, app: &App, tx: &mut Transaction, caller: &Caller) -> Result<()> {
        let paper = self.0.lock(tx).await?;
        self.0.lose_number(app, tx, caller, &paper).await
    }
}
