//! Suggestions for the fields of papers, and what clerks made of earlier ones.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use workflow::{DocumentId, FileId, OrganisationId};

use crate::entities::papers::document;
use crate::entities::recognition::{learnt_value, suggestion};
use crate::moments::micros;
use crate::{Executor, Result, Transaction};

/// A value suggested for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The file it was read in.
    pub file: FileId,
    /// For which field.
    pub field: String,
    /// The value in its normal form.
    pub value: String,
    /// Percent of such suggestions that are right.
    pub confidence: i16,
    /// The page, from 1.
    pub page: i32,
    /// Rectangles in points, as JSON.
    pub places: String,
}

/// What clerks settled where something was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearntValue {
    /// The issuer without marks in capitals.
    pub issuer_key: String,
    /// Which field.
    pub field: String,
    /// What was read.
    pub read: String,
    /// What the clerk settled.
    pub settled: String,
    /// How often.
    pub times: i32,
}

/// Longest value that is kept, in characters.
const VALUE_MAX_CHARS: usize = 1_000;

/// Replaces the suggestions of a paper.
pub async fn save_suggestions(
    tx: &Transaction,
    document: DocumentId,
    suggestions: &[Suggestion],
) -> Result<()> {
    suggestion::Entity::delete_many()
        .filter(suggestion::Column::DocumentId.eq(document.0))
        .exec(&tx.inner)
        .await?;
    let rows = suggestions.iter().map(|one| suggestion::ActiveModel {
        id: NotSet,
        document_id: Set(document.0),
        file_id: Set(one.file.0),
        field: Set(one.field.clone()),
        value: Set(kept(&one.value)),
        confidence: Set(one.confidence),
        page: Set(one.page),
        places: Set(one.places.clone()),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        suggestion::Entity::insert_many(rows)
            .exec_without_returning(&tx.inner)
            .await?;
    }
    Ok(())
}

fn kept(value: &str) -> String {
    let shown = value.chars().filter(|c| *c != '\0');
    shown.take(VALUE_MAX_CHARS).collect()
}

/// The suggestions of a paper, in the order in which they were made.
pub async fn list_suggestions(ex: &impl Executor, document: DocumentId) -> Result<Vec<Suggestion>> {
    let rows = suggestion::Entity::find()
        .filter(suggestion::Column::DocumentId.eq(document.0))
        .order_by_asc(suggestion::Column::Id)
        .all(ex.raw())
        .await?;
    let of = |row: suggestion::Model| Suggestion {
        file: FileId(row.file_id),
        field: row.field,
        value: row.value,
        confidence: row.confidence,
        page: row.page,
        places: row.places,
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Counts that a clerk settled a value where something was read.
pub async fn learn(
    tx: &Transaction,
    organisation: OrganisationId,
    learnt: &LearntValue,
) -> Result<()> {
    let row = learnt_value::ActiveModel {
        id: NotSet,
        organisation_id: Set(organisation.0),
        issuer_key: Set(kept(&learnt.issuer_key)),
        field: Set(learnt.field.clone()),
        read_value: Set(kept(&learnt.read)),
        settled_value: Set(kept(&learnt.settled)),
        times: Set(learnt.times),
        changed_at_us: Set(micros(tx.now)),
    };
    let again = OnConflict::columns([
        learnt_value::Column::OrganisationId,
        learnt_value::Column::IssuerKey,
        learnt_value::Column::Field,
        learnt_value::Column::ReadValue,
        learnt_value::Column::SettledValue,
    ])
    .value(
        learnt_value::Column::Times,
        Expr::col((learnt_value::Entity, learnt_value::Column::Times)).add(learnt.times),
    )
    .value(learnt_value::Column::ChangedAtUs, Expr::val(micros(tx.now)))
    .to_owned();
    learnt_value::Entity::insert_many([row])
        .on_conflict(again)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}

/// What the clerks of an agency settled for papers of an issuer, the most frequent first.
pub async fn list_learnt(
    ex: &impl Executor,
    organisation: OrganisationId,
    issuer_keys: &[String],
) -> Result<Vec<LearntValue>> {
    const MOST: u64 = 2_000;
    let rows = learnt_value::Entity::find()
        .filter(learnt_value::Column::OrganisationId.eq(organisation.0))
        .filter(learnt_value::Column::IssuerKey.is_in(issuer_keys.iter().map(String::as_str)))
        .order_by_desc(learnt_value::Column::Times)
        .order_by_desc(learnt_value::Column::ChangedAtUs)
        .limit(MOST)
        .all(ex.raw())
        .await?;
    let of = |row: learnt_value::Model| LearntValue {
        issuer_key: row.issuer_key,
        field: row.field,
        read: row.read_value,
        settled: row.settled_value,
        times: row.times,
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Names of issuers of the registered papers of an agency, the most frequent first.
pub async fn list_issuers(
    ex: &impl Executor,
    organisation: OrganisationId,
    limit: u64,
) -> Result<Vec<String>> {
    let names: Vec<Option<String>> = document::Entity::find()
        .select_only()
        .column(document::Column::Issuer)
        .filter(document::Column::OrganisationId.eq(organisation.0))
        .filter(document::Column::Issuer.is_not_null())
        .filter(document::Column::Register.is_not_null())
        .group_by(document::Column::Issuer)
        .order_by_desc(document::Column::Id.count())
        .limit(limit)
        .into_tuple()
        .all(ex.raw())
        .await?;
    Ok(names.into_iter().flatten().collect())
}
