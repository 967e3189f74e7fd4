//! `congvan demo`: two agencies, their people, papers that read like real ones, and a month lived.

use std::process::ExitCode;

use clap::Args;

use crate::clock::Clock;
use crate::config::Config;
use crate::error::Result;
use crate::ops::demo::{Files, Office, Then};
use crate::ops::{App, Parts, demo};

#[derive(Args)]
pub struct Demo {
    /// Live the last month in it too: some four hundred papers on their way, up to today.
    #[arg(long)]
    month: bool,
}

impl Demo {
    pub async fn run(self, config: Config) -> Result<ExitCode> {
        let office = demo::office()?;
        let (now, parts) = (Clock::System.now(), Parts::of_this_program()?);
        // The office of a month ago is founded a month ago, so its clock is moved along by hand.
        let clock = if self.month {
            Clock::manual(demo::since(now))
        } else {
            Clock::System
        };
        let app = App::open(config, Parts { clock, ..parts }).await?;
        if demo::is_new(&app).await? {
            let then = if self.month {
                Then::Month
            } else {
                Then::Nothing
            };
            make(&app, &office, then).await?;
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

async fn make(app: &App, office: &Office, then: Then) -> Result<()> {
    let mut reports = Vec::new();
    for (agency, files) in demo::furnish(app, office, then).await? {
        let report = super::import::keep_all(app, &agency, &files).await?;
        reports.push((agency, report));
    }
    super::import::read_all(app).await?;
    for (agency, report) in reports {
        report.print(app, &agency).await?;
    }
    if then == Then::Nothing {
        return Ok(());
    }
    let bar = super::import::bar(0, "Một tháng");
    let told = |done: usize, of: usize| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    };
    let now = Clock::System.now();
    let lived = demo::live(app, (office, Files::Letters), now, &told).await?;
    super::import::read_all(app).await?;
    bar.finish();
    let (papers, steps) = (lived.papers, lived.steps);
    println!("Một tháng làm việc: {papers} văn bản, {steps} bước xử lý");
    Ok(())
}
