//! Figures of the database alone: bulk insertion, lists for common and rare rights, events, jobs,
//! memory at rest. `cargo run -p storage --example million -- <url> <papers>`; the URL as in the
//! configuration, of an empty database.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark makes its own ids and reads the clock"
)]
#![allow(
    clippy::cast_precision_loss,
    reason = "counts of rows are far below 2^52"
)]

use std::time::Instant;

use storage::blobs::BlobHash;
use storage::documents::{self, BulkPaper, FileReading, NewDocument, NewFile, Page};
use storage::jobs::{self, NewJob};
use storage::organisations::{self, Organisation, Person};
use storage::{Database, DatabaseConfig, events};
use time::OffsetDateTime;
use time::macros::date;
use uuid::Uuid;
use workflow::access::{Cause, Grant, Principal, Role};
use workflow::audit::NewEvent;
use workflow::documents::{Fields, ReadingState};
use workflow::jobs::Priority;
use workflow::organisations::Validity;
use workflow::{DocumentId, FileId, JobId, OrganisationId, PersonId, UnitId};

const PART: usize = 2000;
const ROUNDS: usize = 200;

fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

struct World {
    organisation: OrganisationId,
    person: PersonId,
    /// A unit that few papers are addressed to.
    rare: UnitId,
}

impl World {
    async fn found(db: &Database) -> Self {
        let world = Self {
            organisation: OrganisationId(Uuid::now_v7()),
            person: PersonId(Uuid::now_v7()),
            rare: UnitId(Uuid::now_v7()),
        };
        let validity = Validity::since(date!(2020 - 01 - 01));
        let organisation = Organisation {
            id: world.organisation,
            slug: world.organisation.0.simple().to_string(),
            name: "Ủy ban".to_owned(),
            validity,
            successor: None,
        };
        let person = Person {
            id: world.person,
            organisation: world.organisation,
            login: world.person.0.simple().to_string(),
            name: "An".to_owned(),
            validity,
        };
        let tx = db.begin(now()).await.unwrap();
        organisations::insert(&tx, &organisation).await.unwrap();
        organisations::insert_person(&tx, &person).await.unwrap();
        tx.commit().await.unwrap();
        world
    }

    /// The grants of a capture: custodians, whoever brought it in, and every hundredth a unit.
    fn grants(&self, place: usize) -> Vec<Grant> {
        let custodians = [
            Role::Clerk,
            Role::ChiefOfOffice,
            Role::Leader,
            Role::Archivist,
        ];
        let mut grants: Vec<_> = custodians
            .into_iter()
            .map(|role| Principal::Role(self.organisation, role))
            .map(|principal| Grant {
                principal,
                cause: Cause::Custody,
            })
            .collect();
        let person = Principal::Person(self.person);
        grants.push(Grant {
            principal: person,
            cause: Cause::Captured,
        });
        if place % 5000 == 17 {
            grants.push(Grant {
                principal: Principal::Unit(self.rare),
                cause: Cause::Audience,
            });
        }
        grants
    }

    fn paper(&self, place: usize, text: &str) -> BulkPaper {
        let id = DocumentId(Uuid::now_v7());
        let document = NewDocument {
            id,
            organisation: self.organisation,
            unit: None,
            fields: Fields {
                subject: Some(format!("Về việc triển khai kế hoạch số {place}")),
                kind: Some("cv".to_owned()),
                code: Some(format!("{place}/UBND-VP")),
                issuer: Some("Ủy ban nhân dân xã An Phú".to_owned()),
                issued_on: Some(date!(2026 - 01 - 01)),
                ..Fields::default()
            },
            captured_by: Some(self.person),
        };
        let file = NewFile {
            id: FileId(Uuid::now_v7()),
            document: id,
            name: format!("cong-van-{place}.pdf"),
            blob: BlobHash::of(id.0.as_bytes()),
            size_bytes: 100_000,
            media_type: "application/pdf".to_owned(),
            contained_in: None,
        };
        let page = Page {
            number: 1,
            width_pt: 595.0,
            height_pt: 842.0,
            text: text.to_owned(),
            words: String::new(),
        };
        let state = if place % 20_000 == 9 {
            ReadingState::Unreadable
        } else {
            ReadingState::Read
        };
        let reading = FileReading {
            state,
            trouble: None,
            media_type: "application/pdf".to_owned(),
            pages: vec![page],
        };
        BulkPaper {
            document,
            grants: self.grants(place),
            files: vec![(file, reading)],
        }
    }
}

