//! What is done for each, and what is refused for all.

use chrono::Duration;
use client::Client;
use domain::access::BuiltInRole;
use domain::chains::ChainState;
use domain::filters::parse;
use domain::ids::{ClientId, EmployeeId, ProcessId};
use domain::tasks::TaskState;
use domain::timeline::EntryKind;
use testkit::both;
use wire::bulks::{
    BulkAction, BulkFate, BulkState, BulksQuery, CreateBulk, Hindrance, ListBulks, NewBulk,
};
use wire::chains::GetChain;
use wire::clients::{GetClient, ListTimeline, TimelineQuery};
use wire::tasks::GetTask;

use super::{done, ends, everybody, items, tagged, task, tried};
use crate::desk::{Desk, day, faults};

async fn tags(api: &Client, id: ClientId) -> Vec<String> {
    api.get::<GetClient>((id,)).await.expect("a card").tags
}

both!(
    somebody_becomes_responsible_as_if_it_were_done_by_hand,
    |app| {
        let desk = Desk::of(app).await;
        let boris = app.joins(BuiltInRole::Operator).await;
        let (one, two) = (
            desk.client("Один Иван").await,
            desk.client("Два Иван").await,
        );
        let action = BulkAction::Responsible {
            responsible_id: boris.me.id,
        };
        let ids = [one.id, two.id, one.id, ClientId::from_i64(7)];
        let bulk = done(&app.owner, action.clone(), &ids).await;
        assert_eq!(
            (bulk.state, bulk.total, bulk.looked_at),
            (BulkState::Done, 3, 3)
        );
        assert_eq!((bulk.fates.changed, bulk.fates.skipped), (2, 1));
        assert!(bulk.title.ends_with(&boris.me.name), "{}", bulk.title);
        assert_eq!(
            ends(&app.owner, bulk.id).await,
            [
                (Some(BulkFate::Changed), None),
                (Some(BulkFate::Changed), None),
                (Some(BulkFate::Skipped), Some(Hindrance::NotFound)),
            ]
        );
        let card = desk.card(one.id).await;
        assert_eq!(card.responsible.map(|who| who.id), Some(boris.me.id));
        let told = app
            .owner
            .call::<ListTimeline>((one.id,), TimelineQuery::default(), ());
        let told = told.reply().await.expect("a timeline").items;
        assert_eq!(told[0].kind, EntryKind::ClientChanged);
        assert_eq!(told[0].by.as_ref().map(|by| by.id), Some(app.owner.me.id));
        // Again it is so already.
        let again = done(&app.owner, action, &[one.id]).await;
        assert_eq!((again.fates.unchanged, again.undo_until), (1, None));
        let listed = app.owner.call::<ListBulks>((), BulksQuery::default(), ());
        let listed = listed.reply().await.expect("actions").items;
        assert_eq!(listed, [again, bulk]);
    }
);

both!(who_works_elsewhere_is_not_made_responsible, |app| {
    let desk = Desk::of(app).await;
    let north = app.another_branch("Север", "Asia/Yekaterinburg").await;
    let there = app.joins_in(BuiltInRole::Operator, &[north]).await;
    let one = desk.client("Один Иван").await;
    let action = BulkAction::Responsible {
        responsible_id: there.me.id,
    };
    let bulk = done(&app.owner, action, &[one.id]).await;
    let elsewhere = (Some(BulkFate::Skipped), Some(Hindrance::WorksElsewhere));
    assert_eq!(ends(&app.owner, bulk.id).await, [elsewhere]);
});

both!(tags_come_and_go_for_whom_a_filter_finds, |app| {
    let desk = Desk::of(app).await;
    let (one, two) = (
        desk.client("Один Иван").await,
        desk.client("Два Пётр").await,
    );
    done(&desk.anna, tagged("Утро"), &[one.id, two.id]).await;
    let action = BulkAction::Tags {
        add: vec!["VIP".into(), "утро".into()],
        remove: vec!["дети".into()],
    };
    let new = NewBulk {
        filter: parse("name.has:иван"),
        ..everybody(action)
    };
    let bulk = desk
        .anna
        .post::<CreateBulk>((), new)
        .await
        .expect("an action");
    assert_eq!(
        (bulk.state, bulk.total, bulk.fates.changed),
        (BulkState::Done, 1, 1)
    );
    assert_eq!(tags(&desk.anna, one.id).await, ["VIP", "Утро"]);
    assert_eq!(tags(&desk.anna, two.id).await, ["Утро"]);
});

