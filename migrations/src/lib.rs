//! The schema of Congvan, one for SQLite and PostgreSQL, as a list of migrations that only go
//! forward: expand first, contract in a later release.

mod eighth;
mod fifth;
mod first;
mod fourth;
mod ninth;
mod schema;
mod second;
mod seventh;
mod sixth;
mod tenth;
mod third;

use sea_orm_migration::prelude::*;

pub use sea_orm_migration::MigratorTrait;

/// Runs the migrations that a database has not seen yet.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(first::Migration),
            Box::new(second::Migration),
            Box::new(third::Migration),
            Box::new(fourth::Migration),
            Box::new(fifth::Migration),
            Box::new(sixth::Migration),
            Box::new(seventh::Migration),
            Box::new(eighth::Migration),
            Box::new(ninth::Migration),
            Box::new(tenth::Migration),
        ]
    }
}
