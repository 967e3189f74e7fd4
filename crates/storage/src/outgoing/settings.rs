//! How an agency goes about its outgoing papers.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};
use workflow::OrganisationId;

use crate::entities::outgoing::outgoing_setting;
use crate::{Executor, Result, Transaction};

/// Whether number and date may be given before the final approval; the order of the law is after.
pub async fn numbers_before_approval(
    ex: &impl Executor,
    organisation: OrganisationId,
) -> Result<bool> {
    let row = outgoing_setting::Entity::find_by_id(organisation.0)
        .one(ex.raw())
        .await?;
    Ok(row.is_some_and(|row| row.number_before_approval))
}

/// Sets whether number and date may be given before the final approval.
pub async fn set_numbers_before_approval(
    tx: &Transaction,
    organisation: OrganisationId,
    before: bool,
) -> Result<()> {
    use outgoing_setting::Column;
    let row = outgoing_setting::ActiveModel {
        organisation_id: Set(organisation.0),
        number_before_approval: Set(before),
    };
    let mut anew = OnConflict::column(Column::OrganisationId);
    anew.update_column(Column::NumberBeforeApproval);
    outgoing_setting::Entity::insert(row)
        .on_conflict(anew)
        .exec_without_returning(&tx.inner)
        .await?;
    Ok(())
}
