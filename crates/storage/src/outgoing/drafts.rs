//! Drafts as they are kept: for the rules, and for showing.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;
use workflow::work::outgoing::{Approval, Draft, DraftFile, Place, Recipient, Run};
use workflow::{DocumentId, FileId, OrganisationId, PersonId, RemarkId, TaskId, UnitId};

use crate::documents::File;
use crate::entities::outgoing::{
    approval, draft, draft_file, draft_version, mended_by, recipient, running_route,
};
use crate::entities::papers::document;
use crate::moments::moment;
use crate::{Executor, Result, StorageError};

/// A version of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub version: u32,
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// By whom.
    pub made_by: PersonId,
    /// What changed, in words.
    pub remark: Option<RemarkId>,
}

/// Papers of one query; one value each stays far below the limit of either database.
const PAPERS_PER_QUERY: usize = 500;

/// One sending of an issued paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// To whom.
    pub to: Recipient,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: PersonId,
}

/// A paper that mends an issued one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The paper that mends.
    pub other: DocumentId,
    /// Whether it takes the place of the faulty one; else it corrects it.
    pub replaces: bool,
    /// Since when.
    pub at: OffsetDateTime,
}

/// The draft of a paper; none for papers that were not drafted here.
pub async fn find_draft(ex: &impl Executor, document: DocumentId) -> Result<Option<Draft>> {
    let row = draft::Entity::find_by_id(document.0).one(ex.raw()).await?;
    let Some(row) = row else { return Ok(None) };
    let kind = document::Entity::find_by_id(document.0)
        .one(ex.raw())
        .await?
        .ok_or(StorageError::NotFound("document"))?
        .kind;
    let version = count(row.version)?;
    let files = list_version_files(ex, document, version).await?;
    let file = |file: File| DraftFile {
        file: file.id,
        sha256: hex::encode(file.blob.0),
        state: file.state,
    };
    Ok(Some(Draft {
        drafter: PersonId(row.drafter_id),
        unit: row.unit_id.map(UnitId),
        kind,
        version,
        files: files.into_iter().map(file).collect(),
        run: find_run(ex, document).await?,
        approvals: list_approvals(ex, document).await?,
        release: super::releases::find_release(ex, document).await?,
        numbered_at: row.numbered_at_us.map(moment).transpose()?,
        issued_at: row.issued_at_us.map(moment).transpose()?,
        recalled_at: row.recalled_at_us.map(moment).transpose()?,
        lies_with: lies_with(ex, document).await?,
    }))
}

async fn lies_with(ex: &impl Executor, document: DocumentId) -> Result<BTreeSet<OrganisationId>> {
    let sent = crate::exchange::list_by_sent(ex, document).await?;
    let there = sent.iter().filter(|one| one.is_there()).map(|one| one.to);
    Ok(there.collect())
}

async fn find_run(ex: &impl Executor, document: DocumentId) -> Result<Option<Run>> {
    let row = running_route::Entity::find_by_id(document.0)
        .one(ex.raw())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let corrupt = |what: &str| StorageError::Corrupt(format!("running route {document}: {what}"));
    let stage = row.stage.map(u16::try_from).transpose();
    let place = match (row.place.as_str(), stage.map_err(|_| corrupt("stage"))?) {
        ("with_drafter", None) => Place::WithDrafter,
        ("approved", None) => Place::Approved,
        ("at_stage", Some(stage)) => Place::At(stage),
        _ => return Err(corrupt("place")),
    };
    Ok(Some(Run {
        route: crate::routes::get_version(ex, row.route_id, row.version).await?,
        chosen: serde_json::from_str(&row.chosen).map_err(|_| corrupt("chosen"))?,
        place,
    }))
}

async fn list_approvals(ex: &impl Executor, document: DocumentId) -> Result<Vec<Approval>> {
    let mut rows = approval::Entity::find()
        .filter(approval::Column::DocumentId.eq(document.0))
        .all(ex.raw())
        .await?;
    rows.sort_by_key(|row| (row.at_us, row.task_id));
    rows.iter().map(approval_of).collect()
}

fn approval_of(row: &approval::Model) -> Result<Approval> {
    let corrupt = |what: &str| StorageError::Corrupt(format!("approval {}: {what}", row.task_id));
    let step = serde_json::from_value(row.step.clone().into());
    Ok(Approval {
        task: TaskId(row.task_id),
        step: step.map_err(|_| corrupt("step"))?,
        stage: u16::try_from(row.stage).map_err(|_| corrupt("stage"))?,
        version: count(row.version)?,
        files: serde_json::from_str(&row.files).map_err(|_| corrupt("files"))?,
        at: moment(row.at_us)?,
        by: PersonId(row.by_id),
        on_behalf_of: row.on_behalf_of.map(PersonId),
        voided_at: row.voided_at_us.map(moment).transpose()?,
    })
}

