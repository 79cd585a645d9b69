//! One action for many companies: the same engine, by the rules of a company's own card.

use client::Client;
use domain::access::{BuiltInRole, Permission, Scope};
use domain::exports::ExportFormat;
use domain::filters::{ListSubject, parse};
use domain::ids::{ClientId, CompanyId, ProcessId};
use domain::timeline::EntryKind;
use store::bulks::ITEMS_AT_ONCE;
use store::companies::CompanyData;
use store::{StoreError, Tx, Who};
use testkit::app::TestApp;
use testkit::both;
use wire::bulks::{
    Bulk, BulkAction, BulkFate, BulkState, BulksQuery, CreateBulk, Hindrance, ListBulks, NewBulk,
};
use wire::clients::TimelineQuery;
use wire::companies::{
    Company, CompanyPatch, CreateCompany, GetCompany, ListCompanyTimeline, NewCompany,
    UpdateCompany,
};
use wire::exports::{CompanyExport, ExportCompanies};
use wire::staff::{CreateRole, NewRole};

use super::{bulk, ends, everybody, items, rows, tagged, task, undone};
use crate::companies::company;
use crate::desk::{Desk, faults};
use crate::exports::sent_by;

fn all(action: BulkAction) -> NewBulk {
    NewBulk {
        subject: Some(ListSubject::Companies),
        ..everybody(action)
    }
}

fn these(action: BulkAction, ids: &[CompanyId]) -> NewBulk {
    NewBulk {
        company_ids: Some(ids.to_vec()),
        ..all(action)
    }
}

async fn done(api: &Client, action: BulkAction, ids: &[CompanyId]) -> Bulk {
    let new = these(action, ids);
    api.post::<CreateBulk>((), new).await.expect("an action")
}

async fn card(api: &Client, id: CompanyId) -> Company {
    api.get::<GetCompany>((id,)).await.expect("a company")
}

both!(companies_get_somebody_responsible_as_if_by_hand, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let (school, office) = (
        company(&desk.anna, "Школа").await,
        company(&desk.anna, "Офис").await,
    );
    let action = BulkAction::Responsible {
        responsible_id: boris.me.id,
    };
    let ids = [school.id, office.id, school.id, CompanyId::from_i64(7)];
    let bulk = done(&app.owner, action.clone(), &ids).await;
    assert_eq!(
        (bulk.subject, bulk.state, bulk.total, bulk.looked_at),
        (ListSubject::Companies, BulkState::Done, 3, 3)
    );
    assert_eq!((bulk.fates.changed, bulk.fates.skipped), (2, 1));
    assert_eq!(
        ends(&app.owner, bulk.id).await,
        [
            (Some(BulkFate::Changed), None),
            (Some(BulkFate::Changed), None),
            (Some(BulkFate::Skipped), Some(Hindrance::NotFound)),
        ]
    );
    let listed = items(&app.owner, bulk.id).await;
    let named = listed[0].company.as_ref().expect("a company");
    assert_eq!((named.id, named.name.as_str()), (school.id, "Школа"));
    assert!(listed.iter().all(|item| item.client.is_none()));
    let now = card(&app.owner, school.id).await;
    assert_eq!(now.responsible.map(|who| who.id), Some(boris.me.id));
    let told = app
        .owner
        .call::<ListCompanyTimeline>((school.id,), TimelineQuery::default(), ());
    let told = told.reply().await.expect("a timeline").items;
    assert_eq!(told[0].kind, EntryKind::CompanyChanged);
    assert_eq!(told[0].by.as_ref().map(|by| by.id), Some(app.owner.me.id));
    let again = done(&app.owner, action, &[school.id]).await;
    assert_eq!((again.fates.unchanged, again.undo_until), (1, None));
    // Beside those of clients.
    let person = desk.client("Один Иван").await;
    let of_clients = crate::bulks::done(&app.owner, tagged("VIP"), &[person.id]).await;
    let listed = app.owner.call::<ListBulks>((), BulksQuery::default(), ());
    let listed = listed.reply().await.expect("actions").items;
    assert_eq!(listed, [of_clients, again, bulk]);
});

both!(
    tags_come_and_go_for_the_companies_that_a_filter_finds,
    |app| {
        let desk = Desk::of(app).await;
        let (school, office) = (
            company(&desk.anna, "Школа танца").await,
            company(&desk.anna, "Офис").await,
        );
        done(&desk.anna, tagged("Договор"), &[school.id, office.id]).await;
        let action = BulkAction::Tags {
            add: vec!["VIP".into(), "ДОГОВОР".into()],
            remove: vec!["аренда".into()],
        };
        let new = NewBulk {
            filter: parse("name.has:школа;tag:договор"),
            q: Some("танца".into()),
            ..all(action)
        };
        let bulk = desk.anna.post::<CreateBulk>((), new).await;
        let bulk = bulk.expect("an action");
        assert_eq!(
            (bulk.state, bulk.total, bulk.fates.changed),
            (BulkState::Done, 1, 1)
        );
        assert_eq!(card(&desk.anna, school.id).await.tags, ["VIP", "Договор"]);
        assert_eq!(card(&desk.anna, office.id).await.tags, ["Договор"]);
    }
);