both!(a_process_begins_with_those_whom_it_does_not_lead, |app| {
    let desk = Desk::of(app).await;
    let (chain, _) = desk.begin("Ведомый Иван").await;
    let fresh = desk.client("Новый Иван").await;
    let process_id = desk.process();
    let ids = [chain.client_id, fresh.id];
    let bulk = done(&desk.anna, BulkAction::Process { process_id }, &ids).await;
    let ends = ends(&desk.anna, bulk.id).await;
    assert_eq!(
        ends[0],
        (Some(BulkFate::Skipped), Some(Hindrance::LedAlready))
    );
    assert_eq!(ends[1], (Some(BulkFate::Changed), None));
    let made = items(&desk.anna, bulk.id).await[1]
        .chain_id
        .expect("a chain");
    let made = desk.anna.get::<GetChain>((made,)).await.expect("the chain");
    assert_eq!((made.state, made.client_id), (ChainState::Active, fresh.id));
});

both!(a_task_for_each_goes_to_whoever_is_responsible, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let (one, two) = (
        desk.client("Один Иван").await,
        desk.client("Два Пётр").await,
    );
    let his = BulkAction::Responsible {
        responsible_id: boris.me.id,
    };
    done(&app.owner, his, &[two.id]).await;
    let task = task("Поздравить с праздником");
    let bulk = done(&app.owner, task, &[one.id, two.id]).await;
    assert_eq!(bulk.fates.changed, 2);
    for (item, owner) in items(&app.owner, bulk.id)
        .await
        .iter()
        .zip([&desk.anna, &boris])
    {
        let task = app
            .owner
            .get::<GetTask>((item.task_id.expect("a task"),))
            .await;
        let task = task.expect("the task");
        assert_eq!(
            (task.title.as_str(), task.state),
            ("Поздравить с праздником", TaskState::Open)
        );
        assert_eq!(task.assignee.employee_id, Some(owner.me.id));
    }
});

both!(what_cannot_be_done_for_anybody_is_refused_at_once, |app| {
    let desk = Desk::of(app).await;
    let one = desk.client("Один Иван").await;
    let refused = async |action: BulkAction| {
        let failure = tried(&app.owner, action, &[one.id]).await;
        faults(&failure.expect_err("refused"))
    };
    let nobody = BulkAction::Responsible {
        responsible_id: EmployeeId::from_i64(7),
    };
    let found = refused(nobody).await;
    assert_eq!(found.get("/action/responsible_id"), Some(&"not_found"));
    let nothing = BulkAction::Tags {
        add: Vec::new(),
        remove: Vec::new(),
    };
    assert_eq!(refused(nothing).await.get("/action/add"), Some(&"required"));
    let unknown = BulkAction::Process {
        process_id: ProcessId::from_i64(7),
    };
    assert_eq!(
        refused(unknown).await.get("/action/process_id"),
        Some(&"not_found")
    );
    let mut late = task("");
    if let BulkAction::Task { title, due, .. } = &mut late {
        (*title, *due) = (None, Some(day("2020-01-01")));
    }
    let found = refused(late).await;
    assert_eq!(found.get("/action/title"), Some(&"required"));
    assert_eq!(found.get("/action/due"), Some(&"in_past"));
    let both = NewBulk {
        ids: Some(vec![one.id]),
        filter: parse("stage:lead"),
        ..everybody(tagged("VIP"))
    };
    let failure = app
        .owner
        .post::<CreateBulk>((), both)
        .await
        .expect_err("refused");
    assert_eq!(faults(&failure).get("/ids"), Some(&"not_allowed"));
    assert!(tags(&app.owner, one.id).await.is_empty());
});

both!(the_same_request_twice_is_done_once, |app| {
    let desk = Desk::of(app).await;
    let one = desk.client("Один Иван").await;
    let task = task("Позвонить");
    let new = NewBulk {
        ids: Some(vec![one.id]),
        ..everybody(task)
    };
    let ask = async || {
        let call = app.owner.call::<CreateBulk>((), (), new.clone());
        call.once("bulk-1".to_owned())
            .reply()
            .await
            .expect("an action")
    };
    let (first, second) = (ask().await, ask().await);
    assert_eq!(first.id, second.id);
    app.later(Duration::days(31)).await;
    // Nobody looks at it after a month.
    while app.errands().await > 0 {}
    let left = crate::desk::rows(app).await;
    assert!(left.get("bulks").is_none_or(Vec::is_empty));
    assert!(left.get("bulk_items").is_none_or(Vec::is_empty));
    assert!(left.get("tasks").is_some_and(|rows| rows.len() == 1));
});
