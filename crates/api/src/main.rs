//! The program `congvan`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    // Children that read, print or stamp one thing start nothing else of the house.
    match command.as_str() {
        "read-file" => indexing::reading::run_child(&arguments.collect::<Vec<_>>()),
        "print-file" => printing::child::run(&arguments.collect::<Vec<_>>()),
        _ => api::cli::main(),
    }
}