async fn fill(db: &Database, world: &World, papers: usize) {
    let text = "Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh về việc ".repeat(20);
    let began = Instant::now();
    for start in (0..papers).step_by(PART) {
        let part: Vec<_> = (start..(start + PART).min(papers))
            .map(|place| world.paper(place, &text))
            .collect();
        let mut tx = db.begin(now()).await.unwrap();
        documents::insert_bulk(&tx, &part).await.unwrap();
        for paper in &part {
            tx.record(world.organisation, captured(paper.document.id));
        }
        tx.commit().await.unwrap();
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "bulk: {:.0} papers/s over {papers} papers",
        papers as f64 / seconds
    );
}

fn captured(paper: DocumentId) -> NewEvent {
    NewEvent {
        actor: None,
        kind: "document.captured",
        subject: paper.to_string(),
        payload: serde_json::json!({}),
    }
}

/// Prints median and 99th percentile of a question asked many times.
async fn measure(name: &str, mut ask: impl AsyncFnMut() -> usize) {
    let mut times = Vec::with_capacity(ROUNDS);
    let mut answers = 0;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        answers = ask().await;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let (median, high) = (times[ROUNDS / 2], times[ROUNDS * 99 / 100]);
    println!("{name}: p50 {median:.2} ms, p99 {high:.2} ms, answers {answers}");
}

async fn ask(db: &Database, world: &World) {
    let common: Vec<_> = Role::ALL
        .into_iter()
        .map(|role| Principal::Role(world.organisation, role))
        .chain([
            Principal::Everyone(world.organisation),
            Principal::Person(world.person),
        ])
        .collect();
    let rare = vec![
        Principal::Everyone(world.organisation),
        Principal::Unit(world.rare),
        Principal::Person(PersonId(Uuid::now_v7())),
    ];
    let middle = documents::list_visible(db, &common, None, None, 5000)
        .await
        .unwrap()
        .next;
    for (name, them) in [("common", &common), ("rare", &rare)] {
        for state in [
            None,
            Some(ReadingState::Read),
            Some(ReadingState::Unreadable),
        ] {
            measure(&format!("list {name} {state:?}"), async || {
                documents::list_visible(db, them, state, None, 50)
                    .await
                    .unwrap()
                    .items
                    .len()
            })
            .await;
        }
    }
    measure("list common, from the 5000th", async || {
        let after = middle.map(DocumentId);
        documents::list_visible(db, &common, None, after, 50)
            .await
            .unwrap()
            .items
            .len()
    })
    .await;
    let some = documents::list_visible(db, &rare, None, None, 1)
        .await
        .unwrap()
        .items[0]
        .id;
    measure("find one", async || {
        usize::from(
            documents::find_visible(db, some, &common)
                .await
                .unwrap()
                .is_some(),
        )
    })
    .await;
    measure("duplicates of one", async || {
        documents::list_duplicates(db, some, &common)
            .await
            .unwrap()
            .len()
    })
    .await;
    measure("count by state", async || {
        documents::count_by_state(db, world.organisation)
            .await
            .unwrap()
            .len()
    })
    .await;
}

async fn work(db: &Database, world: &World) {
    let began = Instant::now();
    let tx = db.begin(now()).await.unwrap();
    for _ in 0..20_000 {
        let job = NewJob {
            id: JobId(Uuid::now_v7()),
            organisation: Some(world.organisation),
            kind: "read_file",
            payload: serde_json::json!({}),
            priority: Priority::Low,
            run_at: now(),
            key: None,
        };
        jobs::enqueue(&tx, job).await.unwrap();
    }
    tx.commit().await.unwrap();
    println!(
        "enqueue: {:.0} jobs/s",
        20_000.0 / began.elapsed().as_secs_f64()
    );
    measure("lease 8 of 20,000 jobs", async || {
        jobs::lease(db, "bench", &["read_file"], 8, now())
            .await
            .unwrap()
            .len()
    })
    .await;
    measure("one event in a transaction", async || {
        let mut tx = db.begin(now()).await.unwrap();
        tx.record(world.organisation, captured(DocumentId(Uuid::now_v7())));
        tx.commit().await.unwrap().len()
    })
    .await;
    let began = Instant::now();
    let events = events::verify(db, world.organisation)
        .await
        .unwrap()
        .unwrap();
    println!(
        "verify: {:.0} events/s",
        events as f64 / began.elapsed().as_secs_f64()
    );
}

fn print_memory() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status
        .lines()
        .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
    lines.for_each(|line| println!("{line}"));
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().expect("URL of an empty database");
    let papers = arguments
        .next()
        .map_or(100_000, |text| text.parse().expect("number of papers"));
    let config = DatabaseConfig {
        url,
        read_connections: 4,
    };
    let db = Database::connect(&config).await.unwrap();
    db.migrate().await.unwrap();
    let world = World::found(&db).await;
    fill(&db, &world, papers).await;
    ask(&db, &world).await;
    work(&db, &world).await;
    print_memory();
}
