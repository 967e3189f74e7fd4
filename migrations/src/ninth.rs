//! Undoing: the way back beside each paper, what was written or told by an action that was undone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The schema of undoing.
#[derive(Debug)]
pub struct Migration;

const CHANGES: &[&str] = &[
    "ALTER TABLE work ADD COLUMN way_back text",
    "ALTER TABLE remark ADD COLUMN undone_at_us bigint",
    "ALTER TABLE notice ADD COLUMN withdrawn_seq bigint",
    "CREATE INDEX i_remark_author ON remark (author_id, id) WHERE kind = 'instruction'",
];

/// What PostgreSQL keeps beside them.
const COMMENTS: &[&str] = &[
    "COMMENT ON COLUMN work.way_back IS 'How the paper comes back to where it was before its last action, as JSON; holds while the revision is the one it names'",
    "COMMENT ON COLUMN remark.undone_at_us IS 'When the action it was written with was undone, in microseconds since 1970'",
    "COMMENT ON COLUMN notice.withdrawn_seq IS 'Place of the event that undid what it tells'",
];

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "0009_undo"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in CHANGES {
            connection.execute_unprepared(statement).await?;
        }
        if manager.get_database_backend() == DbBackend::Postgres {
            for statement in COMMENTS {
                connection.execute_unprepared(statement).await?;
            }
        }
        Ok(())
    }
}
