//! Discounts of clients.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::clients::brief::BriefKind;
use domain::discounts::GrantState;
use domain::filters::parse;
use testkit::app::Person;
use testkit::both;
use wire::clients::{ClientSearch, GetBrief, ListTimeline, SearchClients, TimelineQuery};
use wire::discounts::{
    CreateDiscount, DiscountGrant, DiscountGrantPatch, GetDiscountGrant, GrantDiscount,
    ListClientDiscounts, NewDiscount, NewDiscountGrant, ReturnDiscount, UpdateDiscountGrant,
    WithdrawDiscount,
};
use wire::error::Code;

use super::{day, discount, grant_of, granted, listed, of_client};
use crate::desk::{Desk, faults};

both!(what_is_wrong_with_a_grant_is_said_at_its_place, |app| {
    let desk = Desk::of(app).await;
    let client = desk.client("Мария Гончаренко").await.id;
    let new = NewDiscount {
        document: true,
        ..discount("Многодетная семья")
    };
    let family = app
        .owner
        .post::<CreateDiscount>((), new)
        .await
        .expect("it")
        .id;
    let good = || NewDiscountGrant {
        document: Some("Удостоверение № 12".into()),
        ..grant_of(family)
    };
    let (today, before) = (day(app, 0), day(app, -1));
    for (what, pointer, fault) in [
        (grant_of(family), "/document", "required"),
        (
            NewDiscountGrant {
                document: Some("   ".into()),
                ..good()
            },
            "/document",
            "required",
        ),
        (
            NewDiscountGrant {
                document: Some("а".repeat(301)),
                ..good()
            },
            "/document",
            "too_long",
        ),
        (
            NewDiscountGrant {
                note: Some("а".repeat(301)),
                ..good()
            },
            "/note",
            "too_long",
        ),
        (
            NewDiscountGrant {
                valid_from: Some(today),
                valid_until: Some(before),
                ..good()
            },
            "/valid_until",
            "too_early",
        ),
        (
            NewDiscountGrant {
                valid_until: Some(before),
                ..good()
            },
            "/valid_until",
            "too_early",
        ),
        (
            NewDiscountGrant {
                valid_from: "1200-01-01".parse().ok(),
                ..good()
            },
            "/valid_from",
            "malformed",
        ),
        (
            NewDiscountGrant {
                valid_until: "2999-01-01".parse().ok(),
                ..good()
            },
            "/valid_until",
            "malformed",
        ),
        (
            grant_of(domain::ids::DiscountId::from_i64(5)),
            "/discount_id",
            "not_found",
        ),
    ] {
        let refused = desk.anna.post::<GrantDiscount>((client,), what).await;
        let refused = refused.expect_err(fault);
        assert_eq!(faults(&refused).get(pointer), Some(&fault), "{refused}");
    }
    assert_eq!(of_client(&desk.anna, client).await, []);
    let made = desk.anna.post::<GrantDiscount>((client,), good()).await;
    let made = made.expect("granted");
    assert_eq!((made.valid_from, made.valid_until), (today, None));
    assert_eq!(made.granted_by.map(|by| by.id), Some(desk.anna.me.id));
    // A document that was shown is not taken off again.
    let patch = DiscountGrantPatch {
        document: Some(None),
        ..DiscountGrantPatch::default()
    };
    let bare = desk
        .anna
        .change::<UpdateDiscountGrant>((made.id,), 1, patch);
    let bare = bare.await.expect_err("bare");
    assert_eq!(faults(&bare)["/document"], "required");
});

