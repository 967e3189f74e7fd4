//! Memory at rest and while a large file comes in, the time to be ready, and what an index weighs.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::client::Client;
use crate::office::{CLERK, HEAD, Office, PASSWORD, bytes_in, copy_folder};
use crate::report::Report;
use crate::server::{Server, forget_peak, memory_mb};
use crate::{Result, Settings};

const PIECE_BYTES: usize = 8 << 20;

/// A server at rest over the office: memory after one search, time until that search was answered.
pub fn measure_idle(settings: &Settings, office: &Office, report: &mut Report) -> Result<()> {
    let name = office.name;
    let bytes = bytes_in(&office.index())? as f64 / office.papers as f64;
    let figure = if name == "1m" {
        "index.bytes_per_paper".to_owned()
    } else {
        format!("index.{name}.bytes_per_paper")
    };
    report.figure(&figure, bytes, "bytes")?;
    let rows = std::fs::metadata(office.data.join("congvan.sqlite"))?.len() as f64;
    report.figure(
        &format!("database.{name}.bytes_per_paper"),
        rows / office.papers as f64,
        "bytes",
    )?;
    let cookie = {
        let server = Server::start(settings, &office.data)?;
        Client::sign_in(server.address, HEAD, PASSWORD)?
    };
    let server = Server::start(settings, &office.data)?;
    let ready_ms = server.started.elapsed().as_secs_f64() * 1000.0;
    let mut client = Client::connect(server.address, Some(&cookie))?;
    let answer = client.get("/api/v1/search?q=b%C3%A1o%20c%C3%A1o&facets=true")?;
    let searched_ms = server.started.elapsed().as_secs_f64() * 1000.0;
    if answer.status != 200 {
        return Err(format!("the first search: {} {}", answer.status, answer.text()).into());
    }
    report.figure(&format!("start.ready_{name}.ms"), searched_ms, "ms")?;
    report.figure(&format!("start.readyz_{name}.ms"), ready_ms, "ms")?;
    std::thread::sleep(Duration::from_secs(2));
    report.figure(
        &format!("memory.idle_{name}.mb"),
        memory_mb(server.pid(), "VmRSS")?,
        "MB",
    )?;
    report.figure(
        &format!("memory.idle_{name}.anon_mb"),
        memory_mb(server.pid(), "RssAnon")?,
        "MB",
    )
}

/// Growth of the highest memory use while 2 GiB come in, in pieces of 8 MiB and in one.
pub fn measure_upload(settings: &Settings, office: &Office, report: &mut Report) -> Result<()> {
    eprintln!("bench: a large file coming in");
    let bytes: u64 = if settings.quick { 256 << 20 } else { 2 << 30 };
    let name = if settings.quick { "quick" } else { "2gb" };
    let mut growth = Vec::new();
    for piece in [PIECE_BYTES as u64, bytes] {
        let folder = tempfile::tempdir_in(&settings.target)?;
        copy_folder(&office.data, folder.path())?;
        let server = Server::start(settings, folder.path())?;
        let cookie = Client::sign_in(server.address, CLERK, PASSWORD)?;
        let mut client = Client::connect(server.address, Some(&cookie))?;
        client.get("/api/v1/search?q=b%C3%A1o%20c%C3%A1o")?;
        std::thread::sleep(Duration::from_secs(1));
        forget_peak(server.pid())?;
        let idle = memory_mb(server.pid(), "VmHWM")?;
        send(&mut client, bytes, piece)?;
        server.settle(Duration::from_mins(5))?;
        growth.push(memory_mb(server.pid(), "VmHWM")? - idle);
    }
    report.figure(&format!("memory.upload_{name}.pieces.mb"), growth[0], "MB")?;
    report.figure(&format!("memory.upload_{name}.whole.mb"), growth[1], "MB")?;
    report.figure(
        &format!("memory.upload_{name}.mb"),
        growth[0].max(growth[1]),
        "MB",
    )
}

fn send(client: &mut Client, bytes: u64, piece: u64) -> Result<()> {
    let length = bytes.to_string();
    let metadata = format!("filename {}", STANDARD.encode("lon.bin"));
    let created = [
        ("tus-resumable", "1.0.0"),
        ("upload-length", length.as_str()),
        ("upload-metadata", metadata.as_str()),
    ];
    let answer = client.send("POST", "/api/v1/uploads", &created, &[])?;
    let path = answer.header("location").unwrap_or_default();
    let path = path
        .find("/api/")
        .map_or(path, |begin| &path[begin..])
        .to_owned();
    let filler: Vec<u8> = (0..1 << 20)
        .map(|place: u32| (place.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let mut offset = 0;
    while offset < bytes {
        let part = piece.min(bytes - offset);
        let at = offset.to_string();
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("upload-offset", at.as_str()),
            ("content-type", "application/offset+octet-stream"),
        ];
        let answer = client.send_stream(("PATCH", &path), &headers, part, &filler)?;
        if answer.status != 204 {
            return Err(format!("a piece at {offset}: {} {}", answer.status, answer.text()).into());
        }
        offset += part;
    }
    Ok(())
}
