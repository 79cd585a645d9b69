//! Where PostgreSQL's programs are, and as whom they run: the server refuses to work for root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

/// The programs of the newest PostgreSQL installed, with the account that runs them.
#[derive(Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
    account: Option<Account>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

impl Binaries {
    /// # Panics
    /// When PostgreSQL is not installed.
    pub(super) fn find() -> Self {
        let newest = fs::read_dir("/usr/lib/postgresql")
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let version: u32 = entry.file_name().to_str()?.parse().ok()?;
                let folder = entry.path().join("bin");
                folder.join("initdb").exists().then_some((version, folder))
            })
            .max_by_key(|(version, _)| *version);
        let Some((_, folder)) = newest else {
            panic!("PostgreSQL is not installed: run scripts/setup.sh test")
        };
        Self {
            folder,
            account: unprivileged_account(),
        }
    }

    /// The account that owns the cluster, when it is not ours.
    pub(super) fn account(&self) -> Option<Account> {
        self.account
    }

    /// `program`, ready to run as the cluster's owner.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.folder.join(program));
        if let Some(account) = self.account {
            command.uid(account.uid).gid(account.gid);
        }
        // Our own folder may be closed to that account.
        command.current_dir("/");
        command
    }
}

/// `postgres` of Debian's package, or `nobody`, when we are root; nobody in particular otherwise.
fn unprivileged_account() -> Option<Account> {
    let root = fs::metadata("/proc/self").is_ok_and(|us| us.uid() == 0);
    if !root {
        return None;
    }
    let accounts = fs::read_to_string("/etc/passwd").expect("/etc/passwd is readable");
    let account = |name: &str| {
        let line = accounts
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2);
        Some(Account {
            uid: numbers.next()?.parse().ok()?,
            gid: numbers.next()?.parse().ok()?,
        })
    };
    Some(
        account("postgres")
            .or_else(|| account("nobody"))
            .expect("an account that is not root"),
    )
}
