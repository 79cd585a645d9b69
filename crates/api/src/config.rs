//! Settings: flags win over the environment, the environment over the TOML file, the file over the defaults.

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
pub use connectors::files::{Bucket, Place};
use serde::Deserialize;
use store::Durability;

use crate::auth::hasher::Hashing;

/// Settings as they are given; what is absent has a default.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Options {
    /// Where the data is: the path of a SQLite file, or postgres://user:password@host/name.
    #[arg(
        long,
        short,
        global = true,
        env = "DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    database: Option<String>,

    /// How much a finished write survives a power cut: `full` (always), or `normal` (all but the last moments, faster).
    #[arg(long, global = true, env = "PEREZVON_DURABILITY", value_enum)]
    durability: Option<Durable>,

    /// Address and port to listen on; port 0 takes a free one.
    #[arg(
        long,
        short,
        global = true,
        env = "PEREZVON_LISTEN",
        value_name = "ADDRESS"
    )]
    listen: Option<SocketAddr>,

    /// The address that people type, such as https://crm.example.org. Links in invitations begin with it.
    #[arg(long, global = true, env = "PEREZVON_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,

    /// Believe X-Forwarded-For and X-Forwarded-Proto: only behind a proxy of your own that sets them.
    #[arg(long, global = true, env = "PEREZVON_BEHIND_PROXY", num_args = 0..=1, default_missing_value = "true")]
    behind_proxy: Option<bool>,

    /// Threads that answer requests; one for each core by default.
    #[arg(long, global = true, env = "PEREZVON_WORKERS", value_name = "N")]
    workers: Option<usize>,

    /// Number of this server among several on one PostgreSQL database, 0 to 255; each needs its own.
    #[arg(long, global = true, env = "PEREZVON_NODE", value_name = "N")]
    node: Option<u8>,

    /// Requests a minute that one address may make without signing in; 0 for no limit.
    #[arg(
        long,
        global = true,
        env = "PEREZVON_PUBLIC_REQUESTS_A_MINUTE",
        value_name = "N"
    )]
    public_requests_a_minute: Option<u32>,

    /// The mail server that letters go through: smtps://user:password@host (encrypted from the start, port 465) or
    /// smtp://user:password@host (encrypted by STARTTLS, port 587). Signs such as @ in the password are written as %40. A
    /// relay on this machine needs no encryption (smtp://localhost, port 25) unless you add ?tls=required; for one elsewhere in your network
    /// add ?tls=none.
    /// Without this, letters are not sent: those who would get them are named in Settings, Sending.
    #[arg(
        long,
        global = true,
        env = "PEREZVON_SMTP_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    smtp_url: Option<String>,

    /// A file of certificates (PEM): the mail server may prove itself by an authority of your own, besides those that browsers trust.
    #[arg(
        long,
        global = true,
        env = "PEREZVON_SMTP_AUTHORITY",
        value_name = "FILE"
    )]
    smtp_authority: Option<PathBuf>,

    /// Who letters come from: `Studio North <crm@north.example>`, or the address alone. Needed with --smtp-url.
    #[arg(long, global = true, env = "PEREZVON_MAIL_FROM", value_name = "NAME")]
    mail_from: Option<String>,

    /// Let hooks call addresses inside the server's own network (127.0.0.1, 10.…, 192.168.… and the like), also by plain http.
    /// Without it only https addresses of the internet are called, because whoever may set up hooks could otherwise reach what
    /// only this machine can see.
    #[arg(long, global = true, env = "PEREZVON_HOOKS_INSIDE", num_args = 0..=1, default_missing_value = "true")]
    hooks_inside: Option<bool>,

    /// Where the files of clients lie: a folder, such as /var/lib/perezvon/files, or s3://bucket/prefix. By default a folder `files` beside
    /// the SQLite database, and data/files with PostgreSQL. Several servers on one database need a place that they share.
    #[arg(long, global = true, env = "PEREZVON_FILES_URL", value_name = "URL")]
    files_url: Option<String>,

    /// With s3://…: where the storage is, such as https://storage.example.org; Amazon's own when absent.
    #[arg(
        long,
        global = true,
        env = "PEREZVON_FILES_S3_ENDPOINT",
        value_name = "URL"
    )]
    files_s3_endpoint: Option<String>,

    /// With s3://…: the region of the bucket, where the storage has regions.
    #[arg(
        long,
        global = true,
        env = "PEREZVON_FILES_S3_REGION",
        value_name = "NAME"
    )]
    files_s3_region: Option<String>,

    /// With s3://…: the access key.
    #[arg(
        long,
        global = true,
        env = "PEREZVON_FILES_S3_KEY",
        hide_env_values = true,
        value_name = "KEY"
    )]
    files_s3_key: Option<String>,

    /// With s3://…: the secret of the access key. Keep it out of the process list: use the environment or the file.
    #[arg(
        long,
        global = true,
        env = "PEREZVON_FILES_S3_SECRET",
        hide_env_values = true,
        value_name = "SECRET"
    )]
    files_s3_secret: Option<String>,

    /// The largest file that may be put on a card, in MiB.
    #[arg(
        long,
        global = true,
        env = "PEREZVON_LARGEST_FILE_MIB",
        value_name = "N",
        value_parser = clap::value_parser!(u64).range(1..=10_240)
    )]
    largest_file_mib: Option<u64>,

    /// What to log: error, warn, info, debug, or a filter such as `info,store=debug`.
    #[arg(long, global = true, env = "PEREZVON_LOG", value_name = "FILTER")]
    log: Option<String>,

    /// How to write the log: `text` for people, `json` for machines.
    #[arg(long, global = true, env = "PEREZVON_LOG_FORMAT", value_enum)]
    log_format: Option<LogFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Durable {
    Full,
    Normal,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// Settings, complete.
#[derive(Debug, Clone)]
pub struct Config {
    pub database: String,
    pub durability: Durability,
    pub listen: SocketAddr,
    pub public_url: Option<String>,
    pub behind_proxy: bool,
    pub workers: usize,
    pub node: u8,
    pub public_requests_a_minute: Option<NonZeroU32>,
    /// Absent: no letters are sent.
    pub mail: Option<MailServer>,
    /// Whether hooks may lead into the server's own network.
    pub hooks_inside: bool,
    /// Where the files of clients lie.
    pub files: Place,
    /// Bytes.
    pub largest_file: u64,
    pub log: String,
    pub log_format: LogFormat,
    /// How passwords are hashed. Not a setting: only tests and the demo choose the quick way.
    pub hashing: Hashing,
}

/// How letters leave the house.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    /// With the password.
    pub url: String,
    pub from: String,
    /// PEM: certificates that the server may prove itself by besides those that browsers trust.
    pub authority: Option<String>,
}

impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "letters from {}", self.from)
    }
}

impl Default for Config {
    fn default() -> Self {
        Options::default().complete()
    }
}

impl Config {
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

/// The largest file unless somebody says otherwise.
const LARGEST_FILE_MIB: u64 = 25;

/// The file that is read when none is named.
const FILE: &str = "perezvon.toml";

impl Options {
    /// These options, completed by a file and by defaults.
    ///
    /// # Errors
    /// A sentence when the named file cannot be read, or says what no setting is called.
    pub fn with_file(self, named: Option<&Path>) -> Result<Config, String> {
        let path = named.map_or_else(|| PathBuf::from(FILE), Path::to_owned);
        let file = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str::<Self>(&text)
                .map_err(|error| format!("{}: {error}", path.display()))?,
            Err(error) if named.is_some() => {
                return Err(format!("cannot read {}: {error}", path.display()));
            }
            Err(_) => Self::default(),
        };
        let options = self.or(file);
        if options.smtp_url.is_some() != options.mail_from.is_some() {
            return Err("letters need both --smtp-url and --mail-from: the mail server, and who they come from".into());
        }
        options.expect_whole_bucket()?;
        let authority = options.smtp_authority.clone();
        let mut config = options.complete();
        match (&mut config.mail, authority) {
            (Some(mail), Some(path)) => {
                let pem = std::fs::read_to_string(&path)
                    .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
                mail.authority = Some(pem);
            }
            (None, Some(_)) => {
                return Err("--smtp-authority is of use only with --smtp-url".into());
            }
            (_, None) => {}
        }
        if let Some(mail) = &config.mail {
            connectors::mail::Mailer::new(&mail.url, &mail.from, mail.authority.as_deref())?;
        }
        Ok(config)
    }

