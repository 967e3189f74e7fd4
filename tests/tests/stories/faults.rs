//! What goes wrong around the server: a full disk, a database that is gone, requests that are too
//! much. Each is told with its code, harms no other work, and passes.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::http::Method;
use serde_json::json;
use stories::server::{Client, Server, furnish, proves, until};
use stories::{Database, Office, own_postgres};

fn told(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// A file system of its own, as large as said; gone with the value.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mounted(size: &str) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]);
        let output = mount.arg(folder.path()).output().ok()?;
        output.status.success().then(|| SmallDisk(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes all the room there is.
    fn fills_up(&self) {
        let mut ballast = std::fs::File::create(self.path().join("ballast")).unwrap();
        for piece in [1 << 16, 1 << 12, 1] {
            while ballast.write_all(&vec![0; piece]).is_ok() {}
        }
    }

    fn makes_room(&self) {
        std::fs::remove_file(self.path().join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let done = Command::new("umount").arg("-l").arg(self.path()).status();
        assert!(
            done.is_ok_and(|status| status.success()),
            "the small disk is still mounted"
        );
    }
}

#[test]
fn a_full_disk_is_told_and_what_was_acknowledged_stays() {
    let Some(disk) = SmallDisk::mounted("48m") else {
        eprintln!("not told: no file system can be mounted here");
        return;
    };
    furnish(disk.path(), &[]);
    let server = Server::start(disk.path(), &[]);
    let clerk = server.signs_in("clerk");
    let first = clerk.uploads("mot.txt", "Văn bản thứ nhất".as_bytes());
    let large = vec![7; 64 << 20];
    let place = clerk
        .begins_upload("lon.bin", large.len() as u64)
        .fine()
        .header("location")
        .to_owned();
    let refused = clerk.sends_part(&place, 0, &large);
    assert_eq!(refused.problem(), told(507, "uploads.disk_full"));
    let tus = [("tus-resumable", "1.0.0")];
    clerk.asks("DELETE", &place, &tus, b"").unwrap().fine();
    let second = clerk.uploads("hai.txt", "Văn bản thứ hai".as_bytes());
    let both = |context: &str| {
        for (paper, text, words) in [
            (&first, "Văn bản thứ nhất", "thu nhat"),
            (&second, "Văn bản thứ hai", "thu hai"),
        ] {
            assert_eq!(clerk.original(paper), text.as_bytes(), "{context}");
            until(context, || clerk.finds(words).contains(paper).then_some(()));
        }
    };
    both("before the disk is full");
    disk.fills_up();
    for number in 0..3 {
        let small = clerk.tries_to_upload("ba.txt", format!("Văn bản thứ ba {number}").as_bytes());
        assert_eq!(small.problem(), told(507, "uploads.disk_full"));
    }
    both("while the disk is full");
    disk.makes_room();
    let third = clerk.uploads("ba.txt", "Văn bản thứ ba và cuối".as_bytes());
    until("the third paper is found", || {
        (clerk.finds("va cuoi") == [third.clone()]).then_some(())
    });
    both("after room was made");
    drop(server);
    proves(disk.path());
}

/// Stands between the server and its database, and can be cut.
struct Line {
    address: std::net::SocketAddr,
    is_cut: Arc<AtomicBool>,
    is_silent: Arc<AtomicBool>,
}

impl Line {
    fn to(database: String) -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (is_cut, is_silent) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicBool::new(false)),
        );
        let line = Line {
            address,
            is_cut: is_cut.clone(),
            is_silent: is_silent.clone(),
        };
        std::thread::spawn(move || {
            for near in listener.incoming() {
                let near = near.unwrap();
                if is_cut.load(Ordering::SeqCst) {
                    continue;
                }
                let far = TcpStream::connect(&database).unwrap();
                for (from, to) in [(&near, &far), (&far, &near)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    let (is_cut, is_silent) = (is_cut.clone(), is_silent.clone());
                    std::thread::spawn(move || carry(from, to, &is_cut, &is_silent));
                }
            }
        });
        line
    }

    fn set(&self, is_cut: bool, is_silent: bool) {
        self.is_cut.store(is_cut, Ordering::SeqCst);
        self.is_silent.store(is_silent, Ordering::SeqCst);
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, is_cut: &AtomicBool, is_silent: &AtomicBool) {
    from.set_read_timeout(Some(Duration::from_millis(10)))
        .unwrap();
    let mut buffer = vec![0; 1 << 16];
    while !is_cut.load(Ordering::SeqCst) {
        let size = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(size) => size,
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                ) =>
            {
                continue;
            }
            Err(_) => break,
        };
        while is_silent.load(Ordering::SeqCst) && !is_cut.load(Ordering::SeqCst) {
            std::thread::park_timeout(Duration::from_millis(10));
        }
        if to.write_all(&buffer[..size]).is_err() {
            break;
        }
    }
    // The other end may have gone first.
    let _ = (
        from.shutdown(std::net::Shutdown::Both),
        to.shutdown(std::net::Shutdown::Both),
    );
}

