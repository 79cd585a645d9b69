//! What becomes of errands when their chain ends: cancelled with a chain that is cancelled, left to those who have them otherwise.

use domain::chains::ChainState;
use domain::processes::transfer::{Fate, Lot};
use domain::tasks::TaskState;
use domain::timeline::EntryKind;
use testkit::app::TestApp;
use testkit::both;
use wire::chains::{CancelChain, CancelRequest, Chain, GetChain};
use wire::clients::{ListTimeline, TimelineQuery};
use wire::processes::{
    GetDraft, ListVersions, PublishProcess, PublishRequest, SaveDraft, SaveDraftRequest,
};
use wire::staff::{LeaveEmployee, Leaving};
use wire::tasks::{GetTask, TaskView};
use wire::transfers::{ListTransfers, Transfer, UndoTransfer};

use super::beside::Club;
use crate::desk::{answer, rows};

const MOVED_AWAY: &str = "Переехала";

impl Club {
    async fn task(&self, task: &TaskView) -> TaskView {
        let task = self.manager.get::<GetTask>((task.id,)).await;
        task.expect("a task")
    }

    async fn chain_of(&self, app: &TestApp, task: &TaskView) -> Chain {
        let id = task.chain_id.expect("a chain");
        app.owner.get::<GetChain>((id,)).await.expect("a chain")
    }

    /// Ends all who stand at the first step by publishing the same graph without what also happens.
    async fn end_all(&self, app: &TestApp) -> Transfer {
        let id = self.desk.process();
        let versions = app.owner.get::<ListVersions>((id,)).await;
        let first = versions.expect("versions").items[0].id;
        let mut graph = self.graph.clone();
        for transition in &mut graph.transitions {
            transition.also.clear();
        }
        let step = graph.steps[0].key.clone();
        let seen = app.owner.get::<GetDraft>((id,)).await.expect("a draft");
        let version = seen.version;
        let draft = app
            .owner
            .post::<SaveDraft>((id,), SaveDraftRequest { graph, version });
        let request = PublishRequest {
            version: draft.await.expect("saved").version,
            transfer: vec![Lot {
                version_id: first,
                step,
                then: Fate::End {
                    reason: MOVED_AWAY.into(),
                },
            }],
        };
        let published = app.owner.post::<PublishProcess>((id,), request).await;
        published.expect("published");
        app.errands().await;
        let transfers = app.owner.get::<ListTransfers>((id,)).await;
        transfers.expect("transfers").items.remove(0)
    }

    async fn undo(&self, app: &TestApp, transfer: &Transfer) -> Transfer {
        let id = self.desk.process();
        let undone = app.owner.post::<UndoTransfer>((id, transfer.id), ());
        undone.await.expect("undoing");
        app.errands().await;
        let transfers = app.owner.get::<ListTransfers>((id,)).await;
        transfers.expect("transfers").items.remove(0)
    }
}

both!(a_cancelled_chain_takes_its_open_errands_along, |app| {
    let club = Club::of(app).await;
    let task = club.begin("Гончаренко Мария").await;
    let next = club.thinks(task.id).await.next_task.expect("again");
    let done = club.errands(&task).await.remove(0);
    let by_manager = answer(club.issued, &[]);
    let closed = club.desk.complete_as(&club.manager, done.id, by_manager);
    closed.await.expect("done");
    club.thinks(next.id).await;
    let open = club.errands(&task).await.remove(0);

    let reason = CancelRequest {
        reason: MOVED_AWAY.into(),
    };
    let id = task.chain_id.expect("a chain");
    let chain = app.owner.post::<CancelChain>((id,), reason).await;
    assert_eq!(chain.expect("cancelled").state, ChainState::Cancelled);
    let open = club.task(&open).await;
    assert_eq!(open.state, TaskState::Cancelled);
    assert_eq!(open.cancel_reason.as_deref(), Some(MOVED_AWAY));
    assert_eq!(
        club.task(&done).await.state,
        TaskState::Done,
        "what was done stays done"
    );
    assert!(club.errands(&task).await.is_empty());

    let client = task.client.as_ref().expect("a client").id;
    let told = app
        .owner
        .list::<ListTimeline>((client,), TimelineQuery::default());
    let told = told.await.expect("a timeline").items.into_iter();
    let cancelled = told.filter(|entry| entry.kind == EntryKind::TaskCancelled);
    let cancelled: Vec<_> = cancelled.collect();
    assert_eq!(cancelled.len(), 2, "the chain's own task and the errand");
    assert!(
        cancelled
            .iter()
            .all(|entry| entry.text.as_deref() == Some(MOVED_AWAY))
    );
});

both!(a_chain_that_ends_by_itself_leaves_its_errands, |app| {
    let club = Club::of(app).await;
    let task = club.begin("Ёлкин Пётр").await;
    let next = club.thinks(task.id).await.next_task.expect("again");
    let errand = club.errands(&task).await.remove(0);
    club.desk.ends(next.id, "bought", &[]).await;
    assert_eq!(club.chain_of(app, &task).await.state, ChainState::Goal);
    assert_eq!(club.task(&errand).await.state, TaskState::Open);
    let issued = answer(club.issued, &[]);
    let done = club.desk.complete_as(&club.manager, errand.id, issued);
    assert_eq!(done.await.expect("done").chain_state, None);
});

both!(errands_return_with_their_chain, |app| {
    let club = Club::of(app).await;
    let task = club.begin("Кожокару Иван").await;
    club.thinks(task.id).await;
    let errand = club.errands(&task).await.remove(0);
    let before = rows(app).await;
    let transfer = club.end_all(app).await;
    assert_eq!(transfer.ended, 1);
    let ended = club.task(&errand).await;
    assert_eq!(ended.state, TaskState::Cancelled);
    assert_eq!(ended.cancel_reason.as_deref(), Some(MOVED_AWAY));

    let transfer = club.undo(app, &transfer).await;
    assert_eq!((transfer.returned, transfer.kept), (1, 0));
    let after = rows(app).await;
    for table in ["chains", "tasks", "clients"] {
        assert_eq!(after[table], before[table], "{table}");
    }
});

both!(nobody_who_has_left_gets_an_errand_back, |app| {
    let club = Club::of(app).await;
    let task = club.begin("Мельник Анна").await;
    club.thinks(task.id).await;
    let errand = club.errands(&task).await.remove(0);
    let transfer = club.end_all(app).await;
    let leaving = Leaving {
        hand_over_to: Some(app.owner.me.id),
    };
    let leaves = app
        .owner
        .post::<LeaveEmployee>((club.manager.me.id,), leaving);
    leaves.await.expect("leaves");
    let transfer = club.undo(app, &transfer).await;
    assert_eq!((transfer.returned, transfer.kept), (0, 1));
    let errand = app.owner.get::<GetTask>((errand.id,)).await.expect("it");
    assert_eq!(errand.state, TaskState::Cancelled);
});