    /// A bucket is named, and who we are there; neither without the other.
    fn expect_whole_bucket(&self) -> Result<(), String> {
        let named = self
            .files_url
            .as_deref()
            .and_then(|url| url.strip_prefix(S3));
        let keys = [&self.files_s3_key, &self.files_s3_secret];
        match named {
            Some(name) if name.trim_matches('/').is_empty() => {
                Err("--files-url names no bucket: it is s3://bucket or s3://bucket/prefix".into())
            }
            Some(_) if keys.iter().any(|key| key.is_none()) => Err(
                "a bucket needs both --files-s3-key and --files-s3-secret: who the server is there"
                    .into(),
            ),
            None if keys.iter().any(|key| key.is_some()) || self.files_s3_endpoint.is_some() => {
                Err("--files-s3-… is of use only with --files-url s3://bucket".into())
            }
            _ => Ok(()),
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            database: self.database.or(other.database),
            durability: self.durability.or(other.durability),
            listen: self.listen.or(other.listen),
            public_url: self.public_url.or(other.public_url),
            behind_proxy: self.behind_proxy.or(other.behind_proxy),
            workers: self.workers.or(other.workers),
            node: self.node.or(other.node),
            public_requests_a_minute: self
                .public_requests_a_minute
                .or(other.public_requests_a_minute),
            smtp_url: self.smtp_url.or(other.smtp_url),
            smtp_authority: self.smtp_authority.or(other.smtp_authority),
            mail_from: self.mail_from.or(other.mail_from),
            hooks_inside: self.hooks_inside.or(other.hooks_inside),
            files_url: self.files_url.or(other.files_url),
            files_s3_endpoint: self.files_s3_endpoint.or(other.files_s3_endpoint),
            files_s3_region: self.files_s3_region.or(other.files_s3_region),
            files_s3_key: self.files_s3_key.or(other.files_s3_key),
            files_s3_secret: self.files_s3_secret.or(other.files_s3_secret),
            largest_file_mib: self.largest_file_mib.or(other.largest_file_mib),
            log: self.log.or(other.log),
            log_format: self.log_format.or(other.log_format),
        }
    }

    fn complete(self) -> Config {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let bucket = bucket(&self);
        let database = self.database.unwrap_or_else(|| "data/perezvon.db".into());
        let files = match (self.files_url, bucket) {
            (_, Some(bucket)) => Place::Bucket(bucket),
            (Some(folder), None) => Place::Folder(PathBuf::from(folder)),
            (None, None) => Place::Folder(beside(&database)),
        };
        Config {
            files,
            largest_file: self.largest_file_mib.unwrap_or(LARGEST_FILE_MIB) * 1024 * 1024,
            database,
            durability: match self.durability {
                Some(Durable::Normal) => Durability::Normal,
                Some(Durable::Full) | None => Durability::Full,
            },
            listen: self
                .listen
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_url: self
                .public_url
                .map(|url| url.trim_end_matches('/').to_owned()),
            behind_proxy: self.behind_proxy.unwrap_or_default(),
            workers: self.workers.unwrap_or(cores).max(1),
            node: self.node.unwrap_or_default(),
            public_requests_a_minute: NonZeroU32::new(self.public_requests_a_minute.unwrap_or(120)),
            mail: self
                .smtp_url
                .zip(self.mail_from)
                .map(|(url, from)| MailServer {
                    url,
                    from,
                    authority: None,
                }),
            hooks_inside: self.hooks_inside.unwrap_or_default(),
            log: self.log.unwrap_or_else(|| "info,actix_server=warn".into()),
            log_format: self.log_format.unwrap_or_default(),
            hashing: Hashing::Strong,
        }
    }
}

