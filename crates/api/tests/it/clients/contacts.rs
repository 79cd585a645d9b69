//! What somebody sees, finds and does who may not see contacts.

use domain::access::{Permission, Scope};
use domain::fields::{FieldType, Limits, Raw};
use domain::filters::{Filter, Operator};
use domain::ids::ClientId;
use serde::Serialize;
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::clients::{
    Client, ClientPatch, ClientSearch, ClientsQuery, CreateClient, Dial, DialClient, GetBrief,
    GetClient, ListClients, ListTimeline, MessengerContact, NewClient, PhoneEntry, SearchClients,
    TimelineQuery, UpdateClient,
};
use wire::day::{DayQuery, GetMyDay};
use wire::error::Code;
use wire::events::{EventsQuery, ListEvents};
use wire::merges::CompareClients;
use wire::own_fields::{GetClientFields, GetClientSchema, OwnFieldsPatch, UpdateClientFields};
use wire::results::FieldEntry;
use wire::search::{Search, SearchQuery};
use wire::staff::{CreateRole, NewRole};
use wire::tasks::{ListTasks, TasksQuery};

use crate::desk::{Desk, faults, newcomer, param, phone, text};

/// Works with clients of the branch, and may not see how they are reached.
async fn unseeing(app: &TestApp) -> Person {
    let grants = [
        (Permission::StaffRead, Scope::All),
        (Permission::DirectoryRead, Scope::All),
        (Permission::ClientRead, Scope::Branch),
        (Permission::ClientEdit, Scope::Branch),
        (Permission::ClientNote, Scope::Branch),
        (Permission::ClientMerge, Scope::Branch),
        (Permission::TaskRead, Scope::Branch),
        (Permission::EventsRead, Scope::Branch),
    ];
    let role = NewRole {
        name: "Без контактов".into(),
        grants: grants.into_iter().collect(),
        limits: Default::default(),
    };
    let role = app
        .owner
        .post::<CreateRole>((), role)
        .await
        .expect("a role");
    app.joins_as(role.id, &[app.branch]).await
}

