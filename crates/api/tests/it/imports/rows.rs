//! The rehearsal: what would become of each row, and how it is put right.

use domain::imports::{ColumnTarget, Matched, Plan, Plans, RowDecision, Unknown};
use testkit::both;
use wire::clients::{ClientsQuery, CreateClient, ListClients, NewClient};
use wire::imports::{
    CellChange, DateOrder, ImportPatch, ImportRow, ImportRowPatch, ListImportMappings, NewMapping,
    Rules, SaveImportMapping, UpdateImportRow, ValueRule,
};

use super::{checked, faults, pasted, patched, plans, rows, ruled};
use crate::desk::{newcomer, phone};

async fn corrected(
    api: &client::Client,
    id: domain::ids::ImportId,
    number: u32,
    patch: ImportRowPatch,
) -> ImportRow {
    let path = (id, number);
    let row = api.call::<UpdateImportRow>(path, (), patch).reply().await;
    row.expect("a row")
}

fn cell(column: u32, value: &str) -> ImportRowPatch {
    ImportRowPatch {
        cells: vec![CellChange {
            column,
            value: value.into(),
        }],
        ..ImportRowPatch::default()
    }
}

fn decide(decision: RowDecision) -> ImportRowPatch {
    ImportRowPatch {
        decision: Some(Some(decision)),
        ..ImportRowPatch::default()
    }
}

both!(a_rehearsal_says_what_would_become_of_each_row, |app| {
    let desk = crate::desk::Desk::of(app).await;
    let known = |name: &str, number: &str| NewClient {
        phones: vec![phone(number)],
        ..newcomer(name)
    };
    let owner = &app.owner;
    for (name, number) in [
        ("Мельник Анна", "+79123456789"),
        ("Кожокару Иван", "+79123456780"),
        ("Кожокару Иван", "+79123456780"),
        ("Ёлкина Мария", "+79123456781"),
    ] {
        owner
            .post::<CreateClient>((), known(name, number))
            .await
            .expect("a card");
    }
    let _ = desk;
    let import = pasted(
        owner,
        "ФИО\tТелефон\tПочта\tДата рождения\n\
        Анна Мельник\t8 (912) 345-67-89\tanna@mail.ru\t\n\
        Мельник Пётр\t89123456789\t\t\n\
        Иван Кожокару\t9123456780\t\t\n\
        Новый Николай\t+7 912 000-00-00\t\t31.02.1990\n\
        Другой Дмитрий\t123\tне адрес\t\n\
        ЁЛКИНА МАРИЯ\t+7 912 345 67 81\t\t\n\
        Пётр Мельник\t8-912-345-67-89\t\t\n\
        \t+79120000001\t\t",
    )
    .await;
    let seen = checked(app, owner, import.id).await;
    let expected = [
        Plan::Change,
        // A family shares a phone.
        Plan::New,
        Plan::Conflict,
        Plan::Faulty,
        Plan::Faulty,
        Plan::Unchanged,
        Plan::Double,
        Plan::Faulty,
    ];
    assert_eq!(plans(owner, import.id).await, expected);
    assert_eq!(
        seen.plans,
        Plans {
            new: 1,
            change: 1,
            unchanged: 1,
            double: 1,
            conflict: 1,
            faulty: 3,
            skipped: 0
        }
    );
    let found = rows(owner, import.id, None).await;
    assert_eq!(found[0].changes.len(), 1);
    assert_eq!(found[0].changes[0].member, "emails");
    assert_eq!(found[0].changes[0].after.as_deref(), Some("anna@mail.ru"));
    assert_eq!(found[2].candidates.len(), 2);
    assert_eq!(faults(&found[3]), [(Some(3), "malformed")]);
    assert_eq!(
        faults(&found[4]),
        [(Some(1), "malformed"), (Some(2), "malformed")]
    );
    assert_eq!(found[6].same_as, Some(3));
    assert_eq!(faults(&found[7]), [(None, "required")]);
    assert!(!found[4].faults[0].message.is_empty());
    // Nothing was written on any card.
    let cards = owner
        .call::<ListClients>((), ClientsQuery::default(), ())
        .reply()
        .await;
    assert_eq!(cards.expect("cards").items.len(), 4);

    // In place: a cell, a decision.
    let row = corrected(owner, import.id, found[3].number, cell(3, "28.02.1990")).await;
    assert_eq!(row.plan, Some(Plan::New));
    let which = found[2].candidates[0].id;
    let row = corrected(
        owner,
        import.id,
        found[2].number,
        decide(RowDecision::Card { client_id: which }),
    )
    .await;
    assert_eq!(
        (row.plan, row.client.map(|it| it.id)),
        (Some(Plan::Unchanged), Some(which))
    );
    let row = corrected(owner, import.id, found[6].number, decide(RowDecision::New)).await;
    assert_eq!(row.plan, Some(Plan::New));
    let row = corrected(owner, import.id, found[4].number, decide(RowDecision::Skip)).await;
    assert_eq!(row.plan, Some(Plan::Skipped));
    let now = crate::imports::import(owner, import.id).await.plans;
    assert_eq!(
        now,
        Plans {
            new: 3,
            change: 1,
            unchanged: 2,
            double: 0,
            conflict: 0,
            faulty: 1,
            skipped: 1
        }
    );
});

