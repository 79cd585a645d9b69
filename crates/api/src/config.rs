//! Settings: flags win over the environment, the environment over the TOML file, the file over the defaults.

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
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
            log: self.log.or(other.log),
            log_format: self.log_format.or(other.log_format),
        }
    }

    fn complete(self) -> Config {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Config {
            database: self.database.unwrap_or_else(|| "data/perezvon.db".into()),
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

#[cfg(test)]
mod tests {
    use super::*;

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
