//! The walls of the house: arrows between crates, callers of routes, sentences of codes, paths named
//! in the documents.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use stories::program::project;

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules", "dist", ".git"].contains(&name.as_str()) {
            found.extend(files(&path, endings));
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn crates_lean_only_where_the_arrows_point() {
    let house = [
        "workflow",
        "storage",
        "indexing",
        "printing",
        "api",
        "migrations",
    ];
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("crates/workflow", &[][..]),
        ("migrations", &[]),
        ("crates/storage", &["workflow", "migrations"]),
        ("crates/indexing", &["workflow"]),
        ("crates/printing", &[]),
        (
            "crates/api",
            &["workflow", "storage", "indexing", "printing"],
        ),
    ]);
    for (folder, arrows) in allowed {
        let manifest = read(&project().join(folder).join("Cargo.toml"));
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap();
        for room in house {
            let leans = dependencies
                .lines()
                .any(|line| line.starts_with(&format!("{room}.")));
            assert_eq!(leans, arrows.contains(&room), "{folder} → {room}");
        }
    }
    for path in files(&project().join("crates"), &[".rs"]) {
        let in_storage = path.starts_with(project().join("crates/storage"));
        let text = read(&path);
        let names = ["sea_orm::", "object_store::"]
            .iter()
            .any(|name| text.contains(name));
        assert!(
            in_storage || !names,
            "{} names what only storage may",
            path.display()
        );
    }
    for path in files(&project().join("crates/workflow"), &[".rs"]) {
        let text = read(&path);
        for forbidden in ["async fn", "std::fs", "std::net", "now_utc", "now_v7"] {
            assert!(
                !text.contains(forbidden),
                "{} has {forbidden}",
                path.display()
            );
        }
    }
}

#[test]
fn transactions_are_opened_by_operations_only() {
    for path in files(&project().join("crates/api/src"), &[".rs"]) {
        let is_operation = path.starts_with(project().join("crates/api/src/ops"));
        assert!(
            is_operation || !read(&path).contains(".begin("),
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_code_has_its_sentence_and_every_sentence_its_code() {
    let table: serde_json::Value =
        serde_json::from_str(&read(&project().join("web/src/messages/problems.json"))).unwrap();
    let table = table.as_object().unwrap();
    for (code, sentence) in table {
        for language in ["vi", "en"] {
            let text = sentence[language].as_str().unwrap_or_default();
            assert!(text.len() > 10, "{code} has no sentence in {language}");
        }
    }
    let mut used = BTreeSet::new();
    for path in files(&project().join("crates"), &[".rs"]) {
        let text = read(&path);
        for area in [
            "access",
            "batches",
            "calendar",
            "documents",
            "exchange",
            "http",
            "identity",
            "import",
            "ink",
            "instructions",
            "mail",
            "notices",
            "organisations",
            "outgoing",
            "printing",
            "people",
            "push",
            "quality",
            "reading",
            "registers",
            "routes",
            "search",
            "uploads",
            "work",
        ] {
            for part in text.split(&format!("\"{area}.")).skip(1) {
                let rest = part.split('"').next().unwrap_or_default();
                if rest.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                    used.insert(format!("{area}.{rest}"));
                }
            }
        }
    }
    for path in files(&project().join("crates"), &[".rs"]) {
        for part in read(&path).split("Refusal::new(\"").skip(1) {
            let code = part.split('"').next().unwrap();
            assert!(
                code.starts_with("test.") || table.contains_key(code),
                "{code} has no sentence"
            );
        }
    }
    for code in table.keys().filter(|code| !code.starts_with("web.")) {
        assert!(
            used.contains(code),
            "{code} has a sentence but nobody says it"
        );
    }
}

/// What looks like a kind of event in the operations and the rules, and is none.
const NO_EVENTS: [&str; 9] = [
    "blob.damaged",
    "blob.missing",
    "congvan.local",
    "desktop.ini",
    "manifest.jsonl",
    "office.json",
    "paper.pdf",
    "thumbs.db",
    "webauthn.",
];

#[test]
fn every_event_has_its_place_in_the_log_of_the_agency() {
    let table: serde_json::Value =
        serde_json::from_str(&read(&project().join("web/src/messages/problems.json"))).unwrap();
    let kinds = read(&project().join("web/src/admin/audit/kinds.ts"));
    let is_word =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let mut found = 0;
    for folder in ["crates/api/src/ops", "crates/workflow/src"] {
        let all = files(&project().join(folder), &[".rs"]);
        for path in all
            .iter()
            .filter(|path| !path.components().any(|part| part.as_os_str() == "tests"))
        {
            for literal in read(path).split('"') {
                let is_kind = literal
                    .split_once('.')
                    .is_some_and(|(area, what)| is_word(area) && is_word(what));
                let is_other = table.get(literal).is_some()
                    || literal.starts_with("test.")
                    || NO_EVENTS.iter().any(|start| literal.starts_with(start));
                if is_kind && !is_other {
                    found += 1;
                    let place = format!("'{literal}'");
                    assert!(kinds.contains(&place), "{}: {literal}", path.display());
                }
            }
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn every_path_named_in_the_documents_exists() {
    let root = project();
    let mut pages: Vec<PathBuf> = files(&root.join("docs"), &[".md"]);
    pages.extend(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(|name| root.join(name)));
    for page in pages {
        let text = read(&page);
        for (place, named) in text.split('`').enumerate() {
            let is_path = [
                "crates/",
                "docs/",
                "tests/",
                "web/",
                "deploy/",
                "scripts/",
                "migrations/",
            ]
            .iter()
            .any(|start| named.starts_with(start));
            let is_plain = !named.contains(['<', '*', '{', ' ', '…', '\n']);
            if place % 2 == 1 && is_path && is_plain {
                let exists = root.join(named.trim_end_matches('/')).exists();
                assert!(exists, "{} names {named}", page.display());
            }
        }
    }
}

#[test]
fn the_description_of_the_api_is_the_one_the_web_was_built_from() {
    let described = api::http::openapi_document().to_pretty_json().unwrap();
    let kept = read(&project().join("web/openapi.json"));
    assert_eq!(
        described.trim(),
        kept.trim(),
        "congvan openapi > web/openapi.json"
    );
}

#[test]
fn every_operation_is_asked_for_in_a_story() {
    let mut stories = String::new();
    for path in files(&project().join("tests"), &[".rs"]) {
        stories.push_str(&read(&path));
    }
    let description = serde_json::to_value(api::http::openapi_document()).unwrap();
    for path in description["paths"].as_object().unwrap().keys() {
        let parts: Vec<_> = path
            .split('/')
            .filter(|part| !part.is_empty() && !part.starts_with('{'))
            .collect();
        assert!(
            parts.iter().all(|part| stories.contains(part)),
            "no story asks for {path}"
        );
    }
}
