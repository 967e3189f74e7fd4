//! A file of one paper as a file of another: the same bytes, read as far as it was.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
};
use workflow::{DocumentId, FileId};

use super::files::insert_file;
use super::{File, NewFile};
use crate::entities::papers::{file, page};
use crate::{Result, Transaction};

/// Keeps `from` as the file `id` of another paper with everything that was read of it. The bytes
/// are there already: a blob is named by its contents.
pub async fn copy_file(
    tx: &Transaction,
    from: &File,
    (id, document): (FileId, DocumentId),
    contained_in: Option<FileId>,
) -> Result<()> {
    let new = NewFile {
        id,
        document,
        name: from.name.clone(),
        blob: from.blob,
        size_bytes: from.size_bytes,
        media_type: from.media_type.clone(),
        contained_in,
    };
    insert_file(tx, new).await?;
    let read = file::ActiveModel {
        state: Set(from.state.code().to_owned()),
        trouble: Set(from.trouble.clone()),
        page_count: Set(from.page_count),
        ..Default::default()
    };
    file::Entity::update_many()
        .set(read)
        .filter(file::Column::Id.eq(id.0))
        .exec(&tx.inner)
        .await?;
    copy_pages(tx, from.id, id).await
}

async fn copy_pages(tx: &Transaction, from: FileId, to: FileId) -> Result<()> {
    let copied = [
        page::Column::Number,
        page::Column::WidthPt,
        page::Column::HeightPt,
        page::Column::Text,
        page::Column::Words,
    ];
    let mut pages = Query::select();
    pages.expr(Expr::val(to.0)).columns(copied);
    pages
        .from(page::Entity)
        .and_where(Expr::col(page::Column::FileId).eq(from.0));
    let mut insert = Query::insert();
    insert
        .into_table(page::Entity)
        .columns(std::iter::once(page::Column::FileId).chain(copied));
    let insert = insert
        .select_from(pages)
        .map_err(|error| crate::StorageError::Corrupt(error.to_string()))?;
    tx.inner.execute(insert).await?;
    Ok(())
}
