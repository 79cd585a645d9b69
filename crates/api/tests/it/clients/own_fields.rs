use std::collections::BTreeMap;

use domain::access::BuiltInRole;
use domain::fields::{FieldType, Limits, Raw};
use domain::money::Money;
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::clients::{
    ArchiveClient, Client, ClientPatch, ClientsQuery, CreateClient, ListClients, ListTimeline,
    NewClient, TimelineQuery, UpdateClient,
};
use wire::dictionaries::{
    ArchiveDictionary, ArchiveValue, GetDictionary, ListDictionaries, MergeInto, MergeValue,
};
use wire::error::Code;
use wire::events::{EventsQuery, ListEvents};
use wire::own_fields::{GetClientFields, OwnFields, OwnFieldsPatch, UpdateClientFields};
use wire::results::FieldEntry;

use crate::desk::{Desk, faults, newcomer, param, text};

fn field(key: &str, kind: FieldType) -> FieldEntry {
    FieldEntry {
        id: None,
        key: key.into(),
        label: format!("Поле {key}"),
        kind,
        required: false,
        help: None,
        limits: Limits::default(),
        dictionary_id: None,
    }
}

async fn form(person: &Person) -> OwnFields {
    person.get::<GetClientFields>(()).await.expect("the fields")
}

/// The fields of the card, in place of those that were.
async fn asks(app: &TestApp, fields: Vec<FieldEntry>) -> OwnFields {
    let patch = OwnFieldsPatch {
        fields: Some(fields),
    };
    let version = form(&app.owner).await.version;
    let changed = app.owner.change::<UpdateClientFields>((), version, patch);
    changed.await.expect("the fields")
}

fn answers(pairs: &[(&str, Option<Raw>)]) -> ClientPatch {
    let pairs = pairs.iter();
    ClientPatch {
        fields: Some(
            pairs
                .map(|(key, raw)| ((*key).to_owned(), raw.clone()))
                .collect(),
        ),
        ..ClientPatch::default()
    }
}

fn shown(card: &Client) -> BTreeMap<&str, &str> {
    let fields = card.fields.iter();
    fields
        .map(|field| (field.key.as_str(), field.display.as_str()))
        .collect()
}

both!(every_type_of_answer_is_kept_and_shown, |app| {
    let desk = Desk::of(app).await;
    let directions = desk.preset.dictionaries["directions"];
    let chosen = |key: &str, kind| FieldEntry {
        dictionary_id: Some(directions),
        ..field(key, kind)
    };
    let mut fields: Vec<FieldEntry> = FieldType::ALL
        .iter()
        .filter(|kind| !matches!(kind, FieldType::Dictionary | FieldType::DictionaryMulti))
        .map(|kind| field(&format!("f_{kind}"), *kind))
        .collect();
    fields.push(chosen("f_dictionary", FieldType::Dictionary));
    fields.push(chosen("f_dictionary_multi", FieldType::DictionaryMulti));
    let stored = asks(app, fields.clone()).await;
    assert_eq!(stored.fields.len(), FieldType::ALL.len());
    let keys: Vec<&str> = stored.fields.iter().map(|def| def.key.as_str()).collect();
    let wanted: Vec<&str> = fields.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, wanted, "in the order of the list");

    let values = desk.anna.get::<GetDictionary>((directions,)).await;
    let values = values.expect("values").values;
    let mother = desk.client("Мария Гончаренко").await;
    let new = NewClient {
        fields: BTreeMap::from([
            ("f_text".into(), text(" Йога\u{301} ")),
            ("f_long_text".into(), text("Первая\nвторая")),
            ("f_integer".into(), Raw::Integer(42)),
            ("f_decimal".into(), Raw::Decimal(62.5)),
            (
                "f_money".into(),
                Raw::Money(Money {
                    amount: 150_000,
                    currency: "RUB".into(),
                }),
            ),
            ("f_boolean".into(), Raw::Boolean(true)),
            ("f_date".into(), text("2026-12-05")),
            ("f_time".into(), text("09:05")),
            ("f_date_time".into(), text("2026-12-05T16:00:00Z")),
            ("f_employee".into(), text(&desk.anna.me.id.to_string())),
            ("f_client".into(), text(&mother.id.to_string())),
            ("f_phone".into(), text("8 912 345-67-89")),
            ("f_email".into(), text("Kate@Mail.RU")),
            ("f_url".into(), text("https://club.example/a")),
            ("f_dictionary".into(), text(&values[0].id.to_string())),
            (
                "f_dictionary_multi".into(),
                Raw::List(vec![values[1].id.to_string(), values[0].id.to_string()]),
            ),
        ]),
        ..newcomer("Марк Гончаренко")
    };
    let saved = desk.anna.post::<CreateClient>((), new).await;
    let card = saved.expect("a card").client;
    assert_eq!(desk.card(card.id).await.fields, card.fields);
    let shown = shown(&card);
    let both = format!("{}, {}", values[1].name, values[0].name);
    for (key, expected) in [
        ("f_text", "Йога\u{301}"),
        ("f_integer", "42"),
        ("f_decimal", "62,5"),
        ("f_boolean", "да"),
        ("f_time", "09:05"),
        ("f_employee", &desk.anna.me.name),
        ("f_client", "Мария Гончаренко"),
        ("f_email", "Kate@mail.ru"),
        ("f_dictionary", &values[0].name),
        ("f_dictionary_multi", &both),
    ] {
        assert_eq!(shown.get(key), Some(&expected), "{key}");
    }
    assert_eq!(card.fields.len(), FieldType::ALL.len());
    // Found by what is typed in a line, by the number, and by the phone in the field.
    for typed in ["йога", "42", "345-67-89"] {
        let query = ClientsQuery {
            q: Some(typed.into()),
            ..ClientsQuery::default()
        };
        let found = desk.anna.list::<ListClients>((), query).await;
        let found: Vec<_> = found
            .expect("clients")
            .items
            .iter()
            .map(|one| one.id)
            .collect();
        assert_eq!(found, [card.id], "{typed}");
    }
});

