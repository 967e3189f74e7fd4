//! Many writers register papers through servers that are killed with -9 while they do: afterwards
//! every number stands once and every acknowledged paper has the number it was told.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use storage::documents::{BulkPaper, NewDocument, insert_bulk};
use storage::{Database, DatabaseConfig};
use workflow::DocumentId;
use workflow::access::{Audience, grants_at_capture};
use workflow::audit::NewEvent;
use workflow::documents::Fields;

use crate::program::{command, printed};
use crate::server::{Client, Server, furnish};

/// Papers of one transaction while they are made.
const PAPERS_AT_ONCE: usize = 1000;
/// An index further behind than this is built before the servers start, so that none does it
/// while numbers are taken.
const BUILD_BEYOND: usize = 10_000;
/// How long one paper may be refused before the run fails: servers come back in less.
const PATIENCE: Duration = Duration::from_mins(2);

/// What is tried.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// An empty folder for the data of the servers.
    pub folder: &'a Path,
    /// An empty PostgreSQL database; none: SQLite in the folder.
    pub postgres: Option<&'a str>,
    /// Server processes over the database; SQLite takes one.
    pub servers: usize,
    /// Writers at the same time.
    pub writers: usize,
    /// Numbers in total.
    pub numbers: usize,
    /// Servers killed meanwhile.
    pub kills: usize,
}

/// What came of it; everything that must hold has been asserted.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// From the first request to the last answer, kills and restarts among them.
    pub took: Duration,
    /// Servers that were killed.
    pub kills: usize,
    /// Requests that got no answer and were sent again.
    pub retries: usize,
}

struct Run<'a> {
    plan: &'a Plan<'a>,
    papers: Vec<String>,
    registers: [String; 2],
    cookie: String,
    /// Where each server listens now.
    addresses: Mutex<Vec<SocketAddr>>,
    next: AtomicUsize,
    done: AtomicUsize,
    retries: AtomicUsize,
}

/// Runs the plan and proves the registers afterwards.
pub fn register_under_kills(plan: &Plan<'_>) -> Outcome {
    let settings = settings_of(plan);
    let settings: Vec<_> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    furnish(&data_of(plan, 0), &settings);
    let papers = make_papers(plan);
    let folders: Vec<_> = (0..plan.servers)
        .map(|place| data_of(plan, place))
        .collect();
    if plan.numbers > BUILD_BEYOND {
        for folder in &folders {
            build_index(folder, &settings);
        }
    }
    let mut servers: Vec<_> = folders
        .iter()
        .map(|folder| Some(Server::start(folder, &settings)))
        .collect();
    let first = servers[0].as_ref().unwrap();
    let clerk = first.signs_in("clerk");
    abbreviate(&first.signs_in("administrator"));
    let run = Run {
        plan,
        papers,
        registers: registers_of(&clerk),
        cookie: clerk.cookie().to_owned(),
        addresses: Mutex::new(servers.iter().flatten().map(|one| one.address).collect()),
        next: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
        retries: AtomicUsize::new(0),
    };
    let since = Instant::now();
    let told = std::thread::scope(|scope| {
        let run = &run;
        let writers: Vec<_> = (0..plan.writers)
            .map(|writer| scope.spawn(move || run.writes(writer)))
            .collect();
        kill_some(run, &mut servers, &folders, &settings);
        let told = writers.into_iter().flat_map(|one| one.join().unwrap());
        told.collect::<HashMap<_, _>>()
    });
    let took = since.elapsed();
    let server = servers.iter().flatten().next().unwrap();
    prove(&run, &clerk.at(server), &told);
    drop(servers);
    let proof = command(&folders[0], &["audit", "verify"])
        .envs(settings)
        .output()
        .unwrap();
    assert!(proof.status.success(), "{}", printed(&proof));
    Outcome {
        took,
        kills: plan.kills,
        retries: run.retries.load(Ordering::Relaxed),
    }
}

fn settings_of(plan: &Plan<'_>) -> Vec<(&'static str, String)> {
    let unlimited = || "100000000".to_owned();
    let mut settings = vec![
        ("CONGVAN_LIMITS_REQUESTS_PER_MINUTE_PER_CALLER", unlimited()),
        (
            "CONGVAN_LIMITS_REQUESTS_PER_MINUTE_PER_ADDRESS",
            unlimited(),
        ),
    ];
    settings.extend(
        plan.postgres
            .map(|url| ("CONGVAN_DATABASE_URL", url.to_owned())),
    );
    settings
}

