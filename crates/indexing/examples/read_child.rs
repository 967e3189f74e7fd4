//! The child of reading as a program of its own, for tests and measurements of this crate:
//! `read_child read … FILE`, as the hidden command of `congvan` does.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    indexing::reading::run_child(&arguments)
}
