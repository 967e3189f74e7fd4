//! Servers that tests need: those that the environment names, else own ones that live as long as
//! the test process.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// A server started by `scripts/test-services hold`: it ends when the pipe to it closes, which
/// the system does when this process ends, however it ends.
pub struct Held {
    _child: Child,
    settings: Vec<(String, String)>,
}

impl Held {
    /// What the server says of itself.
    pub fn setting(&self, name: &str) -> Option<String> {
        let known = self.settings.iter().find(|(key, _)| key == name);
        known.map(|(_, value)| value.clone())
    }
}

/// A setting of the environment, or of a server started for this process; none when it cannot start.
pub fn setting(name: &str, service: &str, own: &OnceLock<Option<Held>>) -> Option<String> {
    if let Ok(value) = std::env::var(name) {
        return Some(value);
    }
    own.get_or_init(|| hold(service)).as_ref()?.setting(name)
}

/// Starts a server; none when it cannot start.
pub fn hold(service: &str) -> Option<Held> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/test-services");
    let mut child = Command::new(script)
        .args(["hold", service])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let lines = BufReader::new(child.stdout.take()?)
        .lines()
        .map_while(Result::ok);
    let settings: Vec<_> = lines
        .take_while(|line| !line.is_empty())
        .filter_map(|line| {
            line.split_once('=')
                .map(|(key, value)| (key.into(), value.into()))
        })
        .collect();
    (!settings.is_empty()).then_some(Held {
        _child: child,
        settings,
    })
}
