//! How often one address may call what is open to everybody, and one employee what nobody needs often.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use domain::ids::EmployeeId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use wire::error::Code;

use super::error::ApiError;

/// Numbers that one employee may have dialled in an hour without seeing them: more than anybody talks, far less than a base has.
const DIALS_AN_HOUR: NonZeroU32 = NonZeroU32::new(60).unwrap();

/// A bucket of requests for each of those who ask, refilled evenly.
#[derive(Debug)]
pub struct Limits<Of: Clone + Eq + Hash> {
    buckets: Option<DefaultKeyedRateLimiter<Of>>,
    clock: DefaultClock,
}

impl Limits<IpAddr> {
    /// `a_minute` requests of an address, all of which may come at once; `None` for no limit.
    pub fn of_addresses(a_minute: Option<NonZeroU32>) -> Self {
        Self::new(a_minute.map(Quota::per_minute))
    }

    /// Counts a request of an address.
    ///
    /// # Errors
    /// 429 when its bucket is empty.
    pub fn of_address(&self, address: IpAddr) -> Result<(), ApiError> {
        self.count(&neighbourhood(address))
    }
}

impl Limits<EmployeeId> {
    /// Numbers dialled unseen.
    pub fn of_dials() -> Self {
        Self::new(Some(Quota::per_hour(DIALS_AN_HOUR)))
    }
}

impl<Of: Clone + Eq + Hash> Limits<Of> {
    fn new(quota: Option<Quota>) -> Self {
        Self {
            buckets: quota.map(DefaultKeyedRateLimiter::keyed),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// 429 when the bucket is empty.
    pub fn count(&self, of: &Of) -> Result<(), ApiError> {
        let Some(buckets) = &self.buckets else {
            return Ok(());
        };
        buckets.check_key(of).map_err(|wait| {
            let wait = wait.wait_time_from(self.clock.now()).as_secs() + 1;
            ApiError::new(Code::TooManyRequests)
                .retry_after(u32::try_from(wait).unwrap_or(u32::MAX))
        })
    }

    /// Forgets full buckets; called now and then.
    pub fn tidy(&self) {
        if let Some(buckets) = &self.buckets {
            buckets.retain_recent();
        }
    }
}

/// A household has one IPv4 address, and 2^64 of IPv6.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}
