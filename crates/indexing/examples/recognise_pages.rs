//! Recognises pages through the real reader and prints one answer per line for measurements:
//! `recognise_pages FILE:PAGE…`, without a page all of them one after the other.

use std::path::Path;
use std::time::Instant;

use indexing::reading::{Limits, Reader};

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let program = std::env::current_exe()?.with_file_name("read_child");
    let reader = Reader {
        command: vec![program.to_string_lossy().into_owned()],
        limits: Limits::default(),
    };
    for argument in std::env::args().skip(1) {
        let (file, only) = match argument.rsplit_once(':') {
            Some((file, page)) => (file, page.parse::<u32>().ok()),
            None => (argument.as_str(), None),
        };
        for page in only.unwrap_or(1)..=only.unwrap_or(u32::MAX) {
            let started = Instant::now();
            let outcome = reader.recognise(Path::new(file), page).await;
            let is_behind = outcome
                .as_ref()
                .is_err_and(|trouble| trouble.code == "reading.page_missing");
            if is_behind && only.is_none() {
                break;
            }
            let failed = outcome.is_err() && only.is_none();
            let elapsed_ms = started.elapsed().as_millis();
            let value = serde_json::json!({ "file": file, "page": page, "elapsed_ms": elapsed_ms, "recognised": outcome.as_ref().ok(), "trouble": outcome.as_ref().err() });
            println!("{value}");
            if failed {
                break;
            }
        }
    }
    Ok(())
}
