//! The quality of a digitisation: what is looked at first, what became of suggestions, samples that are keyed
//! unseen, and the report of a batch.

use axum::http::StatusCode;
use indexing::reading::{Limits, Reader};
use serde_json::{Value, json};
use stories::program::congvan;
use stories::quality::{settles, two_scans};
use stories::{Office, Somebody, both_databases};

const PERIOD: &str = "from=2026-11-01&to=2026-11-30";

/// The sheets of a workbook as the office itself reads them, a line for each row.
async fn sheets(book: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bao-cao.xlsx");
    std::fs::write(&path, book).unwrap();
    let reader = Reader {
        command: vec![congvan().to_string_lossy().into_owned(), "read-file".into()],
        limits: Limits::default(),
    };
    let read = reader
        .read_named(&path, "bao-cao.xlsx", folder.path())
        .await;
    let pages = read.unwrap().pages.into_iter();
    pages.map(|page| page.text).collect()
}

async fn work(somebody: &Somebody, query: &str) -> Value {
    let path = format!("/quality/work?{query}");
    somebody.gets(&path).await.fine().json()
}

fn rows(rates: &Value) -> &[Value] {
    rates["rows"].as_array().unwrap()
}

#[test]
fn the_least_sure_papers_come_first_until_somebody_settled_them() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let (clerk, chief) = (
            office.signs_in("clerk.a").await,
            office.signs_in("chief.a").await,
        );
        let (batch, papers) = two_scans(&office, &clerk).await;
        let all = work(&clerk, "").await;
        let items = all["items"].as_array().unwrap();
        assert!(
            !items.is_empty(),
            "one of the scans has an unsure field: {all}"
        );
        let least: Vec<_> = items
            .iter()
            .map(|one| one["least"].as_i64().unwrap())
            .collect();
        assert!(least.is_sorted(), "{least:?}");
        assert!(least.iter().all(|sure| *sure < 90), "{least:?}");
        for one in items {
            assert!(!one["unsure"].as_array().unwrap().is_empty(), "{one}");
            assert_eq!(one["batch_name"], "Kệ 12");
            assert!(one["page_confidence"].as_f64().unwrap() > 50.0, "{one}");
        }
        let first = items[0]["document"]["id"].as_str().unwrap().to_owned();
        let page = work(&clerk, "limit=1").await;
        assert_eq!(page["items"][0]["document"]["id"], json!(first));
        if items.len() > 1 {
            let rest = format!("limit=1&after={}", page["next"].as_str().unwrap());
            let rest = work(&clerk, &rest).await;
            assert_eq!(rest["items"][0], items[1]);
            assert_eq!(rest["next"], Value::Null);
        }
        let odd = clerk.gets("/quality/work?after=1").await;
        assert_eq!(odd.status, StatusCode::BAD_REQUEST);
        let of_batch = work(&clerk, &format!("batch={batch}")).await;
        assert_eq!(of_batch["items"], all["items"]);
        let unit = clerk.unit("Phòng Kinh tế").await;
        let of_unit = format!("unit={}", unit["id"].as_str().unwrap());
        assert_eq!(work(&clerk, &of_unit).await["items"], json!([]));
        let elsewhere = office.signs_in("clerk.b").await;
        assert_eq!(work(&elsewhere, "").await["items"], json!([]));

        // Settled: the paper leaves the list, and what was suggested for it counts.
        for paper in &papers {
            let issuer = json!({ "issuer": "Ủy ban nhân dân xã Thử Nghiệm" });
            settles(&clerk, paper, &issuer).await.fine();
        }
        assert_eq!(work(&clerk, "").await["items"], json!([]));
        let path = format!("/quality/suggestions?{PERIOD}");
        let rates = chief.gets(&path).await.fine().json();
        let of = |field: &str| {
            let mut found = rows(&rates).iter();
            found.find(|row| row["key"] == field).unwrap().clone()
        };
        assert_eq!(
            (&of("issuer")["checked"], &of("issuer")["errors"]),
            (&json!(2), &json!(2))
        );
        assert_eq!(of("code")["errors"], json!(0), "{rates}");
        assert_eq!(rates["total"]["papers"], json!(2));
        assert!(of("issuer")["low"].as_f64().unwrap() > 0.3);
        for by in ["issuer", "operator", "batch"] {
            let by = chief.gets(&format!("{path}&by={by}")).await.fine().json();
            assert_eq!(rows(&by).len(), 1, "{by}");
            assert_eq!(rows(&by)[0]["papers"], json!(2));
            assert!(rows(&by)[0]["name"].is_string(), "{by}");
        }
        // Correcting what was settled replaces what was counted.
        let again = json!({ "issuer": "Ủy ban nhân dân xã Khác" });
        settles(&clerk, &papers[0], &again).await.fine();
        let rates = chief.gets(&path).await.fine().json();
        assert_eq!(rates["total"]["papers"], json!(2));
        let refused = clerk.gets(&path).await;
        assert_eq!(refused.code(), "access.role_needed");
        let long = chief
            .gets("/quality/suggestions?from=2020-01-01&to=2026-12-31")
            .await;
        assert_eq!(long.code(), "calendar.period");
        let theirs = format!(
            "{path}&batch={}",
            workflow::BatchId(uuid::Uuid::from_u128(7))
        );
        assert_eq!(chief.gets(&theirs).await.code(), "quality.batch_unknown");
    });
}

