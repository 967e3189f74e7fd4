//! Pages of files: for the reader, for passages of hits and for the index.

use std::fmt::Write;

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect,
    RelationTrait, Statement, Value,
};
use workflow::{DocumentId, FileId};

use super::Page;
use super::rows::page_of;
use crate::entities::papers::{file, page};
use crate::{Executor, Result};

/// Paper, ordinal of the file, number of the page, text.
type PageText = (DocumentId, i32, i32, String);

/// Pages of a file without words, in order.
pub async fn list_pages(ex: &impl Executor, file: FileId) -> Result<Vec<Page>> {
    let rows: Vec<(i32, f32, f32, String)> = page::Entity::find()
        .select_only()
        .columns([
            page::Column::Number,
            page::Column::WidthPt,
            page::Column::HeightPt,
            page::Column::Text,
        ])
        .filter(page::Column::FileId.eq(file.0))
        .order_by_asc(page::Column::Number)
        .into_tuple()
        .all(ex.raw())
        .await?;
    let page = |(number, width_pt, height_pt, text)| Page {
        number,
        width_pt,
        height_pt,
        text,
        words: String::new(),
    };
    Ok(rows.into_iter().map(page).collect())
}

/// One page with its words.
pub async fn find_page(ex: &impl Executor, file: FileId, number: i32) -> Result<Option<Page>> {
    let row = page::Entity::find()
        .filter(page::Column::FileId.eq(file.0))
        .filter(page::Column::Number.eq(number))
        .one(ex.raw())
        .await?;
    row.map(page_of).transpose()
}

/// The texts of many pages in one query, for passages of search hits: (document, file ordinal, page number).
pub async fn list_page_texts(
    ex: &impl Executor,
    places: &[(DocumentId, i32, i32)],
) -> Result<Vec<PageText>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = Vec::with_capacity(places.len() * 3);
    let mut tuples = String::new();
    for (document, ordinal, number) in places {
        let first = values.len() + 1;
        let comma = if first == 1 { "" } else { ", " };
        // Writing into a String cannot fail.
        let _ = write!(tuples, "{comma}(${first}, ${}, ${})", first + 1, first + 2);
        values.extend([document.0.into(), (*ordinal).into(), (*number).into()]);
    }
    let sql = format!(
        "WITH place (document_id, ordinal, number) AS (VALUES {tuples}) \
         SELECT file.document_id, file.ordinal, page.number, page.text FROM place \
         JOIN file ON file.document_id = place.document_id AND file.ordinal = place.ordinal \
         JOIN page ON page.file_id = file.id AND page.number = place.number"
    );
    let backend = ex.raw().get_database_backend();
    let query = Statement::from_sql_and_values(backend, sql, values);
    ex.raw()
        .query_all_raw(query)
        .await?
        .iter()
        .map(page_text)
        .collect()
}

fn page_text(row: &QueryResult) -> Result<PageText> {
    Ok((
        DocumentId(row.try_get_by_index(0)?),
        row.try_get_by_index(1)?,
        row.try_get_by_index(2)?,
        row.try_get_by_index(3)?,
    ))
}

/// Every page text of the papers, by paper, file ordinal and number: for the index.
pub async fn list_texts(ex: &impl Executor, documents: &[DocumentId]) -> Result<Vec<PageText>> {
    let rows: Vec<(uuid::Uuid, i32, i32, String)> = file::Entity::find()
        .select_only()
        .column(file::Column::DocumentId)
        .column(file::Column::Ordinal)
        .column(page::Column::Number)
        .column(page::Column::Text)
        .join(
            sea_orm::JoinType::InnerJoin,
            page::Relation::File.def().rev(),
        )
        .filter(file::Column::DocumentId.is_in(documents.iter().map(|id| id.0)))
        .order_by_asc(file::Column::DocumentId)
        .order_by_asc(file::Column::Ordinal)
        .order_by_asc(page::Column::Number)
        .into_tuple()
        .all(ex.raw())
        .await?;
    let text = |(document, ordinal, number, text)| (DocumentId(document), ordinal, number, text);
    Ok(rows.into_iter().map(text).collect())
}
