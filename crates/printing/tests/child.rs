//! The child as a process of its own: it does its work, ends at its limits, and dies with its parent.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use printing::child::{Limits, Request, arguments, take};
use printing::{Mark, PrintError, Register, Row, forms};
use time::macros::{date, datetime};

/// Test runners build examples beside tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().and_then(Path::parent).unwrap();
    let program = built.join("examples/print_child");
    let how = "build it first: cargo build -p printing --example print_child";
    assert!(program.exists(), "{how}");
    program
}

fn start(folder: &Path, limits: &Limits) -> Child {
    Command::new(program())
        .args(arguments(folder, limits))
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits without closing the standard input, the leash.
fn finish(child: &mut Child) -> bool {
    let leash = child.stdin.take();
    let succeeded = child.wait().unwrap().success();
    drop(leash);
    succeeded
}

fn register(rows: usize) -> Request {
    let cells = vec!["Công văn".into(); 10];
    let row = Row {
        cells,
        struck: false,
    };
    Request::RegisterPdf(Box::new(Register {
        agency_parent: None,
        agency: "Ủy ban nhân dân xã Mường Thanh".into(),
        title: forms::OUTGOING_TITLE.into(),
        year: 2026,
        period: (date!(2026 - 01 - 01), date!(2026 - 12 - 31)),
        numbers: None,
        volume: None,
        columns: forms::outgoing(),
        rows: vec![row; rows],
        totals: Vec::new(),
        filter: None,
        signatures: Vec::new(),
        mark: Mark {
            by: "Trần Thị Lan".into(),
            at: datetime!(2026-12-31 16:30 +7),
        },
    }))
}

#[test]
fn a_child_prints_and_leaves_the_result_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    register(3).lay_down(folder.path(), None).unwrap();
    let mut child = start(folder.path(), &Limits::default());
    assert!(finish(&mut child));
    let (pdf, way) = take(folder.path()).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(way, None);
}

#[test]
fn a_child_that_wants_too_much_ends_alone() {
    let small = Limits {
        memory_bytes: 200 << 20,
        ..Limits::default()
    };
    let narrow = Limits {
        output_bytes: 10_000,
        ..Limits::default()
    };
    for (limits, rows) in [(small, 20_000), (narrow, 3)] {
        let folder = tempfile::tempdir().unwrap();
        register(rows).lay_down(folder.path(), None).unwrap();
        assert!(!finish(&mut start(folder.path(), &limits)));
        assert_eq!(take(folder.path()), Err(PrintError::Stopped));
    }
}

#[test]
fn a_child_dies_with_its_parent() {
    let folder = tempfile::tempdir().unwrap();
    register(20_000).lay_down(folder.path(), None).unwrap();
    let mut child = start(folder.path(), &Limits::default());
    drop(child.stdin.take());
    assert!(!finish(&mut child));
    assert_eq!(take(folder.path()), Err(PrintError::Stopped));
}
