//! The served office as a child process, and what the system says of a process.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::{Result, Settings};

/// Ticks of the processor times in /proc; 100 on every Linux of ours.
const TICKS_A_SECOND: f64 = 100.0;
const PATIENCE: Duration = Duration::from_mins(1);

/// A running `congvan serve`, told to end when it is dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// When it was started.
    pub started: Instant,
}

impl Server {
    /// Starts it over a data folder and waits until it is ready.
    pub fn start(settings: &Settings, data: &Path) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = File::create(settings.target.join("bench-serve.log"))?;
        let mut command = Command::new(&settings.program);
        command
            .arg("--data")
            .arg(data)
            .arg("serve")
            .stdin(Stdio::null());
        command.stdout(log.try_clone()?).stderr(log);
        command.env("CONGVAN_SERVER_LISTEN", address.to_string());
        command.env("CONGVAN_LOG_LEVEL", "warn");
        // Blobs of the made papers have rows and no bytes.
        command.env("CONGVAN_MAINTENANCE_INTEGRITY_CHECK_HOURS", "0");
        for limit in [
            "REQUESTS_PER_MINUTE_PER_CALLER",
            "REQUESTS_PER_MINUTE_PER_ADDRESS",
        ] {
            command.env(format!("CONGVAN_LIMITS_{limit}"), "100000000");
        }
        let started = Instant::now();
        let server = Self {
            child: command.spawn()?,
            address,
            started,
        };
        while !server.is_ready() {
            if started.elapsed() > PATIENCE {
                return Err("the server did not become ready; see bench-serve.log".into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(server)
    }

    fn is_ready(&self) -> bool {
        let asked =
            Client::connect(self.address, None).and_then(|mut client| client.get("/readyz"));
        asked.is_ok_and(|answer| answer.status == 200)
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it without asking.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// A figure of `/metrics`, all labels summed.
    pub fn metric(&self, name: &str) -> Result<f64> {
        let text = Client::connect(self.address, None)?.get("/metrics")?.text();
        let values = text
            .lines()
            .filter_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok());
        Ok(values.sum())
    }

    /// Waits until no file waits to be read and the index has followed.
    pub fn settle(&self, patience: Duration) -> Result<()> {
        let since = Instant::now();
        loop {
            let open = self.metric("congvan_jobs_open")?;
            if open == 0.0 && self.metric("congvan_index_behind_events")? == 0.0 {
                return Ok(());
            }
            if since.elapsed() > patience {
                return Err(format!("{open} jobs are still open after {patience:?}").into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let ended = Command::new("kill").arg(self.pid().to_string()).status();
        let since = Instant::now();
        while ended.is_ok() && since.elapsed() < PATIENCE {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        // It did not end when asked; nothing of it may stay behind the measurement.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor seconds of a process and the children it has waited for.
pub fn cpu_s(pid: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = stat.rsplit_once(')').ok_or("unreadable /proc stat")?.1;
    let ticks = after_name.split_whitespace().skip(11).take(4);
    Ok(ticks
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        / TICKS_A_SECOND)
}

/// A line of `/proc/<pid>/status` in megabytes.
pub fn memory_mb(pid: u32, line: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let found = status
        .lines()
        .find_map(|known| known.strip_prefix(line)?.strip_prefix(':'));
    let kib = found.and_then(|value| value.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    Ok(kib.ok_or_else(|| format!("no {line} in /proc status"))? * 1024.0 / 1e6)
}

/// Lets the highest memory use of a process be measured from now on.
pub fn forget_peak(pid: u32) -> Result<()> {
    Ok(std::fs::write(format!("/proc/{pid}/clear_refs"), "5")?)
}

/// Memory of a process and of everything it has started, in megabytes; what they share counts once.
pub fn tree_memory_mb(root: u32) -> Result<f64> {
    let mut family = vec![root];
    let mut grew = true;
    let parents: Vec<(u32, u32)> = std::fs::read_dir("/proc")?
        .filter_map(|entry| {
            let id = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?;
            Some((id, parent.parse().ok()?))
        })
        .collect();
    while grew {
        let more: Vec<u32> = parents
            .iter()
            .filter(|(id, parent)| family.contains(parent) && !family.contains(id))
            .map(|(id, _)| *id)
            .collect();
        grew = !more.is_empty();
        family.extend(more);
    }
    let share = |id: &u32| {
        let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok()
    };
    let kib: f64 = family.iter().filter_map(share).sum();
    Ok(kib * 1024.0 / 1e6)
}
