//! Papers come in: whole, in pieces, twice, corrected, with bad bytes.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::json;
use stories::{Office, both_databases};

#[test]
fn an_upload_in_pieces_is_resumed_where_it_broke_off() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let text = "Báo cáo kết quả giải ngân ".repeat(2000);
        let bytes = text.as_bytes();
        let length = bytes.len().to_string();
        let create = [
            ("tus-resumable", "1.0.0"),
            ("upload-length", length.as_str()),
            ("upload-metadata", "filename YmFvLWNhby50eHQ="),
        ];
        let answer = clerk
            .sends(Method::POST, "/uploads", &create, Body::empty())
            .await
            .fine();
        let place = answer.header("location").replace("/api/v1", "");
        let send = async |offset: usize, end: usize| {
            let (offset_text, size) = (offset.to_string(), (end - offset).to_string());
            let headers = [
                ("tus-resumable", "1.0.0"),
                ("upload-offset", offset_text.as_str()),
                ("content-length", size.as_str()),
                ("content-type", "application/offset+octet-stream"),
            ];
            clerk
                .sends(Method::PATCH, &place, &headers, bytes[offset..end].to_vec())
                .await
        };
        send(0, 1000).await.fine();
        assert_eq!(
            send(500, 900).await.status,
            StatusCode::CONFLICT,
            "a wrong offset is told"
        );
        let tus = [("tus-resumable", "1.0.0")];
        let head = clerk
            .sends(Method::HEAD, &place, &tus, Body::empty())
            .await
            .fine();
        assert_eq!(head.header("upload-offset"), "1000");
        let other = office.signs_in("clerk.b").await;
        let theirs = other.sends(Method::HEAD, &place, &tus, Body::empty()).await;
        assert_eq!(
            theirs.status,
            StatusCode::NOT_FOUND,
            "an upload is its sender's alone"
        );
        let last = send(1000, bytes.len()).await.fine();
        let paper = last.header("congvan-document").to_owned();
        let again = clerk
            .sends(Method::HEAD, &place, &tus, Body::empty())
            .await
            .fine();
        assert_eq!(
            again.header("congvan-document"),
            paper,
            "a lost answer can be asked for"
        );
        assert_eq!(again.header("upload-offset"), length);
        office.runs_jobs().await;
        let shown = clerk.sees_paper(&paper).await;
        assert_eq!(
            (&shown["state"], &shown["files"][0]["name"]),
            (&json!("read"), &json!("bao-cao.txt"))
        );
        let file = shown["files"][0]["id"].as_str().unwrap();
        let content = clerk.gets(&format!("/files/{file}/content")).await.fine();
        assert_eq!(content.bytes, bytes);
        let range = [("range", "bytes=10-19")];
        let path = format!("/files/{file}/content");
        let part = clerk.sends(Method::GET, &path, &range, Body::empty()).await;
        assert_eq!(
            (part.status, &part.bytes[..]),
            (StatusCode::PARTIAL_CONTENT, &bytes[10..20])
        );
        let tag = content.header("etag").to_owned();
        let same = [("if-none-match", tag.as_str())];
        let cached = clerk.sends(Method::GET, &path, &same, Body::empty()).await;
        assert_eq!(cached.status, StatusCode::NOT_MODIFIED);
    });
}

#[test]
fn the_same_bytes_twice_are_one_blob_and_shown_as_duplicates() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let first = clerk.uploads("mot.txt", b"cung noi dung", "office").await;
        let answer = clerk
            .tries_to_upload("hai.txt", b"cung noi dung", &[])
            .await
            .fine();
        assert_eq!(answer.header("congvan-duplicates"), "1");
        let second = answer.header("congvan-document");
        let shown = clerk.gets(&format!("/documents/{second}")).await.json();
        assert_eq!(shown["duplicates"][0]["id"], json!(first));
        // Another agency's copy is nobody's duplicate.
        let other = office.signs_in("clerk.b").await;
        let theirs = other
            .tries_to_upload("ba.txt", b"cung noi dung", &[])
            .await
            .fine();
        assert_eq!(theirs.header("congvan-duplicates"), "0");
        let blobs = walk(&office.folder().join("blobs"));
        assert_eq!(blobs, 1);
        office.runs_jobs().await;
    });
}

fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { walk(&path) } else { 1 })
        .sum()
}

