//! What happened to a company: its own changes, and what was done with its people.

use std::collections::BTreeSet;

use domain::access::BuiltInRole;
use domain::ids::CompanyId;
use domain::timeline::EntryKind;
use testkit::app::Person;
use testkit::both;
use wire::clients::{CreateClient, Entry, ListTimeline, NewNote, TimelineQuery};
use wire::companies::{
    AddCompanyNote, AddCompanyPerson, ArchiveCompany, CompanyPatch, ListCompanyTimeline,
    NewCompanyPerson, RemoveCompanyPerson, UpdateCompany,
};
use wire::list::Listed;

use super::company;
use crate::desk::{Desk, faults, newcomer, param, phone};

async fn told(person: &Person, id: CompanyId, kinds: &[EntryKind]) -> Vec<Entry> {
    let query = TimelineQuery {
        kind: (!kinds.is_empty()).then(|| Listed(kinds.to_vec())),
        ..TimelineQuery::default()
    };
    let page = person.list::<ListCompanyTimeline>((id,), query).await;
    page.expect("a timeline").items
}

/// Kind, person, member and what it became.
fn lines(entries: &[Entry]) -> Vec<(EntryKind, &str, &str, &str)> {
    let lines = entries.iter().map(|entry| {
        let client = entry.client.as_ref().map_or("", |one| one.name.as_str());
        let change = entry.changes.first();
        (
            entry.kind,
            client,
            change.map_or("", |one| one.member.as_str()),
            change
                .and_then(|one| one.after.as_deref())
                .or(entry.text.as_deref())
                .unwrap_or_default(),
        )
    });
    lines.collect()
}

both!(a_company_tells_what_happened_to_it_and_its_people, |app| {
    let desk = Desk::of(app).await;
    let anna = &desk.anna;
    let school = company(anna, "Школа").await;
    let maria = desk.client("Мария Гончаренко").await;
    let before = told(anna, school.id, &[]).await;
    assert_eq!(
        lines(&before),
        [(EntryKind::CompanyCreated, "", "", "")],
        "nobody of it yet"
    );
    let patch = CompanyPatch {
        name: Some("Школа № 5".into()),
        phones: Some(vec![phone("8 495 123-45-67")]),
        ..CompanyPatch::default()
    };
    let changed = anna.change::<UpdateCompany>((school.id,), school.version, patch);
    changed.await.expect("changed");
    let person = NewCompanyPerson {
        client_id: maria.id,
        role: Some("директор".into()),
        main: true,
    };
    let linked = anna.post::<AddCompanyPerson>((school.id,), person).await;
    let linked = linked.expect("linked");
    let note = |text: &str| NewNote { text: text.into() };
    let noted = anna
        .post::<AddCompanyNote>((school.id,), note(" Договор до мая "))
        .await;
    assert_eq!(
        noted.expect("a note").text.as_deref(),
        Some("Договор до мая")
    );
    let empty = anna.post::<AddCompanyNote>((school.id,), note(" ")).await;
    assert_eq!(faults(&empty.expect_err("empty"))["/text"], "required");

    // What is done with a person of it stands there, too, as in his own history.
    desk.start(maria.id).await.expect("a chain");
    let all = told(anna, school.id, &[]).await;
    let theirs: Vec<&Entry> = all
        .iter()
        .filter(|entry| entry.kind == EntryKind::ChainStarted)
        .collect();
    assert_eq!(theirs.len(), 1);
    assert_eq!(
        theirs[0].client.as_ref().map(|one| one.client_id),
        Some(maria.id)
    );
    let own = [
        EntryKind::CompanyCreated,
        EntryKind::CompanyChanged,
        EntryKind::Note,
    ];
    assert_eq!(
        lines(&told(anna, school.id, &own).await),
        [
            (EntryKind::Note, "", "", "Договор до мая"),
            (
                EntryKind::CompanyChanged,
                "Мария Гончаренко",
                "people",
                "Мария Гончаренко (директор)"
            ),
            (EntryKind::CompanyChanged, "", "name", "Школа № 5"),
            (EntryKind::CompanyCreated, "", "", ""),
        ]
    );
    // The person's own history tells of the link once.
    let of_maria = anna
        .list::<ListTimeline>((maria.id,), TimelineQuery::default())
        .await;
    let of_maria = of_maria.expect("a timeline").items;
    assert!(
        of_maria
            .iter()
            .all(|entry| entry.kind != EntryKind::CompanyChanged && entry.client.is_none())
    );

    // Page by page it is the same.
    let mut ids = BTreeSet::new();
    let mut cursor = None;
    loop {
        let query = TimelineQuery {
            limit: Some(2),
            cursor,
            ..TimelineQuery::default()
        };
        let page = anna.list::<ListCompanyTimeline>((school.id,), query).await;
        let page = page.expect("a page");
        for entry in page.items {
            assert!(ids.insert(entry.id), "an entry came twice");
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(ids.len(), all.len());

    // Who is taken out takes his own history along; that he was there stays.
    let gone = anna
        .post::<RemoveCompanyPerson>((school.id, linked.people[0].id), ())
        .await;
    gone.expect("taken out");
    let after = told(anna, school.id, &[]).await;
    assert!(
        after
            .iter()
            .all(|entry| entry.kind != EntryKind::ChainStarted)
    );
    assert_eq!(after[0].changes[0].member, "people");
    assert_eq!(after[0].changes[0].after, None);
});

both!(a_company_tells_everybody_only_what_he_may_see, |app| {
    let desk = Desk::of(app).await;
    let school = company(&desk.anna, "Школа").await;
    let elsewhere = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[elsewhere]).await;
    let hidden = stranger
        .post::<CreateClient>((), newcomer("Олег Южный"))
        .await;
    let hidden = hidden.expect("a card").client;
    let person = NewCompanyPerson {
        client_id: hidden.id,
        role: None,
        main: false,
    };
    let linked = app
        .owner
        .post::<AddCompanyPerson>((school.id,), person)
        .await;
    let version = linked.expect("linked").version;
    assert_eq!(
        lines(&told(&desk.anna, school.id, &[]).await),
        [(EntryKind::CompanyCreated, "", "", "")]
    );
    let whole = told(&app.owner, school.id, &[]).await;
    assert!(
        lines(&whole).contains(&(
            EntryKind::CompanyChanged,
            "Олег Южный",
            "people",
            "Олег Южный"
        )),
        "{whole:?}"
    );
    let refused = stranger
        .list::<ListCompanyTimeline>((school.id,), TimelineQuery::default())
        .await;
    assert!(refused.is_err(), "out of reach");
    let archive = desk
        .anna
        .change::<ArchiveCompany>((school.id,), version, ());
    archive.await.expect("archived");
    let last = told(&desk.anna, school.id, &[]).await;
    assert_eq!(last[0].changes[0].member, "archived_at");
    let analyst = app.joins(BuiltInRole::Analyst).await;
    let note = NewNote {
        text: "Заметка".into(),
    };
    let refused = analyst.post::<AddCompanyNote>((school.id,), note).await;
    assert_eq!(
        param(&refused.expect_err("no right to notes"), "permission"),
        "client.note"
    );
});
