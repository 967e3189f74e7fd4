//! `congvan doctor`: what is wrong with this installation, in sentences.

use std::process::ExitCode;

use crate::config::Config;
use crate::error::Result;
use crate::ops::{App, Parts, audit, index, jobs, maintenance};

/// Looks at everything and says what was seen; fails when something is wrong.
pub async fn run(config: Config) -> Result<ExitCode> {
    let mut wrong = 0;
    let mut say = |is_well: bool, sentence: String| {
        println!("{} {sentence}", if is_well { "ok  " } else { "XẤU " });
        wrong += u32::from(!is_well);
    };
    say(
        true,
        format!(
            "settings are readable; data folder {}",
            config.data.display()
        ),
    );
    let app = match App::open(config, Parts::of_this_program()?).await {
        Ok(app) => app,
        Err(error) => {
            say(false, format!("the office cannot be opened: {error}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    match maintenance::ping(&app).await {
        Ok(()) => say(true, "the database answers".into()),
        Err(error) => say(false, format!("the database does not answer: {error}")),
    }
    let free = free_bytes(&app);
    let gigabytes = free.unwrap_or(0) / (1 << 30);
    say(
        gigabytes >= 5,
        format!("{gigabytes} GiB are free for data; at least 5 are wished"),
    );
    let behind = index::events_behind(&app).await?;
    say(
        behind < 1000,
        format!("the index is {behind} events behind"),
    );
    let (open, dead, oldest_s) = jobs::backlog(&app).await?;
    say(
        dead == 0,
        format!("{dead} jobs gave up; {open} wait, the oldest for {oldest_s} s"),
    );
    for sentence in ways(app.config()) {
        say(true, sentence);
    }
    let blobs = maintenance::check_blobs(&app).await?;
    let damaged = maintenance::list_damaged(&app).await?;
    let sentence = format!(
        "{} kept files were due for a check; {} are damaged",
        blobs.blobs_checked,
        damaged.len()
    );
    say(damaged.is_empty(), sentence);
    for hash in damaged {
        println!("       {hash}");
    }
    for (agency, verdict) in audit::verify(&app).await? {
        match verdict {
            Ok(events) => say(true, format!("{}: {events} events, unbroken", agency.slug)),
            Err(broken) => say(false, format!("{}: {broken}", agency.slug)),
        }
    }
    let office = maintenance::find_program("soffice");
    say(
        true,
        match office {
            Some(path) => format!("LibreOffice reads DOC and XLS: {}", path.display()),
            None => "LibreOffice is not installed; DOC and XLS are kept but not read".into(),
        },
    );
    let recogniser = maintenance::find_program("tesseract");
    say(
        recogniser.is_some(),
        match recogniser {
            Some(path) => format!("Tesseract recognises scans: {}", path.display()),
            None => "Tesseract is not installed; scans wait to be recognised".into(),
        },
    );
    say(
        true,
        match indexing::reading::digits_model() {
            Some(path) => format!("digits of hands and stamps are read: {}", path.display()),
            None => "the model of digits is not installed; numbers and days written by hand stay unknown".into(),
        },
    );
    Ok(if wrong == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// By which ways people hear of what waits for them.
fn ways(config: &Config) -> [String; 2] {
    let mail = if config.mail.url.is_empty() {
        "nobody is told by mail: mail.url is not set".to_owned()
    } else {
        "people can be told by mail".to_owned()
    };
    let push = match config.push_contact() {
        Some(contact) => format!("devices can be told; push services are given {contact}"),
        None => "no device is told: push.contact is not set".to_owned(),
    };
    [mail, push]
}

fn free_bytes(app: &App) -> Option<u64> {
    let figures = rustix::fs::statvfs(&app.config().data).ok()?;
    Some(figures.f_bavail * figures.f_frsize)
}