#[test]
fn a_batch_is_reported_as_a_book_of_sheets() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let (batch, papers) = two_scans(&office, &clerk).await;
        settles(&clerk, &papers[0], &json!({ "issuer": "UBND xã A" }))
            .await
            .fine();
        let path = format!("/batches/{batch}/report");
        let book = clerk.gets(&path).await.fine();
        let [summary, papers, errors] = sheets(&book.bytes).await.try_into().unwrap();
        let value = |name: &str| {
            let mut lines = summary.lines();
            let found = lines.find_map(|line| line.trim().strip_prefix(name));
            let found = found.unwrap_or_else(|| panic!("{name} is missing in {summary}"));
            found.trim().to_owned()
        };
        assert_eq!(value("Số văn bản "), "2");
        assert_eq!(value("Ngày mở lô"), "23/11/2026");
        let number = |name: &str| value(name).parse::<u32>().unwrap();
        // Two of the scanned pages are separator sheets.
        let done = number("Số trang đã nhận dạng") + number("Số trang không nhận dạng được");
        assert_eq!(done + 2, number("Số trang quét"), "{summary}");
        let seconds: f64 = value("Thời gian CPU mỗi trang (giây)").parse().unwrap();
        assert!(seconds > 0.05, "{summary}");
        let one = papers.lines().find(|line| line.contains("118/BC-UBND"));
        assert!(one.unwrap().contains("14/09/2026"), "{papers}");
        assert!(errors.contains("Tác giả 1 1 100"), "{errors}");
        let elsewhere = office.signs_in("clerk.b").await;
        assert_eq!(elsewhere.gets(&path).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn a_batch_is_compared_with_the_list_of_its_shelf() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let (batch, papers) = two_scans(&office, &clerk).await;
        let path = format!("/batches/{batch}/shelf-list");
        let none = clerk.gets(&path).await.fine().json();
        assert_eq!(none["shelf"], Value::Null);
        let code = json!({ "code": "05/CĐ-UBND", "issued_on": "2026-09-09" });
        settles(&clerk, &papers[1], &code).await.fine();
        let list = "Danh mục kệ 12\nSố, ký hiệu;Ngày;Trích yếu;Tác giả;Số trang;Hộp\n\
            118/BC–UBND;14/9/2026;;;7;3\n9/QĐ-UBND;1/2/2026;Việc khác hẳn;;1;3\n5/QĐ;mai;;;1;3\n";
        let wide: Vec<u8> = list.encode_utf16().flat_map(u16::to_le_bytes).collect();
        clerk
            .puts_text(&path, &[&[0xff, 0xfe][..], &wide].concat())
            .await
            .fine();
        let shelf = clerk.gets(&path).await.fine().json()["shelf"].clone();
        let rows = shelf["rows"].as_array().unwrap();
        let outcomes: Vec<_> = rows
            .iter()
            .map(|row| (&row["line"], &row["outcome"]))
            .collect();
        assert_eq!(
            outcomes,
            [
                (&json!(3), &json!("pages_differ")),
                (&json!(4), &json!("missing"))
            ]
        );
        assert_eq!(rows[0]["papers"][0]["id"], json!(papers[0]));
        assert_eq!(shelf["bad"][0]["line"], json!(5));
        assert_eq!(shelf["bad"][0]["code"], "quality.shelf_day");
        assert_eq!(shelf["extra"][0]["id"], json!(papers[1]));

        let text = clerk.gets(&format!("{path}/csv")).await.fine().bytes;
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.starts_with('\u{feff}') && text.lines().count() == 5,
            "{text}"
        );
        assert!(text.contains("4;Thiếu;9/QĐ-UBND;01/02/2026"), "{text}");
        let book = clerk.gets(&format!("{path}/xlsx")).await.fine().bytes;
        let [sheet] = sheets(&book).await.try_into().unwrap();
        assert!(
            sheet.contains("3 Có, khác số trang 118/BC–UBND 14/09/2026"),
            "{sheet}"
        );
        let report = clerk
            .gets(&format!("/batches/{batch}/report"))
            .await
            .fine()
            .bytes;
        assert_eq!(sheets(&report).await.len(), 4);

        // A better list takes the place of the one before; one that cannot be read leaves it.
        let better = "so ky hieu,ngay,so to\n118/BC-UBND,14/09/2026,2\n";
        clerk.puts_text(&path, better.as_bytes()).await.fine();
        for (wrong, code) in [
            ("a;b\n1;2\n", "quality.shelf_headings"),
            ("PK\0\0x", "quality.shelf_no_text"),
        ] {
            let refused = clerk.puts_text(&path, wrong.as_bytes()).await;
            assert_eq!(refused.code(), code);
        }
        let shelf = clerk.gets(&path).await.fine().json()["shelf"].clone();
        assert_eq!(shelf["rows"].as_array().unwrap().len(), 1);
        assert_eq!(shelf["rows"][0]["outcome"], "found");
        let elsewhere = office.signs_in("clerk.b").await;
        assert_eq!(elsewhere.gets(&path).await.status, StatusCode::NOT_FOUND);
        let specialist = office.signs_in("specialist.economy").await;
        assert_eq!(specialist.gets(&path).await.code(), "access.role_needed");
    });
}
