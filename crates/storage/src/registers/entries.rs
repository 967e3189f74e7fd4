//! The lines of a register as they are listed and printed, and where a paper stands.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use time::Date;
use workflow::access::Principal;
use workflow::registers::{CopyKind, EntryState, Reservation, reads_as};
use workflow::{DocumentId, PersonId, RegisterId, UnitId};

use super::{Kept, Line, Part, Place};
use crate::documents::list_visible_of;
use crate::entities::papers::document;
use crate::entities::registers::register_entry;
use crate::grants::visible_to;
use crate::moments::moment;
use crate::work::list_recalled;
use crate::{Executor, Result, StorageError};

/// Lines looked at in one step while words are compared.
const LINES_PER_STEP: u64 = 500;

/// Which lines are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only papers of this kind.
    pub kind: Option<String>,
    /// Only papers of this issuer, as written.
    pub issuer: Option<String>,
    /// Only lines with these words in number, subject, issuer or signer; marks and letter case
    /// make no difference.
    pub text: Option<String>,
    /// Only papers dated on this day or later.
    pub from: Option<Date>,
    /// Only papers dated on this day or earlier.
    pub to: Option<Date>,
    /// Only numbers in this state.
    pub state: Option<EntryState>,
}

/// Lines of a year in order of numbers after `after`, at most `limit`, with the papers that one of
/// the principals may read. What a filter says of papers holds for those alone.
pub async fn list_entries(
    ex: &impl Executor,
    (register, year): (RegisterId, i32),
    filter: &Filter,
    principals: &[Principal],
    (after, limit): (Option<i32>, u64),
) -> Result<Part> {
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let step = if filter.text.is_some() {
        LINES_PER_STEP
    } else {
        limit + 1
    };
    let mut lines: Vec<Line> = Vec::new();
    let mut place = after.unwrap_or(0);
    loop {
        let rows = register_entry::Entity::find()
            .filter(register_entry::Column::RegisterId.eq(register.0))
            .filter(register_entry::Column::Year.eq(year))
            .filter(register_entry::Column::Number.gt(place))
            .filter(condition(filter, principals))
            .order_by_asc(register_entry::Column::Number)
            .limit(step)
            .all(ex.raw())
            .await?;
        let complete = u64::try_from(rows.len()).unwrap_or(u64::MAX) < step;
        place = rows.last().map_or(place, |row| row.number);
        let found = with_papers(ex, rows, principals).await?;
        lines.extend(found.into_iter().filter(|line| has_text(line, filter)));
        if lines.len() > wanted {
            lines.truncate(wanted);
            let next = lines.last().map(|line| line.kept.place.number);
            return Ok(Part { lines, next });
        }
        if complete {
            return Ok(Part { lines, next: None });
        }
    }
}

fn condition(filter: &Filter, principals: &[Principal]) -> sea_orm::Condition {
    let column = |column| Expr::col((register_entry::Entity, column));
    let mut all = sea_orm::Condition::all();
    if let Some(state) = filter.state {
        all = all.add(column(register_entry::Column::State).eq(state.code()));
    }
    if let Some(from) = filter.from {
        all = all.add(column(register_entry::Column::Dated).gte(from));
    }
    if let Some(to) = filter.to {
        all = all.add(column(register_entry::Column::Dated).lte(to));
    }
    if filter.kind.is_some() || filter.issuer.is_some() {
        all = all.add(
            column(register_entry::Column::DocumentId).in_subquery(papers(filter, principals)),
        );
    }
    all
}

fn papers(filter: &Filter, principals: &[Principal]) -> SelectStatement {
    let mut papers = Query::select();
    papers
        .column((document::Entity, document::Column::Id))
        .from(document::Entity)
        .and_where(visible_to(
            (document::Entity, document::Column::Id),
            principals,
        ));
    if let Some(kind) = &filter.kind {
        papers.and_where(document::Column::Kind.eq(kind.as_str()));
    }
    if let Some(issuer) = &filter.issuer {
        papers.and_where(document::Column::Issuer.eq(issuer.as_str()));
    }
    papers
}

