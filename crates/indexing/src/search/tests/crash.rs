#![allow(
    clippy::disallowed_methods,
    reason = "it waits for a process outside the test's clock"
)]

use super::*;
use std::process::Command;

fn positions(seq: i64) -> Positions {
    Positions::from([(ORGANISATION, seq)])
}

fn put(number: u128) -> Change {
    Change::Put(Box::new(paper(number, "Báo cáo", "nội dung")))
}

#[test]
fn a_reopened_index_knows_where_it_stood() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    {
        let index = SearchIndex::open(&path).unwrap();
        assert!(index.positions().is_empty());
        index.apply(vec![put(1), put(2)], &positions(9)).unwrap();
    }
    let index = SearchIndex::open(&path).unwrap();
    assert_eq!(index.positions(), positions(9));
    assert_eq!(index.count(), 2);
    index.apply_bulk(vec![put(3)], &positions(10)).unwrap();
    assert_eq!(found(&index, "\"nội dung\"").len(), 3);
    index.clear().unwrap();
    assert_eq!((index.count(), index.positions().len()), (0, 0));
}

#[test]
fn an_index_that_cannot_be_used_is_put_away_and_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    SearchIndex::open(&path)
        .unwrap()
        .apply(vec![put(1)], &positions(9))
        .unwrap();
    let meta = path.join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    std::fs::write(&meta, text.replace("\\\"schema\\\":", "\\\"schema\\\":9")).unwrap();
    let index = SearchIndex::open(&path).unwrap();
    assert_eq!((index.count(), index.positions().len()), (0, 0));
    assert!(folder.path().join("index.old-1/meta.json").exists());
    drop(index);
    std::fs::write(&meta, "{ not json").unwrap();
    let index = SearchIndex::open(&path).unwrap();
    index.apply(vec![put(1)], &positions(1)).unwrap();
    assert_eq!(index.count(), 1);
    assert!(folder.path().join("index.old-2").exists());
}

/// Runs in a child process of [`a_killed_writer_loses_no_commit`]; alone it does nothing.
#[test]
fn writes_until_it_is_killed() {
    let Some(path) = std::env::var_os("CONGVAN_TEST_KILLED_INDEX") else {
        return;
    };
    let index = SearchIndex::open(path.as_ref()).unwrap();
    for number in 1.. {
        let changes = vec![put(number * 2), put(number * 2 + 1)];
        index
            .apply(changes, &positions(i64::try_from(number).unwrap()))
            .unwrap();
    }
}

#[test]
fn a_killed_writer_loses_no_commit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    for wait_ms in [20, 150] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "search::tests::crash::writes_until_it_is_killed"])
            .env("CONGVAN_TEST_KILLED_INDEX", &path)
            .spawn()
            .unwrap();
        let meta = path.join("meta.json");
        let has_committed =
            || std::fs::read_to_string(&meta).is_ok_and(|text| text.contains("org_"));
        while !has_committed() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        std::thread::sleep(std::time::Duration::from_millis(wait_ms));
        child.kill().unwrap();
        child.wait().unwrap();
        let index = SearchIndex::open(&path).unwrap();
        let followed = index.positions().values().next().copied().unwrap_or(0);
        assert!(followed > 0);
        assert_eq!(answer(&index, "").total, index.count());
        drop(index);
        let kept = SearchIndex::open(&path).unwrap();
        assert!(
            !folder.path().join("index.old-1").exists(),
            "nothing was put away"
        );
        kept.clear().unwrap();
    }
}
