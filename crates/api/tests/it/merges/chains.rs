//! Of two running chains one next contact is left.

use chrono::Duration;
use domain::chains::ChainState;
use domain::ids::ClientId;
use futures_util::future::join_all;
use testkit::app::TestApp;
use testkit::both;
use wire::chains::{Chain, GetChain};
use wire::clients::{ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::merges::{CardSide, CompareClients, MergeClients, NewMerge};
use wire::tasks::{CreateTask, GetTask, NewTask};

use super::{card, holds, merge, undo};
use crate::desk::{Desk, faults, param};

async fn chain(app: &TestApp, chain: &Chain) -> Chain {
    app.owner
        .get::<GetChain>((chain.id,))
        .await
        .expect("a chain")
}

both!(whoever_merges_says_whose_chain_goes_on, |app| {
    let desk = Desk::of(app).await;
    for side in [CardSide::Kept, CardSide::Other] {
        let (first, task) = desk.begin("Гончаренко Мария").await;
        let (second, other_task) = desk.begin("Гончаренко Маша").await;
        desk.ends(other_task.id, "thinks", &[]).await;
        let (kept, other) = (first.client_id, second.client_id);
        let compared = app.owner.get::<CompareClients>((kept, other)).await;
        let compared = compared.expect("two cards");
        assert!(compared.both_run);
        assert_eq!(compared.other_work.completions, 1);
        assert_eq!(compared.other_work.open_tasks, 1);
        let refused = merge(app, kept, other, None).await.expect_err("whose?");
        assert_eq!(faults(&refused)["/continues"], "required");

        let before = crate::merges::whole(app).await;
        let merged = merge(app, kept, other, Some(side)).await.expect("merged");
        assert_eq!((merged.tasks, merged.chains, merged.completions), (2, 1, 1));
        holds(app).await;
        let (goes_on, ended) = match side {
            CardSide::Kept => (&first, &second),
            CardSide::Other => (&second, &first),
        };
        assert_eq!(merged.ended_chains, [ended.id]);
        let ended = chain(app, ended).await;
        assert_eq!(ended.state, ChainState::Cancelled);
        assert_eq!(ended.cancel_reason.as_deref(), Some("объединение"));
        let goes_on = chain(app, goes_on).await;
        assert_eq!(
            (goes_on.state, goes_on.client_id),
            (ChainState::Active, kept)
        );
        assert_eq!(ended.client_id, kept);
        let one = card(&app.owner, kept).await;
        let open = goes_on.tasks.iter().find(|task| task.closed_at.is_none());
        assert_eq!(
            one.next.and_then(|next| next.task_id),
            open.map(|task| task.id)
        );
        assert_eq!(card(&app.owner, other).await.next, None);
        let moved = app
            .owner
            .get::<GetTask>((other_task.id,))
            .await
            .expect("a task");
        assert_eq!(moved.client.map(|client| client.id), Some(kept));
        let history = app
            .owner
            .list::<ListTimeline>((other,), TimelineQuery::default());
        assert!(history.await.expect("history").items.is_empty());

        undo(app, &merged).await.expect("two again");
        crate::merges::assert_same(&before, &crate::merges::whole(app).await);
        holds(app).await;
        let back = chain(app, &first).await;
        assert_eq!(
            (back.state, back.tasks[0].id),
            (ChainState::Active, task.id)
        );
        // So that the next round has new people.
        for id in [first.id, second.id] {
            let reason = wire::chains::CancelRequest {
                reason: "Хватит".into(),
            };
            let ended = app
                .owner
                .post::<wire::chains::CancelChain>((id,), reason)
                .await;
            ended.expect("ended");
        }
    }
});

both!(a_sleeping_chain_wakes_for_the_one_card, |app| {
    let desk = Desk::of(app).await;
    let (chain_of_other, task) = desk.begin("Гончаренко Маша").await;
    desk.ends(task.id, "not_now", &[]).await;
    let kept = desk.client("Гончаренко Мария").await.id;
    let merged = merge(app, kept, chain_of_other.client_id, None)
        .await
        .expect("merged");
    assert_eq!(merged.ended_chains, []);
    app.later(Duration::days(40)).await;
    app.errands().await;
    let woken = chain(app, &chain_of_other).await;
    assert_eq!((woken.state, woken.client_id), (ChainState::Active, kept));
    let next = card(&app.owner, kept).await.next.expect("a next step");
    assert_eq!(next.task_id, woken.tasks.last().map(|task| task.id));
    holds(app).await;
});

both!(errands_and_free_tasks_go_over_as_well, |app| {
    let desk = Desk::of(app).await;
    let kept = desk.client("Гончаренко Мария").await.id;
    let other = desk.client("Гончаренко Маша").await.id;
    let new = NewTask {
        title: Some("Выдать карту".into()),
        client_id: Some(other),
        ..NewTask::default()
    };
    let free = desk.anna.post::<CreateTask>((), new).await.expect("a task");
    let merged = merge(app, kept, other, None).await.expect("merged");
    assert_eq!((merged.tasks, merged.open_tasks), (1, 1));
    let moved = app.owner.get::<GetTask>((free.id,)).await.expect("a task");
    assert_eq!(moved.client.map(|client| client.id), Some(kept));
    // Whoever holds the task asks for it again.
    assert_eq!(moved.version, free.version + 1);
    assert_eq!(
        card(&app.owner, kept).await.next.map(|next| next.title),
        Some("Выдать карту".into())
    );
    let refused = NewTask {
        title: Some("Позвонить".into()),
        client_id: Some(other),
        ..NewTask::default()
    };
    let refused = desk
        .anna
        .post::<CreateTask>((), refused)
        .await
        .expect_err("gone");
    assert_eq!(faults(&refused)["/client_id"], "archived");
});

both!(of_those_who_merge_at_once_one_wins, |app| {
    let desk = Desk::of(app).await;
    let ids: Vec<ClientId> = [
        desk.client("Гончаренко Мария").await.id,
        desk.client("Гончаренко Маша").await.id,
    ]
    .into();
    let cards = [
        card(&app.owner, ids[0]).await,
        card(&app.owner, ids[1]).await,
    ];
    let attempts = (0..6).map(|turn| {
        let (kept, other) = match turn % 2 {
            0 => (&cards[0], &cards[1]),
            _ => (&cards[1], &cards[0]),
        };
        let new = NewMerge {
            other_id: other.id,
            other_version: other.version,
            choices: Default::default(),
            continues: None,
        };
        app.owner
            .change::<MergeClients>((kept.id,), kept.version, new)
    });
    let answers = join_all(attempts).await;
    let won: Vec<_> = answers
        .iter()
        .filter_map(|answer| answer.as_ref().ok())
        .collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    for lost in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(lost.code(), Some(Code::AlreadyMerged), "{lost:?}");
        assert_eq!(param(lost, "into"), won[0].kept.id.to_string());
        assert!(!param(lost, "by").is_empty());
    }
    // So does whoever undoes.
    let undone = join_all((0..4).map(|_| undo(app, won[0]))).await;
    assert_eq!(undone.iter().filter(|answer| answer.is_ok()).count(), 1);
    for lost in undone.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(
            (lost.code(), param(lost, "state")),
            (Some(Code::WrongState), "undone".into())
        );
    }
    holds(app).await;
});
