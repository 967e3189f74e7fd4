//! Numbers of registers: 50 writers through the real API while servers are killed with -9.
//!
//! PostgreSQL is started here and waits for the disk at every commit, as SQLite does.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use stories::numbers::{Plan, register_under_kills};

use crate::report::Report;
use crate::{Result, Settings};

const WRITERS: usize = 50;
/// Server processes over one PostgreSQL.
const SERVERS: usize = 3;

/// Half of the numbers on either database; the run fails when one is left out, given twice or lost.
pub fn measure(settings: &Settings, report: &mut Report) -> Result<()> {
    let (numbers, kills) = if settings.quick {
        (1_000, 10)
    } else {
        (50_000, 50)
    };
    for database in ["sqlite", "postgres"] {
        eprintln!("bench: {numbers} numbers on {database}, {kills} kills");
        let folder = tempfile::tempdir_in(&settings.target)?;
        let postgres = if database == "postgres" {
            Some(Postgres::start(settings)?)
        } else {
            None
        };
        let outcome = register_under_kills(&Plan {
            folder: folder.path(),
            postgres: postgres.as_ref().map(|one| one.url.as_str()),
            servers: if postgres.is_some() { SERVERS } else { 1 },
            writers: WRITERS,
            numbers,
            kills,
        });
        let rate = numbers as f64 / outcome.took.as_secs_f64();
        report.figure(&format!("numbers.{database}.per_s"), rate, "numbers/s")?;
        report.figure(
            &format!("numbers.{database}.kills"),
            outcome.kills as f64,
            "processes",
        )?;
        report.figure(
            &format!("numbers.{database}.asked_again"),
            outcome.retries as f64,
            "requests",
        )?;
    }
    Ok(())
}

/// A PostgreSQL that ends when its input closes.
struct Postgres {
    child: Child,
    url: String,
}

impl Postgres {
    fn start(settings: &Settings) -> Result<Self> {
        let mut child = Command::new(settings.root.join("scripts/test-services"))
            .args(["hold", "postgres"])
            .env("CONGVAN_TEST_POSTGRES_FSYNC", "on")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or("no output of test-services")?;
        let lines = BufReader::new(output)
            .lines()
            .map_while(std::result::Result::ok);
        // All of it is read: who ends the pipe before the last line ends the service.
        let lines: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
        let named = lines
            .iter()
            .find_map(|line| Some(line.strip_prefix("CONGVAN_TEST_POSTGRES_URL=")?.to_owned()));
        let url = named.ok_or("PostgreSQL did not start: scripts/setup test installs it")?;
        Ok(Self { child, url })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It removes its data before it ends; nothing of it may stay behind the measurement.
        let _ = self.child.wait();
    }
}
