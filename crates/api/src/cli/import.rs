//! `congvan import DIR`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use workflow::documents::ReadingState;
use workflow::{DocumentId, Refusal};

use crate::background::{Background, recognising_workers};
use crate::clock::pause;
use crate::error::{OpError, Result};
use crate::http::problem::sentence_of_code;
use crate::ops::documents::{ImportFile, Imported, import_file, plan, unread_files};
use crate::ops::organisations::{find, found, list};
use crate::ops::{App, index, jobs};
use storage::organisations::Organisation;

#[derive(Args)]
pub struct Import {
    /// Folder, taken with everything below it.
    folder: PathBuf,
    /// JSON lines or CSV with a column `path` and what is known of each file; only files it names come in.
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Short name of the agency; may be left out when there is one. A new data folder gets one.
    #[arg(long, value_name = "SLUG")]
    org: Option<String>,
    /// Only keep the files; a running server reads them.
    #[arg(long)]
    no_read: bool,
}

/// What an import did.
#[derive(Default)]
pub struct Report {
    new: Vec<DocumentId>,
    known: Vec<(String, DocumentId)>,
    failed: Vec<(String, String)>,
}

impl Import {
    pub async fn run(self, app: App) -> Result<ExitCode> {
        let agency = choose_agency(&app, self.org.as_deref()).await?;
        let files = plan(&self.folder, self.manifest.as_deref(), &agency.slug)?;
        let report = keep_all(&app, &agency, &files).await?;
        if !self.no_read {
            read_all(&app).await?;
        }
        report.print(&app, &agency).await?;
        Ok(if report.failed.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

async fn choose_agency(app: &App, slug: Option<&str>) -> Result<Organisation> {
    if let Some(slug) = slug {
        let unknown = Refusal::new("organisations.unknown").with("slug", slug);
        return find(app, slug).await?.ok_or(OpError::Invalid(unknown));
    }
    let mut agencies = list(app).await?;
    match agencies.len() {
        0 => found(app, "co-quan", "Cơ quan").await,
        1 => Ok(agencies.remove(0)),
        _ => Err(OpError::Invalid(Refusal::new("organisations.choose"))),
    }
}

/// A bar with rate and time left.
pub fn bar(length: u64, what: &'static str) -> ProgressBar {
    let style = "{msg:10} {bar:30} {pos}/{len} · {per_sec:.1} · còn {eta}";
    let bar = ProgressBar::new(length).with_message(what);
    match ProgressStyle::with_template(style) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Keeps every file; one that fails is told in the report and harms no other.
pub async fn keep_all(app: &App, agency: &Organisation, files: &[ImportFile]) -> Result<Report> {
    let bar = bar(files.len() as u64, "Nhận tệp");
    let mut report = Report::default();
    for file in files {
        match import_file(app, agency.id, file).await {
            Ok(Imported::New(document)) => report.new.push(document),
            Ok(Imported::Known(document)) => report.known.push((file.shown.clone(), document)),
            Err(OpError::Invalid(refusal)) => {
                report
                    .failed
                    .push((file.shown.clone(), crate::http::problem::sentence(&refusal)));
            }
            Err(OpError::Io(error)) if error.kind() != std::io::ErrorKind::StorageFull => {
                report.failed.push((file.shown.clone(), error.to_string()));
            }
            Err(failure) => return Err(failure),
        }
        bar.inc(1);
    }
    bar.finish();
    Ok(report)
}

/// Does the deferred work until none is left and the index is in step.
pub async fn read_all(app: &App) -> Result<()> {
    let (mut open, ..) = jobs::backlog(app).await?;
    let bar = bar(open, "Đọc");
    let mut total = open;
    let background = Background::new();
    background.work(
        app,
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    );
    background.recognise(app, recognising_workers(app));
    while open > 0 {
        pause(Duration::from_millis(100)).await;
        (open, ..) = jobs::backlog(app).await?;
        total = total.max(open);
        bar.set_length(total);
        bar.set_position(total - open);
    }
    background.end(Duration::from_secs(5)).await;
    bar.finish();
    while index::follow_once(app).await? > 0 {}
    Ok(())
}

impl Report {
    /// Prints what came in, what was there already, and what failed and why.
    pub async fn print(&self, app: &App, agency: &Organisation) -> Result<()> {
        println!(
            "{}: {} văn bản mới, {} đã có, {} lỗi",
            agency.name,
            self.new.len(),
            self.known.len(),
            self.failed.len()
        );
        for (name, document) in &self.known {
            println!("  đã có    {name}  ({document})");
        }
        for (name, why) in &self.failed {
            println!("  lỗi      {name}: {why}");
        }
        let mut by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, state, trouble) in unread_files(app, &self.new).await? {
            let reason = match (state, trouble) {
                (ReadingState::NotYetRead, _) => "chưa nhận dạng (không có lớp chữ)".to_owned(),
                (_, Some(code)) => sentence_of_code(&code),
                (ReadingState::Waiting, None) => "chờ đọc".to_owned(),
                (_, None) => "không đọc được".to_owned(),
            };
            by_reason.entry(reason).or_default().push(name);
        }
        for (reason, names) in by_reason {
            println!("  {} tệp: {reason}", names.len());
            for name in names {
                println!("           {name}");
            }
        }
        Ok(())
    }
}
