//! One scan of many letters with separator sheets between them becomes as many papers with filled forms;
//! pages are arranged until a paper is registered; a kill loses nothing; scanners drop files into folders.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use api::http::problem::sentence_of_code;
use api::ops::batches::{Watch, look_into_folders};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use stories::batches::{Scanner, letters};
use stories::server::{Client, Server, furnish, proves, sqlite, until};
use stories::{Database, Office, Somebody, both_databases};

/// The ids of the papers of a batch in order; every one has to be made.
fn papers(batch: &Value) -> Vec<String> {
    let papers = batch["papers"].as_array().unwrap().iter();
    papers
        .map(|paper| {
            assert_eq!(paper["state"], "made", "{paper}");
            paper["document"]["id"].as_str().unwrap().to_owned()
        })
        .collect()
}

/// How many pages each paper of a batch has.
fn pages(batch: &Value) -> Vec<usize> {
    let papers = batch["papers"].as_array().unwrap().iter();
    papers
        .map(|paper| paper["pages"].as_array().unwrap().len())
        .collect()
}

/// A batch of three letters, arranged and made.
async fn three_letters(office: &Office, clerk: &Somebody) -> Value {
    let batch = clerk.opens_batch("Ba văn bản").await;
    let sheet = clerk.prints_sheets("count=1").await;
    let mut scanner = Scanner::new();
    for letter in letters(3) {
        scanner.feeds_bytes(&sheet).await;
        scanner.feeds(&letter).await;
    }
    clerk.drops_scan(&batch, &scanner.scans().await).await;
    office.runs_jobs().await;
    clerk.sees_batch(&batch).await
}

/// A page of the paper at a place, as acts name it.
fn page(batch: &Value, paper: usize, at: usize) -> Value {
    batch["papers"][paper]["pages"][at].clone()
}

fn act(name: &str, page: &Value, more: &Value) -> Value {
    let mut act = json!({ "act": name, "scan": page["scan"], "page": page["page"] });
    for (key, value) in more.as_object().unwrap() {
        act[key] = value.clone();
    }
    json!([act])
}

