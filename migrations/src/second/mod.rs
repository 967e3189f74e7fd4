//! The office at work: its calendar, registers with their years and numbers, tasks and remarks,
//! drafts and routes of approval, delegations, grants that name what their cause is about, who
//! opened what.

mod calendar;
mod outgoing;
mod people;
mod registers;
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
        let areas = [
            calendar::TABLES,
            registers::TABLES,
            work::TABLES,
            outgoing::TABLES,
            people::TABLES,
        ];
        let connection = manager.get_connection();
        for statement in schema::statements(&areas, manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        for statement in registers::COLUMNS.iter().chain(work::CHANGES) {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