both!(answers_are_checked_by_the_rules_of_all_fields, |app| {
    let desk = Desk::of(app).await;
    let required = FieldEntry {
        required: true,
        ..field("level", FieldType::Text)
    };
    let short = FieldEntry {
        limits: Limits {
            max_length: Some(5),
            ..Limits::default()
        },
        ..field("card", FieldType::Text)
    };
    asks(
        app,
        vec![required, short, field("visits", FieldType::Integer)],
    )
    .await;
    let refused = desk.anna.post::<CreateClient>((), newcomer("Пётр Ёлкин"));
    let refused = refused.await.expect_err("a required field");
    assert_eq!(faults(&refused)["/fields/level"], "required");
    let new = NewClient {
        fields: BTreeMap::from([
            ("level".into(), text("Новичок")),
            ("card".into(), text("123456")),
            ("visits".into(), text("много")),
            ("height".into(), Raw::Integer(180)),
        ]),
        ..newcomer("Пётр Ёлкин")
    };
    let refused = desk.anna.post::<CreateClient>((), new).await;
    let found = faults(&refused.expect_err("faults"));
    assert_eq!(
        found,
        BTreeMap::from([
            ("/fields/card".to_owned(), "too_long"),
            ("/fields/visits".to_owned(), "wrong_type"),
            ("/fields/height".to_owned(), "unknown_field"),
        ])
    );
    let new = NewClient {
        fields: BTreeMap::from([("level".into(), text("Новичок"))]),
        ..newcomer("Пётр Ёлкин")
    };
    let card = desk.anna.post::<CreateClient>((), new).await;
    let card = card.expect("a card").client;
    let patch = answers(&[("level", None)]);
    let refused = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch);
    let refused = refused.await.expect_err("it must be answered");
    assert_eq!(faults(&refused)["/fields/level"], "required");
    // Others are changed without it.
    let patch = answers(&[("visits", Some(Raw::Integer(3)))]);
    let saved = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch);
    let card = saved.await.expect("saved").client;
    assert_eq!(
        shown(&card),
        BTreeMap::from([("level", "Новичок"), ("visits", "3")])
    );
    let patch = answers(&[("visits", None)]);
    let saved = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch);
    let card = saved.await.expect("cleared").client;
    assert_eq!(shown(&card), BTreeMap::from([("level", "Новичок")]));
});