#[test]
fn twenty_letters_in_one_scan_become_twenty_papers_with_filled_forms() {
    both_databases(async |database: Database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let unit = clerk.unit("Phòng Kinh tế").await;
        let unit = unit["id"].as_str().unwrap();
        let plain = clerk.prints_sheets("count=1").await;
        let book = clerk.gets("/registers").await.fine().json();
        let mut books = book["items"].as_array().unwrap().iter();
        let book = books.rfind(|one| one["book"] == "incoming").unwrap()["id"].clone();
        let wish = format!("count=1&unit={unit}&register={}", book.as_str().unwrap());
        let for_unit = clerk.prints_sheets(&wish).await;
        let mut scanner = Scanner::new();
        let mut expected = Vec::new();
        for (number, letter) in letters(20).iter().enumerate() {
            let sheet = if number % 2 == 0 { &plain } else { &for_unit };
            scanner.feeds_bytes(sheet).await;
            expected.push(scanner.feeds(letter).await as usize);
        }
        let scan = scanner.scans().await;
        let batch = clerk.opens_batch("Sáng thứ hai").await;
        let id = clerk.drops_scan(&batch, &scan).await;
        let begun = clerk.sees_batch(&batch).await;
        assert_eq!(begun["scans"][0]["state"], "waiting");
        office.runs_jobs().await;

        let seen = clerk.sees_batch(&batch).await;
        assert_eq!(seen["scans"][0]["state"], "arranged");
        assert_eq!(pages(&seen), expected);
        assert_eq!(seen["aside"].as_array().unwrap().len(), 20);
        let made = papers(&seen);
        assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), 20);
        let listed = clerk.gets("/documents?limit=100").await.fine().documents();
        assert_eq!(listed.len(), 20);
        let specialist = office.signs_in("specialist.economy").await;
        for (number, paper) in made.iter().enumerate() {
            let shown = clerk.sees_paper(paper).await;
            assert_eq!(shown["state"], "read", "{shown}");
            assert_eq!(shown["files"][0]["page_count"], json!(expected[number]));
            let filled = ["subject", "issuer", "kind"]
                .iter()
                .filter(|key| !shown[**key].is_null());
            assert!(
                filled.count() >= 2,
                "the form of {number} is empty: {shown}"
            );
            let suggested = clerk.gets(&format!("/documents/{paper}/suggestions")).await;
            let named = if number % 2 == 1 { &book } else { &Value::Null };
            assert_eq!(&suggested.fine().json()["register"], named, "{number}");
            let for_specialist = specialist.gets(&format!("/documents/{paper}")).await;
            assert_eq!(
                for_specialist.status == StatusCode::OK,
                number % 2 == 1,
                "{number}"
            );
        }
        let summary = clerk.gets("/batches").await.fine().json();
        assert_eq!(summary["items"][0]["papers_made"], 20);
        let image = format!("/batches/{batch}/scans/{id}/pages/1/image?width=240");
        assert!(clerk.gets(&image).await.fine().bytes.starts_with(b"RIFF"));
        for somebody in ["specialist.economy", "administrator.a"] {
            let other = office.signs_in(somebody).await;
            let refused = other.gets(&format!("/batches/{batch}")).await;
            assert_eq!(refused.code(), "access.role_needed");
        }
        let elsewhere = office.signs_in("clerk.b").await;
        assert_eq!(elsewhere.gets(&image).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn pages_are_arranged_and_the_way_back_stays_open_until_a_paper_is_registered() {
    both_databases(async |database: Database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let begun = three_letters(&office, &clerk).await;
        let [first, second, third] = papers(&begun).try_into().unwrap();
        let before = clerk.sees_paper(&first).await;
        let turn = act("turn", &page(&begun, 0, 0), &json!({ "by": 90 }));
        let turned = clerk
            .tries_to_arrange(&begun, turn.clone())
            .await
            .fine()
            .json();
        assert_eq!(turned["papers"][0]["pages"][0]["turn"], 90);
        assert_eq!(turned["papers"][0]["state"], "waiting");
        assert_eq!(papers_in_state(&turned, "made"), 2);
        let stale = clerk.tries_to_arrange(&begun, turn).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
        // Between change and making nobody takes a number for it.
        let early = registers(&clerk, &first).await;
        assert_eq!(early.code(), "batches.paper_changing");
        office.runs_jobs().await;
        let after = clerk.sees_paper(&first).await;
        let file = |shown: &Value| shown["files"][0]["id"].as_str().unwrap().to_owned();
        assert_ne!(file(&after), file(&before));
        assert_eq!(after["files"].as_array().unwrap().len(), 1);
        assert_eq!(after["state"], "read");

        let (one, other) = (&begun["papers"][1]["key"], &begun["papers"][2]["key"]);
        let join = json!([{ "act": "join", "paper": one, "with": other }]);
        let joined = clerk.tries_to_arrange(&turned, join).await.fine().json();
        office.runs_jobs().await;
        let gone = clerk.gets(&format!("/documents/{third}")).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        assert!(!clerk.finds_paper(&third).await);
        let undone = clerk.tries_to_undo(&joined).await.fine().json();
        assert_eq!(pages(&undone), pages(&begun));
        office.runs_jobs().await;
        assert_eq!(
            papers(&clerk.sees_batch(id_of(&begun)).await),
            [first, second.clone(), third.clone()]
        );
        assert!(clerk.finds_paper(&third).await);
        let at_start = clerk.tries_to_undo(&undone).await.fine().json();
        let nothing = clerk.tries_to_undo(&at_start).await;
        assert_eq!(nothing.code(), "batches.nothing_to_undo");

        office.runs_jobs().await;
        registers(&clerk, &second).await.fine();
        let seen = clerk.sees_batch(id_of(&begun)).await;
        assert_eq!(
            seen["papers"][1]["actions"][0]["code"],
            "batches.paper_registered"
        );
        let remove = act("remove", &page(&seen, 1, 0), &json!({}));
        let refused = clerk.tries_to_arrange(&seen, remove).await;
        assert_eq!(refused.code(), "batches.paper_registered");
        let split = act("bring_back", &seen["aside"][0], &json!({}));
        clerk.tries_to_arrange(&seen, split).await.fine();
        office.runs_jobs().await;
    });
}

fn id_of(batch: &Value) -> &str {
    batch["id"].as_str().unwrap()
}

fn papers_in_state(batch: &Value, state: &str) -> usize {
    let papers = batch["papers"].as_array().unwrap().iter();
    papers.filter(|paper| paper["state"] == state).count()
}

async fn registers(clerk: &Somebody, paper: &str) -> stories::Answer {
    let registers = clerk.gets("/registers").await.fine().json();
    let mut items = registers["items"].as_array().unwrap().iter();
    let book = items
        .find(|one| one["name"] == "Sổ đăng ký văn bản đến")
        .unwrap();
    let wish = json!({ "register": book["id"], "despite_double": true,
        "fields": { "subject": "Vào sổ", "direction": "incoming" } });
    clerk
        .posts(&format!("/documents/{paper}/registration"), &wish)
        .await
}

