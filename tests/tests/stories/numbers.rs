//! Numbers while servers are killed with -9; `make bench` does the same with 100,000.

use stories::numbers::{Plan, register_under_kills};
use stories::own_postgres;

#[test]
fn no_number_is_lost_or_given_twice_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = register_under_kills(&Plan {
        folder: folder.path(),
        postgres: None,
        servers: 1,
        writers: 50,
        numbers: 600,
        kills: 6,
    });
    eprintln!("{outcome:?}");
    assert!(outcome.retries > 0, "no kill met a writer");
}

#[test]
fn no_number_is_lost_or_given_twice_on_postgresql() {
    if std::env::var_os("CONGVAN_TEST_WITHOUT_POSTGRES").is_some() {
        eprintln!("not told on PostgreSQL: CONGVAN_TEST_WITHOUT_POSTGRES is set");
        return;
    }
    let (folder, url) = (tempfile::tempdir().unwrap(), own_postgres());
    let outcome = register_under_kills(&Plan {
        folder: folder.path(),
        postgres: Some(&url),
        servers: 3,
        writers: 50,
        numbers: 600,
        kills: 6,
    });
    eprintln!("{outcome:?}");
    assert!(outcome.retries > 0, "no kill met a writer");
}
