//! A data folder with many papers, written through storage and indexed by the product's own rebuild.
//!
//! Making a million takes minutes, so it is kept in the target folder and used again while its stamp fits.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use serde_json::json;
use storage::documents::{BulkPaper, insert_bulk};
use storage::organisations::{Organisation, Unit, insert, insert_unit};
use storage::{Database, DatabaseConfig};
use time::OffsetDateTime;
use tokio::runtime::Runtime;
use workflow::access::{Principal, Scope};
use workflow::audit::NewEvent;
use workflow::organisations::Validity;

use crate::papers::{Keeper, Maker, UNITS, organisation_id, unit_id};
use crate::report::Report;
use crate::words::Vocabulary;
use crate::{Result, Settings};

/// Raised whenever papers or schema change.
const STAMP: &str = "papers 2, index 1";
/// Papers of the small agency, all that its one person may see.
const RARE: usize = 50;
/// Ranks of the units that the head of unit oversees: together about 3 % of the papers.
const HEADED: std::ops::RangeInclusive<usize> = 60..=66;
const PAPERS_A_CALL: usize = 2000;
const CALLS_A_COMMIT: usize = 5;

/// The password of everybody in these offices.
pub const PASSWORD: &str = "do-thu-van-phong-2026";
/// A head of unit with ten principals, who sees about 8 % of the papers.
pub const HEAD: &str = "truong.phong";
/// A specialist of the small agency, who sees 50 papers.
pub const RARE_READER: &str = "chuyen.vien.xa";
/// A clerk of the large agency, who brings papers in.
pub const CLERK: &str = "van.thu";

/// How large an office is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 20,000 papers.
    Small,
    /// A million; in a quick run 20,000 too.
    Large,
}

/// An office ready to be served.
pub struct Office {
    /// The data folder.
    pub data: PathBuf,
    /// Papers in it.
    pub papers: usize,
    /// How figures over it are named: `20k`, `1m` or `quick`.
    pub name: &'static str,
}

impl Office {
    /// The office of a size, made when it is not there.
    pub fn ready(
        settings: &Settings,
        runtime: &Runtime,
        vocabulary: &Vocabulary,
        size: Size,
        report: &mut Report,
    ) -> Result<Self> {
        let (name, papers, folder) = match (size, settings.quick) {
            (Size::Small, _) => ("20k", 20_000, "20k"),
            (Size::Large, false) => ("1m", 1_000_000, "1m"),
            (Size::Large, true) => ("quick", 20_000, "20k"),
        };
        let data = settings.target.join("bench-data").join(folder);
        let office = Self { data, papers, name };
        let stamp = office.data.join("bench-stamp");
        let wanted = format!("{STAMP}, {papers}");
        if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
            eprintln!("bench: office {name} as made before");
            return Ok(office);
        }
        eprintln!("bench: making office {name}");
        let since = Instant::now();
        if office.data.exists() {
            std::fs::remove_dir_all(&office.data)?;
        }
        std::fs::create_dir_all(&office.data)?;
        runtime.block_on(office.fill(vocabulary))?;
        report.figure(
            &format!("build.{name}.insert_s"),
            since.elapsed().as_secs_f64(),
            "s",
        )?;
        office.add_people(settings)?;
        let indexing = Instant::now();
        office.command(settings, &["rebuild", "index"], "")?;
        report.figure(
            &format!("build.{name}.index_s"),
            indexing.elapsed().as_secs_f64(),
            "s",
        )?;
        report.figure(
            &format!("build.{name}.s"),
            since.elapsed().as_secs_f64(),
            "s",
        )?;
        std::fs::write(stamp, wanted)?;
        Ok(office)
    }

    async fn fill(&self, vocabulary: &Vocabulary) -> Result<()> {
        let url = format!("sqlite:{}", self.data.join("congvan.sqlite").display());
        let db = Database::connect(&DatabaseConfig {
            url,
            read_connections: 2,
        })
        .await?;
        db.migrate().await?;
        let now = OffsetDateTime::now_utc();
        found(&db, now).await?;
        let (sender, receiver) = sync_channel::<Vec<BulkPaper>>(2);
        let papers = self.papers;
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

    fn add_people(&self, settings: &Settings) -> Result<()> {
        for (agency, login, role, unit) in [
            (
                "tinh",
                HEAD,
                "head_of_unit",
                Some(unit_name(*HEADED.start())),
            ),
            ("tinh", CLERK, "clerk", None),
            ("xa", RARE_READER, "specialist", None),
        ] {
            let mut arguments = vec![
                "user",
                "add",
                agency,
                login,
                "Người đo",
                "--role",
                role,
                "--title",
                "Đo",
            ];
            if let Some(unit) = &unit {
                arguments.extend(["--unit", unit]);
            }
            self.command(settings, &arguments, &format!("{PASSWORD}\n"))?;
        }
        Ok(())
    }

    fn command(&self, settings: &Settings, arguments: &[&str], input: &str) -> Result<()> {
        let mut child = Command::new(&settings.program)
            .arg("--data")
            .arg(&self.data)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        let status = child.wait()?;
        if status.success() {
            return Ok(());
        }
        Err(format!("congvan {} ended with {status}", arguments.join(" ")).into())
    }

    /// The principals that somebody of the office has.
    pub fn principals(&self, runtime: &Runtime, login: &str) -> Result<Vec<Principal>> {
        let url = format!("sqlite:{}", self.data.join("congvan.sqlite").display());
        runtime.block_on(async {
            let db = Database::connect(&DatabaseConfig {
                url,
                read_connections: 1,
            })
            .await?;
            let person = storage::organisations::find_person_by_login(&db, login).await?;
            let person = person.ok_or("nobody of that name in the office")?;
            // The office lives in Vietnam.
            let today = (OffsetDateTime::now_utc() + time::Duration::hours(7)).date();
            let caller = storage::identity::find_caller(&db, person.id, &Scope::ALL, today).await?;
            Ok(caller.ok_or("the account does not hold")?.principals())
        })
    }

    /// The folder of the index.
    pub fn index(&self) -> PathBuf {
        self.data.join("index")
    }
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

fn unit_name(rank: usize) -> String {
    format!("Đơn vị {}", rank + 1)
}

/// Bytes of all files in a folder.
pub fn bytes_in(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() {
            bytes_in(&entry.path())?
        } else {
            metadata.len()
        };
    }
    Ok(bytes)
}

/// Copies a data folder, so that a measurement may change it.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.metadata()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
