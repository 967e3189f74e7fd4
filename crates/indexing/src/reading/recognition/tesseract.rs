//! The recogniser: the program `tesseract` as a child of the limited child, so its end costs one page and
//! its limits are ours. The picture goes in as a file in memory that is its standard input, and words with
//! places come out; nothing is written to a disk. One thread each: pages are what runs side by side.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Read, Seek};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use image::codecs::tiff::TiffEncoder;
use image::{ExtendedColorType, GrayImage, ImageEncoder};
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::process::{Pid, Signal, kill_process};

use crate::reading::child::Code;

/// Most bytes of an answer: a page of 20,000 words has fewer.
const MAX_ANSWER_BYTES: u64 = 8_000_000;
/// Complaints are read so far.
const MAX_COMPLAINT_BYTES: u64 = 4_096;
/// Its standard input by name: read as a stream, it takes each byte by itself.
const PICTURE: &str = "/dev/stdin";

/// How the recogniser is asked.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// Languages by their files, such as `vie` or `vie+eng`.
    pub languages: &'a str,
    /// Way of cutting the page, as the program numbers it: 3 a page, 7 a line.
    pub layout: &'a str,
    /// Dots per inch of the picture.
    pub dpi: u32,
    /// Whether ink is told from paper by each place's surroundings.
    pub local_threshold: bool,
}

/// A word as recognised, in dots of the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Block, paragraph and line, equal for words of one line.
    pub line: (u32, u32, u32),
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Height of its line.
    pub line_height: f32,
    /// Percent.
    pub confidence: f32,
    /// The word.
    pub text: String,
}

/// The words of a picture; none of one that is narrower than a letter.
pub fn words(picture: &GrayImage, manner: &Manner<'_>, until: Instant) -> Result<Vec<Seen>, Code> {
    /// Dots; the program fails on fewer.
    const NARROWEST: u32 = 6;
    if picture.width().min(picture.height()) < NARROWEST {
        return Ok(Vec::new());
    }
    let dpi = manner.dpi.to_string();
    let mut arguments = vec![PICTURE, "-", "-l", manner.languages, "--psm", manner.layout];
    arguments.extend(["--dpi", &dpi, "-c", "tessedit_create_tsv=1"]);
    // Both cost time and change nothing of what is read: the search for type of one width, and paragraphs.
    arguments.extend(["-c", "textord_disable_pitch_test=1"]);
    arguments.extend(["-c", "paragraph_text_based=0"]);
    if manner.local_threshold {
        arguments.extend(["-c", "thresholding_method=2"]);
    }
    let answer = run(picture, &arguments, until)?;
    Ok(parse(&answer))
}

/// Clockwise degrees by which the picture must be turned to stand upright, if the recogniser is sure.
pub fn turn(picture: &GrayImage, dpi: u32, until: Instant) -> Option<u16> {
    /// Below this its guesses are often wrong.
    const SURE: f32 = 1.5;
    let dpi = dpi.to_string();
    let arguments = [PICTURE, "-", "-l", "osd", "--psm", "0", "--dpi", &dpi];
    let answer = run(picture, &arguments, until).ok()?;
    let value = |name: &str| {
        let line = answer.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().parse::<f32>().ok()
    };
    if value("Orientation confidence:")? < SURE {
        return None;
    }
    match answer
        .lines()
        .find_map(|line| line.strip_prefix("Rotate:"))?
        .trim()
    {
        "0" => Some(0),
        "90" => Some(90),
        "180" => Some(180),
        "270" => Some(270),
        _ => None,
    }
}

fn run(picture: &GrayImage, arguments: &[&str], until: Instant) -> Result<String, Code> {
    let left = until
        .checked_duration_since(Instant::now())
        .ok_or("reading.time")?;
    let picture = in_memory(picture).ok_or("reading.not_started")?;
    let mut child = Command::new("tesseract")
        .args(arguments)
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(picture)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::PermissionDenied => "reading.recogniser_missing",
            _ => "reading.not_started",
        })?;
    let watch = Watch::over(&child, left)?;
    let answer = take(child.stdout.take(), MAX_ANSWER_BYTES);
    let complaint = take(child.stderr.take(), MAX_COMPLAINT_BYTES);
    let in_time = watch.ends();
    let status = child.wait().map_err(|_| "reading.crashed")?;
    if in_time {
        judge(status, answer, &complaint)
    } else {
        Err("reading.time")
    }
}

