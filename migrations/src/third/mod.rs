//! What came after the office had learnt to work: what one agency sends to another, reminders of
//! dates, papers people follow, who was told what and what became of each mail and push.

mod deadlines;
mod exchange;
mod follows;
mod notices;

use sea_orm_migration::prelude::*;

use crate::schema;

/// The schema of what came after.
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
        let areas = [
            deadlines::TABLES,
            exchange::TABLES,
            follows::TABLES,
            notices::TABLES,
        ];
        let connection = manager.get_connection();
        for statement in schema::statements(&areas, manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        for statement in deadlines::CHANGES.iter().chain(notices::ROWS) {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
