//! Settings: the built-in file that explains every key, the file in the data folder, the environment.
//!
//! The built-in file is also the schema: a key it does not name is a mistake, and so is a value of
//! another type. All mistakes are found before anything starts and told at once.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

/// The built-in file with every key, its default and its explanation.
pub const DEFAULT: &str = include_str!("config/default.toml");

/// Every setting, checked.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "each key is explained in config/default.toml")]
pub struct Config {
    #[serde(skip)]
    pub data: PathBuf,
    pub server: Server,
    pub database: Database,
    pub blobs: Blobs,
    pub uploads: Uploads,
    pub reading: Reading,
    pub scanning: Scanning,
    pub search: Search,
    pub sessions: Sessions,
    pub limits: Limits,
    pub log: Log,
    pub maintenance: Maintenance,
    pub mail: Mail,
    pub push: Push,
}

macro_rules! section {
    ($name:ident { $($key:ident: $kind:ty),* $(,)? }) => {
        /// A section of the settings; each key is explained in `config/default.toml`.
        #[derive(Debug, Clone, Deserialize)]
        #[expect(missing_docs, reason = "each key is explained in config/default.toml")]
        pub struct $name {
            $(pub $key: $kind,)*
        }
    };
}

section!(Server {
    listen: String,
    public_url: String,
    trusted_proxies: Vec<String>,
    secure_cookies: String,
    shutdown_grace_s: u64,
});
section!(Database {
    url: String,
    read_connections: u32
});
section!(Blobs {
    kind: String,
    endpoint: String,
    bucket: String,
    region: String,
    access_key: String,
    secret_key: String,
});
section!(Uploads {
    max_bytes: u64,
    expire_hours: u64
});
section!(Reading {
    memory_mb: u64,
    cpu_s: u64,
    wall_s: u64,
    output_mb: u64,
    workers: usize,
});
section!(Scanning {
    folders: Vec<ScanFolder>,
    look_every_s: u64,
    give_up_minutes: i64,
});
section!(Search {
    commit_ms: u64,
    concurrent: usize
});
section!(Sessions {
    lock_after_minutes: i64
});
section!(Limits {
    requests_per_minute_per_caller: u32,
    requests_per_minute_per_address: u32,
    sign_ins_per_minute_per_address: u32,
    head_timeout_s: u64,
    body_bytes: usize,
    request_timeout_s: u64,
});
section!(Log {
    format: String,
    level: String
});
section!(Maintenance {
    integrity_check_hours: i64,
    orphan_sweep_hours: i64,
    orphan_age_hours: i64,
});

section!(Mail {
    url: String,
    from: String,
    domains: Vec<String>,
});
section!(Push {
    contact: String,
    proxy: String,
    private_endpoints: bool,
});

/// A watched folder; each key is explained in `config/default.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "FolderSetting")]
#[expect(missing_docs, reason = "each key is explained in config/default.toml")]
pub struct ScanFolder {
    pub path: PathBuf,
    pub agency: String,
    pub unit: String,
    pub splits_at_blanks: bool,
}

/// As a table in a file, or as `PATH;AGENCY;UNIT` in the environment.
#[derive(Deserialize)]
#[serde(untagged)]
enum FolderSetting {
    Line(String),
    Table(FolderTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FolderTable {
    path: PathBuf,
    agency: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    splits_at_blanks: bool,
}

impl TryFrom<FolderSetting> for ScanFolder {
    type Error = String;

    fn try_from(setting: FolderSetting) -> Result<Self, String> {
        let table = match setting {
            FolderSetting::Table(table) => table,
            FolderSetting::Line(line) => {
                let mut parts = line.split(';').map(str::trim);
                let mut part = || parts.next().unwrap_or_default().to_owned();
                FolderTable {
                    path: part().into(),
                    agency: part(),
                    unit: part(),
                    splits_at_blanks: false,
                }
            }
        };
        if !table.path.is_absolute() || table.agency.is_empty() {
            return Err("scanning.folders: each needs an absolute path and an agency".to_owned());
        }
        Ok(ScanFolder {
            path: table.path,
            agency: table.agency,
            unit: table.unit,
            splits_at_blanks: table.splits_at_blanks,
        })
    }
}

/// Everything that is wrong with the settings, one sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistakes(pub Vec<String>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the settings have {} mistake(s):", self.0.len())?;
        self.0
            .iter()
            .try_for_each(|mistake| writeln!(f, "  - {mistake}"))
    }
}

impl std::error::Error for Mistakes {}

