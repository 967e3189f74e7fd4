//! Number and date on the file that goes out: written into a copy of the approved one, read again by
//! the agency that receives it, and with a way out for the clerk wherever that cannot be done.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use stories::exchange::{Agency, Neighbours};
use stories::program::project;
use stories::server::{Process, proves, sqlite};
use stories::{Database, Office, Somebody, both_databases};

/// A draft that its agency approves, with a place for number and date or without.
fn draft_file(name: &str) -> Vec<u8> {
    std::fs::read(project().join("tests/data/drafts").join(name)).unwrap()
}

fn letter() -> Value {
    json!({ "subject": "Rà soát trạm y tế", "kind": "cong_van" })
}

/// A paper that is approved with one of the files and numbered, before the office came to its file.
async fn numbered(neighbours: &Neighbours, name: &str) -> String {
    let a = &neighbours.a;
    let file = (name, draft_file(name));
    let draft = a.approves(&neighbours.office, letter(), (file.0, &file.1));
    let draft = draft.await;
    a.numbers(&draft).await.fine();
    draft
}

async fn release(clerk: &Somebody, draft: &str) -> Value {
    clerk.sees_draft(draft).await["release"].clone()
}

async fn first_page(somebody: &Somebody, file: &str) -> String {
    let page = somebody.gets(&format!("/files/{file}/pages/1")).await;
    page.fine().json()["text"].as_str().unwrap().to_owned()
}

/// The reason why an action of the clerk is not open.
async fn why_not(clerk: &Somebody, draft: &str, action: &str) -> String {
    let view = clerk.sees_draft(draft).await;
    let mut actions = view["actions"].as_array().unwrap().iter();
    let found = actions.find(|one| one["action"] == action).unwrap();
    assert_eq!(found["open"], false, "{action} is open");
    found["reason"].as_str().unwrap().to_owned()
}

/// Somebody adds one of the files to a paper; answers its id.
async fn adds(office: &Office, somebody: &Somebody, draft: &str, name: &str) -> Value {
    let (bytes, metadata) = (draft_file(name), [("document", draft)]);
    let added = somebody.tries_to_upload(name, &bytes, &metadata).await;
    added.fine();
    office.runs_jobs().await;
    let shown = somebody.gets(&format!("/documents/{draft}")).await;
    let shown = shown.fine().json();
    shown["files"].as_array().unwrap().last().unwrap()["id"].clone()
}

async fn clerk_does(a: &Agency, draft: &str, action: Value) {
    a.clerk.acts_on_own_draft(draft, action).await.fine();
}

