//! Pages of files: for the reader and for the index.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
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
