//! What a page of search results shows, read in one query and by places of columns: round trips and names
//! cost more than the rows.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, Iterable, QueryResult};
use uuid::Uuid;
use workflow::access::Principal;
use workflow::documents::ReadingState;
use workflow::{DocumentId, FileId};

use super::Document;
use super::rows::{document_of, state_of};
use crate::entities::organisations::unit;
use crate::entities::papers::{document, file, page};
use crate::grants::visible_to;
use crate::{Executor, Result};

/// A paper found, with what is shown of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The paper.
    pub document: Document,
    /// Name of the unit it is addressed to.
    pub unit: Option<String>,
    /// Its files by their ordinals.
    pub files: Vec<HitFile>,
    /// Text of the page asked for.
    pub text: Option<String>,
}

/// A file of a paper found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitFile {
    /// Id.
    pub id: FileId,
    /// Its place among the files of the paper, from 0.
    pub ordinal: i32,
    /// Name as shown.
    pub name: String,
}

/// Where a hit stands: ordinal of the file and number of the page.
pub type HitPlace = Option<(i32, i32)>;

const PLACE: &str = "place";
const NOWHERE: i32 = -1;

/// Columns of a row behind those of the paper, which stand first in the order of their entity.
const FILE: usize = 15;
const FILE_COLUMNS: [file::Column; 4] = [
    file::Column::Id,
    file::Column::Ordinal,
    file::Column::Name,
    file::Column::State,
];
const UNIT_NAME: usize = FILE + FILE_COLUMNS.len();
const PAGE_TEXT: usize = UNIT_NAME + 1;

/// Those of the papers that one of the principals may read, in no order.
pub async fn list_hits(
    ex: &impl Executor,
    places: &[(DocumentId, HitPlace)],
    principals: &[Principal],
) -> Result<Vec<Hit>> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let rows = ex.raw().query_all(&select(places, principals)).await?;
    let mut hits: Vec<(Hit, Vec<ReadingState>)> = Vec::with_capacity(places.len());
    for row in &rows {
        let id: Uuid = row.try_get_by_index(0)?;
        if hits.last().is_none_or(|(last, _)| last.document.id.0 != id) {
            hits.push((begun(row)?, Vec::new()));
        }
        if let Some((hit, states)) = hits.last_mut() {
            add_file(row, hit, states)?;
        }
    }
    let finished = hits.into_iter().map(|(mut hit, states)| {
        hit.document.state = ReadingState::of_paper(states);
        hit
    });
    Ok(finished.collect())
}

/// Papers with their files, one row a file, the rows of a paper one after the other.
fn select(places: &[(DocumentId, HitPlace)], principals: &[Principal]) -> SelectStatement {
    let place = |column: &'static str| Expr::col((Alias::new(PLACE), Alias::new(column)));
    let values = places.iter().map(|(document, place)| {
        let (ordinal, number) = place.unwrap_or((NOWHERE, NOWHERE));
        (document.0, ordinal, number)
    });
    let mut select = Query::select();
    for column in document::Column::iter() {
        select.column((document::Entity, column));
    }
    for column in FILE_COLUMNS {
        select.column((file::Entity, column));
    }
    select
        .column((unit::Entity, unit::Column::Name))
        .column((page::Entity, page::Column::Text))
        .from_values(values, PLACE)
        .join(
            JoinType::InnerJoin,
            document::Entity,
            place("column1").equals((document::Entity, document::Column::Id)),
        )
        .join(
            JoinType::LeftJoin,
            unit::Entity,
            document::Column::UnitId
                .into_expr()
                .equals((unit::Entity, unit::Column::Id)),
        )
        .join(
            JoinType::LeftJoin,
            file::Entity,
            Expr::col((file::Entity, file::Column::DocumentId))
                .equals((document::Entity, document::Column::Id)),
        )
        .join(
            JoinType::LeftJoin,
            page::Entity,
            Expr::col((page::Entity, page::Column::FileId))
                .equals((file::Entity, file::Column::Id))
                .and(place("column2").equals((file::Entity, file::Column::Ordinal)))
                .and(place("column3").equals((page::Entity, page::Column::Number))),
        )
        .and_where(visible_to(
            (document::Entity, document::Column::Id),
            principals,
        ))
        .order_by(
            (document::Entity, document::Column::Id),
            sea_orm::Order::Asc,
        )
        .order_by((file::Entity, file::Column::Ordinal), sea_orm::Order::Asc)
        .take()
}

fn begun(row: &QueryResult) -> Result<Hit> {
    let model = document::Model {
        id: row.try_get_by_index(0)?,
        organisation_id: row.try_get_by_index(1)?,
        unit_id: row.try_get_by_index(2)?,
        captured_at_us: row.try_get_by_index(3)?,
        captured_by: row.try_get_by_index(4)?,
        revision: row.try_get_by_index(5)?,
        subject: row.try_get_by_index(6)?,
        kind: row.try_get_by_index(7)?,
        code: row.try_get_by_index(8)?,
        issuer: row.try_get_by_index(9)?,
        signer: row.try_get_by_index(10)?,
        issued_on: row.try_get_by_index(11)?,
        direction: row.try_get_by_index(12)?,
        register: row.try_get_by_index(13)?,
        urgency: row.try_get_by_index(14)?,
    };
    Ok(Hit {
        document: document_of(model, ReadingState::Read)?,
        unit: row.try_get_by_index(UNIT_NAME)?,
        files: Vec::new(),
        text: None,
    })
}

fn add_file(row: &QueryResult, hit: &mut Hit, states: &mut Vec<ReadingState>) -> Result<()> {
    let Some(id) = row.try_get_by_index::<Option<Uuid>>(FILE)? else {
        return Ok(());
    };
    let state: String = row.try_get_by_index(FILE + 3)?;
    states.push(state_of(&state)?);
    hit.files.push(HitFile {
        id: FileId(id),
        ordinal: row.try_get_by_index(FILE + 1)?,
        name: row.try_get_by_index(FILE + 2)?,
    });
    if hit.text.is_none() {
        hit.text = row.try_get_by_index(PAGE_TEXT)?;
    }
    Ok(())
}
