//! What left the house comes back as the same people: exported, taken in by another club, exported there, it is the same file.

use std::collections::BTreeMap;

use client::Client;
use domain::clients::{Messenger, Stage};
use domain::exports::ExportFormat;
use domain::fields::{FieldType, Limits, Raw};
use domain::imports::FileKind;
use domain::money::Money;
use testkit::app::TestApp;
use testkit::both;
use wire::clients::{CreateClient, MessengerContact, NewClient};
use wire::exports::ClientExport;
use wire::own_fields::{GetClientFields, OwnFieldsPatch, UpdateClientFields};
use wire::results::FieldEntry;

use super::{file, text};
use crate::desk::{Desk, newcomer, phone, text as raw};
use crate::imports;

/// Fields of the card of every type that a file can hold.
async fn with_fields(app: &TestApp, desk: &Desk) {
    let kinds = FieldType::ALL
        .iter()
        .filter(|kind| **kind != FieldType::Client);
    let fields = kinds.map(|kind| FieldEntry {
        id: None,
        key: format!("f_{kind}"),
        label: format!("Поле {kind}"),
        kind: *kind,
        required: false,
        help: None,
        limits: Limits::default(),
        dictionary_id: matches!(kind, FieldType::Dictionary | FieldType::DictionaryMulti)
            .then(|| desk.preset.dictionaries["directions"]),
    });
    let patch = OwnFieldsPatch {
        fields: Some(fields.collect()),
    };
    let form = app.owner.get::<GetClientFields>(()).await.expect("fields");
    let changed = app
        .owner
        .change::<UpdateClientFields>((), form.version, patch);
    changed.await.expect("the fields");
}

async fn people(app: &TestApp, desk: &Desk) {
    let direction = desk.value("directions").await;
    let kate = NewClient {
        phones: vec![phone("8 912 345-67-89"), phone("+373 621 12 345")],
        emails: vec!["kate@mail.ru".into(), "k@club.example".into()],
        messengers: vec![
            MessengerContact::new(Messenger::Telegram, "@kate"),
            MessengerContact::new(Messenger::Other, "kate.1990"),
        ],
        birth_date: "1990-12-31".parse().ok(),
        stage: Some(Stage::Client),
        tags: vec!["йога".into(), "утро".into()],
        note: Some("Звонить\nпосле 18:00; \"строго\", не раньше".into()),
        fields: BTreeMap::from([
            ("f_text".into(), raw("=1+1")),
            ("f_long_text".into(), raw("Первая\nвторая")),
            ("f_integer".into(), Raw::Integer(-42)),
            ("f_decimal".into(), Raw::Decimal(62.5)),
            (
                "f_money".into(),
                Raw::Money(Money {
                    amount: 150_050,
                    currency: "RUB".into(),
                }),
            ),
            ("f_boolean".into(), Raw::Boolean(true)),
            ("f_date".into(), raw("2026-12-05")),
            ("f_time".into(), raw("09:05")),
            ("f_date_time".into(), raw("2026-12-05T16:00:00Z")),
            ("f_phone".into(), raw("8 912 345-67-80")),
            ("f_email".into(), raw("other@mail.ru")),
            ("f_url".into(), raw("https://club.example/a")),
            ("f_dictionary".into(), raw(&direction)),
            (
                "f_dictionary_multi".into(),
                Raw::List(vec![direction.clone()]),
            ),
        ]),
        ..newcomer("Щербакова Екатерина Олеговна")
    };
    let plain = NewClient {
        phones: vec![phone("+40 712 034 567")],
        ..newcomer("Șerban")
    };
    let nobody = NewClient {
        surname: Some("Ёлкин-Петров".into()),
        given: Some("Пётр".into()),
        stage: Some(Stage::Former),
        emails: vec!["petr@mail.ru".into()],
        ..NewClient::default()
    };
    for new in [kate, plain, nobody] {
        app.owner
            .post::<CreateClient>((), new)
            .await
            .expect("a card");
    }
}

async fn taken_in(app: &TestApp, api: &Client, name: &str, bytes: &[u8]) {
    let import = imports::sent(api, name, bytes)
        .await
        .expect("a file that is read");
    let kind = match name.rsplit('.').next() {
        Some("xlsx") => FileKind::Xlsx,
        Some("vcf") => FileKind::Vcard,
        _ => FileKind::Text,
    };
    assert_eq!((import.kind, import.rows), (kind, 3), "{name}");
    let headed = import
        .columns
        .iter()
        .filter(|column| column.target.is_none());
    let headed: Vec<_> = headed.filter(|column| !column.samples.is_empty()).collect();
    assert!(headed.is_empty(), "{name}: nobody knows what {headed:?} is");
    let seen = imports::checked(app, api, import.id).await;
    let rows = imports::rows(api, import.id, None).await;
    let said: Vec<_> = rows.iter().map(imports::faults).collect();
    assert_eq!(seen.plans.new, 3, "{name}: {said:?}");
    imports::ran(app, api, import.id).await;
}

/// What of a file may differ between two clubs: the ids of cards.
fn without_ids(text: &str) -> Vec<&str> {
    let lines = text.split("\r\n");
    lines.filter(|line| !line.starts_with("UID")).collect()
}

both!(what_is_exported_is_imported_as_the_same_people, |app| {
    let desk = Desk::of(app).await;
    with_fields(app, &desk).await;
    people(app, &desk).await;
    for (format, language) in [
        (ExportFormat::Csv, "ru"),
        (ExportFormat::Csv, "en"),
        (ExportFormat::Csv, "ro"),
        (ExportFormat::Xlsx, "ru"),
        (ExportFormat::Xlsx, "ro"),
        (ExportFormat::Vcard, "ru"),
        (ExportFormat::Outlook, "en"),
    ] {
        let other = TestApp::start(testkit::sqlite::database()).await;
        let there = Desk::of(&other).await;
        with_fields(&other, &there).await;
        for club in [app, &other] {
            club.owner.api.set_language(Some(language.into()));
        }
        let export = ClientExport::of(format);
        let name = format!("clients.{}", format.ending());
        let bytes = file(&app.owner, &export).await;
        taken_in(&other, &other.owner, &name, &bytes).await;
        // A workbook says when it was made: its rows are compared as text.
        let compared = match format {
            ExportFormat::Xlsx => ClientExport::of(ExportFormat::Csv),
            _ => export,
        };
        let (here, there) = (
            text(&app.owner, &compared).await,
            text(&other.owner, &compared).await,
        );
        assert_eq!(
            without_ids(&here),
            without_ids(&there),
            "{format} {language}"
        );
        other.finish().await;
    }
});
