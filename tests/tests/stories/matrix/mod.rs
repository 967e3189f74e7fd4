//! The matrix route × role: what each person gets from each route, in an office where one of
//! everything exists. The table is kept in `docs/rights.md`; a change of it is a change of rights
//! and is made on purpose: `CONGVAN_WRITE_RIGHTS=1` writes it anew.

mod requests;
mod world;

use std::fmt::Write;

use axum::http::{Method, StatusCode};
use stories::{Office, Somebody, program::project};

use requests::{Request, request};
use world::{CALLERS, World};

/// What somebody gets, in a word: `yes`, the code of a refusal, 401 or 404.
type Gets = String;

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.enable_all().build().unwrap()
}

/// Every route with its methods, in the order of the description.
fn routes() -> Vec<(String, String)> {
    let description = serde_json::to_value(api::http::openapi_document()).unwrap();
    let mut routes = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            routes.push((method.to_uppercase(), path.clone()));
        }
    }
    routes
}

async fn asks(who: &Somebody, request: &Request) -> Gets {
    if ["/events", "/notices/stream"].contains(&request.path.as_str()) {
        // The answer never ends; only its head is looked at.
        let status = who.begins_to_listen(&request.path).await;
        return word(status, String::new);
    }
    let method: Method = request.method.parse().unwrap();
    let headers = request.headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let answer = who
        .sends(method, &request.path, &headers, request.body.clone())
        .await;
    word(answer.status, || answer.code())
}

fn word(status: StatusCode, code: impl FnOnce() -> String) -> Gets {
    match status {
        _ if status.is_success() => "yes".to_owned(),
        StatusCode::NOT_FOUND => "404".to_owned(),
        StatusCode::UNAUTHORIZED => "401".to_owned(),
        _ => code(),
    }
}

/// What every caller gets from a route. Whoever is let in changes the office, so the next one asks
/// in a twin of what it was before.
async fn row(world: &World, method: &str, route: &str) -> Vec<Gets> {
    let request = request(world, method, route);
    let changes = method != "GET" && method != "HEAD";
    let mut twin: Option<Office> = None;
    let mut row = Vec::new();
    for somebody in &world.people {
        if !changes {
            row.push(asks(somebody, &request).await);
            continue;
        }
        let office = match twin.take() {
            Some(office) => office,
            None => world.office.twin().await,
        };
        let gets = asks(&office.welcomes(somebody), &request).await;
        if gets != "yes" {
            twin = Some(office);
        }
        row.push(gets);
    }
    row
}

fn table(rows: &[(String, Vec<Gets>)]) -> String {
    let mut text = String::from(
        "# Who gets what\n\nThe matrix route × role, asked of a running office and compared with this page in every \
         test run (`tests/tests/stories/matrix`). *yes* is let in; a code such as `access.role_needed` is a refusal \
         whose sentence the person reads; *404* is what does not exist for him; *401* asks to sign in. «head», \
         «specialist» belong to the unit that deals with the paper and the draft; those elsewhere to another unit of \
         the agency.\n\n| Route |",
    );
    for (name, _) in CALLERS {
        write!(text, " {name} |").unwrap();
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(CALLERS.len()));
    for (route, row) in rows {
        write!(text, "\n| `{route}` |").unwrap();
        for gets in row {
            write!(text, " {gets} |").unwrap();
        }
    }
    text.push('\n');
    text
}

#[test]
fn everybody_gets_what_the_page_of_rights_says() {
    runtime().block_on(async {
        let world = World::open().await;
        let mut rows = Vec::new();
        for (method, route) in routes() {
            let row = row(&world, &method, &route).await;
            rows.push((format!("{method} {route}"), row));
        }
        let table = table(&rows);
        let page = project().join("docs/rights.md");
        if std::env::var_os("CONGVAN_WRITE_RIGHTS").is_some() {
            std::fs::write(&page, &table).unwrap();
        }
        holds_for_all(&rows);
        let kept = std::fs::read_to_string(&page).unwrap_or_default();
        for (now, then) in table.lines().zip(kept.lines()) {
            assert_eq!(now, then, "rights differ from docs/rights.md");
        }
        assert_eq!(table.lines().count(), kept.lines().count());
    });
}

/// What must hold whatever the page says.
fn holds_for_all(rows: &[(String, Vec<Gets>)]) {
    let problems = std::fs::read_to_string(project().join("web/src/messages/problems.json"));
    let problems: serde_json::Value = serde_json::from_str(&problems.unwrap()).unwrap();
    let stranger_may = [
        "POST /session",
        "POST /session/passkey",
        "POST /session/passkey/options",
    ];
    for (route, row) in rows {
        let may_ask = stranger_may.contains(&route.as_str());
        assert_eq!(
            row[0] == "401",
            !may_ask,
            "{route}: a stranger gets {}",
            row[0]
        );
        assert!(
            row.iter().any(|gets| gets == "yes"),
            "{route}: nobody is let in, so the request is wrong: {row:?}"
        );
        for (gets, (name, _)) in row.iter().zip(CALLERS) {
            let is_known = ["yes", "401", "404"].contains(&gets.as_str());
            let has_sentence = problems[gets.as_str()]["vi"].is_string();
            let is_refusal = has_sentence && !gets.starts_with("http.");
            assert!(is_known || is_refusal, "{route}: {name} gets {gets}");
        }
        // Whoever belongs to another agency finds nothing that has an id.
        if route.contains("{id}") {
            for gets in &row[10..] {
                assert!(gets != "yes", "{route} lets another agency in");
            }
        }
    }
}
