//! `with-postgres COMMAND…`: run a command with a PostgreSQL cluster of its own, gone when the command ends.
//!
//! Test programs find it by [`testkit::pg::SHARED_CLUSTER`]. `--durable` before the command makes the cluster flush
//! to disk as in production.

use std::process::{Command, ExitCode};

use testkit::pg::{Cluster, Durability, SHARED_CLUSTER};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    let durability = match arguments.next_if(|argument| argument == "--durable") {
        Some(_) => Durability::Full,
        None => Durability::Fast,
    };
    let Some(program) = arguments.next() else {
        eprintln!("usage: with-postgres [--durable] COMMAND…");
        return ExitCode::from(2);
    };
    let cluster = Cluster::start(durability);
    let status = Command::new(&program)
        .args(arguments)
        .env(SHARED_CLUSTER, cluster.folder())
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cannot run {}: {error}", program.display());
            ExitCode::from(127)
        }
    }
}
