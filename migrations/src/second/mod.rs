//! The office at work: registers with their years and numbers.

mod registers;

use sea_orm_migration::prelude::*;

use crate::schema;

/// The second schema.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0002_office"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let areas = [registers::TABLES];
        let connection = manager.get_connection();
        for statement in schema::statements(&areas, manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        for statement in registers::COLUMNS {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
