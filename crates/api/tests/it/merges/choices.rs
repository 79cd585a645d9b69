//! What the one card says.

use domain::clients::{Channel, Stage};
use domain::fields::{FieldType, Limits, Raw};
use testkit::both;
use wire::clients::{
    AddNote, ClientPatch, ClientsQuery, CreateClient, EmailContact, EntryKind, GetClient,
    ListClients, ListTimeline, MessengerContact, NewClient, NewNote, RestoreClient, TimelineQuery,
    UpdateClient,
};
use wire::error::Code;
use wire::merges::{CardChoice, CompareClients, GetMerge, ListMerges, MergesQuery};
use wire::own_fields::{GetClientFields, OwnFieldsPatch, UpdateClientFields};
use wire::results::FieldEntry;
use wire::search::{Search, SearchQuery};

use super::{card, merge, merge_with};
use crate::desk::{Desk, faults, newcomer, param, phone, text};

fn lines(list: &[&str]) -> Vec<String> {
    list.iter().map(|line| (*line).to_owned()).collect()
}

both!(lists_are_united_and_the_rest_is_chosen, |app| {
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
    let form = app.owner.get::<GetClientFields>(()).await.expect("fields");
    let patch = OwnFieldsPatch {
        fields: Some(vec![level]),
    };
    let asked = app
        .owner
        .change::<UpdateClientFields>((), form.version, patch);
    asked.await.expect("a field");
    let new = |name: &str, number: &str, tags: &[&str], level: &str| NewClient {
        phones: vec![phone(number)],
        emails: vec!["maria@mail.example".into()],
        tags: lines(tags),
        note: Some(format!("Заметка о {name}")),
        fields: [("level".to_owned(), text(level))].into(),
        ..newcomer(name)
    };
    let add = async |new: NewClient| {
        let saved = app.owner.post::<CreateClient>((), new).await;
        saved.expect("a client").client
    };
    let kept = add(new(
        "Гончаренко Мария",
        "+79161234567",
        &["утро"],
        "Новичок",
    ))
    .await;
    let other = NewClient {
        stage: Some(Stage::Client),
        birth_date: "1991-03-12".parse().ok(),
        messengers: vec![MessengerContact::new(
            domain::clients::Messenger::Telegram,
            "@maria",
        )],
        ..new(
            "Гончаренко Маша",
            "+79160000000",
            &["Утро", "дети"],
            "Мастер",
        )
    };
    let other = add(other).await;
    let barred = ClientPatch {
        do_not_contact: Some(vec![Channel::Sms]),
        emails: Some(vec![EmailContact {
            label: Some("работа".into()),
            do_not_write: true,
            ..EmailContact::from("Maria@mail.example")
        }]),
        ..ClientPatch::default()
    };
    let barred = app
        .owner
        .change::<UpdateClient>((other.id,), other.version, barred);
    barred.await.expect("no messages");

    let compared = app.owner.get::<CompareClients>((kept.id, other.id)).await;
    let compared = compared.expect("two cards");
    let member = |name: &str| {
        let mut members = compared.members.iter();
        members
            .find(|member| member.member == name)
            .unwrap_or_else(|| panic!("{name}"))
    };
    assert!(member("surname").same);
    assert_eq!(member("given").kept, ["Мария"]);
    assert_eq!(member("given").proposed, CardChoice::Kept);
    assert_eq!(member("stage").proposed, CardChoice::Other);
    assert_eq!(member("birth_date").proposed, CardChoice::Other);
    assert_eq!(member("phones").proposed, CardChoice::Both);
    assert_eq!(member("phones").other, ["+7\u{a0}916\u{a0}000-00-00"]);
    assert_eq!(member("emails").other, ["Maria@mail.example (работа)"]);
    assert_eq!(member("do_not_contact").other, ["sms"]);
    assert_eq!(member("fields.level").label.as_deref(), Some("Уровень"));
    assert!(
        !compared
            .members
            .iter()
            .any(|member| member.member == "patronymic")
    );
    assert!(!compared.both_run);

    let level = ("fields.level", CardChoice::Other);
    let merged = merge_with(&app.owner, kept.id, other.id, None, &[level]).await;
    let merged = merged.expect("merged");
    assert_eq!(
        merged.merged_by.as_ref().map(|by| by.id),
        Some(app.owner.me.id)
    );
    let one = card(&app.owner, kept.id).await;
    assert_eq!(one.given.as_deref(), Some("Мария"));
    assert_eq!(one.stage, Stage::Client);
    assert_eq!(
        one.birth_date.map(|date| date.to_string()).as_deref(),
        Some("1991-03-12")
    );
    let numbers: Vec<&str> = one
        .phones
        .iter()
        .map(|phone| phone.number.as_deref().unwrap_or_default())
        .collect();
    assert_eq!(numbers, ["+79161234567", "+79160000000"]);
    // The same address on both cards is one, and nobody may write there whose other card said so.
    let address = EmailContact {
        do_not_write: true,
        ..EmailContact::from("maria@mail.example")
    };
    assert_eq!(one.emails, [address]);
    assert!(!one.phones[0].do_not_call);
    assert_eq!(one.tags, ["дети", "утро"]);
    assert_eq!(one.do_not_contact, [Channel::Sms]);
    assert_eq!(one.fields[0].value, Raw::Text("Мастер".into()));
    assert_eq!(
        one.note.as_deref(),
        Some("Заметка о Гончаренко Мария\n\nЗаметка о Гончаренко Маша")
    );

    // The other card leads to it, and nothing is written on it any more.
    let stub = card(&app.owner, other.id).await;
    assert_eq!(stub.merged_into, Some(kept.id));
    assert!(stub.archived_at.is_some());
    assert_eq!(stub.given.as_deref(), Some("Маша"));
    let restored = app.owner.post::<RestoreClient>((other.id,), ()).await;
    let refused = restored.expect_err("merged");
    assert_eq!(refused.code(), Some(Code::AlreadyMerged));
    assert_eq!(param(&refused, "into"), kept.id.to_string());
    let noted = NewNote {
        text: "Звонила".into(),
    };
    let noted = app.owner.post::<AddNote>((other.id,), noted).await;
    assert_eq!(noted.expect_err("merged").code(), Some(Code::AlreadyMerged));
    let patch = ClientPatch {
        note: Some(None),
        ..ClientPatch::default()
    };
    let changed = app
        .owner
        .change::<UpdateClient>((other.id,), stub.version, patch)
        .await;
    assert_eq!(
        changed.expect_err("merged").code(),
        Some(Code::AlreadyMerged)
    );
    let archived = ClientsQuery {
        archived: Some(true),
        ..ClientsQuery::default()
    };
    let listed = app
        .owner
        .list::<ListClients>((), archived)
        .await
        .expect("a list");
    assert!(listed.items.is_empty(), "{:?}", listed.items);

    // It is found by what both were found by, also by the note of the other one.
    for q in ["0000000", "1234567", "маша", "гончаренко"] {
        let query = SearchQuery {
            q: q.into(),
            ..SearchQuery::default()
        };
        let found = app.owner.list::<Search>((), query).await.expect("found");
        let ids: Vec<_> = found.clients.iter().map(|client| client.id).collect();
        assert_eq!(ids, [kept.id], "{q}");
    }

    let query = TimelineQuery::default();
    let told = app
        .owner
        .list::<ListTimeline>((kept.id,), query)
        .await
        .expect("history");
    let latest = &told.items[0];
    assert_eq!(latest.kind, EntryKind::ClientChanged);
    assert_eq!(latest.changes[0].member, "merged");
    assert_eq!(latest.changes[0].after.as_deref(), Some("Гончаренко Маша"));
    assert!(
        latest
            .changes
            .iter()
            .any(|change| change.member == "fields.level")
    );

    let query = MergesQuery {
        client_id: Some(kept.id),
        ..MergesQuery::default()
    };
    let listed = app
        .owner
        .list::<ListMerges>((), query)
        .await
        .expect("merges");
    assert_eq!(listed.items, std::slice::from_ref(&merged));
    let read = app
        .owner
        .get::<GetMerge>((merged.id,))
        .await
        .expect("a merge");
    assert_eq!(read, merged);
    assert_eq!(merged.other.name.as_deref(), Some("Гончаренко Маша"));
    assert!(merged.undo_until.is_some());
});