trait Finding {
    async fn finds_paper(&self, id: &str) -> bool;
}

impl Finding for Somebody {
    async fn finds_paper(&self, id: &str) -> bool {
        let listed = self.gets("/documents?limit=100").await.fine().documents();
        listed.iter().any(|one| one == id)
    }
}

#[test]
fn a_mark_of_secrecy_sets_the_scan_apart_with_the_paper() {
    both_databases(async |database: Database| {
        let office = Office::open(database).await;
        let (clerk, administrator) = (
            office.signs_in("clerk.a").await,
            office.signs_in("administrator.a").await,
        );
        let unit = json!({ "name": "TỐI MẬT", "parent": null });
        administrator.posts("/units", &unit).await.fine();
        let unit = clerk.unit("TỐI MẬT").await;
        let query = format!("count=1&unit={}", unit["id"].as_str().unwrap());
        let marked = clerk.prints_sheets(&query).await;
        let mut scanner = Scanner::new();
        scanner.feeds(&letters(1)[0]).await;
        scanner.feeds_bytes(&marked).await;
        let batch = clerk.opens_batch("Lẫn văn bản mật").await;
        let id = clerk.drops_scan(&batch, &scanner.scans().await).await;
        office.runs_jobs().await;
        let seen = clerk.sees_batch(&batch).await;
        assert_eq!(seen["actions"][0]["open"], true);
        // Its page with the mark comes back into the paper.
        let back = act("bring_back", &seen["aside"][0], &json!({}));
        clerk.tries_to_arrange(&seen, back).await.fine();
        office.runs_jobs().await;
        let seen = clerk.sees_batch(&batch).await;
        assert_eq!(seen["scans"][0]["state"], "quarantined");
        assert_eq!(seen["actions"][0]["code"], "batches.set_apart");
        let image = format!("/batches/{batch}/scans/{id}/pages/1/image?width=240");
        assert_eq!(clerk.gets(&image).await.code(), "batches.set_apart");
        let turn = act("turn", &page(&seen, 0, 0), &json!({ "by": 90 }));
        let refused = clerk.tries_to_arrange(&seen, turn).await;
        assert_eq!(refused.code(), "batches.set_apart");
        let more = clerk
            .tries_to_upload("them.pdf", b"%PDF-1.4", &[("batch", &batch)])
            .await;
        assert_eq!(more.code(), "batches.set_apart");
    });
}

#[test]
fn what_is_no_scan_is_said_to_be_none() {
    both_databases(async |database: Database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let batch = clerk.opens_batch("Nhầm tệp").await;
        clerk.drops_scan(&batch, b"chi la chu").await;
        office.runs_jobs().await;
        let seen = clerk.sees_batch(&batch).await;
        assert_eq!(seen["scans"][0]["state"], "unreadable");
        assert_eq!(seen["scans"][0]["trouble"]["code"], "reading.no_scan");
        let unknown = clerk.posts("/batches", &json!({ "name": " " })).await;
        assert_eq!(unknown.code(), "batches.name_missing");
    });
}

/// Drops a scan into a new batch of a running server.
fn drops(clerk: &Client, scan: &[u8]) -> String {
    let json = [("content-type", "application/json")];
    let body = json!({ "name": "Lô bị ngắt" }).to_string();
    let opened = clerk.asks("POST", "/api/v1/batches", &json, body.as_bytes());
    let opened = opened.unwrap().fine().json();
    let batch = opened["id"].as_str().unwrap().to_owned();
    let metadata = format!(
        "filename {},batch {}",
        STANDARD.encode("lo.pdf"),
        STANDARD.encode(&batch)
    );
    let length = scan.len().to_string();
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("upload-length", length.as_str()),
        ("upload-metadata", metadata.as_str()),
        ("content-type", "application/offset+octet-stream"),
    ];
    let sent = clerk.asks("POST", "/api/v1/uploads", &headers, scan);
    assert_eq!(sent.unwrap().fine().header("congvan-batch"), batch);
    batch
}

