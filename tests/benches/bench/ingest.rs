//! Papers coming in over HTTP: what a born-digital PDF costs, and how soon a paper is found.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use indexing::reading::{Limits, Reader, Reading};
use indexing::search::{Change, PageText, Paper, Positions, SearchIndex};
use time::OffsetDateTime;
use tokio::runtime::Runtime;
use uuid::Uuid;
use workflow::DocumentId;
use workflow::documents::ReadingState;

use crate::client::Client;
use crate::office::{CLERK, Office, PASSWORD, copy_folder};
use crate::report::{Report, percentile};
use crate::server::{Server, cpu_s};
use crate::words::Chance;
use crate::{Result, Settings};

/// Papers of a commit when they come in one after the other.
const PAPERS_A_COMMIT: usize = 10;

/// Measures on a copy of the office, so that it stays as it was made.
pub fn measure(
    settings: &Settings,
    runtime: &Runtime,
    office: &Office,
    report: &mut Report,
) -> Result<()> {
    eprintln!("bench: papers coming in");
    let folder = tempfile::tempdir_in(&settings.target)?;
    let data = folder.path().join("data");
    copy_folder(&office.data, &data)?;
    let sources = two_and_four_pages(settings, runtime)?;
    let count = if settings.quick { 40 } else { 200 };
    let files = distinct_copies(&sources, count, folder.path())?;
    let server = Server::start(settings, &data)?;
    let cookie = Client::sign_in(server.address, CLERK, PASSWORD)?;
    let mut client = Client::connect(server.address, Some(&cookie))?;

    let before = cpu_s(server.pid())?;
    let since = Instant::now();
    for path in &files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        upload(&mut client, &name, &std::fs::read(path)?)?;
    }
    server.settle(Duration::from_mins(5))?;
    let papers = files.len() as f64;
    let cost = (cpu_s(server.pid())? - before) / papers;
    let rate = papers / since.elapsed().as_secs_f64();
    let bare = read_and_index(settings, runtime, &files, folder.path())? / papers;
    let beside = (bare, "extraction in child processes and indexing alone");
    report.beside("ingest.born_digital.cpu_s", (cost, "s"), beside)?;
    report.figure("ingest.born_digital.papers_per_s", rate, "papers/s")?;
    found_after(settings, &mut client, report)
}

/// The project's own papers with two and with four pages of text: one after the other they have three.
fn two_and_four_pages(settings: &Settings, runtime: &Runtime) -> Result<Vec<Vec<u8>>> {
    let reader = reader(settings);
    let mut short = Vec::new();
    let mut long = Vec::new();
    for path in crate::reading::papers(settings)? {
        let reading = read(&reader, runtime, &path)?;
        let Ok(reading) = reading else { continue };
        let has_text = reading.pages.iter().all(|page| page.text.len() > 100);
        match reading.pages.len() {
            2 if has_text => short.push(std::fs::read(path)?),
            4 if has_text => long.push(std::fs::read(path)?),
            _ => {}
        }
    }
    if short.is_empty() || long.is_empty() {
        return Err("no papers of two and four pages in tests/data".into());
    }
    let count = short.len();
    let pairs = (0..count).flat_map(|place| [&short[place], &long[place % long.len()]]);
    Ok(pairs.cloned().collect())
}

/// Copies whose bytes differ behind the end of the PDF, which readers pass over.
fn distinct_copies(sources: &[Vec<u8>], count: usize, folder: &Path) -> Result<Vec<PathBuf>> {
    let copy = |place: usize| {
        let mut bytes = sources[place % sources.len()].clone();
        bytes.extend_from_slice(format!("\n% copy {place}\n").as_bytes());
        let path = folder.join(format!("copy-{place}.pdf"));
        std::fs::write(&path, bytes)?;
        Ok(path)
    };
    (0..count).map(copy).collect()
}

/// The reader as the office has it.
pub fn reader(settings: &Settings) -> Reader {
    let program = settings.program.to_string_lossy().into_owned();
    Reader {
        command: vec![program, "read-file".to_owned()],
        limits: Limits::default(),
    }
}

/// Reads one file in a child process.
pub fn read(
    reader: &Reader,
    runtime: &Runtime,
    path: &Path,
) -> Result<std::result::Result<Reading, String>> {
    let scratch = tempfile::tempdir()?;
    let reading = runtime.block_on(reader.read(path, scratch.path()));
    Ok(reading.map_err(|trouble| trouble.code))
}

/// Processor seconds of reading and indexing the files without office around it.
fn read_and_index(
    settings: &Settings,
    runtime: &Runtime,
    files: &[PathBuf],
    folder: &Path,
) -> Result<f64> {
    let index = SearchIndex::open(&folder.join("bare-index"))?;
    let reader = reader(settings);
    let own = std::process::id();
    let before = cpu_s(own)?;
    for (part, paths) in files.chunks(PAPERS_A_COMMIT).enumerate() {
        let mut changes = Vec::new();
        for (place, path) in paths.iter().enumerate() {
            let reading = read(&reader, runtime, path)??;
            let id = (part * PAPERS_A_COMMIT + place) as u128;
            changes.push(Change::Put(Box::new(paper(id, reading))));
        }
        index.apply(changes, &Positions::new())?;
    }
    Ok(cpu_s(own)? - before)
}

fn paper(id: u128, reading: Reading) -> Paper {
    let pages = reading.pages.into_iter();
    Paper {
        id: DocumentId(Uuid::from_u128(id)),
        readers: vec!["all".to_owned()],
        fields: reading.suggested,
        unit: None,
        state: ReadingState::Read,
        captured_at: OffsetDateTime::now_utc(),
        file_names: vec!["copy.pdf".to_owned()],
        pages: pages
            .map(|page| PageText {
                file: 0,
                number: page.number,
                text: page.text,
            })
            .collect(),
    }
}

/// From the acknowledged upload until a search finds the paper.
fn found_after(settings: &Settings, client: &mut Client, report: &mut Report) -> Result<()> {
    let count = if settings.quick { 15 } else { 60 };
    let mut chance = Chance::seeded(11);
    let mut ms = Vec::new();
    for place in 0..count {
        let word = format!("zq{:016x}", chance.next());
        let text = format!("Thông báo về việc đo.\nMã số {word} của văn bản thứ {place}.\n");
        let name = format!("do-{place}.txt");
        upload(client, &name, text.as_bytes())?;
        let since = Instant::now();
        let path = format!("/api/v1/search?q=%22{word}%22");
        while !client.get(&path)?.text().contains(&name) {
            if since.elapsed() > Duration::from_secs(30) {
                return Err(format!("{name} is not found after 30 s").into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        ms.push(since.elapsed().as_secs_f64() * 1000.0);
    }
    report.figure("ingest.visible.p50_ms", percentile(&mut ms, 0.5), "ms")?;
    report.figure("ingest.visible.p99_ms", percentile(&mut ms, 0.99), "ms")
}

/// A whole file in one request; answers the paper when it was acknowledged.
pub fn upload(client: &mut Client, name: &str, bytes: &[u8]) -> Result<String> {
    let length = bytes.len().to_string();
    let metadata = format!("filename {}", STANDARD.encode(name));
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("upload-length", length.as_str()),
        ("upload-metadata", metadata.as_str()),
        ("content-type", "application/offset+octet-stream"),
    ];
    let answer = client.send("POST", "/api/v1/uploads", &headers, bytes)?;
    match answer.header("congvan-document") {
        Some(paper) if answer.status == 201 => return Ok(paper.to_owned()),
        _ => {}
    }
    Err(format!("upload of {name}: {} {}", answer.status, answer.text()).into())
}
