//! The program on the command line: import, search, proof, processes that are killed.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use stories::program::{command, printed, project, run};

fn papers() -> std::path::PathBuf {
    project().join("tests/data/papers")
}

fn found(data: &Path, query: &str) -> BTreeSet<String> {
    let output = run(data, &["search", query, "--json", "--limit", "100"]);
    assert!(output.status.success(), "{}", printed(&output));
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["file"].to_string())
        .collect()
}

#[test]
fn an_import_repeated_adds_nothing_and_finds_what_it_brought() {
    let data = tempfile::tempdir().unwrap();
    let folder = papers();
    let folder = folder.to_str().unwrap();
    let first = printed(&run(data.path(), &["import", folder]));
    let everything = found(data.path(), "");
    assert!(everything.len() >= 30, "{first}");
    let second = printed(&run(data.path(), &["import", folder]));
    assert!(second.contains(" 0 văn bản mới"), "{second}");
    assert_eq!(found(data.path(), ""), everything);
    let hits = run(data.path(), &["search", "uy ban nhan dan"]);
    let text = printed(&hits);
    assert!(
        text.contains("[Ủy] [ban] [nhân] [dân]") || text.contains("[ỦY"),
        "{text}"
    );
    assert!(text.contains(" ms"), "{text}");
}

#[test]
fn an_import_killed_and_repeated_ends_with_the_same_papers() {
    let (whole, broken) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = papers();
    let folder = folder.to_str().unwrap();
    run(whole.path(), &["import", folder]);
    for wait_ms in [60, 150, 400] {
        let mut child = command(broken.path(), &["import", folder])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::park_timeout(Duration::from_millis(wait_ms));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let last = printed(&run(broken.path(), &["import", folder]));
    assert_eq!(found(broken.path(), ""), found(whole.path(), ""), "{last}");
    let proof = run(broken.path(), &["audit", "verify"]);
    assert!(proof.status.success(), "{}", printed(&proof));
}

#[test]
fn one_changed_byte_of_an_event_is_named() {
    let data = tempfile::tempdir().unwrap();
    run(
        data.path(),
        &[
            "import",
            papers().join("an-phu").to_str().unwrap(),
            "--no-read",
        ],
    );
    let proof = run(data.path(), &["audit", "verify"]);
    assert!(proof.status.success(), "{}", printed(&proof));
    let database = data.path().join("congvan.sqlite");
    let change = "update event set kind = 'document.capturee' where seq = 7";
    let script = format!(
        "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute({change:?}); c.commit()"
    );
    let changed = std::process::Command::new("python3")
        .args(["-c", &script])
        .arg(&database)
        .output()
        .unwrap();
    assert!(changed.status.success(), "{}", printed(&changed));
    let proof = run(data.path(), &["audit", "verify"]);
    assert!(!proof.status.success());
    assert!(
        printed(&proof).contains("event 7 was altered"),
        "{}",
        printed(&proof)
    );
}

#[test]
fn the_index_rebuilt_finds_the_same() {
    let data = tempfile::tempdir().unwrap();
    run(data.path(), &["import", papers().to_str().unwrap()]);
    let before = found(data.path(), "ke hoach");
    assert!(!before.is_empty());
    std::fs::remove_dir_all(data.path().join("index")).unwrap();
    let rebuilt = run(data.path(), &["rebuild", "index"]);
    assert!(rebuilt.status.success(), "{}", printed(&rebuilt));
    assert_eq!(found(data.path(), "ke hoach"), before);
}

#[test]
fn a_query_of_100_kb_is_refused_in_a_sentence() {
    let data = tempfile::tempdir().unwrap();
    let refused = run(data.path(), &["search", &"a".repeat(100_000)]);
    let text = printed(&refused);
    assert_eq!(refused.status.code(), Some(1), "{text}");
    assert!(text.contains("Câu tìm dài quá."), "{text}");
    assert!(text.contains("(search.query_long)"), "{text}");
    assert!(text.len() < 1000, "the query is not repeated");
}

#[test]
fn all_mistakes_of_the_settings_are_told_at_once() {
    let data = tempfile::tempdir().unwrap();
    let output = command(data.path(), &["doctor"])
        .env("CONGVAN_LOG_FORMAT", "xml")
        .env("CONGVAN_SERVER_LISTEN", "here")
        .output()
        .unwrap();
    let text = printed(&output);
    assert!(
        text.contains("log.format") && text.contains("server.listen"),
        "{text}"
    );
    assert_eq!(output.status.code(), Some(2));
    let doctor = run(data.path(), &["doctor"]);
    assert!(
        printed(&doctor).contains("the database answers"),
        "{}",
        printed(&doctor)
    );
}
