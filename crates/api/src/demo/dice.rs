//! Chance that can be repeated: the same seed throws the same numbers on every machine and in every version.

/// SplitMix64. Small, fast, and its sequence is fixed by its definition, unlike that of a library's generator.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Dice of their own for one thing: what is thrown for one client does not move the throws of the next.
    pub fn for_one(&self, label: &str, number: u64) -> Self {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in label.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let mut dice = Self::new(self.state ^ hash ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        dice.next();
        dice
    }

    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `sides`, which is at least 1.
    pub fn below(&mut self, sides: u64) -> u64 {
        debug_assert!(sides > 0, "dice have sides");
        ((u128::from(self.next()) * u128::from(sides)) >> 64) as u64
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most.saturating_sub(least) as u64 + 1) as i64
    }

    /// True in `percent` of a hundred throws.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// The index of one of these weights; their sum is at least 1.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let sum: u64 = weights.clone().map(u64::from).sum();
        let mut at = self.below(sum.max(1));
        for (index, weight) in weights.enumerate() {
            match at.checked_sub(u64::from(weight)) {
                Some(rest) => at = rest,
                None => return index,
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_throws_the_same() {
        let mut dice = Dice::new(7);
        let thrown: Vec<u64> = (0..4).map(|_| dice.below(1000)).collect();
        let mut again = Dice::new(7);
        assert_eq!(
            thrown,
            (0..4).map(|_| again.below(1000)).collect::<Vec<_>>()
        );
        assert_ne!(thrown, {
            let mut other = Dice::new(8);
            (0..4).map(|_| other.below(1000)).collect::<Vec<_>>()
        });
    }

    #[test]
    fn throws_stay_in_their_bounds() {
        let mut dice = Dice::new(1);
        for _ in 0..10_000 {
            assert!((-3..=3).contains(&dice.between(-3, 3)));
            assert!(dice.weighted([0, 5, 0, 1].into_iter()) % 2 == 1);
        }
    }
}
