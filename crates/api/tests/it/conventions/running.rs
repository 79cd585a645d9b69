//! A twin that comes while the first request is still being answered.

use std::sync::mpsc;

use domain::ids::TaskId;
use futures_util::future::{Either, select};
use testkit::app::TestApp;
use testkit::both;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinHandle;
use wire::error::Code;
use wire::tasks::CompleteTask;

use crate::desk::{Desk, answer};

/// Holds the task (on SQLite everything) until something is sent.
async fn hold(app: &TestApp, task: TaskId) -> (mpsc::Sender<()>, JoinHandle<()>) {
    let (release, released) = mpsc::channel();
    let (tell, mut told) = unbounded_channel();
    let (db, now) = (app.state.db.clone(), app.now());
    let unit = move |tx: &mut store::Tx<'_>| {
        tx.hold_task(task)?;
        let _ = tell.send(());
        let _ = released.recv();
        Ok::<_, store::StoreError>(())
    };
    let holding = tokio::spawn(async move {
        let held = db.write(store::Who::System, now, unit).await;
        held.expect("it was held");
    });
    told.recv().await.expect("it is held");
    (release, holding)
}

both!(a_twin_is_told_to_wait, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    let (release, holding) = hold(app, task.id).await;
    let send = || {
        let request = answer(desk.result("thinks"), &[]);
        let call = desk.anna.call::<CompleteTask>((task.id,), (), request);
        Box::pin(call.once("twin").send())
    };
    // Neither can be completed now: whichever answer comes is the one that tells to wait.
    let (first, other) = match select(send(), send()).await {
        Either::Left(decided) | Either::Right(decided) => decided,
    };
    let refused = first.expect_err("the other one is being answered");
    assert_eq!(
        (refused.status(), refused.code()),
        (Some(409), Some(Code::StillRunning))
    );
    assert!(refused.may_repeat(), "after a moment");
    release.send(()).expect("it is waiting");
    holding.await.expect("it ended");
    let done = other.await.expect("completed");
    assert!(!done.replayed());
    let again = send().await.expect("the same answer");
    assert!(again.replayed());
    assert_eq!(again.reply, done.reply);
    assert_eq!(desk.chain(&chain).await.tasks.len(), 2, "done once");
});
