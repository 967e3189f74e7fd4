//! What parent and child say to each other: arguments one way, one JSON value or the bytes of a
//! picture the other.

use std::ffi::OsString;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::reading::{Glimpses, Limits, Reading, Recognised, Trouble};

/// A child lives for one page, in pictures of some megabytes each: it keeps what it was given until its end,
/// in large pieces, where glibc would give each picture back and take the next anew, 4,096 bytes at a time.
const MEMORY: &str = "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1:glibc.malloc.mmap_threshold=33554432:\
    glibc.malloc.trim_threshold=1073741824:glibc.malloc.top_pad=16777216";

/// Most bytes of an answer.
pub const MAX_ANSWER_BYTES: u64 = 64_000_000;

/// The child's answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// What was found.
    Reading(Reading),
    /// What was recognised on a page.
    Recognised(Recognised),
    /// What was seen from afar.
    Glimpses(Glimpses),
    /// Why nothing was.
    Trouble(Trouble),
}

impl Answer {
    /// As a result.
    pub fn into_result(self) -> Result<Reading, Trouble> {
        match self {
            Answer::Reading(reading) => Ok(reading),
            Answer::Trouble(trouble) => Err(trouble),
            Answer::Recognised(_) | Answer::Glimpses(_) => Err(Trouble::new("reading.crashed")),
        }
    }
}

/// What a child is asked for.
pub struct Job {
    /// Its arguments after those of the reader's command.
    pub arguments: Vec<OsString>,
}

impl Job {
    /// Read a file.
    pub fn read(path: &Path, name: &str, scratch: &Path, limits: &Limits) -> Self {
        let mut arguments = vec!["read".into()];
        arguments.extend(limit_arguments(limits));
        // A name with a zero byte cannot be an argument.
        arguments.extend(["--name".into(), name.replace('\0', " ").into()]);
        arguments.extend(["--scratch".into(), scratch.into(), path.into()]);
        Job { arguments }
    }

    /// Picture a page, so wide when turned clockwise by so many degrees.
    pub fn render(path: &Path, page: u32, (width_px, turn): (u32, u16), limits: &Limits) -> Self {
        let mut arguments = vec!["render".into()];
        arguments.extend(limit_arguments(limits));
        arguments.extend(["--page".into(), page.to_string().into()]);
        arguments.extend(["--turn".into(), turn.to_string().into()]);
        arguments.extend(["--width".into(), width_px.to_string().into(), path.into()]);
        Job { arguments }
    }

    /// Look at pages from afar.
    pub fn look(path: &Path, (first, count): (u32, u32), limits: &Limits) -> Self {
        let mut arguments = vec!["look".into()];
        arguments.extend(limit_arguments(limits));
        arguments.extend(["--page".into(), first.to_string().into()]);
        arguments.extend(["--count".into(), count.to_string().into(), path.into()]);
        Job { arguments }
    }

    /// Do what a file of orders says.
    pub fn order(verb: &str, order: &Path, limits: &Limits) -> Self {
        let mut arguments = vec![verb.into()];
        arguments.extend(limit_arguments(limits));
        arguments.push(order.into());
        Job { arguments }
    }

    /// Recognise a page.
    pub fn recognise(path: &Path, page: u32, limits: &Limits) -> Self {
        let mut arguments = vec!["recognise".into()];
        arguments.extend(limit_arguments(limits));
        arguments.extend(["--page".into(), page.to_string().into(), path.into()]);
        Job { arguments }
    }

    /// The only variables that the child sees: where programs, the temporary folder, the recogniser's
    /// languages and its model of digits are, and how it holds its memory.
    pub fn environment() -> Vec<(&'static str, OsString)> {
        let told = ["PATH", "TMPDIR", "TESSDATA_PREFIX", "DIGITS_MODEL"];
        let told = told
            .into_iter()
            .filter_map(|name| Some((name, std::env::var_os(name)?)));
        told.chain([("GLIBC_TUNABLES", MEMORY.into())]).collect()
    }
}

fn limit_arguments(limits: &Limits) -> Vec<OsString> {
    let numbers = [
        ("--memory", limits.memory_bytes),
        ("--cpu", limits.cpu.as_secs().max(1)),
        ("--output", limits.output_bytes),
    ];
    numbers
        .into_iter()
        .flat_map(|(name, value)| [name.into(), value.to_string().into()])
        .collect()
}

/// The child's arguments, parsed.
#[derive(Debug, Default, PartialEq)]
pub struct Request {
    /// `read`, `look`, `recognise`, `render` or the verb of an order.
    pub verb: String,
    /// Address space in bytes.
    pub memory_bytes: u64,
    /// CPU seconds.
    pub cpu_s: u64,
    /// Bytes that may be written.
    pub output_bytes: u64,
    /// Name as given.
    pub name: String,
    /// Folder for contained files.
    pub scratch: String,
    /// Page from 1.
    pub page: u32,
    /// So many pages.
    pub count: u32,
    /// Width of the picture.
    pub width_px: u32,
    /// Degrees by which it is turned clockwise.
    pub turn: u16,
    /// The file.
    pub path: String,
}

impl Request {
    /// Parses arguments; none when one is unknown or the file is missing.
    pub fn parse(arguments: &[String]) -> Option<Self> {
        let (verb, rest) = arguments.split_first()?;
        let (path, options) = rest.split_last()?;
        let mut request = Request {
            verb: verb.clone(),
            path: path.clone(),
            ..Request::default()
        };
        for pair in options.chunks(2) {
            let [option, value] = pair else {
                return None;
            };
            match option.as_str() {
                "--memory" => request.memory_bytes = value.parse().ok()?,
                "--cpu" => request.cpu_s = value.parse().ok()?,
                "--output" => request.output_bytes = value.parse().ok()?,
                "--name" => request.name.clone_from(value),
                "--scratch" => request.scratch.clone_from(value),
                "--page" => request.page = value.parse().ok()?,
                "--turn" => request.turn = value.parse().ok()?,
                "--count" => request.count = value.parse().ok()?,
                "--width" => request.width_px = value.parse().ok()?,
                _ => return None,
            }
        }
        Some(request)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn the_child_understands_the_parent() {
        let limits = Limits::default();
        let told = |job: Job| -> Vec<String> {
            job.arguments
                .iter()
                .map(|a| a.to_str().unwrap().to_owned())
                .collect()
        };
        let read = Request::parse(&told(Job::read(
            Path::new("/b/x"),
            "--a b\0.doc",
            Path::new("/s"),
            &limits,
        )))
        .unwrap();
        assert_eq!(
            (read.verb.as_str(), read.name.as_str(), read.path.as_str()),
            ("read", "--a b .doc", "/b/x")
        );
        assert_eq!((read.memory_bytes, read.cpu_s), (limits.memory_bytes, 30));
        let render =
            Request::parse(&told(Job::render(Path::new("/b/x"), 3, (910, 90), &limits))).unwrap();
        assert_eq!((render.page, render.width_px, render.turn), (3, 910, 90));
        let recognise =
            Request::parse(&told(Job::recognise(Path::new("/b/x"), 7, &limits))).unwrap();
        assert_eq!((recognise.verb.as_str(), recognise.page), ("recognise", 7));
        let look = Request::parse(&told(Job::look(Path::new("/b/x"), (17, 16), &limits))).unwrap();
        assert_eq!(
            (look.verb.as_str(), look.page, look.count),
            ("look", 17, 16)
        );
        assert_eq!(
            Request::parse(&["read".into(), "--odd".into(), "1".into(), "x".into()]),
            None
        );
        assert_eq!(Request::parse(&[]), None);
    }
}
