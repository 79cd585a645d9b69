//! Who sees which imports, and what an importer cannot do that he could not do by hand.

use domain::access::{BuiltInRole, Permission, Scope};
use testkit::both;
use wire::clients::{CreateClient, NewClient};
use wire::error::Code;
use wire::imports::{GetImport, RunImport, RunRequest};

use super::{checked, faults, listed, pasted, rows};
use crate::desk::{newcomer, phone};

both!(an_import_is_seen_by_its_branch, |app| {
    let manager = app.joins(BuiltInRole::Manager).await;
    let north = app.another_branch("Север", "Asia/Yekaterinburg").await;
    let other = app.joins_in(BuiltInRole::Manager, &[north]).await;
    let import = pasted(&manager, "ФИО\tТелефон\nАнна Мельник\t89123000001").await;
    for (person, sees) in [
        (&manager.api, true),
        (&app.owner.api, true),
        (&other.api, false),
    ] {
        let listed = listed(person).await;
        assert_eq!(listed.len(), usize::from(sees));
        let got = person.get::<GetImport>((import.id,)).await;
        assert_eq!(got.is_ok(), sees);
    }
});

both!(an_import_reaches_no_farther_than_its_importer, |app| {
    let manager = app.joins(BuiltInRole::Manager).await;
    let north = app.another_branch("Север", "Asia/Yekaterinburg").await;
    let theirs = NewClient {
        phones: vec![phone("+79123000001")],
        branch_id: Some(north),
        ..newcomer("Анна Мельник")
    };
    app.owner
        .post::<CreateClient>((), theirs)
        .await
        .expect("a card");
    // The card of the other branch is not met.
    let text = "ФИО\tТелефон\tОтветственный\tФилиал\nАнна Мельник\t89123000001\t\t\nИван Кожокару\t89123000002\tЧужой Чарльз\tСевер";
    let import = pasted(&manager, text).await;
    let seen = checked(app, &manager, import.id).await;
    assert_eq!((seen.plans.new, seen.plans.faulty), (1, 1));
    let found = rows(&manager, import.id, None).await;
    assert_eq!(faults(&found[1]), [(Some(2), "not_found")]);
    assert_eq!(seen.created_by.map(|by| by.id), Some(manager.me.id));
});

both!(who_loses_the_right_takes_nothing_in, |app| {
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
    let role = app
        .owner
        .post::<wire::staff::CreateRole>((), role)
        .await
        .expect("a role");
    let reader = app.joins_as(role.id, &[app.branch]).await;
    let import = pasted(&reader, "ФИО\tТелефон\nАнна Мельник\t89123000001").await;
    let seen = checked(app, &reader, import.id).await;
    assert_eq!((seen.plans.new, seen.plans.faulty), (0, 1));
    let refused = reader
        .post::<RunImport>((import.id,), RunRequest::default())
        .await;
    assert_eq!(
        refused.expect_err("nothing to do").code(),
        Some(Code::WrongState)
    );
});
