//! `congvan serve` and `congvan worker` as processes of their own, asked over real connections.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::office::PASSWORD;
use crate::program::{command, printed, run};

/// How long anything may take before its story fails; what is waited for mostly takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks again until there is something.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(since.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// A process that is killed (with -9) when the story lets go of it.
pub struct Process(Child);

impl Process {
    /// Starts the program.
    pub fn start(data: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Process {
        let mut command = command(data, arguments);
        command.envs(settings.iter().copied()).stdout(Stdio::null());
        Process(command.spawn().unwrap())
    }

    /// Asks it to end in an orderly way, as a service manager does.
    pub fn is_told_to_end(&self) {
        let id = self.id().to_string();
        let mut kill = std::process::Command::new("kill");
        assert!(kill.args(["-TERM", &id]).status().unwrap().success());
    }

    /// How it has ended, once it has.
    pub fn has_ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().unwrap()
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// A running server.
pub struct Server {
    pub process: Process,
    pub address: SocketAddr,
}

impl Server {
    /// Starts on a free port and waits until it is ready.
    pub fn start(data: &Path, settings: &[(&str, &str)]) -> Server {
        let address = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let listen = address.to_string();
        let quiet = [
            ("CONGVAN_SERVER_LISTEN", listen.as_str()),
            ("CONGVAN_LOG_LEVEL", "error"),
        ];
        let settings = [&quiet, settings].concat();
        let process = Process::start(data, &["serve"], &settings);
        let server = Server { process, address };
        let stranger = server.stranger();
        until("the server is ready", || {
            let answer = stranger.asks("GET", "/readyz", &[], b"").ok()?;
            (answer.status == 200).then_some(())
        });
        server
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Client {
        Client {
            address: self.address,
            cookie: None,
        }
    }

    /// Somebody of the agency of [`furnish`], signed in.
    pub fn signs_in(&self, login: &str) -> Client {
        let body = json!({ "login": login, "password": PASSWORD }).to_string();
        let json = [("content-type", "application/json")];
        let answer = self
            .stranger()
            .asks("POST", "/api/v1/session", &json, body.as_bytes());
        let answer = answer.unwrap().fine();
        let cookie = answer
            .header("set-cookie")
            .split(';')
            .next()
            .map(str::to_owned);
        Client {
            address: self.address,
            cookie,
        }
    }

    /// The most memory the server ever held, in bytes.
    pub fn peak_memory(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM:"))
            .unwrap();
        line.split_whitespace()
            .nth(1)
            .unwrap()
            .parse::<u64>()
            .unwrap()
            * 1024
    }
}

/// An agency with a clerk, a leader and an administrator in a data folder.
pub fn furnish(data: &Path, settings: &[(&str, &str)]) {
    let founded = command(data, &["org", "add", "a", "Ủy ban nhân dân xã A"])
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    assert!(founded.status.success(), "{}", printed(&founded));
    for role in ["clerk", "leader", "administrator"] {
        let person = [
            "user",
            "add",
            "a",
            role,
            "Người thử",
            "--role",
            role,
            "--title",
            role,
        ];
        let mut adding = command(data, &person)
            .envs(settings.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        adding
            .stdin
            .take()
            .unwrap()
            .write_all(PASSWORD.as_bytes())
            .unwrap();
        assert!(adding.wait().unwrap().success());
    }
}

/// What came over the wire.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    /// A header, empty when missing.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(given, _)| given == name);
        found.map_or("", |(_, value)| value)
    }

    /// The body as JSON; nothing when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Status, code and whether the answer is a problem as all others are, with a sentence.
    pub fn problem(&self) -> (u16, String) {
        let problem = self.json();
        let text = String::from_utf8_lossy(&self.body);
        let context = format!("{} {:?} {text}", self.status, self.headers);
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{context}"
        );
        assert_eq!(problem["status"], json!(self.status), "{context}");
        let code = problem["code"].as_str().unwrap_or_default();
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|detail| detail.contains(' ')),
            "{context}"
        );
        (self.status, code.to_owned())
    }

    /// The answer, which has to be a success.
    #[track_caller]
    pub fn fine(self) -> Reply {
        let text = String::from_utf8_lossy(&self.body);
        assert!((200..300).contains(&self.status), "{} {text}", self.status);
        self
    }
}

/// Somebody at the other end of a connection; each request takes a new one.
#[derive(Clone)]
pub struct Client {
    pub address: SocketAddr,
    cookie: Option<String>,
}

impl Client {
    /// What the browser sends to say who it is; empty for strangers.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    /// The same person at another server of the same office.
    pub fn at(&self, server: &Server) -> Client {
        Client {
            address: server.address,
            cookie: self.cookie.clone(),
        }
    }

