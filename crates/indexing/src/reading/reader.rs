//! The parent's side of reading: one child per file, its answer read up to a limit, its process group
//! killed at the wall limit or when nobody waits any more.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};

use super::child::protocol::{Answer, Job, MAX_ANSWER_BYTES};
use super::{Glimpses, Reader, Reading, Recognised, Trouble};

// Signals by their numbers on Linux: a child ends by one of these when it meets its own limits.
const SIGXCPU: i32 = 24;
const SIGXFSZ: i32 = 25;
const SIGKILL: i32 = 9;
const SIGABRT: i32 = 6;

/// Kills the child and whatever it has started, also when the future is dropped.
struct Group(Option<Pid>);

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0.take()
            && let Err(error) = kill_process_group(group, Signal::KILL)
            && error != rustix::io::Errno::SRCH
        {
            tracing::warn!(%error, "reading: the child's process group was not killed");
        }
    }
}

impl Reader {
    /// Reads the file at `path`; contained files are put into `scratch`.
    pub async fn read(&self, path: &Path, scratch: &Path) -> Result<Reading, Trouble> {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        self.read_named(path, &name, scratch).await
    }

    /// As [`Reader::read`], with the name under which the file was given, which decides among formats
    /// that are all plain text.
    pub async fn read_named(
        &self,
        path: &Path,
        name: &str,
        scratch: &Path,
    ) -> Result<Reading, Trouble> {
        let job = Job::read(path, name, scratch, &self.limits);
        let answer: Answer = parse(&self.run(&job).await?)?;
        let reading = answer.into_result()?;
        // What the child says is not trusted: a path outside its folder would be read by us.
        let inside = |path: &Path| path.parent() == Some(scratch) && path.file_name().is_some();
        if reading.contained.iter().all(|file| inside(&file.path)) {
            Ok(reading)
        } else {
            Err(Trouble::new("reading.crashed"))
        }
    }

    /// A picture of a page as lossless WebP, turned clockwise by `turn` degrees (0, 90, 180 or 270) and
    /// then `width_px` wide. The words of a recognised page lie over it when `turn` is that page's.
    pub async fn render(
        &self,
        path: &Path,
        page: u32,
        width_px: u32,
        turn: u16,
    ) -> Result<Vec<u8>, Trouble> {
        let job = Job::render(path, page, (width_px, turn), &self.limits);
        let bytes = self.run(&job).await?;
        if bytes.starts_with(b"RIFF") {
            return Ok(bytes);
        }
        match parse::<Answer>(&bytes)? {
            Answer::Trouble(trouble) => Err(trouble),
            _ => Err(Trouble::new("reading.crashed")),
        }
    }

    /// Recognises a page, from 1, from its picture: of a PDF or of a picture's file. A page that bears a
    /// mark of secrecy comes back without text.
    pub async fn recognise(&self, path: &Path, page: u32) -> Result<Recognised, Trouble> {
        let job = Job::recognise(path, page, &self.limits);
        match parse::<Answer>(&self.run(&job).await?)? {
            Answer::Recognised(recognised) => Ok(recognised),
            Answer::Trouble(trouble) => Err(trouble),
            _ => Err(Trouble::new("reading.crashed")),
        }
    }

    /// Looks at `count` pages from `first` on (from 1) from afar: which are separator sheets, which have no
    /// ink. For PDF and for pictures of one or many pages.
    pub async fn look(&self, path: &Path, first: u32, count: u32) -> Result<Glimpses, Trouble> {
        let job = Job::look(path, (first, count), &self.limits);
        match parse::<Answer>(&self.run(&job).await?)? {
            Answer::Glimpses(glimpses) => Ok(glimpses),
            Answer::Trouble(trouble) => Err(trouble),
            _ => Err(Trouble::new("reading.crashed")),
        }
    }

    /// Runs a child and gives what it answers.
    pub(super) async fn run(&self, job: &Job) -> Result<Vec<u8>, Trouble> {
        let mut child = self.start(job).map_err(|error| {
            tracing::error!(%error, "reading: the child did not start");
            Trouble::new("reading.not_started")
        })?;
        let mut group = Group(
            child
                .id()
                .and_then(|id| i32::try_from(id).ok())
                .and_then(Pid::from_raw),
        );
        let outcome = tokio::time::timeout(self.limits.wall, self.collect(&mut child)).await;
        let Ok(outcome) = outcome else {
            drop(group);
            return Err(Trouble::new("reading.time"));
        };
        let (status, bytes, complaint) = outcome?;
        // The child is gone; what it started may still be there and is killed with the group.
        if status.success() {
            group.0 = None;
            return Ok(bytes);
        }
        Err(Trouble::new(code_of(status, &complaint)))
    }

    fn start(&self, job: &Job) -> io::Result<Child> {
        let (program, first) = self
            .command
            .split_first()
            .ok_or(io::ErrorKind::InvalidInput)?;
        Command::new(program)
            .args(first)
            .args(&job.arguments)
            .env_clear()
            .envs(Job::environment())
            // Never written to: it closes in whatever way this process ends, and the child ends then.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
    }

    async fn collect(&self, child: &mut Child) -> Result<(ExitStatus, Vec<u8>, Vec<u8>), Trouble> {
        let most = self.limits.output_bytes.min(MAX_ANSWER_BYTES);
        // Waiting for a child would close its input first, while it may still be at work.
        let _leash = child.stdin.take();
        let stdout = child.stdout.take();
        let stderr = child.stderr.take();
        let complaint = tokio::spawn(first_bytes(stderr, 8192));
        let bytes = read_up_to(stdout, most).await?;
        let status = child
            .wait()
            .await
            .map_err(|_| Trouble::new("reading.crashed"))?;
        let complaint = complaint.await.unwrap_or_default();
        Ok((status, bytes, complaint))
    }
}

async fn read_up_to(stream: Option<impl AsyncRead + Unpin>, most: u64) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let Some(stream) = stream else {
        return Ok(bytes);
    };
    let read = stream.take(most + 1).read_to_end(&mut bytes).await;
    read.map_err(|_| Trouble::new("reading.crashed"))?;
    if bytes.len() as u64 > most {
        Err(Trouble::new("reading.output"))
    } else {
        Ok(bytes)
    }
}

/// The first bytes of a stream; the rest is read and thrown away so that the child never blocks.
async fn first_bytes(stream: Option<impl AsyncRead + Unpin>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let Some(stream) = stream else {
        return bytes;
    };
    let mut first = stream.take(most);
    if first.read_to_end(&mut bytes).await.is_ok() {
        let mut rest = first.into_inner();
        let mut sink = tokio::io::sink();
        drop(tokio::io::copy(&mut rest, &mut sink).await);
    }
    bytes
}

fn parse<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Trouble> {
    serde_json::from_slice(bytes).map_err(|_| Trouble::new("reading.crashed"))
}

/// The code of a child that ended without an answer.
fn code_of(status: ExitStatus, complaint: &[u8]) -> &'static str {
    let out_of_memory = String::from_utf8_lossy(complaint).contains("memory allocation of");
    match status.signal() {
        Some(SIGXCPU | SIGKILL) => "reading.time",
        Some(SIGXFSZ) => "reading.output",
        Some(SIGABRT) if out_of_memory => "reading.memory",
        _ => "reading.crashed",
    }
}
