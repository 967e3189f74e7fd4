//! Registers on paper and sheets, and copies with the stamp «ĐẾN»: what is printed is read again by
//! the office itself.

use axum::http::StatusCode;
use serde_json::{Value, json};
use stories::program::project;
use stories::{Office, Somebody, both_databases};

async fn incoming(clerk: &Somebody) -> String {
    let registers = clerk.gets("/registers").await.fine().json();
    let mut items = registers["items"].as_array().unwrap().iter();
    let found = items.find(|register| register["book"] == "incoming");
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

async fn registers(clerk: &Somebody, paper: &str, fields: &Value) {
    let wish = json!({
        "fields": fields, "register": incoming(clerk).await,
        "submit_to": clerk.party("leader.a").await,
    });
    let path = format!("/documents/{paper}/registration");
    clerk.posts(&path, &wish).await.fine();
}

/// A registered PDF has a copy with its stamp; what is no PDF or stands in no register has none.
async fn stamps_copies(clerk: &Somebody, (paper, letter): (&str, &[u8]), other: &str) {
    let shown = clerk.sees_paper(paper).await;
    let file = shown["files"][0]["id"].as_str().unwrap();
    let copy = clerk
        .gets(&format!("/files/{file}/arrival-copy"))
        .await
        .fine();
    assert!(
        copy.bytes.starts_with(letter),
        "the original is whole inside the copy"
    );
    assert!(
        copy.bytes.len() > letter.len() + 1000,
        "the copy bears a stamp"
    );
    let text = clerk.sees_paper(other).await;
    let text = text["files"][0]["id"].as_str().unwrap();
    let refused = clerk.gets(&format!("/files/{text}/arrival-copy")).await;
    assert_eq!(refused.code(), "printing.unreadable");
    let unregistered = clerk.uploads("moi.txt", b"moi", "office").await;
    let shown = clerk.sees_paper(&unregistered).await;
    let file = shown["files"][0]["id"].as_str().unwrap();
    let refused = clerk.gets(&format!("/files/{file}/arrival-copy")).await;
    assert_eq!(refused.code(), "registers.not_arrived");
}

#[test]
fn a_number_that_no_paper_has_stands_in_the_book_of_what_goes_out() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let listed = clerk.gets("/registers").await.fine().json();
        let mut registers = listed["items"].as_array().unwrap().iter();
        let register = registers.find(|one| one["book"] == "outgoing").unwrap();
        let path = format!("/registers/{}", register["id"].as_str().unwrap());
        let unit = clerk.unit("Phòng Kinh tế").await["id"].clone();
        let wish = json!({ "count": 2, "unit": unit, "purpose": "Đoàn kiểm tra" });
        let kept = clerk.posts(&format!("{path}/reservations"), &wish).await;
        assert_eq!(kept.fine().json()["numbers"], json!([1, 2]));
        let given_up = format!("{path}/years/2026/entries/2/giving-up");
        let reason = json!({ "reason": "Không ban hành" });
        clerk.posts(&given_up, &reason).await.fine();

        let book = clerk.gets(&format!("{path}/print/register/pdf")).await;
        let again = clerk.uploads("so.pdf", &book.fine().bytes, "office").await;
        office.runs_jobs().await;
        let shown = clerk.gets(&format!("/documents/{again}")).await;
        let file = shown.fine().json()["files"][0]["id"].clone();
        let page = format!("/files/{}/pages/2", file.as_str().unwrap());
        let page = clerk.gets(&page).await.fine().json();
        let words: Vec<_> = page["text"].as_str().unwrap().split_whitespace().collect();
        assert!(words.contains(&"01") && words.contains(&"02"), "{words:?}");
    });
}

#[test]
fn what_is_printed_says_what_the_register_holds() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let leader = office.signs_in("leader.a").await;
        let letter = std::fs::read(
            project().join("tests/data/papers/an-phu/incoming/2026-06-02-1432-stc-dt.pdf"),
        )
        .unwrap();
        let paper = clerk.uploads("cong-van.pdf", &letter, "office").await;
        let other = clerk.uploads("khac.txt", b"khac", "office").await;
        office.runs_jobs().await;
        let fields = json!({ "subject": "Giải ngân vốn đầu tư công tháng mười một", "kind": "cong_van",
            "code": "1042/STC-NS", "issuer": "Sở Tài chính", "issued_on": "2026-11-20" });
        registers(&clerk, &paper, &fields).await;
        let fields = json!({ "subject": "Phòng chống thiên tai", "code": "7/CĐ-TTg", "issuer": "Thủ tướng" });
        registers(&clerk, &other, &fields).await;
        let parts = json!([{ "part": "lead", "to": leader.unit("Phòng Kinh tế").await,
            "due_at": "2026-11-30T10:00:00Z" }]);
        leader
            .acts_on(
                &paper,
                "distribute",
                json!({ "action": "distribute", "parts": parts, "words": "Giao" }),
            )
            .await;

        let register = incoming(&clerk).await;
        let path = format!("/registers/{register}/print");
        for (form, wanted) in [
            (
                "register",
                [
                    "1042/STC-NS",
                    "\"giải ngân vốn đầu tư công\"",
                    "\"phòng kinh tế\"",
                ],
            ),
            (
                "follow_up",
                ["30/11/2026", "\"đang giải quyết\"", "\"sở tài chính\""],
            ),
        ] {
            let printed = clerk.gets(&format!("{path}/{form}/pdf")).await.fine();
            assert_eq!(printed.header("content-type"), "application/pdf");
            let again = clerk
                .uploads(&format!("{form}.pdf"), &printed.bytes, "office")
                .await;
            office.runs_jobs().await;
            for words in wanted {
                let found = clerk.searches(words).await.documents();
                assert!(found.contains(&again), "{form} does not say {words}");
            }
        }
        let filtered = clerk
            .gets(&format!("{path}/register/pdf?text=thien%20tai"))
            .await
            .fine();
        let again = clerk.uploads("loc.pdf", &filtered.bytes, "office").await;
        office.runs_jobs().await;
        assert!(
            !clerk
                .searches("1042/STC-NS")
                .await
                .documents()
                .contains(&again)
        );
        let sheet = clerk.gets(&format!("{path}/register/xlsx")).await.fine();
        assert!(sheet.bytes.starts_with(b"PK"));
        let unfit = clerk.gets(&format!("{path}/post/pdf")).await;
        assert_eq!(unfit.code(), "registers.form_unfit");
        let unknown = clerk.gets(&format!("{path}/novel/pdf")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        let foreign = office.signs_in("clerk.b").await;
        let foreign = foreign.gets(&format!("{path}/register/pdf")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);

        stamps_copies(&clerk, (&paper, &letter), &other).await;
        office.runs_jobs().await;
    });
}
