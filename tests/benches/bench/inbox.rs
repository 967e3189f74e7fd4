//! The inbox of somebody with 10,000 open and 1,000,000 past items, beside that of a colleague with ten.

use std::time::Instant;

use stories::server::sqlite;

use crate::client::Client;
use crate::office::{CLERK, HEAD, Office, PASSWORD, copy_folder};
use crate::report::{Report, percentile};
use crate::server::Server;
use crate::{Result, Settings};

const OPEN: usize = 10_000;
const PAST: usize = 1_000_000;
const OPEN_OF_COLLEAGUE: usize = 10;
const NAME_OF_COLLEAGUE: &str = "ten open items";

/// Measures on a copy of the office, so that it stays as it was made.
pub fn measure(settings: &Settings, office: &Office, report: &mut Report) -> Result<()> {
    eprintln!("bench: an inbox of {OPEN} open and {PAST} past items");
    let folder = tempfile::tempdir_in(&settings.target)?;
    let data = folder.path().join("data");
    copy_folder(&office.data, &data)?;
    give_work(&data, HEAD, (OPEN, PAST));
    give_work(&data, CLERK, (OPEN_OF_COLLEAGUE, 0));
    sqlite(&data, "analyze");
    let server = Server::start(settings, &data)?;
    let (busy, calm) = (
        Client::sign_in(server.address, HEAD, PASSWORD)?,
        Client::sign_in(server.address, CLERK, PASSWORD)?,
    );
    let mut busy = Client::connect(server.address, Some(&busy))?;
    let mut calm = Client::connect(server.address, Some(&calm))?;
    has_counts(&mut busy, OPEN)?;
    let requests = if settings.quick { 200 } else { 2000 };
    for (name, path) in [
        ("inbox", "/api/v1/inbox"),
        ("inbox.counts", "/api/v1/inbox/counts"),
        ("inbox.done", "/api/v1/inbox?box=done"),
    ] {
        let mut times = ask(&mut busy, path, requests)?;
        let mut beside = ask(&mut calm, path, requests)?;
        for (share, code) in [(0.5, "p50"), (0.99, "p99")] {
            let value = percentile(&mut times, share);
            let bare = (percentile(&mut beside, share), NAME_OF_COLLEAGUE);
            report.beside(&format!("{name}.{code}_ms"), (value, "ms"), bare)?;
        }
    }
    Ok(())
}

/// Opens so many tasks of all urgencies and dates for a person on papers that are open to him, and
/// closes so many that he had.
fn give_work(data: &std::path::Path, login: &str, (open, past): (usize, usize)) {
    let person = format!("select id from person where login = '{login}'");
    let agency = format!("select organisation_id from person where login = '{login}'");
    let name = format!("select 'per:' || lower(hex(({person})))");
    let key = format!("select id from principal where name = ({name})");
    for statement in [
        format!("insert or ignore into principal (name) {name}"),
        "create table chosen (place integer primary key, id)".to_owned(),
        format!(
            "insert into chosen (id) select id from document where organisation_id = ({agency})"
        ),
        "insert or ignore into work (document_id, organisation_id, direction, revision) \
         select document.id, organisation_id, 'incoming', 1 from document join chosen using (id)"
            .to_owned(),
        format!(
            "insert into document_grant (document_id, principal_id, cause, granted_at_us, reference) \
             select id, ({key}), 'task', 1, 'bench' from chosen"
        ),
        format!(
            "with recursive tale (n) as (select 1 union all select n + 1 from tale where n < {open}) {}",
            tasks(&person, &key, "null, null, null")
        ),
        format!(
            "with recursive tale (n) as (select 1 union all select n + 1 from tale where n < {past}) {}",
            tasks(&person, &key, "n * 60000000, person.id, 'done'")
        ),
        "drop table chosen".to_owned(),
    ] {
        sqlite(data, &statement);
    }
}

/// One task for each number of a tale, on the papers in turn.
fn tasks(person: &str, key: &str, end: &str) -> String {
    let due = "1790000000000000 + (n * 7919 % 4000) * 3600000000";
    let calm =
        "case when n % 50 = 0 then 0 when n % 20 = 0 then 1 when n % 8 = 0 then 2 else 3 end";
    format!(
        "insert into task (id, document_id, organisation_id, kind, assignee_id, asks_confirmation, urgency, \
         opened_at_us, due_at_us, place, closed_at_us, closed_by, outcome) \
         select randomblob(16), chosen.id, work.organisation_id, \
         case n % 3 when 0 then 'lead' when 1 then 'support' else 'inform' end, ({key}), 0, \
         case {calm} when 0 then 'flash' when 1 then 'very_urgent' when 2 then 'urgent' else 'normal' end, \
         n, {due}, (({calm}) << 56) + {due}, {end} \
         from tale, (select count(*) as papers from chosen) \
         join chosen on chosen.place = 1 + n % papers join work on work.document_id = chosen.id \
         join person on person.id = ({person})"
    )
}

/// The counts are exact.
fn has_counts(client: &mut Client, open: usize) -> Result<()> {
    let answer = client.get("/api/v1/inbox/counts")?;
    let counts: serde_json::Value = serde_json::from_slice(&answer.body)?;
    let items = counts["items"].as_array().ok_or("no counts")?;
    let waiting: u64 = items.iter().filter_map(|one| one["waiting"].as_u64()).sum();
    if waiting == open as u64 {
        return Ok(());
    }
    Err(format!("{open} items wait, the inbox counts {counts}").into())
}

/// Milliseconds of each request, after some to warm up.
fn ask(client: &mut Client, path: &str, requests: usize) -> Result<Vec<f64>> {
    let mut ms = Vec::with_capacity(requests);
    for place in 0..requests + requests / 10 {
        let since = Instant::now();
        let answer = client.get(path)?;
        if answer.status != 200 {
            return Err(format!("{path}: {} {}", answer.status, answer.text()).into());
        }
        if place >= requests / 10 {
            ms.push(since.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok(ms)
}
