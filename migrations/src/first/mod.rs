//! The first schema: agencies and people, papers and grants, events, jobs and kept answers.

mod identity;
mod organisations;
mod papers;
mod work;

use sea_orm_migration::prelude::*;

use crate::schema;

/// The first schema.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0001_first"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let areas = [
            organisations::TABLES,
            identity::TABLES,
            papers::TABLES,
            work::TABLES,
        ];
        let connection = manager.get_connection();
        for statement in schema::statements(&areas, manager.get_database_backend()) {
            connection.execute_unprepared(&statement).await?;
        }
        connection.execute_unprepared(work::JOB_CLOCKS).await?;
        Ok(())
    }
}
