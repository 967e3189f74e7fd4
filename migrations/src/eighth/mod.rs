//! What people write on pages by hand, kept beside the files.

mod ink;

use sea_orm_migration::prelude::*;

use crate::schema;

/// The schema of pen strokes.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0008_ink"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (connection, backend) = (manager.get_connection(), manager.get_database_backend());
        for statement in schema::statements(&[ink::TABLES], backend) {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
