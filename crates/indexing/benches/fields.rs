//! How many fields of real papers are suggested rightly, and whether confidence means what it says.
//! Labels stand in `tests/data/labels`, the papers outside the project; without them it says so.
//! `--misses` also prints every value that is not right, `--each` every comparison for fitting confidence, `--wide` also asks the texts of the gazette and of
//! the database of law, which have no places and take minutes. `CONGVAN_FIELDS_PAGES` names a folder in which
//! pages that were read once are kept, so that rules can be tried without reading again.
//!
//! Right means: equal in NFC, letter case and the place of the tone aside, codes with look-alike letters
//! folded, days as days. A subject may differ in 2 % of its letters, for slips of recognition. Nothing
//! suggested where the paper says nothing is right as well.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indexing::reading::{
    Known, Layer, Limits, Page, Reader, Suggestion, character_error_rate, run_child, suggest,
};
use serde::Deserialize;
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

const REQUIRED: [&str; 7] = [
    "issuer",
    "code",
    "issued_on",
    "kind",
    "subject",
    "urgency",
    "signer",
];
const FURTHER: [&str; 4] = ["superior", "place", "signer_prefix", "signer_post"];

#[derive(Debug, Deserialize)]
struct Label {
    file: String,
    sha256: String,
    source: String,
    fields: BTreeMap<String, Value>,
    #[serde(default)]
    handwritten: Vec<String>,
}

/// One suggestion beside its label.
struct Outcome {
    source: String,
    field: String,
    handwritten: bool,
    half: usize,
    confidence: Option<u8>,
    right: bool,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|verb| !verb.starts_with("--")) {
        return run_child(&args);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = root.join("../shared/data");
    let data = std::env::var_os("CONGVAN_DATA").map_or(data, PathBuf::from);
    if !data.is_dir() {
        println!(
            "{}",
            json!({"name": "fields.accuracy", "skipped": "no real papers here"})
        );
        return ExitCode::SUCCESS;
    }
    let misses = args.iter().any(|arg| arg == "--misses");
    let mut outcomes = Vec::new();
    for set in ["born_digital", "scans", "forms"] {
        let path = root.join(format!("tests/data/labels/{set}.json"));
        let labels: Vec<Label> =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for label in &labels {
            let pages = pages_of(&data.join(&label.file), label);
            let found = suggest(&pages, &Known::default());
            compare(label, &found, misses, &mut outcomes);
        }
    }
    print(&outcomes);
    if args.iter().any(|arg| arg == "--each") {
        for one in &outcomes {
            println!(
                "{}",
                json!({"each": one.field, "source": one.source, "hand": one.handwritten, "half": one.half,
                "said": one.confidence, "right": one.right})
            );
        }
    }
    if args.iter().any(|arg| arg == "--wide") {
        wide(&data, misses);
    }
    ExitCode::SUCCESS
}

/// Texts without places whose number, day and kind a catalogue tells: the gazette by the names of its
/// pages, the database of law by its columns.
fn wide(data: &Path, misses: bool) {
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut count = |name: &str, id: &str, wanted: &str, found: Option<&str>, right: bool| {
        let entry = counts.entry(format!("fields.accuracy.{name}")).or_default();
        *entry = (entry.0 + u32::from(right), entry.1 + 1);
        if misses && !right {
            println!("{id} {name}\n    wanted {wanted}\n    got    {found:?}");
        }
    };
    for row in rows(&data.join("congbao-text/congbao.jsonl.gz")) {
        let (id, text) = (row["_id"].as_str().unwrap(), row["text"].as_str().unwrap());
        let found = suggest(&[page_of(text)], &Known::default());
        let value = |field: &str| {
            found
                .iter()
                .find(|one| one.field.code() == field)
                .map(|one| one.value.as_str())
        };
        let code = value("code").is_some_and(|code| id.contains(&format!("-so-{}-", slug(code))));
        count("gazette.code", id, id, value("code"), code);
        let kind = value("kind").is_some_and(|kind| id.starts_with(&kind.replace('_', "-")));
        count("gazette.kind", id, id, value("kind"), kind);
        for field in ["issuer", "issued_on", "subject", "signer"] {
            count(
                &format!("gazette.{field}.told"),
                id,
                "something",
                None,
                value(field).is_some(),
            );
        }
    }
    for row in rows(&data.join("vbpl-text/vbpl.jsonl.gz")) {
        let text = |name: &str| row[name].as_str().unwrap_or_default();
        let found = suggest(&[page_of(text("text"))], &Known::default());
        let value = |field: &str| {
            found
                .iter()
                .find(|one| one.field.code() == field)
                .map(|one| one.value.as_str())
        };
        for (field, wanted) in [
            ("code", text("so_hieu")),
            ("issued_on", text("ngay_ban_hanh")),
        ] {
            let right = is_right(field, &json!(wanted), value(field));
            count(
                &format!("law.{field}"),
                text("file"),
                wanted,
                value(field),
                right,
            );
        }
        let subject = text("title")
            .split_once(text("so_hieu"))
            .map_or("", |(_, subject)| subject.trim());
        if !subject.is_empty() && !text("so_hieu").is_empty() {
            let right = is_right("subject", &json!(subject), value("subject"));
            count(
                "law.subject",
                text("file"),
                subject,
                value("subject"),
                right,
            );
        }
    }
    for (name, (right, of)) in counts {
        let value = (f64::from(right) / f64::from(of) * 10_000.0).round() / 10_000.0;
        println!(
            "{}",
            json!({"name": name, "value": value, "unit": "share", "of": of})
        );
    }
}

