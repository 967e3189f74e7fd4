//! Reads files through the real reader and prints what came of each: a table for people, or with
//! `--json` one answer per line for measurements. `read_files [--json] FILE…`. With `--outcomes` it counts
//! instead: how often each outcome, the longest time, and the most memory this process ever held.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use indexing::reading::{Limits, Reader};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let (options, files): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let program = std::env::current_exe()?.with_file_name("read_child");
    let limits = Limits {
        wall: Duration::from_mins(1),
        ..Limits::default()
    };
    let reader = Reader {
        command: vec![program.to_string_lossy().into_owned()],
        limits,
    };
    let counts = options.iter().any(|option| option == "--outcomes");
    let mut outcomes = BTreeMap::<String, (u32, u128)>::new();
    for file in files {
        let scratch = tempfile::tempdir()?;
        let started = Instant::now();
        let outcome = reader.read(Path::new(&file), scratch.path()).await;
        let elapsed_ms = started.elapsed().as_millis();
        if counts {
            let code = outcome.map_or_else(|trouble| trouble.code, |reading| reading.media_type);
            let (times, longest) = outcomes.entry(code).or_default();
            *times += 1;
            *longest = elapsed_ms.max(*longest);
            continue;
        }
        if options.iter().any(|option| option == "--json") {
            let value = serde_json::json!({ "file": file, "elapsed_ms": elapsed_ms, "reading": outcome.as_ref().ok(), "trouble": outcome.as_ref().err() });
            println!("{value}");
            continue;
        }
        match outcome {
            Ok(reading) => {
                let characters: usize = reading
                    .pages
                    .iter()
                    .map(|page| page.text.chars().count())
                    .sum();
                println!(
                    "{elapsed_ms:>6} ms {:<40} {:>4} pages {characters:>7} characters {} inside  {file}",
                    reading.media_type,
                    reading.pages.len(),
                    reading.contained.len()
                );
            }
            Err(trouble) => println!("{elapsed_ms:>6} ms {:<40} {file}", trouble.code),
        }
    }
    for (code, (times, longest)) in outcomes {
        println!("{times:>5} × {code:<75} longest {longest:>6} ms");
    }
    if counts {
        let status = std::fs::read_to_string("/proc/self/status")?;
        let peak = status.lines().find(|line| line.starts_with("VmHWM"));
        println!("{}", peak.unwrap_or_default());
    }
    Ok(())
}
