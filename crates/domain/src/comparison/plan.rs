//! How many clients it takes to see a difference that is worth having.

use serde::{Deserialize, Serialize};

use super::interval::Z;
use super::{Side, Terms};

/// Power 80 %: so often a real difference of that size is found.
const Z_POWER: f64 = 0.841_621_233_572_914_3;
/// Fewer on a side are no ground for anything, whatever the formula says.
const FEWEST: f64 = 20.0;
/// The share of fewer clients than these says little.
const FEWEST_KNOWN: u32 = 30;
/// What is assumed of a process without a past: it takes the most clients.
const UNKNOWN: f64 = 0.5;

/// Clients to be judged on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Planned {
    pub present: u32,
    pub challenger: u32,
}

impl Planned {
    pub const fn of(self, side: Side) -> u32 {
        match side {
            Side::Present => self.present,
            Side::Challenger => self.challenger,
        }
    }

    pub const fn all(self) -> u32 {
        self.present.saturating_add(self.challenger)
    }
}

/// What a process reached so far, from 0 to 1; `None` where that is of too few clients to plan by.
pub fn goal_share(reached: u32, of: u32) -> Option<f64> {
    (of >= FEWEST_KNOWN).then(|| f64::from(reached) / f64::from(of))
}

/// The usual sizes for comparing two shares: a two-sided test at 5 % that finds the difference of the terms 80 times out of 100.
///
/// `goal_share` is what the present version reached so far, from 0 to 1; `None` when nothing is known of it. The difference is
/// looked for in the direction that takes more clients.
pub fn planned(terms: &Terms, goal_share: Option<f64>) -> Planned {
    let before = goal_share.unwrap_or(UNKNOWN).clamp(0.0, 1.0);
    let step = f64::from(terms.difference) / 100.0;
    let after = match before <= 0.5 {
        true => before + step,
        false => before - step,
    };
    let (a, b) = (terms.part(Side::Present), terms.part(Side::Challenger));
    // Of all clients taken together, the parts of the sides weigh.
    let pooled = a * before + b * after;
    let spread = |share: f64| share * (1.0 - share);
    let by_chance = Z * (spread(pooled) * (1.0 / a + 1.0 / b)).sqrt();
    let missed = Z_POWER * (spread(before) / a + spread(after) / b).sqrt();
    let all = ((by_chance + missed) / step).powi(2);
    let clients = |part: f64| (all * part).ceil().max(FEWEST) as u32;
    Planned {
        present: clients(a),
        challenger: clients(b),
    }
}
