//! The office at work: its calendar, tasks and remarks, drafts and routes of approval, grants that
//! name what their cause is about.

mod calendar;
mod outgoing;
mod work;

use sea_orm_migration::prelude::*;

use crate::schema;

/// The schema of the office at work.
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
        let areas = [calendar::TABLES, work::TABLES, outgoing::TABLES];
        let connection = manager.get_connection();
        for statement in schema::statements(&areas, manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        for statement in work::CHANGES {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
