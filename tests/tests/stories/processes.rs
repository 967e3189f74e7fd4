//! Processes that are killed with -9: what was acknowledged is there, what was begun is done once.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use serde_json::json;
use stories::own_postgres;
use stories::program::{command, printed, run};
use stories::server::{Process, Server, furnish, proves, sqlite, until};

/// Lets the lease of whatever a dead worker held run out at once, instead of in a minute.
const LEASES_RUN_OUT: &str =
    "update job set due_at_us = due_at_us - 61000000 where lease_owner is not null";

#[test]
fn what_was_acknowledged_survives_a_kill_and_is_read_and_found() {
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let mut server = Server::start(data.path(), &[]);
    let mut clerk = server.signs_in("clerk");
    let mut papers = Vec::new();
    // From «nothing done yet» to «read, but perhaps not in the index»: the kill falls everywhere.
    for (round, wait_ms) in [0, 5, 40, 120, 250, 500].into_iter().enumerate() {
        let text = format!(
            "Kế hoạch số {round} tramtu{round} {}",
            "phòng chống lụt bão ".repeat(500)
        );
        let paper = clerk.uploads(&format!("{round}.txt"), text.as_bytes());
        std::thread::park_timeout(Duration::from_millis(wait_ms));
        drop(server);
        papers.push((paper, text, format!("tramtu{round}")));
        sqlite(data.path(), LEASES_RUN_OUT);
        server = Server::start(data.path(), &[]);
        clerk = clerk.at(&server);
    }
    for (paper, text, word) in &papers {
        assert_eq!(clerk.original(paper), text.as_bytes());
        until("the paper is found", || {
            (clerk.finds(word) == [paper.clone()]).then_some(())
        });
        let shown = clerk.gets(&format!("/documents/{paper}")).fine().json();
        assert_eq!(shown["state"], json!("read"));
    }
    assert_eq!(
        clerk.finds("lut bao").len(),
        papers.len(),
        "none is there twice"
    );
    let administrator = server.signs_in("administrator");
    until("index and jobs have caught up", || {
        let status = administrator.gets("/status").fine().json();
        let quiet = (&status["index"]["behind"], &status["jobs"])
            == (&json!(0), &json!({ "open": 0, "dead": 0 }));
        quiet.then_some(())
    });
    drop(server);
    proves(data.path());
}

#[test]
fn a_paper_is_found_after_it_was_read_without_anything_being_asked_for() {
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let server = Server::start(data.path(), &[]);
    let clerk = server.signs_in("clerk");
    let paper = clerk.uploads("moi.txt", "Công điện khẩn về cơn bão số 9".as_bytes());
    until("the paper is read", || {
        let shown = clerk.gets(&format!("/documents/{paper}")).fine().json();
        (shown["state"] == json!("read")).then_some(())
    });
    let since = std::time::Instant::now();
    until("the paper is found", || {
        (clerk.finds("cong dien khan") == [paper.clone()]).then_some(())
    });
    eprintln!(
        "found {} ms after it was seen as read",
        since.elapsed().as_millis()
    );
}

/// A text that keeps a worker busy for a second or more.
fn long_text() -> String {
    "Báo cáo tình hình kinh tế xã hội của địa phương, phương hướng và nhiệm vụ.\n".repeat(6_000)
}

/// A worker takes the one job, dies, and another does it; `asks` runs a statement on the database.
fn a_second_worker_takes_over(
    data: &Path,
    settings: &[(&str, &str)],
    asks: impl Fn(&str) -> String,
) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("dai.txt"), long_text()).unwrap();
    let kept = command(
        data,
        &["import", folder.path().to_str().unwrap(), "--no-read"],
    )
    .envs(settings.iter().copied())
    .output()
    .unwrap();
    assert!(kept.status.success(), "{}", printed(&kept));
    let first = Process::start(data, &["worker"], settings);
    until("the first worker holds the job", || {
        (asks("select count(*) from job where lease_owner is not null") == "1").then_some(())
    });
    drop(first);
    assert_eq!(
        asks("select count(*) from job"),
        "1",
        "the worker was killed before it was done"
    );
    assert_eq!(asks("select state from file"), "waiting");
    asks(LEASES_RUN_OUT);
    let _second = Process::start(data, &["worker"], settings);
    until("the second worker has done the job", || {
        (asks("select count(*) from job") == "0").then_some(())
    });
    assert_eq!(asks("select state from file"), "read");
    assert_eq!(
        asks("select count(*) from event where kind = 'file.read'"),
        "1"
    );
}

#[test]
fn the_job_of_a_killed_worker_is_taken_over_and_done_once() {
    let data = tempfile::tempdir().unwrap();
    a_second_worker_takes_over(data.path(), &[], |statement| sqlite(data.path(), statement));
}

#[test]
fn the_job_of_a_killed_worker_is_taken_over_on_postgresql() {
    if std::env::var_os("CONGVAN_TEST_WITHOUT_POSTGRES").is_some() {
        eprintln!("not told on PostgreSQL: CONGVAN_TEST_WITHOUT_POSTGRES is set");
        return;
    }
    let (data, url) = (tempfile::tempdir().unwrap(), own_postgres());
    a_second_worker_takes_over(
        data.path(),
        &[("CONGVAN_DATABASE_URL", &url)],
        |statement| {
            let asked = std::process::Command::new("psql")
                .args([
                    url.as_str(),
                    "--quiet",
                    "--no-align",
                    "--tuples-only",
                    "--command",
                    statement,
                ])
                .output()
                .unwrap();
            assert!(asked.status.success(), "{}", printed(&asked));
            printed(&asked).trim().to_owned()
        },
    );
}

/// The processes that another one has started and that are still at work.
fn children_of(parent: u32) -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").unwrap();
    let numbers = entries.filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    numbers
        .filter(|number| state_and_parent(*number).is_some_and(|(_, of)| of == parent))
        .collect()
}

fn is_at_work(process: u32) -> bool {
    state_and_parent(process).is_some_and(|(state, _)| state != "Z" && state != "X")
}

/// What `/proc` says of a process after its name, which may hold anything.
fn state_and_parent(process: u32) -> Option<(String, u32)> {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = line.rsplit_once(") ")?.1.split(' ');
    Some((fields.next()?.to_owned(), fields.next()?.parse().ok()?))
}

#[test]
fn a_file_being_read_is_let_go_when_its_worker_is_killed() {
    let (data, programs, papers) = (
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    );
    // A converter that never ends, so that the child is at work for as long as it is let.
    let converter = programs.path().join("soffice");
    std::fs::write(&converter, "#!/bin/sh\nsleep 300\n").unwrap();
    std::fs::set_permissions(&converter, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::write(papers.path().join("a.rtf"), r"{\rtf1 Cong van}").unwrap();
    let folder = papers.path().to_str().unwrap();
    let kept = run(data.path(), &["import", folder, "--no-read"]);
    assert!(kept.status.success(), "{}", printed(&kept));
    let path = format!("{}:/usr/bin:/bin", programs.path().display());
    let worker = Process::start(data.path(), &["worker"], &[("PATH", &path)]);
    let only_child = |of: u32| until("a process starts another", || children_of(of).pop());
    let child = only_child(worker.id());
    let converter = only_child(child);
    let sleep = only_child(converter);
    let all = [child, converter, sleep];
    assert!(all.into_iter().all(is_at_work));
    drop(worker);
    let since = std::time::Instant::now();
    until("child and converter are gone", || {
        (!all.into_iter().any(is_at_work)).then_some(())
    });
    let took = since.elapsed();
    assert!(took < Duration::from_secs(5), "gone after {took:?}");
}
