//! Looking through the event log by time, person and kind.

use sea_orm_migration::prelude::*;

/// The schema of looking through the event log.
#[derive(Debug)]
pub struct Migration;

const CHANGES: &[&str] = &[
    "CREATE INDEX i_event_moment ON event (organisation_id, at_us, seq)",
    "CREATE INDEX i_event_actor ON event (organisation_id, actor_id, at_us, seq)",
    "CREATE INDEX i_event_kind ON event (organisation_id, kind, at_us, seq)",
];

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0010_audit"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in CHANGES {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
