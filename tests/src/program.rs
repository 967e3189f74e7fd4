//! The program itself, for stories about processes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The built program; `cargo build` makes it beside the tests.
pub fn congvan() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let built = tests
        .parent()
        .and_then(Path::parent)
        .unwrap()
        .join("congvan");
    assert!(
        built.exists(),
        "{} is not built: run cargo build --workspace",
        built.display()
    );
    built
}

/// A command on a data folder, with nothing of this environment's settings.
pub fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(congvan());
    command.arg("--data").arg(data).args(arguments);
    for (name, _) in std::env::vars() {
        if name.starts_with("CONGVAN_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end.
pub fn run(data: &Path, arguments: &[&str]) -> Output {
    command(data, arguments).output().unwrap()
}

/// What a command printed.
pub fn printed(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&both).into_owned()
}

/// A folder of the project.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}