both!(two_editors_of_different_fields_both_keep_theirs, |app| {
    let desk = Desk::of(app).await;
    asks(
        app,
        vec![
            field("level", FieldType::Text),
            field("trauma", FieldType::Boolean),
        ],
    )
    .await;
    let card = desk.client("Мария Гончаренко").await;
    let change = |patch| {
        desk.anna
            .change::<UpdateClient>((card.id,), card.version, patch)
    };
    let first = change(answers(&[("level", Some(text("Новичок")))])).await;
    first.expect("the first");
    let second = change(answers(&[("trauma", Some(Raw::Boolean(true)))])).await;
    let second = second.expect("another field").client;
    assert_eq!(
        shown(&second),
        BTreeMap::from([("level", "Новичок"), ("trauma", "да")])
    );
    let third = change(answers(&[("level", Some(text("Опытный")))])).await;
    let third = third.expect_err("the same field");
    assert_eq!(
        (third.code(), param(&third, "changed_fields").as_str()),
        (Some(Code::VersionMismatch), "fields.level")
    );

    // The timeline says it in the words of that moment.
    let mut renamed = vec![
        field("level", FieldType::Text),
        field("trauma", FieldType::Boolean),
    ];
    renamed[1].label = "Травмы".into();
    asks(app, renamed).await;
    let told = desk
        .anna
        .list::<ListTimeline>((card.id,), TimelineQuery::default());
    let told = told.await.expect("a timeline").items;
    let change = &told[0].changes[0];
    assert_eq!(
        (
            change.member.as_str(),
            change.label.as_deref(),
            change.before.as_deref(),
            change.after.as_deref()
        ),
        ("fields.trauma", Some("Поле trauma"), None, Some("да"))
    );
});

both!(a_field_comes_back_with_its_answers, |app| {
    let desk = Desk::of(app).await;
    let two = || {
        vec![
            field("level", FieldType::Text),
            field("card", FieldType::Text),
        ]
    };
    let before = asks(app, two()).await;
    let card = desk.client("Мария Гончаренко").await;
    let patch = answers(&[
        ("level", Some(text("Новичок"))),
        ("card", Some(text("127"))),
    ]);
    let saved = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch);
    let card = saved.await.expect("saved").client;

    let after = asks(app, two().split_off(1)).await;
    assert_eq!(after.version, before.version + 1);
    assert_eq!(after.removed, before.fields[..1]);
    let now = desk.card(card.id).await;
    assert_eq!(shown(&now), BTreeMap::from([("card", "127")]));
    // Its answer cannot be changed meanwhile, and is not lost when others are.
    let patch = answers(&[("level", Some(text("Опытный")))]);
    let refused = desk
        .anna
        .change::<UpdateClient>((card.id,), now.version, patch);
    let refused = refused.await.expect_err("no such field now");
    assert_eq!(faults(&refused)["/fields/level"], "unknown_field");
    let patch = answers(&[("card", Some(text("128")))]);
    let saved = desk
        .anna
        .change::<UpdateClient>((card.id,), now.version, patch);
    saved.await.expect("saved");

    // The key stays its own: as another question it does not come back.
    let other = vec![
        field("level", FieldType::Integer),
        field("card", FieldType::Text),
    ];
    let refused = app.owner.change::<UpdateClientFields>(
        (),
        after.version,
        OwnFieldsPatch {
            fields: Some(other),
        },
    );
    let refused = refused.await.expect_err("another question");
    assert_eq!(faults(&refused)["/fields/0/key"], "taken");
    let back = asks(app, two()).await;
    assert_eq!((&back.fields, back.removed.len()), (&before.fields, 0));
    let now = desk.card(card.id).await;
    assert_eq!(
        shown(&now),
        BTreeMap::from([("level", "Новичок"), ("card", "128")])
    );
    // The same list again is no change.
    let same = asks(app, two()).await;
    assert_eq!(same.version, back.version);
});

both!(what_was_answered_keeps_its_type, |app| {
    let desk = Desk::of(app).await;
    let form = asks(app, vec![field("level", FieldType::Text)]).await;
    let to = |kind| OwnFieldsPatch {
        fields: Some(vec![field("level", kind)]),
    };
    // Nobody has answered it yet.
    let changed = app
        .owner
        .change::<UpdateClientFields>((), form.version, to(FieldType::LongText));
    let form = changed.await.expect("changed");
    let card = desk.client("Мария Гончаренко").await;
    let patch = answers(&[("level", Some(text("Новичок")))]);
    let saved = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch);
    let card = saved.await.expect("saved").client;
    let refused = app
        .owner
        .change::<UpdateClientFields>((), form.version, to(FieldType::Integer));
    let refused = refused.await.expect_err("answered");
    assert_eq!(
        (refused.code(), param(&refused, "count").as_str()),
        (Some(Code::InUse), "1")
    );
    assert_eq!(faults(&refused)["/fields/0/type"], "not_allowed");
    // A stale list is not written over another one.
    let stale =
        app.owner
            .change::<UpdateClientFields>((), form.version - 1, to(FieldType::LongText));
    assert_eq!(
        stale.await.expect_err("stale").code(),
        Some(Code::VersionMismatch)
    );
    let refused = desk
        .anna
        .change::<UpdateClientFields>((), form.version, to(FieldType::LongText));
    assert_eq!(
        refused.await.expect_err("an operator").code(),
        Some(Code::NotAllowed)
    );
    // A card goes to the archive with its answers.
    let archive = app.owner.call::<ArchiveClient>((card.id,), (), ());
    let archive = archive.if_match(card.version).reply().await;
    archive.expect("archived");
    assert_eq!(
        shown(&desk.card(card.id).await),
        BTreeMap::from([("level", "Новичок")])
    );
});

