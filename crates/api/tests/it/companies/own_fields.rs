//! The club's own fields on cards of companies: the same as on those of clients, in a list of their own.

use std::collections::BTreeMap;

use domain::access::{BuiltInRole, Permission, Scope};
use domain::fields::{FieldType, Limits, Raw};
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::companies::{
    ArchiveCompany, Company, CompanyPatch, CreateCompany, GetCompany, NewCompany, UpdateCompany,
};
use wire::dictionaries::{
    ArchiveDictionary, GetDictionary, ListDictionaries, MergeInto, MergeValue,
};
use wire::error::Code;
use wire::events::{EventsQuery, ListEvents};
use wire::own_fields::{
    GetClientFields, GetCompanyFields, OwnFields, OwnFieldsPatch, UpdateClientFields,
    UpdateCompanyFields,
};
use wire::results::FieldEntry;
use wire::staff::{CreateRole, NewRole};

use super::{company, found};
use crate::desk::{Desk, faults, newcomer, param, text};
use crate::merges::{merge, undo};

pub fn field(key: &str, kind: FieldType) -> FieldEntry {
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
    person
        .get::<GetCompanyFields>(())
        .await
        .expect("the fields")
}

pub async fn asks(app: &TestApp, fields: Vec<FieldEntry>) -> OwnFields {
    let patch = OwnFieldsPatch {
        fields: Some(fields),
    };
    let version = form(&app.owner).await.version;
    let changed = app.owner.change::<UpdateCompanyFields>((), version, patch);
    changed.await.expect("the fields")
}

pub fn answers(pairs: &[(&str, Option<Raw>)]) -> CompanyPatch {
    let pairs = pairs.iter();
    CompanyPatch {
        fields: Some(
            pairs
                .map(|(key, raw)| ((*key).to_owned(), raw.clone()))
                .collect(),
        ),
        ..CompanyPatch::default()
    }
}

fn shown(company: &Company) -> BTreeMap<&str, &str> {
    let fields = company.fields.iter();
    fields
        .map(|field| (field.key.as_str(), field.display.as_str()))
        .collect()
}

async fn now(person: &Person, company: &Company) -> Company {
    person
        .get::<GetCompany>((company.id,))
        .await
        .expect("a company")
}

both!(every_type_of_answer_is_kept_shown_and_found, |app| {
    let desk = Desk::of(app).await;
    let directions = desk.preset.dictionaries["directions"];
    let fields = FieldType::ALL.iter().map(|kind| FieldEntry {
        dictionary_id: matches!(kind, FieldType::Dictionary | FieldType::DictionaryMulti)
            .then_some(directions),
        ..field(&format!("f_{kind}"), *kind)
    });
    let stored = asks(app, fields.collect()).await;
    assert_eq!(stored.fields.len(), FieldType::ALL.len());
    let values = desk.anna.get::<GetDictionary>((directions,)).await;
    let values = values.expect("values").values;
    let director = desk.client("Мария Гончаренко").await;
    let [id, other] = [0, 1].map(|place| values[place].id.to_string());
    let new = NewCompany {
        name: "Школа № 5".into(),
        fields: BTreeMap::from([
            ("f_text".into(), text("Договор-77")),
            ("f_long_text".into(), text("Первая\nвторая")),
            ("f_integer".into(), Raw::Integer(420)),
            ("f_decimal".into(), Raw::Decimal(62.5)),
            (
                "f_money".into(),
                Raw::Money(domain::money::Money {
                    amount: 150_000,
                    currency: "RUB".into(),
                }),
            ),
            ("f_boolean".into(), Raw::Boolean(true)),
            ("f_date".into(), text("2026-12-05")),
            ("f_time".into(), text("09:05")),
            ("f_date_time".into(), text("2026-12-05T16:00:00Z")),
            ("f_employee".into(), text(&desk.anna.me.id.to_string())),
            ("f_client".into(), text(&director.id.to_string())),
            ("f_phone".into(), text("8 912 345-67-89")),
            ("f_email".into(), text("Office@School.RU")),
            ("f_url".into(), text("https://school.example/a")),
            ("f_dictionary".into(), text(&id)),
            (
                "f_dictionary_multi".into(),
                Raw::List(vec![other.clone(), id]),
            ),
        ]),
        ..NewCompany::default()
    };
    let saved = desk.anna.post::<CreateCompany>((), new).await;
    let school = saved.expect("a company").company;
    assert_eq!(now(&desk.anna, &school).await.fields, school.fields);
    assert_eq!(school.fields.len(), FieldType::ALL.len());
    let shown = shown(&school);
    let both = format!("{}, {}", values[1].name, values[0].name);
    for (key, expected) in [
        ("f_text", "Договор-77"),
        ("f_decimal", "62,5"),
        ("f_boolean", "да"),
        ("f_time", "09:05"),
        ("f_employee", &desk.anna.me.name),
        ("f_client", "Мария Гончаренко"),
        ("f_email", "Office@school.ru"),
        ("f_dictionary_multi", &both),
    ] {
        assert_eq!(shown.get(key), Some(&expected), "{key}");
    }
    company(&desk.anna, "Фабрика").await;
    for q in ["договор", "420", "345-67-89"] {
        assert_eq!(found(&desk.anna, q).await, ["Школа № 5"], "{q}");
    }
    let saved = desk.anna.change::<UpdateCompany>(
        (school.id,),
        school.version,
        answers(&[("f_integer", Some(Raw::Integer(421))), ("f_text", None)]),
    );
    let school = saved.await.expect("saved").company;
    assert_eq!(school.fields.len(), FieldType::ALL.len() - 1);
    assert_eq!(found(&desk.anna, "421").await, ["Школа № 5"]);
    assert_eq!(found(&desk.anna, "договор").await, [""; 0]);
});

