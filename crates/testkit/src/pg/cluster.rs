//! A cluster: started, asked for databases, and gone with its owner.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::binaries::Binaries;
use crate::scratch::ScratchFolder;

/// Whether an answered write survives a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is flushed to disk: for tests, several times faster.
    Fast,
    /// As in production: for measuring and for tests that end processes.
    Full,
}

/// A running PostgreSQL with its socket in `folder`.
///
/// A cluster that we started is stopped by a watchdog: a shell that waits for the end of its standard input, which is
/// a pipe whose other end only we hold. The system closes it however we end, so no cluster outlives its tests.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    binaries: Binaries,
    owned: Option<Owned>,
}

#[derive(Debug)]
struct Owned {
    watchdog: Child,
    _folder: ScratchFolder,
}

impl Cluster {
    /// Make and start a cluster. Takes about two seconds.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start; the message carries its own words.
    #[must_use]
    pub fn start(durability: Durability) -> Self {
        let binaries = Binaries::find();
        let scratch = ScratchFolder::new("postgres");
        let folder = scratch.path().to_path_buf();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("own the folder");
        if let Some(account) = binaries.account() {
            chown(&folder, Some(account.uid), Some(account.gid)).expect("give the folder away");
        }
        let data = folder.join("data");
        succeed(
            binaries
                .command("initdb")
                .args(["--username=postgres", "--auth=trust", "--no-sync"])
                .args(["--encoding=UTF8", "--locale=C.UTF-8"])
                .arg("--pgdata")
                .arg(&data),
        );
        write_settings(&data, &folder, durability);
        // The watchdog stands before the server does: there is no moment without it.
        let watchdog = watchdog(&binaries, &data, &folder);
        succeed(
            binaries
                .command("pg_ctl")
                .args(["start", "--wait", "--silent", "--pgdata"])
                .arg(&data)
                .arg("--log")
                .arg(folder.join("log")),
        );
        Self {
            folder,
            binaries,
            owned: Some(Owned {
                watchdog,
                _folder: scratch,
            }),
        }
    }

    /// The cluster of somebody else, who also stops it.
    pub(super) fn borrowed(folder: PathBuf) -> Self {
        Self {
            folder,
            binaries: Binaries::find(),
            owned: None,
        }
    }

    /// Where the socket is; the value of [`super::SHARED_CLUSTER`].
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The `DATABASE_URL` of one database.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@/{database}?host={}",
            self.folder.display()
        )
    }

    /// # Panics
    /// When the database exists, or the template does not.
    pub fn create_database(&self, name: &str, template: Option<&str>) {
        let template = template.unwrap_or("template0");
        self.run(&format!(
            "CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
        ));
    }

    /// Removes it even while somebody is connected.
    pub fn drop_database(&self, name: &str) {
        self.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }

    /// Let `fill` make the template database unless it was made before, by us or by another test program.
    pub(super) fn template(&self, name: &str, fill: impl FnOnce(&str)) {
        let lock = File::create(self.folder.join(format!("{name}.lock"))).expect("a lock file");
        lock.lock().expect("lock the template");
        let ready = self.folder.join(format!("{name}.ready"));
        if !ready.exists() {
            self.drop_database(name);
            self.create_database(name, None);
            fill(&self.url(name));
            fs::write(&ready, "").expect("mark the template ready");
        }
    }

    fn run(&self, statement: &str) {
        succeed(
            self.binaries
                .command("psql")
                .args(["--no-psqlrc", "--quiet", "--username=postgres", "--host"])
                .arg(&self.folder)
                .args(["--dbname=postgres", "--set=ON_ERROR_STOP=1", "--command"])
                .arg(statement),
        );
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(owned) = &mut self.owned {
            drop(owned.watchdog.stdin.take());
            let _ = owned.watchdog.wait();
        }
    }
}

fn write_settings(data: &Path, folder: &Path, durability: Durability) {
    let mut settings = fs::read_to_string(data.join("postgresql.conf")).expect("initdb wrote it");
    settings += &format!(
        "\nlisten_addresses = ''\nunix_socket_directories = '{}'\nmax_connections = 300\n",
        folder.display()
    );
    if durability == Durability::Fast {
        settings += "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n";
    }
    fs::write(data.join("postgresql.conf"), settings).expect("write the settings");
}

/// Stops the server and removes its folder when our end of the pipe closes. In a process group of its own, so that
/// Ctrl-C in the terminal reaches us and not it.
fn watchdog(binaries: &Binaries, data: &Path, folder: &Path) -> Child {
    let stop = binaries.command("pg_ctl");
    let mut command = Command::new("sh");
    command
        .args([
            "-c",
            r#"cat >/dev/null; "$0" stop --silent --mode=immediate --pgdata "$1" 2>/dev/null; rm -rf "$2""#,
        ])
        .arg(stop.get_program())
        .arg(data)
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .current_dir("/")
        .process_group(0);
    if let Some(account) = binaries.account() {
        command.uid(account.uid).gid(account.gid);
    }
    command.spawn().expect("a shell")
}

/// Run to the end; panic with the program's own words when it fails.
fn succeed(command: &mut Command) {
    let output = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?} failed: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
