//! The live map of the club's largest process, again and again, as its owner asks for it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use client::{Client, Failure};
use testkit::club;
use wire::map::{GetMap, MapQuery};
use wire::processes::ListProcesses;

use crate::table::{Table, milliseconds};

const TIMES: usize = 100;

/// # Panics
/// When the server answers anything but what its document says.
pub fn measure(table: &mut Table, engine: &str, address: SocketAddr) {
    eprintln!("{engine}: the live map");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let asked = runtime.expect("a runtime").block_on(asked(address));
    let (done, slowest) = asked.unwrap_or_else(|failure| panic!("there is no map: {failure}"));
    table.fact(
        &format!("live map over {done} results of 30 days, p99, {engine}"),
        "≤ 300 ms",
        milliseconds(slowest),
    );
}

async fn asked(address: SocketAddr) -> Result<(u32, Duration), Failure> {
    let origin = format!("http://{address}");
    let owner = club::owner(&origin).await?;
    let processes = owner.get::<ListProcesses>(()).await?.items;
    let largest = processes.iter().max_by_key(|process| process.running);
    let process = largest.expect("a process").id;
    let ask = async |api: &Client| api.list::<GetMap>((process,), MapQuery::default()).await;
    let done = ask(&owner).await?.steps.iter().map(|step| step.done).sum();
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        ask(&owner).await?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    Ok((done, times[TIMES * 99 / 100]))
}