/// The versions of a draft, oldest first.
pub async fn list_versions(ex: &impl Executor, document: DocumentId) -> Result<Vec<Version>> {
    let rows = draft_version::Entity::find()
        .filter(draft_version::Column::DocumentId.eq(document.0))
        .order_by_asc(draft_version::Column::Version)
        .all(ex.raw())
        .await?;
    let version = |row: draft_version::Model| {
        Ok(Version {
            version: count(row.version)?,
            made_at: moment(row.made_at_us)?,
            made_by: PersonId(row.made_by),
            remark: row.remark_id.map(RemarkId),
        })
    };
    rows.into_iter().map(version).collect()
}

/// The files of a version, in order; empty where there is no such version.
pub async fn list_version_files(
    ex: &impl Executor,
    document: DocumentId,
    version: u32,
) -> Result<Vec<File>> {
    let rows = draft_file::Entity::find()
        .filter(draft_file::Column::DocumentId.eq(document.0))
        .filter(draft_file::Column::Version.eq(version))
        .order_by_asc(draft_file::Column::Ordinal)
        .all(ex.raw())
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let files = crate::documents::list_files(ex, &[document]).await?;
    let mut files: HashMap<FileId, File> = files.into_iter().map(|file| (file.id, file)).collect();
    let file = |row: &draft_file::Model| {
        let missing = || StorageError::Corrupt(format!("file {} of a draft", row.file_id));
        files.remove(&FileId(row.file_id)).ok_or_else(missing)
    };
    rows.iter().map(file).collect()
}

/// Files of older versions of many papers that the present version does not have.
pub async fn list_superseded(
    ex: &impl Executor,
    documents: &[DocumentId],
) -> Result<HashSet<FileId>> {
    let ids = || documents.iter().map(|id| id.0);
    let drafts = draft::Entity::find()
        .filter(draft::Column::DocumentId.is_in(ids()))
        .all(ex.raw())
        .await?;
    let newest = drafts.into_iter().map(|row| (row.document_id, row.version));
    let newest: HashMap<_, _> = newest.collect();
    let rows = draft_file::Entity::find()
        .filter(draft_file::Column::DocumentId.is_in(ids()))
        .all(ex.raw())
        .await?;
    let is_present = |row: &&draft_file::Model| newest.get(&row.document_id) == Some(&row.version);
    let present = rows.iter().filter(is_present).map(|row| row.file_id);
    let present: HashSet<_> = present.collect();
    let files = rows.iter().map(|row| row.file_id);
    let older = files.filter(|file| !present.contains(file));
    Ok(older.map(FileId).collect())
}

/// Where an issued paper was sent, oldest first.
pub async fn list_sent(ex: &impl Executor, document: DocumentId) -> Result<Vec<Sent>> {
    let sent = list_sent_of(ex, &[document]).await?;
    Ok(sent.into_iter().map(|(_, sent)| sent).collect())
}

/// Where many papers were sent, oldest first.
pub async fn list_sent_of(
    ex: &impl Executor,
    documents: &[DocumentId],
) -> Result<Vec<(DocumentId, Sent)>> {
    let mut sent = Vec::new();
    for part in documents.chunks(PAPERS_PER_QUERY) {
        let rows = recipient::Entity::find()
            .filter(recipient::Column::DocumentId.is_in(part.iter().map(|id| id.0)))
            .order_by_asc(recipient::Column::Id)
            .all(ex.raw())
            .await?;
        for row in rows {
            sent.push((DocumentId(row.document_id), sent_of(row)?));
        }
    }
    Ok(sent)
}

fn sent_of(row: recipient::Model) -> Result<Sent> {
    let to = match (row.organisation_id, row.unit_id, row.name, row.channel) {
        (Some(id), None, None, None) => Recipient::Organisation {
            organisation: OrganisationId(id),
        },
        (None, Some(id), None, None) => Recipient::Unit { unit: UnitId(id) },
        (None, None, Some(name), Some(channel)) => Recipient::Outside { name, channel },
        _ => return Err(StorageError::Corrupt(format!("recipient {}", row.id))),
    };
    Ok(Sent {
        to,
        at: moment(row.at_us)?,
        by: PersonId(row.by_id),
    })
}

/// The papers that replace or correct an issued one.
pub async fn list_mended(ex: &impl Executor, document: DocumentId) -> Result<Vec<Mended>> {
    let rows = mended_by::Entity::find()
        .filter(mended_by::Column::DocumentId.eq(document.0))
        .order_by_asc(mended_by::Column::AtUs)
        .all(ex.raw())
        .await?;
    let mended = |row: mended_by::Model| {
        Ok(Mended {
            other: DocumentId(row.other_id),
            replaces: row.how == REPLACED,
            at: moment(row.at_us)?,
        })
    };
    rows.into_iter().map(mended).collect()
}

/// Codes of `mended_by.how`.
pub(super) const REPLACED: &str = "replaced";
pub(super) const CORRECTED: &str = "corrected";

fn count(value: i32) -> Result<u32> {
    u32::try_from(value).map_err(|_| StorageError::Corrupt(format!("version {value}")))
}
