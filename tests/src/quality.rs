//! Scanned papers whose fields somebody settles.

use axum::http::Method;
use serde_json::{Value, json};

use crate::batches::Scanner;
use crate::program::project;
use crate::{Answer, Office, Somebody};

/// Drops a batch of two scanned letters, and reads it.
pub async fn two_scans(office: &Office, clerk: &Somebody) -> (String, Vec<String>) {
    let batch = clerk.opens_batch("Kệ 12").await;
    let sheet = clerk.prints_sheets("count=1").await;
    let mut scanner = Scanner::new();
    for name in [
        "so-nnmt/incoming/2026-09-14-118-bc-ubnd-scan.pdf",
        "an-phu/incoming/2026-09-09-05-cd-ubnd-scan.pdf",
    ] {
        scanner.feeds_bytes(&sheet).await;
        let path = project().join("tests/data/papers").join(name);
        scanner.feeds(&path).await;
    }
    clerk.drops_scan(&batch, &scanner.scans().await).await;
    office.runs_jobs().await;
    let seen = clerk.sees_batch(&batch).await;
    let papers = seen["papers"].as_array().unwrap().iter();
    let ids = papers.map(|paper| paper["document"]["id"].as_str().unwrap().to_owned());
    (batch, ids.collect())
}

/// Settles the fields of a paper as they stand, but for what is changed.
pub async fn settles(clerk: &Somebody, paper: &str, changes: &Value) -> Answer {
    let path = format!("/documents/{paper}");
    let shown = clerk.gets(&path).await.fine();
    let tag = shown.header("etag").to_owned();
    let now = shown.json();
    let mut fields = json!({});
    for name in [
        "subject",
        "code",
        "issuer",
        "signer",
        "issued_on",
        "urgency",
    ] {
        fields[name] = now[name].clone();
    }
    fields["kind"] = now["kind"]["code"].clone();
    for (name, value) in changes.as_object().unwrap() {
        fields[name] = value.clone();
    }
    let headers = [
        ("content-type", "application/json"),
        ("if-match", tag.as_str()),
    ];
    clerk
        .sends(Method::PATCH, &path, &headers, fields.to_string())
        .await
}

impl Somebody {
    /// Sends a text as a file of comma separated values.
    pub async fn puts_text(&self, path: &str, text: &[u8]) -> Answer {
        let headers = [("content-type", "text/csv")];
        let body = axum::body::Body::from(text.to_vec());
        self.sends(Method::PUT, path, &headers, body).await
    }
}
