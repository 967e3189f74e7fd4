//! Scans coming in: how soon two pages are found, and a bundle of three hundred that is killed half way.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indexing::reading::PagePart;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::client::Client;
use crate::ingest::{reader, upload};
use crate::office::{CLERK, Office, PASSWORD, copy_folder};
use crate::report::{Report, percentile};
use crate::server::{Server, cpu_s, tree_memory_mb};
use crate::{Result, Settings};

/// The project's own scan of two pages.
const TWO_PAGES: &str = "tests/data/papers/so-nnmt/incoming/2026-09-14-118-bc-ubnd-scan.pdf";
/// Words on its second page, as they are typed.
const ON_PAGE_TWO: &str = "tests/data/texts/scans/2026-09-14-118-bc-ubnd-scan.txt";
const BUNDLE_PAGES: u32 = 300;
const PATIENCE: Duration = Duration::from_mins(20);
const LOOK: Duration = Duration::from_millis(100);

/// Measures on copies of the office.
pub fn measure(
    settings: &Settings,
    runtime: &Runtime,
    office: &Office,
    report: &mut Report,
) -> Result<()> {
    found_after(settings, office, report)?;
    bundle(settings, runtime, office, report)
}

/// From the beginning of the upload until a search for words of the second page finds the paper.
fn found_after(settings: &Settings, office: &Office, report: &mut Report) -> Result<()> {
    eprintln!("bench: scans of two pages coming in");
    let folder = tempfile::tempdir_in(&settings.target)?;
    copy_folder(&office.data, folder.path())?;
    let server = Server::start(settings, folder.path())?;
    let cookie = Client::sign_in(server.address, CLERK, PASSWORD)?;
    let mut client = Client::connect(server.address, Some(&cookie))?;
    let scan = std::fs::read(find(settings, TWO_PAGES)?)?;
    let words = words_of_page_two(&settings.root.join(ON_PAGE_TWO))?;
    let path = format!("/api/v1/search?q={words}&sort=newest");
    let mut seconds = Vec::new();
    for round in 0..7 {
        let mut bytes = scan.clone();
        bytes.extend_from_slice(format!("\n% {round}\n").as_bytes());
        let since = Instant::now();
        let paper = upload(&mut client, &format!("scan-{round}.pdf"), &bytes)?;
        while !client.get(&path)?.text().contains(&paper) {
            if since.elapsed() > Duration::from_mins(1) {
                return Err(format!("a scan is not found by «{words}» after 60 s").into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        seconds.push(since.elapsed().as_secs_f64());
    }
    report.figure("scan.visible_s", percentile(&mut seconds, 0.5), "s")?;
    report.figure("scan.visible.slowest_s", percentile(&mut seconds, 1.0), "s")
}

fn find(settings: &Settings, name: &str) -> Result<PathBuf> {
    let path = settings.root.join(name);
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("{} is missing", path.display()).into())
    }
}

/// Five words of letters from the middle of the second page, without marks of punctuation.
fn words_of_page_two(reference: &Path) -> Result<String> {
    let text = std::fs::read_to_string(reference)?;
    let page = text.split('\u{c}').nth(1).ok_or("no second page")?;
    let words: Vec<&str> = page
        .split_whitespace()
        .filter(|word| word.chars().all(char::is_alphabetic) && word.chars().count() > 2)
        .collect();
    let from = words.len() / 2;
    let wanted = words.get(from..from + 5).ok_or("few words on page two")?;
    Ok(percent_encoding::percent_encode(
        wanted.join(" ").as_bytes(),
        percent_encoding::NON_ALPHANUMERIC,
    )
    .to_string())
}

/// Pages of the two-page scan over and over, as one file.
fn bundle_file(settings: &Settings, runtime: &Runtime, folder: &Path) -> Result<PathBuf> {
    let source = find(settings, TWO_PAGES)?;
    let part = |number: u32| PagePart {
        path: source.clone(),
        page: number % 2 + 1,
        turn: 0,
    };
    let parts: Vec<_> = (0..BUNDLE_PAGES).map(part).collect();
    let target = folder.join("bundle.pdf");
    let made = runtime.block_on(reader(settings).assemble(&parts, &target));
    made.map_err(|trouble| format!("the bundle: {}", trouble.code))?;
    Ok(target)
}

fn bundle(
    settings: &Settings,
    runtime: &Runtime,
    office: &Office,
    report: &mut Report,
) -> Result<()> {
    eprintln!("bench: a scan of {BUNDLE_PAGES} pages, killed half way");
    let folder = tempfile::tempdir_in(&settings.target)?;
    let data = folder.path().join("data");
    copy_folder(&office.data, &data)?;
    let scan = std::fs::read(bundle_file(settings, runtime, folder.path())?)?;
    let mut server = Server::start(settings, &data)?;
    let cookie = Client::sign_in(server.address, CLERK, PASSWORD)?;
    let mut client = Client::connect(server.address, Some(&cookie))?;
    let paper = upload(&mut client, "bundle.pdf", &scan)?;
    let since = Instant::now();
    let file = first_picture(&mut client, &paper)?;
    report.figure(
        "scan.300.first_picture_s",
        since.elapsed().as_secs_f64(),
        "s",
    )?;

    let mut peak: f64 = 0.0;
    let before = cpu_s(server.pid())?;
    let begun = Instant::now();
    let from = waiting(&mut client, &paper)?.unwrap_or(BUNDLE_PAGES);
    while waiting(&mut client, &paper)?.is_none_or(|left| left > BUNDLE_PAGES / 2) {
        peak = peak.max(tree_memory_mb(server.pid())?);
        expect_patience(begun)?;
        std::thread::sleep(LOOK);
    }
    let done = f64::from(from - BUNDLE_PAGES / 2);
    let wall = begun.elapsed().as_secs_f64();
    report.figure("scan.300.pages_per_minute", done / wall * 60.0, "pages/min")?;
    let busy = (cpu_s(server.pid())? - before) / wall;
    report.figure("scan.300.processors_busy", busy, "processors")?;
    server.kill()?;
    let kept = done_pages(&data, &file)?;
    server = Server::start(settings, &data)?;
    client = Client::connect(server.address, Some(&cookie))?;
    while waiting(&mut client, &paper)? != Some(0) {
        peak = peak.max(tree_memory_mb(server.pid())?);
        expect_patience(begun)?;
        std::thread::sleep(LOOK);
    }
    server.settle(PATIENCE)?;
    let after = done_pages(&data, &file)?;
    let twice = kept.iter().filter(|page| !after.contains(page)).count();
    if after.len() != BUNDLE_PAGES as usize || twice > 0 {
        let pages = after.len();
        return Err(format!("{pages} pages after the kill, {twice} done twice").into());
    }
    report.figure("scan.300.kept_over_kill", kept.len() as f64, "pages")?;
    report.figure("scan.300.memory_mb", peak, "MB")
}

fn expect_patience(since: Instant) -> Result<()> {
    if since.elapsed() < PATIENCE {
        Ok(())
    } else {
        Err("the bundle is not recognised in time".into())
    }
}

/// Asks for the picture of page 1 until it comes; answers the file.
fn first_picture(client: &mut Client, paper: &str) -> Result<String> {
    let shown: Value =
        serde_json::from_slice(&client.get(&format!("/api/v1/documents/{paper}"))?.body)?;
    let file = shown["files"][0]["id"]
        .as_str()
        .ok_or("no file")?
        .to_owned();
    let path = format!("/api/v1/files/{file}/pages/1/image?width=910");
    let since = Instant::now();
    while client.get(&path)?.status != 200 {
        if since.elapsed() > Duration::from_mins(1) {
            return Err("no picture of page 1 after a minute".into());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(file)
}

/// Pages that wait; none while the file itself waits to be read.
fn waiting(client: &mut Client, paper: &str) -> Result<Option<u32>> {
    let shown: Value =
        serde_json::from_slice(&client.get(&format!("/api/v1/documents/{paper}"))?.body)?;
    let waiting = shown["files"][0]["recognition"]["waiting"].as_u64();
    Ok(waiting.map(|pages| pages as u32))
}

/// Pages that were recognised, each with the moment at which it was.
fn done_pages(data: &Path, file: &str) -> Result<Vec<String>> {
    let id = file.trim_start_matches("file_");
    let query = format!(
        "select number || ' ' || finished_at_us from page_recognition \
         where finished_at_us is not null and lower(hex(file_id)) = '{id}'"
    );
    let output = std::process::Command::new("sqlite3")
        .arg(data.join("congvan.sqlite"))
        .arg(query)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let rows = String::from_utf8_lossy(&output.stdout);
    Ok(rows.lines().map(str::to_owned).collect())
}
