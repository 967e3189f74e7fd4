//! Changes of drafts that rules decided, written down after those of the tasks, in the transaction
//! that holds the lock.

use sea_orm::sea_query::{Expr, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter,
};
use workflow::work::Standing;
use workflow::work::outgoing::{Approval, Draft, DraftChange, DraftFile, Place, Recipient, Run};
use workflow::{DocumentId, RemarkId, TaskId};

use super::drafts::{CORRECTED, REPLACED};
use super::releases::put_release;
use crate::entities::outgoing::{
    approval, draft, draft_file, draft_version, mended_by, recipient, running_route,
};
use crate::entities::tasks::answer;
use crate::moments::micros;
use crate::{Result, StorageError, Transaction};

/// Begins the draft of a paper that is on its way.
pub async fn insert_draft(tx: &Transaction, document: DocumentId, new: &Draft) -> Result<()> {
    let row = draft::ActiveModel {
        document_id: Set(document.0),
        drafter_id: Set(new.drafter.0),
        unit_id: Set(new.unit.map(|unit| unit.0)),
        version: Set(0),
        numbered_at_us: Set(None),
        issued_at_us: Set(None),
        recalled_at_us: Set(None),
        recall_remark_id: Set(None),
    };
    draft::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Notes that a paper answers another.
pub async fn link_answer(tx: &Transaction, answered: DocumentId, by: DocumentId) -> Result<()> {
    let row = answer::ActiveModel {
        document_id: Set(answered.0),
        answer_id: Set(by.0),
    };
    answer::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// Saves the changes of one action.
pub async fn save(
    tx: &Transaction,
    document: DocumentId,
    acted: Standing,
    changes: &[DraftChange],
) -> Result<()> {
    for change in changes {
        save_one(tx, document, acted, change).await?;
    }
    Ok(())
}

async fn save_one(
    tx: &Transaction,
    document: DocumentId,
    acted: Standing,
    change: &DraftChange,
) -> Result<()> {
    use draft::Column;
    match change {
        DraftChange::Version {
            version,
            files,
            note,
            ..
        } => add_version(tx, document, acted, (*version, files, *note)).await,
        DraftChange::Run(run) => put_run(tx, document, run).await,
        DraftChange::Move(place) => set_place(tx, document, *place).await,
        DraftChange::Approve(approval) => insert_approval(tx, document, approval).await,
        DraftChange::Void(task, at) => void(tx, *task, Some(micros(*at))).await,
        DraftChange::Unapprove(task) => {
            approval::Entity::delete_by_id(task.0)
                .exec(&tx.inner)
                .await?;
            Ok(())
        }
        DraftChange::Unvoid(task) => void(tx, *task, None).await,
        DraftChange::Number(at) => {
            let at = at.map(micros);
            set(tx, document, [(Column::NumberedAtUs, Expr::val(at))]).await
        }
        DraftChange::Issue(at) => {
            set(tx, document, [(Column::IssuedAtUs, Expr::val(micros(*at)))]).await
        }
        DraftChange::Release(release) => put_release(tx, document, release.as_ref()).await,
        DraftChange::Recall(at, why) => {
            let columns = [
                (Column::RecalledAtUs, Expr::val(micros(*at))),
                (Column::RecallRemarkId, Expr::val(why.0)),
            ];
            set(tx, document, columns).await
        }
        DraftChange::Send(recipients) => insert_recipients(tx, document, acted, recipients).await,
        DraftChange::ReplacedBy(other) => mend(tx, document, *other, REPLACED).await,
        DraftChange::CorrectedBy(other) => mend(tx, document, *other, CORRECTED).await,
    }
}

async fn set<const N: usize>(
    tx: &Transaction,
    document: DocumentId,
    columns: [(draft::Column, SimpleExpr); N],
) -> Result<()> {
    let mut update = draft::Entity::update_many();
    for (column, value) in columns {
        update = update.col_expr(column, value);
    }
    let updated = update
        .filter(draft::Column::DocumentId.eq(document.0))
        .exec(&tx.inner)
        .await?;
    match updated.rows_affected {
        1 => Ok(()),
        _ => Err(StorageError::NotFound("draft")),
    }
}

async fn add_version(
    tx: &Transaction,
    document: DocumentId,
    acted: Standing,
    (version, files, note): (u32, &[DraftFile], Option<RemarkId>),
) -> Result<()> {
    let number = small(version)?;
    set(tx, document, [(draft::Column::Version, Expr::val(number))]).await?;
    let row = draft_version::ActiveModel {
        document_id: Set(document.0),
        version: Set(number),
        made_at_us: Set(micros(tx.now)),
        made_by: Set(acted.person.0),
        remark_id: Set(note.map(|remark| remark.0)),
    };
    draft_version::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    for (ordinal, file) in (0..).zip(files) {
        let row = draft_file::ActiveModel {
            document_id: Set(document.0),
            version: Set(number),
            ordinal: Set(ordinal),
            file_id: Set(file.file.0),
        };
        draft_file::Entity::insert(row)
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

fn coded(place: Place) -> Result<(&'static str, Option<i16>)> {
    Ok(match place {
        Place::WithDrafter => ("with_drafter", None),
        Place::Approved => ("approved", None),
        Place::At(stage) => ("at_stage", Some(small(stage)?)),
    })
}

async fn put_run(tx: &Transaction, document: DocumentId, run: &Run) -> Result<()> {
    use running_route::Column;
    let (place, stage) = coded(run.place)?;
    let row = running_route::ActiveModel {
        document_id: Set(document.0),
        route_id: Set(run.route.route.0),
        version: Set(small(run.route.version)?),
        chosen: Set(text(&run.chosen)?),
        place: Set(place.to_owned()),
        stage: Set(stage),
    };
    let mut anew = OnConflict::column(Column::DocumentId);
    anew.update_columns([
        Column::RouteId,
        Column::Version,
        Column::Chosen,
        Column::Place,
        Column::Stage,
    ]);
    running_route::Entity::insert(row)
        .on_conflict(anew)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

async fn set_place(tx: &Transaction, document: DocumentId, place: Place) -> Result<()> {
    let (place, stage) = coded(place)?;
    running_route::Entity::update_many()
        .col_expr(running_route::Column::Place, Expr::val(place))
        .col_expr(running_route::Column::Stage, Expr::val(stage))
        .filter(running_route::Column::DocumentId.eq(document.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

async fn insert_approval(tx: &Transaction, document: DocumentId, given: &Approval) -> Result<()> {
    let row = approval::ActiveModel {
        task_id: Set(given.task.0),
        document_id: Set(document.0),
        step: Set(given.step.task().code().to_owned()),
        stage: Set(small(given.stage)?),
        version: Set(small(given.version)?),
        files: Set(text(&given.files)?),
        at_us: Set(micros(given.at)),
        by_id: Set(given.by.0),
        on_behalf_of: Set(given.on_behalf_of.map(|person| person.0)),
        voided_at_us: Set(None),
    };
    approval::Entity::insert(row)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

async fn void(tx: &Transaction, task: TaskId, at_us: Option<i64>) -> Result<()> {
    approval::Entity::update_many()
        .col_expr(approval::Column::VoidedAtUs, Expr::val(at_us))
        .filter(approval::Column::TaskId.eq(task.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

async fn insert_recipients(
    tx: &Transaction,
    document: DocumentId,
    acted: Standing,
    recipients: &[Recipient],
) -> Result<()> {
    let rows = recipients.iter().map(|to| {
        let (organisation, unit, outside) = match to {
            Recipient::Organisation { organisation } => (Some(organisation.0), None, None),
            Recipient::Unit { unit } => (None, Some(unit.0), None),
            Recipient::Outside { name, channel } => (None, None, Some((name, channel))),
        };
        recipient::ActiveModel {
            id: NotSet,
            document_id: Set(document.0),
            at_us: Set(micros(tx.now)),
            by_id: Set(acted.person.0),
            organisation_id: Set(organisation),
            unit_id: Set(unit),
            name: Set(outside.map(|(name, _)| name.clone())),
            channel: Set(outside.map(|(_, channel)| channel.clone())),
        }
    });
    recipient::Entity::insert_many(rows)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

async fn mend(
    tx: &Transaction,
    document: DocumentId,
    other: DocumentId,
    how: &'static str,
) -> Result<()> {
    let row = mended_by::ActiveModel {
        document_id: Set(document.0),
        other_id: Set(other.0),
        how: Set(how.to_owned()),
        at_us: Set(micros(tx.now)),
    };
    mended_by::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

fn text(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StorageError::Corrupt(error.to_string()))
}

/// A number as its column counts it.
fn small<T, U: TryFrom<T>>(value: T) -> Result<U>
where
    T: Copy + std::fmt::Display,
{
    U::try_from(value).map_err(|_| StorageError::Corrupt(format!("{value} is beyond its column")))
}