/// Number and date stand on the file of the sender and on the one that the other agency received.
async fn is_read_with_number_and_date(neighbours: &Neighbours, name: &str, code: &str) {
    let Neighbours { office, a, b } = neighbours;
    let draft = numbered(neighbours, name).await;
    assert_eq!(release(&a.clerk, &draft).await["state"], "waiting");
    assert!(
        why_not(&a.clerk, &draft, "issue")
            .await
            .contains("đang được ghi")
    );
    office.runs_jobs().await;

    let view = a.clerk.sees_draft(&draft).await;
    let release = &view["release"];
    assert_eq!(release["state"], "stamped", "{release:#}");
    let version = &view["versions"][0]["files"][0];
    assert_eq!(release["approved"], version["id"]);
    for approval in view["approvals"].as_array().unwrap() {
        assert_eq!(approval["sha256"], json!([release["approved_sha256"]]));
    }
    assert_ne!(release["sha256"], release["approved_sha256"]);
    let copy = release["file"].as_str().unwrap();
    let (number, date) = (format!("Số: {code}"), "An Phú, ngày 23 tháng 11 năm 2026");
    let text = first_page(&a.clerk, copy).await;
    assert!(text.contains(&number) && text.contains(date), "{text}");

    let shown = a.drafter.sees_paper(&draft).await;
    assert_eq!(
        shown["first_file"], release["file"],
        "what goes out is read first"
    );
    let approved = format!("/files/{}/content", version["id"].as_str().unwrap());
    let approved = a.drafter.gets(&approved).await.fine();
    assert_eq!(
        approved.bytes,
        draft_file(name),
        "what was approved stays as it was"
    );
    let stamped = a
        .drafter
        .gets(&format!("/files/{copy}/content"))
        .await
        .fine();
    assert!(stamped.bytes.starts_with(&approved.bytes));
    let image = format!("/files/{copy}/pages/1/image?width=910");
    let image = a.clerk.gets(&image).await.fine();
    assert_eq!(image.header("content-type"), "image/webp");
    let first = format!("/documents/{draft}/first-picture?width=910");
    let first = a.clerk.gets(&first).await.fine();
    let address = format!("/api/v1/files/{copy}/pages/1/image?width=910");
    assert_eq!(first.header("content-location"), address);
    assert_eq!(first.bytes, image.bytes);

    clerk_does(a, &draft, json!({ "action": "issue" })).await;
    a.tries_to_send(&draft, &[&b.id]).await.fine();
    office.runs_jobs().await;
    let received = b.clerk.searches(&format!("\"{code}\"")).await.documents();
    let [received] = received.as_slice() else {
        panic!("not found by its number: {received:?}");
    };
    let there = b.clerk.gets(&format!("/documents/{received}")).await;
    let there = there.fine().json();
    let files = there["files"].as_array().unwrap();
    assert_eq!(files.len(), 1, "only what was issued is sent");
    let text = first_page(&b.clerk, files[0]["id"].as_str().unwrap()).await;
    assert!(text.contains(&number) && text.contains(date), "{text}");
}

#[test]
fn number_and_date_are_on_the_paper_that_another_agency_receives() {
    both_databases(async |database| {
        let neighbours = Neighbours::open(database).await;
        is_read_with_number_and_date(&neighbours, "blank.pdf", "01/UBND-KT").await;
        is_read_with_number_and_date(&neighbours, "dots.pdf", "02/UBND-KT").await;
        let found = neighbours
            .a
            .clerk
            .searches("bố trí kinh phí sửa chữa")
            .await;
        let found = found.fine().json();
        for hit in found["items"].as_array().unwrap() {
            let passages = hit["passages"].as_array().map_or(0, Vec::len);
            assert!(passages <= 1, "found in the approved file, too: {hit:#}");
        }
    });
}

#[test]
fn a_cancelled_number_gives_way_to_another() {
    both_databases(async |database| {
        let neighbours = Neighbours::open(database).await;
        let Neighbours { office, a, .. } = &neighbours;
        let draft = numbered(&neighbours, "blank.pdf").await;
        office.runs_jobs().await;
        let first = release(&a.clerk, &draft).await;
        assert_eq!(first["state"], "stamped");
        let registers = a.clerk.gets("/registers").await.fine().json();
        let mut registers = registers["items"].as_array().unwrap().iter();
        let register = registers.find(|one| one["book"] == "outgoing").unwrap();
        let register = register["id"].as_str().unwrap();
        let cancel = |number: i32| {
            let path = format!("/registers/{register}/years/2026/entries/{number}/cancellation");
            let reason = json!({ "reason": "Cấp nhầm" });
            let clerk = &a.clerk;
            async move { clerk.posts(&path, &reason).await }
        };
        cancel(1).await.fine();
        let view = a.clerk.sees_draft(&draft).await;
        assert_eq!(view["release"], Value::Null, "the file with the old number");
        let mut actions = view["actions"].as_array().unwrap().iter();
        let may_issue = actions.any(|one| one["action"] == "issue" && one["open"] == true);
        assert!(!may_issue, "no number, no issue: {view:#}");
        a.numbers(&draft).await.fine();
        office.runs_jobs().await;
        let second = release(&a.clerk, &draft).await;
        assert_eq!(second["approved"], first["approved"]);
        let text = first_page(&a.clerk, second["file"].as_str().unwrap()).await;
        assert!(text.contains("Số: 02/UBND-KT"), "{text}");
        clerk_does(a, &draft, json!({ "action": "issue" })).await;
        let late = cancel(2).await;
        assert_eq!(
            (late.status, late.code().as_str()),
            (StatusCode::FORBIDDEN, "outgoing.number_in_use")
        );
    });
}

