//! `make bench`: the figures of the product, each beside the bare part where there is one.
//!
//! One JSON object a line on the standard output and in `target/bench.jsonl`; what is being done
//! goes to the error stream. `CONGVAN_BENCH_QUICK=1` takes 20,000 papers where the full run takes a
//! million and fewer repetitions, for trying. Names of figures that speak of 1 M keep their names
//! in the full run only; the quick run writes `quick` in place of `1m`.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    reason = "figures are printed, clocks are read and moments waited for: this is a measurement"
)]

mod bare;
mod client;
mod inbox;
mod ingest;
mod load;
mod memory;
mod numbers;
mod office;
mod papers;
mod queries;
mod reading;
mod report;
mod scans;
mod server;
mod stock;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use office::{Office, Size};
use report::Report;

/// Any error, said in a sentence.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What is run and where things are.
pub struct Settings {
    /// Fewer papers and repetitions.
    pub quick: bool,
    /// Root of the project.
    pub root: PathBuf,
    /// Folder of build results, where offices are kept between runs.
    pub target: PathBuf,
    /// The program under measurement.
    pub program: PathBuf,
}

impl Settings {
    fn find() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest
            .parent()
            .ok_or("no project above the benchmark")?
            .to_path_buf();
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let built = target.join("release/congvan");
        let program = std::env::var_os("CONGVAN_BENCH_PROGRAM").map_or(built, PathBuf::from);
        if !program.exists() {
            return Err(
                format!("{} is missing: scripts/bench builds it", program.display()).into(),
            );
        }
        let quick = std::env::var_os("CONGVAN_BENCH_QUICK").is_some_and(|value| value == "1");
        Ok(Self {
            quick,
            root,
            target,
            program,
        })
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let settings = Settings::find()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let mut report = Report::begin(&settings.target.join("bench.jsonl"))?;
    let wanted = std::env::var("CONGVAN_BENCH_ONLY").unwrap_or_default();
    let wants = |part: &str| wanted.is_empty() || wanted.split(',').any(|one| one == part);

    if wants("quality") {
        reading::measure(&settings, &runtime, &mut report)?;
    }
    if wants("numbers") {
        numbers::measure(&settings, &mut report)?;
    }
    if wanted
        .split(',')
        .all(|one| ["quality", "numbers"].contains(&one))
    {
        return Ok(());
    }
    let vocabulary = words::Vocabulary::load(&settings.root);
    let small = Office::ready(&settings, &runtime, &vocabulary, Size::Small, &mut report)?;
    if wants("small") {
        load::measure(&settings, &runtime, &small, &vocabulary, &mut report)?;
    }
    if wants("inbox") {
        inbox::measure(&settings, &small, &mut report)?;
    }
    if wants("ingest") {
        ingest::measure(&settings, &runtime, &small, &mut report)?;
    }
    if wants("scans") {
        scans::measure(&settings, &runtime, &small, &mut report)?;
    }
    if wants("upload") {
        memory::measure_upload(&settings, &small, &mut report)?;
    }
    if wants("large") {
        let large = Office::ready(&settings, &runtime, &vocabulary, Size::Large, &mut report)?;
        memory::measure_idle(&settings, &large, &mut report)?;
        load::measure(&settings, &runtime, &large, &vocabulary, &mut report)?;
    }
    Ok(())
}