/// Each server has an index of its own; on SQLite the database lies beside it.
fn data_of(plan: &Plan<'_>, place: usize) -> PathBuf {
    plan.folder.join(format!("server-{place}"))
}

fn build_index(folder: &Path, settings: &[(&str, &str)]) {
    let built = command(folder, &["rebuild", "index"])
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", printed(&built));
}

/// Captured papers, every one of a kind that has an abbreviation.
fn make_papers(plan: &Plan<'_>) -> Vec<String> {
    let url = plan.postgres.map_or_else(
        || {
            format!(
                "sqlite:{}",
                data_of(plan, 0).join("congvan.sqlite").display()
            )
        },
        str::to_owned,
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let config = DatabaseConfig {
            url,
            read_connections: 2,
        };
        let db = Database::connect(&config).await.unwrap();
        let agency = storage::organisations::find_by_slug(&db, "a")
            .await
            .unwrap();
        let agency = agency.unwrap().id;
        let mut ids = Vec::with_capacity(plan.numbers);
        while ids.len() < plan.numbers {
            let count = PAPERS_AT_ONCE.min(plan.numbers - ids.len());
            let made: Vec<_> = (0..count)
                .map(|place| paper(agency, ids.len() + place))
                .collect();
            let mut tx = db.begin(api::clock::Clock::System.now()).await.unwrap();
            insert_bulk(&tx, &made).await.unwrap();
            for paper in &made {
                let event = NewEvent {
                    actor: None,
                    kind: "document.captured",
                    subject: paper.document.id.to_string(),
                    payload: json!({}),
                };
                tx.record(agency, event);
                ids.push(paper.document.id.to_string());
            }
            tx.commit().await.unwrap();
        }
        ids
    })
}

fn paper(agency: workflow::OrganisationId, place: usize) -> BulkPaper {
    let fields = Fields {
        subject: Some(format!("Báo cáo số {place}")),
        kind: Some("bao_cao".to_owned()),
        ..Fields::default()
    };
    BulkPaper {
        document: NewDocument {
            id: DocumentId(api::clock::Clock::System.new_id()),
            organisation: agency,
            unit: None,
            fields,
            captured_by: None,
        },
        grants: grants_at_capture(agency, None, Audience::Office),
        files: Vec::new(),
    }
}

fn abbreviate(administrator: &Client) {
    let body = json!({ "abbreviation": "UBND" }).to_string();
    let headers = [("content-type", "application/json")];
    let path = "/api/v1/organisation";
    let set = administrator.asks("PATCH", path, &headers, body.as_bytes());
    set.unwrap().fine();
}

fn registers_of(clerk: &Client) -> [String; 2] {
    let listed = clerk.gets("/registers").fine().json();
    let items = listed["items"].as_array().unwrap();
    ["incoming", "outgoing"].map(|book| {
        let found = items.iter().find(|one| one["book"] == book).unwrap();
        found["id"].as_str().unwrap().to_owned()
    })
}

