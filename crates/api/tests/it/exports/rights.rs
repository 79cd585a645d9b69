//! One policy: what a list shows, a search finds and a file holds are the same rows, for every role.

use std::collections::BTreeSet;

use domain::access::{BuiltInRole, Permission, Scope};
use domain::exports::ExportFormat;
use domain::filters::parse;
use testkit::app::Person;
use testkit::both;
use wire::clients::{
    ClientSearch, ClientsQuery, CreateClient, ListClients, NewClient, SearchClients,
};
use wire::error::Code;
use wire::exports::ClientExport;
use wire::staff::{ListRoles, RolePatch, UpdateRole};

use super::{csv, sent, text};
use crate::desk::{Desk, newcomer, phone};

/// Names in the list, among the hits of a search, and in the file.
pub async fn seen(person: &Person, line: &str) -> [BTreeSet<String>; 3] {
    let query = ClientsQuery {
        filter: (!line.is_empty()).then(|| line.to_owned()),
        limit: Some(200),
        include_total: Some(true),
        ..ClientsQuery::default()
    };
    let listed = person.list::<ListClients>((), query).await.expect("a list");
    let total = listed.total.expect("a total").count as usize;
    let search = ClientSearch {
        filter: parse(line),
        limit: Some(200),
        ..ClientSearch::default()
    };
    let hits = person
        .post::<SearchClients>((), search)
        .await
        .expect("hits");
    let export = ClientExport {
        filter: parse(line),
        ..csv(&["name"])
    };
    let file = text(person, &export).await;
    let listed: BTreeSet<String> = listed.items.into_iter().map(|row| row.name).collect();
    assert_eq!(listed.len(), total);
    [
        listed,
        hits.items.into_iter().map(|row| row.name).collect(),
        file.lines().skip(1).map(str::to_owned).collect(),
    ]
}

both!(
    a_list_a_search_and_a_file_have_the_same_rows_for_every_role,
    |app| {
        let desk = Desk::of(app).await;
        let north = app.another_branch("Север", "Asia/Yekaterinburg").await;
        for (name, branch, tags) in [
            ("Анна Мельник", None, vec!["йога".to_owned()]),
            ("Пётр Ёлкин", None, vec![]),
            ("Иван Кожокару", Some(north), vec!["йога".to_owned()]),
            ("Мария Гончаренко", Some(north), vec![]),
        ] {
            let new = NewClient {
                branch_id: branch,
                tags,
                ..newcomer(name)
            };
            app.owner
                .post::<CreateClient>((), new)
                .await
                .expect("a card");
        }
        desk.begin("Екатерина Щербакова").await;
        let coach = app.joins(BuiltInRole::Coach).await;
        for person in [&desk.anna, &coach] {
            let own = NewClient {
                responsible_id: Some(person.me.id),
                ..newcomer(&format!("Своя {}", person.me.name))
            };
            app.owner
                .post::<CreateClient>((), own)
                .await
                .expect("a card");
        }
        let roles = app.owner.get::<ListRoles>(()).await.expect("roles").items;
        let mut counts = BTreeSet::new();
        for built_in in BuiltInRole::ALL {
            let role = roles
                .iter()
                .find(|role| role.built_in == Some(*built_in))
                .expect("a role");
            let person = match built_in {
                BuiltInRole::Coach => coach.clone(),
                _ => app.joins(*built_in).await,
            };
            if !role.grants.contains_key(&Permission::ClientExport) {
                let refused = sent(&person, &csv(&["name"])).await.expect_err("no right");
                assert_eq!(refused.code(), Some(Code::NotAllowed), "{built_in}");
                // With the right, as far as he reads.
                let mut grants = role.grants.clone();
                grants.insert(Permission::ClientExport, grants[&Permission::ClientRead]);
                let patch = RolePatch {
                    grants: Some(grants),
                    ..RolePatch::default()
                };
                app.owner
                    .change::<UpdateRole>((role.id,), role.version, patch)
                    .await
                    .expect("a role");
            }
            for line in [
                "",
                "tag:йога",
                "stage:lead;name.has:н",
                "next_step.filled",
                "(tag:йога|name.begins:мар)",
            ] {
                let [listed, hits, file] = seen(&person, line).await;
                assert_eq!(listed, hits, "{built_in} {line}");
                assert_eq!(listed, file, "{built_in} {line}");
                if line.is_empty() {
                    counts.insert(listed.len());
                }
            }
        }
        assert!(counts.len() > 2, "the roles do not differ: {counts:?}");
    }
);

both!(
    a_file_reaches_no_farther_than_the_right_to_take_it_away,
    |app| {
        let manager = app.joins(BuiltInRole::Manager).await;
        app.owner
            .post::<CreateClient>((), newcomer("Анна Мельник"))
            .await
            .expect("a card");
        let own = NewClient {
            responsible_id: Some(manager.me.id),
            ..newcomer("Пётр Ёлкин")
        };
        app.owner
            .post::<CreateClient>((), own)
            .await
            .expect("a card");
        let roles = app.owner.get::<ListRoles>(()).await.expect("roles").items;
        let role = roles
            .into_iter()
            .find(|role| role.built_in == Some(BuiltInRole::Manager))
            .expect("a role");
        let mut grants = role.grants.clone();
        grants.insert(Permission::ClientExport, Scope::Own);
        let patch = RolePatch {
            grants: Some(grants),
            ..RolePatch::default()
        };
        app.owner
            .change::<UpdateRole>((role.id,), role.version, patch)
            .await
            .expect("a role");
        let written = text(&manager, &csv(&["name"])).await;
        assert_eq!(written.lines().skip(1).collect::<Vec<_>>(), ["Пётр Ёлкин"]);
        for format in ExportFormat::ALL {
            sent(&manager, &ClientExport::of(*format))
                .await
                .expect("a file");
        }
    }
);

both!(contacts_leave_only_with_whoever_sees_them, |app| {
    let new = NewClient {
        phones: vec![phone("8 912 345-67-89")],
        emails: vec!["kate@mail.ru".into()],
        ..newcomer("Щербакова Екатерина")
    };
    app.owner
        .post::<CreateClient>((), new)
        .await
        .expect("a card");
    let analyst = app.joins(BuiltInRole::Analyst).await;
    let table = text(&analyst, &csv(&["name", "phone", "email"])).await;
    let row = table.lines().nth(1).expect("a row");
    assert!(row.contains("Екатерина") && row.contains("-89"), "{row}");
    assert!(!table.contains("345") && !table.contains("kate@"), "{row}");
    let whole = text(&analyst, &ClientExport::of(ExportFormat::Csv)).await;
    assert!(whole.contains("Екатерина"), "{whole}");
    assert!(!whole.contains('@') && !whole.contains("89"), "{whole}");
    for format in [ExportFormat::Vcard, ExportFormat::Outlook] {
        let refused = sent(&analyst, &ClientExport::of(format)).await;
        let refused = refused.expect_err("an address book");
        assert_eq!(refused.code(), Some(Code::NotAllowed), "{format}");
    }
});
