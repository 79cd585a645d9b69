//! What the server costs before anybody asks for anything: the time to its first answer, and memory.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use testkit::program::{self, Program};

use crate::http::{Connection, Request};
use crate::table::Table;

/// From the start of the process to its first good answer, `/readyz`.
pub fn cold_start(program: &Path, database_url: &str) -> Duration {
    let began = Instant::now();
    let server = Program::start(program, &["serve"], database_url);
    let ready = Request::with_headers("GET", "/readyz", &[], "");
    let status = Connection::open(server.address).and_then(|mut connection| connection.ask(&ready));
    let took = began.elapsed();
    assert!(matches!(status, Ok(200)), "/readyz: {status:?}");
    took
}

/// Resident memory of a process in bytes, as the system counts it.
pub fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status"));
    let status = status.expect("a running process has a status");
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.expect("the line is there") * 1024
}

/// Time of `perezvon check` over the whole database. Answers what it says of the size: `2000 clients, 9352 tasks`.
pub fn check(table: &mut Table, database_url: &str) -> String {
    let began = Instant::now();
    let said = program::run(&program::beside("perezvon"), &["check"], database_url);
    let took = format!("{:.1} s", began.elapsed().as_secs_f64());
    table.fact("`perezvon check`, every rule over everything", "", took);
    said.lines().next().unwrap_or_default().to_owned()
}
