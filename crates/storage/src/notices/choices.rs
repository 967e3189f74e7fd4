//! How people want to hear of what concerns them.

use std::collections::HashMap;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use workflow::PersonId;
use workflow::notices::Preferences;

use crate::entities::notices::notice_preference;
use crate::moments::micros;
use crate::{Executor, Result, StorageError, Transaction};

/// What people have chosen; who has chosen nothing is not among them.
pub async fn list_choices(
    ex: &impl Executor,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Preferences>> {
    let rows = notice_preference::Entity::find()
        .filter(notice_preference::Column::PersonId.is_in(people.iter().map(|id| id.0)))
        .all(ex.raw())
        .await?;
    rows.into_iter()
        .map(|row| {
            let choice = serde_json::from_str(&row.choice)
                .map_err(|_| StorageError::Corrupt(format!("choice of {}", row.person_id)))?;
            Ok((PersonId(row.person_id), choice))
        })
        .collect()
}

/// Keeps what somebody has chosen.
pub async fn save_choice(tx: &Transaction, person: PersonId, choice: &Preferences) -> Result<()> {
    use notice_preference::Column;
    let choice =
        serde_json::to_string(choice).map_err(|error| StorageError::Corrupt(error.to_string()))?;
    let row = notice_preference::ActiveModel {
        person_id: Set(person.0),
        choice: Set(choice),
        changed_at_us: Set(micros(tx.now)),
    };
    let again = OnConflict::column(Column::PersonId)
        .update_columns([Column::Choice, Column::ChangedAtUs])
        .to_owned();
    notice_preference::Entity::insert_many([row])
        .on_conflict(again)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}
