//! The one place that draws lots: ids of new things and secrets.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::Timestamp;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng as _, SeedableRng as _, TryRng as _};
use store::NextId;

/// 2020-01-01T00:00:00Z in milliseconds: ids count from here, so that 41 bits last until 2089.
const EPOCH: i64 = 1_577_836_800_000;
const NODE_BITS: u32 = 8;
const SEQUENCE_BITS: u32 = 14;

/// Makes ids that grow with time and never repeat on one node, and secrets.
#[derive(Debug)]
pub struct Ids {
    node: u8,
    /// The last moment and sequence given out, in one number.
    last: AtomicI64,
    chance: Chance,
}

#[derive(Debug)]
enum Chance {
    System,
    /// For tests and the demo: the same secrets every time.
    Seeded(Box<Mutex<StdRng>>),
}

impl Ids {
    pub fn new(node: u8) -> Self {
        Self {
            node,
            last: AtomicI64::new(0),
            chance: Chance::System,
        }
    }

    /// Ids and secrets that follow from `seed` and the clock alone.
    pub fn seeded(seed: u64) -> Self {
        Self {
            node: 1,
            last: AtomicI64::new(0),
            chance: Chance::Seeded(Box::new(Mutex::new(StdRng::seed_from_u64(seed)))),
        }
    }

    /// The number of a new thing made at `now`: 41 bits of milliseconds, 8 of the node, 14 of a sequence. When the clock
    /// stands still or goes back, the sequence goes on.
    pub fn next(&self, now: Timestamp) -> i64 {
        let moment = (now.as_micros() / 1000 - EPOCH).max(0) << SEQUENCE_BITS;
        let mut last = self.last.load(Ordering::Relaxed);
        let fresh = loop {
            let next = moment.max(last + 1);
            match self
                .last
                .compare_exchange_weak(last, next, Ordering::Relaxed, Ordering::Relaxed)
            {
                Ok(_) => break next,
                Err(seen) => last = seen,
            }
        };
        let sequence = fresh & ((1 << SEQUENCE_BITS) - 1);
        ((fresh >> SEQUENCE_BITS) << (NODE_BITS + SEQUENCE_BITS))
            | (i64::from(self.node) << SEQUENCE_BITS)
            | sequence
    }

    /// 256 random bits as 43 characters that fit an address.
    pub fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// What bytes are called where they lie: 32 random hexadecimal digits, alike on disks that know only one case.
    pub fn blob(&self) -> String {
        let bytes = self.bytes::<16>();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A short random word, for naming a request in the log.
    pub fn word(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<9>())
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.chance {
            Chance::System => SysRng
                .try_fill_bytes(&mut bytes)
                .expect("the operating system has randomness"),
            Chance::Seeded(rng) => rng
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner())
                .fill_bytes(&mut bytes),
        }
        bytes
    }
}

impl NextId for Ids {
    fn next_id(&self, now: Timestamp) -> i64 {
        self.next(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_even_when_the_clock_does_not() {
        let ids = Ids::new(3);
        let now = Timestamp::from_micros(1_800_000_000_000_000);
        let many: Vec<i64> = (0..20_000).map(|_| ids.next(now)).collect();
        assert!(many.windows(2).all(|pair| pair[0] < pair[1]));
        let earlier = ids.next(Timestamp::from_micros(1_700_000_000_000_000));
        assert!(earlier > many[19_999]);
        assert_eq!((many[0] >> SEQUENCE_BITS) & 0xff, 3);
    }

    #[test]
    fn a_seed_repeats_and_the_system_does_not() {
        assert_eq!(Ids::seeded(1).secret(), Ids::seeded(1).secret());
        assert_ne!(Ids::new(1).secret(), Ids::new(1).secret());
        assert_eq!(Ids::new(1).secret().len(), 43);
    }
}
