//! Both cards are within reach of whoever merges, and the right is one of its own.

use domain::access::BuiltInRole;
use testkit::both;
use wire::clients::CreateClient;
use wire::error::Code;
use wire::merges::{GetMerge, ListMerges, MergeClients, MergesQuery, NewMerge, UndoMerge};

use super::{card, merge, merge_with};
use crate::desk::{Desk, faults, newcomer};

both!(only_who_reaches_both_cards_merges_them, |app| {
    let desk = Desk::of(app).await;
    let kept = desk.client("Гончаренко Мария").await;
    let near = desk.client("Гончаренко Маша").await;
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    let clerk = app.joins_in(BuiltInRole::Operator, &[there]).await;
    let far = clerk
        .post::<CreateClient>((), newcomer("Гончаренко Марыся"))
        .await;
    let far = far.expect("far").client;
    let manager = app.joins(BuiltInRole::Manager).await;

    // Operators see both cards and may not.
    let refused = merge_with(&desk.anna, kept.id, near.id, None, &[])
        .await
        .expect_err("no right");
    assert_eq!(refused.code(), Some(Code::NotAllowed));
    // To the manager of this branch the far card does not exist, on either side.
    let onto = |other: &wire::clients::Client| NewMerge {
        other_id: other.id,
        other_version: other.version,
        choices: Default::default(),
        continues: None,
    };
    let refused = manager
        .change::<MergeClients>((kept.id,), kept.version, onto(&far))
        .await;
    assert_eq!(
        faults(&refused.expect_err("out of reach"))["/other_id"],
        "not_found"
    );
    let refused = manager
        .change::<MergeClients>((far.id,), far.version, onto(&kept))
        .await;
    assert_eq!(refused.expect_err("out of reach").status(), Some(404));

    let merged = merge_with(&manager, kept.id, near.id, None, &[])
        .await
        .expect("merged");
    let shown = desk
        .anna
        .get::<GetMerge>((merged.id,))
        .await
        .expect("a merge");
    assert_eq!(
        (shown.undo_until, merged.undo_until.is_some()),
        (None, true)
    );
    let refused = desk
        .anna
        .post::<UndoMerge>((merged.id,), ())
        .await
        .expect_err("no right");
    assert_eq!(refused.code(), Some(Code::NotAllowed));

    // A merge across branches: whoever sees one of the cards sees it without the name of the other one, and cannot undo it.
    let across = merge(app, kept.id, far.id, None).await.expect("merged");
    let listed = manager
        .list::<ListMerges>((), MergesQuery::default())
        .await
        .expect("merges");
    assert_eq!(
        listed.items.iter().map(|one| one.id).collect::<Vec<_>>(),
        [across.id, merged.id]
    );
    assert_eq!(listed.items[0].other.name, None);
    assert_eq!(listed.items[0].undo_until, None);
    let refused = manager
        .post::<UndoMerge>((across.id,), ())
        .await
        .expect_err("one card only");
    assert_eq!(refused.code(), Some(Code::NotAllowed));
    let stranger = app
        .joins_in(
            BuiltInRole::Manager,
            &[app.another_branch("Север", "UTC").await],
        )
        .await;
    assert_eq!(
        stranger
            .get::<GetMerge>((merged.id,))
            .await
            .expect_err("unseen")
            .status(),
        Some(404)
    );
    let listed = stranger
        .list::<ListMerges>((), MergesQuery::default())
        .await
        .expect("merges");
    assert!(listed.items.is_empty());
    assert_eq!(card(&app.owner, far.id).await.merged_into, Some(kept.id));
});