both!(dictionaries_know_the_cards_that_use_them, |app| {
    let desk = Desk::of(app).await;
    let directions = desk.preset.dictionaries["directions"];
    let used_by = || async {
        let all = app.owner.list::<ListDictionaries>((), ()).await;
        let all = all.expect("dictionaries").items;
        let one = all.iter().find(|one| one.id == directions);
        one.expect("directions").used_by
    };
    let values = || async {
        let list = app.owner.get::<GetDictionary>((directions,)).await;
        list.expect("values")
    };
    let before = used_by().await;
    let interests = FieldEntry {
        dictionary_id: Some(directions),
        ..field("interests", FieldType::DictionaryMulti)
    };
    asks(app, vec![interests]).await;
    assert_eq!(used_by().await, before + 1);
    let list = values().await;
    let [yoga, dance, third] = [0, 1, 2].map(|place| list.values[place].clone());
    let card = desk.client("Мария Гончаренко").await;
    let both = Raw::List(vec![yoga.id.to_string(), dance.id.to_string()]);
    let patch = answers(&[("interests", Some(both))]);
    let saved = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch);
    let card = saved.await.expect("saved").client;
    assert_eq!(values().await.values[0].used, yoga.used + 1);

    // An archived value stays among those that were chosen, and is not chosen anew.
    let archive = app.owner.call::<ArchiveValue>((dance.id,), (), ());
    archive
        .if_match(dance.version)
        .reply()
        .await
        .expect("archived");
    let three = [&yoga, &dance, &third].map(|value| value.id.to_string());
    let patch = answers(&[("interests", Some(Raw::List(three.to_vec())))]);
    let saved = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch);
    let card = saved.await.expect("one more").client;
    let newer = NewClient {
        fields: BTreeMap::from([("interests".into(), Raw::List(vec![dance.id.to_string()]))]),
        ..newcomer("Пётр Ёлкин")
    };
    let refused = desk.anna.post::<CreateClient>((), newer).await;
    assert_eq!(
        faults(&refused.expect_err("archived"))["/fields/interests"],
        "archived"
    );

    // Merged values are one.
    let merge = MergeInto { into: third.id };
    app.owner
        .post::<MergeValue>((yoga.id,), merge)
        .await
        .expect("merged");
    let now = desk.card(card.id).await;
    let expected = Raw::List(vec![third.id.to_string(), dance.id.to_string()]);
    assert_eq!(now.fields[0].value, expected);
    assert_eq!(
        now.fields[0].display,
        format!("{}, {}", third.name, dance.name)
    );

    let list = values().await;
    let refused = app.owner.call::<ArchiveDictionary>((directions,), (), ());
    let refused = refused.if_match(list.version).reply().await;
    let refused = refused.expect_err("asked on the card");
    assert_eq!(refused.code(), Some(Code::InUse));
    assert!(
        param(&refused, "by").contains("Поле interests"),
        "{refused}"
    );
});

both!(a_client_out_of_reach_is_not_named_by_a_card, |app| {
    let desk = Desk::of(app).await;
    asks(app, vec![field("friend", FieldType::Client)]).await;
    let elsewhere = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[elsewhere]).await;
    let hidden = stranger
        .post::<CreateClient>((), newcomer("Олег Южный"))
        .await;
    let hidden = hidden.expect("a card").client;
    let card = desk.client("Мария Гончаренко").await;
    let patch = || answers(&[("friend", Some(text(&hidden.id.to_string())))]);
    let refused = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch());
    let refused = refused.await.expect_err("out of reach");
    assert_eq!(faults(&refused)["/fields/friend"], "not_found");
    let saved = app
        .owner
        .change::<UpdateClient>((card.id,), card.version, patch());
    assert_eq!(
        shown(&saved.await.expect("saved").client)["friend"],
        "Олег Южный"
    );
    assert_eq!(shown(&desk.card(card.id).await), BTreeMap::new());
});

both!(a_changed_form_is_told_to_everybody, |app| {
    asks(app, vec![field("level", FieldType::Text)]).await;
    app.relay().await;
    let feed = app
        .owner
        .list::<ListEvents>((), EventsQuery::default())
        .await;
    let feed = feed.expect("events").items;
    assert!(
        feed.iter()
            .any(|event| event.topic == "client_fields.updated")
    );
});
