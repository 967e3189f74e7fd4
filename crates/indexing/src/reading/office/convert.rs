//! DOC, XLS, PPT and RTF by way of LibreOffice where it is installed, with a profile of its own in the
//! scratch folder. It belongs to the process group of the child and dies with it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::reading::Page;
use crate::reading::child::{Code, Source};
use crate::reading::detect::media;
use crate::reading::pdf;

/// Shorter than the wall limit, so that the answer still says what happened.
const PATIENCE: Duration = Duration::from_secs(45);
const PAUSE: Duration = Duration::from_millis(50);

/// Reads an older office file through a PDF that LibreOffice makes of it.
pub fn read(source: &Source<'_>) -> Result<Vec<Page>, Code> {
    if is_encrypted(&source.bytes, source.media_type) {
        return Err("reading.encrypted");
    }
    let folder = source.scratch.join(".convert");
    std::fs::create_dir_all(&folder).map_err(|_| "reading.converter_failed")?;
    let made = convert(source, &folder)
        .and_then(|path| std::fs::read(path).map_err(|_| "reading.converter_failed"));
    let removed = std::fs::remove_dir_all(&folder);
    let bytes = made?;
    removed.map_err(|_| "reading.converter_failed")?;
    pdf::read(bytes)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the child has no runtime to wait with, and nothing else to do"
)]
fn convert(source: &Source<'_>, folder: &Path) -> Result<PathBuf, Code> {
    let program = find().ok_or("reading.converter_missing")?;
    let ending = match source.media_type {
        media::XLS => "xls",
        media::PPT => "ppt",
        media::RTF => "rtf",
        _ => "doc",
    };
    let input = folder.join(format!("input.{ending}"));
    std::fs::write(&input, &source.bytes).map_err(|_| "reading.converter_failed")?;
    let mut child = Command::new(program)
        .arg(format!(
            "-env:UserInstallation=file://{}/profile",
            folder.display()
        ))
        .args([
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "pdf",
            "--outdir",
        ])
        .args([folder, &input])
        .env("HOME", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| "reading.converter_failed")?;
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(folder.join("input.pdf")),
            Ok(None) if started.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            Ok(None) => {
                let killed = child.kill().and_then(|()| child.wait());
                return killed.map_or(Err("reading.converter_failed"), |_| Err("reading.time"));
            }
            _ => return Err("reading.converter_failed"),
        }
    }
}

fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join("soffice"))
        .find(|program| program.is_file())
}

/// The bit in the header of a Word file that says it is encrypted; workbooks have a record for it.
fn is_encrypted(bytes: &[u8], media_type: &str) -> bool {
    const WORD_MAGIC: [u8; 2] = [0xec, 0xa5];
    const ENCRYPTED: u8 = 0x01;
    if media_type != media::DOC {
        return false;
    }
    // The header of the main stream begins on a sector; the file's first sector is its own header.
    bytes
        .chunks(512)
        .skip(1)
        .find(|sector| sector.starts_with(&WORD_MAGIC))
        .and_then(|header| header.get(11))
        .is_some_and(|flags| flags & ENCRYPTED != 0)
}
