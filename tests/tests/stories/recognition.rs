//! A scan becomes text that is found and a form that is filled in; what was recognised survives a kill.

use std::time::Duration;

use indexing::reading::{Layer, Limits, Page, Reader};
use serde_json::{Value, json};
use stories::program::{congvan, project};
use stories::server::{Server, furnish, sqlite, until};
use stories::{Office, Somebody, both_databases};

/// Lets the lease of whatever a dead worker held run out at once, instead of in a minute.
const LEASES_RUN_OUT: &str =
    "update job set due_at_us = due_at_us - 61000000 where lease_owner is not null";

fn scan(name: &str) -> Vec<u8> {
    std::fs::read(project().join("tests/data/papers").join(name)).unwrap()
}

async fn suggestions(somebody: &Somebody, paper: &str) -> Vec<Value> {
    let path = format!("/documents/{paper}/suggestions");
    let found = somebody.gets(&path).await.fine().json();
    found["items"].as_array().unwrap().clone()
}

fn value<'a>(suggestions: &'a [Value], field: &str) -> &'a Value {
    let found = suggestions.iter().find(|one| one["field"] == json!(field));
    &found.unwrap_or_else(|| panic!("nothing is suggested for {field}"))["value"]
}

#[test]
fn a_scan_is_recognised_found_and_its_form_is_filled_in() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let bytes = scan("so-nnmt/incoming/2026-09-14-118-bc-ubnd-scan.pdf");
        let paper = clerk.uploads("118.pdf", &bytes, "organisation").await;
        office.runs_jobs().await;
        let shown = clerk.sees_paper(&paper).await;
        assert_eq!(shown["state"], json!("read"));
        let progress = json!({ "total": 2, "waiting": 0, "failed": 0 });
        assert_eq!(shown["files"][0]["recognition"], progress);
        assert_eq!(shown["code"], json!("118/BC-UBND"), "{shown}");
        assert_eq!(shown["issued_on"], json!("2026-09-14"));
        assert_eq!(
            clerk.searches("118/BC-UBND").await.fine().documents(),
            [paper.as_str()]
        );
        let found = suggestions(&clerk, &paper).await;
        assert_eq!(value(&found, "kind"), &json!("bao_cao"));
        for one in &found {
            // Neither the number of pages nor the want of an urgency stands anywhere.
            if ["page_count", "urgency"].contains(&one["field"].as_str().unwrap()) {
                continue;
            }
            let place = &one["places"][0];
            assert!(
                place["width"].as_f64().is_some_and(|width| width > 1.0),
                "a suggestion says where it was read: {one}"
            );
        }
        let file = shown["files"][0]["id"].as_str().unwrap();
        let pages = clerk
            .gets(&format!("/files/{file}/pages"))
            .await
            .fine()
            .json();
        for page in pages["items"].as_array().unwrap() {
            assert_eq!(
                (&page["has_text"], &page["turn"]),
                (&json!(true), &json!(0))
            );
            let confidence = page["recognition"]["confidence"].as_f64().unwrap();
            assert!((60.0..=100.0).contains(&confidence), "{confidence}");
        }
        let stranger = office.signs_in("clerk.b").await;
        let theirs = stranger
            .gets(&format!("/documents/{paper}/suggestions"))
            .await;
        assert_eq!(theirs.status, axum::http::StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_copy_of_a_scan_has_its_words_and_the_scan_stays() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let bytes = scan("so-nnmt/incoming/2026-09-14-118-bc-ubnd-scan.pdf");
        let paper = clerk.uploads("118.pdf", &bytes, "organisation").await;
        let shown = clerk.gets(&format!("/documents/{paper}")).await.fine();
        let file = shown.json()["files"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/files/{file}/searchable");
        let early = clerk.gets(&path).await;
        assert_eq!(early.code(), "reading.still_recognising");
        office.runs_jobs().await;

        let copy = clerk.gets(&path).await.fine();
        assert!(
            copy.header("content-disposition")
                .contains("118%2Dtim%2Dduoc%2Epdf")
        );
        assert_eq!(copy.header("content-length"), copy.bytes.len().to_string());
        let read = reads(&copy.bytes).await;
        assert_eq!(read.len(), 2);
        assert!(
            read.iter().all(|page| page.layer == Layer::Drawn),
            "the words are drawn"
        );
        assert!(read[0].text.contains("118/BC-UBND"), "{}", read[0].text);
        let original = clerk.gets(&format!("/files/{file}/content")).await.fine();
        assert_eq!(original.bytes, bytes);

        let typed = clerk
            .uploads("thu.txt", b"Kinh gui cac phong", "organisation")
            .await;
        office.runs_jobs().await;
        let shown = clerk.sees_paper(&typed).await;
        let file = shown["files"][0]["id"].as_str().unwrap();
        let refused = clerk.gets(&format!("/files/{file}/searchable")).await;
        assert_eq!(refused.code(), "reading.nothing_recognised");
        let stranger = office.signs_in("clerk.b").await;
        assert_eq!(
            stranger.gets(&path).await.status,
            axum::http::StatusCode::NOT_FOUND
        );
    });
}

/// The pages of a PDF as the office reads them.
async fn reads(bytes: &[u8]) -> Vec<Page> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.pdf");
    std::fs::write(&path, bytes).unwrap();
    let reader = Reader {
        command: vec![congvan().to_string_lossy().into_owned(), "read-file".into()],
        limits: Limits::default(),
    };
    reader.read(&path, folder.path()).await.unwrap().pages
}