impl Run<'_> {
    /// Which of the registers a paper belongs in: half come in, half go out.
    fn register_of(&self, place: usize) -> &str {
        &self.registers[place % 2]
    }

    /// Registers papers until none is left; answers what it was told.
    fn writes(&self, writer: usize) -> Vec<(usize, i64)> {
        let mut told = Vec::new();
        let mut line = None;
        loop {
            let place = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(paper) = self.papers.get(place) else {
                return told;
            };
            let since = Instant::now();
            let number = loop {
                match self.asks(&mut line, writer, (place, paper)) {
                    Some(number) => break number,
                    None => line = None,
                }
                assert!(since.elapsed() < PATIENCE, "{paper} was not registered");
                self.retries.fetch_add(1, Ordering::Relaxed);
                std::thread::park_timeout(Duration::from_millis(10));
            };
            told.push((place, number));
            self.done.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The number told; none when the server went away or asks for patience.
    fn asks(
        &self,
        line: &mut Option<Line>,
        writer: usize,
        (place, paper): (usize, &str),
    ) -> Option<i64> {
        let path = format!("/api/v1/documents/{paper}/registration");
        let body = json!({ "register": self.register_of(place) }).to_string();
        if line.is_none() {
            let turn = writer + self.retries.load(Ordering::Relaxed);
            let addresses = self
                .addresses
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let address = addresses[turn % addresses.len()];
            drop(addresses);
            *line = Line::open(address).ok();
        }
        let answer = line
            .as_mut()?
            .posts(&path, &self.cookie, paper, &body)
            .ok()?;
        let (status, answer) = answer;
        if status == 503 {
            return None;
        }
        assert_eq!(status, 201, "{answer}");
        answer["number"].as_i64()
    }
}

/// Kills a server each time another part of the numbers was told, at a moment within it that
/// nobody chose, and starts it again.
fn kill_some(
    run: &Run<'_>,
    servers: &mut [Option<Server>],
    folders: &[PathBuf],
    settings: &[(&str, &str)],
) {
    let part = run.plan.numbers / (run.plan.kills + 1);
    for kill in 0..run.plan.kills {
        let chance = chance();
        let at = part * kill + part / 4 + chance % (part / 2).max(1);
        while run.done.load(Ordering::Relaxed) < at {
            std::thread::park_timeout(Duration::from_millis(1));
        }
        std::thread::park_timeout(Duration::from_micros(chance as u64 % 5000));
        let victim = kill % servers.len();
        servers[victim] = None;
        let server = Server::start(&folders[victim], settings);
        let mut addresses = run.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        addresses[victim] = server.address;
        drop(addresses);
        servers[victim] = Some(server);
    }
}

fn chance() -> usize {
    use std::hash::{BuildHasher, RandomState};
    usize::try_from(RandomState::new().hash_one(0) >> 40).unwrap()
}

/// Reads both registers to the end: each number once, none left out, each as it was told.
fn prove(run: &Run<'_>, clerk: &Client, told: &HashMap<usize, i64>) {
    assert_eq!(told.len(), run.plan.numbers, "a paper was not acknowledged");
    let mut standing = HashMap::new();
    for register in &run.registers {
        let mut last = 0;
        loop {
            let path = format!("/registers/{register}/entries?limit=200&after={last}");
            let page = clerk.gets(&path).fine().json();
            for line in page["items"].as_array().unwrap() {
                let number = line["number"].as_i64().unwrap();
                assert_eq!(number, last + 1, "a gap or a repeat in {register}");
                assert_eq!(line["state"], "used", "{line}");
                last = number;
                let paper = line["document"]["id"].as_str().unwrap().to_owned();
                let known = standing.insert(paper, (register.clone(), number));
                assert!(known.is_none(), "a paper stands twice: {line}");
            }
            if page["next"] == Value::Null {
                break;
            }
        }
    }
    assert_eq!(standing.len(), run.plan.numbers);
    for (place, number) in told {
        let expected = (run.register_of(*place).to_owned(), *number);
        assert_eq!(
            standing.get(&run.papers[*place]),
            Some(&expected),
            "a paper is lost"
        );
    }
}

/// A connection that is kept open.
struct Line(BufReader<TcpStream>);

impl Line {
    fn open(address: SocketAddr) -> std::io::Result<Line> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Line(BufReader::new(stream)))
    }

    /// Posts under an idempotency key, so that asking again after a lost answer is the same wish.
    fn posts(
        &mut self,
        path: &str,
        cookie: &str,
        key: &str,
        body: &str,
    ) -> std::io::Result<(u16, Value)> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\n\
             idempotency-key: {key}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.get_mut().write_all(request.as_bytes())?;
        let gone = || std::io::Error::other("the answer broke off");
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let mut length = 0;
        loop {
            let header = self.line()?;
            let Some((name, value)) = header.split_once(": ") else {
                break;
            };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().map_err(|_| gone())?;
            }
        }
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes)?;
        let value = serde_json::from_slice(&bytes).map_err(|_| gone())?;
        Ok((status.ok_or_else(gone)?, value))
    }

    fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.0.read_line(&mut line)? == 0 || !line.ends_with('\n') {
            return Err(std::io::Error::other("the server closed the connection"));
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}