both!(thirty_spellings_of_a_phone_find_one_client, |app| {
    let owner = &app.owner;
    let anna = NewClient {
        phones: vec![phone("+79123456789")],
        ..newcomer("Мельник Анна")
    };
    owner.post::<CreateClient>((), anna).await.expect("a card");
    let spellings = [
        "+79123456789",
        "89123456789",
        "9123456789",
        "+7 912 345 67 89",
        "8 912 345 67 89",
        "8(912)345-67-89",
        "8 (912) 345-67-89",
        "+7(912)3456789",
        "8-912-345-67-89",
        "+7-912-345-67-89",
        "7 912 345 67 89",
        "79123456789",
        "912 345 67 89",
        "(912) 345-67-89",
        "+7.912.345.67.89",
        "8.912.345.67.89",
        "8 912 3456789",
        "8912 345 6789",
        "+7 (912) 345 6789",
        "  +7 912 345-67-89  ",
        "8\u{a0}912\u{a0}345-67-89",
        "+7912345 67 89",
        "8912-345-67-89",
        "912-345-67-89",
        "912.345.67.89",
        "+7 9123456789",
        "8 9123456789",
        "79123456789.0",
        "7.9123456789E10",
        "007 912 345-67-89",
    ];
    for spelling in spellings {
        let import = pasted(owner, &format!("ФИО\tТелефон\nАнна Мельник\t{spelling}")).await;
        checked(app, owner, import.id).await;
        assert_eq!(
            plans(owner, import.id).await,
            [Plan::Unchanged],
            "{spelling:?}"
        );
    }
});

both!(rules_put_right_in_bulk, |app| {
    let owner = &app.owner;
    let desk = crate::desk::Desk::of(app).await;
    let source = desk.value("sources").await;
    let import = pasted(
        owner,
        "ФИО\tТелефон\tДата рождения\tИсточник\tОтветственный\n\
        Ион Чобану\t0621 12 345\t01/02/1990\tФорум\tНикто Никтоев\n\
        Мария Русу\t0622 12 345\t03/04/1991\tСоседи\t",
    )
    .await;
    checked(app, owner, import.id).await;
    let first = &rows(owner, import.id, None).await[0];
    assert_eq!(
        faults(first),
        [
            (Some(1), "malformed"),
            (Some(3), "not_in_dictionary"),
            (Some(4), "not_found")
        ]
    );
    let seen = crate::imports::import(owner, import.id).await;
    let unknown: Vec<_> = seen
        .unknown
        .iter()
        .map(|it| (it.column, it.value.as_str(), it.may_create))
        .collect();
    assert_eq!(
        unknown,
        [
            (3, "Форум", true),
            (3, "Соседи", true),
            (4, "Никто Никтоев", false)
        ]
    );
    let rule = |column, value: &str, then| ValueRule {
        column,
        value: value.into(),
        then,
    };
    let rules = Rules {
        phone_country: Some("MD".into()),
        date_order: Some(DateOrder::MonthFirst),
        values: vec![
            rule(3, "Форум", Unknown::Create),
            rule(
                3,
                "соседи",
                Unknown::Use {
                    value_id: source.parse().expect("a value"),
                },
            ),
            rule(4, "Никто Никтоев", Unknown::Skip),
        ],
        tags: vec!["весна".into()],
        ..seen.rules.clone()
    };
    let ruled = ruled(owner, &seen, rules).await;
    assert!(ruled.unknown.is_empty());
    checked(app, owner, import.id).await;
    assert_eq!(plans(owner, import.id).await, [Plan::New, Plan::New]);
    crate::imports::ran(app, owner, import.id).await;
    let cards = owner.call::<ListClients>(
        (),
        ClientsQuery {
            tag: Some("весна".into()),
            ..ClientsQuery::default()
        },
        (),
    );
    let cards = cards.reply().await.expect("cards").items;
    assert_eq!(cards.len(), 2);
    let ion = cards
        .iter()
        .find(|card| card.name.contains("Ион"))
        .expect("Ion");
    let card = owner
        .get::<wire::clients::GetClient>((ion.id,))
        .await
        .expect("a card");
    assert_eq!(card.phones[0].number.as_deref(), Some("+37362112345"));
    assert_eq!(
        card.birth_date.map(|date| date.to_string()).as_deref(),
        Some("1990-01-02")
    );
    assert_eq!(card.source.map(|it| it.name).as_deref(), Some("Форум"));
});