both!(clients_and_companies_have_lists_of_their_own, |app| {
    let desk = Desk::of(app).await;
    let before = desk.anna.get::<GetClientFields>(()).await.expect("fields");
    let stored = asks(app, vec![field("level", FieldType::Integer)]).await;
    let clients = desk.anna.get::<GetClientFields>(()).await.expect("fields");
    assert_eq!(clients, before);
    // One key may be a question of both, and of another type.
    let patch = OwnFieldsPatch {
        fields: Some(vec![field("level", FieldType::Text)]),
    };
    let changed = app
        .owner
        .change::<UpdateClientFields>((), clients.version, patch);
    assert_eq!(changed.await.expect("fields").fields.len(), 1);
    assert_eq!(form(&desk.anna).await, stored);
    // An answer on a client does not hold the companies' field.
    let card = desk.client("Мария Гончаренко").await;
    let patch = wire::clients::ClientPatch {
        fields: Some(BTreeMap::from([("level".to_owned(), Some(text("A1")))])),
        ..Default::default()
    };
    let saved = desk
        .anna
        .change::<wire::clients::UpdateClient>((card.id,), card.version, patch);
    saved.await.expect("saved");
    let school = company(&desk.anna, "Школа").await;
    assert_eq!(school.fields, []);
    let gone = asks(app, Vec::new()).await;
    assert_eq!((gone.fields.len(), gone.removed.len()), (0, 1));
    app.relay().await;
    let query = EventsQuery {
        limit: Some(200),
        ..EventsQuery::default()
    };
    let feed = app.owner.list::<ListEvents>((), query).await;
    let topics: Vec<String> = feed
        .expect("events")
        .items
        .into_iter()
        .map(|event| event.topic)
        .collect();
    for topic in ["client_fields.updated", "company_fields.updated"] {
        assert!(topics.iter().any(|known| known == topic), "{topic}");
    }
});

