//! The door for a process of its own: one folder with a request in it, one result written into it.
//!
//! Files that are stamped are hostile and large registers need much memory for a short while; both end with the
//! child. It puts limits on itself before it looks at a byte, opens no socket, and dies with its parent. The parent
//! calls [`Request::lay_down`], starts its own program with [`arguments`] behind the command of its choice (standard
//! input piped and held open, a process group of its own, an empty environment), and reads with [`take`].

mod leash;
mod limits;

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use crate::{
    ArrivalStamp, NumberPlaces, NumberStamp, Place, PrintError, Register, Separator, Stamped,
    Table, Way, book_xlsx, register_pdf, register_xlsx, separator_pdf, stamp_arrival, stamp_number,
    table_xlsx,
};
pub use limits::Limits;

const REQUEST: &str = "request.json";
const ORIGINAL: &str = "original";
const RESULT: &str = "result";
const ANSWER: &str = "answer.json";

/// Deep nesting in a file must meet a parser's own limit before the end of the stack.
const STACK_BYTES: usize = 64 << 20;

/// What a child is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// The register as PDF.
    RegisterPdf(Box<Register>),
    /// The register as XLSX.
    RegisterXlsx(Box<Register>),
    /// A table of figures as XLSX.
    TableXlsx(Box<Table>),
    /// Tables as the sheets of one XLSX.
    BookXlsx(Vec<Table>),
    /// So many separator sheets.
    Separators(Separator, u16),
    /// The stamp «ĐẾN» on a copy of the original.
    Arrival(ArrivalStamp, Place),
    /// Number and date on a copy of the original.
    Number(NumberStamp, NumberPlaces),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Done(Option<Way>),
    Refused(PrintError),
}

impl Request {
    /// Writes the request, and the file to be stamped, into an empty folder.
    pub fn lay_down(&self, folder: &Path, original: Option<&[u8]>) -> io::Result<()> {
        let request = serde_json::to_vec(self).map_err(io::Error::other)?;
        fs::write(folder.join(REQUEST), request)?;
        match original {
            Some(bytes) => fs::write(folder.join(ORIGINAL), bytes),
            None => Ok(()),
        }
    }
}

/// The child's arguments.
pub fn arguments(folder: &Path, limits: &Limits) -> Vec<std::ffi::OsString> {
    let mut arguments = limits.arguments();
    arguments.push(folder.into());
    arguments
}

/// What the child left, with the way a stamp was added. A child that was stopped leaves nothing.
pub fn take(folder: &Path) -> Result<(Vec<u8>, Option<Way>), PrintError> {
    let stopped = |_| PrintError::Stopped;
    let answer = fs::read(folder.join(ANSWER)).map_err(stopped)?;
    match serde_json::from_slice(&answer).map_err(|_| PrintError::Stopped)? {
        Answer::Refused(error) => Err(error),
        Answer::Done(way) => Ok((fs::read(folder.join(RESULT)).map_err(stopped)?, way)),
    }
}

/// The child's side, called before anything else starts.
pub fn run(args: &[String]) -> ExitCode {
    let Some((limits, folder)) = Limits::parse(args) else {
        return ExitCode::from(2);
    };
    // The message of a panic could hold words of the paper.
    std::panic::set_hook(Box::new(|_| {}));
    if leash::hold().is_err() || limits.set().is_err() {
        return ExitCode::from(3);
    }
    let work = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || work(Path::new(&folder)));
    match work.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        _ => ExitCode::from(4),
    }
}

/// Does what the folder asks for; the answer is written last, so an answer means a whole result.
fn work(folder: &Path) -> io::Result<()> {
    let request: Request = serde_json::from_slice(&fs::read(folder.join(REQUEST))?)?;
    let answer = match answer(&request, folder) {
        Ok((bytes, way)) => {
            fs::write(folder.join(RESULT), bytes)?;
            Answer::Done(way)
        }
        Err(error) => Answer::Refused(error),
    };
    fs::write(folder.join(ANSWER), serde_json::to_vec(&answer)?)
}

fn answer(request: &Request, folder: &Path) -> Result<(Vec<u8>, Option<Way>), PrintError> {
    let original = || fs::read(folder.join(ORIGINAL)).map_err(|_| PrintError::Unreadable);
    let stamped = |copy: Stamped| (copy.pdf, Some(copy.way));
    match request {
        Request::RegisterPdf(register) => Ok((register_pdf(register)?, None)),
        Request::RegisterXlsx(register) => Ok((register_xlsx(register)?, None)),
        Request::TableXlsx(table) => Ok((table_xlsx(table)?, None)),
        Request::BookXlsx(tables) => Ok((book_xlsx(tables)?, None)),
        Request::Separators(sheet, count) => Ok((separator_pdf(sheet, *count)?, None)),
        Request::Arrival(stamp, place) => stamp_arrival(&original()?, stamp, *place).map(stamped),
        Request::Number(stamp, places) => stamp_number(&original()?, stamp, places).map(stamped),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use time::macros::date;

    use super::*;

    fn stamp() -> Request {
        let stamp = ArrivalStamp {
            agency: "Ủy ban nhân dân xã Mường Thanh".into(),
            number: "1".into(),
            day: date!(2026 - 11 - 20),
            forwarded_to: None,
            dossier: None,
        };
        Request::Arrival(stamp, Place::default())
    }

    #[test]
    fn a_refusal_reaches_the_parent_and_silence_is_a_stop() {
        let folder = tempfile::tempdir().unwrap();
        stamp().lay_down(folder.path(), Some(b"no pdf")).unwrap();
        assert_eq!(take(folder.path()), Err(PrintError::Stopped));
        work(folder.path()).unwrap();
        assert_eq!(take(folder.path()), Err(PrintError::Unreadable));
    }

    #[test]
    fn the_child_understands_the_parent() {
        let limits = Limits::default();
        let told: Vec<String> = arguments(Path::new("/a b"), &limits)
            .into_iter()
            .map(|argument| argument.into_string().unwrap())
            .collect();
        assert_eq!(Limits::parse(&told), Some((limits, "/a b".to_owned())));
        assert_eq!(Limits::parse(&told[1..]), None);
    }
}
