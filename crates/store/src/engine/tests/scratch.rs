//! A migrated SQLite connection for the unit tests of this crate; tests on both databases live in `crates/testkit/tests`.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use domain::time::Timestamp;

use crate::directory::Known;
use crate::engine::conn::{self, Address, Conn, Purpose};
use crate::engine::ids::NextId;
use crate::engine::migrate;
use crate::engine::pool::Durability;
use crate::engine::queue::Access;
use crate::engine::unit::{Tx, Who};

pub(crate) struct Scratch {
    folder: PathBuf,
    pub(crate) conn: Conn,
}

struct Rising(AtomicU32);

impl NextId for Rising {
    fn next_id(&self, _now: Timestamp) -> i64 {
        i64::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1
    }
}

impl Scratch {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("perezvon-store-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a scratch folder");
        let address = Address::Sqlite(folder.join("test.db"));
        let mut conn = conn::connect(
            &address,
            Purpose::Write,
            Durability::Off,
            Duration::from_secs(10),
        )
        .expect("a connection");
        migrate::to_latest(&mut conn).expect("a schema");
        Self { folder, conn }
    }

    /// Without foreign keys: a test writes only the rows it is about.
    pub(crate) fn sql(&mut self, statements: &str) -> diesel::QueryResult<()> {
        self.conn.batch_execute("PRAGMA foreign_keys = OFF")?;
        self.conn.batch_execute(statements)
    }

    pub(crate) fn tx<T>(&mut self, who: &Who, unit: impl FnOnce(&mut Tx<'_>) -> T) -> T {
        let ids = Rising(AtomicU32::new(0));
        let known = Known::default();
        unit(&mut Tx::new(
            &mut self.conn,
            Access::Write,
            Timestamp::EPOCH,
            who,
            &ids,
            &known,
        ))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
