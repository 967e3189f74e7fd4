//! Scans made of small papers: what a scanner gives when somebody puts many letters and separator sheets
//! into it at once.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::Method;
use indexing::reading::{Limits, PagePart, Reader};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{congvan, project};
use crate::{Answer, Somebody};

/// A feeder that makes one PDF of many.
pub struct Scanner {
    reader: Reader,
    tray: TempDir,
    parts: Vec<PagePart>,
}

impl Scanner {
    /// An empty one.
    pub fn new() -> Scanner {
        Scanner {
            reader: Reader {
                command: vec![congvan().to_string_lossy().into_owned(), "read-file".into()],
                limits: Limits::default(),
            },
            tray: tempfile::tempdir().unwrap(),
            parts: Vec::new(),
        }
    }

    /// Puts a file in; answers its pages.
    pub async fn feeds(&mut self, path: &Path) -> u32 {
        let seen = self.reader.look(path, 1, 1).await.unwrap();
        for page in 1..=seen.page_count {
            self.parts.push(PagePart {
                path: path.to_owned(),
                page,
                turn: 0,
            });
        }
        seen.page_count
    }

    /// Puts bytes in.
    pub async fn feeds_bytes(&mut self, bytes: &[u8]) -> u32 {
        let path = self.tray.path().join(format!("{}.pdf", self.parts.len()));
        std::fs::write(&path, bytes).unwrap();
        self.feeds(&path).await
    }

    /// The whole scan.
    pub async fn scans(&self) -> Vec<u8> {
        let target = self.tray.path().join("scan");
        self.reader.assemble(&self.parts, &target).await.unwrap();
        std::fs::read(target).unwrap()
    }
}

impl Default for Scanner {
    fn default() -> Self {
        Self::new()
    }
}

/// Small letters with text, in a fixed order.
pub fn letters(count: usize) -> Vec<PathBuf> {
    let folder = project().join("tests/data/papers");
    let mut found: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let is_plain = ["scan", "dut-doan", "gui-lai", "nfd"]
                .iter()
                .all(|part| !name.contains(part));
            path.extension().is_some_and(|ending| ending == "pdf") && is_plain && !is_locked(path)
        })
        .collect();
    found.sort_by_key(|path| path.file_name().unwrap().to_owned());
    found.dedup_by_key(|path| path.file_name().unwrap().to_owned());
    assert!(found.len() >= count, "only {} letters", found.len());
    found.truncate(count);
    found
}

fn is_locked(path: &Path) -> bool {
    let bytes = std::fs::read(path).unwrap();
    bytes.windows(8).any(|part| part == b"/Encrypt")
}

impl Somebody {
    /// Opens a batch; answers its id.
    pub async fn opens_batch(&self, name: &str) -> String {
        let opened = self.posts("/batches", &json!({ "name": name })).await;
        opened.fine().json()["id"].as_str().unwrap().to_owned()
    }

    /// Drops a scan into a batch; answers its id.
    pub async fn drops_scan(&self, batch: &str, bytes: &[u8]) -> String {
        let metadata = [("batch", batch)];
        let sent = self.tries_to_upload("quet.pdf", bytes, &metadata).await;
        let sent = sent.fine();
        assert_eq!(sent.header("congvan-batch"), batch);
        sent.header("congvan-scan").to_owned()
    }

    /// A batch as it is shown.
    pub async fn sees_batch(&self, batch: &str) -> Value {
        self.gets(&format!("/batches/{batch}")).await.fine().json()
    }

    /// Separator sheets.
    pub async fn prints_sheets(&self, query: &str) -> Vec<u8> {
        self.gets(&format!("/batches/sheets?{query}"))
            .await
            .fine()
            .bytes
    }

    /// Tries to change the arrangement that a view shows.
    pub async fn tries_to_arrange(&self, seen: &Value, acts: Value) -> Answer {
        self.writes_batch(seen, "changes", json!({ "acts": acts }))
            .await
    }

    /// Tries to bring back the arrangement before the one that a view shows.
    pub async fn tries_to_undo(&self, seen: &Value) -> Answer {
        self.writes_batch(seen, "undo", json!({})).await
    }

    async fn writes_batch(&self, seen: &Value, what: &str, body: Value) -> Answer {
        let path = format!("/batches/{}/{what}", seen["id"].as_str().unwrap());
        let tag = format!("\"{}\"", seen["revision"]);
        let headers = [
            ("content-type", "application/json"),
            ("if-match", tag.as_str()),
        ];
        self.sends(Method::POST, &path, &headers, Body::from(body.to_string()))
            .await
    }
}