/// Екатерина, with every kind of contact, one of them in a field of the club's own.
async fn kate(app: &TestApp, desk: &Desk) -> Client {
    let own = |key: &str, kind| FieldEntry {
        id: None,
        key: key.into(),
        label: format!("Поле {key}"),
        kind,
        required: false,
        help: None,
        limits: Limits::default(),
        dictionary_id: None,
    };
    let fields = app.owner.get::<GetClientFields>(()).await.expect("fields");
    let patch = OwnFieldsPatch {
        fields: Some(vec![
            own("mother", FieldType::Phone),
            own("school", FieldType::Email),
            own("level", FieldType::Text),
        ]),
    };
    let changed = app
        .owner
        .change::<UpdateClientFields>((), fields.version, patch);
    changed.await.expect("fields of the club's own");
    let new = NewClient {
        phones: vec![
            phone("+79123456789"),
            PhoneEntry {
                do_not_call: true,
                ..phone("+79031112233")
            },
        ],
        emails: vec!["kate.secret@mail.ru".into()],
        messengers: vec![MessengerContact::new(
            domain::clients::Messenger::Telegram,
            "katesecret",
        )],
        fields: [
            ("mother", text("+79161234567")),
            ("school", text("secret@school.ru")),
            ("level", text("Новичок")),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into(),
        start_process_id: Some(desk.process()),
        ..newcomer("Екатерина Щербакова")
    };
    let saved = desk.anna.post::<CreateClient>((), new).await;
    saved.expect("a card").client
}

/// That nothing of a contact stands in an answer, however it is written.
fn tells_nothing(what: &str, answer: &impl Serialize) {
    let told = serde_json::to_string(answer).expect("an answer is JSON");
    let digits: String = told.replace([' ', '-', '\u{a0}'], "");
    for secret in [
        "secret",
        "345678",
        "345-67",
        "111223",
        "123456",
        "katesecret",
    ] {
        assert!(
            !told.contains(secret) && !digits.contains(secret),
            "{what} tells {secret}: {told}"
        );
    }
}

fn found(q: &str) -> ClientsQuery {
    ClientsQuery {
        q: Some(q.into()),
        ..ClientsQuery::default()
    }
}

both!(contacts_are_told_to_nobody_without_the_right, |app| {
    let desk = Desk::of(app).await;
    let card = kate(app, &desk).await;
    // A change of contacts, for the history.
    let patch = ClientPatch {
        emails: Some(vec![
            "kate.secret@mail.ru".into(),
            "other.secret@ya.ru".into(),
        ]),
        ..ClientPatch::default()
    };
    let changed = desk
        .anna
        .change::<UpdateClient>((card.id,), card.version, patch);
    changed.await.expect("another address");
    let person = unseeing(app).await;

    let seen = person.get::<GetClient>((card.id,)).await.expect("the card");
    tells_nothing("the card", &seen);
    assert!(seen.contacts_hidden);
    let shown: Vec<String> = seen
        .phones
        .iter()
        .map(|phone| phone.display.replace('\u{a0}', " "))
        .collect();
    assert_eq!(shown, ["+7 ••• •••-••-89", "+7 ••• •••-••-33"]);
    let emails: Vec<&str> = seen.emails.iter().map(|it| it.address.as_str()).collect();
    assert_eq!(emails, ["k•••@mail.ru", "o•••@ya.ru"]);
    let own: Vec<&str> = seen.fields.iter().map(|it| it.display.as_str()).collect();
    assert_eq!(own[1..], ["s•••@school.ru", "Новичок"]);

    let columns = ["phone", "email", "fields.mother", "fields.school"];
    let search = ClientSearch {
        columns: columns.map(str::to_owned).into(),
        ..ClientSearch::default()
    };
    let page = person
        .post::<SearchClients>((), search)
        .await
        .expect("rows");
    assert!(page.items[0].cells.iter().all(|cell| cell.contains('•')));
    tells_nothing("a list", &page);
    let timeline = person.list::<ListTimeline>((card.id,), TimelineQuery::default());
    let timeline = timeline.await.expect("the history");
    assert!(timeline.items.iter().any(|entry| !entry.changes.is_empty()));
    tells_nothing("the history", &timeline);
    let tasks = person.list::<ListTasks>((), TasksQuery::default()).await;
    let tasks = tasks.expect("tasks");
    assert!(
        tasks.items[0]
            .client
            .as_ref()
            .expect("of a client")
            .phone_display
            .is_some()
    );
    tells_nothing("tasks", &tasks);
    let day = person.list::<GetMyDay>((), DayQuery::default()).await;
    tells_nothing("the day", &day.expect("a day"));
    let events = person.list::<ListEvents>((), EventsQuery::default()).await;
    tells_nothing("events", &events.expect("events"));
    let brief = person.get::<GetBrief>((card.id,)).await.expect("a brief");
    tells_nothing("the brief", &brief);

    // Whoever has the right sees all of it.
    let whole = desk
        .anna
        .get::<GetClient>((card.id,))
        .await
        .expect("the card");
    assert!(!whole.contacts_hidden);
    assert_eq!(whole.phones[0].number.as_deref(), Some("+79123456789"));
    assert_eq!(whole.messengers[0].address, "katesecret");
});

both!(nobody_finds_by_what_he_does_not_see, |app| {
    let desk = Desk::of(app).await;
    let card = kate(app, &desk).await;
    let person = unseeing(app).await;
    let found_by = async |who: &Person, q: &str| -> Vec<ClientId> {
        let page = who
            .list::<ListClients>((), found(q))
            .await
            .expect("clients");
        page.items.into_iter().map(|client| client.id).collect()
    };
    for typed in [
        "6789",
        "8 912 345",
        "kate.secret@mail.ru",
        "kate.sec",
        "@kate",
        "@7912",
        "@912@",
        "4567",
        "secret@school.ru",
    ] {
        assert_eq!(found_by(&person, typed).await, [], "{typed}");
        let everywhere = SearchQuery {
            q: typed.into(),
            ..SearchQuery::default()
        };
        let hits = person.list::<Search>((), everywhere).await.expect("hits");
        tells_nothing(typed, &hits);
        assert!(hits.clients.is_empty(), "{typed}");
        let tasks = TasksQuery {
            q: Some(typed.into()),
            ..TasksQuery::default()
        };
        let tasks = person.list::<ListTasks>((), tasks).await.expect("tasks");
        assert_eq!(tasks.items.len(), 0, "{typed}");
    }
    for typed in ["6789", "8 912 345", "kate.secret@mail.ru", "4567"] {
        assert_eq!(found_by(&desk.anna, typed).await, [card.id], "{typed}");
    }
    for typed in ["щерб", "новичок"] {
        assert_eq!(found_by(&person, typed).await, [card.id], "{typed}");
    }

    let schema = person.get::<GetClientSchema>(()).await.expect("a schema");
    for field in ["phone", "email", "fields.mother", "fields.school"] {
        let listed = schema.fields.iter().find(|it| it.key == field);
        assert!(listed.is_some_and(|it| !it.filterable && it.operators.is_empty()));
        let filter = Filter::Test {
            field: field.into(),
            is: Operator::Filled,
            values: Vec::new(),
        };
        let search = ClientSearch {
            filter: Some(filter),
            ..ClientSearch::default()
        };
        let refused = person.post::<SearchClients>((), search.clone()).await;
        let refused = refused.expect_err("he cannot ask");
        assert_eq!(refused.code(), Some(Code::ValidationFailed));
        assert_eq!(faults(&refused)["/filter/field"], "unknown_field");
        let asked = desk.anna.post::<SearchClients>((), search).await;
        assert_eq!(asked.expect("rows").items.len(), 1);
    }
});

both!(what_is_not_seen_is_not_overwritten, |app| {
    let desk = Desk::of(app).await;
    let card = kate(app, &desk).await;
    let person = unseeing(app).await;
    let change = async |patch: ClientPatch| {
        let version = desk
            .anna
            .get::<GetClient>((card.id,))
            .await
            .expect("it")
            .version;
        person
            .change::<UpdateClient>((card.id,), version, patch)
            .await
    };
    let own = |key: &str, value: Option<Raw>| ClientPatch {
        fields: Some([(key.to_owned(), value)].into()),
        ..ClientPatch::default()
    };
    for patch in [
        ClientPatch {
            phones: Some(Vec::new()),
            ..ClientPatch::default()
        },
        ClientPatch {
            emails: Some(vec!["k•••@mail.ru".into()]),
            ..ClientPatch::default()
        },
        ClientPatch {
            messengers: Some(Vec::new()),
            ..ClientPatch::default()
        },
        own("mother", None),
        own("school", Some(text("a@b.ru"))),
    ] {
        let refused = change(patch).await.expect_err("it is not his to write");
        assert_eq!(refused.code(), Some(Code::NotAllowed));
        assert_eq!(param(&refused, "permission"), "client.contacts");
    }
    let noted = ClientPatch {
        note: Some(Some("Приходит утром".into())),
        ..ClientPatch::default()
    };
    change(noted).await.expect("a note is");
    change(own("level", Some(text("Опытный"))))
        .await
        .expect("an answer is");
    let other = desk.client("Мария Гончаренко").await;
    let compared = person.get::<CompareClients>((card.id, other.id)).await;
    let refused = compared.expect_err("both cards would be told");
    assert_eq!(param(&refused, "permission"), "client.contacts");

    let after = desk
        .anna
        .get::<GetClient>((card.id,))
        .await
        .expect("the card");
    assert_eq!(after.phones, card.phones);
    assert_eq!(after.emails, card.emails);
    assert_eq!(after.messengers, card.messengers);
});

both!(a_client_is_called_without_seeing_the_number, |app| {
    let desk = Desk::of(app).await;
    let card = kate(app, &desk).await;
    let person = unseeing(app).await;
    let dial = async |who: &Person, place: u32| {
        who.post::<DialClient>((card.id,), Dial { phone: Some(place) })
            .await
    };
    let dialled = dial(&person, 0).await.expect("it is dialled");
    assert_eq!(dialled.address, "tel:+79123456789");
    for (place, why) in [(1, "not_allowed"), (2, "not_found")] {
        let refused = dial(&person, place).await.expect_err("not this one");
        assert_eq!(faults(&refused)["/phone"], why);
    }
    let told = |tx: &mut store::Tx<'_>| tx.described_rows(&[], &[]);
    let log = app.state.db.read(store::Who::System, app.now(), told).await;
    let mut log = log.expect("all rows").remove("audit").unwrap_or_default();
    log.retain(|line| line.contains("client.dialled"));
    assert_eq!(log.len(), 1, "refused calls are no calls");
    assert!(
        log[0].contains(&person.me.id.as_i64().to_string()),
        "{log:?}"
    );
    tells_nothing("the audit log", &log);

    // Sixty an hour: nobody carries the base away one number at a time.
    let mut dialled = 3;
    let refused = loop {
        match dial(&person, 0).await {
            Ok(_) => dialled += 1,
            Err(refused) => break refused,
        }
    };
    assert_eq!((dialled, refused.code()), (60, Some(Code::TooManyRequests)));
    dial(&desk.anna, 0)
        .await
        .expect("others have their own sixty");
});