#[test]
fn where_the_number_cannot_be_written_the_clerk_is_told_and_has_ways_out() {
    both_databases(async |database| {
        let neighbours = Neighbours::open(database).await;
        let Neighbours { office, a, .. } = &neighbours;
        let troubles = [
            ("signed.pdf", "printing.signed"),
            ("no-place.pdf", "outgoing.stamp_no_number"),
            ("other-symbol.pdf", "outgoing.stamp_number_differs"),
        ];
        for (name, code) in troubles {
            let draft = numbered(&neighbours, name).await;
            office.runs_jobs().await;
            let release = release(&a.clerk, &draft).await;
            assert_eq!(
                (&release["state"], &release["trouble"]),
                (&json!("failed"), &json!(code))
            );
            let reason = release["reason"].as_str().unwrap();
            assert!(reason.contains("tải lên"), "{reason}");
            assert!(
                why_not(&a.clerk, &draft, "issue")
                    .await
                    .contains("chưa có số")
            );
        }
        // Tried again it is as before; a copy put in by hand goes out.
        let draft = numbered(&neighbours, "no-place.pdf").await;
        office.runs_jobs().await;
        clerk_does(a, &draft, json!({ "action": "stamp" })).await;
        assert_eq!(release(&a.clerk, &draft).await["state"], "waiting");
        office.runs_jobs().await;
        let failed = release(&a.clerk, &draft).await;
        assert_eq!(failed["state"], "failed");
        let unfit = json!({ "action": "stamp_by_hand", "file": failed["approved"] });
        let unfit = a.clerk.acts_on_own_draft(&draft, unfit).await;
        assert_eq!(
            (unfit.status, unfit.code().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "outgoing.copy_unfit")
        );
        let copy = adds(office, &a.clerk, &draft, "numbered.pdf").await;
        clerk_does(
            a,
            &draft,
            json!({ "action": "stamp_by_hand", "file": copy }),
        )
        .await;
        clerk_does(a, &draft, json!({ "action": "issue" })).await;
        let issued = release(&a.clerk, &draft).await;
        assert_eq!(
            (&issued["state"], &issued["file"]),
            (&json!("by_hand"), &copy)
        );

        let draft = numbered_text(&neighbours).await;
        office.runs_jobs().await;
        assert_eq!(
            release(&a.clerk, &draft).await["trouble"],
            "outgoing.stamp_not_pdf"
        );
        let nothing = json!({ "action": "go_unstamped", "reason": " " });
        let nothing = a.clerk.acts_on_own_draft(&draft, nothing).await;
        assert_eq!(nothing.code(), "work.text_needed");
        clerk_does(
            a,
            &draft,
            json!({ "action": "go_unstamped", "reason": "Gửi bản giấy" }),
        )
        .await;
        clerk_does(a, &draft, json!({ "action": "issue" })).await;
        assert_eq!(release(&a.clerk, &draft).await["state"], "unstamped");
        office.runs_jobs().await;
    });
}

async fn numbered_text(neighbours: &Neighbours) -> String {
    let a = &neighbours.a;
    let file = ("du-thao.txt", "Kính gửi Sở B.".as_bytes());
    let draft = a.approves(&neighbours.office, letter(), file).await;
    a.numbers(&draft).await.fine();
    draft
}