both!(
    answers_of_companies_are_checked_as_those_of_clients,
    |app| {
        let anna = app.joins(BuiltInRole::Operator).await;
        let required = FieldEntry {
            required: true,
            ..field("contract", FieldType::Text)
        };
        let bounded = FieldEntry {
            limits: Limits {
                max: Some(500),
                ..Limits::default()
            },
            ..field("staff", FieldType::Integer)
        };
        let before = company(&anna, "Старая школа").await;
        asks(app, vec![required, bounded]).await;
        let new = |fields: &[(&str, Raw)]| NewCompany {
            name: "Школа".into(),
            fields: fields
                .iter()
                .map(|(key, raw)| ((*key).to_owned(), raw.clone()))
                .collect(),
            ..NewCompany::default()
        };
        let typed = [("staff", Raw::Integer(501)), ("height", Raw::Integer(3))];
        let refused = anna.post::<CreateCompany>((), new(&typed)).await;
        let refused = faults(&refused.expect_err("faults"));
        assert_eq!(
            refused.keys().collect::<Vec<_>>(),
            ["/fields/contract", "/fields/height", "/fields/staff"]
        );
        assert_eq!(refused["/fields/contract"], "required");
        let typed = [("contract", text("77")), ("staff", Raw::Integer(42))];
        let school = anna.post::<CreateCompany>((), new(&typed)).await;
        let school = school.expect("a company").company;
        let emptied = answers(&[("contract", None)]);
        let refused = anna.change::<UpdateCompany>((school.id,), school.version, emptied);
        let refused = refused.await.expect_err("it must be answered");
        assert_eq!(faults(&refused)["/fields/contract"], "required");
        // One from before is changed without it.
        let patch = answers(&[("staff", Some(Raw::Integer(7)))]);
        let saved = anna.change::<UpdateCompany>((before.id,), before.version, patch);
        let saved = saved.await.expect("saved").company;
        assert_eq!(shown(&saved), BTreeMap::from([("staff", "7")]));
        // What is answered keeps its type.
        let stored = form(&app.owner).await;
        let patch = OwnFieldsPatch {
            fields: Some(vec![
                field("contract", FieldType::Text),
                field("staff", FieldType::Text),
            ]),
        };
        let refused = app
            .owner
            .change::<UpdateCompanyFields>((), stored.version, patch);
        let refused = refused.await.expect_err("answered");
        assert_eq!(
            (refused.code(), param(&refused, "count").as_str()),
            (Some(Code::InUse), "2")
        );
        // Taken off and brought back, the answers are there again.
        asks(app, vec![field("contract", FieldType::Text)]).await;
        assert_eq!(
            shown(&now(&anna, &school).await),
            BTreeMap::from([("contract", "77")])
        );
        asks(
            app,
            vec![
                field("contract", FieldType::Text),
                field("staff", FieldType::Integer),
            ],
        )
        .await;
        assert_eq!(shown(&now(&anna, &school).await)["staff"], "42");
    }
);

both!(two_editors_of_different_members_both_keep_theirs, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    asks(
        app,
        vec![
            field("contract", FieldType::Text),
            field("staff", FieldType::Integer),
        ],
    )
    .await;
    let school = company(&anna, "Школа").await;
    let change =
        |patch: CompanyPatch| anna.change::<UpdateCompany>((school.id,), school.version, patch);
    let note = CompanyPatch {
        note: Some(Some("Каникулы до сентября".into())),
        ..CompanyPatch::default()
    };
    let (contract, staff, noted) = tokio::join!(
        change(answers(&[("contract", Some(text("77")))])),
        change(answers(&[("staff", Some(Raw::Integer(42)))])),
        change(note),
    );
    for saved in [contract, staff, noted] {
        saved.expect("everybody's own member");
    }
    let all = now(&anna, &school).await;
    assert_eq!(
        shown(&all),
        BTreeMap::from([("contract", "77"), ("staff", "42")])
    );
    assert_eq!(all.note.as_deref(), Some("Каникулы до сентября"));
    assert_eq!(all.version, school.version + 3);
    let both = CompanyPatch {
        name: Some("Гимназия".into()),
        ..answers(&[("contract", Some(text("78")))])
    };
    let refused = change(both).await.expect_err("the same field");
    assert_eq!(
        (refused.code(), param(&refused, "changed_fields").as_str()),
        (Some(Code::VersionMismatch), "fields.contract")
    );
    assert_eq!(now(&anna, &school).await, all, "nothing of it was written");
    // Whatever is written to one that was put away meanwhile is worth a second look.
    let archive = anna.change::<ArchiveCompany>((school.id,), all.version, ());
    archive.await.expect("archived");
    let name = CompanyPatch {
        name: Some("Гимназия".into()),
        ..CompanyPatch::default()
    };
    let refused = change(name).await.expect_err("put away");
    assert_eq!(param(&refused, "changed_fields"), "archived_at");
});

