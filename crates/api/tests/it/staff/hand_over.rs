//! Nobody's work is lost when an employee leaves.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::chains::ChainState;
use domain::timeline::EntryKind;
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::clients::{ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::notices::{ListNotices, NoticesQuery};
use wire::staff::{GetEmployee, LeaveEmployee, Leaving, Left};
use wire::tasks::{CreateTask, GetTask};

use crate::desk::{Desk, param, text};

async fn leaves(
    app: &TestApp,
    person: &Person,
    heir: Option<&Person>,
) -> Result<Left, client::Failure> {
    let leaving = Leaving {
        hand_over_to: heir.map(|heir| heir.me.id),
    };
    app.owner
        .post::<LeaveEmployee>((person.me.id,), leaving)
        .await
}

both!(tasks_and_clients_go_to_the_heir, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    let errand = desk
        .anna
        .post::<CreateTask>((), crate::tasks::titled("Заказать воду"))
        .await
        .expect("an errand");
    let (over, done) = desk.begin("Иван Кожокару").await;
    desk.ends(done.id, "bought", &[]).await;

    // Two tasks and two clients: he cannot just go.
    let refused = leaves(app, &desk.anna, None)
        .await
        .expect_err("work is left");
    assert_eq!(refused.code(), Some(Code::OpenTasks));
    assert_eq!(param(&refused, "count"), "4");

    let left = leaves(app, &desk.anna, Some(&boris)).await.expect("left");
    assert_eq!((left.tasks_handed_over, left.clients_handed_over), (2, 2));
    assert_eq!(left.employee.open_tasks, 0);
    for id in [task.id, errand.id] {
        let task = boris.get::<GetTask>((id,)).await.expect("his own now");
        assert_eq!(task.assignee.employee_id, Some(boris.me.id));
    }
    let him = app.owner.get::<GetEmployee>((boris.me.id,)).await;
    assert_eq!(him.expect("him").open_tasks, 2);
    for client in [chain.client_id, over.client_id] {
        let card = boris
            .get::<wire::clients::GetClient>((client,))
            .await
            .expect("a card");
        assert_eq!(card.responsible.map(|person| person.id), Some(boris.me.id));
    }

    // What was done stays done by whoever did it; what was handed over is told, once.
    let closed = app.owner.get::<GetTask>((done.id,)).await.expect("a task");
    assert_eq!(closed.assignee.employee_id, Some(desk.anna.me.id));
    let query = TimelineQuery::default();
    let entries = boris
        .list::<ListTimeline>((chain.client_id,), query)
        .await
        .expect("a timeline")
        .items;
    let handed: Vec<_> = entries
        .iter()
        .filter(|entry| {
            matches!(
                entry.kind,
                EntryKind::TaskChanged | EntryKind::ClientChanged
            )
        })
        .map(|entry| {
            let change = &entry.changes[0];
            (change.before.as_deref(), change.after.as_deref())
        })
        .collect();
    let names = (
        Some(desk.anna.me.name.as_str()),
        Some(boris.me.name.as_str()),
    );
    assert_eq!(handed, [names, names]);
    let query = NoticesQuery {
        unread: Some(true),
        ..NoticesQuery::default()
    };
    let notices = boris.list::<ListNotices>((), query).await;
    assert_eq!(notices.expect("notices").items.len(), 1);

    // The chain goes on with him.
    let request = crate::desk::answer(desk.result("thinks"), &[]);
    let next = desk
        .complete_as(&boris, task.id, request)
        .await
        .expect("completed")
        .next_task
        .expect("a next step");
    assert_eq!(next.assignee.employee_id, Some(boris.me.id));
});

both!(a_chain_that_slept_wakes_for_the_heir, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    desk.ends(task.id, "not_now", &[("return_after", text("2026-12-01"))])
        .await;
    leaves(app, &desk.anna, Some(&boris)).await.expect("left");
    app.later(Duration::days(9)).await;
    app.errands().await;
    let chain = boris
        .get::<wire::chains::GetChain>((chain.id,))
        .await
        .expect("his client's");
    assert_eq!(chain.state, ChainState::Active);
    let woken = chain.tasks.last().expect("a task");
    assert_eq!(woken.assignee.employee_id, Some(boris.me.id));
});

both!(whoever_has_nothing_goes_without_an_heir, |app| {
    let desk = Desk::of(app).await;
    let (_, task) = desk.begin("Мария Гончаренко").await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let left = leaves(app, &boris, None)
        .await
        .expect("nothing to hand over");
    assert_eq!((left.tasks_handed_over, left.clients_handed_over), (0, 0));
    // Who has left inherits nothing and is given nothing.
    let refused = leaves(app, &desk.anna, Some(&boris)).await;
    let faults = crate::desk::faults(&refused.expect_err("he has left"));
    assert_eq!(faults["/hand_over_to"], "not_found");
    let task = desk.anna.get::<GetTask>((task.id,)).await.expect("a task");
    assert_eq!(task.assignee.employee_id, Some(desk.anna.me.id));
});
