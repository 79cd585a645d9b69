//! The program is killed again and again while chains go over to a new version, and while they come back.

use client::Client;
use domain::ids::ProcessId;
use domain::processes::transfer::{Fate, Lot, TransferState};
use serde_json::json;
use testkit::TestDatabase;
use testkit::program::{self, Program};
use tokio::task::JoinSet;
use wire::clients::{CreateClient, NewClient};
use wire::processes::{
    GetDraft, ListProcesses, ListVersions, PublishProcess, PublishRequest, SaveDraft,
    SaveDraftRequest,
};
use wire::transfers::{ListTransfers, Transfer, UndoTransfer};

use crate::real::{owner, perezvon, set_up};

const CHAINS: u32 = 400;

#[test]
fn on_sqlite_a_killed_transfer_goes_on_where_it_stopped() {
    killed_on_the_way(&testkit::sqlite::database());
}

#[test]
fn on_postgres_a_killed_transfer_goes_on_where_it_stopped() {
    killed_on_the_way(&testkit::pg::database());
}

fn killed_on_the_way(database: &TestDatabase) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut server = Program::start(perezvon(), &["serve"], &database.url);
    let process = runtime.block_on(async {
        set_up(&server).await;
        let api = owner(&server).await;
        let process = api.get::<ListProcesses>(()).await.expect("processes").items[0].id;
        begin(&api, process).await;
        publish(&api, process).await;
        process
    });
    server.kill();
    let (there, kills) = carried(&runtime, database, process, TransferState::Done);
    assert_eq!((there.moved, there.total), (CHAINS, CHAINS));
    assert!(kills > 0, "it was over before anybody could stop it");

    let mut server = Program::start(perezvon(), &["serve"], &database.url);
    runtime.block_on(async {
        let api = owner(&server).await;
        let undone = api.post::<UndoTransfer>((process, there.id), ()).await;
        undone.expect("undoing");
    });
    server.kill();
    let (back, kills) = carried(&runtime, database, process, TransferState::Undone);
    assert_eq!((back.returned, back.kept), (CHAINS, 0));
    assert!(kills > 0, "it was over before anybody could stop it");
    program::run(perezvon(), &["check"], &database.url);
}

/// Starts the server and kills it as soon as it has done something, until all is done. Answers how often it was killed at work.
fn carried(
    runtime: &tokio::runtime::Runtime,
    database: &TestDatabase,
    process: ProcessId,
    end: TransferState,
) -> (Transfer, u32) {
    let mut kills = 0;
    let mut before = 0;
    loop {
        let mut server = Program::start(perezvon(), &["serve"], &database.url);
        let transfer = runtime.block_on(async {
            let api = owner(&server).await;
            loop {
                let listed = api.get::<ListTransfers>((process,)).await;
                let transfer = listed.expect("transfers").items[0].clone();
                if transfer.state == end || done(&transfer) > before {
                    break transfer;
                }
            }
        });
        server.kill();
        assert!(done(&transfer) >= before, "what was done is lost");
        before = done(&transfer);
        if transfer.state == end {
            return (transfer, kills);
        }
        kills += 1;
    }
}

fn done(transfer: &Transfer) -> u32 {
    match transfer.state {
        TransferState::Running | TransferState::Done => transfer.moved,
        TransferState::Undoing | TransferState::Undone => transfer.returned + transfer.kept,
    }
}

/// So many clients at their first call.
async fn begin(api: &Client, process: ProcessId) {
    let mut working = JoinSet::new();
    for worker in 0..8 {
        let api = api.clone();
        working.spawn(async move {
            for number in (worker..CHAINS).step_by(8) {
                let new: NewClient = serde_json::from_value(json!({
                    "name": format!("Клиент Номер{number}"),
                    "start_process_id": process,
                }))
                .expect("a card");
                api.post::<CreateClient>((), new).await.expect("a client");
            }
        });
    }
    working.join_all().await;
}

/// The same graph once more; everybody goes over to it.
async fn publish(api: &Client, process: ProcessId) {
    let versions = api.get::<ListVersions>((process,)).await.expect("versions");
    let first = &versions.items[0];
    let draft = api.get::<GetDraft>((process,)).await.expect("a draft");
    let save = SaveDraftRequest {
        graph: draft.graph,
        version: draft.version,
    };
    let draft = api
        .post::<SaveDraft>((process,), save)
        .await
        .expect("saved");
    let lots = first.graph.steps.iter().map(|step| Lot {
        version_id: first.id,
        step: step.key.clone(),
        then: Fate::Move {
            step: step.key.clone(),
        },
    });
    let request = PublishRequest {
        version: draft.version,
        transfer: lots.collect(),
    };
    let published = api.post::<PublishProcess>((process,), request).await;
    published.expect("published");
}