both!(a_faulty_merge_is_refused_and_changes_nothing, |app| {
    let desk = Desk::of(app).await;
    let kept = desk.client("Гончаренко Мария").await;
    let other = desk.client("Маша").await;
    let before = crate::merges::whole(app).await;
    let refused = |choices: &'static [(&'static str, CardChoice)]| async move {
        let answer = merge_with(
            &app.owner,
            kept_of(app).await,
            other_of(app).await,
            None,
            choices,
        )
        .await;
        faults(&answer.expect_err("refused"))
    };
    let faulty = refused(&[
        ("surname", CardChoice::Both),
        ("shoes", CardChoice::Kept),
        ("fields.x", CardChoice::Kept),
    ])
    .await;
    assert_eq!(
        faulty,
        [
            ("/choices/surname".to_owned(), "not_allowed"),
            ("/choices/shoes".to_owned(), "unknown_field"),
            ("/choices/fields.x".to_owned(), "unknown_field"),
        ]
        .into()
    );
    let oneself = merge(app, kept.id, kept.id, None).await;
    assert_eq!(
        faults(&oneself.expect_err("oneself"))["/other_id"],
        "not_allowed"
    );
    let stale = wire::merges::NewMerge {
        other_id: other.id,
        other_version: other.version + 1,
        choices: Default::default(),
        continues: None,
    };
    let stale = app
        .owner
        .change::<wire::merges::MergeClients>((kept.id,), kept.version, stale)
        .await;
    let stale = stale.expect_err("stale");
    assert_eq!(stale.code(), Some(Code::VersionMismatch));
    assert_eq!(param(&stale, "client_id"), other.id.to_string());
    assert_eq!(crate::merges::whole(app).await, before);

    async fn found(app: &testkit::app::TestApp, q: &str) -> domain::ids::ClientId {
        let query = ClientsQuery {
            q: Some(q.into()),
            ..ClientsQuery::default()
        };
        let listed = app
            .owner
            .list::<ListClients>((), query)
            .await
            .expect("a list");
        listed.items[0].id
    }
    async fn kept_of(app: &testkit::app::TestApp) -> domain::ids::ClientId {
        found(app, "Гончаренко").await
    }
    async fn other_of(app: &testkit::app::TestApp) -> domain::ids::ClientId {
        found(app, "Маша").await
    }
});

both!(a_card_that_leads_on_leads_to_the_last_one, |app| {
    let desk = Desk::of(app).await;
    let first = desk.client("Первая").await.id;
    let second = desk.client("Вторая").await.id;
    let third = desk.client("Третья").await.id;
    merge(app, second, first, None).await.expect("merged");
    merge(app, third, second, None).await.expect("merged again");
    let stub = app.owner.get::<GetClient>((first,)).await.expect("a card");
    assert_eq!(stub.merged_into, Some(third));
    for into in [first, second] {
        let refused = merge(app, into, third, None).await.expect_err("gone");
        assert_eq!(refused.code(), Some(Code::AlreadyMerged));
        assert_eq!(param(&refused, "into"), third.to_string());
    }
});
