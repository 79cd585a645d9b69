//! Files of companies go the way of files of clients: read, rehearsed, taken in and taken back.

mod back;

use std::collections::BTreeMap;

use domain::access::{BuiltInRole, Permission, Scope};
use domain::clients::Stage;
use domain::fields::FieldType;
use domain::imports::{ColumnTarget, ImportState, ListSubject, Matched, Plan, RowDecision};
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::companies::{
    ArchiveCompany, CompaniesQuery, Company, CreateCompany, GetCompany, ListCompanies, NewCompany,
};
use wire::error::Code;
use wire::imports::{
    CreateImportField, GetImportErrors, Import, ImportPatch, ImportRow, ImportRowPatch,
    ListImportMappings, NewImportField, NewMapping, Rules, RunImport, RunRequest,
    SaveImportMapping, UpdateImportRow,
};
use wire::own_fields::GetCompanyFields;

use super::{
    checked, faults, listed, pasted, pasted_of, patched, plans, ran, rows, ruled, sent_as, undone,
};
use crate::companies::own_fields::{asks, field};
use crate::desk::{Desk, phone};

async fn pasted_companies(api: &client::Client, text: &str) -> Import {
    pasted_of(api, ListSubject::Companies, text).await
}

async fn added(person: &Person, new: NewCompany) -> Company {
    let saved = person.post::<CreateCompany>((), new).await;
    saved.expect("a company").company
}

fn named(name: &str) -> NewCompany {
    NewCompany {
        name: name.into(),
        ..NewCompany::default()
    }
}

async fn names(api: &Person) -> Vec<String> {
    let query = CompaniesQuery {
        limit: Some(200),
        ..CompaniesQuery::default()
    };
    let page = api.list::<ListCompanies>((), query).await;
    let items = page.expect("companies").items.into_iter();
    items.map(|company| company.name).collect()
}

async fn shown(api: &Person, row: &ImportRow) -> Company {
    let id = row.company.as_ref().expect("a company").id;
    api.get::<GetCompany>((id,)).await.expect("a company")
}

fn not_allowed(pointer: &str) -> BTreeMap<String, &'static str> {
    BTreeMap::from([(pointer.to_owned(), "not_allowed")])
}

async fn overwriting(api: &client::Client, import: &Import) -> Import {
    let rules = Rules {
        existing: Matched::Overwrite,
        ..import.rules.clone()
    };
    ruled(api, import, rules).await
}

both!(a_file_of_companies_becomes_companies, |app| {
    let owner = &app.owner;
    asks(app, vec![field("seats", FieldType::Integer)]).await;
    let import = pasted_companies(
        owner,
        "Компания\tЮр. название\tИНН\tТелефон\tE-mail\tАдрес\tСайт\tТеги\tПримечание\tПоле seats\n\
        Школа № 5\tМБОУ СОШ № 5\t7707 083893\t8 495 123-45-67, 8 912 345 67 89\toffice@school5.example\tЛенина, 5\tschool5.example\tдоговор, школа\tзвонить утром\t420\n\
        Фабрика игрушек\t\t\t\t\t\t\t\t\t",
    )
    .await;
    assert_eq!(import.subject, ListSubject::Companies);
    let targets = import.columns.iter().map(|column| column.target.clone());
    assert_eq!(
        targets.collect::<Vec<_>>(),
        [
            Some(ColumnTarget::Name),
            Some(ColumnTarget::LegalName),
            Some(ColumnTarget::TaxId),
            Some(ColumnTarget::Phone),
            Some(ColumnTarget::Email),
            Some(ColumnTarget::Address),
            Some(ColumnTarget::Site),
            Some(ColumnTarget::Tags),
            Some(ColumnTarget::Note),
            Some(ColumnTarget::Field("seats".into())),
        ]
    );
    let seen = checked(app, owner, import.id).await;
    assert_eq!((seen.plans.new, seen.plans.faulty), (2, 0));
    let done = ran(app, owner, import.id).await;
    assert_eq!(done.fates.created, 2);
    let made = rows(owner, import.id, None).await;
    assert!(made[0].client.is_none());
    let school = shown(owner, &made[0]).await;
    assert_eq!(school.legal_name.as_deref(), Some("МБОУ СОШ № 5"));
    assert_eq!(school.tax_id.as_deref(), Some("7707 083893"));
    assert_eq!(school.phones.len(), 2);
    assert_eq!(school.phones[0].number.as_deref(), Some("+74951234567"));
    assert_eq!(school.address.as_deref(), Some("Ленина, 5"));
    assert_eq!(school.site.as_deref(), Some("https://school5.example"));
    assert_eq!(school.tags, ["договор", "школа"]);
    assert_eq!(school.note.as_deref(), Some("звонить утром"));
    assert_eq!(school.fields[0].display, "420");
    assert_eq!(
        school.responsible.as_ref().map(|one| one.id),
        Some(owner.me.id)
    );
    // Both kinds stand in one list.
    pasted(owner, "ФИО\tТелефон\nАнна Мельник\t89123000001").await;
    let subjects = listed(owner).await.into_iter().map(|one| one.subject);
    assert_eq!(
        subjects.collect::<Vec<_>>(),
        [ListSubject::Clients, ListSubject::Companies]
    );
});

