//! The files with which outgoing papers go out.

use std::collections::BTreeMap;

use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;
use workflow::work::outgoing::{ApprovedFile, Release, Stamp};
use workflow::{DocumentId, FileId, RemarkId};

use crate::entities::outgoing::{draft_release, release_copy};
use crate::entities::papers::{blob, file};
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// The file with which a paper goes out; none before it is approved and numbered.
pub(super) async fn find_release(
    ex: &impl Executor,
    document: DocumentId,
) -> Result<Option<Release>> {
    let row = draft_release::Entity::find_by_id(document.0)
        .one(ex.raw())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let corrupt = || StorageError::Corrupt(format!("release of {document}"));
    let copy = match row.file_id {
        Some(file) => Some(hashed(ex, file).await?),
        None => None,
    };
    let stamp = match (row.state.as_str(), copy, row.remark_id, row.trouble) {
        ("waiting", None, None, None) => Stamp::Waiting,
        ("stamped", Some(copy), None, None) => Stamp::Stamped(copy),
        ("by_hand", Some(copy), None, None) => Stamp::ByHand(copy),
        ("as_approved", None, None, None) => Stamp::AsApproved,
        ("unstamped", None, Some(remark), None) => Stamp::Unstamped(RemarkId(remark)),
        ("failed", None, None, Some(code)) => Stamp::Failed(code),
        _ => return Err(corrupt()),
    };
    Ok(Some(Release {
        original: hashed(ex, row.original_id).await?,
        stamp,
    }))
}

async fn hashed(ex: &impl Executor, id: Uuid) -> Result<ApprovedFile> {
    let hash: Option<Vec<u8>> = file::Entity::find_by_id(id)
        .inner_join(blob::Entity)
        .select_only()
        .column(blob::Column::Hash)
        .into_tuple()
        .one(ex.raw())
        .await?;
    Ok(ApprovedFile {
        file: FileId(id),
        sha256: hex::encode(hash.ok_or(StorageError::NotFound("file"))?),
    })
}

/// Writes down with which file a paper goes out, or that there is none any more.
pub async fn put_release(
    tx: &Transaction,
    document: DocumentId,
    release: Option<&Release>,
) -> Result<()> {
    use draft_release::Column;
    let Some(release) = release else {
        draft_release::Entity::delete_by_id(document.0)
            .exec(&tx.inner)
            .await?;
        return Ok(());
    };
    if let Some(copy) = release.stamp.copy() {
        let row = release_copy::ActiveModel {
            file_id: Set(copy.file.0),
            original_id: Set(release.original.file.0),
        };
        release_copy::Entity::insert_many([row])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&tx.inner)
            .await?;
    }
    let (mut remark, mut trouble) = (None, None);
    match &release.stamp {
        Stamp::Unstamped(why) => remark = Some(why.0),
        Stamp::Failed(code) => trouble = Some(code.clone()),
        _ => {}
    }
    let row = draft_release::ActiveModel {
        document_id: Set(document.0),
        original_id: Set(release.original.file.0),
        state: Set(release.stamp.code().to_owned()),
        file_id: Set(release.stamp.copy().map(|copy| copy.file.0)),
        remark_id: Set(remark),
        trouble: Set(trouble),
        changed_at_us: Set(micros(tx.now)),
    };
    let mut anew = OnConflict::column(Column::DocumentId);
    anew.update_columns([
        Column::OriginalId,
        Column::State,
        Column::FileId,
        Column::RemarkId,
        Column::Trouble,
        Column::ChangedAtUs,
    ]);
    draft_release::Entity::insert(row)
        .on_conflict(anew)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// The copies that the office stamped for the papers, each by the approved file it was made from.
pub async fn list_stamped_copies(
    ex: &impl Executor,
    documents: &[DocumentId],
) -> Result<BTreeMap<FileId, FileId>> {
    let rows: Vec<(Uuid, Uuid)> = draft_release::Entity::find()
        .select_only()
        .column(draft_release::Column::OriginalId)
        .column(draft_release::Column::FileId)
        .filter(draft_release::Column::DocumentId.is_in(documents.iter().map(|id| id.0)))
        .filter(draft_release::Column::State.eq("stamped"))
        .into_tuple()
        .all(ex.raw())
        .await?;
    let pair = |(original, copy)| (FileId(original), FileId(copy));
    Ok(rows.into_iter().map(pair).collect())
}

/// The files of a paper that were ever to go out with number and date: they are no drafts.
pub async fn list_copies(ex: &impl Executor, document: DocumentId) -> Result<Vec<FileId>> {
    let files = Query::select()
        .column(file::Column::Id)
        .from(file::Entity)
        .and_where(file::Column::DocumentId.eq(document.0))
        .take();
    let rows: Vec<Uuid> = release_copy::Entity::find()
        .select_only()
        .column(release_copy::Column::FileId)
        .filter(release_copy::Column::FileId.in_subquery(files))
        .into_tuple()
        .all(ex.raw())
        .await?;
    Ok(rows.into_iter().map(FileId).collect())
}
