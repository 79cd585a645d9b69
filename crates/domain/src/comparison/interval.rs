//! What a number that was counted says of the number behind it: intervals that hold it 95 times out of 100.

use serde::{Deserialize, Serialize};

/// Two-sided 95 %.
pub(super) const Z: f64 = 1.959_963_984_540_054;
/// What each tail holds.
const TAIL: f64 = 0.025;
/// Fewer goals say nothing of what one costs.
const FEWEST_GOALS: usize = 5;

/// A number and the interval it may really lie in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// Wilson's score interval of a share, without correction for continuity. `None` of nobody.
pub fn wilson(times: u32, of: u32) -> Option<Estimate> {
    if of == 0 {
        return None;
    }
    let (k, n) = (f64::from(times.min(of)), f64::from(of));
    let (share, z2) = (k / n, Z * Z);
    let middle = share + z2 / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z2 / n;
    Some(Estimate {
        value: share,
        // At the ends rounding must not leave the share outside.
        low: ((middle - half) / whole).clamp(0.0, share),
        high: ((middle + half) / whole).clamp(share, 1.0),
    })
}

/// How much greater `second` is than `first`: Newcombe's hybrid of the two score intervals (his method 10).
pub fn difference(first: Estimate, second: Estimate) -> Estimate {
    let value = second.value - first.value;
    let below = (second.value - second.low).hypot(first.high - first.value);
    let above = (second.high - second.value).hypot(first.value - first.low);
    Estimate {
        value,
        low: (value - below).max(-1.0),
        high: (value + above).min(1.0),
    }
}

/// The middle of some values, and the order statistics between which the real middle lies: whatever the distribution is, the number of
/// values below it is binomial. `None` of fewer than six, whose extremes do not hold it often enough.
pub fn median(values: &mut [i64]) -> Option<Estimate> {
    values.sort_unstable();
    let rank = lower_rank(values.len())?;
    let half = values.len() / 2;
    let middle = match values.len().is_multiple_of(2) {
        true => (values[half - 1] as f64 + values[half] as f64) / 2.0,
        false => values[half] as f64,
    };
    Some(Estimate {
        value: middle,
        low: values[rank - 1] as f64,
        high: values[values.len() - rank] as f64,
    })
}

/// The greatest rank, from 1, such that the middle lies below that value with no more than [`TAIL`].
pub(super) fn lower_rank(count: usize) -> Option<usize> {
    let n = count as f64;
    // By logarithms: half to the power of a few thousand is no number any more.
    let mut chance = n * 0.5_f64.ln();
    let (mut below, mut rank) = (chance.exp(), 0);
    while below <= TAIL && rank < count {
        rank += 1;
        let k = rank as f64;
        chance += ((n - k + 1.0) / k).ln();
        below += chance.exp();
    }
    (rank > 0).then_some(rank)
}

/// How many contacts one goal takes: all contacts by all goals, with the interval of the delta method on the logarithm of that ratio.
/// Each client is his contacts and whether he reached the goal. `None` of fewer than five goals.
pub fn per_goal(clients: &[(u32, bool)]) -> Option<Estimate> {
    let goals = clients.iter().filter(|(_, goal)| *goal).count();
    let contacts: u64 = clients
        .iter()
        .map(|(contacts, _)| u64::from(*contacts))
        .sum();
    if goals < FEWEST_GOALS || contacts == 0 {
        return None;
    }
    let (n, ratio) = (clients.len() as f64, contacts as f64 / goals as f64);
    let squares: f64 = clients
        .iter()
        .map(|(contacts, goal)| {
            let expected = if *goal { ratio } else { 0.0 };
            (f64::from(*contacts) - expected).powi(2)
        })
        .sum();
    let deviation = (squares * n / (n - 1.0)).sqrt() / contacts as f64;
    let factor = (Z * deviation).exp();
    Some(Estimate {
        value: ratio,
        low: ratio / factor,
        high: ratio * factor,
    })
}
