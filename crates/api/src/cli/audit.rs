//! `congvan audit verify` and `congvan rebuild index`.

use std::process::ExitCode;

use clap::Subcommand;

use crate::error::Result;
use crate::ops::{App, audit, index};

#[derive(Subcommand)]
pub enum Audit {
    /// Walk the event chain of every agency and name the first altered, missing or inserted event.
    Verify,
}

#[derive(Subcommand)]
pub enum Rebuild {
    /// The search index. A running server has to be stopped first.
    Index,
}

impl Audit {
    pub async fn run(self, app: &App) -> Result<ExitCode> {
        let mut is_whole = true;
        for (agency, verdict) in audit::verify(app).await? {
            match verdict {
                Ok(events) => println!("{}: {events} events, unbroken", agency.slug),
                Err(broken) => {
                    is_whole = false;
                    println!("{}: BROKEN: {broken}", agency.slug);
                }
            }
        }
        Ok(if is_whole {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

impl Rebuild {
    pub async fn run(self, app: &App) -> Result<ExitCode> {
        let bar = super::import::bar(0, "Chỉ mục");
        let progress = bar.clone();
        let total = index::rebuild(app, &move |papers| {
            progress.set_length(papers);
            progress.set_position(papers);
        })
        .await?;
        bar.finish();
        println!("{total} văn bản");
        Ok(ExitCode::SUCCESS)
    }
}
