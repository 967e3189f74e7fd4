//! What stands in an office: agencies, units, papers with their events, and the stamp of all that made them.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::mpsc::sync_channel;

use serde_json::json;
use storage::documents::{BulkPaper, insert_bulk};
use storage::organisations::{Organisation, Unit, insert, insert_unit};
use storage::{Database, DatabaseConfig};
use time::OffsetDateTime;
use workflow::audit::NewEvent;
use workflow::organisations::Validity;

use crate::papers::{Keeper, Maker, UNITS, organisation_id, unit_id};
use crate::words::Vocabulary;
use crate::{Result, Settings};

/// Sources that decide what stands in a data folder; when one changes, offices are made anew.
const SOURCES: [&str; 7] = [
    "migrations/src",
    "crates/indexing/src/search/analysis.rs",
    "crates/indexing/src/search/schema.rs",
    "crates/indexing/src/search/writer.rs",
    "tests/benches/bench/office.rs",
    "tests/benches/bench/papers.rs",
    "tests/benches/bench/stock.rs",
];
/// Papers of the small agency, all that its one person may see.
const RARE: usize = 50;
/// Ranks of the units that the head of unit oversees: together about 3 % of the papers.
pub const HEADED: std::ops::RangeInclusive<usize> = 60..=66;
const PAPERS_A_CALL: usize = 2000;
const CALLS_A_COMMIT: usize = 5;

/// Writes so many papers with agencies and units into a new database.
pub async fn fill(data: &Path, papers: usize, vocabulary: &Vocabulary) -> Result<()> {
    let url = format!("sqlite:{}", data.join("congvan.sqlite").display());
    let db = Database::connect(&DatabaseConfig {
        url,
        read_connections: 2,
    })
    .await?;
    db.migrate().await?;
    let now = OffsetDateTime::now_utc();
    found(&db, now).await?;
    let (sender, receiver) = sync_channel::<Vec<BulkPaper>>(2);
    std::thread::scope(|scope| -> Result<()> {
        scope.spawn(move || {
            let mut maker = Maker::new(vocabulary, papers, now.date());
            let mut made = 0;
            while made < papers {
                let end = papers.min(made + PAPERS_A_CALL);
                let part = (made..end).map(|place| maker.paper(place, keeper(place, papers)));
                if sender.send(part.collect()).is_err() {
                    return;
                }
                made = end;
            }
        });
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(insert_all(&db, &receiver, now))
        })
    })
}

/// A digest of everything that an office of so many papers is made from.
pub fn stamp_of(settings: &Settings, vocabulary: &Vocabulary, papers: usize) -> Result<String> {
    let mut digest = DefaultHasher::new();
    vocabulary.size().hash(&mut digest);
    for source in SOURCES {
        hash_files(&settings.root.join(source), &mut digest)?;
    }
    Ok(format!("{papers} papers, {:016x}", digest.finish()))
}

fn hash_files(path: &Path, digest: &mut DefaultHasher) -> Result<()> {
    if !path.is_dir() {
        std::fs::read(path)?.hash(digest);
        return Ok(());
    }
    let entries = std::fs::read_dir(path)?.map(|entry| Ok(entry?.path()));
    let mut entries = entries.collect::<Result<Vec<_>>>()?;
    entries.sort();
    entries
        .iter()
        .try_for_each(|entry| hash_files(entry, digest))
}

async fn insert_all(
    db: &Database,
    parts: &std::sync::mpsc::Receiver<Vec<BulkPaper>>,
    now: OffsetDateTime,
) -> Result<()> {
    let mut done = 0;
    loop {
        let mut tx = db.begin(now).await?;
        let before = done;
        for part in parts.iter().take(CALLS_A_COMMIT) {
            insert_bulk(&tx, &part).await?;
            for paper in &part {
                let document = &paper.document;
                let event = NewEvent {
                    actor: None,
                    kind: "document.captured",
                    subject: document.id.to_string(),
                    payload: json!({ "files": paper.files.len() }),
                };
                tx.record(document.organisation, event);
            }
            done += part.len();
        }
        tx.commit().await?;
        if done == before {
            return Ok(());
        }
        if done % 100_000 == 0 {
            eprintln!("bench: {done} papers written");
        }
    }
}

/// The last papers belong to the small agency.
fn keeper(place: usize, papers: usize) -> Keeper {
    let is_small = place + RARE >= papers;
    Keeper {
        organisation: organisation_id(usize::from(is_small)),
        is_small,
    }
}

async fn found(db: &Database, now: OffsetDateTime) -> Result<()> {
    let validity = Validity::since(now.date() - time::Duration::days(4000));
    let mut tx = db.begin(now).await?;
    for (which, slug, name) in [
        (0, "tinh", "Ủy ban nhân dân tỉnh"),
        (1, "xa", "Ủy ban nhân dân xã"),
    ] {
        let id = organisation_id(which);
        let organisation = Organisation {
            id,
            slug: slug.into(),
            name: name.into(),
            validity,
            successor: None,
        };
        insert(&tx, &organisation).await?;
        let payload = json!({ "slug": slug });
        let kind = "organisation.founded";
        tx.record(
            id,
            NewEvent {
                actor: None,
                kind,
                subject: id.to_string(),
                payload,
            },
        );
    }
    for rank in 0..UNITS {
        let below_first = HEADED.contains(&rank) && rank != *HEADED.start();
        let unit = Unit {
            id: unit_id(rank),
            organisation: organisation_id(0),
            parent: below_first.then(|| unit_id(*HEADED.start())),
            name: unit_name(rank),
            validity,
        };
        insert_unit(&tx, &unit).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The name of the unit of a rank.
pub fn unit_name(rank: usize) -> String {
    format!("Đơn vị {}", rank + 1)
}
