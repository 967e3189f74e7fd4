//! Searches over HTTP: one client and eight, and the reader of few papers; beside them the index alone.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use crate::bare::{self, Bare};
use crate::client::Client;
use crate::office::{HEAD, Office, PASSWORD, RARE_READER};
use crate::queries::{Query, mixed, plain};
use crate::report::{Report, percentile};
use crate::server::{Server, cpu_s};
use crate::words::Vocabulary;
use crate::{Result, Settings};

/// How much is asked.
#[derive(Clone, Copy)]
struct Amount {
    warm_up: usize,
    requests: usize,
    longest: Duration,
}

/// What came of it.
pub struct Times {
    /// Milliseconds of each request, sorted.
    pub ms: Vec<f64>,
    /// Requests of all clients in a second.
    pub requests_per_s: f64,
}

impl Times {
    /// The time below which the share of requests stayed.
    pub fn at(&mut self, share: f64) -> f64 {
        percentile(&mut self.ms, share)
    }
}

/// Measures an office.
pub fn measure(
    settings: &Settings,
    runtime: &Runtime,
    office: &Office,
    vocabulary: &Vocabulary,
    report: &mut Report,
) -> Result<()> {
    let name = office.name;
    let queries = mixed(vocabulary, 600);
    let words_only = plain(vocabulary, 200);
    eprintln!("bench: the index alone, {name}");
    let bare = bare::measure(runtime, office, vocabulary, &words_only)?;
    let engine = bare::engine(runtime, office, vocabulary, &queries)?;
    write_bare(report, name, &bare, &engine)?;

    eprintln!("bench: searches over HTTP, {name}");
    let amount = if settings.quick {
        Amount {
            warm_up: 60,
            requests: 1200,
            longest: Duration::from_secs(6),
        }
    } else {
        Amount {
            warm_up: 300,
            requests: 6000,
            longest: Duration::from_secs(20),
        }
    };
    let server = Server::start(settings, &office.data)?;
    server.settle(Duration::from_mins(20))?;
    let head = Client::sign_in(server.address, HEAD, PASSWORD)?;
    let few = Client::sign_in(server.address, RARE_READER, PASSWORD)?;
    let alike = ask(server.address, &head, &words_only, 1, amount)?;
    write_times(
        report,
        &format!("search.{name}.words.1_client"),
        alike,
        &bare,
    )?;
    let before = cpu_s(server.pid())?;
    let one = ask(server.address, &head, &queries, 1, amount)?;
    let cpu_ms = (cpu_s(server.pid())? - before) * 1000.0 / (one.ms.len() + amount.warm_up) as f64;
    report.figure(&format!("search.{name}.server_cpu_ms"), cpu_ms, "ms")?;
    let one = write_times(report, &format!("search.{name}.1_client"), one, &bare)?;
    let eight = ask(server.address, &head, &queries, 8, amount)?;
    let eight = write_times(report, &format!("search.{name}.8_clients"), eight, &bare)?;
    let rare = ask(server.address, &few, &queries, 1, amount)?;
    let rare = write_times(report, &format!("search.{name}.rare_rights"), rare, &bare)?;
    if name == "20k" {
        report.figure(
            "search.20k.requests_per_s",
            eight.requests_per_s,
            "requests/s",
        )?;
        report.figure("search.20k.p95_ms", eight.p95, "ms")?;
        return Ok(());
    }
    report.beside(
        &format!("search.{name}.p50_ms"),
        (one.p50, "ms"),
        (bare.p50, bare::NAME),
    )?;
    report.beside(
        &format!("search.{name}.p99_ms"),
        (one.p99, "ms"),
        (bare.p99, bare::NAME),
    )?;
    report.figure(
        &format!("search.{name}.filtered_rare_rights.p99_ms"),
        rare.p99,
        "ms",
    )
}

fn write_bare(report: &mut Report, name: &str, bare: &Bare, engine: &Bare) -> Result<()> {
    report.figure(&format!("search.{name}.bare.p50_ms"), bare.p50, "ms")?;
    report.figure(&format!("search.{name}.bare.p99_ms"), bare.p99, "ms")?;
    let engine_p50 = format!("search.{name}.engine.p50_ms");
    report.beside(&engine_p50, (engine.p50, "ms"), (bare.p50, bare::NAME))?;
    report.beside(
        &format!("search.{name}.engine.p99_ms"),
        (engine.p99, "ms"),
        (bare.p99, bare::NAME),
    )
}

struct Summary {
    p50: f64,
    p95: f64,
    p99: f64,
    requests_per_s: f64,
}

fn write_times(report: &mut Report, name: &str, mut times: Times, bare: &Bare) -> Result<Summary> {
    let summary = Summary {
        p50: times.at(0.5),
        p95: times.at(0.95),
        p99: times.at(0.99),
        requests_per_s: times.requests_per_s,
    };
    report.beside(
        &format!("{name}.p50_ms"),
        (summary.p50, "ms"),
        (bare.p50, bare::NAME),
    )?;
    report.figure(&format!("{name}.p95_ms"), summary.p95, "ms")?;
    report.beside(
        &format!("{name}.p99_ms"),
        (summary.p99, "ms"),
        (bare.p99, bare::NAME),
    )?;
    report.figure(
        &format!("{name}.requests_per_s"),
        summary.requests_per_s,
        "requests/s",
    )?;
    Ok(summary)
}

fn ask(
    address: SocketAddr,
    cookie: &str,
    queries: &[Query],
    clients: usize,
    amount: Amount,
) -> Result<Times> {
    let paths: Vec<_> = queries.iter().map(Query::path).collect();
    let mut warm = Client::connect(address, Some(cookie))?;
    for path in paths.iter().cycle().take(amount.warm_up) {
        one(&mut warm, path)?;
    }
    let next = AtomicUsize::new(0);
    let since = Instant::now();
    let work = || -> std::result::Result<Vec<f64>, String> {
        let mut client = Client::connect(address, Some(cookie)).map_err(|e| e.to_string())?;
        let mut ms = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= amount.requests || since.elapsed() > amount.longest {
                return Ok(ms);
            }
            let asked = Instant::now();
            one(&mut client, &paths[place % paths.len()]).map_err(|e| e.to_string())?;
            ms.push(asked.elapsed().as_secs_f64() * 1000.0);
        }
    };
    let ms = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| "a client panicked".to_owned())?)
            .collect::<std::result::Result<Vec<_>, String>>()
    })?;
    let ms = ms.concat();
    let requests_per_s = ms.len() as f64 / since.elapsed().as_secs_f64();
    Ok(Times { ms, requests_per_s })
}

fn one(client: &mut Client, path: &str) -> Result<()> {
    let answer = client.get(path)?;
    if answer.status == 200 {
        return Ok(());
    }
    Err(format!("{path}: {} {}", answer.status, answer.text()).into())
}
