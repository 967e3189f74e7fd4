//! Quality of finding, measured through the public index on judged and on known-item queries.
//!
//! Prints one JSON line per figure. The data stand beside the project (`../shared/data`, or
//! `CONGVAN_SHARED_DATA`); where they do not, a sentence says so and nothing is measured.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use indexing::search::{Change, PageText, Paper, Positions, Request, SearchIndex};
use serde::Deserialize;
use time::macros::{datetime, format_description};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;
use workflow::access::Principal;
use workflow::documents::{Fields, ReadingState};
use workflow::{DocumentId, OrganisationId};

const EVERYONE: Principal = Principal::Everyone(OrganisationId(Uuid::from_u128(1)));

#[derive(Deserialize)]
struct Query {
    text: String,
    rel: Vec<String>,
    loai: Option<String>,
}

#[derive(Deserialize)]
struct Article {
    #[serde(rename = "_id")]
    id: String,
    title: String,
    text: String,
    so_ky_hieu: String,
    van_ban: String,
    ngay_ban_hanh: Option<String>,
    co_quan: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: String,
    so_ky_hieu: Option<String>,
    ngay_ban_hanh: Option<String>,
    trich_yeu: Option<String>,
    tep: Option<String>,
}

fn main() {
    let data = std::env::var_os("CONGVAN_SHARED_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    known_items(&data.join("ubnd-binhduong-meta"));
    judged_questions(&data.join("vnlaw-ir"));
}

fn known_items(folder: &Path) {
    let (Some(rows), Some(queries)) = (
        gzip_lines(&folder.join("vanban.jsonl.gz")),
        gzip_lines(&folder.join("queries_known_item.jsonl.gz")),
    ) else {
        println!(
            "Skipped: {} does not exist, so known items were not measured.",
            folder.display()
        );
        return;
    };
    let mut names = Vec::new();
    let mut papers = Vec::new();
    for row in parsed::<Row>(rows) {
        let fields = Fields {
            subject: row.trich_yeu,
            code: row.so_ky_hieu,
            issued_on: row.ngay_ban_hanh.as_deref().and_then(day),
            ..Fields::default()
        };
        papers.push(paper(
            names.len(),
            fields,
            row.tep.into_iter().collect(),
            None,
        ));
        names.push(row.id);
    }
    let index = index_of(papers);
    let mut by_kind: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for query in parsed::<Query>(queries) {
        let found = search(&index, &query.text, 3);
        let is_found = found.iter().any(|at| query.rel.contains(&names[*at]));
        if !is_found && std::env::var_os("CONGVAN_QUALITY_MISSES").is_some() {
            println!("missed: {} {:?}", query.text, query.rel);
        }
        for kind in ["all".to_owned(), query.loai.unwrap_or_default()] {
            let (hits, all) = by_kind.entry(kind).or_default();
            *hits += u32::from(is_found);
            *all += 1;
        }
    }
    for (kind, (hits, all)) in by_kind {
        let name = match kind.as_str() {
            "all" => "quality.search.known_item.first3".to_owned(),
            kind => format!("quality.search.known_item.first3.{kind}"),
        };
        print_figure(&name, 100.0 * f64::from(hits) / f64::from(all), "%");
    }
}

fn judged_questions(folder: &Path) {
    let (Some(articles), Some(queries)) = (
        xz_lines(&folder.join("corpus.jsonl.xz")),
        gzip_lines(&folder.join("queries.jsonl.gz")),
    ) else {
        println!(
            "Skipped: {} does not exist, so judged questions were not measured.",
            folder.display()
        );
        return;
    };
    let mut names = Vec::new();
    let mut papers = Vec::new();
    for article in parsed::<Article>(articles) {
        let fields = Fields {
            subject: Some(article.title.clone()),
            code: Some(article.so_ky_hieu),
            issuer: article.co_quan,
            issued_on: article.ngay_ban_hanh.as_deref().and_then(day),
            ..Fields::default()
        };
        let text = format!(
            "{}\n\n{}\n\n{}",
            article.van_ban, article.title, article.text
        );
        papers.push(paper(names.len(), fields, Vec::new(), Some(text)));
        names.push(article.id);
    }
    let index = index_of(papers);
    let queries: Vec<Query> = parsed(queries).collect();
    let mut exact = None;
    for (manner, typed) in [
        ("exact", str::to_owned as fn(&str) -> String),
        ("folded", without_marks),
        ("half", half_without_marks),
    ] {
        let sum: f64 = queries
            .iter()
            .map(|query| ndcg(&index, &names, query, &typed(&query.text)))
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "a few hundred queries")]
        let mean = sum / queries.len() as f64;
        let ratio = mean / *exact.get_or_insert(mean);
        let name = format!("quality.search.ndcg10.{manner}");
        println!(
            "{}",
            serde_json::json!({"name": name, "value": round(mean), "unit": "nDCG@10", "ratio": round(ratio)})
        );
    }
}

