//! The limits that a child puts on itself. Soft and hard are the same, so that they cannot be raised
//! again.

use rustix::process::{Resource, Rlimit, setrlimit};

use super::protocol::Request;

/// LibreOffice maps far more than it uses and opens some hundred files.
const CONVERTER_MEMORY_BYTES: u64 = 6 << 30;
const CONVERTER_FILES: u64 = 1024;
const FILES: u64 = 64;

/// Sets them; a converter needs wider ones on memory and files.
pub fn set(request: &Request, converts: bool) -> rustix::io::Result<()> {
    let memory = if converts {
        request.memory_bytes.max(CONVERTER_MEMORY_BYTES)
    } else {
        request.memory_bytes
    };
    let files = if converts { CONVERTER_FILES } else { FILES };
    for (resource, value) in [
        (Resource::As, memory),
        (Resource::Cpu, request.cpu_s),
        (Resource::Core, 0),
        (Resource::Nofile, files),
        (Resource::Fsize, request.output_bytes),
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
