//! Lists of companies: filters over every field, columns, and files with the same rows.

use domain::access::{BuiltInRole, Permission, Scope};
use domain::exports::ExportFormat;
use domain::fields::{FieldType, Raw};
use domain::filters::parse;
use testkit::app::Person;
use testkit::both;
use wire::companies::{
    AddCompanyPerson, CompaniesQuery, CompanyPatch, CompanyRow, CreateCompany, ListCompanies,
    NewCompany, NewCompanyPerson, UpdateCompany,
};
use wire::error::Code;
use wire::exports::{CompanyExport, ExportCompanies};
use wire::list::Listed;
use wire::own_fields::GetCompanySchema;
use wire::staff::{CreateRole, NewRole};

use super::company;
use super::own_fields::{answers, asks, field};
use crate::desk::{Desk, faults, phone};
use crate::exports::sent_by;

fn by(line: &str) -> CompaniesQuery {
    CompaniesQuery {
        filter: (!line.is_empty()).then(|| line.to_owned()),
        include_total: Some(true),
        ..CompaniesQuery::default()
    }
}

async fn listed(person: &Person, query: CompaniesQuery) -> Vec<CompanyRow> {
    let shown = format!("{query:?}");
    let page = person.list::<ListCompanies>((), query).await;
    let page = page.unwrap_or_else(|failure| panic!("{shown}: {failure}"));
    if let Some(total) = page.total {
        assert_eq!(total.count as usize, page.items.len(), "{shown}");
    }
    page.items
}

async fn names(person: &Person, line: &str) -> Vec<String> {
    let rows = listed(person, by(line)).await.into_iter();
    rows.map(|row| row.name).collect()
}

async fn file(person: &Person, export: &CompanyExport) -> String {
    let sent = sent_by::<ExportCompanies>(&person.api, export).await;
    let sent = sent.unwrap_or_else(|failure| panic!("{failure}: {:?}", faults(&failure)));
    String::from_utf8(sent.body).expect("UTF-8")
}

fn csv(columns: &[&str]) -> CompanyExport {
    CompanyExport {
        columns: Some(columns.iter().map(|key| (*key).to_owned()).collect()),
        ..CompanyExport::of(ExportFormat::Csv)
    }
}

fn keys(of: &[&str]) -> Option<Listed<String>> {
    Some(Listed(of.iter().map(|key| (*key).to_owned()).collect()))
}