fn judge(status: ExitStatus, answer: String, complaint: &str) -> Result<String, Code> {
    if status.success() {
        return Ok(answer);
    }
    let without_language =
        complaint.contains("Error opening data file") || complaint.contains("loading language");
    Err(if without_language {
        "reading.recogniser_missing"
    } else {
        "reading.crashed"
    })
}

/// The picture as a file of no disk. Dots as they are: packing them and unpacking them costs more than memory.
fn in_memory(picture: &GrayImage) -> Option<File> {
    let mut file = File::from(memfd_create("page", MemfdFlags::CLOEXEC).ok()?);
    TiffEncoder::new(BufWriter::new(&mut file))
        .write_image(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            ExtendedColorType::L8,
        )
        .ok()?;
    file.rewind().ok()?;
    Some(file)
}

fn take(stream: Option<impl Read>, most: u64) -> String {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        // What was read before an error stands; the end of the program tells the rest.
        let _ = stream.take(most).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Kills the recogniser when its time is over.
struct Watch {
    done: mpsc::Sender<()>,
    thread: std::thread::JoinHandle<bool>,
}

impl Watch {
    fn over(child: &Child, left: Duration) -> Result<Self, Code> {
        let (done, wait) = mpsc::channel::<()>();
        let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let thread = std::thread::Builder::new()
            .spawn(move || {
                let in_time = wait.recv_timeout(left) != Err(mpsc::RecvTimeoutError::Timeout);
                if let (false, Some(id)) = (in_time, id) {
                    // It may have ended just now by itself.
                    let _ = kill_process(id, Signal::KILL);
                }
                in_time
            })
            .map_err(|_| "reading.not_started")?;
        Ok(Watch { done, thread })
    }

    /// Says whether the work ended in time. To be asked before the child is waited for: until then no
    /// other process has its number.
    fn ends(self) -> bool {
        drop(self.done);
        self.thread.join().unwrap_or(false)
    }
}

/// Words of the table that the program writes: level, page, block, paragraph, line, word, left, top,
/// width, height, confidence, text.
fn parse(table: &str) -> Vec<Seen> {
    let mut line_height = 0.0;
    let mut seen = Vec::new();
    for row in table.lines() {
        let cells: Vec<&str> = row.splitn(12, '\t').collect();
        let number = |at: usize| cells.get(at).and_then(|cell| cell.parse::<f32>().ok());
        let index = |at: usize| cells.get(at).and_then(|cell| cell.parse::<u32>().ok());
        if cells.first() == Some(&"4") {
            line_height = number(9).unwrap_or_default();
        }
        let word = || {
            Some(Seen {
                line: (index(2)?, index(3)?, index(4)?),
                x: number(6)?,
                y: number(7)?,
                width: number(8)?,
                height: number(9)?,
                line_height,
                confidence: number(10)?.clamp(0.0, 100.0),
                text: cells.get(11)?.trim().to_owned(),
            })
        };
        if cells.first() == Some(&"5") {
            seen.extend(word().filter(|word| !word.text.is_empty()));
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_words_of_lines() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t2\t0\t10\t20\t300\t32\t-1\t\n\
            5\t1\t1\t1\t2\t1\t10\t20\t40\t30\t96.5\tSố:\n\
            5\t1\t1\t1\t2\t2\t60\t20\t40\t30\t20\t \n\
            5\t1\t1\t1\ttorn\n";
        let words = parse(table);
        assert_eq!(words.len(), 1);
        let expected = ((1, 1, 2), 32.0, 96.5, "Số:");
        let word = &words[0];
        let found = (
            word.line,
            word.line_height,
            word.confidence,
            word.text.as_str(),
        );
        assert_eq!(found, expected);
    }
}