both!(the_same_discount_is_not_granted_twice_for_a_day, |app| {
    let desk = Desk::of(app).await;
    let client = desk.client("Мария Гончаренко").await.id;
    let family = listed(&app.owner, "Многодетная семья").await.id;
    let second = listed(&app.owner, "Второй ребёнок").await.id;
    let of = |discount, from: i64, until: Option<i64>| NewDiscountGrant {
        valid_from: Some(day(app, from)),
        valid_until: until.map(|ahead| day(app, ahead)),
        ..grant_of(discount)
    };
    let grant = async |new| desk.anna.post::<GrantDiscount>((client,), new).await;
    let first = grant(of(family, 0, Some(10))).await.expect("the first");
    for (from, until) in [
        (0, Some(10)),
        (-5, Some(0)),
        (10, None),
        (5, Some(6)),
        (-9, None),
    ] {
        let refused = grant(of(family, from, until)).await.expect_err("twice");
        assert_eq!(
            faults(&refused)["/valid_from"],
            "overlaps",
            "{from} {until:?}"
        );
        let said = &refused.field_errors()[0].message;
        let last = day(app, 10).format("%-d").to_string();
        assert!(
            said.contains(&last),
            "it says the days of the other: {said}"
        );
    }
    grant(of(second, 3, None)).await.expect("another discount");
    grant(of(family, -5, Some(-1))).await.expect("before");
    let later = grant(of(family, 11, None)).await.expect("after").id;

    // Days that are changed are looked at, too; what is withdrawn is in nobody's way.
    let until = |ahead| DiscountGrantPatch {
        valid_until: Some(Some(day(app, ahead))),
        ..DiscountGrantPatch::default()
    };
    let longer = desk
        .anna
        .change::<UpdateDiscountGrant>((first.id,), 1, until(11));
    let longer = longer.await.expect_err("longer");
    assert_eq!(faults(&longer)["/valid_until"], "overlaps");
    let withdrawn = desk.anna.change::<WithdrawDiscount>((later,), 1, ()).await;
    withdrawn.expect("withdrawn");
    let longer = desk
        .anna
        .change::<UpdateDiscountGrant>((first.id,), 1, until(11));
    assert_eq!(longer.await.expect("longer").version, 2);
    let back = desk.anna.post::<ReturnDiscount>((later,), ()).await;
    let back = back.expect_err("its days are taken");
    assert_eq!(back.code(), Some(Code::ValidationFailed));
    let shorter = desk
        .anna
        .change::<UpdateDiscountGrant>((first.id,), 2, until(10));
    shorter.await.expect("shorter");
    let back = desk.anna.post::<ReturnDiscount>((later,), ()).await;
    assert_eq!(back.expect("back").state, GrantState::Future);
});

/// Names of those whom a filter finds.
async fn found(person: &Person, line: &str) -> Vec<String> {
    let search = ClientSearch {
        filter: parse(line),
        ..ClientSearch::default()
    };
    let page = person.post::<SearchClients>((), search).await;
    let page = page.unwrap_or_else(|failure| panic!("{line}: {:?}", faults(&failure)));
    page.items.into_iter().map(|row| row.name).collect()
}

both!(a_grant_stands_where_the_clubs_day_puts_it, |app| {
    let desk = Desk::of(app).await;
    let (maria, ivan) = ("Гончаренко Мария", "Чобану Иван");
    let client = desk.client(maria).await.id;
    desk.client(ivan).await;
    let family = listed(&app.owner, "Многодетная семья").await.id;
    let new = NewDiscountGrant {
        valid_from: Some(day(app, 1)),
        valid_until: Some(day(app, 20)),
        ..grant_of(family)
    };
    let made = desk.anna.post::<GrantDiscount>((client,), new).await;
    let id = made.expect("granted").id;
    let state = async || {
        let grant = desk.anna.get::<GetDiscountGrant>((id,)).await;
        grant.expect("a grant").state
    };
    let told = async || {
        let brief = desk.anna.get::<GetBrief>((client,)).await.expect("a brief");
        let mut lines = brief.lines.into_iter();
        lines.any(|line| line.kind == BriefKind::Discounts)
    };
    let has = format!("discount:{family}");
    for (days, expected, by_filter, ends) in [
        (0, GrantState::Future, false, false),
        (1, GrantState::Valid, true, false),
        (5, GrantState::Ending, true, true),
        (14, GrantState::Ending, true, true),
        (1, GrantState::Over, false, false),
    ] {
        app.later(Duration::days(days)).await;
        assert_eq!(state().await, expected, "after {days} more");
        assert_eq!(told().await, by_filter, "the brief after {days} more");
        let listed = found(&desk.anna, &has).await.contains(&maria.to_owned());
        assert_eq!(listed, by_filter, "the filter after {days} more");
        let ending = found(&desk.anna, "discount_ends.within:14").await;
        assert_eq!(ending.len(), usize::from(ends), "after {days} more");
        let without = found(&desk.anna, "discount.empty").await;
        let expected: &[&str] = if by_filter { &[ivan] } else { &[maria, ivan] };
        assert_eq!(without.len(), expected.len(), "{without:?}");
    }
});