both!(headers_are_known_in_three_languages, |app| {
    let owner = &app.owner;
    for header in [
        "Организация\tЮридическое название\tНалоговый номер\tЮридический адрес\tСайт\tОтветственный\tФилиал",
        "Company\tLegal name\tVAT\tAddress\tWebsite\tResponsible\tBranch",
        "Denumirea\tDenumirea juridică\tCod fiscal\tAdresa\tPagina web\tResponsabil\tFiliala",
    ] {
        let import = pasted_companies(owner, &format!("{header}\nA\tB\tC\tD\tE\tF\tG")).await;
        let targets = import.columns.iter().map(|column| column.target.clone());
        assert_eq!(
            targets
                .flatten()
                .map(|it| it.to_string())
                .collect::<Vec<_>>(),
            [
                "name",
                "legal_name",
                "tax_id",
                "address",
                "site",
                "responsible",
                "branch"
            ],
            "{header}"
        );
    }
    // A card of somebody who stands for a company is the company's.
    let card = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Miller\nORG:Toy Factory;Sales\nTEL:+79123000001\nADR:;;5 Main St;Omsk;;644000;Russia\nURL:https://toys.example\nEND:VCARD";
    let sent = sent_as(owner, ListSubject::Companies, "cards.vcf", card.as_bytes()).await;
    let sent = sent.expect("an import");
    checked(app, owner, sent.id).await;
    ran(app, owner, sent.id).await;
    let company = shown(owner, &rows(owner, sent.id, None).await[0]).await;
    assert_eq!(company.name, "Toy Factory");
    assert_eq!(
        company.address.as_deref(),
        Some("5 Main St, Omsk, 644000, Russia")
    );
    assert_eq!(company.site.as_deref(), Some("https://toys.example"));
});

