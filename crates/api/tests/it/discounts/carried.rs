//! Discounts go where the card goes.

use testkit::both;
use wire::discounts::{DiscountGrantPatch, GrantDiscount, NewDiscountGrant, UpdateDiscountGrant};
use wire::error::Code;

use super::{day, grant_of, granted, listed, of_client};
use crate::desk::Desk;
use crate::imports;
use crate::merges::{assert_same, holds, merge, undo, whole};

both!(
    a_merge_takes_discounts_along_and_its_undoing_brings_them_back,
    |app| {
        let desk = Desk::of(app).await;
        let kept = desk.client("Гончаренко Мария").await.id;
        let other = desk.client("Гончаренко Маша").await.id;
        let family = listed(&app.owner, "Многодетная семья").await.id;
        let second = listed(&app.owner, "Второй ребёнок").await.id;
        granted(&desk.anna, kept, family).await;
        // The same one on both cards, and one that only the other has.
        let overlapping = granted(&desk.anna, other, family).await;
        granted(&desk.anna, other, second).await;
        let before = whole(app).await;

        let merged = merge(app, kept, other, None).await.expect("merged");
        holds(app).await;
        let all = of_client(&desk.anna, kept).await;
        assert_eq!(all.len(), 3, "both are kept as they are");
        assert_eq!(of_client(&app.owner, other).await, []);
        let late = desk
            .anna
            .post::<GrantDiscount>((other,), grant_of(second))
            .await;
        let late = late.expect_err("the card is written to no more");
        assert_eq!(late.code(), Some(Code::AlreadyMerged));
        // A word about one of the two that overlap is no question of their days.
        let there = all.iter().find(|one| one.id == overlapping.id).expect("it");
        let patch = DiscountGrantPatch {
            note: Some(Some("Две карточки".into())),
            ..DiscountGrantPatch::default()
        };
        let noted = desk
            .anna
            .change::<UpdateDiscountGrant>((there.id,), there.version, patch);
        let noted = noted.await.expect("a note");
        let patch = DiscountGrantPatch {
            note: Some(None),
            ..DiscountGrantPatch::default()
        };
        let plain = desk
            .anna
            .change::<UpdateDiscountGrant>((noted.id,), noted.version, patch);
        plain.await.expect("without it again");

        undo(app, &merged).await.expect("two again");
        holds(app).await;
        assert_same(&before, &whole(app).await);
        assert_eq!(of_client(&desk.anna, kept).await.len(), 1);
        assert_eq!(of_client(&desk.anna, other).await.len(), 2);
    }
);

both!(a_card_of_an_import_with_a_discount_is_kept, |app| {
    let owner = &app.owner;
    let family = listed(owner, "Многодетная семья").await.id;
    let text = "ФИО\tТелефон\nНовая Мария\t89123000003\nНовый Николай\t89123000004";
    let import = imports::pasted(owner, text).await;
    imports::checked(app, owner, import.id).await;
    imports::ran(app, owner, import.id).await;
    let rows = imports::rows(owner, import.id, None).await;
    let maria = rows[0].client.clone().expect("a card").id;
    let new = NewDiscountGrant {
        valid_until: Some(day(app, 30)),
        ..grant_of(family)
    };
    owner
        .post::<GrantDiscount>((maria,), new)
        .await
        .expect("granted");
    let back = imports::undone(app, owner, import.id).await;
    assert_eq!((back.fates.removed, back.fates.kept), (1, 1));
    assert_eq!(of_client(owner, maria).await.len(), 1);
});
