//! Care of what is kept: damage is found, orphans and broken-off uploads go, work is shared fairly,
//! files inside files are files of their own.

use std::path::{Path, PathBuf};

use api::ops::jobs;
use api::ops::maintenance::{check_blobs, sweep};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::program::{printed, project, run};
use stories::server::sqlite;
use stories::{Database, Office, both_databases};
use time::Duration;

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn a_blob_without_a_row_goes_when_it_is_old_and_a_named_one_stays() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        clerk.uploads("a.txt", b"noi dung", "office").await;
        let blobs = office.folder().join("blobs");
        let named = files(&blobs).remove(0);
        let now = office.clock.now();
        let orphan = |digit: &str, age: Duration| {
            let path = blobs.join("sha256").join("ab").join(digit.repeat(62));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, b"left over").unwrap();
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_modified((now - age).into()).unwrap();
            path
        };
        let (old, young) = (
            orphan("1", Duration::hours(49)),
            orphan("2", Duration::hours(47)),
        );
        let file = std::fs::File::options().write(true).open(&named).unwrap();
        file.set_modified((now - Duration::days(400)).into())
            .unwrap();
        let swept = sweep(&office.app).await.unwrap();
        assert_eq!(swept.orphans_removed, 1);
        assert_eq!(
            (old.exists(), young.exists(), named.exists()),
            (false, true, true)
        );
        office.clock.advance(Duration::hours(2));
        assert_eq!(sweep(&office.app).await.unwrap().orphans_removed, 1);
        assert_eq!((young.exists(), named.exists()), (false, true));
    });
}

#[test]
fn a_flipped_byte_and_a_lost_file_are_counted_by_the_check() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        for text in ["mot", "hai", "ba"] {
            clerk.uploads("a.txt", text.as_bytes(), "office").await;
        }
        let blobs = files(&office.folder().join("blobs"));
        let mut bytes = std::fs::read(&blobs[0]).unwrap();
        bytes[0] ^= 1;
        std::fs::write(&blobs[0], bytes).unwrap();
        std::fs::remove_file(&blobs[1]).unwrap();
        assert_eq!(
            check_blobs(&office.app).await.unwrap().blobs_checked,
            0,
            "none is due yet"
        );
        office.clock.advance(Duration::hours(169));
        let care = check_blobs(&office.app).await.unwrap();
        assert_eq!((care.blobs_checked, care.blobs_damaged), (3, 2));
    });
}

#[test]
fn doctor_names_a_damaged_file_until_it_is_whole() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(folder.path().join("a.txt"), "Quyết định").unwrap();
    run(data.path(), &["import", folder.path().to_str().unwrap()]);
    let blob = files(&data.path().join("blobs/sha256")).remove(0);
    let bytes = std::fs::read(&blob).unwrap();
    let hash = blob.file_name().unwrap().to_string_lossy().into_owned();
    let is_due = "update blob set checked_at_us = 0";
    let doctor = || printed(&run(data.path(), &["doctor"]));
    sqlite(data.path(), is_due);
    let well = doctor();
    assert!(
        well.contains("1 kept files were due for a check; 0 are damaged"),
        "{well}"
    );
    let mut damaged = bytes.clone();
    damaged[3] ^= 1;
    std::fs::write(&blob, damaged).unwrap();
    sqlite(data.path(), is_due);
    for _ in 0..2 {
        let output = run(data.path(), &["doctor"]);
        let text = printed(&output);
        assert!(!output.status.success(), "{text}");
        assert!(
            text.contains("1 are damaged") && text.contains(&hash),
            "{text}"
        );
    }
    std::fs::write(&blob, bytes).unwrap();
    sqlite(data.path(), is_due);
    let mended = doctor();
    assert!(mended.contains("0 are damaged"), "{mended}");
}