both!(
    a_row_meets_a_company_by_its_number_else_by_its_name,
    |app| {
        let owner = &app.owner;
        let with_tax = |name: &str, tax: &str| NewCompany {
            tax_id: Some(tax.into()),
            ..named(name)
        };
        let school = added(owner, with_tax("Школа № 5", "7707083893")).await;
        let toys = added(owner, named("Фабрика «Игрушка»")).await;
        added(owner, named("Кафе")).await;
        added(owner, named("КАФЕ")).await;
        let import = pasted_companies(
            owner,
            "Компания\tИНН\tАдрес\n\
        Пятая школа\t7707-083893\tЛенина, 5\n\
        фабрика \"Игрушка\"\t500100732259\tМира, 1\n\
        Школа № 5\t5001007322\tЛенина, 6\n\
        Кафе\t\tМира, 2\n\
        Школа имени Пятого\t7707083893\t\n\
        Цирк\t1234567890\t\n\
        Цирк шапито\t12 3456-7890\t\n\
        ЦИРК\t\t",
        )
        .await;
        let seen = checked(app, owner, import.id).await;
        assert_eq!(
            plans(owner, import.id).await,
            [
                Plan::Change,
                Plan::Change,
                // Another number is another company, whatever it is called.
                Plan::New,
                Plan::Conflict,
                Plan::Double,
                Plan::New,
                Plan::Double,
                Plan::Double,
            ]
        );
        assert_eq!(
            (
                seen.plans.new,
                seen.plans.change,
                seen.plans.conflict,
                seen.plans.double
            ),
            (2, 2, 1, 3)
        );
        let found = rows(owner, import.id, None).await;
        let met = |row: &ImportRow| row.company.as_ref().map(|one| one.id);
        assert_eq!(
            (met(&found[0]), met(&found[1])),
            (Some(school.id), Some(toys.id))
        );
        assert_eq!(found[3].companies.len(), 2);
        assert_eq!(
            (found[4].same_as, found[6].same_as, found[7].same_as),
            (Some(2), Some(7), Some(7))
        );
        let errors = owner
            .get::<GetImportErrors>((import.id,))
            .await
            .expect("a file");
        assert!(
            errors
                .file
                .contains("Та же компания, что в\u{a0}строке\u{a0}2"),
            "{}",
            errors.file
        );
        // Somebody says which one it is; a card of a client is none.
        let chosen = found[3].companies[1].clone();
        let decide = |decision: RowDecision| {
            let patch = ImportRowPatch {
                decision: Some(Some(decision)),
                ..ImportRowPatch::default()
            };
            owner.post::<UpdateImportRow>((import.id, 5), patch)
        };
        let row = decide(RowDecision::Company {
            company_id: chosen.id,
        })
        .await
        .expect("decided");
        assert_eq!((row.plan, met(&row)), (Some(Plan::Change), Some(chosen.id)));
        let desk = Desk::of(app).await;
        let client = desk.client("Мария Гончаренко").await;
        let refused = decide(RowDecision::Card {
            client_id: client.id,
        })
        .await;
        assert_eq!(refused.expect_err("a client").status(), Some(422));
        // What is filled in: the number and the address; the name stays.
        ran(app, owner, import.id).await;
        let now = owner
            .get::<GetCompany>((school.id,))
            .await
            .expect("a company");
        assert_eq!(
            (now.name.as_str(), now.address.as_deref()),
            ("Школа № 5", Some("Ленина, 5"))
        );
        let now = owner
            .get::<GetCompany>((toys.id,))
            .await
            .expect("a company");
        assert_eq!(now.tax_id.as_deref(), Some("500100732259"));
    }
);

both!(the_rules_for_those_that_are_there, |app| {
    let owner = &app.owner;
    let school = NewCompany {
        tax_id: Some("7707083893".into()),
        address: Some("Ленина, 5".into()),
        phones: vec![phone("+74951234567")],
        tags: vec!["школа".into()],
        ..named("Школа № 5")
    };
    let school = added(owner, school).await;
    let text = "Компания\tИНН\tАдрес\tТелефон\tТеги\tСайт\n\
        Гимназия № 5\t7707083893\tМира, 1\t84951234568\tдоговор\tschool5.example";
    for (existing, plan, name, address, phones) in [
        (Matched::Skip, Plan::Unchanged, "Школа № 5", "Ленина, 5", 1),
        (Matched::Fill, Plan::Change, "Школа № 5", "Ленина, 5", 1),
        (
            Matched::Overwrite,
            Plan::Change,
            "Гимназия № 5",
            "Мира, 1",
            2,
        ),
    ] {
        let import = pasted_companies(owner, text).await;
        let rules = Rules {
            existing,
            ..import.rules.clone()
        };
        let import = ruled(owner, &import, rules).await;
        checked(app, owner, import.id).await;
        assert_eq!(plans(owner, import.id).await, [plan], "{existing}");
        if plan == Plan::Unchanged {
            let refused = owner
                .post::<RunImport>((import.id,), RunRequest::default())
                .await;
            assert_eq!(refused.expect_err("nothing").code(), Some(Code::WrongState));
            continue;
        }
        let before = owner
            .get::<GetCompany>((school.id,))
            .await
            .expect("a company");
        ran(app, owner, import.id).await;
        let now = owner
            .get::<GetCompany>((school.id,))
            .await
            .expect("a company");
        assert_eq!(
            (now.name.as_str(), now.address.as_deref()),
            (name, Some(address))
        );
        assert_eq!(now.phones.len(), phones);
        assert_eq!(now.site.as_deref(), Some("https://school5.example"));
        undone(app, owner, import.id).await;
        let back = owner
            .get::<GetCompany>((school.id,))
            .await
            .expect("a company");
        assert_eq!(
            (back.name, back.phones, back.site),
            (before.name, before.phones, before.site)
        );
    }
    // In the archive it is not met.
    let now = owner
        .get::<GetCompany>((school.id,))
        .await
        .expect("a company");
    owner
        .change::<ArchiveCompany>((school.id,), now.version, ())
        .await
        .expect("archived");
    let import = pasted_companies(owner, text).await;
    checked(app, owner, import.id).await;
    assert_eq!(plans(owner, import.id).await, [Plan::New]);
});

