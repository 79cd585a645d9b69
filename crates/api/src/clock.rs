//! The one place that asks what time it is.
//!
//! Everybody else is handed a [`Timestamp`]; a request's transaction reads the clock once.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{Duration, Utc};
use domain::time::Timestamp;

/// The system's clock, or one that stands still until it is moved.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Standing(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that shows `at` until somebody moves it; all its clones show the same.
    pub fn standing(at: Timestamp) -> Self {
        Self(Source::Standing(Arc::new(AtomicI64::new(at.as_micros()))))
    }

    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::from_utc(Utc::now()),
            Source::Standing(micros) => Timestamp::from_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a standing clock; the system's clock is not ours to move.
    pub fn set(&self, at: Timestamp) {
        if let Source::Standing(micros) = &self.0 {
            micros.store(at.as_micros(), Ordering::SeqCst);
        }
    }

    /// Lets time pass on a standing clock.
    pub fn advance(&self, by: Duration) {
        self.set(self.now().plus(by));
    }
}