fn has_text(line: &Line, filter: &Filter) -> bool {
    let Some(words) = &filter.text else {
        return true;
    };
    let fields = line.document.as_ref().map(|document| &document.fields);
    let of_paper = fields.into_iter().flat_map(|fields| {
        [
            &fields.code,
            &fields.subject,
            &fields.issuer,
            &fields.signer,
        ]
        .into_iter()
        .flatten()
    });
    let of_line = [&line.kept.code, &line.kept.purpose, &line.kept.reason];
    let texts: Vec<&str> = of_line
        .into_iter()
        .flatten()
        .chain(of_paper)
        .map(String::as_str)
        .collect();
    reads_as(&texts.join("\n"), words)
}

async fn with_papers(
    ex: &impl Executor,
    rows: Vec<register_entry::Model>,
    principals: &[Principal],
) -> Result<Vec<Line>> {
    let ids: Vec<_> = rows
        .iter()
        .filter_map(|row| row.document_id.map(DocumentId))
        .collect();
    let recalled = list_recalled(ex, &ids).await?;
    let papers = list_visible_of(ex, &ids, principals).await?;
    let papers: HashMap<_, _> = papers.iter().map(|paper| (paper.id, paper)).collect();
    // A paper may stand in several lines: a cancelled number and the one it got after, copies.
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let kept = kept_of(row)?;
        let document = kept
            .document
            .and_then(|id| papers.get(&id).map(|paper| (*paper).clone()));
        lines.push(Line {
            is_recalled: kept.state == EntryState::Used
                && kept.document.is_some_and(|id| recalled.contains(&id)),
            kept,
            document,
        });
    }
    Ok(lines)
}

/// The entry of a number.
pub async fn find_entry(ex: &impl Executor, place: Place) -> Result<Option<Kept>> {
    let key = (place.register.0, place.year, place.number);
    let row = register_entry::Entity::find_by_id(key)
        .one(ex.raw())
        .await?;
    row.map(kept_of).transpose()
}

/// Where a paper stands now in a register of what comes in or goes out.
pub async fn find_standing(ex: &impl Executor, document: DocumentId) -> Result<Option<Kept>> {
    let row = register_entry::Entity::find()
        .filter(register_entry::Column::DocumentId.eq(document.0))
        .filter(register_entry::Column::State.eq(EntryState::Used.code()))
        .filter(register_entry::Column::Copy.is_null())
        .one(ex.raw())
        .await?;
    row.map(kept_of).transpose()
}

fn kept_of(row: register_entry::Model) -> Result<Kept> {
    let corrupt = |what: &str| {
        let (register, year, number) = (row.register_id, row.year, row.number);
        StorageError::Corrupt(format!("register {register}, {number} of {year}: {what}"))
    };
    let copy = row.copy.as_deref().map(CopyKind::from_code);
    let was_reserved = row.purpose.is_some();
    Ok(Kept {
        place: Place {
            register: RegisterId(row.register_id),
            year: row.year,
            number: row.number,
        },
        state: EntryState::from_code(&row.state).ok_or_else(|| corrupt("state"))?,
        document: row.document_id.map(DocumentId),
        dated: row.dated,
        copy: copy
            .map(|copy| copy.ok_or_else(|| corrupt("copy")))
            .transpose()?,
        reservation: was_reserved.then_some(Reservation {
            day: row.reserved_day,
            unit: row.reserved_unit_id.map(UnitId),
        }),
        code: row.code,
        purpose: row.purpose,
        reason: row.reason,
        taken_at: moment(row.taken_at_us)?,
        taken_by: PersonId(row.taken_by),
        changed_at: moment(row.changed_at_us)?,
        changed_by: PersonId(row.changed_by),
    })
}
