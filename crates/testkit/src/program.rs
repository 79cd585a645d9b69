//! The real program as a process: started on a free port, asked where it listens, ended politely or not.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

/// A running server. It is killed when the value is dropped, if nobody ended it before.
#[derive(Debug)]
pub struct Program {
    pub address: SocketAddr,
    child: Child,
    /// What it says and nobody has heard yet.
    lines: Receiver<String>,
}

/// How long a server may take until it says what we wait for.
const PATIENCE: Duration = Duration::from_secs(60);
/// So many lines that nobody has heard are kept; of a server that talks on, the rest is lost.
const KEPT: usize = 100_000;

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
        let (sender, lines) = mpsc::sync_channel(KEPT);
        let output = child.stdout.take().expect("piped");
        let errors = child.stderr.take().expect("piped");
        listen(output, sender.clone());
        listen(errors, sender);

        let heard = hear(&lines, address_in);
        let address = heard.unwrap_or_else(|why| {
            let _ = child.kill();
            panic!("{} {why}", path.display())
        });
        Self {
            address,
            child,
            lines,
        }
    }

    /// What `wanted` finds in one of the lines that the server printed or will print.
    ///
    /// # Panics
    /// When it ends or stays silent instead; the message carries what it printed.
    pub fn says<T>(&self, wanted: impl Fn(&str) -> Option<T>) -> T {
        let heard = hear(&self.lines, wanted);
        heard.unwrap_or_else(|why| panic!("the server {why}"))
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

    /// Asks it to end, as the system does when it stops a service; returns at once.
    ///
    /// # Panics
    /// When there is no shell.
    pub fn terminate(&self) {
        let ask = format!("kill -TERM {}", self.id());
        let asked = Command::new("sh").args(["-c", &ask]).status();
        assert!(asked.expect("a shell").success(), "{ask}");
    }

    /// Waits for its end. Answers whether it ended well, and everything it said that nobody has heard.
    ///
    /// # Panics
    /// When it does not end.
    pub fn ended(mut self) -> (bool, Vec<String>) {
        // Its streams close when it ends.
        let mut said = Vec::new();
        let began = Instant::now();
        loop {
            match self
                .lines
                .recv_timeout(PATIENCE.saturating_sub(began.elapsed()))
            {
                Ok(line) => said.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end: {said:#?}"),
            }
        }
        let status = self.child.wait().expect("its status");
        (status.success(), said)
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

/// The first thing that `wanted` finds in a line; or why there is none, with everything that was said.
fn hear<T>(lines: &Receiver<String>, wanted: impl Fn(&str) -> Option<T>) -> Result<T, String> {
    let began = Instant::now();
    let mut said = String::new();
    loop {
        match lines.recv_timeout(PATIENCE.saturating_sub(began.elapsed())) {
            Ok(line) => {
                if let Some(found) = wanted(&line) {
                    return Ok(found);
                }
                said += &line;
                said.push('\n');
            }
            Err(RecvTimeoutError::Timeout) => return Err(format!("stays silent:\n{said}")),
            Err(RecvTimeoutError::Disconnected) => return Err(format!("ended:\n{said}")),
        }
    }
}

/// Pass on every line until the stream ends. The stream is read to its end also when nobody listens any more: a full
/// pipe would stop the server.
fn listen(stream: impl Read + Send + 'static, sender: SyncSender<String>) {
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = sender.try_send(line);
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
