//! The office: an app of its own, with its folder, database, clock and router.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use api::clock::Clock;
use api::config::Config;
use api::ops::organisations::{NewPerson, NewPosition, add_person, add_unit, found};
use api::ops::{App, Parts, index, jobs, notices, reminders};
use axum::Router;
use tempfile::TempDir;
use time::OffsetDateTime;
use time::macros::datetime;
use workflow::access::Role;

use crate::people::Somebody;
use crate::program::congvan;

pub const PASSWORD: &str = "mat-khau-thu-2026";

/// Which database a story runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// Tells a story on SQLite, then on PostgreSQL (`CONGVAN_TEST_POSTGRES_URL`, which `make test`
/// sets; without it the second telling fails, unless `CONGVAN_TEST_WITHOUT_POSTGRES` is set).
pub fn both_databases(story: impl AsyncFn(Database)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(story(Database::Sqlite));
    if std::env::var_os("CONGVAN_TEST_WITHOUT_POSTGRES").is_some() {
        eprintln!("not told on PostgreSQL: CONGVAN_TEST_WITHOUT_POSTGRES is set");
        return;
    }
    runtime.block_on(story(Database::Postgres));
}

/// Two agencies: A (Văn phòng, Phòng Kinh tế, Phòng Văn hóa) and B.
pub struct Office {
    pub app: App,
    pub clock: Clock,
    router: Router,
    folder: TempDir,
    settings: Vec<(String, String)>,
}

impl Office {
    pub async fn open(database: Database) -> Office {
        Office::open_with(database, &[]).await
    }

    /// An office whose settings differ from the defaults.
    pub async fn open_with(database: Database, settings: &[(&str, &str)]) -> Office {
        let folder = tempfile::tempdir().unwrap();
        let settings: Vec<(String, String)> = settings
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect();
        let mut variables = settings.clone();
        if database == Database::Postgres {
            variables.push(("CONGVAN_DATABASE_URL".into(), own_postgres()));
        }
        let config = Config::load(folder.path(), None, variables).unwrap();
        let clock = Clock::manual(datetime!(2026-11-23 01:00 UTC));
        let mut office = Office::start(config, clock, folder).await;
        office.settings = settings;
        office.furnish().await;
        office
    }

