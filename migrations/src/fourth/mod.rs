//! What the office learnt after it sent and told: instructions kept as templates, and the file that
//! goes out with number and date on it.

mod instructions;
mod outgoing;

use sea_orm_migration::prelude::*;

use crate::schema;

/// The schema of what came after exchange and notices.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0004_instructions_and_release"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let areas = [instructions::TABLES, outgoing::TABLES];
        let connection = manager.get_connection();
        for statement in schema::statements(&areas, manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
