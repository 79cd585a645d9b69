//! Load: a number of connections that ask without pause, and what that gave.

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
    /// Answers other than the wanted status: a measurement with any is not worth printing.
    pub failures: usize,
}

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
    let mut times: Vec<Duration> = results.into_iter().flat_map(|(times, _)| times).collect();
    times.sort_unstable();
    let at = |share: f64| {
        let index = (times.len() as f64 * share) as usize;
        times
            .get(index.min(times.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    Figures {
        per_second: times.len() as f64 / counted.as_secs_f64(),
        median: at(0.5),
        p99: at(0.99),
        slowest: at(1.0),
        failures,
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