both!(what_cannot_be_taken_names_row_and_column, |app| {
    let owner = &app.owner;
    asks(
        app,
        vec![
            field("seats", FieldType::Integer),
            field("since", FieldType::Date),
        ],
    )
    .await;
    let import = pasted_companies(
        owner,
        "Компания\tТелефон\tСайт\tПоле seats\tПоле since\tОтветственный\n\
        Школа\t12\tнет\tмного\t31.02.2026\tНикто\n\
        \t84951234567\t\t\t\t\n\
        Цирк\t\t\t250\t05.06.2020\t",
    )
    .await;
    let seen = checked(app, owner, import.id).await;
    assert_eq!((seen.plans.faulty, seen.plans.new), (2, 1));
    let found = rows(owner, import.id, None).await;
    assert_eq!(
        (found[0].number, faults(&found[0])),
        (
            2,
            vec![
                (Some(1), "malformed"),
                (Some(3), "malformed"),
                (Some(4), "malformed"),
                (Some(5), "not_found"),
                (Some(2), "malformed"),
            ]
        )
    );
    assert_eq!(faults(&found[1]).len(), 1);
    assert_eq!(seen.unknown.len(), 1);
    ran(app, owner, import.id).await;
    let circus = shown(owner, &rows(owner, import.id, None).await[2]).await;
    let answers: Vec<&str> = circus
        .fields
        .iter()
        .map(|one| one.display.as_str())
        .collect();
    assert_eq!(answers[0], "250");
    assert!(answers[1].contains("2020"), "{answers:?}");
});

both!(what_people_have_is_not_offered_for_companies, |app| {
    let owner = &app.owner;
    let desk = Desk::of(app).await;
    let import = pasted_companies(owner, "Компания\tРост\nЦирк\t5").await;
    let fault = |error: client::Failure| crate::desk::faults(&error);
    for target in [
        ColumnTarget::Stage,
        ColumnTarget::Source,
        ColumnTarget::BirthDate,
        ColumnTarget::Surname,
    ] {
        let patch = ImportPatch {
            targets: Some(vec![Some(ColumnTarget::Name), Some(target)]),
            ..ImportPatch::default()
        };
        let refused = patched(owner, &import, patch)
            .await
            .expect_err("not of companies");
        assert_eq!(fault(refused), not_allowed("/targets/1"));
    }
    let staged = ImportPatch {
        rules: Some(Rules {
            stage: Some(Stage::Client),
            ..Rules::default()
        }),
        ..ImportPatch::default()
    };
    let refused = patched(owner, &import, staged).await.expect_err("no stage");
    assert_eq!(fault(refused), not_allowed("/rules/stage"));
    checked(app, owner, import.id).await;
    let request = RunRequest {
        process_id: Some(desk.process()),
        per_day: None,
    };
    let refused = owner.post::<RunImport>((import.id,), request).await;
    let refused = refused.expect_err("no processes");
    assert_eq!(fault(refused), not_allowed("/process_id"));
    // Nor is a company's number for people.
    let people = pasted(owner, "ФИО\tИНН\nАнна Мельник\t5").await;
    assert_eq!(people.columns[1].target, None);
    let patch = ImportPatch {
        targets: Some(vec![Some(ColumnTarget::Name), Some(ColumnTarget::TaxId)]),
        ..ImportPatch::default()
    };
    let refused = patched(owner, &people, patch).await.expect_err("no number");
    assert_eq!(fault(refused), not_allowed("/targets/1"));
    // A field that is made for a column is one of companies.
    let import = crate::imports::import(owner, import.id).await;
    let new = NewImportField {
        label: "Рост".into(),
        kind: FieldType::Integer,
    };
    let made = owner
        .change::<CreateImportField>((import.id, 1), import.version, new)
        .await;
    let made = made.expect("a field");
    assert_eq!(
        made.columns[1].target,
        Some(ColumnTarget::Field("rost".into()))
    );
    let form = owner.get::<GetCompanyFields>(()).await.expect("the fields");
    assert_eq!(form.fields.len(), 1);
});