impl Config {
    /// Reads the settings for a data folder: `file`, or `congvan.toml` in the folder when it is
    /// there, then the variables of the environment that begin with `CONGVAN_`.
    pub fn load(
        data: &Path,
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, Mistakes> {
        let mut mistakes = Vec::new();
        let mut table = built_in();
        let default_file = data.join("congvan.toml");
        let file = file.or_else(|| default_file.exists().then_some(default_file.as_path()));
        if let Some(file) = file {
            overlay_file(&mut table, file, &mut mistakes);
        }
        for (name, text) in environment {
            if let Some(key) = name.strip_prefix("CONGVAN_") {
                overlay_variable(&mut table, key, &text, &mut mistakes);
            }
        }
        let config = table
            .try_into::<Config>()
            .map_err(|error| error.to_string());
        match config {
            Ok(mut config) => {
                config.data = data.to_path_buf();
                mistakes.extend(config.impossible_values());
                if mistakes.is_empty() {
                    Ok(config)
                } else {
                    Err(Mistakes(mistakes))
                }
            }
            Err(error) => {
                mistakes.push(error);
                Err(Mistakes(mistakes))
            }
        }
    }

    /// The defaults for a data folder.
    pub fn defaults(data: &Path) -> Result<Config, Mistakes> {
        Config::load(data, None, [])
    }

    fn impossible_values(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let mut check = |holds: bool, sentence: &str| {
            if !holds {
                mistakes.push(sentence.to_owned());
            }
        };
        check(
            self.server.listen.parse::<std::net::SocketAddr>().is_ok(),
            "server.listen has to be an address and a port, such as 127.0.0.1:8080",
        );
        check(
            ["auto", "always", "never"].contains(&self.server.secure_cookies.as_str()),
            "server.secure_cookies has to be auto, always or never",
        );
        check(
            self.server
                .trusted_proxies
                .iter()
                .all(|proxy| proxy.parse::<std::net::IpAddr>().is_ok()),
            "server.trusted_proxies has to hold addresses such as 10.0.0.7",
        );
        check(
            self.database.url.is_empty()
                || ["sqlite:", "postgres:", "postgresql:"]
                    .iter()
                    .any(|scheme| self.database.url.starts_with(scheme)),
            "database.url has to begin with sqlite: or postgres:",
        );
        check(
            self.database.read_connections > 0,
            "database.read_connections has to be at least 1",
        );
        check(
            ["folder", "s3"].contains(&self.blobs.kind.as_str()),
            "blobs.kind has to be folder or s3",
        );
        check(
            self.blobs.kind != "s3"
                || !(self.blobs.endpoint.is_empty()
                    || self.blobs.bucket.is_empty()
                    || self.blobs.access_key.is_empty()
                    || self.blobs.secret_key.is_empty()),
            "blobs.kind s3 needs endpoint, bucket, access_key and secret_key",
        );
        check(
            ["text", "json"].contains(&self.log.format.as_str()),
            "log.format has to be text or json",
        );
        check(
            self.limits.head_timeout_s > 0,
            "limits.head_timeout_s has to be at least 1",
        );
        check(
            self.sessions.lock_after_minutes > 0,
            "sessions.lock_after_minutes has to be at least 1",
        );
        check(
            self.reading.memory_mb >= 64,
            "reading.memory_mb has to be at least 64",
        );
        check(
            self.scanning.look_every_s > 0,
            "scanning.look_every_s has to be at least 1",
        );
        check(
            self.maintenance.orphan_age_hours > 0,
            "maintenance.orphan_age_hours has to be at least 1",
        );
        self.check_ways(&mut check);
        mistakes
    }

    /// The ways by which people are told.
    fn check_ways(&self, check: &mut impl FnMut(bool, &str)) {
        let (mail, push) = (&self.mail, &self.push);
        let begins = |text: &str, with: &[&str]| with.iter().any(|start| text.starts_with(start));
        check(
            mail.url.is_empty() || begins(&mail.url, &["smtp://", "smtps://"]),
            "mail.url has to begin with smtp:// or smtps://",
        );
        check(
            mail.url.is_empty() || mail.from.parse::<lettre::message::Mailbox>().is_ok(),
            "mail.from has to be an address such as Congvan <congvan@xa-an-binh.gov.vn> when mail.url is set",
        );
        check(
            push.contact.is_empty() || begins(&push.contact, &["https://", "mailto:"]),
            "push.contact has to begin with https:// or mailto:",
        );
        check(
            push.proxy.is_empty() || begins(&push.proxy, &["http://", "https://"]),
            "push.proxy has to begin with http:// or https://",
        );
    }

    /// Who answers for pushes, as push services want to know it; none where there is nobody to name.
    pub fn push_contact(&self) -> Option<&str> {
        [&self.push.contact, &self.server.public_url]
            .into_iter()
            .map(String::as_str)
            .find(|contact| contact.starts_with("https://") || contact.starts_with("mailto:"))
    }

    /// The address of the database.
    pub fn database_url(&self) -> String {
        if self.database.url.is_empty() {
            format!("sqlite:{}", self.data.join("congvan.sqlite").display())
        } else {
            self.database.url.clone()
        }
    }

    /// The origin that browsers see, without a slash at the end.
    pub fn origin(&self) -> String {
        if self.server.public_url.is_empty() {
            format!("http://{}", self.server.listen)
        } else {
            self.server.public_url.trim_end_matches('/').to_owned()
        }
    }

    /// Whether cookies are marked for HTTPS only.
    pub fn cookies_are_secure(&self) -> bool {
        match self.server.secure_cookies.as_str() {
            "always" => true,
            "never" => false,
            _ => self.origin().starts_with("https:"),
        }
    }
}

fn built_in() -> Table {
    DEFAULT.parse().unwrap_or_default()
}

fn overlay_file(table: &mut Table, file: &Path, mistakes: &mut Vec<String>) {
    let shown = file.display();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return mistakes.push(format!("{shown} cannot be read: {error}")),
    };
    let own: Table = match text.parse() {
        Ok(own) => own,
        Err(error) => return mistakes.push(format!("{shown} is no TOML: {error}")),
    };
    for (section, values) in own {
        let (Some(Value::Table(known)), Value::Table(values)) = (table.get_mut(&section), values)
        else {
            mistakes.push(format!("{shown}: [{section}] is no section"));
            continue;
        };
        for (key, value) in values {
            match known.get_mut(&key) {
                None => mistakes.push(format!("{shown}: {section}.{key} is no setting")),
                Some(default) if default.same_type(&value) => *default = value,
                Some(default) => mistakes.push(format!(
                    "{shown}: {section}.{key} has to be of type {}",
                    default.type_str()
                )),
            }
        }
    }
}

