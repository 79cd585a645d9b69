use chrono::Duration;
use diesel::prelude::*;
use domain::time::Timestamp;

use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::sign_in_attempts;

/// Minutes to wait after the last free failure and each one after it.
const WAITS: [i64; 5] = [1, 2, 4, 8, 15];
/// After so long without a failure all is forgotten.
const FORGOTTEN: Duration = Duration::hours(24);

/// Failed attempts under one key: an account's, or an address's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    pub failures: i32,
    pub blocked_until: Option<Timestamp>,
}

impl Tx<'_> {
    /// Until when a key must wait; `None` when it need not.
    pub fn blocked_until(&mut self, key: &str) -> Result<Option<Timestamp>, StoreError> {
        let until: Option<Option<Timestamp>> = sign_in_attempts::table
            .find(key)
            .select(sign_in_attempts::blocked_until)
            .first(self.conn())
            .optional()?;
        let now = self.now();
        Ok(until.flatten().filter(|until| *until > now))
    }

    /// Counts a failure: from the `free`th on it blocks for 1, 2, 4, 8, then always 15 minutes.
    pub fn note_failure(&mut self, key: &str, free: i32) -> Result<Attempts, StoreError> {
        let now = self.now();
        let known: Option<(i32, Timestamp)> = sign_in_attempts::table
            .find(key)
            .select((sign_in_attempts::failures, sign_in_attempts::last_at))
            .first(self.conn())
            .optional()?;
        let before = known
            .filter(|(_, last)| now.since(*last) < FORGOTTEN)
            .map_or(0, |(failures, _)| failures);
        let failures = before.saturating_add(1);
        let blocked_until = (failures >= free).then(|| {
            let step = usize::try_from(failures - free).unwrap_or_default();
            now.plus(Duration::minutes(WAITS[step.min(WAITS.len() - 1)]))
        });
        let row = (
            sign_in_attempts::failures.eq(failures),
            sign_in_attempts::last_at.eq(bind(now)),
            sign_in_attempts::blocked_until.eq(blocked_until.map(bind)),
        );
        match known {
            Some(_) => diesel::update(sign_in_attempts::table.find(key))
                .set(row)
                .execute(self.conn())?,
            None => diesel::insert_into(sign_in_attempts::table)
                .values((sign_in_attempts::key.eq(key), row.0, row.1, row.2))
                .execute(self.conn())?,
        };
        Ok(Attempts {
            failures,
            blocked_until,
        })
    }

    pub fn forget_failures(&mut self, key: &str) -> Result<(), StoreError> {
        diesel::delete(sign_in_attempts::table.find(key)).execute(self.conn())?;
        Ok(())
    }

    /// Removes what no longer counts.
    pub fn forget_old_failures(&mut self) -> Result<usize, StoreError> {
        let long_ago = self.now().minus(FORGOTTEN);
        let old = sign_in_attempts::table.filter(sign_in_attempts::last_at.lt(bind(long_ago)));
        Ok(diesel::delete(old).execute(self.conn())?)
    }
}