both!(columns_are_kept_under_a_name_and_proposed, |app| {
    let owner = &app.owner;
    let text = "Кто\tКуда звонить\nАнна Мельник\t89123456789";
    let import = pasted(owner, text).await;
    let patch = ImportPatch {
        targets: Some(vec![Some(ColumnTarget::Name), Some(ColumnTarget::Phone)]),
        ..ImportPatch::default()
    };
    let import = patched(owner, &import, patch).await.expect("mapped");
    let new = NewMapping {
        name: "Старая программа".into(),
        import_id: import.id,
    };
    owner
        .post::<SaveImportMapping>((), new.clone())
        .await
        .expect("kept");
    owner
        .post::<SaveImportMapping>((), new)
        .await
        .expect("kept again");
    let kept = owner
        .get::<ListImportMappings>(())
        .await
        .expect("mappings")
        .items;
    assert_eq!(kept.len(), 1);
    let again = pasted(owner, text).await;
    assert_eq!(again.mapping.as_deref(), Some("Старая программа"));
    assert_eq!(again.columns[0].target, Some(ColumnTarget::Name));
    // One column cannot be two things, and a card has one birthday.
    let twice = ImportPatch {
        targets: Some(vec![Some(ColumnTarget::Name), Some(ColumnTarget::Name)]),
        ..ImportPatch::default()
    };
    let refused = patched(owner, &again, twice).await.expect_err("twice");
    assert_eq!(crate::desk::faults(&refused)["/targets/1"], "taken");
});

both!(what_a_card_has_is_filled_or_overwritten, |app| {
    let owner = &app.owner;
    let text = "ФИО\tТелефон\tЗаметка\nМельник Анна Ивановна\t+79123456789; +79990000000\tновая";
    for (existing, note, phones, patronymic) in [
        (Matched::Skip, "старая", 1, None),
        (Matched::Fill, "старая", 1, Some("Ивановна")),
        (Matched::Overwrite, "новая", 2, Some("Ивановна")),
    ] {
        let number = "+79123456789";
        let anna = NewClient {
            phones: vec![phone(number)],
            note: Some("старая".into()),
            surname: Some("Мельник".into()),
            given: Some("Анна".into()),
            ..NewClient::default()
        };
        let anna = owner
            .post::<CreateClient>((), anna)
            .await
            .expect("a card")
            .client;
        let import = pasted(owner, text).await;
        let rules = Rules {
            existing,
            ..import.rules.clone()
        };
        let import = ruled(owner, &import, rules).await;
        let seen = checked(app, owner, import.id).await;
        if seen.plans.change > 0 {
            crate::imports::ran(app, owner, import.id).await;
        }
        let card = owner
            .get::<wire::clients::GetClient>((anna.id,))
            .await
            .expect("a card");
        assert_eq!(card.note.as_deref(), Some(note), "{existing}");
        assert_eq!(card.phones.len(), phones, "{existing}");
        assert_eq!(card.patronymic.as_deref(), patronymic, "{existing}");
        owner
            .call::<wire::clients::ArchiveClient>((anna.id,), (), ())
            .if_match(card.version)
            .reply()
            .await
            .expect("archived");
    }
});
