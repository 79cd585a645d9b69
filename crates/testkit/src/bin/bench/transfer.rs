//! All running clients of the club go over to a new version of their process.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use client::Failure;
use domain::processes::VersionState;
use domain::processes::transfer::{Fate, Lot};
use testkit::app::wait_for;
use testkit::club;
use wire::processes::{
    GetDraft, ListProcesses, ListVersions, PublishProcess, PublishRequest, SaveDraft,
    SaveDraftRequest,
};
use wire::transfers::ListTransfers;

use crate::table::Table;

/// How often the progress is asked for.
const LOOK: Duration = Duration::from_millis(100);

/// # Panics
/// When the server answers anything but what its document says.
pub fn measure(table: &mut Table, engine: &str, address: SocketAddr) {
    eprintln!("{engine}: clients go over to a new version");
    let moved = wait_for(moved(address));
    let (chains, time) =
        moved.unwrap_or_else(|failure| panic!("the club does not go over: {failure}"));
    let seconds = time.as_secs_f64();
    table.fact(
        &format!("{chains} running clients go over to a new version, {engine}"),
        "10,000 in 60 s",
        format!("{seconds:.0} s, {:.0}/s", f64::from(chains) / seconds),
    );
}

async fn moved(address: SocketAddr) -> Result<(u32, Duration), Failure> {
    let api = club::owner(&format!("http://{address}")).await?;
    let process = api.get::<ListProcesses>(()).await?.items[0].id;
    let versions = api.get::<ListVersions>((process,)).await?.items;
    let published = versions
        .iter()
        .find(|one| one.state == VersionState::Published);
    let published = published.expect("a published version");
    let draft = api.get::<GetDraft>((process,)).await?;
    let save = SaveDraftRequest {
        graph: draft.graph,
        version: draft.version,
    };
    let draft = api.post::<SaveDraft>((process,), save).await?;
    let transfer = published.graph.steps.iter().map(|step| Lot {
        version_id: published.id,
        step: step.key.clone(),
        then: Fate::Move {
            step: step.key.clone(),
        },
    });
    let request = PublishRequest {
        version: draft.version,
        transfer: transfer.collect(),
    };
    let began = Instant::now();
    api.post::<PublishProcess>((process,), request).await?;
    loop {
        let transfer = api.get::<ListTransfers>((process,)).await?.items[0].clone();
        if transfer.finished_at.is_some() {
            return Ok((transfer.moved, began.elapsed()));
        }
        tokio::time::sleep(LOOK).await;
    }
}
