//! The club's list.

use domain::access::BuiltInRole;
use domain::discounts::{Gives, LARGEST_SUM};
use domain::money::Money;
use testkit::both;
use wire::discounts::{
    ArchiveDiscount, CreateDiscount, Discount, DiscountPatch, GetDiscount, GrantDiscount,
    ListDiscounts, NewDiscount, RestoreDiscount, UpdateDiscount,
};
use wire::error::Code;

use super::{discount, grant_of, granted, listed, of_client, roubles};
use crate::desk::{Desk, faults};

async fn names(api: &client::Client) -> Vec<(String, bool)> {
    let page = api.list::<ListDiscounts>((), ()).await.expect("a list");
    let all = page.items.into_iter();
    all.map(|one: Discount| (one.name, one.archived_at.is_some()))
        .collect()
}

both!(what_is_wrong_with_a_discount_is_said_at_its_place, |app| {
    let percent = |basis_points| Gives::Percent { basis_points };
    let sum = |amount, currency: &str| Gives::Sum {
        sum: Money {
            amount,
            currency: currency.into(),
        },
    };
    for (name, gives, note, pointer, fault) in [
        ("", percent(100), "", "/name", "required"),
        ("\u{7}", percent(100), "", "/name", "control_characters"),
        (&"а".repeat(101), percent(100), "", "/name", "too_long"),
        ("А", percent(0), "", "/gives/basis_points", "too_small"),
        ("А", percent(10_001), "", "/gives/basis_points", "too_big"),
        ("А", sum(0, "RUB"), "", "/gives/sum/amount", "too_small"),
        ("А", sum(-5, "RUB"), "", "/gives/sum/amount", "too_small"),
        (
            "А",
            sum(LARGEST_SUM + 1, "RUB"),
            "",
            "/gives/sum/amount",
            "too_big",
        ),
        (
            "А",
            sum(5, "EUR"),
            "",
            "/gives/sum/currency",
            "wrong_currency",
        ),
        (
            "А",
            Gives::Benefit {},
            &"а".repeat(301),
            "/note",
            "too_long",
        ),
    ] {
        let new = NewDiscount {
            name: name.into(),
            gives,
            document: false,
            note: Some(note.into()),
        };
        let refused = app.owner.post::<CreateDiscount>((), new).await;
        let refused = refused.expect_err(pointer);
        assert_eq!(faults(&refused).get(pointer), Some(&fault), "{refused}");
    }
    assert_eq!(names(&app.owner).await, []);
    // All of it at once.
    let new = NewDiscount {
        name: String::new(),
        gives: percent(0),
        document: false,
        note: Some("а".repeat(301)),
    };
    let refused = app.owner.post::<CreateDiscount>((), new).await;
    assert_eq!(faults(&refused.expect_err("three")).len(), 3);
});

both!(a_name_stands_once_among_those_in_use, |app| {
    let first = listed(&app.owner, "Многодетная семья").await;
    let same = app
        .owner
        .post::<CreateDiscount>((), discount(" многодетная  СЕМЬЯ "))
        .await;
    assert_eq!(same.expect_err("the same").code(), Some(Code::Taken));
    let second = listed(&app.owner, "Второй ребёнок").await;
    let patch = DiscountPatch {
        name: Some("Многодетная семья".into()),
        ..DiscountPatch::default()
    };
    let same = app.owner.change::<UpdateDiscount>((second.id,), 1, patch);
    assert_eq!(same.await.expect_err("taken").code(), Some(Code::Taken));

    app.owner
        .change::<ArchiveDiscount>((first.id,), 1, ())
        .await
        .expect("archived");
    let third = listed(&app.owner, "Многодетная семья").await;
    let back = app.owner.post::<RestoreDiscount>((first.id,), ()).await;
    assert_eq!(back.expect_err("taken by now").code(), Some(Code::Taken));
    app.owner
        .change::<ArchiveDiscount>((third.id,), 1, ())
        .await
        .expect("archived");
    let back = app.owner.post::<RestoreDiscount>((first.id,), ()).await;
    assert_eq!(back.expect("back").version, 3);
    let all = [
        ("Второй ребёнок", false),
        ("Многодетная семья", false),
        ("Многодетная семья", true),
    ];
    let all = all.map(|(name, archived)| (name.to_owned(), archived));
    assert_eq!(names(&app.owner).await, all);
});

both!(a_discount_changes_for_everybody_who_has_it, |app| {
    let desk = Desk::of(app).await;
    let made = listed(&app.owner, "Сотрудникам").await;
    let client = desk.client("Мария Гончаренко").await.id;
    granted(&desk.anna, client, made.id).await;

    let patch = |gives| DiscountPatch {
        gives: Some(gives),
        note: Some(Some("С испытательного срока".into())),
        ..DiscountPatch::default()
    };
    let stale = app
        .owner
        .change::<UpdateDiscount>((made.id,), 7, patch(roubles(50_000)));
    let stale = stale.await.expect_err("stale");
    assert_eq!(stale.code(), Some(Code::VersionMismatch));
    let changed = app
        .owner
        .change::<UpdateDiscount>((made.id,), 1, patch(roubles(50_000)));
    let changed = changed.await.expect("changed");
    assert_eq!((changed.version, changed.clients), (2, 1));
    // The same again is no new version.
    let again = app
        .owner
        .change::<UpdateDiscount>((made.id,), 2, patch(roubles(50_000)));
    assert_eq!(again.await.expect("nothing").version, 2);
    assert_eq!(
        of_client(&desk.anna, client).await[0].gives,
        roubles(50_000)
    );

    // Archived it is kept by whoever has it, and given to nobody else.
    app.owner
        .change::<ArchiveDiscount>((made.id,), 2, ())
        .await
        .expect("archived");
    let kept = of_client(&desk.anna, client).await;
    assert!(kept[0].state.is_valid());
    let other = desk.client("Иван Чобану").await.id;
    let refused = desk
        .anna
        .post::<GrantDiscount>((other,), grant_of(made.id))
        .await;
    assert_eq!(
        faults(&refused.expect_err("archived"))["/discount_id"],
        "archived"
    );
    let shown = app.owner.get::<GetDiscount>((made.id,)).await.expect("it");
    assert_eq!(shown.clients, 1);
});

both!(how_many_have_it_is_counted_within_reach, |app| {
    let made = listed(&app.owner, "Многодетная семья").await;
    let here = Desk::of(app).await;
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[there]).await;
    for name in ["Мария Гончаренко", "Иван Чобану"] {
        let client = here.client(name).await.id;
        granted(&here.anna, client, made.id).await;
    }
    for (person, count) in [(&app.owner, 2), (&here.anna, 2), (&stranger, 0)] {
        let shown = person.get::<GetDiscount>((made.id,)).await.expect("it");
        assert_eq!(shown.clients, count);
    }
});