/// What the address of a bucket begins with.
const S3: &str = "s3://";

/// The bucket that is named, with everything it needs.
fn bucket(options: &Options) -> Option<Bucket> {
    let named = options.files_url.as_deref()?.strip_prefix(S3)?;
    let (name, prefix) = named.split_once('/').unwrap_or((named, ""));
    Some(Bucket {
        name: name.to_owned(),
        prefix: prefix.trim_matches('/').to_owned(),
        endpoint: options.files_s3_endpoint.clone(),
        region: options.files_s3_region.clone(),
        key: options.files_s3_key.clone()?,
        secret: options.files_s3_secret.clone()?,
    })
}

/// Where files lie unless somebody says otherwise: what is backed up with the database is found beside it.
fn beside(database: &str) -> PathBuf {
    match database.contains("://") {
        true => PathBuf::from("data/files"),
        false => Path::new(database).with_file_name("files"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_needs_a_name_and_a_key() {
        let asked = |url: &str, key: Option<&str>| {
            let options = Options {
                files_url: Some(url.into()),
                files_s3_key: key.map(str::to_owned),
                files_s3_secret: key.map(|key| format!("{key}'s secret")),
                ..Options::default()
            };
            options
                .with_file(None)
                .map(|config| config.files.to_string())
        };
        let here = |place: &str| Ok(place.to_owned());
        assert_eq!(asked("/srv/files", None), here("/srv/files"));
        assert_eq!(asked("s3://club", Some("k")), here("s3://club"));
        assert_eq!(asked("s3://club/crm/", Some("k")), here("s3://club/crm"));
        for (url, key) in [
            ("s3://club", None),
            ("s3://", Some("k")),
            ("/srv/files", Some("k")),
        ] {
            assert!(asked(url, key).is_err(), "{url} {key:?}");
        }
    }

    #[test]
    fn files_lie_beside_the_database() {
        for (database, folder) in [
            ("data/perezvon.db", "data/files"),
            ("/srv/club.db", "/srv/files"),
            ("club.db", "files"),
            ("postgres://club@localhost/club", "data/files"),
        ] {
            assert_eq!(beside(database), PathBuf::from(folder), "{database}");
        }
    }

    #[test]
    fn flags_win_over_the_file_and_the_file_over_defaults() {
        let flags = Options {
            node: Some(7),
            ..Options::default()
        };
        let file: Options = toml::from_str(
            "node = 3\nlisten = \"0.0.0.0:80\"\npublic-url = \"https://a.example/\"",
        )
        .expect("settings");
        let config = flags.or(file).complete();
        assert_eq!(config.node, 7);
        assert_eq!(config.listen.port(), 80);
        assert_eq!(config.public_url.as_deref(), Some("https://a.example"));
        assert!(config.is_https());
        assert_eq!(config.durability, Durability::Full);
    }

    #[test]
    fn letters_need_a_server_and_a_sender_that_make_sense() {
        let asked = |url: Option<&str>, from: Option<&str>| {
            let options = Options {
                smtp_url: url.map(str::to_owned),
                mail_from: from.map(str::to_owned),
                ..Options::default()
            };
            options.with_file(None).map(|config| config.mail.is_some())
        };
        assert_eq!(asked(None, None), Ok(false));
        let from = Some("Север <crm@north.example>");
        assert_eq!(asked(Some("smtp://localhost"), from), Ok(true));
        assert!(asked(Some("smtp://localhost"), None).is_err());
        assert!(asked(None, from).is_err());
        assert!(asked(Some("http://localhost"), from).is_err());
        assert!(asked(Some("smtp://localhost"), Some("nobody")).is_err());
    }

    #[test]
    fn an_unknown_setting_is_named() {
        let error = toml::from_str::<Options>("lisen = \"x\"").expect_err("a typing mistake");
        assert!(error.to_string().contains("lisen"));
    }
}
