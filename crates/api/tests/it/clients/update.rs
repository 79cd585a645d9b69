use domain::access::BuiltInRole;
use domain::clients::{Channel, Stage};
use testkit::both;
use wire::clients::{
    ArchiveClient, ClientPatch, GetClient, ListClients, RelationEntry, RestoreClient, UpdateClient,
};
use wire::error::Code;

use crate::desk::{Desk, faults, param, phone};

both!(a_stale_editor_is_told_what_changed, |app| {
    let desk = Desk::of(app).await;
    let card = desk.client("Мария Гончаренко").await;
    let patch = ClientPatch {
        note: Some(Some("Любит йогу".into())),
        do_not_contact: Some(vec![Channel::Sms]),
        phones: Some(vec![phone("89123456789")]),
        ..ClientPatch::default()
    };
    let saved = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch.clone())
        .await;
    let saved = saved.expect("saved").client;
    assert_eq!(
        (saved.version, saved.do_not_contact.clone()),
        (card.version + 1, vec![Channel::Sms])
    );
    // The same again changes nothing.
    let again = desk
        .anna
        .change::<UpdateClient>((card.id,), saved.version, patch)
        .await;
    assert_eq!(again.expect("saved").client.version, saved.version);
    // What nobody else changed is changed on the card as it is now.
    let other = ClientPatch {
        stage: Some(Stage::Former),
        ..ClientPatch::default()
    };
    let other = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, other)
        .await;
    let saved = other.expect("another member").client;
    assert_eq!(
        (saved.stage, saved.note.as_deref()),
        (Stage::Former, Some("Любит йогу"))
    );
    let stale = ClientPatch {
        note: Some(Some("Любит пилатес".into())),
        phones: Some(Vec::new()),
        birth_date: Some(None),
        ..ClientPatch::default()
    };
    let stale = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, stale)
        .await;
    let stale = stale.expect_err("stale");
    assert_eq!(
        (stale.status(), stale.code()),
        (Some(412), Some(Code::VersionMismatch))
    );
    assert_eq!(param(&stale, "current_version"), saved.version.to_string());
    assert_eq!(param(&stale, "changed_fields"), "note,phones");
    // A step of a chain is no change of the card: whoever edits it is not held up.
    desk.start(card.id).await.expect("a chain");
    let name = ClientPatch {
        given: Some(Some("Маша".into())),
        ..ClientPatch::default()
    };
    let renamed = desk
        .anna
        .change::<UpdateClient>((card.id,), saved.version, name)
        .await;
    assert_eq!(
        renamed.expect("renamed").client.given.as_deref(),
        Some("Маша")
    );
});

both!(
    nobody_is_left_without_a_name_and_links_stay_within_reach,
    |app| {
        let desk = Desk::of(app).await;
        let card = desk.client("Мария Гончаренко").await;
        let son = desk.client("Марк Гончаренко").await;
        let nameless = ClientPatch {
            surname: Some(None),
            given: Some(None),
            ..ClientPatch::default()
        };
        let refused = desk
            .anna
            .change::<UpdateClient>((card.id,), card.version, nameless)
            .await;
        assert_eq!(faults(&refused.expect_err("nameless"))["/name"], "required");
        let link = |client_id| RelationEntry {
            client_id,
            kind: "сын".into(),
        };
        let oneself = ClientPatch {
            relations: Some(vec![link(card.id)]),
            ..ClientPatch::default()
        };
        let refused = desk
            .anna
            .change::<UpdateClient>((card.id,), card.version, oneself)
            .await;
        assert_eq!(
            faults(&refused.expect_err("oneself"))["/relations/0/client_id"],
            "taken"
        );
        let family = ClientPatch {
            relations: Some(vec![link(son.id)]),
            ..ClientPatch::default()
        };
        let saved = desk
            .anna
            .change::<UpdateClient>((card.id,), card.version, family)
            .await;
        let relations = saved.expect("saved").client.relations;
        assert_eq!(
            (relations[0].client_id, relations[0].kind.as_str()),
            (son.id, "сын")
        );
    }
);

both!(a_card_in_work_is_not_archived, |app| {
    let desk = Desk::of(app).await;
    let manager = app.joins(BuiltInRole::Manager).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    let card = desk.card(chain.client_id).await;
    let archive = |version| {
        manager
            .call::<ArchiveClient>((card.id,), (), ())
            .if_match(version)
            .reply()
    };
    let refused = archive(card.version).await.expect_err("in work");
    assert_eq!(
        (refused.code(), param(&refused, "count")),
        (Some(Code::InUse), "1".to_owned())
    );
    desk.ends(task.id, "bought", &[]).await;
    archive(desk.card(card.id).await.version)
        .await
        .expect("archived");
    let listed = desk
        .anna
        .list::<ListClients>((), Default::default())
        .await
        .expect("clients");
    assert_eq!(listed.items, []);
    assert!(desk.card(card.id).await.archived_at.is_some());
    let refused = desk.start(card.id).await.expect_err("archived");
    assert_eq!(faults(&refused)["/client_id"], "archived");
    let back = manager
        .call::<RestoreClient>((card.id,), (), ())
        .reply()
        .await
        .expect("back");
    assert_eq!(back.archived_at, None);
    desk.anna
        .get::<GetClient>((card.id,))
        .await
        .expect("a card");
});
