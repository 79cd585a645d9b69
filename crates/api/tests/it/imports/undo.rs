//! Taking back: the identity, also with work in between.

use std::collections::BTreeMap;

use domain::clients::Stage;
use domain::ids::ClientId;
use domain::imports::{Matched, RowFate};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use testkit::app::TestApp;
use testkit::both;
use wire::clients::{
    AddNote, Client, ClientPatch, ClientsQuery, CreateClient, GetClient, ListClients, NewClient,
    NewNote, UpdateClient,
};
use wire::duplicates::{DuplicatesQuery, ListDuplicates, StartDuplicateLook};
use wire::error::Code;
use wire::imports::{ImportRowsQuery, ListImportRows, Rules, RunImport, RunRequest};
use wire::list::Listed;

use super::{checked, pasted, ran, ruled, undone};
use crate::desk::{Desk, newcomer, phone};

/// Every row of the database but those of imports, the words by which slips of the fingers are found (they are tidied by themselves),
/// and what only grows.
pub async fn everything(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    let mut rows = crate::desk::rows(app).await;
    rows.retain(|table, _| !table.starts_with("import"));
    // The bell has said that the import ended, and that it was taken back.
    if let Some(notices) = rows.get_mut("notices") {
        notices.retain(|row| !row.contains("imported"));
    }
    rows
}

async fn changed(api: &client::Client, card: &Client, patch: ClientPatch) {
    let saved = api.call::<UpdateClient>((card.id,), (), patch);
    saved.if_match(card.version).reply().await.expect("saved");
}

async fn all(api: &client::Client) -> Vec<ClientId> {
    let query = ClientsQuery {
        limit: Some(200),
        ..ClientsQuery::default()
    };
    let cards = api.call::<ListClients>((), query, ()).reply().await;
    cards
        .expect("cards")
        .items
        .iter()
        .map(|card| card.id)
        .collect()
}

// Any file on any club, taken in and back, leaves every row as it was.
both!(an_import_and_its_undoing_are_the_identity, |app| {
    let owner = &app.owner;
    let mut lot = StdRng::seed_from_u64(20_261_123);
    let names = [
        "Анна Мельник",
        "Иван Кожокару",
        "Пётр Ёлкин",
        "Мария Гончаренко",
        "Ион Чобану",
    ];
    for round in 0..6 {
        let number = |n: u32| format!("+7912{:07}", 3_000_000 + round * 100 + n);
        for n in 0..8 {
            let new = NewClient {
                phones: vec![phone(&number(n))],
                emails: if lot.random_bool(0.5) {
                    vec![format!("a{round}x{n}@mail.ru").into()]
                } else {
                    Vec::new()
                },
                note: lot.random_bool(0.5).then(|| "старая".into()),
                tags: if lot.random_bool(0.5) {
                    vec!["йога".into()]
                } else {
                    Vec::new()
                },
                ..newcomer(names[n as usize % names.len()])
            };
            owner.post::<CreateClient>((), new).await.expect("a card");
        }
        let before = everything(app).await;
        let mut text = "ФИО\tТелефон\tПочта\tСтадия\tТеги\tЗаметка\tДата рождения".to_owned();
        for n in 0..14_u32 {
            let name = names[lot.random_range(0..names.len())];
            let cell = |lot: &mut StdRng, value: String| {
                if lot.random_bool(0.6) {
                    value
                } else {
                    String::new()
                }
            };
            let phone = cell(&mut lot, number(n));
            let email = cell(&mut lot, format!("b{round}x{n}@mail.ru"));
            let stage = cell(&mut lot, "клиент".into());
            let tags = cell(&mut lot, "йога, утро".into());
            let note = cell(&mut lot, "новая".into());
            let birth = cell(&mut lot, "05.06.1985".into());
            text += &format!("\n{name}\t{phone}\t{email}\t{stage}\t{tags}\t{note}\t{birth}");
        }
        let import = pasted(owner, &text).await;
        let existing = [Matched::Fill, Matched::Overwrite][round as usize % 2];
        let import = ruled(
            owner,
            &import,
            Rules {
                existing,
                ..import.rules.clone()
            },
        )
        .await;
        let seen = checked(app, owner, import.id).await;
        assert!(seen.plans.new > 0, "{:?}", seen.plans);
        let done = ran(app, owner, import.id).await;
        assert_ne!(everything(app).await, before, "something was done");
        let back = undone(app, owner, import.id).await;
        assert_eq!(
            (back.fates.kept, back.fates.created, back.fates.changed),
            (0, 0, 0)
        );
        assert_eq!(back.fates.removed, done.fates.created);
        assert_eq!(back.fates.returned, done.fates.changed);
        assert_eq!(everything(app).await, before, "round {round}");
    }
});