fn overlay_variable(table: &mut Table, name: &str, text: &str, mistakes: &mut Vec<String>) {
    let lower = name.to_lowercase();
    // Variables of the program itself and of its tests are no settings.
    if ["data", "config"].contains(&lower.as_str())
        || ["test_", "bench_"]
            .iter()
            .any(|prefix| lower.starts_with(prefix))
    {
        return;
    }
    let place = lower
        .split_once('_')
        .and_then(|(section, key)| table.get_mut(section)?.as_table_mut()?.get_mut(key));
    let Some(default) = place else {
        return mistakes.push(format!("CONGVAN_{name} names no setting"));
    };
    let value = match default {
        Value::String(_) => Some(Value::String(text.to_owned())),
        Value::Integer(_) => text.parse().ok().map(Value::Integer),
        Value::Boolean(_) => text.parse().ok().map(Value::Boolean),
        Value::Array(_) => Some(Value::Array(
            text.split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| Value::String(part.to_owned()))
                .collect(),
        )),
        _ => None,
    };
    match value {
        Some(value) => *default = value,
        None => mistakes.push(format!(
            "CONGVAN_{name} has to be of type {}",
            default.type_str()
        )),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_defaults_hold_and_the_environment_wins() {
        let data = Path::new("data");
        assert!(Config::defaults(data).is_ok());
        let config = Config::load(
            data,
            None,
            variables(&[
                ("CONGVAN_SERVER_LISTEN", "0.0.0.0:1"),
                ("CONGVAN_TEST_X", "y"),
                ("PATH", "z"),
            ]),
        )
        .unwrap();
        assert_eq!(config.server.listen, "0.0.0.0:1");
    }

    #[test]
    fn watched_folders_are_named_in_a_file_or_in_the_environment() {
        let data = tempfile::tempdir().unwrap();
        let file =
            "[[scanning.folders]]\npath = \"/srv/quet\"\nagency = \"a\"\nsplits_at_blanks = true\n";
        std::fs::write(data.path().join("congvan.toml"), file).unwrap();
        let config = Config::load(data.path(), None, []).unwrap();
        let folder = &config.scanning.folders[0];
        assert_eq!((folder.agency.as_str(), folder.unit.as_str()), ("a", ""));
        assert!(folder.splits_at_blanks);
        let line = variables(&[("CONGVAN_SCANNING_FOLDERS", "/srv/x;b;Phòng Kinh tế")]);
        let config = Config::load(data.path(), None, line).unwrap();
        assert_eq!(config.scanning.folders[0].unit, "Phòng Kinh tế");
        let wrong = variables(&[("CONGVAN_SCANNING_FOLDERS", "quet;b")]);
        let mistakes = Config::load(data.path(), None, wrong).unwrap_err();
        assert!(mistakes.0[0].contains("absolute path"), "{mistakes}");
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("congvan.toml"),
            "[server]\nlisten = 5\nlisen = \"x\"\n[serve]\nx = 1\n",
        )
        .unwrap();
        let wrong = variables(&[
            ("CONGVAN_LOG_FORMAT", "xml"),
            ("CONGVAN_READING_CPU_S", "long"),
            ("CONGVAN_NO_SUCH", "1"),
            ("CONGVAN_MAIL_URL", "smtp://mail"),
            ("CONGVAN_PUSH_CONTACT", "an@xa.gov.vn"),
        ]);
        let mistakes = Config::load(folder.path(), None, wrong)
            .unwrap_err()
            .0
            .join("\n");
        for part in [
            "server.listen",
            "server.lisen",
            "[serve]",
            "log.format",
            "READING_CPU_S",
            "NO_SUCH",
            "mail.from",
            "push.contact",
        ] {
            assert!(
                mistakes.contains(part),
                "{part} is not told in:\n{mistakes}"
            );
        }
    }
}
