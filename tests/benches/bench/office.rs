//! A data folder with many papers, written through storage and indexed by the product's own rebuild.
//!
//! Making a million takes minutes, so it is kept in the target folder and used again while its stamp fits.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use storage::{Database, DatabaseConfig};
use time::OffsetDateTime;
use tokio::runtime::Runtime;
use workflow::access::{Principal, Scope};

use crate::report::Report;
use crate::stock::{HEADED, fill, stamp_of, unit_name};
use crate::words::Vocabulary;
use crate::{Result, Settings};

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
        let wanted = stamp_of(settings, vocabulary, papers)?;
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
        runtime.block_on(fill(&office.data, papers, vocabulary))?;
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