#[test]
fn an_edit_needs_the_revision_that_was_seen() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let specialist = office.signs_in("specialist.economy").await;
        let paper = clerk.uploads("a.txt", b"noi dung", "organisation").await;
        office.runs_jobs().await;
        let path = format!("/documents/{paper}");
        let tag = clerk.gets(&path).await.fine().header("etag").to_owned();
        let body = json!({ "subject": "Kế hoạch phòng chống lụt bão", "kind": "ke_hoach",
            "code": "12/KH-UBND", "issued_on": "2026-03-05", "urgency": "urgent" })
        .to_string();
        let edit =
            async |who: &stories::Somebody, tag: Option<&str>, key: Option<&str>, body: &str| {
                let mut headers = vec![("content-type", "application/json")];
                headers.extend(tag.map(|tag| ("if-match", tag)));
                headers.extend(key.map(|key| ("idempotency-key", key)));
                who.sends(Method::PATCH, &path, &headers, body.to_owned())
                    .await
            };
        assert_eq!(
            edit(&clerk, None, None, &body).await.code(),
            "http.precondition_required"
        );
        assert_eq!(
            edit(&specialist, Some(&tag), None, &body).await.code(),
            "access.role_needed"
        );
        let first = edit(&clerk, Some(&tag), Some("k1"), &body).await.fine();
        let repeated = edit(&clerk, Some(&tag), Some("k1"), &body).await.fine();
        assert_eq!(
            first.json()["revision"],
            repeated.json()["revision"],
            "done once"
        );
        let other_body = body.replace("12/KH", "13/KH");
        let misused = edit(&clerk, Some(&tag), Some("k1"), &other_body).await;
        assert_eq!(misused.code(), "http.idempotency_mismatch");
        assert_eq!(
            edit(&clerk, Some(&tag), None, &body).await.code(),
            "documents.stale"
        );
        let wrong = body.replace("ke_hoach", "tieu_thuyet");
        let now = first.header("etag").to_owned();
        assert_eq!(
            edit(&clerk, Some(&now), None, &wrong).await.code(),
            "documents.kind_unknown"
        );
        let history = clerk.gets(&format!("{path}/events")).await.fine().json();
        let kinds: Vec<_> = history["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["kind"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(kinds, ["document.captured", "file.read", "document.edited"]);
        office.runs_jobs().await;
        assert_eq!(specialist.searches("lut bao").await.documents(), [paper]);
    });
}

#[test]
fn names_and_metadata_that_lie_are_made_harmless_or_refused() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        for (given, kept) in [
            ("../../etc/passwd", "passwd"),
            ("gpj.\u{202e}fdp.txt", "gpj.fdp.txt"),
            ("a\u{0}\u{7}b.txt", "a b.txt"),
        ] {
            let paper = clerk.uploads(given, given.as_bytes(), "office").await;
            let shown = clerk.gets(&format!("/documents/{paper}")).await.json();
            assert_eq!(shown["files"][0]["name"], json!(kept), "{given:?}");
        }
        let nameless = clerk.tries_to_upload("  ", b"x", &[]).await;
        assert_eq!(nameless.code(), "uploads.name_missing");
        let odd = clerk
            .tries_to_upload("a", b"x", &[("audience", "everybody")])
            .await;
        assert_eq!(odd.code(), "uploads.metadata_unreadable");
        let foreign_unit = format!("unit_{}", "0".repeat(32));
        let nowhere = clerk
            .tries_to_upload("a", b"x", &[("audience", &foreign_unit)])
            .await;
        assert_eq!(nowhere.code(), "organisations.unit_unknown");
        office.runs_jobs().await;
    });
}

#[test]
fn bad_files_are_kept_told_and_harm_nothing() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let folder = stories::program::project().join("tests/data/bad");
        let mut papers = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            papers.push((
                name.clone(),
                bytes.clone(),
                clerk.uploads(&name, &bytes, "office").await,
            ));
        }
        let good = clerk
            .uploads("tot.txt", "Văn bản lành lặn".as_bytes(), "office")
            .await;
        office.runs_jobs().await;
        let mut troubles = Vec::new();
        for (name, bytes, paper) in papers {
            let shown = clerk.sees_paper(&paper).await;
            let file = &shown["files"][0];
            let path = format!("/files/{}/content", file["id"].as_str().unwrap());
            assert_eq!(
                clerk.gets(&path).await.fine().bytes,
                bytes,
                "{name}: the original is kept"
            );
            if let Some(code) = file["trouble"]["code"].as_str() {
                let detail = file["trouble"]["detail"].as_str().unwrap();
                assert_ne!(code, detail, "{name}: {code} has no sentence");
                troubles.push((name, code.to_owned()));
            }
        }
        assert!(
            troubles.contains(&("zero-bytes.pdf".into(), "reading.empty".into())),
            "{troubles:?}"
        );
        assert_eq!(clerk.searches("lanh lan").await.documents(), [good]);
    });
}

#[test]
fn a_paper_with_a_mark_of_secrecy_is_kept_apart() {
    both_databases(async |database| {
        let office = Office::open(database).await;
        let clerk = office.signs_in("clerk.a").await;
        let text = "ỦY BAN NHÂN DÂN\n\nTỐI MẬT\n\nKế hoạch phương án đặc biệt".as_bytes();
        let paper = clerk.uploads("mat.txt", text, "organisation").await;
        office.runs_jobs().await;
        assert!(
            clerk
                .searches("phuong an dac biet")
                .await
                .documents()
                .is_empty()
        );
        let shown = clerk.sees_paper(&paper).await;
        assert_eq!(
            (&shown["state"], &shown["subject"]),
            (&json!("quarantined"), &json!(null))
        );
        for action in shown["actions"].as_array().unwrap() {
            assert_eq!(action["code"], "documents.quarantined", "{action}");
        }
        let headers = [("if-match", "\"1\""), ("content-type", "application/json")];
        let path = format!("/documents/{paper}");
        let subject = r#"{"subject":"Phương án đặc biệt","urgency":"normal"}"#;
        let edited = clerk.sends(Method::PATCH, &path, &headers, subject).await;
        assert_eq!(edited.code(), "documents.quarantined");
        let file = shown["files"][0]["id"].as_str().unwrap();
        let content = clerk.gets(&format!("/files/{file}/content")).await;
        assert_eq!(content.code(), "documents.quarantined");
        let pages = clerk.gets(&format!("/files/{file}/pages")).await.json();
        assert_eq!(pages["items"], json!([]));
    });
}
