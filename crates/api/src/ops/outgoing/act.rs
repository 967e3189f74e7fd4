//! Acting on an outgoing paper: load the paper under its lock, ask the rule, save, record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Transaction;
use storage::documents::Document;
use storage::work::keep_way_back;
use time::OffsetDateTime;
use uuid::Uuid;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::calendar::Calendar;
use workflow::delegation::{Live, stand_ins};
use workflow::documents::{Direction, ReadingState};
use workflow::work::outgoing::{self, Acted, Action, DraftChange, Paper, Setting, Stamp};
use workflow::work::{Actor, Case, Context, Staff, Standing, WayBack};
use workflow::{DocumentId, FileId, OrganisationId, PersonId, Refusal, RouteId, TaskId};

use super::resolve::resolve;
use super::stamp;
use crate::error::{OpError, Result};
use crate::ops::delegations::lives_of;
use crate::ops::exchange;
use crate::ops::work::{payload, save, staff_of, still_as_seen};
use crate::ops::{App, Once};

/// What somebody wants to do, in ids; what they stand for is looked up.
#[derive(Debug, Clone)]
pub enum Wish {
    /// An action that needs nothing looked up.
    Act(Action),
    /// Make these files of the paper its next version.
    AddVersion(Vec<FileId>, Option<String>),
    /// Submit on the newest version of a route; on the one the paper runs on where that is the
    /// same route, or where none is named.
    Submit(Option<RouteId>, BTreeMap<String, PersonId>, Option<String>),
    /// Put in this file of the paper, which has number and date.
    StampByHand(TaskId, FileId),
    /// Put another paper in its place.
    Replace(DocumentId),
    /// Correct it by a letter.
    CorrectByLetter(DocumentId),
}

#[derive(Serialize, Deserialize)]
struct Saved {
    revision: i64,
}

/// Does what somebody wants to do with an outgoing paper; where he says at which revision he saw it, only if
/// nobody has acted since.
pub async fn act(
    app: &App,
    caller: &Caller,
    (document, seen): (DocumentId, Option<i64>),
    wish: &Wish,
    once: Option<&Once>,
) -> Result<()> {
    let scene = Scene::open(app, caller, document).await?;
    app.write_once(once, async |tx| {
        let paper = scene.lock(tx).await?;
        still_as_seen(&paper.case, seen)?;
        let action = resolve(tx, caller, &paper, wish).await?;
        let revision = scene.act(app, tx, caller, (&paper, &action)).await?;
        Ok(Saved { revision })
    })
    .await?;
    Ok(())
}

/// What an action is judged by beside the paper itself.
pub(in crate::ops) struct Scene {
    document: DocumentId,
    organisation: OrganisationId,
    staff: Staff,
    calendar: Calendar,
    number_before_approval: bool,
    lives: Vec<Live>,
}

impl Scene {
    /// The paper, if the caller may read it and act.
    pub async fn open(app: &App, caller: &Caller, document: DocumentId) -> Result<Scene> {
        caller
            .require_scope(Scope::Write)
            .map_err(OpError::Refused)?;
        let principals = caller.principals();
        let found = storage::documents::find_visible(&app.0.db, document, &principals).await?;
        let document: Document = found.ok_or(OpError::NotFound)?;
        if document.state == ReadingState::Quarantined {
            return Err(OpError::Refused(Refusal::new("documents.quarantined")));
        }
        Scene::of(app, caller, document.id).await
    }

    /// The scene of a paper, whoever acts.
    pub(super) async fn of(app: &App, caller: &Caller, document: DocumentId) -> Result<Scene> {
        let (db, organisation) = (&app.0.db, caller.organisation);
        Ok(Scene {
            document,
            organisation,
            staff: staff_of(app, organisation).await?,
            calendar: storage::calendar::load(db, organisation).await?,
            number_before_approval: storage::outgoing::numbers_before_approval(db, organisation)
                .await?,
            lives: lives_of(app, caller).await?,
        })
    }

    /// The paper under a lock that holds until the transaction ends.
    pub async fn lock(&self, tx: &Transaction) -> Result<Paper> {
        let case = self.lock_case(tx).await?;
        let draft = storage::outgoing::find_draft(tx, self.document).await?;
        let draft = draft.ok_or(OpError::NotFound)?;
        Ok(Paper { case, draft })
    }

    /// The tasks under that lock.
    pub(super) async fn lock_case(&self, tx: &Transaction) -> Result<Case> {
        let direction = Direction::Outgoing;
        let locked =
            storage::work::lock_case(tx, self.document, self.organisation, direction).await?;
        Ok(locked)
    }

    /// Does an action on a locked paper; answers with the revision of its case after it.
    pub async fn act(
        &self,
        app: &App,
        tx: &mut Transaction,
        caller: &Caller,
        (paper, action): (&Paper, &Action),
    ) -> Result<i64> {
        let id = self.document;
        let found = storage::documents::list_by_ids(tx, &[id]).await?;
        let document = found.first().ok_or(OpError::NotFound)?;
        let (standing, acted) = self
            .decide(app, caller, (document, tx.now()), (paper, action))
            .map_err(OpError::Refused)?;
        if *action == Action::Draft {
            storage::outgoing::insert_draft(tx, id, &paper.draft).await?;
        }
        let kind = action.verb().event();
        self.keep(app, tx, (document, paper), (caller, standing), &acted, kind)
            .await
    }

