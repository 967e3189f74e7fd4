//! Exchange between agencies, and notices: who was told what, and what became of each mail and push.

mod notices;

use sea_orm_migration::prelude::*;

use crate::schema;

/// The schema of exchange and notices.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0003_exchange_and_notices"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let areas = [notices::TABLES];
        let connection = manager.get_connection();
        for statement in schema::statements(&areas, manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        for statement in notices::ROWS {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