both!(doing_and_undoing_changes_nothing_on_companies, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let mut ids = Vec::new();
    for name in ["Школа", "Офис", "Завод"] {
        ids.push(company(&desk.anna, name).await.id);
    }
    done(&desk.anna, tagged("Договор"), &ids[..2]).await;
    let before = rows(app).await;
    let actions = [
        BulkAction::Responsible {
            responsible_id: boris.me.id,
        },
        BulkAction::Tags {
            add: vec!["VIP".into()],
            remove: vec!["договор".into()],
        },
    ];
    for action in actions {
        let bulk = done(&app.owner, action, &ids).await;
        assert_ne!(rows(app).await, before);
        let back = undone(app, &app.owner, bulk.id).await;
        assert_eq!((back.state, back.fates.returned), (BulkState::Undone, 3));
        assert_eq!((back.fates.changed, back.undo_until), (0, None));
        assert_eq!(rows(app).await, before);
    }
});

both!(a_company_changed_since_stays_and_is_listed, |app| {
    let desk = Desk::of(app).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let (school, office, works) = (
        company(&desk.anna, "Школа").await,
        company(&desk.anna, "Офис").await,
        company(&desk.anna, "Завод").await,
    );
    let action = BulkAction::Responsible {
        responsible_id: boris.me.id,
    };
    let ids = [school.id, office.id, works.id];
    let bulk = done(&app.owner, action, &ids).await;
    let by_hand = [
        // Somebody else since.
        (
            school.id,
            CompanyPatch {
                responsible_id: Some(Some(app.owner.me.id)),
                ..CompanyPatch::default()
            },
        ),
        // Another member: what the action did goes, and this stays.
        (
            office.id,
            CompanyPatch {
                note: Some(Some("Звонить завучу".into())),
                ..CompanyPatch::default()
            },
        ),
    ];
    for (id, patch) in by_hand {
        let version = card(&app.owner, id).await.version;
        let changed = app.owner.change::<UpdateCompany>((id,), version, patch);
        changed.await.expect("by hand");
    }
    let back = undone(app, &app.owner, bulk.id).await;
    assert_eq!((back.fates.returned, back.fates.kept), (2, 1));
    let kept = items(&app.owner, bulk.id).await.into_iter();
    let kept: Vec<CompanyId> = kept
        .filter(|item| item.fate == Some(BulkFate::Kept))
        .filter_map(|item| Some(item.company?.id))
        .collect();
    assert_eq!(kept, [school.id]);
    let (school, office) = (
        card(&app.owner, school.id).await,
        card(&app.owner, office.id).await,
    );
    assert_eq!(school.responsible.map(|who| who.id), Some(app.owner.me.id));
    assert_eq!(office.responsible.map(|who| who.id), Some(desk.anna.me.id));
    assert_eq!(office.note.as_deref(), Some("Звонить завучу"));
});

both!(many_companies_reach_as_far_as_the_same_hand, |app| {
    let north = app.another_branch("Север", "Asia/Yekaterinburg").await;
    let here = app.joins(BuiltInRole::Operator).await;
    let there = app.joins_in(BuiltInRole::Operator, &[north]).await;
    // Whoever sees all of his branch and changes only his own.
    let grants = [
        (Permission::ClientRead, Scope::Branch),
        (Permission::ClientEdit, Scope::Own),
        (Permission::DirectoryRead, Scope::All),
    ];
    let role = NewRole {
        name: "Наставник".into(),
        grants: grants.into_iter().collect(),
        limits: Default::default(),
    };
    let role = app.owner.post::<CreateRole>((), role).await;
    let mentor = app.joins_as(role.expect("a role").id, &[app.branch]).await;
    let mut ids = Vec::new();
    for (name, branch, owner) in [
        ("Здешняя", app.branch, &here),
        ("Наставника", app.branch, &mentor),
        ("Северная", north, &there),
    ] {
        let new = NewCompany {
            name: name.into(),
            branch_id: Some(branch),
            responsible_id: Some(owner.me.id),
            ..NewCompany::default()
        };
        let made = app.owner.post::<CreateCompany>((), new).await;
        ids.push(made.expect("a company").company.id);
    }
    let bulk = done(&mentor, tagged("мои"), &ids).await;
    assert_eq!(
        ends(&mentor, bulk.id).await,
        [
            (Some(BulkFate::Skipped), Some(Hindrance::NotAllowed)),
            (Some(BulkFate::Changed), None),
            (Some(BulkFate::Skipped), Some(Hindrance::NotFound)),
        ]
    );
    // Whom he does not see he does not read of, either.
    let seen = items(&mentor, bulk.id).await;
    assert!(seen[0].company.is_some() && seen[2].company.is_none());
    let found = mentor.post::<CreateBulk>((), all(tagged("все"))).await;
    assert_eq!(found.expect("an action").total, 2);
    let elsewhere = BulkAction::Responsible {
        responsible_id: there.me.id,
    };
    let bulk = done(&app.owner, elsewhere, &ids[..1]).await;
    let works_elsewhere = (Some(BulkFate::Skipped), Some(Hindrance::WorksElsewhere));
    assert_eq!(ends(&app.owner, bulk.id).await, [works_elsewhere]);
    let analyst = app.joins(BuiltInRole::Analyst).await;
    let refused = analyst.post::<CreateBulk>((), all(tagged("VIP"))).await;
    assert_eq!(refused.expect_err("not allowed").status(), Some(403));
});

