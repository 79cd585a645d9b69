//! Comparison of two published versions of a process: new chains are split between them at random, and after a number of clients
//! that was planned beforehand it is said which one serves better.
//!
//! The terms are fixed when it begins: which share goes to the challenger, after how many days a client is judged, which difference would
//! be worth having, and so how many clients it takes. Until those are there the answer is how many more are needed; afterwards it is drawn from
//! the planned first clients and stays, however often one looks.

mod interval;
mod plan;
mod report;
mod split;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::words::words;

pub use interval::{Estimate, difference, median, per_goal, wilson};
pub use plan::{Planned, goal_share, planned};
pub use report::{Judged, Report, Run, Verdict, last_judged, report};
pub use split::{lot, side_of};

/// The share of the challenger, in percent.
pub const SHARE: std::ops::RangeInclusive<u32> = 1..=99;
/// After so many days a client is judged.
pub const DAYS: std::ops::RangeInclusive<u32> = 1..=365;
/// The difference that would be worth having, in percentage points.
pub const DIFFERENCE: std::ops::RangeInclusive<u32> = 1..=50;

/// What the terms are unless somebody says otherwise.
pub const USUAL: Terms = Terms {
    share: 50,
    days: 30,
    difference: 5,
};

words! {
    /// One of the two versions.
    Side {
        /// The version that all chains began on before.
        Present = "present",
        /// The version that is tried beside it.
        Challenger = "challenger",
    }
}

/// What is agreed before a comparison begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Percent of new clients who go to the challenger.
    pub share: u32,
    /// A client is judged so many days after his chain began: what happens later does not count.
    pub days: u32,
    /// Percentage points of the goal share that would be worth having.
    pub difference: u32,
}

impl Terms {
    /// The part of new clients who go to a side, from 0 to 1.
    pub fn part(&self, side: Side) -> f64 {
        let challenger = f64::from(self.share) / 100.0;
        match side {
            Side::Present => 1.0 - challenger,
            Side::Challenger => challenger,
        }
    }
}
