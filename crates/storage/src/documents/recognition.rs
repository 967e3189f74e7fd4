//! Recognition of pages: which wait, what became of each, and when a file has no page waiting.
//!
//! The text of a page is a projection of the bytes of its file, so a page is saved without an event
//! of its own; the event comes with the end of the file.

use std::collections::HashMap;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use workflow::FileId;
use workflow::documents::{PageState, ReadingState};

use super::Page;
use super::rows::{page_of, page_row};
use crate::entities::papers::{file, page};
use crate::entities::recognition::page_recognition::{ActiveModel, Column, Entity, Model};
use crate::moments::micros;
use crate::{Database, Executor, Result, StorageError, Transaction};

/// Rows of one INSERT.
const ROWS_PER_INSERT: usize = 500;

/// What became of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognition {
    /// From 1.
    pub number: i32,
    /// How far it is.
    pub state: PageState,
    /// Why it could not be recognised.
    pub trouble: Option<String>,
    /// Percent, mean over the letters.
    pub confidence: Option<f32>,
    /// Degrees clockwise by which the page is turned to stand upright.
    pub turn: i16,
    /// Processor time in milliseconds, where it is known.
    pub cpu_ms: Option<i32>,
}

/// How far the pages of a file are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Pages that have to be recognised.
    pub total: u32,
    /// Of them, those that wait.
    pub waiting: u32,
    /// Of them, those that could not be recognised.
    pub failed: u32,
}