fn rows(path: &Path) -> Vec<Value> {
    let Ok(file) = std::fs::File::open(path) else {
        return Vec::new();
    };
    let lines =
        std::io::BufRead::lines(std::io::BufReader::new(flate2::read::GzDecoder::new(file)));
    lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect()
}

fn page_of(text: &str) -> Page {
    Page {
        number: 1,
        width_pt: 0.0,
        height_pt: 0.0,
        text: indexing::reading::text::repair::repair_text(text),
        words: Vec::new(),
        layer: Layer::Drawn,
        converted: None,
    }
}

/// As the addresses of the gazette write a code: small letters without marks, hyphens between.
fn slug(code: &str) -> String {
    let plain = code.to_lowercase().replace('đ', "d");
    let plain: String = plain
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .collect();
    let parts = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// The pages of a paper, those without text recognised; read before if they are kept.
fn pages_of(path: &Path, label: &Label) -> Vec<Page> {
    let kept = std::env::var_os("CONGVAN_FIELDS_PAGES").map(PathBuf::from);
    let name = if label.source == "scan" { "scan-" } else { "" };
    let kept = kept.map(|folder| folder.join(format!("{name}{}.json", label.sha256)));
    if let Some(text) = kept
        .as_ref()
        .and_then(|kept| std::fs::read_to_string(kept).ok())
    {
        return serde_json::from_str(&text).unwrap();
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let program = std::env::current_exe().unwrap();
    let reader = Reader {
        command: vec![program.to_string_lossy().into_owned()],
        limits: Limits::default(),
    };
    let scratch = tempfile::tempdir().unwrap();
    let pages = runtime.block_on(read(&reader, path, scratch.path()));
    if let Some(kept) = kept {
        std::fs::write(kept, serde_json::to_string(&pages).unwrap()).unwrap();
    }
    pages
}

/// As the service reads a paper: pages whose text is missing are recognised.
async fn read(reader: &Reader, path: &Path, scratch: &Path) -> Vec<Page> {
    let Ok(reading) = reader.read(path, scratch).await else {
        return Vec::new();
    };
    let mut pages = reading.pages;
    for page in pages.iter_mut().filter(|page| page.layer == Layer::Missing) {
        if let Ok(recognised) = reader.recognise(path, page.number).await {
            *page = recognised.page;
        }
    }
    pages
}

fn compare(label: &Label, found: &[Suggestion], misses: bool, outcomes: &mut Vec<Outcome>) {
    let half = usize::from(label.sha256.as_bytes()[0].is_multiple_of(2));
    for (field, wanted) in &label.fields {
        let one = found.iter().find(|one| one.field.code() == field);
        let value = one.map(|one| one.value.as_str());
        let right = is_right(field, wanted, value);
        if misses && !right {
            let confidence = one.map(|one| one.confidence);
            println!(
                "{} {field} hand={} {confidence:?}\n    wanted {wanted}\n    got    {value:?}",
                label.file,
                label.handwritten.contains(field)
            );
        }
        outcomes.push(Outcome {
            source: label.source.clone(),
            field: field.clone(),
            handwritten: label.handwritten.contains(field),
            half,
            confidence: one.map(|one| one.confidence),
            right,
        });
    }
}

fn is_right(field: &str, wanted: &Value, found: Option<&str>) -> bool {
    match (wanted, found) {
        (Value::Array(any), _) => any.iter().any(|one| is_right(field, one, found)),
        (Value::Null, found) => found.is_none(),
        (Value::String(wanted), Some(found)) => {
            let (wanted, found) = (normal(wanted), normal(found));
            match field {
                "code" => look_alike(&wanted) == look_alike(&found),
                "subject" => {
                    let (wanted, found) = (bare_subject(&wanted), bare_subject(&found));
                    character_error_rate(wanted, found) <= 0.02
                }
                _ => wanted == found,
            }
        }
        _ => false,
    }
}

/// Small letters, tones behind their word, one kind of dash and quote, blanks joined.
fn normal(text: &str) -> String {
    let low = text.nfc().collect::<String>().to_lowercase();
    let plain: String = low
        .chars()
        .map(|c| match c {
            '–' | '—' => '-',
            '“' | '”' | '«' | '»' => '"',
            other => other,
        })
        .collect();
    let plain = plain.trim_end_matches(['.', ';', ' ']);
    let words = plain.split_whitespace().map(tone_last);
    words.collect::<Vec<_>>().join(" ").replace(" - ", "-")
}

fn tone_last(word: &str) -> String {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let (tones, letters): (Vec<char>, Vec<char>) = word.nfd().partition(|c| TONES.contains(c));
    letters.into_iter().chain(tones).collect()
}

fn bare_subject(text: &str) -> &str {
    let text = text.trim_end_matches(['.', ';', ' ']);
    let labels = ["v/v ", "ve\u{302} vie\u{302}c\u{300}\u{323} "];
    let label = labels.iter().find_map(|label| text.strip_prefix(label));
    let label = label.or_else(|| {
        let rest = text.split_once(' ')?.1.split_once(' ')?;
        text.nfd()
            .filter(char::is_ascii)
            .collect::<String>()
            .starts_with("ve viec ")
            .then_some(rest.1)
    });
    label.unwrap_or(text)
}

fn look_alike(code: &str) -> String {
    let same = |c: char| match c {
        'ð' | 'ɖ' => 'đ',
        'с' => 'c',
        'т' => 't',
        'о' => 'o',
        other => other,
    };
    code.chars()
        .filter(|c| !c.is_whitespace())
        .map(same)
        .collect()
}

fn share(outcomes: &[&Outcome]) -> f64 {
    let right = outcomes.iter().filter(|one| one.right).count();
    let share = f64::from(u32::try_from(right).unwrap())
        / f64::from(u32::try_from(outcomes.len()).unwrap());
    (share * 10_000.0).round() / 10_000.0
}

fn figure(name: &str, outcomes: &[&Outcome]) {
    if !outcomes.is_empty() {
        println!(
            "{}",
            json!({"name": name, "value": share(outcomes), "unit": "share", "of": outcomes.len()})
        );
    }
}

fn print(outcomes: &[Outcome]) {
    let select = |test: &dyn Fn(&Outcome) -> bool| {
        outcomes.iter().filter(|one| test(one)).collect::<Vec<_>>()
    };
    for source in ["born_digital", "scan"] {
        let required =
            |one: &Outcome| one.source == source && REQUIRED.contains(&one.field.as_str());
        figure(&format!("fields.accuracy.{source}"), &select(&required));
        if source == "scan" {
            let typed = |one: &Outcome| required(one) && !one.handwritten;
            figure("fields.accuracy.scan.without_handwriting", &select(&typed));
            let hand = |one: &Outcome| required(one) && one.handwritten;
            figure("fields.accuracy.scan.handwritten", &select(&hand));
            let wrong = |one: &Outcome| hand(one) && one.confidence.is_some();
            figure("fields.accuracy.scan.handwritten.guessed", &select(&wrong));
        }
        for field in REQUIRED.iter().chain(&FURTHER) {
            let of_field = |one: &Outcome| one.source == source && one.field == *field;
            figure(
                &format!("fields.accuracy.{source}.{field}"),
                &select(&of_field),
            );
        }
    }
    figure("fields.silent.forms", &select(&|one| one.source == "form"));
    for (name, half) in [("all", None), ("held_out", Some(1))] {
        for band in [
            (0, 40),
            (40, 60),
            (60, 75),
            (75, 85),
            (85, 92),
            (92, 96),
            (96, 101),
        ] {
            let inside = |one: &Outcome| {
                let fits = one
                    .confidence
                    .is_some_and(|c| (band.0..band.1).contains(&c));
                fits && one.source != "form" && half.is_none_or(|half| one.half == half)
            };
            let found = select(&inside);
            let mean = found
                .iter()
                .filter_map(|one| one.confidence)
                .map(f64::from)
                .sum::<f64>();
            if !found.is_empty() {
                let mean = mean / f64::from(u32::try_from(found.len()).unwrap());
                println!(
                    "{}",
                    json!({"name": format!("fields.calibration.{name}"), "from": band.0, "to": band.1 - 1,
                        "said": mean.round(), "right": share(&found), "of": found.len()})
                );
            }
        }
    }
}