    /// The register cancels the number of a locked paper; nothing where it has none.
    pub(super) async fn lose_number(
        &self,
        app: &App,
        tx: &mut Transaction,
        caller: &Caller,
        paper: &Paper,
    ) -> Result<()> {
        let found = storage::documents::list_by_ids(tx, &[self.document]).await?;
        let document = found.first().ok_or(OpError::NotFound)?;
        let acted = {
            let new_id = || app.0.clock.new_id();
            let context = self.context(tx.now(), &new_id);
            outgoing::lose_number(paper, caller.person, &context, &self.setting())
        };
        let acted = acted.map_err(OpError::Refused)?;
        if acted == Acted::default() {
            return Ok(());
        }
        let standing = Standing {
            person: caller.person,
            on_behalf_of: None,
        };
        let kind = "task.number_lost";
        self.keep(app, tx, (document, paper), (caller, standing), &acted, kind)
            .await?;
        Ok(())
    }

    /// Saves what the rule decided and records it.
    async fn keep(
        &self,
        app: &App,
        tx: &mut Transaction,
        (document, paper): (&Document, &Paper),
        (caller, standing): (&Caller, Standing),
        acted: &Acted,
        kind: &'static str,
    ) -> Result<i64> {
        let (id, case) = (self.document, &paper.case);
        let told = save(app, tx, (document, case), standing, &acted.work).await?;
        storage::outgoing::save(tx, id, standing, &acted.draft).await?;
        let to_stamp = |change: &DraftChange| match change {
            DraftChange::Release(Some(release)) => release.stamp == Stamp::Waiting,
            _ => false,
        };
        if acted.draft.iter().any(to_stamp) {
            stamp::enqueue(app, tx, document).await?;
        }
        exchange::carry(app, tx, caller, (paper, acted)).await?;
        let mut payload = payload(case, standing, &acted.work);
        tell_draft(&mut payload, &acted.draft);
        let back = WayBack::of_draft((case, &paper.draft), acted, (standing, kind, tx.now()));
        if let Some(back) = back.filter(|_| !told) {
            keep_way_back(tx, id, Some(&back)).await?;
            payload["undoable"] = json!(true);
        }
        let event = NewEvent {
            actor: Some(caller.person),
            kind,
            subject: id.to_string(),
            payload,
        };
        tx.record(self.organisation, event);
        Ok(case.revision + 1)
    }

    fn decide(
        &self,
        app: &App,
        caller: &Caller,
        (document, now): (&Document, OffsetDateTime),
        (paper, action): (&Paper, &Action),
    ) -> std::result::Result<(Standing, Acted), Refusal> {
        // A delegation that ended since the paper was loaded counts no more.
        let mut lives = self.lives.clone();
        lives.retain(|live| live.delegation.is_live(now));
        let fields = &document.fields;
        let stands_in = stand_ins(&lives, fields.kind.as_deref(), fields.register.as_deref());
        let actor = Actor {
            caller,
            stands_in: &stands_in,
        };
        let new_id = || app.0.clock.new_id();
        let (context, setting) = (self.context(now, &new_id), self.setting());
        let standing = outgoing::standing(paper, &actor, action, &setting)?;
        let acted = outgoing::act(paper, &actor, action, &context, &setting)?;
        Ok((standing, acted))
    }

    fn setting(&self) -> Setting {
        Setting {
            number_before_approval: self.number_before_approval,
        }
    }

    fn context<'a>(&'a self, now: OffsetDateTime, new_id: &'a dyn Fn() -> Uuid) -> Context<'a> {
        Context {
            now,
            staff: &self.staff,
            calendar: &self.calendar,
            new_id,
        }
    }
}

/// What happened to the draft, in ids, numbers and hashes.
fn tell_draft(facts: &mut Value, changes: &[DraftChange]) {
    let mut voided = Vec::new();
    for change in changes {
        match change {
            DraftChange::Version { version, files, .. } => {
                let files = files.iter().map(|file| json!([file.file, file.sha256]));
                facts["version"] = json!(version);
                facts["files"] = files.collect();
            }
            DraftChange::Run(run) => {
                facts["route"] = json!([run.route.route, run.route.version]);
                facts["chosen"] = json!(run.chosen);
            }
            DraftChange::Approve(approval) => {
                let files = approval.files.iter();
                facts["approved"] = json!({
                    "step": approval.step, "version": approval.version,
                    "files": files.map(|file| json!([file.file, file.sha256])).collect::<Value>(),
                });
            }
            DraftChange::Void(task, _) => voided.push(json!(task)),
            DraftChange::Send(recipients) => facts["sent_to"] = json!(recipients.len()),
            DraftChange::ReplacedBy(other) => facts["replaced_by"] = json!(other),
            DraftChange::CorrectedBy(other) => facts["corrected_by"] = json!(other),
            DraftChange::Release(release) => {
                facts["release"] = release.as_ref().map(stamp::facts).into();
            }
            DraftChange::Move(_)
            | DraftChange::Unapprove(_)
            | DraftChange::Unvoid(_)
            | DraftChange::Number(_)
            | DraftChange::Issue(_)
            | DraftChange::Recall(..) => {}
        }
    }
    facts["voided"] = json!(voided);
}