both!(contacts_in_own_fields_need_the_right_to_contacts, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    asks(
        app,
        vec![
            field("hotline", FieldType::Phone),
            field("contract", FieldType::Text),
        ],
    )
    .await;
    let new = NewCompany {
        name: "Школа".into(),
        fields: BTreeMap::from([("hotline".into(), text("8 912 345-67-89"))]),
        ..NewCompany::default()
    };
    let school = anna.post::<CreateCompany>((), new).await;
    let school = school.expect("a company").company;
    let grants = [
        (Permission::ClientRead, Scope::Branch),
        (Permission::ClientEdit, Scope::Branch),
    ];
    let role = NewRole {
        name: "Без контактов".into(),
        grants: grants.into_iter().collect(),
        limits: Default::default(),
    };
    let role = app.owner.post::<CreateRole>((), role).await;
    let unseeing = app.joins_as(role.expect("a role").id, &[app.branch]).await;
    let seen = now(&unseeing, &school).await;
    assert!(!shown(&seen)["hotline"].contains("345"), "{seen:?}");
    assert_eq!(found(&unseeing, "345-67-89").await, [""; 0]);
    let patch = answers(&[("hotline", Some(text("8 912 345-67-80")))]);
    let refused = unseeing.change::<UpdateCompany>((school.id,), school.version, patch);
    let refused = refused.await.expect_err("contacts");
    assert_eq!(param(&refused, "permission"), "client.contacts");
    let patch = answers(&[("contract", Some(text("77")))]);
    let saved = unseeing.change::<UpdateCompany>((school.id,), school.version, patch);
    saved.await.expect("another field");
    assert_eq!(
        shown(&now(&anna, &school).await)["hotline"],
        "+7\u{a0}912\u{a0}345-67-89"
    );
});

both!(dictionaries_know_the_companies_that_use_them, |app| {
    let desk = Desk::of(app).await;
    let directions = desk.preset.dictionaries["directions"];
    let used_by = || async {
        let all = app.owner.list::<ListDictionaries>((), ()).await;
        let all = all.expect("dictionaries").items;
        let one = all.iter().find(|one| one.id == directions);
        one.expect("directions").used_by
    };
    let before = used_by().await;
    let interests = FieldEntry {
        dictionary_id: Some(directions),
        ..field("interests", FieldType::DictionaryMulti)
    };
    asks(app, vec![interests]).await;
    assert_eq!(used_by().await, before + 1);
    let list = app.owner.get::<GetDictionary>((directions,)).await;
    let list = list.expect("values");
    let [yoga, dance] = [0, 1].map(|place| list.values[place].clone());
    let school = company(&desk.anna, "Школа").await;
    let patch = answers(&[("interests", Some(Raw::List(vec![yoga.id.to_string()])))]);
    let saved = desk
        .anna
        .change::<UpdateCompany>((school.id,), school.version, patch);
    saved.await.expect("saved");
    let list = app.owner.get::<GetDictionary>((directions,)).await;
    assert_eq!(list.expect("values").values[0].used, yoga.used + 1);
    let into = MergeInto { into: dance.id };
    let merged = app.owner.post::<MergeValue>((yoga.id,), into).await;
    merged.expect("merged");
    assert_eq!(
        shown(&now(&desk.anna, &school).await)["interests"],
        dance.name
    );
    let list = app.owner.get::<GetDictionary>((directions,)).await;
    let version = list.expect("values").version;
    let refused = app
        .owner
        .change::<ArchiveDictionary>((directions,), version, ());
    let refused = refused.await.expect_err("asked on companies");
    assert_eq!(refused.code(), Some(Code::InUse));
    assert!(
        param(&refused, "by").contains("Поле interests"),
        "{refused}"
    );
});

both!(a_merged_person_is_the_answer_of_the_company, |app| {
    let desk = Desk::of(app).await;
    asks(app, vec![field("signs", FieldType::Client)]).await;
    let kept = desk.client("Мария Гончаренко").await;
    let other = desk
        .anna
        .post::<wire::clients::CreateClient>((), newcomer("Маша Гончаренко"))
        .await
        .expect("a card")
        .client;
    let new = NewCompany {
        name: "Школа".into(),
        fields: BTreeMap::from([("signs".into(), text(&other.id.to_string()))]),
        ..NewCompany::default()
    };
    let school = desk.anna.post::<CreateCompany>((), new).await;
    let school = school.expect("a company").company;
    let done = merge(app, kept.id, other.id, None).await.expect("merged");
    let merged = now(&desk.anna, &school).await;
    assert_eq!(
        (&merged.fields[0].value, merged.version),
        (&text(&kept.id.to_string()), school.version + 1)
    );
    undo(app, &done).await.expect("undone");
    let back = now(&desk.anna, &school).await;
    assert_eq!(back.fields[0].value, text(&other.id.to_string()));
    assert_eq!(shown(&back)["signs"], "Маша Гончаренко");
});
