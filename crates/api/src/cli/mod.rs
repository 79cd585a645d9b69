//! The command line of `perezvon`.

mod data;
mod demo;
mod process;
mod serve;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Options};

/// Perezvon: a CRM in which every call, trial lesson and promise has its next step, so that nobody is ever forgotten.
#[derive(Debug, Parser)]
#[command(
    name = "perezvon",
    version,
    after_help = "Start with `perezvon serve`: it makes the database, prints the address and, the first time, a link that sets \
        Perezvon up.\n\nEvery setting can be a flag, an environment variable, or a line of perezvon.toml with the flag's name: \
        `listen = \"0.0.0.0:8080\"`. Flags win over the environment, the environment over the file.",
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// A settings file; ./perezvon.toml is read when it is there.
    #[arg(long, global = true, env = "PEREZVON_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server: the application, the API and the worker.
    Serve,
    /// Fill an empty database with a living demo club: three branches, ten employees with known passwords, half a year of work.
    Demo(demo::Wanted),
    /// Bring the database to this version's schema and stop. `serve` does it by itself; this is for the careful.
    Migrate,
    /// Write a copy of the running SQLite database into a new file. PostgreSQL has pg_dump.
    Backup { file: PathBuf },
    /// Put a backup in the database's place, with the server stopped.
    Restore {
        file: PathBuf,
        /// Replace a database that is there; it is kept beside under another name.
        #[arg(long)]
        replace: bool,
    },
    /// Move a SQLite database into an empty PostgreSQL one, with the server stopped; the file stays as it is.
    Move {
        /// postgres://user:password@host/name
        #[arg(long, value_name = "URL")]
        to: String,
    },
    /// Check that nobody is forgotten: every rule that must always hold, over the whole database.
    Check,
    /// Employees, from the server's own terminal: for when nobody can sign in.
    User {
        #[command(subcommand)]
        command: user::Command,
    },
    /// Processes as files: export, import, check, compare; the packs that ship with Perezvon.
    Process(process::Process),
    /// Print the OpenAPI document of this version.
    Openapi,
}

/// Runs what the arguments say.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = cli
        .options
        .with_file(cli.config.as_deref())
        .and_then(|config| dispatch(cli.command, config));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("perezvon: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command, config: Config) -> Result<(), String> {
    match command {
        Command::Serve => serve::serve(config),
        Command::Demo(wanted) => demo::run(&wanted, &config),
        Command::Migrate => data::migrate(&config),
        Command::Backup { file } => data::backup(&config, &file),
        Command::Restore { file, replace } => data::restore(&config, &file, replace),
        Command::Move { to } => data::move_to(&config, &to),
        Command::Check => data::check(&config),
        Command::User { command } => user::run(command, &config),
        Command::Process(process) => process::run(&process, &config),
        Command::Openapi => {
            print!("{}", crate::openapi::text());
            Ok(())
        }
    }
}
