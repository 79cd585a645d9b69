//! The store on both databases: the engine, the schema and what hangs across slices.

mod store {
    mod backup;
    mod clients;
    mod directory;
    mod engine;
    mod idempotency;
    mod outbox;
    mod schema;

    use std::sync::Arc;

    use domain::time::Timestamp;
    use store::{Db, DbConfig, Durability};
    use testkit::ids::RisingIds;
    use testkit::{TestDatabase, pg, sqlite};

    /// An instant like any other.
    const NOON: Timestamp = Timestamp::EPOCH;

    /// Both databases, empty but for the schema.
    fn both() -> [(TestDatabase, Db); 2] {
        [sqlite::database(), pg::database()].map(|database| {
            let db = open(&database.url);
            (database, db)
        })
    }

    fn config(url: &str) -> DbConfig {
        DbConfig {
            durability: Durability::Off,
            threads: Some(6),
            ..DbConfig::new(url, Arc::new(RisingIds::default()))
        }
    }

    fn open(url: &str) -> Db {
        Db::open(&config(url)).expect("a database")
    }
}
