//! What happens after the commit: the change feed and the jobs.
//!
//! Both are rows written in the transaction of their cause, so neither is lost or invented.

mod events;

pub use events::Audience;

/// The life of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// To be claimed at its time.
    Waiting,
    /// Claimed; claimable again when the lease runs out.
    Running,
    Done,
    /// Failed too often: visible, and replayable by hand.
    Dead,
}

impl JobState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Running, Self::Done, Self::Dead]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}
