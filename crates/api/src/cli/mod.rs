//! The command line: each command calls the same operations as HTTP does.

mod audit;
mod demo;
mod doctor;
mod import;
mod organisations;
mod search;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;
use crate::error::OpError;
use crate::http::problem::sentence;
use crate::ops::{App, Parts};

/// Văn phòng văn bản: the document office of Vietnamese agencies.
#[derive(Parser)]
#[command(name = "congvan", version, about, max_term_width = 100)]
struct Arguments {
    /// Folder with everything the office keeps; made when missing.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "./data",
        env = "CONGVAN_DATA"
    )]
    data: PathBuf,
    /// File with settings; default: congvan.toml in the data folder, when it is there.
    #[arg(long, global = true, value_name = "FILE", env = "CONGVAN_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the office: web app, API, reading of files, index.
    Serve,
    /// Only do deferred work (reading files) for an office that others serve; PostgreSQL.
    Worker,
    /// Bring in a folder of files; safe to break off and to repeat.
    Import(import::Import),
    /// Search from the shell, over every agency of the data folder.
    Search(search::Search),
    /// Add, list and end people's accounts.
    #[command(subcommand)]
    User(organisations::User),
    /// Found and list agencies, add units.
    #[command(subcommand)]
    Org(organisations::Org),
    /// Prove that nothing was altered.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Make a projection anew from database and blobs.
    #[command(subcommand)]
    Rebuild(audit::Rebuild),
    /// Say what is wrong with this installation, in sentences.
    Doctor,
    /// Print the description of the API (OpenAPI 3.1).
    Openapi,
    /// Make the demo office, unless the data folder holds an office already.
    Demo(demo::Demo),
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if matches!(arguments.command, Command::Openapi) {
        return print_openapi();
    }
    let loaded = Config::load(
        &arguments.data,
        arguments.config.as_deref(),
        std::env::vars(),
    );
    let config = match loaded {
        Ok(config) => config,
        Err(mistakes) => {
            eprint!("congvan: {mistakes}");
            return ExitCode::from(2);
        }
    };
    serve::start_log(
        &config,
        matches!(arguments.command, Command::Serve | Command::Worker),
    );
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failed(&OpError::Io(error)),
    };
    match runtime.block_on(run(arguments.command, config)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

async fn run(command: Command, config: Config) -> Result<ExitCode, OpError> {
    if matches!(command, Command::Doctor) {
        return doctor::run(config).await;
    }
    if let Command::Demo(demo) = command {
        return demo.run(config).await;
    }
    let app = App::open(config, Parts::of_this_program()?).await?;
    match command {
        Command::Serve => serve::serve(app).await,
        Command::Worker => serve::work(app).await,
        Command::Import(import) => import.run(app).await,
        Command::Search(search) => search.run(&app).await,
        Command::User(user) => user.run(&app).await,
        Command::Org(org) => org.run(&app).await,
        Command::Audit(audit) => audit.run(&app).await,
        Command::Rebuild(rebuild) => rebuild.run(&app).await,
        Command::Demo(_) | Command::Doctor | Command::Openapi => Ok(ExitCode::SUCCESS),
    }
}

fn print_openapi() -> ExitCode {
    match crate::http::openapi_document().to_pretty_json() {
        Ok(json) => {
            println!("{json}");
            ExitCode::SUCCESS
        }
        Err(error) => failed(&OpError::Internal(error.to_string())),
    }
}

/// Says on the error stream what went wrong, with the sentence of its code.
fn failed(error: &OpError) -> ExitCode {
    match error {
        OpError::SignIn(refusal)
        | OpError::Refused(refusal)
        | OpError::Invalid(refusal)
        | OpError::Conflict(refusal)
        | OpError::TooMany(refusal) => {
            eprintln!("congvan: {} ({})", sentence(refusal), refusal.code);
        }
        other => eprintln!("congvan: {other}"),
    }
    ExitCode::FAILURE
}