both!(what_was_worked_on_since_is_kept_and_listed, |app| {
    let desk = Desk::of(app).await;
    let owner = &app.owner;
    let old = |name: &str, number: &str| NewClient {
        phones: vec![phone(number)],
        ..newcomer(name)
    };
    let anna = owner
        .post::<CreateClient>((), old("Анна Мельник", "+79123000001"))
        .await
        .expect("a card")
        .client;
    let ivan = owner
        .post::<CreateClient>((), old("Иван Кожокару", "+79123000002"))
        .await
        .expect("a card")
        .client;
    let import = pasted(
        owner,
        "ФИО\tТелефон\tЗаметка\tСтадия\n\
        Анна Мельник\t89123000001\tиз файла\tклиент\n\
        Иван Кожокару\t89123000002\tиз файла\tклиент\n\
        Новая Мария\t89123000003\t\t\n\
        Новый Николай\t89123000004\t\t\n\
        Новая Ольга\t89123000005\t\t\n\
        Новый Степан\t89123000006\t\t",
    )
    .await;
    let import = ruled(
        owner,
        &import,
        Rules {
            existing: Matched::Overwrite,
            ..import.rules.clone()
        },
    )
    .await;
    checked(app, owner, import.id).await;
    ran(app, owner, import.id).await;
    let rows = crate::imports::rows(owner, import.id, None).await;
    let made = |place: usize| rows[place].client.clone().expect("a card").id;
    // Work in between: one member of Anna, a note about Maria, a chain for Nikolai, a task for nobody else.
    let card = owner.get::<GetClient>((anna.id,)).await.expect("a card");
    changed(
        owner,
        &card,
        ClientPatch {
            note: Some(Some("после".into())),
            ..ClientPatch::default()
        },
    )
    .await;
    let note = NewNote {
        text: "Звонила сама".into(),
    };
    owner
        .post::<AddNote>((made(2),), note)
        .await
        .expect("a note");
    desk.start(made(3)).await.expect("a chain");
    let back = undone(app, owner, import.id).await;
    assert_eq!(
        (back.fates.removed, back.fates.returned, back.fates.kept),
        (2, 1, 3)
    );
    let card = owner.get::<GetClient>((anna.id,)).await.expect("a card");
    assert_eq!(
        (card.note.as_deref(), card.stage),
        (Some("после"), Stage::Lead),
        "what nobody touched came back"
    );
    let card = owner.get::<GetClient>((ivan.id,)).await.expect("a card");
    assert_eq!((card.note, card.stage), (None, Stage::Lead));
    let left = all(owner).await;
    assert!(left.contains(&made(2)) && left.contains(&made(3)));
    assert!(!left.contains(&made(4)) && !left.contains(&made(5)));
    let query = ImportRowsQuery {
        fate: Some(Listed(vec![RowFate::Kept])),
        ..ImportRowsQuery::default()
    };
    let kept = owner
        .call::<ListImportRows>((import.id,), query, ())
        .reply()
        .await
        .expect("rows")
        .items;
    assert_eq!(kept.len(), 3);
    assert_eq!(kept[0].changes[0].member, "note");
    assert_eq!(kept[0].changes[0].before.as_deref(), Some("после"));
});

both!(a_card_that_looks_like_another_goes_all_the_same, |app| {
    let owner = &app.owner;
    let twin = NewClient {
        phones: vec![phone("+79123000001")],
        ..newcomer("Анна Мельник")
    };
    let twin = owner.post::<CreateClient>((), twin).await;
    let twin = twin.expect("a card").client.id;
    let import = pasted(
        owner,
        "ФИО\tТелефон\nАня Мельник\t89123000001\nИван Кожокару\t",
    )
    .await;
    checked(app, owner, import.id).await;
    ran(app, owner, import.id).await;
    assert_eq!(all(owner).await.len(), 3);
    let look = owner.post::<StartDuplicateLook>((), ()).await;
    look.expect("a look");
    app.errands().await;

    let back = undone(app, owner, import.id).await;
    assert_eq!((back.fates.removed, back.fates.kept), (2, 0));
    assert_eq!(all(owner).await, [twin]);
    // The next look finds nobody who is not there.
    let look = owner.post::<StartDuplicateLook>((), ()).await;
    look.expect("a look");
    app.errands().await;
    let listed = owner.list::<ListDuplicates>((), DuplicatesQuery::default());
    assert_eq!(listed.await.expect("pairs").items, []);
});

both!(a_card_with_a_chain_of_the_import_is_archived, |app| {
    let desk = Desk::of(app).await;
    let owner = &app.owner;
    let import = pasted(
        owner,
        "ФИО\tТелефон\nАнна Мельник\t89123000001\nИван Кожокару\t89123000002",
    )
    .await;
    checked(app, owner, import.id).await;
    let request = RunRequest {
        process_id: Some(desk.process()),
        per_day: None,
    };
    owner
        .post::<RunImport>((import.id,), request)
        .await
        .expect("running");
    app.errands().await;
    let rows = crate::imports::rows(owner, import.id, None).await;
    let ivan = rows[1].client.clone().expect("a card").id;
    owner
        .post::<AddNote>(
            (ivan,),
            NewNote {
                text: "Поговорили".into(),
            },
        )
        .await
        .expect("a note");
    let back = undone(app, owner, import.id).await;
    assert_eq!((back.fates.archived, back.fates.kept), (1, 1));
    assert_eq!(all(owner).await, [ivan]);
});

both!(it_can_be_undone_for_seven_days_and_once, |app| {
    let owner = &app.owner;
    let first = pasted(owner, "ФИО\tТелефон\nАнна Мельник\t89123000001").await;
    checked(app, owner, first.id).await;
    ran(app, owner, first.id).await;
    app.later(chrono::Duration::days(6)).await;
    undone(app, owner, first.id).await;
    let undo = || owner.post::<wire::imports::UndoImport>((first.id,), ());
    assert_eq!(
        undo().await.expect_err("undone").code(),
        Some(Code::WrongState)
    );
    let second = pasted(owner, "ФИО\tТелефон\nАнна Мельник\t89123000001").await;
    checked(app, owner, second.id).await;
    ran(app, owner, second.id).await;
    app.later(chrono::Duration::days(9)).await;
    let late = owner
        .post::<wire::imports::UndoImport>((second.id,), ())
        .await;
    assert_eq!(late.expect_err("late").code(), Some(Code::UndoExpired));
    // What was read of the file is forgotten by then; the card stays, and the numbers.
    app.errands().await;
    assert!(
        crate::imports::rows(owner, second.id, None)
            .await
            .is_empty()
    );
    assert_eq!(
        crate::imports::import(owner, second.id).await.fates.created,
        1
    );
    assert_eq!(all(owner).await.len(), 1);
});
