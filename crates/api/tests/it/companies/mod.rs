//! Companies and their people.

mod history;
mod lists;
pub mod own_fields;
mod people;

use domain::access::BuiltInRole;
use testkit::app::Person;
use testkit::both;
use wire::companies::{
    ArchiveCompany, CompaniesQuery, Company, CompanyPatch, CreateCompany, GetCompany,
    ListCompanies, NewCompany, RestoreCompany, UpdateCompany,
};
use wire::error::Code;
use wire::search::{Search, SearchQuery};

use crate::desk::{faults, phone};

pub async fn company(person: &Person, name: &str) -> Company {
    let new = NewCompany {
        name: name.into(),
        ..NewCompany::default()
    };
    let saved = person.post::<CreateCompany>((), new).await;
    saved.expect("a company").company
}

async fn found(person: &Person, q: &str) -> Vec<String> {
    let query = CompaniesQuery {
        q: Some(q.into()),
        ..CompaniesQuery::default()
    };
    let page = person.list::<ListCompanies>((), query).await;
    let items = page.expect("a list").items.into_iter();
    let names: Vec<String> = items.map(|company| company.name).collect();
    if q.is_empty() {
        return names;
    }
    // The search over everything finds the same ones.
    let query = SearchQuery {
        q: q.into(),
        limit: Some(20),
    };
    let everything = person.list::<Search>((), query).await.expect("a search");
    let companies = everything.companies.into_iter();
    assert_eq!(companies.map(|one| one.name).collect::<Vec<_>>(), names);
    names
}

both!(a_company_is_made_found_and_changed, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    let new = NewCompany {
        name: "Школа № 5".into(),
        legal_name: Some("МБОУ СОШ № 5".into()),
        tax_id: Some("7707 083893".into()),
        phones: vec![phone("8 495 123-45-67")],
        emails: vec!["office@school5.example".into()],
        site: Some("school5.example".into()),
        tags: vec!["договор".into()],
        ..NewCompany::default()
    };
    let saved = anna.post::<CreateCompany>((), new).await.expect("saved");
    let school = saved.company;
    assert_eq!(saved.same, []);
    assert_eq!(school.site.as_deref(), Some("https://school5.example"));
    assert_eq!(school.phones[0].number.as_deref(), Some("+74951234567"));
    assert_eq!(
        school.responsible.as_ref().map(|one| one.id),
        Some(anna.me.id)
    );
    company(&anna, "Фабрика игрушек").await;

    for q in [
        "школа",
        "irjkf",
        "сош",
        "7707083893",
        "123-45-67",
        "office",
        "договор",
    ] {
        assert_eq!(found(&anna, q).await, ["Школа № 5"], "{q}");
    }
    assert_eq!(found(&anna, "").await, ["Фабрика игрушек", "Школа № 5"]);
    assert_eq!(found(&anna, "школа фабрика").await, [""; 0]);

    let patch = CompanyPatch {
        name: Some("Школа № 55".into()),
        tax_id: Some(None),
        phones: Some(Vec::new()),
        ..CompanyPatch::default()
    };
    let changed = anna
        .change::<UpdateCompany>((school.id,), school.version, patch.clone())
        .await;
    let changed = changed.expect("changed").company;
    assert_eq!(changed.version, school.version + 1);
    assert_eq!((changed.tax_id.as_deref(), changed.phones.len()), (None, 0));
    assert_eq!(found(&anna, "7707083893").await, [""; 0]);
    let again = anna
        .change::<UpdateCompany>((school.id,), changed.version, patch.clone())
        .await;
    assert_eq!(again.expect("the same").company.version, changed.version);
    let stale = anna
        .change::<UpdateCompany>((school.id,), school.version, patch)
        .await;
    assert_eq!(
        stale.expect_err("stale").code(),
        Some(Code::VersionMismatch)
    );

    let archived = anna
        .change::<ArchiveCompany>((school.id,), changed.version, ())
        .await;
    archived.expect("archived");
    assert_eq!(found(&anna, "").await, ["Фабрика игрушек"]);
    let back = anna.post::<RestoreCompany>((school.id,), ()).await;
    assert_eq!(back.expect("back").archived_at, None);
    assert_eq!(found(&anna, "55").await, ["Школа № 55"]);
});