#[test]
fn an_upload_that_was_broken_off_expires() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("upload-length", "10"),
            ("content-length", "3"),
            ("upload-metadata", "filename YmFvLWNhby50eHQ="),
            ("content-type", "application/offset+octet-stream"),
        ];
        let begun = clerk
            .sends(Method::POST, "/uploads", &headers, "abc")
            .await
            .fine();
        let place = begun.header("location").replace("/api/v1", "");
        let bytes = files(&office.folder().join("uploads/bytes")).remove(0);
        assert_eq!(sweep(&office.app).await.unwrap().uploads_expired, 0);
        assert!(bytes.exists());
        // The protocol's library asks the machine's clock whether an upload has expired.
        let state = files(&office.folder().join("uploads/state"))
            .into_iter()
            .find(|path| {
                std::fs::read_to_string(path)
                    .unwrap()
                    .contains("expires_at")
            })
            .unwrap();
        let mut facts: Value = serde_json::from_slice(&std::fs::read(&state).unwrap()).unwrap();
        facts["expires_at"] = json!("2020-01-01T00:00:00Z");
        std::fs::write(&state, facts.to_string()).unwrap();
        assert_eq!(sweep(&office.app).await.unwrap().uploads_expired, 1);
        assert!(!bytes.exists());
        let tus = [("tus-resumable", "1.0.0")];
        let gone = clerk.sends(Method::HEAD, &place, &tus, Body::empty()).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn the_first_paper_of_one_agency_does_not_wait_for_fifty_of_another() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let busy = office.signs_in("clerk.a").await;
        for number in 0..50 {
            let text = format!("van ban {number}");
            busy.uploads("a.txt", text.as_bytes(), "office").await;
        }
        let other = office.signs_in("clerk.b").await;
        let paper = other.uploads("b.txt", b"van ban cua B", "office").await;
        for _ in 0..2 {
            assert!(jobs::run_one(&office.app, "story").await.unwrap());
        }
        let shown = other.sees_paper(&paper).await;
        assert_eq!(shown["state"], json!("read"));
    });
}

/// Uploads a paper of the demo office; answers it as shown once it is read.
async fn read(office: &Office, name: &str) -> Value {
    let clerk = office.signs_in("clerk.a").await;
    let path = project()
        .join("tests/data/papers/an-phu/incoming")
        .join(name);
    let paper = clerk
        .uploads(name, &std::fs::read(path).unwrap(), "office")
        .await;
    office.runs_jobs().await;
    clerk.sees_paper(&paper).await
}

#[test]
fn files_inside_an_archive_and_a_letter_become_files_of_the_paper() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        for name in ["2026-07-28-1987-stc-ns.zip", "2026-10-09-203-ubnd-kt.eml"] {
            let shown = read(&office, name).await;
            let inside = &shown["files"].as_array().unwrap()[1..];
            assert!(!inside.is_empty(), "{name}: {shown}");
            let mut searched = 0;
            for file in inside {
                assert_eq!(file["state"], json!("read"), "{name}: {file}");
                let path = format!("/files/{}", file["id"].as_str().unwrap());
                let original = clerk.gets(&format!("{path}/content")).await.fine();
                assert_eq!(
                    json!(original.bytes.len()),
                    file["size_bytes"],
                    "{name}: {file}"
                );
                let page = clerk.gets(&format!("{path}/pages/1")).await.fine().json();
                let text = page["text"].as_str().unwrap_or_default();
                let words: Vec<_> = text
                    .split_whitespace()
                    .filter(|word| word.chars().all(char::is_alphabetic))
                    .take(6)
                    .collect();
                if words.len() == 6 {
                    let found = clerk.searches(&words.join(" ")).await.documents();
                    assert_eq!(found, [shown["id"].as_str().unwrap()], "{name}: {words:?}");
                    searched += 1;
                }
            }
            assert!(searched > 0, "{name}: {shown}");
        }
    });
}

