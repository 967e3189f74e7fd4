//! How true the text of the project's own PDFs is to their sources, beside pdftotext.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use indexing::reading::character_error_rate;
use tokio::runtime::Runtime;

use crate::ingest::{read, reader};
use crate::report::Report;
use crate::{Result, Settings};

/// The project's own PDFs.
pub fn papers(settings: &Settings) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(&settings.root.join("tests/data/papers"), &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "pdf") {
            found.push(path);
        }
    }
    Ok(())
}

/// Character error over all papers with a text layer whose source is known, each text once.
pub fn measure(settings: &Settings, runtime: &Runtime, report: &mut Report) -> Result<()> {
    eprintln!("bench: the text of PDFs");
    let texts = settings.root.join("tests/data/texts");
    let reader = reader(settings);
    let mut ours = BTreeMap::new();
    let mut theirs = BTreeMap::new();
    for path in papers(settings)? {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Ok(reference) = std::fs::read_to_string(texts.join(format!("{name}.txt"))) else {
            continue;
        };
        let Ok(reading) = read(&reader, runtime, &path)? else {
            continue;
        };
        // A scan of the same paper is a matter of recognition.
        if ours.contains_key(&name) || !reading.has_text() || has_little(&reading.pages, &reference)
        {
            continue;
        }
        let text: Vec<_> = reading
            .pages
            .iter()
            .map(|page| page.text.as_str())
            .collect();
        ours.insert(
            name.clone(),
            character_error_rate(&reference, &text.join("\n")),
        );
        theirs.insert(name, character_error_rate(&reference, &pdftotext(&path)?));
    }
    if ours.is_empty() {
        return Err("no PDF of tests/data has its text beside it".into());
    }
    let mean = |rates: &BTreeMap<String, f64>| rates.values().sum::<f64>() / rates.len() as f64;
    let beside = (mean(&theirs), "pdftotext");
    report.beside("quality.pdf_text.cer", (mean(&ours), "share"), beside)?;
    report.figure("quality.pdf_text.papers", ours.len() as f64, "papers")?;
    for (name, rate) in ours.iter().filter(|(_, rate)| **rate > 0.05) {
        eprintln!(
            "bench: {name} has character error {rate:.3}, pdftotext {:.3}",
            theirs[name]
        );
    }
    Ok(())
}

fn has_little(pages: &[indexing::reading::Page], reference: &str) -> bool {
    pages.iter().map(|page| page.text.len()).sum::<usize>() * 4 < reference.len()
}

fn pdftotext(path: &Path) -> Result<String> {
    let output = Command::new("pdftotext").arg(path).arg("-").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