#[test]
fn a_batch_that_is_killed_again_and_again_loses_and_doubles_no_paper() {
    const LEASES_RUN_OUT: &str =
        "update job set due_at_us = due_at_us - 61000000 where lease_owner is not null";
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let mut server = Server::start(data.path(), &[]);
    let mut clerk = server.signs_in("clerk");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sheet = clerk.gets("/batches/sheets?count=1").fine().body;
    let scan = runtime.block_on(async {
        let mut scanner = Scanner::new();
        for letter in letters(6) {
            scanner.feeds(&letter).await;
            scanner.feeds_bytes(&sheet).await;
        }
        scanner.scans().await
    });
    let batch = drops(&clerk, &scan);
    for wait_ms in [20, 300, 600, 900, 300, 600] {
        std::thread::park_timeout(Duration::from_millis(wait_ms));
        drop(server);
        sqlite(data.path(), LEASES_RUN_OUT);
        server = Server::start(data.path(), &[]);
        clerk = clerk.at(&server);
    }
    let path = format!("/batches/{batch}");
    until("every paper is made and read", || {
        let seen = clerk.gets(&path).fine().json();
        let papers = seen["papers"].as_array()?;
        let read = papers
            .iter()
            .filter(|paper| paper["document"]["state"] == "read");
        (read.count() == 6).then_some(())
    });
    let listed = clerk.gets("/documents?limit=100").fine().json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 6);
    drop(server);
    proves(data.path());
}

fn names(folder: &Path) -> BTreeSet<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return BTreeSet::new();
    };
    let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    entries.map(|entry| name(entry.unwrap())).collect()
}

#[test]
fn a_file_dropped_by_a_scanner_is_taken_once_when_it_is_whole() {
    both_databases(async |database: Database| {
        let drop_box = tempfile::tempdir().unwrap();
        let folder = drop_box.path();
        let setting = format!("{};a;Phòng Kinh tế", folder.display());
        let office = Office::open_with(database, &[("CONGVAN_SCANNING_FOLDERS", &setting)]).await;
        let clerk = office.signs_in("clerk.a").await;
        let letter = std::fs::read(&letters(1)[0]).unwrap();
        let mut watch = Watch::new(sentence_of_code);
        let looks = async |watch: &mut Watch| look_into_folders(&office.app, watch).await.unwrap();
        // Half of it is there, and stands still for a while: the scanner waits for paper.
        std::fs::write(folder.join("thu.pdf"), &letter[..letter.len() / 2]).unwrap();
        std::fs::write(folder.join(".an.pdf"), b"passing").unwrap();
        for _ in 0..3 {
            assert_eq!(looks(&mut watch).await, 0);
            office.clock.advance(time::Duration::minutes(1));
        }
        // The rest comes; what moves it aside is in the way, as if the process died before.
        std::fs::write(folder.join("thu.pdf"), &letter).unwrap();
        std::os::unix::fs::symlink("/nowhere/at-all", folder.join("da-nhan")).unwrap();
        for _ in 0..4 {
            assert_eq!(looks(&mut watch).await, 0);
        }
        std::fs::remove_file(folder.join("da-nhan")).unwrap();
        let mut watch = Watch::new(sentence_of_code);
        assert_eq!(looks(&mut watch).await, 0);
        assert_eq!(looks(&mut watch).await, 1);
        assert_eq!(
            names(&folder.join("da-nhan")),
            BTreeSet::from(["thu.pdf".to_owned()])
        );
        let listed = clerk.gets("/batches").await.fine().json();
        let batches = listed["items"].as_array().unwrap();
        assert_eq!(batches.len(), 1, "{listed}");
        office.runs_jobs().await;
        let seen = clerk.sees_batch(batches[0]["id"].as_str().unwrap()).await;
        let paper = &papers(&seen)[0];
        let specialist = office.signs_in("specialist.economy").await;
        specialist.gets(&format!("/documents/{paper}")).await.fine();

        // The same file dropped again is the same file; one that stays half is refused with its reason.
        std::fs::write(folder.join("thu.pdf"), &letter).unwrap();
        std::fs::write(folder.join("nua.pdf"), &letter[..letter.len() / 2]).unwrap();
        std::fs::write(folder.join("ghi-chu.txt"), "không phải bản quét").unwrap();
        looks(&mut watch).await;
        looks(&mut watch).await;
        office.clock.advance(time::Duration::minutes(11));
        looks(&mut watch).await;
        let refused = names(&folder.join("loi"));
        let expected = ["ghi-chu.txt", "ghi-chu.txt.txt", "nua.pdf", "nua.pdf.txt"];
        assert_eq!(refused, expected.map(str::to_owned).into());
        let reason = std::fs::read_to_string(folder.join("loi/nua.pdf.txt")).unwrap();
        assert!(reason.contains("batches.file_half_written"), "{reason}");
        assert_eq!(names(&folder.join("da-nhan")).len(), 2);
        let listed = clerk.gets("/batches").await.fine().json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    });
}
