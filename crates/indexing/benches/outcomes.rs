//! What comes of odd and hostile files when their first two pages are recognised under the limits of the
//! product: how often each outcome, the longest time, and the most memory that a child held.
//!
//! Prints one JSON line per set and outcome, and one with the memory; `--each` names each file. The sets of
//! real files stand beside the project (`../shared/data`, or `CONGVAN_SHARED_DATA`); where they are missing a
//! sentence says so, and only what is made here is measured.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../tests/recognition/odd.rs"]
mod odd;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indexing::reading::{Limits, Reader, run_child};
use serde_json::json;

const SETS: [&str; 3] = ["hostile-pdf", "hostile-office", "office-misc"];
const PAGES: u32 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments
        .first()
        .is_some_and(|verb| !verb.starts_with("--"))
    {
        return run_child(&arguments);
    }
    let each = arguments.iter().any(|argument| argument == "--each");
    let (done, peak_kb) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| watch(&done, &peak_kb));
        let mut outcomes = Outcomes::default();
        made(&mut outcomes, each);
        real(&mut outcomes, each);
        outcomes.print();
        done.store(true, Ordering::Relaxed);
    });
    let megabytes = peak_kb.load(Ordering::Relaxed) / 1024;
    println!(
        "{}",
        json!({"name": "outcomes.child_peak", "value": megabytes, "unit": "MB"})
    );
    println!(
        "{}",
        json!({"name": "outcomes.own_peak", "value": resident_kb("self").unwrap_or_default() / 1024, "unit": "MB"})
    );
    ExitCode::SUCCESS
}

/// How often and how long, by set and outcome.
#[derive(Default)]
struct Outcomes(BTreeMap<(String, String), (u32, u128)>);

impl Outcomes {
    fn add(&mut self, set: &str, path: &Path, page: u32) -> (String, u128) {
        let reader = Reader {
            command: vec![
                std::env::current_exe()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned(),
            ],
            limits: Limits::default(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let started = Instant::now();
        let outcome = match runtime.block_on(reader.recognise(path, page)) {
            Ok(read) if read.secret => "secret".to_owned(),
            Ok(read) if read.blank => "blank".to_owned(),
            Ok(_) => odd::READ.to_owned(),
            Err(trouble) => trouble.code,
        };
        let elapsed_ms = started.elapsed().as_millis();
        let (times, longest) = self.0.entry((set.to_owned(), outcome.clone())).or_default();
        *times += 1;
        *longest = elapsed_ms.max(*longest);
        (outcome, elapsed_ms)
    }

    fn print(&self) {
        for ((set, outcome), (times, longest_ms)) in &self.0 {
            println!(
                "{}",
                json!({"name": format!("outcomes.{set}"), "outcome": outcome, "value": times, "unit": "pages", "longest_ms": longest_ms})
            );
        }
    }
}

fn made(outcomes: &mut Outcomes, each: bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd");
    for odd in odd::files() {
        std::fs::write(&path, &odd.bytes).unwrap();
        let (outcome, elapsed_ms) = outcomes.add("made", &path, odd.page);
        let is_expected = outcome == odd.outcome || outcome == "blank" && odd.outcome == odd::READ;
        let note = if is_expected {
            ""
        } else {
            " (not as expected)"
        };
        if each {
            println!("{elapsed_ms:>6} ms {outcome:<24} {}{note}", odd.name);
        }
    }
}

fn real(outcomes: &mut Outcomes, each: bool) {
    let data = std::env::var_os("CONGVAN_SHARED_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    for set in SETS {
        let Ok(folder) = std::fs::read_dir(data.join(set)) else {
            println!("Skipped: {} is not here.", data.join(set).display());
            continue;
        };
        let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.retain(|path| path.is_file() && !path.ends_with("meta.json"));
        for path in files {
            for page in 1..=PAGES {
                let (outcome, elapsed_ms) = outcomes.add(set, &path, page);
                if each {
                    let name = path.file_name().unwrap().to_string_lossy();
                    println!("{elapsed_ms:>6} ms {outcome:<24} {set}/{name} page {page}");
                }
                if outcome != odd::READ {
                    break;
                }
            }
        }
    }
}

/// Keeps the most memory that any process below this one has held.
fn watch(done: &AtomicBool, peak_kb: &AtomicU64) {
    while !done.load(Ordering::Relaxed) {
        let mut waiting = vec![std::process::id().to_string()];
        while let Some(parent) = waiting.pop() {
            for child in children(&parent) {
                peak_kb.fetch_max(resident_kb(&child).unwrap_or_default(), Ordering::Relaxed);
                waiting.push(child);
            }
        }
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

fn children(process: &str) -> Vec<String> {
    let Ok(tasks) = std::fs::read_dir(format!("/proc/{process}/task")) else {
        return Vec::new();
    };
    let lists = tasks
        .filter_map(Result::ok)
        .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    lists
        .flat_map(|list| {
            list.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The most memory that a process has held.
fn resident_kb(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
