//! The real program as a process: started on a free port, asked where it listens, ended politely or not.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// A running server. It is killed when the value is dropped, if nobody ended it before.
#[derive(Debug)]
pub struct Program {
    pub address: SocketAddr,
    child: Child,
}

/// How long a server may take until it says where it listens.
const PATIENCE: Duration = Duration::from_secs(60);

impl Program {
    /// Start `path`, which listens where `PEREZVON_LISTEN` tells it, keeps its data at `DATABASE_URL` and prints its address.
    ///
    /// # Panics
    /// When it ends or stays silent instead; the message carries what it printed.
    #[must_use]
    pub fn start(path: &Path, arguments: &[&str], database_url: &str) -> Self {
        let mut child = Command::new(path)
            .args(arguments)
            .env("DATABASE_URL", database_url)
            .env("PEREZVON_LISTEN", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", path.display()));
        let (sender, lines) = mpsc::channel();
        let output = child.stdout.take().expect("piped");
        let errors = child.stderr.take().expect("piped");
        listen(output, sender.clone());
        listen(errors, sender);

        let began = Instant::now();
        let mut said = String::new();
        let address = loop {
            match lines.recv_timeout(PATIENCE.saturating_sub(began.elapsed())) {
                Ok(line) => {
                    if let Some(address) = address_in(&line) {
                        break address;
                    }
                    said += &line;
                    said.push('\n');
                }
                Err(why) => {
                    let _ = child.kill();
                    let what = match why {
                        RecvTimeoutError::Timeout => "stays silent",
                        RecvTimeoutError::Disconnected => "ended",
                    };
                    panic!("{} {what}:\n{said}", path.display());
                }
            }
        };
        Self { address, child }
    }

    /// `http://127.0.0.1:…`, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The number of the process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`: no farewell, nothing flushed.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Run `path` to its end, as a person would at the terminal.
///
/// # Panics
/// When it fails; the message carries what it printed.
pub fn run(path: &Path, arguments: &[impl AsRef<OsStr>], database_url: &str) -> String {
    let output = Command::new(path)
        .args(arguments)
        .env("DATABASE_URL", database_url)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("cannot run {}: {error}", path.display()));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{} failed:\n{said}{}",
        path.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// The program `name` beside the running one: cargo builds everything into one folder.
#[must_use]
pub fn beside(name: &str) -> PathBuf {
    let us = std::env::current_exe().expect("our own path");
    us.with_file_name(name)
}

/// Pass on every line until the stream ends. The stream is read to its end also when nobody listens any more: a full
/// pipe would stop the server.
fn listen(stream: impl Read + Send + 'static, sender: Sender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
}

/// The first `http://127.0.0.1:PORT` of a line.
fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("http://")?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':');
    rest[..end.unwrap_or(rest.len())].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[test]
    fn an_address_is_found_in_what_the_server_says() {
        let address = "127.0.0.1:8080".parse().ok();
        assert_eq!(address_in("Perezvon: http://127.0.0.1:8080"), address);
        assert_eq!(
            address_in(r#"{"url":"http://127.0.0.1:8080/setup"}"#),
            address
        );
        assert_eq!(address_in("nothing to see"), None);
    }
}
