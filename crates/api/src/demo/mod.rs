//! The demo club: a living organisation to look around in, to learn with and to measure on.
//!
//! Half a year of its work is *played*, not written: a simulated clock runs from the past to now, and on it employees complete
//! tasks through the very functions that answer the API. What is thrown comes from one seed, so the same seed, instant and number
//! of clients give the same club on both databases.

mod agenda;
mod answers;
mod club;
mod dice;
mod life;
mod people;
mod words;

use chrono::Duration;
use domain::language::Language;
use domain::time::Timestamp;
use store::{Db, Tx, Who};
use wire::error::Code;

use crate::auth::hasher::Hasher;
use crate::http::ApiError;
use life::Life;

pub use club::PASSWORD;

/// How long the club has existed.
const HISTORY: Duration = Duration::days(182);
/// Events played in one transaction.
const BATCH: usize = 1_000;

/// What is to be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Play {
    pub clients: u64,
    /// People of the address book from before, with whom there is no work.
    pub book: u64,
    pub seed: u64,
    pub language: Language,
    /// When the history ends; the club's present.
    pub now: Timestamp,
}

/// Makes a demo club in an empty database. `met` is told after each transaction how many clients there are.
///
/// # Errors
/// 409 when the database has an organisation already; whatever the engine refuses, which would be a fault of the play.
pub async fn build(
    db: &Db,
    hasher: &Hasher,
    play: Play,
    mut met: impl FnMut(u64),
) -> Result<(), ApiError> {
    let known = db
        .read(Who::System, play.now, |tx| tx.organisation_if_set_up())
        .await?;
    if known.is_some() {
        return Err(ApiError::new(Code::AlreadySetUp));
    }
    let words = words::of(play.language);
    let mut hashes = Vec::new();
    for _ in words.staff {
        hashes.push(hasher.hash(PASSWORD.to_owned()).await?);
    }
    let (club, graph) = db
        .write(Who::System, beginning(play.now), move |tx| {
            let club = club::found(tx, words, play.language, &hashes)?;
            let published = tx.published_version(club.process)?;
            let published = published.ok_or_else(ApiError::not_found)?;
            Ok::<_, ApiError>((club, published.graph))
        })
        .await?;
    let mut life = Life::new(club, graph, play.seed, play.clients, play.now);
    for from in (0..play.book).step_by(BATCH) {
        let people = from..play.book.min(from + BATCH as u64);
        (life, ()) = turn(db, play.now, life, |life, tx| life.copy_book(tx, people)).await?;
        met(life.met());
    }
    loop {
        let more;
        (life, more) = turn(db, play.now, life, |life, tx| life.play(tx, BATCH)).await?;
        met(life.met());
        if !more {
            break;
        }
    }
    while db.write(Who::System, play.now, |tx| tx.relay()).await? {}
    db.write(Who::System, play.now, |tx| tx.optimize()).await?;
    Ok(())
}

/// A piece of its life, in one transaction.
async fn turn<T: Send + 'static>(
    db: &Db,
    now: Timestamp,
    life: Life,
    piece: impl FnOnce(&mut Life, &mut Tx<'_>) -> Result<T, ApiError> + Send + 'static,
) -> Result<(Life, T), ApiError> {
    let mut turn = Some((life, piece));
    db.write(Who::System, now, move |tx| {
        // Nobody else is in this database, so no transaction is ever run again.
        let (mut life, piece) = turn.take().ok_or_else(|| ApiError::new(Code::Conflict))?;
        let told = piece(&mut life, tx)?;
        Ok((life, told))
    })
    .await
}

/// When the club was founded.
fn beginning(now: Timestamp) -> Timestamp {
    now.minus(HISTORY)
}