both!(columns_are_kept_for_each_subject, |app| {
    let owner = &app.owner;
    let companies = pasted_companies(owner, "Кто\tКуда звонить\nЦирк\t84951234567").await;
    let patch = ImportPatch {
        targets: Some(vec![Some(ColumnTarget::Name), Some(ColumnTarget::Phone)]),
        ..ImportPatch::default()
    };
    let companies = patched(owner, &companies, patch).await.expect("mapped");
    let new = NewMapping {
        name: "1С".into(),
        import_id: companies.id,
    };
    owner
        .post::<SaveImportMapping>((), new)
        .await
        .expect("kept");
    let people = pasted(owner, "Кто\tКуда звонить\nАнна Мельник\t84951234567").await;
    assert_eq!(people.mapping, None);
    // The same name may be that of another mapping of people.
    let patch = ImportPatch {
        targets: Some(vec![None, Some(ColumnTarget::Phone)]),
        ..ImportPatch::default()
    };
    let people = patched(owner, &people, patch).await.expect("mapped");
    let new = NewMapping {
        name: "1С".into(),
        import_id: people.id,
    };
    owner
        .post::<SaveImportMapping>((), new)
        .await
        .expect("kept");
    let known = owner
        .get::<ListImportMappings>(())
        .await
        .expect("both")
        .items;
    assert_eq!(known.len(), 2);
    let again = pasted_companies(owner, "Кто\tКуда звонить\nШкола\t84951234568").await;
    assert_eq!(again.mapping.as_deref(), Some("1С"));
    assert_eq!(again.columns[0].target, Some(ColumnTarget::Name));
});

both!(
    companies_are_taken_in_within_the_reach_of_the_importer,
    |app| {
        let manager = app.joins(BuiltInRole::Manager).await;
        let north = app.another_branch("Север", "Asia/Yekaterinburg").await;
        let theirs = NewCompany {
            tax_id: Some("7707083893".into()),
            branch_id: Some(north),
            ..named("Школа № 5")
        };
        added(&app.owner, theirs).await;
        let other = app.joins_in(BuiltInRole::Manager, &[north]).await;
        // The company of the other branch is not met, and nothing is made there for those of that branch.
        let text = format!(
            "Компания\tИНН\tФилиал\tОтветственный\nШкола № 5\t7707083893\t\t\nЦирк\t\tСевер\t{}",
            other.me.name
        );
        let import = pasted_companies(&manager, &text).await;
        let seen = checked(app, &manager, import.id).await;
        assert_eq!((seen.plans.new, seen.plans.faulty), (1, 1));
        let found = rows(&manager, import.id, None).await;
        assert_eq!(faults(&found[1]), [(None, "not_allowed")]);
        assert_eq!(listed(&other).await.len(), 0);
        nobody_without_the_right(app).await;
    }
);

async fn nobody_without_the_right(app: &TestApp) {
    // Who may only read takes nothing in.
    let grants = [
        (Permission::ClientImport, Scope::Branch),
        (Permission::ClientRead, Scope::Branch),
        (Permission::ClientContacts, Scope::All),
        (Permission::DirectoryRead, Scope::All),
    ];
    let role = wire::staff::NewRole {
        name: "Читатель файлов".into(),
        grants: grants.into_iter().collect(),
        limits: Default::default(),
    };
    let role = app.owner.post::<wire::staff::CreateRole>((), role).await;
    let reader = app.joins_as(role.expect("a role").id, &[app.branch]).await;
    let import = pasted_companies(&reader, "Компания\nЦирк").await;
    let seen = checked(app, &reader, import.id).await;
    assert_eq!((seen.plans.new, seen.plans.faulty), (0, 1));
    assert_eq!(seen.state, ImportState::Checked);
}