#[test]
fn a_number_given_before_the_approval_is_written_after_it() {
    both_databases(async |database| {
        let neighbours = Neighbours::open(database).await;
        let Neighbours { office, a, .. } = &neighbours;
        let administrator = office.signs_in("administrator.a").await;
        let json = [("content-type", "application/json")];
        let before = json!({ "number_before_approval": true }).to_string();
        let set = administrator.sends(Method::PUT, "/routes/setting", &json, before);
        set.await.fine();
        let bytes = draft_file("blank.pdf");
        let draft = a.submits(office, letter(), ("blank.pdf", &bytes)).await;
        a.numbers(&draft).await.fine();
        office.runs_jobs().await;
        assert_eq!(
            release(&a.clerk, &draft).await,
            json!(null),
            "nothing is approved yet"
        );
        a.approves_all(&draft).await;
        office.runs_jobs().await;
        assert_eq!(release(&a.clerk, &draft).await["state"], "stamped");

        // The drafter wrote the number in himself: there is nothing to write.
        let bytes = draft_file("numbered.pdf");
        let second = a.submits(office, letter(), ("numbered.pdf", &bytes)).await;
        a.numbers(&second).await.fine();
        a.approves_all(&second).await;
        office.runs_jobs().await;
        let differs = release(&a.clerk, &second).await;
        assert_eq!(
            differs["trouble"], "outgoing.stamp_number_differs",
            "01 stands there, 02 was given"
        );
        // A change of what was approved takes back what was made of it.
        let newest = adds(office, &a.drafter, &draft, "dots.pdf").await;
        let version = json!({ "action": "add_version", "files": [newest] });
        a.drafter.acts_on_draft(&draft, version).await.fine();
        assert_eq!(release(&a.drafter, &draft).await, json!(null));
        a.drafter
            .acts_on_draft(&draft, json!({ "action": "submit" }))
            .await
            .fine();
        a.approves_all(&draft).await;
        office.runs_jobs().await;
        let anew = release(&a.clerk, &draft).await;
        assert_eq!(
            (&anew["state"], &anew["approved"]),
            (&json!("stamped"), &newest)
        );
    });
}

#[test]
fn what_stands_on_the_approved_file_is_not_written_again() {
    both_databases(async |database| {
        let neighbours = Neighbours::open(database).await;
        let draft = numbered(&neighbours, "numbered.pdf").await;
        neighbours.office.runs_jobs().await;
        let release = release(&neighbours.a.clerk, &draft).await;
        assert_eq!(
            (&release["state"], &release["file"]),
            (&json!("as_approved"), &release["approved"])
        );
        clerk_does(&neighbours.a, &draft, json!({ "action": "issue" })).await;
        neighbours.office.runs_jobs().await;
    });
}

/// Workers are killed with -9 from «nothing done yet» to «done»; whatever the kill left, there is one
/// copy and one event in the end.
#[test]
fn a_worker_killed_while_it_writes_the_number_leaves_one_copy() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let neighbours = Neighbours::open(Database::Sqlite).await;
        let Neighbours { office, a, .. } = &neighbours;
        let folder = office.folder();
        for (round, wait_ms) in [20, 90, 160, 260, 420, 700].into_iter().enumerate() {
            let draft = numbered(&neighbours, "blank.pdf").await;
            sqlite(&folder, "update job set due_at_us = 0");
            let worker = Process::start(&folder, &["worker"], &[]);
            std::thread::park_timeout(std::time::Duration::from_millis(wait_ms));
            drop(worker);
            // The worker lived by the clock of the wall: its lease has run out, and what it asked for is due.
            sqlite(&folder, "update job set due_at_us = 0");
            office.runs_jobs().await;
            let release = release(&a.clerk, &draft).await;
            assert_eq!(release["state"], "stamped", "round {round}");
            let shown = a.clerk.sees_paper(&draft).await;
            let files = shown["files"].as_array().unwrap();
            assert_eq!(files.len(), 2, "{files:#?}");
            assert!(
                files.iter().all(|file| file["state"] == "read"),
                "{files:#?}"
            );
        }
        let stamped = sqlite(
            &folder,
            "select count(*) from event where kind = 'task.stamped'",
        );
        assert_eq!(stamped, "6");
        proves(&folder);
    });
}
