//! Scans that become text: what was recognised on each page, what was suggested from it, and what
//! the office learnt from the corrections of its clerks; batches of scans and the papers made of them.

mod batches;
mod recognition;

use sea_orm_migration::prelude::*;

use crate::schema;

/// The schema of recognition and suggestions.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0005_recognition"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let areas = [recognition::TABLES, batches::TABLES];
        let connection = manager.get_connection();
        for statement in schema::statements(&areas, manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
