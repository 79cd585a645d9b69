//! Load: a number of connections that ask without pause or at a pace, and what that gave.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use crate::http::{Connection, Request};

/// What one scenario gave.
#[derive(Debug, Clone)]
pub struct Figures {
    pub per_second: f64,
    pub median: Duration,
    pub p99: Duration,
    pub slowest: Duration,
    /// Of reads: when each connection asks [`PACE`] times a second.
    pub p99_at_a_pace: Option<Duration>,
    /// Answers other than the wanted status: a measurement with any is not worth printing.
    pub failures: usize,
}

/// Requests of each connection in a second when it asks at a pace: more than any desk does.
pub const PACE: u32 = 10;

/// How hard and how long.
#[derive(Debug, Clone, Copy)]
pub struct Pressure {
    pub connections: usize,
    pub time: Duration,
}

/// Ask `request(connection, n)` on every connection until the time is over. The first fifth of the time warms up and
/// is not counted. A request of `None` ends its connection: nothing is left to ask.
pub fn measure(
    server: SocketAddr,
    pressure: Pressure,
    wanted: u16,
    request: impl Fn(usize, usize) -> Option<Request> + Sync,
) -> Figures {
    let began = Instant::now();
    let counted_from = began + pressure.time / 5;
    let until = began + pressure.time;
    let results: Vec<(Vec<Duration>, usize)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..pressure.connections)
            .map(|connection| {
                let request = &request;
                scope.spawn(move || {
                    work(server, wanted, counted_from, until, |n| {
                        request(connection, n)
                    })
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("a worker that ends"))
            .collect()
    });
    let counted = Instant::now().saturating_duration_since(counted_from);
    let failures = results.iter().map(|(_, failures)| failures).sum();
    let times = Times::of(results.into_iter().flat_map(|(times, _)| times));
    Figures {
        per_second: times.0.len() as f64 / counted.as_secs_f64(),
        median: times.at(0.5),
        p99: times.at(0.99),
        slowest: times.at(1.0),
        p99_at_a_pace: None,
        failures,
    }
}

/// The p99 when every connection asks [`PACE`] times a second. A request's time begins when it was to be asked, also when
/// the one before it was late.
pub fn p99_at_a_pace(
    server: SocketAddr,
    pressure: Pressure,
    request: impl Fn(usize, usize) -> Option<Request> + Sync,
) -> Duration {
    let interval = Duration::from_secs(1) / PACE;
    let began = Instant::now();
    let times: Vec<Vec<Duration>> = thread::scope(|scope| {
        let worker = |connection: usize| {
            let offset = interval * connection as u32 / pressure.connections as u32;
            let request = &request;
            scope.spawn(move || {
                let mut line = Connection::open(server).expect("the server accepts");
                let mut times = Vec::new();
                for n in 0.. {
                    let at = began + offset + interval * n;
                    let asked = request(connection, n as usize);
                    let (Some(request), true) = (asked, at < began + pressure.time) else {
                        return times;
                    };
                    thread::sleep(at.saturating_duration_since(Instant::now()));
                    line.ask(&request).expect("an answer");
                    times.push(at.elapsed());
                }
                times
            })
        };
        let workers: Vec<_> = (0..pressure.connections).map(worker).collect();
        let ended = workers.into_iter().map(|worker| worker.join());
        ended.map(|times| times.expect("a worker")).collect()
    });
    Times::of(times.into_iter().flatten()).at(0.99)
}

/// Times from the shortest to the longest.
struct Times(Vec<Duration>);

impl Times {
    fn of(times: impl IntoIterator<Item = Duration>) -> Self {
        let mut times: Vec<Duration> = times.into_iter().collect();
        times.sort_unstable();
        Self(times)
    }

    fn at(&self, share: f64) -> Duration {
        let index = (self.0.len() as f64 * share) as usize;
        let last = self.0.len().saturating_sub(1);
        self.0.get(index.min(last)).copied().unwrap_or_default()
    }
}

fn work(
    server: SocketAddr,
    wanted: u16,
    counted_from: Instant,
    until: Instant,
    request: impl Fn(usize) -> Option<Request>,
) -> (Vec<Duration>, usize) {
    let mut connection = Connection::open(server).expect("the server accepts");
    let mut times = Vec::with_capacity(100_000);
    let mut failures = 0;
    for n in 0.. {
        let Some(request) = request(n) else { break };
        let asked = Instant::now();
        if asked >= until {
            break;
        }
        let status = connection.ask(&request);
        if !matches!(status, Ok(status) if status == wanted) {
            failures += 1;
            if status.is_err() {
                connection = Connection::open(server).expect("the server accepts again");
            }
        }
        if asked >= counted_from {
            times.push(asked.elapsed());
        }
    }
    (times, failures)
}
