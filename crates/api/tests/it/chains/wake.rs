use chrono::Duration;
use domain::chains::{ChainState, DueReason};
use testkit::both;
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
