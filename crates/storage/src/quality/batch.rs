//! The figures of one batch: its pages, how sure they were read and what they cost, and each of its papers.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryResult};
use time::OffsetDateTime;
use workflow::quality::Field;
use workflow::{BatchId, DocumentId, PersonId};

use crate::entities::batches::{page, paper, scan};
use crate::entities::papers::file;
use crate::entities::quality::reading;
use crate::entities::recognition::page_recognition;
use crate::moments::moment;
use crate::{Executor, Result};

/// The pages of a batch.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct BatchFigures {
    /// Pages of its scans.
    pub pages: u32,
    /// Of them, those with no ink to speak of.
    pub blank: u32,
    /// Pages of its papers that were recognised.
    pub recognised: u32,
    /// Pages of its papers that could not be.
    pub failed: u32,
    /// Pages of its papers that wait for it.
    pub waiting: u32,
    /// Percent, mean over the recognised pages.
    pub mean_confidence: Option<f64>,
    /// Pages whose processor time is known.
    pub measured: u32,
    /// Their processor time in milliseconds.
    pub cpu_ms: u64,
    /// When the first page was recognised.
    pub first_at: Option<OffsetDateTime>,
    /// When the last one was.
    pub last_at: Option<OffsetDateTime>,
}

/// What is known of the reading of a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The paper.
    pub document: DocumentId,
    /// Percent: the least sure of the required fields.
    pub least: i16,
    /// The required fields that are not sure.
    pub unsure: Vec<Field>,
    /// Percent: the least sure of its recognised pages.
    pub page_confidence: f32,
    /// Pages that were recognised.
    pub pages: u32,
    /// When a person settled its fields for the first time.
    pub settled_at: Option<OffsetDateTime>,
    /// Who settled them last.
    pub settled_by: Option<PersonId>,
}

fn count(row: &QueryResult, place: usize) -> Result<u32> {
    let count: Option<i64> = row.try_get_by_index(place)?;
    Ok(count
        .and_then(|count| u32::try_from(count).ok())
        .unwrap_or_default())
}

/// The pages of a batch.
pub async fn batch_figures(ex: &impl Executor, batch: BatchId) -> Result<BatchFigures> {
    let (pages, blank) = scanned(ex, batch).await?;
    let of_file = Expr::col((page_recognition::Entity, page_recognition::Column::FileId));
    let of_paper = Expr::col((file::Entity, file::Column::DocumentId));
    let query = Query::select()
        .expr(Expr::cust(
            "SUM(CASE WHEN page_recognition.state = 'recognised' THEN 1 ELSE 0 END)",
        ))
        .expr(Expr::cust(
            "SUM(CASE WHEN page_recognition.state = 'failed' THEN 1 ELSE 0 END)",
        ))
        .expr(Expr::cust(
            "SUM(CASE WHEN page_recognition.state = 'waiting' THEN 1 ELSE 0 END)",
        ))
        .expr(Expr::cust("COUNT(page_recognition.cpu_ms)"))
        .expr(Expr::cust("CAST(SUM(page_recognition.cpu_ms) AS bigint)"))
        .expr(Expr::cust(
            "CAST(AVG(page_recognition.confidence) AS double precision)",
        ))
        .expr(Expr::cust("MIN(page_recognition.finished_at_us)"))
        .expr(Expr::cust("MAX(page_recognition.finished_at_us)"))
        .from(paper::Entity)
        .inner_join(
            file::Entity,
            of_paper.equals((paper::Entity, paper::Column::DocumentId)),
        )
        .inner_join(
            page_recognition::Entity,
            of_file.equals((file::Entity, file::Column::Id)),
        )
        .and_where(Expr::col((paper::Entity, paper::Column::BatchId)).eq(batch.0))
        .take();
    let mut figures = BatchFigures {
        pages,
        blank,
        ..BatchFigures::default()
    };
    let Some(row) = ex.raw().query_one(&query).await? else {
        return Ok(figures);
    };
    let at = |place: usize| -> Result<Option<OffsetDateTime>> {
        let at_us: Option<i64> = row.try_get_by_index(place)?;
        at_us.map(moment).transpose()
    };
    let cpu_ms: Option<i64> = row.try_get_by_index(4)?;
    figures.recognised = count(&row, 0)?;
    figures.failed = count(&row, 1)?;
    figures.waiting = count(&row, 2)?;
    figures.measured = count(&row, 3)?;
    figures.cpu_ms = u64::try_from(cpu_ms.unwrap_or_default()).unwrap_or_default();
    figures.mean_confidence = row.try_get_by_index(5)?;
    (figures.first_at, figures.last_at) = (at(6)?, at(7)?);
    Ok(figures)
}

/// Pages of the scans of a batch, and the blank ones among them.
async fn scanned(ex: &impl Executor, batch: BatchId) -> Result<(u32, u32)> {
    let of_scan = Expr::col((page::Entity, page::Column::ScanId));
    let query = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .expr(Expr::cust(
            "SUM(CASE WHEN batch_page.blank THEN 1 ELSE 0 END)",
        ))
        .from(scan::Entity)
        .inner_join(
            page::Entity,
            of_scan.equals((scan::Entity, scan::Column::Id)),
        )
        .and_where(Expr::col((scan::Entity, scan::Column::BatchId)).eq(batch.0))
        .take();
    let row = ex.raw().query_one(&query).await?;
    row.map_or(Ok((0, 0)), |row| Ok((count(&row, 0)?, count(&row, 1)?)))
}

/// What is known of the readings of the papers of a batch.
pub async fn list_readings(ex: &impl Executor, batch: BatchId) -> Result<Vec<Reading>> {
    let rows = reading::Entity::find()
        .filter(reading::Column::BatchId.eq(batch.0))
        .all(ex.raw())
        .await?;
    rows.iter().map(reading_of).collect()
}

fn reading_of(row: &reading::Model) -> Result<Reading> {
    Ok(Reading {
        document: DocumentId(row.document_id),
        least: row.least,
        unsure: row.unsure.split(' ').filter_map(Field::from_code).collect(),
        page_confidence: row.page_confidence,
        pages: u32::try_from(row.pages).unwrap_or_default(),
        settled_at: row.settled_at_us.map(moment).transpose()?,
        settled_by: row.settled_by.map(PersonId),
    })
}
