use domain::access::BuiltInRole;
use domain::clients::{Messenger, Stage};
use domain::ids::{EmployeeId, ValueId};
use testkit::both;
use wire::clients::{
    CreateClient, FindSamePhone, GetClient, MessengerContact, NewClient, SamePhoneRequest,
};
use wire::error::Code;

use crate::desk::{faults, newcomer, phone};

both!(a_card_is_tidied_as_it_is_made, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    let new = NewClient {
        phones: vec![
            phone("8 (912) 345-67-89"),
            phone("+7 912 345 67 89"),
            phone("+37362112345"),
        ],
        emails: vec![" Kate@Mail.ru ".into()],
        messengers: vec![MessengerContact::new(Messenger::Telegram, "@kate")],
        tags: vec!["утро".into(), "Утро".into()],
        note: Some("  ".into()),
        ..newcomer("Щербакова Екатерина Олеговна")
    };
    let saved = anna.post::<CreateClient>((), new).await.expect("saved");
    let card = saved.client;
    assert_eq!(
        (
            card.surname.as_deref(),
            card.given.as_deref(),
            card.patronymic.as_deref()
        ),
        (Some("Щербакова"), Some("Екатерина"), Some("Олеговна"))
    );
    let numbers: Vec<&str> = card
        .phones
        .iter()
        .map(|phone| phone.number.as_deref().unwrap_or_default())
        .collect();
    assert_eq!(numbers, ["+79123456789", "+37362112345"]);
    assert_eq!(card.phones[0].typed.as_deref(), Some("8 (912) 345-67-89"));
    assert_eq!(
        card.phones[0].display.replace('\u{a0}', " "),
        "+7 912 345-67-89"
    );
    assert_eq!((card.tags.len(), card.note.clone()), (1, None));
    assert_eq!((card.stage, card.branch_id), (Stage::Lead, app.branch));
    assert_eq!(
        card.responsible.as_ref().map(|person| person.id),
        Some(anna.me.id)
    );
    assert_eq!(saved.same_phone, []);
    assert_eq!(
        anna.get::<GetClient>((card.id,)).await.expect("a card"),
        card
    );

    // A family shares a number: that is said, and no error.
    let son = NewClient {
        phones: vec![phone("9123456789")],
        ..newcomer("Марк Щербаков")
    };
    let son = anna.post::<CreateClient>((), son).await.expect("saved");
    assert_eq!(son.same_phone.len(), 1);
    assert_eq!(son.same_phone[0].client_id, card.id);
    let ask = |number: &str| SamePhoneRequest {
        phones: vec![number.into()],
    };
    let same = anna
        .post::<FindSamePhone>((), ask("8-912-345-67-89"))
        .await
        .expect("cards");
    assert_eq!(same.cards.len(), 2);

    // Somebody of another branch is not told whose number it is.
    let elsewhere = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[elsewhere]).await;
    let same = stranger
        .post::<FindSamePhone>((), ask("8-912-345-67-89"))
        .await
        .expect("cards");
    assert_eq!(same.cards, []);
    let hidden = stranger
        .get::<GetClient>((card.id,))
        .await
        .expect_err("hidden");
    assert_eq!(hidden.code(), Some(Code::NotFound));
});

both!(a_faulty_card_is_refused_with_all_its_faults, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    let new = NewClient {
        phones: vec![phone("мама"), phone("12345")],
        emails: vec!["kate@".into()],
        birth_date: "2099-01-01".parse().ok(),
        source_id: Some(ValueId::from_i64(4)),
        responsible_id: Some(EmployeeId::from_i64(4)),
        note: Some("ё".repeat(20_001)),
        ..NewClient::default()
    };
    let refused = anna
        .post::<CreateClient>((), new)
        .await
        .expect_err("faults");
    let found = faults(&refused);
    if found.len() == 1 {
        // The schema is checked first, the meaning after it.
        assert_eq!(found["/note"], "too_long");
    }
    let new = NewClient {
        phones: vec![phone("мама"), phone("12345")],
        emails: vec!["kate@".into()],
        birth_date: "2099-01-01".parse().ok(),
        source_id: Some(ValueId::from_i64(4)),
        responsible_id: Some(EmployeeId::from_i64(4)),
        ..NewClient::default()
    };
    let found = faults(
        &anna
            .post::<CreateClient>((), new)
            .await
            .expect_err("faults"),
    );
    for (pointer, code) in [
        ("/name", "required"),
        ("/phones/0/number", "malformed"),
        ("/phones/1/number", "malformed"),
        ("/emails/0/address", "malformed"),
        ("/birth_date", "malformed"),
        ("/source_id", "not_in_dictionary"),
        ("/responsible_id", "not_found"),
    ] {
        assert_eq!(found.get(pointer), Some(&code), "{pointer}");
    }
    let coach = app.joins(BuiltInRole::Coach).await;
    let refused = coach.post::<CreateClient>((), newcomer("Пётр Ёлкин")).await;
    assert_eq!(refused.expect_err("a coach").code(), Some(Code::NotAllowed));
});