both!(companies_are_filtered_by_every_field, |app| {
    let desk = Desk::of(app).await;
    let anna = &desk.anna;
    let size = field("size", FieldType::Integer);
    let term = field("term", FieldType::Date);
    asks(app, vec![size, term]).await;
    let school = NewCompany {
        name: "Школа № 5 «Ёлочка»".into(),
        legal_name: Some("МБОУ СОШ № 5".into()),
        tax_id: Some("7707 083893".into()),
        phones: vec![phone("8 495 123-45-67"), phone("8 912 345-67-89")],
        emails: vec!["office@school5.example".into()],
        address: Some("Садовая, 5".into()),
        site: Some("school5.example".into()),
        note: Some("Звонить завучу".into()),
        tags: vec!["Договор".into(), "школа 100%".into()],
        ..NewCompany::default()
    };
    let school = anna.post::<CreateCompany>((), school).await;
    let school = school.expect("a school").company;
    let office = NewCompany {
        name: "Офис Ромашка".into(),
        tax_id: Some("AB-12".into()),
        tags: vec!["договор истёк".into()],
        responsible_id: Some(app.owner.me.id),
        ..NewCompany::default()
    };
    let office = anna.post::<CreateCompany>((), office).await;
    let office = office.expect("an office").company;
    let answered = answers(&[
        ("size", Some(Raw::Integer(40))),
        ("term", Some(Raw::Text("2027-05-31".into()))),
    ]);
    let saved = anna.change::<UpdateCompany>((school.id,), school.version, answered);
    saved.await.expect("answers");

    let (first, second, neither) = ("Школа № 5 «Ёлочка»", "Офис Ромашка", "");
    let both = "both";
    let branch = school.branch_id;
    let owner = app.owner.me.id;
    let cases: Vec<(String, &str)> = vec![
        (String::new(), both),
        ("name.has:елочка".into(), first),
        ("name.begins:ОФИС".into(), second),
        ("name:\"офис ромашка\"".into(), second),
        ("name.not:\"офис ромашка\"".into(), first),
        ("legal_name.filled".into(), first),
        ("legal_name.lacks:мбоу".into(), second),
        ("tax_id.has:083893".into(), first),
        ("tax_id:7707083893".into(), first),
        ("tax_id.begins:ab12".into(), second),
        ("phone.has:912345".into(), first),
        ("phone.begins:7495".into(), first),
        ("phone.empty".into(), second),
        ("phone.lacks:999".into(), both),
        ("email:office@school5.example".into(), first),
        ("email.has:school".into(), first),
        ("email.lacks:school".into(), second),
        ("email:school5.example".into(), neither),
        ("address.has:садов".into(), first),
        ("site.filled".into(), first),
        ("note.has:завуч".into(), first),
        ("tag:договор".into(), first),
        ("tag:договор,\"ДОГОВОР ИСТЁК\"".into(), both),
        ("tag.not:\"договор истёк\"".into(), first),
        ("tag:\"школа 100%\"".into(), first),
        ("tag:\"школа 100_\"".into(), neither),
        (format!("branch:{branch}"), both),
        (format!("branch.not:{branch}"), neither),
        (format!("responsible:{owner}"), second),
        ("responsible:me".into(), first),
        ("created_at:today".into(), both),
        ("created_at.to:today-1".into(), neither),
        ("fields.size.from:40".into(), first),
        ("fields.size.to:39".into(), neither),
        ("fields.size.empty".into(), second),
        ("fields.term.between:2027-05-01,2027-05-31".into(), first),
        ("(tag:договор|name.has:ромашка);phone.filled".into(), first),
        ("(tag:договор|name.has:ромашка)".into(), both),
    ];
    for (line, found) in cases {
        let expected = match found {
            "both" => vec![second, first],
            "" => vec![],
            name => vec![name],
        };
        assert_eq!(names(anna, &line).await, expected, "{line}");
        if line == "responsible:me" {
            continue;
        }
        let export = CompanyExport {
            filter: parse(&line),
            ..csv(&["name"])
        };
        let file = file(&app.owner, &export).await;
        let rows: Vec<&str> = file.lines().skip(1).collect();
        assert_eq!(rows, expected, "the file of {line}");
    }
    assert!(office.tags.contains(&"договор истёк".to_owned()));

    for line in [
        "stage:lead",
        "people.filled",
        "contact.has:a",
        "name.empty",
        "branch:cli_0000000000001",
        "fields.term.from:soon",
        "name",
        "((",
    ] {
        let refused = anna.list::<ListCompanies>((), by(line)).await;
        let refused = refused.expect_err("no filter of companies");
        assert_eq!(refused.code(), Some(Code::InvalidParameter), "{line}");
    }
});

