//! `congvan demo`: two agencies, a dozen posts, papers that read like real ones.

use std::process::ExitCode;

use clap::Args;

use crate::error::Result;
use crate::ops::{App, demo};

#[derive(Args)]
pub struct Demo {}

impl Demo {
    pub async fn run(self, app: App) -> Result<ExitCode> {
        let office = demo::office()?;
        if demo::is_new(&app).await? {
            let mut reports = Vec::new();
            for (agency, files) in demo::furnish(&app, &office).await? {
                let report = super::import::keep_all(&app, &agency, &files).await?;
                reports.push((agency, report));
            }
            super::import::read_all(&app).await?;
            for (agency, report) in reports {
                report.print(&app, &agency).await?;
            }
        }
        println!("\nVăn phòng mẫu / demo office · {}", app.config().origin());
        println!("Mật khẩu chung / password of all: {}\n", office.password);
        for organisation in &office.organisations {
            println!("{}", organisation.name);
            for person in &organisation.people {
                println!("  {:24} {:26} {}", person.login, person.name, person.title);
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