#[test]
fn whoever_asks_too_often_is_told_when_to_come_back_and_nobody_else_is() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let few = [("CONGVAN_LIMITS_REQUESTS_PER_MINUTE_PER_CALLER", "5")];
        let office = Office::open_with(Database::Sqlite, &few).await;
        let (clerk, other) = (
            office.signs_in("clerk.a").await,
            office.signs_in("clerk.b").await,
        );
        for _ in 0..5 {
            clerk.gets("/documents").await.fine();
        }
        let refused = clerk.gets("/documents").await;
        assert_eq!(
            (refused.status, refused.code()),
            (
                StatusCode::TOO_MANY_REQUESTS,
                "http.rate_limited".to_owned()
            )
        );
        let seconds: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=13).contains(&seconds), "{seconds}");
        assert_eq!(refused.json()["params"]["seconds"], json!(seconds));
        assert_eq!(refused.header("content-type"), "application/problem+json");
        other.gets("/documents").await.fine();
    });
}

#[test]
fn the_demo_office_is_furnished_once_and_its_people_sign_in() {
    let Ok(text) = std::fs::read_to_string(project().join("tests/data/office.json")) else {
        eprintln!("not told: tests/data/office.json is not here");
        return;
    };
    let data = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let demo = run(data.path(), &["demo"]);
        assert!(demo.status.success(), "{}", printed(&demo));
    }
    let office: Value = serde_json::from_str(&text).unwrap();
    let listed = printed(&run(data.path(), &["org", "list"]));
    let server = stories::server::Server::start(
        data.path(),
        &[("CONGVAN_LIMITS_SIGN_INS_PER_MINUTE_PER_ADDRESS", "1000")],
    );
    for agency in office["organisations"].as_array().unwrap() {
        assert_eq!(
            listed.matches(agency["name"].as_str().unwrap()).count(),
            1,
            "{listed}"
        );
        for person in agency["people"].as_array().unwrap() {
            let body =
                json!({ "login": person["login"], "password": office["password"] }).to_string();
            let json = [("content-type", "application/json")];
            let answer = server
                .stranger()
                .asks("POST", "/api/v1/session", &json, body.as_bytes());
            answer.unwrap().fine();
        }
    }
    let papers: i64 = sqlite(data.path(), "select count(*) from document")
        .parse()
        .unwrap();
    assert!(papers >= 30, "{papers}");
}

#[test]
fn a_job_that_gave_up_is_seen_and_revived() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let paper = clerk.uploads("mat-tam.txt", b"tam vang", "office").await;
        let blobs = office.folder().join("blobs");
        let away = office.folder().join("away");
        std::fs::rename(&blobs, &away).unwrap();
        for _ in 0..workflow::jobs::MAX_ATTEMPTS {
            jobs::run_one(&office.app, "story").await.unwrap();
            office.clock.advance(Duration::hours(1));
        }
        let administrator = office.signs_in("administrator.a").await;
        let dead = administrator.gets("/jobs/dead").await.fine().json();
        let job = dead["items"][0]["id"].as_str().unwrap().to_owned();
        let status = administrator.gets("/status").await.fine().json();
        assert_eq!(status["jobs"]["dead"], 1);
        let other = office.signs_in("administrator.b").await;
        let others = other.gets("/status").await.fine().json();
        assert_eq!(others["jobs"], json!({ "open": 0, "dead": 0 }));
        let path = format!("/jobs/{job}/revive");
        let nothing = json!({});
        let clerk = office.signs_in("clerk.a").await;
        assert_eq!(
            clerk.posts(&path, &nothing).await.code(),
            "access.role_needed"
        );
        std::fs::remove_dir_all(&blobs).ok();
        std::fs::rename(&away, &blobs).unwrap();
        administrator.posts(&path, &nothing).await.fine();
        office.runs_jobs().await;
        assert_eq!(clerk.searches("tam vang").await.documents(), [paper]);
        for (who, papers) in [(administrator, 1), (other, 0)] {
            let status = who.gets("/status").await.fine().json();
            assert_eq!(status["index"], json!({ "papers": papers, "behind": 0 }));
        }
    });
}