both!(one_that_is_there_already_is_named, |app| {
    let owner = &app.owner;
    let first = NewCompany {
        name: "Школа № 5".into(),
        tax_id: Some("77-07 083893".into()),
        ..NewCompany::default()
    };
    let first = owner
        .post::<CreateCompany>((), first)
        .await
        .expect("saved")
        .company;
    for (name, tax_id, known) in [
        ("школа №  5", None, true),
        ("Гимназия", Some("7707083893"), true),
        ("Лицей", Some("1"), false),
    ] {
        let new = NewCompany {
            name: name.into(),
            tax_id: tax_id.map(str::to_owned),
            ..NewCompany::default()
        };
        let saved = owner.post::<CreateCompany>((), new).await.expect("saved");
        let named = saved.same.iter().any(|same| same.company_id == first.id);
        assert_eq!(named, known, "{name}");
    }
});

both!(what_is_typed_wrong_is_said_at_its_field, |app| {
    let new = NewCompany {
        name: " ".into(),
        tax_id: Some("7".repeat(41)),
        phones: vec![phone("12")],
        emails: vec!["nobody".into()],
        site: Some("javascript:alert(1)".into()),
        ..NewCompany::default()
    };
    let refused = app.owner.post::<CreateCompany>((), new).await;
    let refused = refused.expect_err("refused");
    let named: Vec<String> = faults(&refused).into_keys().collect();
    assert_eq!(
        named,
        [
            "/emails/0/address",
            "/name",
            "/phones/0/number",
            "/site",
            "/tax_id"
        ]
    );
});

both!(companies_are_within_the_reach_of_clients, |app| {
    let school = company(&app.owner, "Школа").await;
    let coach = app.joins(BuiltInRole::Coach).await;
    assert_eq!(found(&coach, "").await, [""; 0]);
    let missing = coach.get::<GetCompany>((school.id,)).await;
    assert_eq!(
        missing.expect_err("out of reach").code(),
        Some(Code::NotFound)
    );
    let patch = CompanyPatch {
        responsible_id: Some(Some(coach.me.id)),
        phones: Some(vec![phone("89161234567")]),
        ..CompanyPatch::default()
    };
    let given = app
        .owner
        .change::<UpdateCompany>((school.id,), school.version, patch);
    given.await.expect("given");
    // His own now; but whoever has no right to contacts sees their ends only, and does not find by them.
    let seen = coach
        .get::<GetCompany>((school.id,))
        .await
        .expect("his own");
    assert!(seen.contacts_hidden && seen.phones[0].number.is_none());
    assert_eq!(found(&coach, "школа").await, ["Школа"]);
    assert_eq!(found(&coach, "89161234567").await, [""; 0]);
});

both!(a_long_list_comes_in_pages, |app| {
    for number in 0..7 {
        company(&app.owner, &format!("Офис {number}")).await;
    }
    for sort in ["name", "-created_at"] {
        let (mut names, mut cursor) = (Vec::new(), None);
        loop {
            let query = CompaniesQuery {
                sort: Some(sort.into()),
                limit: Some(3),
                cursor,
                include_total: Some(true),
                ..CompaniesQuery::default()
            };
            let page = app
                .owner
                .list::<ListCompanies>((), query)
                .await
                .expect("a page");
            assert_eq!(page.total.map(|total| total.count), Some(7));
            names.extend(page.items.into_iter().map(|one| one.name));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let mut expected: Vec<String> = (0..7).map(|number| format!("Офис {number}")).collect();
        if sort != "name" {
            expected.reverse();
        }
        assert_eq!(names, expected, "{sort}");
    }
    let query = CompaniesQuery {
        sort: Some("-name".into()),
        ..CompaniesQuery::default()
    };
    let refused = app.owner.list::<ListCompanies>((), query).await;
    assert_eq!(refused.expect_err("refused").status(), Some(400));
});
