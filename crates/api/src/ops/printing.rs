//! Printing and stamping in a child process with limits: large registers need much memory for a
//! short while, and files that are stamped are hostile.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use ::printing::PrintError;
use ::printing::child::{Limits, Request, arguments, take};
use tokio::process::Command;
use tokio::sync::Semaphore;
use workflow::Refusal;

use crate::error::{OpError, Result};

/// How long a child may take by the clock; its processor time has a limit of its own.
const WALL: Duration = Duration::from_mins(5);

/// Starts the children, one at a time: a large register takes gigabytes.
pub(super) struct Printer {
    command: Vec<String>,
    scratch: PathBuf,
    turn: Semaphore,
}

impl Printer {
    /// A printer with the program and its first arguments; its children work below `scratch`.
    pub fn new(command: Vec<String>, scratch: PathBuf) -> Printer {
        Printer {
            command,
            scratch,
            turn: Semaphore::new(1),
        }
    }

    /// What the child makes of a request, and of the file to be stamped if there is one.
    pub async fn print(&self, request: Request, original: Option<Vec<u8>>) -> Result<Vec<u8>> {
        let _turn = self
            .turn
            .acquire()
            .await
            .map_err(|error| OpError::Internal(error.to_string()))?;
        tokio::fs::create_dir_all(&self.scratch).await?;
        let scratch = self.scratch.clone();
        let folder = tokio::task::spawn_blocking(move || {
            let folder = tempfile::Builder::new()
                .prefix("print-")
                .tempdir_in(scratch)?;
            request.lay_down(folder.path(), original.as_deref())?;
            Ok::<_, std::io::Error>(folder)
        })
        .await??;
        self.run(&folder).await?;
        let taken = tokio::task::spawn_blocking(move || take(folder.path())).await?;
        Ok(taken.map_err(|error| told(&error))?.0)
    }

    /// Runs the child to its end; the answer in the folder says how it went.
    async fn run(&self, folder: &tempfile::TempDir) -> Result<()> {
        let empty = || OpError::Internal("no program to print with".into());
        let (program, first) = self.command.split_first().ok_or_else(empty)?;
        let mut child = Command::new(program)
            .args(first)
            .args(arguments(folder.path(), &Limits::default()))
            .env_clear()
            // Held open: it closes in whatever way this process ends, and the child ends then.
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let leash = child.stdin.take();
        let ended = tokio::time::timeout(WALL, child.wait()).await;
        drop(leash);
        if let Ok(status) = ended {
            tracing::debug!(status = %status?, "a print ended");
        } else {
            tracing::warn!("a print took too long and was stopped");
        }
        Ok(())
    }
}

/// A failed print as its sentence.
fn told(error: &PrintError) -> OpError {
    let refusal = Refusal::new(error.code());
    OpError::Invalid(match error {
        PrintError::TooManyRows { rows, most } => refusal.with("rows", *rows).with("most", *most),
        _ => refusal,
    })
}
