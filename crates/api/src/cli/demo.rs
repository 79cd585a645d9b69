use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};
use domain::language::Language;
use domain::time::Timestamp;
use store::{Durability, Tx, Who};
use wire::error::Code;

use super::data;
use crate::auth::hasher::Hasher;
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::{self, PASSWORD, Play};
use crate::http::ApiError;
use crate::ids::Ids;
use crate::worker::forget_old_events;

/// Bites of old events that are forgotten in one transaction.
const BITES: usize = 100;

#[derive(Debug, Args)]
pub(super) struct Wanted {
    /// How many clients the club has met in its half year; a million takes a while.
    #[arg(long, default_value_t = 2_000, value_name = "N")]
    clients: u64,

    /// How many more people stand in its old address book: cards without work.
    #[arg(long, default_value_t = 0, value_name = "N")]
    book: u64,

    /// The same seed, clients and present give the same club.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,

    /// The club's language.
    #[arg(long, value_enum, default_value = "ru")]
    language: Spoken,

    /// The club's present, such as 2026-12-01T09:00:00Z; the real one when absent.
    #[arg(long, value_parser = instant, value_name = "INSTANT")]
    now: Option<Timestamp>,

    /// Leave a database that is in use as it is, instead of refusing it.
    #[arg(long)]
    keep: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Spoken {
    Ru,
    En,
}

fn instant(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| "expected an instant such as 2026-12-01T09:00:00Z".into())
}

pub(super) fn run(wanted: &Wanted, config: &Config) -> Result<(), String> {
    let ids = Arc::new(Ids::seeded(wanted.seed));
    // What breaks off here is begun anew; at the end it is waited for the disk once.
    let db = data::open_as(config, Durability::Off, ids)?;
    let play = Play {
        clients: wanted.clients,
        book: wanted.book,
        seed: wanted.seed,
        language: match wanted.language {
            Spoken::Ru => Language::Ru,
            Spoken::En => Language::En,
        },
        now: wanted.now.unwrap_or_else(|| Clock::system().now()),
    };
    let began = Instant::now();
    let built: Result<(), ApiError> = actix_web::rt::System::new().block_on(async {
        let hasher = Hasher::new(config.hashing);
        demo::build(&db, &hasher, play, |met| {
            show(met, play.clients + play.book)
        })
        .await?;
        // What the club's server would have forgotten on the way.
        let forget = |tx: &mut Tx<'_>| {
            let bites = (0..BITES).map(|_| forget_old_events(tx));
            bites.sum::<Result<usize, ApiError>>()
        };
        while db.write(Who::System, play.now, forget).await? > 0 {}
        Ok(())
    });
    if std::io::stderr().is_terminal() {
        eprintln!();
    }
    if let Err(error) = built {
        return Err(match error.outcome() {
            Err(refusal) if refusal.code == Code::AlreadySetUp && wanted.keep => return Ok(()),
            Err(refusal) if refusal.code == Code::AlreadySetUp => {
                "this database has an organisation already; the demo club wants an empty one".into()
            }
            other => format!("the play broke off: {other:?}"),
        });
    }
    db.close();
    db.wait_for_disk().map_err(data::sentence)?;
    println!(
        "The demo club is ready: {} clients, half a year of work, played in {} s. Everybody's password is {PASSWORD}.",
        play.clients + play.book,
        began.elapsed().as_secs()
    );
    Ok(())
}

/// One line that counts up, where somebody watches.
fn show(met: u64, of: u64) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        let _ = write!(terminal, "\r{met} of {of} clients");
        let _ = terminal.flush();
    }
}
