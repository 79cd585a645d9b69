//! The past of the club's largest process through its own graph and a copy of it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use client::Failure;
use testkit::club;
use wire::processes::ListProcesses;
use wire::rehearsal::{RehearsalRequest, RehearseProcess};

use crate::table::Table;

/// # Panics
/// When the server answers anything but what its document says.
pub fn measure(table: &mut Table, engine: &str, address: SocketAddr) {
    eprintln!("{engine}: the last 90 days are rehearsed");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let rehearsed = runtime.expect("a runtime").block_on(rehearsed(address));
    let (results, time) =
        rehearsed.unwrap_or_else(|failure| panic!("the club is not rehearsed: {failure}"));
    let seconds = time.as_secs_f64();
    table.fact(
        &format!("{results} results are rehearsed on two graphs, {engine}"),
        "100,000 in 10 s",
        format!("{seconds:.1} s, {:.0}/s", f64::from(results) / seconds),
    );
}

async fn rehearsed(address: SocketAddr) -> Result<(u32, Duration), Failure> {
    let api = club::owner(&format!("http://{address}")).await?;
    let processes = api.get::<ListProcesses>(()).await?.items;
    let largest = processes.iter().max_by_key(|process| process.running);
    let process = largest.expect("a process").id;
    let began = Instant::now();
    let told = api
        .post::<RehearseProcess>((process,), RehearsalRequest::default())
        .await?;
    Ok((told.results, began.elapsed()))
}
