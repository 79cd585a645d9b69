//! Long ones: gathered and carried out in bites between which others write, and gone on with by whoever comes next.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::bulks::BulkState;
use domain::fields::{FieldType, Limits};
use store::bulks::ITEMS_AT_ONCE;
use store::clients::{ClientData, Contacts};
use store::{StoreError, Tx, Who};
use testkit::app::TestApp;
use testkit::both;
use wire::bulks::{BulkAction, CreateBulk, Hindrance};
use wire::notices::{ListNotices, NoticeKind, NoticesQuery};
use wire::own_fields::{GetClientFields, OwnFieldsPatch, UpdateClientFields};
use wire::results::FieldEntry;
use wire::staff::{LeaveEmployee, Leaving};

use super::{bulk, ends, everybody, tagged, undone};

/// So many cards, as an import leaves them.
async fn cards(app: &TestApp, count: usize) {
    let (branch, owner) = (app.branch, app.owner.me.id);
    for from in (0..count).step_by(1_000) {
        let make = move |tx: &mut Tx<'_>| {
            let order = tx.name_order()?;
            for number in from..count.min(from + 1_000) {
                let data = ClientData {
                    name: domain::name::PersonName {
                        given: Some(format!("Клиент{number}")),
                        ..domain::name::PersonName::default()
                    },
                    birth_date: None,
                    stage: domain::clients::Stage::Lead,
                    source_id: None,
                    responsible_id: Some(owner),
                    branch_id: branch,
                    note: None,
                    do_not_contact: Vec::new(),
                    contacts: Contacts::default(),
                };
                tx.create_client(&data, order)?;
            }
            Ok::<_, StoreError>(())
        };
        let db = &app.state.db;
        db.write(Who::System, app.now(), make).await.expect("cards");
    }
}

both!(everybody_is_gathered_before_the_first_is_changed, |app| {
    let count = ITEMS_AT_ONCE as u32 + 107;
    cards(app, count as usize).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let action = BulkAction::Responsible {
        responsible_id: boris.me.id,
    };
    // Those who are changed are found by the filter no more.
    let mut new = everybody(action);
    new.filter = domain::filters::parse(&format!("responsible:{}", app.owner.me.id));
    let begun = app
        .owner
        .post::<CreateBulk>((), new)
        .await
        .expect("an action");
    assert_eq!(begun.state, BulkState::Gathering);
    assert_eq!(begun.total as usize, ITEMS_AT_ONCE);
    app.errands().await;
    let end = bulk(&app.owner, begun.id).await;
    assert_eq!(
        (end.state, end.total, end.fates.changed),
        (BulkState::Done, count, count)
    );
    let back = undone(app, &app.owner, begun.id).await;
    assert_eq!(
        (back.state, back.fates.returned),
        (BulkState::Undone, count)
    );
});

both!(
    it_goes_on_where_it_stopped_and_the_bell_says_the_end,
    |app| {
        cards(app, 120).await;
        let begun = everybody(tagged("VIP"));
        let begun = app
            .owner
            .post::<CreateBulk>((), begun)
            .await
            .expect("an action");
        assert_eq!((begun.state, begun.looked_at), (BulkState::Running, 50));
        // One bite, and the server stops: the next one goes on.
        let bite = |tx: &mut Tx<'_>| api::bulks::carry(tx);
        let looked = app.state.db.write(Who::System, app.now(), bite).await;
        assert_eq!(looked.ok(), Some(50));
        app.later(Duration::minutes(1)).await;
        app.errands().await;
        let end = bulk(&app.owner, begun.id).await;
        assert_eq!((end.looked_at, end.fates.changed), (120, 120));
        let told = app
            .owner
            .call::<ListNotices>((), NoticesQuery::default(), ());
        let told = told.reply().await.expect("notices").items;
        assert_eq!(told[0].kind, NoticeKind::BulkDone);
        assert_eq!(told[0].bulk_id, Some(begun.id));
        assert!(told[0].text.contains("120"), "{}", told[0].text);
    }
);

both!(who_has_left_changes_nobody_any_more, |app| {
    cards(app, 60).await;
    let manager = app.joins(BuiltInRole::Manager).await;
    let begun = everybody(tagged("VIP"));
    let begun = manager
        .post::<CreateBulk>((), begun)
        .await
        .expect("an action");
    assert_eq!(begun.fates.changed, 50);
    let leaving = Leaving { hand_over_to: None };
    let left = app
        .owner
        .post::<LeaveEmployee>((manager.me.id,), leaving)
        .await;
    left.expect("left");
    app.errands().await;
    let end = bulk(&app.owner, begun.id).await;
    assert_eq!((end.state, end.fates.skipped), (BulkState::Done, 10));
    let last = ends(&app.owner, begun.id).await.pop();
    assert_eq!(last.and_then(|end| end.1), Some(Hindrance::NotFound));
});

/// Gives the card of every client these fields and no others.
async fn asked_of_everybody(app: &TestApp, fields: Vec<FieldEntry>) {
    let before = app.owner.get::<GetClientFields>(()).await.expect("fields");
    let patch = OwnFieldsPatch {
        fields: Some(fields),
    };
    let owner = &app.owner;
    let changed = owner.change::<UpdateClientFields>((), before.version, patch);
    changed.await.expect("fields of the club's own");
}

both!(
    a_question_that_cannot_be_asked_any_more_holds_up_nobody,
    |app| {
        cards(app, ITEMS_AT_ONCE + 7).await;
        let level = FieldEntry {
            id: None,
            key: "level".into(),
            label: "Уровень".into(),
            kind: FieldType::Text,
            required: false,
            help: None,
            limits: Limits::default(),
            dictionary_id: None,
        };
        asked_of_everybody(app, vec![level]).await;
        let mut new = everybody(tagged("VIP"));
        new.filter = domain::filters::parse("fields.level.empty");
        let begun = app.owner.post::<CreateBulk>((), new).await;
        let begun = begun.expect("an action");
        assert_eq!(begun.state, BulkState::Gathering);
        asked_of_everybody(app, Vec::new()).await;
        app.errands().await;
        // Nobody else is found, and those who were are served.
        let end = bulk(&app.owner, begun.id).await;
        assert_eq!(
            (end.state, end.total as usize, end.fates.changed as usize),
            (BulkState::Done, ITEMS_AT_ONCE, ITEMS_AT_ONCE)
        );
    }
);
