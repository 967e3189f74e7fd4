//! Signing in with more than a password: passkeys, their challenges, and codes of an app on the phone.

mod factors;

use sea_orm_migration::prelude::*;

use crate::schema;

/// The schema of passkeys and codes.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0007_passkeys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (connection, backend) = (manager.get_connection(), manager.get_database_backend());
        for statement in schema::statements(&[factors::TABLES], backend) {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}