both!(what_is_no_action_for_companies_is_refused, |app| {
    let desk = Desk::of(app).await;
    let school = company(&desk.anna, "Школа").await;
    let process = BulkAction::Process {
        process_id: ProcessId::from_i64(7),
    };
    let by_stage = NewBulk {
        filter: parse("stage:lead"),
        ..all(tagged("VIP"))
    };
    let clients = NewBulk {
        ids: Some(vec![ClientId::from_i64(7)]),
        ..all(tagged("VIP"))
    };
    let of_clients = NewBulk {
        subject: None,
        ..these(tagged("VIP"), &[school.id])
    };
    let both_ways = NewBulk {
        filter: parse("tag.empty"),
        ..these(tagged("VIP"), &[school.id])
    };
    for (new, pointer, code) in [
        (all(process), "/action/kind", "not_allowed"),
        (all(task("Позвонить")), "/action/kind", "not_allowed"),
        (by_stage, "/filter/field", "unknown_field"),
        (clients, "/ids", "not_allowed"),
        (of_clients, "/company_ids", "not_allowed"),
        (both_ways, "/company_ids", "not_allowed"),
    ] {
        let refused = app.owner.post::<CreateBulk>((), new).await;
        let refused = refused.expect_err("refused");
        assert_eq!(faults(&refused).get(pointer), Some(&code), "{pointer}");
    }
    assert!(card(&app.owner, school.id).await.tags.is_empty());
});

/// So many companies, as an import would leave them.
async fn companies(app: &TestApp, count: usize) {
    let (branch, owner) = (app.branch, app.owner.me.id);
    let make = move |tx: &mut Tx<'_>| {
        for number in 0..count {
            let data = CompanyData {
                name: format!("Компания {number}"),
                legal_name: None,
                tax_id: None,
                phones: Vec::new(),
                emails: Vec::new(),
                address: None,
                site: None,
                note: None,
                tags: Vec::new(),
                responsible_id: Some(owner),
                branch_id: branch,
                answers: Default::default(),
            };
            tx.create_company(&data)?;
        }
        Ok::<_, StoreError>(())
    };
    let db = &app.state.db;
    db.write(Who::System, app.now(), make)
        .await
        .expect("companies");
}

both!(companies_are_gathered_before_the_first_is_changed, |app| {
    let count = ITEMS_AT_ONCE as u32 + 3;
    companies(app, count as usize).await;
    // Those that are changed are found by the filter no more.
    let new = NewBulk {
        filter: parse("tag.empty"),
        ..all(tagged("VIP"))
    };
    let begun = app.owner.post::<CreateBulk>((), new).await;
    let begun = begun.expect("an action");
    assert_eq!(
        (begun.state, begun.total as usize),
        (BulkState::Gathering, ITEMS_AT_ONCE)
    );
    app.errands().await;
    let end = bulk(&app.owner, begun.id).await;
    assert_eq!(
        (end.state, end.total, end.fates.changed),
        (BulkState::Done, count, count)
    );
    let back = undone(app, &app.owner, begun.id).await;
    assert_eq!(
        (back.state, back.fates.returned),
        (BulkState::Undone, count)
    );
});

both!(the_file_of_those_that_are_chosen_has_only_them, |app| {
    let desk = Desk::of(app).await;
    let school = company(&desk.anna, "Школа").await;
    company(&desk.anna, "Офис").await;
    let works = company(&desk.anna, "Завод").await;
    let export = CompanyExport {
        columns: Some(vec!["name".into()]),
        ids: Some(vec![school.id, works.id, CompanyId::from_i64(7)]),
        ..CompanyExport::of(ExportFormat::Csv)
    };
    let sent = sent_by::<ExportCompanies>(&app.owner.api, &export).await;
    let text = String::from_utf8(sent.expect("a file").body).expect("UTF-8");
    let names: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(names, ["Завод", "Школа"]);
});
