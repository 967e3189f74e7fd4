//! Reads files through the real reader and prints what came of each: a table for people, or with
//! `--json` one answer per line for measurements. `read_files [--json] FILE…`

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
    for file in files {
        let scratch = tempfile::tempdir()?;
        let started = Instant::now();
        let outcome = reader.read(Path::new(&file), scratch.path()).await;
        let elapsed_ms = started.elapsed().as_millis();
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
    Ok(())
}