    /// Sends the head of a request that announces a body of `length` bytes.
    pub fn begins(
        &self,
        line: (&str, &str),
        headers: &[(&str, &str)],
        length: u64,
    ) -> std::io::Result<TcpStream> {
        let mut connection = TcpStream::connect(self.address)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        let (method, path) = line;
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\ncontent-length: {length}\r\n",
            self.address
        );
        let cookie = self.cookie.iter().map(|cookie| ("cookie", cookie.as_str()));
        for (name, value) in headers.iter().copied().chain(cookie) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        connection.write_all(head.as_bytes())?;
        Ok(connection)
    }

    /// Sends a request and reads the answer.
    pub fn asks(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> std::io::Result<Reply> {
        let mut connection = self.begins((method, path), headers, body.len() as u64)?;
        // A server that refuses early may close its side: what it answered counts.
        let sent = connection.write_all(body);
        let mut bytes = Vec::new();
        match connection.read_to_end(&mut bytes) {
            Err(error) if bytes.is_empty() => Err(sent.err().unwrap_or(error)),
            _ => reply(&bytes),
        }
    }

    pub fn gets(&self, path: &str) -> Reply {
        self.asks("GET", &format!("/api/v1{path}"), &[], b"")
            .unwrap()
    }

    /// Tries to upload a file whole.
    pub fn tries_to_upload(&self, name: &str, bytes: &[u8]) -> Reply {
        let length = bytes.len().to_string();
        let metadata = format!("filename {}", STANDARD.encode(name));
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("upload-length", length.as_str()),
            ("upload-metadata", metadata.as_str()),
            ("content-type", "application/offset+octet-stream"),
        ];
        self.asks("POST", "/api/v1/uploads", &headers, bytes)
            .unwrap()
    }

    /// Uploads a file whole; answers the id of the paper.
    pub fn uploads(&self, name: &str, bytes: &[u8]) -> String {
        self.tries_to_upload(name, bytes)
            .fine()
            .header("congvan-document")
            .to_owned()
    }

    /// Begins an upload in parts; answers its path.
    pub fn begins_upload(&self, name: &str, length: u64) -> Reply {
        let length = length.to_string();
        let metadata = format!("filename {}", STANDARD.encode(name));
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("upload-length", length.as_str()),
            ("upload-metadata", metadata.as_str()),
        ];
        self.asks("POST", "/api/v1/uploads", &headers, b"").unwrap()
    }

    /// Sends a part of an upload.
    pub fn sends_part(&self, place: &str, offset: u64, part: &[u8]) -> Reply {
        let offset = offset.to_string();
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("upload-offset", offset.as_str()),
            ("content-type", "application/offset+octet-stream"),
        ];
        self.asks("PATCH", place, &headers, part).unwrap()
    }

    /// The ids of the papers a search finds.
    pub fn finds(&self, words: &str) -> Vec<String> {
        let answer = self
            .gets(&format!("/search?q={}", words.replace(' ', "+")))
            .fine()
            .json();
        let items = answer["items"].as_array().cloned().unwrap_or_default();
        let id = |item: &Value| item["document"]["id"].as_str().map(str::to_owned);
        items.iter().filter_map(id).collect()
    }

    /// The bytes of the first file of a paper.
    pub fn original(&self, paper: &str) -> Vec<u8> {
        let shown = self.gets(&format!("/documents/{paper}")).fine().json();
        let file = shown["files"][0]["id"].as_str().unwrap().to_owned();
        self.gets(&format!("/files/{file}/content")).fine().body
    }
}

fn reply(bytes: &[u8]) -> std::io::Result<Reply> {
    let broken = || std::io::Error::other("no answer in HTTP");
    let end = bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .ok_or_else(broken)?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok())
        .ok_or_else(broken)?;
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let body = bytes[end + 4..].to_vec();
    let reply = Reply {
        status,
        headers,
        body,
    };
    Ok(if reply.header("transfer-encoding") == "chunked" {
        Reply {
            body: joined(&reply.body),
            ..reply
        }
    } else {
        reply
    })
}

/// A chunked body as one.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end])
            .ok()
            .and_then(|text| usize::from_str_radix(text, 16).ok());
        let Some(chunk) = size
            .filter(|size| *size > 0)
            .and_then(|size| rest.get(end + 2..end + 2 + size))
        else {
            break;
        };
        whole.extend_from_slice(chunk);
        rest = rest.get(end + 4 + chunk.len()..).unwrap_or_default();
    }
    whole
}

/// Runs a statement on the SQLite database of a data folder; answers its rows, values joined by `|`.
pub fn sqlite(data: &Path, statement: &str) -> String {
    let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1],timeout=10)\n\
        for row in c.execute(sys.argv[2]).fetchall(): print('|'.join(map(str,row)))\nc.commit()";
    let done = std::process::Command::new("python3")
        .args(["-c", script])
        .arg(data.join("congvan.sqlite"))
        .arg(statement)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", printed(&done));
    printed(&done).trim().to_owned()
}

/// The chain of events has to be whole.
pub fn proves(data: &Path) {
    let proof = run(data, &["audit", "verify"]);
    assert!(proof.status.success(), "{}", printed(&proof));
}