both!(columns_say_what_stands_on_the_card, |app| {
    let desk = Desk::of(app).await;
    asks(app, vec![field("size", FieldType::Integer)]).await;
    let new = NewCompany {
        name: "Школа".into(),
        phones: vec![phone("8 495 123-45-67")],
        tags: vec!["договор".into()],
        ..NewCompany::default()
    };
    let school = desk.anna.post::<CreateCompany>((), new).await;
    let school = school.expect("a school").company;
    let maria = desk.client("Мария Гончаренко").await;
    let person = NewCompanyPerson {
        client_id: maria.id,
        role: Some("директор".into()),
        main: true,
    };
    let linked = desk
        .anna
        .post::<AddCompanyPerson>((school.id,), person)
        .await;
    let version = linked.expect("linked").version;
    let answered = answers(&[("size", Some(Raw::Integer(40)))]);
    let saved = desk
        .anna
        .change::<UpdateCompany>((school.id,), version, answered);
    saved.await.expect("an answer");
    company(&desk.anna, "Офис").await;

    let asked = ["phone", "fields.size", "contact", "people", "tag", "site"];
    let query = CompaniesQuery {
        columns: keys(&asked),
        ..by("")
    };
    let rows = listed(&desk.anna, query).await;
    assert_eq!(rows[0].cells, ["", "", "", "", "", ""]);
    let cells: Vec<String> = rows[1]
        .cells
        .iter()
        .map(|it| it.replace('\u{a0}', " "))
        .collect();
    assert_eq!(
        cells,
        [
            "+7 495 123-45-67",
            "40",
            "Мария Гончаренко (директор)",
            "1",
            "договор",
            ""
        ]
    );
    assert!(listed(&desk.anna, by("")).await[0].cells.is_empty());
    let unknown = CompaniesQuery {
        columns: keys(&["name", "stage"]),
        ..by("")
    };
    let refused = desk.anna.list::<ListCompanies>((), unknown).await;
    assert_eq!(
        refused.expect_err("no such column").code(),
        Some(Code::InvalidParameter)
    );

    let owner = &app.owner;
    owner.api.set_language(Some("ru".into()));
    assert_eq!(
        file(
            owner,
            &csv(&["name", "fields.size", "people", "tag", "phone"])
        )
        .await,
        "Название,Поле size,Людей,Теги,Телефон\r\n\
        Офис,,0,,\r\n\
        Школа,40,1,договор,+7 495 123-45-67\r\n"
    );
    // A cell that would be a formula is none.
    let tags = CompanyPatch {
        tags: Some(vec!["=1+1".into()]),
        ..CompanyPatch::default()
    };
    let now = listed(&desk.anna, by("name:школа")).await;
    let version = desk
        .anna
        .get::<wire::companies::GetCompany>((now[0].id,))
        .await
        .expect("a card")
        .version;
    let saved = desk
        .anna
        .change::<UpdateCompany>((school.id,), version, tags);
    saved.await.expect("a tag");
    let file_of_tags = file(owner, &csv(&["tag"])).await;
    assert_eq!(file_of_tags, "Теги\r\n\"\"\r\n'=1+1\r\n");
    // Nothing named: everything on the card.
    let whole = file(owner, &CompanyExport::of(ExportFormat::Csv)).await;
    assert!(
        whole.starts_with("Название,Юр. название,ИНН,Телефон,E-mail,Адрес,Сайт,Контакт,Людей,"),
        "{whole}"
    );
    assert!(
        whole
            .lines()
            .next()
            .is_some_and(|line| line.ends_with(",Поле size"))
    );
    for (export, pointer, fault) in [
        (
            CompanyExport::of(ExportFormat::Vcard),
            "/format",
            "not_allowed",
        ),
        (csv(&[]), "/columns", "required"),
        (csv(&["name", "stage"]), "/columns/1", "unknown_field"),
        (
            CompanyExport {
                sort: Some("next_due".into()),
                ..csv(&["name"])
            },
            "/sort",
            "wrong_type",
        ),
        (
            CompanyExport {
                filter: parse("stage:lead"),
                ..csv(&["name"])
            },
            "/filter/field",
            "unknown_field",
        ),
    ] {
        let refused = sent_by::<ExportCompanies>(&owner.api, &export).await;
        let refused = refused.expect_err("a fault");
        assert_eq!(faults(&refused)[pointer], fault, "{pointer}");
    }
});

both!(a_list_and_a_file_have_the_rows_that_a_role_reaches, |app| {
    let desk = Desk::of(app).await;
    let north = app.another_branch("Север", "Asia/Yekaterinburg").await;
    company(&desk.anna, "Здешняя").await;
    let there = NewCompany {
        name: "Северная".into(),
        branch_id: Some(north),
        phones: vec![phone("8 912 345-67-89")],
        ..NewCompany::default()
    };
    let there = app.owner.post::<CreateCompany>((), there).await;
    there.expect("a company");
    let manager = app.joins_in(BuiltInRole::Manager, &[north]).await;
    assert_eq!(names(&manager, "").await, ["Северная"]);
    assert_eq!(names(&manager, "name.has:здешняя").await, [""; 0]);
    assert_eq!(
        file(&manager, &csv(&["name"]))
            .await
            .lines()
            .skip(1)
            .collect::<Vec<_>>(),
        ["Северная"]
    );
    assert_eq!(names(&app.owner, "").await, ["Здешняя", "Северная"]);

    // Who may not see contacts cannot ask about them, and takes them away in part.
    let grants = [
        (Permission::ClientRead, Scope::All),
        (Permission::ClientExport, Scope::All),
    ];
    let role = NewRole {
        name: "Без контактов".into(),
        grants: grants.into_iter().collect(),
        limits: Default::default(),
    };
    let role = app.owner.post::<CreateRole>((), role).await;
    let role = role.expect("a role").id;
    let unseeing = app.joins_as(role, &[north]).await;
    let refused = unseeing
        .list::<ListCompanies>((), by("phone.has:912345"))
        .await;
    assert_eq!(
        refused.expect_err("he cannot ask").code(),
        Some(Code::InvalidParameter)
    );
    let schema = unseeing
        .get::<GetCompanySchema>(())
        .await
        .expect("a schema");
    let is_asked = |key: &str| {
        let listed = schema.fields.iter().find(|field| field.key == key);
        listed.is_some_and(|field| field.filterable)
    };
    assert!(!is_asked("phone") && !is_asked("people") && is_asked("tag"));
    let file = file(&unseeing, &csv(&["name", "phone"])).await;
    assert!(
        file.contains("Северная,") && !file.contains("345-67"),
        "{file}"
    );
});
