//! How often one address may call what is open to everybody.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use wire::error::Code;

use super::error::ApiError;

/// A bucket of requests for each address, refilled evenly.
#[derive(Debug)]
pub struct Limits {
    buckets: Option<DefaultKeyedRateLimiter<IpAddr>>,
    clock: DefaultClock,
}

impl Limits {
    /// `a_minute` requests, all of which may come at once; `None` for no limit.
    pub fn new(a_minute: Option<NonZeroU32>) -> Self {
        Self {
            buckets: a_minute
                .map(|a_minute| DefaultKeyedRateLimiter::keyed(Quota::per_minute(a_minute))),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a request of an address.
    ///
    /// # Errors
    /// 429 when its bucket is empty.
    pub fn of_address(&self, address: IpAddr) -> Result<(), ApiError> {
        let Some(buckets) = &self.buckets else {
            return Ok(());
        };
        buckets.check_key(&neighbourhood(address)).map_err(|wait| {
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
