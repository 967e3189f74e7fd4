//! DOC, XLS, PPT and RTF by way of LibreOffice where it is installed, with a profile of its own in the
//! scratch folder. It belongs to the process group of the child and dies with it.
//!
//! A paper may name pictures and parts to be fetched from elsewhere, and bring macros: the profile forbids
//! both, so that what a file says makes the server call nobody.
//!
//! The text is taken from a PDF, for the pages and the places of the words. A paper set in fonts of TCVN3, VNI
//! or VPS is first made a DOCX, which keeps the names of the fonts, and written anew in Unicode: a PDF would
//! show the fonts that stand in for the old ones, which nobody has, and lack the letters they cannot draw.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use crate::reading::Page;
use crate::reading::child::{Code, Source};
use crate::reading::detect::media;
use crate::reading::office::{docx, modern};
use crate::reading::pdf;
use crate::reading::text::quality::Quality;

/// Shorter than the wall limit, so that the answer still says what happened.
const PATIENCE: Duration = Duration::from_secs(45);
/// How much fewer syllables may be found in a drawn text than in the typed one.
const CLEARLY_WORSE: f64 = 0.02;
const PAUSE: Duration = Duration::from_millis(50);

/// What stands in the address of a folder as it is.
const ADDRESS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

/// The settings of the profile. Links out of the document are blocked by name, and what is not stopped by
/// that goes to a proxy that does not exist.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop></item>
</oor:items>
"#;

/// Reads an older office file through a PDF that LibreOffice makes of it.
pub fn read(source: &Source<'_>) -> Result<Vec<Page>, Code> {
    if is_encrypted(&source.bytes, source.media_type) {
        return Err("reading.encrypted");
    }
    if source.media_type != media::RTF && !is_container(&source.bytes) {
        return Err("reading.converter_failed");
    }
    let program = find().ok_or("reading.converter_missing")?;
    let folder = furnish(&source.scratch).map_err(|_| "reading.converter_failed")?;
    let converter = Converter {
        program,
        folder,
        started: Instant::now(),
    };
    let pages = converter.pages(source);
    let removed = std::fs::remove_dir_all(&converter.folder);
    removed.map_err(|_| "reading.converter_failed")?;
    pages
}

/// LibreOffice with a folder of its own, and the time it was begun with.
struct Converter {
    program: PathBuf,
    folder: PathBuf,
    started: Instant,
}

impl Converter {
    fn pages(&self, source: &Source<'_>) -> Result<Vec<Page>, Code> {
        let input = self.folder.join(format!("input.{}", ending(source)));
        std::fs::write(&input, &source.bytes).map_err(|_| "reading.converter_failed")?;
        let is_paper = matches!(source.media_type, media::DOC | media::RTF);
        if is_paper && names_old_font(&source.bytes) {
            if let Some(pages) = self.modern_pages(&input) {
                return Ok(pages);
            }
        }
        pdf::read(self.convert(&input, "pdf")?)
    }

    /// The pages of a paper in old fonts; none when it is not, or when a step on this way fails.
    fn modern_pages(&self, input: &Path) -> Option<Vec<Page>> {
        let typed = self.convert(input, "docx").ok()?;
        let (modern, tally) = modern::modernised(&typed).ok()??;
        let path = self.folder.join("modern.docx");
        std::fs::write(&path, modern).ok()?;
        let drawn = self.convert(&path, "pdf").and_then(pdf::read);
        let typed = docx::read(&typed).ok()?;
        // Words drawn letter by letter from two fonts come apart; then right words are worth more than places.
        let drawn = drawn
            .ok()
            .filter(|drawn| score(drawn) + CLEARLY_WORSE > score(&typed));
        let converted = tally.converted();
        let told = |page| Page { converted, ..page };
        Some(drawn.unwrap_or(typed).into_iter().map(told).collect())
    }

    fn convert(&self, input: &Path, format: &str) -> Result<Vec<u8>, Code> {
        let address = percent_encode(self.folder.as_os_str().as_bytes(), ADDRESS);
        let mut command = Command::new(&self.program);
        command
            .arg(format!("-env:UserInstallation=file://{address}/profile"))
            .args(["--headless", "--norestore", "--nolockcheck"])
            .args(["--convert-to", format, "--outdir"])
            .args([&self.folder, input])
            .env("HOME", &self.folder)
            // In the bare locale the names of folders with diacritics are not understood everywhere.
            .env("LC_ALL", "C.UTF-8");
        let status = run(&mut command, self.started)?;
        if status.success() {
            std::fs::read(input.with_extension(format)).map_err(|_| "reading.converter_failed")
        } else if out_of_time(status) {
            Err("reading.time")
        } else {
            Err("reading.converter_failed")
        }
    }
}

fn ending(source: &Source<'_>) -> &'static str {
    match source.media_type {
        media::XLS => "xls",
        media::PPT => "ppt",
        media::RTF => "rtf",
        _ => "doc",
    }
}

/// Most papers name such a font among those they could use, few use it.
fn names_old_font(bytes: &[u8]) -> bool {
    let names = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    [".Vn", "VNI-", "VPS "].into_iter().any(|name| {
        let wide: Vec<u8> = name.bytes().flat_map(|byte| [byte, 0]).collect();
        names(name.as_bytes()) || names(&wide)
    })
}

fn score(pages: &[Page]) -> f64 {
    let texts: Vec<&str> = pages.iter().map(|page| page.text.as_str()).collect();
    Quality::of(&texts.join("\n")).score()
}

/// A folder for the converter with its profile; the path is a whole one, for the profile needs an address.
fn furnish(scratch: &Path) -> io::Result<PathBuf> {
    let folder = scratch.join(".convert");
    let settings = folder.join("profile/user");
    std::fs::create_dir_all(&settings)?;
    std::fs::write(settings.join("registrymodifications.xcu"), SETTINGS)?;
    folder.canonicalize()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the child has no runtime to wait with, and nothing else to do"
)]
fn run(command: &mut Command, started: Instant) -> Result<ExitStatus, Code> {
    let silent = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut converter = silent.spawn().map_err(|_| "reading.converter_failed")?;
    loop {
        match converter.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if started.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            Ok(None) => {
                let killed = converter.kill().and_then(|()| converter.wait());
                return killed.map_or(Err("reading.converter_failed"), |_| Err("reading.time"));
            }
            Err(_) => return Err("reading.converter_failed"),
        }
    }
}

/// The limit on processor time ends the program with a signal, which the script that starts it tells as a
/// number above 128.
fn out_of_time(status: ExitStatus) -> bool {
    const SIGKILL: i32 = 9;
    const SIGXCPU: i32 = 24;
    let told = status.code().map(|code| code - 128);
    matches!(status.signal().or(told), Some(SIGKILL | SIGXCPU))
}

fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join("soffice"))
        .find(|program| program.is_file())
}

/// Whether the header of the container is one; where it is not, the converter would take the bytes for plain
/// text and we would keep thousands of `#`.
fn is_container(bytes: &[u8]) -> bool {
    const BYTE_ORDER: [u8; 2] = [0xfe, 0xff];
    bytes.get(28..30) == Some(BYTE_ORDER.as_slice())
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