/// Writes down which pages of a file have to be recognised, forgetting earlier ones.
pub async fn begin_recognition(tx: &Transaction, file: FileId, pages: &[i32]) -> Result<()> {
    forget_recognition(tx, file).await?;
    for part in pages.chunks(ROWS_PER_INSERT) {
        let rows = part.iter().map(|number| ActiveModel {
            file_id: Set(file.0),
            number: Set(*number),
            state: Set(PageState::Waiting.code().to_owned()),
            trouble: Set(None),
            confidence: Set(None),
            turn: Set(0),
            finished_at_us: Set(None),
            cpu_ms: Set(None),
        });
        Entity::insert_many(rows)
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

pub(super) async fn forget_recognition(tx: &Transaction, file: FileId) -> Result<()> {
    Entity::delete_many()
        .filter(Column::FileId.eq(file.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// Writes what became of a page that waited, with its text where it was recognised; answers how many
/// pages of the file still wait. `Stale` when the page waits no more.
pub async fn save_recognised(
    tx: &Transaction,
    file: FileId,
    recognition: &Recognition,
    text: Option<&Page>,
) -> Result<u64> {
    // Two workers with the last two pages would otherwise each see the other's waiting.
    let held = file::Entity::find_by_id(file.0).lock_exclusive();
    let held = held.one(&tx.inner).await?;
    held.ok_or(StorageError::NotFound("file"))?;
    let updated = Entity::update_many()
        .set(ActiveModel {
            state: Set(recognition.state.code().to_owned()),
            trouble: Set(recognition.trouble.clone()),
            confidence: Set(recognition.confidence),
            turn: Set(recognition.turn),
            finished_at_us: Set(Some(micros(tx.now))),
            cpu_ms: Set(recognition.cpu_ms),
            ..Default::default()
        })
        .filter(Column::FileId.eq(file.0))
        .filter(Column::Number.eq(recognition.number))
        .filter(Column::State.eq(PageState::Waiting.code()))
        .exec(&tx.inner)
        .await?;
    if updated.rows_affected == 0 {
        return Err(StorageError::Stale);
    }
    if let Some(text) = text {
        let row = page::ActiveModel {
            file_id: sea_orm::ActiveValue::NotSet,
            number: sea_orm::ActiveValue::NotSet,
            ..page_row(file, text)?
        };
        page::Entity::update_many()
            .set(row)
            .filter(page::Column::FileId.eq(file.0))
            .filter(page::Column::Number.eq(recognition.number))
            .exec(&tx.inner)
            .await?;
    }
    let waiting = Entity::find()
        .filter(Column::FileId.eq(file.0))
        .filter(Column::State.eq(PageState::Waiting.code()));
    Ok(waiting.count(&tx.inner).await?)
}

/// What became of the pages of a file that have to be recognised, in order.
pub async fn list_recognitions(ex: &impl Executor, file: FileId) -> Result<Vec<Recognition>> {
    let rows = Entity::find()
        .filter(Column::FileId.eq(file.0))
        .order_by_asc(Column::Number)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(recognition_of).collect()
}

/// One of them.
pub async fn find_recognition(
    ex: &impl Executor,
    file: FileId,
    number: i32,
) -> Result<Option<Recognition>> {
    let row = Entity::find_by_id((file.0, number)).one(ex.raw()).await?;
    row.map(recognition_of).transpose()
}

fn recognition_of(row: Model) -> Result<Recognition> {
    let state = PageState::from_code(&row.state)
        .ok_or_else(|| StorageError::Corrupt(format!("state of page {}", row.state)))?;
    Ok(Recognition {
        number: row.number,
        state,
        trouble: row.trouble,
        confidence: row.confidence,
        turn: row.turn,
        cpu_ms: row.cpu_ms,
    })
}

/// How far the pages of the files are; files without pages to recognise are not among the answers.
pub async fn list_progress(
    ex: &impl Executor,
    files: &[FileId],
) -> Result<HashMap<FileId, Progress>> {
    let rows: Vec<(uuid::Uuid, String, i64)> = Entity::find()
        .select_only()
        .column(Column::FileId)
        .column(Column::State)
        .column_as(Column::Number.count(), "pages")
        .filter(Column::FileId.is_in(files.iter().map(|file| file.0)))
        .group_by(Column::FileId)
        .group_by(Column::State)
        .into_tuple()
        .all(ex.raw())
        .await?;
    let mut found: HashMap<FileId, Progress> = HashMap::new();
    for (file, state, pages) in rows {
        let pages = u32::try_from(pages).unwrap_or(u32::MAX);
        let progress = found.entry(FileId(file)).or_default();
        progress.total += pages;
        match PageState::from_code(&state) {
            Some(PageState::Waiting) => progress.waiting += pages,
            Some(PageState::Failed) => progress.failed += pages,
            _ => {}
        }
    }
    Ok(found)
}

/// Every page of a file with its words, in order.
pub async fn list_full_pages(ex: &impl Executor, file: FileId) -> Result<Vec<Page>> {
    let rows = page::Entity::find()
        .filter(page::Column::FileId.eq(file.0))
        .order_by_asc(page::Column::Number)
        .all(ex.raw())
        .await?;
    rows.into_iter().map(page_of).collect()
}

/// Says how far a file is read, its pages staying as they are.
pub async fn set_reading_state(
    tx: &Transaction,
    id: FileId,
    state: ReadingState,
    trouble: Option<&str>,
) -> Result<()> {
    file::Entity::update_many()
        .col_expr(file::Column::State, Expr::val(state.code()))
        .col_expr(file::Column::Trouble, Expr::val(trouble.map(str::to_owned)))
        .filter(file::Column::Id.eq(id.0))
        .exec(&tx.inner)
        .await?;
    Ok(())
}

/// Files that wait for recognition although none of their pages was ever put in line for it, such
/// as those kept before there was any; at most `limit`.
pub async fn list_unrecognised(db: &Database, limit: u64) -> Result<Vec<FileId>> {
    let begun = Entity::find()
        .select_only()
        .column(Column::FileId)
        .distinct();
    let rows: Vec<uuid::Uuid> = file::Entity::find()
        .select_only()
        .column(file::Column::Id)
        .filter(file::Column::State.eq(ReadingState::NotYetRead.code()))
        .filter(
            file::Column::Id
                .not_in_subquery(sea_orm::QuerySelect::query(&mut begun.clone()).to_owned()),
        )
        .order_by_asc(file::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(&db.reader)
        .await?;
    Ok(rows.into_iter().map(FileId).collect())
}
