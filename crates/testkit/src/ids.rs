//! Ids for tests: the same in every run.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::Timestamp;
use store::NextId;

/// 1, 2, 3 … for whoever asks, whatever the time: rising, as the server's are, and readable in a failing test.
#[derive(Debug, Default)]
pub struct RisingIds {
    last: AtomicI64,
}

impl NextId for RisingIds {
    fn next_id(&self, _now: Timestamp) -> i64 {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }
}
