//! The child's side of reading. It sets its own limits before it looks at a byte, so nothing that a
//! file does to it reaches the service. Best effort on the network: no code here opens a socket, and
//! the environment that could point at a proxy or a service is empty; a hard wall is the duty of the
//! container or unit that runs the service.

mod cpu;
mod leash;
mod limits;
pub mod protocol;

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use super::detect::{self, media};
use super::{
    Contained, Page, Reading, Recognised, Trouble, archive, assemble, fields, images, look, mail,
    office, pdf, plain, recognition, render,
};
use protocol::{Answer, Request};

/// Deep nesting in a file must meet a parser's own limit before the end of the stack.
const STACK_BYTES: usize = 64 << 20;

/// Largest file that is taken into memory.
const MAX_FILE_BYTES: u64 = 512 << 20;

/// A stable code of [`Trouble`].
pub type Code = &'static str;

/// What a format's reader found.
#[derive(Debug, Default)]
pub struct Found {
    /// Pages in order.
    pub pages: Vec<Page>,
    /// Files inside.
    pub contained: Vec<Contained>,
}

impl From<Vec<Page>> for Found {
    fn from(pages: Vec<Page>) -> Self {
        Found {
            pages,
            contained: Vec::new(),
        }
    }
}

/// A file to be read.
pub struct Source<'a> {
    /// Where it stands.
    pub path: &'a Path,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its type by its bytes.
    pub media_type: &'static str,
    /// Folder for contained files.
    pub scratch: PathBuf,
    /// Bytes that may be written there.
    pub output_bytes: u64,
}

/// The child's side: reads its arguments and answers on standard output. Called by the hidden command
/// `congvan read-file …` before anything else starts. The standard input is its leash: the parent holds
/// the other end open and writes nothing, and when that end closes, the child dies.
pub fn run_child(args: &[String]) -> ExitCode {
    let Some(request) = Request::parse(args) else {
        return ExitCode::from(2);
    };
    // Panics are caught and become codes; their messages could hold words of the paper.
    std::panic::set_hook(Box::new(|_| {}));
    if leash::hold().is_err() {
        return ExitCode::from(3);
    }
    let worker = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || answer(&request));
    let bytes = worker.map(std::thread::JoinHandle::join);
    let Ok(Ok(Ok(bytes))) = bytes else {
        return ExitCode::from(3);
    };
    match std::io::stdout().lock().write_all(&bytes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(4),
    }
}

fn answer(request: &Request) -> Result<Vec<u8>, ()> {
    if request.verb == "make" {
        limits::set(request, false).map_err(|_| ())?;
        return assemble::answer(request);
    }
    let answer = match open(request) {
        Err(trouble) => Answer::Trouble(trouble),
        Ok(source) if request.verb == "render" => {
            match render::page(&source, request.page, request.width_px, request.turn) {
                Ok(picture) => return Ok(picture),
                Err(code) => Answer::Trouble(trouble(code, &source)),
            }
        }
        Ok(source) if request.verb == "recognise" => {
            // The recogniser is a process with a clock of its own; together they take half as long again.
            let time = Duration::from_secs(request.cpu_s * 3 / 2);
            match recognition::recognise(&source, request.page, time) {
                Ok(recognised) => Answer::Recognised(Recognised {
                    cpu_ms: cpu::cpu_ms(),
                    ..recognised
                }),
                Err(code) => Answer::Trouble(trouble(code, &source)),
            }
        }
        Ok(source) if request.verb == "look" => {
            match look::look(&source, request.page, request.count) {
                Ok(glimpses) => Answer::Glimpses(glimpses),
                Err(code) => Answer::Trouble(trouble(code, &source)),
            }
        }
        Ok(source) => match read(&source) {
            Ok(reading) => Answer::Reading(reading),
            Err(code) => Answer::Trouble(trouble(code, &source)),
        },
    };
    serde_json::to_vec(&answer).map_err(|_| ())
}

fn trouble(code: Code, source: &Source<'_>) -> Trouble {
    Trouble {
        code: code.to_owned(),
        media_type: Some(source.media_type.to_owned()),
    }
}

fn open(request: &Request) -> Result<Source<'_>, Trouble> {
    let path = Path::new(&request.path);
    let mut head = Vec::new();
    let mut file = File::open(path).map_err(|_| Trouble::new("reading.missing"))?;
    let length = file
        .metadata()
        .map(|metadata| metadata.len())
        .unwrap_or_default();
    Read::by_ref(&mut file)
        .take(8192)
        .read_to_end(&mut head)
        .map_err(|_| Trouble::new("reading.missing"))?;
    let mut media_type = detect::detect(&head, &request.name);
    let converts = office::needs_converter(media_type);
    limits::set(request, converts).map_err(|_| Trouble::new("reading.not_started"))?;
    if length > MAX_FILE_BYTES && media_type != media::ZIP {
        return Err(Trouble {
            code: "reading.large".to_owned(),
            media_type: Some(media_type.to_owned()),
        });
    }
    let mut bytes = head;
    if media_type != media::ZIP {
        file.read_to_end(&mut bytes)
            .map_err(|_| Trouble::new("reading.missing"))?;
    }
    media_type = match media_type {
        media::OLE => detect::ole_kind(&bytes),
        media::ZIP => archive::kind(path),
        other => other,
    };
    if matches!(media_type, media::DOCX | media::XLSX | media::PPTX) && bytes.len() as u64 != length
    {
        file.read_to_end(&mut bytes)
            .map_err(|_| Trouble::new("reading.missing"))?;
    }
    let scratch = PathBuf::from(&request.scratch);
    Ok(Source {
        path,
        bytes,
        media_type,
        scratch,
        output_bytes: request.output_bytes,
    })
}

fn read(source: &Source<'_>) -> Result<Reading, Code> {
    let found: Found = match source.media_type {
        media::EMPTY => Err("reading.empty"),
        media::PDF => pdf::read(source.bytes.clone()).map(Found::from),
        media::ENCRYPTED_OFFICE => Err("reading.encrypted"),
        media::DOCX => office::docx::read(&source.bytes).map(Found::from),
        media::PPTX => office::pptx::read(&source.bytes).map(Found::from),
        media::XLSX | media::ODS => {
            office::sheets::read(&source.bytes, source.media_type).map(Found::from)
        }
        media::ODT | media::ODP => office::odf::read(&source.bytes).map(Found::from),
        media::DOC | media::XLS | media::PPT | media::RTF => {
            office::convert::read(source).map(Found::from)
        }
        media::MAIL => mail::read(source),
        media::ZIP => archive::read(source),
        media::HTML => plain::html(&source.bytes).map(Found::from),
        media::TEXT | media::CSV | media::XML => plain::text(&source.bytes).map(Found::from),
        kind if kind.starts_with("image/") => images::read(&source.bytes, kind).map(Found::from),
        _ => Err("reading.unsupported"),
    }?;
    let suggested = fields::fields_of(&fields::suggest(&found.pages, &fields::Known::default()));
    Ok(Reading {
        media_type: source.media_type.to_owned(),
        pages: found.pages,
        suggested,
        contained: found.contained,
    })
}
