//! What a digitisation is worth: how sure each reading is until somebody settled it, samples that are keyed
//! a second time, lists of shelves, and what each day brought.

mod quality;
mod samples;
mod shelves;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema;

/// The schema of the quality of digitisation.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0006_quality"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let areas = [quality::TABLES, samples::TABLES, shelves::TABLES];
        let (connection, backend) = (manager.get_connection(), manager.get_database_backend());
        for statement in schema::statements(&areas, backend) {
            connection.execute_unprepared(&statement).await?;
        }
        for statement in quality::CHANGES {
            connection.execute_unprepared(statement).await?;
        }
        if backend == DbBackend::Postgres {
            for statement in quality::COMMENTS {
                connection.execute_unprepared(statement).await?;
            }
        }
        Ok(())
    }
}
