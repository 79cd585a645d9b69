//! Who goes where: at random, and for one client always the same.

use super::Side;
use crate::ids::{ClientId, ComparisonId};

/// The lot of a client in a comparison, from 0 to 99. It never changes, and the lots of two comparisons know nothing of each other.
///
/// The ids are mixed by the finaliser of SplitMix64, whose every bit of output depends on every bit of input: ids that follow one
/// another, as those of clients taken in together do, get lots that do not.
pub fn lot(comparison: ComparisonId, client: ClientId) -> u32 {
    let mixed = mix(mix(comparison.as_i64() as u64) ^ client.as_i64() as u64);
    // The upper bits scaled: no remainder that would prefer small lots.
    ((u128::from(mixed) * 100) >> 64) as u32
}

/// On which version a new chain of a client begins. A greater share only moves the boundary: who is with the challenger stays there.
pub fn side_of(comparison: ComparisonId, client: ClientId, share: u32) -> Side {
    match lot(comparison, client) < share {
        true => Side::Challenger,
        false => Side::Present,
    }
}

const fn mix(seed: u64) -> u64 {
    let seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let seed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let seed = (seed ^ (seed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    seed ^ (seed >> 31)
}
