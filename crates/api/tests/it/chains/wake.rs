use chrono::Duration;
use domain::chains::{ChainState, DueReason};
use domain::timeline::EntryKind;
use futures_util::future::join_all;
use store::Who;
use testkit::both;
use wire::clients::{ListTimeline, TimelineQuery};
use wire::tasks::ExplainTask;

use crate::desk::{Desk, text};

both!(a_sleeping_chain_wakes_once_also_after_a_long_night, |app| {
    let desk = Desk::of(app).await;
    let (soon, first) = desk.begin("Анна Мельник").await;
    let (late, second) = desk.begin("Șerban Țurcan").await;
    desk.ends(first.id, "not_now", &[("return_after", text("2026-12-01"))])
        .await;
    desk.ends(
        second.id,
        "not_now",
        &[("return_after", text("2027-03-01"))],
    )
    .await;
    app.errands().await;
    assert_eq!(
        desk.chain(&soon).await.state,
        ChainState::Sleeping,
        "nothing is due"
    );

    // The server was down for ten days.
    app.later(Duration::days(18)).await;
    app.errands().await;
    app.errands().await;
    let chain = desk.chain(&soon).await;
    assert_eq!(chain.tasks.len(), 2, "once");
    assert_eq!((chain.state, chain.wake_at), (ChainState::Active, None));
    let task = chain.tasks.last().expect("a task").clone();
    assert_eq!(
        task.template_id,
        Some(desk.preset.templates["personal_call"])
    );
    assert_eq!(task.assignee.employee_id, Some(desk.anna.me.id));
    assert_eq!(task.created_by, None, "nobody made it");
    let why = desk.anna.get::<ExplainTask>((task.id,)).await.expect("why");
    assert_eq!(why.due_reasons[0], DueReason::Woken);
    assert!(why.after.is_some_and(|done| done.task_id == first.id));
    assert_eq!(desk.chain(&late).await.state, ChainState::Sleeping);
    // It goes on like any other.
    desk.ends(task.id, "thinks", &[]).await;
});

both!(several_workers_wake_each_chain_once, |app| {
    const CHAINS: usize = 24;
    let desk = Desk::of(app).await;
    let mut chains = Vec::new();
    for number in 0..CHAINS {
        let (chain, task) = desk.begin(&format!("Клиент Номер{number}")).await;
        desk.ends(task.id, "not_now", &[("return_after", text("2026-12-01"))])
            .await;
        chains.push(chain);
    }
    app.later(Duration::days(9)).await;
    let now = app.now();
    let worker = || app.state.db.write(Who::System, now, api::chains::wake_due);
    let woken = join_all((0..6).map(|_| worker())).await;
    let woken: usize = woken
        .into_iter()
        .map(|woken| woken.expect("this worker goes on"))
        .sum();
    assert_eq!(woken, CHAINS);
    for chain in &chains {
        let chain = desk.chain(chain).await;
        assert_eq!((chain.tasks.len(), chain.state), (2, ChainState::Active));
        let told = desk
            .anna
            .list::<ListTimeline>((chain.client_id,), TimelineQuery::default())
            .await
            .expect("a timeline")
            .items;
        let woken = told.iter().filter(|it| it.kind == EntryKind::ChainWoken);
        assert_eq!(woken.count(), 1);
    }
});