#[test]
fn a_database_that_is_gone_is_told_and_taken_up_again() {
    if std::env::var_os("CONGVAN_TEST_WITHOUT_POSTGRES").is_some() {
        eprintln!("not told on PostgreSQL: CONGVAN_TEST_WITHOUT_POSTGRES is set");
        return;
    }
    let (data, url) = (tempfile::tempdir().unwrap(), own_postgres());
    let (user, rest) = url.split_once('@').unwrap();
    let (host, name) = rest.split_once('/').unwrap();
    let line = Line::to(host.to_owned());
    let through = format!("{user}@{}/{name}", line.address);
    let settings = [("CONGVAN_DATABASE_URL", through.as_str())];
    furnish(data.path(), &settings);
    let server = Server::start(data.path(), &settings);
    let (clerk, stranger) = (server.signs_in("clerk"), server.stranger());
    let first = clerk.uploads("mot.txt", "Trước khi đứt".as_bytes());
    // A job that is under way when the line is cut waits for the end of its lease.
    until("the first paper is found", || {
        (clerk.finds("truoc khi dut") == [first.clone()]).then_some(())
    });
    let status = |path: &str| stranger.asks("GET", path, &[], b"").unwrap().status;
    line.set(true, false);
    until("the loss is noticed", || {
        (status("/readyz") == 503).then_some(())
    });
    assert_eq!(
        clerk.gets("/documents").problem(),
        told(503, "http.unavailable")
    );
    assert_eq!(
        clerk.tries_to_upload("x.txt", b"lac").problem(),
        told(503, "http.unavailable")
    );
    assert_eq!(status("/healthz"), 200);
    line.set(false, true);
    let since = Instant::now();
    assert_eq!(status("/readyz"), 503, "a database that says nothing");
    assert!(
        since.elapsed() < Duration::from_secs(8),
        "those who watch must not wait long"
    );
    line.set(false, false);
    until("ready again", || (status("/readyz") == 200).then_some(()));
    let second = clerk.uploads("hai.txt", "Sau khi nối lại".as_bytes());
    for (paper, words) in [(&first, "truoc khi dut"), (&second, "sau khi noi lai")] {
        until(words, || {
            (clerk.finds(words) == [paper.clone()]).then_some(())
        });
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_before_a_byte_of_it_is_sent() {
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let usual = Server::start(data.path(), &[]);
    let clerk = usual.signs_in("clerk");
    let beyond = clerk.begins_upload("lon.bin", (2112 << 20) + 1);
    assert_eq!(beyond.problem(), told(413, "uploads.too_large"));
    clerk.begins_upload("vua.bin", 2112 << 20).fine();
    drop(usual);
    let small = Server::start(data.path(), &[("CONGVAN_UPLOADS_MAX_BYTES", "1000")]);
    let clerk = clerk.at(&small);
    assert_eq!(clerk.tries_to_upload("vua.txt", &[b'a'; 1000]).status, 201);
    assert_eq!(
        clerk.tries_to_upload("lon.txt", &[b'a'; 1001]).problem(),
        told(413, "uploads.too_large")
    );
}

#[test]
fn a_large_file_goes_through_without_being_held_in_memory() {
    const PART: u64 = 50 << 20;
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let server = Server::start(data.path(), &[]);
    let clerk = server.signs_in("clerk");
    clerk.gets("/documents").fine();
    let before = server.peak_memory();
    let place = clerk
        .begins_upload("lon.bin", 6 * PART)
        .fine()
        .header("location")
        .to_owned();
    let part = vec![0; usize::try_from(PART).unwrap()];
    for number in 0..5 {
        clerk.sends_part(&place, number * PART, &part).fine();
    }
    let paper = clerk
        .sends_part(&place, 5 * PART, &part)
        .fine()
        .header("congvan-document")
        .to_owned();
    let shown = clerk.gets(&format!("/documents/{paper}")).fine().json();
    assert_eq!(shown["files"][0]["size_bytes"], json!(6 * PART));
    let grown = server.peak_memory().saturating_sub(before) >> 20;
    assert!(grown < 100, "the server grew by {grown} MB");
}

#[test]
fn a_body_of_unknown_length_ends_at_the_limit() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let office = Office::open(Database::Sqlite).await;
        let json = [("content-type", "application/json")];
        let body = " ".repeat((1 << 20) + 1);
        let answer = office
            .stranger()
            .sends(Method::POST, "/session", &json, body)
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.code()),
            told(413, "http.body_too_large")
        );
    });
}