#[test]
fn what_a_clerk_settles_is_suggested_for_the_next_paper_of_the_issuer() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let papers = [
            "an-phu/incoming/2026-09-09-05-cd-ubnd-scan.pdf",
            "so-nnmt/incoming/2026-07-15-3105-tb-ubnd-scan.pdf",
        ];
        let mut issuers = Vec::new();
        for name in papers {
            let paper = clerk.uploads("cv.pdf", &scan(name), "organisation").await;
            office.runs_jobs().await;
            let found = suggestions(&clerk, &paper).await;
            issuers.push(value(&found, "issuer").clone());
            let path = format!("/documents/{paper}");
            let revision = clerk.gets(&path).await.fine().header("etag").to_owned();
            let settled = json!({ "issuer": "UBND tỉnh Lạc Giang", "urgency": "normal" });
            let headers = [
                ("if-match", revision.as_str()),
                ("content-type", "application/json"),
            ];
            let body = settled.to_string();
            clerk
                .sends(axum::http::Method::PATCH, &path, &headers, body)
                .await
                .fine();
        }
        assert_ne!(
            issuers[0],
            json!("UBND tỉnh Lạc Giang"),
            "the office did not know it"
        );
        assert_eq!(
            issuers[1],
            json!("UBND tỉnh Lạc Giang"),
            "it was settled once"
        );
    });
}

#[test]
fn papers_in_old_encodings_are_found_by_words_with_diacritics() {
    /// The bytes of TCVN3 and of VNI as Latin-1 shows them.
    const TCVN3: &str = "B¸o c¸o kÕt qu¶ thùc hiÖn ch\u{ad}¬ng tr×nh n\u{ad}íc s¹ch n«ng th«n vµ vÖ sinh m«i tr\u{ad}êng. Sè hé d©n ®\u{ad}îc sö dông n\u{ad}íc hîp vÖ sinh t¨ng so víi n¨m tr\u{ad}íc. ®Ò nghÞ c¸c phßng chuyªn m«n rµ so¸t c¸c c«ng tr×nh cÊp n\u{ad}íc h\u{ad} háng, lËp dù to¸n söa ch÷a vµ b¸o c¸o ñy ban tr\u{ad}íc ngµy ba m\u{ad}¬i th¸ng s¸u.";
    const VNI: &str = "Baùo caùo keát quaû thöïc hieän chöông trình nöôùc saïch noâng thoân vaø veä sinh moâi tröôøng. Soá hoä daân ñöôïc söû duïng nöôùc hôïp veä sinh taêng so vôùi naêm tröôùc. Ñeà nghò caùc phoøng chuyeân moân raø soaùt caùc coâng trình caáp nöôùc hö hoûng, laäp döï toaùn söûa chöõa vaø baùo caùo uûy ban tröôùc ngaøy ba möôi thaùng saùu.";
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let bytes = |text: &str| {
            text.chars()
                .map(|c| u8::try_from(c).unwrap())
                .collect::<Vec<_>>()
        };
        let mut papers = Vec::new();
        for (name, text) in [("cu-abc.txt", TCVN3), ("cu-vni.txt", VNI)] {
            papers.push(clerk.uploads(name, &bytes(text), "organisation").await);
        }
        office.runs_jobs().await;
        papers.sort();
        for words in [
            "nước sạch nông thôn",
            "hư hỏng",
            "rà soát các công trình cấp nước",
        ] {
            let mut found = clerk.searches(words).await.fine().documents();
            found.sort();
            assert_eq!(found, papers, "{words}");
        }
    });
}

#[test]
fn a_scan_goes_on_where_it_was_killed() {
    let data = tempfile::tempdir().unwrap();
    furnish(data.path(), &[]);
    let server = Server::start(data.path(), &[]);
    let clerk = server.signs_in("clerk");
    let bytes = scan("so-nnmt/incoming/2026-09-14-118-bc-ubnd-scan.pdf");
    let mut papers = Vec::new();
    for number in 0..4 {
        let mut copy = bytes.clone();
        copy.extend_from_slice(format!("\n% {number}\n").as_bytes());
        papers.push(clerk.uploads(&format!("{number}.pdf"), &copy));
    }
    let done = || {
        let rows = sqlite(
            data.path(),
            "select hex(file_id), number, finished_at_us from page_recognition where finished_at_us is not null",
        );
        rows.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    until("some pages are recognised", || {
        (done().len() >= 3).then_some(())
    });
    drop(server);
    let before = done();
    sqlite(data.path(), LEASES_RUN_OUT);
    let server = Server::start(data.path(), &[]);
    let clerk = clerk.at(&server);
    until("every page is recognised", || {
        (done().len() == 8).then_some(())
    });
    let after = done();
    assert!(
        before.iter().all(|page| after.contains(page)),
        "a page was recognised twice"
    );
    for paper in &papers {
        until("the paper is read", || {
            let shown = clerk.gets(&format!("/documents/{paper}")).fine().json();
            (shown["state"] == json!("read")).then_some(())
        });
    }
    std::thread::park_timeout(Duration::from_millis(300));
    let left = std::fs::read_dir(data.path().join("scratch/originals")).unwrap();
    assert_eq!(left.count(), 0, "copies of originals are left over");
}
