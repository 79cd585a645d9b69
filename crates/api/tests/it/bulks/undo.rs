//! Back: everything is as it was, but for what somebody has worked on since.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::chains::ChainState;
use testkit::both;
use wire::bulks::{BulkAction, BulkFate, BulkState, UndoBulk};
use wire::chains::GetChain;
use wire::clients::{ClientPatch, GetClient, UpdateClient};
use wire::error::Code;
use wire::tasks::{GetTask, TaskPatch, UpdateTask};

use super::{done, ends, items, rows, tagged, task, undone};
use crate::desk::Desk;

both!(doing_and_undoing_changes_nothing, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let mut ids = Vec::new();
    for name in ["Один Иван", "Два Пётр", "Три Анна"] {
        ids.push(desk.client(name).await.id);
    }
    done(&desk.anna, tagged("Утро"), &ids[..2]).await;
    let before = rows(app).await;
    let actions = [
        BulkAction::Responsible {
            responsible_id: boris.me.id,
        },
        BulkAction::Tags {
            add: vec!["VIP".into()],
            remove: vec!["утро".into()],
        },
    ];
    for action in actions {
        let bulk = done(&app.owner, action, &ids).await;
        assert_ne!(rows(app).await, before);
        let back = undone(app, &app.owner, bulk.id).await;
        assert_eq!((back.state, back.fates.returned), (BulkState::Undone, 3));
        assert_eq!((back.fates.changed, back.undo_until), (0, None));
        assert_eq!(rows(app).await, before);
    }
});

both!(what_was_changed_since_stays, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let (one, two) = (
        desk.client("Один Иван").await,
        desk.client("Два Пётр").await,
    );
    let action = BulkAction::Responsible {
        responsible_id: boris.me.id,
    };
    let bulk = done(&app.owner, action, &[one.id, two.id]).await;
    let card = desk.card(one.id).await;
    let patch = ClientPatch {
        responsible_id: Some(Some(app.owner.me.id)),
        note: Some(Some("Ведёт сама".into())),
        ..ClientPatch::default()
    };
    let hand = app.owner.call::<UpdateClient>((one.id,), (), patch);
    hand.if_match(card.version).reply().await.expect("by hand");
    let back = undone(app, &app.owner, bulk.id).await;
    assert_eq!((back.fates.returned, back.fates.kept), (1, 1));
    let kept: Vec<_> = ends(&app.owner, bulk.id)
        .await
        .iter()
        .map(|end| end.0)
        .collect();
    assert_eq!(kept, [Some(BulkFate::Kept), Some(BulkFate::Returned)]);
    let (one, two) = (desk.card(one.id).await, desk.card(two.id).await);
    assert_eq!(one.responsible.map(|who| who.id), Some(app.owner.me.id));
    assert_eq!(one.note.as_deref(), Some("Ведёт сама"));
    assert_eq!(two.responsible.map(|who| who.id), Some(desk.anna.me.id));
});

both!(what_it_made_is_cancelled_where_nobody_began, |app| {
    let desk = Desk::of(app).await;
    let (one, two) = (
        desk.client("Один Иван").await,
        desk.client("Два Пётр").await,
    );
    let ids = [one.id, two.id];
    let process_id = desk.process();
    let begun = done(&desk.anna, BulkAction::Process { process_id }, &ids).await;
    let task = task("Поздравить");
    let given = done(&desk.anna, task, &ids).await;
    // Somebody has moved the first task of the one and the errand of the other.
    let chains = items(&desk.anna, begun.id).await;
    let chain = |place: usize| chains[place].chain_id.expect("a chain");
    let first = desk
        .anna
        .get::<GetChain>((chain(0),))
        .await
        .expect("a chain");
    let errand = items(&desk.anna, given.id).await[1]
        .task_id
        .expect("a task");
    for id in [first.tasks[0].id, errand] {
        let version = desk
            .anna
            .get::<GetTask>((id,))
            .await
            .expect("a task")
            .version;
        let patch = TaskPatch {
            note: Some(Some("Договорились".into())),
            ..TaskPatch::default()
        };
        let moved = desk.anna.call::<UpdateTask>((id,), (), patch);
        moved.if_match(version).reply().await.expect("changed");
    }
    for bulk in [begun.id, given.id] {
        let back = undone(app, &desk.anna, bulk).await;
        assert_eq!((back.fates.returned, back.fates.kept), (1, 1));
    }
    let states = [ChainState::Active, ChainState::Cancelled];
    for (place, state) in states.into_iter().enumerate() {
        let now = desk.anna.get::<GetChain>((chain(place),)).await;
        assert_eq!(now.expect("the chain").state, state);
    }
    let card = desk.anna.get::<GetClient>((one.id,)).await.expect("a card");
    assert!(card.next.is_some(), "who is led has a next step");
});

both!(it_can_be_undone_once_and_for_a_day, |app| {
    let desk = Desk::of(app).await;
    let one = desk.client("Один Иван").await;
    let bulk = done(&desk.anna, tagged("VIP"), &[one.id]).await;
    assert!(bulk.undo_until.is_some());
    app.later(Duration::hours(24) + Duration::seconds(1)).await;
    let late = desk.anna.post::<UndoBulk>((bulk.id,), ()).await;
    assert_eq!(late.expect_err("too late").code(), Some(Code::UndoExpired));
    let bulk = done(&desk.anna, tagged("Дети"), &[one.id]).await;
    undone(app, &desk.anna, bulk.id).await;
    let again = desk.anna.post::<UndoBulk>((bulk.id,), ()).await;
    assert_eq!(again.expect_err("undone").code(), Some(Code::WrongState));
    assert_eq!(desk.card(one.id).await.tags, ["VIP"]);
});