fn ndcg(index: &SearchIndex, names: &[String], query: &Query, typed: &str) -> f64 {
    let discount = |place: usize| 1.0 / f64::from(u32::try_from(place + 2).unwrap()).log2();
    let found = search(index, typed, 10);
    let hits = found
        .iter()
        .enumerate()
        .filter(|(_, at)| query.rel.contains(&names[**at]));
    let gained: f64 = hits.map(|(place, _)| discount(place)).sum();
    let ideal: f64 = (0..query.rel.len().min(10)).map(discount).sum();
    gained / ideal
}

fn search(index: &SearchIndex, query: &str, limit: usize) -> Vec<usize> {
    let request = Request {
        query: query.to_owned(),
        principals: vec![EVERYONE],
        limit,
        ..Request::default()
    };
    match index.search(&request) {
        Ok(answer) => answer
            .hits
            .iter()
            .map(|hit| usize::try_from(hit.id.0.as_u128()).unwrap())
            .collect(),
        Err(fault) => {
            println!("refused: {fault:?}: {query}");
            Vec::new()
        }
    }
}

fn index_of(papers: Vec<Paper>) -> SearchIndex {
    let index = SearchIndex::in_memory().unwrap();
    let changes = papers
        .into_iter()
        .map(|paper| Change::Put(Box::new(paper)))
        .collect();
    index.apply_bulk(changes, &Positions::new()).unwrap();
    index
}

fn paper(number: usize, fields: Fields, file_names: Vec<String>, text: Option<String>) -> Paper {
    Paper {
        id: DocumentId(Uuid::from_u128(number as u128)),
        readers: vec![EVERYONE.to_string()],
        fields,
        unit: None,
        state: ReadingState::Read,
        captured_at: datetime!(2026-01-01 08:00 UTC),
        file_names,
        pages: text
            .into_iter()
            .map(|text| PageText {
                file: 0,
                number: 1,
                text,
            })
            .collect(),
    }
}

fn day(text: &str) -> Option<time::Date> {
    time::Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

fn without_marks(text: &str) -> String {
    let plain = |c: char| match c {
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    };
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(plain)
        .collect()
}

/// Every second word without marks.
fn half_without_marks(text: &str) -> String {
    let words = text.split(' ').enumerate();
    let words = words.map(|(at, word)| {
        if at % 2 == 1 {
            without_marks(word)
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn gzip_lines(path: &Path) -> Option<Vec<String>> {
    let file = File::open(path).ok()?;
    Some(lines(flate2::read::GzDecoder::new(file)))
}

fn xz_lines(path: &Path) -> Option<Vec<String>> {
    let mut text = Vec::new();
    lzma_rs::xz_decompress(&mut BufReader::new(File::open(path).ok()?), &mut text).unwrap();
    Some(lines(text.as_slice()))
}

fn lines(reader: impl Read) -> Vec<String> {
    BufReader::new(reader).lines().map(Result::unwrap).collect()
}

fn parsed<T: serde::de::DeserializeOwned>(lines: Vec<String>) -> impl Iterator<Item = T> {
    lines
        .into_iter()
        .map(|line| serde_json::from_str(&line).unwrap())
}

fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

fn print_figure(name: &str, value: f64, unit: &str) {
    println!(
        "{}",
        serde_json::json!({"name": name, "value": round(value), "unit": unit})
    );
}