    /// The same office a second time, as it stands now, in a folder of its own; on SQLite.
    pub async fn twin(&self) -> Office {
        let folder = tempfile::tempdir().unwrap();
        for entry in walkdir::WalkDir::new(self.folder.path()) {
            let entry = entry.unwrap();
            let place = entry.path().strip_prefix(self.folder.path()).unwrap();
            let copy = folder.path().join(place);
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(copy).unwrap();
            } else if !copy.to_string_lossy().ends_with("-shm") {
                std::fs::copy(entry.path(), copy).unwrap();
            }
        }
        let config = Config::load(folder.path(), None, self.settings.clone()).unwrap();
        Office::start(config, Clock::manual(self.clock.now()), folder).await
    }

    async fn start(config: Config, clock: Clock, folder: TempDir) -> Office {
        let parts = Parts {
            clock: clock.clone(),
            index_in_memory: true,
            reader_command: vec![congvan().to_string_lossy().into_owned(), "read-file".into()],
            printer_command: vec![
                congvan().to_string_lossy().into_owned(),
                "print-file".into(),
            ],
        };
        let app = App::open(config, parts).await.unwrap();
        let router = api::http::router(app.clone(), None);
        Office {
            app,
            clock,
            router,
            folder,
            settings: Vec::new(),
        }
    }

    async fn furnish(&self) {
        let a = found(&self.app, "a", "Ủy ban nhân dân xã A")
            .await
            .unwrap()
            .id;
        let b = found(&self.app, "b", "Sở B").await.unwrap().id;
        let economy = add_unit(&self.app, a, None, ("Phòng Kinh tế", None), None)
            .await
            .unwrap();
        let culture = add_unit(&self.app, a, None, ("Phòng Văn hóa", None), None)
            .await
            .unwrap();
        let posts = [
            (a, "clerk.a", Role::Clerk, None),
            (a, "leader.a", Role::Leader, None),
            (a, "specialist.economy", Role::Specialist, Some(economy)),
            (a, "head.economy", Role::HeadOfUnit, Some(economy)),
            (a, "specialist.culture", Role::Specialist, Some(culture)),
            (a, "administrator.a", Role::Administrator, None),
            (a, "deputy.a", Role::Leader, None),
            (a, "chief.a", Role::ChiefOfOffice, None),
            (a, "head.culture", Role::HeadOfUnit, Some(culture)),
            (b, "clerk.b", Role::Clerk, None),
            (b, "leader.b", Role::Leader, None),
            (b, "archivist.b", Role::Archivist, None),
            (b, "administrator.b", Role::Administrator, None),
        ];
        for (organisation, login, role, unit) in posts {
            let position = NewPosition {
                title: role.code().to_owned(),
                role,
                unit,
            };
            let new = NewPerson {
                login: login.to_owned(),
                name: format!("Người {login}"),
                password: PASSWORD.to_owned(),
                position,
            };
            add_person(&self.app, organisation, None, new, None)
                .await
                .unwrap();
        }
    }

    /// Somebody signed in.
    pub async fn signs_in(&self, login: &str) -> Somebody {
        let somebody = Somebody::stranger(self.router.clone());
        somebody.signs_in(login, PASSWORD).await
    }

    /// Somebody who signed in before this office was made a twin of his.
    pub fn welcomes(&self, somebody: &Somebody) -> Somebody {
        somebody.at(self.router.clone())
    }

    /// Somebody who has not signed in.
    pub fn stranger(&self) -> Somebody {
        Somebody::stranger(self.router.clone())
    }

    /// Does every due job.
    pub async fn does_jobs(&self) {
        while jobs::run_one(&self.app, "story").await.unwrap() {}
    }

    /// Tells everybody what happened, and brings what is due out of the house.
    pub async fn tells(&self) {
        while notices::tell_once(&self.app).await.unwrap() > 0 {}
        self.does_jobs().await;
    }

    /// Does every due job and follows every event.
    pub async fn runs_jobs(&self) {
        self.does_jobs().await;
        self.tells().await;
        while index::follow_once(&self.app).await.unwrap() > 0 {}
        let (open, dead, _) = jobs::backlog(&self.app).await.unwrap();
        assert_eq!((open, dead), (0, 0), "jobs are left over");
        assert_eq!(
            index::events_behind(&self.app).await.unwrap(),
            0,
            "an event was not followed"
        );
    }

    /// Looks at every date whose time has come.
    pub async fn looks_at_dates(&self) {
        reminders::turn(&self.app).await.unwrap();
    }

    /// Moves the clock to a moment.
    pub fn waits_until(&self, at: OffsetDateTime) {
        self.clock.advance(at - self.clock.now());
    }

    /// Changes rows behind the back of the program.
    pub fn alters(&self, statement: &str) {
        let url = self.app.config().database_url();
        let done = match url.strip_prefix("sqlite:") {
            Some(path) => std::process::Command::new("python3")
                .args(["-c", IN_SQLITE, path, statement])
                .output(),
            None => std::process::Command::new("psql")
                .args([
                    url.as_str(),
                    "--quiet",
                    "--set",
                    "ON_ERROR_STOP=1",
                    "--command",
                    statement,
                ])
                .output(),
        }
        .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    /// The folder of the office.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}

/// Runs a statement on a file that SQLite keeps.
const IN_SQLITE: &str = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); \
    c.execute(sys.argv[2]); c.commit()";

static MADE: AtomicU32 = AtomicU32::new(0);

/// A fresh database on the PostgreSQL server of the tests.
pub fn own_postgres() -> String {
    let server = std::env::var("CONGVAN_TEST_POSTGRES_URL").expect(
        "CONGVAN_TEST_POSTGRES_URL is not set; run through make test, or: eval \"$(scripts/test-services start)\"",
    );
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("story_{}_{number}", std::process::id());
    let made = std::process::Command::new("psql")
        .args([
            server.as_str(),
            "--quiet",
            "--command",
            &format!("create database {name}"),
        ])
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let (place, _) = server.rsplit_once('/').unwrap();
    format!("{place}/{name}")
}
