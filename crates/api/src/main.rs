//! The program `congvan`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    // The child that reads one hostile file starts nothing else of the house.
    if arguments.next().as_deref() == Some("read-file") {
        return indexing::reading::run_child(&arguments.collect::<Vec<_>>());
    }
    api::cli::main()
}