both!(withdrawing_is_undone_and_the_history_says_it_all, |app| {
    let desk = Desk::of(app).await;
    let client = desk.client("Мария Гончаренко").await.id;
    let family = listed(&app.owner, "Многодетная семья").await.id;
    let made = granted(&desk.anna, client, family).await;
    let patch = DiscountGrantPatch {
        note: Some(Some("До конца сезона".into())),
        valid_until: Some(Some(day(app, 30))),
        ..DiscountGrantPatch::default()
    };
    let stale = desk
        .anna
        .change::<UpdateDiscountGrant>((made.id,), 5, patch.clone());
    let stale = stale.await.expect_err("stale");
    assert_eq!(stale.code(), Some(Code::VersionMismatch));
    let changed = desk
        .anna
        .change::<UpdateDiscountGrant>((made.id,), 1, patch.clone());
    let changed = changed.await.expect("changed");
    let same = desk
        .anna
        .change::<UpdateDiscountGrant>((made.id,), 2, patch.clone());
    assert_eq!(same.await.expect("nothing").version, 2);

    let withdrawn = desk
        .anna
        .change::<WithdrawDiscount>((made.id,), 2, ())
        .await;
    withdrawn.expect("withdrawn");
    let shown = of_client(&desk.anna, client).await;
    assert_eq!(shown[0].state, GrantState::Withdrawn);
    assert_eq!(
        shown[0].withdrawn_by.as_ref().map(|by| by.id),
        Some(desk.anna.me.id)
    );
    let late = desk
        .anna
        .change::<UpdateDiscountGrant>((made.id,), 3, patch);
    let late = late.await.expect_err("withdrawn");
    assert_eq!(late.code(), Some(Code::WrongState));
    let back = desk.anna.post::<ReturnDiscount>((made.id,), ()).await;
    let back = back.expect("back");
    let as_before = DiscountGrant {
        version: 2,
        updated_at: changed.updated_at,
        ..back
    };
    assert_eq!(as_before, changed, "all but the version is as it was");

    let query = TimelineQuery::default();
    let entries = desk.anna.list::<ListTimeline>((client,), query).await;
    let members: Vec<String> = entries
        .expect("a timeline")
        .items
        .into_iter()
        .filter_map(|entry| Some(entry.changes.first()?.member.clone()))
        .collect();
    assert_eq!(
        members,
        [
            "discount_returned",
            "discount_withdrawn",
            "discount_changed",
            "discount_granted"
        ]
    );
});

both!(whoever_may_not_give_discounts_sees_them, |app| {
    let desk = Desk::of(app).await;
    let client = desk.client("Мария Гончаренко").await.id;
    let family = listed(&app.owner, "Многодетная семья").await.id;
    let made = granted(&app.owner, client, family).await;
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[there]).await;
    let analyst = app.joins(BuiltInRole::Analyst).await;
    for (person, code, sees) in [
        (&analyst, Code::NotAllowed, true),
        (&stranger, Code::NotFound, false),
    ] {
        let refused = [
            person
                .post::<GrantDiscount>((client,), grant_of(family))
                .await
                .map(drop),
            person
                .change::<UpdateDiscountGrant>((made.id,), 1, DiscountGrantPatch::default())
                .await
                .map(drop),
            person.change::<WithdrawDiscount>((made.id,), 1, ()).await,
            person
                .post::<ReturnDiscount>((made.id,), ())
                .await
                .map(drop),
        ];
        for (place, refused) in refused.into_iter().enumerate() {
            assert_eq!(refused.unwrap_err().code(), Some(code), "{place}");
        }
        let list = person.list::<ListClientDiscounts>((client,), ()).await;
        assert_eq!(list.is_ok(), sees);
        let one = person.get::<GetDiscountGrant>((made.id,)).await;
        assert_eq!(one.is_ok(), sees);
    }
    assert_eq!(of_client(&app.owner, client).await, [made]);
});
