//! What ids stand for that somebody names in an action on an outgoing paper, looked up under its lock.

use storage::Transaction;
use time::Date;
use workflow::access::Caller;
use workflow::calendar::VIETNAM;
use workflow::work::outgoing::{Action, Draft, DraftFile, Other, Paper, Recipient, Submission};
use workflow::{DocumentId, FileId, Refusal, RouteId};

use super::act::Wish;
use crate::error::{OpError, Result};

/// Looks up what ids stand for, under the lock.
pub(super) async fn resolve(
    tx: &Transaction,
    caller: &Caller,
    paper: &Paper,
    wish: &Wish,
) -> Result<Action> {
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