fn is_well(client: &Client) {
    client.gets("/documents").fine();
}

#[test]
fn requests_that_are_too_much_are_told_as_problems_and_harm_nothing() {
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let server = Server::start(data.path(), &[]);
    let clerk = server.signs_in("clerk");
    let long = clerk.gets(&format!("/search?q={}", "a+".repeat(30_000)));
    assert_eq!(long.problem(), told(422, "search.query_long"));
    // Longer than an address may be: refused below the routes, where there is no sentence.
    let longer = clerk.gets(&format!("/search?q={}", "a".repeat(100_000)));
    assert_eq!(longer.status, 414);
    is_well(&clerk);

    let json = [("content-type", "application/json")];
    let post = |path: &str, body: &[u8]| clerk.asks("POST", path, &json, body).unwrap().problem();
    let body = format!(r#"{{"name":"{}","query":"a"}}"#, "n".repeat(1 << 20));
    assert_eq!(
        post("/api/v1/saved-searches", body.as_bytes()),
        told(413, "http.body_too_large")
    );
    is_well(&clerk);

    assert_eq!(post("/api/v1/session", b"{\"login\":").1, "http.malformed");
    assert_eq!(
        post("/api/v1/session", b"\xff\xfe"),
        told(400, "http.malformed")
    );
    assert_eq!(
        post("/api/v1/session", &b"[".repeat(100_000)),
        told(400, "http.malformed")
    );
    assert_eq!(post("/api/v1/nowhere", b"{}"), told(404, "http.not_found"));
    let put = clerk
        .asks("PUT", "/api/v1/documents", &json, b"{}")
        .unwrap();
    assert_eq!(put.problem(), told(405, "http.method_not_allowed"));
    assert_eq!(put.header("allow"), "GET,HEAD");
    assert_eq!(
        clerk.gets("/documents?limit=many").problem(),
        told(400, "http.malformed")
    );
    assert_eq!(
        clerk.gets("/documents/%FF").problem(),
        told(404, "http.not_found")
    );
    is_well(&clerk);
}

#[test]
fn requests_that_never_end_hold_nobody_up() {
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let server = Server::start(data.path(), &[]);
    let clerk = server.signs_in("clerk");
    let half_heads: Vec<_> = (0..100)
        .map(|_| {
            let mut connection = TcpStream::connect(server.address).unwrap();
            connection
                .write_all(b"GET /api/v1/documents HTTP/1.1\r\nhost: a\r\nx-slow: ")
                .unwrap();
            connection
        })
        .collect();
    let half_bodies: Vec<_> = (0..100)
        .map(|_| {
            clerk
                .begins(
                    ("POST", "/api/v1/saved-searches"),
                    &[("content-type", "application/json")],
                    1000,
                )
                .unwrap()
        })
        .collect();
    is_well(&clerk);
    let paper = clerk.uploads("a.txt", "Giữa những yêu cầu dở dang".as_bytes());
    until("the paper is found", || {
        (clerk.finds("do dang") == [paper.clone()]).then_some(())
    });
    drop((half_heads, half_bodies));
    is_well(&clerk);
}

/// Whether the other end closes this connection within some seconds.
fn is_closed(mut connection: &TcpStream) -> bool {
    let patience = Duration::from_secs(5);
    connection.set_read_timeout(Some(patience)).unwrap();
    let since = Instant::now();
    let rest = connection.read_to_end(&mut Vec::new());
    rest.is_ok() || since.elapsed() < patience
}

/// A request whose head has arrived and whose body is still to come.
struct SlowRequest(TcpStream);

impl SlowRequest {
    const BODY: &str = r#"{"name":"Bão","query":"bao"}"#;

    fn begun_by(client: &Client) -> SlowRequest {
        let line = ("POST", "/api/v1/saved-searches");
        let json = [("content-type", "application/json")];
        let length = SlowRequest::BODY.len() as u64;
        SlowRequest(client.begins(line, &json, length).unwrap())
    }

    fn ends_well(mut self) {
        self.0.write_all(SlowRequest::BODY.as_bytes()).unwrap();
        let mut answer = String::new();
        self.0.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    }
}

#[test]
fn half_a_head_is_given_up_and_others_go_on() {
    const HALVES: [&str; 4] = [
        "",
        "P",
        "GET /api/v1/documents HTTP/1.1\r\nhost: a\r\nx-slow: ",
        // The first head is whole and answered, the second is the half one.
        "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\nGET /heal",
    ];
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let server = Server::start(data.path(), &[("CONGVAN_LIMITS_HEAD_TIMEOUT_S", "2")]);
    let clerk = server.signs_in("clerk");
    let connections = HALVES.map(|half| {
        let mut connection = TcpStream::connect(server.address).unwrap();
        connection.write_all(half.as_bytes()).unwrap();
        connection
    });
    let mut first_answer = [0; 8192];
    let size = (&connections[3]).read(&mut first_answer).unwrap();
    assert!(first_answer[..size].starts_with(b"HTTP/1.1 200"));
    let slow_body = SlowRequest::begun_by(&clerk);
    // A byte now and then does not put the end off.
    let mut dripping = TcpStream::connect(server.address).unwrap();
    let since = Instant::now();
    while dripping.write_all(b"a").is_ok() {
        assert!(since.elapsed() < Duration::from_secs(10), "still dripping");
        std::thread::park_timeout(Duration::from_millis(100));
    }
    for (half, connection) in HALVES.iter().zip(&connections) {
        assert!(is_closed(connection), "still open after {half:?}");
        is_well(&clerk);
    }
    slow_body.ends_well();
}

#[test]
fn a_server_told_to_end_finishes_what_is_under_way_and_waits_for_no_half_request() {
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let grace = [
        ("CONGVAN_SERVER_SHUTDOWN_GRACE_S", "4"),
        ("CONGVAN_LIMITS_HEAD_TIMEOUT_S", "600"),
    ];
    let mut server = Server::start(data.path(), &grace);
    let clerk = server.signs_in("clerk");
    let slow_body = SlowRequest::begun_by(&clerk);
    let mut half = TcpStream::connect(server.address).unwrap();
    half.write_all(b"GET /healthz HTTP/1.1\r\nho").unwrap();
    is_well(&clerk);
    server.process.is_told_to_end();
    until("nobody new is let in", || {
        TcpStream::connect(server.address).err().map(drop)
    });
    slow_body.ends_well();
    let ended = until("the server ends", || server.process.has_ended());
    assert!(ended.success(), "{ended}");
}
