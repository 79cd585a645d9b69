//! The demo club: everybody has a full day, everything holds, and the same wish gives the same club.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::auth::hasher::{Hasher, Hashing};
use api::demo::{self, Play};
use api::ids::Ids;
use domain::language::Language;
use domain::time::Timestamp;
use store::{Db, DbConfig, Durability, StoreError, Who};
use testkit::TestDatabase;
use testkit::app::wait_for;

/// A Tuesday, a little after ten in Moscow.
const NOW: &str = "2026-11-24T07:12:00Z";
const CLIENTS: u64 = 30;
/// People of the old address book.
const BOOK: u64 = 12;

fn now() -> Timestamp {
    Timestamp::parse(NOW).expect("an instant")
}

/// A club in a database of its own.
struct Played {
    db: Db,
    database: TestDatabase,
}

async fn play(database: TestDatabase, seed: u64, language: Language) -> Played {
    let ids = Arc::new(Ids::seeded(seed));
    let mut settings = DbConfig::new(&database.url, ids);
    settings.durability = Durability::Off;
    settings.threads = Some(2);
    let db = Db::open(&settings).unwrap_or_else(|error| panic!("the database: {error}"));
    let play = Play {
        clients: CLIENTS,
        book: BOOK,
        seed,
        language,
        now: now(),
    };
    let hasher = Hasher::new(Hashing::Quick);
    let built = demo::build(&db, &hasher, play, |_| {}).await;
    built.unwrap_or_else(|error| panic!("the play broke off: {error:?}"));
    Played { db, database }
}

impl Played {
    async fn holds(&self) {
        let checks = self.db.read(Who::System, now(), |tx| tx.invariants()).await;
        for check in checks.expect("the checks") {
            assert_eq!(check.violations, 0, "{}: {:?}", check.name, check.examples);
        }
    }

    /// Everything that ever happened: what, to which thing, in which version, when.
    async fn feed(&self) -> Vec<(String, String, i64, Timestamp)> {
        let feed = self.db.read(Who::System, now(), |tx| {
            let mut feed = Vec::new();
            let mut last = 0;
            loop {
                let page = tx.events_after(last, 500)?;
                let Some(end) = page.last() else {
                    return Ok::<_, StoreError>(feed);
                };
                last = end.seq;
                feed.extend(page.iter().map(|event| {
                    (
                        event.topic.clone(),
                        event.subject_id(),
                        event.version,
                        event.at,
                    )
                }));
            }
        });
        feed.await.expect("the feed")
    }
}

#[test]
fn both_databases_are_given_the_same_club() {
    wait_for(async {
        let one = play(testkit::sqlite::database(), 7, Language::Ru).await;
        one.holds().await;
        let other = play(testkit::pg::database(), 7, Language::Ru).await;
        other.holds().await;
        let (one, other) = (one.feed().await, other.feed().await);
        assert_eq!(one.len(), other.len());
        for (one, other) in one.iter().zip(&other) {
            assert_eq!(one, other);
        }
        let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
        for (topic, ..) in &one {
            *topics.entry(topic).or_default() += 1;
        }
        assert_eq!(topics["client.created"], (CLIENTS + BOOK) as usize);
        assert!(topics["chain.started"] > 15, "{topics:?}");
        assert!(topics["task.completed"] > 200, "{topics:?}");
    });
}

#[test]
fn an_english_club_of_another_seed_holds_too() {
    wait_for(async {
        let club = play(testkit::sqlite::database(), 11, Language::En).await;
        club.holds().await;
        let branches = club.db.read(Who::System, now(), |tx| tx.branches()).await;
        let zones: Vec<String> = branches
            .expect("branches")
            .iter()
            .map(|branch| branch.zone.clone())
            .collect();
        assert_eq!(zones, ["Europe/Berlin", "Europe/Chisinau", "Europe/London"]);
    });
}

#[test]
fn a_club_moves_to_postgres_as_it_is() {
    wait_for(async {
        let club = play(testkit::sqlite::database(), 7, Language::Ru).await;
        let (from, feed) = (club.database.url.clone(), club.feed().await);
        club.db.close();
        let target = testkit::pg::empty();
        let to = target.url.clone();
        let rows = store::moving::to_postgres(&from, &to).expect("moved");
        assert!(rows > feed.len() as u64);

        let again = store::moving::to_postgres(&from, &to);
        assert!(
            matches!(&again, Err(StoreError::Setup(words)) if words.contains("already")),
            "{again:?}"
        );
        let moved = Played {
            db: Db::open(&DbConfig::new(&to, Arc::new(Ids::seeded(8)))).expect("the new database"),
            database: target,
        };
        moved.holds().await;
        assert_eq!(moved.feed().await, feed);
        let sealed = moved
            .db
            .read(Who::System, now(), |tx| tx.verify_audit(0, i64::MAX))
            .await
            .expect("the audit log");
        assert!(sealed.0 > 200 && sealed.1.is_none(), "{sealed:?}");
    });
}
