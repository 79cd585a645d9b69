//! The program under measurement, run as its users run it.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::http::{Connection, Request};

/// A running server; stopped when dropped.
pub struct Server {
    pub address: SocketAddr,
    /// From the start of the process to the first good answer.
    pub cold_start: Duration,
    child: Child,
}

impl Server {
    /// Start `program`, which is told where to listen by `PEREZVON_LISTEN`, and ask `ready` until it answers 200.
    pub fn start(program: &Path, arguments: &[&str], database: &str, ready: &str) -> Self {
        let address = free_address();
        let began = Instant::now();
        let child = Command::new(program)
            .args(arguments)
            .env("DATABASE_URL", database)
            .env("PEREZVON_LISTEN", address.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let request = Request::with_headers("GET", ready, &[], "");
        loop {
            let answered =
                Connection::open(address).and_then(|mut connection| connection.ask(&request));
            if matches!(answered, Ok(200)) {
                break;
            }
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "{} does not answer {ready}",
                program.display()
            );
            thread::sleep(Duration::from_millis(2));
        }
        Self {
            address,
            cold_start: began.elapsed(),
            child,
        }
    }

    /// Resident memory in bytes, as the system counts it.
    pub fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("a running process has a status");
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        kilobytes.expect("the line is there") * 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program `name` beside this one: everything is built into one folder.
pub fn beside(name: &str) -> PathBuf {
    let us = std::env::current_exe().expect("our own path");
    us.with_file_name(name)
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number")
}
