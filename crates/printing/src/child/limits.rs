//! The limits that a child puts on itself. Soft and hard are the same, so that they cannot be raised again.

use std::ffi::OsString;

use rustix::process::{Resource, Rlimit, setrlimit};

const FILES: u64 = 64;

/// What a child may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Address space in bytes.
    pub memory_bytes: u64,
    /// Processor time in seconds.
    pub cpu_s: u64,
    /// Size of a written file in bytes.
    pub output_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            memory_bytes: 4 << 30,
            cpu_s: 120,
            output_bytes: 1 << 30,
        }
    }
}

impl Limits {
    pub(super) fn arguments(&self) -> Vec<OsString> {
        [
            ("--memory", self.memory_bytes),
            ("--cpu", self.cpu_s),
            ("--output", self.output_bytes),
        ]
        .into_iter()
        .flat_map(|(name, value)| [name.into(), value.to_string().into()])
        .collect()
    }

    /// The limits and the folder, when all of them are there.
    pub(super) fn parse(args: &[String]) -> Option<(Self, String)> {
        let [
            memory,
            memory_bytes,
            cpu,
            cpu_s,
            output,
            output_bytes,
            folder,
        ] = args
        else {
            return None;
        };
        if (memory.as_str(), cpu.as_str(), output.as_str()) != ("--memory", "--cpu", "--output") {
            return None;
        }
        let limits = Limits {
            memory_bytes: memory_bytes.parse().ok()?,
            cpu_s: cpu_s.parse().ok()?,
            output_bytes: output_bytes.parse().ok()?,
        };
        Some((limits, folder.clone()))
    }

    pub(super) fn set(&self) -> rustix::io::Result<()> {
        for (resource, value) in [
            (Resource::As, self.memory_bytes),
            (Resource::Cpu, self.cpu_s),
            (Resource::Core, 0),
            (Resource::Nofile, FILES),
            (Resource::Fsize, self.output_bytes),
        ] {
            setrlimit(
                resource,
                Rlimit {
                    current: Some(value),
                    maximum: Some(value),
                },
            )?;
        }
        Ok(())
    }
}
