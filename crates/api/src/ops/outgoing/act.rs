//! Acting on an outgoing paper: load the paper under its lock, ask the rule, save, record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::Transaction;
use storage::documents::Document;
use time::Date;
use workflow::access::{Caller, Scope};
use workflow::audit::NewEvent;
use workflow::calendar::{Calendar, VIETNAM};
use workflow::delegation::{Live, stand_ins};
use workflow::documents::{Direction, ReadingState};
use workflow::work::outgoing::{
    self, Acted, Action, Draft, DraftChange, DraftFile, Other, Paper, Recipient, Setting, Stamp,
    Submission,
};
use workflow::work::{Actor, Case, Context, Staff, Standing};
use workflow::{DocumentId, FileId, OrganisationId, PersonId, Refusal, RouteId, TaskId};

use super::stamp;
use crate::error::{OpError, Result};
use crate::ops::delegations::lives_of;
use crate::ops::exchange;
use crate::ops::work::{payload, save, staff_of};
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

/// Does what somebody wants to do with an outgoing paper.
pub async fn act(
    app: &App,
    caller: &Caller,
    document: DocumentId,
    wish: &Wish,
    once: Option<&Once>,
) -> Result<()> {
    let scene = Scene::open(app, caller, document).await?;
    app.write_once(once, async |tx| {
        let paper = scene.lock(tx).await?;
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
        let (id, case) = (self.document, &paper.case);
        let found = storage::documents::list_by_ids(tx, &[id]).await?;
        let document = found.first().ok_or(OpError::NotFound)?;
        let (standing, acted) = self
            .decide(app, caller, (document, tx.now()), (paper, action))
            .map_err(OpError::Refused)?;
        save(app, tx, (document, case), standing, &acted.work).await?;
        if *action == Action::Draft {
            storage::outgoing::insert_draft(tx, id, &paper.draft).await?;
        }
        storage::outgoing::save(tx, id, standing, &acted.draft).await?;
        let to_stamp = |change: &DraftChange| match change {
            DraftChange::Release(Some(release)) => release.stamp == Stamp::Waiting,
            _ => false,
        };
        if acted.draft.iter().any(to_stamp) {
            stamp::enqueue(app, tx, document).await?;
        }
        exchange::carry(app, tx, caller, (paper, &acted)).await?;
        let mut payload = payload(case, standing, &acted.work);
        tell_draft(&mut payload, &acted.draft);
        let event = NewEvent {
            actor: Some(caller.person),
            kind: action.verb().event(),
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
        (document, now): (&Document, time::OffsetDateTime),
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
        let setting = Setting {
            number_before_approval: self.number_before_approval,
        };
        let context = Context {
            now,
            staff: &self.staff,
            calendar: &self.calendar,
            new_id: &new_id,
        };
        let standing = outgoing::standing(paper, &actor, action, &setting)?;
        let acted = outgoing::act(paper, &actor, action, &context, &setting)?;
        Ok((standing, acted))
    }
}

/// Looks up what ids stand for, under the lock.
async fn resolve(tx: &Transaction, caller: &Caller, paper: &Paper, wish: &Wish) -> Result<Action> {
    Ok(match wish {
        Wish::Act(Action::Dispatch(recipients)) => {
            let today = tx.now().to_offset(VIETNAM).date();
            require_agencies(tx, recipients, today).await?;
            Action::Dispatch(recipients.clone())
        }
        Wish::Act(action) => action.clone(),
        Wish::AddVersion(files, note) => {
            Action::AddVersion(files_of(tx, paper, files).await?, note.clone())
        }
        Wish::Submit(route, chosen, note) => Action::Submit(Submission {
            route: route_of(tx, paper, *route).await?,
            chosen: chosen.clone(),
            note: note.clone(),
        }),
        Wish::StampByHand(task, copy) => {
            let copy = copy_of(tx, paper, *copy).await?;
            Action::StampByHand(*task, copy)
        }
        Wish::Replace(other) => Action::Replace(other_of(tx, caller, *other).await?),
        Wish::CorrectByLetter(other) => {
            Action::CorrectByLetter(other_of(tx, caller, *other).await?)
        }
    })
}

async fn files_of(tx: &Transaction, paper: &Paper, wanted: &[FileId]) -> Result<Vec<DraftFile>> {
    let files = storage::documents::list_files(tx, &[paper.case.document]).await?;
    let file = |id: &FileId| {
        let file = files.iter().find(|file| file.id == *id);
        let file = file.ok_or_else(|| OpError::Invalid(Refusal::new("outgoing.file_foreign")))?;
        Ok(DraftFile {
            file: file.id,
            sha256: hex::encode(file.blob.0),
            state: file.state,
        })
    };
    wanted.iter().map(file).collect()
}

/// A copy that goes out is a PDF as every paper that goes out (NĐ 30/2020 Phụ lục I) and is none of
/// the files that were approved without number and date.
async fn copy_of(tx: &Transaction, paper: &Paper, copy: FileId) -> Result<DraftFile> {
    let files = files_of(tx, paper, &[copy]).await?;
    let kept = storage::documents::find_file(tx, copy).await?;
    let is_pdf = kept.is_some_and(|file| file.media_type == "application/pdf");
    let is_approved = paper.draft.files.iter().any(|file| file.file == copy);
    let unfit = || OpError::Invalid(Refusal::new("outgoing.copy_unfit"));
    let found = files.into_iter().next().filter(|_| is_pdf && !is_approved);
    found.ok_or_else(unfit)
}

async fn route_of(
    tx: &Transaction,
    paper: &Paper,
    wanted: Option<RouteId>,
) -> Result<Option<workflow::work::routes::Published>> {
    let running = paper.draft.run.as_ref().map(|run| run.route.route);
    let Some(wanted) = wanted.filter(|wanted| Some(*wanted) != running) else {
        return Ok(None);
    };
    let found = storage::routes::find_published(tx, wanted, paper.case.organisation).await?;
    let unpublished = || OpError::Invalid(Refusal::new("routes.not_published"));
    Ok(Some(found.ok_or_else(unpublished)?))
}

async fn other_of(tx: &Transaction, caller: &Caller, other: DocumentId) -> Result<Other> {
    let visible = storage::documents::find_visible(tx, other, &caller.principals()).await?;
    let document = visible.ok_or_else(|| OpError::Invalid(Refusal::new("outgoing.other_unfit")))?;
    let draft = storage::outgoing::find_draft(tx, other).await?;
    let is_issued = |draft: Draft| draft.issued_at.is_some() && draft.recalled_at.is_none();
    Ok(Other {
        document: other,
        kind: document.fields.kind,
        is_issued: draft.is_some_and(is_issued),
    })
}

/// Papers go to agencies that exist today; what an agency of the past is to receive goes to its
/// successor.
async fn require_agencies(tx: &Transaction, recipients: &[Recipient], today: Date) -> Result<()> {
    let wanted: Vec<_> = recipients.iter().filter_map(Recipient::agency).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let agencies = storage::organisations::list(tx).await?;
    for id in wanted {
        let unfit = || Refusal::new("outgoing.recipient_unfit").with("max", 200);
        let agency = agencies.iter().find(|agency| agency.id == id);
        let agency = agency.ok_or_else(|| OpError::Invalid(unfit()))?;
        if !agency.validity.covers(today) {
            let ended = Refusal::new("exchange.agency_ended").with("agency", agency.name.clone());
            return Err(OpError::Invalid(ended));
        }
    }
    Ok(())
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
            | DraftChange::Number(_)
            | DraftChange::Issue(_)
            | DraftChange::Recall(..) => {}
        }
    }
    facts["voided"] = json!(voided);
}
