//! The child of printing as a program of its own, for the tests of this crate: `print_child … FOLDER`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    printing::child::run(&arguments)
}
