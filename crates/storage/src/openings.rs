//! Who has opened what. It is no part of the chain of events: looking changes nothing, happens a
//! hundred times as often as acting, and must not wait for the head of the chain. One row stands
//! for all looks of a person at a paper within an hour.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use workflow::{DocumentId, PersonId};

use crate::entities::people::reading_log;
use crate::moments::{micros, moment};
use crate::{Database, Executor, Result, StorageError};

/// Rows of one INSERT; eight values each stay below the limit of either database.
const ROWS_PER_INSERT: usize = 1000;
/// Microseconds of an hour.
const HOUR_US: i64 = 3_600_000_000;

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Look {
    /// The paper with its fields.
    Paper,
    /// A page, as text or as a picture large enough to be read.
    Page,
    /// The original bytes.
    File,
}

impl Look {
    /// The code kept in the database and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Look::Paper => "paper",
            Look::Page => "page",
            Look::File => "file",
        }
    }

    fn from_code(code: &str) -> Option<Look> {
        [Look::Paper, Look::Page, Look::File]
            .into_iter()
            .find(|look| look.code() == code)
    }
}

/// Looks of one person at one paper within an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The paper.
    pub document: DocumentId,
    /// Who.
    pub person: PersonId,
    /// For whom, where he could read it for that reason only.
    pub on_behalf_of: Option<PersonId>,
    /// What was looked at.
    pub look: Look,
    /// First time.
    pub first_at: OffsetDateTime,
    /// Last time.
    pub last_at: OffsetDateTime,
    /// How often.
    pub times: i64,
}

/// The hour of a moment, since 1970-01-01 UTC: looks within it share a row.
pub fn hour_of(at: OffsetDateTime) -> i64 {
    micros(at).div_euclid(HOUR_US)
}

/// Adds looks to what is known.
pub async fn add(db: &Database, openings: &[Opening]) -> Result<()> {
    use reading_log::Column;
    if openings.is_empty() {
        return Ok(());
    }
    // In one order, so that two processes that add at once never wait for each other.
    let mut openings: Vec<_> = openings.iter().collect();
    openings.sort_unstable_by_key(|one| (one.document, one.person, one.first_at, one.look));
    let rows = openings.into_iter().map(|one| reading_log::ActiveModel {
        document_id: Set(one.document.0),
        person_id: Set(one.person.0),
        hour: Set(hour_of(one.first_at)),
        what: Set(one.look.code().to_owned()),
        on_behalf_of: Set(one.on_behalf_of.map(|person| person.0)),
        first_at_us: Set(micros(one.first_at)),
        last_at_us: Set(micros(one.last_at)),
        times: Set(one.times),
    });
    let mut again = OnConflict::columns([
        Column::DocumentId,
        Column::PersonId,
        Column::Hour,
        Column::What,
    ]);
    again
        .value(Column::LastAtUs, Expr::cust("excluded.last_at_us"))
        .value(
            Column::Times,
            Expr::col((reading_log::Entity, Column::Times)).add(Expr::cust("excluded.times")),
        );
    let tx = db.begin_unrecorded().await?;
    let rows: Vec<_> = rows.collect();
    for part in rows.chunks(ROWS_PER_INSERT) {
        reading_log::Entity::insert_many(part.iter().cloned())
            .on_conflict(again.clone())
            .exec_without_returning(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Looks at a paper, of everybody or of one person, the latest hours first, at most `limit` rows.
pub async fn list(
    ex: &impl Executor,
    document: DocumentId,
    only: Option<PersonId>,
    limit: u64,
) -> Result<Vec<Opening>> {
    let mut query = reading_log::Entity::find()
        .filter(reading_log::Column::DocumentId.eq(document.0))
        .order_by_desc(reading_log::Column::LastAtUs)
        .limit(limit);
    if let Some(person) = only {
        query = query.filter(reading_log::Column::PersonId.eq(person.0));
    }
    let rows = query.all(ex.raw()).await?;
    rows.into_iter()
        .map(|row| {
            let look = Look::from_code(&row.what);
            Ok(Opening {
                document: DocumentId(row.document_id),
                person: PersonId(row.person_id),
                on_behalf_of: row.on_behalf_of.map(PersonId),
                look: look.ok_or_else(|| StorageError::Corrupt("reading log".to_owned()))?,
                first_at: moment(row.first_at_us)?,
                last_at: moment(row.last_at_us)?,
                times: row.times,
            })
        })
        .collect()
}
